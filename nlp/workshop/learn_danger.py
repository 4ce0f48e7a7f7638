"""Learns `danger_hints.yaml`: how people write in danger, beyond the signs an office can list.

A logistic regression over characters and pairs of them. What it finds is turned into points on
the scale of the signs in `danger.yaml`, so that wording and signs add up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ..danger_hints import pieces_of, share_of
from ..danger_rules import load_danger_rules
from ..normalize import Normalizer, read_pairs
from .examples import Example
from .matrices import Table, minimum, sparse

_BIAS = ""  # the piece every message has
_FEWEST_MESSAGES = 2  # a piece in fewer messages says nothing
_PULL = 0.02  # how firmly points are held at zero
_ORDINARY = 0.5  # how much a message counts that nobody labelled for danger
# Both were chosen on labelled messages that the signs had never seen: how many points a logit is
# worth, and the logit from which a message with the weakest signs still alarms.
_POINTS_PER_LOGIT = 2.0
_ALARM = -0.3
_LEAST_POINTS = 0.5  # smaller ones are left out of the table
_LINE = 96  # characters

Row = tuple[frozenset[str], Example]


def teach_hints(folder: Path, examples: Iterable[Example], target: Path) -> None:
    """Fit the examples and write the table into `target`; the signs are those of `folder`.

    Raises LexiconError.
    """
    normalizer = Normalizer(read_pairs(folder / "traditional.txt"))
    rows = [(frozenset(pieces_of(normalizer.normalize(e.text))), e) for e in examples]
    logits = fit_hints(rows)
    enough = load_danger_rules(folder / "danger.yaml").enough
    start = enough + (logits.pop(_BIAS) - _ALARM) * _POINTS_PER_LOGIT
    points = {piece: logit * _POINTS_PER_LOGIT for piece, logit in logits.items()}
    (target / "danger_hints.yaml").write_text(_as_yaml(start, points), encoding="utf-8")


def fit_hints(rows: Sequence[Row]) -> dict[str, float]:
    """The logit of each piece that is common enough, and of every message under the empty piece."""
    seen = Counter(piece for pieces, _ in rows for piece in pieces)
    names = [_BIAS, *sorted(piece for piece, count in seen.items() if count >= _FEWEST_MESSAGES)]
    messages = sparse(list(map(_strengths, (pieces for pieces, _ in rows))), names)
    wanted = np.array([float(example.danger is True) for _, example in rows])
    counts = np.array([_ORDINARY if example.danger is None else 1.0 for _, example in rows])
    pulls = np.array([0.0, *[_PULL] * (len(names) - 1)])

    def cost(logits: Table) -> tuple[float, Table]:
        """How surprising the labels are plus how far the points moved, and its slope."""
        likely = 1 / (1 + np.exp(-np.clip(messages @ logits, -30, 30)))
        surprise = wanted * np.log(likely + 1e-12) + (1 - wanted) * np.log(1 - likely + 1e-12)
        moved = pulls * logits
        slope = messages.T @ (counts * (likely - wanted)) + moved
        return float(-np.sum(counts * surprise) + np.sum(moved * logits) / 2), slope

    return dict(zip(names, minimum(cost, np.zeros(len(names))).tolist(), strict=True))


def _strengths(pieces: frozenset[str]) -> Mapping[str, float]:
    share = share_of(pieces)
    return {_BIAS: 1.0} | dict.fromkeys(pieces, share)


def _as_yaml(start: float, points: Mapping[str, float]) -> str:
    """The table; pieces with the same points share an entry."""
    by_points: dict[float, list[str]] = defaultdict(list)
    for piece, value in points.items():
        if abs(rounded := round(value * 2) / 2) >= _LEAST_POINTS and "#" not in piece:
            by_points[rounded].append(piece)
    lines = [
        "# 说话的样子：每个字、每两个连着的字，给“眼下有危险”加一点或减一点",
        "# （“|”是标点、空格或开头结尾）。",
        "# 由 `make learn` 从带标注的句子里学来，不必手改；要教新的说法，改 danger.yaml。",
        f"start: {start:.2f}",
        "hints:",
    ]
    for value in sorted(by_points, reverse=True):
        lines += [f"  {value:g}: >-", *_wrapped(sorted(by_points[value]))]
    return "\n".join(lines) + "\n"


def _wrapped(words: Iterable[str]) -> Iterator[str]:
    line = "   "
    for word in words:
        if len(line) + len(word) >= _LINE:
            yield line
            line = "   "
        line += f" {word}"
    yield line
