"""XML gets in without DTDs and goes out without surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import MalformedXml, cdata_safe, drop_controls, drop_unwritable, read_xml

ANY_TEXT = st.text(st.characters())


def test_reads_elements_in_any_order_with_their_text() -> None:
    root = read_xml("<xml><B>二</B><A><![CDATA[一]]></A></xml>".encode())
    assert {child.tag: child.text for child in root} == {"A": "一", "B": "二"}


def test_reads_utf8_whatever_the_declaration_says() -> None:
    assert read_xml('<?xml version="1.0" encoding="gbk"?><a>中</a>'.encode()).text == "中"


def test_drops_raw_control_bytes_that_people_type() -> None:
    assert read_xml(b"<a>x\x00\x08\x1by\nz</a>").text == "xy\nz"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"text",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>&x;</a>",
        b"<a>&#0;</a>",
        b"<a>\xff</a>",
        "<a>中</a>".encode("utf-16"),
    ],
)
def test_refuses_anything_malformed_or_with_a_dtd(document: bytes) -> None:
    with pytest.raises(MalformedXml):
        read_xml(document)


def test_a_very_deep_document_does_no_harm() -> None:
    assert read_xml(b"<a>" * 80_000 + b"</a>" * 80_000).tag == "a"


def test_controls_go_but_line_breaks_stay() -> None:
    assert drop_controls("一\x00\x7f\x85行\n二\t行") == "一行\n二\t行"


@given(ANY_TEXT)
def test_a_cdata_section_gives_back_exactly_the_writable_text(text: str) -> None:
    document = f"<a><![CDATA[{cdata_safe(text)}]]></a>".encode()
    expected = drop_controls(drop_unwritable(text).replace("\r\n", "\n").replace("\r", "\n"))
    assert drop_controls(read_xml(document).text or "") == expected


@given(st.binary())
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    try:
        read_xml(document)
    except MalformedXml:
        return
