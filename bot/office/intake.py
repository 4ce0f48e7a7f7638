"""Typing in what somebody says by phone or at the counter, so that it is helped like a message.

The same understanding, ticket and ladder as in the chat; only the words come through a member of
staff, who sees what we make of them and may know better.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import powers
from bot.alarms import raised
from bot.alike import alike
from bot.elders import BirthYearError, check_year, set_mode
from bot.family import followers_of
from bot.filing import area_path, as_told, ticket_id, words_of
from bot.office.highlight import highlighted
from bot.office.reach import areas_of
from bot.oversight import Oversight
from bot.services import Services
from models.area import Area, Level
from models.moves import Move, State
from models.people import VISIT, Resident, StaffMember, has_wechat
from models.ticket import Event, Ticket
from nlp import OTHER, QUEUES, Report, Understanding, find_phone

SOURCES = ("phone", "visit", "proxy", "other")
CLASSES = QUEUES  # what it can be put into
LONGEST = {"words": 2000, "name": 40, "phone": 40, "place": 100}
LEAST_LETTERS = 2
MOST_AREAS = 400
_FINE = (Level.BUILDING, Level.GRID)
_CALLED = {"words": "说的事", "name": "名字", "phone": "电话", "place": "地点"}


class IntakeError(Exception):
    """What was typed cannot be filed; the message says what to do, ``field`` where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed; ``queue`` and ``area`` are empty where nothing was chosen.

    ``key`` names the form: the same words sent twice with it count once. With ``is_known`` it is
    asked for by the resident whose number it is.
    """

    words: str = ""
    name: str = ""
    phone: str = ""
    born: str = ""
    source: str = SOURCES[0]
    place: str = ""
    area: str = ""
    queue: str = ""
    is_known: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What we make of the form, for the one who types."""

    queue: str
    understood: Understanding
    pieces: Sequence[tuple[str, bool]]
    number: str | None = None  # to be phoned
    resident: Resident | None = None  # whose number that is
    known: Sequence[Ticket] = ()  # open tickets that this may be about


