"""What stands in which section of the board, in which order, and when the board is another one."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.office.board import MOST, Board, Section, look
from bot.office.rows import Row, reason, waited
from models.moves import Move, State
from models.ticket import Attachment, Event, Ticket
from tests.models.samples import a_ticket
from tests.support.house import NOON, WANG, ZHOU
from tests.support.street import LIGHT, Street, play

GRID = ("hefei", "shushan", "wanhe", "feicui", "feicui-1")
ELSEWHERE = ("hefei", "shushan", "wanhe", "tingtao", "tingtao-1")


async def file(street: Street, number: int, **fields: Any) -> Ticket:
    """A ticket of the grid, filed so many minutes before noon."""
    at = NOON - timedelta(minutes=number)
    plain = {"number": str(number), "area_path": GRID, "created": at, "asker": WANG, "text": LIGHT}
    ticket = a_ticket(f"t{number}", **(plain | fields))
    tickets = street.services.store.tickets
    await tickets.file(tickets.document(ticket))
    return ticket


def section(board: Board, name: str) -> Section:
    return next(each for each in board.sections if each.name == name)


def numbers(board: Board, name: str) -> list[str]:
    return [row.number for row in section(board, name).rows]


def only_row(board: Board, name: str) -> Row:
    (row,) = section(board, name).rows
    return row


def test_the_sections_come_in_the_order_of_need(store_uri: str) -> None:
    async def story(street: Street) -> None:
        board = await look(street.services, "feicui")
        order = ["danger", "untaken", "late", "voices", "untold", "call_back"]
        assert [each.name for each in board.sections] == order
        assert board.is_empty

    play(store_uri, story)


def test_danger_stands_first_whoever_has_it_until_it_is_over(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await file(street, 1, danger="gas", state=State.WORKING)
        await file(street, 2, danger="fall")
        await file(street, 3, danger="fall", state=State.DONE)
        assert numbers(await look(street.services, "feicui"), "danger") == ["2", "1"]

    play(store_uri, story)


def test_what_nobody_took_stands_oldest_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for number, state in enumerate(
            (State.OPEN, State.OFFERED, State.REOPENED, State.TAKEN, State.DISPATCHED), 1
        ):
            await file(street, number, state=state)
        assert numbers(await look(street.services, "feicui"), "untaken") == ["3", "2", "1"]

    play(store_uri, story)


def test_late_is_whose_limit_has_passed_or_comes_within_four_hours(store_uri: str) -> None:
    async def story(street: Street) -> None:
        hour = timedelta(hours=1)
        await file(street, 1, limit_at=NOON + 4 * hour, state=State.WORKING)
        await file(street, 2, limit_at=NOON - hour, state=State.HANDED_OVER)
        await file(street, 3, limit_at=NOON + 5 * hour)
        await file(street, 4, limit_at=NOON - hour, state=State.PAUSED)
        await file(street, 5, limit_at=NOON - hour, state=State.CLOSED)
        late = section(await look(street.services, "feicui"), "late")
        assert [(row.number, row.is_late, row.is_soon) for row in late.rows] == [
            ("2", True, False),
            ("1", False, True),
        ]

    play(store_uri, story)


def test_voices_calls_and_those_to_be_told_have_sections_of_their_own(store_uri: str) -> None:
    async def story(street: Street) -> None:
        voice = Attachment("m1", "voice", NOON)
        await file(street, 1, attachments=(voice,), listen_at=NOON, state=State.WORKING)
        await file(street, 2, untold_at=NOON, state=State.WORKING)
        await file(street, 3, call_at=NOON, state=State.DONE)
        board = await look(street.services, "feicui")
        assert [numbers(board, name) for name in ("voices", "untold", "call_back")] == [
            ["1"],
            ["2"],
            ["3"],
        ]

    play(store_uri, story)


def test_only_the_subtree_is_shown_and_everything_to_whoever_sees_everything(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await file(street, 1)
        await file(street, 2, area_path=ELSEWHERE)
        await file(street, 3, area_path=())
        shown = {
            area: numbers(await look(street.services, area), "untaken")
            for area in ("feicui-1", "feicui-2", "wanhe", None)
        }
        assert shown == {
            "feicui-1": ["1"],
            "feicui-2": [],
            "wanhe": ["2", "1"],
            None: ["3", "2", "1"],
        }

    play(store_uri, story)


def test_a_section_shows_so_many_and_says_how_many_there_are(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for number in range(MOST + 3):
            await file(street, number, untold_at=NOON)
        board = await look(street.services, "feicui")
        untaken, untold = section(board, "untaken"), section(board, "untold")
        assert (len(untaken.rows), untaken.count, untaken.is_counted) == (MOST, MOST + 3, True)
        assert (len(untold.rows), untold.count, untold.is_counted) == (MOST, MOST, False)

    play(store_uri, story)


def test_a_ticket_that_cannot_be_read_hides_no_other(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for number in (1, 2):
            await file(street, number)
        tickets = street.services.store.database.collection("tickets")
        await tickets.update({"_id": "t2"}, {"$set": {"text": b"broken"}})
        assert numbers(await look(street.services, "feicui"), "untaken") == ["1"]

    play(store_uri, story)


def test_a_row_says_why_it_went_there_and_hides_phone_numbers(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await file(street, 90, text="楼道灯不亮，打13812345678", evidence=("楼道…灯不亮", "灯"))
        row = only_row(await look(street.services, "feicui"), "untaken")
        assert "".join(piece for piece, _ in row.said) == "楼道灯不亮，打138****5678"
        assert [piece for piece, is_marked in row.said if is_marked] == ["楼道", "灯不亮"]
        assert (row.waited, row.who, row.area) == ("1 小时", "没人接", "翡翠社区第一网格")
        assert row.why == "因为说到“楼道…灯不亮”、“灯”"

    play(store_uri, story)


def test_the_reason_says_who_changed_the_queue() -> None:
    ticket = a_ticket(evidence=("灯",))
    moved = Event(NOON, ZHOU, Move.REROUTE, State.OPEN)
    by_asker = replace(moved, by=ticket.asker)
    assert reason(replace(ticket, events=(moved,))) == "工作人员改的类别"
    assert reason(replace(ticket, events=(by_asker,))) == "居民自己改的类别"
    assert reason(replace(ticket, evidence=(), undecided=True)) == "还没弄清是哪一类"
    assert reason(replace(ticket, evidence=())) == "没听出是哪一类"


def test_waiting_is_said_in_one_round_number() -> None:
    def after(**duration: float) -> str:
        return waited(NOON, NOON + timedelta(**duration))

    assert after(seconds=59) == "0 分钟"
    assert after(minutes=59) == "59 分钟"
    assert after(hours=23, minutes=59) == "23 小时"
    assert after(days=2, hours=5) == "2 天"
    assert waited(NOON, datetime.fromisoformat("2000-01-01T00:00:00+00:00")) == "0 分钟"


def test_the_board_is_another_one_when_anything_on_it_is(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        marks = [(await look(services, "feicui")).mark]
        ticket = await street.ticket(await street.wang.say(LIGHT))
        marks.append((await look(services, "feicui")).mark)
        member = await services.store.staff.get(ZHOU)
        assert member is not None
        await services.store.presences.look(ticket.id, member, services.clock())
        marks.append((await look(services, "feicui")).mark)
        street.clock.advance(seconds=60)
        assert (await look(services, "feicui")).mark == marks[-1]
        street.clock.advance(seconds=60)
        marks.append((await look(services, "feicui")).mark)
        await street.zhou.say(f"抢 {ticket.number}")
        marks.append((await look(services, "feicui")).mark)
        empty, filed, watched, left_alone, taken = marks
        assert len({empty, filed, watched}) == 3
        assert (left_alone, taken) == (filed, empty)

    play(store_uri, story)
