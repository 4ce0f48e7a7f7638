"""How people understand what they are sent: by its words, and nothing that only the bot knows."""

import re
from dataclasses import dataclass

from benchmarks.simulated.wechat import Item
from bot.phrases import Phrases

_NUMBER = re.compile(r"(?<!\d)\d{5,7}(?!\d)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody received: the ticket numbers in it, and what kind of notice it is, if known."""

    numbers: tuple[str, ...]
    kind: str | None
    is_task: bool = False


class Reader:
    """Tells from its words what kind of notice a message is, as its reader would."""

    def __init__(self, say: Phrases) -> None:
        self._patterns: dict[str, list[tuple[str, re.Pattern[str]]]] = {
            family: [
                (name.removeprefix(f"{family}."), _pattern(say, name))
                for name in say.names()
                if name.startswith(f"{family}.")
            ]
            for family in ("notice", "template")
        }

    def read(self, item: Item) -> Letter | None:
        """The message as its reader understands it; None for pictures and the like."""
        if item["type"] == "template":
            values = item["values"]
            numbers = _NUMBER.findall(values.get("character_string1", ""))
            is_task = "phrase5" in values
            kind = None if is_task else self._kind("template", values.get("thing4", ""))
            return Letter(tuple(numbers), kind, is_task)
        if item["type"] == "custom" and "text" in item:
            kind = self._kind("notice", item["text"])
            return Letter(tuple(_NUMBER.findall(item["text"])), kind, kind is None)
        return None

    def _kind(self, family: str, words: str) -> str | None:
        found = (kind for kind, pattern in self._patterns[family] if pattern.fullmatch(words))
        return next(found, None)


def _pattern(say: Phrases, name: str) -> re.Pattern[str]:
    plain = re.escape(say(name, **dict.fromkeys(say.gaps(name), "\0")))
    return re.compile(plain.replace(re.escape("\0"), ".*?"), re.DOTALL)


def number_in(answer: str) -> str | None:
    """The first ticket number in an answer."""
    found = _NUMBER.search(answer)
    return found[0] if found else None
