"""Recordings that an engine hears: said back first, never lost, and acted on at once in danger."""

import pytest

from bot.speech.audio import MOST_BYTES, Sound, as_wav
from jobs.fetch_media import fetch_media
from models.moves import State
from models.ticket import Ticket
from tests.support.post import WeChat
from tests.support.recordings import recording
from tests.support.street import LIGHT, Street, number_in, play
from tests.support.voices import Voices, speaking

LEAK = "厨房水管漏水了"
VOICE = {"MediaId": "V8", "MediaId16K": "V16", "Format": "amr"}


async def the_ticket(at: Voices) -> Ticket:
    (ticket,) = await at.street.tickets_of(at.street.li)
    return ticket


def test_what_was_heard_is_said_back_and_then_heard_as_if_typed(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", f"嗯，那个，{LEAK}。")
        assert f"您说的是“{LEAK}”" in await at.speak("li", "leak.amr")
        ticket = await the_ticket(at)
        assert (ticket.queue, ticket.undecided) == ("other", True)
        assert "【报修】" in await at.street.li.say("1")
        ticket = await the_ticket(at)
        assert (ticket.queue, ticket.listen_at, ticket.events[1].note) == ("repair", None, LEAK)
        await at.street.pass_time(minutes=11)
        assert await at.listed() == []

    speaking(store_uri, wechat, story)


@pytest.mark.parametrize("yes", ["对", "一", "第一个", "１", "一号", "幺", "对的。", "好的", "是"])
def test_yes_may_be_said_in_many_ways(store_uri: str, yes: str) -> None:
    async def story(street: Street) -> None:
        await street.li.send("voice", **VOICE, Recognition=LIGHT)
        assert "【报修】" in await street.li.say(yes)

    play(store_uri, story)


def test_the_original_is_kept_and_not_fetched_again(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", LEAK)
        await at.speak("li", "leak.amr")
        (attachment,) = (await the_ticket(at)).attachments
        assert attachment.state == "kept"
        content, _ = await at.street.services.store.media.read(attachment.file or "")
        assert content == recording("leak.amr")
        before = len(await at.wechat.calls("/cgi-bin/media/get"))
        await fetch_media(at.street.services, at.client)
        assert len(await at.wechat.calls("/cgi-bin/media/get")) == before == 1

    speaking(store_uri, wechat, story)


def test_danger_acts_first_with_the_recording_and_a_person_listens_as_well(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("fall.amr", "我摔倒了起不来")
        at.engine.segments = [{"avg_logprob": -3.0}]
        assert "120" in await at.speak("li", "fall.amr")
        ticket = await the_ticket(at)
        assert ticket.danger
        assert [each.kind for each in ticket.attachments] == ["voice"]
        assert [each.number for each in await at.listed()] == [ticket.number]

    speaking(store_uri, wechat, story)


def test_a_command_or_a_number_acts_at_once_and_leaves_nothing_behind(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        for words, said in [("菜单。", "1 报修"), ("进度", "没有"), ("一", "请说是什么坏了")]:
            at.engine.hears("one.amr", words)
            assert said in await at.speak("li", "one.amr")
        assert await at.street.tickets_of(at.street.li) == []

    speaking(store_uri, wechat, story)


def test_the_words_of_a_menu_act_at_once(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Voices) -> None:
        await at.street.li.say("老人模式")
        for words, said in [("东西坏了", "门锁"), ("回到开头", "养老钱"), ("平安家人", "家人")]:
            at.engine.hears("one.amr", words)
            assert said in await at.speak("li", "one.amr")
        assert await at.street.tickets_of(at.street.li) == []

    speaking(store_uri, wechat, story)


def test_after_a_no_it_may_be_said_again_and_then_a_person_listens(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", "厨房睡觉漏水")
        await at.speak("li", "leak.amr")
        assert "再说一遍" in await at.street.li.say("不对")
        assert await at.listed() == []
        await at.speak("li", "leak.amr")
        answer = await at.street.li.say("2")
        assert "工作人员会听" in answer
        assert [each.number for each in await at.listed()] == [number_in(answer)]
        assert len((await the_ticket(at)).attachments) == 2

    speaking(store_uri, wechat, story)


def test_after_a_no_it_may_be_typed(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", "厨房睡觉漏水")
        await at.speak("li", "leak.amr")
        await at.street.li.say("2")
        assert "【报修】" in await at.street.li.say(LEAK)
        assert (await the_ticket(at)).listen_at is None

    speaking(store_uri, wechat, story)


def test_without_an_answer_a_person_listens_after_ten_minutes(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", LEAK)
        await at.speak("li", "leak.amr")
        await at.street.pass_time(minutes=9, seconds=59)
        assert await at.listed() == []
        assert (await the_ticket(at)).notices == ()
        await at.street.pass_time(seconds=1)
        assert [each.number for each in await at.listed()] == [(await the_ticket(at)).number]
        assert [each.kind for each in (await the_ticket(at)).notices] == ["desk"]

    speaking(store_uri, wechat, story)


def test_words_that_answer_what_was_asked_make_no_ticket_of_their_own(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        await at.street.wang.say("新的")
        number = number_in(await at.street.wang.say(LIGHT))
        await at.street.pass_time()
        await at.street.zhang.say("抢")
        await at.street.zhang.say(f"退回 {number}")
        at.engine.hears("mumble.amr", "家里有事去不了")
        assert "家里有事去不了" in await at.speak("zhang", "mumble.amr")
        await at.street.zhang.say("1")
        states = [each.state for each in await at.street.tickets_of(at.street.zhang)]
        assert set(states) <= {State.CANCELLED}

    speaking(store_uri, wechat, story)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"#!AMR\n" + b"\xff" * 300, "放不出来"),
        (as_wav(Sound(b"\x40\x1f\xc0\xe0" * 16_000 * 31)), "太长"),
        (as_wav(Sound(bytes(32_000))), "没有声音"),
        (b"#!AMR\n" + bytes(MOST_BYTES), "太大"),
    ],
    ids=["empty", "corrupt", "long", "silent", "huge"],
)
def test_what_cannot_be_heard_is_told_and_waits_for_a_person(
    store_uri: str, wechat: WeChat, content: bytes, told: str
) -> None:
    async def story(at: Voices) -> None:
        answer = await at.send(at.street.li, content)
        assert told in answer
        assert [each.number for each in await at.listed()] == [number_in(answer)]

    speaking(store_uri, wechat, story)


@pytest.mark.parametrize(
    "failure",
    [
        {"status": 500},
        {"body": b"\x00rubbish"},
        {"body": b"<html>", "content_type": "text/html"},
        {"body": b'["no", "text"]'},
        {"body": b'{"text": ' + b"[" * 5000},
        {"body": b'{"text": "' + b"x" * 400_000 + b'"}'},
        {"hangs": True},
        {"segments": [{"avg_logprob": -1.7}]},
        {"segments": [{"no_speech_prob": 0.9}]},
        {"said": {}},
    ],
    ids=str,
)
def test_an_engine_that_fails_lies_or_is_unsure_leaves_it_to_a_person(
    store_uri: str, wechat: WeChat, failure: dict[str, object]
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", LEAK)
        for name, value in failure.items():
            setattr(at.engine, name, value)
        answer = await at.speak("li", "leak.amr")
        assert "工作人员会听" in answer
        (ticket,) = await at.listed()
        assert ticket.number == number_in(answer)
        assert ticket.attachments[0].state == "kept"

    speaking(store_uri, wechat, story, seconds=1)


def test_a_wrong_content_type_around_good_words_does_no_harm(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        at.engine.hears("leak.amr", LEAK)
        at.engine.content_type = "image/png"
        assert LEAK in await at.speak("li", "leak.amr")

    speaking(store_uri, wechat, story)


def test_a_recording_that_wechat_has_forgotten_is_asked_for_again(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Voices) -> None:
        answer = await at.street.li.send("voice", **VOICE)
        assert "没有取到" in answer
        assert [each.number for each in await at.listed()] == [number_in(answer)]

    speaking(store_uri, wechat, story)


def test_without_an_engine_a_person_listens_at_once(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Voices) -> None:
        answer = await at.speak("li", "leak.amr")
        assert "工作人员会听" in answer
        assert [each.number for each in await at.listed()] == [number_in(answer)]

    speaking(store_uri, wechat, story, has_engine=False)


def test_it_joins_the_open_ticket(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Voices) -> None:
        number = number_in(await at.street.li.say(LIGHT))
        at.engine.hears("mumble.amr", "三单元那里")
        assert "三单元那里" in await at.speak("li", "mumble.amr")
        assert (await at.street.ticket(number)).listen_at is not None
        assert number in await at.street.li.say("对")
        ticket = await at.street.ticket(number)
        assert (ticket.events[-1].note, ticket.listen_at) == ("三单元那里", None)

    speaking(store_uri, wechat, story)
