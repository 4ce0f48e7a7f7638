"""Hints about the words of an edit, so that nobody teaches a word that can never be heard."""

from collections.abc import Iterator, Sequence

from ..edits import AddTerm, Edit, NewFamily, WeighWord
from ..model import QUEUES
from ..understand import Understander

_STRONG = 2.0  # a weight that nearly decides by itself


def remarks(understander: Understander, edits: Sequence[Edit]) -> list[str]:
    """What is worth a look; `understander` is one to which the edits were made."""
    found = [remark for edit in edits for remark in _of_edit(understander, edit)]
    return list(dict.fromkeys(found))


def _of_edit(understander: Understander, edit: Edit) -> Iterator[str]:
    match edit:
        case AddTerm(word, _) | WeighWord(word, _, _):
            yield from _of_word(understander, word)
        case NewFamily():
            for word in edit.terms.split():
                yield from _of_word(understander, word)


def _of_word(understander: Understander, word: str) -> Iterator[str]:
    plain = understander.plain(word)
    pieces = understander.findings(plain).tokens
    if plain != word:
        yield f"“{word}”读进来会变成“{plain}”，永远对不上；改写成“{plain}”"
    elif list(pieces) != [word]:
        yield f"“{word}”总被切成“{'／'.join(pieces)}”，永远对不上；换个说法"
    strong = _strong_for(understander, word)
    if len(strong) > 1:
        yield f"“{word}”自相矛盾：在几个词族里，分别很像 {'、'.join(strong)}；只留一处"
    if len(word) == 1:
        yield f"“{word}”只有一个字，容易在别的话里碰巧出现；最好写整个词"


def _strong_for(understander: Understander, word: str) -> list[str]:
    """The queues that families with this word nearly decide for."""
    lexicon = understander.lexicon
    owners = [family.name for family in lexicon.families.values() if word in family.terms]
    strong = {
        queue
        for owner in owners
        for queue, weight in lexicon.weights[owner].items()
        if weight >= _STRONG
    }
    return [queue for queue in QUEUES if queue in strong]
