"""How a call to WeChat can fail, with nothing secret in any of the words."""

import re
from collections.abc import Iterable
from typing import Self

from bot.wechat.reactions import Reaction, reaction_to

_REQUEST_ID = re.compile(r"\s*rid:\s*([0-9A-Za-z-]+)\s*$")


class ApiError(Exception):
    """WeChat refused a call, or never answered it.

    `code` is the errcode, None if there was no answer; `message` is for the log only;
    `rid` names the call to WeChat's support; `reaction` says what to do.
    """

    def __init__(self, code: int | None, message: str, rid: str, reaction: Reaction) -> None:
        super().__init__(code, message, rid, reaction)
        self.code = code
        self.message = message
        self.rid = rid
        self.reaction = reaction

    def __str__(self) -> str:
        answer = "no answer" if self.code is None else f"errcode {self.code}"
        return f"{answer}: {self.message} [rid {self.rid or '-'}; {self.reaction}]"

    def after_refresh(self) -> Self:
        """The same failure once a new token did not help: now a person must look."""
        if self.reaction is not Reaction.REFRESH:
            return self
        return type(self)(self.code, self.message, self.rid, Reaction.PERMISSION)


class Ambiguous(ApiError):  # noqa: N818 - it may be no error at all
    """The call left us and no answer came back: it may have been carried out, or not.

    A template message may be repeated within ten minutes under the same `client_msg_id`.
    Anything else must not be: the person would get it twice.
    Source: WeChat 发送模板消息 docs, client_msg_id.
    """


def refusal(code: int, text: str, hidden: Iterable[str]) -> ApiError:
    """Return the error for an errcode and its errmsg, the `hidden` strings blacked out."""
    rid = _REQUEST_ID.search(text)
    message = redact(_REQUEST_ID.sub("", text), hidden)
    return ApiError(code, message, rid[1] if rid else "", reaction_to(code))


def no_answer(reason: str, *, is_ambiguous: bool) -> ApiError:
    """Return the error for a call without a readable answer."""
    kind = Ambiguous if is_ambiguous else ApiError
    return kind(None, reason, "", Reaction.BACK_OFF)


def redact(text: str, hidden: Iterable[str]) -> str:
    """Return `text` with each of the `hidden` strings replaced by stars."""
    for secret in hidden:
        if secret:
            text = text.replace(secret, "***")
    return text
