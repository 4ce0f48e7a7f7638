import pytest

from simulator.faults import FaultDesk, FaultError


def test_at_first_nothing_fails() -> None:
    desk = FaultDesk()
    assert desk.take_failure("/cgi-bin/menu/get") == ""


def test_a_failure_without_count_lasts_until_it_is_switched_off() -> None:
    desk = FaultDesk()
    desk.change({"api_failure": "-1"})
    assert [desk.take_failure("/x") for _ in range(3)] == ["-1"] * 3
    desk.change({"api_failure": ""})
    assert desk.take_failure("/x") == ""


def test_a_counted_failure_ends_by_itself() -> None:
    desk = FaultDesk()
    desk.change({"api_failure": "40001", "api_failure_times": 2})
    assert [desk.take_failure("/x") for _ in range(3)] == ["40001", "40001", ""]
    assert desk.faults.api_failure_times == 0


def test_a_failure_may_be_kept_to_some_paths() -> None:
    desk = FaultDesk()
    desk.change({"api_failure": "hang", "api_failure_path": "/cgi-bin/message/"})
    assert desk.take_failure("/cgi-bin/token") == ""
    assert desk.take_failure("/cgi-bin/message/custom/send") == "hang"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"api_fail": "x"}, "no fault 'api_fail'; there are: api_latency_ms"),
        ({"push_duplicate": "yes"}, "push_duplicate: give a bool"),
        ({"api_failure": "explode"}, "api_failure: give an errcode, hang, close"),
        ({"finish_event": "never"}, "finish_event: give one of normal, lost, early"),
        ({"api_latency_ms": -1}, "0 or more"),
    ],
)
def test_a_wrong_switch_is_refused_and_changes_nothing(
    values: dict[str, object], complaint: str
) -> None:
    desk = FaultDesk()
    before = desk.faults
    with pytest.raises(FaultError, match=complaint):
        desk.change({"push_out_of_order": True, **values})
    assert desk.faults == before
