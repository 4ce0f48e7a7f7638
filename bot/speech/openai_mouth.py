"""A voice from a server that speaks as OpenAI's does, such as one the community runs itself."""

import orjson
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.speech.mouth import MOST_SOUND, MuteError, fitted
from bot.speech.settings import MouthSettings

CONNECT_SECONDS = 3.0


class OpenAiMouth:
    """Asks the server once for every sentence. Source: OpenAI API reference, create speech."""

    def __init__(self, settings: MouthSettings) -> None:
        self._settings = settings

    @property
    def voice(self) -> str:
        """What tells this voice from every other."""
        return f"{self._settings.url} {self._settings.model} {self._settings.voice}"

    async def say(self, words: str) -> bytes:
        """The words as an MP3 of at most 2 MB and 60 seconds. Raises MuteError."""
        http = AsyncHTTPClient(force_instance=True, max_body_size=MOST_SOUND)
        try:
            answer = await http.fetch(self._request(words))
        except HTTPClientError as error:
            raise MuteError(f"the server of the voice answered {error.code}") from None
        except (OSError, ValueError) as error:
            told = f"the server of the voice did not answer: {type(error).__name__}"
            raise MuteError(told) from None
        finally:
            http.close()
        return await fitted(answer.body)

    def _request(self, words: str) -> HTTPRequest:
        asked = {"model": self._settings.model, "voice": self._settings.voice}
        headers = {"Content-Type": "application/json"}
        if key := self._settings.key.get_secret_value():
            headers["Authorization"] = f"Bearer {key}"
        return HTTPRequest(
            f"{self._settings.url.rstrip('/')}/v1/audio/speech",
            method="POST",
            headers=headers,
            body=orjson.dumps(asked | {"input": words, "response_format": "mp3"}),
            connect_timeout=min(CONNECT_SECONDS, self._settings.seconds),
            request_timeout=self._settings.seconds,
            # The key and the words are for this server alone.
            follow_redirects=False,
        )
