"""People say how they want to be talked to; whoever is not understood gets a person."""

import pytest

from bot.elders import set_mode
from bot.links import without_links
from bot.phrases import load_phrases
from tests.support.house import LI
from tests.support.street import LIGHT, Street, number_in, play

PHRASES = load_phrases()


@pytest.mark.parametrize("said", ["我看不清", "字太小了", "说慢点", "听不懂"])
def test_who_cannot_follow_hears_the_last_answer_again_in_plain_words(
    store_uri: str, said: str
) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.li.say(LIGHT))
        answer = without_links(await street.li.say(said))
        assert answer.splitlines()[:3] == [
            "以后说得短。换回说“普通模式”。",
            f"好，记下了，编号 {number}。",
            "是【报修】的事。",
        ]
        assert len(answer.splitlines()) <= 6
        assert street.services.elders.is_elder(LI)
        assert "9 找人说话" in without_links(await street.li.say("0"))
        assert "普通模式" in await street.li.say("普通模式")
        assert await street.li.say("0") == PHRASES("screen.main")

    play(store_uri, story)


def test_who_cannot_follow_before_anything_was_said_gets_the_simple_menu(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.li.say("我看不清")
        assert answer == f"{PHRASES('elder_mode.begun')}\n{PHRASES('screen.elder')}"

    play(store_uri, story)


def test_what_was_asked_stays_asked_when_it_is_said_more_simply(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("我有个事情想说一下哈")
        assert "1 东西坏了" in without_links(await street.li.say("我看不清"))
        assert "【东西坏了】" in await street.li.say("1")

    play(store_uri, story)


def test_answers_are_spoken_as_long_as_somebody_wants_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "说给您听" in await street.li.say("念给我听")
        assert street.services.elders.listens(LI)
        assert "不念了" in await street.li.say("不用念了")
        assert not street.services.elders.listens(LI)

    play(store_uri, story)


def test_an_elder_is_known_by_age(store_uri: str) -> None:
    async def story(street: Street) -> None:
        resident = await street.services.store.residents.get(LI)
        assert resident
        born = str(street.clock().year - 75)
        await set_mode(street.services, resident, born=born)
        assert await street.li.say("菜单") == PHRASES("screen.elder")

    play(store_uri, story)


def test_an_elder_who_is_not_understood_twice_gets_a_person(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("老人模式")
        assert "没听明白" in await street.li.say("😀😀")
        said = await street.li.say("？")
        assert "请工作人员找您" in said
        assert "没听明白" in await street.li.say("。。。")
        assert said == await street.li.say("……")
        (ticket,) = await street.tickets_of(street.li)
        assert ticket.number == number_in(said)
        assert ticket.queue == "other"

    play(store_uri, story)


def test_a_number_that_is_not_on_the_screen_counts_too(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("老人模式")
        await street.li.say("1")
        assert "没有这个数字" in await street.li.say("7")
        assert "请工作人员找您" in await street.li.say("8")

    play(store_uri, story)


def test_anything_understood_begins_the_count_anew(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("老人模式")
        for _ in range(3):
            assert "没听明白" in await street.li.say("😀😀")
            await street.li.say("0")
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


def test_others_get_a_person_the_third_time(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answers = [await street.li.say("😀😀") for _ in range(3)]
        assert ["已请工作人员" in each for each in answers] == [False, False, True]

    play(store_uri, story)


def test_what_is_not_decided_twice_goes_to_a_person_with_the_ticket_there_is(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await street.li.say("老人模式")
        number = number_in(await street.li.say("我有个事情想说一下哈"))
        assert number == number_in(said := await street.li.say("就是那个那个东西嘛"))
        assert "请工作人员找您" in said
        assert len(await street.tickets_of(street.li)) == 1

    play(store_uri, story)


@pytest.mark.parametrize("form", ["1", "当志愿者", "报修改", "location"])
def test_the_ways_out_work_for_elders_inside_every_form(store_uri: str, form: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("老人模式")
        for word, said in [("返回", "9 找人说话"), ("０", "9 找人说话"), ("9", "请人找您")]:
            if form == "location":
                place = {"Location_X": "31.8", "Location_Y": "117.2", "Scale": "16"}
                await street.li.send("location", **place, Label="翡翠路1号")
            elif form == "报修改":
                await street.li.say(LIGHT)
                await street.li.say("改")
            else:
                await street.li.say(form)
            last = await street.li.say("重复")
            assert last == await street.li.say("重复")
            assert said in without_links(await street.li.say(word))

    play(store_uri, story)
