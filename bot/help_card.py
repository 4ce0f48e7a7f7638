"""The sheet that hangs on a door: an A6 page with a code anybody can scan, drawn to be printed.

Pure drawing. What the code says is given, and nothing of whoever lives behind the door is known
here, so nothing of them can be printed.
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import ceil

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q

DOTS = 300  # per inch
INCH = 25.4  # mm
SHEET = (1240, 1748)  # A6, 105 x 148 mm
CODE = ceil(48 * DOTS / INCH)  # dots; the code without its quiet zone is never smaller
QUIET = 4  # modules of white around a code; source: ISO/IEC 18004
MARGIN = 60
FACE = "Noto Sans CJK SC"
_PACKAGE, _FILE = "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"
_FACES = 10  # in the collection
_BAND_HEIGHT = 190
_WIDEST_GAP = 14  # dots, for each part of a gap between lines
_SMALLEST = 22  # dots, about 5 points: no name of an area is so long
_INK, _PAPER, _BAND, _WARN = "#000000", "#ffffff", "#0f4d35", "#8f1d14"

HEAD = "需要帮忙，请扫一扫"
WORDS = ("好心人扫一扫，", "说一声，社区就来人")
URGENT = "急事先打　120 救人　119 着火　110 报警"
NO_PHONE = "扫不了，请告诉社区的人"
BY_PHONE = "扫不了，请打电话："


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: what the code says, whose card it is to ask about, and its number."""

    content: str
    community: str
    phone: str | None
    number: str


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    largest: int
    ink: str = _INK
    rows: int = 1
    gap: int = 0  # above it
    bold: bool = True


def png(sheet: Sheet) -> bytes:
    """The sheet as a picture; it takes a good part of a second, so draw it in a thread."""
    drawn = io.BytesIO()
    few_colours = draw(sheet).quantize(32, dither=Image.Dither.NONE)
    few_colours.save(drawn, "PNG", optimize=True, dpi=(DOTS, DOTS))
    return drawn.getvalue()


def pdf(sheet: Sheet) -> bytes:
    """The sheet as one page of A6, to be printed as it is."""
    drawn = io.BytesIO()
    draw(sheet).save(drawn, "PDF", resolution=DOTS, quality=92, title=f"求助卡 {sheet.number}")
    return drawn.getvalue()


def draw(sheet: Sheet) -> Image.Image:
    """The sheet in dots."""
    page = Image.new("RGB", SHEET, _PAPER)
    pen = ImageDraw.Draw(page)
    code = _code(sheet.content)
    pen.rectangle((0, 0, SHEET[0], _BAND_HEIGHT - 1), fill=_BAND)
    head = _Line(HEAD, 118, _PAPER)
    _write(pen, head, (_BAND_HEIGHT - _height(_fitted(head))) // 2)
    page.paste(code, ((SHEET[0] - code.width) // 2, _BAND_HEIGHT))
    top = _BAND_HEIGHT + code.height
    lines = _lines(sheet)
    room = SHEET[1] - MARGIN // 2 - top - sum(_height(_fitted(each)) for each in lines)
    gap = min(room // sum(each.gap for each in lines), _WIDEST_GAP)
    for each in lines:
        top += each.gap * gap
        top += _write(pen, each, top)
    return page


def _lines(sheet: Sheet) -> list[_Line]:
    """What stands below the code, from the top."""
    phone = [_Line(BY_PHONE, 44, gap=2, bold=False), _Line(sheet.phone, 150)] if sheet.phone else []
    return [
        *(_Line(words, 84) for words in WORDS),
        _Line(sheet.community, 72, rows=2, gap=2),
        *(phone or [_Line(NO_PHONE, 60, gap=2)]),
        _Line(URGENT, 56, _WARN, gap=3),
        _Line(f"卡号 {sheet.number}", 38, gap=1, bold=False),
    ]


def _code(content: str) -> Image.Image:
    """The code with its quiet zone; each module is a whole number of dots."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(content)
    code.make(fit=True)
    code.box_size = ceil(CODE / code.modules_count)
    return code.make_image().get_image().convert("RGB")  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class _Fitted:
    rows: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    stroke: int


def _fitted(line: _Line) -> _Fitted:
    """As large as it can be with every letter on the sheet: on another row, or smaller."""
    for size in range(line.largest, _SMALLEST - 1, -2):
        font, stroke = _font(size), max(1, size // 36) if line.bold else 0
        wide = SHEET[0] - 2 * MARGIN - 2 * stroke
        rows = _rows(line.words, ceil(font.getlength(line.words) / wide))
        if len(rows) <= line.rows and all(font.getlength(each) <= wide for each in rows):
            return _Fitted(rows, font, stroke)
    raise ValueError(f"too long for a help card: {line.words!r}")


def _rows(words: str, count: int) -> tuple[str, ...]:
    """The words in so many rows, as even as they can be."""
    each = max(1, ceil(len(words) / max(1, count)))
    return tuple(words[start : start + each] for start in range(0, len(words), each))


def _height(fitted: _Fitted) -> int:
    return int(len(fitted.rows) * fitted.font.size * 1.3)


def _write(pen: ImageDraw.ImageDraw, line: _Line, top: float) -> int:
    """Write a line in the middle of the sheet; how high it is."""
    fitted = _fitted(line)
    step = int(fitted.font.size * 1.3)
    for number, row in enumerate(fitted.rows):
        pen.text(
            (SHEET[0] / 2, top + (number + 0.5) * step),
            row,
            fill=line.ink,
            font=fitted.font,
            anchor="mm",
            stroke_width=fitted.stroke,
            stroke_fill=line.ink,
        )
    return _height(fitted)


def _font(size: int) -> ImageFont.FreeTypeFont:
    """The Simplified Chinese face; other faces of the file draw some letters as Japanese does."""
    with as_file(files(_PACKAGE) / _FILE) as path:
        return ImageFont.truetype(str(path), size, index=_face(str(path)))


@cache
def _face(path: str) -> int:
    """Where in the collection that face is."""
    for index in range(_FACES):
        if ImageFont.truetype(path, 10, index=index).getname()[0] == FACE:
            return index
    raise LookupError(f"{path} has no {FACE}")
