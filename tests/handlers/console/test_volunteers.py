"""Volunteers: let in or refused with a reason, changed within the subtree, sent to rest."""

from datetime import datetime
from typing import Any

from bot.office.volunteers import PAGE
from models.clock import CHINA
from models.moves import State
from models.people import Certificate, Volunteer
from tests.support.console import Console, play, text_of
from tests.support.house import CHEN, LI, ZHANG
from tests.support.street import LIGHT, number_in

PATH = "/console/volunteers"
TINGTAO = ("hefei", "shushan", "wanhe", "tingtao")
FEICUI = (*TINGTAO[:3], "feicui")


async def apply(at: Console, community: str = "2") -> str:
    """Li applies by chat; the number of the application."""
    for answer in ("当志愿者", community, "1"):
        await at.street.li.say(answer)
    number = number_in(await at.street.li.say("李师傅"))
    await at.street.pass_time()
    return number


def test_an_application_is_approved_as_by_the_chat_word(store_uri: str) -> None:
    async def story(at: Console) -> None:
        number = await apply(at)
        zhou, volunteers = await at.sign_in("zhou"), at.street.services.store.volunteers
        page = text_of(await zhou.get(PATH))
        assert "李师傅" in page
        assert number in page
        answer = await zhou.post(PATH, deed="approve", volunteer=LI, key="once")
        assert answer.code == 303
        known = await volunteers.get(LI)
        assert known
        assert known.active
        ticket = await at.street.ticket(number)
        assert ticket.state is State.DONE
        assert any(each.kind == "done" and each.to == LI for each in ticket.notices)
        assert "现在没有报名" in text_of(await zhou.get(PATH))
        again = await zhou.post(PATH, deed="approve", volunteer=LI, key="twice")
        assert again.code == 422
        assert "已经有人处理过" in text_of(again)

    play(store_uri, story)


def test_who_is_refused_hears_the_reason_and_may_apply_again(store_uri: str) -> None:
    async def story(at: Console) -> None:
        number = await apply(at)
        zhou, volunteers = await at.sign_in("zhou"), at.street.services.store.volunteers
        assert (await zhou.post(PATH, deed="refuse", volunteer=LI, reason="")).code == 422
        assert await volunteers.get(LI)
        reason = "先来社区登记一下"
        assert (await zhou.post(PATH, deed="refuse", volunteer=LI, reason=reason)).code == 303
        assert await volunteers.get(LI) is None
        assert reason in (await at.street.ticket(number)).events[-1].note  # type: ignore[operator]
        assert "李师傅" not in text_of(await zhou.get(PATH))
        await apply(at)
        assert "李师傅" in text_of(await zhou.get(PATH))

    play(store_uri, story)


