"""A ladder ends at a person; one that does not is refused with a sentence that helps."""

from typing import Any

import pytest
from pydantic import ValidationError

from models.agency import AgencySettings
from models.area import Level
from models.ladder import Limits, QueueSettings, strange_names
from models.span import Span
from tests.support.house import SETTINGS, timetable

DESK = {"who": "desk"}
VOLUNTEERS = {"who": "volunteers", "within": "grid", "lasts": "15 minutes"}
GROUP = {"who": "group", "name": "property", "lasts": "2 working hours"}
AGENCY = {"who": "agency", "name": "legal_aid_centre"}


def settings(*rungs: Any, **others: Any) -> QueueSettings:
    """A queue with these rungs."""
    return QueueSettings.model_validate({"ladder": rungs, **others})


def test_a_ladder_goes_from_those_near_to_the_desk() -> None:
    ladder = settings(VOLUNTEERS, GROUP, AGENCY, DESK).ladder
    assert [(each.who, each.name, each.within, each.lasts) for each in ladder] == [
        ("volunteers", None, Level.GRID, Span.parse("15 minutes")),
        ("group", "property", Level.COMMUNITY, Span.parse("2 working hours")),
        ("agency", "legal_aid_centre", Level.COMMUNITY, None),
        ("desk", None, Level.COMMUNITY, None),
    ]


def test_volunteers_are_asked_twenty_at_a_time_and_three_times() -> None:
    rung = settings(VOLUNTEERS, DESK).ladder[0]
    assert (rung.wave, rung.waves) == (20, 3)
    rung = settings({**VOLUNTEERS, "wave": 5, "waves": 1}, DESK).ladder[0]
    assert (rung.wave, rung.waves) == (5, 1)


def test_without_a_word_it_is_the_desk_alone() -> None:
    assert [each.who for each in QueueSettings().ladder] == ["desk"]


def test_the_desk_may_be_asked_twice_with_time_in_between() -> None:
    ladder = settings({**DESK, "lasts": "1 working day"}, {**DESK, "within": "street"}).ladder
    assert [each.within for each in ladder] == [Level.COMMUNITY, Level.STREET]


