"""The elder's page in a real browser: large, plain, for a finger as for the keyboard."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.chromium import DESKTOP, needs_browser, new_page, running_browser
from tests.support.bot import Bot, WeChat, eventually, number_in, running_bot
from tests.support.house import LI, ZHANG

pytestmark = needs_browser

WIDTH, HEIGHT = 360, 740
SCREENSHOTS = os.environ.get("SCREENSHOTS")
LAMP = "三楼楼道的灯不亮了，晚上看不见"
FALL = "我老伴摔倒了起不来"
# What a finger has to meet, and every text with its size, height of line and contrast (WCAG 2.2).
MEASURE = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const targets = [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')]
    .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
    .map(([what, { left, right, width, height }]) => ({ what, left, right, width, height }));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim()) continue;
    const style = getComputedStyle(text.parentElement);
    const pair = [style.color, ground(text.parentElement)].map(light).sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    texts.push({
      what: text.data.trim(),
      size,
      line: parseFloat(style.lineHeight) / size,
      contrast: (pair[0] + 0.05) / (pair[1] + 0.05),
    });
  }
  return { targets, texts, wide: document.documentElement.scrollWidth, here: innerWidth };
}"""


@dataclass
class Hand:
    """An elder's phone with the page open."""

    page: Page
    bot: Bot
    wechat: WeChat
    path: str

    def open(self, screen: str = "") -> None:
        self.page.goto(self.bot.address + self.path + screen)

    def tap(self, name: str) -> None:
        """Tap what has this name, be it a link or a button."""
        page = self.page
        either = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
        either.first.click()

    def say(self, words: str) -> str:
        """Tell of something from the start; the number."""
        self.open()
        self.tap("找人帮忙")
        self.tap("家里东西坏了")
        self.page.get_by_label("什么坏了").fill(words)
        self.tap("说好了，送出")
        self.page.wait_for_url("**/done?*")
        return number_in(self.page.locator("main").inner_text().replace("\n", " "))

    def shoot(self, name: str) -> None:
        """Keep a picture when somebody wants to look."""
        if SCREENSHOTS:
            self.page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


def link_of(wechat: WeChat) -> str:
    """The path of a new link, which ends the one before."""
    found = re.search(r'href="http://[^/]+(/e/[^"]+)"', wechat.say(LI, "网页"))
    assert found
    return found[1]


@pytest.fixture(scope="module")
def street(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Bot, WeChat, Browser]]:
    """A running bot, and a browser."""
    folder = tmp_path_factory.mktemp("bot")
    with running_bot(folder) as (bot, wechat), running_browser() as browser:
        yield bot, wechat, browser


@pytest.fixture(scope="module")
def hand(street: tuple[Bot, WeChat, Browser]) -> Hand:
    """The page on a small phone, without JavaScript as on any."""
    bot, wechat, browser = street
    page = new_page(browser, ViewportSize(width=WIDTH, height=HEIGHT), touch=True)
    return Hand(page, bot, wechat, link_of(wechat))


def measure(hand: Hand, screen: str) -> None:
    """Everything is large, plain and within the screen."""
    found = hand.page.evaluate(MEASURE)
    assert found["wide"] <= found["here"], f"{screen} scrolls sideways"
    for text in found["texts"]:
        assert text["size"] >= 20, (screen, text)
        assert text["line"] >= 1.5, (screen, text)
        assert text["contrast"] >= 7, (screen, text)
    for target in found["targets"]:
        assert target["width"] >= 60, (screen, target)
        assert target["height"] >= 60, (screen, target)
        assert target["left"] >= 0, (screen, target)
        assert target["right"] <= found["here"], (screen, target)


@pytest.fixture(scope="module")
def screens(hand: Hand) -> list[str]:
    """Every screen, with something on it."""
    number = hand.say(LAMP)
    done = hand.page.url.split(hand.path)[1]
    hand.say(FALL)
    danger = hand.page.url.split(hand.path)[1]
    sure = f"/matters/{number}/cancel"
    return ["", "/help", "/say", "/call", done, danger, "/matters", sure, "/matters/1/cancel"]


