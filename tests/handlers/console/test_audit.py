"""The audit trail: in plain words, within the subtree, verified at a click."""

import re

from models.people import Role, StaffMember
from tests.support.console import Console, play, text_of
from tests.support.house import CHEN, WANG, ZHANG, ZHOU

PATH = "/console/audit"
STREET = ("hefei", "shushan", "wanhe")


def test_only_administrators_read_it(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("zhou", "tong", "wu", "sun", "fang", "li"):
            visitor = await at.sign_in(name)
            assert (await visitor.get(PATH)).code == 403
            assert (await visitor.post(PATH, deed="verify")).code == 403

    play(store_uri, story)


def test_deeds_are_told_in_words_and_filtered(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, admin = await at.sign_in("zhou"), await at.sign_in("admin")
        await zhou.post(f"/console/residents/{WANG}", deed="reveal", why="<b>回访</b>")
        await zhou.post(f"/console/volunteers/{ZHANG}", deed="pause")
        page = text_of(await admin.get(PATH))
        for words in ("看了居民的姓名和电话", "让志愿者先休息", "周主任", "&lt;b&gt;回访"):
            assert words in page
        only = text_of(await admin.get(f"{PATH}?deed=reveal_resident&by={ZHOU}&day=2096-11-22"))
        assert rows(only) == 1
        assert rows(text_of(await admin.get(f"{PATH}?day=2096-11-21"))) == 0
        assert rows(text_of(await admin.get(f"{PATH}?by=nobody"))) == 0
        assert (await admin.get(f"{PATH}?day=gestern")).code == 422
        for odd in ("0", "-1", "x", "9" * 40):
            assert (await admin.get(f"{PATH}?before={odd}")).code == 200

    play(store_uri, story)


def test_page_after_page_shows_each_entry_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        audit = at.street.services.store.audit
        for number in range(60):
            await audit.note(at.street.clock(), ZHOU, "sign_in", f"n{number}")
        admin = await at.sign_in("admin")
        first = text_of(await admin.get(PATH))
        more = re.search(r"before=(\d+)", first)
        assert more
        second = text_of(await admin.get(f"{PATH}?before={more[1]}"))
        assert rows(first) == 50
        assert rows(second) == 11

    play(store_uri, story)


def test_an_administrator_of_an_area_reads_that_of_their_subtree(store_uri: str) -> None:
    async def story(at: Console) -> None:
        store = at.street.services.store
        path = (*STREET, "tingtao")
        await store.staff.put(StaffMember("desk:tong", "童", Role.ADMINISTRATOR, path))
        zhou, tong = await at.sign_in("zhou"), await at.sign_in("tong")
        await zhou.post(f"/console/volunteers/{CHEN}", deed="pause")
        assert rows(text_of(await tong.get(PATH))) == 1  # their own sign-in
        assert "让志愿者先休息</td>" not in text_of(await tong.get(PATH))

    play(store_uri, story)


def test_a_click_verifies_the_whole_trail(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin = await at.sign_in("admin")
        assert "没有人动过" in text_of(await admin.post(PATH, deed="verify"))
        trail = at.street.services.store.database.collection("audit")
        await trail.update({"_id": 1}, {"$set": {"by": "somebody else"}})
        assert "第 1 条对不上" in text_of(await admin.post(PATH, deed="verify"))

    play(store_uri, story)


def rows(page: str) -> int:
    """How many entries a page shows."""
    return page.count("<tr>\n<td")
