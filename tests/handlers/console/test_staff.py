"""Staff: added and changed within an administrator's reach; accounts that end at once."""

import re
from typing import Any

from models.people import Role, StaffMember
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import ZHOU

PATH = "/console/staff"
STREET = ("hefei", "shushan", "wanhe")
FEICUI = (*STREET, "feicui")
ADMIN = "desk:admin"
SCRIPT = "<script>alert(1)</script>"


async def street_administrator(at: Console) -> Visitor:
    """Somebody who looks after the street and no more."""
    staff = at.street.services.store.staff
    sun = await staff.get("oDemoLeader00000000000000sun")
    assert sun
    await staff.put(StaffMember(sun.id, sun.name, Role.ADMINISTRATOR, STREET))
    return await at.sign_in("sun")


def person_in(location: str) -> str:
    """Whom a page is about, by its address."""
    return location.removeprefix(f"{PATH}/").partition("?")[0]


def test_only_administrators_get_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("zhou", "tong", "wu", "sun", "fang", "li"):
            visitor = await at.sign_in(name)
            for path in (PATH, f"{PATH}/{ZHOU}"):
                assert (await visitor.get(path)).code == 403
                assert (await visitor.post(path, deed="add")).code == 403
        admin = await at.sign_in("admin")
        assert "周主任" in text_of(await admin.get(PATH))

    play(store_uri, story)


def test_somebody_new_gets_an_account_whose_password_is_shown_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin = await at.sign_in("admin")
        added = await admin.post(PATH, deed="add", name="新同事", role="desk", area="feicui")
        assert added.code == 303
        path = f"{PATH}/{person_in(added.headers['Location'])}"
        opened = await admin.post(path, deed="open", login="Xin.Wang")
        found = re.search(r'class="password">([a-z0-9-]+)<', text_of(opened))
        assert found
        assert found[1] not in text_of(await admin.get(path))
        assert "password" not in (opened.effective_url or "")
        newcomer = at.stranger()
        await newcomer.get("/console/sign-in")
        entered = await newcomer.post("/console/sign-in", name="xin.wang", password=found[1])
        assert entered.code == 303
        led = await newcomer.get("/console/board")
        assert led.headers["Location"].startswith("/console/own")
        deeds = [each.deed for each in await at.street.services.store.audit.latest()]
        assert deeds[:3] == ["sign_in", "open_account", "add_staff"]

    play(store_uri, story)


