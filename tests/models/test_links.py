"""A link is good for one case, one hand-over and some days; nobody can make or bend one."""

import string
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.links import EndedLinkError, ForgedLinkError, Link, Links
from models.moves import State
from models.ticket import HandOver
from models.vault import Vault
from tests.models.samples import a_ticket
from tests.support.house import NOON

LINKS = Links(Vault({1: b"k" * 32}))
HANDOVER = HandOver("legal_aid_centre", NOON)
CASE = replace(a_ticket(), state=State.HANDED_OVER, handover=HANDOVER)
UNTIL = NOON + timedelta(days=14)
LINK = Link.to(CASE, HANDOVER, UNTIL)


def test_a_token_gives_its_link_back_until_it_ends() -> None:
    token = LINKS.token(LINK)
    assert LINKS.read(token, NOON) == LINK
    assert LINKS.read(token, UNTIL - timedelta(seconds=1)).check(CASE) == CASE
    with pytest.raises(EndedLinkError):
        LINKS.read(token, UNTIL)


def test_a_token_holds_nothing_personal() -> None:
    case = replace(CASE, asker="oAsker", text="秘密", phone="13812345678")
    other = replace(CASE, asker="oOther", text="别的", phone="13900000000")
    tokens = {LINKS.token(Link.to(each, HANDOVER, UNTIL)) for each in (case, other)}
    assert len(tokens) == 1


def test_a_link_of_another_house_is_forged() -> None:
    with pytest.raises(ForgedLinkError):
        LINKS.read(Links(Vault({1: b"x" * 32})).token(LINK), NOON)


@given(st.data())
def test_a_token_with_one_character_changed_is_forged(data: st.DataObject) -> None:
    token = LINKS.token(LINK)
    place = data.draw(st.integers(0, len(token) - 2))  # the last one may hold unused bits
    letter = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda each: each != token[place]))
    with pytest.raises(ForgedLinkError):
        LINKS.read(token[:place] + letter + token[place + 1 :], NOON)


@given(st.integers(0, 50))
def test_a_link_is_written_in_one_way_only(serial: int) -> None:
    """Else who has one could make many, and each would be noted as somebody else's look."""
    letters = string.ascii_letters + string.digits + "-_+/="
    token = LINKS.token(replace(LINK, ticket="t" * serial))
    others = {token[:-1] + each for each in letters} | {token + "=", token.replace("-", "+")}
    for other in others - {token}:
        with pytest.raises(ForgedLinkError):
            LINKS.read(other, NOON)


@given(st.text(max_size=200) | st.text("AZaz09-_", max_size=200))
def test_any_other_text_is_forged(text: str) -> None:
    with pytest.raises(ForgedLinkError):
        LINKS.read(text, NOON)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": State.OPEN, "handover": None},
        {"state": State.CANCELLED},
        {"state": State.DONE},
        {"handover": HandOver("elsewhere", NOON)},
        {"handover": HandOver("legal_aid_centre", NOON + timedelta(hours=1))},
    ],
    ids=["returned", "cancelled", "done", "with another", "handed over again"],
)
def test_a_link_is_void_when_the_case_is_no_longer_with_them(changed: dict[str, object]) -> None:
    with pytest.raises(EndedLinkError):
        LINK.check(replace(CASE, **changed))  # type: ignore[arg-type]


def test_a_link_to_nothing_has_ended() -> None:
    with pytest.raises(EndedLinkError):
        LINK.check(None)


def test_a_pause_leaves_the_link_good() -> None:
    assert LINK.check(replace(CASE, state=State.PAUSED))
