"""Followers over HTTP, without names: WeChat no longer gives them."""

from simulator.api.call import Answer, Request
from simulator.errors import ApiError
from simulator.world import World

PAGE = 10_000


def info(world: World, request: Request) -> Answer:
    """GET /cgi-bin/user/info."""
    person = world.people.known(request.text("openid", 41009))
    if not person.follows:
        return {"subscribe": 0, "openid": person.openid}
    is_number = person.qr_scene.isdecimal()
    answer = {
        "subscribe": 1,
        "openid": person.openid,
        "language": "zh_CN",
        "subscribe_time": person.subscribe_time,
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": person.subscribe_scene,
        "qr_scene": int(person.qr_scene) if is_number else 0,
        "qr_scene_str": "" if is_number else person.qr_scene,
    }
    if world.account.miniprogram.shares_unionid:
        answer["unionid"] = person.unionid
    return answer


def followers(world: World, request: Request) -> Answer:
    """GET /cgi-bin/user/get: pages of 10,000 openids."""
    openids = world.people.followers()
    after = request.query.get("next_openid", "")
    if after and after not in openids:
        raise ApiError(40003)
    start = openids.index(after) + 1 if after else 0
    page = openids[start : start + PAGE]
    answer = {"total": len(openids), "count": len(page), "next_openid": page[-1] if page else ""}
    return {**answer, "data": {"openid": page}} if page else answer
