"""What a board needs to sort many live tickets before a few of them are opened.

Nothing sealed is read, so a subtree of thousands costs one look along the index by area and state;
what is finished, however much, costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from models.database import Collection
from models.moves import LIVE, State


@dataclass(frozen=True, slots=True)
class Outline:
    """A live ticket from afar."""

    id: str
    created: datetime
    state: State
    danger: str | None = None
    limit_at: datetime | None = None
    alarm: Mapping[str, object] | None = None

    @property
    def is_alarming(self) -> bool:
        """Whether it tells of a danger, or of somebody missed, that nobody said is none."""
        if self.alarm:
            return "cleared_at" not in self.alarm
        return self.danger is not None


_FIELDS = tuple(each.name for each in fields(Outline) if each.name != "id")


class Outlines:
    """The repository of tickets seen from afar."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def live_in(self, area: str | None) -> Sequence[Outline]:
        """Every live ticket of an area and what lies below it; of None those that have no area."""
        query = {"area_path": area, "state": {"$in": sorted(LIVE)}}
        return [_outline(each) async for each in self._collection.stream(query, _FIELDS)]


def _outline(document: dict[str, Any]) -> Outline:
    given = {name: document[name] for name in _FIELDS if name in document}
    return Outline(document["_id"], **given | {"state": State(document["state"])})
