"""A photo somebody adds on the page: made smaller, and freed of where and when it was taken."""

import asyncio
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 12 * 1024 * 1024  # bytes as it comes
KIND = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 60_000_000
_SIDE = 2000  # pixels, more than any screen of the office shows
_QUALITY = 85


class PhotoError(Exception):
    """This is no photo we can read."""


async def cleaned(content: bytes) -> bytes:
    """The photo as a JPEG of at most ``_SIDE`` pixels a side. Raises PhotoError."""
    return await asyncio.to_thread(_clean, content)


def _clean(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as photo:
            if photo.width * photo.height > _MOST_PIXELS:
                raise PhotoError
            photo.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    # Pillow raises many kinds of errors for a file that is cut off or was never a photo.
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise PhotoError from error
    except Image.DecompressionBombError as error:
        raise PhotoError from error
    upright.thumbnail((_SIDE, _SIDE))
    # A picture of its own: what the camera wrote beside the pixels is not copied.
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    made = BytesIO()
    plain.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()
