"""An alarm tells more and more people until one of them says that they look after it.

Who is told when stands in config.yaml; the alarm itself stands in its ticket, so that no restart
loses one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from models.settings import nearest
from models.span import Span, SpanField

DANGER, CHECK_IN = "danger", "check_in"
ALARM = "alarm"  # the kind of its notices
FAMILY, GRID, NEIGHBOURS, DESK, STREET = "family", "grid", "neighbours", "desk", "street"
WHO = (FAMILY, GRID, NEIGHBOURS, DESK, STREET)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why it was raised and when, how far it climbed, whom it told, and how it ended.

    ``rung`` counts every telling, also those of a rung that is repeated; -1 is before the first.
    """

    kind: str
    since: datetime
    rung: int = -1
    told: tuple[str, ...] = ()
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def is_cleared(self) -> bool:
        """Whether somebody said that there is no danger."""
        return self.cleared_at is not None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that they look after it."""
        return self.confirmed_at is None and not self.is_cleared


class AlarmRung(BaseModel):
    """Who is told, how long after the rung before, and how many times, each ``after`` apart.

    Without ``after`` it is told at once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: tuple[str, ...] = Field(min_length=1)
    after: SpanField | None = None
    times: int = Field(default=1, ge=1, le=50)

    @field_validator("who")
    @classmethod
    def _known(cls, who: tuple[str, ...]) -> tuple[str, ...]:
        for each in who:
            if each not in WHO:
                raise ValueError(f"unknown {each}{nearest(each, WHO)}")
        return who

    @field_validator("after")
    @classmethod
    def _by_the_clock(cls, after: Span | None) -> Span | None:
        if after and after.working:
            raise ValueError("an alarm does not wait for working hours; write it without `working`")
        return after


def _reaching_somebody(ladder: tuple[AlarmRung, ...]) -> tuple[AlarmRung, ...]:
    """The ladder; one that need not reach an office is refused. Raises ValueError."""
    if not ladder:
        raise ValueError("the ladder has no rung; the last one must tell the desk or the street")
    if not {DESK, STREET} & set(ladder[-1].who):
        raise ValueError("the last rung must tell the desk or the street")
    if any(rung.after is None for rung in ladder[1:]) or _again_at_once(ladder[0]):
        raise ValueError("every later telling needs `after`, such as `after: 3 minutes`")
    return ladder


def _again_at_once(rung: AlarmRung) -> bool:
    return rung.after is None and rung.times > 1


AlarmLadder = Annotated[tuple[AlarmRung, ...], AfterValidator(_reaching_somebody)]


def _after(minutes: int, *who: str, times: int = 1) -> AlarmRung:
    return AlarmRung(who=who, after=Span.parse(f"{minutes} minutes"), times=times)


class AlarmSettings(BaseModel):
    """The ladders of alarms: of a danger somebody told, of a sign of life that did not come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    danger: AlarmLadder = (
        AlarmRung(who=(FAMILY, GRID, DESK)),
        _after(3, FAMILY, GRID, DESK, NEIGHBOURS),
        _after(5, DESK, STREET),
        _after(10, DESK, STREET, times=12),
    )
    check_in: AlarmLadder = (
        AlarmRung(who=(FAMILY,)),
        _after(15, NEIGHBOURS),
        _after(15, GRID),
        _after(15, DESK),
        _after(15, STREET),
        _after(30, DESK, STREET, times=6),
    )

    def tellings(self, kind: str) -> Sequence[AlarmRung]:
        """The ladder of a kind of alarm, a rung that is repeated as often as it is."""
        ladder = self.check_in if kind == CHECK_IN else self.danger
        return [rung for rung in ladder for _ in range(rung.times)]
