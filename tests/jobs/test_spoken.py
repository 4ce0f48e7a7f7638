"""Who listens hears each answer after its words; whatever goes wrong, the words come alone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from models.notice import ALOUD, Notice, NoticeState
from models.spoken import KEPT
from tests.support.house import LI, WANG
from tests.support.mouths import (
    VoiceServer,
    custom,
    deliver_aloud,
    let_listen,
    voice_server,
    with_mouth,
)
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT

VOICE = "[voice]"
Story = Callable[[Post, VoiceServer], Awaitable[None]]


def hear(uri: str, wechat: WeChat, story: Story, seconds: float = 5) -> None:
    """Live through a story in which Li wants to hear answers, and WeChat's window is open."""

    async def run(at: Post) -> None:
        async with voice_server() as voices:
            aloud = with_mouth(at, voices.mouth(seconds))
            await let_listen(aloud, LI)
            await wechat.write(LI)
            try:
                await story(aloud, voices)
            finally:
                await aloud.courier.voice.close()

    post(uri, wechat, run)


async def owed(at: Post, person: str = LI) -> list[Notice]:
    """The voice messages a person's answers owe or owed, newest first."""
    since = at.street.clock() - timedelta(hours=1)
    receipts = await at.street.services.store.receipts.lately(person, since, 20)
    return [each for receipt in receipts for each in receipt.notices if each.kind == ALOUD]


