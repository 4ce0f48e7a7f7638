"""The three edits that teach the lexicon something, made in its files without touching any other
line.
"""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..entries import LexiconError
from ..lexicon import load_lexicon
from ..understand import Understander
from .documents import Document, append_word, remove_word, set_value
from .sources import read_sources
from .table import flow

_PLAIN_WORD = re.compile(r"\w[\w+]*")


@dataclass(frozen=True, slots=True)
class AddTerm:
    """Put a term into a family."""

    term: str
    family: str

    def __str__(self) -> str:
        return f"在词族 {self.family} 里加“{self.term}”"

    def write(self, folder: Path) -> None:
        """Raises LexiconError when there is no such family or the term is no plain word."""
        source = read_sources(folder).get(self.family)
        if source is None or not source.terms:
            raise LexiconError(f"词表里没有叫 {self.family} 的词族")
        path = folder / source.file
        document = Document(path)
        terms = document.find("families", self.family, "terms")
        if self.term not in source.terms:
            path.write_text(append_word(document, terms, _plain(self.term)), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class WeighWord:
    """Let a single word count for a queue by a learned weight."""

    word: str
    queue: str
    weight: float

    def __str__(self) -> str:
        return f"单词“{self.word}”对 {self.queue} 的分量设为 {self.weight:g}"

    def write(self, folder: Path) -> None:
        """Raises LexiconError when the word is no plain word."""
        _plain(self.word)
        path = folder / "weights.yaml"
        old = load_lexicon(folder).weights.get(self.word, {}).get(self.queue)
        if old != self.weight:
            path.write_text(self._added(Document(path)), encoding="utf-8")
            if old is not None:
                path.write_text(self._removed(Document(path), old), encoding="utf-8")

    def _added(self, document: Document) -> str:
        words = document.find("words")
        lines = dict(words.items()).get(self.queue)
        if lines is None:
            return set_value(document, words, self.queue, f"{{{self.weight:g}: {self.word}}}")
        for weight, line in lines.items():
            if float(weight) == self.weight:
                return append_word(document, line, self.word)
        return set_value(document, lines, f"{self.weight:g}", self.word)

    def _removed(self, document: Document, old: float) -> str:
        lines = document.find("words", self.queue).items()
        line = next(line for weight, line in lines if float(weight) == old)
        return remove_word(document, line, self.word)


@dataclass(frozen=True, slots=True)
class Reweigh:
    """Change what a family or pattern counts for a queue."""

    feature: str
    queue: str
    weight: float

    def __str__(self) -> str:
        return f"{self.feature} 对 {self.queue} 的分量改为 {self.weight:g}"

    def write(self, folder: Path) -> None:
        """Raises LexiconError when no family or pattern has this name."""
        lexicon = load_lexicon(folder)
        if self.feature not in lexicon.families.keys() | lexicon.patterns.keys():
            raise LexiconError(f"词表里没有叫 {self.feature} 的词族或句式")
        weights = flow({**lexicon.weights[self.feature], self.queue: self.weight})
        path = folder / "weights.yaml"
        document = Document(path)
        text = set_value(document, document.find("features"), self.feature, weights)
        path.write_text(text, encoding="utf-8")


Edit = AddTerm | WeighWord | Reweigh


def _plain(word: str) -> str:
    if not _PLAIN_WORD.fullmatch(word):
        raise LexiconError(f"“{word}”不是一个词：只能有字、字母和数字，中间没有空格和标点")
    return word


def write_copy(folder: Path, edits: Iterable[Edit], target: Path) -> None:
    """Write a copy of a lexicon folder with the edits made; the original stays as it is.

    Raises LexiconError when an edit cannot be made.
    """
    shutil.copytree(folder, target, dirs_exist_ok=True)
    for edit in edits:
        edit.write(target)


def apply(folder: Path, edits: Iterable[Edit], target: Path) -> None:
    """Like `write_copy`, for keeps: into a new folder only, and checked.

    Raises LexiconError when `target` holds something already, or the result cannot be loaded;
    then nothing is left behind.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LexiconError(f"{target} 里已经有东西；请给一个新的目录名")
    try:
        write_copy(folder, edits, target)
        Understander.load(target)
    except LexiconError:
        shutil.rmtree(target)
        raise
