"""Help cards as the office makes, prints and revokes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import powers
from bot.card_calls import community_of, page_of, printed
from bot.help_card import Sheet
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.reach import chosen_area
from bot.office.residents import Residents
from bot.services import Services
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.reactions import remedy
from models.help_cards import Card, new_code
from models.people import StaffMember

PAGE = 50
MOST_OF_ONE = 5
LONGEST_PLACE = 40
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,19}")
# What a person can do when WeChat gives no code; source: WeChat 生成带参数二维码 docs.
_NO_ANSWER = "微信没有回应。请过一会儿，在这一页再要一次。"
_LIMIT = "一个公众号最多 10 万个永久码，用完了就只能印网页地址。"


@dataclass(frozen=True, slots=True)
class HelpCards:
    """What a member of staff may do with the cards of their subtree."""

    services: Services
    member: StaffMember
    wechat: WeChatClient

    async def page(self, after: str = "") -> Sequence[Card]:
        """Some cards, those after ``after``."""
        return await self.services.store.help_cards.page(self.member.area, after, PAGE)

    async def of_resident(self, resident: str) -> Sequence[Card]:
        """The cards of somebody. Raises GoneError."""
        await self._residents.open(resident)
        cards = await self.services.store.help_cards.of_resident(resident)
        return [each for each in cards if powers.covers(self.member, each.area_path)]

    async def open(self, number: str) -> Card:
        """One card. Raises GoneError."""
        card = await self.services.store.help_cards.get(number)
        if card is None or not powers.covers(self.member, card.area_path):
            raise GoneError
        return card

    async def make_for(self, resident: str, place: str, phone: str) -> Card:
        """A card for somebody's door. Raises GoneError or DeedRefusedError."""
        file = await self._residents.open(resident)
        if not file.area_path:
            raise DeedRefusedError("请先在居民的页面上选好片区，再做卡。")
        cards = await self.services.store.help_cards.of_resident(resident)
        if sum(each.is_good for each in cards) >= MOST_OF_ONE:
            raise DeedRefusedError(f"这位已经有 {MOST_OF_ONE} 张卡，请先停用一张旧的。")
        return await self._make(file.area_path, resident, place, phone)

    async def make_at(self, area: str, place: str, phone: str) -> Card:
        """A card for a public place of an area. Raises DeedRefusedError."""
        return await self._make(
            chosen_area(self.member, self.services.areas, area).path, None, place, phone
        )

    async def ask_wechat(self, number: str) -> Card:
        """Ask WeChat again for the code of a card that has none. Raises GoneError."""
        card = await self.open(number)
        if card.url is None and card.is_good:
            card = await self._with_code(card)
            await self.services.store.help_cards.put(card)
        return card

    async def revoke(self, number: str, reason: str) -> None:
        """Let a card count no more. Raises GoneError or DeedRefusedError."""
        card = await self.open(number)
        if not reason:
            raise DeedRefusedError("请写一下为什么停用，比如：卡丢了。")
        if await self.services.store.help_cards.revoke(number, self.services.clock()):
            await self._note("revoke_help_card", card, reason)

    async def sheet(self, number: str) -> Sheet:
        """What is printed, which is noted. Raises GoneError or DeedRefusedError."""
        card = await self.open(number)
        if not card.is_good:
            raise DeedRefusedError("这张卡已经停用，不能再印。请做一张新的。")
        await self._note("print_help_card", card)
        content, community = printed(self.services, card), community_of(self.services, card.area)
        return Sheet(content, community, card.phone, card.id)

    def address(self, card: Card) -> str:
        """Our own page behind a card."""
        return page_of(self.services, card)

    @property
    def _residents(self) -> Residents:
        return Residents(self.services, self.member)

    async def _make(
        self, path: tuple[str, ...], resident: str | None, place: str, phone: str
    ) -> Card:
        if len(place) > LONGEST_PLACE:
            raise DeedRefusedError(f"挂在哪里写得太长，最多 {LONGEST_PLACE} 个字。")
        if phone and not _PHONE.fullmatch(phone):
            raise DeedRefusedError("电话只写数字，比如 0551-12345678；不填就印社区的。")
        card = Card(
            id="",
            code=new_code(),
            area_path=path,
            since=self.services.clock(),
            by=self.member.id,
            resident=resident,
            place=place or None,
            phone=phone or self.services.areas.phone(path[-1]),
        )
        made = await self.services.store.help_cards.add(await self._with_code(card))
        await self._note("make_help_card", made, made.place)
        return made

    async def _with_code(self, card: Card) -> Card:
        """The card with WeChat's address, or with why there is none."""
        try:
            code = await self.wechat.create_qrcode(card.scene, None)
        except ApiError as error:
            why = _NO_ANSWER if error.code is None else f"{remedy(error.code)}{_LIMIT}"
            return replace(card, trouble=why)
        return replace(card, url=code.url, trouble=None)

    async def _note(self, deed: str, card: Card, words: str | None = None) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, deed, card.id, words, card.area_path)
