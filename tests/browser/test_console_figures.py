"""The pages of figures in a real browser: on a screen, on a phone and on paper."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.console import SCREENSHOTS, Console, console  # noqa: F401
from tests.support.house import LI, WANG

PATH = "/console/figures"
SAID = {
    WANG: ("三楼楼道灯不亮了", "单元门关不上了", "家里有个老鼠洞"),
    LI: ("厨房水管漏水了", "想问高龄津贴怎么领"),
}


@pytest.fixture(scope="module")
def street(console: Console) -> Console:  # noqa: F811
    """Some who asked."""
    for person, words in SAID.items():
        for each in words:
            console.wechat.say(person, each)
    console.sign_in("zhou")
    return console


def open_page(street: Console, path: str) -> None:
    """Open a page, and wait until it is counted."""
    street.open(PATH + path)
    expect(street.page.locator("h1")).not_to_have_text("正在算，请稍等")


def this_month(street: Console) -> str:
    """The month as the page of figures shows it."""
    open_page(street, "")
    return street.page.get_by_label("从哪天").input_value()[:7]


@pytest.mark.parametrize("name", ["figures", "unmet", "month"])
def test_each_page_is_for_everybody_at_both_widths(street: Console, name: str) -> None:
    paths = {"figures": "", "unmet": "/unmet", "month": f"/month?month={this_month(street)}"}
    for width, turn in (("1280", street.desktop), ("390", street.phone)):
        turn()
        open_page(street, paths[name])
        street.check()
        street.shoot(f"figures-{name}-{width}")
    street.desktop()


def test_days_and_area_are_chosen_and_stand_in_the_address(street: Console) -> None:
    open_page(street, "")
    street.page.get_by_label("地方", exact=True).select_option("feicui-1")
    street.page.get_by_label("日子", exact=True).select_option("week")
    street.page.get_by_role("button", name="看数字").click()
    expect(street.page).to_have_url(re.compile("area=feicui-1.*period=week"))
    expect(street.page.locator("h1")).to_contain_text("第一网格")


def test_charts_keep_the_size_of_their_words_on_a_phone(street: Console) -> None:
    for turn in (street.desktop, street.phone):
        turn()
        open_page(street, "")
        texts = street.page.locator("svg.chart text")
        assert texts.count() > 4
        sizes = texts.evaluate_all("found => found.map(each => getComputedStyle(each).fontSize)")
        assert set(sizes) == {"16px"}
    street.desktop()


def test_the_month_is_printed_without_forms(street: Console) -> None:
    open_page(street, f"/month?month={this_month(street)}")
    page = street.page
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="主要的数字")).to_be_visible()
    for hidden in (page.locator("form").first, page.get_by_label("点进去，全选，复制")):
        expect(hidden).to_be_hidden()
    street.shoot("figures-month-print")
    if SCREENSHOTS:
        page.pdf(path=os.fspath(Path(SCREENSHOTS) / "figures-month.pdf"), format="A4")
    page.emulate_media(media="screen")


def test_a_file_is_downloaded_under_a_name_people_read(street: Console) -> None:
    open_page(street, "")
    with street.page.expect_download() as download:
        street.page.get_by_role("link", name="下载单子（Excel）").click()
    assert download.value.suggested_filename.startswith("单子-翡翠社区-")
