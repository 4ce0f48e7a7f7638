"""Applications of volunteers, answered in the same way by a chat word and from a page."""

from dataclasses import dataclass, replace
from typing import Any

from bot.neighbours import as_holder, audiences
from bot.services import Services
from models.moves import FINISHED, Actor, Move, State
from models.people import Volunteer
from models.steps import Step
from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers an application; ``key`` names the message or click, so that it counts once."""

    services: Services
    by: str
    key: str

    async def approve(self, volunteer: Volunteer, ticket: Ticket | None) -> None:
        """Let them take tasks. Raises IllegalMoveError when somebody else has the application."""
        await self._settle(ticket, self.services.phrases("volunteer.welcome"))
        after = replace(volunteer, active=True, paused=False)
        await self.services.store.volunteers.put(after)

    async def refuse(self, volunteer: Volunteer, ticket: Ticket | None, reason: str) -> None:
        """Tell them why not, and forget that they applied. Raises IllegalMoveError."""
        await self._settle(ticket, self.services.phrases("volunteer.refused", reason=reason))
        await self.services.store.volunteers.forget(volunteer.id)

    async def _settle(self, ticket: Ticket | None, words: str) -> None:
        """Take the application and finish it; who else has it hears so from the refusal."""
        if ticket is None or (ticket.state in FINISHED and not ticket.heard(self.key)):
            return
        if not ticket.is_held_by(self.by):
            holder = await as_holder(self.services, self.by)
            ticket = await self._make(ticket, Move.GRAB, Actor.STAFF, holder=holder)
        await self._make(ticket, Move.FINISH, Actor.HOLDER, words)

    async def _make(
        self, ticket: Ticket, move: Move, actor: Actor, note: str | None = None, **changes: Any
    ) -> Ticket:
        step = Step(
            move=move,
            actor=actor,
            by=self.by,
            at=self.services.clock(),
            key=self.key,
            note=note,
            tell=await audiences(self.services, replace(ticket, **changes), move),
            changes=changes,
        )
        return await self.services.store.tickets.make(ticket.id, step, ticket)


def described(services: Services, volunteer: Volunteer) -> dict[str, str]:
    """Who they are, in words."""
    return {
        "name": volunteer.name,
        "area": services.areas.name(volunteer.area),
        "skills": "、".join(services.phrases(f"skill.{skill}") for skill in volunteer.skills),
    }


def is_application(services: Services, ticket: Ticket, volunteer: Volunteer) -> bool:
    """Whether a ticket is what they applied with last: they may ask for help as well."""
    applied = services.phrases("volunteer.application", **described(services, volunteer))
    return ticket.text == applied and ticket.state is not State.CANCELLED


async def application_of(services: Services, volunteer: Volunteer) -> Ticket | None:
    """The ticket somebody applied with last."""
    asked = await services.store.tickets.asked_by(volunteer.id, limit=20)
    return next((each for each in asked if is_application(services, each, volunteer)), None)
