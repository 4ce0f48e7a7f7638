"""Photos and recordings on the way in and out, whose answers are sometimes JSON and say so badly.

Source: WeChat 获取临时素材 and 新增临时素材 docs.
"""

import re
import secrets
from dataclasses import dataclass, field
from email.message import Message as Headers
from enum import StrEnum
from typing import Protocol

_JSON_LIMIT = 64 * 1024  # bytes; no error or video link is longer


class MediaKind(StrEnum):
    """What can be uploaded: image ≤ 2 MB, voice ≤ 2 MB and 60 s, video ≤ 10 MB, thumb ≤ 64 KB."""

    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    THUMB = "thumb"


@dataclass(frozen=True, slots=True)
class Media:
    """A file with its type and name."""

    content: bytes = field(repr=False)
    content_type: str
    filename: str


class MediaSource(Protocol):
    """Where files that people sent us are fetched from."""

    async def download_media(self, media_id: str) -> Media:
        """Return a file. Raises ApiError."""
        ...


def may_be_json(body: bytes) -> bool:
    """Whether what should be a file looks like an error or a video link instead."""
    return len(body) < _JSON_LIMIT and body.lstrip()[:1] == b"{"


def received(body: bytes, content_type: str, disposition: str) -> Media:
    """Return a downloaded file; without a name of its own it is called `media`."""
    headers = Headers()
    headers["Content-Disposition"] = disposition
    return Media(body, content_type, headers.get_filename() or "media")


def multipart(media: Media) -> tuple[str, bytes]:
    """Return the Content-Type and the body of a form with `media` as its field `media`."""
    boundary = secrets.token_hex(16)
    name = re.sub(r"[^A-Za-z0-9._-]", "_", media.filename) or "media"
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="media"; filename="{name}"\r\n'
        f"Content-Type: {media.content_type}\r\n\r\n"
    )
    body = head.encode() + media.content + f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body
