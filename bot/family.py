"""Families in the conversation: who is told of an elder's matters, and how a bond begins and ends.

A bond is the elder's consent; as soon as it ends, nothing of the elder's is shown to the child.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from bot.services import Services
from models.kin import MOST, Bond
from models.moves import Actor, Move
from models.notice import Notice
from models.people import Resident, has_wechat
from models.steps import IllegalMoveError, Step
from models.ticket import FAMILY, Ticket
from models.tickets import CrowdedError

MOST_SHARED = 500  # tickets of one elder that a child follows


async def children_of(services: Services, elder: str) -> Sequence[str]:
    """Who looks after an elder with the elder's consent and can be told in WeChat."""
    bonds = await services.store.kin.of_elder(elder)
    return [each.child for each in bonds if has_wechat(each.child)]


async def followers_of(services: Services, resident: Resident) -> tuple[str, ...]:
    """The children who hear of what happens to a new ticket of a resident."""
    if not resident.has_family:
        return ()
    bonds = await services.store.kin.of_elder(resident.id)
    return tuple(each.child for each in bonds if each.told and has_wechat(each.child))


def asked_by_child(ticket: Ticket, bond: Bond) -> Ticket:
    """A new ticket of an elder as a child's deed: marked so, and the elder is told of it."""
    filed = replace(ticket.events[0], note=bond.child_name)
    told = Notice("0-0", bond.elder, "family", ticket.created)
    return replace(
        ticket,
        source=FAMILY,
        followers=tuple(dict.fromkeys((bond.child, *ticket.followers))),
        events=(filed, *ticket.events[1:]),
        notices=(told, *ticket.notices),
        owed_at=ticket.created,
    )


async def is_full(services: Services, elder: str, child: str) -> bool:
    """Whether one of the two is bound to as many people as anybody may be."""
    kin = services.store.kin
    return len(await kin.of_elder(elder)) >= MOST or len(await kin.of_child(child)) >= MOST


async def bind(services: Services, bond: Bond) -> None:
    """Write down an elder's consent."""
    residents = services.store.residents
    await services.store.kin.put(bond)
    elder = await residents.get(bond.elder)
    elder = elder or Resident(bond.elder, services.home, since=services.clock())
    await residents.put(replace(elder, has_family=True))


async def end(services: Services, elder: str, child: str) -> bool:
    """End a bond, and with it all that the child follows; whether there was one."""
    await _unfollow(services, elder, child)
    was_bound = await services.store.kin.end(elder, child)
    await _unfollow(services, elder, child)  # what was filed in between
    return was_bound


async def end_all(services: Services, person: str) -> None:
    """End every bond of somebody who leaves, and forget their codes and questions."""
    store = services.store
    for bond in (*await store.kin.of_elder(person), *await store.kin.of_child(person)):
        await end(services, bond.elder, bond.child)
    await store.kin_codes.forget(person)
    await store.kin_questions.forget(person)


async def tell_of_tickets(services: Services, bond: Bond, *, told: bool) -> None:
    """Let a child hear of the elder's tickets from now on, or of none but those they asked for."""
    await services.store.kin.put(replace(bond, told=told))
    if not told:
        await _unfollow(services, bond.elder, bond.child, but_own=True)


async def _unfollow(services: Services, elder: str, child: str, *, but_own: bool = False) -> None:
    tickets = services.store.tickets
    step = Step(
        Move.UNFOLLOW, Actor.FOLLOWER, child, services.clock(), drops={"followers": [child]}
    )
    for ticket in await tickets.followed_by(child, limit=MOST_SHARED):
        if ticket.asker == elder and not (but_own and ticket.is_entrusted_to(child)):
            with contextlib.suppress(IllegalMoveError, CrowdedError):
                await tickets.make(ticket.id, step, ticket)


def called(services: Services, bond: Bond) -> str:
    """What to call an elder to the child: as the child does."""
    return bond.elder_name or services.phrases("family.elder")


def child_called(services: Services, bond: Bond) -> str:
    """What to call a child to the elder: as the child introduced themselves."""
    return bond.child_name or services.phrases("family.child")
