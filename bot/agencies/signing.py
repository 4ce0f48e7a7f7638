"""Signatures between us and the programs of others, so that nobody can speak in their name.

Source: Standard Webhooks specification 1.0.0 (standardwebhooks.com), symmetric signatures.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping

FRESH_SECONDS = 300
_PREFIX = "whsec_"


class WrongSignatureError(Exception):
    """Not signed with our shared secret, or not just now."""


def signed(secret: str, identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a signed body; ``timestamp`` is in epoch seconds."""
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": _signature(secret, identifier, str(timestamp), body),
    }


def check(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> None:
    """Let pass what was signed within five minutes of ``now``. Raises WrongSignatureError."""
    identifier, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    is_time = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    if not identifier or not is_time or abs(now - int(timestamp)) > FRESH_SECONDS:
        raise WrongSignatureError
    ours = _signature(secret, identifier, timestamp, body).encode()
    # While secrets are changed a sender signs with both, separated by a blank.
    given = headers.get("webhook-signature", "").encode().split()
    if not any(hmac.compare_digest(ours, each) for each in given):
        raise WrongSignatureError


def _signature(secret: str, identifier: str, timestamp: str, body: bytes) -> str:
    content = f"{identifier}.{timestamp}.".encode() + body
    mark = hmac.digest(_key(secret), content, "sha256")
    return "v1," + base64.b64encode(mark).decode()


def _key(secret: str) -> bytes:
    """A secret as it stands, or what ``whsec_`` and base64 stand for."""
    try:
        if secret.startswith(_PREFIX):
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        pass
    return secret.encode()
