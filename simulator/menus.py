"""The custom menu: checked as strictly as WeChat does before it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import ApiError

KEY_TYPES = {
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
}
FIELDS_BY_TYPE = {
    **dict.fromkeys(KEY_TYPES, ("key",)),
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
}


@dataclass(frozen=True)
class Level:
    """The limits of one level of the menu, and the errcode for breaking each."""

    most: int
    name_bytes: int
    count: int
    kind: int
    name: int
    key: int
    url: int


# Source: WeChat 服务号 docs, custom menu creation page and global return codes page.
TOP = Level(3, 16, count=40016, kind=40017, name=40018, key=40019, url=40020)
SUB = Level(5, 60, count=40023, kind=40024, name=40025, key=40026, url=40027)
KEY_BYTES = 128
URL_BYTES = 1024


def check_menu(menu: object, miniprogram_app_id: str) -> list[dict[str, Any]]:
    """Return the buttons; raises ApiError 40016 to 40027 or 45064 for the first broken rule."""
    buttons = menu.get("button") if isinstance(menu, dict) else None
    _check_level(buttons, TOP, miniprogram_app_id)
    return list(buttons or [])


def _check_level(buttons: Any, level: Level, app_id: str) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= level.most:
        raise ApiError(level.count)
    for button in buttons:
        if not isinstance(button, dict):
            raise ApiError(level.kind)
        _check_bytes(button.get("name"), level.name_bytes, level.name)
        if "sub_button" in button and button["sub_button"] != []:
            if level is SUB:
                raise ApiError(40022)
            _check_level(button["sub_button"], SUB, app_id)
        else:
            _check_leaf(button, level, app_id)


def _check_leaf(button: Mapping[str, Any], level: Level, app_id: str) -> None:
    names = FIELDS_BY_TYPE.get(str(button.get("type")))
    if names is None:
        raise ApiError(level.kind)
    for name in names:
        if name == "url":
            _check_bytes(button.get(name), URL_BYTES, level.url)
        else:
            _check_bytes(button.get(name), KEY_BYTES, level.key)
    if button["type"] == "miniprogram" and button["appid"] != app_id:
        raise ApiError(45064)


def _check_bytes(text: Any, limit: int, errcode: int) -> None:
    if not isinstance(text, str) or not 1 <= len(text.encode()) <= limit:
        raise ApiError(errcode)


def as_queried(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the buttons in the other shape, that of get_current_selfmenu_info."""
    return [
        {**button, "sub_button": {"list": button["sub_button"]}}
        if button.get("sub_button")
        else button
        for button in buttons
    ]
