import pytest

from simulator.errors import ApiError
from simulator.quotas import Quotas
from tests.simulator.manual_clock import manual_clock

SEND = "/cgi-bin/message/template/send"


def test_calls_above_the_daily_cap_are_refused_until_the_next_day() -> None:
    clock = manual_clock()
    quotas = Quotas(clock, {SEND: 2})
    quotas.spend(SEND)
    quotas.spend(SEND)
    with pytest.raises(ApiError) as refusal:
        quotas.spend(SEND)
    assert refusal.value.errcode == 45009
    clock.advance(24 * 3600)
    quotas.spend(SEND)


def test_the_figures_of_the_day_can_be_asked() -> None:
    quotas = Quotas(manual_clock(), {})
    quotas.spend(SEND)
    assert quotas.status(SEND) == {"daily_limit": 100_000, "used": 1, "remain": 99_999}


@pytest.mark.parametrize(("path", "errcode"), [("/cgi-bin/x", 76021), ("/sns/auth", 76022)])
def test_a_path_without_quota_cannot_be_asked(path: str, errcode: int) -> None:
    with pytest.raises(ApiError) as refusal:
        Quotas(manual_clock(), {}).status(path)
    assert refusal.value.errcode == errcode


def test_counts_can_be_cleared_ten_times_a_month() -> None:
    clock = manual_clock()
    quotas = Quotas(clock, {SEND: 1})
    for _ in range(10):
        quotas.spend(SEND)
        quotas.clear()
    with pytest.raises(ApiError) as refusal:
        quotas.clear()
    assert refusal.value.errcode == 48006
    clock.advance(31 * 24 * 3600)
    quotas.clear()


def test_what_has_no_cap_is_not_counted() -> None:
    quotas = Quotas(manual_clock(), {})
    for _ in range(10):
        quotas.spend("/cgi-bin/message/custom/typing")
