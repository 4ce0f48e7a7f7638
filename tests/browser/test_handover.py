"""The page behind a link as people at an agency use it: on a phone, by finger and by keyboard."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, needs_browser, new_page, running_browser
from tests.support.bot import Bot, WeChat, number_in, running_bot
from tests.support.house import FANG, WANG, ZHOU

pytestmark = needs_browser

SCREENSHOTS = os.environ.get("SCREENSHOTS")
WAGES = "老板欠我三个月工资不给，想咨询律师，我电话13812345678"
# Every text with its size and its contrast to the ground it stands on, by WCAG 2.2's formula.
READ_TEXTS = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parse(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      const alpha = parse(colour)[3];
      if (alpha === undefined || alpha > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim()) continue;
    const node = text.parentElement;
    const style = getComputedStyle(node);
    const pair = [light(style.color), light(ground(node))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    found.push({ text: text.data.trim(), size: parseFloat(style.fontSize), contrast });
  }
  return found;
}"""


@dataclass
class Desk:
    """A phone's browser, and the street behind the page."""

    page: Page
    bot: Bot
    wechat: WeChat

    def open_case(self) -> str:
        """Hand a new case over, and open the link that staff got; the case's number."""
        self.wechat.say(WANG, "另一件事")
        number = number_in(self.wechat.say(WANG, WAGES))
        self.wechat.say(ZHOU, f"转办 {number} 法律援助中心")
        link = re.search(r"/handover/\S+", self.wechat.say(ZHOU, f"链接 {number}"))
        assert link
        self.page.goto(self.bot.address + link[0])
        return number

    def shoot(self, name: str) -> None:
        """Keep a picture when somebody wants to look."""
        if SCREENSHOTS:
            self.page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The page on a phone in front of a running bot."""
    folder = tmp_path_factory.mktemp("bot")
    with running_bot(folder) as (bot, wechat), running_browser() as browser:
        page = new_page(browser, PHONE, touch=True)
        yield Desk(page, bot, wechat)


def test_a_case_is_worked_on_to_its_end(desk: Desk) -> None:
    page, number = desk.page, desk.open_case()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator("main")).to_contain_text("13812345678")
    desk.shoot("handover-1-new")

    page.get_by_label("你们自己的编号").fill("皖援2026-118")
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("status")).to_have_text("记下了。")
    expect(page.locator("main")).to_contain_text("皖援2026-118")
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator("main")).to_contain_text("指派律师：")

    page.get_by_label("律师姓名").fill("李律师")
    page.get_by_label("对方全名").fill("王先生")
    page.get_by_role("button", name="指派").click()
    expect(page.get_by_role("alert")).to_contain_text("请写全名")
    expect(page.get_by_label("律师姓名")).to_have_value("李律师")
    desk.shoot("handover-2-refused")
    page.get_by_label("对方全名").fill("王大富")
    page.get_by_role("button", name="指派").click()
    expect(page.get_by_role("status")).to_have_text("记下了。")

    page.get_by_label("答复，居民会看到").fill("请带工资条来，周三上午九点")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("status")).to_have_text("记下了。")
    said = str(desk.wechat.say(WANG, f"进度 {number}"))
    assert number in said

    page.get_by_label("结果，居民会看到").fill("调解成功，工资付清了")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("办好了")
    expect(page.locator("main")).not_to_contain_text("13812345678")
    desk.shoot("handover-3-done")
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_contain_text("这个链接现在不能用")
    desk.shoot("handover-4-closed")


def test_what_changed_meanwhile_is_said_before_anything_is_done(desk: Desk) -> None:
    page, number = desk.page, desk.open_case()
    desk.wechat.say(FANG, f"受理 {number}")
    page.get_by_label("答复，居民会看到").fill("写了很久的答复")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("alert")).to_contain_text("刚刚有变化")
    expect(page.get_by_label("答复，居民会看到")).to_have_value("写了很久的答复")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("status")).to_have_text("记下了。")


def test_everything_is_large_plain_and_within_the_screen(desk: Desk) -> None:
    desk.open_case()
    for text in desk.page.evaluate(READ_TEXTS):
        assert text["size"] >= 18, text
        assert text["contrast"] >= 4.5, text
    targets = desk.page.locator("button, input:not([type=hidden]), select, textarea")
    assert targets.count() > 8
    for target in targets.all():
        box = target.bounding_box()
        assert box
        assert box["width"] >= 60
        assert box["height"] >= 60
        assert box["x"] + box["width"] <= PHONE["width"]
    width = desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_every_field_has_a_label_and_the_keyboard_is_enough(desk: Desk) -> None:
    page = desk.page
    desk.open_case()
    fields = page.locator("input:not([type=hidden]), select, textarea")
    for field in fields.all():
        name = field.get_attribute("id")
        assert page.locator(f"label[for='{name}']").count() == 1, name
    page.get_by_label("你们自己的编号").focus()
    page.keyboard.type("A-1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("记下了。")


def test_the_page_asks_nobody_else_for_anything(desk: Desk) -> None:
    asked: list[str] = []
    troubles: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.on("console", lambda message: troubles.append(message.text))
    desk.open_case()
    assert asked
    assert all(url.startswith(desk.bot.address) for url in asked), asked
    assert troubles == []
