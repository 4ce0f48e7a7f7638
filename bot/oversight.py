"""What staff do with tickets, the same by a chat word and from a page of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import powers
from bot.filing import in_queue
from bot.neighbours import as_holder, audiences
from bot.services import Services
from models.moves import Actor, Audience, Move
from models.people import StaffMember
from models.steps import Step, find_rule
from models.ticket import Dispatch, HandOver, Holder, Ticket


class NotAllowedError(Exception):
    """This role may not make this move; ``move`` is which."""

    def __init__(self, move: Move) -> None:
        super().__init__(f"this role may not {move}")
        self.move = move


class UnmergeableError(Exception):
    """A ticket cannot be merged into that one: it is the same, or nobody works on it any more."""


@dataclass(frozen=True, slots=True)
class Oversight:
    """A member of staff at work; ``key`` names the message or click, so that it counts once.

    Every method answers the ticket as it stands afterwards. All raise NotAllowedError,
    IllegalMoveError, MissingError or CrowdedError, and then nothing is changed.
    """

    services: Services
    member: StaffMember
    key: str

    async def find(self, number: str) -> Ticket | None:
        """The ticket of a number, unless it lies outside what they see."""
        ticket = await self.services.store.tickets.numbered(number)
        return ticket if ticket and powers.sees(self.member, ticket) else None

    def check(self, ticket: Ticket, move: Move, actor: Actor = Actor.STAFF) -> None:
        """Refuse a move now, before more is asked about it."""
        if not powers.may_as(self.member, actor, move, ticket):
            raise NotAllowedError(move)
        find_rule(ticket, move, actor)

    async def take(self, ticket: Ticket) -> Ticket:
        """Do it themselves; where somebody waits for another to go with, along with them."""
        own = await self._as_holder()
        if first := ticket.pledged:
            first, note = replace(first, since=own.since), f"{first.name}、{own.name}"
            return await self._make(ticket, Move.GRAB, note, holder=first, partner=own)
        return await self._make(ticket, Move.GRAB, own.name, holder=own)

    async def accept(self, ticket: Ticket) -> Ticket:
        """Go where they were sent."""
        own = await self._as_holder()
        return await self._make(ticket, Move.ACCEPT, own.name, actor=Actor.CHOSEN, holder=own)

    async def refuse(self, ticket: Ticket, reason: str) -> Ticket:
        """Not go where they were sent; neither they nor their group is asked again."""
        sent = [ticket.dispatch.to] if ticket.dispatch else []
        barred = {"barred": list(dict.fromkeys([*sent, self.member.id]))}
        return await self._make(ticket, Move.REFUSE, reason, actor=Actor.CHOSEN, adds=barred)

    async def work(self, ticket: Ticket, move: Move, words: str | None = None) -> Ticket:
        """Begin, end or give back what they have in hand."""
        return await self._make(ticket, move, words, actor=Actor.HOLDER)

    async def dispatch(
        self, ticket: Ticket, to: str, name: str, version: int | None = None
    ) -> Ticket:
        """Send a person, or as ``group:NAME`` any member of a group.

        With a version only while the ticket is still that one, as a page showed it.
        """
        sent = Dispatch(to, name, self.member.id, self.services.clock())
        return await self._make(ticket, Move.DISPATCH, name, version=version, dispatch=sent)

    async def veto(self, ticket: Ticket, reason: str) -> Ticket:
        """Take it from who has it, and never ask them again."""
        return await self._take_away(ticket, Move.VETO, reason)

    async def supervise(self, ticket: Ticket, words: str) -> Ticket:
        """Press everybody who has to do with it."""
        return await self._make(ticket, Move.SUPERVISE, words)

    async def hand_over(self, ticket: Ticket, agency: str) -> Ticket:
        """Give it to an agency of the settings."""
        name = self.services.timetable.agencies[agency].name
        handover = HandOver(agency, self.services.clock())
        return await self._make(ticket, Move.HAND_OVER, name, handover=handover)

    async def follow(self, ticket: Ticket, person: str, words: str) -> Ticket:
        """Let somebody else wait for it as well, with what they said."""
        if person in ticket.askers:
            return await self._make(ticket, Move.ADD, words)
        return await self._make(ticket, Move.FOLLOW, words, adds={"followers": [person]})

    async def phoned(self, ticket: Ticket, words: str | None) -> Ticket:
        """Note that somebody was told by phone."""
        return await self._make(ticket, Move.PHONED, words)

    async def pause(self, ticket: Ticket, reason: str) -> Ticket:
        """Stop its clock."""
        return await self._make(ticket, Move.PAUSE, reason)

    async def resume(self, ticket: Ticket) -> Ticket:
        """Let its clock go on."""
        return await self._make(ticket, Move.RESUME)

    async def extend(self, ticket: Ticket, reason: str) -> Ticket:
        """Give who was asked by name more time."""
        return await self._make(ticket, Move.EXTEND, reason)

    async def reroute(self, ticket: Ticket, queue: str) -> Ticket:
        """Put it into another queue, whose ladder it climbs from below."""
        sorted_in = in_queue(self.services, ticket, queue)
        after = await self._make(ticket, Move.REROUTE, queue, **sorted_in)
        await self.services.store.corrections.note(after.id, after.updated, after.area_path)
        return after

    async def confirm_alarm(self, ticket: Ticket) -> Ticket:
        """Look after the danger, so that nobody else is alarmed."""
        return await self._make(ticket, Move.CONFIRM_ALARM, self.member.name)

    async def all_clear(self, ticket: Ticket, words: str) -> Ticket:
        """There is no danger; the words say why."""
        return await self._make(ticket, Move.ALL_CLEAR, words)

    async def note(self, ticket: Ticket, words: str) -> Ticket:
        """Write something down for the offices alone."""
        return await self._make(ticket, Move.NOTE, words)

    async def answer(self, ticket: Ticket, words: str) -> Ticket:
        """Say something to whoever asked."""
        return await self._make(ticket, Move.ANSWER, words)

    async def hear(
        self, ticket: Ticket, words: str, told: Mapping[Audience, Sequence[str]], **learned: Any
    ) -> Ticket:
        """Write down what a recording says; ``told`` are who sent it and whom a danger concerns."""
        return await self._make(ticket, Move.HEAR, words, told=told, **learned)

    async def leave_unheard(self, ticket: Ticket, speakers: Sequence[str]) -> Ticket:
        """Note that a recording cannot be understood."""
        return await self._make(ticket, Move.UNHEARD, told={Audience.SPEAKER: speakers})

    async def sort(self, ticket: Ticket, sorted_in: Mapping[str, Any]) -> Ticket:
        """Put it where words written down belong: whoever may hear them may do this."""
        queue = sorted_in["queue"]
        return await self._make(ticket, Move.REROUTE, queue, by_right_of=Move.HEAR, **sorted_in)

    async def reveal(self, ticket: Ticket, purpose: str) -> Ticket:
        """Note that they saw the contact, and for what."""
        return await self._make(ticket, Move.REVEAL, purpose)

    async def confirm(self, ticket: Ticket, words: str) -> Ticket:
        """The asker was called back, and it is done."""
        return await self._make(ticket, Move.CONFIRM, words)

    async def redo(self, ticket: Ticket, words: str) -> Ticket:
        """The asker was called back, and it is not done: somebody else does it again."""
        return await self._take_away(ticket, Move.NOT_FIXED, words)

    async def merge(self, ticket: Ticket, into: Ticket) -> Ticket:
        """Make two tickets one; all who waited for the first follow the other.

        Raises UnmergeableError as well.
        """
        if not ticket.heard(self.key, Move.MERGE):
            self.check(ticket, Move.MERGE)
            if ticket.id == into.id or not into.is_live():
                raise UnmergeableError
        waiting = [each for each in ticket.askers if each != into.asker]
        await self._make(into, Move.FOLLOW, ticket.text, adds={"followers": waiting})
        return await self._make(ticket, Move.MERGE, into.number, merged_into=into.id)

    async def _as_holder(self) -> Holder:
        known = await as_holder(self.services, self.member.id)
        return replace(
            known or Holder(self.member.id, self.member.name), since=self.services.clock()
        )

    async def _take_away(self, ticket: Ticket, move: Move, words: str) -> Ticket:
        """Who had it when it was looked at is barred, never somebody who came to it since."""
        barred = {"barred": [each.id for each in ticket.holders]}
        return await self._make(ticket, move, words, adds=barred, version=ticket.version)

    async def _make(
        self,
        ticket: Ticket,
        move: Move,
        note: str | None = None,
        *,
        adds: Mapping[str, Sequence[str]] | None = None,
        version: int | None = None,
        told: Mapping[Audience, Sequence[str]] | None = None,
        by_right_of: Move | None = None,
        actor: Actor = Actor.STAFF,
        **changes: Any,
    ) -> Ticket:
        is_repeated = ticket.heard(self.key, move)
        if not is_repeated and not powers.may_as(self.member, actor, by_right_of or move, ticket):
            raise NotAllowedError(move)
        known = await audiences(self.services, replace(ticket, **changes), move)
        step = Step(
            move=move,
            actor=actor,
            by=self.member.id,
            at=self.services.clock(),
            key=self.key,
            note=note,
            tell={**known, **(told or {})},
            changes=changes,
            adds=adds or {},
            version=version,
        )
        return await self.services.store.tickets.make(ticket.id, step, ticket)
