from tests.simulator.platform import Platform

CLICK = {"type": "click", "name": "报修", "key": "NEW:repair"}
MENU = {"button": [{"name": "我要求助", "sub_button": [CLICK]}, CLICK]}


def test_a_menu_can_be_made_read_and_deleted(platform: Platform) -> None:
    assert platform.api("/cgi-bin/menu/get")["errcode"] == 46003
    assert platform.api("/cgi-bin/menu/create", MENU) == {"errcode": 0, "errmsg": "ok"}
    assert platform.api("/cgi-bin/menu/get") == {"menu": MENU}
    assert platform.get("/sim/menu") == MENU["button"]
    assert platform.api("/cgi-bin/menu/delete")["errcode"] == 0
    assert platform.get("/sim/menu") == []


def test_the_other_query_has_another_shape(platform: Platform) -> None:
    platform.api("/cgi-bin/menu/create", MENU)
    info = platform.api("/cgi-bin/get_current_selfmenu_info")
    assert info["is_menu_open"] == 1
    assert info["selfmenu_info"]["button"][0]["sub_button"] == {"list": [CLICK]}


def test_a_wrong_menu_leaves_the_old_one(platform: Platform) -> None:
    platform.api("/cgi-bin/menu/create", MENU)
    answer = platform.api("/cgi-bin/menu/create", {"button": [CLICK] * 4})
    assert answer["errcode"] == 40016
    assert answer["errmsg"].startswith("invalid button size")
    assert platform.get("/sim/menu") == MENU["button"]
