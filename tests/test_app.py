"""The whole bot from outside: a story over the wire, trouble with WeChat, crashes, bad settings."""

import os
import secrets
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from models.embedded import EmbeddedStore
from tests.support.bot import (
    Bot,
    WeChat,
    call,
    eventually,
    free_port,
    number_in,
    running_bot,
    seeded,
)
from tests.support.house import CHEN, LI, WANG, ZHANG

Street = tuple[Bot, WeChat]
PERSONS = [f"oLoad{n:023d}" for n in range(60)]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One running bot and one stand-in for the tests that leave both well."""
    with running_bot(tmp_path_factory.mktemp("bot")) as both:
        yield both


def test_a_whole_story_over_the_wire(street: Street) -> None:
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


def test_who_takes_it_sees_the_photo_and_the_asker_sees_the_result(street: Street) -> None:
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


def test_photos_are_fetched_from_wechat(street: Street) -> None:
    bot, wechat = street
    wechat.push(LI, "image")
    calls = f"{wechat.base}/sim/calls?path=/cgi-bin/media/get"
    eventually(lambda: b"media_id" in call(calls)[1])
    assert "attachment lost" not in bot.log


@pytest.mark.parametrize(
    "fault",
    [
        {"api_failure": "-1", "api_failure_times": 1},
        {"api_failure": "40001", "api_failure_times": 1},
        {"api_failure": "42001", "api_failure_times": 1},
        {"api_failure": "http_500", "api_failure_times": 1},
        {"api_failure": "close", "api_failure_times": 1, "api_failure_after_work": True},
    ],
    ids=["busy", "token invalid", "token expired", "http 500", "answer lost"],
)
def test_a_notice_arrives_once_whatever_wechat_does(street: Street, fault: dict[str, Any]) -> None:
    _, wechat = street
    wechat.faults(api_failure_path="/cgi-bin/message/template/send", **fault)
    asker = f"oFault{secrets.token_hex(11)}"
    call(f"{wechat.base}/sim/people", {"openid": asker, "name": "邻居"})
    wechat.push(asker, "subscribe", scene="area:feicui-1")
    number = number_in(wechat.say(asker, "三楼楼道灯不亮了"))
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


def test_a_killed_bot_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with running_bot(tmp_path, account={"delivery": {"retry_gap_seconds": 5}}) as (bot, wechat):
        for person in PERSONS:
            call(f"{wechat.base}/sim/people", {"openid": person, "name": "邻居"})

        def report(person: str) -> dict[str, Any]:
            return wechat.push(person, content="三楼楼道灯不亮了")

        with ThreadPoolExecutor(len(PERSONS)) as pool:
            running = [pool.submit(report, person) for person in PERSONS]
            eventually(lambda: any(each.done() for each in running))
            bot.stop(signal.SIGKILL)
            bot.start()
            exchanges = [each.result() for each in running]
        acknowledged = [
            person
            for person, exchange in zip(PERSONS, exchanges, strict=True)
            if exchange["verdict"] == "ok"
        ]
        assert acknowledged
        for person in acknowledged:
            assert wechat.say(person, "进度").count("楼道灯") == 1


def test_a_killed_embedded_store_comes_back_with_all_it_held(tmp_path: Path) -> None:
    with running_bot(tmp_path) as (bot, wechat):
        number = number_in(wechat.say(WANG, "三楼楼道灯不亮了"))
        assert kill_store(tmp_path) == 1
        eventually(bot.is_well, 30)
        assert number in wechat.say(WANG, "进度")


def kill_store(folder: Path) -> int:
    """kill -9 the store process that keeps its data in this folder; how many there were."""
    killed = 0
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        words = entry.read_bytes().split(b"\0")
        if str(folder / "store" / "data").encode() in words and b"models.child" not in words:
            os.kill(int(entry.parent.name), signal.SIGKILL)
            killed += 1
    return killed


def test_several_processes_share_the_work(tmp_path: Path) -> None:
    with running_bot(tmp_path, "--processes", "2") as (bot, wechat):
        number = number_in(wechat.say(LI, "想请人帮我去药店买药"))
        eventually(lambda: number in str(wechat.cards(ZHANG) + wechat.cards(CHEN)), 30)
        assert number in wechat.say(LI, "进度")
        assert bot.stop() == 0


def test_a_lost_store_turns_health_red_and_acknowledges_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "elsewhere")
    store.start()
    with running_bot(tmp_path, JIEYOU_STORE__URI=store.uri) as (bot, wechat):
        assert "编号" in wechat.say(WANG, "三楼楼道灯不亮了")
        store.stop()
        assert call(f"{bot.address}/healthz")[0] == 503
        exchange = wechat.push(LI, content="厨房漏水了", deliveries=1)
        assert exchange["deliveries"][0]["status"] == 503


def test_the_demonstration_says_where_it_is_and_ends_all_it_started(tmp_path: Path) -> None:
    page = free_port()
    demo = Bot(tmp_path, free_port(), "", {"JIEYOU_DEMO__SIMULATOR_PORT": str(page)})
    demo.settings |= {"JIEYOU_SERVER__PORT": str(demo.port), "JIEYOU_WECHAT__API_BASE": "http://x"}
    demo.start("demo")
    eventually(lambda: "is ready" in demo.log, 40)
    assert WeChat(f"http://127.0.0.1:{page}").say(WANG, "菜单")
    assert demo.stop(signal.SIGINT) == 0
    for port in (demo.port, page):
        with pytest.raises(OSError, match="refused"):
            call(f"http://127.0.0.1:{port}/")


def test_an_unreachable_store_at_the_start_is_said_plainly(tmp_path: Path) -> None:
    port = free_port()
    bot = Bot(
        tmp_path,
        free_port(),
        "http://127.0.0.1:9",
        {"JIEYOU_STORE__URI": f"mongodb://127.0.0.1:{port}/?directConnection=true"},
    )
    ended = bot.run("serve")
    assert ended.returncode == 1
    assert "store does not answer" in ended.stderr


def test_a_lost_key_file_stops_the_start_instead_of_making_a_new_key(tmp_path: Path) -> None:
    copytree(seeded(), tmp_path, dirs_exist_ok=True)
    (tmp_path / "vault.json").unlink()
    ended = Bot(tmp_path, free_port(), "http://127.0.0.1:9").run("serve")
    assert ended.returncode == 1
    assert "put the old one back" in ended.stderr


def test_wrong_settings_are_all_named_at_once(tmp_path: Path) -> None:
    bot = Bot(
        tmp_path,
        0,
        "ftp://x",
        {
            "JIEYOU_SERVER__PROT": "1",
            "JIEYOU_WECHAT__ENCODING_AES_KEY": "short",
            "JIEYOU_QUEUES__REPAIR__LADDER": "[]",
        },
    )
    ended = bot.run("check")
    assert ended.returncode == 2
    for part in ("server.prot", "did you mean port?", "api_base", "ladder"):
        assert part in ended.stderr


def test_check_hides_secrets(tmp_path: Path) -> None:
    ended = Bot(tmp_path, 0, "http://127.0.0.1:9").run("check")
    assert ended.returncode == 0
    assert "jieyoudemo" not in ended.stdout


def test_a_real_account_refuses_the_demonstration_token(tmp_path: Path) -> None:
    bot = Bot(tmp_path, 0, "http://127.0.0.1:9", {"JIEYOU_WECHAT__APP_ID": "wx1234567890abcdef"})
    ended = bot.run("check")
    assert ended.returncode == 2
    assert "wechat.token" in ended.stderr


def test_a_taken_port_is_said_plainly(street: Street, tmp_path: Path) -> None:
    bot, _ = street
    ended = Bot(tmp_path, bot.port, bot.api_base).run("serve", "--port", str(bot.port))
    assert ended.returncode == 1
    assert "is taken" in ended.stderr
