"""Knows in which file and line each family stands, which the loaded lexicon has forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..entries import Entry
from ..model import QUEUES
from .documents import Document

COMMON = "common"


@dataclass(frozen=True, slots=True)
class Source:
    """A family or pattern as written.

    `terms` maps the terms of a family to their lines; one with punctuation to the first line.
    """

    name: str
    file: str
    line: int
    weight: float | None
    terms: Mapping[str, int]

    @property
    def queue(self) -> str | None:
        """The queue whose file it stands in; None for the common file."""
        queue = self.file.removesuffix(".yaml")
        return queue if queue in QUEUES else None


def read_sources(folder: Path) -> dict[str, Source]:
    """Every family and pattern of a valid lexicon folder by name, in the order of the files."""
    found: dict[str, Source] = {}
    for stem in (COMMON, *QUEUES):
        document = Document(folder / f"{stem}.yaml")
        for _, section in document.root.items():
            for name, body in section.items():
                found[name] = _source(document, f"{stem}.yaml", name, body)
    return found


def _source(document: Document, file: str, name: str, body: Entry) -> Source:
    fields = dict(body.items())
    terms: dict[str, int] = {}
    if "terms" in fields:
        offsets, (start, _) = document.words(fields["terms"]), document.bounds(fields["terms"])
        terms = {t: document.line(offsets.get(t, start)) for t in fields["terms"].words()}
    weight = fields["weight"].number() if "weight" in fields else None
    return Source(name, file, document.line(document.bounds(body)[0]), weight, terms)
