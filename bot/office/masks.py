"""Names and phone numbers as lists and pages show them before somebody has a purpose."""

STARS = "**"


def masked_name(name: str | None) -> str:
    """A name of which only the beginning can be read; empty when there is none."""
    return f"{name[0]}{STARS}" if name else ""


def masked_phone(phone: str | None) -> str:
    """A phone number with its middle hidden; one too short to tell apart is hidden whole."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"
