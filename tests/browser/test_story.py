"""The whole story as people live it, in the chat page, with the real bot behind it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.chromium import needs_browser, running_browser
from tests.support.bot import running_bot

pytestmark = needs_browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}
SCREENSHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The chat page in front of a running bot."""
    folder = tmp_path_factory.mktemp("bot")
    with running_bot(folder) as (bot, wechat), running_browser() as browser:
        assert bot.run("menu").returncode == 0
        opened = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
        opened.goto(wechat.base)
        yield opened


def be(page: Page, name: str) -> None:
    """Take this person's phone."""
    page.get_by_role("button", name=name).first.click()


def say(page: Page, words: str, answer: str) -> None:
    """Type words and read the answer."""
    page.get_by_label("要说的话").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#chat")).to_contain_text(answer)


def shoot(page: Page, name: str) -> None:
    """Keep a picture when somebody wants to look."""
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"))


def draw_dark_lamp(file: Path) -> None:
    """A picture of a lamp that is off."""
    picture = Image.new("RGB", (240, 150), "#30343b")
    pen = ImageDraw.Draw(picture)
    pen.line((120, 0, 120, 50), fill="#8a8f98", width=4)
    pen.ellipse((90, 50, 150, 100), fill="#4b5059", outline="#8a8f98", width=4)
    picture.save(file)


def test_report_grab_finish_and_rate(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "lamp.png"
    draw_dark_lamp(photo)

    be(page, "王秀兰")
    say(page, "三楼楼道的灯不亮了，晚上看不见", "【报修】")
    page.locator("#photo-file").set_input_files(photo)
    expect(page.locator("#chat")).to_contain_text("照片已加到编号")
    shoot(page, "1-reported")

    be(page, "张师傅")
    expect(page.locator("#chat")).to_contain_text("邻里互助任务通知")
    say(page, "抢", "抢到了")
    say(page, "完成 换了新灯泡，亮了", "已办结")
    shoot(page, "2-taken")

    be(page, "王秀兰")
    expect(page.locator("#chat")).to_contain_text("张师傅接单")
    expect(page.locator("#chat")).to_contain_text("办好了，请评价")
    say(page, "评价 5", "5 分")
    shoot(page, "3-rated")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.reload()
    expect(page.locator("#chat")).to_contain_text("5 分")
    shoot(page, "4-phone")
