"""Every deed that the code notes in the audit trail is told in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.office.trail import DEEDS

ROOT = Path(__file__).resolve().parents[3]
PLACES = (*(ROOT / "bot" / "office").glob("*.py"), *(ROOT / "handlers" / "console").glob("*.py"))
DEED = re.compile(r"[a-z]+(_[a-z]+)*")


def noted() -> Iterator[str]:
    """What stands first of all words in a call of note, and what a variable ``deed`` holds."""
    for file in PLACES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_note = node.func.attr in ("note", "_note", "_done")
                yield from list(words_in(node.args))[:2] if is_note else ()
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "deed":
                yield from words_in([node.value])


def words_in(nodes: list[ast.expr]) -> Iterator[str]:
    """The texts given outright or as either side of a choice."""
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from words_in([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [node.value] if DEED.fullmatch(node.value) else []


def test_every_deed_noted_has_a_sentence() -> None:
    found = set(noted())
    assert len(found) > 20
    assert found - set(DEEDS) == set()


def test_every_sentence_is_of_a_deed_that_is_noted() -> None:
    assert set(DEEDS) - set(noted()) == set()
