"""Whom to phone from the page: the own community, and the numbers that are the same everywhere."""

import re
from collections.abc import Sequence

from bot.services import Services

EMERGENCIES: Sequence[tuple[str, str]] = (("120", "救人"), ("119", "着火"), ("110", "报警"))
_SHORT = re.compile(r"(?<!\d)(?:1[12]\d|12356)(?!\d)")


def community_phone(services: Services, area: str | None) -> str | None:
    """The number of the office nearest to an area; of nowhere, the only one there is."""
    found = services.areas.get(area)
    for each in reversed(found.path if found else ()):
        known = services.areas.get(each)
        if known and known.phone:
            return known.phone
    phones = {each.phone for each in services.areas if each.phone}
    return phones.pop() if len(phones) == 1 else None


def numbers_in(advice: str) -> Sequence[str]:
    """The emergency numbers that an advice names, in its order."""
    return tuple(dict.fromkeys(_SHORT.findall(advice)))


def dialled(phone: str) -> str:
    """A number as it stands in a ``tel:`` link."""
    return re.sub(r"[^0-9+]", "", phone)


def veiled(phone: str) -> str:
    """A number that its owner recognises and nobody else can dial."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else f"****{phone[-2:]}"
