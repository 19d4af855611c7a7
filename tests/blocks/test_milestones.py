"""Milestones, alone and in a roadmap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plangen.blocks.delivery.milestones import Milestones
from plangen.doctree import plain_text
from plangen.model import BlockPlace, Surroundings
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def stone(name: str, day: str, *after: str) -> dict[str, Any]:
    return {"id": name, "name": f"节点{name}", "date": day, "criteria": "通过", "owner": "甲", "after": list(after)}


def stones(*items: dict[str, Any]) -> Milestones:
    return Milestones.model_validate({"items": list(items)})


def test_milestones_stand_by_date() -> None:
    block = stones(stone("b", "2027-01-01", "a", "task_elsewhere"), stone("a", "2026-01-01"))
    assert faults(block) == []
    (table,) = tables(block, BlockPlace("a.b.c", "zh", "题名"))
    assert (table.id, table.caption) == ("a.b.c", "题名")
    assert heads(table) == ["序号", "里程碑", "日期", "验收标准", "负责人"]
    assert cells(table) == [
        ["M1", "节点a", "2026-01-01", "通过", "甲"],
        ["M2", "节点b", "2027-01-01", "通过", "甲"],
    ]
    assert texts(block) == {"count": "2", "a.date": "2026年1月1日", "b.date": "2027年1月1日"}
    assert charts(block) == []  # two points make no timeline


def test_three_make_a_timeline() -> None:
    block = stones(stone("c", "2028-01-01", "b", "a", "b"), stone("a", "2026-01-01"), stone("b", "2027-01-01", "x"))
    (chart,) = charts(block)
    assert (chart.kind, chart.id, chart.caption) == ("gantt", "chapter.section.slot.timeline", "里程碑时间轴")
    assert [(s.name, s.start, s.end, s.milestone, s.after) for s in chart.spans] == [
        ("节点a", "2026-01-01", "2026-01-01", True, ()),
        ("节点b", "2027-01-01", "2027-01-01", True, ()),
        ("节点c", "2028-01-01", "2028-01-01", True, (1, 0)),
    ]
    assert "3个里程碑" in chart.alt
    assert chart.note == ()


def test_a_long_list_is_drawn_up_to_forty() -> None:
    first = date(2026, 1, 1).toordinal()
    block = stones(*(stone(f"m{n}", date.fromordinal(first + n).isoformat()) for n in reversed(range(50))))
    (chart,) = charts(block)
    assert [span.name for span in chart.spans] == [f"节点m{n}" for n in range(40)]
    assert plain_text(chart.note[0]) == "共50个里程碑，图中为最早的40个。"
    assert len(tables(block)[0].rows) == 50


@pytest.mark.parametrize(
    ("items", "code", "path"),
    [
        ((stone("a", "2025-12-31"),), "PG402", ("items", 0, "date")),
        ((stone("a", "2026-01-01"), stone("a", "2026-01-02")), "PG202", ("items", 1, "id")),
        ((stone("a", "2026-01-02"), stone("b", "2026-01-01", "x", "a")), "PG410", ("items", 1, "after", 1)),
        ((stone("a", "2026-01-02", "a"),), "PG403", ("items", 0, "after", 0)),
        ((stone("a", "2026-01-02", "b"), stone("b", "2026-01-02", "a")), "PG403", ("items", 0, "after", 0)),
    ],
)
def test_what_cannot_be_true_is_found(items: tuple[dict[str, Any], ...], code: str, path: tuple[Any, ...]) -> None:
    (fault,) = found(stones(*items))
    assert (fault.code, fault.path) == (code, path)
    assert tables(stones(*items))


def test_a_milestone_may_fall_on_the_day_of_the_one_before_it() -> None:
    assert faults(stones(stone("a", "2026-01-02"), stone("b", "2026-01-02", "a"))) == []


def test_the_dates_of_both_are_named() -> None:
    (fault,) = found(stones(stone("a", "2026-03-02"), stone("b", "2026-03-01", "a")))
    assert (fault.values["due"], fault.values["other"]) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (fault.values["name"], fault.values["before"]) == ("节点b", "节点a")


def test_without_a_horizon_any_day_will_do() -> None:
    assert faults(stones(stone("a", "1999-12-31")), Surroundings("zh", None)) == []
