from tests.simulator.callback import AccountServer
from tests.simulator.platform import ELDER, Platform

DOOR = {
    "action_name": "QR_LIMIT_STR_SCENE",
    "action_info": {"scene": {"scene_str": "door-3-502"}},
}


def test_a_code_is_made_shown_and_scanned(platform: Platform, server: AccountServer) -> None:
    code = platform.api("/cgi-bin/qrcode/create", DOOR)
    assert code.keys() == {"ticket", "url"}
    picture = platform.request("/cgi-bin/showqrcode", ticket=code["ticket"])
    assert picture.body.startswith(b"\xff\xd8\xff")
    assert [known["scene"] for known in platform.get("/sim/qrcodes")] == ["door-3-502"]
    platform.push(ELDER, "scan", scene="door-3-502")
    assert server.pushes[0].fields["Ticket"] == code["ticket"]


def test_an_unknown_ticket_has_no_picture(platform: Platform) -> None:
    assert platform.request("/cgi-bin/showqrcode", ticket="x").status == 404


def test_a_wrong_code_is_refused(platform: Platform) -> None:
    assert platform.api("/cgi-bin/qrcode/create", {"action_name": "QR"})["errcode"] == 40052
