"""The console over real HTTP in this very process, so that a story may turn the clock."""

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httputil import HTTPHeaders

from bot.office.accounts import AccountKeeper
from bot.office.passwords import Passwords
from models.demo import read_community, seed_account_holders
from tests.handlers.doors import Doors
from tests.handlers.doors import play as play_doors
from tests.support.house import NOWHERE
from tests.support.street import Street

PASSWORD = "jieyou-demo"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Visitor:
    """A browser with its cookies, and the mark that forms of its pages carry."""

    base: str
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    async def get(self, path: str, accept: str = "text/html") -> HTTPResponse:
        """Look at a page, without following where it leads."""
        return await self._fetch(path, headers={"Accept": accept})

    async def post(
        self, path: str, headers: dict[str, str] | None = None, **fields: str | Sequence[str]
    ) -> HTTPResponse:
        """Send a form of a page of ours; a field may be given to send another mark or key."""
        form = {"mark": self.mark, "key": secrets.token_hex(8), **fields}
        given = {"Content-Type": FORM, "Origin": self.origin, "Accept": "text/html"}
        body = urlencode(form, doseq=True)
        return await self._fetch(path, method="POST", body=body, headers=given | (headers or {}))

    async def _fetch(
        self, path: str, headers: dict[str, str], method: str = "GET", body: str | None = None
    ) -> HTTPResponse:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await AsyncHTTPClient().fetch(
            self.base + path,
            method=method,
            body=body,
            headers=HTTPHeaders(headers | ({"Cookie": cookies} if cookies else {})),
            raise_error=False,
            follow_redirects=False,
            request_timeout=60,
        )
        for line in answer.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self._remember_mark(answer)
        return answer

    def _remember_mark(self, answer: HTTPResponse) -> None:
        if "html" in answer.headers.get("Content-Type", ""):
            found = re.search(r'name="mark" value="([0-9a-f]+)"', answer.body.decode())
            self.mark = found[1] if found else self.mark


@dataclass
class Console:
    """A street with the console's doors open."""

    doors: Doors

    @property
    def street(self) -> Street:
        """Everybody with a phone in hand."""
        return self.doors.street

    def stranger(self) -> Visitor:
        """A browser that is not signed in."""
        return Visitor(self.doors.base, self.street.services.public_url)

    async def sign_in(self, name: str) -> Visitor:
        """A browser signed in as one of models/demo.yaml."""
        visitor = self.stranger()
        await visitor.get("/console/sign-in")
        answer = await visitor.post("/console/sign-in", name=name, password=PASSWORD)
        assert answer.code == 303, text_of(answer)
        await visitor.get("/console/own")
        return visitor


def text_of(answer: HTTPResponse) -> str:
    """The body of an answer."""
    return answer.body.decode()


def play(uri: str, story: Callable[[Console], Awaitable[None]], wechat: str = NOWHERE) -> None:
    """Live through a story with the console open, its people there, and WeChat at an address."""

    async def with_accounts(doors: Doors) -> None:
        services = doors.street.services
        holders = await seed_account_holders(services.store, read_community())
        keeper = AccountKeeper(services.store, services.clock, Passwords(passes=1, kibibytes=64))
        for name, member in holders.items():
            await keeper.open_demo(name, member, PASSWORD)
        await story(Console(doors))

    play_doors(uri, with_accounts, wechat)
