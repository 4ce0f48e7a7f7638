"""The bodies of our requests to WeChat, built apart from sending them.

WeChat shows or refuses `\\uXXXX` escapes, so JSON goes out as raw UTF-8 and control characters,
which JSON can only escape, stay behind. Source: WeChat 客服消息, 模板消息 and 二维码 docs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.markup import drop_controls, drop_unwritable

LONGEST_QR_SECONDS = 30 * 24 * 3600
CLIENT_MSG_ID_LENGTH = 32  # characters; the platform names no limit, this is field practice
SCENE_LENGTH = 64  # characters

Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a tap menu; `id` comes back as `menu_id` for ever, so it must explain itself."""

    id: str
    content: str


def to_json(payload: Payload) -> bytes:
    """Return `payload` as raw UTF-8 JSON."""
    return json.dumps(payload, ensure_ascii=False).encode()


def text(openid: str, content: str) -> Payload:
    """A customer message of words."""
    return {"touser": openid, "msgtype": "text", "text": {"content": _clean(content)}}


def menu(openid: str, items: Sequence[MenuItem], head: str, tail: str) -> Payload:
    """A customer message whose lines can be tapped; keep to 5 lines of 20 characters."""
    lines = [{"id": item.id, "content": _clean(item.content)} for item in items]
    body = {"head_content": _clean(head), "list": lines, "tail_content": _clean(tail)}
    return {"touser": openid, "msgtype": "msgmenu", "msgmenu": body}


def uploaded(openid: str, kind: str, media_id: str) -> Payload:
    """A customer message of an uploaded picture or recording."""
    return {"touser": openid, "msgtype": kind, kind: {"media_id": media_id}}


def template(
    openid: str,
    template_id: str,
    data: Mapping[str, Mapping[str, str]],
    client_msg_id: str,
    url: str | None,
) -> Payload:
    """A template message; raises ValueError for a client_msg_id that cannot stop repeats."""
    if not 1 <= len(client_msg_id) <= CLIENT_MSG_ID_LENGTH:
        raise ValueError(f"client_msg_id must have 1 to {CLIENT_MSG_ID_LENGTH} characters")
    body = {"touser": openid, "template_id": template_id, "client_msg_id": client_msg_id}
    return {**body, "data": data, **({"url": url} if url else {})}


def qrcode(scene: str, expire_seconds: int | None) -> Payload:
    """A code with a text scene, permanent for None; raises ValueError for impossible limits."""
    if not 1 <= len(scene) <= SCENE_LENGTH:
        raise ValueError(f"a scene must have 1 to {SCENE_LENGTH} characters")
    info = {"scene": {"scene_str": scene}}
    if expire_seconds is None:
        return {"action_name": "QR_LIMIT_STR_SCENE", "action_info": info}
    if not 1 <= expire_seconds <= LONGEST_QR_SECONDS:
        raise ValueError("a QR code lasts 1 second to 30 days; give None for a permanent one")
    return {"action_name": "QR_STR_SCENE", "action_info": info, "expire_seconds": expire_seconds}


def _clean(content: str) -> str:
    return drop_controls(drop_unwritable(content))
