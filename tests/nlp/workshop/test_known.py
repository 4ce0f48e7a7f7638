"""The kept answers of the shipped lexicon: used while they hold, not a moment longer."""

import json
from pathlib import Path

from nlp.workshop.known import ANSWERS, our_labelled


def test_the_kept_answers_hold_for_what_is_shipped() -> None:
    known = our_labelled()
    assert known.answers is not None, "run python -m nlp answers"
    assert len(known.answers) == len(known.examples)


def test_answers_given_with_other_words_or_weights_are_not_used(tmp_path: Path) -> None:
    old = tmp_path / "answers.json"
    old.write_text(json.dumps(json.loads(ANSWERS.read_text()) | {"mark": "of another time"}))
    assert our_labelled(old).answers is None
    assert our_labelled(old).examples == our_labelled().examples
