"""Whatever an engine answers, a voice message is an MP3 of at most a minute, or there is none."""

import asyncio
import os
import shutil
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.speech.audio import decoded
from bot.speech.espeak import PROGRAM, Espeak
from bot.speech.mouth import MuteError
from bot.speech.openai_mouth import OpenAiMouth
from bot.speech.opening import open_mouth
from bot.speech.settings import MouthSettings, SpeechSettings
from bot.speech.wording import MOST
from tests.support.mouths import HUM, KEY, VoiceServer, tone, voice_server

WORDS = "编号幺零零幺九，三楼楼道灯不亮了，师傅十五分钟内到。"
needs_espeak = pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="espeak-ng is not here")


def with_voices(story: Callable[[VoiceServer], Awaitable[None]]) -> None:
    async def run() -> None:
        async with voice_server() as voices:
            await story(voices)

    asyncio.run(run())


def a_program(folder: Path, script: str) -> str:
    """A program that behaves as some espeak-ng might."""
    file = folder / "speaker"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def is_mp3(sound: bytes) -> bool:
    return sound.startswith(b"ID3") or (sound[0] == 0xFF and sound[1] >= 0xE0)


def test_a_server_is_asked_as_openai_says() -> None:
    async def story(voices: VoiceServer) -> None:
        sound = await voices.mouth().say(WORDS)
        (headers, asked) = voices.heard[0]
        assert headers["Authorization"] == f"Bearer {KEY}"
        assert (asked["input"], asked["voice"], asked["model"]) == (WORDS, "grandson", "tts-1")
        assert is_mp3(sound)
        assert 0.9 < decoded(sound).seconds < 1.3

    with_voices(story)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (500, "answered 500"),
        (302, "answered 302"),
        (None, "answered 599"),
        (b"", "empty"),
        (b"<html>no such voice</html>", "unreadable"),
        (b'{"error": "quota"}', "unreadable"),
        (HUM[:30], "is"),
        (b"\xff\xfb" + b"\0" * 5000, "is"),
        (b"ID3" + b"x" * 13 * 2**20, "answer"),
        (tone(60.5), "minute"),
        (tone(90), "too_long"),
        (b"\0".join([tone(1)[:44], b"\0" * 16_000]), "is"),
    ],
    ids=[
        *("fails", "sends elsewhere", "hangs", "says nothing", "a page", "an error as 200"),
        *("cut off", "rubbish", "huge", "a little long", "far too long", "silence"),
    ],
)
def test_an_engine_that_misbehaves_is_mute(answer: bytes | int | None, why: str) -> None:
    async def story(voices: VoiceServer) -> None:
        voices.answers.append(answer)
        with pytest.raises(MuteError, match=why):
            await voices.mouth(seconds=0.5 if answer is None else 5).say(WORDS)
        assert len(voices.heard) == 1, "it is asked once, and nobody else is"

    with_voices(story)


def test_a_server_that_is_gone_is_mute() -> None:
    settings = MouthSettings(engine="openai", url="http://127.0.0.1:9")
    with pytest.raises(MuteError, match="did not answer"):
        asyncio.run(OpenAiMouth(settings).say(WORDS))


@needs_espeak
def test_espeak_says_the_longest_answer_within_a_minute() -> None:
    words = (WORDS * 10)[:MOST]
    sound = asyncio.run(Espeak(20).say(words))
    assert is_mp3(sound)
    assert len(sound) < 2 * 2**20
    assert 30 < decoded(sound).seconds <= 60


@needs_espeak
def test_espeak_gets_more_than_it_can_say_in_a_minute() -> None:
    with pytest.raises(MuteError):
        asyncio.run(Espeak(20).say(WORDS * 40))


def test_a_machine_without_espeak_says_what_to_install() -> None:
    with pytest.raises(MuteError, match="apt install espeak-ng"):
        asyncio.run(Espeak(5, "no-such-program").say(WORDS))


def test_the_words_stand_on_no_command_line(tmp_path: Path) -> None:
    told, heard = tmp_path / "told", tmp_path / "heard"
    program = a_program(tmp_path, f'echo "$@" > {told}; cat > {heard}')
    with pytest.raises(MuteError):
        asyncio.run(Espeak(5, program).say(WORDS))
    assert WORDS not in told.read_text()
    assert heard.read_text() == WORDS


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 3", "failed with 3|broke off"),
        ("cat > /dev/null; echo rubbish", "unreadable"),
        ("cat > /dev/null; exec cat /dev/zero", "too much"),
    ],
    ids=["fails", "rubbish", "never ends"],
)
def test_a_program_that_misbehaves_is_mute(tmp_path: Path, script: str, why: str) -> None:
    with pytest.raises(MuteError, match=why):
        asyncio.run(Espeak(10, a_program(tmp_path, script)).say(WORDS))


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    number = tmp_path / "number"
    program = a_program(tmp_path, f"echo $$ > {number}; exec sleep 60")
    with pytest.raises(MuteError, match=r"longer than 0\.5 s"):
        asyncio.run(Espeak(0.5, program).say(WORDS))
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def test_auto_is_espeak_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert open_mouth(MouthSettings()) is None
    assert open_mouth(MouthSettings(engine="none")) is None
    assert isinstance(open_mouth(MouthSettings(engine="espeak")), Espeak)
    openai = MouthSettings(engine="openai", url="http://127.0.0.1:9")
    assert isinstance(open_mouth(openai), OpenAiMouth)


def test_voices_that_sound_different_have_different_names() -> None:
    one, other = (
        OpenAiMouth(MouthSettings(engine="openai", url="http://a", voice=voice)).voice
        for voice in ("alloy", "nova")
    )
    assert len({one, other, Espeak(5).voice}) == 3


def test_a_server_without_an_address_is_a_mistake() -> None:
    settings = SpeechSettings(mouth=MouthSettings(engine="openai"))
    ((place, told),) = settings.problems()
    assert place == ("mouth", "url")
    assert "missing" in told
