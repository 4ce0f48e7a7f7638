import pytest

from simulator.errors import ApiError
from simulator.windows import Windows
from tests.simulator.manual_clock import manual_clock

ELDER = "oElder"


def spend_all(windows: Windows) -> tuple[int, int]:
    """Return how many sends were allowed and the errcode of the first refusal."""
    for allowed in range(100):
        try:
            windows.spend(ELDER)
        except ApiError as refusal:
            return allowed, refusal.errcode
    raise AssertionError("a window without end")


@pytest.mark.parametrize(
    ("action", "messages", "seconds"),
    [
        ("message", 5, 48 * 3600),
        ("menu", 3, 60),
        ("answer", 3, 60),
        ("follow", 3, 60),
        ("scan", 3, 60),
    ],
)
def test_an_action_opens_its_window(action: str, messages: int, seconds: int) -> None:
    clock = manual_clock()
    windows = Windows(clock)
    windows.act(ELDER, action)
    clock.advance(seconds - 1)
    assert spend_all(windows) == (messages, 45047)
    clock.advance(1)
    assert spend_all(windows) == (0, 45015)


def test_without_any_action_nothing_may_be_sent() -> None:
    assert spend_all(Windows(manual_clock())) == (0, 45015)


def test_a_new_message_fills_the_window_up_and_does_not_add_to_it() -> None:
    windows = Windows(manual_clock())
    windows.act(ELDER, "message")
    windows.spend(ELDER)
    windows.act(ELDER, "message")
    assert spend_all(windows) == (5, 45047)


def test_of_several_windows_the_most_favourable_counts() -> None:
    clock = manual_clock()
    windows = Windows(clock)
    windows.act(ELDER, "message")
    for _ in range(4):
        windows.spend(ELDER)
    windows.act(ELDER, "menu")
    assert windows.left(ELDER) == 3
    windows.spend(ELDER)
    clock.advance(60)
    assert spend_all(windows) == (0, 45047)


def test_unfollowing_closes_every_window() -> None:
    windows = Windows(manual_clock())
    windows.act(ELDER, "message")
    windows.close(ELDER)
    assert spend_all(windows) == (0, 45015)


def test_the_typing_hint_needs_an_action_of_the_last_half_minute() -> None:
    clock = manual_clock()
    windows = Windows(clock)
    windows.act(ELDER, "message")
    clock.advance(31)
    with pytest.raises(ApiError) as refusal:
        windows.start_typing(ELDER)
    assert refusal.value.errcode == 45080


def test_the_typing_hint_is_not_shown_twice() -> None:
    clock = manual_clock()
    windows = Windows(clock)
    windows.act(ELDER, "message")
    windows.start_typing(ELDER)
    with pytest.raises(ApiError) as refusal:
        windows.start_typing(ELDER)
    assert refusal.value.errcode == 45081
    windows.stop_typing(ELDER)
    windows.start_typing(ELDER)
    clock.advance(15)
    windows.start_typing(ELDER)