def test_an_application_of_another_community_is_none_of_theirs(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await apply(at, "1")
        zhou, volunteers = await at.sign_in("zhou"), at.street.services.store.volunteers
        assert "李师傅" not in text_of(await zhou.get(PATH))
        assert (await zhou.post(PATH, deed="approve", volunteer=LI)).code == 404
        assert (await zhou.post(PATH, deed="refuse", volunteer=LI, reason="不行")).code == 404
        known = await volunteers.get(LI)
        assert known
        assert not known.active
        assert "李师傅" in text_of(await (await at.sign_in("admin")).get(PATH))

    play(store_uri, story)


def test_applicants_do_not_hide_the_way_to_the_next_page(store_uri: str) -> None:
    async def story(at: Console) -> None:
        volunteers = at.street.services.store.volunteers
        for number in range(PAGE):
            one = Volunteer(f"n{number:03}", f"{number}号", FEICUI, ("repair",), active=number > 0)
            await volunteers.put(one)
        await volunteers.put(Volunteer("nzz", "后一页的人", FEICUI, ("repair",)))
        zhou = await at.sign_in("zhou")
        first = text_of(await zhou.get(f"{PATH}?after=n"))
        assert "后一页的人" not in first
        assert f"after=n{PAGE - 1:03}" in first
        last = text_of(await zhou.get(f"{PATH}?after=n{PAGE - 1:03}"))
        assert "后一页的人" in last
        assert "再看后面的" not in last

    play(store_uri, story)


def test_only_the_office_gets_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("wu", "sun", "fang", "li"):
            visitor = await at.sign_in(name)
            for path in (PATH, f"{PATH}/{ZHANG}"):
                assert (await visitor.get(path)).code == 403
                assert (await visitor.post(path, deed="pause")).code == 403
        for name in ("zhou", "tong", "admin"):
            visitor = await at.sign_in(name)
            assert (await visitor.get(f"{PATH}/{ZHANG}")).code == 200

    play(store_uri, story)


def test_what_lies_outside_the_subtree_is_not_found(store_uri: str) -> None:
    async def story(at: Console) -> None:
        volunteers = at.street.services.store.volunteers
        await volunteers.put(Volunteer("oFar", "远师傅", TINGTAO, ("repair",)))
        zhou = await at.sign_in("zhou")
        assert "远师傅" not in text_of(await zhou.get(PATH))
        assert (await zhou.get(f"{PATH}?area=tingtao")).code == 404
        assert (await zhou.get(f"{PATH}/oFar")).code == 404
        for deed in ("edit", "pause", "resume"):
            assert (await zhou.post(f"{PATH}/oFar", deed=deed, skill="repair", cap="5")).code == 404

    play(store_uri, story)


def test_skills_areas_groups_and_certificates_are_changed_and_noted(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, store = await at.sign_in("zhou"), at.street.services.store
        answer = await zhou.post(
            f"{PATH}/{CHEN}",
            deed="edit",
            skill=["benefits", "volunteer"],
            area=["feicui-1", "tingtao"],
            group="property",
            paper=["电工证", ""],
            until=["2097-01-31", ""],
            cap="3",
        )
        assert answer.code == 303
        chen = await store.volunteers.get(CHEN)
        assert chen
        assert chen.skills == ("benefits", "volunteer")
        assert chen.areas == ("feicui-1",)  # 听涛 is not theirs to give
        assert chen.groups == ("property",)
        last_day = datetime(2097, 1, 31, tzinfo=CHINA)
        assert [each.kind for each in chen.certificates] == ["electrician"]
        assert chen.certificates[0].until == last_day
        assert chen.cap == 3
        noted = (await store.audit.latest(limit=1))[0]
        assert (noted.deed, noted.about) == ("edit_volunteer", CHEN)

    play(store_uri, story)


def test_what_cannot_be_is_said_and_changes_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, volunteers = await at.sign_in("zhou"), at.street.services.store.volunteers
        before = await volunteers.get(CHEN)
        good: dict[str, Any] = {
            "deed": "edit",
            "skill": "repair",
            "cap": "3",
            "paper": "",
            "until": "",
        }
        for bad in (
            {"skill": ""},
            {"skill": "cooking"},
            {"cap": "0"},
            {"cap": "99"},
            {"cap": "三"},
            {"paper": "电工证", "until": "明年"},
            {"paper": "长" * 21, "until": "2097-01-31"},
        ):
            assert (await zhou.post(f"{PATH}/{CHEN}", **good | bad)).code == 422, bad
        many: dict[str, Any] = {"paper": ["证"] * 101, "until": ["2097-01-31"] * 101}
        assert (await zhou.post(f"{PATH}/{CHEN}", **good | many)).code == 413
        assert await volunteers.get(CHEN) == before

    play(store_uri, story)


def test_an_expired_certificate_is_marked(store_uri: str) -> None:
    async def story(at: Console) -> None:
        volunteers = at.street.services.store.volunteers
        paper = Certificate("electrician", datetime(2096, 11, 21, tzinfo=CHINA))
        await volunteers.put(
            Volunteer(
                "oOld", "旧师傅", (*TINGTAO[:3], "feicui"), ("repair",), certificates=(paper,)
            )
        )
        zhou = await at.sign_in("zhou")
        assert "过期了" in text_of(await zhou.get(f"{PATH}/oOld"))

    play(store_uri, story)


def test_who_rests_is_offered_nothing_until_they_are_back(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, store = await at.sign_in("zhou"), at.street.services.store
        assert (await zhou.post(f"{PATH}/{ZHANG}", deed="pause")).code == 303
        assert "休息中" in text_of(await zhou.get(PATH))
        assert "等您同意的报名" in text_of(await zhou.get(PATH))
        assert [each.id for each in await store.volunteers.waiting("feicui")] == []
        number = number_in(await at.street.wang.say(LIGHT))
        await at.street.pass_time()
        assert not any(each.to == ZHANG for each in (await at.street.ticket(number)).notices)
        assert (await zhou.post(f"{PATH}/{ZHANG}", deed="resume")).code == 303
        await at.street.wang.say("另一件事")
        later = number_in(await at.street.wang.say("厨房水管漏水了"))
        await at.street.pass_time()
        assert later in await at.street.zhang.say("任务")

    play(store_uri, story)
