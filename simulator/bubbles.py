"""What chat bubbles show: the words for what a person did and for what the account answered."""

from collections.abc import Mapping
from typing import Any

from simulator.pushes import XmlFields

Bubble = tuple[str, dict[str, Any]]


def bubble_of_action(kind: str, given: Mapping[str, Any], fields: XmlFields) -> Bubble:
    """Return the type and the details of the bubble for something a person did."""
    if kind in ("text", "sticker"):
        return "text", {"text": fields["Content"] if kind == "text" else "[动画表情]"}
    if kind in ("image", "voice", "video"):
        return kind, {"media_id": fields["MediaId"]}
    if kind == "location":
        place = {"latitude": fields["Location_X"], "longitude": fields["Location_Y"]}
        return kind, {**place, "label": fields["Label"]}
    if kind == "link":
        return kind, {"title": fields["Title"], "url": fields["Url"]}
    return "system", {"text": _told(kind, given)}


def _told(kind: str, given: Mapping[str, Any]) -> str:
    sentences = {
        "subscribe": "关注了公众号",
        "unsubscribe": "取消关注了公众号",
        "scan": f"扫了二维码「{given.get('scene')}」",
        "click": f"点了菜单「{given.get('name') or given.get('key')}」",
        "view": f"打开了网页 {given.get('url')}",
        "event": f"触发了事件 {given.get('event')}",
        "raw": "发出了一段自定的推送",
    }
    return sentences[kind]


def bubble_of_reply(content: Mapping[str, Any]) -> Bubble:
    """Return the type and the details of the bubble for a passive reply."""
    details = dict(content)
    kind = details.pop("type")
    return kind, {"text": details["content"]} if kind == "text" else details
