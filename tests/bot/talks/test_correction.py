"""改 and 新的: mending what we got wrong, and only that."""

from tests.support.street import LIGHT, Street, number_in, play

PHOTO = {"PicUrl": "http://x/1", "MediaId": "P1"}


def test_a_number_that_is_no_choice_is_asked_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.wang.say("改")
        for wrong in ("6", "8"):
            assert f"编号 {number}，请回数字" in await street.wang.say(wrong)
        assert "法律援助" in await street.wang.say("第二个")
        assert (await street.ticket(number)).queue == "legal_aid"

    play(store_uri, story)


def test_leaving_it_with_the_desk_is_a_choice_too(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.wang.say("分错了")
        assert "交给社区工作人员" in await street.wang.say("五")
        await street.pass_time()
        ticket = await street.ticket(number)
        assert (ticket.queue, ticket.notices[-1].kind) == ("other", "desk")

    play(store_uri, story)


def test_what_somebody_holds_is_not_sorted_anew(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.wang.say("改")
        await street.pass_time()
        await street.zhang.say("抢")
        assert "已经有人接了" in await street.wang.say("2")
        assert "已经有人接了" in await street.wang.say("改")
        assert (await street.ticket(number)).queue == "repair"

    play(store_uri, story)


def test_with_nothing_filed_there_is_nothing_to_correct(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "没有能改的事" in await street.wang.say("改")

    play(store_uri, story)


def test_another_matter_is_filed_only_from_words_that_were_added(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        for _ in range(3):
            assert "请直接说要办的事" in await street.wang.say("新的")
        assert len(await street.tickets_of(street.wang)) == 1
        await street.wang.say("厨房那个灯也不亮了")
        assert len(await street.tickets_of(street.wang)) == 2
        await street.wang.say("进度")
        assert "请直接说要办的事" in await street.wang.say("新的")
        assert len(await street.tickets_of(street.wang)) == 2

    play(store_uri, story)


def test_an_added_photo_cannot_be_taken_for_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.wang.send("image", **PHOTO)
        assert "请直接说要办的事" in await street.wang.say("新的")

    play(store_uri, story)
