"""The one door to pyotp: codes of an authenticator app as a second factor.

Source: RFC 6238, steps of 30 seconds; a step earlier or later is let pass for clocks that are off.
"""

from datetime import datetime

from pyotp import TOTP, random_base32

STEP_SECONDS = 30
_ISSUER = "解忧"


def new_secret() -> str:
    """A secret for an authenticator app."""
    return random_base32()


def address(secret: str, name: str) -> str:
    """What the app reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step a code belongs to, so that it can count once; None when it is wrong."""
    digits = "".join(each for each in code if each.isascii() and each.isdigit())
    current = int(now.timestamp()) // STEP_SECONDS
    for step in (current, current - 1, current + 1):
        if TOTP(secret).verify(digits, for_time=step * STEP_SECONDS):
            return step
    return None
