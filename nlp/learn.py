"""Learns how much each family, pattern and word counts, from labelled messages.

A plain multinomial logistic regression. Every step also pulls back to the weight the office gave
by hand, so rare evidence keeps the hand weight and frequent evidence is corrected. The result is
`weights.yaml`: a table that a person can read and edit.
"""

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .evaluate import Example, macro_f1
from .lexicon import Lexicon, load_hand_lexicon
from .match import Matcher
from .model import QUEUES
from .normalize import Normalizer, read_pairs
from .segment import Segmenter

FOLDS = 5
_EPOCHS = 40
_RATE = 0.25
_FAMILY_PULL, _WORD_PULL = 3.0, 4.0  # how firmly a weight is held at the hand weight
_MIN_MESSAGES = 3  # a word in fewer messages is one writer's oddity
_ALT_SHARE = 0.15  # how much of an example counts for its `alt` queue
_SURE_RIGHT = 0.93  # of the answers the bot gives without asking back, this share must be right
_BIAS = ""  # the feature every message has

Weights = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message as the learner sees it: what was found in it, and the wanted answer."""

    features: Mapping[str, float]
    target: tuple[float, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights with their calibration, and the macro-F1 (alt credited) over unseen folds."""

    weights: Weights
    temperature: float
    sure_from: float
    macro_f1: float


class Learner:
    """Turns labelled messages into weights for one lexicon folder."""

    def __init__(self, folder: Path) -> None:
        """Raises LexiconError when the lexicon has an error."""
        self._folder = folder
        self._lexicon = load_hand_lexicon(folder)
        self._normalizer = Normalizer(read_pairs(folder / "traditional.txt"))
        self._segmenter = Segmenter(self._lexicon.vocabulary())
        self._names = self._segmenter.names()

    def learn(self, examples: Sequence[Example]) -> Learned:
        """Fit all examples; calibrate on answers to folds that were left out."""
        texts = [self._segmenter.cut(self._normalizer.normalize(e.text)) for e in examples]
        lexicon = self._with_words(texts)
        matcher = Matcher(lexicon)
        rows = [
            Row({hit.feature: hit.strength for hit in matcher.match(text)}, _target(e), e)
            for text, e in zip(texts, examples, strict=True)
        ]
        unseen = list(_cross_validate(rows, lexicon))
        temperature = _temperature(unseen)
        return Learned(
            fit(rows, lexicon), temperature, _sure_from(unseen, temperature), _f1(unseen)
        )

    def write(self, learned: Learned) -> None:
        """Put the learned table into the lexicon folder."""
        known = [*self._lexicon.families, *self._lexicon.patterns]
        (self._folder / "weights.yaml").write_text(as_yaml(learned, known), encoding="utf-8")

    def _with_words(self, texts: Iterable[Sequence[str]]) -> Lexicon:
        seen = Counter(word for text in texts for word in set(text))
        known = self._lexicon.families.keys() | self._lexicon.patterns.keys()
        words = frozenset(
            word
            for word, messages in seen.items()
            if messages >= _MIN_MESSAGES
            and "一" <= word[0] <= "鿿"
            and word not in self._names
            and word not in known
        )
        return replace(self._lexicon, words=words)


def fit(rows: Sequence[Row], lexicon: Lexicon) -> Weights:
    """Weights per feature, in the order of QUEUES; steps shrink as a feature is seen (AdaGrad)."""
    start = _start(lexicon)
    weights: Weights = {feature: list(values) for feature, values in start.items()}
    squares: Weights = {feature: [1e-6] * len(QUEUES) for feature in start}
    pulls = _pulls(rows, lexicon)
    for _ in range(_EPOCHS):
        for row in rows:
            errors = [p - t for p, t in zip(_chances(weights, row), row.target, strict=True)]
            for feature, strength in row.features.items():
                _step(
                    weights[feature], start[feature], squares[feature],
                    [strength * error for error in errors], pulls[feature],
                )
            _step(weights[_BIAS], start[_BIAS], squares[_BIAS], errors, 0.0)
    return weights


def _step(
    weights: list[float],
    start: Sequence[float],
    squares: list[float],
    slopes: Sequence[float],
    pull: float,
) -> None:
    for i, slope in enumerate(slopes):
        gradient = slope + pull * (weights[i] - start[i])
        squares[i] += gradient * gradient
        weights[i] -= _RATE * gradient / math.sqrt(squares[i])


def _start(lexicon: Lexicon) -> Weights:
    features = lexicon.families.keys() | lexicon.patterns.keys() | lexicon.words
    start = {
        feature: [lexicon.weights.get(feature, {}).get(queue, 0.0) for queue in QUEUES]
        for feature in sorted(features)
    }
    start[_BIAS] = [0.0] * len(QUEUES)
    return start


