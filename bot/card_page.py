"""Asking by a help card from a phone without WeChat: the page's words become a ticket.

Nobody has signed in there, so the helper is whoever gave a number to be called back, and the
limits count the address they come from.
"""

from dataclasses import dataclass

from bot.card_calls import community_of, on_behalf
from bot.filing import as_told, ticket_id
from bot.services import Services
from models.help_cards import Card
from models.moves import Move, State
from models.people import VISIT, Resident
from models.ticket import Event, Ticket
from nlp import OTHER, find_phone

LONGEST_WORDS, LONGEST_PHONE, LONGEST_KEY = 500, 40, 40
_LEAST_LETTERS = 2


class CardRefusedError(Exception):
    """What was written is not filed; the words say what to do, ``field`` where (empty: nowhere)."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was sent; ``key`` names it, so that sending it twice counts once."""

    words: str
    phone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class CardPage:
    """The page behind one card; it knows nothing of the elder that it could show."""

    services: Services
    card: Card

    @property
    def community(self) -> str:
        """What the community is called."""
        return community_of(self.services, self.card.area)

    @property
    def phone(self) -> str | None:
        """Whom to call there."""
        return self.services.areas.phone(self.card.area) or self.card.phone

    async def ask(self, asked: Asked, address: str) -> Ticket:
        """The ticket of the form. Raises CardRefusedError and then changes nothing."""
        phone = _checked(asked)
        tickets = self.services.store.tickets
        identifier = ticket_id(f"{self.card.id} {asked.key}\n{asked.words}", 0)
        if filed := await tickets.get(identifier):
            return filed
        understood = self.services.understander.understand(asked.words)
        helper, is_danger = f"{address} {self.card.id}", understood.danger is not None
        cards, now = self.services.store.help_cards, self.services.clock()
        if not await cards.lets(self.card.id, helper, identifier, now, presses=is_danger):
            raise CardRefusedError(self._too_much())
        is_clear = understood.sure and not is_danger
        by = await self._helper(phone, identifier)
        bare = Ticket(
            id=identifier,
            number=await self.services.store.numbers.take(),
            queue=understood.queue if is_clear else OTHER,
            asker=by,
            created=now,
            updated=now,
            text=asked.words,
            area_path=self.card.area_path,
            phone=phone,
            events=(Event(now, by, Move.FILE, State.OPEN, asked.key),),
        )
        told = as_told(self.services, bare, understood)
        ticket = await on_behalf(self.services, told, self.card, phone)
        await tickets.file(tickets.document(self.services.timetable.filed(ticket)))
        await cards.used(self.card.id, now)
        # Of two clicks at once one was first, and its number counts.
        return await tickets.get(identifier) or ticket

    def said_of(self, ticket: Ticket) -> list[str]:
        """What the helper reads after the ticket was filed."""
        say = self.services.phrases
        advice = [say(f"danger.{ticket.danger}")] if ticket.danger else []
        return "\n".join([*advice, say("help_card.noted", number=ticket.number)]).splitlines()

    async def _helper(self, phone: str | None, identifier: str) -> str:
        """Who calls from this number, or somebody nobody can find again."""
        residents = self.services.store.residents
        if phone is None:
            return VISIT + identifier
        person = residents.caller(phone)
        if await residents.get(person) is None:
            since = self.services.clock()
            await residents.put(Resident(person, self.card.area, phone=phone, since=since))
        return person

    def _too_much(self) -> str:
        say = self.services.phrases
        if self.phone:
            return say("help_card.too_much", phone=self.phone)
        return say("help_card.too_much_no_phone")


def _checked(asked: Asked) -> str | None:
    """The number as it is dialled. Raises CardRefusedError."""
    if sum(letter.isalnum() for letter in asked.words) < _LEAST_LETTERS:
        raise CardRefusedError("请写下要什么帮助，比如：老人摔了，起不来。", "words")
    if len(asked.words) > LONGEST_WORDS:
        raise CardRefusedError(f"写得太长了，最多 {LONGEST_WORDS} 个字。", "words")
    if not 1 <= len(asked.key) <= LONGEST_KEY:
        raise CardRefusedError("这一页放得太久了。您写的还在，请再点一次。", "words")
    phone = find_phone(asked.phone[:LONGEST_PHONE])
    if asked.phone and phone is None:
        raise CardRefusedError("这个电话打不通，请看看有没有写错。不想留就空着。", "phone")
    return phone
