from typing import Any

import pytest

from tests.simulator.platform import APP_ID, MINI_APP_ID, MINI_SECRET, SECRET, SHIPPED, Platform

ASKED = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}


def test_a_token_is_answered_without_errcode(platform: Platform) -> None:
    answer = platform.get("/cgi-bin/token", **ASKED)
    assert answer.keys() == {"access_token", "expires_in"}
    assert answer["expires_in"] == 7200


def test_the_stable_endpoint_gives_the_same_token_with_the_remaining_seconds(
    platform: Platform,
) -> None:
    first = platform.post("/cgi-bin/stable_token", ASKED)
    platform.post("/sim/clock", {"advance": 1000})
    second = platform.post("/cgi-bin/stable_token", ASKED)
    assert second["access_token"] == first["access_token"]
    assert second["expires_in"] in (6199, 6200)


def test_a_forced_stable_token_is_new(platform: Platform) -> None:
    old = platform.post("/cgi-bin/stable_token", ASKED)["access_token"]
    new = platform.post("/cgi-bin/stable_token", {**ASKED, "force_refresh": True})["access_token"]
    assert platform.get("/cgi-bin/user/get", access_token=old)["errcode"] == 40001
    assert platform.get("/cgi-bin/user/get", access_token=new)["count"] == SHIPPED


def test_the_mini_programs_token_does_not_open_the_account(platform: Platform) -> None:
    asked = {**ASKED, "appid": MINI_APP_ID, "secret": MINI_SECRET}
    token = platform.get("/cgi-bin/token", **asked)["access_token"]
    assert platform.get("/cgi-bin/user/get", access_token=token)["errcode"] == 40001


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wxother"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"secret": MINI_SECRET}, 40125),
    ],
)
def test_wrong_credentials_are_told_apart(
    platform: Platform, changes: dict[str, Any], errcode: int
) -> None:
    assert platform.get("/cgi-bin/token", **{**ASKED, **changes})["errcode"] == errcode
    assert platform.post("/cgi-bin/stable_token", {**ASKED, **changes})["errcode"] == errcode


def test_force_refresh_must_be_a_boolean(platform: Platform) -> None:
    answer = platform.post("/cgi-bin/stable_token", {**ASKED, "force_refresh": "yes"})
    assert answer["errcode"] == 47001
