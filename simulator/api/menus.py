"""The custom menu over HTTP."""

from simulator.api.call import OK, Answer, Request
from simulator.errors import ApiError
from simulator.menus import as_queried, check_menu
from simulator.world import World


def create(world: World, request: Request) -> Answer:
    """POST /cgi-bin/menu/create: replaces the menu."""
    menu = request.json(escape_errcode=40033)
    world.menu = check_menu(menu, world.account.miniprogram.app_id)
    return OK


def get(world: World, _request: Request) -> Answer:
    """GET /cgi-bin/menu/get."""
    if not world.menu:
        raise ApiError(46003)
    return {"menu": {"button": world.menu}}


def delete(world: World, _request: Request) -> Answer:
    """GET /cgi-bin/menu/delete."""
    world.menu = []
    return OK


def current(world: World, _request: Request) -> Answer:
    """GET /cgi-bin/get_current_selfmenu_info: the menu in its other shape."""
    buttons = as_queried(world.menu)
    return {"is_menu_open": int(bool(buttons)), "selfmenu_info": {"button": buttons}}