def test_what_cannot_be_is_said_and_adds_nobody(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, staff = await at.sign_in("admin"), at.street.services.store.staff
        before = len(await staff.page(None, limit=500))
        good: dict[str, Any] = {"deed": "add", "name": "新同事", "role": "desk", "area": "feicui"}
        for bad in (
            {"name": ""},
            {"name": SCRIPT},
            {"name": "长" * 21},
            {"role": "king"},
            {"area": "nowhere"},
            {"area": ""},
            {"role": "agency", "agency": "nobody"},
            {"role": "lawyer", "agency": ""},
        ):
            assert (await admin.post(PATH, **good | bad)).code == 422, bad
        assert len(await staff.page(None, limit=500)) == before
        for login in ("", "王", "a", SCRIPT, "../etc", "zhou"):
            refused = await admin.post(f"{PATH}/{ZHOU}", deed="open", login=login)
            assert refused.code == 422, login

    play(store_uri, story)


def test_an_administrator_of_a_street_reaches_no_further(store_uri: str) -> None:
    async def story(at: Console) -> None:
        sun, staff = await street_administrator(at), at.street.services.store.staff
        assert "管理员" not in re.findall(
            r"<th scope=\"row\">.*?</th>", text_of(await sun.get(PATH))
        )
        for deed in ("change", "open", "reset", "disable", "enable", "end"):
            answer = await sun.post(
                f"{PATH}/{ADMIN}", deed=deed, account="admin", login="abc", name="假", role="desk"
            )
            assert answer.code == 404, deed
        good: dict[str, Any] = {
            "deed": "add",
            "name": "新同事",
            "role": "administrator",
            "area": "feicui",
        }
        for wider in ("", "shushan", "hefei"):
            assert (await sun.post(PATH, **good | {"area": wider})).code == 422
            changed: dict[str, Any] = {
                "deed": "change",
                "name": "周主任",
                "role": "desk",
                "area": wider,
            }
            assert (await sun.post(f"{PATH}/{ZHOU}", **changed)).code == 422
        zhou = await staff.get(ZHOU)
        assert zhou
        assert (zhou.role, zhou.area_path) == (Role.DESK, FEICUI)
        assert (await sun.post(PATH, **good)).code == 303

    play(store_uri, story)


def test_a_sign_in_that_is_ended_is_refused_at_the_very_next_request(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, zhou = await at.sign_in("admin"), await at.sign_in("zhou")
        tong = await at.sign_in("tong")
        page = text_of(await admin.get(f"{PATH}/{ZHOU}"))
        visit = re.search(r'name="visit" value="([0-9a-f]{64})"', page)
        assert visit
        # It cannot be ended by way of somebody else.
        wrong = await admin.post(f"{PATH}/{ADMIN}", deed="end", account="zhou", visit=visit[1])
        assert wrong.code == 404
        assert (await zhou.get("/console/own")).code == 200
        ended = await admin.post(f"{PATH}/{ZHOU}", deed="end", account="zhou", visit=visit[1])
        assert ended.code == 303
        assert (await zhou.get("/console/own")).headers["Location"].startswith("/console/sign-in")
        assert (await zhou.post("/console/own", deed="password")).code == 401
        assert (await tong.get("/console/own")).code == 200

    play(store_uri, story)


def test_a_disabled_account_is_out_at_once_until_it_is_enabled(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, zhou = await at.sign_in("admin"), await at.sign_in("zhou")
        await admin.post(f"{PATH}/{ZHOU}", deed="disable", account="zhou")
        assert (await zhou.get("/console/own")).code == 303
        await zhou.get("/console/sign-in")
        refused = await zhou.post("/console/sign-in", name="zhou", password="jieyou-demo")
        assert refused.code == 401
        await admin.post(f"{PATH}/{ZHOU}", deed="enable", account="zhou")
        assert (await (await at.sign_in("zhou")).get("/console/own")).code == 200

    play(store_uri, story)


def test_a_new_role_counts_at_the_very_next_request(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, zhou = await at.sign_in("admin"), await at.sign_in("zhou")
        assert (await zhou.get("/console/volunteers")).code == 200
        wanted: dict[str, Any] = {
            "deed": "change",
            "name": "周主任",
            "role": "leader",
            "area": "feicui",
        }
        assert (await admin.post(f"{PATH}/{ZHOU}", **wanted)).code == 303
        assert (await zhou.get("/console/volunteers")).code == 403

    play(store_uri, story)


def test_nobody_locks_themselves_or_the_last_administrator_out(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, store = await at.sign_in("admin"), at.street.services.store
        path = f"{PATH}/{ADMIN}"
        assert (await admin.post(path, deed="disable", account="admin")).code == 422
        assert (await admin.post(path, deed="reset", account="admin")).code == 422
        for role in ("desk", "administrator"):
            less = await admin.post(path, deed="change", name="管理员", role=role, area="feicui")
            assert less.code == 422
        known, account = await store.staff.get(ADMIN), await store.accounts.get("admin")
        assert known
        assert known.role is Role.ADMINISTRATOR
        assert known.area is None
        assert account
        assert account.active
        assert (
            await admin.post(path, deed="change", name="总管", role="administrator")
        ).code == 303

    play(store_uri, story)


def test_a_new_password_ends_every_sign_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, zhou = await at.sign_in("admin"), await at.sign_in("zhou")
        answer = await admin.post(f"{PATH}/{ZHOU}", deed="reset", account="zhou")
        assert 'class="password"' in text_of(answer)
        assert (await zhou.get("/console/own")).code == 303

    play(store_uri, story)
