"""Who may see a case: those of its agency and its lawyer, as long as it is with them."""

from dataclasses import replace

import pytest

from bot.agencies.access import is_agency_of
from models.moves import State
from models.people import Role, StaffMember
from models.ticket import HandOver
from tests.models.samples import a_ticket
from tests.support.house import FANG, LAWYER, NOON, ZHOU

CENTRE = "legal_aid_centre"
HANDOVER = HandOver(CENTRE, NOON, lawyer=LAWYER)
CASE = a_ticket(state=State.HANDED_OVER, handover=HANDOVER)


@pytest.mark.parametrize(
    ("member", "may"),
    [
        (StaffMember(FANG, "方老师", Role.AGENCY, agency=CENTRE), True),
        (StaffMember(LAWYER, "李律师", Role.LAWYER, agency=CENTRE), True),
        (StaffMember("oOther", "赵律师", Role.LAWYER, agency=CENTRE), False),
        (StaffMember(FANG, "方老师", Role.AGENCY, agency="elsewhere"), False),
        (StaffMember(FANG, "方老师", Role.AGENCY), False),
        (StaffMember(ZHOU, "周主任", Role.DESK, agency=CENTRE), False),
        (None, False),
    ],
)
def test_only_those_who_work_on_it(member: StaffMember | None, may: bool) -> None:
    assert is_agency_of(member, CASE) is may


@pytest.mark.parametrize("state", sorted(set(State) - {State.HANDED_OVER, State.PAUSED}))
def test_nobody_once_it_is_not_with_them(state: State) -> None:
    member = StaffMember(FANG, "方老师", Role.AGENCY, agency=CENTRE)
    assert not is_agency_of(member, replace(CASE, state=state))
