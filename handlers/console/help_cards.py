"""Help cards: the list, a new one, one card with its sheet, and the end of it."""

import asyncio
from collections.abc import Callable, Mapping

from bot import help_card
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.help_cards import PAGE, HelpCards
from bot.powers import Duty
from handlers.console.deeds import GONE, Deed, DeedsDoor
from handlers.console.door import ConsoleDoor

PATH = "/console/cards"
_FORMS: Mapping[str, tuple[str, Callable[[help_card.Sheet], bytes]]] = {
    "png": ("image/png", help_card.png),
    "pdf": ("application/pdf", help_card.pdf),
}


class CardsDoor(DeedsDoor):
    """All cards of one's subtree, or those of one resident."""

    duty = Duty.RESIDENTS
    here = "residents"

    def deeds(self) -> Mapping[str, Deed]:
        """A new card is made from the page of a resident or of an area."""
        return {"make": self._make}

    async def look(self, identifier: str) -> None:
        """Show them."""
        resident = self.query("resident")
        if resident:
            found = await self._cards.of_resident(resident)
        else:
            found = await self._cards.page(self.query("after", 20))
        more = found[-1].id if len(found) == PAGE and not resident else None
        self.show("cards.html", found=found, more=more, resident=resident)

    @property
    def _cards(self) -> HelpCards:
        return HelpCards(self.services, self.member, self.office.wechat)

    async def _make(self, identifier: str) -> None:
        place, phone, resident = self.field("place"), self.field("phone"), self.field("resident")
        if resident:
            card = await self._cards.make_for(resident, place, phone)
        else:
            card = await self._cards.make_at(self.field("area", 60), place, phone)
        self.back(f"{PATH}/{card.id}", "card_made")


class CardDoor(DeedsDoor):
    """One card."""

    duty = Duty.RESIDENTS
    here = "residents"

    def deeds(self) -> Mapping[str, Deed]:
        """What can be done with it."""
        return {"revoke": self._revoke, "ask": self._ask}

    async def look(self, identifier: str) -> None:
        """Show it."""
        card = await self._cards.open(identifier)
        self.show("card.html", card=card, address=self._cards.address(card))

    @property
    def _cards(self) -> HelpCards:
        return HelpCards(self.services, self.member, self.office.wechat)

    async def _revoke(self, identifier: str) -> None:
        await self._cards.revoke(identifier, self.field("why", 100))
        self.back(f"{PATH}/{identifier}", "card_revoked")

    async def _ask(self, identifier: str) -> None:
        card = await self._cards.ask_wechat(identifier)
        self.back(f"{PATH}/{identifier}", "card_code" if card.url else "card_no_code")


class CardSheetDoor(ConsoleDoor):
    """The sheet of a card to be printed."""

    duty = Duty.RESIDENTS
    here = "residents"

    async def get(self, number: str, form: str) -> None:
        """Draw it in a thread, for it takes a good part of a second."""
        cards = HelpCards(self.services, self.member, self.office.wechat)
        kind, draw = _FORMS[form]
        try:
            drawn = await asyncio.to_thread(draw, await cards.sheet(number))
        except GoneError:
            self.refuse(404, GONE)
        except DeedRefusedError as refused:
            self.refuse(422, str(refused))
        self.set_header("Content-Type", kind)
        name = f"help-card-{number}.{form}"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(drawn)
