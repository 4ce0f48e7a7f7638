"""The desk takes care of one ticket from its page, start to end, at a screen and on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.chromium import needs_browser
from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import number_in
from tests.support.house import WANG, ZHANG, ZHOU

pytestmark = needs_browser

LIGHT = "三楼楼道灯不亮了，我电话13812345678"
PHONE = "13812345678"


def a_ticket(console: Console, words: str = LIGHT) -> str:  # noqa: F811
    """A new ticket of Wang's, open on the desk's screen; its number."""
    console.wechat.say(WANG, "另一件事")
    number = number_in(console.wechat.say(WANG, words))
    console.open(f"/console/tickets/{number}")
    return number


def unfold(console: Console, title: str) -> None:  # noqa: F811
    """Open one of the forms."""
    console.page.locator("summary", has_text=re.compile(f"^{title}$")).click()


def test_the_desk_takes_care_of_a_ticket(console: Console) -> None:  # noqa: F811
    page = console.page
    console.desktop()
    console.sign_in("zhou")
    number = a_ticket(console)
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(PHONE)
    console.check()
    console.shoot("ticket-1-new")

    page.get_by_label("看电话做什么").select_option("核实情况")
    page.get_by_role("button", name="看姓名和电话").click()
    expect(page.get_by_role("link", name=PHONE)).to_be_visible()
    console.check()
    console.shoot("ticket-2-revealed")
    console.open(f"/console/tickets/{number}")
    expect(page.locator("main")).not_to_contain_text(PHONE)

    page.get_by_text("用常用语").click()
    page.get_by_role("link", name="有人来了").click()
    expect(page.get_by_label("答复，居民会看到")).to_have_value(re.compile("已经安排好"))
    expect(page.locator("#answer")).to_contain_text("条微信消息")
    page.get_by_label("答复，居民会看到").fill("明天上午九点来修")
    console.shoot("ticket-3-answer")
    page.get_by_role("button", name="发答复").click()
    expect(page.get_by_role("status").first).to_contain_text("答复记下了")

    unfold(console, "写内部备注")
    page.get_by_label("只有工作人员看得到").fill("这户门铃坏了")
    page.get_by_role("button", name="写内部备注").click()
    expect(page.locator(".internal")).to_contain_text("这户门铃坏了")
    page.get_by_role("link", name="打开聊天").click()
    expect(page.locator(".chat")).to_contain_text("收到，编号")
    console.check()
    console.shoot("ticket-4-chat")

    console.wechat.say(ZHOU, f"派 {number} 给 张师傅")
    console.wechat.say(ZHANG, f"接 {number}")
    page.reload()
    expect(page.locator("main")).to_contain_text("张师傅（志愿者）")
    console.wechat.say(ZHANG, f"完成 {number} 换了灯泡")
    page.reload()
    unfold(console, "回访：问过了")
    page.get_by_label("居民怎么说").select_option("满意")
    page.get_by_role("button", name="回访：问过了").click()
    expect(page.locator("h1")).to_contain_text("已评价")
    console.check()
    console.shoot("ticket-5-closed")


def test_what_changed_meanwhile_is_said_and_the_words_stay(console: Console) -> None:  # noqa: F811
    page = console.page
    console.sign_in("zhou")
    number = a_ticket(console)
    unfold(console, "先停一停")
    page.get_by_label("为什么，居民会看到").fill("等配件到货")
    console.wechat.say(WANG, f"取消 {number}")
    page.get_by_role("button", name="先停一停").click()
    expect(page.get_by_role("alert")).to_contain_text("已撤回")
    expect(page.locator("main")).to_contain_text("等配件到货")
    console.check()
    console.shoot("ticket-6-refused")


def test_an_elders_recording_is_written_down(console: Console) -> None:  # noqa: F811
    page = console.page
    console.sign_in("zhou")
    console.wechat.say(WANG, "另一件事")
    console.wechat.push(WANG, "voice")
    console.open("/console/listen")
    while not page.locator("audio").count():
        expect(page.locator("main")).to_contain_text("正在取")
        page.wait_for_timeout(500)
        page.reload()
    console.check()
    console.shoot("listen-1")
    page.get_by_label("听到的话").fill("厨房的水管漏水了")
    page.get_by_role("button", name="写下来").click()
    expect(page.get_by_role("status")).to_contain_text("也告诉了居民")
    expect(page.locator(".empty")).to_be_visible()
    console.check()


def test_all_of_it_works_on_a_phone(console: Console) -> None:  # noqa: F811
    console.phone()
    console.sign_in("tong")
    number = a_ticket(console)
    console.check()
    console.shoot("ticket-phone-1")
    console.open(f"/console/tickets/{number}?chat=1")
    console.check()
    console.shoot("ticket-phone-2")
    for path in ("/console/listen", "/console/replies"):
        console.open(path)
        console.check()
        console.shoot(f"phone{path.replace('/', '-')}")
    console.desktop()


def test_every_target_is_large_and_every_field_has_a_label(console: Console) -> None:  # noqa: F811
    console.phone()
    console.sign_in("zhou")
    a_ticket(console)
    page = console.page
    for target in page.locator("main button:visible, main summary:visible").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
    for field in page.locator("main input:not([type=hidden]), select, textarea").all():
        name = field.get_attribute("id")
        assert page.locator(f"label[for='{name}']").count() == 1, name
    console.desktop()