@pytest.mark.parametrize(
    ("ladder", "sentence"),
    [
        ([], "the last rung must be `who: desk`"),
        ([VOLUNTEERS], "the last rung must be `who: desk` without `lasts`"),
        ([AGENCY], "the last rung must be `who: desk` without `lasts`"),
        ([DESK, VOLUNTEERS], "the last rung must be `who: desk` without `lasts`"),
        ([{**DESK, "lasts": "5 minutes"}], "the last rung must be `who: desk` without `lasts`"),
        ([DESK, DESK], "every rung but the last needs `lasts`"),
        ([{"who": "volunteers"}, DESK], "every rung but the last needs `lasts`"),
        ([{"who": "group", "name": "property"}, DESK], "every rung but the last needs `lasts`"),
        ([{**AGENCY, "lasts": "1 day"}, DESK], "its rung has no `lasts`"),
        ([{"who": "group", "lasts": "1 hour"}, DESK], "`name` says which group or agency"),
        ([{"who": "agency"}, DESK], "`name` says which group or agency"),
        ([{**VOLUNTEERS, "name": "property"}, DESK], "`name` says which group or agency"),
        ([{**VOLUNTEERS, "lasts": "0 minutes"}, DESK], "counts from 1 to"),
        ([{**VOLUNTEERS, "lasts": "soon"}, DESK], 'write a number.*"30 minutes"'),
        ([{**VOLUNTEERS, "lasts": 15}, DESK], 'write a number.*"30 minutes"'),
        ([{**VOLUNTEERS, "wave": 0}, DESK], "greater than or equal to 1"),
        ([{**VOLUNTEERS, "waves": 21}, DESK], "less than or equal to 20"),
        ([{"who": "mayor"}], "'volunteers', 'group', 'agency' or 'desk'"),
        ([{**DESK, "within": "planet"}], "'city', 'district', 'street'"),
        ([{**DESK, "minutes": 2}], "Extra inputs"),
        ("desk", "valid tuple"),
    ],
)
def test_a_ladder_that_leads_nowhere_is_refused(ladder: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        QueueSettings.model_validate({"ladder": ladder})


def test_an_area_may_have_a_ladder_of_its_own_and_all_below_it_share_it() -> None:
    queue = settings(VOLUNTEERS, DESK, areas={"wanhe": {"ladder": [DESK]}})
    for below in ("hefei wanhe", "hefei wanhe feicui feicui-1"):
        assert [each.who for each in queue.ladder_in(below.split())] == ["desk"]
    for elsewhere in ("", "hefei", "hefei elsewhere"):
        rungs = queue.ladder_in(elsewhere.split())
        assert [each.who for each in rungs] == ["volunteers", "desk"]


def test_of_two_areas_with_a_ladder_the_nearer_one_counts() -> None:
    own = {"wanhe": {"ladder": [DESK]}, "feicui": {"ladder": [GROUP, DESK]}}
    queue = settings(VOLUNTEERS, DESK, areas=own)
    assert queue.ladder_in(("hefei", "wanhe", "feicui"))[0].who == "group"
    assert queue.ladder_in(("hefei", "wanhe", "tingtao"))[0].who == "desk"


def test_the_ladder_of_an_area_ends_at_a_person_too() -> None:
    with pytest.raises(ValidationError, match=r"areas\.feicui\.ladder[\s\S]*the last rung"):
        settings(DESK, areas={"feicui": {"ladder": [VOLUNTEERS]}})


def test_a_group_or_agency_nobody_knows_is_named_with_its_place_and_the_nearest() -> None:
    odd = {**GROUP, "name": "propertie"}
    queue = settings(VOLUNTEERS, odd, DESK, areas={"feicui": {"ladder": [AGENCY, DESK]}})
    found = strange_names({"repair": queue}, ["property", "guards"], ["police"])
    assert [each.place for each in found] == [
        ("queues", "repair", "ladder", 1, "name"),
        ("queues", "repair", "areas", "feicui", "ladder", 0, "name"),
    ]
    assert "unknown group; did you mean property?" in found[0].sentence
    assert "unknown agency" in found[1].sentence
    assert not strange_names({"repair": queue}, ["propertie"], ["legal_aid_centre"])


def test_a_queue_knows_how_long_each_part_may_take() -> None:
    limits = Limits.model_validate({"claim": "1 day", "total": "3 working days"})
    assert (limits.claim.length.days, limits.total.working) == (1, True)
    with pytest.raises(ValidationError, match="write a number"):
        Limits.model_validate({"claim": "a while"})
    with pytest.raises(ValidationError, match="Extra inputs"):
        Limits.model_validate({"clam": "1 day"})


@pytest.mark.parametrize("hands", [0, 3])
def test_one_goes_alone_or_two_go_together(hands: int) -> None:
    assert settings(DESK, hands=2).hands == 2
    with pytest.raises(ValidationError, match="hands"):
        settings(DESK, hands=hands)


@pytest.mark.parametrize("name", SETTINGS["queues"])
def test_each_ladder_as_delivered_goes_from_the_community_to_the_street(name: str) -> None:
    ladder = timetable().queues[name].ladder
    assert [each.within for each in ladder[-2:]] == [Level.COMMUNITY, Level.STREET]
    assert not strange_names({name: timetable().queues[name]}, SETTINGS["groups"], AGENCIES)


AGENCIES = {name: AgencySettings(**each) for name, each in SETTINGS["agencies"].items()}


def test_an_agency_has_the_limits_of_the_law() -> None:
    limits = AGENCIES["legal_aid_centre"].limits
    spans = (limits.receive, limits.decide, limits.assign, limits.urgent)
    assert [str(each) for each in spans] == ["1 working day", "7 days", "3 days", "1 day"]


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"level": "planet"}, "'city', 'district', 'street'"),
        ({"link_days": 0}, "greater than or equal to 1"),
        ({"limits": {"decide": "a week"}}, "write a number"),
        ({"webhook": {"url": "ftp://x", "secret": "s" * 24}}, "pattern"),
        ({"webhook": {"url": "https://x", "secret": "short"}}, "at least 24"),
    ],
)
def test_an_agency_that_makes_no_sense_is_refused(odd: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        AgencySettings.model_validate({"name": "法律援助中心", **odd})
