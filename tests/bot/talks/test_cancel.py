"""取消, 进度, 催 and 改 by somebody with several matters, wrong numbers and no patience."""

from tests.support.street import LIGHT, Street, number_in, play

ERRAND = "想请人帮我奶奶去药店买药"


async def two_matters(street: Street) -> list[str]:
    """The numbers of a repair and, a second later, an errand."""
    numbers = []
    for words in (LIGHT, ERRAND):
        numbers.append(number_in(await street.wang.say(words)))
        street.clock.advance(seconds=1)
    return numbers


def test_with_several_matters_cancelling_asks_which_and_takes_the_bare_number(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        light, errand = await two_matters(street)
        answer = await street.wang.say("取消")
        assert light in answer
        assert errand in answer
        assert f"编号 {light} 已撤回" in await street.wang.say(light)
        assert (await street.ticket(errand)).state == "open"
        assert f"编号 {errand} 已撤回" in await street.wang.say("不用了")
        assert "没有能撤回" in await street.wang.say("算了")

    play(store_uri, story)


def test_the_number_may_be_spoken_or_come_with_the_word(store_uri: str) -> None:
    async def story(street: Street) -> None:
        light, errand = await two_matters(street)
        await street.wang.say("取消")
        spoken = light.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))
        assert "已撤回" in await street.wang.say(f"编号{spoken}。")
        await street.wang.say("1")
        assert "已撤回" in await street.wang.say(f"取消{errand}号")

    play(store_uri, story)


def test_asked_which_the_resident_may_change_the_subject(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await two_matters(street)
        await street.wang.say("取消")
        assert "编号" in await street.wang.say("药店在北京路那家")
        assert [t.state for t in await street.tickets_of(street.wang)] == ["open", "open"]

    play(store_uri, story)


def test_wrong_numbers_and_those_of_others_change_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        for wrong in ("1", "10010", "99999999999999999999", number):
            assert f"没找到编号 {wrong}" in await street.li.say(f"取消 {wrong}")
            assert f"没找到编号 {wrong}" in await street.li.say(f"进度 {wrong}")
            assert "没有在办的事" in await street.li.say(f"催 {wrong}")
            assert "没有等您评价" in await street.li.say(f"评价 5 {wrong}")
        assert (await street.ticket(number)).state == "open"
        assert len((await street.ticket(number)).events) == 1
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


def test_what_is_over_cannot_be_cancelled_and_says_why(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了灯泡")
        assert f"编号 {number}已办结，不能撤回" in await street.wang.say(f"取消 {number}")
        assert "没有能撤回" in await street.wang.say("取消")

    play(store_uri, story)


def test_inside_a_form_cancelling_leaves_the_form_and_no_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        for form in ("1", "当志愿者"):
            await street.wang.say(form)
            assert "不办了" in await street.wang.say("取消")
        assert (await street.ticket(number)).state == "open"
        await street.wang.say("改")
        assert "已撤回" in await street.wang.say("取消")

    play(store_uri, story)


def test_cancelling_what_is_corrected_meanwhile_is_the_end_of_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.wang.say("取消")
        assert "没有能改的事" in await street.wang.say("改")

    play(store_uri, story)


def test_urging_reaches_the_desk_or_the_holder_and_not_again_at_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        assert "已帮您催" in await street.wang.say("催一下")
        assert "刚催过" in await street.wang.say(f"催{number}")
        urged = [n for n in (await street.ticket(number)).notices if n.kind == "urged"]
        assert [notice.to for notice in urged] == [street.zhou.person]
        await street.pass_time()
        await street.zhang.say("抢")
        await street.pass_time(minutes=31)
        assert "已帮您催" in await street.wang.say("催")
        assert (await street.ticket(number)).notices[-1].to == street.zhang.person

    play(store_uri, story)


def test_urging_again_and_again_fills_nobodys_phone(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        for _ in range(20):
            await street.wang.say("催")
        assert len((await street.ticket(number)).notices) == 1

    play(store_uri, story)


def test_progress_of_a_held_ticket_names_the_holder_to_both_and_to_nobody_else(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.zhang.say("抢")
        street.clock.advance(days=1)
        for phone in (street.wang, street.zhang):
            assert "张师傅，昨天 12:00接的" in await phone.say(f"进度 {number}")
        assert "没找到" in await street.chen.say(f"进度 {number}")

    play(store_uri, story)
