"""The calls we make to WeChat, each awaited, each failing in one known way.

A refused token is replaced and the call repeated once; nothing else is repeated here, because
only the caller knows whether a message may be sent twice. Source: WeChat 接口调用 docs.
"""

import logging
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse

from bot.wechat import answers, media, payloads
from bot.wechat.account import ApiAccount, Timeouts
from bot.wechat.answers import (
    Answer,
    Button,
    Follower,
    MiniprogramLogin,
    QrCode,
    Quota,
    Unreadable,
)
from bot.wechat.errors import ApiError, no_answer
from bot.wechat.media import Media, MediaKind
from bot.wechat.reactions import Reaction, needs_alarm, remedy
from bot.wechat.tokens import TokenKeeper, TokenShelf

ALREADY_SENT = 44007  # errcode for a client_msg_id seen before
NO_MENU = 46003  # errcode for an account without a menu

_CUSTOM_SEND = "/cgi-bin/message/custom/send"
_BODY_LIMIT = 20 * 1024 * 1024  # bytes; the largest file WeChat hands out is 10 MB
_NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
_NEVER_LEFT_WORDS = ("while connecting", "in request queue")

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class WeChatClient:
    """The API of one account; make it inside the running event loop, and close it.

    Every method raises ApiError; those that send raise its kind Ambiguous when the message may
    or may not have gone out. `now` gives epoch seconds.
    """

    def __init__(
        self,
        account: ApiAccount,
        shelf: TokenShelf,
        *,
        now: Callable[[], float] = time.time,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._account = account
        self._base = account.api_base.rstrip("/")
        self._timeouts = timeouts or Timeouts()
        self._tokens = TokenKeeper(account.app_id, self._fetch_token, shelf, now)
        self._http = AsyncHTTPClient(
            force_instance=True, max_clients=100, max_body_size=_BODY_LIMIT
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    async def send_template(
        self,
        openid: str,
        template_id: str,
        data: Mapping[str, Mapping[str, str]],
        client_msg_id: str,
        url: str | None = None,
    ) -> str:
        """Send a notice and return its msgid, empty if WeChat only says it was sent before.

        Repeating it within ten minutes with the same `client_msg_id` sends nothing new.
        Source: WeChat 发送模板消息 docs.
        """
        payload = payloads.template(openid, template_id, data, client_msg_id, url)
        try:
            answer = await self._send("/cgi-bin/message/template/send", payload)
        except ApiError as error:
            if error.code == ALREADY_SENT:
                return ""
            raise
        return str(answer.get("msgid", ""))

    async def send_text(self, openid: str, content: str) -> None:
        """Send words as a customer message; cut long ones with `fit_text` first."""
        await self._send(_CUSTOM_SEND, payloads.text(openid, content))

    async def send_menu(
        self, openid: str, items: Sequence[payloads.MenuItem], head: str = "", tail: str = ""
    ) -> None:
        """Send lines to tap as a customer message."""
        await self._send(_CUSTOM_SEND, payloads.menu(openid, items, head, tail))

    async def send_image(self, openid: str, media_id: str) -> None:
        """Send an uploaded picture as a customer message."""
        await self._send(_CUSTOM_SEND, payloads.uploaded(openid, "image", media_id))

    async def send_voice(self, openid: str, media_id: str) -> None:
        """Send an uploaded recording as a customer message."""
        await self._send(_CUSTOM_SEND, payloads.uploaded(openid, "voice", media_id))

    async def download_media(self, media_id: str) -> Media:
        """Return a file someone sent us, which WeChat keeps for three days."""

        async def attempt(token: str) -> Media | str:
            url = self._url("/cgi-bin/media/get", access_token=token, media_id=media_id)
            response = await self._fetch(self._request(url, timeout=self._timeouts.media))
            if media.may_be_json(response.body):
                return self._understand(response, answers.read_video_url, token)
            return _file(response)

        found = await self._with_token(attempt)
        if isinstance(found, Media):
            return found
        return _file(await self._fetch(self._request(found, timeout=self._timeouts.media)))

    async def upload_media(self, kind: MediaKind, file: Media) -> str:
        """Upload a file for three days and return its media id."""
        content_type, body = media.multipart(file)

        async def attempt(token: str) -> str:
            url = self._url("/cgi-bin/media/upload", access_token=token, type=kind)
            request = self._request(url, body, content_type, self._timeouts.media)
            return self._understand(await self._fetch(request), answers.read_media_id, token)

        return await self._with_token(attempt)

    async def create_menu(self, buttons: Sequence[Mapping[str, object]]) -> None:
        """Put up the menu under the chat: at most 3 buttons of 5, in WeChat's own terms."""
        await self._call("/cgi-bin/menu/create", answers.as_is, {"button": buttons})

    async def get_menu(self) -> Sequence[Button]:
        """Return the buttons of the menu under the chat; none where there is no menu."""
        try:
            return await self._call("/cgi-bin/menu/get", answers.read_buttons)
        except ApiError as error:
            if error.code == NO_MENU:
                return ()
            raise

    async def test_token(self) -> float:
        """Ask for a token now, whatever is kept; the seconds it is good for."""
        with _alarmed():
            return (await self._fetch_token())[1]

    async def callback_addresses(self) -> Sequence[str]:
        """Return from which addresses WeChat pushes to us."""
        return await self._call("/cgi-bin/getcallbackip", answers.read_addresses)

    async def templates(self) -> Mapping[str, frozenset[str]]:
        """Return the keywords of each template of the account, by its id."""
        path = "/cgi-bin/template/get_all_private_template"
        return await self._call(path, answers.read_templates)

    async def quota(self, path: str) -> Quota:
        """Return what is left today of one API, such as /cgi-bin/message/custom/send."""
        asked = {"cgi_path": path}
        return await self._call("/cgi-bin/openapi/quota/get", answers.read_quota, asked)

    async def create_qrcode(self, scene: str, expire_seconds: int | None) -> QrCode:
        """Make a code that says `scene` when scanned; None makes a permanent one."""
        payload = payloads.qrcode(scene, expire_seconds)
        return await self._call("/cgi-bin/qrcode/create", answers.read_qrcode, payload)

    async def user_info(self, openid: str) -> Follower:
        """Return whether a person follows us, and since when."""
        read = answers.read_follower
        return await self._call("/cgi-bin/user/info", read, openid=openid, lang="zh_CN")

    async def code_to_session(self, code: str) -> MiniprogramLogin:
        """Return who logged in to the mini-program, which this client's account must be."""
        login = {"js_code": code, "grant_type": "authorization_code"}
        url = self._url("/sns/jscode2session", **self._credentials(), **login)
        with _alarmed():
            response = await self._fetch(self._request(url))
            return self._understand(response, answers.read_login, code)

    async def _fetch_token(self) -> tuple[str, float]:
        payload = {**self._credentials(), "grant_type": "client_credential"}
        request = self._request(self._url("/cgi-bin/stable_token"), payloads.to_json(payload))
        response = await self._fetch(request)
        try:
            return self._understand(response, answers.read_token)
        except ApiError as error:
            raise error.after_refresh() from None

    async def _send(self, path: str, payload: payloads.Payload) -> Answer:
        return await self._call(path, answers.as_is, payload, is_send=True)

    async def _call(
        self,
        path: str,
        read: Callable[[Answer], _T],
        payload: payloads.Payload | None = None,
        *,
        is_send: bool = False,
        **query: str,
    ) -> _T:
        body = None if payload is None else payloads.to_json(payload)

        async def attempt(token: str) -> _T:
            request = self._request(self._url(path, access_token=token, **query), body)
            response = await self._fetch(request, is_send=is_send)
            return self._understand(response, read, token, is_send=is_send)

        return await self._with_token(attempt)

    async def _with_token(self, attempt: Callable[[str], Awaitable[_T]]) -> _T:
        with _alarmed():
            token = await self._tokens.current()
            try:
                return await attempt(token)
            except ApiError as error:
                if error.reaction is not Reaction.REFRESH:
                    raise
            await self._tokens.drop(token)
            try:
                return await attempt(await self._tokens.current())
            except ApiError as error:
                raise error.after_refresh() from None

    def _credentials(self) -> dict[str, str]:
        return {"appid": self._account.app_id, "secret": self._account.app_secret}

    def _url(self, path: str, **query: str) -> str:
        return f"{self._base}{path}?{urlencode(query)}"

    def _request(
        self,
        url: str,
        body: bytes | None = None,
        content_type: str = "application/json",
        timeout: float | None = None,
    ) -> HTTPRequest:
        return HTTPRequest(
            url,
            method="GET" if body is None else "POST",
            headers={} if body is None else {"Content-Type": content_type},
            body=body,
            follow_redirects=False,
            connect_timeout=self._timeouts.connect,
            request_timeout=timeout or self._timeouts.call,
        )

    async def _fetch(self, request: HTTPRequest, *, is_send: bool = False) -> HTTPResponse:
        try:
            return await self._http.fetch(request, raise_error=False)
        except (HTTPClientError, OSError, ValueError) as error:
            # Not chained: a cause may print the address, and the token with it.
            is_ambiguous = is_send and not _never_left(error)
            raise no_answer(type(error).__name__, is_ambiguous=is_ambiguous) from None

    def _understand(
        self,
        response: HTTPResponse,
        read: Callable[[Answer], _T],
        *hidden: str,
        is_send: bool = False,
    ) -> _T:
        try:
            answer = answers.read_answer(response.body, (self._account.app_secret, *hidden))
            if response.code != HTTPStatus.OK:
                raise Unreadable("the answer is no success")
            return read(answer)
        except Unreadable as error:
            reason = f"{error} (HTTP {response.code})"
            raise no_answer(reason, is_ambiguous=is_send) from None


@contextmanager
def _alarmed() -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        if error.code is not None and needs_alarm(error.code, error.reaction):
            _log.error("%s; %s", error, remedy(error.code))
        raise


def _never_left(error: Exception) -> bool:
    if isinstance(error, HTTPClientError):
        return any(words in str(error.message) for words in _NEVER_LEFT_WORDS)
    return isinstance(error, _NEVER_LEFT)


def _file(response: HTTPResponse) -> Media:
    if response.code != HTTPStatus.OK:
        raise no_answer(f"no file (HTTP {response.code})", is_ambiguous=False)
    headers = response.headers
    return media.received(
        response.body, headers.get("Content-Type", ""), headers.get("Content-Disposition", "")
    )
