"""Teaching the understanding from its pages: who may, what is shown, and what is refused."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from bot.office.teaching import Teaching
from models.lexicon_versions import Version
from tests.handlers.doors import WORDS
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import NOON, ZHOU

TEACH = "/console/teach"
SAID = "啵唧啵唧个没完，怎么弄"


async def queue_of(at: Console, text: str) -> str:
    return at.street.services.understander.understand(text).queue


async def add(visitor: Visitor, words: str, family: str = "broken") -> None:
    answer = await visitor.post(TEACH, deed="add", family=family, words=words)
    assert answer.code == 303, text_of(answer)


async def look(visitor: Visitor, of: str = "") -> str:
    """Look at the effect of a draft; what the page names it by."""
    page = text_of(await visitor.get(f"{TEACH}/effect?of={of}"))
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    return found[1] if found else ""


async def go_live(visitor: Visitor, seen: str | None = None, **fields: str) -> int:
    given = {"seen": seen or await look(visitor, fields.get("of", "")), "why": "居民这样说"}
    return (await visitor.post(f"{TEACH}/effect", None, **(given | fields))).code


def test_a_sentence_shows_where_it_would_go_and_by_which_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        page = text_of(await zhou.get(f"{TEACH}?say=%E4%B8%89%E6%A5%BC%E7%81%AF%E5%9D%8F%E4%BA%86"))
        assert "<mark>" in page
        assert "报修" in page

    play(store_uri, story)


@pytest.mark.parametrize(
    ("name", "code"), [("zhou", 200), ("tong", 200), ("admin", 200), ("wu", 403), ("sun", 403)]
)
def test_desk_coordinator_and_administrator_may_teach(store_uri: str, name: str, code: int) -> None:
    async def story(at: Console) -> None:
        visitor = await at.sign_in(name)
        for page in (TEACH, f"{TEACH}/history", f"{TEACH}/suggestions", f"{TEACH}/families/leak"):
            assert (await visitor.get(page)).code == code

    play(store_uri, story)


def test_an_edit_goes_live_after_its_effect_was_seen(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong = await at.sign_in("tong")
        await tong.post(TEACH, deed="begin", words="啵唧啵唧 咕叽咕叽", queue="repair", weight="4")
        tried = text_of(await tong.get(f"{TEACH}?say={quote(SAID)}"))
        assert "上线以后，听成：<strong>报修</strong>" in tried
        page = text_of(await tong.get(f"{TEACH}/effect"))
        assert "啵唧啵唧" in page
        assert "正确率" in page
        assert await go_live(tong) == 303
        assert await queue_of(at, SAID) == "repair"
        history = text_of(await tong.get(f"{TEACH}/history"))
        assert "居民这样说" in history
        trail = await at.street.services.store.audit.latest()
        assert ("teach_live", "lexicon 1") in [(each.deed, each.about) for each in trail]
        assert "草稿是空的" in text_of(await tong.get(TEACH))

    play(store_uri, story)


def test_the_desk_collects_and_the_coordinator_puts_it_live(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, tong = await at.sign_in("zhou"), await at.sign_in("tong")
        await add(zhou, "嗡嗡叫")
        assert await go_live(zhou) == 403
        assert at.street.services.understanding.version == 0
        assert "1 处改动" in text_of(await tong.get(TEACH))
        assert await go_live(tong, of="zhou") == 303
        assert at.street.services.understanding.version == 1

    play(store_uri, story)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"deed": "add", "family": "broken", "words": "<script>alert(1)</script>"}, "不是一个词"),
        ({"deed": "add", "family": "broken", "words": "灯:{坏"}, "不是一个词"),
        ({"deed": "add", "family": "broken", "words": ".*"}, "不是一个词"),
        ({"deed": "add", "family": "broken", "words": "[a-z"}, "不是一个词"),
        ({"deed": "add", "family": "broken", "words": "很" * 30}, "太长"),
        ({"deed": "add", "family": "broken", "words": ""}, "填一个词"),
        ({"deed": "add", "family": "nobody", "words": "灯"}, "没有叫"),
        ({"deed": "remove", "family": "gas", "words": "煤气"}, "险情的词不在这里改"),
        ({"deed": "reweigh", "family": "broken", "queue": "repair", "weight": "nan"}, "分量"),
        ({"deed": "reweigh", "family": "broken", "queue": "repair", "weight": "1e9"}, "分量"),
        ({"deed": "reweigh", "family": "broken", "queue": "police", "weight": "1"}, "没有叫"),
        ({"deed": "weigh", "words": "灯", "queue": "repair", "weight": "重"}, "数字"),
        ({"deed": "destroy"}, "不认得"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    store_uri: str, fields: dict[str, str], told: str
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        answer = await zhou.post(TEACH, None, **fields)
        assert answer.code == 422
        assert told in text_of(answer)
        assert "<script>alert" not in text_of(answer)
        assert await at.street.services.store.lexicon.drafts() == []

    play(store_uri, story)


def test_a_forged_form_changes_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong = await at.sign_in("tong")
        await add(tong, "嗡嗡叫")
        assert await go_live(tong, mark="0" * 32) == 419
        elsewhere = {"Origin": "https://elsewhere.example"}
        answer = await tong.post(f"{TEACH}/effect", elsewhere, seen=await look(tong), why="x")
        assert answer.code == 403
        assert at.street.services.understanding.version == 0

    play(store_uri, story)


def test_without_a_reason_or_with_falling_scores_it_does_not_go_live(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong = await at.sign_in("tong")
        await tong.post(TEACH, deed="reweigh", family="leak", queue="repair", weight="-6")
        assert "分数会降" in text_of(await tong.get(f"{TEACH}/effect"))
        assert await go_live(tong, why="") == 422
        assert await go_live(tong) == 422
        assert at.street.services.understanding.version == 0
        assert await go_live(tong, may_fall="yes") == 303

    play(store_uri, story)


def test_what_somebody_else_put_live_meanwhile_has_to_be_looked_at_again(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong, admin = await at.sign_in("tong"), await at.sign_in("admin")
        await add(tong, "嗡嗡叫")
        await add(admin, "咕叽咕叽")
        seen = await look(tong)
        assert await go_live(admin) == 303
        assert await go_live(tong, seen) == 422
        assert await go_live(tong) == 303

    play(store_uri, story)


def test_going_back_is_a_new_version_with_its_own_reason(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, tong = await at.sign_in("zhou"), await at.sign_in("tong")
        await tong.post(TEACH, deed="begin", words="啵唧啵唧 咕叽咕叽", queue="repair", weight="4")
        assert await go_live(tong) == 303
        back = {"version": "0", "on": "1", "why": "弄错了", "may_fall": "yes"}
        assert (await zhou.post(f"{TEACH}/history", None, **back)).code == 403
        assert (await tong.post(f"{TEACH}/history", None, **back)).code == 303
        assert await queue_of(at, SAID) != "repair"
        page = text_of(await tong.get(f"{TEACH}/history"))
        assert "第 2 版" in page
        assert "弄错了" in page
        assert (await tong.post(f"{TEACH}/history", None, **back)).code == 422
        assert (await tong.post(f"{TEACH}/history", None, **back | {"version": "9"})).code == 422
        assert (await tong.post(f"{TEACH}/history", None, **back | {"version": "x"})).code == 422

    play(store_uri, story)


def test_a_version_that_cannot_be_used_leaves_the_old_one_and_is_told(store_uri: str) -> None:
    async def story(at: Console) -> None:
        services = at.street.services
        before = services.understander
        broken = Version(1, NOON, "somebody", "写坏了", edits=({"kind": "regex"},))
        await services.store.lexicon.publish(broken)
        assert not await services.follow_lexicon()
        assert services.understander is before
        tong = await at.sign_in("tong")
        assert "用不了" in text_of(await tong.get(TEACH))
        back = {"version": "0", "on": "1", "why": "写坏了", "may_fall": "yes"}
        assert (await tong.post(f"{TEACH}/history", None, **back)).code == 303
        assert services.understanding.version == 2

    play(store_uri, story)


def test_corrections_of_one_area_are_not_shown_in_another(store_uri: str) -> None:
    async def story(at: Console) -> None:
        services = at.street.services
        ticket = await at.doors.case()
        await services.store.corrections.note(ticket.id, NOON, ticket.area_path)
        tong = await at.sign_in("tong")
        assert (await tong.get(f"{TEACH}/suggestions")).code == 200
        zhou = await services.store.staff.get(ZHOU)
        assert zhou is not None
        teaching = Teaching(services)
        assert [each.text for each in await teaching.corrections(zhou)] == [WORDS]
        elsewhere = replace(zhou, id="oElsewhere", area_path=("hefei", "nanqi"))
        assert await teaching.corrections(elsewhere) == []

    play(store_uri, story)
