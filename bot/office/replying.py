"""Answering a resident from the console: ready sentences, how it will go, and what is too long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.display import moment, rough_place
from bot.notice_words import NoticeWords
from bot.oversight import Oversight
from bot.replies import TEXT_LIMIT
from bot.services import Services
from bot.ways import Ways
from models.moves import Move
from models.notice import Channel, Notice
from models.ticket import Event, Ticket

KIND = "answer"
STANDARD = ("received", "on_the_way", "more_words", "photo", "waiting", "open_hours")
_LETTER = 3  # bytes of a Chinese character in UTF-8


class TooLongError(ValueError):
    """More words than WeChat carries; ``count`` is how many, ``most`` about how many go."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"{count} characters are too many")
        self.count = count
        self.most = most


def too_long(services: Services, error: TooLongError) -> str:
    """What to tell whoever wrote it."""
    return services.phrases("outlook.too_long", count=error.count, most=error.most)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A ready sentence about one ticket."""

    id: str
    title: str
    text: str


async def sentences(services: Services, ticket: Ticket) -> Sequence[Sentence]:
    """What can be chosen for a ticket: the office's own sentences, then ours."""
    say = services.phrases
    values = {
        "number": ticket.number,
        "queue": say(f"queue.{ticket.queue}"),
        "place": rough_place(ticket, say, services.areas),
    }
    own = await services.store.reply_templates.of(ticket.area_path)
    kept = [Sentence(each.id, each.title, each.filled(**values)) for each in own]
    return [*kept, *(_standard(services, name, ticket) for name in STANDARD)]


def _standard(services: Services, name: str, ticket: Ticket) -> Sentence:
    say = services.phrases
    words = say(f"reply.text.{name}", number=ticket.number)
    return Sentence(name, say(f"reply.title.{name}"), words)


async def outlook(services: Services, ticket: Ticket) -> str:
    """How an answer would reach who asked, by the very table that sends it."""
    seen = await Ways(services).outlook(ticket.asker, KIND)
    say, room = services.phrases, seen.room
    if seen.channel is Channel.CUSTOMER and room.until:
        until = moment(room.until, services.clock())
        return say("outlook.customer", count=room.messages, until=until)
    return say("outlook.template" if seen.channel else "outlook.none")


def check_length(services: Services, ticket: Ticket, words: str) -> None:
    """Refuse what WeChat would not carry with the frame around it. Raises TooLongError."""
    said = _as_sent(services, ticket, words)
    if len(said.encode()) > TEXT_LIMIT:
        frame = len(_as_sent(services, ticket, "").encode())
        raise TooLongError(len(words), (TEXT_LIMIT - frame) // _LETTER)


def _as_sent(services: Services, ticket: Ticket, words: str) -> str:
    """The answer as the notice will word it."""
    event = Event(services.clock(), "", Move.ANSWER, ticket.state, note=words or " ")
    position = len(ticket.events)
    after = replace(ticket, events=(*ticket.events, event))
    notice = Notice(f"{position}-0", ticket.asker, KIND, services.clock(), position)
    return NoticeWords(services).words(notice, after)


async def reply(oversight: Oversight, ticket: Ticket, words: str) -> Ticket:
    """Answer who asked. Raises TooLongError as well as what every deed of an Oversight raises."""
    check_length(oversight.services, ticket, words)
    return await oversight.answer(ticket, words)
