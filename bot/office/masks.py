"""Names and phone numbers as lists and pages show them before somebody has a purpose."""

import re

STARS = "**"
# Mobile numbers, also in groups, and fixed lines with their area code.
_PHONE = re.compile(r"(?<!\d)(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")


def masked_name(name: str | None) -> str:
    """A name of which only the beginning can be read; empty when there is none."""
    return f"{name[0]}{STARS}" if name else ""


def masked_phone(phone: str | None) -> str:
    """A phone number with its middle hidden; one too short to tell apart is hidden whole."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def without_phones(text: str) -> str:
    """Somebody's words with the middle of each phone number in them hidden."""
    return _PHONE.sub(lambda found: masked_phone(re.sub(r"\D", "", found[0])), text)
