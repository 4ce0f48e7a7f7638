"""XML as WeChat speaks it, kept in one place so that no DTD or entity ever gets in."""

import re
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class MalformedXml(ValueError):  # noqa: N818 - it names the document, like MalformedMessage
    """The bytes are not one well-formed UTF-8 document free of DTDs."""


def read_xml(document: bytes) -> Element:
    """Return the root element of `document`.

    The encoding is UTF-8 whatever the declaration says. Raw control bytes are dropped first:
    people's text may carry them and XML does not allow them. Raises MalformedXml.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(document.translate(None, _CONTROL_BYTES), True)
    except expat.ExpatError as error:
        raise MalformedXml(str(error)) from None
    root: Element = builder.close()
    return root


def drop_controls(text: str) -> str:
    """Return `text` without control characters; tabs and line breaks stay."""
    return _CONTROLS.sub("", text)


def drop_unwritable(text: str) -> str:
    """Return `text` without the characters XML 1.0 cannot hold (controls, lone surrogates)."""
    return _NOT_XML.sub("", text)


def cdata_safe(text: str) -> str:
    """Return `text` fit to stand inside a CDATA section: writable, and every `]]>` split."""
    return drop_unwritable(text).replace("]]>", "]]]]><![CDATA[>")


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise MalformedXml("a DOCTYPE is not allowed")
