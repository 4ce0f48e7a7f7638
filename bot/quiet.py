"""Events that nobody expects an answer to; noting one twice changes nothing."""

from dataclasses import replace

from bot.events import AccountCancelled, Delivery, TemplateResult, Unsubscribe
from bot.messages import Message
from bot.services import Services
from models.debts import Delivery as DeliveryNote
from models.people import Resident


async def note(services: Services, message: Message) -> None:
    """Do what the event asks for, which for most of them is nothing."""
    if isinstance(message, TemplateResult):
        await _note_result(services, message)
    elif person := who_left(message):
        await forget_person(services, person)


def who_left(message: Message) -> str | None:
    """The openid of somebody who unfollows or closes the WeChat account; None for all else."""
    match message:
        case AccountCancelled(openid=openid):
            return openid
        case Unsubscribe(sender=sender):
            return sender
    return None


async def forget_person(services: Services, person: str) -> None:
    """Delete what WeChat told us of somebody who left, and stop asking them for help.

    Source: WeChat 接收事件推送 docs: data of users who unfollow has to be deleted.
    """
    store = services.store
    await store.residents.forget(person)
    await store.residents.put(Resident(id=person, follows=False))
    await store.receipts.forget(person)
    if volunteer := await store.volunteers.get(person):
        await store.volunteers.put(replace(volunteer, active=False))


async def _note_result(services: Services, result: TemplateResult) -> None:
    store = services.store
    status = result.delivery.value
    known = await store.deliveries.note(
        DeliveryNote(result.message_id, status=status), services.clock()
    )
    if known.owner and known.notice:
        delivered = result.delivery is Delivery.DELIVERED
        await store.ticket_debts.result(
            known.owner, known.notice, delivered, "" if delivered else status
        )
