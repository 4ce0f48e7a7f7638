"""A call typed in by keyboard alone, and the pages of cases and help, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import number_in
from tests.support.house import WANG


def both_widths(console: Console, name: str) -> None:  # noqa: F811
    """Check and keep the page as it is, on an office screen and in the street."""
    for width, resize in (("1280", console.desktop), ("390", console.phone)):
        resize()
        console.check()
        console.shoot(f"{name}-{width}")
    console.desktop()


def test_a_call_is_typed_in_by_keyboard_alone(console: Console) -> None:  # noqa: F811
    console.wechat.say(WANG, "小区门口的路灯不亮")
    console.sign_in("zhou")
    console.open("/console/intake")
    page, keys = console.page, console.page.keyboard
    expect(page.get_by_label("对方说了什么")).to_be_focused()
    words = "大门口路灯坏了，黑得很，老人摔了一跤起不来"
    keys.insert_text(words)
    understood = page.locator("#understood")
    expect(understood).to_contain_text("打 120")
    both_widths(console, "intake-danger")
    for _ in range(2):
        keys.press("Tab")
    expect(page.get_by_label("电话")).to_be_focused()
    keys.type("13900001234")
    keys.press("Tab")
    keys.insert_text("赵奶奶")
    keys.press("Enter")
    page.wait_for_url("**/console/intake?filed=*")
    shown = page.locator(".filed .number").inner_text()
    assert re.fullmatch(r"编号 \d{5,}", shown)
    expect(page.get_by_label("对方说了什么")).to_have_value("")
    expect(page.get_by_label("对方说了什么")).to_be_focused()
    both_widths(console, "intake-filed")


def test_a_neighbours_ticket_is_offered_and_the_draft_survives(console: Console) -> None:  # noqa: F811
    console.sign_in("zhou")
    console.open("/console/intake")
    page = console.page
    page.keyboard.insert_text("大门口路灯坏了，黑得很")
    join = page.get_by_role("button", name="加到这一件")
    expect(join.first).to_be_visible()
    both_widths(console, "intake-known")
    console.open("/console/help")
    console.open("/console/intake")
    expect(page.get_by_label("对方说了什么")).to_have_value("大门口路灯坏了，黑得很")
    expect(join.first).to_be_visible()
    join.first.click()
    page.wait_for_url("**/console/intake?filed=*")
    console.open("/console/intake")
    expect(page.get_by_label("对方说了什么")).to_have_value("")


def test_a_number_that_is_none_is_refused_and_the_form_stands(console: Console) -> None:  # noqa: F811
    console.sign_in("wu")
    console.open("/console/intake")
    console.page.get_by_label("对方说了什么").fill("水管漏水")
    console.page.get_by_label("电话").fill("12345")
    console.page.get_by_role("button", name="登记", exact=True).click()
    expect(console.page.get_by_role("alert")).to_contain_text("打不通")
    expect(console.page.get_by_label("对方说了什么")).to_have_value("水管漏水")
    both_widths(console, "intake-refused")


def test_an_agency_works_on_its_case(console: Console) -> None:  # noqa: F811
    number = number_in(console.wechat.say(WANG, "公司欠我三个月工资一直不给，要打官司"))
    console.wechat.say("oDemoStaff00000000000000zhou", f"转办 {number} 法律援助中心")
    console.sign_in("fang")
    console.open("/console/cases")
    both_widths(console, "cases")
    console.page.get_by_role("link", name=f"编号 {number}").click()
    expect(console.page.get_by_role("heading", level=1)).to_contain_text(number)
    both_widths(console, "case")
    console.page.get_by_role("button", name="签收").click()
    expect(console.page.get_by_role("status")).to_contain_text("办好了")


def test_help_checklist_and_doctor(console: Console) -> None:  # noqa: F811
    page = console.page
    console.sign_in("zhou")
    console.open("/console/help")
    both_widths(console, "help")
    console.sign_in("admin")
    console.open("/console/help")
    both_widths(console, "help-admin")
    page.get_by_role("button", name="发布菜单").click()
    expect(page.get_by_role("status")).to_contain_text("菜单发布好了")
    console.open("/console/help/doctor")
    page.get_by_role("button", name="开始查").click()
    expect(page.get_by_text("✓ 正常").first).to_be_visible()
    both_widths(console, "doctor")
    console.wechat.faults(api_failure="40164", api_failure_path="/cgi-bin/stable_token")
    page.get_by_role("button", name="再查一次").click()
    expect(page.get_by_text("IP 白名单").first).to_be_visible()
    both_widths(console, "doctor-ill")
    console.wechat.faults(api_failure="", api_failure_path="")
