"""What the screens of the elder's page share: whose link it is, and that a form is ours.

The token in the address is the secret; there is no sign-in, no cookie and no time-out. A link that
leads nowhere shows one plain page with the numbers that always help.
"""

import hashlib
import logging
import secrets
from datetime import datetime
from typing import Any, NoReturn

from tornado.web import Finish

from bot.elder_page import phones
from bot.services import Services
from bot.talks.web_page import PATH
from handlers.base import Door
from handlers.origin import FORM, FORM_WITH_FILES, is_from_here
from models.database import StoreUnavailableError
from models.links import EndedLinkError, ForgedLinkError
from models.page_links import PageLink
from models.people import Resident
from models.steps import IllegalMoveError
from models.tickets import CrowdedError

log = logging.getLogger(__name__)

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_KEY = 16  # hex digits
TROUBLES = {
    400: ("没收到", "刚才没收全。请回到开头，再来一次。"),
    403: ("打不开", "这个网页现在不能用。要新的，在微信里说“网页”。"),
    404: ("没有这一页", "这里没有东西。请回到开头。"),
    409: ("没有办成", "这件事刚刚有变化。请回到开头，看看“我的事”。"),
    410: ("打不开", "这个网页现在不能用。要新的，在微信里说“网页”。"),
    413: ("太大了", "照片太大，没有收到。请换一张，或者不加照片。"),
    419: ("没有办成", "这一页不对，什么都没改。请回到开头，再来一次。"),
    503: ("正忙", "现在太忙，没有办成。请过一会儿再来，急事打电话。"),
}
_OTHERWISE = ("出了点问题", "没有办成。请过一会儿再来，急事打电话。")


class ElderDoor(Door):
    """One screen of the page behind a person's link."""

    def initialize(self, services: Services) -> None:
        """Take what the screens need."""
        self.services: Services = services
        self.link: PageLink | None = None
        self.resident: Resident | None = None

    def set_default_headers(self) -> None:
        """Let nothing in from elsewhere; our own posts carry their origin."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", CONTENT_POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Robots-Tag", "noindex")

    async def prepare(self) -> None:
        """Let nobody in but by a link that is good."""
        try:
            self.link = await self.services.store.page_links.read(self._token, self.now)
        except (ForgedLinkError, EndedLinkError) as error:
            self.refuse(403 if isinstance(error, ForgedLinkError) else 410)
        self.resident = await self.services.store.residents.get(self.person)

    @property
    def now(self) -> datetime:
        """The time."""
        return self.services.clock()

    @property
    def person(self) -> str:
        """Whose page it is."""
        if self.link is None:
            self.refuse(403)
        return self.link.person

    @property
    def home(self) -> str:
        """The address of the first screen."""
        return f"{PATH}/{self._token}"

    @property
    def _token(self) -> str:
        """The secret of the address; empty while the address itself cannot be read."""
        return self.path_args[0] if self.path_args else ""

    def key(self) -> str:
        """The key of the form that was sent. Refuses a form that no page of this link sent."""
        kinds = (FORM, FORM_WITH_FILES)
        if not is_from_here(self.request.headers, self.services.public_url, kinds):
            self.refuse(419)
        key = self.get_body_argument("key", "")[: 2 * _KEY]
        given = self.get_body_argument("mark", "")
        if not secrets.compare_digest(given.encode(), self._mark(key).encode()):
            self.refuse(419)
        return key

    def on(self, path: str) -> None:
        """Lead on after a deed, so that looking again repeats nothing."""
        self.redirect(f"{self.home}/{path}", status=303)

    def refuse(self, status: int, words: str | None = None) -> NoReturn:
        """End the request with a screen that says what to do. Raises Finish."""
        log.warning("elder's page refused", extra={"status": status})
        self._explain(status, words)
        raise Finish

    def show(self, screen: str, *, status: int = 200, key: str = "", **values: Any) -> None:
        """Send a screen; a form that is shown again keeps its ``key``, so that it counts once."""
        key = key or secrets.token_hex(_KEY // 2)
        self.set_status(status)
        self.render(
            f"elder/{screen}.html",
            home=self.home if self.link else None,
            key=key,
            mark=self._mark(key),
            phone=self._phone(),
            emergencies=phones.EMERGENCIES,
            dialled=phones.dialled,
            **values,
        )

    def write_error(self, status_code: int, **problem: Any) -> None:
        """A plain screen: what happened is for the log."""
        error = (problem.get("exc_info") or (None, None, None))[1]
        if isinstance(error, StoreUnavailableError):
            status_code = 503
        elif isinstance(error, (IllegalMoveError, CrowdedError)):
            status_code = 409
        self._explain(status_code, None)

    def _explain(self, status: int, words: str | None) -> None:
        title, usual = TROUBLES.get(status, _OTHERWISE)
        self.show("closed", status=status, title=title, words=words or usual)

    def _phone(self) -> str | None:
        area = self.resident.area if self.resident else None
        return self.services.areas.phone(area or self.services.home)

    def _mark(self, key: str) -> str:
        """The mark that makes a key one of ours, for this link alone."""
        token = hashlib.sha256(self._token.encode()).hexdigest()
        return self.services.store.form_marks.of(f"elder's page {token} {key}")
