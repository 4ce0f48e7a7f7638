"""When a volunteer's phone stays silent, and when the tasks of a day come together.

What cannot be read silences nothing, for it is better to disturb than to keep somebody in the
dark.
"""

import contextlib
from datetime import datetime, time, timedelta

from models.clock import CHINA
from models.hours import DAY, Daily, HoursError, read_clock


def quiet_until(hours: str | None, now: datetime) -> datetime | None:
    """The end of the quiet hours that it is now; None when it is not quiet."""
    with contextlib.suppress(HoursError):
        quiet = Daily.parse(hours or "")
        has_an_end = quiet.end % DAY != quiet.start
        return _next(quiet.end, now) if has_an_end and quiet.covers(now) else None
    return None


def digest_at(clock: str | None, since: datetime) -> datetime | None:
    """When what came up at ``since`` is told together with the rest; None for at once."""
    with contextlib.suppress(HoursError):
        return _next(read_clock(clock or ""), since)
    return None


def _next(minutes: int, after: datetime) -> datetime:
    """The first moment after this one at which clocks in China are so far past midnight."""
    there = after.astimezone(CHINA)
    hour, minute = divmod(minutes % DAY, 60)
    today = datetime.combine(there.date(), time(hour, minute), CHINA)
    return today if today > there else today + timedelta(days=1)
