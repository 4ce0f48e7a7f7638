"""The command line: it does what it is asked, ends all it started, and says plainly why not."""

import json
import signal
from pathlib import Path
from shutil import copytree

import pytest

from handlers.server import ServerSettings, bind
from tests.support.bot import Bot, WeChat, call, eventually, free_port, seeded
from tests.support.house import WANG


def test_the_demonstration_says_where_it_is_and_ends_all_it_started(tmp_path: Path) -> None:
    page = free_port()
    demo = Bot(tmp_path, free_port(), "", {"JIEYOU_DEMO__SIMULATOR_PORT": str(page)})
    demo.settings |= {"JIEYOU_SERVER__PORT": str(demo.port), "JIEYOU_WECHAT__API_BASE": "http://x"}
    demo.start("demo")
    eventually(lambda: "is ready" in demo.log)
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


def test_menus_prints_the_map_of_numbers(tmp_path: Path) -> None:
    ended = Bot(tmp_path, 0, "http://127.0.0.1:9").run("menus")
    assert ended.returncode == 0
    assert "  1 东西坏了 → screen broken\n    1 漏水 → file repair" in ended.stdout


def test_a_real_account_refuses_the_demonstration_token(tmp_path: Path) -> None:
    bot = Bot(tmp_path, 0, "http://127.0.0.1:9", {"JIEYOU_WECHAT__APP_ID": "wx1234567890abcdef"})
    ended = bot.run("check")
    assert ended.returncode == 2
    assert "wechat.token" in ended.stderr


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    (taken,) = bind(ServerSettings(port=0))
    with taken:
        port = taken.getsockname()[1]
        ended = Bot(tmp_path, port, "http://127.0.0.1:9").run("serve", "--port", str(port))
    assert ended.returncode == 1
    assert "is taken" in ended.stderr


def test_the_figures_of_an_area_are_printed(tmp_path: Path) -> None:
    copytree(seeded(), tmp_path, dirs_exist_ok=True)
    bot = Bot(tmp_path, 0, "http://127.0.0.1:9")
    printed = bot.run("report", "--area", "皖河街道", "--json")
    assert printed.returncode == 0, printed.stderr
    assert json.loads(printed.stdout)["area"] == "wanhe"
    assert "收到" in bot.run("report").stdout


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--area", "feicuii"), "did you mean feicui?"),
        (("--from", "2026-13-01"), "write it as 2026-10-01"),
        (("--from", "2026-10-01", "--to", "2026-10-01"), "the last day is not counted"),
    ],
)
def test_figures_of_nothing_say_how_to_ask(
    tmp_path: Path, asked: tuple[str, ...], told: str
) -> None:
    copytree(seeded(), tmp_path, dirs_exist_ok=True)
    ended = Bot(tmp_path, 0, "http://127.0.0.1:9").run("report", *asked)
    assert ended.returncode == 2
    assert told in ended.stderr
