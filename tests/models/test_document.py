"""What goes into the store comes out the same, and what is personal goes in sealed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import bson
import pytest
from bson.codec_options import CodecOptions
from hypothesis import given
from hypothesis import strategies as st

from models.document import from_document, sealed, to_document
from models.moves import Move, State
from models.ticket import (
    Attachment,
    Deadline,
    Dispatch,
    Due,
    Event,
    HandOver,
    Holder,
    Party,
    Ticket,
)
from models.vault import Vault, VaultError
from tests.models.samples import a_ticket
from tests.support.house import NOON, VAULT

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
maybe = st.none() | words
# The store keeps milliseconds.
moments = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))

events = st.builds(
    Event,
    moments,
    words,
    st.sampled_from(Move),
    st.sampled_from(State),
    key=maybe,
    note=maybe,
    revealed=st.booleans(),
)
holders = st.none() | st.builds(Holder, words, words, st.none() | moments, maybe)
deadlines = st.lists(
    st.builds(Deadline, st.sampled_from(Due), moments, st.booleans()), max_size=3
).map(tuple)
parties = st.lists(st.builds(Party, words, st.sampled_from(["ours", "theirs"])), max_size=2)
handovers = st.builds(
    HandOver,
    words,
    moments,
    number=maybe,
    received=st.none() | moments,
    lawyer=maybe,
    lawyer_name=maybe,
    parties=parties.map(tuple),
)
tickets = st.builds(
    a_ticket,
    text=words,
    state=st.sampled_from(State),
    created=moments,
    area_path=st.lists(words, max_size=3).map(tuple),
    place=maybe,
    phone=maybe,
    urgent=st.booleans(),
    events=st.lists(events, max_size=3).map(tuple),
    attachments=st.lists(st.builds(Attachment, words, words, moments), max_size=2).map(tuple),
    holder=holders,
    partner=holders,
    pledged=holders,
    dispatch=st.none() | st.builds(Dispatch, words, words, words, st.none() | moments),
    handover=st.none() | handovers,
    followers=st.lists(words, max_size=3).map(tuple),
    deadlines=deadlines,
    stopped=deadlines,
    paused_from=st.none() | st.sampled_from(State),
    due_at=st.none() | moments,
    limit_at=st.none() | moments,
    rating=st.none() | st.integers(1, 5),
    proven=st.booleans(),
)


@given(tickets)
def test_a_ticket_survives_the_way_through_the_store(ticket: Ticket) -> None:
    options: CodecOptions[dict[str, object]] = CodecOptions(tz_aware=True, tzinfo=UTC)
    travelled = bson.decode(bson.encode(to_document(ticket, VAULT)), options)
    assert from_document(Ticket, travelled, VAULT) == ticket


class Colour(StrEnum):
    """A choice."""

    RED = "red"


@dataclass(frozen=True)
class Inner:
    """Something inside."""

    id: str
    name: str = sealed()


@dataclass(frozen=True)
class Outer:
    """Something with all kinds of fields."""

    id: str
    colour: Colour | None = None
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    sizes: tuple[int, ...] | None = sealed(default=None)
    note: str | None = sealed(default=None)


FULL = Outer("o1", Colour.RED, Inner("i1", "王秀兰"), (Inner("i2", "李大爷"),), (1, 2), "钥匙")


def test_sealed_fields_are_sealed_at_every_depth() -> None:
    document = to_document(FULL, VAULT)
    for words_of_people in ("王秀兰", "李大爷", "钥匙"):
        assert words_of_people.encode() not in bson.encode(document)
    assert from_document(Outer, document, VAULT) == FULL
    with pytest.raises(VaultError):
        from_document(Outer, document, Vault({1: b"x" * 32}))


def test_the_identifier_is_the_key_of_the_store() -> None:
    document = to_document(FULL, VAULT)
    assert document["_id"] == "o1"
    assert document["inner"]["_id"] == "i1"
    assert "id" not in document


def test_what_is_empty_takes_no_room() -> None:
    assert to_document(Outer("o1"), VAULT) == {"_id": "o1"}


def test_an_empty_word_is_not_nothing() -> None:
    outer = Outer("o1", note="")
    assert from_document(Outer, to_document(outer, VAULT), VAULT) == outer


def test_a_document_of_another_version_is_read_as_far_as_it_is_known() -> None:
    assert from_document(Outer, {"_id": "o1", "mood": "good", "note": None}, VAULT) == Outer("o1")


def test_a_ticket_as_it_was_filed_first_can_still_be_read() -> None:
    oldest = {"_id": "t1", "number": "n", "queue": "repair", "asker": "o", "text": b""}
    oldest |= {"text": VAULT.seal(b'"x"'), "created": NOON, "updated": NOON}  # type: ignore[dict-item]
    assert from_document(Ticket, oldest, VAULT).state is State.OPEN
