"""Temporary media: what may be uploaded, and that it is gone after three days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from simulator.clock import VirtualClock
from simulator.errors import ApiError

LIFETIME = 3 * 24 * 3600
_CAPACITY = 256 * 2**20
_AMR_FRAME_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_FRAME_SECONDS = 0.02


@dataclass(frozen=True)
class Media:
    """One stored file."""

    id: str
    kind: str
    body: bytes
    content_type: str
    filename: str
    created_at: int


@dataclass(frozen=True)
class Limit:
    """What an upload of one kind may be: byte limit, its errcode, and how files begin."""

    size: int
    too_large: int
    looks_right: Callable[[bytes], bool]


def _is_image(body: bytes) -> bool:
    return body.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"))


def _is_voice(body: bytes) -> bool:
    is_mp3 = body.startswith(b"ID3") or (body[:1] == b"\xff" and body[1:2] >= b"\xe0")
    return is_mp3 or body.startswith(b"#!AMR")


def _is_video(body: bytes) -> bool:
    return body[4:8] == b"ftyp"


# Source: WeChat 服务号 docs, temporary media page; for images its note of 2 MB is the safe one.
LIMITS: Mapping[str, Limit] = {
    "image": Limit(2 * 2**20, 40009, _is_image),
    "voice": Limit(2 * 2**20, 40010, _is_voice),
    "video": Limit(10 * 2**20, 40011, _is_video),
    "thumb": Limit(64 * 2**10, 40012, lambda body: body.startswith(b"\xff\xd8\xff")),
}


def check_upload(kind: str, body: bytes) -> None:
    """Raise ApiError 40004, 44001, 40005, 45007 or the size code unless WeChat would take it."""
    if kind not in LIMITS:
        raise ApiError(40004)
    if not body:
        raise ApiError(44001)
    if len(body) > LIMITS[kind].size:
        raise ApiError(LIMITS[kind].too_large)
    if not LIMITS[kind].looks_right(body):
        raise ApiError(40005)
    if kind == "voice" and amr_seconds(body) > 60:
        raise ApiError(45007)


def amr_seconds(body: bytes) -> float:
    """Return the playing time of an AMR-NB file, 0 for any other file."""
    header = b"#!AMR\n"
    position, frames = len(header), 0
    while body.startswith(header) and position < len(body):
        position += _AMR_FRAME_BYTES[body[position] >> 3 & 0x0F]
        frames += 1
    return frames * _AMR_FRAME_SECONDS


class MediaStore:
    """Files by id, forgetting the oldest when 256 MB are reached."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._files: dict[str, Media] = {}
        self._bytes = 0

    def put(self, kind: str, body: bytes, content_type: str, filename: str) -> Media:
        """Store a file and return it with its new id."""
        media = Media(token_urlsafe(48), kind, body, content_type, filename, self._clock.seconds())
        self._files[media.id] = media
        self._bytes += len(body)
        while self._bytes > _CAPACITY and len(self._files) > 1:
            self._bytes -= len(self._files.pop(next(iter(self._files))).body)
        return media

    def get(self, media_id: str) -> Media:
        """Return a file; raises ApiError 40007 when it is unknown or older than three days."""
        media = self._files.get(media_id)
        if media is None or self._clock.now() >= media.created_at + LIFETIME:
            raise ApiError(40007)
        return media

    def has(self, media_id: str) -> bool:
        """Tell whether a message may still refer to this file."""
        try:
            return bool(self.get(media_id))
        except ApiError:
            return False

    def shown(self, media_id: str) -> Media | None:
        """Return a file for the chat page, which keeps showing it after it expired."""
        return self._files.get(media_id)
