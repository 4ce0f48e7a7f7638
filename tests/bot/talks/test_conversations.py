"""Conversations that anybody can read, played as they are written in tests/conversations.

A line is who says what; ``…`` stands for anything, and lines of an answer are joined by blanks.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.links import without_links
from tests.support.post import WeChat
from tests.support.voices import Voices, speaking

FOLDER = Path(__file__).resolve().parents[2] / "conversations"
SCRIPTS = sorted((*FOLDER.glob("voice_*.txt"), *FOLDER.glob("elder_*.txt")))
DEAF = "没有引擎"


class Player:
    """Plays one script, line by line."""

    def __init__(self, at: Voices) -> None:
        self.at = at
        self.answer = ""
        self.lines: dict[str, Callable[..., Awaitable[None]]] = {
            r"引擎听到 (\S+)：(.+)": self.engine_hears,
            r"奶奶（语音 (\S+)）": self.speak,
            r"奶奶：(.+)": self.say,
            r"解忧：(.+)": self.expect,
            r"听一听：(有|没有)": self.expect_listed,
            r"过 (\d+) 分钟": self.wait,
        }

    async def play(self, line: str) -> None:
        """Do what a line says."""
        for pattern, act in self.lines.items():
            if match := re.fullmatch(pattern, line):
                return await act(*match.groups())
        raise AssertionError(f"nobody knows what to do with: {line}")

    async def engine_hears(self, name: str, words: str) -> None:
        self.at.engine.hears(name, words)

    async def speak(self, name: str) -> None:
        self.answer = await self.at.speak("li", name)

    async def say(self, words: str) -> None:
        self.answer = await self.at.street.li.say(words)

    async def expect(self, written: str) -> None:
        pattern = ".*".join(re.escape(part) for part in written.split("…"))
        assert re.fullmatch(pattern, " ".join(without_links(self.answer).split("\n"))), self.answer

    async def expect_listed(self, written: str) -> None:
        assert bool(await self.at.listed()) == (written == "有")

    async def wait(self, minutes: str) -> None:
        await self.at.street.pass_time(minutes=int(minutes))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.stem)
def test_it_goes_as_it_is_written(store_uri: str, wechat: WeChat, script: Path) -> None:
    lines = [each.strip() for each in script.read_text("utf-8").splitlines()]
    said = [each for each in lines if each and not each.startswith("#") and each != DEAF]

    async def story(at: Voices) -> None:
        player = Player(at)
        for line in said:
            await player.play(line)

    speaking(store_uri, wechat, story, has_engine=DEAF not in lines)
