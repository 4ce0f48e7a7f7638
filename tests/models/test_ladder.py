"""A ladder ends at a person; one that does not is refused with a sentence that helps."""

from typing import Any

import pytest
from pydantic import ValidationError

from models.area import Level
from models.ladder import QueueSettings

DESK = {"who": "desk"}
VOLUNTEERS = {"who": "volunteers", "within": "grid", "minutes": 15}


def test_a_ladder_goes_from_those_near_to_the_desk() -> None:
    ladder = QueueSettings.model_validate({"ladder": [VOLUNTEERS, DESK]}).ladder
    assert [(each.who, each.within, each.minutes) for each in ladder] == [
        ("volunteers", Level.GRID, 15),
        ("desk", Level.COMMUNITY, None),
    ]


def test_without_a_word_it_is_the_desk_alone() -> None:
    assert [each.who for each in QueueSettings().ladder] == ["desk"]


def test_the_desk_may_be_asked_twice_with_time_in_between() -> None:
    ladder = [{**DESK, "minutes": 60}, {**DESK, "within": "street"}]
    assert len(QueueSettings.model_validate({"ladder": ladder}).ladder) == 2


@pytest.mark.parametrize(
    ("ladder", "sentence"),
    [
        ([], "the last rung must be `who: desk`"),
        ([VOLUNTEERS], "the last rung must be `who: desk` without minutes"),
        ([DESK, VOLUNTEERS], "the last rung must be `who: desk` without minutes"),
        ([{**DESK, "minutes": 5}], "the last rung must be `who: desk` without minutes"),
        ([DESK, DESK], "every rung but the last needs minutes"),
        ([{"who": "volunteers"}, DESK], "every rung but the last needs minutes"),
        ([{**VOLUNTEERS, "minutes": 0}, DESK], "greater than 0"),
        ([{**VOLUNTEERS, "minutes": -1}, DESK], "greater than 0"),
        ([{"who": "mayor"}], "'volunteers' or 'desk'"),
        ([{**DESK, "within": "planet"}], "'city', 'district', 'street'"),
        ([{**DESK, "hours": 2}], "Extra inputs"),
        ("desk", "valid tuple"),
    ],
)
def test_a_ladder_that_leads_nowhere_is_refused(ladder: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        QueueSettings.model_validate({"ladder": ladder})
