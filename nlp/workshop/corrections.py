"""Turns what staff corrected by hand into a few suggested edits of the lexicon.

Every suggestion is tried out on the real thing: it names the corrections it repairs and every
labelled message it would turn. Nothing here stores a correction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..understand import Understander
from .candidates import Candidate, Proposer
from .compare import Turned
from .edits import Suggested
from .examples import Example, Fields, queue_of, read_lines, text_of
from .readings import Reader
from .trial import Trial, no_pause, trial_of

_MOST = 20  # suggestions; nobody reads more at a sitting
_TRIES = 30  # edits tried out, each about a second


@dataclass(frozen=True, slots=True)
class Correction:
    """A message that staff moved to the right queue; `was` is where the bot had put it."""

    text: str
    queue: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit, the corrections it repairs by itself, and the labelled messages it turns.

    `sightings` counts the messages that speak for it; one alone is a weak hint.
    """

    edit: Suggested
    repairs: tuple[Correction, ...]
    turned: tuple[Turned, ...]
    sightings: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about some corrections.

    `together`: the labelled messages that all suggestions at once turn; `dangers`: corrections
    where danger.yaml decides; `left_over`: those that no single edit repairs without harm.
    """

    right_already: tuple[Correction, ...]
    suggestions: tuple[Suggestion, ...]
    together: tuple[Turned, ...]
    dangers: tuple[Correction, ...]
    left_over: tuple[Correction, ...]


def read_corrections(path: Path) -> list[Correction]:
    """Read a .jsonl file of `text`, `queue` and perhaps `was`, each line once.

    Raises ExampleError naming the line.
    """
    return list(dict.fromkeys(read_lines(path, _correction)))


def advise(
    understander: Understander,
    corrections: Sequence[Correction],
    labelled: Sequence[Example] = (),
    pause: Callable[[], None] = no_pause,
) -> Advice:
    """The fewest edits that repair most corrections and break least of the labelled messages.

    Takes about a millisecond a message and a second a suggestion. `pause` is called between two
    messages.
    """
    reader = Reader(understander)
    examples = [*(Example(c.text, c.queue) for c in corrections), *labelled]
    readings = []
    for example in examples:
        pause()
        readings.append(reader.read(example))
    trial = trial_of(understander, examples, [reading.answer for reading in readings], pause)
    wrong = [i for i, c in enumerate(corrections) if readings[i].answer != c.queue]
    search = _Search(trial, corrections)
    proposed = Proposer(understander.lexicon, readings).propose(wrong)
    suggestions, left = search.choose(proposed, frozenset(wrong))
    return Advice(
        tuple(c for i, c in enumerate(corrections) if i not in wrong),
        tuple(suggestions),
        search.turned_by([suggestion.edit for suggestion in suggestions]),
        tuple(corrections[i] for i in sorted(left) if readings[i].scores is None),
        tuple(corrections[i] for i in sorted(left) if readings[i].scores is not None),
    )


class _Search:
    """Greedy: the candidate with the best estimate is tried out; what holds is a suggestion."""

    def __init__(self, trial: Trial, corrections: Sequence[Correction]) -> None:
        self._trial = trial
        self._corrections = corrections
        self._examples = trial.examples
        self._before = trial.answers

    def choose(
        self, candidates: Sequence[Candidate], left: frozenset[int]
    ) -> tuple[list[Suggestion], frozenset[int]]:
        """Suggestions in the order of their worth, and the corrections that none repairs."""
        suggestions: list[Suggestion] = []
        open_ones = list(candidates)
        for _ in range(_TRIES):
            open_ones = [c for c in open_ones if c.is_backed(left) and c.balance(left) > 0]
            if not open_ones or len(suggestions) == _MOST:
                break
            best = max(open_ones, key=lambda candidate: candidate.value(left))
            open_ones.remove(best)
            after = self._answers([best.edit])
            repaired = self._repaired(after)
            if repaired & left and self._is_worth_it(after):
                repairs = tuple(self._corrections[i] for i in sorted(repaired))
                suggestions.append(
                    Suggestion(best.edit, repairs, self._turned(after), best.sightings)
                )
                left -= repaired
        return suggestions, left

    def turned_by(self, edits: Sequence[Suggested]) -> tuple[Turned, ...]:
        """The labelled messages that these edits turn together."""
        return self._turned(self._answers(edits)) if edits else ()

    def _answers(self, edits: Sequence[Suggested]) -> Sequence[str]:
        """All answers after the edits."""
        return self._trial.after(edits)[0].answers

    def _repaired(self, after: Sequence[str]) -> frozenset[int]:
        pairs = enumerate(zip(self._corrections, self._before, after, strict=False))
        return frozenset(i for i, (c, was, now) in pairs if was != c.queue == now)

    def _turned(self, after: Sequence[str]) -> tuple[Turned, ...]:
        rows = zip(self._examples, self._before, after, strict=True)
        turned = [Turned(example, was, now) for example, was, now in rows]
        return tuple(t for t in turned[len(self._corrections) :] if t.before != t.after)

    def _is_worth_it(self, after: Sequence[str]) -> bool:
        """Whether it repairs more than it breaks, corrections that were right counted too."""
        rows = zip(self._examples, self._before, after, strict=True)
        kinds = [Turned(*row).kind for row in rows]
        return kinds.count("repaired") > kinds.count("broken")


def _correction(fields: Fields) -> Correction:
    text = text_of(fields)
    if not text.strip():
        raise ValueError("`text` is empty")
    was = None if fields.get("was") is None else queue_of(fields, "was")
    return Correction(text, queue_of(fields, "queue"), was)
