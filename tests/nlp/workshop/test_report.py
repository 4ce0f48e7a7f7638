"""The tables a person reads after an evaluation."""

from nlp.workshop.evaluate import Answer, score
from nlp.workshop.examples import Example
from nlp.workshop.report import report


def test_numbers_reasons_and_errors_are_shown() -> None:
    examples = [Example("路灯坏了\n来修", "repair", reason="short"), Example("早上好", "other")]
    answers = [Answer(e, "other", 0.9, False, ("other",), 0.001) for e in examples]
    shown = report(score(answers))
    assert "accuracy                  0.5" in shown
    assert "short" in shown
    assert "repair → other (0.9): 路灯坏了 来修" in shown


def test_tables_without_rows_are_left_out() -> None:
    shown = report(score([Answer(Example("早", "other"), "other", 0.9, False, ("other",), 0.001)]))
    assert "reason" not in shown
    assert "\n\n\n" not in shown
