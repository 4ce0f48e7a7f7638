"""Logs tell what happened, never what somebody said."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import JsonFormatter, masked, start_logging
from tests.support.house import WANG

SECRET = "我的电话是13800138000"


@pytest.fixture
def logged() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger("jieyou.test")
    log.addHandler(handler)
    log.propagate = False
    yield log, stream
    log.removeHandler(handler)
    log.propagate = True


def test_a_record_is_one_line_of_json_with_its_fields(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    log, stream = logged
    log.warning("notice not sent", extra={"kind": "task", "tries": 2, "odd": {1}})
    (line,) = stream.getvalue().splitlines()
    fields = json.loads(line)
    assert fields["level"] == "warning"
    assert fields["message"] == "notice not sent"
    assert (fields["kind"], fields["tries"], fields["odd"]) == ("task", 2, "{1}")
    assert fields["at"].endswith("+00:00")


def test_of_an_error_only_kind_and_place_are_kept(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    log, stream = logged
    try:
        int(SECRET)
    except ValueError:
        log.exception("a talk failed")
    line = stream.getvalue()
    fields = json.loads(line)
    assert fields["error"] == "ValueError"
    assert any(place.startswith("test_logs.py:") for place in fields["where"])
    assert "13800138000" not in line


def test_line_breaks_cannot_forge_a_record(logged: tuple[logging.Logger, io.StringIO]) -> None:
    log, stream = logged
    log.warning('said "x"\n{"level": "error"}')
    assert len(stream.getvalue().splitlines()) == 1


def test_a_person_has_one_mask_that_does_not_lead_back() -> None:
    assert masked(WANG) == masked(WANG) != masked(WANG + "x")
    assert WANG not in masked(WANG)
    assert len(masked(WANG)) == 12


def test_request_lines_with_their_signatures_are_never_logged() -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = ("tornado.access", "apscheduler", "pymongo")
    levels = {name: logging.getLogger(name).level for name in names}
    try:
        start_logging("DEBUG")
        assert not logging.getLogger("tornado.access").isEnabledFor(logging.ERROR)
        assert isinstance(root.handlers[0].formatter, JsonFormatter)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
