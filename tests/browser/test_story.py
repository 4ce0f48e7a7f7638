"""The whole story as people live it, in the chat page, with the real bot behind it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.chromium import (
    DESKTOP,
    PATIENCE_MS,
    PHONE,
    needs_browser,
    new_page,
    running_browser,
)
from tests.support.bot import running_bot

pytestmark = needs_browser

SCREENSHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The chat page in front of a running bot."""
    folder = tmp_path_factory.mktemp("bot")
    with running_bot(folder) as (bot, wechat), running_browser() as browser:
        assert bot.run("menu").returncode == 0
        opened = new_page(browser, DESKTOP)
        opened.goto(wechat.base)
        yield opened


def be(page: Page, name: str) -> None:
    """Take this person's phone, and look once their chat is there."""
    with page.expect_response(lambda response: "/sim/chat/" in response.url):
        page.get_by_role("button", name=name).first.click()
    page.evaluate("() => new Promise(requestAnimationFrame)")


def say(page: Page, words: str, answer: str) -> None:
    """Type words and read the answer, one more than stands there already."""
    known = page.locator("#chat").inner_text().count(answer)
    page.get_by_label("要说的话").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([words, known]) => document.querySelector('#chat').innerText.split(words).length - 1"
        " > known",
        arg=[answer, known + words.count(answer)],
        timeout=PATIENCE_MS,
    )


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
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.locator("#chat")).to_contain_text("5 分")
    shoot(page, "4-phone")


def number_of(page: Page) -> str:
    """The last ticket number that somebody read."""
    found = re.findall(r"编号 (\d+)", page.locator("#chat").inner_text())
    assert found
    return str(found[-1])


def test_two_neighbours_one_lamp_and_a_result_nobody_is_content_with(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    be(page, "王秀兰")
    say(page, "新的", "另一件事")
    say(page, "小区门口的路灯不亮", "【报修】")
    known = number_of(page)
    be(page, "李大爷")
    say(page, "大门口路灯坏了，黑得很", "是不是这一件")
    shoot(page, "5-is-it-the-same")
    say(page, "1", "合在一起办")

    be(page, "张师傅")
    expect(page.locator("#chat")).to_contain_text(known)
    say(page, f"抢 {known}", f"抢到了！编号 {known}")
    say(page, f"延时 {known} 要等配件", f"编号 {known} 延到")
    say(page, f"完成 {known} 换了路灯的灯头", f"编号 {known} 已办结")
    shoot(page, "6-volunteer")
    for neighbour in ("李大爷", "王秀兰"):
        be(page, neighbour)
        expect(page.locator("#chat")).to_contain_text("办好了，请评价")
    say(page, f"评价 1 {known}", "1 分")

    be(page, "周主任")
    expect(page.locator("#chat")).to_contain_text("居民不满意，请回访")
    say(page, "回访", known)
    say(page, f"回访 {known} 不满意 还是一闪一闪", known)
    shoot(page, "7-call-back")


def test_a_legal_matter_with_a_limitation_goes_to_the_centre_and_its_lawyer(page: Page) -> None:
    be(page, "王秀兰")
    say(page, "公司欠我三个月工资一直不给", "期限")
    number = number_of(page)
    say(page, "1", "先办急的")
    shoot(page, "8-limitation")
    be(page, "援助中心")
    expect(page.locator("#chat")).to_contain_text(number)
    say(page, f"签收 {number} 援2026-88", number)
    say(page, f"受理 {number}", number)
    say(page, f"指派 {number} 李律师 对方 某某建筑公司", "李律师")
    shoot(page, "9-centre")
    be(page, "李律师")
    expect(page.locator("#chat")).to_contain_text(number)
    say(page, f"详情 {number}", "三个月工资")
    say(page, f"答复 {number} 请带劳动合同明天上午来中心", number)
    say(page, f"办结 {number} 已帮您申请仲裁", number)
    shoot(page, "10-lawyer")
    be(page, "王秀兰")
    expect(page.locator("#chat")).to_contain_text("请带劳动合同")
    say(page, "进度", "结果：已帮您申请仲裁")
    shoot(page, "11-answered")


def test_the_desk_dispatches_and_the_street_watches(page: Page) -> None:
    be(page, "李大爷")
    say(page, "想问问高龄补贴怎么领", "【福利补贴】")
    number = number_of(page)
    be(page, "周主任")
    expect(page.locator("#chat")).to_contain_text(number)
    say(page, f"谁能办 {number}", number)
    say(page, f"抢 {number}", "抢到了")
    be(page, "孙科长")
    say(page, f"督办 {number} 老人等了很久", number)
    be(page, "周主任")
    expect(page.locator("#chat")).to_contain_text("领导督办")
    shoot(page, "12-desk")
