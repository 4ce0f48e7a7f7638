from tests.simulator.callback import AccountServer
from tests.simulator.platform import APP_ID, ELDER, PROGRESS, Platform, progress


def test_templates_are_listed_with_their_markers(platform: Platform) -> None:
    listed = platform.api("/cgi-bin/template/get_all_private_template")["template_list"]
    by_id = {template["template_id"]: template for template in listed}
    assert len(by_id) == 2
    assert "{{phrase3.DATA}}" in by_id[PROGRESS]["content"]


def test_pushes_come_from_this_machine(platform: Platform) -> None:
    assert platform.api("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}


def test_quota_can_be_asked_and_cleared(platform: Platform, server: AccountServer) -> None:
    path = "/cgi-bin/message/template/send"
    platform.api(path, progress(ELDER))
    asked = platform.api("/cgi-bin/openapi/quota/get", {"cgi_path": path})
    assert asked["quota"] == {"daily_limit": 100_000, "used": 1, "remain": 99_999}
    assert platform.api("/cgi-bin/clear_quota", {"appid": "wxother"})["errcode"] == 40013
    assert platform.api("/cgi-bin/clear_quota", {"appid": APP_ID})["errcode"] == 0
    asked = platform.api("/cgi-bin/openapi/quota/get", {"cgi_path": path})
    assert asked["quota"]["used"] == 0


def test_an_unknown_path_has_no_quota(platform: Platform) -> None:
    answer = platform.api("/cgi-bin/openapi/quota/get", {"cgi_path": "/nothing"})
    assert answer["errcode"] == 76021
    assert platform.api("/cgi-bin/openapi/quota/get", {"cgi_path": 7})["errcode"] == 76021