def test_help_is_asked_for_and_seen_to_its_end_by_taps_alone(hand: Hand) -> None:
    page = hand.page
    hand.open()
    hand.shoot("1-start")
    hand.tap("找人帮忙")
    hand.shoot("2-help")
    hand.tap("家里东西坏了")
    hand.tap("说好了，送出")
    expect(page.get_by_role("alert")).to_contain_text("还没写是什么事")
    hand.shoot("3-say-empty")
    page.get_by_label("什么坏了").fill(LAMP)
    hand.shoot("3-say")
    hand.tap("说好了，送出")
    expect(page.get_by_role("heading", level=1)).to_contain_text("记下了")
    number = number_in(page.locator("main").inner_text().replace("\n", " "))
    hand.shoot("4-done")
    page.reload()
    hand.tap("我的事")
    expect(page.locator("article")).to_have_count(1)
    hand.shoot("5-matters")
    hand.tap("催一下")
    expect(page.get_by_role("status")).to_contain_text("催了")
    hand.shoot("5-matters-urged")

    eventually(lambda: "抢到了" in hand.wechat.say(ZHANG, f"抢 {number}"))
    hand.wechat.say(ZHANG, f"完成 {number} 换了新灯泡")
    hand.open("/matters")
    expect(page.locator("article")).to_contain_text("换了新灯泡")
    hand.shoot("5-matters-done")
    hand.tap("还没好")
    expect(page.get_by_role("status")).to_contain_text("重新找人")
    hand.tap("不用了")
    expect(page.get_by_role("heading", level=1)).to_have_text("真的不用了吗？")
    hand.shoot("6-sure")
    hand.tap("不用了，别办了")
    expect(page.get_by_role("status")).to_contain_text("不办了")
    hand.tap("回到开头")
    expect(page.get_by_role("link", name="找人帮忙")).to_be_visible()


def test_a_danger_shows_the_number_to_dial_first(hand: Hand) -> None:
    hand.say(FALL)
    hand.shoot("7-danger")
    first = hand.page.locator("main a").first
    expect(first).to_have_attribute("href", "tel:120")
    expect(first).to_be_in_viewport()


def test_every_screen_is_large_plain_and_within_a_small_phone(
    hand: Hand, screens: list[str]
) -> None:
    for screen in screens:
        hand.open(screen)
        measure(hand, screen)


def test_every_screen_fits_when_it_is_zoomed_to_200_percent(hand: Hand, screens: list[str]) -> None:
    """A browser zoomed to 200 % lays the page out in half the width."""
    hand.page.set_viewport_size({"width": WIDTH // 2, "height": HEIGHT // 2})
    try:
        for number, screen in enumerate(screens):
            hand.open(screen)
            measure(hand, screen)
            hand.shoot(f"zoom-{number}")
    finally:
        hand.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def test_letters_grow_with_the_size_somebody_chose_for_the_phone(
    hand: Hand, screens: list[str]
) -> None:
    for screen in screens:
        hand.open(screen)
        size = "parseFloat(getComputedStyle(document.body).fontSize)"
        before = hand.page.evaluate(size)
        hand.page.evaluate("document.documentElement.style.fontSize = '250%'")
        assert hand.page.evaluate(size) == 2 * before
        measure(hand, screen)


def test_axe_finds_nothing(hand: Hand, screens: list[str]) -> None:
    for screen in screens:
        hand.open(screen)
        found = Axe().run(hand.page).response["violations"]
        told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
        assert told == [], screen


def test_the_keyboard_is_enough_and_shows_where_it_is(hand: Hand) -> None:
    page = hand.page
    hand.open("/help")
    page.keyboard.press("Tab")
    focused = page.locator(":focus-visible")
    expect(focused).to_have_text("家里东西坏了")
    assert focused.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") > 3
    page.keyboard.press("Enter")
    page.wait_for_url("**/say?*")
    page.keyboard.press("Tab")
    page.keyboard.type("厨房的水龙头滴水")
    page.keyboard.press("Tab")
    expect(page.get_by_label("加一张照片")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done?*")


def test_it_works_without_javascript_and_asks_nobody_else(
    hand: Hand, street: tuple[Bot, WeChat, Browser]
) -> None:
    bot, wechat, browser = street
    asked: list[str] = []
    page = new_page(browser, DESKTOP, scripts=False)
    other = Hand(page, bot, wechat, hand.path)
    other.page.on("request", lambda request: asked.append(request.url))
    other.say("厨房下水道堵了")
    expect(other.page.get_by_role("heading", level=1)).to_contain_text("记下了")
    assert asked
    assert all(url.startswith(bot.address) for url in asked), asked
    assert page.context.cookies() == []
    page.close()


def test_the_page_waits_for_a_person_and_the_log_keeps_no_link(hand: Hand) -> None:
    hand.open("/call")
    hand.shoot("8-call")
    assert "refresh" not in hand.page.content()
    hand.page.goto(f"{hand.bot.address}/e/forged")
    hand.shoot("9-closed")
    assert hand.path.rsplit("/", 1)[1] not in hand.bot.log
