"""Finds what is wrong in the word lists before a resident does: words that can never match, words
that pull two ways, and lines that do nothing.
"""

from collections.abc import Sequence
from pathlib import Path

from .examples import Example
from .inspection import Finding, Inspection
from .lint_terms import contradictory, dead, dead_words, needless, swallowed, twice
from .lint_use import idle, lost, never_near, turned_round

__all__ = ["Finding", "lint"]

_CHECKS = (
    dead,
    dead_words,
    contradictory,
    turned_round,
    twice,
    idle,
    swallowed,
    needless,
    never_near,
    lost,
)


def lint(folder: Path, examples: Sequence[Example] = ()) -> list[Finding]:
    """Everything worth a look in a lexicon folder, errors first, then by file and line.

    `examples` show which terms and patterns never come up. Raises LexiconError when the lexicon
    cannot be loaded.
    """
    inspection = Inspection(folder, examples)
    found = [finding for check in _CHECKS for finding in check(inspection)]
    return sorted(found, key=lambda finding: (not finding.error, finding.file, finding.line))
