"""The one door to argon2: passwords are kept as hashes that are slow to try.

Source: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB and two passes.
"""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
_AT_ONCE = 2  # each takes 19 MiB and a core for a while
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


class WeakPasswordError(Exception):
    """A password that is too easy to guess, or too long."""


class Passwords:
    """Hashes and checks passwords beside the event loop, a few at once; tests may hash quickly."""

    def __init__(self, passes: int = 2, kibibytes: int = 19 * 1024) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=1)
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to be kept."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, _plain(password))

    async def is_right(self, password: str, kept: str | None) -> bool:
        """Whether this is the password; without one it takes the same time to say no."""
        if len(_plain(password)) > LONGEST:
            return False
        kept_or_not = kept or await self._hash_of_nobody()
        async with self._places:
            is_same = await asyncio.to_thread(self._verify, kept_or_not, _plain(password))
        return is_same and kept is not None

    async def _hash_of_nobody(self) -> str:
        if self._nobodys is None:
            self._nobodys = await self.hash(secrets.token_urlsafe())
        return self._nobodys

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def check_strength(password: str, name: str) -> None:
    """Refuse what is guessed first. Raises WeakPasswordError."""
    plain = _plain(password).lower()
    is_long = SHORTEST <= len(plain) <= LONGEST
    if not is_long or len(set(plain)) < SHORTEST // 2 or name in plain or plain.isdecimal():
        raise WeakPasswordError


def new_password() -> str:
    """A password to be told once and changed at the first sign-in."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _plain(password: str) -> str:
    """The same however a keyboard writes it."""
    return unicodedata.normalize("NFKC", password)
