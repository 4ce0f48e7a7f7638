"""Ears on any server that speaks OpenAI's protocol, in the cloud or beside us.

Source: OpenAI API reference, Audio, Create transcription.
"""

import asyncio
import json
import math
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.speech.audio import Sound, as_wav
from bot.speech.ears import Heard, UnheardError
from bot.speech.settings import EarsSettings

PATH = "/v1/audio/transcriptions"
_MOST_ANSWERED = 256 * 1024  # bytes; a minute of speech is a few thousand
_LEAST_LIKELY = -1.0  # mean log-probability of a word; below it Whisper itself distrusts the text
_MOST_LIKELY_NOTHING = 0.6  # probability that nobody speaks


class OpenAiEars:
    """The engine; make it inside the running event loop, and close it."""

    def __init__(self, settings: EarsSettings) -> None:
        self._settings = settings
        self._http = AsyncHTTPClient(
            force_instance=True, max_clients=20, max_body_size=_MOST_ANSWERED
        )

    @property
    def seconds(self) -> float:
        """How long fetching and hearing a recording may take in all."""
        return self._settings.seconds

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    async def hear(self, sound: Sound) -> Heard:
        """The words of a sound. Raises UnheardError."""
        request = self._request(await asyncio.to_thread(as_wav, sound))
        try:
            response = await self._http.fetch(request, raise_error=False)
        except (HTTPClientError, OSError, ValueError) as error:
            # Not chained: a cause may print the address, and a key with it.
            raise UnheardError(type(error).__name__) from None
        if response.code != HTTPStatus.OK:
            raise UnheardError(f"HTTP {response.code}")
        return _read(response.body)

    def _request(self, recording: bytes) -> HTTPRequest:
        settings, boundary = self._settings, secrets.token_hex(16)
        asked = {"model": settings.model, "language": "zh", "response_format": "verbose_json"}
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if key := settings.key.get_secret_value():
            headers["Authorization"] = f"Bearer {key}"
        return HTTPRequest(
            settings.url.rstrip("/").removesuffix("/v1") + PATH,
            method="POST",
            headers=headers,
            body=_form(boundary, asked, recording),
            follow_redirects=False,
            connect_timeout=min(5.0, settings.seconds),
            request_timeout=settings.seconds,
        )


def _form(boundary: str, asked: Mapping[str, str], recording: bytes) -> bytes:
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in asked.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="voice.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    )
    return head.encode() + recording + f"\r\n--{boundary}--\r\n".encode()


def _read(body: bytes) -> Heard:
    """What the answer says, whatever type it claims to be. Raises UnheardError."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise UnheardError("the answer is no JSON") from None
    text = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(text, str):
        raise UnheardError("the answer has no text")
    return Heard(text.strip(), _is_sure(answer.get("segments")))


def _is_sure(segments: Any) -> bool:
    """Whether no part is doubtful; a server that tells nothing of it is believed."""
    parts = segments if isinstance(segments, list) else []
    return not any(_is_doubtful(each) for each in parts if isinstance(each, dict))


def _is_doubtful(segment: Mapping[str, Any]) -> bool:
    likely = _number(segment.get("avg_logprob"), 0.0)
    nothing = _number(segment.get("no_speech_prob"), 0.0)
    return likely < _LEAST_LIKELY or nothing > _MOST_LIKELY_NOTHING


def _number(value: Any, otherwise: float) -> float:
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number else otherwise
