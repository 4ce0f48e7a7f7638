"""What was not met and not understood: why, by whom, and what is hidden from whom."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.office.unmet import Reason, Unmet, find, is_puzzling, reasons
from models.filed import FiledTicket, Passed
from models.moves import Move, State
from tests.support.house import NOON, understander

LATER = NOON + timedelta(hours=5)


def ticket(*moves: Move, asker: str = "wang", **fields: Any) -> FiledTicket:
    """A ticket whose moves came an hour after each other."""
    events = tuple(
        Passed(NOON + timedelta(hours=n), move) for n, move in enumerate((Move.FILE, *moves))
    )
    given = {"id": "t", "number": "10001", "queue": "repair", "asker": asker, "created": NOON}
    return FiledTicket(**given | {"events": events} | fields)  # type: ignore[arg-type]


def found_in(*tickets: FiledTicket) -> Unmet:
    return asyncio.run(find(tickets, understander(), LATER))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (ticket(Move.CANCEL, state=State.CANCELLED), [Reason.GAVE_UP]),
        (ticket(state=State.CANCELLED), []),
        (ticket(Move.FALL_BACK, Move.LAPSE), [Reason.NOBODY]),
        (ticket(Move.FALL_BACK), []),
        (ticket(Move.RETURN), [Reason.NOT_OURS]),
        (ticket(limit_at=NOON), [Reason.LATE]),
        (ticket(limit_at=NOON, state=State.DONE), []),
        (ticket(limit_at=LATER), []),
        (ticket(Move.COMPLAIN, state=State.DONE), [Reason.BAD]),
        (ticket(Move.RETURN, Move.NOT_FIXED), [Reason.NOT_OURS, Reason.BAD]),
        (ticket(Move.GRAB, Move.FINISH, state=State.DONE), []),
    ],
)
def test_a_ticket_is_unmet_for_these_reasons(seen: FiledTicket, expected: Sequence[Reason]) -> None:
    assert list(reasons(seen, LATER)) == expected


def test_needs_are_grouped_by_queue_and_word_and_counted_by_people() -> None:
    late = {"limit_at": NOON, "evidence": ("灯不亮", "楼道")}
    tickets = [ticket(asker=each, **late) for each in ("wang", "wang", "li")]
    found = found_in(*tickets, ticket(Move.RETURN, queue="legal_aid"), ticket())
    assert found.missed == 4
    first, second = found.needs
    assert (first.queue, first.word, first.tickets, first.people) == ("repair", "灯不亮", 3, 2)
    assert first.reasons == {Reason.LATE: 3}
    assert (second.queue, second.word) == ("legal_aid", "")


def test_what_was_not_understood_is_what_nobody_sorted() -> None:
    assert is_puzzling(ticket(undecided=True))
    assert is_puzzling(ticket(queue="other"))
    assert not is_puzzling(ticket())


def test_strange_words_are_those_of_what_was_not_understood_only() -> None:
    odd = [ticket(asker=f"p{n}", queue="other", text="我家有个老鼠洞") for n in range(3)]
    plain = [ticket(asker=f"q{n}", text="我家水管漏水了") for n in range(4)]
    found = found_in(*odd, *plain)
    words = {each.word: each.people for each in found.words}
    assert found.puzzling == 3
    assert words["老鼠洞"] == 3
    assert "我家" not in words
    assert "水管" not in words


def test_who_does_not_work_on_tickets_sees_no_ticket_and_nothing_of_a_few() -> None:
    many = [ticket(asker=f"p{n}", queue="other", text="老鼠洞", limit_at=NOON) for n in range(3)]
    few = [
        ticket(asker=f"p{n}", queue="other", text="拍摄", limit_at=NOON, evidence=("鼠",))
        for n in range(2)
    ]
    found = found_in(*many, *few).without_few()
    assert [each.word for each in found.words] == ["老鼠洞"]
    assert [each.word for each in found.needs] == [""]
    assert all(each.examples == () for each in found.words)
    assert all(each.examples == () for each in found.needs)
    assert found.missed == 5


def test_nothing_filed_is_nothing_missed() -> None:
    found = found_in()
    assert (found.looked_at, found.is_all, found.needs, found.words) == (0, True, (), ())
