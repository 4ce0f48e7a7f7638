"""From the settings to the engine that was chosen."""

from typing import Protocol

from bot.speech.ears import Ears
from bot.speech.espeak import Espeak
from bot.speech.mouth import Mouth
from bot.speech.openai_ears import OpenAiEars
from bot.speech.openai_mouth import OpenAiMouth
from bot.speech.settings import EarsSettings, MouthSettings
from bot.speech.sherpa_ears import SherpaEars


class OwnedEars(Ears, Protocol):
    """Ears that whoever opened them closes."""

    def close(self) -> None:
        """Let go of what they hold."""
        ...


def open_ears(settings: EarsSettings) -> OwnedEars | None:
    """The engine, inside the running event loop; None where only people listen."""
    if settings.engine == "openai":
        return OpenAiEars(settings)
    if settings.engine == "sherpa_onnx" and settings.folder:
        return SherpaEars(settings.folder, settings.seconds)
    return None


def open_mouth(settings: MouthSettings) -> Mouth | None:
    """The voice; None where nothing is said aloud."""
    if settings.engine == "openai":
        return OpenAiMouth(settings)
    espeak = Espeak(settings.seconds)
    speaks = settings.engine == "espeak" or (settings.engine == "auto" and espeak.is_installed)
    return espeak if speaks else None
