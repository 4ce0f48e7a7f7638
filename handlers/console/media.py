"""Photos and recordings of a ticket, for whoever may see the ticket."""

from bot.powers import Duty
from handlers.console.door import ConsoleDoor

# What a browser may show by itself; all else is only handed out to be kept.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "audio/mpeg", "audio/mp3", "video/mp4"})
AMR = b"#!AMR"
AMR_TYPE = "audio/amr"
UNKNOWN = "application/octet-stream"


class MediaDoor(ConsoleDoor):
    """One file; it has to belong to the ticket of the address."""

    duty = Duty.TICKETS

    async def get(self, number: str, media_id: str) -> None:
        """Send it as it was kept."""
        ticket = await self.ticket(number)
        files = [each.file for each in ticket.attachments if each.media_id == media_id]
        if not files or files[0] is None:
            self.refuse(404)
        try:
            content, kind = await self.services.store.media.read(files[0])
        except KeyError:
            self.refuse(404)
        kind = _kind_of(content, kind)
        self.set_header("Content-Type", kind)
        if kind not in SHOWN:
            self.set_header("Content-Disposition", f'attachment; filename="{_name(number, kind)}"')
        self.finish(content)


def _kind_of(content: bytes, kind: str) -> str:
    """The type to be told; WeChat's recordings are known by their first bytes."""
    if content.startswith(AMR):
        return AMR_TYPE
    plain = kind.split(";")[0].strip().lower()
    return plain if plain in SHOWN or plain.startswith("audio/") else UNKNOWN


def _name(number: str, kind: str) -> str:
    ending = "amr" if kind == AMR_TYPE else "bin"
    return f"{number}.{ending}"
