"""The report of a month in plain words, to be read out, printed or copied."""

from collections.abc import Iterator

from bot.office.changes import Change, Turn, changes
from bot.office.figures import Comparison
from bot.office.unmet import REASONS, Need, Reason, Unmet
from bot.phrases import Phrases

_NAMED = 8  # needs and words in the text; the page has more

# A line is left out where there is nothing to say of one of its figures.
_LINES = (
    ("收到 {}，解决 {}，还在办 {}，居民撤回 {}。", ("received", "solved", "pending", "withdrawn")),
    ("解决率 {}。", ("solved_share",)),
    ("这个月办结 {}，不管哪天登记的。", ("closed",)),
    ("按时办结率 {}。", ("on_time_share",)),
    ("小事不出社区：{}由社区办结。", ("community_share",)),
    ("有人接手：一半的件不超过 {}。", ("answer_median",)),
    ("办完：一半的件不超过 {}。", ("closing_median",)),
    ("志愿者服务 {}，一共 {}。", ("services", "volunteers")),
    ("月底还在办 {}，其中超期 {}，没人接手 {}。", ("open", "overdue", "unanswered")),
    ("居民打分平均 {}，评了 {}，不满意率 {}。", ("stars", "rated", "complaint_share")),
    ("说没办好、重新办的 {}。", ("reopened",)),
)


def main_lines(found: Comparison) -> list[str]:
    """The main figures in sentences."""
    told = {each.figure.key: each.now_shown for each in changes(found) if each.value is not None}
    return [
        line.format(*(told[key] for key in keys)) for line, keys in _LINES if told.keys() >= {*keys}
    ]


def turned(found: Comparison, turn: Turn) -> list[str]:
    """What became better, or worse, with both values."""
    return [_turned(each) for each in changes(found) if each.turn is turn]


def need_words(need: Need, phrases: Phrases) -> str:
    """What was not met: 报修“灯”，3 人，4 件：几次没有人接住 3 件。"""
    about = f"“{need.word}”" if need.word else "（没有说清是什么）"
    why = "、".join(f"{REASONS[Reason(reason)]} {n} 件" for reason, n in need.reasons.items())
    queue = phrases(f"queue.{need.queue}")
    return f"{queue}{about}，{need.people} 人，{need.tickets} 件：{why}。"


def as_text(title: str, found: Comparison, unmet: Unmet, phrases: Phrases) -> str:
    """The whole report as lines to copy."""
    return "\n".join([title, *main_lines(found), *_turns(found), *_unmet(unmet, phrases)])


def _turned(change: Change) -> str:
    name = change.figure.name
    return f"{name}：这个月 {change.now_shown}，上个月 {change.before_shown}，{change.words}"


def _turns(found: Comparison) -> Iterator[str]:
    for turn in (Turn.BETTER, Turn.WORSE):
        told = turned(found, turn)
        yield f"{turn}的：" + ("；".join(told) + "。" if told else "没有。")


def _unmet(unmet: Unmet, phrases: Phrases) -> Iterator[str]:
    yield f"没有满足的事：{unmet.missed} 件。"
    yield from (need_words(each, phrases) for each in unmet.needs[:_NAMED])
    yield f"没听懂的话：{unmet.puzzling} 件。"
    if unmet.words:
        yield "还不认识的词：" + "、".join(each.word for each in unmet.words[:_NAMED]) + "。"
