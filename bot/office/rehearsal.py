"""Tries lexicons out on the labelled sentences beside the running bot, one trial at a time."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.understanding import LiveUnderstanding
from nlp import Understander
from nlp.edits import Edit
from nlp.workshop.corrections import Advice, Correction, advise
from nlp.workshop.examples import Example
from nlp.workshop.known import Labelled
from nlp.workshop.remarks import remarks
from nlp.workshop.trial import Effect, Trial, effect, trial_of

T = TypeVar("T")

_MOST_WAITING = 4  # people, with the one whose trial is under way
_EVERY = 5  # of the labelled sentences far from any correction, one in so many is tried as well


class BusyError(Exception):
    """Too many people are trying something out; asking again in a few seconds will do."""


class Rehearsal:
    """The labelled sentences with the answers of the shipped lexicon, learned on first use.

    Work is done in a thread that lets others have the interpreter after every sentence.
    """

    def __init__(self, understanding: LiveUnderstanding, labelled: Callable[[], Labelled]) -> None:
        self._understanding = understanding
        self._labelled = labelled
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._shipped: Trial | None = None
        self._live: tuple[Sequence[Edit], Trial] | None = None

    async def effect(
        self, live: Sequence[Edit], wanted: Sequence[Edit]
    ) -> tuple[Effect, list[str]]:
        """What changes when ``wanted`` takes the place of ``live``, and hints about its words.

        Both are all edits on the shipped lexicon. Raises BusyError.
        """
        return await self._alone(lambda: self._effect(live, wanted))

    async def advise(self, corrections: Sequence[Correction]) -> Advice:
        """Edits of the live lexicon that would repair these corrections. Raises BusyError."""
        current = self._understanding.current
        return await self._alone(lambda: self._advise(current, corrections))

    async def warm(self) -> None:
        """Learn the answers of the shipped lexicon now, unless somebody is at it."""
        if self._shipped is None and not self._waiting:
            await self._alone(self._trial)

    async def _alone(self, work: Callable[[], T]) -> T:
        if self._waiting >= _MOST_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1

    def _effect(self, live: Sequence[Edit], wanted: Sequence[Edit]) -> tuple[Effect, list[str]]:
        before, common = self._live_trial(live), _common(live, wanted)
        goes_on = common == len(live)
        start, rest = (before, wanted[common:]) if goes_on else (self._trial(), wanted)
        after, misfits = start.after(rest)
        return effect(before, after, misfits), remarks(after.understander, wanted[common:])

    def _live_trial(self, live: Sequence[Edit]) -> Trial:
        """The answers of the live lexicon, kept as long as it stays live."""
        if self._live is None or self._live[0] != live:
            self._live = live, self._trial().after(live)[0]
        return self._live[1]

    def _trial(self) -> Trial:
        if self._shipped is None:
            shipped, known = self._understanding.shipped, self._labelled()
            self._shipped = trial_of(shipped, known.examples, known.answers, _let_others)
        return self._shipped

    def _advise(self, current: Understander, corrections: Sequence[Correction]) -> Advice:
        wrong = [each for each in corrections if current.understand(each.text).queue != each.queue]
        near = _near(self._labelled().examples, wrong) if wrong else []
        return advise(current, corrections, near, _let_others)


def _near(labelled: Sequence[Example], corrections: Sequence[Correction]) -> list[Example]:
    """Sentences that share two characters with a correction, and a sample of the others."""
    pieces = {c.text[i : i + 2] for c in corrections for i in range(len(c.text) - 1)}
    return [
        example
        for number, example in enumerate(labelled)
        if number % _EVERY == 0 or any(piece in example.text for piece in pieces)
    ]


def _common(one: Sequence[Edit], other: Sequence[Edit]) -> int:
    """With how many edits both begin."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _let_others() -> None:
    time.sleep(0)
