"""The menu, the buttons and the way to a person, for somebody who answers with numbers only."""

import pytest

from tests.support.house import LI
from tests.support.street import LIGHT, STRANGER, Street, number_in, play


@pytest.mark.parametrize("form", ["1", "当志愿者", "改", "location"])
def test_the_way_out_works_inside_every_form(store_uri: str, form: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        for word, said in [
            ("返回", "回到开头"),
            ("０", "1 报修"),
            ("进度", number),
            ("人工", "已请工作人员"),
        ]:
            await street.wang.say("新的")
            if form == "location":
                place = {"Location_X": "31.8", "Location_Y": "117.2", "Scale": "16"}
                await street.wang.send("location", **place, Label="翡翠路1号")
            else:
                await street.wang.say(form)
            assert said in await street.wang.say(word)

    play(store_uri, story)


def test_a_form_left_alone_for_half_an_hour_is_forgotten(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("1")
        street.clock.advance(minutes=29)
        assert "【报修】" in await street.wang.say("厨房那个")
        street.clock.advance(minutes=31)
        await street.wang.say("当志愿者")
        street.clock.advance(minutes=31)
        assert "什么坏了" in await street.wang.say("1")

    play(store_uri, story)


def test_greetings_and_thanks_are_answered_and_open_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "我在" in await street.wang.say("你好")
        assert "不客气" in await street.wang.say("好的，谢谢")
        await street.wang.say("1")
        assert "我在" in await street.wang.say("在吗")
        assert "【报修】" in await street.wang.say("厨房那个")
        assert "不客气" in await street.wang.say("谢谢")
        (ticket,) = await street.tickets_of(street.wang)
        assert len(ticket.events) == 1

    play(store_uri, story)


def test_thanks_after_a_question_with_numbers_is_no_answer_to_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.wang.say("改")
        assert "不客气" in await street.wang.say("好的")
        await street.li.say("当志愿者")
        assert "请回上面的数字" in await street.li.say("好的")

    play(store_uri, story)


def test_what_cannot_be_understood_says_so_and_files_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for text in ("7", "８", "a", "？", "😀😀", "。。。", " "):
            assert "没听明白" in await street.li.say(text)
            await street.li.say("菜单")  # or a person would come
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


def test_a_sticker_gets_a_friendly_word_and_closes_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("1")
        sticker = "【收到不支持的消息类型，暂无法显示】"
        assert "表情我看不懂" in await street.li.say(sticker)
        assert "【报修】" in await street.li.say("厨房那个")

    play(store_uri, story)


def test_asking_for_a_person_again_and_again_asks_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answers = {await street.li.say(word) for word in ("9", "人工", "９", "找工作人员")}
        assert len(answers) == 1
        assert len(await street.tickets_of(street.li)) == 1
        await street.li.say("我的低保停了两个月")
        await street.pass_time()
        await street.pass_time(minutes=31)
        won = await street.zhou.say(f"抢 {number_in(answers.pop())}")
        assert "我的低保停了两个月" in won

    play(store_uri, story)


def test_danger_is_heard_inside_every_form_and_after_every_word(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for form in ("1", "当志愿者", "新的"):
            await street.li.say(form)
            answer = await street.li.say("我老伴摔倒了起不来")
            assert answer.index("120") < answer.index("编号")
        await street.wang.say(LIGHT)
        await street.pass_time()
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了灯泡")
        answer = await street.wang.say("没修好，我被电打了，触电了快来人")
        assert "断电" in answer

    play(store_uri, story)


def test_unknown_buttons_codes_and_events_do_no_harm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "1 报修" in await street.wang.event("CLICK", EventKey="OLD_BUTTON")
        assert "1 报修" in await street.wang.event("CLICK", EventKey="NEW:other")
        assert "1 报修" in await street.wang.event("SCAN", EventKey="area:nowhere", Ticket="T")
        assert await street.wang.event("VIEW", EventKey="https://example.org") == ""
        assert await street.wang.event("something_new", EventKey="") == ""
        assert await street.wang.send("something_new") == ""

    play(store_uri, story)


def test_nothing_was_said_yet_so_nothing_can_be_repeated(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "还没说过话" in await street.stranger.say("重复")

    play(store_uri, story)


def test_who_comes_back_is_greeted_anew_and_told_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("1")
        await street.li.event("unsubscribe", EventKey="")
        street.clock.advance(seconds=5)
        assert "社区" in await street.li.event("subscribe", EventKey="")
        resident = await street.services.store.residents.get(LI)
        assert resident is not None
        assert (resident.follows, resident.area, resident.name) == (True, None, None)
        assert "什么坏了" in await street.li.say("1")

    play(store_uri, story)


def test_scanning_the_code_of_another_area_moves_a_person_there(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.stranger.event("SCAN", EventKey="area:feicui-2", Ticket="T")
        ticket = await street.ticket(await street.stranger.say(LIGHT))
        assert ticket.asker == STRANGER
        assert ticket.area == "feicui-2"

    play(store_uri, story)
