"""The recordings of the tests: spoken by espeak-ng, in the format in which WeChat hands them over.

``python -m tests.support.recordings`` makes them anew; that needs espeak-ng, the tests do not.
"""

import asyncio
from io import BytesIO
from pathlib import Path

import av

from bot.speech.espeak import Espeak

FIXTURES = Path(__file__).resolve().parents[1] / "bot" / "speech" / "fixtures"
RATE = 8000  # of AMR narrow band, samples a second
WORDS = {
    "leak.amr": "厨房水管漏水了",
    "light.amr": "三楼楼道灯不亮了，晚上看不见",
    "fall.amr": "我摔倒了，起不来",
    "one.amr": "一",
    "mumble.amr": "嗯，那个，嗯",
}


def recording(name: str) -> bytes:
    """A recording of ours."""
    return (FIXTURES / name).read_bytes()


def _as_amr(sound: bytes) -> bytes:
    file, fitted = BytesIO(), av.AudioResampler("s16", "mono", RATE, frame_size=RATE // 50)
    with av.open(BytesIO(sound), "r") as read, av.open(file, "w", format="amr") as written:
        stream = written.add_stream("libopencore_amrnb", rate=RATE, layout="mono")
        stream.bit_rate = 12_200
        for frame in [*read.decode(audio=0), None]:
            for part in fitted.resample(frame):
                written.mux(stream.encode(part))
        written.mux(stream.encode(None))
    return file.getvalue()


if __name__ == "__main__":
    for name, words in WORDS.items():
        (FIXTURES / name).write_bytes(_as_amr(asyncio.run(Espeak(20).say(words))))
