"""The elder's page over HTTP: one thing a screen, and nothing done twice or by a stranger."""

import html
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from bot.elder_page import asking
from bot.elder_page.photo import LARGEST
from models.moves import Move, State
from models.ticket import Ticket
from tests.handlers.doors import Doors
from tests.handlers.doors import play as play_doors
from tests.support.house import LI, WANG, Phone

OURS = {"Sec-Fetch-Site": "same-origin"}
LAMP = "三楼楼道的灯不亮了"
NO_RIGHT = "13812345678"


def text_of(page: HTTPResponse) -> str:
    return html.unescape(page.body.decode())


class Elder:
    """李大爷 with the page open."""

    def __init__(self, doors: Doors, path: str) -> None:
        self.doors = doors
        self.path = path

    async def look(self, screen: str = "") -> HTTPResponse:
        return await self.doors.get(self.path + screen)

    async def send(self, screen: str, at: str | None = None, **fields: str) -> HTTPResponse:
        """Send the form of a screen, which stands on another one unless that is the same."""
        marks = await self.marks(at or screen)
        return await self.doors.send_form(self.path + screen.split("?")[0], OURS, **marks, **fields)

    async def marks(self, screen: str) -> dict[str, str]:
        page = text_of(await self.look(screen))
        found = {name: re.search(rf'name="{name}" value="(\w+)"', page) for name in ("key", "mark")}
        return {name: match[1] for name, match in found.items() if match}

    async def send_photo(self, photo: bytes, words: str = LAMP) -> HTTPResponse:
        """Send words and a file, as a browser does."""
        fields = await self.marks("/say") | {"words": words, "for": "repair"}
        edge = secrets.token_hex(8)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = "".join(parts).encode() + head.encode() + photo + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return await self.doors.post(self.path + "/say", body, kind | OURS)

    async def follow(self, answer: HTTPResponse) -> HTTPResponse:
        """Where a form leads."""
        assert answer.code == 303, text_of(answer)
        return await self.doors.get(answer.headers["Location"])

    async def tickets(self) -> list[Ticket]:
        return await self.doors.street.tickets_of(self.doors.street.li)


async def link_of(phone: Phone, words: str = "网页") -> str:
    """The path of the link that somebody is given in the chat."""
    said = await phone.say(words)
    found = re.search(r'<a href="http://[^/]+(/e/[\w-]+)">', said)
    assert found, said
    return found[1]


def play(uri: str, story: Callable[[Elder], Awaitable[None]]) -> None:
    """Live through a story with the page of 李大爷."""

    async def with_link(doors: Doors) -> None:
        await story(Elder(doors, await link_of(doors.street.li)))

    play_doors(uri, with_link)


@pytest.mark.parametrize("words", ["网页", "大字网页", "打开网页"])
def test_a_word_in_the_chat_gives_a_link_that_opens(store_uri: str, words: str) -> None:
    async def story(doors: Doors) -> None:
        path = await link_of(doors.street.li, words)
        page = await doors.get(path)
        assert page.code == 200
        assert "找人帮忙" in text_of(page)

    play_doors(store_uri, story)


