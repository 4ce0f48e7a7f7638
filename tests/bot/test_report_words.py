"""A report in words: for people in a terminal, for programs, and for spreadsheets."""

import csv
import io
from datetime import date
from typing import Any

import orjson
import pytest

from bot.phrases import load_phrases
from bot.report_words import Wording
from bot.reporting import Report
from models.area import Area, AreaTree, Level
from models.calendar import Calendar
from models.facts import look
from models.figures import FIGURES
from models.period import Period
from models.summary import Summary
from tests.models.lives import moment
from tests.models.test_figures import EXPECTED, LIVES

STREET = Area("street", "皖河街道", Level.STREET, ("city", "street"))
FEICUI = Area("feicui", "翡翠社区", Level.COMMUNITY, ("city", "street", "feicui"))
FIRST, AFTER = date(2025, 11, 1), date(2025, 12, 1)


def november(until: str = "12-31 00:00") -> Report:
    """The month that was counted by hand, as far as it had come."""
    period = Period.of_days(FIRST, AFTER, moment(until))
    summary = Summary("street")
    for life in LIVES:
        if seen := look(life, period, Calendar()):
            summary.add(seen)
    return Report("street", FIRST, AFTER, period, summary)


def wording(*areas: Area) -> Wording:
    return Wording(load_phrases(), AreaTree(areas or (STREET, FEICUI)))


def rows_of(written: str) -> list[list[str]]:
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written[1:])))


def lines_with(text: str, words: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.startswith(words)]


def test_a_person_reads_area_and_days_figures_and_what_they_mean() -> None:
    table = wording().as_table(november())
    assert table.startswith("皖河街道，2025-11-01 到 2025-11-30\n\n")
    assert ["收到", "8", "件"] in lines_with(table, "收到 ")
    assert ["按时办结率", "66.7%"] in lines_with(table, "按时办结率 ")
    assert all(f"{each.name}：{each.definition}" in table for each in FIGURES)


def test_groups_go_by_the_names_people_know() -> None:
    table = wording().as_table(november())
    assert lines_with(table, "翡翠社区")[0][1:3] == ["5", "件"]
    assert lines_with(table, "报修")[0][1:3] == ["8", "件"]
    assert lines_with(table, "微信")[0][1:3] == ["7", "件"]


def test_what_has_no_name_goes_by_what_it_is_stored_as() -> None:
    table = wording().as_table(november())
    assert lines_with(table, "tingtao")


def test_columns_stand_under_each_other() -> None:
    lines = wording().as_table(november()).splitlines()
    start = lines.index("按地方")
    widths = {
        sum(2 if ord(each) > 0x2000 else 1 for each in line)
        for line in lines[start + 1 : start + 4]
    }
    assert len(widths) == 1


def test_a_month_that_is_not_over_says_until_when_it_was_counted() -> None:
    assert "数到 2025-11-20 09:00 为止" in wording().as_table(november("11-20 09:00"))
    assert "还没过完" not in wording().as_table(november())


def test_a_program_reads_every_figure_of_the_whole_and_of_every_group() -> None:
    found: dict[str, Any] = orjson.loads(wording().as_json(november()))
    assert {key: each["value"] for key, each in found["figures"].items()} == EXPECTED
    assert (found["area"], found["from"], found["to"]) == ("street", "2025-11-01", "2025-12-01")
    assert found["by"]["source"]["phone"]["received"] == 1


def test_a_spreadsheet_has_one_line_a_group_and_one_column_a_figure() -> None:
    head, whole, *groups = rows_of(wording().as_csv(november()))
    assert head[:3] == ["分法", "分组", "收到（件）"]
    assert whole[:3] == ["合计", "合计", "8"]
    assert ["按地方", "翡翠社区", "5"] in [each[:3] for each in groups]
    assert {len(row) for row in (head, whole, *groups)} == {2 + len(FIGURES)}


@pytest.mark.parametrize("name", ["=1+1", "+8613800000000", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_no_name_becomes_a_formula(name: str) -> None:
    renamed = Area("feicui", name, Level.COMMUNITY, FEICUI.path)
    rows = rows_of(wording(STREET, renamed).as_csv(november()))
    assert f"'{name}" in [row[1] for row in rows]
