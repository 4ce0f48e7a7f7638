"""The page behind a signed link: an agency without accounts works on one case there.

The token in the address is the secret. Expired, forged and revoked links show one plain page.
"""

import hashlib
import logging

from tornado.web import StaticFileHandler

from bot.agencies.access import reveal
from bot.agencies.deeds import ConflictError, Deed, StaleError, do, possible
from bot.agencies.refusals import REFUSALS, refusal
from bot.services import Services
from handlers.base import Door
from handlers.case_form import read_deed, shown_of
from handlers.origin import is_from_here
from models.links import EndedLinkError, ForgedLinkError, is_with
from models.steps import AGENCY, IllegalMoveError
from models.ticket import Ticket

log = logging.getLogger(__name__)

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class StaticDoor(Door, StaticFileHandler):
    """The style sheets of our pages."""


class HandoverDoor(Door):
    """GET shows the sealed view, POST does one thing with the case."""

    def initialize(self, services: Services) -> None:
        """Take what the door needs."""
        self._services = services

    def set_default_headers(self) -> None:
        """Let nothing in from elsewhere; our own posts carry their origin."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", _CONTENT_POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Robots-Tag", "noindex")

    async def get(self, token: str) -> None:
        """Show the case, and note that it was seen."""
        ticket = await self._case(token)
        if ticket is not None:
            await self._show(token, ticket, noted=bool(self.get_query_argument("noted", "")))

    async def post(self, token: str) -> None:
        """Do what the form says to the version of the case it shows."""
        if not is_from_here(self.request.headers, self._services.public_url):
            return self._close(403)
        ticket = await self._case(token)
        if ticket is None:
            return None
        deed = read_deed(self.get_body_argument)
        if deed is None:
            return self._close(403)
        agency = _agency(ticket)
        key = f"{_mark(token)}:{deed.move}:{deed.version}"
        try:
            after = await do(self._services, ticket, deed, AGENCY + agency, key)
        except REFUSALS as error:
            return await self._explain(token, ticket, deed, error)
        if is_with(after, agency):
            return self.redirect(f"/handover/{token}?noted=1", status=303)
        said = self._services.phrases(f"agency.done.{deed.move}", number=after.number)
        self.render("closed.html", title="办好了", words=said.splitlines())
        return None

    async def _case(self, token: str) -> Ticket | None:
        """The ticket of a link that is good; else the plain page is shown."""
        store = self._services.store
        try:
            link = store.links.read(token, self._services.clock())
            return link.check(await store.tickets.get(link.ticket))
        except (ForgedLinkError, EndedLinkError) as error:
            self._close(403 if isinstance(error, ForgedLinkError) else 410)
            return None

    async def _explain(self, token: str, ticket: Ticket, deed: Deed, error: Exception) -> None:
        """Show the case as it stands, with why the deed was refused and the words given."""
        stands = error.ticket if isinstance(error, (IllegalMoveError, StaleError)) else ticket
        if not is_with(stands, _agency(ticket)):
            return self._close(410)
        clashes = isinstance(error, (IllegalMoveError, StaleError, ConflictError))
        self.set_status(409 if clashes else 422)
        said = refusal(self._services, stands, error)
        return await self._show(token, stands, refused=said, given=deed)

    async def _show(
        self,
        token: str,
        ticket: Ticket,
        *,
        noted: bool = False,
        refused: str | None = None,
        given: Deed | None = None,
    ) -> None:
        agency = _agency(ticket)
        try:
            ticket = await reveal(self._services, ticket, AGENCY + agency, _mark(token))
        except IllegalMoveError:
            return self._close(410)
        self.render(
            "handover.html",
            noted=noted,
            refused=refused,
            mark=None,
            **await shown_of(self._services, ticket, possible(self._services, ticket), given),
        )
        return None

    def _close(self, status: int) -> None:
        """The one plain page for every link that leads nowhere."""
        log.warning("hand-over link refused", extra={"status": status})
        self.set_status(status)
        self.render("closed.html", title="打不开", words=LEADS_NOWHERE)


LEADS_NOWHERE = ("这个链接现在不能用。", "需要的话，请让社区再发一个。")


def _agency(ticket: Ticket) -> str:
    return ticket.handover.agency if ticket.handover else ""


def _mark(token: str) -> str:
    """A name for a link on the timeline, from which nobody gets the link back."""
    return "link:" + hashlib.sha256(token.encode()).hexdigest()[:24]
