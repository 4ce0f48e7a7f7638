"""The bot or its store is killed, and nothing that was acknowledged is lost or doubled."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from models.embedded import EmbeddedStore
from tests.support.bot import call, eventually, number_in, running_bot
from tests.support.house import LI, WANG

PERSONS = [f"oLoad{n:023d}" for n in range(60)]


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
        eventually(bot.is_well)
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


def test_a_lost_store_turns_health_red_and_acknowledges_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "elsewhere")
    store.start()
    with running_bot(tmp_path, JIEYOU_STORE__URI=store.uri) as (bot, wechat):
        assert "编号" in wechat.say(WANG, "三楼楼道灯不亮了")
        store.stop()
        assert call(f"{bot.address}/healthz")[0] == 503
        exchange = wechat.push(LI, content="厨房漏水了", deliveries=1)
        assert exchange["deliveries"][0]["status"] == 503
