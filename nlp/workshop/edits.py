"""Writes suggested edits into the files of a lexicon folder without touching any other line."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from ..edits import AddTerm, Reweigh, WeighWord, plain
from ..entries import LexiconError
from ..lexicon import load_lexicon
from ..understand import Understander
from .documents import Document, append_word, remove_word, set_value
from .sources import read_sources
from .table import flow

Suggested = AddTerm | WeighWord | Reweigh  # what is suggested, and can be written


def write(edit: Suggested, folder: Path) -> None:
    """Make an edit in a folder. Raises LexiconError when it makes no sense there."""
    match edit:
        case AddTerm():
            _add_term(edit, folder)
        case WeighWord():
            _weigh_word(edit, folder)
        case Reweigh():
            _reweigh(edit, folder)


def _add_term(edit: AddTerm, folder: Path) -> None:
    source = read_sources(folder).get(edit.family)
    if source is None or not source.terms:
        raise LexiconError(f"词表里没有叫 {edit.family} 的词族")
    path = folder / source.file
    document = Document(path)
    terms = document.find("families", edit.family, "terms")
    if edit.term not in source.terms:
        path.write_text(append_word(document, terms, plain(edit.term)), encoding="utf-8")


def _weigh_word(edit: WeighWord, folder: Path) -> None:
    plain(edit.word)
    path = folder / "weights.yaml"
    old = load_lexicon(folder).weights.get(edit.word, {}).get(edit.queue)
    if old != edit.weight:
        path.write_text(_added(edit, Document(path)), encoding="utf-8")
        if old is not None:
            path.write_text(_removed(edit, Document(path), old), encoding="utf-8")


def _added(edit: WeighWord, document: Document) -> str:
    words = document.find("words")
    lines = dict(words.items()).get(edit.queue)
    if lines is None:
        return set_value(document, words, edit.queue, f"{{{edit.weight:g}: {edit.word}}}")
    for weight, line in lines.items():
        if float(weight) == edit.weight:
            return append_word(document, line, edit.word)
    return set_value(document, lines, f"{edit.weight:g}", edit.word)


def _removed(edit: WeighWord, document: Document, old: float) -> str:
    lines = document.find("words", edit.queue).items()
    line = next(line for weight, line in lines if float(weight) == old)
    return remove_word(document, line, edit.word)


def _reweigh(edit: Reweigh, folder: Path) -> None:
    lexicon = load_lexicon(folder)
    if edit.feature not in lexicon.families.keys() | lexicon.patterns.keys():
        raise LexiconError(f"词表里没有叫 {edit.feature} 的词族或句式")
    weights = flow({**lexicon.weights[edit.feature], edit.queue: edit.weight})
    path = folder / "weights.yaml"
    document = Document(path)
    text = set_value(document, document.find("features"), edit.feature, weights)
    path.write_text(text, encoding="utf-8")


def write_copy(folder: Path, edits: Iterable[Suggested], target: Path) -> None:
    """Write a copy of a lexicon folder with the edits made; the original stays as it is.

    Raises LexiconError when an edit cannot be made.
    """
    shutil.copytree(folder, target, dirs_exist_ok=True)
    for edit in edits:
        write(edit, target)


def apply(folder: Path, edits: Iterable[Suggested], target: Path) -> None:
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
