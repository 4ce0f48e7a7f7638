"""Every figure we report, each defined once: its name, its sentence, and how it is counted.

A figure takes from each ticket the values it contributes and folds them, whatever their order.
The terminal, the files and docs/figures.zh-CN.md all print this table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from models.area import LOCAL, Level
from models.facts import Seen, Wait
from models.folds import Count, Distinct, Fold, Mean, Percentile
from models.moves import FINISHED, LIVE, State

Take = Callable[[Seen], Sequence[Any]]


class Unit(StrEnum):
    """What a figure counts, in the words people read."""

    TICKETS = "件"
    SERVICES = "人次"
    PEOPLE = "人"
    TIMES = "次"
    HOURS = "小时"
    SHARE = "%"
    STARS = "分"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``take`` answers what one ticket contributes to it."""

    key: str
    name: str
    unit: Unit
    definition: str
    take: Take
    fold: Callable[[], Fold]


def _tickets(key: str, name: str, definition: str, is_counted: Callable[[Seen], bool]) -> Figure:
    """A figure that counts the tickets of which something is true."""
    return Figure(key, name, Unit.TICKETS, definition, lambda seen: (is_counted(seen),), Count)


def _share(key: str, name: str, definition: str, take: Take) -> Figure:
    """A figure that says of how large a share of those taken something is true."""
    return Figure(key, name, Unit.SHARE, definition, take, partial(Mean, scale=100))


def _waits(
    key: str, name: str, definition: str, wait: Callable[[Seen], Wait | None]
) -> Iterable[Figure]:
    """Four figures on how long people waited."""
    clock = (("", "", "hours"), ("_working", "，上班时间", "working"))
    for tail, how, field in clock:
        for part, half, percent in (("median", "一半", 50), ("p90", "九成", 90)):
            told = f"{definition}{half}的件不超过这个数{how and '，只算上班的钟点'}。"
            yield Figure(
                f"{key}_{part}{tail}",
                f"{name}（{half}{how}）",
                Unit.HOURS,
                told,
                partial(_hours, wait, field),
                partial(Percentile, percent),
            )


def _hours(wait: Callable[[Seen], Wait | None], field: str, seen: Seen) -> Sequence[float]:
    waited = wait(seen)
    return (getattr(waited, field),) if waited else ()


def is_received(seen: Seen) -> bool:
    """Whether it counts among those received in the period."""
    return seen.is_new and seen.state is not State.MERGED


def _is_overdue(seen: Seen) -> bool:
    return seen.is_late and seen.state in LIVE


def is_closed(seen: Seen) -> bool:
    """Whether it counts among those closed in the period."""
    return seen.closing is not None


def _closed_at(*levels: Level | None) -> Callable[[Seen], bool]:
    return lambda seen: is_closed(seen) and seen.level in levels


def _is_solved(seen: Seen) -> Sequence[bool]:
    return (seen.state in FINISHED,) if is_received(seen) else ()


def _was_in_time(seen: Seen) -> Sequence[bool]:
    return (not seen.is_late,) if is_closed(seen) or _is_overdue(seen) else ()


def _stayed_near(seen: Seen) -> Sequence[bool]:
    return (seen.level in LOCAL,) if is_closed(seen) else ()


def _given(value: Any) -> Sequence[Any]:
    return () if value is None else (value,)


