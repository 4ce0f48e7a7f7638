"""The page of a ticket: what each role sees of it, and every deed once with its refusal."""

import html
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse

from bot.speech.audio import decoded
from models.moves import Move, State
from models.notice import NoticeState
from models.ticket import Ticket
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import WANG, ZHANG
from tests.support.recordings import recording
from tests.support.street import LIGHT, Street

PHONE = "13812345678"
SCRIPT = "<script>alert(1)</script>"
PHOTO = b"\xff\xd8\xff\xe0 a photo"


def page_of(ticket: Ticket) -> str:
    return f"/console/tickets/{ticket.number}"


def seen(page: HTTPResponse) -> str:
    return html.unescape(text_of(page))


async def filed(street: Street, words: str = f"{LIGHT}，我电话{PHONE}") -> Ticket:
    ticket = await street.ticket(await street.wang.say(words))
    await street.pass_time(minutes=1)
    return await street.ticket(ticket.number)


async def taken(street: Street) -> Ticket:
    ticket = await filed(street)
    await street.zhang.say(f"抢 {ticket.number}")
    return await street.ticket(ticket.number)


async def do(visitor: Visitor, ticket: Ticket, deed: str, **fields: str) -> HTTPResponse:
    """Send one of the page's forms, as it stood when the ticket was read."""
    given: dict[str, Any] = {"deed": deed, "version": str(ticket.version), **fields}
    return await visitor.post(f"{page_of(ticket)}/do", **given)


async def kept_photo(street: Street) -> tuple[Ticket, str]:
    """A ticket with a photo that was fetched."""
    ticket = await street.ticket(await street.wang.send("image", MediaId="p1", PicUrl="http://x"))
    file = f"{ticket.id}/p1"
    await street.services.store.media.put(file, PHOTO, "image/jpeg")
    await street.services.store.tickets.fetched(ticket.id, "p1", file)
    return ticket, f"{page_of(ticket)}/media/p1"


