"""Sentences that an office keeps to answer residents with; each belongs to an area or to all."""

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass

from models.database import Collection
from models.document import from_document, to_document
from models.vault import Vault

GAPS = frozenset({"number", "queue", "place"})
LONGEST_TITLE = 20
LONGEST_TEXT = 500
MOST = 50  # of one area


class TemplateRefusedError(ValueError):
    """A sentence that cannot be kept; the message is for the page."""


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """One sentence with ``{gaps}``; ``area`` is empty where it is for everywhere."""

    id: str
    title: str
    text: str
    area: str = ""

    def filled(self, **values: str) -> str:
        """The sentence about one ticket."""
        return self.text.format(**values)


def checked(title: str, text: str, area: str, identifier: str = "") -> ReplyTemplate:
    """A sentence that can be kept. Raises TemplateRefusedError."""
    if not title or not text:
        raise TemplateRefusedError("名称和内容都要填。")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise TemplateRefusedError(f"名称最多 {LONGEST_TITLE} 个字，内容最多 {LONGEST_TEXT} 个字。")
    try:
        parsed = [each[1:] for each in string.Formatter().parse(text) if each[1] is not None]
    except ValueError as error:
        raise TemplateRefusedError("花括号 { 和 } 要成对，比如 {number}。") from error
    if any(gap not in GAPS or form or turn for gap, form, turn in parsed):
        raise TemplateRefusedError("花括号里只能写 number、queue、place 这三样，比如 {number}。")
    return ReplyTemplate(identifier or secrets.token_hex(8), title, text, area)


class ReplyTemplates:
    """The repository of these sentences."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index of the look-up by area."""
        await self._collection.ensure_index([("area", 1)])

    async def get(self, identifier: str) -> ReplyTemplate | None:
        """The sentence of this identifier."""
        found = await self._collection.get(identifier)
        return from_document(ReplyTemplate, found, self._vault) if found else None

    async def of(self, areas: Sequence[str]) -> Sequence[ReplyTemplate]:
        """The sentences of these areas and those for everywhere."""
        query = {"area": {"$in": ["", *areas]}}
        found = await self._collection.many(query, limit=MOST * (len(areas) + 1))
        kept = (from_document(ReplyTemplate, each, self._vault) for each in found)
        return sorted(kept, key=lambda each: (each.title, each.id))

    async def put(self, template: ReplyTemplate) -> None:
        """Keep a sentence. Raises TemplateRefusedError when the area has too many."""
        known = await self._collection.get(template.id)
        if known is None and await self._collection.count({"area": template.area}) >= MOST:
            raise TemplateRefusedError(f"最多存 {MOST} 句，请先删掉不用的。")
        await self._collection.put(to_document(template, self._vault))

    async def remove(self, identifier: str) -> None:
        """Keep it no longer."""
        await self._collection.delete({"_id": identifier})
