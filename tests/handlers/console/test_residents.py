"""Residents: found by what was typed exactly, shown masked, revealed for a purpose, forgotten."""

import json
from dataclasses import replace

from models.people import Resident
from tests.support.console import Console, play, text_of
from tests.support.house import LI, WANG
from tests.support.street import LIGHT, STRANGER

PATH = "/console/residents"
SCRIPT = "<script>alert(1)</script>"


async def name_wang(at: Console, name: str = "王秀兰", phone: str = "13800135678") -> None:
    residents = at.street.services.store.residents
    known = await residents.get(WANG)
    assert known
    await residents.put(replace(known, name=name, phone=phone))


def test_the_list_is_masked_and_ends_at_the_subtree(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await name_wang(at)
        await at.street.services.store.residents.put(Resident("oTing", "tingtao-1", "丁一"))
        page = text_of(await (await at.sign_in("zhou")).get(PATH))
        assert "王**，138****5678" in page
        assert "王秀兰" not in page
        assert "13800135678" not in page
        assert "丁**" not in page
        assert "丁**" in text_of(await (await at.sign_in("admin")).get(PATH))

    play(store_uri, story)


def test_somebody_is_found_by_full_name_phone_or_ticket_and_never_by_a_part(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        await name_wang(at)
        number = (await at.street.ticket(await at.street.wang.say(LIGHT))).number
        zhou = await at.sign_in("zhou")
        for said in ("王秀兰", "138 0013 5678", "+86 13800135678", number):
            found = text_of(await zhou.post(PATH, deed="find", said=said))
            assert f"{PATH}/{WANG}" in found, said
        for said in ("王", "秀兰", "1380013", "5678", "没有这个人", SCRIPT):
            found = text_of(await zhou.post(PATH, deed="find", said=said))
            assert "没有找到" in found, said
            assert SCRIPT not in found

    play(store_uri, story)


def test_a_search_finds_nobody_outside_the_subtree(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.services.store.residents.put(Resident("oTing", "tingtao-1", "丁一"))
        zhou, admin = await at.sign_in("zhou"), await at.sign_in("admin")
        assert "oTing" not in text_of(await zhou.post(PATH, deed="find", said="丁一"))
        assert "oTing" in text_of(await admin.post(PATH, deed="find", said="丁一"))
        assert (await zhou.get(f"{PATH}/oTing")).code == 404
        assert (await zhou.get(f"{PATH}/nobody")).code == 404
        for deed in ("reveal", "forget", "export", "move"):
            answer = await zhou.post(f"{PATH}/oTing", deed=deed, why="想看看", area="feicui-1")
            assert answer.code == 404
            assert "丁一" not in text_of(answer)
        assert await at.street.services.store.residents.get("oTing")

    play(store_uri, story)


def test_only_the_office_gets_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("wu", "sun", "fang", "li"):
            visitor = await at.sign_in(name)
            for path in (PATH, f"{PATH}/{WANG}"):
                assert (await visitor.get(path)).code == 403
                assert (await visitor.post(path, deed="reveal", why="想看看")).code == 403
        for name in ("zhou", "tong", "admin"):
            assert (await (await at.sign_in(name)).get(f"{PATH}/{WANG}")).code == 200

    play(store_uri, story)


def test_a_reveal_needs_a_purpose_and_is_noted(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await name_wang(at)
        zhou = await at.sign_in("zhou")
        assert "13800135678" not in text_of(await zhou.get(f"{PATH}/{WANG}"))
        without = await zhou.post(f"{PATH}/{WANG}", deed="reveal", why=" ")
        assert without.code == 422
        assert "13800135678" not in text_of(without)
        shown = text_of(await zhou.post(f"{PATH}/{WANG}", deed="reveal", why="回访漏水"))
        assert "13800135678" in shown
        assert "王秀兰" in shown
        last = (await at.street.services.store.audit.latest(limit=1))[0]
        assert (last.deed, last.about, last.note) == ("reveal_resident", WANG, "回访漏水")
        assert "feicui" in last.area_path

    play(store_uri, story)


def test_a_resident_moves_within_the_subtree_only(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, residents = await at.sign_in("zhou"), at.street.services.store.residents
        for area in ("tingtao-1", "wanhe", "nowhere", ""):
            refused = await zhou.post(f"{PATH}/{WANG}", deed="move", area=area)
            assert refused.code == 422
        assert (await zhou.post(f"{PATH}/{WANG}", deed="move", area="feicui-2")).code == 303
        moved = await residents.get(WANG)
        assert moved
        assert moved.area == "feicui-2"
        assert WANG in [each.id for each in await residents.within("feicui-2")]
        assert WANG not in [each.id for each in await residents.within("feicui-1")]

    play(store_uri, story)


def test_who_asks_for_it_is_forgotten_and_the_tickets_stay(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await name_wang(at)
        ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
        zhou, store = await at.sign_in("zhou"), at.street.services.store
        assert (await zhou.post(f"{PATH}/{WANG}", deed="forget", why="")).code == 422
        assert (await zhou.post(f"{PATH}/{WANG}", deed="forget", why="本人来窗口")).code == 303
        assert await store.residents.get(WANG) == Resident(WANG, follows=False)
        assert await store.residents.called("王秀兰", None) == []
        assert await store.receipts.lately(WANG, ticket.created, 10) == []
        assert await store.tickets.get(ticket.id)
        assert (await store.audit.latest(limit=1))[0].deed == "forget_resident"

    play(store_uri, story)


def test_people_get_their_own_data_as_json(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await name_wang(at)
        await at.street.wang.say(LIGHT)
        for words in ("每天9点报平安", "1"):
            await at.street.wang.say(words)
        zhou = await at.sign_in("zhou")
        answer = await zhou.post(f"{PATH}/{WANG}", deed="export", why="本人来窗口")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        told = json.loads(answer.body)
        assert told["电话"] == "13800135678"
        assert told["单子"][0]["原话"] == LIGHT
        assert told["报平安"]["每天"] == "09:00"
        assert LIGHT in [each["居民说"] for each in told["聊天"]]
        assert (await at.street.services.store.audit.latest(limit=1))[0].deed == "export_resident"

    play(store_uri, story)


def test_script_in_a_name_stays_text(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await name_wang(at, name=SCRIPT)
        zhou = await at.sign_in("zhou")
        shown = text_of(await zhou.post(f"{PATH}/{WANG}", deed="reveal", why="回访漏水"))
        assert SCRIPT not in shown
        assert "&lt;script&gt;" in shown

    play(store_uri, story)


def test_of_nowhere_a_resident_is_seen_by_whoever_sees_their_ticket(store_uri: str) -> None:
    async def story(at: Console) -> None:
        residents = at.street.services.store.residents
        await residents.put(Resident(STRANGER, None, "游客"))
        zhou = await at.sign_in("zhou")
        assert (await zhou.get(f"{PATH}/{STRANGER}")).code == 404
        known = await residents.get(LI)
        assert known
        await at.street.li.say(LIGHT)
        await residents.put(replace(known, area=None))
        assert (await zhou.get(f"{PATH}/{LI}")).code == 200

    play(store_uri, story)


def test_staff_set_how_somebody_is_talked_to_and_it_is_noted(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, elders = await at.sign_in("zhou"), at.street.services.elders
        page, born = f"{PATH}/{WANG}", str(at.street.clock().year - 75)
        await zhou.get(page)
        assert "四位数字" in text_of(await zhou.post(page, deed="talk", born="48"))
        assert not elders.is_elder(WANG)
        assert (await zhou.post(page, deed="talk", listens="yes", born=born)).code == 303
        assert (elders.is_elder(WANG), elders.listens(WANG)) == (True, True)
        shown = text_of(await zhou.get(page))
        assert "出生年份登记过" in shown
        assert born not in shown
        await zhou.post(page, deed="talk", simple="no", listens="no")
        assert (elders.is_elder(WANG), elders.listens(WANG)) == (False, False)
        noted = await at.street.services.store.database.collection("audit").many({})
        assert [each["deed"] for each in noted].count("talk_to_resident") == 2

    play(store_uri, story)
