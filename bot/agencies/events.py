"""What an agency's own program may tell us of a case, and which deed that is."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.agencies.deeds import Deed
from models.moves import Move

Kind = Literal["received", "decided", "assigned", "answer", "done", "returned"]
MOVES: Mapping[Kind, Move] = {
    "received": Move.RECEIVE,
    "decided": Move.DECIDE,
    "assigned": Move.ASSIGN,
    "answer": Move.ANSWER,
    "done": Move.FINISH,
    "returned": Move.RETURN,
}
# What must come with which of these.
NEEDS: Mapping[Kind, str] = {
    "answer": "words",
    "done": "words",
    "assigned": "lawyer",
    "returned": "rule",
}


def _text(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


class FieldError(Exception):
    """A field of an event is wrong; ``fields`` says which and why."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class AgencyEvent(BaseModel):
    """One event; ``id`` makes it count once, ``ticket`` is our number, ``number`` is theirs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[\x21-\x7e]{1,64}$")
    ticket: str = Field(pattern=r"^[0-9]{5,20}$")
    type: Kind
    number: Annotated[str, _text(64)] | None = None
    status: Annotated[str, _text(100)] | None = None
    words: Annotated[str, _text(2000)] | None = None
    lawyer: Annotated[str, _text(40)] | None = None
    rule: Annotated[str, _text(200)] | None = None

    def deed(self) -> Deed:
        """What it asks to be done."""
        return Deed(
            MOVES[self.type],
            words=self.words,
            rule=self.rule,
            number=self.number,
            status=self.status,
            lawyer=self.lawyer,
        )


def read_event(body: bytes) -> AgencyEvent:
    """The event of a JSON body. Raises FieldError."""
    try:
        event = AgencyEvent.model_validate_json(body)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)
        raise FieldError({_place(each["loc"]): each["msg"] for each in problems}) from error
    need = NEEDS.get(event.type)
    if need and getattr(event, need) is None:
        raise FieldError({need: f"needed with type {event.type}"})
    return event


def _place(path: tuple[int | str, ...]) -> str:
    return ".".join(map(str, path)) or "body"
