"""Error answers in WeChat's own words, each with a request id as the real ones have."""

import secrets
from typing import Any

TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40010: "invalid voice size",
    40011: "invalid video size",
    40012: "invalid thumb size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40022: "invalid sub button level",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40029: "invalid code",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40037: "invalid template_id",
    40039: "invalid url size",
    40052: "invalid action_name",
    40053: "invalid action_info",
    40125: "invalid appsecret",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    40243: "appsecret is frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41006: "media_id missing",
    41008: "missing code",
    41009: "missing openid",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    43108: "concurrent sends to the same user",
    44001: "empty media data",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45007: "voice play time out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit  mustslower  retry next minute",
    45015: "response out of time limit",
    45047: "out of response count limit",
    45064: "no permission to use weapp in menu",
    45072: "command is not valid",
    45080: "interact time out of limit",
    45081: "already typing",
    45098: "msgmenu list size out of limit",
    45099: "msgmenu item content size out of limit",
    46003: "menu no exist",
    46004: "user no exist",
    47001: "data format error",
    47002: "post data contains \\uxxxx, use raw UTF-8",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48002: "user refuses messages of this account",
    48006: "forbid to clear quota because of reaching the limit",
    65318: "post data must be UTF-8",
    76021: "cgi_path not found",
    76022: "cgi_path must not be a path without quota",
}


class ApiError(Exception):
    """A refusal: an errcode of the platform and, for some, what exactly was wrong."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.detail = detail

    def answer(self) -> dict[str, Any]:
        """Return the error envelope.

        Source: WeChat 服务号 docs, global return codes page (errcode, errmsg ending in a rid).
        """
        text = TEXTS.get(self.errcode, "error")
        detail = f" {self.detail}" if self.detail else ""
        return {"errcode": self.errcode, "errmsg": f"{text}{detail} rid: {request_id()}"}


def request_id() -> str:
    """Return an id in the platform's form, three groups of eight hexadecimal digits."""
    return "-".join(secrets.token_hex(4) for _ in range(3))
