from simulator.calls import KEPT_CALLS, CallLog, redact
from tests.simulator.manual_clock import manual_clock


def test_tokens_and_secrets_are_hidden_wherever_they_stand() -> None:
    assert redact("access_token=84_abc&openid=o1") == "access_token=***&openid=o1"
    assert redact('{"appid": "wx", "secret": "abc"}') == '{"appid": "wx", "secret": "***"}'
    assert redact('{"access_token": "84_x", "expires_in": 7200}') == (
        '{"access_token": "***", "expires_in": 7200}'
    )


def test_the_last_calls_of_a_path_can_be_read() -> None:
    log = CallLog(manual_clock())
    for number in range(3):
        log.add("GET", "/cgi-bin/user/info", f"openid={number}", "", "{}", 1.25)
    log.add("POST", "/cgi-bin/menu/create", "", "{}", "{}", 1)
    assert [call["query"] for call in log.last("/cgi-bin/user", 2)] == ["openid=1", "openid=2"]
    assert log.last("", 0) == []


def test_the_log_does_not_grow_without_end() -> None:
    log = CallLog(manual_clock())
    for _ in range(KEPT_CALLS + 5):
        log.add("GET", "/", "", "", "", 0)
    assert len(log.last("", 10_000)) == KEPT_CALLS
