"""The help for everybody, and for administrators what is to be set up and what WeChat says."""

import json
from collections.abc import Iterator

import pytest
from tornado.httpclient import AsyncHTTPClient

from bot.office.guide import GUIDE
from handlers.console.help import PATH
from handlers.console.places import PLACES
from tests.support.console import Console, play, text_of
from tests.support.house import DEMO
from tests.support.simulator import running_simulator

CHECKLIST, DOCTOR = f"{PATH}/checklist", f"{PATH}/doctor"


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with running_simulator("http://127.0.0.1:9/wechat") as base:
        yield base


async def faults(base: str, **switches: object) -> None:
    healthy = {"api_failure": "", "api_failure_path": ""}
    body = json.dumps(healthy | switches)
    await AsyncHTTPClient().fetch(f"{base}/sim/faults", method="POST", body=body)


def test_every_entry_of_the_menu_is_explained() -> None:
    assert set(GUIDE) == {place.name for place in PLACES}


@pytest.mark.parametrize("name", ["zhou", "tong", "wu", "sun", "fang", "li"])
def test_everybody_reads_about_their_own_pages_only(store_uri: str, name: str) -> None:
    async def story(at: Console) -> None:
        visitor = await at.sign_in(name)
        page = text_of(await visitor.get(PATH))
        assert GUIDE["own"] in page
        assert (GUIDE["cases"] in page) == (name in ("fang", "li"))
        assert GUIDE["audit"] not in page
        assert "开始使用" not in page
        for path in (CHECKLIST, DOCTOR):
            assert (await visitor.get(path)).code == 403
            assert (await visitor.post(path, deed="publish_menu")).code == 403

    play(store_uri, story)


def test_an_administrator_sees_what_is_open_first_and_can_put_it_away(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin = await at.sign_in("admin")
        page = text_of(await admin.get(PATH))
        assert page.index("开始使用") < page.index("每一页做什么")
        assert "没有连上微信" in page
        assert (await admin.post(CHECKLIST, deed="dismiss")).code == 303
        page = text_of(await admin.get(PATH))
        assert page.index("每一页做什么") < page.index("开始使用")
        await admin.post(CHECKLIST, deed="show")
        await admin.post(CHECKLIST, deed="backed_up")
        page = text_of(await admin.get(PATH))
        assert page.index("开始使用") < page.index("每一页做什么")
        assert "备份不在了" in page
        assert (await admin.post(CHECKLIST, deed="odd")).code == 422

    play(store_uri, story)


def test_the_menu_is_published_from_the_list(store_uri: str, platform: str) -> None:
    async def story(at: Console) -> None:
        admin = await at.sign_in("admin")
        await faults(platform, api_failure="48001", api_failure_path="/cgi-bin/menu/create")
        answer = await admin.post(CHECKLIST, deed="publish_menu")
        assert answer.code == 502
        assert "48001" in text_of(answer)
        assert "没有这个接口的权限" in text_of(answer)
        await faults(platform)
        answer = await admin.post(CHECKLIST, deed="publish_menu")
        assert answer.headers["Location"] == f"{PATH}?noted=menu"
        noted = await at.street.services.store.audit.latest()
        assert "publish_menu" in [each.deed for each in noted]

    play(store_uri, story, platform)


@pytest.mark.parametrize(
    ("code", "said"),
    [("40164", "IP 白名单"), ("40125", "AppSecret"), ("40013", "app_id"), ("50007", "冻结")],
)
def test_the_doctor_names_the_code_and_what_to_do_and_no_secret(
    store_uri: str, platform: str, code: str, said: str
) -> None:
    async def story(at: Console) -> None:
        admin = await at.sign_in("admin")
        await faults(platform, api_failure=code, api_failure_path="/cgi-bin/stable_token")
        page = text_of(await admin.post(DOCTOR))
        assert code in page
        assert said in page
        assert "没有查" in page
        assert DEMO.app_secret.get_secret_value() not in page
        await faults(platform)
        page = text_of(await admin.post(DOCTOR))
        assert "取到了" in page
        assert "还剩" in page

    play(store_uri, story, platform)
