"""Everything the lint looks at, read once: the lexicon, where its lines stand, and the parts that
use it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..lexicon import load_lexicon
from ..match import Matcher
from ..normalize import Normalizer, read_pairs
from ..segment import Segmenter
from .documents import Document
from .examples import Example
from .sources import Source, read_sources

_LISTED = 6  # words named in one finding


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a line of the lexicon; only errors make the check fail."""

    file: str
    line: int
    error: bool
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'错误' if self.error else '提示'}：{self.text}"


@dataclass(frozen=True, slots=True)
class Read:
    """An example as the lexicon sees it."""

    text: str
    tokens: Sequence[str]
    features: frozenset[str]


class Inspection:
    """A lexicon folder, taken apart."""

    def __init__(self, folder: Path, examples: Sequence[Example]) -> None:
        """Raises LexiconError when the folder cannot be loaded."""
        self.lexicon = load_lexicon(folder)
        self.sources = read_sources(folder)
        self.table = Document(folder / "weights.yaml")
        self.segmenter = Segmenter(self.lexicon.vocabulary())
        self.owners: dict[str, list[Source]] = defaultdict(list)
        for source in self.sources.values():
            for term in source.terms:
                self.owners[term].append(source)
        self._normalizer = Normalizer(read_pairs(folder / "traditional.txt"))
        self._matcher = Matcher(self.lexicon)
        self.examples = [self._read(example.text) for example in examples]

    def weights(self, source: Source) -> Mapping[str, float]:
        """What a family or pattern counts for each queue, as learned."""
        return self.lexicon.weights.get(source.name, {})

    def plain(self, term: str) -> str:
        """A term as it reads in a normalized message."""
        return self._normalizer.normalize(term)

    def found_in(self, tokens: Sequence[str]) -> frozenset[str]:
        """The features of some words."""
        return frozenset(hit.feature for hit in self._matcher.match(tokens))

    def _read(self, text: str) -> Read:
        text = self.plain(text)
        tokens = self.segmenter.cut(text)
        return Read(text, tokens, self.found_in(tokens))


def at_term(source: Source, term: str, text: str, *, error: bool = False) -> Finding:
    """A finding on the line of a term."""
    return Finding(source.file, source.terms[term], error, text)


def at_source(source: Source, text: str) -> Finding:
    """A hint on the line of a family or pattern."""
    return Finding(source.file, source.line, False, text)


def named(words: Sequence[str]) -> str:
    """The first few of some words, and how many there are."""
    more = f" 等 {len(words)} 个" if len(words) > _LISTED else ""
    return "、".join(words[:_LISTED]) + more