def test_the_words_come_first_and_then_the_voice(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        answer = await at.street.li.say(LIGHT)
        assert "编号" in answer, "the words are the reply itself"
        assert await custom(at, LI) == []
        await deliver_aloud(at)
        assert await custom(at, LI) == [VOICE]
        (said,) = voices.said
        assert "幺" in said
        await at.deliver(minutes=5)
        (notice,) = await owed(at)
        assert notice.state is NoticeState.SENT
        assert await custom(at, LI) == [VOICE], "nothing comes twice"

    hear(store_uri, wechat, story)


def test_a_late_answer_is_said_after_its_words(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, server: VoiceServer) -> None:
        at.street.dispatcher._budget = 0  # so that every answer is late
        assert await at.street.li.say("您好") == ""
        await at.street.dispatcher.drain(10)
        await deliver_aloud(at, looks=4)
        words, voice = await custom(at, LI)
        assert "0 看菜单" in words
        assert voice == VOICE

    hear(store_uri, wechat, story)


def test_words_that_wait_are_not_overtaken(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, server: VoiceServer) -> None:
        at.street.dispatcher._budget = 0
        await at.street.li.say("您好")
        await at.street.dispatcher.drain(10)
        busy = {"api_failure": "-1", "api_failure_path": "/cgi-bin/message/custom"}
        await wechat.faults(**busy)
        await at.deliver()
        await wechat.faults(api_failure="")
        await deliver_aloud(at, looks=8)
        (*_, last) = items = await custom(at, LI)
        assert len(items) == 2
        assert last == VOICE

    hear(store_uri, wechat, story)


def test_danger_is_spoken_too(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await at.street.li.say("我老伴摔倒了起不来")
        await deliver_aloud(at)
        assert any("幺二零" in each for each in voices.said)
        assert VOICE in await custom(at, LI)

    hear(store_uri, wechat, story)


def test_who_does_not_listen_gets_no_voice(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await wechat.write(WANG)
        await at.street.wang.say("您好")
        await deliver_aloud(at)
        assert (await owed(at, WANG), voices.said) == ([], [])

    hear(store_uri, wechat, story)


def test_a_sentence_is_made_and_uploaded_once(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        for _ in range(3):
            await at.street.li.say("您好")
            await deliver_aloud(at)
        assert await custom(at, LI) == [VOICE] * 3
        assert len(voices.said) == 1
        assert len(await wechat.calls("/cgi-bin/media/upload")) == 1

    hear(store_uri, wechat, story)


def test_another_voice_says_it_anew(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await at.street.li.say("您好")
        await deliver_aloud(at)
        other = with_mouth(at, voices.mouth(voice="granddaughter"))
        await other.street.li.say("您好")
        await deliver_aloud(other)
        assert [asked["voice"] for _, asked in voices.heard] == ["grandson", "granddaughter"]

    hear(store_uri, wechat, story)


def test_the_upload_is_renewed_before_wechat_forgets_it(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await at.street.li.say("您好")
        await deliver_aloud(at)
        at.street.clock.advance(days=2, hours=13)
        await at.street.li.say("您好")
        await deliver_aloud(at)
        assert await custom(at, LI) == [VOICE] * 2
        assert len(voices.said) == 1, "the sound itself is kept"
        assert len(await wechat.calls("/cgi-bin/media/upload")) == 2

    hear(store_uri, wechat, story)


def test_an_upload_that_wechat_lost_is_made_anew(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await at.street.li.say("您好")
        await deliver_aloud(at)
        spoken = at.street.services.store.spoken
        await spoken._collection.update({}, {"$set": {"media_id": "lost"}})
        await at.street.li.say("您好")
        await deliver_aloud(at, looks=8)
        assert await custom(at, LI) == [VOICE] * 2
        assert len(voices.said) == 1

    hear(store_uri, wechat, story)


def test_what_nobody_needs_for_a_month_is_forgotten(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, server: VoiceServer) -> None:
        await at.street.li.say("您好")
        await deliver_aloud(at)
        spoken, clock = at.street.services.store.spoken, at.street.clock
        (known,) = await spoken._collection.many({})
        clock.advance(days=29)
        assert await spoken.forget_unused(clock()) == 0
        await spoken.get(known["_id"], clock())
        clock.advance(days=29)
        assert await spoken.forget_unused(clock()) == 0, "it was used in between"
        clock.now += KEPT
        assert await spoken.forget_unused(clock()) == 1
        assert await spoken.sound(known["_id"]) is None

    hear(store_uri, wechat, story)


@pytest.mark.parametrize(
    "answer",
    [None, 500, b"rubbish", b"", b"ID3" + b"x" * 13 * 2**20],
    ids=["hangs", "fails", "rubbish", "nothing", "huge"],
)
def test_an_engine_that_misbehaves_costs_only_the_voice(
    store_uri: str, wechat: WeChat, answer: bytes | int | None
) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        voices.answers.append(answer)
        assert "0 看菜单" in await at.street.li.say("您好")
        await deliver_aloud(at)
        (notice,) = await owed(at)
        assert notice.state is NoticeState.DROPPED
        assert notice.error
        assert await custom(at, LI) == []
        await at.street.li.say("您好")
        await deliver_aloud(at)
        assert await custom(at, LI) == [VOICE], "the next answer is said again"

    hear(store_uri, wechat, story, seconds=0.5)


def test_nobodys_words_wait_for_an_engine_that_hangs(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        voices.answers.append(None)
        await at.street.li.say("您好")
        await at.deliver()
        assert not at.courier.voice._failed
        at.street.dispatcher._budget = 0
        await at.street.li.say("您好")
        await at.street.dispatcher.drain(10)
        await at.deliver()
        (words,) = await custom(at, LI)
        assert "0 看菜单" in words
        await at.courier.voice.close()

    hear(store_uri, wechat, story, seconds=3)


def test_the_last_message_is_kept_for_words(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, server: VoiceServer) -> None:
        await at.street.li.say("您好")
        for _ in range(4):
            await at.courier.budgets.spend(LI)
        await deliver_aloud(at)
        (notice,) = await owed(at)
        assert (notice.state, notice.error) == (
            NoticeState.DROPPED,
            "customer: the last message is kept for words",
        )
        assert await custom(at, LI) == []

    hear(store_uri, wechat, story)


def test_an_upload_that_wechat_refuses_costs_only_the_voice(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, server: VoiceServer) -> None:
        failure = {"api_failure": "45009", "api_failure_path": "/cgi-bin/media/upload"}
        await wechat.faults(**failure)
        await at.street.li.say("您好")
        await deliver_aloud(at)
        await wechat.faults(api_failure="")
        (notice,) = await owed(at)
        assert notice.state is NoticeState.DROPPED
        assert await custom(at, LI) == []

    hear(store_uri, wechat, story)


def test_after_a_crash_it_is_said_by_whoever_goes_on(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post, voices: VoiceServer) -> None:
        await at.street.li.say("您好")
        await at.deliver()
        await at.courier.voice.close()
        again = with_mouth(at, voices.mouth())
        await deliver_aloud(again)
        assert await custom(at, LI) == [VOICE]

    hear(store_uri, wechat, story)
