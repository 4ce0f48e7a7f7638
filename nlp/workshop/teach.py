"""Makes `weights.yaml`: fits the labelled messages and checks what the weights are worth.

What is reported and calibrated comes from folds that the weights had not seen.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..lexicon import Lexicon, load_hand_lexicon, load_lexicon
from ..match import Matcher
from ..model import QUEUES
from ..normalize import Normalizer, read_pairs
from ..segment import Segmenter
from .evaluate import macro_f1
from .examples import Example, credited, is_right
from .learn import Row, chances, fit
from .table import Weights, as_yaml

_FOLDS = 5
_FEWEST_MESSAGES = 3  # a word in fewer messages is one writer's oddity
CONFIDENT, _CONFIDENT_IS_RIGHT = 0.8, 0.95  # from this confidence on, this share must be right
_SURE_IS_RIGHT = 0.91  # of the answers given without asking back, this share must be right

Unseen = tuple[Example, Mapping[str, float]]  # an example and the chances of each queue


@dataclass(frozen=True, slots=True)
class Lesson:
    """Weights with their calibration.

    `macro_f1` (alt credited) is over folds that were left out; None when it was not measured.
    """

    weights: Weights
    temperature: float
    sure_from: float
    macro_f1: float | None = None


class Teacher:
    """Turns labelled messages into weights for one lexicon folder."""

    def __init__(self, folder: Path) -> None:
        """Raises LexiconError when the lexicon has an error."""
        self._folder = folder
        self._lexicon = load_hand_lexicon(folder)
        self._normalizer = Normalizer(read_pairs(folder / "traditional.txt"))
        self._segmenter = Segmenter(self._lexicon.vocabulary())

    def teach(self, examples: Sequence[Example]) -> Lesson:
        """Fit all examples; calibrate on the answers to folds that were left out."""
        lexicon, rows = self._rows(examples)
        unseen = list(cross_validate(rows, lexicon))
        temperature = _temperature(unseen)
        unseen = [(example, _soften(chance, temperature)) for example, chance in unseen]
        f1 = macro_f1([credited(example, _best(chance)) for example, chance in unseen])
        return Lesson(fit(rows, lexicon), temperature, _sure_from(unseen), f1)

    def refit(self, examples: Sequence[Example]) -> Lesson:
        """Fit all examples and keep the calibration of the folder: a sixth of the work."""
        lexicon, rows = self._rows(examples)
        shipped = load_lexicon(self._folder)
        return Lesson(fit(rows, lexicon), shipped.temperature, shipped.sure_from)

    def write(self, lesson: Lesson, folder: Path) -> None:
        """Put the table into a lexicon folder: the teacher's own or a copy of it."""
        known = [*self._lexicon.families, *self._lexicon.patterns]
        table = as_yaml(lesson.weights, known, lesson.temperature, lesson.sure_from)
        (folder / "weights.yaml").write_text(table, encoding="utf-8")

    def _rows(self, examples: Sequence[Example]) -> tuple[Lexicon, list[Row]]:
        """The lexicon with the words worth learning, and what it finds in each example.

        Examples of danger are left out: there the danger decides the queue, not the words.
        """
        examples = [example for example in examples if not example.danger]
        texts = [self._segmenter.cut(self._normalizer.normalize(e.text)) for e in examples]
        lexicon = replace(self._lexicon, words=self._words(texts))
        matcher = Matcher(lexicon)
        return lexicon, [
            Row({hit.feature: hit.strength for hit in matcher.match(text)}, example)
            for text, example in zip(texts, examples, strict=True)
        ]

    def _words(self, texts: Iterable[Sequence[str]]) -> frozenset[str]:
        """Chinese words worth learning: in several messages, and no name of a person or place."""
        seen = Counter(word for text in texts for word in set(text))
        often = {word for word, messages in seen.items() if messages >= _FEWEST_MESSAGES}
        names = self._segmenter.names()
        return frozenset(word for word in often - names if "一" <= word[0] <= "鿿")


def fold_of(example: Example, folds: int) -> int:
    """The fold of an example, the same in every run and for every copy of a text."""
    return zlib.crc32(example.text.encode()) % folds


def cross_validate(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Unseen]:
    """Each example with the chances given by weights that never saw its fold."""
    folds = [fold_of(row.example, _FOLDS) for row in rows]
    for fold in range(_FOLDS):
        weights = fit([row for row, f in zip(rows, folds, strict=True) if f != fold], lexicon)
        left_out = [row for row, f in zip(rows, folds, strict=True) if f == fold]
        for row, found in zip(left_out, chances(left_out, weights), strict=True):
            yield row.example, dict(zip(QUEUES, found, strict=True))


def _best(chance: Mapping[str, float]) -> str:
    return max(chance, key=chance.__getitem__)


def _soften(chance: Mapping[str, float], temperature: float) -> dict[str, float]:
    powers = {queue: share ** (1 / temperature) for queue, share in chance.items()}
    total = sum(powers.values())
    return {queue: power / total for queue, power in powers.items()}


def _temperature(unseen: Sequence[Unseen]) -> float:
    """The least softening under which answers called confident are as right as promised."""
    for step in range(8, 61):
        temperature = step / 20
        softened = [(example, _soften(chance, temperature)) for example, chance in unseen]
        if _share_right(softened, CONFIDENT) >= _CONFIDENT_IS_RIGHT:
            return temperature
    return 3.0


def _sure_from(unseen: Sequence[Unseen]) -> float:
    """The lowest confidence from which enough of the answers are right."""
    for percent in range(30, 95):
        if _share_right(unseen, percent / 100) >= _SURE_IS_RIGHT:
            return percent / 100
    return 0.95


def _share_right(unseen: Sequence[Unseen], least: float) -> float:
    """Of the answers with at least this confidence, the share that is right; 0 without any."""
    right = [is_right(e, _best(c)) for e, c in unseen if max(c.values()) >= least]
    return sum(right) / max(len(right), 1)
