"""Settings that cannot work are refused when they are read, in words that name them."""

import pytest
from pydantic import ValidationError

from bot.settings import TalkSettings, TemplateSettings, WeChatSettings
from models.clock import ManualClock
from tests.support.house import NOON
from tests.support.post import SETTINGS

DEMO = SETTINGS["wechat"]


def test_the_values_of_the_demonstration_work() -> None:
    settings = WeChatSettings(**DEMO)
    assert settings.problems() == []
    assert settings.account().app_id == DEMO["app_id"]
    assert settings.envelope(ManualClock(NOON))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"app_id": ""}, "app_id"),
        ({"token": ""}, "token"),
        ({"token": "a b"}, "token"),
        ({"encoding_aes_key": ""}, "encoding_aes_key"),
        ({"encoding_aes_key": "short"}, "encoding_aes_key"),
        ({"previous_encoding_aes_key": "short"}, "encoding_aes_key"),
    ],
)
def test_keys_that_cannot_work_are_named(changed: dict[str, str], named: str) -> None:
    (problem,) = WeChatSettings(**DEMO | changed).problems()
    assert named in problem


@pytest.mark.parametrize(
    "changed",
    [
        {"api_base": "api.weixin.qq.com"},
        {"mode": "open"},
        {"freshness_seconds": 5},
        {"freshness_seconds": 86400},
        {"tokn": "x"},
    ],
)
def test_values_out_of_bounds_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(changed))):
        WeChatSettings(**DEMO | changed)


def test_secrets_are_not_printed() -> None:
    settings = WeChatSettings(**DEMO | {"previous_encoding_aes_key": "P" * 43})
    shown = f"{settings!r} {settings} {settings.model_dump(mode='json')} {settings.keys()!r}"
    secrets = [DEMO["app_secret"], DEMO["token"], DEMO["encoding_aes_key"], "P" * 43]
    assert [secret for secret in secrets if secret in shown] == []


def test_while_keys_are_changed_both_are_tried() -> None:
    settings = WeChatSettings(**DEMO | {"previous_encoding_aes_key": "P" * 43})
    assert settings.keys().encoding_aes_keys == (DEMO["encoding_aes_key"], "P" * 43)


@pytest.mark.parametrize("fields", [{}, {"number": "thing"}, {"a": "thing1", "b": "thing1"}])
def test_a_template_without_fit_keywords_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"fields|must be one of|another field"):
        TemplateSettings(id="T", fields=fields).spec()


def test_words_join_for_a_while_that_makes_sense() -> None:
    assert TalkSettings().join_minutes == 15
    for minutes in (0, -1, 1441):
        with pytest.raises(ValidationError, match="join_minutes"):
            TalkSettings(join_minutes=minutes)
