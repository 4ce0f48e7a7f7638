"""Reading and writing the small XML dialect of WeChat, refusing everything beyond it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlError(ValueError):
    """A body that is not the plain XML WeChat understands."""


@dataclass
class Element:
    """One element: its name, its own text and its children in order."""

    tag: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, tag: str) -> "Element | None":
        """Return the first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def value(self, tag: str) -> str | None:
        """Return the text of the first child of that name."""
        child = self.find(tag)
        return None if child is None else child.text


def parse(document: bytes) -> Element:
    """Return the root; raises XmlError for broken XML, a DOCTYPE or an entity."""
    root = Element("")
    open_elements = [root]

    def start(tag: str, _attributes: Mapping[str, str]) -> None:
        element = Element(tag)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        open_elements.pop()

    def characters(text: str) -> None:
        open_elements[-1].text += text

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise XmlError(f"not XML: {error}") from error
    return root.children[0]


def build(fields: Mapping[str, Any], root: str = "xml") -> str:
    """Return the document: text as CDATA, numbers bare, mappings and lists nested."""
    return f"<{root}>{_render(fields)}</{root}>"


def _render(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(_element(tag, inner) for tag, inner in value.items())
    if isinstance(value, str):
        return cdata(value)
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _element(tag: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(tag, item) for item in value)
    return f"<{tag}>{_render(value)}</{tag}>"


def cdata(text: str) -> str:
    """Wrap text as CDATA, dropping what XML 1.0 forbids and splitting an inner end mark."""
    legal = _ILLEGAL.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{legal}]]>"


def _refuse_doctype(*_details: object) -> None:
    raise XmlError("a DOCTYPE is not allowed")
