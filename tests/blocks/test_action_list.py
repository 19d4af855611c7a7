"""The action list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.delivery.action_list import ActionList
from plangen.doctree import plain_text
from plangen.model import BlockPlace, Surroundings
from tests.blocks.reading import cells, faults, found, heads, tables, texts


def action(due: str, name: str = "一", **more: Any) -> dict[str, Any]:
    return {"action": name, "owner": "甲", "due": due, "deliverable": "报告"} | more


def actions(*items: dict[str, Any], **more: Any) -> ActionList:
    return ActionList.model_validate({"start": "2026-01-05", "items": list(items)} | more)


def test_actions_stand_by_due_date_below_their_month() -> None:
    block = actions(
        action("2026-02-13", "丙", id="third"),
        action("2026-01-09", "甲"),
        action("2026-02-13", "丁"),
        action("2026-01-30", "乙", supports=["pmo"]),
    )
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["序号", "行动", "负责人", "截止日期", "交付物"]
    assert cells(table) == [
        ["2026年1月"],
        ["1", "甲", "甲", "2026-01-09", "报告"],
        ["2", "乙", "甲", "2026-01-30", "报告"],
        ["2026年2月"],
        ["3", "丙", "甲", "2026-02-13", "报告"],
        ["4", "丁", "甲", "2026-02-13", "报告"],
    ]
    assert [row.kind for row in table.rows] == ["group", "body", "body", "group", "body", "body"]
    # 27 days of January from the 5th, 28 of February, 31 of March: 86, so the 90th is the 4th of April
    assert plain_text(table.note[0]) == "行动期自2026-01-05至2026-04-04，共90天。"
    assert texts(block) == (
        {"count": "4", "days": "90", "start": "2026年1月5日", "end": "2026年4月4日", "third.due": "2026年2月13日"}
    )


def test_months_are_named_in_the_language_of_the_plan() -> None:
    (table,) = tables(actions(action("2026-01-09"), action("2026-02-01")), BlockPlace("a.b.c", "en"))
    assert [cells(table)[0], cells(table)[2]] == [["January 2026"], ["February 2026"]]


def test_one_month_needs_no_heading() -> None:
    (table,) = tables(actions(action("2026-01-09"), action("2026-01-10")))
    assert [row.kind for row in table.rows] == ["body", "body"]


@pytest.mark.parametrize(("due", "right"), [("2026-01-04", False), ("2026-01-05", True), ("2026-01-07", True)])
def test_the_first_and_the_last_day_count(due: str, right: bool) -> None:
    assert faults(actions(action(due), days="3")) == ([] if right else ["PG402"])


def test_a_day_behind_the_window_names_the_window() -> None:
    (fault,) = found(actions(action("2026-01-08"), days="3"))
    assert (fault.code, fault.path) == ("PG402", ("items", 0, "due"))
    assert fault.values["start"] == date(2026, 1, 5)
    assert fault.values["end"] == date(2026, 1, 7)
    assert "{start}" in fault.hint
    assert "{end}" in fault.hint


def test_the_window_lies_inside_the_plan() -> None:
    (fault,) = found(actions(action("2025-12-31"), start="2025-12-31"))
    assert (fault.code, fault.path) == ("PG402", ("start",))
    (fault,) = found(actions(action("2028-12-31"), start="2028-12-31", days="2"))
    assert (fault.code, fault.path) == ("PG402", ("days",))
    (fault,) = found(actions(action("2029-01-01"), start="2029-01-01"))
    assert fault.path == ("start",)
    assert faults(actions(action("2029-01-01"), start="2029-01-01"), Surroundings("zh", None)) == []


def test_an_id_stands_once_and_may_be_left_out() -> None:
    block = actions(
        action("2026-01-09", id="a"), action("2026-01-09"), action("2026-01-09"), action("2026-01-10", id="a")
    )
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG202", ("items", 3, "id"))


@pytest.mark.parametrize("field", ["owner", "deliverable", "due", "action"])
def test_each_action_says_who_what_and_when(field: str) -> None:
    given_ = action("2026-01-09")
    del given_[field]
    with pytest.raises(ValidationError, match="missing"):
        actions(given_)


@pytest.mark.parametrize("days", ["0", "3661"])
def test_a_list_has_a_sensible_length(days: str) -> None:
    with pytest.raises(ValidationError):
        actions(action("2026-01-05"), days=days)


def test_a_list_at_the_end_of_time_ends_there() -> None:
    block = actions(action("9999-12-31"), start="9999-12-31")
    assert block.end == date.max
    assert faults(block, Surroundings("zh", None)) == []
    assert tables(block)


@given(st.lists(st.integers(0, 89), min_size=1, max_size=40))
def test_numbers_follow_the_dates(offsets: list[int]) -> None:
    first = date(2026, 1, 5)
    block = actions(*(action((first + timedelta(days=n)).isoformat(), f"行动{i}") for i, n in enumerate(offsets)))
    assert faults(block) == []
    rows = [row for row in cells(tables(block)[0]) if len(row) > 1]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(offsets) + 1)]
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    for day in {row[3] for row in rows}:  # equal ones keep the editor's order
        numbers = [int(row[1].removeprefix("行动")) for row in rows if row[3] == day]
        assert numbers == sorted(numbers)
