"""Volunteers as the office keeps them: let in or not, what they may do, and when they rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from bot import powers
from bot.applications import Answer, application_of
from bot.filing import CHOICES
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.reach import areas_of
from bot.oversight import NotAllowedError
from bot.services import Services
from models.area import Area, Level
from models.clock import CHINA
from models.moves import Move
from models.people import Certificate, StaffMember, Volunteer
from models.record import Record
from models.ticket import Ticket

PAGE = 50
CAPS = range(1, 21)
MOST_PAPERS, LONGEST_PAPER, LONGEST_REASON = 20, 20, 60
SKILLS = tuple(CHOICES.values())
LISTED = (Level.COMMUNITY, Level.GRID)  # areas a volunteer may go to besides their own


@dataclass(frozen=True, slots=True)
class Row:
    """A volunteer with what they have in hand and what they did so far."""

    volunteer: Volunteer
    load: int
    record: Record


@dataclass(frozen=True, slots=True)
class Page:
    """Some volunteers; ``more`` is whom the next page comes after, None on the last one."""

    rows: Sequence[Row]
    more: str | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who waits for approval, and the ticket they applied with."""

    volunteer: Volunteer
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says a volunteer should have; papers as kind and last day."""

    skills: Sequence[str]
    areas: Sequence[str]
    groups: Sequence[str]
    papers: Sequence[tuple[str, str]]
    cap: str


@dataclass(frozen=True, slots=True)
class Volunteers:
    """What a member of staff may know and do of the volunteers of their subtree."""

    services: Services
    member: StaffMember

    async def page(self, area: str | None, after: str = "") -> Page:
        """Some volunteers of an area, those after ``after``. Raises GoneError."""
        found = await self.services.store.volunteers.page(self._within(area), after, PAGE)
        rows = await self._rows([each for each in found if not each.waits])
        # Applicants stand elsewhere; a page that is short without them need not be the last.
        return Page(rows, found[-1].id if len(found) == PAGE else None)

    async def waiting(self, area: str | None) -> Sequence[Applicant]:
        """Who waits for approval in an area. Raises GoneError."""
        found = await self.services.store.volunteers.waiting(self._within(area), PAGE)
        return [Applicant(each, await application_of(self.services, each)) for each in found]

    async def open(self, identifier: str) -> Row:
        """A volunteer. Raises GoneError."""
        found = await self.services.store.volunteers.get(identifier)
        if found is None or not powers.covers(self.member, found.area_path):
            raise GoneError
        return (await self._rows([found]))[0]

    def places(self) -> Sequence[Area]:
        """The areas that somebody of the subtree may be listed for."""
        return areas_of(self.member, self.services.areas, LISTED)

    async def approve(self, identifier: str, key: str) -> None:
        """Let them take tasks. Raises GoneError, NotAllowedError or IllegalMoveError."""
        applicant = await self._applicant(identifier)
        await Answer(self.services, self.member.id, key).approve(
            applicant.volunteer, applicant.ticket
        )
        await self._note("approve_volunteer", applicant.volunteer)

    async def refuse(self, identifier: str, key: str, reason: str) -> None:
        """Say no, with a reason. Raises DeedRefusedError and what ``approve`` raises."""
        if not 2 <= len(reason) <= LONGEST_REASON:
            raise DeedRefusedError("请写明不同意的原因，对方会看到（2 到 60 个字）。")
        applicant = await self._applicant(identifier)
        await self._note("refuse_volunteer", applicant.volunteer, reason)
        await Answer(self.services, self.member.id, key).refuse(
            applicant.volunteer, applicant.ticket, reason
        )

    async def edit(self, identifier: str, wanted: Wanted) -> None:
        """Give them what a form says. Raises GoneError or DeedRefusedError."""
        before = (await self.open(identifier)).volunteer
        after = replace(
            before,
            skills=self._skills(wanted.skills),
            areas=self._areas(before, wanted.areas),
            groups=tuple(each for each in self.services.groups if each in wanted.groups),
            certificates=_certificates(wanted.papers),
            cap=_cap(wanted.cap),
        )
        await self.services.store.volunteers.put(after)
        await self._note("edit_volunteer", after, _changed(before, after))

    async def rest(self, identifier: str, *, is_paused: bool) -> None:
        """Offer them nothing for a while, or tasks again. Raises GoneError or DeedRefusedError."""
        before = (await self.open(identifier)).volunteer
        if before.waits:
            raise DeedRefusedError("这位还在等审核。请先同意或者不同意。")
        after = replace(before, active=not is_paused, paused=is_paused)
        await self.services.store.volunteers.put(after)
        await self._note("pause_volunteer" if is_paused else "resume_volunteer", after)

    def _within(self, area: str | None) -> str | None:
        """The area asked for, if it is theirs; without one their own."""
        if area is None:
            return self.member.area
        found = self.services.areas.get(area)
        if found is None or not powers.covers(self.member, found.path):
            raise GoneError
        return area

    async def _applicant(self, identifier: str) -> Applicant:
        volunteer = (await self.open(identifier)).volunteer
        ticket = await application_of(self.services, volunteer)
        if ticket and not powers.may(self.member, Move.GRAB, ticket):
            raise NotAllowedError(Move.GRAB)
        if not volunteer.waits:
            raise DeedRefusedError("这位的报名已经有人处理过了。")
        return Applicant(volunteer, ticket)

    async def _rows(self, found: Sequence[Volunteer]) -> Sequence[Row]:
        people, store = [each.id for each in found], self.services.store
        loads, records = await store.tickets.loads(people), await store.records.of(people)
        return [Row(each, loads[each.id], records[each.id]) for each in found]

    def _skills(self, wanted: Sequence[str]) -> tuple[str, ...]:
        chosen = tuple(each for each in SKILLS if each in wanted)
        if not chosen:
            raise DeedRefusedError("至少选一样能帮的事。")
        return chosen

    def _areas(self, before: Volunteer, wanted: Sequence[str]) -> tuple[str, ...]:
        """Those chosen within the subtree; what lies outside is none of this member's business."""
        own = [each.id for each in self.places()]
        kept = [each for each in before.areas if each not in own]
        return (*kept, *(each for each in own if each in wanted))

    async def _note(self, deed: str, volunteer: Volunteer, words: str | None = None) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, deed, volunteer.id, words, volunteer.area_path)


