"""Teaching the understanding in a real browser, at a desk and in the street."""

import re

from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import eventually
from tests.support.house import WANG

SENTENCE = "啵唧啵唧个没完，怎么弄"


def test_a_coordinator_teaches_a_word_and_the_chat_hears_it(console: Console) -> None:  # noqa: F811
    console.sign_in("tong")
    console.open("/console/teach")
    console.check()
    console.shoot("teach-empty")
    page = console.page
    page.get_by_label("居民会怎么说").fill("三楼楼道灯不亮了")
    page.get_by_role("button", name="试一试").click()
    assert page.locator("mark").count() > 0
    page.get_by_label("里面有这个词").fill("漏水")
    page.get_by_role("button", name="找", exact=True).click()
    console.check()
    console.shoot("teach-found")
    page.get_by_label("意思一样的词，用空格隔开").fill("啵唧啵唧 咕叽咕叽")
    page.get_by_label("分量（1 是提示，2 很强，负数是反对）").fill("5")
    page.locator("form", has_text="意思一样的词").get_by_role("button").click()
    assert page.get_by_text("记进草稿了").is_visible()
    console.check()
    console.shoot("teach-draft")
    page.get_by_role("link", name="看看影响").click()
    console.check()
    console.shoot("teach-effect")
    console.phone()
    console.check()
    console.shoot("teach-effect-phone")
    page.get_by_label("为什么这样改").fill("居民这样说水管")
    page.get_by_role("button", name="上线，所有居民都用上").click()
    assert page.get_by_text("上线了").is_visible()
    console.check()
    console.shoot("teach-phone")
    assert "报修" in eventually(lambda: console.wechat.say(WANG, SENTENCE))
    console.desktop()


def test_history_family_and_suggestions_are_plain_to_read(console: Console) -> None:  # noqa: F811
    console.sign_in("tong")
    for path in ("history", "suggestions", "families/leak"):
        name = re.sub(r"\W", "-", path)
        for width in (console.desktop, console.phone):
            width()
            console.open(f"/console/teach/{path}")
            console.check()
            console.shoot(f"teach-{name}-{width.__name__}")
    console.desktop()
    console.open("/console/teach/history")
    console.page.get_by_text("退回到出厂的样子").click()
    console.page.get_by_label("为什么退回出厂的样子").fill("只是试试")
    console.page.get_by_label("分数降了也要退回").last.check()
    console.page.get_by_role("button", name="退回出厂的样子").click()
    assert console.page.get_by_text("只是试试").is_visible()
    console.check()
