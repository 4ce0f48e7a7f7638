"""The door for agencies' programs: signed events, each counted once, or refused."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

import orjson
import pytest
from tornado.httpclient import HTTPResponse

from bot.agencies.signing import signed
from models.moves import Move, State
from models.steps import AGENCY
from models.ticket import Ticket
from tests.handlers.doors import CENTRE, PHONE, SECRET, WORDS, Doors, play
from tests.support.house import WANG

PATH = f"/api/v1/agencies/{CENTRE}/events"


async def tell(
    doors: Doors,
    ticket: Ticket,
    kind: str,
    fields: Mapping[str, str] | None = None,
    *,
    at: str = PATH,
    secret: str = SECRET,
    late: int = 0,
) -> HTTPResponse:
    """Send an event as the centre's program does."""
    event = {"id": f"e-{kind}", "ticket": ticket.number, "type": kind, **(fields or {})}
    body = orjson.dumps(event)
    stamp = int(doors.street.clock().timestamp()) + late
    return await doors.post(at, body, signed(secret, str(event["id"]), stamp, body))


def told(answer: HTTPResponse) -> dict[str, object]:
    found: dict[str, object] = json.loads(answer.body)
    return found


def test_a_whole_case_by_the_api(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        events: list[tuple[str, dict[str, str]]] = [
            ("received", {"number": "A-118", "status": "已登记"}),
            ("decided", {"status": "已受理"}),
            ("assigned", {"lawyer": "李律师"}),
            ("answer", {"words": "请带工资条"}),
            ("done", {"words": "调解好了，工资付清了"}),
        ]
        for kind, fields in events:
            answer = await tell(doors, ticket, kind, fields)
            assert answer.code == 200, answer.body
            assert told(answer)["ticket"] == ticket.number
        after = await doors.stands(ticket)
        assert after.state is State.DONE
        assert after.handover is not None
        assert (after.handover.number, after.handover.status) == ("A-118", "已受理")
        assert after.handover.lawyer_name == "李律师"
        answers = [each.to for each in after.notices if each.kind == "answer"]
        assert answers == [WANG]
        assert {each.by for each in after.events[2:]} == {AGENCY + CENTRE}

    play(store_uri, story)


def test_the_same_event_again_answers_the_same_and_changes_nothing(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        for kind, fields in (("answer", {"words": "好"}), ("returned", {"rule": "out_of_scope"})):
            first = await tell(doors, ticket, kind, fields)
            after = await doors.stands(ticket)
            again = await tell(doors, ticket, kind, fields)
            assert (first.code, again.code) == (200, 200)
            assert first.body == again.body
            assert await doors.stands(ticket) == after

    play(store_uri, story)


@pytest.mark.parametrize(
    ("at", "secret", "late", "code"),
    [
        (PATH, "some other secret, 24 ch.", 0, 403),
        (PATH, SECRET, -301, 403),
        (PATH, SECRET, 301, 403),
        ("/api/v1/agencies/elsewhere/events", SECRET, 0, 404),
        ("/api/v1/agencies/nobody/events", SECRET, 0, 404),
        ("/api/v1/agencies/another/events", SECRET, 0, 404),
    ],
    ids=["signature", "old", "future", "no webhook", "unknown", "somebody else's ticket"],
)
def test_strangers_learn_nothing_and_change_nothing(
    store_uri: str, at: str, secret: str, late: int, code: int
) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        answer = await tell(doors, ticket, "received", at=at, secret=secret, late=late)
        assert answer.code == code
        assert answer.body in (b"refused", b"not found")
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


def test_without_any_signature_nothing_is_read(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        assert (await doors.post(PATH, b"{", {})).code == 403
        assert (await doors.post(PATH, b"x" * (64 * 1024 + 1), {})).code == 413
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


def test_an_unknown_number_is_not_found(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        unknown = replace(await doors.case(), number="99999")
        answer = await tell(doors, unknown, "received")
        assert (answer.code, answer.body) == (404, b"not found")

    play(store_uri, story)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("answer", {}, "words"),
        ("assigned", {}, "lawyer"),
        ("assigned", {"lawyer": "——"}, "lawyer"),
        ("returned", {}, "rule"),
        ("returned", {"rule": "too_busy"}, "rule"),
        ("done", {"words": "好了"}, "words"),
        ("closed", {}, "type"),
        ("received", {"phone": "1"}, "phone"),
    ],
)
def test_a_wrong_field_is_named(
    store_uri: str, kind: str, fields: dict[str, str], field: str
) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        answer = await tell(doors, ticket, kind, fields)
        assert answer.code == 422
        assert field in json.loads(answer.body)["fields"]
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


def test_what_is_not_possible_now_says_what_is(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        await tell(doors, ticket, "decided")
        before = await doors.stands(ticket)
        answer = await tell(doors, ticket, "decided", {"id": "e2"})
        assert answer.code == 409
        assert told(answer)["possible"] == [
            "assign",
            "answer",
            "finish",
            "extend",
            "pause",
            "return",
        ]
        assert told(answer)["state"] == "handed_over"
        assert await doors.stands(ticket) == before

    play(store_uri, story)


def test_returning_too_late_is_not_possible(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        doors.street.clock.advance(days=6)
        answer = await tell(doors, ticket, "returned", {"rule": "out_of_scope"})
        assert answer.code == 409
        assert "return" not in str(told(answer)["possible"])
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


def test_after_the_case_went_elsewhere_it_is_not_found(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        await tell(doors, ticket, "returned", {"rule": "out_of_scope"})
        before = await doors.stands(ticket)
        answer = await tell(doors, ticket, "answer", {"words": "好"})
        assert answer.code == 404
        assert await doors.stands(ticket) == before

    play(store_uri, story)


def test_answers_hold_nothing_personal(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        for answer in (
            await tell(doors, ticket, "received"),
            await tell(doors, ticket, "received", {"id": "e2"}),
        ):
            assert PHONE not in answer.body.decode()
            assert WORDS not in answer.body.decode()

    play(store_uri, story)


def test_two_deliveries_of_one_event_at_once_count_once(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        answers = await asyncio.gather(
            *(tell(doors, ticket, "answer", {"words": "请带工资条"}) for _ in range(8))
        )
        assert {each.code for each in answers} == {200}
        assert (await doors.stands(ticket)).times(Move.ANSWER) == 1

    play(store_uri, story)
