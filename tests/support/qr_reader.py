"""A small reader of QR codes drawn straight and without damage, such as a camera finds on a sheet.

Written from ISO/IEC 18004 and independent of the library that draws; it corrects no errors, so a
single wrong module among the data makes it fail or tell something else.
"""

from collections.abc import Iterator, Sequence

from PIL import Image

Modules = Sequence[Sequence[bool]]

# Where the middles of the alignment patterns are, by version.
_ALIGNED = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38)}
_ALIGNED |= {8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50)}
# Data codewords of each block at level Q, by version.
_BLOCKS = {1: (13,), 2: (22,), 3: (17,) * 2, 4: (24,) * 2, 5: (15,) * 2 + (16,) * 2}
_BLOCKS |= {6: (19,) * 4, 7: (14,) * 2 + (15,) * 4, 8: (18,) * 4 + (19,) * 2}
_BLOCKS |= {9: (16,) * 4 + (17,) * 4, 10: (19,) * 6 + (20,) * 2}
_MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
_FORMAT_MASK = 0b101010000010010
LEVEL_Q = 0b11


def read(image: Image.Image) -> str:
    """The text of the one code in a picture, which is level Q and bytes."""
    return text_of(modules_of(image))


def find(image: Image.Image) -> tuple[int, int, int]:
    """Left and top of the code and the width of a module, in dots.

    The finder pattern is the first black square of seven modules whose rows go 1:1:3:1:1.
    """
    grey = image.convert("L")
    for top in range(grey.height):
        runs = list(_runs([grey.getpixel((x, top)) < 128 for x in range(grey.width)]))  # type: ignore[operator]
        for left, length, is_black in runs:
            unit = length // 7
            if is_black and unit >= 4 and length % 7 == 0 and _is_finder(grey, left, top, unit):
                return left, top, unit
    raise LookupError("no code in the picture")


def modules_of(image: Image.Image) -> Modules:
    """The modules of the code, by row."""
    left, top, unit = find(image)
    grey = image.convert("L")
    size = _size(grey, left, top, unit)
    half = unit // 2
    return [
        [
            grey.getpixel((left + column * unit + half, top + row * unit + half)) < 128  # type: ignore[operator]
            for column in range(size)
        ]
        for row in range(size)
    ]


def text_of(modules: Modules) -> str:
    """What the modules say."""
    size = len(modules)
    version = (size - 17) // 4
    level, mask = _format(modules)
    assert level == LEVEL_Q, level
    bits = [
        modules[row][column] != _MASKS[mask](row, column) for row, column in _data_cells(version)
    ]
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = _joined(codewords, _BLOCKS[version])
    stream = [bool(word >> (7 - bit) & 1) for word in data for bit in range(8)]
    assert _number(stream[:4]) == 0b0100, "not bytes"
    wide = 8 if version < 10 else 16
    length = _number(stream[4 : 4 + wide])
    start = 4 + wide
    return bytes(
        _number(stream[at : at + 8]) for at in range(start, start + 8 * length, 8)
    ).decode()


def _runs(dots: Sequence[bool]) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for at in range(1, len(dots) + 1):
        if at == len(dots) or dots[at] != dots[start]:
            yield start, at - start, dots[start]
            start = at


def _is_finder(grey: Image.Image, left: int, top: int, unit: int) -> bool:
    middle = top + 3 * unit + unit // 2
    if middle >= grey.height:
        return False
    row = [
        grey.getpixel((left + each * unit + unit // 2, middle)) < 128  # type: ignore[operator]
        for each in range(7)
    ]
    return row == [True, False, True, True, True, False, True]


def _size(grey: Image.Image, left: int, top: int, unit: int) -> int:
    """How many modules there are in a row: up to where the second finder pattern ends."""
    row = [grey.getpixel((x, top + unit // 2)) < 128 for x in range(left, grey.width)]  # type: ignore[operator]
    last = max(at for at, is_black in enumerate(row) if is_black)
    return (last + 1) // unit


def _format(modules: Modules) -> tuple[int, int]:
    """Error correction level and mask, from beside the first finder pattern."""
    cells = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    cells += [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    found = _number([modules[row][column] for row, column in cells]) ^ _FORMAT_MASK
    return found >> 13, found >> 10 & 0b111


def _data_cells(version: int) -> Iterator[tuple[int, int]]:
    """The cells that hold data, in the order they are filled: upwards and downwards in pairs."""
    size = version * 4 + 17
    right, upwards = size - 1, True
    while right > 0:
        right -= right == 6
        rows = range(size - 1, -1, -1) if upwards else range(size)
        for row in rows:
            for column in (right, right - 1):
                if not _is_function(row, column, version):
                    yield row, column
        right, upwards = right - 2, not upwards


def _is_function(row: int, column: int, version: int) -> bool:
    """Whether a cell belongs to the patterns by which a code is found and read."""
    size = version * 4 + 17
    far = size - 9
    corner = (
        (row <= 8 and column <= 8) or (row <= 8 and column > far - 0) or (row > far and column <= 8)
    )
    timing = 6 in (row, column)
    told = version >= 7 and (
        (row < 6 and size - 11 <= column < size - 8) or (column < 6 and size - 11 <= row < size - 8)
    )
    return corner or timing or told or _is_aligning(row, column, version)


def _is_aligning(row: int, column: int, version: int) -> bool:
    middles, size = _ALIGNED[version], version * 4 + 17
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return any(
        abs(row - r) <= 2 and abs(column - c) <= 2
        for r in middles
        for c in middles
        if (r, c) not in corners
    )


def _joined(codewords: Sequence[int], blocks: Sequence[int]) -> list[int]:
    """The data of all blocks one after the other; in the code they take turns."""
    parts: list[list[int]] = [[] for _ in blocks]
    given = iter(codewords)
    for position in range(max(blocks)):
        for part, length in zip(parts, blocks, strict=True):
            if position < length:
                part.append(next(given))
    return [word for part in parts for word in part]


def _number(bits: Sequence[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
