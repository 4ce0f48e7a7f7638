"""Recordings of any kind become plain samples, or a reason why not, and never anything else."""

import contextlib
import wave
from hashlib import sha256
from io import BytesIO

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.speech.audio import MOST_BYTES, RATE, AudioError, Fault, Sound, as_mp3, as_wav, decoded
from tests.support.recordings import FIXTURES, recording

LEAK = decoded(recording("leak.amr"))


def encoded(form: str, codec: str, rate: int = 16_000) -> bytes:
    """The leak in another format."""
    file = BytesIO()
    with av.open(BytesIO(as_wav(LEAK)), "r") as source, av.open(file, "w", format=form) as written:
        stream = written.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        for frame in source.decode(audio=0):
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    return file.getvalue()


def wav(seconds: float, loudness: int) -> bytes:
    """A WAV of a hum."""
    half = RATE // 200
    period = (
        loudness.to_bytes(2, "little") * half
        + (-loudness).to_bytes(2, "little", signed=True) * half
    )
    return as_wav(Sound(period * int(seconds * 100)))


def fault_of(content: bytes) -> Fault:
    with pytest.raises(AudioError) as raised:
        decoded(content)
    return raised.value.fault


@pytest.mark.parametrize("name", sorted(each.name for each in FIXTURES.iterdir()))
def test_the_recordings_of_the_chat_are_heard(name: str) -> None:
    assert 0.5 < decoded(recording(name)).seconds < 6


@pytest.mark.parametrize(
    ("form", "codec", "rate"),
    [
        ("mp3", "libmp3lame", 16_000),
        ("wav", "pcm_s16le", 16_000),
        ("ogg", "libopus", 48_000),
        ("ipod", "aac", 16_000),
    ],
)
def test_other_formats_are_heard_whatever_they_are_called(form: str, codec: str, rate: int) -> None:
    assert decoded(encoded(form, codec, rate)).seconds == pytest.approx(LEAK.seconds, abs=0.2)


def test_wide_band_amr_is_heard() -> None:
    # Nothing here writes it, so a second of noise is put into its frames (6.60 kbit/s: 17 bytes).
    noise = [sha256(bytes([number])).digest() for number in range(50)]
    frames = b"".join(b"\x04" + each[:17] for each in noise)
    assert decoded(b"#!AMR-WB\n" + frames).seconds == pytest.approx(1, abs=0.05)


def test_what_we_write_is_read_back() -> None:
    assert decoded(as_wav(LEAK)).samples == LEAK.samples
    assert decoded(as_mp3(LEAK)).seconds == pytest.approx(LEAK.seconds, abs=0.1)
    with wave.open(BytesIO(as_wav(LEAK))) as read:
        assert (read.getframerate(), read.getnchannels()) == (RATE, 1)


def test_a_recording_without_content_is_empty() -> None:
    assert fault_of(b"") is Fault.EMPTY
    assert fault_of(b"#!AMR\n") in (Fault.EMPTY, Fault.UNREADABLE)


def test_what_is_too_large_is_not_even_looked_at() -> None:
    assert fault_of(b"#!AMR\n" + bytes(MOST_BYTES)) is Fault.TOO_LARGE


def test_a_minute_is_heard_and_more_is_not() -> None:
    assert decoded(wav(60, 9000)).seconds == 60
    assert fault_of(wav(61.5, 9000)) is Fault.TOO_LONG


def test_a_long_recording_in_few_bytes_is_not_decoded_to_its_end() -> None:
    quarter = as_mp3(Sound(bytes(RATE * 2 * 900)))
    assert len(quarter) > 61 * 4000 // 2
    assert fault_of(quarter[:MOST_BYTES]) in (Fault.TOO_LONG, Fault.TOO_LARGE)


def test_silence_is_told_from_speech() -> None:
    assert fault_of(wav(3, 20)) is Fault.SILENT
    assert decoded(wav(3, 20)[:-RATE] + b"\x40\x1f\xc0\xe0" * (RATE // 4)).seconds == 3


@pytest.mark.parametrize(
    "content",
    [
        b"hello, this is no recording",
        b"#!AMR\n" + b"\xff" * 500,
        b"\xff\xd8\xff\xe0 a photo",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
        b'{"errcode":40007,"errmsg":"invalid media_id"}',
    ],
)
def test_what_is_no_recording_is_unreadable(content: bytes) -> None:
    assert fault_of(content) is Fault.UNREADABLE


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([b"", b"#!AMR\n", b"#!AMR-WB\n", b"RIFF", b"OggS", b"ID3\x03", b"\xff\xfb"]),
    st.binary(max_size=600),
)
def test_whatever_comes_is_a_sound_or_a_fault(beginning: bytes, rest: bytes) -> None:
    _sound_or_fault(beginning + rest)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 255), st.integers(0, 5000))
def test_a_damaged_recording_is_a_sound_or_a_fault(at: int, value: int, end: int) -> None:
    for whole in (recording("leak.amr"), as_mp3(LEAK), as_wav(LEAK)):
        damaged = bytearray(whole)
        damaged[at % len(whole)] = value
        _sound_or_fault(bytes(damaged[: max(end, 1)]))


def _sound_or_fault(content: bytes) -> None:
    with contextlib.suppress(AudioError):
        assert decoded(content).seconds > 0
