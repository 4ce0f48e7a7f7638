"""The account's own affairs over HTTP: templates, callback addresses, quotas."""

from simulator.api.call import OK, Answer, Request
from simulator.errors import ApiError
from simulator.world import World


def templates(world: World, _request: Request) -> Answer:
    """GET /cgi-bin/template/get_all_private_template."""
    return {
        "template_list": [
            {
                "template_id": template.id,
                "title": template.title,
                "primary_industry": "",
                "deputy_industry": "",
                "content": template.content,
                "example": "",
            }
            for template in world.account.templates
        ]
    }


def callback_addresses(_world: World, _request: Request) -> Answer:
    """GET /cgi-bin/getcallbackip: pushes come from this machine."""
    return {"ip_list": ["127.0.0.1"]}


def quota(world: World, request: Request) -> Answer:
    """POST /cgi-bin/openapi/quota/get."""
    path = request.json().get("cgi_path")
    if not isinstance(path, str):
        raise ApiError(76021)
    return {**OK, "quota": world.quotas.status(path)}


def clear_quota(world: World, request: Request) -> Answer:
    """POST /cgi-bin/clear_quota: ten times a month."""
    if request.json().get("appid") != world.account.app_id:
        raise ApiError(40013)
    world.quotas.clear()
    return OK
