"""Shows what alarms and what does not, since a missed danger and a false alarm are read by eye."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..understand import Understander
from .examples import Example

Heard = tuple[Example, str | None]


def alarms(understander: Understander, file: Path, examples: Iterable[Example]) -> str:
    """The numbers of a labelled file with what was missed, then every alarm that nobody meant.

    Of a file without labels, every alarm.
    """
    heard = [(each, understander.understand(each.text).danger) for each in examples]
    return "\n".join([f"== {file}", *_numbers(heard), *_lines(heard)])


def _numbers(heard: list[Heard]) -> Iterator[str]:
    meant = [danger for each, danger in heard if each.danger]
    calm = [danger for each, danger in heard if each.danger is False]
    if meant:
        found = sum(danger is not None for danger in meant)
        yield f"dangers {len(meant)}, found {found}, recall {found / len(meant):.4f}"
    if calm:
        false = sum(danger is not None for danger in calm)
        yield f"no dangers {len(calm)}, false alarms {false}, {false / len(calm):.4f}"
    alarming = sum(danger is not None for _, danger in heard)
    yield f"messages {len(heard)}, alarms {alarming}"


def _lines(heard: list[Heard]) -> Iterator[str]:
    for each, danger in heard:
        words = " ".join(each.text.split())
        if each.danger and danger is None:
            yield f"missed: {words}"
        elif danger and not each.danger:
            yield f"{danger}: {words}"
