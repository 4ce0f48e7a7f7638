"""A length of time is written in words, and anything else is refused with the right forms."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from models.span import MOST, Span, SpanError, SpanField, Unit

SPANS = st.builds(Span, st.integers(1, MOST), st.sampled_from(Unit), st.booleans())


class Warranty(BaseModel):
    lasts: SpanField


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30 minutes", Span(30, Unit.MINUTES)),
        ("4 hours", Span(4, Unit.HOURS)),
        ("2 days", Span(2, Unit.DAYS)),
        ("30 working minutes", Span(30, Unit.MINUTES, working=True)),
        ("4 working hours", Span(4, Unit.HOURS, working=True)),
        ("1 working day", Span(1, Unit.DAYS, working=True)),
    ],
)
def test_a_span_reads_and_writes_the_same_words(text: str, span: Span) -> None:
    assert Span.parse(text) == span
    assert str(span) == text


@pytest.mark.parametrize(
    ("loose", "canonical"),
    [("1 days", "1 day"), ("2 hour", "2 hours"), ("  3  working\tdays ", "3 working days")],
)
def test_a_slip_in_number_or_spacing_is_forgiven(loose: str, canonical: str) -> None:
    assert str(Span.parse(loose)) == canonical


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "30",
        "minutes",
        "30minutes",
        "1.5 hours",
        "-2 days",
        "2 weeks",
        "working 2 days",
        "３ days",
    ],
)
def test_what_is_no_span_is_refused_with_the_right_forms(garbage: str) -> None:
    with pytest.raises(SpanError, match="4 working hours"):
        Span.parse(garbage)


@pytest.mark.parametrize("text", ["0 days", "10000 minutes", "9" * 5000 + " days"])
def test_a_span_is_neither_nothing_nor_endless(text: str) -> None:
    with pytest.raises(SpanError, match="from 1 to 9999"):
        Span.parse(text)


def test_a_span_made_in_code_keeps_the_same_bounds() -> None:
    with pytest.raises(SpanError, match="not 0"):
        Span(0, Unit.DAYS)


def test_the_length_is_clock_time() -> None:
    assert Span.parse("90 minutes").length == timedelta(hours=1.5)
    assert Span.parse("2 days").length == timedelta(days=2)
    assert Span.parse("4 working hours").length == timedelta(hours=4)


@given(SPANS)
def test_every_span_survives_being_written_down(span: Span) -> None:
    assert Span.parse(str(span)) == span


@given(st.text() | st.from_regex(r"[0-9]{1,6} (working )?[a-z]{1,8}"))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        span = Span.parse(text)
    except SpanError:
        return
    assert Span.parse(str(span)) == span


def test_a_field_of_a_model_is_text_in_the_file_and_a_span_in_the_program() -> None:
    warranty = Warranty.model_validate({"lasts": "3 working days"})
    assert warranty.lasts == Span(3, Unit.DAYS, working=True)
    assert warranty.model_dump(mode="json") == {"lasts": "3 working days"}
    assert Warranty.model_validate_json(warranty.model_dump_json()) == warranty


def test_a_field_takes_a_span_made_in_code() -> None:
    assert Warranty(lasts=Span(2, Unit.DAYS)).lasts == Span(2, Unit.DAYS)


@pytest.mark.parametrize("value", [30, None, {"count": 30, "unit": "minutes"}, "soon"])
def test_a_field_refuses_the_rest_with_the_right_forms(value: object) -> None:
    with pytest.raises(ValidationError, match="30 minutes"):
        Warranty.model_validate({"lasts": value})
