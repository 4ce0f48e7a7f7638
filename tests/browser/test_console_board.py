"""The dispatch board in a real browser: live, by keyboard alone, at a desk and in the street."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import needs_browser
from tests.browser.console import Console, console  # noqa: F401
from tests.support.bot import number_in
from tests.support.house import LI, WANG, ZHANG, ZHOU

pytestmark = needs_browser

Said = Callable[[str, str], str]
BOARD = "/console/board"
LIGHT = "三楼楼道灯不亮了"
PIPE = "厨房水管漏水了"
FALL = "我妈摔倒了站不起来"


@pytest.fixture
def board(console: Console) -> Iterator[Page]:  # noqa: F811
    """The board of the desk, which has the keyboard's attention and keeps itself up to date."""
    console.desktop()
    console.sign_in("zhou")
    console.open(BOARD)
    expect(console.page.get_by_text("正在自动更新。")).to_be_visible()
    yield console.page
    console.page.goto("about:blank")


@pytest.fixture
def said(console: Console) -> Iterator[Said]:  # noqa: F811
    """What residents say, each time a ticket of its own: afterwards they take it back."""
    numbers: list[tuple[str, str]] = []

    def say(person: str, text: str) -> str:
        numbers.append((person, number_in(console.wechat.say(person, text))))
        return numbers[-1][1]

    yield say
    for person, number in numbers:
        console.wechat.say(person, f"取消 {number}")


def row(number: str) -> str:
    return f'[data-number="{number}"]'


def test_an_empty_board_says_what_to_do_first(console: Console, board: Page) -> None:  # noqa: F811
    expect(board.get_by_text("现在没有要您管的事")).to_be_visible()
    console.check()
    console.shoot("board-empty")


def test_what_a_resident_says_appears_without_reload(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
) -> None:
    board.evaluate("window.untouched = true")
    number = said(WANG, LIGHT)
    expect(board.locator(row(number)).first).to_be_visible()
    expect(board.locator("#told")).to_contain_text("新来 1 件")
    assert board.evaluate("window.untouched") is True


def test_the_focus_and_the_ticks_outlive_what_is_new(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
) -> None:
    first = said(WANG, PIPE)
    expect(board.locator(row(first)).first).to_be_visible()
    board.keyboard.press("j")
    kept = board.evaluate("document.activeElement.closest('[data-row]').dataset.row")
    board.keyboard.press("x")
    later = said(LI, FALL)
    expect(board.locator(row(later)).first).to_be_visible()
    assert board.evaluate("document.activeElement.closest('[data-row]').dataset.row") == kept
    assert board.locator("input[name=number]:checked").count() >= 1
    expect(board.locator("#ticked")).to_have_text("选了 1 张。")


def test_somebody_is_dispatched_with_the_keyboard_alone(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
) -> None:
    number = said(WANG, LIGHT)
    expect(board.locator(row(number)).first).to_be_visible()
    for _ in range(30):
        board.keyboard.press("j")
        focused = board.evaluate("document.activeElement.closest('[data-row]').dataset.number")
        if focused == number:
            break
    assert focused == number
    board.keyboard.press("ArrowUp")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("d")
    dialog = board.get_by_role("dialog", name="派人")
    expect(dialog.get_by_text("张师傅")).to_be_visible()
    console.check()
    console.shoot("board-dialog")
    board.keyboard.press("Space")
    board.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(board.locator("#told")).to_have_text("派给张师傅了，等对方回话。")
    expect(board.locator(f"{row(number)} a.dispatch")).to_have_count(0)
    assert any(number in str(card) for card in console.wechat.cards(ZHANG))


def test_enter_opens_the_ticket_of_the_row(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
) -> None:
    number = said(WANG, LIGHT)
    expect(board.locator(row(number)).first).to_be_visible()
    board.keyboard.press("j")
    board.keyboard.press("Enter")
    board.wait_for_url(f"**/console/tickets/{number}")


def test_a_second_dispatcher_reads_in_the_dialog_who_was_just_sent(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
) -> None:
    number = said(WANG, PIPE)
    link = board.locator(f"{row(number)} a.dispatch").first
    link.click()
    dialog = board.get_by_role("dialog", name="派人")
    expect(dialog.get_by_text("张师傅")).to_be_visible()
    console.wechat.say(ZHOU, f"派 {number} 给 张师傅")
    dialog.get_by_text("张师傅").click()
    dialog.get_by_role("button", name="派出去").click()
    expect(dialog.get_by_role("alert")).to_contain_text("已派单，张师傅")
    expect(dialog.get_by_text("现在派不了")).to_be_visible()
    console.check()
    console.shoot("board-lost")
    dialog.get_by_text("不派了").click()
    expect(dialog).to_be_hidden()


def test_the_keys_are_told_by_a_question_mark(
    console: Console,  # noqa: F811
    board: Page,
) -> None:
    board.keyboard.press("?")
    expect(board.get_by_role("dialog", name="键盘怎么用")).to_be_visible()
    console.check()
    board.keyboard.press("Escape")
    expect(board.get_by_role("dialog", name="键盘怎么用")).to_be_hidden()


def test_it_says_when_the_connection_broke_and_comes_back(
    console: Console,  # noqa: F811
    board: Page,
) -> None:
    context = board.context
    context.set_offline(True)
    assert console.bot.stop() == 0, "an open board keeps nobody from stopping"
    try:
        expect(board.get_by_text("连接断了，正在重试")).to_be_visible()
    finally:
        console.bot.start()
        context.set_offline(False)
    expect(board.locator("#live")).to_contain_text("正在自动更新")


@pytest.mark.parametrize(
    ("width", "text"), [("desktop", "阳台的窗户关不上了"), ("phone", "想找人陪我去医院")]
)
def test_everybody_can_read_and_use_it(
    console: Console,  # noqa: F811
    board: Page,
    said: Said,
    width: str,
    text: str,
) -> None:
    number = said(WANG, text)
    getattr(console, width)()
    expect(board.locator(row(number)).first).to_be_visible()
    board.keyboard.press("j")
    console.check()
    console.shoot(f"board-{width}")
    console.open(f"/console/tickets/{number}/dispatch?name=周")
    console.check()
    console.shoot(f"dispatch-{width}")
    console.open(BOARD)
    board.locator("input[name=number]").first.check()
    board.get_by_label("改到哪一类").select_option("volunteer")
    board.get_by_role("button", name="改类别").click()
    expect(board.get_by_role("heading", name="一起办的结果")).to_be_visible()
    console.check()
    console.shoot(f"bulk-{width}")
