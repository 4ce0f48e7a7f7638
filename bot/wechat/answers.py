"""Reading WeChat's answers, which are JSON of a kind no strict parser accepts.

Control characters and broken UTF-8 come in names and remarks, the Content-Type is anything,
and errors arrive with status 200. Source: WeChat 接口调用 docs and field practice.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.wechat.errors import refusal

Answer = Mapping[str, Any]
Button = Mapping[str, Any]

# Source: WeChat 模板消息 docs, the content of a template: 编号：{{character_string1.DATA}}
_KEYWORD = re.compile(r"\{\{\s*([a-z_]+[0-9]+)\.DATA\s*\}\}")


class Unreadable(ValueError):  # noqa: N818 - names the answer; the client turns it into ApiError
    """The body is no JSON object, or lacks what was asked for."""


@dataclass(frozen=True, slots=True)
class Follower:
    """What WeChat still tells about a person; names and pictures are no longer among it.

    `followed_at` is in epoch seconds, `scene` the QR scene that brought them.
    """

    openid: str
    is_following: bool
    union_id: str | None = None
    followed_at: int | None = None
    scene: str = ""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code with parameters: draw `url` locally, or fetch the picture by `ticket`."""

    ticket: str
    url: str
    expire_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class MiniprogramLogin:
    """Who logged in to the mini-program; the session key never leaves the server."""

    openid: str
    session_key: str = field(repr=False)
    union_id: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How often an API may be called a day, and how often it can be still."""

    daily: int
    left: int


def read_answer(body: bytes, hidden: Iterable[str] = ()) -> Answer:
    """Return the JSON object in `body`.

    Raises ApiError for an errcode other than 0, with the `hidden` strings blacked out, and
    Unreadable for anything that is not a JSON object.
    """
    try:
        answer = json.loads(body.decode("utf-8", "replace"), strict=False)
        code = int(answer.get("errcode") or 0)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Unreadable("the answer is not a JSON object") from None
    if code:
        raise refusal(code, str(answer.get("errmsg", "")), hidden)
    found: Answer = answer
    return found


def needed(answer: Answer, name: str) -> str:
    """Return the field `name` as text; raise Unreadable if it is absent or empty."""
    value = answer.get(name)
    if value is None or value == "":
        raise Unreadable(f"the answer has no {name}")
    return str(value)


def read_token(answer: Answer) -> tuple[str, float]:
    """Return the access token and how many seconds it is still good for."""
    lifetime = needed(answer, "expires_in")
    if not lifetime.isdecimal():
        raise Unreadable("expires_in is not in seconds")
    return needed(answer, "access_token"), float(lifetime)


def as_is(answer: Answer) -> Answer:
    """Return the answer itself, for calls whose answer says no more than yes."""
    return answer


def read_media_id(answer: Answer) -> str:
    """Return the id of the file just uploaded; that of a thumb has a name of its own."""
    return needed(answer, "thumb_media_id" if "thumb_media_id" in answer else "media_id")


def read_video_url(answer: Answer) -> str:
    """Return where the video lies that was asked for."""
    url = needed(answer, "video_url")
    if not url.startswith(("http://", "https://")):
        raise Unreadable("video_url is no address")
    return url


def read_follower(answer: Answer) -> Follower:
    """Return what is told of a person."""
    return Follower(
        openid=needed(answer, "openid"),
        is_following=answer.get("subscribe") == 1,
        union_id=answer.get("unionid") or None,
        followed_at=answer.get("subscribe_time"),
        scene=str(answer.get("qr_scene_str") or answer.get("qr_scene") or ""),
    )


def read_qrcode(answer: Answer) -> QrCode:
    """Return the code just made."""
    return QrCode(needed(answer, "ticket"), needed(answer, "url"), answer.get("expire_seconds"))


def read_login(answer: Answer) -> MiniprogramLogin:
    """Return who logged in."""
    return MiniprogramLogin(
        needed(answer, "openid"), needed(answer, "session_key"), answer.get("unionid") or None
    )


def read_buttons(answer: Answer) -> Sequence[Button]:
    """Return the buttons of the menu."""
    menu = answer.get("menu")
    buttons = menu.get("button") if isinstance(menu, dict) else None
    if not isinstance(buttons, list) or not all(isinstance(each, dict) for each in buttons):
        raise Unreadable("the answer has no menu")
    return buttons


def read_addresses(answer: Answer) -> Sequence[str]:
    """Return the addresses WeChat pushes from."""
    found = answer.get("ip_list")
    if not isinstance(found, list):
        raise Unreadable("the answer has no ip_list")
    return [str(each) for each in found]


def read_templates(answer: Answer) -> Mapping[str, frozenset[str]]:
    """Return the keywords of each template, by its id."""
    found = answer.get("template_list")
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable("the answer has no template_list")
    return {
        str(each.get("template_id")): frozenset(_KEYWORD.findall(str(each.get("content", ""))))
        for each in found
    }


def read_quota(answer: Answer) -> Quota:
    """Return the figures of the day."""
    found = answer.get("quota")
    if not isinstance(found, dict):
        raise Unreadable("the answer has no quota")
    daily, left = needed(found, "daily_limit"), needed(found, "remain")
    if not (daily.isdecimal() and left.isdecimal()):
        raise Unreadable("the quota is no number")
    return Quota(int(daily), int(left))
