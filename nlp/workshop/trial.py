"""Tries edits out on labelled messages, asking again only about those an edit can reach.

A word reaches the messages in which it, or what sounds like it, occurs; a family or pattern those
with one of its words. All other answers are known from before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ..edits import AddTerm, Edit, Misfit, NewFamily, RemoveTerm, Reweigh, WeighWord, taught
from ..homophones import sounds
from ..lexicon import Lexicon
from ..understand import Understander
from .compare import Scores, Turned, scores_of
from .examples import Example


def no_pause() -> None:
    """What to do between two messages when nobody else waits for the interpreter."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What edits do to the labelled messages; ``misfits`` are those that could not be made."""

    turned: tuple[Turned, ...]
    before: Scores
    after: Scores
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Labelled messages and the answers one understander gives them.

    ``heard`` is how each sounds; ``pause`` is called before each answer, to let others have the
    interpreter.
    """

    understander: Understander
    examples: Sequence[Example]
    answers: Sequence[str]
    heard: Sequence[str]
    pause: Callable[[], None]

    def after(self, edits: Sequence[Edit]) -> tuple["Trial", tuple[Misfit, ...]]:
        """The same messages with the edits made that fit, and those that do not."""
        if not edits:
            return self, ()
        lexicon, misfits = taught(self.understander.lexicon, edits)
        other = self.understander.with_lexicon(lexicon)
        answers = list(self.answers)
        for i in self._reached(_words(edits, lexicon)):
            answers[i] = _answer(other, self.examples[i], self.pause)
        return replace(self, understander=other, answers=answers), misfits

    def _reached(self, words: Iterable[str]) -> Iterable[int]:
        spoken = {_sound(word) for word in words}
        for i, heard in enumerate(self.heard):
            if any(sound in heard for sound in spoken):
                yield i


def trial_of(
    understander: Understander,
    examples: Sequence[Example],
    answers: Sequence[str] | None = None,
    pause: Callable[[], None] = no_pause,
) -> Trial:
    """A trial of these messages; without known `answers` it asks, half a millisecond each."""
    answers = answers or [_answer(understander, each, pause) for each in examples]
    heard = [_sound(understander.plain(example.text)) for example in examples]
    return Trial(understander, examples, answers, heard, pause)


def effect(before: Trial, after: Trial, misfits: tuple[Misfit, ...] = ()) -> Effect:
    """What lies between two trials of the same messages."""
    rows = zip(before.examples, before.answers, after.answers, strict=True)
    turned = tuple(Turned(*row) for row in rows if row[1] != row[2])
    was, now = (scores_of(trial.examples, trial.answers) for trial in (before, after))
    return Effect(turned, was, now, misfits)


def _answer(understander: Understander, example: Example, pause: Callable[[], None]) -> str:
    pause()
    return understander.understand(example.text).queue


def _words(edits: Iterable[Edit], lexicon: Lexicon) -> set[str]:
    """The words by which these edits can reach a message."""
    words: set[str] = set()
    for edit in edits:
        match edit:
            case AddTerm(word, _) | RemoveTerm(word, _) | WeighWord(word, _, _):
                words.add(word)
            case NewFamily():
                words.update(edit.terms.split())
            case Reweigh(feature, _, _):
                words.update(_shown_by(feature, lexicon))
    return words


def _shown_by(feature: str, lexicon: Lexicon) -> set[str]:
    """Every word without which a message cannot show a family or pattern."""
    pattern = lexicon.patterns.get(feature)
    names = (pattern.first if pattern else {feature}) & lexicon.families.keys()
    return {term for name in names for term in lexicon.families[name].terms}


def _sound(text: str) -> str:
    return f" {' '.join(sounds(text))} "
