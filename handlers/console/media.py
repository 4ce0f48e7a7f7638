"""Photos and recordings of a ticket, for whoever may see the ticket."""

import asyncio
import contextlib

from bot.powers import Duty
from bot.speech.audio import AudioError, playable
from handlers.console.door import ConsoleDoor

# What a browser may show by itself; all else is only handed out to be kept.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "audio/mpeg", "audio/mp3", "video/mp4"})
AMR = b"#!AMR"
AMR_TYPE = "audio/amr"
UNKNOWN = "application/octet-stream"
MP3_TYPE = "audio/mpeg"
ORIGINAL = "original"  # asks for a recording as it came


class MediaDoor(ConsoleDoor):
    """One file; it has to belong to the ticket of the address."""

    duty = Duty.TICKETS

    async def get(self, number: str, media_id: str) -> None:
        """Send it as it was kept; a recording so that every browser plays it, unless asked."""
        ticket = await self.ticket(number)
        found = [each for each in ticket.attachments if each.media_id == media_id]
        if not found or found[0].file is None:
            self.refuse(404)
        is_played = found[0].kind == "voice" and self.get_query_argument("as", "") != ORIGINAL
        try:
            read = self._played if is_played else self._kept
            content, kind = await read(found[0].file)
        except KeyError:
            self.refuse(404)
        self.set_header("Content-Type", kind)
        if kind not in SHOWN:
            self.set_header("Content-Disposition", f'attachment; filename="{_name(number, kind)}"')
        self.finish(content)

    async def _kept(self, file: str) -> tuple[bytes, str]:
        """The file and its type. Raises KeyError."""
        content, kind = await self.services.store.media.read(file)
        return content, _kind_of(content, kind)

    async def _played(self, file: str) -> tuple[bytes, str]:
        """The recording as MP3, made once; as it was kept where it cannot be. Raises KeyError."""
        media, made = self.services.store.media, f"{file}.mp3"
        with contextlib.suppress(KeyError):
            return await media.read(made)
        content, kind = await self._kept(file)
        try:
            content, kind = await asyncio.to_thread(playable, content), MP3_TYPE
        except AudioError:
            return content, kind
        await media.put(made, content, kind)
        return content, kind


def _kind_of(content: bytes, kind: str) -> str:
    """The type to be told; WeChat's recordings are known by their first bytes."""
    if content.startswith(AMR):
        return AMR_TYPE
    plain = kind.split(";")[0].strip().lower()
    return plain if plain in SHOWN or plain.startswith("audio/") else UNKNOWN


def _name(number: str, kind: str) -> str:
    ending = "amr" if kind == AMR_TYPE else "bin"
    return f"{number}.{ending}"
