"""Whom to phone from the page: the own community, and the numbers that are the same everywhere."""

import re
from collections.abc import Sequence

EMERGENCIES: Sequence[tuple[str, str]] = (("120", "救人"), ("119", "着火"), ("110", "报警"))
_SHORT = re.compile(r"(?<!\d)(?:1[12]\d|12356)(?!\d)")


def numbers_in(advice: str) -> Sequence[str]:
    """The emergency numbers that an advice names, in its order."""
    return tuple(dict.fromkeys(_SHORT.findall(advice)))


def dialled(phone: str) -> str:
    """A number as it stands in a ``tel:`` link."""
    return re.sub(r"[^0-9+]", "", phone)
