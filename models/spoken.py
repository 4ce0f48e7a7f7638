"""Sentences that were said aloud once, kept so that the same words need no engine again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Collection
from models.document import from_document, to_document
from models.media import MediaFiles
from models.vault import Vault

KEPT = timedelta(days=30)  # since it was used last
# Source: WeChat 新增临时素材 docs: an upload is gone after three days.
UPLOAD_LASTS = timedelta(days=2, hours=12)
NOTED_EVERY = timedelta(days=1)  # so that a sentence said often is not written as often
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence in one voice: when it was used last, and WeChat's copy with its moment."""

    id: str
    used: datetime
    media_id: str | None = None
    uploaded: datetime | None = None

    def upload(self, now: datetime) -> str | None:
        """The media id, as long as WeChat is sure to know it."""
        is_good = self.uploaded is not None and now - self.uploaded < UPLOAD_LASTS
        return self.media_id if is_good else None


class SpokenWords:
    """The repository of spoken sentences, by a keyed hash of voice and words."""

    def __init__(self, collection: Collection, files: MediaFiles, vault: Vault) -> None:
        self._collection = collection
        self._files = files
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index by which the unused ones are found."""
        await self._collection.ensure_index([("used", 1)])

    def key(self, voice: str, words: str) -> str:
        """The name of a sentence, which tells nothing of it."""
        return self._vault.fingerprint(f"spoken\0{voice}\0{words}")

    async def get(self, key: str, now: datetime) -> Spoken | None:
        """A sentence, which counts as used by that."""
        stored = await self._collection.get(key)
        if stored is None:
            return None
        if now - stored["used"] >= NOTED_EVERY:
            await self._collection.update({"_id": key}, {"$set": {"used": now}})
        return from_document(Spoken, stored, self._vault)

    async def sound(self, key: str) -> bytes | None:
        """Its MP3; None when it was never made, or is forgotten."""
        try:
            content, _ = await self._files.read(key)
        except KeyError:
            return None
        return content

    async def keep(self, key: str, sound: bytes, now: datetime) -> None:
        """Keep a sentence that was made; keeping it again changes nothing."""
        # First, so that no file stays behind that nobody would forget.
        await self._collection.update({"_id": key}, {"$set": {"used": now}}, upsert=True)
        await self._files.put(key, sound, "audio/mpeg")

    async def uploaded(self, key: str, media_id: str, at: datetime) -> None:
        """Note what WeChat calls its copy, uploaded at a moment."""
        known = Spoken(key, used=at, media_id=media_id, uploaded=at)
        await self._collection.put(to_document(known, self._vault))

    async def not_there(self, key: str, media_id: str) -> None:
        """Note that WeChat does not know its copy any more."""
        guard = {"_id": key, "media_id": media_id}
        await self._collection.update(guard, {"$unset": {"media_id": "", "uploaded": ""}})

    async def forget_unused(self, now: datetime) -> int:
        """Delete what nobody needed for 30 days; how many sentences it was."""
        old = await self._collection.many({"used": {"$lt": now - KEPT}}, limit=_AT_ONCE)
        for each in old:
            await self._files.drop(each["_id"])
            await self._collection.delete({"_id": each["_id"]})
        return len(old)