def is_expired(certificate: Certificate, now: datetime) -> bool:
    """Whether its last day has passed."""
    return certificate.until.astimezone(CHINA).date() < now.astimezone(CHINA).date()


def _certificates(papers: Sequence[tuple[str, str]]) -> tuple[Certificate, ...]:
    filled = [(kind, until) for kind, until in papers if kind]
    if len(filled) > MOST_PAPERS or any(len(kind) > LONGEST_PAPER for kind, _ in filled):
        raise DeedRefusedError("证书最多 20 张，名称最多 20 个字。")
    return tuple(Certificate(kind, _last_day(until)) for kind, until in filled)


def _last_day(said: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(said), time(), CHINA)
    except ValueError:
        raise DeedRefusedError("请填证书哪天到期，比如 2029-12-31。") from None


def _cap(said: str) -> int:
    if not (said.isascii() and said.isdecimal()) or int(said[:4]) not in CAPS:
        raise DeedRefusedError("同时最多几件，请填 1 到 20。")
    return int(said)


def _changed(before: Volunteer, after: Volunteer) -> str:
    """Which of the fields became other ones."""
    names: dict[str, Any] = {
        "skills": "能帮的事",
        "areas": "愿意去的片区",
        "groups": "小组",
        "certificates": "证书",
        "cap": "同时最多几件",
    }
    changed = [
        words for name, words in names.items() if getattr(before, name) != getattr(after, name)
    ]
    return "、".join(changed) or "没有变化"
