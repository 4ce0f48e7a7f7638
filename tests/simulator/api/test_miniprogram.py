import pytest

from tests.simulator.platform import APP_ID, ELDER, MINI_APP_ID, MINI_SECRET, SECRET, Platform

PATH = "/sns/jscode2session"
ASKED = {"appid": MINI_APP_ID, "secret": MINI_SECRET, "grant_type": "authorization_code"}


def test_a_login_code_names_the_person_once(platform: Platform) -> None:
    given = platform.post("/sim/login-code", {"person": ELDER})
    session = platform.get(PATH, js_code=given["code"], **ASKED)
    assert session.keys() == {"openid", "session_key", "unionid"}
    assert session["openid"] == given["openid"] != ELDER
    assert session["unionid"] == platform.api("/cgi-bin/user/info", openid=ELDER)["unionid"]
    assert platform.get(PATH, js_code=given["code"], **ASKED)["errcode"] == 40163


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"js_code": "never"}, 40029),
        ({}, 41008),
        ({"js_code": "x", "grant_type": "client_credential"}, 40002),
        ({"js_code": "x", "appid": APP_ID, "secret": SECRET}, 40013),
        ({"js_code": "x", "secret": SECRET}, 40125),
    ],
)
def test_a_wrong_login_is_refused(
    platform: Platform, changes: dict[str, str], errcode: int
) -> None:
    assert platform.get(PATH, **{**ASKED, **changes})["errcode"] == errcode


def test_nobody_gets_no_code(platform: Platform) -> None:
    assert "openid of someone" in platform.post("/sim/login-code", {"person": "oNobody"})["error"]
