import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.xmltext import XmlError, build, parse

LEGAL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@given(st.text(LEGAL, max_size=100))
def test_text_survives_writing_and_reading(text: str) -> None:
    assert parse(build({"Content": text}).encode()).value("Content") == text


@given(st.text(max_size=100))
def test_any_text_makes_a_readable_document(text: str) -> None:
    document = build({"Content": text}).encode("utf-8", "ignore")
    assert parse(document).find("Content") is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_either_read_or_refused(document: bytes) -> None:
    with contextlib.suppress(XmlError):
        parse(document)


def test_numbers_are_bare_and_text_is_cdata() -> None:
    fields = {"CreateTime": 1760000000, "Location_X": 31.5, "MsgType": "text"}
    assert build(fields) == (
        "<xml><CreateTime>1760000000</CreateTime><Location_X>31.500000</Location_X>"
        "<MsgType><![CDATA[text]]></MsgType></xml>"
    )


def test_objects_and_lists_are_nested() -> None:
    xml = build({"List": [{"Id": "a"}, {"Id": "b"}]})
    assert xml == (
        "<xml><List><Id><![CDATA[a]]></Id></List><List><Id><![CDATA[b]]></Id></List></xml>"
    )


def test_a_doctype_is_refused() -> None:
    with pytest.raises(XmlError, match="DOCTYPE"):
        parse(b'<!DOCTYPE xml [<!ENTITY a "b">]><xml>&a;</xml>')


@pytest.mark.parametrize("document", [b"", b"success", b"<xml>", b"<xml>&none;</xml>"])
def test_what_is_not_xml_is_refused(document: bytes) -> None:
    with pytest.raises(XmlError, match="not XML"):
        parse(document)
