"""Answers are read however dirty they are, and never taken for more than they say."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.answers import (
    Answer,
    Unreadable,
    read_addresses,
    read_answer,
    read_buttons,
    read_follower,
    read_login,
    read_quota,
    read_templates,
    read_token,
    read_video_url,
)
from bot.wechat.errors import ApiError, redact
from bot.wechat.reactions import Reaction


def test_success_may_come_without_an_errcode() -> None:
    assert read_answer(b'{"ticket":"T"}') == {"ticket": "T"}


def test_control_characters_and_broken_utf8_do_no_harm() -> None:
    assert read_answer(b'{"remark":"a\x01\n\xffb"}') == {"remark": "a\x01\n\ufffdb"}


def test_a_long_id_keeps_every_digit() -> None:
    assert str(read_answer(b'{"errcode":0,"msgid":7250021412600020993}')["msgid"]).endswith("993")


def test_an_errcode_becomes_an_error_with_its_request_id() -> None:
    body = b'{"errcode":40003,"errmsg":"invalid openid rid: 617682e0-09059ac5-34a8e2ea"}'
    with pytest.raises(ApiError) as failure:
        read_answer(body)
    error = failure.value
    assert (error.code, error.message) == (40003, "invalid openid")
    assert (error.rid, error.reaction) == ("617682e0-09059ac5-34a8e2ea", Reaction.USER)
    assert "40003" in str(error)


def test_secrets_in_an_errmsg_are_blacked_out() -> None:
    with pytest.raises(ApiError) as failure:
        read_answer(b'{"errcode":40001,"errmsg":"bad token tok123"}', ["tok123", ""])
    assert failure.value.message == "bad token ***"
    assert redact("a", [""]) == "a"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"errcode":"x"}', b"[" * 9999])
def test_anything_else_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_answer(body)


@given(st.binary())
def test_any_bytes_are_an_answer_an_error_or_unreadable(body: bytes) -> None:
    try:
        read_answer(body)
    except (ApiError, Unreadable):
        return


@pytest.mark.parametrize(
    "answer",
    [{}, {"access_token": "t"}, {"access_token": "", "expires_in": 7200}, {"expires_in": 7200}]
    + [{"access_token": "t", "expires_in": lifetime} for lifetime in (-1, "soon", None)],
)
def test_half_a_token_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read_token(answer)


def test_a_person_who_left_has_only_an_openid() -> None:
    follower = read_follower({"subscribe": 0, "openid": "o1"})
    assert (follower.is_following, follower.followed_at, follower.scene) == (False, None, "")


def test_a_person_brought_by_a_numbered_card_has_its_scene() -> None:
    answer = {"subscribe": 1, "openid": "o1", "qr_scene": 7, "qr_scene_str": ""}
    assert read_follower(answer).scene == "7"


def test_a_login_without_an_openid_is_none() -> None:
    with pytest.raises(Unreadable):
        read_login({"session_key": "k"})


def test_a_film_is_fetched_from_the_web_only() -> None:
    with pytest.raises(Unreadable):
        read_video_url({"video_url": "file:///etc/passwd"})


def test_the_keywords_of_a_template_are_read_from_its_content() -> None:
    content = "编号：{{character_string1.DATA}}\n事项：{{thing2.DATA}}"
    answer = {"template_list": [{"template_id": "T1", "content": content}]}
    assert read_templates(answer) == {"T1": {"character_string1", "thing2"}}


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (read_buttons, {}),
        (read_buttons, {"menu": {"button": "none"}}),
        (read_addresses, {"ip_list": "127.0.0.1"}),
        (read_templates, {"template_list": ["T1"]}),
        (read_quota, {"quota": None}),
        (read_quota, {"quota": {"daily_limit": 1}}),
        (read_quota, {"quota": {"daily_limit": "many", "remain": 1}}),
    ],
)
def test_answers_about_the_account_that_lack_what_was_asked_for_are_unreadable(
    read: Callable[[Answer], object], answer: Answer
) -> None:
    with pytest.raises(Unreadable):
        read(answer)
