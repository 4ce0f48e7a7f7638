"""The first five minutes of every role at the console, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import needs_browser
from tests.browser.console import Console, console  # noqa: F401 - the fixture
from tests.support.bot import eventually, number_in
from tests.support.house import FANG, LI, WANG, ZHANG

pytestmark = needs_browser

DESK = "调度台 单子 听一听 代登记 报平安 居民 志愿者 片区 数字 教它听懂 帮助 我的账号"
MENUS = {
    "zhou": DESK,
    "tong": DESK,
    "wu": "调度台 单子 听一听 代登记 帮助 我的账号",
    "sun": "调度台 单子 片区 数字 帮助 我的账号",
    "fang": "转来的事 帮助 我的账号",
    "li": "转来的事 帮助 我的账号",
    "admin": DESK.replace("片区", "工作人员 片区").replace("帮助", "操作记录 帮助"),
}


def a_new_matter(console: Console, person: str, words: str) -> str:  # noqa: F811
    """The number of a ticket that is no more of the one before."""
    console.wechat.say(person, "另一件事")
    return number_in(console.wechat.say(person, words))


@pytest.mark.parametrize("name", MENUS)
def test_everybody_finds_their_pages_and_all_are_sound(console: Console, name: str) -> None:  # noqa: F811
    console.sign_in(name)
    places = console.page.locator("nav.menu a")
    assert " ".join(places.all_inner_texts()) == MENUS[name]
    paths = [each.get_attribute("href") or "" for each in places.all()]
    for path in paths:
        console.desktop()
        console.open(path)
        console.page.locator("main h1").wait_for()
        console.check()
        console.shoot(f"role-{name}-{path.rpartition('/')[2]}")
        console.phone()
        console.check()
        console.shoot(f"role-{name}-{path.rpartition('/')[2]}-phone")
    console.desktop()


def test_the_desk_sends_somebody_and_answers(console: Console) -> None:  # noqa: F811
    number = a_new_matter(console, WANG, "四楼楼道灯不亮了，我电话13812345678")
    console.sign_in("zhou")
    page = console.page
    page.get_by_role("link", name=number).first.click()
    expect(page.locator("main")).to_contain_text("138****5678")
    page.get_by_role("link", name="派人去").click()
    page.get_by_role("radio", name="张师傅").check()
    page.get_by_role("button", name="派出去").click()
    expect(page.get_by_role("status").first).to_be_visible()
    eventually(lambda: number in str(console.wechat.chat(ZHANG)))
    console.open(f"/console/tickets/{number}")
    page.get_by_label("答复，居民会看到").fill("师傅下午就到，请留人在家")
    page.get_by_role("button", name="发答复").click()
    eventually(lambda: "师傅下午就到" in str(console.wechat.chat(WANG)))
    console.shoot("desk-ticket")


def test_the_grid_worker_takes_it_in_the_street_and_ends_it(console: Console) -> None:  # noqa: F811
    number = a_new_matter(console, WANG, "五楼水管漏水了，我电话13812345678")
    console.sign_in("wu")
    console.phone()
    page = console.page
    console.open(f"/console/tickets/{number}")
    page.locator("summary", has_text="自己接下来").click()
    page.get_by_role("button", name="自己接下来").click()
    expect(page.locator("main")).to_contain_text("13812345678")
    page.locator("summary", has_text="办好了").click()
    page.get_by_label("怎么办好的，居民会看到").fill("换了水管接头，不漏了")
    page.get_by_role("button", name="办好了").click()
    eventually(lambda: "办结" in str(console.wechat.say(WANG, f"进度 {number}")))
    console.shoot("grid-worker-ticket")
    console.desktop()


def test_the_leader_presses_and_can_do_nothing_else(console: Console) -> None:  # noqa: F811
    number = a_new_matter(console, LI, "家里停水了")
    console.sign_in("sun")
    page = console.page
    console.open(f"/console/tickets/{number}")
    titles = [each.strip() for each in page.locator("#deeds summary").all_inner_texts()]
    assert titles == ["督办"]
    page.locator("summary", has_text="督办").click()
    page.get_by_label("要怎么办，经手的人都会看到").fill("今天要有人到场")
    page.get_by_role("button", name="督办").click()
    expect(page.get_by_role("status").first).to_be_visible()
    console.shoot("leader-ticket")


def test_the_centre_receives_and_decides(console: Console) -> None:  # noqa: F811
    number = a_new_matter(console, LI, "老板欠我五个月工资不给")
    console.wechat.say(LI, "1")
    eventually(lambda: number in str(console.wechat.say(FANG, "案件")))
    console.sign_in("fang")
    page = console.page
    page.get_by_role("link", name=number).first.click()
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_role("status").first).to_be_visible()
    console.check()
    console.shoot("centre-case")


def test_the_administrator_opens_an_account_that_changes_its_password(console: Console) -> None:  # noqa: F811
    console.sign_in("admin")
    console.open("/console/help")
    expect(console.page.locator("main")).to_contain_text("开始使用")
    console.open("/console/audit")
    expect(console.page.locator("main")).to_contain_text("管理员")
    console.shoot("administrator-audit")
