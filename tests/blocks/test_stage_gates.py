"""Stages between two gates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from plangen.blocks.delivery.stage_gates import StageGates
from plangen.model import BlockPlace
from tests.blocks.reading import cells, example, faults, found, heads, tables, texts


def stage(name: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "start": start,
        "end": end,
        "entry": ["批准"],
        "exit": ["验收"],
        "decided_by": "委员会",
    } | more


FIRST = stage("初期", "2026-01-01", "2026-06-30", entry=["方案获批", "负责人确定"], budget_cap="3,000万元")
SECOND = stage("中期", "2026-07-01", "2027-12-31", id="middle", budget_cap="9,600万元")


def gates(*stages: dict[str, Any]) -> StageGates:
    return StageGates.model_validate({"stages": list(stages)})


def test_gates_by_hand() -> None:
    block = gates(FIRST, SECOND)
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["阶段", "起止时间", "准入条件", "准出条件", "累计投入上限", "裁决机构"]
    assert cells(table) == [
        ["初期", "2026-01-01 至 2026-06-30", "（1）方案获批\n（2）负责人确定", "验收", "3,000万元", "委员会"],
        ["中期", "2026-07-01 至 2027-12-31", "批准", "验收", "9,600万元", "委员会"],
    ]
    assert block.values("zh") == {
        "count": block.values("zh")["count"],
        "初期.start": date(2026, 1, 1),
        "初期.end": date(2026, 6, 30),
        "初期.budget_cap": block.stages[0].budget_cap,
        "middle.start": date(2026, 7, 1),
        "middle.end": date(2027, 12, 31),
        "middle.budget_cap": block.stages[1].budget_cap,
    }
    assert texts(block)["count"] == "2"
    assert list(block.outlays()) == []  # a cap is no plan to spend


def test_conditions_are_numbered_in_the_language_of_the_plan() -> None:
    (table,) = tables(gates(FIRST), BlockPlace("a.b.c", "en"))
    assert cells(table)[0][2] == "(1) 方案获批\n(2) 负责人确定"


def test_without_any_cap_there_is_no_column_for_it() -> None:
    (table,) = tables(gates(stage("一", "2026-01-01", "2026-06-30")))
    assert heads(table) == ["阶段", "起止时间", "准入条件", "准出条件", "裁决机构"]
    (mixed,) = tables(gates(FIRST, stage("中期", "2026-07-01", "2027-12-31")))
    assert [row[4] for row in cells(mixed)] == ["3,000万元", "—"]


@pytest.mark.parametrize(
    ("stages", "code", "path"),
    [
        ((stage("一", "2025-12-31", "2026-06-30"),), "PG402", ("stages", 0, "start")),
        ((stage("一", "2026-01-01", "2029-01-01"),), "PG402", ("stages", 0, "end")),
        ((stage("一", "2026-06-30", "2026-01-01"),), "PG006", ("stages", 0, "end")),
        ((FIRST, stage("中期", "2026-06-30", "2027-12-31")), "PG410", ("stages", 1, "start")),
        ((stage("中期", "2026-07-01", "2027-12-31"), FIRST), "PG410", ("stages", 1, "start")),
        ((FIRST, SECOND | {"name": "初期"}), "PG202", ("stages", 1, "name")),
        ((FIRST | {"id": "middle"}, SECOND), "PG202", ("stages", 1, "id")),
        ((FIRST, SECOND | {"budget_cap": "0.29亿元"}), "PG006", ("stages", 1, "budget_cap")),
        ((FIRST, SECOND | {"budget_cap": "USD 2 million"}), "PG006", ("stages", 1, "budget_cap")),
        ((FIRST | {"budget_cap": "-1元"},), "PG006", ("stages", 0, "budget_cap")),
    ],
)
def test_what_cannot_be_true_is_found(stages: tuple[dict[str, Any], ...], code: str, path: tuple[Any, ...]) -> None:
    (fault,) = found(gates(*stages))
    assert (fault.code, fault.path) == (code, path)
    assert gates(*stages).values("zh")
    assert tables(gates(*stages))


def test_a_cap_over_a_stage_without_one_still_counts() -> None:
    last = stage("后期", "2028-01-01", "2028-12-31", budget_cap="2,999万元")
    (fault,) = found(gates(FIRST, stage("中期", "2026-07-01", "2027-12-31"), last))
    assert fault.path == ("stages", 2, "budget_cap")
    assert (fault.values["cap"], fault.values["before"], fault.values["earlier"]) == ("2,999万元", "初期", "3,000万元")
    assert faults(gates(FIRST, SECOND, stage("后期", "2028-01-01", "2028-12-31", budget_cap="0.96亿元"))) == []


@pytest.mark.parametrize("field", ["entry", "exit"])
def test_a_stage_without_conditions_is_no_gate(field: str) -> None:
    with pytest.raises(ValidationError, match="too_short"):
        gates(FIRST | {field: []})


def test_five_hundred_stages() -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(500)]
    stages = [stage(f"第{n}阶段", day.isoformat(), day.isoformat(), id=f"s{n}") for n, day in enumerate(days)]
    assert faults(gates(*stages)) == []
    assert len(tables(gates(*stages))[0].rows) == 500


def test_the_example_names_its_stages() -> None:
    assert {"初期.start", "中期.budget_cap"} <= set(texts(example("stage_gates")))
