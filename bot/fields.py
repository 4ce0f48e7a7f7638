"""Reading single fields of a push, so that every odd or absent value is met in one place."""

import math
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.markup import drop_controls

_WHOLE = re.compile("-?[0-9]{1,18}")


class Missing(Exception):  # noqa: N818 - names a field, and is always caught by the parser
    """A field this kind of message cannot do without is absent or odd."""


class Fields:
    """The children of one element by name, as clean text or as numbers."""

    def __init__(self, element: Element) -> None:
        self._children = {child.tag: child for child in element}

    def raw(self, name: str) -> str:
        """The text with its outer white space, or empty."""
        child = self._children.get(name)
        return "" if child is None else drop_controls(child.text or "")

    def text(self, name: str) -> str:
        """The trimmed text, or empty."""
        return self.raw(name).strip()

    def optional(self, name: str) -> str | None:
        """The trimmed text, or None."""
        return self.text(name) or None

    def needed(self, name: str) -> str:
        """The trimmed text; raise Missing if there is none."""
        text = self.text(name)
        if not text:
            raise Missing(name)
        return text

    def whole(self, name: str) -> int | None:
        """A whole number, or None."""
        text = self.text(name)
        return int(text) if _WHOLE.fullmatch(text) else None

    def decimal(self, name: str) -> float | None:
        """A finite number, or None."""
        try:
            number = float(self.text(name))
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def degrees(self, name: str, limit: float) -> float:
        """A latitude or longitude; raise Missing if it is not on the globe."""
        number = self.decimal(name)
        if number is None or abs(number) > limit:
            raise Missing(name)
        return number

    def inside(self, name: str) -> "Fields":
        """The fields of the child `name`; raise Missing if there is no such child."""
        child = self._children.get(name)
        if child is None:
            raise Missing(name)
        return Fields(child)

    def each(self, *path: str) -> Iterator["Fields"]:
        """The fields of every element at the end of `path`."""
        child = self._children.get(path[0])
        if child is not None:
            for element in child.iterfind("/".join(path[1:])):
                yield Fields(element)