def test_the_start_greets_without_a_name_and_tells_whom_to_phone(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        page = text_of(await elder.look())
        assert "李" not in page
        for phone in ("tel:055100000000", "tel:120", "tel:119", "tel:110"):
            assert f'href="{phone}"' in page
        assert "0551-00000000" in page

    play(store_uri, story)


def test_the_page_lets_nothing_in_and_nothing_out(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        for screen in ("", "/help", "/say", "/call", "/matters"):
            page = await elder.look(screen)
            policy = page.headers["Content-Security-Policy"]
            assert page.code == 200
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert page.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in page.headers
            assert "<script" not in text_of(page)
            assert "style=" not in text_of(page)
            assert not re.search(r'(?:src|href|action)="(?!/static/|/e/|tel:)', text_of(page))
        assert (await elder.doors.get("/static/elder.css")).code == 200

    play(store_uri, story)


def test_what_is_told_becomes_a_ticket_from_the_page(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        done = await elder.follow(await elder.send("/say", words=LAMP))
        (ticket,) = await elder.tickets()
        assert (ticket.queue, ticket.source, ticket.text) == ("repair", "page", LAMP)
        assert ticket.deadlines
        for shown in (ticket.number, "记下了", "接下来"):
            assert shown in text_of(done)

    play(store_uri, story)


def test_the_chosen_button_decides_where_it_goes(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        fields = {"words": "那个事想问问", "for": "benefits"}
        await elder.send("/say?for=benefits", **fields)
        (ticket,) = await elder.tickets()
        assert (ticket.queue, ticket.undecided) == ("benefits", False)

    play(store_uri, story)


def test_two_needs_become_two_tickets(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        words = "楼道灯不亮了，另外我想问问高龄补贴怎么领"
        done = await elder.follow(await elder.send("/say", words=words))
        tickets = await elder.tickets()
        assert {each.queue for each in tickets} == {"repair", "benefits"}
        assert all(each.number in text_of(done) for each in tickets)
        assert {each.source for each in tickets} == {"page"}

    play(store_uri, story)


def test_a_danger_shows_the_number_first_and_big(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        fields = {"words": "我老伴摔倒了起不来", "for": "volunteer"}
        done = text_of(await elder.follow(await elder.send("/say?for=volunteer", **fields)))
        (ticket,) = await elder.tickets()
        assert (ticket.danger, ticket.urgent, ticket.queue) == ("fall", True, "other")
        assert 0 < done.index('href="tel:120"') < done.index(ticket.number)

    play(store_uri, story)


def test_sending_twice_counts_once(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        marks = await elder.marks("/say")
        fields = marks | {"words": LAMP}
        path = elder.path + "/say"
        first, second = [await elder.doors.send_form(path, OURS, **fields) for _ in range(2)]
        assert first.headers["Location"] == second.headers["Location"]
        assert len(await elder.tickets()) == 1
        await elder.doors.send_form(path, OURS, **marks, words="厨房水管也漏水了")
        assert len(await elder.tickets()) == 2

    play(store_uri, story)


def test_asking_to_be_phoned_takes_one_tap_and_adds_none_the_second_time(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        done = await elder.follow(await elder.send("/call", phone="138 1234 5678"))
        (ticket,) = await elder.tickets()
        assert (ticket.queue, ticket.phone, ticket.source) == ("other", NO_RIGHT, "page")
        assert "给您打电话" in text_of(done)
        await elder.send("/call", phone=NO_RIGHT)
        await elder.send("/call")
        assert len(await elder.tickets()) == 1

    play(store_uri, story)


def test_a_known_phone_is_shown_veiled_and_used(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        residents = elder.doors.street.services.store.residents
        known = await residents.get(LI)
        assert known
        await residents.put(replace(known, phone=NO_RIGHT))
        page = text_of(await elder.look("/call"))
        assert "138****5678" in page
        assert NO_RIGHT not in page
        await elder.send("/call")
        (ticket,) = await elder.tickets()
        assert ticket.phone == NO_RIGHT

    play(store_uri, story)


def test_a_photo_is_kept_small_and_without_where_it_was_taken(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        exif = Image.Exif()
        exif[0x010E] = "taken at home"
        made = BytesIO()
        Image.effect_noise((2400, 1200), 90).convert("RGB").save(
            made, "JPEG", exif=exif, quality=95
        )
        assert len(made.getvalue()) > 1024 * 1024
        await elder.follow(await elder.send_photo(made.getvalue()))
        (ticket,) = await elder.tickets()
        (shown,) = ticket.attachments
        assert (shown.kind, shown.state, ticket.fetch_at) == ("photo", "kept", None)
        assert shown.file
        content, kind = await elder.doors.street.services.store.media.read(shown.file)
        with Image.open(BytesIO(content)) as kept:
            assert (kind, kept.format, kept.size) == ("image/jpeg", "JPEG", (2000, 1000))
            assert not kept.getexif()

    play(store_uri, story)


def test_a_photo_alone_is_enough(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        made = BytesIO()
        Image.new("RGB", (40, 30)).save(made, "PNG")
        await elder.follow(await elder.send_photo(made.getvalue(), words=""))
        (ticket,) = await elder.tickets()
        assert len(ticket.attachments) == 1

    play(store_uri, story)


@pytest.mark.parametrize(
    ("photo", "status", "said"),
    [
        (b"no photo at all", 422, "打不开"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, 422, "打不开"),
        (b"\xff" * (LARGEST + 200_000), 413, "照片太大"),
    ],
)
def test_a_photo_we_cannot_use_is_said_and_nothing_is_filed(
    store_uri: str, photo: bytes, status: int, said: str
) -> None:
    async def story(elder: Elder) -> None:
        answer = await elder.send_photo(photo)
        assert answer.code == status
        assert said in text_of(answer)
        assert not await elder.tickets()
        if status == 422:
            assert LAMP in text_of(answer)

    play(store_uri, story)


@pytest.mark.parametrize(
    ("screen", "fields", "said"),
    [
        ("/say", {"words": ""}, "还没写"),
        ("/say", {"words": "。"}, "还没写"),
        ("/say", {}, "还没写"),
        ("/say", {"words": "灯" * 1001}, "话太长了"),
        ("/say", {"words": LAMP, "for": "explode"}, "回到开头"),
        ("/call", {"phone": "12"}, "打不通"),
    ],
)
def test_what_cannot_be_filed_is_said_and_nothing_changes(
    store_uri: str, screen: str, fields: dict[str, str], said: str
) -> None:
    async def story(elder: Elder) -> None:
        answer = await elder.send(screen, **fields)
        assert answer.code == 422
        assert said in text_of(answer)
        assert not await elder.tickets()

    play(store_uri, story)


def test_a_form_that_was_refused_counts_once_when_it_is_sent_again(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        marks = await elder.marks("/say")
        refused = await elder.doors.send_form(elder.path + "/say", OURS, **marks, words="")
        assert f'value="{marks["key"]}"' in text_of(refused)

    play(store_uri, story)


def test_scripts_in_words_stay_words(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        await elder.send("/say", words=f"{LAMP}<script>alert(1)</script>")
        page = (await elder.look("/matters")).body.decode()
        assert "<script" not in page
        assert "&lt;script" in page or "＜script" in page

    play(store_uri, story)


def test_my_matters_say_in_plain_words_where_they_stand(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        street = elder.doors.street
        assert "没有在办的事" in text_of(await elder.look("/matters"))
        await elder.send("/say", words=LAMP)
        await street.pass_time()
        (ticket,) = await elder.tickets()
        page = text_of(await elder.look("/matters"))
        assert "正在找人" in page
        assert LAMP in page
        assert "催一下" in page
        assert "不用了" in page
        assert "还没好" not in page
        await street.zhang.say(f"抢 {ticket.number}")
        assert "张师傅来办" in text_of(await elder.look("/matters"))
        await street.zhang.say(f"完成 {ticket.number} 换了新灯泡")
        page = text_of(await elder.look("/matters"))
        assert "办好了" in page
        assert "换了新灯泡" in page
        assert "还没好" in page
        assert "催一下" not in page

    play(store_uri, story)


def test_urging_cancelling_and_not_fixed_are_moves_of_the_table(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        street = elder.doors.street
        await elder.send("/say", words=LAMP)
        await street.pass_time()
        (ticket,) = await elder.tickets()
        at = f"/matters/{ticket.number}"
        page = await elder.follow(await elder.send(f"{at}/urge", at="/matters"))
        assert "已经帮您催了" in text_of(page)
        assert "催一下" not in text_of(page)
        await street.zhang.say(f"抢 {ticket.number}")
        await street.zhang.say(f"完成 {ticket.number} 换了新灯泡")
        page = await elder.follow(await elder.send(f"{at}/not_fixed", at="/matters"))
        assert "重新找人" in text_of(page)
        assert (await elder.doors.stands(ticket)).state is State.REOPENED
        sure = text_of(await elder.look(f"{at}/cancel"))
        assert "真的不用了吗" in sure
        assert (await elder.doors.stands(ticket)).state is State.REOPENED
        await elder.send(f"{at}/cancel")
        after = await elder.doors.stands(ticket)
        assert after.state is State.CANCELLED
        assert [after.times(m) for m in (Move.URGE, Move.NOT_FIXED, Move.CANCEL)] == [1, 1, 1]

    play(store_uri, story)


def test_pressing_a_deed_twice_counts_once(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        await elder.send("/say", words=LAMP)
        (ticket,) = await elder.tickets()
        marks = await elder.marks("/matters")
        for _ in range(2):
            path = f"{elder.path}/matters/{ticket.number}/urge"
            answer = await elder.doors.send_form(path, OURS, **marks)
            assert answer.headers["Location"].endswith("noted=urge")
        assert (await elder.doors.stands(ticket)).times(Move.URGE) == 1

    play(store_uri, story)


def test_a_deed_that_is_not_possible_any_more_is_said(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        await elder.send("/say", words=LAMP)
        (ticket,) = await elder.tickets()
        marks = await elder.marks("/matters")
        await elder.doors.street.li.say(f"取消 {ticket.number}")
        before = await elder.doors.stands(ticket)
        path = f"{elder.path}/matters/{ticket.number}"
        for deed in ("urge", "cancel", "not_fixed"):
            page = await elder.follow(await elder.doors.send_form(f"{path}/{deed}", OURS, **marks))
            assert "刚刚有变化" in text_of(page)
        assert (await elder.look(f"/matters/{ticket.number}/cancel")).code == 409
        assert await elder.doors.stands(ticket) == before

    play(store_uri, story)


def test_the_number_of_somebody_else_leads_nowhere(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        street = elder.doors.street
        ticket = await street.ticket(await street.wang.say(LAMP))
        assert ticket.asker == WANG
        marks = await elder.marks("/say")
        for deed in ("urge", "cancel", "not_fixed"):
            path = f"{elder.path}/matters/{ticket.number}/{deed}"
            answer = await elder.doors.send_form(path, OURS, **marks)
            assert answer.code == 404
        for screen in (f"/matters/{ticket.number}/cancel", f"/done?n={ticket.number}", "/done"):
            page = await elder.look(screen)
            assert page.code == 404
            assert LAMP not in text_of(page)
        assert await elder.doors.stands(ticket) == ticket

    play(store_uri, story)


@pytest.mark.parametrize("screen", ["/say", "/call"])
def test_a_form_of_nobodys_making_is_refused(store_uri: str, screen: str) -> None:
    async def story(elder: Elder) -> None:
        other = Elder(elder.doors, await link_of(elder.doors.street.wang))
        good = await elder.marks(screen)
        forged = [
            {},
            {"key": good["key"]},
            good | {"mark": "0" * 32},
            good | {"mark": "长"},
            good | {"key": "0" * 16},
            await other.marks(screen),
        ]
        for marks in forged:
            answer = await elder.doors.send_form(elder.path + screen, OURS, **marks, words=LAMP)
            assert answer.code == 419
            assert "什么都没改" in text_of(answer)
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://else.example"}):
            answer = await elder.doors.send_form(elder.path + screen, headers, **good, words=LAMP)
            assert answer.code == 419
        assert not await elder.tickets()

    play(store_uri, story)


def test_links_that_are_forged_or_ended_show_one_plain_page(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        doors = elder.doors
        marks = await elder.marks("/say")
        forged = elder.path[:-1] + ("A" if elder.path[-1] != "A" else "B")
        pages = [await doors.get(path) for path in (forged, "/e/x", "/e/%00", "/e/x/say")]
        renewed = Elder(doors, await link_of(doors.street.li))
        pages.append(await elder.look())
        assert "停用了" in await doors.street.li.say("停用网页")
        pages.append(await renewed.look())
        assert [page.code for page in pages] == [403, 403, 403, 403, 410, 410]
        for page in pages:
            assert "打不开" in text_of(page)
            assert "tel:055100000000" in text_of(page)
            assert "tel:120" in text_of(page)
        answer = await doors.send_form(elder.path + "/say", OURS, **marks, words=LAMP)
        assert answer.code == 410
        assert not await elder.tickets()
        assert "没有在用" in await doors.street.li.say("停用网页")

    play(store_uri, story)


def test_a_link_tells_in_time_that_it_ends(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        assert "还能用" not in text_of(await elder.look())
        elder.doors.street.clock.advance(days=24)
        assert "还能用 6 天" in text_of(await elder.look())
        elder.doors.street.clock.advance(days=5, hours=23)
        assert "今天到期" in text_of(await elder.look())
        elder.doors.street.clock.advance(hours=1)
        assert (await elder.look()).code == 410

    play(store_uri, story)


def test_who_leaves_us_leaves_no_page_behind(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        elder.doors.street.clock.advance(minutes=1)
        await elder.doors.street.li.event("unsubscribe")
        assert (await elder.look()).code == 410

    play(store_uri, story)


def test_a_huge_body_and_a_strange_method_do_nothing(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        marks = await elder.marks("/call")
        answer = await elder.doors.send_form(elder.path + "/call", OURS, **marks, x="x" * 2_000_000)
        assert answer.code in (400, 413, 599)
        base = elder.doors.base + elder.path
        gone = await AsyncHTTPClient().fetch(base, method="DELETE", raise_error=False)
        assert gone.code == 405
        assert (await elder.look()).code == 200
        assert not await elder.tickets()

    play(store_uri, story)


def test_who_files_very_much_adds_to_the_last_one(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        for storey in range(20):
            await elder.doors.street.li.say("另一件事")
            await elder.doors.street.li.say(f"{storey + 3}楼的水管漏水了")
        before = len(await elder.tickets())
        done = await elder.follow(
            await elder.send("/say", words="我家门锁坏了", **{"for": "repair"})
        )
        assert len(await elder.tickets()) == before
        added = [each for each in await elder.tickets() if "门锁" in each.story]
        assert len(added) == 1
        assert added[0].number in text_of(done)

    play(store_uri, story)


def test_the_buttons_are_those_that_asking_knows(store_uri: str) -> None:
    async def story(elder: Elder) -> None:
        page = text_of(await elder.look("/help"))
        assert set(re.findall(r"say\?for=(\w+)", page)) == set(asking.QUEUES)
        assert len(re.findall('class="button(?! quiet)', page)) == 5

    play(store_uri, story)
