"""The settings of speech: what hears recordings, and what reads answers aloud."""

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

Complaint = tuple[tuple[str, ...], str]  # the setting, and what is wrong with it


class EarsSettings(BaseModel):
    """What hears recordings; ``seconds`` is how long fetching and hearing one may take."""

    model_config = ConfigDict(extra="forbid")

    engine: Literal["none", "openai", "sherpa_onnx"] = "none"
    url: str = Field(default="", pattern="^(https?://.+)?$")
    key: SecretStr = SecretStr("")
    model: str = "whisper-1"
    folder: Path | None = None
    seconds: float = Field(default=20, ge=1, le=120)

    def problems(self) -> list[Complaint]:
        """What the chosen engine lacks."""
        if self.engine == "openai" and not self.url:
            return [(("url",), "missing; give the server that has /v1/audio/transcriptions")]
        return self._local_problems() if self.engine == "sherpa_onnx" else []

    def _local_problems(self) -> list[Complaint]:
        if find_spec("sherpa_onnx") is None:
            return [(("engine",), "sherpa_onnx is not installed; pip install sherpa-onnx")]
        if self.folder is None:
            return [(("folder",), "missing; give the folder of the model")]
        missing = [name for name in MODEL_FILES if not (self.folder / name).is_file()]
        return [(("folder",), f"{' and '.join(missing)} not there")] if missing else []


# Source: sherpa-onnx docs, SenseVoice models: what such a model's archive holds.
MODEL_FILES = ("model.int8.onnx", "tokens.txt")


class MouthSettings(BaseModel):
    """What reads answers aloud; ``seconds`` is how long it may take for one."""

    model_config = ConfigDict(extra="forbid")

    engine: Literal["auto", "espeak", "openai", "none"] = "auto"
    url: str = Field(default="", pattern="^(https?://.+)?$")
    key: SecretStr = SecretStr("")
    model: str = "tts-1"
    voice: str = "alloy"
    seconds: float = Field(default=20, ge=1, le=120)

    def problems(self) -> list[Complaint]:
        """What the chosen engine lacks."""
        if self.engine == "openai" and not self.url:
            return [(("url",), "missing; give the server that has /v1/audio/speech")]
        return []


class SpeechSettings(BaseModel):
    """All of it."""

    model_config = ConfigDict(extra="forbid")

    ears: EarsSettings = EarsSettings()
    mouth: MouthSettings = MouthSettings()

    def problems(self) -> list[Complaint]:
        """What is wrong with what was chosen."""
        heard = [(("ears", *place), sentence) for place, sentence in self.ears.problems()]
        said = [(("mouth", *place), sentence) for place, sentence in self.mouth.problems()]
        return heard + said
