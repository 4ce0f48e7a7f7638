"""The console in a real browser in front of a running bot, for the tests of its pages."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.chromium import DESKTOP, PHONE, new_page, running_browser
from tests.support.bot import Bot, WeChat, running_bot

PASSWORD = "jieyou-demo"
SCREENSHOTS = os.environ.get("SCREENSHOTS")


@dataclass
class Console:
    """A browser, and the street behind its pages."""

    page: Page
    bot: Bot
    wechat: WeChat

    def sign_in(self, name: str) -> None:
        """Sign in as one of models/demo.yaml, with a browser that knows nobody yet."""
        self.page.context.clear_cookies()
        self.open("/console/sign-in")
        self.page.get_by_label("登录名").fill(name)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url("**/console/**")

    def open(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(self.bot.address + path)

    def desktop(self) -> None:
        """Sit at an office screen."""
        self.page.set_viewport_size(DESKTOP)

    def phone(self) -> None:
        """Stand in the street."""
        self.page.set_viewport_size(PHONE)

    def check(self) -> None:
        """Let axe look at the page, and see that it is not wider than the window."""
        found = Axe().run(self.page).response["violations"]
        told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
        assert told == []
        wide = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, "the page is wider than the window"

    def shoot(self, name: str) -> None:
        """Keep a picture when somebody wants to look."""
        if SCREENSHOTS:
            self.page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The console of a running bot."""
    folder = tmp_path_factory.mktemp("bot")
    with running_bot(folder) as (bot, wechat), running_browser() as browser:
        page = new_page(browser, DESKTOP)
        yield Console(page, bot, wechat)
