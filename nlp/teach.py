"""Makes `weights.yaml`: fits the labelled messages and checks what the weights are worth.

What is reported and calibrated comes from folds that the weights had not seen.
"""

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .evaluate import Example, credited, macro_f1
from .learn import BIAS, Row, Weights, chances, fit
from .lexicon import Lexicon, load_hand_lexicon
from .match import Matcher
from .model import QUEUES
from .normalize import Normalizer, read_pairs
from .segment import Segmenter

_FOLDS = 5
_FEWEST_MESSAGES = 3  # a word in fewer messages is one writer's oddity
_SURE_IS_RIGHT = 0.93  # of the answers given without asking back, this share must be right
_LEAST_WEIGHT = 0.05  # smaller weights are left out of the table

Unseen = tuple[Example, Mapping[str, float]]  # an example and the chances of each queue


@dataclass(frozen=True, slots=True)
class Lesson:
    """Weights with their calibration, and the macro-F1 (alt credited) over unseen folds."""

    weights: Weights
    temperature: float
    sure_from: float
    macro_f1: float


class Teacher:
    """Turns labelled messages into weights for one lexicon folder."""

    def __init__(self, folder: Path) -> None:
        """Raises LexiconError when the lexicon has an error."""
        self._folder = folder
        self._lexicon = load_hand_lexicon(folder)
        self._normalizer = Normalizer(read_pairs(folder / "traditional.txt"))
        self._segmenter = Segmenter(self._lexicon.vocabulary())

    def teach(self, examples: Sequence[Example]) -> Lesson:
        """Fit all examples; calibrate on the answers to folds that were left out.

        Examples of danger are left out: there the danger decides the queue, not the words.
        """
        examples = [example for example in examples if not example.danger]
        texts = [self._segmenter.cut(self._normalizer.normalize(e.text)) for e in examples]
        lexicon = replace(self._lexicon, words=self._words(texts))
        matcher = Matcher(lexicon)
        rows = [
            Row({hit.feature: hit.strength for hit in matcher.match(text)}, example)
            for text, example in zip(texts, examples, strict=True)
        ]
        unseen = list(cross_validate(rows, lexicon))
        temperature = _temperature(unseen)
        unseen = [(example, _soften(chance, temperature)) for example, chance in unseen]
        f1 = macro_f1([credited(example, _best(chance)) for example, chance in unseen])
        return Lesson(fit(rows, lexicon), temperature, _sure_from(unseen), f1)

    def write(self, lesson: Lesson) -> None:
        """Put the table into the lexicon folder."""
        known = [*self._lexicon.families, *self._lexicon.patterns]
        (self._folder / "weights.yaml").write_text(as_yaml(lesson, known), encoding="utf-8")

    def _words(self, texts: Iterable[Sequence[str]]) -> frozenset[str]:
        """Chinese words worth learning: in several messages, and no name of a person or place."""
        seen = Counter(word for text in texts for word in set(text))
        often = {word for word, messages in seen.items() if messages >= _FEWEST_MESSAGES}
        names = self._segmenter.names()
        return frozenset(word for word in often - names if "一" <= word[0] <= "鿿")


def cross_validate(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Unseen]:
    """Each example with the chances given by weights that never saw its fold."""
    folds = [zlib.crc32(row.example.text.encode()) % _FOLDS for row in rows]
    for fold in range(_FOLDS):
        weights = fit([row for row, f in zip(rows, folds, strict=True) if f != fold], lexicon)
        for row, f in zip(rows, folds, strict=True):
            if f == fold:
                found = chances(weights, row.features)
                yield row.example, dict(zip(QUEUES, found, strict=True))


def _best(chance: Mapping[str, float]) -> str:
    return max(chance, key=chance.__getitem__)


def _soften(chance: Mapping[str, float], temperature: float) -> dict[str, float]:
    powers = {queue: share ** (1 / temperature) for queue, share in chance.items()}
    total = sum(powers.values())
    return {queue: power / total for queue, power in powers.items()}


def _temperature(unseen: Sequence[Unseen]) -> float:
    """The softening under which the labels of unseen messages are most likely."""

    def surprise(temperature: float) -> float:
        softened = ((example, _soften(chance, temperature)) for example, chance in unseen)
        return -sum(math.log(c[e.queue] + c.get(e.alt or "", 0.0)) for e, c in softened)

    return min((step / 20 for step in range(10, 61)), key=surprise)


def _sure_from(unseen: Sequence[Unseen]) -> float:
    """The lowest confidence from which enough of the answers are right."""
    for percent in range(30, 95):
        sure = [(e, _best(c)) for e, c in unseen if max(c.values()) >= percent / 100]
        right = sum(gold == answer for gold, answer in (credited(e, a) for e, a in sure))
        if sure and right / len(sure) >= _SURE_IS_RIGHT:
            return percent / 100
    return 0.95


def as_yaml(lesson: Lesson, known: Sequence[str]) -> str:
    """The table as YAML; words that count the same for a queue share a line."""
    words = lesson.weights.keys() - set(known) - {BIAS}
    lines = [
        "# 各词族、句式、单词对各队列的分量。由 `python -m nlp learn` 写出，可以手改。",
        f"temperature: {lesson.temperature:g}",
        f"sure_from: {lesson.sure_from:g}",
        f"bias: {_flow(lesson.weights[BIAS])}",
        "features:",
        *(f"  {feature}: {_flow(lesson.weights[feature])}" for feature in known),
        "words:",
        *_word_lines({word: lesson.weights[word] for word in words}),
    ]
    return "\n".join(lines) + "\n"


def _flow(weights: Sequence[float]) -> str:
    pairs = zip(QUEUES, weights, strict=True)
    return "{" + ", ".join(f"{q}: {w:.2f}" for q, w in pairs if abs(w) >= _LEAST_WEIGHT) + "}"


def _word_lines(words: Weights) -> Iterator[str]:
    for i, queue in enumerate(QUEUES):
        by_weight = defaultdict(list)
        for word in sorted(words):
            by_weight[round(words[word][i], 1)].append(word)
        told = sorted(by_weight.keys() - {0.0}, reverse=True)
        yield f"  {queue}:" if told else f"  {queue}: {{}}"
        yield from (f"    {weight:g}: {' '.join(by_weight[weight])}" for weight in told)
