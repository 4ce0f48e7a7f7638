"""Writes the learned weights as YAML that a person can read and change."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..model import QUEUES

BIAS = ""  # the feature every message has

Weights = dict[str, list[float]]  # feature → weight per queue, in the order of QUEUES

_LEAST_WEIGHT = 0.05  # smaller weights are left out of the table


def as_yaml(weights: Weights, known: Sequence[str], temperature: float, sure_from: float) -> str:
    """The table; `known` are the families and patterns, all other features are single words."""
    words = weights.keys() - set(known) - {BIAS}
    lines = [
        "# 各词族、句式、单词对各队列的分量。由 `make learn` 写出，可以手改。",
        f"temperature: {temperature:g}",
        f"sure_from: {sure_from:g}",
        f"bias: {flow(dict(zip(QUEUES, weights[BIAS], strict=True)))}",
        "features:",
        *(f"  {name}: {flow(dict(zip(QUEUES, weights[name], strict=True)))}" for name in known),
        "words:",
        *_word_lines({word: weights[word] for word in words}),
    ]
    return "\n".join(lines) + "\n"


def flow(weights: dict[str, float]) -> str:
    """The weights of one feature as they stand on its line."""
    told = (f"{q}: {weights[q]:.2f}" for q in QUEUES if abs(weights.get(q, 0.0)) >= _LEAST_WEIGHT)
    return "{" + ", ".join(told) + "}"


def _word_lines(words: Weights) -> Iterator[str]:
    """Words that count the same for a queue share a line."""
    for i, queue in enumerate(QUEUES):
        by_weight = defaultdict(list)
        for word in sorted(words):
            by_weight[round(words[word][i], 1)].append(word)
        told = sorted(by_weight.keys() - {0.0}, reverse=True)
        yield f"  {queue}:" if told else f"  {queue}: {{}}"
        yield from (f"    {weight:g}: {' '.join(by_weight[weight])}" for weight in told)
