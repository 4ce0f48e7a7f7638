"""Who is asked, in which order and for how long, before a ticket reaches a person for certain.

A rung says who, within which level of the area tree, and for how long. "小事不出社区、大事不出
街道" is this table, written down per queue in config.yaml, and per area where one differs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.area import Level
from models.settings import Problem, nearest
from models.settings_file import Place
from models.span import Span, SpanField


def _span(text: str) -> Span:
    return Span.parse(text)


class Rung(BaseModel):
    """One step of a ladder; without ``lasts`` it is the end, or an agency with limits of its own.

    ``wave`` is how many volunteers are asked at once, best first; ``waves`` how many times, each
    for as long as the rung lasts. ``name`` is the group or agency that is asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: Literal["volunteers", "group", "agency", "desk"]
    within: Level = Level.COMMUNITY
    lasts: SpanField | None = None
    name: str | None = None
    wave: int = Field(default=20, ge=1, le=200)
    waves: int = Field(default=3, ge=1, le=20)

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if (self.who in ("group", "agency")) != (self.name is not None):
            raise ValueError("`name` says which group or agency is asked; others have none")
        if self.who == "agency" and self.lasts is not None:
            raise ValueError("an agency's `limits` say how long it has; its rung has no `lasts`")
        return self


def _ending_at_a_person(ladder: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """The ladder; one that leads to nobody is refused. Raises ValueError."""
    if not ladder:
        raise ValueError("the ladder has no rung; the last rung must be `who: desk`")
    *earlier, last = ladder
    if last.who != "desk" or last.lasts is not None:
        raise ValueError("the last rung must be `who: desk` without `lasts`")
    if any(rung.lasts is None for rung in earlier if rung.who != "agency"):
        raise ValueError("every rung but the last needs `lasts`, such as `lasts: 30 minutes`")
    return ladder


Ladder = Annotated[tuple[Rung, ...], AfterValidator(_ending_at_a_person)]
_DESK: Ladder = (Rung(who="desk"),)


class Limits(BaseModel):
    """How long each part of a ticket's life may take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    total: SpanField = _span("5 working days")  # from filing to done
    claim: SpanField = _span("2 days")  # from taking it to done
    warning: SpanField = _span("4 hours")  # before a claim expires
    accept: SpanField = _span("2 hours")  # to answer a dispatch
    refuse: SpanField = _span("1 working day")  # to say "not ours", from being asked
    rate: SpanField = _span("3 days")  # to say something about the result, before we call
    proof: SpanField = _span("2 hours")  # to send the photo that shows it, before we call
    reopen: SpanField = _span("15 days")  # to say that it was not done
    pause: SpanField = _span("10 working days")  # at the longest
    extensions: int = Field(default=1, ge=0, le=9)  # of one claim


class AreaSettings(BaseModel):
    """What an area does differently."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ladder: Ladder


class QueueSettings(BaseModel):
    """How one queue is worked; a ladder ends at the desk, which is a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ladder: Ladder = _DESK
    limits: Limits = Limits()
    hands: int = Field(default=1, ge=1, le=2)  # how many volunteers go together
    photo: bool = False  # whether the result has to be shown
    shared: bool = False  # whether neighbours may see that a matter is reported already
    certificate: str | None = None  # what a volunteer needs to be offered it
    areas: Mapping[str, AreaSettings] = Field(default_factory=dict)

    def ladder_in(self, area_path: Sequence[str]) -> Ladder:
        """The ladder of an area: its own or that of the nearest area above that has one."""
        for area in reversed(area_path):
            if area in self.areas:
                return self.areas[area].ladder
        return self.ladder


def strange_names(
    queues: Mapping[str, QueueSettings], groups: Iterable[str], agencies: Iterable[str]
) -> list[Problem]:
    """The rungs that ask a group or an agency which is not in the settings."""
    known = {"group": sorted(groups), "agency": sorted(agencies)}
    return [
        Problem((*place, "name"), f"unknown {rung.who}{nearest(rung.name, known[rung.who])}")
        for queue, settings in queues.items()
        for place, rung in _rungs(queue, settings)
        if rung.name and rung.name not in known[rung.who]
    ]


def _rungs(queue: str, settings: QueueSettings) -> Iterator[tuple[Place, Rung]]:
    """Every rung of a queue, with its place in the file."""
    for position, rung in enumerate(settings.ladder):
        yield ("queues", queue, "ladder", position), rung
    for area, own in settings.areas.items():
        for position, rung in enumerate(own.ladder):
            yield ("queues", queue, "areas", area, "ladder", position), rung