FIGURES: tuple[Figure, ...] = (
    # What was received in the period, and what became of it by its end.
    _tickets(
        "received",
        "收到",
        "本期登记的诉求；到期末已并入另一件的不算，居民撤回的也算。",
        is_received,
    ),
    _tickets(
        "solved",
        "解决",
        "本期收到的里，到期末已经办完、没有在重办的。",
        lambda seen: seen.is_new and seen.state in FINISHED,
    ),
    _share("solved_share", "解决率", "解决 ÷ 收到。", _is_solved),
    _tickets(
        "pending",
        "还在办",
        "本期收到的里，到期末还没办完的；收到 = 解决 + 还在办 + 撤回。",
        lambda seen: seen.is_new and seen.state in LIVE,
    ),
    _tickets(
        "withdrawn",
        "撤回",
        "本期收到的里，到期末居民自己撤回的。",
        lambda seen: seen.is_new and seen.state is State.CANCELLED,
    ),
    _tickets(
        "merged",
        "并案",
        "本期登记、到期末已并入另一件的；不算在收到里。",
        lambda seen: seen.is_new and seen.state is State.MERGED,
    ),
    Figure(
        "followed",
        "附议",
        Unit.SERVICES,
        "本期里说“我也是这件事”、一起等结果的人次；后来退出的也算。",
        lambda seen: (seen.followed,),
        Count,
    ),
    # Who took part.
    Figure(
        "services",
        "志愿服务人次",
        Unit.SERVICES,
        "志愿者本期把事办完，一人一件算一次；两人同去算两次，重办又办完再算一次，"
        "退回、收回和转交的不算。",
        lambda seen: (len(seen.served),),
        Count,
    ),
    Figure(
        "volunteers",
        "志愿服务人数",
        Unit.PEOPLE,
        "算进志愿服务人次的志愿者有几个人，同一个人只算一次。",
        lambda seen: seen.served,
        Distinct,
    ),
    # How long it took.
    *_waits(
        "answer",
        "首次接手用时",
        "本期第一次有人接手（抢单、应派或转办）的，从登记到接手，",
        lambda seen: seen.answer,
    ),
    _tickets(
        "closed",
        "办结",
        "本期办完、到期末没有在重办的，不管哪天登记；办完几次的只看最后一次。",
        is_closed,
    ),
    *_waits(
        "closing",
        "办结用时",
        "本期办结的，从登记到办完，暂停和重办的时间都算在内，",
        lambda seen: seen.closing,
    ),
    _share(
        "on_time_share",
        "按时办结率",
        "按时办结 ÷（办结 + 期末超期未办）；按当时的期限，暂停和按规定延期的顺延，"
        "超过以后再延的不算按时，重办的另起期限。",
        _was_in_time,
    ),
    # What is still open at the end, whenever it was received.
    _tickets(
        "open",
        "期末在办",
        "到期末还没办完的，不管哪天登记，暂停的也算。",
        lambda seen: seen.state in LIVE,
    ),
    _tickets("overdue", "期末超期未办", "期末在办的里，已经超过当时期限的。", _is_overdue),
    _tickets(
        "unanswered",
        "期末没人接手",
        "期末在办的里，从来没有人接手的。",
        lambda seen: seen.state in LIVE and not seen.was_answered,
    ),
    # At which level.
    _share("community_share", "小事不出社区", "社区办结 ÷ 办结。", _stayed_near),
    _tickets(
        "closed_community",
        "社区办结",
        "本期办结的里，由志愿者或社区（含网格、楼栋）的人办完的。",
        _closed_at(*LOCAL),
    ),
    _tickets(
        "closed_street", "街道办结", "本期办结的里，由街道的人办完的。", _closed_at(Level.STREET)
    ),
    _tickets(
        "closed_above",
        "区市办结",
        "本期办结的里，由区、市的人或单位办完的。",
        _closed_at(Level.DISTRICT, Level.CITY),
    ),
    _tickets(
        "closed_unknown", "没记层级", "本期办结的里，没有记下是哪一级办完的。", _closed_at(None)
    ),
    # What the askers say.
    Figure(
        "stars",
        "满意度",
        Unit.STARS,
        "本期评价的平均分，满分 5 分；一件评了几次的看最后一次。",
        lambda seen: _given(seen.stars),
        Mean,
    ),
    _tickets("rated", "有评价", "本期居民评了分的件数。", lambda seen: seen.stars is not None),
    _share(
        "complaint_share",
        "不满意率",
        "不满意（评 1、2 分）÷ 有评价。",
        lambda seen: _given(seen.is_complaint),
    ),
    Figure(
        "reopened",
        "重办",
        Unit.TIMES,
        "本期里说没办好、重新办理的次数。",
        lambda seen: (seen.reopened,),
        Count,
    ),
    _tickets(
        "called_back",
        "要回访",
        "本期里没人评价、没有照片或不满意，要打电话回访的。",
        lambda seen: seen.was_answered_back is not None,
    ),
    _share(
        "answered_back_share",
        "回访完成率",
        "要回访的里，到期末已经打过电话（没打通的也算）、居民又评了分或转为重办的 ÷ 要回访。",
        lambda seen: _given(seen.was_answered_back),
    ),
)
