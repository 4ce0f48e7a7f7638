"""The tickets of a period as rows for a spreadsheet, without what tells who anybody is.

A file leaves the house and is passed on, so that names and numbers are masked for everybody.
"""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.office.figures import Asked
from bot.office.masks import masked_name, masked_phone
from bot.office.unmet import roots
from bot.services import Services
from bot.spreadsheet import Row
from bot.wechat.wording import mask_digits
from models.clock import CHINA
from models.filed import FiledTicket

MOST = 20_000
HEAD = (
    "编号",
    "登记时间",
    "类别",
    "状态",
    "地方",
    "来源",
    "急不急",
    "电话",
    "办的人",
    "办完时间",
    "评分",
)
WORDS = "说了什么"


class TooManyError(Exception):
    """There are more tickets than one file takes; ``count`` is how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} tickets are too many for one file")
        self.count = count


async def listed(services: Services, asked: Asked, *, with_words: bool) -> AsyncIterator[Row]:
    """The head and a row for each ticket. Raises TooManyError before the first."""
    areas, period = roots(services, asked.area), asked.period(services.clock())
    count = await services.store.filed.count(areas, period)
    if count > MOST:
        raise TooManyError(count)
    yield [*HEAD, WORDS] if with_words else HEAD
    async for ticket in services.store.filed.stream(areas, period):
        row = _row(services, ticket)
        yield [*row, mask_digits(ticket.text)] if with_words else row


def _row(services: Services, ticket: FiledTicket) -> Row:
    say, area = services.phrases, ticket.area_path[-1] if ticket.area_path else None
    return (
        ticket.number,
        _written(ticket.created),
        say(f"queue.{ticket.queue}"),
        say(f"state.{ticket.state}"),
        services.areas.name(area),
        say(f"source.{ticket.source}"),
        "急" if ticket.urgent else "",
        masked_phone(ticket.phone) if ticket.phone else "",
        masked_name(ticket.holder.name) if ticket.holder else "",
        _written(ticket.done_at),
        ticket.rating,
    )


def _written(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else ""