@dataclass(frozen=True, slots=True)
class Intake:
    """The desk where a member of staff types in."""

    services: Services
    member: StaffMember

    def areas(self) -> Sequence[Area]:
        """What they can choose as the place: their subtree, as fine as a list can be."""
        levels = list(Level)
        while len(found := areas_of(self.member, self.services.areas, levels)) > MOST_AREAS:
            if levels[-1] not in _FINE:
                break
            levels.pop()
        return found[:MOST_AREAS]

    async def hear(self, typed: Typed) -> Heard | None:
        """What we make of it so far; None before anything was said."""
        if _letters(typed.words) < LEAST_LETTERS:
            return None
        understood = self.services.understander.understand(typed.words)
        queue = _queue(typed, understood)
        evidence = words_of(understood, understood.queue)
        number = find_phone(typed.phone) or understood.slots.phone
        return Heard(
            queue,
            understood,
            highlighted(typed.words, evidence),
            number,
            await self._resident(number),
            await self._alike(typed, understood, queue, number),
        )

    async def file(self, typed: Typed) -> Ticket:
        """The ticket of the form. Raises IntakeError and then changes nothing."""
        path, phone = self._checked(typed)
        identifier, tickets = _identifier(typed), self.services.store.tickets
        if filed := await tickets.get(identifier):
            return filed
        understood = self.services.understander.understand(typed.words)
        phone = phone or understood.slots.phone
        asker = await self._asker(typed, phone, path, identifier)
        known = await self.services.store.residents.get(asker)
        now = self.services.clock()
        bare = Ticket(
            id=identifier,
            number=await self.services.store.numbers.take(),
            queue=_queue(typed, understood),
            asker=asker,
            created=now,
            updated=now,
            text=typed.words,
            area_path=path,
            place=typed.place or None,
            phone=phone,
            source=typed.source,
            followers=await followers_of(self.services, known) if known else (),
            events=(Event(now, self.member.id, Move.FILE, State.OPEN, typed.key),),
        )
        ticket = self.services.timetable.filed(as_told(self.services, bare, understood))
        await tickets.file(tickets.document(ticket))
        # Of two clicks at once one was first, and its number counts.
        return await tickets.get(identifier) or ticket

    async def join(self, typed: Typed, known: Ticket, work: Oversight) -> Ticket:
        """The words go to an open ticket instead, and who said them waits for it as well.

        Raises IntakeError, or what Oversight does.
        """
        path, phone = self._checked(typed)
        phone = phone or find_phone(typed.words)
        asker = await self._asker(typed, phone, path, _identifier(typed))
        after = await work.follow(known, asker, typed.words)
        danger = self.services.understander.understand(typed.words).danger
        return await raised(self.services, after, danger=danger) if danger else after

    def may_join(self, ticket: Ticket) -> bool:
        """Whether they may add words to a ticket."""
        return powers.may(self.member, Move.FOLLOW, ticket)

    def _checked(self, typed: Typed) -> tuple[tuple[str, ...], str | None]:
        """Where it is, and the number as it is dialled. Raises IntakeError."""
        for field, most in LONGEST.items():
            if len(getattr(typed, field)) > most:
                raise IntakeError(field, f"{_CALLED[field]}写得太长，最多 {most} 个字。")
        if _letters(typed.words) < LEAST_LETTERS:
            raise IntakeError("words", "请先写下对方说了什么事。")
        if not typed.key or typed.source not in SOURCES or typed.queue not in ("", *QUEUES):
            raise IntakeError("words", "这一页放得太久了。您写的都还在，请再点一次“登记”。")
        if typed.born:
            self._check_year(typed.born)
        phone = find_phone(typed.phone)
        if typed.phone and phone is None:
            raise IntakeError("phone", "这个电话打不通：手机要 11 位，座机带区号。没有电话就空着。")
        return self._path(typed.area), phone

    def _check_year(self, born: str) -> None:
        try:
            check_year(born, self.services.clock())
        except BirthYearError:
            raise IntakeError("born", "出生年份要写四位数字，比如 1948。不知道就空着。") from None

    def _path(self, area: str) -> tuple[str, ...]:
        path = area_path(self.services.areas, area) if area else self.member.area_path
        if (area and not path) or not powers.may_register(self.member, path):
            raise IntakeError("area", "请在自己管的片区里选一个。")
        return path

    async def _asker(
        self, typed: Typed, phone: str | None, path: tuple[str, ...], identifier: str
    ) -> str:
        """Who asks: the known resident, who phoned from this number before, or somebody new."""
        if typed.is_known and (known := await self._resident(phone)):
            if typed.born:
                await set_mode(self.services, known, born=typed.born)
            return known.id
        residents, area = self.services.store.residents, path[-1] if path else None
        person = residents.caller(phone) if phone else VISIT + identifier
        known = await residents.get(person)
        new = known or Resident(person, area, phone=phone, since=self.services.clock())
        new = replace(new, name=typed.name or new.name)
        if typed.born:
            await set_mode(self.services, new, born=typed.born)
        elif new != known and (phone or typed.name):
            await residents.put(new)
        return person

    async def _resident(self, phone: str | None) -> Resident | None:
        """The resident with WeChat whose number this is, if they live where the member works."""
        if phone is None:
            return None
        found = await self.services.store.residents.called(phone, self.member.area)
        return next((each for each in found if has_wechat(each.id) and each.follows), None)

    async def _alike(
        self, typed: Typed, understood: Understanding, queue: str, phone: str | None
    ) -> Sequence[Ticket]:
        """What the caller still waits for, and what neighbours reported; only what they see."""
        tickets, own = self.services.store.tickets, list[Ticket]()
        if phone:
            caller = self.services.store.residents.caller(phone)
            own = [*await tickets.asked_by(caller), *await tickets.followed_by(caller)]
        report = Report(typed.words, typed.place or understood.slots.place)
        near = await alike(self.services, typed.area or self.member.area, queue, report)
        found = {each.id: each for each in (*own, *near) if each.is_live()}
        return [each for each in found.values() if powers.sees(self.member, each)]


def _queue(typed: Typed, understood: Understanding) -> str:
    """What staff chose; else what we are sure of, and a danger is for the desk."""
    is_clear = understood.sure and not understood.danger
    return typed.queue or (understood.queue if is_clear else OTHER)


def _identifier(typed: Typed) -> str:
    """The same for a second click; other words in the same form are another ticket."""
    return ticket_id(f"{typed.key}\n{typed.words}", 0)


def _letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)
