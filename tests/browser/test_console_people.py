"""The pages about people, areas and the audit trail, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import number_in
from tests.support.house import CHEN, LI, WANG


def both_widths(console: Console, name: str) -> None:  # noqa: F811
    """Check and keep the page as it is, on an office screen and in the street."""
    for width, resize in (("1280", console.desktop), ("390", console.phone)):
        resize()
        console.check()
        console.shoot(f"{name}-{width}")
    console.desktop()


def test_a_resident_is_found_and_shown_masked_until_there_is_a_purpose(
    console: Console,  # noqa: F811
) -> None:
    number = number_in(console.wechat.say(WANG, "厨房水管漏水了"))
    console.sign_in("zhou")
    console.open("/console/residents")
    page = console.page
    expect(page.get_by_role("link", name="王**，没留电话")).to_be_visible()
    both_widths(console, "residents")
    page.get_by_label("全名、电话或者单号").fill("没有这个人")
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.get_by_text("没有找到")).to_be_visible()
    both_widths(console, "residents-none")
    page.get_by_label("全名、电话或者单号").fill(number)
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="王**").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("王**")
    both_widths(console, "resident")
    page.get_by_label("为什么要看姓名和电话").fill("回访漏水的事")
    page.get_by_role("button", name="看姓名和电话").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("王秀兰")
    both_widths(console, "resident-revealed")
    console.open(f"/console/check-ins/{WANG}")
    both_widths(console, "check-in")
    page.get_by_label("本人怎么同意的（会记下来）").fill("本人来窗口说的")
    page.get_by_role("button", name="开报平安").click()
    expect(page.get_by_text("现在是每天 09:30 前")).to_be_visible()
    console.open("/console/cards")
    both_widths(console, "cards")


def test_an_application_is_answered_and_a_volunteer_is_changed(
    console: Console,  # noqa: F811
) -> None:
    console.sign_in("zhou")
    console.open("/console/volunteers")
    page = console.page
    expect(page.get_by_text("现在没有报名")).to_be_visible()
    both_widths(console, "volunteers-none-waiting")
    for answer in ("当志愿者", "2", "1", "李师傅"):
        console.wechat.say(LI, answer)
    console.open("/console/volunteers")
    both_widths(console, "volunteers")
    page.get_by_role("button", name="同意李师傅", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("同意了")
    page.get_by_role("link", name="李师傅").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("李师傅")
    console.open(f"/console/volunteers/{CHEN}")
    page.get_by_label("证书 1", exact=True).fill("电工证")
    page.get_by_label("证书 1 到哪天").fill("2020-01-31")
    page.get_by_role("button", name="存好").click()
    expect(page.get_by_text("过期了")).to_be_visible()
    expect(page.get_by_label("证书 1", exact=True)).to_have_value("电工证")
    both_widths(console, "volunteer")
    page.get_by_role("button", name="让这位先休息").click()
    expect(page.get_by_text("休息中")).to_be_visible()
    both_widths(console, "volunteer-resting")


def test_somebody_new_gets_a_first_password_that_is_shown_once(
    console: Console,  # noqa: F811
) -> None:
    console.sign_in("admin")
    console.open("/console/staff")
    page = console.page
    both_widths(console, "staff")
    page.get_by_label("姓名").fill("郑同事")
    page.get_by_label("岗位").select_option(label="社区值班")
    page.get_by_label("片区", exact=True).select_option("feicui")
    page.get_by_role("button", name="添上").click()
    expect(page.get_by_role("status")).to_contain_text("添好了")
    both_widths(console, "staff-added")
    page.get_by_label("新账号的登录名").fill("zheng")
    page.get_by_role("button", name="开账号").click()
    password = page.locator("code.password")
    expect(password).to_have_text(re.compile(r"[a-z0-9-]{8,}"))
    expect(page.get_by_role("status")).to_have_count(1)
    shown = password.inner_text()
    both_widths(console, "staff-password")
    address = page.url
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("郑同事")
    assert shown not in page.content()
    console.open("/console/staff")
    page.get_by_role("link", name="周主任").click()
    expect(page.get_by_role("button", name="停用 zhou")).to_be_visible()
    both_widths(console, "staff-member")


def test_the_areas_are_a_tree_with_a_map_of_the_grids(console: Console) -> None:  # noqa: F811
    console.wechat.say(WANG, "小区门口的路灯不亮")
    console.sign_in("admin")
    console.open("/console/areas")
    page = console.page
    both_widths(console, "areas")
    for name in ("合肥市", "蜀山区", "皖河街道", "翡翠社区"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    grid = page.locator("svg.map a")
    expect(grid).to_have_count(2)
    expect(grid.first).to_have_accessible_name(re.compile("第一网格，没办完 [1-9]"))
    both_widths(console, "areas-map")
    grid.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("第一网格")
    both_widths(console, "areas-grid")
    console.sign_in("zhou")
    console.open("/console/areas")
    expect(page.get_by_role("button", name="添上")).to_have_count(0)
    both_widths(console, "areas-desk")


def test_the_audit_trail_is_read_and_verified(console: Console) -> None:  # noqa: F811
    console.sign_in("admin")
    console.open("/console/audit")
    page = console.page
    both_widths(console, "audit")
    page.get_by_role("button", name="验一验").click()
    expect(page.get_by_role("status")).to_contain_text("都对得上")
    both_widths(console, "audit-verified")
    page.get_by_label("什么事").select_option(label="登录")
    page.get_by_role("button", name="看", exact=True).click()
    page.get_by_role("link", name="管理员").first.click()
    expect(page.get_by_role("link", name="不只看一个人")).to_be_visible()
    page.get_by_label("哪一天").fill("2020-01-01")
    page.get_by_role("button", name="看", exact=True).click()
    expect(page.get_by_text("没有这样的记录")).to_be_visible()
    both_widths(console, "audit-none")
