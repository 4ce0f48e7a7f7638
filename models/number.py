"""Ticket numbers that can be read over the phone: short, digits only, with a check digit.

The last digit is Damm's check digit, which notices every wrong digit and every swapped pair of
neighbours, so a misheard number finds nothing rather than somebody else's ticket.
"""

import asyncio

from models.database import Collection

FIRST = 1001
BLOCK = 100

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """Damm's check digit of a string of digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def is_number(digits: str) -> bool:
    """Whether this could be one of our numbers."""
    return len(digits) > len(str(FIRST)) and digits.isdecimal() and check_digit(digits) == "0"


class Numbers:
    """Hands out numbers from blocks taken from the store, one round trip a hundred."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._turn = asyncio.Lock()
        self._next = self._end = 0

    async def take(self) -> str:
        """The next number; numbers left over when a process ends are never used."""
        async with self._turn:
            if self._next >= self._end:
                self._next = await self._collection.next_of("ticket", BLOCK)
                self._end = self._next + BLOCK
            digits = str(FIRST + self._next)
            self._next += 1
        return digits + check_digit(digits)
