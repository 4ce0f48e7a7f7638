"""Which notices disturb, and about which somebody has to phone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import check_ins
from bot.manners import ATTACHMENT, BY_CARD, CALL, PRESSING, UNCALLED, needs_call, put_off
from models.moves import Audience, State
from models.notice import ALOUD, Notice
from models.people import Volunteer
from models.rules import RULES
from tests.models.samples import ASKER, ZHANG, a_ticket
from tests.support.house import NOON

KINDS = {kind for rule in RULES for kind in rule.tells.values()}
# What no move of a ticket tells.
OTHERS = {CALL, ATTACHMENT, ALOUD, BY_CARD, check_ins.KIND, check_ins.OFFER, "kin", "bound_to"}
NIGHT = NOON + timedelta(hours=11)  # 23:00 in China
SLEEPER = Volunteer(ZHANG, "张师傅", quiet="22:00-07:00", digest="18:00")
FILED = a_ticket(state=State.OFFERED)


def notice(kind: str, to: str = ZHANG) -> Notice:
    return Notice("0-0", to, kind, NIGHT)


def test_the_tables_name_only_what_there_is() -> None:
    assert KINDS | OTHERS >= PRESSING | UNCALLED


def test_whoever_asked_is_phoned_about_all_but_a_photo_and_what_became_of_an_alarm() -> None:
    told = {rule.tells[Audience.ASKER] for rule in RULES if Audience.ASKER in rule.tells}
    assert {kind for kind in told if not needs_call(notice(kind))} == {
        "shown",
        "looked_after",
        "calmed",
    }


@pytest.mark.parametrize("kind", sorted(PRESSING))
def test_what_is_in_hand_breaks_through(kind: str) -> None:
    assert put_off(notice(kind), FILED, SLEEPER, NIGHT) is None


@pytest.mark.parametrize("changes", [{"urgent": True}, {"danger": "fall"}])
def test_what_is_urgent_breaks_through(changes: dict[str, object]) -> None:
    ticket = replace(FILED, **changes)  # type: ignore[arg-type]
    assert put_off(notice("task"), ticket, SLEEPER, NIGHT) is None


def test_what_one_caused_oneself_breaks_through() -> None:
    own = replace(SLEEPER, id=ASKER)
    assert put_off(notice("urged", ASKER), FILED, own, NIGHT) is None


def test_all_else_waits_for_the_morning_and_offers_for_the_digest() -> None:
    assert put_off(notice("urged"), FILED, SLEEPER, NIGHT) == NIGHT + timedelta(hours=8)
    assert put_off(notice("task"), FILED, SLEEPER, NOON) == NOON + timedelta(hours=6)
    assert put_off(notice("urged"), FILED, SLEEPER, NOON) is None
    assert put_off(notice("urged"), FILED, None, NIGHT) is None
