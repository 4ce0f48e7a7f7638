"""What a step owes: notices to people and agencies, entries in records, photos to be shown."""

from collections.abc import Mapping, Sequence

from models.moves import FROM_STEP, Audience, Move, Rule
from models.notice import SPOKEN, Channel, Notice
from models.steps import AGENCY, CLOCK, Step
from models.ticket import Due, Holder, Ticket

SHOWN_KINDS = frozenset({"photo", "voice"})
MOST_SHOWN = 3  # of the five customer messages WeChat allows after a word of the person


def owed_by(ticket: Ticket, step: Step, rule: Rule) -> tuple[Notice, ...]:
    """All that a step on this ticket owes."""
    return (*_notices(ticket, step, rule), *_records(ticket, step, rule), *_showings(ticket, step))


def _notices(ticket: Ticket, step: Step, rule: Rule) -> tuple[Notice, ...]:
    """What the move owes; nobody is told what they did themselves."""
    told: dict[str, str] = {}
    for audience, kind in rule.tells.items():
        for person in _people(ticket, audience, step):
            is_private = audience is Audience.ASKER and _is_private(ticket, person, kind)
            if person != step.by and not is_private:
                told.setdefault(person, kind)
    position = len(ticket.events)
    return tuple(
        Notice(
            f"{position}-{index}", person, kind, step.at, position, channel=_channel(person, kind)
        )
        for index, (person, kind) in enumerate(told.items())
    )


def _people(ticket: Ticket, audience: Audience, step: Step) -> Sequence[str]:
    if audience in FROM_STEP:
        return step.tell.get(audience, [])
    after = step.changes.get("handover", ticket.handover)
    known: Mapping[Audience, Sequence[str | None]] = {
        Audience.ASKER: ticket.askers,
        Audience.HOLDER: [each.id for each in ticket.holders],
        Audience.PLEDGED: [ticket.pledged.id if ticket.pledged else None],
        Audience.DISPATCHER: [ticket.dispatch.by if ticket.dispatch else None],
        Audience.REFERRER: [ticket.referrer],
        Audience.LAWYER: [after.lawyer if after else None],
    }
    return [person for person in known[audience] if person and person != CLOCK]


def _is_private(ticket: Ticket, person: str, kind: str) -> bool:
    """Whether it is for whoever asked alone: what was answered is no neighbour's business."""
    is_asker = ticket.is_entrusted_to(person)
    return kind in SPOKEN and person in ticket.followers and not is_asker


def _channel(person: str, kind: str) -> Channel:
    """An agency is told by its webhook, everybody else in WeChat."""
    if person.startswith(AGENCY):
        return Channel.WEBHOOK
    return Channel.CUSTOMER if kind in SPOKEN else Channel.TEMPLATE


def _records(ticket: Ticket, step: Step, rule: Rule) -> tuple[Notice, ...]:
    """What goes on the record of service of those who hold the ticket or take it now."""
    if rule.record is None:
        return ()
    holders: Sequence[Holder] = ticket.holders
    if step.move in (Move.GRAB, Move.ACCEPT):
        holders = [each for name in ("holder", "partner") if (each := step.changes.get(name))]
    kind, position = rule.record, len(ticket.events)
    if step.move is Move.GIVE_BACK and _is_running_out(ticket):
        kind = "given_back_late"
    return tuple(
        Notice(f"{position}-r{n}", each.id, kind, step.at, position, channel=Channel.RECORD)
        for n, each in enumerate(holders)
    )


def _is_running_out(ticket: Ticket) -> bool:
    """Whether the warning was given and the claim is about to expire."""
    return ticket.deadline(Due.EXPIRE) is not None and ticket.deadline(Due.WARN) is None


def _showings(ticket: Ticket, step: Step) -> tuple[Notice, ...]:
    """Photos and recordings that somebody has to see: who takes it, has it, or asked for it."""
    to, shown = None, step.attachments
    if step.move in (Move.GRAB, Move.ACCEPT):
        to, shown = step.by, ticket.attachments
    elif step.move in (Move.FINISH, Move.SHOW):
        to = ticket.asker
    elif ticket.holder and ticket.holder.id != step.by:
        to = ticket.holder.id
    position = len(ticket.events)
    wanted = [each for each in shown if each.kind in SHOWN_KINDS][:MOST_SHOWN]
    return tuple(
        Notice(
            id=f"{position}-a{index}",
            to=to,
            kind="attachment",
            due=step.at,
            event=position,
            channel=Channel.CUSTOMER,
            media_id=each.media_id,
        )
        for index, each in enumerate(wanted)
        if to
    )