def _pulls(rows: Iterable[Row], lexicon: Lexicon) -> dict[str, float]:
    """The pull per sighting: the whole pull is spread over the messages that have the feature."""
    seen = Counter(feature for row in rows for feature in row.features)
    return {
        feature: (_WORD_PULL if feature in lexicon.words else _FAMILY_PULL) / count
        for feature, count in seen.items()
    }


def _chances(weights: Mapping[str, Sequence[float]], row: Row, temperature: float = 1.0) -> list[float]:
    scores = list(weights[_BIAS])
    for feature, strength in row.features.items():
        for i, weight in enumerate(weights[feature]):
            scores[i] += weight * strength
    top = max(scores)
    powers = [math.exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _target(example: Example) -> tuple[float, ...]:
    shares = defaultdict(float, {example.queue: 1.0})
    if example.alt:
        shares = defaultdict(float, {example.queue: 1 - _ALT_SHARE, example.alt: _ALT_SHARE})
    return tuple(shares[queue] for queue in QUEUES)


def _cross_validate(
    rows: Sequence[Row], lexicon: Lexicon
) -> Iterable[tuple[Example, dict[str, float]]]:
    """Each example with the log-chances given by weights that never saw its fold."""
    folds = [zlib.crc32(row.example.text.encode()) % FOLDS for row in rows]
    for fold in range(FOLDS):
        weights = fit([row for row, f in zip(rows, folds, strict=True) if f != fold], lexicon)
        for row, f in zip(rows, folds, strict=True):
            if f == fold:
                chances = _chances(weights, row)
                yield row.example, dict(zip(QUEUES, map(math.log, chances), strict=True))


def _credited(example: Example, answer: str) -> tuple[str, str]:
    return (answer if answer == example.alt else example.queue, answer)


def _f1(unseen: Sequence[tuple[Example, Mapping[str, float]]]) -> float:
    return macro_f1([_credited(e, max(QUEUES, key=logs.__getitem__)) for e, logs in unseen])


def _temperature(unseen: Sequence[tuple[Example, Mapping[str, float]]]) -> float:
    """The softening under which the answers to unseen messages are most likely."""

    def surprise(temperature: float) -> float:
        total = 0.0
        for example, logs in unseen:
            chances = _soften(logs, temperature)
            total -= math.log(chances[example.queue] + chances.get(example.alt or "", 0.0))
        return total

    return min((step / 20 for step in range(10, 61)), key=surprise)


def _soften(logs: Mapping[str, float], temperature: float) -> dict[str, float]:
    powers = {queue: math.exp(log / temperature) for queue, log in logs.items()}
    total = sum(powers.values())
    return {queue: power / total for queue, power in powers.items()}


def _sure_from(
    unseen: Sequence[tuple[Example, Mapping[str, float]]], temperature: float
) -> float:
    """The lowest confidence from which enough of the answers are right."""
    answers = []
    for example, logs in unseen:
        chances = _soften(logs, temperature)
        queue = max(QUEUES, key=chances.__getitem__)
        gold, answer = _credited(example, queue)
        answers.append((chances[queue], gold == answer))
    for percent in range(30, 95):
        right = [is_right for confidence, is_right in answers if confidence >= percent / 100]
        if right and sum(right) / len(right) >= _SURE_RIGHT:
            return percent / 100
    return 0.95


def as_yaml(learned: Learned, known: Sequence[str]) -> str:
    """The table as YAML; words that count the same for a queue share a line."""
    lines = [
        "# 各词族、句式、单词对各队列的分量。由 `python -m nlp learn` 写出，可以手改。",
        f"temperature: {learned.temperature:g}",
        f"sure_from: {learned.sure_from:g}",
        f"bias: {_table(learned.weights[_BIAS])}",
        "features:",
        *(f"  {feature}: {_table(learned.weights[feature])}" for feature in known),
        "words:",
        *_word_lines({w: v for w, v in learned.weights.items() if w and w not in set(known)}),
    ]
    return "\n".join(lines) + "\n"


def _table(weights: Sequence[float]) -> str:
    shown = [f"{q}: {w:.2f}" for q, w in zip(QUEUES, weights, strict=True) if abs(w) >= 0.05]
    return "{" + ", ".join(shown) + "}"


def _word_lines(words: Mapping[str, Sequence[float]]) -> Iterable[str]:
    for i, queue in enumerate(QUEUES):
        by_weight = defaultdict(list)
        for word in sorted(words):
            by_weight[round(words[word][i] * 10) / 10].append(word)
        yield f"  {queue}:"
        for weight in sorted(by_weight.keys() - {0.0}, reverse=True):
            yield f"    {weight:g}: {' '.join(by_weight[weight])}"
