"""One deed for many tickets: each checked by itself, nothing skipped without a word."""

from dataclasses import replace

import pytest

from bot.office.bulk import MOST
from models.moves import Move, State
from models.ticket import Ticket
from tests.handlers.doors import WORDS
from tests.support.console import Console, play, text_of
from tests.support.street import LIGHT

BULK = "/console/tickets/bulk"
ELSEWHERE = ("hefei", "shushan", "wanhe", "tingtao")


async def tickets(at: Console, *texts: str) -> list[Ticket]:
    """Tickets nobody took."""
    found = []
    for text in texts:
        found.append(await at.street.ticket(await at.street.wang.say(text)))
        await at.street.pass_time(hours=3)
    return [await at.street.ticket(each.number) for each in found]


def times(found: list[Ticket], move: Move) -> list[int]:
    return [each.times(move) for each in found]


async def again(at: Console, found: list[Ticket]) -> list[Ticket]:
    return [await at.street.ticket(each.number) for each in found]


def test_each_number_is_answered_for(store_uri: str) -> None:
    async def story(at: Console) -> None:
        lamp, pipe = await tickets(at, LIGHT, "厨房水管漏水了")
        tong = await at.sign_in("tong")
        numbers = [lamp.number, pipe.number, "77777", lamp.number]
        answer = await tong.post(BULK, number=numbers, deed="supervise", words="今天要办好")
        assert answer.code == 200
        assert "办成 2 张，没办成 1 张" in text_of(answer)
        assert "没有这张单子，或者不归您看" in text_of(answer)
        assert times(await again(at, [lamp, pipe]), Move.SUPERVISE) == [1, 1]
        (entry, *_) = await at.street.services.store.audit.latest(limit=1)
        assert (entry.deed, entry.note) == ("bulk", f"催办 {lamp.number} {pipe.number}")

    play(store_uri, story)


def test_a_form_that_is_sent_twice_counts_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        (lamp,) = await tickets(at, LIGHT)
        tong = await at.sign_in("tong")
        form = {"number": lamp.number, "deed": "supervise", "words": "快办", "key": "k" * 16}
        pages = [text_of(await tong.post(BULK, None, **form)) for _ in range(2)]
        assert all("办成 1 张" in page for page in pages)
        assert times(await again(at, [lamp]), Move.SUPERVISE) == [1]

    play(store_uri, story)


def test_what_cannot_be_done_any_more_says_what_can(store_uri: str) -> None:
    async def story(at: Console) -> None:
        lamp, pipe = await tickets(at, LIGHT, "厨房水管漏水了")
        await at.street.zhou.say(f"抢 {lamp.number}")
        zhou = await at.sign_in("zhou")
        numbers = [lamp.number, pipe.number]
        answer = text_of(await zhou.post(BULK, number=numbers, deed="reroute", queue="volunteer"))
        assert "办成 1 张，没办成 1 张" in answer
        assert f"编号 {lamp.number} 现在是“已接单，周主任”" in answer
        assert [each.queue for each in await again(at, [lamp, pipe])] == ["repair", "volunteer"]

    play(store_uri, story)


def test_a_group_is_sent_where_it_is_near(store_uri: str) -> None:
    async def story(at: Console) -> None:
        (lamp,) = await tickets(at, LIGHT)
        services = at.street.services
        group = next(iter(services.groups))
        zhou = await at.sign_in("zhou")
        form = {"number": lamp.number, "deed": "dispatch_group", "group": group}
        assert "附近没有这个小组" in text_of(await zhou.post(BULK, None, **form))
        member = await services.store.staff.get(at.street.zhou.person)
        assert member is not None
        await services.store.staff.put(replace(member, groups=(group,)))
        assert "办成 1 张" in text_of(await zhou.post(BULK, None, **form))
        (after,) = await again(at, [lamp])
        assert (after.state, after.dispatch and after.dispatch.to) == (
            State.DISPATCHED,
            f"group:{group}",
        )

    play(store_uri, story)


def test_another_area_and_a_missing_power_change_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        (lamp,) = await tickets(at, LIGHT)
        sun = await at.sign_in("sun")
        form = {"number": lamp.number, "deed": "reroute", "queue": "volunteer"}
        assert "不归您的岗位" in text_of(await sun.post(BULK, None, **form))
        assert (await (await at.sign_in("fang")).post(BULK, None, **form)).code == 403
        store, tong = at.street.services.store, await at.sign_in("tong")
        account = await store.accounts.get("tong")
        member = await store.staff.get(account.staff) if account else None
        assert member is not None
        await store.staff.put(replace(member, area_path=ELSEWHERE))
        answer = text_of(await tong.post(BULK, None, **form))
        assert "没有这张单子，或者不归您看" in answer
        assert WORDS not in answer
        assert [each.version for each in await again(at, [lamp])] == [lamp.version]

    play(store_uri, story)


@pytest.mark.parametrize("count", [MOST + 1, 10_000])
def test_too_many_selected_are_refused_with_plain_words(store_uri: str, count: int) -> None:
    async def story(at: Console) -> None:
        (lamp,) = await tickets(at, LIGHT)
        tong = await at.sign_in("tong")
        numbers = [lamp.number, *(str(20_000 + n) for n in range(count - 1))]
        answer = await tong.post(BULK, number=numbers, deed="supervise", words="快办")
        assert answer.code == 413
        assert "一次最多选 100 张" in text_of(answer)
        assert times(await again(at, [lamp]), Move.SUPERVISE) == [0]

    play(store_uri, story)


def test_a_form_that_says_too_little_or_is_forged_changes_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        (lamp,) = await tickets(at, LIGHT)
        tong = await at.sign_in("tong")
        for form, words in (
            ({"deed": "supervise"}, "催办要写一句话"),
            ({"deed": "reroute", "queue": "none"}, "请选要改到哪一类"),
            ({"deed": "dispatch_group", "group": "none"}, "请选一个小组"),
            ({"deed": "erase"}, "请选要办什么"),
        ):
            answer = await tong.post(BULK, None, number=lamp.number, **form)
            assert (answer.code, words in text_of(answer)) == (422, True), form
        none = await tong.post(BULK, deed="supervise", words="快办")
        assert "还没有选单子" in text_of(none)
        forged = await tong.post(BULK, number=lamp.number, deed="supervise", words="x", mark="0")
        assert forged.code == 419
        assert [each.version for each in await again(at, [lamp])] == [lamp.version]

    play(store_uri, story)
