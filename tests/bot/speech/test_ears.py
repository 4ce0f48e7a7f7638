"""An engine is asked as its protocol wants it, and what is missing for one is told at once."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.speech.audio import decoded
from bot.speech.ears import UnheardError
from bot.speech.openai_ears import OpenAiEars
from bot.speech.opening import open_ears
from bot.speech.settings import EarsSettings
from tests.support.engine import running_engine
from tests.support.recordings import recording

LEAK = decoded(recording("leak.amr"))


@pytest.mark.parametrize("ending", ["", "/", "/v1"])
def test_it_gets_the_sound_the_model_the_language_and_the_key(ending: str) -> None:
    async def run() -> None:
        async with running_engine() as engine:
            engine.hears("leak.amr", " 水管漏水了 ")
            key = SecretStr("sesame")
            settings = EarsSettings(engine="openai", url=engine.url + ending, model="m", key=key)
            ears = OpenAiEars(settings)
            try:
                assert (await ears.hear(LEAK)).text == "水管漏水了"
            finally:
                ears.close()
            (asked,) = engine.asked
            assert asked == {
                "model": "m",
                "language": "zh",
                "response_format": "verbose_json",
                "key": "Bearer sesame",
            }
            assert engine.sounds == [LEAK]

    asyncio.run(run())


def test_nobody_there_is_no_words() -> None:
    async def run() -> None:
        ears = OpenAiEars(EarsSettings(engine="openai", url="http://127.0.0.1:9", seconds=1))
        try:
            with pytest.raises(UnheardError):
                await ears.hear(LEAK)
        finally:
            ears.close()

    asyncio.run(run())


def test_without_an_engine_there_are_no_ears() -> None:
    assert open_ears(EarsSettings()) is None


def test_what_an_engine_lacks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each for each, _ in EarsSettings(engine="openai").problems()] == [("url",)]
    ((place, told),) = EarsSettings(engine="sherpa_onnx", folder=tmp_path).problems()
    assert place == ("engine",)
    assert "pip install sherpa-onnx" in told
    (tmp_path / "sherpa_onnx.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert EarsSettings(engine="sherpa_onnx").problems()[0][0] == ("folder",)
    ((place, told),) = EarsSettings(engine="sherpa_onnx", folder=tmp_path).problems()
    assert (place, told) == (("folder",), "model.int8.onnx and tokens.txt not there")


def test_the_key_is_never_shown() -> None:
    assert "sesame" not in str(EarsSettings(key=SecretStr("sesame")).model_dump(mode="json"))
