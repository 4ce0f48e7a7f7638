import base64

import pytest

from simulator.errors import ApiError
from simulator.logins import Logins
from simulator.people import Person
from tests.simulator.manual_clock import manual_clock

PERSON = Person("oElder", "李大爷")


def test_a_code_is_good_once() -> None:
    logins = Logins(manual_clock())
    code = logins.give_code(PERSON)
    session = logins.redeem(code, shares_unionid=True)
    assert session["openid"] == PERSON.miniprogram_openid
    assert session["unionid"] == PERSON.unionid
    assert len(base64.b64decode(session["session_key"])) == 16
    with pytest.raises(ApiError) as refusal:
        logins.redeem(code, shares_unionid=True)
    assert refusal.value.errcode == 40163


def test_a_code_is_good_for_five_minutes() -> None:
    clock = manual_clock()
    logins = Logins(clock)
    code = logins.give_code(PERSON)
    clock.advance(300)
    for text in (code, "never-given"):
        with pytest.raises(ApiError) as refusal:
            logins.redeem(text, shares_unionid=True)
        assert refusal.value.errcode == 40029


def test_without_a_shared_platform_there_is_no_unionid() -> None:
    logins = Logins(manual_clock())
    assert "unionid" not in logins.redeem(logins.give_code(PERSON), shares_unionid=False)
