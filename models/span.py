"""Lengths of time as people write them in config.yaml, so that no setting is a bare number."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PlainSerializer, PlainValidator

MOST = 9999

_WRITTEN = re.compile(r"([0-9]+) (working )?(minute|hour|day)s?")
_FORMS = (
    "write a number, then minutes, hours or days, counted by the clock or by working time: "
    '"30 minutes", "2 days", "4 working hours", "1 working day"'
)


class SpanError(ValueError):
    """These words are no length of time; the message says how to write one."""


class Unit(StrEnum):
    """What a span counts; the values are the names that timedelta knows."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, by the clock or in working time.

    ``count`` is 1 to 9999. Raises SpanError for any other.
    """

    count: int
    unit: Unit
    working: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST:
            raise SpanError(f"a length of time counts from 1 to {MOST}, not {self.count}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "30 minutes", "2 days", "4 working hours" or "1 working day".

        Singular and plural are both read for any number. Raises SpanError.
        """
        written = _WRITTEN.fullmatch(" ".join(text.split()))
        if written is None:
            raise SpanError(f"{text!r} is no length of time; {_FORMS}")
        digits, working, noun = written.groups()
        if len(digits) > len(str(MOST)):
            raise SpanError(f"a length of time counts from 1 to {MOST}, not {digits}")
        return cls(int(digits), Unit(f"{noun}s"), working is not None)

    def __str__(self) -> str:
        noun = self.unit.value.removesuffix("s") if self.count == 1 else self.unit.value
        return f"{self.count} working {noun}" if self.working else f"{self.count} {noun}"

    @property
    def length(self) -> timedelta:
        """The span in hours and minutes; it says nothing about working days, which vary."""
        return timedelta(**{self.unit.value: self.count})


def _read(value: object) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, str):
        return Span.parse(value)
    raise SpanError(f"{value!r} is no length of time; {_FORMS}")


# A field of a pydantic model: text in the file, a Span in the program, text again when dumped.
SpanField = Annotated[Span, PlainValidator(_read), PlainSerializer(str, return_type=str)]
