from tests.simulator.callback import AccountServer
from tests.simulator.platform import ELDER, SHIPPED, Platform

INFO = "/cgi-bin/user/info"
LIST = "/cgi-bin/user/get"


def test_a_follower_is_told_without_name_or_picture(platform: Platform) -> None:
    info = platform.api(INFO, openid=ELDER)
    assert (info["subscribe"], info["openid"]) == (1, ELDER)
    assert "errcode" not in info
    assert info.keys().isdisjoint({"nickname", "headimgurl", "sex", "city"})


def test_of_others_only_that_they_do_not_follow(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "unsubscribe")
    assert platform.api(INFO, openid=ELDER) == {"subscribe": 0, "openid": ELDER}


def test_an_openid_must_be_given_and_known(platform: Platform) -> None:
    assert platform.api(INFO)["errcode"] == 41009
    assert platform.api(INFO, openid="oNobody")["errcode"] == 40003


def test_followers_are_listed_in_pages(platform: Platform) -> None:
    platform.post("/sim/people", [{"openid": f"oMany{number}"} for number in range(10_000)])
    first = platform.api(LIST)
    assert (first["total"], first["count"]) == (10_000 + SHIPPED, 10_000)
    second = platform.api(LIST, next_openid=first["next_openid"])
    assert second["count"] == SHIPPED
    last = platform.api(LIST, next_openid=second["next_openid"])
    assert last == {"total": 10_000 + SHIPPED, "count": 0, "next_openid": ""}
    assert platform.api(LIST, next_openid="oNobody")["errcode"] == 40003