def test_the_page_says_what_why_who_and_until_when(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await taken(at.street), await at.sign_in("zhou")
        page = await zhou.get(page_of(ticket))
        words = seen(page)
        assert page.code == 200
        for expected in (
            ticket.number,
            "报修",
            "已接单",
            "三楼楼道",
            "第一网格",
            "张师傅（志愿者）",
        ):
            assert expected in words
        assert "<mark>楼道灯</mark>" in text_of(page)
        assert "还有" in words
        assert "王**（报事人）" in words

    play(store_uri, story)


def test_nobody_sees_phone_name_or_an_openid_before_they_said_what_for(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await taken(at.street), await at.sign_in("zhou")
        words = seen(await zhou.get(f"{page_of(ticket)}?chat=1"))
        assert "138****5678" in words
        for hidden in (PHONE, "王秀兰", WANG, ZHANG):
            assert hidden not in words

    play(store_uri, story)


def test_a_reveal_shows_the_contact_once_and_is_noted_twice(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        without = await do(zhou, ticket, "reveal")
        assert (without.code, PHONE in seen(without)) == (422, False)
        page = await do(zhou, ticket, "reveal", purpose="告知进展")
        assert PHONE in seen(page)
        assert "王秀兰" in seen(page)
        after = await at.street.ticket(ticket.number)
        assert [(each.move, each.note) for each in after.events][-1] == (Move.REVEAL, "告知进展")
        assert after.events[-1].revealed
        latest = await at.street.services.store.audit.latest(limit=3)
        assert ("reveal", ticket.number) in [(each.deed, each.about) for each in latest]
        assert PHONE not in seen(await zhou.get(page_of(ticket)))

    play(store_uri, story)


def test_what_a_resident_wrote_stays_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await filed(at.street, f"楼道灯坏了 {SCRIPT}")
        zhou = await at.sign_in("zhou")
        await do(zhou, ticket, "note", words=SCRIPT)
        page = text_of(await zhou.get(f"{page_of(ticket)}?chat=1"))
        assert SCRIPT not in page
        assert html.escape(SCRIPT) in page

    play(store_uri, story)


def test_a_ticket_of_another_area_is_not_there(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, _ = await kept_photo(at.street)
        tickets = at.street.services.store.tickets
        moved = {"area_path": ["hefei", "shushan", "wanhe", "tingtao"], "notices": []}
        await tickets._collection.update({"_id": ticket.id}, {"$set": moved})
        zhou = await at.sign_in("zhou")
        for path in (page_of(ticket), f"{page_of(ticket)}/media/p1", "/console/tickets/99999"):
            answer = await zhou.get(path)
            assert answer.code == 404
            assert "照片" not in seen(answer)
        assert (await do(zhou, ticket, "note", words="看看")).code == 404
        assert (await (await at.sign_in("fang")).get(page_of(ticket))).code == 403

    play(store_uri, story)


def test_a_photo_is_served_with_its_ticket_and_with_no_other(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, path = await kept_photo(at.street)
        await at.street.wang.say("另一件事")
        other = await filed(at.street, "厨房水管漏水了")
        zhou = await at.sign_in("zhou")
        photo = await zhou.get(path)
        assert (photo.code, photo.body, photo.headers["Content-Type"]) == (
            200,
            PHOTO,
            "image/jpeg",
        )
        assert path in seen(await zhou.get(page_of(ticket)))
        assert other.number != ticket.number
        assert (await zhou.get(f"{page_of(other)}/media/p1")).code == 404
        assert (await zhou.get(f"{page_of(ticket)}/media/p2")).code == 404

    play(store_uri, story)


def test_a_recording_is_told_as_what_it_is_and_anything_odd_is_only_to_be_kept(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        street, media = at.street, at.street.services.store.media
        ticket = await street.ticket(await street.wang.send("voice", MediaId="v1", Format="amr"))
        zhou = await at.sign_in("zhou")
        for name, content, kind in (
            ("v1", b"#!AMR\n...", "audio/amr"),
            ("v2", b"<html>", "text/html"),
        ):
            if name == "v2":
                await street.wang.send("voice", MediaId="v2", Format="amr")
            await media.put(f"{ticket.id}/{name}", content, kind)
            await street.services.store.tickets.fetched(ticket.id, name, f"{ticket.id}/{name}")
        voice = await zhou.get(f"{page_of(ticket)}/media/v1")
        odd = await zhou.get(f"{page_of(ticket)}/media/v2")
        assert voice.headers["Content-Type"] == "audio/amr"
        assert odd.headers["Content-Type"] == "application/octet-stream"
        assert odd.headers["Content-Disposition"].startswith("attachment")
        assert odd.headers["X-Content-Type-Options"] == "nosniff"

    play(store_uri, story)


def test_a_recording_is_played_as_mp3_and_handed_out_as_it_came(store_uri: str) -> None:
    async def story(at: Console) -> None:
        street, media = at.street, at.street.services.store.media
        ticket = await street.ticket(await street.wang.send("voice", MediaId="v1", Format="amr"))
        file, spoken = f"{ticket.id}/v1", recording("leak.amr")
        await media.put(file, spoken, "application/octet-stream")
        await street.services.store.tickets.fetched(ticket.id, "v1", file)
        zhou = await at.sign_in("zhou")
        for _ in range(2):  # made, then kept
            played = await zhou.get(f"{page_of(ticket)}/media/v1")
            assert played.headers["Content-Type"] == "audio/mpeg"
            assert "Content-Disposition" not in played.headers
            assert decoded(played.body).seconds == pytest.approx(decoded(spoken).seconds, abs=0.2)
        original = await zhou.get(f"{page_of(ticket)}/media/v1?as=original")
        assert (original.headers["Content-Type"], original.body) == ("audio/amr", spoken)
        assert "media/v1?as=original" in seen(await zhou.get("/console/listen"))

    play(store_uri, story)


def test_an_answer_is_owed_to_whoever_asked_and_stands_in_the_timeline(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        page = seen(await zhou.get(f"{page_of(ticket)}?reply=on_the_way"))
        assert "还能发 5 条微信消息" in page
        assert f"required>编号 {ticket.number} 已经安排好" in page
        answer = await do(zhou, ticket, "answer", words="明天上午来修")
        assert answer.code == 303
        after = await at.street.ticket(ticket.number)
        latest = after.notices[-1]
        assert (latest.to, latest.kind, latest.state) == (WANG, "answer", NoticeState.OWED)
        assert "明天上午来修" in seen(await zhou.get(page_of(ticket)))

    play(store_uri, story)


def test_an_answer_too_long_is_refused_with_its_length_and_not_lost(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        answer = await do(zhou, ticket, "answer", words="好" * 900)
        assert answer.code == 422
        assert "900 个字" in seen(answer)
        assert "好" * 900 in seen(answer)
        assert (await at.street.ticket(ticket.number)).times(Move.ANSWER) == 0

    play(store_uri, story)


def test_a_note_is_for_the_offices_alone(store_uri: str) -> None:
    async def story(at: Console) -> None:
        street = at.street
        ticket, zhou = await filed(street), await at.sign_in("zhou")
        secret = "这户有纠纷，两人去"
        assert (await do(zhou, ticket, "note", words=secret)).code == 303
        assert secret in seen(await zhou.get(page_of(ticket)))
        assert secret in seen(await (await at.sign_in("sun")).get(page_of(ticket)))
        n = ticket.number
        said = [await street.wang.say(f"进度 {n}"), await street.wang.say("进度")]
        said += [await street.zhang.say(f"抢 {n}"), await street.zhang.say(f"任务 {n}")]
        assert secret not in "".join(said)
        after = await street.ticket(n)
        assert [each for each in after.notices if after.events[each.event].move is Move.NOTE] == []
        assert (await do(zhou, ticket, "note", words="")).code == 422

    play(store_uri, story)


@pytest.mark.parametrize(
    ("deed", "fields", "state"),
    [
        ("pause", {"words": "等配件"}, State.PAUSED),
        ("hand_over", {"choice": "legal_aid_centre"}, State.HANDED_OVER),
        ("reroute", {"choice": "benefits"}, State.OPEN),
    ],
)
def test_a_ticket_nobody_has_is_moved_once_a_click(
    store_uri: str, deed: str, fields: dict[str, str], state: State
) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        empty = await do(zhou, ticket, deed)
        assert empty.code == 422
        assert (await at.street.ticket(ticket.number)).version == ticket.version
        for _ in range(2):
            assert (await do(zhou, ticket, deed, key="once", **fields)).code == 303
        after = await at.street.ticket(ticket.number)
        assert (after.state, after.version) == (state, ticket.version + 1)

    play(store_uri, story)


def test_what_was_paused_goes_on(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        assert (await do(zhou, ticket, "resume")).code == 409
        await do(zhou, ticket, "pause", words="等配件")
        assert "接着办" in seen(await zhou.get(page_of(ticket)))
        assert (await do(zhou, ticket, "resume")).code == 303
        assert (await at.street.ticket(ticket.number)).state is State.OFFERED

    play(store_uri, story)


def test_two_tickets_become_one(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        other = (await at.street.tickets_of(at.street.li)) or [
            await at.street.ticket(await at.street.li.say("厨房水管漏水了"))
        ]
        assert (await do(zhou, ticket, "merge", choice="99999")).code == 422
        assert (await do(zhou, ticket, "merge", choice=ticket.number)).code == 422
        assert (await do(zhou, other[0], "merge", choice=ticket.number)).code == 303
        page = seen(await zhou.get(page_of(other[0])))
        assert page_of(ticket) in page
        assert "1 位邻居一起跟进" in seen(await zhou.get(page_of(ticket)))

    play(store_uri, story)


def test_who_has_it_is_replaced_only_while_it_is_who_the_page_showed(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await taken(at.street), await at.sign_in("zhou")
        await at.street.wang.say(f"催 {ticket.number}")
        stale = await do(zhou, ticket, "veto", words="不合适，换一位")
        assert stale.code == 409
        assert "刚刚有变化" in seen(stale)
        assert "不合适，换一位" in seen(stale)
        now = await at.street.ticket(ticket.number)
        assert (await do(zhou, now, "veto", words="不合适，换一位")).code == 303
        assert (await at.street.ticket(ticket.number)).holder is None

    play(store_uri, story)


def test_a_refusal_by_the_table_shows_what_stands_and_keeps_the_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        await at.street.wang.say(f"取消 {ticket.number}")
        answer = await do(zhou, ticket, "pause", words="等配件到货")
        assert answer.code == 409
        assert "已撤回" in seen(answer)
        assert "等配件到货" in seen(answer)

    play(store_uri, story)


def test_a_case_at_an_agency_gets_more_time_with_a_reason(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        assert (await do(zhou, ticket, "extend", words="要等材料")).code == 409
        await do(zhou, ticket, "hand_over", choice="legal_aid_centre")
        away = await at.street.ticket(ticket.number)
        assert "法律援助中心" in seen(await zhou.get(page_of(ticket)))
        assert (await do(zhou, away, "extend", words="要等材料")).code == 303
        assert (await at.street.ticket(ticket.number)).times(Move.EXTEND) == 1

    play(store_uri, story)


def test_the_result_of_a_call_ends_it_or_begins_it_anew(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        for deed, fields, state in (
            ("confirm", {"choice": "content", "words": "谢谢"}, State.CLOSED),
            ("redo", {"words": "灯又灭了"}, State.REOPENED),
        ):
            await at.street.wang.say("另一件事")
            ticket = await filed(at.street, f"{LIGHT}，{deed}")
            assert (await do(zhou, ticket, deed, **fields)).code == 409
            await at.street.zhang.say(f"抢 {ticket.number}")
            await at.street.zhang.say(f"完成 {ticket.number} 换了灯泡")
            done = await at.street.ticket(ticket.number)
            assert (await do(zhou, done, deed)).code == 422
            assert (await do(zhou, done, deed, **fields)).code == 303
            assert (await at.street.ticket(ticket.number)).state is state

    play(store_uri, story)


def test_who_was_told_by_phone_leaves_the_list(store_uri: str) -> None:
    async def story(at: Console) -> None:
        street, zhou = at.street, await at.sign_in("zhou")
        ticket = await street.ticket(await street.wang.send("voice", MediaId="v1", Format="amr"))
        assert "已打电话告知" not in seen(await zhou.get(page_of(ticket)))
        await zhou.post("/console/listen", number=ticket.number, deed="unheard")
        assert "没送到，请打电话" in seen(await zhou.get(page_of(ticket)))
        now = await street.ticket(ticket.number)
        assert (await do(zhou, now, "phoned", words="问清楚了")).code == 303
        after = await street.ticket(ticket.number)
        assert NoticeState.TOLD in [each.state for each in after.notices]
        assert after.untold_at is None

    play(store_uri, story)


def test_a_leader_reads_and_presses_and_does_nothing_else(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, sun = await filed(at.street), await at.sign_in("sun")
        page = seen(await sun.get(f"{page_of(ticket)}?chat=1"))
        assert "督办" in page
        for hidden in ("答复居民", "和居民的聊天", "看姓名和电话", "先停一停", "写内部备注"):
            assert hidden not in page
        for deed in ("answer", "pause", "note", "veto"):
            assert (await do(sun, ticket, deed, words="请办")).code == 403
        assert (await do(sun, ticket, "reveal", words="看看")).code == 403
        assert (await do(sun, ticket, "supervise", words="今天办好")).code == 303
        tong = await at.sign_in("tong")
        assert (await do(tong, ticket, "supervise", words="今天办好")).code == 303
        zhou = await at.sign_in("zhou")
        assert (await do(zhou, ticket, "supervise", words="今天办好")).code == 403

    play(store_uri, story)


def test_the_chat_is_about_this_ticket_and_looking_is_noted_once_a_day(store_uri: str) -> None:
    async def story(at: Console) -> None:
        street, zhou = at.street, await at.sign_in("zhou")
        ticket = await filed(street)
        await street.wang.say("进度")
        await street.pass_time(minutes=40)
        await street.wang.say("另一件事")
        await street.wang.say("我和儿子吵架了想咨询离婚怎么办")
        for _ in range(3):
            page = seen(await zhou.get(f"{page_of(ticket)}?chat=1"))
        chat = page[page.index('<ol class="chat">') : page.index("经过")]
        assert "收到，编号" in chat
        assert "您的事：" in chat
        assert "离婚" not in chat
        noted = [each.deed for each in await street.services.store.audit.latest()]
        assert noted.count("chat") == 1
        await street.pass_time(hours=24)
        await zhou.get(f"{page_of(ticket)}?chat=1")
        again = await at.sign_in("zhou")
        await again.get(f"{page_of(ticket)}?chat=1")
        noted = [each.deed for each in await street.services.store.audit.latest()]
        assert noted.count("chat") == 2

    play(store_uri, story)


def test_a_deed_nobody_knows_and_a_forged_form_are_refused(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await filed(at.street), await at.sign_in("zhou")
        assert (await do(zhou, ticket, "explode")).code == 422
        assert (await do(zhou, ticket, "note", words="x", mark="0" * 32)).code == 419
        assert (await at.street.ticket(ticket.number)).version == ticket.version

    play(store_uri, story)


def test_who_has_no_wechat_takes_a_task_and_ends_it_here(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, wu = await filed(at.street), await at.sign_in("wu")
        assert PHONE not in seen(await wu.get(page_of(ticket)))
        assert (await do(wu, ticket, "take")).code == 303
        assert PHONE in seen(await wu.get(page_of(ticket)))
        assert (await do(wu, ticket, "start")).code == 303
        assert "写清楚" in seen(await do(wu, ticket, "finish", words="好了"))
        assert (await do(wu, ticket, "finish", words="换了新灯泡，灯亮了")).code == 303
        ended = await at.street.ticket(ticket.number)
        assert (ended.state, ended.level) == (State.DONE, "community")
        assert [n.to for n in ended.notices if n.kind == "done"] == [WANG]

    play(store_uri, story)


def test_who_was_sent_says_yes_or_no_here(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, wu, zhou = await filed(at.street), await at.sign_in("wu"), await at.sign_in("zhou")
        page = f"{page_of(ticket)}/dispatch"
        await zhou.post(page, to="desk:wu", version=str(ticket.version))
        assert (await do(zhou, ticket, "accept")).code == 403
        assert (await do(wu, ticket, "refuse", words="正在开会")).code == 303
        after = await at.street.ticket(ticket.number)
        assert (after.state, after.barred) == (State.OPEN, ("desk:wu",))
        assert (await do(wu, ticket, "give_back", words="x")).code == 403

    play(store_uri, story)
