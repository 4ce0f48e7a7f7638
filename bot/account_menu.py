"""The menu under the chat, in WeChat's own terms; its keys are answered by bot.talks.menu."""

from collections.abc import Iterable, Mapping
from typing import Any

_TELLING = ("name", "type", "key", "url")

BUTTONS: tuple[dict[str, object], ...] = (
    {
        "name": "我要求助",
        "sub_button": [
            {"type": "click", "name": "报修", "key": "NEW:repair"},
            {"type": "click", "name": "法律援助", "key": "NEW:legal_aid"},
            {"type": "click", "name": "福利补贴", "key": "NEW:benefits"},
            {"type": "click", "name": "找人帮忙", "key": "NEW:volunteer"},
            {"type": "click", "name": "找工作人员", "key": "PERSON"},
        ],
    },
    {"type": "click", "name": "我的进度", "key": "PROGRESS"},
    {
        "name": "志愿者",
        "sub_button": [
            {"type": "click", "name": "看任务", "key": "TASKS"},
            {"type": "click", "name": "当志愿者", "key": "JOIN"},
        ],
    },
)


def is_published(shown: Iterable[Mapping[str, Any]]) -> bool:
    """Whether these buttons, as WeChat has them, are ours."""
    return _plain(shown) == _plain(BUTTONS)


def _plain(buttons: Iterable[Mapping[str, Any]]) -> list[object]:
    """What can be seen and tapped; WeChat adds empty parts of its own."""
    return [
        ([each[name] for name in _TELLING if name in each], _plain(each.get("sub_button") or ()))
        for each in buttons
    ]
