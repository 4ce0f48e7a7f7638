"""The page of a help card, for whoever scans it without WeChat: say what is needed, and done.

The code in the address is all that is needed to ask, and nothing can be read by it.
"""

import logging
import secrets

from bot.card_page import Asked, CardPage, CardRefusedError
from bot.services import Services
from handlers.base import Door
from handlers.origin import is_from_here

log = logging.getLogger(__name__)

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_MOST_READ = 4000  # characters of a field; what is longer is no mistake of a person
ENDED = "这张卡已经停用"
ANYWAY = "要帮老人，请到社区说一声，或者打电话。急事先打 120。"


class HelpCardDoor(Door):
    """GET asks what is needed, POST files it."""

    def initialize(self, services: Services) -> None:
        """Take what the door needs."""
        self._services = services

    def set_default_headers(self) -> None:
        """Let nothing in from elsewhere, and tell no other site that somebody was here."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", _CONTENT_POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("X-Robots-Tag", "noindex")

    async def get(self, code: str) -> None:
        """Show the form."""
        page = await self._page(code)
        if page is not None:
            self._show(page, Asked("", "", secrets.token_hex(8)))

    async def post(self, code: str) -> None:
        """File what was written."""
        page = await self._page(code)
        if page is None:
            return
        if not is_from_here(self.request.headers, self._services.public_url):
            self.set_status(403)
            self.render("closed.html", title="没有记下", words=["请再扫一次卡，在新的页面上写。"])
            return
        asked = Asked(self._field("words"), self._field("phone"), self._field("key"))
        try:
            ticket = await page.ask(asked, self.request.remote_ip or "")
        except CardRefusedError as refused:
            self.set_status(422 if refused.field else 429)
            self._show(page, asked, refused)
            return
        self.render("help_card_noted.html", words=page.said_of(ticket), phone=page.phone)

    async def _page(self, code: str) -> CardPage | None:
        """The page of a card that counts; else what to do instead is shown."""
        card = await self._services.store.help_cards.find(code)
        if card is not None and card.is_good:
            return CardPage(self._services, card)
        log.warning("help card refused", extra={"known": card is not None})
        phone = CardPage(self._services, card).phone if card else None
        self.set_status(410 if card else 404)
        number = [f"社区电话：{phone}"] if phone else []
        self.render("closed.html", title=ENDED, words=[ANYWAY, *number])
        return None

    def _show(self, page: CardPage, asked: Asked, refused: CardRefusedError | None = None) -> None:
        key = asked.key or secrets.token_hex(8)
        self.render("help_card.html", page=page, asked=asked, key=key, refused=refused)

    def _field(self, name: str) -> str:
        return self.get_body_argument(name, "")[:_MOST_READ].strip()
