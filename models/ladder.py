"""Who is asked, in which order and for how long, before a ticket reaches a person for certain.

A rung says who, within which level of the area tree, and for how many minutes. "小事不出社区、
大事不出街道" is this table, written down per queue in config.yaml.
"""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.area import Level


class Rung(BaseModel):
    """One step of a ladder; without ``minutes`` it is the end."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: Literal["volunteers", "desk"]
    within: Level = Level.COMMUNITY
    minutes: float | None = Field(default=None, gt=0)


class QueueSettings(BaseModel):
    """How one queue is worked; a ladder ends at the desk, which is a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ladder: tuple[Rung, ...] = (Rung(who="desk"),)

    @model_validator(mode="after")
    def _ends_at_a_person(self) -> Self:
        if not self.ladder:
            raise ValueError("the ladder has no rung; the last rung must be `who: desk`")
        *earlier, last = self.ladder
        if last.who != "desk" or last.minutes is not None:
            raise ValueError("the last rung must be `who: desk` without minutes")
        if any(rung.minutes is None for rung in earlier):
            raise ValueError("every rung but the last needs minutes")
        return self
