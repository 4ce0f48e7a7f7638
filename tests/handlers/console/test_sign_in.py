"""The way into the console: proved, throttled, from our own page, and ended at once when told."""

from typing import Any

import pyotp

from bot.office.second_factor import step_of
from handlers.console.sign_in import _inside
from models.throttle import MOST_HERE
from tests.support.console import PASSWORD, Console, Visitor, play, text_of


async def try_to_sign_in(visitor: Visitor, name: str, password: str, **more: Any) -> int:
    """The status of a try."""
    await visitor.get("/console/sign-in")
    return (await visitor.post("/console/sign-in", name=name, password=password, **more)).code


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(store_uri: str) -> None:
    async def story(at: Console) -> None:
        stranger = at.stranger()
        answer = await stranger.get("/console/own")
        assert answer.code == 303
        assert answer.headers["Location"] == "/console/sign-in?next=%2Fconsole%2Fown"
        await stranger.get(answer.headers["Location"])
        path = answer.headers["Location"]
        answer = await stranger.post(path, name=" ZHOU ", password=PASSWORD)
        assert answer.headers["Location"] == "/console/own"
        assert "周主任" in text_of(await stranger.get("/console/own"))

    play(store_uri, story)


def test_an_address_elsewhere_is_never_followed() -> None:
    for path in ("https://bad.example", "//bad.example", "/console//bad", "/console/\\bad", ""):
        assert _inside(path) == "/console/"
    assert _inside("/console/tickets?state=open") == "/console/tickets?state=open"


def test_the_cookie_is_for_our_pages_alone(store_uri: str) -> None:
    async def story(at: Console) -> None:
        stranger = at.stranger()
        await stranger.get("/console/sign-in")
        answer = await stranger.post("/console/sign-in", name="zhou", password=PASSWORD)
        (cookie,) = [c for c in answer.headers.get_list("Set-Cookie") if c.startswith("jieyou=")]
        assert {"HttpOnly", "Path=/console", "SameSite=Lax"} <= set(cookie.split("; "))

    play(store_uri, story)


def test_wrong_names_and_wrong_passwords_read_the_same_and_then_have_to_wait(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        stranger = at.stranger()
        answers = []
        for name in ("zhou", "nobody"):
            await stranger.get("/console/sign-in")
            answer = await stranger.post("/console/sign-in", name=name, password="wrong password")
            answers.append(text_of(answer).replace(name, "").replace(stranger.mark, ""))
        assert answers[0] == answers[1]
        for _ in range(MOST_HERE - 1):
            assert await try_to_sign_in(stranger, "zhou", "wrong password") == 401
        assert await try_to_sign_in(stranger, "zhou", PASSWORD) == 429
        at.street.clock.advance(minutes=16)
        assert await try_to_sign_in(stranger, "zhou", PASSWORD) == 303

    play(store_uri, story)


def test_a_form_from_elsewhere_or_with_a_forged_mark_does_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        stranger = at.stranger()
        await stranger.get("/console/sign-in")
        fields: dict[str, Any] = {"name": "zhou", "password": PASSWORD}
        elsewhere = {"Origin": "https://bad.example"}
        assert (await stranger.post("/console/sign-in", elsewhere, **fields)).code == 403
        cross = {"Sec-Fetch-Site": "cross-site"}
        assert (await stranger.post("/console/sign-in", cross, **fields)).code == 403
        assert (await stranger.post("/console/sign-in", mark="0" * 32, **fields)).code == 419
        assert "jieyou" not in stranger.cookies
        zhou = await at.sign_in("zhou")
        li = await at.sign_in("li")
        assert (await zhou.post("/console/sign-out", mark=li.mark)).code == 419
        assert (await zhou.get("/console/own")).code == 200

    play(store_uri, story)


def test_a_tampered_sign_in_is_none(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        token = zhou.cookies["jieyou"]
        for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "", "x" * 5000, "%00"):
            zhou.cookies["jieyou"] = wrong
            assert (await zhou.get("/console/own")).code == 303
            assert (await zhou.get("/console/own", accept="application/json")).code == 401

    play(store_uri, story)


def test_a_sign_in_ends_by_the_door_by_idleness_and_at_the_latest_after_a_day(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        kept = dict(zhou.cookies)
        await zhou.post("/console/sign-out")
        zhou.cookies = kept
        assert (await zhou.get("/console/own")).code == 303
        idle, busy = await at.sign_in("zhou"), await at.sign_in("zhou")
        for _ in range(5):
            at.street.clock.advance(hours=1)
            await busy.get("/console/own")
        assert (await idle.get("/console/own")).code == 303
        assert (await busy.get("/console/own")).code == 200
        for _ in range(9):
            at.street.clock.advance(hours=1)
            await busy.get("/console/own")
        assert (await busy.get("/console/own")).code == 303

    play(store_uri, story)


def test_a_new_password_ends_every_other_sign_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        here, there = await at.sign_in("zhou"), await at.sign_in("zhou")
        better = "青山绿水好风光一二三"
        new: dict[str, Any] = {"deed": "password", "new": better, "again": better}
        assert (await here.post("/console/own", old="wrong", **new)).code == 422
        weak = new | {"new": "zhou123456", "again": "zhou123456"}
        assert (await here.post("/console/own", old=PASSWORD, **weak)).code == 422
        assert (await there.get("/console/own")).code == 200
        assert (await here.post("/console/own", old=PASSWORD, **new)).code == 303
        assert (await there.get("/console/own")).code == 303
        assert (await here.get("/console/own")).code == 200
        assert await try_to_sign_in(there, "zhou", PASSWORD) == 401
        assert await try_to_sign_in(there, "zhou", new["new"]) == 303

    play(store_uri, story)


def test_with_a_second_factor_the_password_is_not_enough_and_a_code_counts_once(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        secret = pyotp.random_base32()

        def code() -> str:
            return pyotp.TOTP(secret).at(at.street.clock())

        on: dict[str, Any] = {"deed": "code_on", "secret": secret, "old": PASSWORD}
        assert (await zhou.post("/console/own", code="000000", **on)).code in (303, 422)
        assert (await zhou.post("/console/own", code=code(), **on)).code == 303
        stranger = at.stranger()
        assert await try_to_sign_in(stranger, "zhou", PASSWORD) == 401
        used = code()
        assert await try_to_sign_in(stranger, "zhou", PASSWORD, code=used) == 401
        at.street.clock.advance(seconds=30)
        assert await try_to_sign_in(stranger, "zhou", PASSWORD, code=code()) == 303
        assert await try_to_sign_in(at.stranger(), "zhou", PASSWORD, code=code()) == 401
        assert step_of(secret, "abc", at.street.clock()) is None

    play(store_uri, story)


def test_every_page_lets_nothing_in_from_elsewhere(store_uri: str) -> None:
    async def story(at: Console) -> None:
        answer = await at.stranger().get("/console/sign-in")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Server" not in answer.headers

    play(store_uri, story)
