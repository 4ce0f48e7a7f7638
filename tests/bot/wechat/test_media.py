"""Files go up whole and come down with their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders, parse_body_arguments

from bot.wechat.media import Media, may_be_json, multipart, received


@given(st.binary(max_size=500), st.text())
def test_a_form_gives_back_the_file_whatever_its_bytes_and_name(content: bytes, name: str) -> None:
    content_type, body = multipart(Media(content, "image/png", name))
    files: dict[str, list[object]] = {}
    parse_body_arguments(content_type, body, {}, files, HTTPHeaders())  # type: ignore[arg-type]
    (file,) = files["media"]
    assert (file.body, file.content_type) == (content, "image/png")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="v.amr"', "v.amr"),
        ("attachment; filename=v.amr", "v.amr"),
        ("attachment", "media"),
        ("", "media"),
    ],
)
def test_a_download_keeps_its_name(disposition: str, name: str) -> None:
    assert received(b"#!AMR", "audio/amr", disposition).filename == name


def test_only_a_small_object_may_be_json() -> None:
    assert may_be_json(b' {"errcode":40007}')
    assert not may_be_json(b"#!AMR{")
    assert not may_be_json(b"{" * 70_000)
    assert not may_be_json(b"")


def test_a_file_does_not_print_its_bytes() -> None:
    assert "secret" not in repr(Media(b"secret", "image/png", "a.png"))
