"""Access tokens over HTTP: the plain and the stable endpoint."""

from typing import Any

from simulator.api.call import Answer, Request
from simulator.errors import ApiError
from simulator.world import World


def token(world: World, request: Request) -> Answer:
    """GET /cgi-bin/token: always a new token."""
    app_id = _app_id(world, dict(request.query))
    issued = world.tokens.issue(app_id)
    return {"access_token": issued.value, "expires_in": world.tokens.remaining(issued)}


def stable_token(world: World, request: Request) -> Answer:
    """POST /cgi-bin/stable_token: the same token until it is renewed or forced anew."""
    body = request.json()
    force = body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise ApiError(47001)
    issued = world.tokens.issue_stable(_app_id(world, body), force)
    return {"access_token": issued.value, "expires_in": world.tokens.remaining(issued)}


def _app_id(world: World, given: dict[str, Any]) -> str:
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002)
    return check_secret(world, given)


def check_secret(world: World, given: dict[str, Any]) -> str:
    """Return the app id; raises ApiError 41002, 41004, 40013 or 40125 unless the pair is ours."""
    if not given.get("appid"):
        raise ApiError(41002)
    if not given.get("secret"):
        raise ApiError(41004)
    account = world.account
    secrets = {
        account.app_id: account.app_secret,
        account.miniprogram.app_id: account.miniprogram.app_secret,
    }
    if given["appid"] not in secrets:
        raise ApiError(40013)
    if given["secret"] != secrets[given["appid"]]:
        raise ApiError(40125)
    return str(given["appid"])
