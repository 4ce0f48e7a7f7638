"""待告知, 已告知: whom the office has to phone, because WeChat did not reach them."""

from bot.commands import Command
from bot.context import Turn
from bot.display import short
from bot.notice_words import NoticeWords
from bot.oversight import Oversight
from bot.talks import staff
from bot.telling import told_by_phone, untold
from models.steps import AGENCY
from models.ticket import Ticket

SHOWN = 5
WORDS_SHOWN = 60


async def tell(turn: Turn, command: Command) -> str | None:
    """待告知: the tickets of which somebody was not told; with a number, whom and what."""
    if command.number:
        return await staff.do(turn, command, _details)
    oversight = await staff.oversight_of(turn)
    if oversight is None or oversight.member.is_outside:
        return None
    found = await turn.services.store.tickets.untold_in(oversight.member.area, limit=SHOWN)
    if not found:
        return turn.say("undelivered.none")
    lines = [await _line(turn, ticket) for ticket in found]
    head, hint = turn.say("undelivered.head"), turn.say("undelivered.hint")
    return "\n".join([head, *lines, hint])


async def told(turn: Turn, command: Command) -> str | None:
    """已告知 N: they were told by phone."""
    return await staff.do(turn, command, _told)


async def _details(turn: Turn, oversight: Oversight, ticket: Ticket, _: str) -> str:
    waiting = untold(ticket)
    if not waiting:
        return turn.say("undelivered.not_found", number=ticket.number)
    words = NoticeWords(turn.services)
    lines = [
        turn.say(
            "undelivered.case_line",
            who=await _name(turn, ticket, notice.to),
            words=short(words.words(notice, ticket), WORDS_SHOWN),
        )
        for notice in waiting[-SHOWN:]
    ]
    return turn.say(
        "undelivered.case",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        lines="\n".join(lines),
    )


async def _told(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
    if not untold(ticket) and not ticket.heard(turn.message.key):
        return turn.say("undelivered.not_found", number=ticket.number)
    await told_by_phone(oversight, ticket, words)
    return turn.say("undelivered.told", number=ticket.number)


async def _line(turn: Turn, ticket: Ticket) -> str:
    """Whom to phone and the latest there is to tell."""
    latest = untold(ticket)[-1:]
    people = list(dict.fromkeys([await _name(turn, ticket, n.to) for n in untold(ticket)]))
    return turn.say(
        "undelivered.line",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        who="、".join(people),
        what="".join(NoticeWords(turn.services).brief(each, ticket) for each in latest),
    )


async def _name(turn: Turn, ticket: Ticket, person: str) -> str:
    """What the office calls somebody; who asked is known by their ticket."""
    store = turn.services.store
    if person.startswith(AGENCY):
        agency = turn.services.timetable.agencies.get(person.removeprefix(AGENCY))
        return agency.name if agency else turn.say("undelivered.agency")
    if person in ticket.askers:
        resident = await store.residents.get(person)
        role = "asker" if person == ticket.asker else "follower"
        return (resident and resident.name) or turn.say(f"undelivered.{role}")
    known = await store.volunteers.get(person) or await store.staff.get(person)
    held = next((each.name for each in ticket.holders if each.id == person), None)
    return known.name if known else held or turn.say("volunteer.staff")
