"""The shipped lexicon's answers to our labelled sentences, kept so that nobody waits for them.

Written down are only the answers a person did not give, and a mark of the words, weights and
sentences they belong to. Where one of these was changed the answers do not hold any more.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..lexicon import FOLDER
from ..understand import Understander
from .examples import LABELLED, Example, read_examples

ANSWERS = LABELLED.with_name("answers.json")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled messages, and what the shipped lexicon answers when that is known."""

    examples: Sequence[Example]
    answers: Sequence[str] | None = None


def our_labelled(kept: Path = ANSWERS) -> Labelled:
    """The labelled sentences that come with the project, with the answers while they hold."""
    examples, known = read_examples(LABELLED), json.loads(kept.read_text(encoding="utf-8"))
    if known["mark"] != _mark():
        return Labelled(examples)
    other: dict[str, str] = known["other"]
    return Labelled(examples, [other.get(str(i), each.queue) for i, each in enumerate(examples)])


def keep_answers(understander: Understander, kept: Path = ANSWERS) -> int:
    """Write down what the shipped lexicon answers; how many answers a person did not give."""
    answers = [(each, understander.understand(each.text).queue) for each in read_examples(LABELLED)]
    other = {i: queue for i, (each, queue) in enumerate(answers) if queue != each.queue}
    text = json.dumps({"mark": _mark(), "other": other}, indent=0)
    kept.write_text(text + "\n", encoding="utf-8")
    return len(other)


def _mark() -> str:
    files = [LABELLED, *sorted(each for each in FOLDER.iterdir() if each.is_file())]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
