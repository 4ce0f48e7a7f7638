"""What says an answer aloud: one small interface, so that every street can choose its voice."""

import asyncio
from typing import Protocol

from bot.speech.audio import AudioError, as_mp3, decoded

# Source: WeChat 新增临时素材 docs: a voice is an MP3 of at most 2 MB and 60 seconds.
MOST_BYTES = 2 * 2**20
MOST_SECONDS = 60.0
MOST_SOUND = 12 * 2**20  # bytes of an engine's answer; a minute of stereo WAV at 48 kHz is 11 MB


class MuteError(Exception):
    """Something is not said aloud; the message says why, and what to do where that helps."""


class Mouth(Protocol):
    """Says words aloud; ``voice`` names the engine and all that changes how it sounds."""

    @property
    def voice(self) -> str:
        """What tells this voice from every other."""

    async def say(self, words: str) -> bytes:
        """The words as an MP3 of at most 2 MB and 60 seconds. Raises MuteError."""


async def fitted(sound: bytes) -> bytes:
    """What an engine said, as a voice message takes it. Raises MuteError."""
    try:
        return await asyncio.to_thread(_mp3_of, sound)
    except AudioError as error:
        raise MuteError(f"what the engine said is {error}") from error


def _mp3_of(sound: bytes) -> bytes:
    heard = decoded(sound, MOST_SOUND)
    if heard.seconds > MOST_SECONDS:
        raise MuteError("the engine said more than a minute")
    spoken = as_mp3(heard)
    if len(spoken) > MOST_BYTES:
        raise MuteError("the engine said more than 2 MB")
    return spoken
