"""今天报平安: staff see who is missed, note whom they reached, and set it up for a resident."""

import html
from typing import Any

from tornado.httpclient import HTTPResponse

from bot.check_ins import set_up
from jobs.check_in import check_in
from models.check_ins import Ending
from tests.support.console import Console, play, text_of
from tests.support.house import LI

PATH = "/console/check-ins"


def seen(page: HTTPResponse) -> str:
    return html.unescape(text_of(page))


def test_a_missed_day_is_listed_and_closed_by_who_reached_them(store_uri: str) -> None:
    async def story(at: Console) -> None:
        services = at.street.services
        await set_up(services, LI, "13:00", LI)
        for hours in (0, 1.5, 2):
            at.street.clock.advance(hours=hours)
            await check_in(services)
        zhou = await at.sign_in("zhou")
        assert "没等到，要联系" in seen(await zhou.get(PATH))
        answer = await zhou.post(PATH, deed="reach", person=LI, why="打了电话")
        assert answer.headers["Location"] == f"{PATH}?noted=reached"
        assert "已联系上" in seen(await zhou.get(PATH))
        [day] = await services.store.check_ins.lately(None, "2000-01-01")
        assert day.state is Ending.TOLD
        assert (await services.store.audit.latest(limit=1))[0].deed == "reach_resident"
        assert (await zhou.post(PATH, deed="reach", person=LI)).code == 422

    play(store_uri, story)


def test_staff_set_it_up_with_a_consent_in_person(store_uri: str) -> None:
    async def story(at: Console) -> None:
        store, zhou = at.street.services.store, await at.sign_in("zhou")
        fields: dict[str, Any] = {"deed": "keep", "by": "08:30", "why": "上门同意"}
        fields |= {"remind": "10", "grace": "30"}
        late = await zhou.post(f"{PATH}/{LI}", **fields | {"by": "23:00"}, day=["1"])
        assert late.code == 422
        assert (await zhou.post(f"{PATH}/{LI}", **fields, day=["1", "5"])).code == 303
        plan = await store.check_ins.plan(LI)
        assert plan is not None
        assert (plan.by, plan.days, plan.remind, plan.grace) == ("08:30", (1, 5), 10, 30)
        assert plan.runs
        assert "08:30" in seen(await zhou.get(f"{PATH}/{LI}"))
        assert f"/console/check-ins/{LI}" in seen(await zhou.get(f"/console/residents/{LI}"))

    play(store_uri, story)


def test_a_resident_asked_in_the_chat_agrees_by_one(store_uri: str) -> None:
    async def story(at: Console) -> None:
        store, zhou = at.street.services.store, await at.sign_in("zhou")
        assert (await zhou.post(f"{PATH}/{LI}", deed="propose", by="09:00")).code == 303
        plan = await store.check_ins.plan(LI)
        assert plan is not None
        assert not plan.runs
        assert "每天 09:00 前等您" in await at.street.li.say("1")

    play(store_uri, story)


def test_the_secret_of_a_sensor_is_shown_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        page = seen(await zhou.post(f"{PATH}/{LI}", deed="register", why="本人同意"))
        [device] = await at.street.services.store.devices.of_person(LI)
        assert device.secret in page
        again = seen(await zhou.get(f"{PATH}/{LI}"))
        assert device.id in again
        assert device.secret not in again

    play(store_uri, story)
