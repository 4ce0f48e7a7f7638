"""What is taught on a page is understood by every process, at once and after a restart."""

import asyncio
import re
import time
from pathlib import Path
from urllib.parse import quote

from handlers.server import ServerSettings
from tests.support.bot import Bot, WeChat, eventually, running_bot
from tests.support.console import PASSWORD, Visitor, text_of
from tests.support.house import WANG

PROCESSES = 4
SAID = "啵唧啵唧个没完，怎么弄"
HEARD = "听成：<strong>报修</strong>"
ASKED = 40  # new connections, so that each process meets some


def test_an_edit_reaches_all_processes_without_a_restart(tmp_path: Path) -> None:
    with running_bot(tmp_path, "--processes", str(PROCESSES)) as (bot, wechat):
        assert heard_by_all(bot) == 0
        asyncio.run(teach(bot))
        started = time.monotonic()
        eventually(lambda: bot.log.count("lexicon taken over") >= PROCESSES)
        print(f"all processes after {time.monotonic() - started:.1f} s")  # noqa: T201
        assert heard_by_all(bot) == ASKED
        assert_chat_hears(wechat)
        assert bot.stop() == 0
        bot.start("serve", "--processes", str(PROCESSES))
        assert heard_by_all(bot) == ASKED


def assert_chat_hears(wechat: WeChat) -> None:
    assert "报修" in wechat.say(WANG, SAID)


def heard_by_all(bot: Bot) -> int:
    """Of so many new connections, how many were answered by what was taught."""

    async def ask() -> int:
        visitor = await signed_in(bot)
        pages = [await visitor.get(f"/console/teach?say={quote(SAID)}") for _ in range(ASKED)]
        return sum(HEARD in text_of(page) for page in pages)

    return asyncio.run(ask())


async def signed_in(bot: Bot) -> Visitor:
    """A coordinator's browser."""
    visitor = Visitor(bot.address, ServerSettings().public_url)
    await visitor.get("/console/sign-in")
    answer = await visitor.post("/console/sign-in", name="tong", password=PASSWORD)
    assert answer.code == 303, text_of(answer)
    await visitor.get("/console/own")
    return visitor


async def teach(bot: Bot) -> None:
    """Collect an edit, look at it, put it live."""
    tong = await signed_in(bot)
    words = {"words": "啵唧啵唧 咕叽咕叽", "queue": "repair", "weight": "5"}
    assert (await tong.post("/console/teach", None, deed="begin", **words)).code == 303
    page = text_of(await tong.get("/console/teach/effect"))
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen, page
    answer = await tong.post("/console/teach/effect", seen=seen[1], why="居民这样说水管")
    assert answer.code == 303, text_of(answer)
