"""Tickets, times and places in a line that is read at a glance."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.display import moment, place_of, short, ticket_line
from bot.phrases import load_phrases
from models.area import Area, AreaTree, Level
from models.moves import Move, State
from models.ticket import Event, Ticket
from tests.support.house import NOON

PHRASES = load_phrases()
AREAS = AreaTree([Area("c", "翡翠社区", Level.COMMUNITY, ("c",))])
TICKET = Ticket("t-0", "10019", "repair", "o1", NOON, NOON, "灯不亮了", area_path=("c",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("灯不亮了", "灯不亮了"),
        ("灯\n不亮  了", "灯 不亮 了"),
        ("一二三四五六", "一二三四五"),
        ("", ""),
    ],
)
def test_a_text_becomes_one_short_line(text: str, shown: str) -> None:
    line = short(text, most=5 if len(text) == 6 else 18)
    assert line == (shown[:4] + "…" if len(text) == 6 else shown)


@given(st.text(), st.integers(1, 40))
def test_a_line_is_never_longer_than_asked(text: str, most: int) -> None:
    line = short(text, most)
    assert len(line) <= most
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON, "今天 12:00"),
        (NOON - timedelta(hours=12), "今天 00:00"),
        (NOON - timedelta(hours=12, minutes=1), "昨天 23:59"),
        (NOON - timedelta(days=2), "11月20日 12:00"),
        (datetime(2025, 12, 31, 16, 30, tzinfo=UTC), "1月1日 00:30"),
    ],
)
def test_a_moment_is_said_in_the_time_of_china(at: datetime, words: str) -> None:
    assert moment(at, NOON) == words


def test_a_place_is_what_was_said_else_the_area_else_the_words_above() -> None:
    assert place_of(replace(TICKET, place="3栋501"), PHRASES, AREAS) == "3栋501"
    assert place_of(TICKET, PHRASES, AREAS) == "翡翠社区"
    assert place_of(replace(TICKET, area_path=()), PHRASES, AREAS) == "见上面的话"


def test_the_story_is_all_the_asker_said_and_nothing_else() -> None:
    moves = [
        (Move.FILE, None),
        (Move.ADD, "就在电梯口"),
        (Move.GRAB, "张师傅"),
        (Move.NOTE, "这户有纠纷"),
        (Move.HEAR, "我腿脚不便"),
        (Move.ADD, None),
        (Move.FINISH, "换了灯泡"),
        (Move.NOT_FIXED, "又灭了"),
    ]
    events = tuple(Event(NOON, "o1", move, State.OPEN, note=note) for move, note in moves)
    assert replace(TICKET, events=events).story == "灯不亮了\n就在电梯口\n我腿脚不便\n又灭了"


def test_a_ticket_fits_one_line() -> None:
    line = ticket_line(replace(TICKET, text="灯不亮了" * 20), PHRASES)
    assert line.startswith("编号 10019【报修】灯不亮了")
    assert len(line) <= 32
