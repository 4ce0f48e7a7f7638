"""The chat page in a real browser: what people see, tap and hear read out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from simulator.samples import PNG, SILENT_AMR
from tests.browser.chromium import DESKTOP, PHONE, needs_browser, new_page, running_browser
from tests.simulator.callback import AccountServer, Pushed, running_account_server, says, sealed
from tests.simulator.callback import reply_xml as plain_reply
from tests.simulator.platform import ELDER, RESIDENT, Platform, progress, words
from tests.support.bot import eventually
from tests.support.simulator import running_simulator

pytestmark = needs_browser

MENU = {
    "button": [
        {
            "name": "我要求助",
            "sub_button": [
                {"type": "click", "name": "报修", "key": "NEW:repair"},
                {"type": "location_select", "name": "发送位置", "key": "LOC"},
            ],
        },
        {"type": "click", "name": "我的进度", "key": "MY"},
    ]
}


@pytest.fixture(scope="module")
def shared_server() -> Iterator[AccountServer]:
    with running_account_server() as server:
        yield server


@pytest.fixture(scope="module")
def shared_platform(shared_server: AccountServer) -> Iterator[Platform]:
    with running_simulator(shared_server.url) as base:
        yield Platform(base)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def server(shared_server: AccountServer) -> AccountServer:
    shared_server.reset()
    return shared_server


@pytest.fixture
def platform(shared_platform: Platform) -> Platform:
    shared_platform.post("/sim/reset")
    return shared_platform


@pytest.fixture
def open_page(
    browser: Browser, platform: Platform, server: AccountServer
) -> Iterator[Callable[..., Page]]:
    """Open the page at a size; the test fails if the browser complained about anything."""
    complaints: list[str] = []
    pages: list[Page] = []

    def open_at(size: ViewportSize) -> Page:
        page = new_page(browser, size)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if _is_bad(line) else None)
        page.goto(platform.base)
        expect(page.get_by_role("button", name="王秀兰")).to_be_visible()
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()
    assert complaints == []


def _is_bad(line: Any) -> bool:
    return line.type in ("error", "warning")


def say(page: Page, text: str) -> None:
    page.get_by_label("要说的话").fill(text)
    page.keyboard.press("Enter")


def bubbles(page: Page) -> Any:
    return page.locator("#chat .bubble")


def push(server: AccountServer, number: int) -> Pushed:
    """A push by its number, from 1 on; the page shows what is sent before it has arrived."""
    eventually(lambda: len(server.pushes) >= number)
    return server.pushes[number - 1]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_message_and_its_answer_stand_in_the_chat(
    open_page: Callable[..., Page], server: AccountServer, size: ViewportSize
) -> None:
    server.answer = says("收到，编号 A7")
    page = open_page(size)
    say(page, "三楼灯不亮了")
    expect(bubbles(page)).to_have_text(["三楼灯不亮了", "收到，编号 A7"])
    assert push(server, 1).fields["FromUserName"] == RESIDENT


def test_what_people_write_never_becomes_markup(
    open_page: Callable[..., Page], server: AccountServer
) -> None:
    nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    server.answer = says(f'{nasty}<a href="javascript:document.title=3">点我</a>')
    page = open_page(DESKTOP)
    title = page.title()
    say(page, nasty)
    expect(bubbles(page).first).to_have_text(nasty)
    expect(bubbles(page).last).to_have_text(f"{nasty}点我")
    assert page.locator("#chat img, #chat script, #chat a").count() == 0
    assert page.title() == title


def test_a_tap_on_a_link_in_the_text_sends_its_words(
    open_page: Callable[..., Page], server: AccountServer
) -> None:
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=报修&amp;msgmenuid=k1">1 报修</a>'
    server.answer = lambda pushed: sealed(plain_reply(pushed, _cdata(link.replace("&amp;", "&"))))
    page = open_page(PHONE)
    say(page, "菜单")
    page.get_by_role("button", name="1 报修").first.click()
    expect(bubbles(page).nth(2)).to_have_text("报修")
    assert push(server, 2).fields["bizmsgmenuid"] == "k1"


def _cdata(text: str) -> str:
    return f"<Content><![CDATA[{text}]]></Content>"


def test_a_tap_on_a_choice_sends_its_id(
    open_page: Callable[..., Page], platform: Platform, server: AccountServer
) -> None:
    platform.push(RESIDENT, "text", content="在吗")
    choices = {"head_content": "修好了吗？", "list": [{"id": "r5", "content": "很满意"}]}
    menu = {"touser": RESIDENT, "msgtype": "msgmenu", "msgmenu": choices}
    platform.api("/cgi-bin/message/custom/send", menu)
    page = open_page(DESKTOP)
    page.get_by_role("button", name="很满意").click()
    expect(bubbles(page).last).to_have_text("很满意")
    assert push(server, 2).fields["bizmsgmenuid"] == "r5"


def test_a_notice_is_a_card_and_others_phones_show_what_is_unread(
    open_page: Callable[..., Page], platform: Platform
) -> None:
    page = open_page(PHONE)
    platform.api("/cgi-bin/message/template/send", progress(ELDER, url="https://example.org/t/7"))
    expect(page.get_by_label("1 条未读")).to_be_visible()
    page.get_by_role("button", name="李大爷").click()
    card = page.get_by_role("region", name="模板消息：办理进度通知")
    expect(card).to_contain_text("张师傅在路上")
    expect(card.get_by_role("link")).to_have_attribute("href", "https://example.org/t/7")
    expect(page.get_by_label("1 条未读")).to_have_count(0)


def test_what_arrives_between_press_and_release_does_not_swallow_the_click(
    open_page: Callable[..., Page], platform: Platform
) -> None:
    page = open_page(DESKTOP)
    elder = page.get_by_role("button", name="李大爷")
    elder.locator("strong").hover()
    page.mouse.down()
    platform.api("/cgi-bin/message/template/send", progress(ELDER, url="https://example.org/t/7"))
    expect(page.get_by_label("1 条未读")).to_be_visible()
    page.mouse.up()
    expect(elder).to_have_attribute("aria-current", "true")
    expect(elder).to_be_focused()
    expect(page.get_by_role("region", name="模板消息：办理进度通知")).to_be_visible()


def test_the_menu_of_the_account_works_with_its_sub_menus(
    open_page: Callable[..., Page], platform: Platform, server: AccountServer
) -> None:
    platform.api("/cgi-bin/menu/create", MENU)
    page = open_page(PHONE)
    bar = page.get_by_role("navigation", name="公众号菜单")
    bar.get_by_role("button", name="我要求助").click()
    bar.get_by_role("button", name="报修").click()
    expect(page.locator(".line")).to_contain_text("点了菜单「报修」")
    assert push(server, 1).fields["EventKey"] == "NEW:repair"


def test_photo_voice_place_and_code_can_be_sent(
    open_page: Callable[..., Page], server: AccountServer
) -> None:
    page = open_page(PHONE)
    page.locator("#photo-file").set_input_files(_file("a.png", "image/png", PNG))
    expect(page.get_by_role("img", name="照片")).to_be_visible()
    page.locator("#voice-file").set_input_files(_file("a.amr", "audio/amr", SILENT_AMR))
    expect(page.get_by_role("button", name="播放语音")).to_be_visible()
    page.get_by_label("更多").click()
    page.get_by_role("button", name="位置", exact=True).click()
    page.get_by_role("button", name="社区服务中心").click()
    expect(page.locator(".place")).to_contain_text("社区服务中心")
    page.get_by_label("更多").click()
    page.get_by_role("button", name="扫一扫").click()
    page.get_by_label("码里的参数").fill("door-3-502")
    page.get_by_role("button", name="扫这个码").click()
    expect(page.locator(".line")).to_contain_text("扫了二维码「door-3-502」")
    kinds = sorted(_kind(push(server, n)) for n in range(1, 5))  # their order is not guaranteed
    assert kinds == ["SCAN", "image", "location", "voice"]


def _file(name: str, mime: str, body: bytes) -> Any:
    return {"name": name, "mimeType": mime, "buffer": body}


def _kind(pushed: Pushed) -> str:
    return pushed.fields.get("Event") or pushed.fields["MsgType"]


def test_a_voice_can_be_recorded(open_page: Callable[..., Page], server: AccountServer) -> None:
    page = open_page(DESKTOP)
    page.get_by_label("发语音").first.click()
    page.get_by_role("button", name="开始录音").click()
    page.get_by_role("button", name="正在录").click()
    expect(page.get_by_role("button", name="播放语音")).to_be_visible()
    assert push(server, 1).fields["MsgType"] == "voice"


def test_the_drawer_shows_what_went_over_the_wire(
    open_page: Callable[..., Page], server: AccountServer
) -> None:
    server.answer = says("收到，编号 A7")
    page = open_page(PHONE)
    say(page, "三楼灯不亮了")
    page.get_by_label("看这句话的原始往来").click()
    drawer = page.get_by_role("complementary", name="原始往来")
    expect(drawer).to_contain_text("<Content><![CDATA[三楼灯不亮了]]></Content>")
    expect(drawer).to_contain_text("收到，编号 A7")
    expect(drawer).to_contain_text("msg_signature=")
    expect(drawer).to_contain_text("毫秒")
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()


def test_faults_can_be_switched_by_hand(
    open_page: Callable[..., Page], platform: Platform, server: AccountServer
) -> None:
    page = open_page(DESKTOP)
    page.get_by_role("tab", name="故障开关").click()
    page.get_by_role("switch", name="签名错误").check()
    page.get_by_label("模板消息结果").select_option(label="丢失")
    expect(page.locator("#toast")).to_have_text("已生效")
    page.wait_for_function(
        "fetch('/sim/faults').then(r => r.json()).then(f => f.finish_event === 'lost')"
    )
    assert platform.get("/sim/faults")["push_wrong_signature"] is True
    say(page, "在吗")
    expect(page.locator(".notice")).to_contain_text("该公众号暂时无法提供服务，请稍后再试")


def test_it_can_be_used_by_keyboard_alone(
    open_page: Callable[..., Page], server: AccountServer
) -> None:
    page = open_page(DESKTOP)
    page.get_by_role("button", name="李大爷").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="李大爷")).to_have_attribute("aria-current", "true")
    page.get_by_label("更多").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="照片", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("更多")).to_be_focused()
    page.get_by_role("tab", name="推送").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="接口调用")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_is_cut_off_small_or_pale(
    open_page: Callable[..., Page], platform: Platform, server: AccountServer, size: ViewportSize
) -> None:
    server.answer = says("您好，有事您说。")
    platform.api("/cgi-bin/menu/create", MENU)
    platform.push(RESIDENT, "text", content="三楼灯不亮了" * 9)
    platform.push(RESIDENT, "location", latitude=31.2, longitude=121.4, label="三号楼")
    platform.api("/cgi-bin/message/custom/send", words(RESIDENT, "客服来了"))
    platform.api("/cgi-bin/message/template/send", progress(RESIDENT))
    page = open_page(size)
    page.get_by_label("更多").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(PALE_TEXTS) == []
    if size is PHONE:
        page.get_by_role("button", name="原始往来", exact=True).click()
    for tab in ("推送", "接口调用", "故障开关", "时间与重来"):
        page.get_by_role("tab", name=tab).click()
        page.locator("#panel > *").first.wait_for()
        assert page.evaluate(SMALL_TARGETS) == []
        assert page.evaluate(PALE_TEXTS) == []


VISIBLE = (
    "(node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length"
)

SMALL_TARGETS = f"""() => {{
  const isVisible = {VISIBLE};
  return [...document.querySelectorAll("button, input, select, textarea, summary")]
    .filter(isVisible)
    .map((node) => [node.getBoundingClientRect(), node.id || node.textContent.trim()])
    .filter(([box]) => box.width < 44 || box.height < 44)
    .map(([box, name]) => `${{name}} ${{box.width}}x${{box.height}}`);
}}"""

# The contrast of every text with the nearest opaque background behind it, after WCAG 2.
PALE_TEXTS = f"""() => {{
  const isVisible = {VISIBLE};
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {{
    const [r, g, b] = numbers(colour).map((value) => value / 255)
      .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }};
  const behind = (node) => {{
    const colour = getComputedStyle(node).backgroundColor;
    const [, , , alpha = 1] = numbers(colour);
    if (alpha > 0.9) return colour;
    return node.parentElement ? behind(node.parentElement) : "rgb(255, 255, 255)";
  }};
  const ownText = (node) => [...node.childNodes]
    .some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
  return [...document.body.querySelectorAll("*")].filter((node) => ownText(node) && isVisible(node))
    .map((node) => {{
      const [a, b] = [light(getComputedStyle(node).color), light(behind(node))];
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.textContent.trim()];
    }})
    .filter(([contrast]) => contrast < 4.5)
    .map(([contrast, text]) => `${{text}} ${{contrast.toFixed(2)}}`);
}}"""
