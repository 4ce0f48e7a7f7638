"""Finds the open matters nearby that a new report may be about, for the chat and for the desk."""

from collections.abc import Sequence
from datetime import timedelta

from bot.services import Services
from models.area import Level
from models.ticket import LONGEST_TIMELINE, Ticket
from nlp import SAME, Report, likeness

RECENT = timedelta(days=7)


async def alike(
    services: Services, area: str | None, queue: str, report: Report
) -> Sequence[Ticket]:
    """The open tickets of the community that are likely about the same, the likeliest first."""
    community = services.areas.above(area, Level.COMMUNITY)
    compare = services.likeness
    new = compare.features(report)
    if not services.timetable.is_shared(queue) or not new.things or community is None:
        return []
    known = await services.store.tickets.alike_in(
        community.id, queue, sorted(new.things), services.clock() - RECENT
    )
    rated = [
        (likeness(new, compare.features(Report(each.story, each.place))), each)
        for each in known
        if len(each.events) < LONGEST_TIMELINE
    ]
    rated.sort(key=lambda each: each[0], reverse=True)
    return [ticket for rating, ticket in rated if rating >= SAME]
