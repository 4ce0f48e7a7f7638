"""Answers as WeChat plays them: said once, uploaded, and used again as long as WeChat knows them.

It is made in the background while its notice waits, so that no written word is ever held up by an
engine that is slow, hangs or is gone.
"""

import asyncio
import logging

from bot.services import Services
from bot.speech.mouth import Mouth, MuteError
from bot.speech.wording import aloud
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.media import Media, MediaKind
from models.database import StoreUnavailableError

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 2
MOST_WAITING = 20  # beyond that nobody would hear it in time


class Voice:
    """Says answers by the mouth of the services; make it inside the running event loop."""

    def __init__(self, services: Services, client: WeChatClient) -> None:
        self._services = services
        self._client = client
        self._bound = asyncio.Semaphore(SIDE_BY_SIDE)
        self._making: dict[str, asyncio.Task[None]] = {}
        self._failed: dict[str, str] = {}

    async def ready(self, words: str) -> str | None:
        """The media id of these words said aloud; None while they are being made.

        Raises MuteError when they will not be.
        """
        mouth = self._services.mouth
        said = aloud(words)
        if mouth is None or not said:
            raise MuteError("nobody speaks" if mouth is None else "nothing to say aloud")
        store, now = self._services.store.spoken, self._services.clock()
        key = store.key(mouth.voice, said)
        if key in self._making:
            return None
        if why := self._failed.pop(key, None):
            raise MuteError(why)
        known = await store.get(key, now)
        if known and (media_id := known.upload(now)):
            return media_id
        self._start(mouth, key, said)
        return None

    async def expired(self, words: str, media_id: str) -> None:
        """Upload it anew next time: WeChat says that it does not know this one."""
        if mouth := self._services.mouth:
            store = self._services.store.spoken
            await store.not_there(store.key(mouth.voice, aloud(words)), media_id)

    async def settled(self) -> None:
        """Wait for all that is being made."""
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    async def close(self) -> None:
        """Make nothing more; what is owed is made anew after the next start."""
        for task in self._making.values():
            task.cancel()
        await self.settled()

    def _start(self, mouth: Mouth, key: str, said: str) -> None:
        # Another letter may have begun it while we looked.
        if key in self._making:
            return
        if len(self._making) >= MOST_WAITING:
            raise MuteError("too much waits to be said")
        self._making[key] = asyncio.create_task(self._make(mouth, key, said))

    async def _make(self, mouth: Mouth, key: str, said: str) -> None:
        """Have it said unless its sound is kept, and upload it."""
        try:
            async with self._bound:
                await self._upload(key, await self._sound(mouth, key, said))
        except (MuteError, ApiError, StoreUnavailableError) as error:
            self._fail(key, str(error))
            log.warning("not said aloud", extra={"why": str(error)})
        except Exception as error:
            self._fail(key, type(error).__name__)
            log.exception("not said aloud")
        finally:
            del self._making[key]

    def _fail(self, key: str, why: str) -> None:
        """Let the letter that waits know; whose letter never asks again must not pile up."""
        self._failed[key] = why
        while len(self._failed) > MOST_WAITING:
            del self._failed[next(iter(self._failed))]

    async def _sound(self, mouth: Mouth, key: str, said: str) -> bytes:
        store = self._services.store.spoken
        if kept := await store.sound(key):
            return kept
        sound = await mouth.say(said)
        await store.keep(key, sound, self._services.clock())
        return sound

    async def _upload(self, key: str, sound: bytes) -> None:
        at = self._services.clock()
        media = Media(sound, "audio/mpeg", "voice.mp3")
        media_id = await self._client.upload_media(MediaKind.VOICE, media)
        await self._services.store.spoken.uploaded(key, media_id, at)
