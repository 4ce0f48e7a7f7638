"""What a notice says: in the fields of a template, as a customer message, as a text message.

What a template shows stands on a locked screen, so it holds no resident's words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.display import moment, rough_place
from bot.services import Services
from models.alarm import DANGER
from models.clock import CHINA
from models.notice import Notice
from models.ticket import Event, Ticket

PLACE_LENGTH = 20  # characters of a `thing`; source: WeChat 模板消息 rules of 2023-05-04
NUMBERS_LENGTH = 32  # characters of a `character_string`
NUMBERS_SHOWN = 5

Told = tuple[Notice, Ticket]


class NoticeWords:
    """Puts notices into words."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._phrases = services.phrases

    def fields(self, notice: Notice, ticket: Ticket) -> Mapping[str, str]:
        """Our fields of a template; which of the account's keys they fill is in config.yaml."""
        event = _event(notice, ticket)
        say = self._phrases
        return {
            "number": ticket.number,
            "need": self._need(ticket),
            "place": self._place(ticket),
            "time": _clock_time(event.at if event else ticket.updated),
            "urgency": say("urgency.high" if ticket.urgent else "urgency.normal"),
            "state": say(f"state.{event.to if event else ticket.state}"),
            "note": self.brief(notice, ticket),
        }

    def check_in_fields(self, notice: Notice) -> Mapping[str, str]:
        """Our fields of the template that asks an elder whether all is well."""
        say, at = self._phrases, notice.due.astimezone(CHINA)
        return {
            "number": f"{at:%m-%d}",
            "need": say("check_in.template_need"),
            "place": say("menu.community"),
            "time": _clock_time(notice.due),
            "urgency": say("urgency.normal"),
            "state": say("check_in.template_state"),
            "note": say("check_in.template_note"),
        }

    def words(self, notice: Notice, ticket: Ticket) -> str:
        """A notice as a customer message."""
        return notice.text or self._phrases(
            f"notice.{notice.kind}",
            **self._gaps(notice, ticket),
            number=ticket.number,
            queue=self._phrases(f"queue.{ticket.queue}"),
            place=rough_place(ticket, self._phrases, self._services.areas),
        )

    def brief(self, notice: Notice, ticket: Ticket) -> str:
        """A notice in the few words that anybody may see."""
        return self._phrases(f"template.{notice.kind}", **self._gaps(notice, ticket))

    def on_a_locked_screen(self, notice: Notice, ticket: Ticket) -> str:
        """A notice as a text message."""
        what = self.brief(notice, ticket)
        return self._phrases("undelivered.sms", number=ticket.number, what=what)

    def digest_fields(self, told: Sequence[Told]) -> Mapping[str, str]:
        """Our fields of a template that tells of several tasks at once."""
        (_, first), count = told[0], len(told)
        return {
            "number": _numbers(told),
            "need": self._phrases("undelivered.digest_need", count=count),
            "place": self._place(first),
            "time": _clock_time(self._services.clock()),
            "urgency": self._phrases("urgency.normal"),
            "state": self._phrases(f"state.{first.state}"),
            "note": self._phrases("template.task"),
        }

    def digest(self, told: Sequence[Told]) -> str:
        """Several tasks at once as a customer message."""
        lines = [
            self._phrases(
                "undelivered.digest_line",
                number=ticket.number,
                queue=self._phrases(f"queue.{ticket.queue}"),
                place=rough_place(ticket, self._phrases, self._services.areas),
            )
            for _, ticket in told[:NUMBERS_SHOWN]
        ]
        return self._phrases("undelivered.digest", count=len(told), lines="\n".join(lines))

    def _place(self, ticket: Ticket) -> str:
        name = self._services.areas.name(ticket.area, PLACE_LENGTH)
        return name or self._phrases("menu.community")

    def _need(self, ticket: Ticket) -> str:
        """What it is about; of a danger rather what happened than whose queue it is in."""
        is_danger = ticket.danger or ticket.alarm
        return self._alarm(ticket) if is_danger else self._phrases(f"queue.{ticket.queue}")

    def _alarm(self, ticket: Ticket) -> str:
        """What the alarm is about, without anybody's words."""
        kind = ticket.alarm.kind if ticket.alarm else DANGER
        return self._phrases(f"alarm.of.{ticket.danger or kind}")

    def _gaps(self, notice: Notice, ticket: Ticket) -> dict[str, str]:
        """What the event noted: the name of who took it, the stars, or the words."""
        event = _event(notice, ticket)
        noted = event.note if event else None
        next_one = ticket.next_deadline
        return {
            "who": noted or self._phrases("volunteer.staff"),
            "stars": noted or "",
            "note": noted or self._phrases("notice.photo"),
            "when": ticket.when or self._phrases("volunteer.any_time"),
            "alarm": self._alarm(ticket),
            "until": moment(next_one.at, self._services.clock()) if next_one else "",
        }


def _event(notice: Notice, ticket: Ticket) -> Event | None:
    return ticket.events[notice.event] if notice.event < len(ticket.events) else None


def _numbers(told: Sequence[Told]) -> str:
    """As many numbers as fit, and how many more there are."""
    numbers = [ticket.number for _, ticket in told]
    for shown in range(len(numbers), 0, -1):
        more = len(numbers) - shown
        line = ",".join(numbers[:shown]) + (f",+{more}" if more else "")
        if len(line) <= NUMBERS_LENGTH:
            return line
    return numbers[0]


def _clock_time(at: datetime) -> str:
    """A time as template fields of that kind want it: 2026-11-22 15:01."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
