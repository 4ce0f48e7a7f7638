"""The whole bot from outside: stories over the wire, with photos, in one process and in two."""

import secrets
from pathlib import Path

from tests.support.bot import Bot, WeChat, call, eventually, number_in, running_bot
from tests.support.house import CHEN, LI, WANG, ZHANG


def test_a_whole_story_over_the_wire(street: tuple[Bot, WeChat]) -> None:
    _, wechat = street
    number = number_in(wechat.say(WANG, "三楼楼道灯不亮了"))
    wechat.push(WANG, "image")
    card = eventually(lambda: wechat.cards(ZHANG))[0]
    assert card["character_string1"] == number
    assert "抢到了" in wechat.say(ZHANG, "抢")
    eventually(lambda: "张师傅接单" in str(wechat.cards(WANG)))
    assert "已办结" in wechat.say(ZHANG, "完成 换了新灯泡")
    eventually(lambda: "请评价" in str(wechat.cards(WANG)))
    assert "5 分" in wechat.say(WANG, "评价5")
    eventually(lambda: "5分" in str(wechat.cards(ZHANG)))
    eventually(lambda: pictures(wechat, ZHANG) == 1)


def pictures(wechat: WeChat, person: str) -> int:
    """How many pictures the account sent to somebody."""
    chat = wechat.chat(person)
    return sum(each.get("msgtype") == "image" for each in chat)


def test_who_takes_it_sees_the_photo_and_the_asker_sees_the_result(
    street: tuple[Bot, WeChat],
) -> None:
    _, wechat = street
    asker = f"oPhoto{secrets.token_hex(11)}"
    call(f"{wechat.base}/sim/people", {"openid": asker, "name": "邻居"})
    wechat.push(asker, "subscribe", scene="area:feicui-1")
    number = number_in(wechat.say(asker, "三楼楼道灯不亮了"))
    wechat.push(asker, "image")
    eventually(lambda: number in str(wechat.cards(ZHANG)))
    before = pictures(wechat, ZHANG)
    assert "抢到了" in wechat.say(ZHANG, f"抢{number}")
    eventually(lambda: pictures(wechat, ZHANG) == before + 1)
    assert number in wechat.say(ZHANG, f"完成{number}")
    wechat.push(ZHANG, "image")
    eventually(lambda: pictures(wechat, asker) == 1)


def test_photos_are_fetched_from_wechat(street: tuple[Bot, WeChat]) -> None:
    bot, wechat = street
    wechat.push(LI, "image")
    calls = f"{wechat.base}/sim/calls?path=/cgi-bin/media/get"
    eventually(lambda: b"media_id" in call(calls)[1])
    assert "attachment lost" not in bot.log


def test_several_processes_share_the_work(tmp_path: Path) -> None:
    with running_bot(tmp_path, "--processes", "2") as (bot, wechat):
        number = number_in(wechat.say(LI, "想请人帮我去药店买药"))
        eventually(lambda: number in str(wechat.cards(ZHANG) + wechat.cards(CHEN)))
        assert number in wechat.say(LI, "进度")
        assert bot.stop() == 0
