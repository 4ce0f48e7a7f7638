"""Recordings as plain samples: the one place that knows their formats, since senders name none.

Every function blocks for a while: call it in a thread.
"""

import math
import wave
from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from itertools import chain
from operator import mul

import av

RATE = 16_000  # samples a second, of 16 bits, one channel: what engines want
# Source: WeChat 新增临时素材 docs: a voice has at most 2 MB and 60 s.
MOST_BYTES = 2 * 1024 * 1024
MOST_SECONDS = 61  # the length that is told may be rounded down
MOST_SECONDS_PLAYED = 300
_QUIET = 0.003  # of full loudness, about -50 dB; nobody speaks more softly into a phone
_SKIPPED = 8  # every so many samples tell how loud it is
_WINDOW = RATE // _SKIPPED // 10  # a tenth of a second of those
# How each format begins. Only these are opened: others can name files and addresses to be read.
_BEGINNINGS = (
    (0, b"#!AMR", "amr"),
    (0, b"RIFF", "wav"),
    (0, b"OggS", "ogg"),
    (4, b"ftyp", "mov"),
    (0, b"ID3", "mp3"),
)


class Fault(StrEnum):
    """Why a recording cannot be heard."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    SILENT = "silent"


class AudioError(Exception):
    """A recording that cannot be heard; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples: 16 kHz, 16 bits, one channel."""

    samples: bytes = field(repr=False)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / 2 / RATE


def decoded(recording: bytes, most_bytes: int = MOST_BYTES) -> Sound:
    """The sound of a recording, whatever its name or type says it is.

    AMR, AMR-WB, MP3, WAV, M4A, and Ogg with Opus, Vorbis or Speex. Raises AudioError.
    """
    if len(recording) > most_bytes:
        raise AudioError(Fault.TOO_LARGE)
    sound = _sound(recording, MOST_SECONDS)
    if _is_silent(sound.samples):
        raise AudioError(Fault.SILENT)
    return sound


def playable(recording: bytes) -> bytes:
    """The recording as an MP3 file for people, who may hear what an engine cannot.

    Raises AudioError.
    """
    return as_mp3(_sound(recording, MOST_SECONDS_PLAYED))


def as_wav(sound: Sound) -> bytes:
    """The sound as a WAV file."""
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(sound.samples)
    return file.getvalue()


def as_mp3(sound: Sound) -> bytes:
    """The sound as an MP3 file, which every browser and WeChat play."""
    file = BytesIO()
    with av.open(file, "w", format="mp3") as written:
        stream = written.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = 32_000
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(sound.samples) // 2)
        frame.sample_rate = RATE
        frame.planes[0].update(sound.samples)
        fitted = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
        for each in chain(fitted.resample(frame), [None]):
            written.mux(stream.encode(each))
    return file.getvalue()


def _format_of(recording: bytes) -> str:
    """The format by the first bytes; an MP3 may begin with its sound at once."""
    for position, mark, name in _BEGINNINGS:
        if recording.startswith(mark, position):
            return name
    if recording[0] == 0xFF and recording[1:2] >= b"\xe0":
        return "mp3"
    raise AudioError(Fault.UNREADABLE)


def _sound(recording: bytes, most: float) -> Sound:
    if not recording:
        raise AudioError(Fault.EMPTY)
    try:
        samples = _samples(recording, _format_of(recording), most)
    except (av.FFmpegError, ValueError, ArithmeticError, LookupError, MemoryError):
        raise AudioError(Fault.UNREADABLE) from None
    if not samples:
        raise AudioError(Fault.EMPTY)
    return Sound(samples)


def _samples(recording: bytes, form: str, most: float) -> bytes:
    """The samples; what lasts longer than so many seconds is not decoded to its end."""
    with av.open(BytesIO(recording), "r", format=form, metadata_errors="ignore") as opened:
        if not opened.streams.audio:
            raise AudioError(Fault.UNREADABLE)
        fitted = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        parts, size = [], 0
        for frame in chain(opened.decode(audio=0), [None]):
            for part in fitted.resample(frame):
                parts.append(bytes(part.planes[0])[: part.samples * 2])
                size += part.samples
            if size > most * RATE:
                raise AudioError(Fault.TOO_LONG)
    return b"".join(parts)


def _is_silent(samples: bytes) -> bool:
    """Whether no tenth of a second is loud enough to be a word."""
    heard = array("h", samples)[::_SKIPPED]
    windows = (heard[start : start + _WINDOW] for start in range(0, len(heard), _WINDOW))
    return max(map(_loudness, windows)) < _QUIET


def _loudness(window: "array[int]") -> float:
    return math.sqrt(sum(map(mul, window, window)) / len(window)) / 32768
