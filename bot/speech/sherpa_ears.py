"""Ears on this machine: a SenseVoice model in a folder, heard with sherpa-onnx.

The package is large and no dependency of ours; who wants it installs it. Source: sherpa-onnx
docs, Python API of the offline recognizer.
"""

import asyncio
from array import array
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.speech.audio import RATE, Sound
from bot.speech.ears import Heard, UnheardError
from bot.speech.settings import MODEL_FILES


class SherpaEars:
    """The engine, with its model in memory; one recording is heard at a time."""

    def __init__(self, folder: Path, seconds: float) -> None:
        model, tokens = (str(folder / name) for name in MODEL_FILES)
        # Loaded here and not above: without this engine nobody needs the package.
        self._recognizer: Any = import_module("sherpa_onnx").OfflineRecognizer.from_sense_voice(
            model=model, tokens=tokens, language="zh", use_itn=True
        )
        self._seconds = seconds
        self._turn = asyncio.Lock()

    @property
    def seconds(self) -> float:
        """How long fetching and hearing a recording may take in all."""
        return self._seconds

    def close(self) -> None:
        """Nothing is held but memory."""

    async def hear(self, sound: Sound) -> Heard:
        """The words of a sound. Raises UnheardError."""
        async with self._turn:
            try:
                text = await asyncio.to_thread(self._transcribe, sound)
            except RuntimeError as error:
                raise UnheardError(str(error)) from None
        return Heard(text.strip())

    def _transcribe(self, sound: Sound) -> str:
        stream = self._recognizer.create_stream()
        stream.accept_waveform(RATE, [each / 32768 for each in array("h", sound.samples)])
        self._recognizer.decode_stream(stream)
        return str(stream.result.text)
