"""The list of tickets in a real browser: searched by keyboard, on a desk and on a phone."""

from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import number_in
from tests.support.house import WANG

LEAK = "3栋502厨房水管漏水，流到楼下去了"


def test_an_empty_list_says_what_to_do_first(console: Console) -> None:  # noqa: F811
    console.sign_in("tong")
    console.open("/console/tickets?words=独角兽")
    assert console.page.get_by_text("没有找到").is_visible()
    console.check()


def test_a_ticket_is_found_by_keyboard_alone_and_its_filter_is_saved(
    console: Console,  # noqa: F811
) -> None:
    number = number_in(console.wechat.say(WANG, LEAK))
    console.wechat.say(WANG, "新的事：楼道的路灯不亮了")
    console.sign_in("zhou")
    page = console.page
    for width, name in ((console.desktop, "desktop"), (console.phone, "phone")):
        width()
        console.open("/console/tickets")
        console.check()
        console.shoot(f"tickets-{name}")
        page.get_by_label("找什么").focus()
        page.keyboard.type("漏水 3栋")
        page.keyboard.press("Enter")
        page.wait_for_url("**words=**")
        assert page.locator("mark", has_text="3栋").is_visible()
        assert page.get_by_role("link", name=number).is_visible()
        page.get_by_text("更多筛选").focus()
        if not page.get_by_label("类别", exact=True).is_visible():
            page.keyboard.press("Enter")
        console.check()
        console.shoot(f"tickets-found-{name}")
    page.get_by_label("给现在的筛选起个名字").fill("三栋漏水")
    page.keyboard.press("Enter")
    page.wait_for_url("**noted=filter_saved**")
    console.check()
    page.get_by_text("改名或删掉").click()
    console.check()
    console.shoot("tickets-saved-phone")
    console.desktop()
    console.shoot("tickets-saved-desktop")
    assert page.get_by_role("link", name="三栋漏水", exact=True).is_visible()
