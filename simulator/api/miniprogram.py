"""The mini-program's login over HTTP."""

from simulator.api.call import Answer, Request
from simulator.api.credentials import check_secret
from simulator.errors import ApiError
from simulator.world import World


def code_to_session(world: World, request: Request) -> Answer:
    """GET /sns/jscode2session: the person behind a login code, once."""
    if check_secret(world, dict(request.query)) != world.account.miniprogram.app_id:
        raise ApiError(40013)
    if request.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    code = request.text("js_code", 41008)
    return world.logins.redeem(code, world.account.miniprogram.shares_unionid)
