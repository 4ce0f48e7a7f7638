"""WeChat has trouble, and people still get each notice, once."""

import secrets
from pathlib import Path
from typing import Any

import pytest

from tests.support.bot import Bot, WeChat, call, eventually, number_in, running_bot
from tests.support.house import WANG, ZHANG


@pytest.mark.parametrize(
    ("need", "fault"),
    [
        ("电梯坏了", {"api_failure": "-1"}),
        ("单元门锁坏了", {"api_failure": "40001"}),
        ("下水道堵了", {"api_failure": "42001"}),
        ("家里没电了", {"api_failure": "http_500"}),
        ("暖气不热了", {"api_failure": "close", "api_failure_after_work": True}),
    ],
    ids=["busy", "token invalid", "token expired", "http 500", "answer lost"],
)
def test_a_notice_arrives_once_whatever_wechat_does(
    street: tuple[Bot, WeChat], need: str, fault: dict[str, Any]
) -> None:
    """Each has a need of its own: one like another is first asked about, which takes a while."""
    _, wechat = street
    path = "/cgi-bin/message/template/send"
    wechat.faults(api_failure_path=path, api_failure_times=1, **fault)
    asker = f"oFault{secrets.token_hex(11)}"
    call(f"{wechat.base}/sim/people", {"openid": asker, "name": "邻居"})
    wechat.push(asker, "subscribe", scene="area:feicui-1")
    number = number_in(wechat.say(asker, need))
    eventually(lambda: number in str(wechat.cards(ZHANG)))
    assert "抢到了" in wechat.say(ZHANG, f"抢{number}")
    eventually(lambda: wechat.cards(asker))
    assert [card["character_string1"] for card in wechat.cards(ZHANG)].count(number) == 1
    wechat.say(ZHANG, f"退回{number}")


def test_an_unknown_template_falls_back_to_a_customer_message(tmp_path: Path) -> None:
    with running_bot(tmp_path, JIEYOU_TEMPLATES__TASK__ID="TPL_DOES_NOT_EXIST") as (bot, wechat):
        wechat.say(ZHANG, "菜单")
        number = number_in(wechat.say(WANG, "三楼楼道灯不亮了"))
        eventually(lambda: f"新任务 {number}" in str(wechat.chat(ZHANG)))
        assert "40037" in bot.log
