import pytest

from simulator.errors import ApiError
from simulator.tokens import TokenDesk
from tests.simulator.manual_clock import manual_clock

APP = "wxde00000000000001"


def errcode(desk: TokenDesk, token: str, app_id: str = APP) -> int:
    try:
        desk.check(token, app_id)
    except ApiError as refusal:
        return refusal.errcode
    return 0


def test_a_plain_token_lives_two_hours() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    token = desk.issue(APP)
    assert desk.remaining(token) == 7200
    clock.advance(7199)
    assert errcode(desk, token.value) == 0
    clock.advance(1)
    assert errcode(desk, token.value) == 42001


def test_the_plain_token_before_it_works_five_minutes_longer() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    old, new = desk.issue(APP), desk.issue(APP)
    clock.advance(299)
    assert errcode(desk, old.value) == 0
    clock.advance(1)
    assert errcode(desk, old.value) == 40001
    assert errcode(desk, new.value) == 0


def test_the_stable_token_stays_the_same_until_five_minutes_before_its_end() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    first = desk.issue_stable(APP)
    clock.advance(6899)
    assert desk.issue_stable(APP) is first
    assert desk.remaining(first) == 301
    clock.advance(1)
    second = desk.issue_stable(APP)
    assert second is not first
    assert errcode(desk, first.value) == errcode(desk, second.value) == 0
    clock.advance(300)
    assert errcode(desk, first.value) == 42001


def test_a_forced_renewal_ends_the_old_stable_token_at_once() -> None:
    desk = TokenDesk(manual_clock())
    old = desk.issue_stable(APP)
    new = desk.issue_stable(APP, force=True)
    assert errcode(desk, old.value) == 40001
    assert errcode(desk, new.value) == 0


def test_forcing_again_within_thirty_seconds_gives_the_same_token() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    desk.issue_stable(APP)
    forced = desk.issue_stable(APP, force=True)
    clock.advance(29)
    assert desk.issue_stable(APP, force=True) is forced
    clock.advance(1)
    assert desk.issue_stable(APP, force=True) is not forced


def test_a_renewal_can_be_forced_twenty_times_a_day() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    desk.issue_stable(APP)
    for _ in range(20):
        desk.issue_stable(APP, force=True)
        clock.advance(30)
    with pytest.raises(ApiError) as refusal:
        desk.issue_stable(APP, force=True)
    assert refusal.value.errcode == 45009
    clock.advance(24 * 3600)
    assert desk.issue_stable(APP, force=True)


def test_the_two_endpoints_do_not_disturb_each_other() -> None:
    clock = manual_clock()
    desk = TokenDesk(clock)
    stable = desk.issue_stable(APP)
    for _ in range(3):
        plain = desk.issue(APP)
    desk.issue_stable(APP)
    clock.advance(400)
    assert errcode(desk, stable.value) == errcode(desk, plain.value) == 0


def test_a_token_opens_only_its_own_app() -> None:
    desk = TokenDesk(manual_clock())
    assert errcode(desk, desk.issue("wxother").value) == 40001


def test_missing_malformed_and_unknown_tokens_differ() -> None:
    desk = TokenDesk(manual_clock())
    assert errcode(desk, "") == 41001
    assert errcode(desk, "nonsense") == 40014
    assert errcode(desk, f"84_{'x' * 132}") == 40001
