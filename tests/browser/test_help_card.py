"""A help card from the office to the door and back, in a real browser and on a real phone size."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, expect

from tests.browser.chromium import needs_browser
from tests.browser.console import Console, console  # noqa: F401
from tests.support import qr_reader
from tests.support.bot import eventually, number_in
from tests.support.house import LI, WANG, ZHANG

pytestmark = needs_browser

SMALL = ViewportSize(width=360, height=740)
NEED = "老人说家里水管漏水了"


def make(console: Console) -> None:  # noqa: F811
    """Make a card for 李大爷's door; the browser stays at the page of the card."""
    console.sign_in("zhou")
    console.open(f"/console/residents/{LI}")
    console.page.get_by_label("挂在哪里").fill("3栋502 门上")
    console.page.get_by_role("button", name="做一张卡").click()
    expect(console.page.get_by_role("status")).to_contain_text("卡做好了")


def test_a_card_is_printed_scanned_and_helps(console: Console, tmp_path: Path) -> None:  # noqa: F811
    make(console)
    page = console.page
    for resize in (console.desktop, console.phone):
        resize()
        console.check()
    console.shoot("help-card-390")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载图片").click()
    sheet = tmp_path / "card.png"
    download.value.save_as(sheet)
    url = qr_reader.read(Image.open(sheet))

    scanned = console.wechat.push(WANG, "scan", url=url)
    assert "求助卡" in str(scanned["reply"]["content"])
    number = number_in(console.wechat.say(WANG, NEED))
    eventually(lambda: "接了" not in str(console.wechat.chat(WANG)))
    eventually(lambda: number in console.wechat.say(ZHANG, "任务"))
    console.wechat.say(ZHANG, f"抢 {number}")
    eventually(lambda: number in str(console.wechat.chat(WANG)[-1:]))
    console.desktop()
    console.open(f"/console/tickets/{number}")
    expect(page.locator("main")).to_contain_text("3栋502 门上")
    console.open("/console/cards")
    expect(page.locator("main")).not_to_contain_text("还没有人用过")
    console.check()


def test_the_page_is_large_and_free_of_barriers_on_a_small_phone(console: Console) -> None:  # noqa: F811
    make(console)
    page = console.page
    address = page.get_by_text("没有微信的手机，可以打开这个网页").inner_text()
    page.set_viewport_size(SMALL)
    page.goto(console.bot.address + "/h/" + address.rsplit("/h/", 1)[1])
    console.check()
    console.shoot("help-page-360")
    for target in page.locator("main a, button, input:not([type=hidden]), textarea").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 60
    sizes = page.locator("main *").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 18
    page.get_by_label("要什么帮助").fill(NEED)
    page.get_by_label("您的电话").fill("12")
    page.get_by_role("button", name="请社区来人").click()
    expect(page.get_by_role("alert")).to_contain_text("这个电话打不通")
    expect(page.get_by_label("要什么帮助")).to_have_value(NEED)
    console.check()
    page.get_by_label("您的电话").fill("13700000000")
    page.get_by_role("button", name="请社区来人").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("记下了")
    console.check()
    console.desktop()
