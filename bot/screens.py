"""The menus of numbers as a tree that is read from data, so that every path can be walked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.links import without_links
from bot.phrases import SCREEN, Phrases
from nlp import OTHER, QUEUES

MENUS = Path(__file__).parent / "talks" / "menus.yaml"
MAIN, ELDER = "main", "elder"  # where everybody begins, and where elders do
KINDS = ("screen", "ask", "file", "command")
WAYS_OUT = {9: "person", 0: "menu"}  # commands that work on every screen
LETTERS = range(1, 9)


class ScreensError(Exception):
    """The data of the menus is wrong; the message names screen and number."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a number leads: ``name`` is a screen, a queue or a command; ``words`` are filed."""

    kind: str
    name: str
    words: str = ""


Screen = Mapping[int, Goal]
Screens = Mapping[str, Screen]


@cache
def screens() -> Screens:
    """The menus of this version."""
    return read_screens(MENUS)


def read_screens(file: Path) -> Screens:
    """Read the menus. Raises ScreensError."""
    found = yaml.safe_load(file.read_text("utf-8"))
    menus = {
        name: {number: _goal(f"{name} {number}", goal) for number, goal in screen.items()}
        for name, screen in found.items()
    }
    for name, screen in menus.items():
        for number, goal in screen.items():
            if number not in LETTERS:
                raise ScreensError(f"{name} {number}: choose a number from 1 to 8")
            if goal.kind == "screen" and goal.name not in menus:
                raise ScreensError(f"{name} {number}: there is no screen {goal.name}")
    return menus


def _goal(where: str, given: Mapping[str, Any]) -> Goal:
    kind = next((each for each in KINDS if each in given), None)
    if kind is None or set(given) - {kind, "words"}:
        raise ScreensError(f"{where}: give one of {', '.join(KINDS)}")
    goal = Goal(kind, given[kind], given.get("words", ""))
    if kind in ("ask", "file") and goal.name not in set(QUEUES) - {OTHER}:
        raise ScreensError(f"{where}: there is no queue {goal.name}")
    if (kind == "file") != bool(goal.words):
        raise ScreensError(f"{where}: words are for what is filed, which needs some")
    return goal


def drawn(menus: Screens, phrases: Phrases) -> str:
    """The map of the menus, as a tree with the words people see."""
    lines = list[str]()
    for start in (MAIN, ELDER):
        lines += [start, *_branches(menus, phrases, start, "  ")]
    return "\n".join(lines)


def _branches(menus: Screens, phrases: Phrases, name: str, indent: str) -> Iterator[str]:
    seen = choices(phrases(SCREEN + name))
    for number, goal in menus[name].items():
        told = f"{goal.name} “{goal.words}”" if goal.words else goal.name
        yield f"{indent}{number} {seen.get(number, '?')} → {goal.kind} {told}"
        if goal.kind == "screen":
            yield from _branches(menus, phrases, goal.name, indent + "  ")
    for number, command in WAYS_OUT.items():
        yield f"{indent}{number} {seen.get(number, '?')} → command {command}"


def spoken(said: str) -> Mapping[int, re.Pattern[str]]:
    """What may be said in the place of each number of a screen: its words, or a part of them."""
    return {number: _said(re.split("[、，]", words)) for number, words in choices(said).items()}


def _said(parts: list[str]) -> re.Pattern[str]:
    escaped = [re.escape(part) for part in parts]
    return re.compile("|".join(["[、，, ]?".join(escaped), *escaped]))


def choices(said: str) -> Mapping[int, str]:
    """The numbers a screen shows, with the words beside them."""
    pieces = without_links(said).replace("　", "\n").splitlines()
    numbered = [piece.split(" ", 1) for piece in pieces if piece[:1].isdecimal()]
    return {int(number): words for number, words in numbered}
