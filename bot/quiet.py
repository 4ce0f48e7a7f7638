"""Events that nobody expects an answer to; noting one twice changes nothing."""

from bot.events import AccountCancelled, TemplateResult, Unsubscribe
from bot.family import end_all
from bot.messages import Message
from bot.notices import DELIVERED, after_result
from bot.services import Services
from models.debts import Carried
from models.debts import Delivery as DeliveryNote
from models.moves import Actor, Move
from models.notice import NoticeState
from models.people import Resident
from models.steps import CLOCK, Step

# The result can come while we still mark the notice as sent.
_OPEN = frozenset({NoticeState.OWED, NoticeState.SENT})


async def note(services: Services, message: Message) -> None:
    """Do what the event asks for, which for most of them is nothing."""
    if isinstance(message, TemplateResult):
        await _note_result(services, message)
    elif person := who_left(message):
        await forget_person(services, person, message.created)


def who_left(message: Message) -> str | None:
    """The openid of somebody who unfollows or closes the WeChat account; None for all else."""
    match message:
        case AccountCancelled(openid=openid):
            return openid
        case Unsubscribe(sender=sender):
            return sender
    return None


async def forget_person(services: Services, person: str, left: int) -> None:
    """Delete what WeChat told us of somebody who left, and stop asking them for help.

    ``left`` is when, in epoch seconds: who came back since then is not forgotten by a late push.
    Source: WeChat 接收事件推送 docs: data of users who unfollow has to be deleted.
    """
    store = services.store
    known = await store.residents.get(person)
    if known and known.follows and known.since and known.since.timestamp() > left:
        return
    await end_all(services, person)
    await store.residents.forget(person)
    await store.residents.put(Resident(id=person, follows=False))
    await store.receipts.forget(person)
    await store.page_links.end(person)
    await store.spendings.forget(person)
    await store.volunteers.forget(person)
    await store.check_ins.forget(person)
    await store.devices.forget(person)
    for ticket in await store.tickets.held_by(person):
        step = Step(Move.GIVE_BACK, Actor.CLOCK, CLOCK, services.clock())
        await store.tickets.make(ticket.id, step, ticket)
    for ticket in await store.tickets.pledged_by(person):
        step = Step(Move.WITHDRAW, Actor.VOLUNTEER, person, services.clock())
        await store.tickets.make(ticket.id, step, ticket)


async def _note_result(services: Services, result: TemplateResult) -> None:
    store = services.store
    now, status = services.clock(), result.delivery.value
    known = await store.deliveries.get(result.message_id)
    if known is None or not known.carried:
        known = await store.deliveries.note(DeliveryNote(result.message_id, status=status), now)
    for carried in known.carried:
        if status == DELIVERED:
            await store.ticket_debts.delivered(carried)
            await store.check_in_debts.delivered(carried)
        else:
            await _try_again(services, carried, status)


async def _try_again(services: Services, carried: Carried, status: str) -> None:
    """A notice that did not arrive is owed anew, by the next way."""
    store = services.store
    ticket = await store.tickets.get(carried.owner)
    day = None if ticket else await store.check_ins.day(carried.owner)
    owner, debts = ticket or day, store.ticket_debts if ticket else store.check_in_debts
    for notice in owner.notices if owner else ():
        if notice.id == carried.notice and notice.state in _OPEN:
            after = after_result(notice, status, services.clock())
            await debts.revise(carried.owner, notice, after)
