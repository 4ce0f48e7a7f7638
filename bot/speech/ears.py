"""What hears recordings, whichever engine does it."""

from dataclasses import dataclass
from typing import Protocol

from bot.speech.audio import Sound


class UnheardError(Exception):
    """No words could be made out: the engine failed, was too slow, or said something odd."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words made out in a recording, and whether the engine is sure of them."""

    text: str
    is_sure: bool = True


class Ears(Protocol):
    """An engine that hears."""

    @property
    def seconds(self) -> float:
        """How long fetching and hearing a recording may take in all."""
        ...

    async def hear(self, sound: Sound) -> Heard:
        """The words of a sound. Raises UnheardError."""
        ...
