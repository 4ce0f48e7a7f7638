"""A consent given in person is written down by the office, told to the elder, and ended again."""

from dataclasses import replace

from models.people import VISIT, Resident
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import LI, WANG

PAGE = f"/console/residents/{LI}"
PHONE = "13800135678"


async def with_phone(at: Console) -> None:
    residents = at.street.services.store.residents
    known = await residents.get(WANG)
    assert known
    await residents.put(replace(known, phone=PHONE))


async def bind(visitor: Visitor, page: str = PAGE, **fields: str) -> str:
    """Send the form; what the page says."""
    form = {"deed": "bind", "phone": PHONE, "name": "女儿小丽", "agreed": "yes"} | fields
    answer = await visitor.post(f"{page}/kin", headers=None, **form)
    return "bound" if answer.code == 303 else text_of(answer)


def test_the_office_writes_a_consent_down_and_ends_it(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await with_phone(at)
        zhou, store = await at.sign_in("zhou"), at.street.services.store
        assert await bind(zhou) == "bound"
        [bond] = await store.kin.of_elder(LI)
        assert (bond.child, bond.by != LI) == (WANG, True)
        assert "女儿小丽" in text_of(await zhou.get(PAGE))
        [ticket] = await store.tickets.asked_by(LI)
        assert {each.to: each.kind for each in ticket.notices} == {LI: "bound", WANG: "bound_to"}
        assert "已经绑定" in await bind(zhou)
        assert "三楼" not in await at.street.wang.say("进度")
        assert (await zhou.post(f"{PAGE}/kin", deed="end", other=WANG)).code == 303
        assert list(await store.kin.of_elder(LI)) == []
        assert (await zhou.post(f"{PAGE}/kin", deed="end", other=WANG)).code == 404

    play(store_uri, story)


def test_nothing_is_bound_without_the_yes_or_to_nobody_we_know(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await with_phone(at)
        zhou, store = await at.sign_in("zhou"), at.street.services.store
        assert "当面问老人" in await bind(zhou, agreed="")
        assert "2 到 10 个字" in await bind(zhou, name="社区主任")
        assert "电话不对" in await bind(zhou, phone="12")
        assert "没有找到这位家人" in await bind(zhou, phone="13900000000")
        own = f"/console/residents/{WANG}"
        assert "没有找到这位家人" in await bind(zhou, own)  # the elder's own number
        assert "没有找到" in await bind(zhou, "/console/residents/nobody")
        assert list(await store.kin.of_elder(LI)) == []

    play(store_uri, story)


def test_an_elder_without_wechat_can_be_bound(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await with_phone(at)
        elder = Resident(f"{VISIT}1", "feicui-1", "刘奶奶")
        await at.street.services.store.residents.put(elder)
        zhou = await at.sign_in("zhou")
        assert await bind(zhou, f"/console/residents/{elder.id}") == "bound"
        answer = await at.street.wang.say("给刘奶奶报修，厨房水管漏水了")
        assert (await at.street.ticket(answer)).asker == elder.id

    play(store_uri, story)
