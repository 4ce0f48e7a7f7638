"""Whatever WeChat answers, the doctor says it in time, in plain words and without secrets."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence

import pytest
from tornado.httpclient import AsyncHTTPClient

from bot.account_menu import BUTTONS
from bot.office.doctor import Doctor, Finding, Health
from bot.office.setup import Setup
from bot.wechat.account import ApiAccount
from bot.wechat.client import WeChatClient
from bot.wechat.meanings import meaning
from bot.wechat.reactions import Reaction, reaction_to, remedy
from bot.wechat.templates import TemplateSpec
from bot.wechat.tokens import PrivateShelf
from tests.support.house import DEMO, NOWHERE, SPECS
from tests.support.simulator import running_simulator

SECRET = DEMO.app_secret.get_secret_value()
WELL, ILL, SKIPPED = Health.WELL, Health.ILL, Health.SKIPPED


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with running_simulator("http://127.0.0.1:9/wechat") as base:
        yield base


def examined(
    base: str,
    setup: Setup | None = None,
    *,
    secret: str = SECRET,
    menu: bool = True,
    **switches: object,
) -> Sequence[Finding]:
    """What the doctor finds while WeChat has these faults."""

    async def examine() -> Sequence[Finding]:
        client = WeChatClient(ApiAccount(DEMO.app_id, secret, base), PrivateShelf())
        healthy = {"api_failure": "", "api_failure_path": "", "api_failure_times": 0}
        doctor = Doctor(client, setup or Setup(templates=SPECS), patience=1.5)
        try:
            if base != NOWHERE:
                await _switch(base, healthy)
                if menu and secret == SECRET:
                    await client.create_menu(BUTTONS)
                await _switch(base, switches)
            return await doctor.examine()
        finally:
            if base != NOWHERE:
                await _switch(base, healthy)
            client.close()

    return asyncio.run(examine())


async def _switch(base: str, switches: dict[str, object]) -> None:
    body = json.dumps(switches)
    await AsyncHTTPClient().fetch(f"{base}/sim/faults", method="POST", body=body)


def test_a_healthy_connection_is_well_in_every_part(platform: str) -> None:
    found = examined(platform)
    assert [(each.health, each.todo) for each in found] == [(WELL, "")] * 5


@pytest.mark.parametrize("code", [40164, 40001, 40013, 40125, 40243, 45009, 50007, 89503, -1])
def test_without_a_token_it_names_the_code_and_the_remedy_and_asks_no_more(
    platform: str, code: int
) -> None:
    path = "/cgi-bin/stable_token"
    token, *rest = examined(platform, api_failure=str(code), api_failure_path=path)
    assert (token.health, token.code) == (ILL, code)
    assert (token.words, token.todo) == (meaning(code), remedy(code))
    assert {each.health for each in rest} == {SKIPPED}


@pytest.mark.parametrize("code", [48001, 45009, 43004, 40001])
def test_one_part_that_fails_leaves_the_others(platform: str, code: int) -> None:
    path = "/cgi-bin/getcallbackip"
    found = examined(platform, api_failure=str(code), api_failure_path=path)
    assert [each.code for each in found] == [None, code, None, None, None]
    assert [each.health for each in found].count(WELL) == 4


@pytest.mark.parametrize("failure", ["hang", "close", "http_500"])
def test_silence_ends_in_time_with_what_to_look_at(platform: str, failure: str) -> None:
    began = time.monotonic()
    token, *_ = examined(platform, api_failure=failure, api_failure_path="/cgi-bin/stable_token")
    assert time.monotonic() - began < 4
    assert (token.health, token.code) == (ILL, None)
    assert "443" in token.todo


def test_where_nobody_answers_it_says_so() -> None:
    token, *_ = examined(NOWHERE)
    assert "没有连上微信" in token.words


def test_a_wrong_secret_is_told_and_never_shown(platform: str) -> None:
    found = examined(platform, secret="f" * 32)
    assert found[0].health is ILL
    assert found[0].code in (40001, 40125)
    assert "ffff" not in str(found)


def test_templates_that_do_not_fit_the_account_are_named(platform: str) -> None:
    wrong = Setup(
        templates={
            "task": TemplateSpec("TPL_GONE", {"number": "character_string1"}),
            "progress": TemplateSpec(SPECS["progress"].id, {"number": "character_string1"}),
        }
    )
    found = examined(platform, wrong)[2]
    assert found.health is ILL
    assert "task" in found.words
    assert "progress" in found.words
    assert found.todo


def test_every_code_has_a_meaning_and_a_remedy() -> None:
    for code in (*range(40000, 50010), *range(89500, 89510), -1, 53600, 61004, 99999):
        assert meaning(code).endswith("。")
        assert remedy(code).endswith("。")
    assert {reaction_to(code) for code in (40164, 48001)} == {Reaction.PERMISSION}
