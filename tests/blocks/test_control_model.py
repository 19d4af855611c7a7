"""The operating control in four dimensions."""

from __future__ import annotations

from typing import Any

import pytest

from plangen.blocks.governance.control_model import ControlModel
from plangen.model import Surroundings
from tests.blocks.reading import AROUND, cells, faults, found, heads, said, tables, texts


def control(identifier: str, dimension: str, **changes: str) -> dict[str, Any]:
    base = {"id": identifier, "dimension": dimension, "control": f"对象{identifier}", "standard": "标准"}
    return base | {"action": "处置", "owner": "甲", "cadence": "每周"} | changes


FOUR = [control("e", "效果"), control("q", "质量"), control("r", "风险"), control("p", "过程")]


def test_a_control_model_by_hand() -> None:
    items = [
        control("e", "效果", indicator="周转天数", target="60天"),
        control("q", "质量", indicator="退货率", baseline="38.0%", target="32.0%"),
        control("q2", "quality", indicator="客诉率", baseline="1.2%"),
        control("r", "风险"),
        control("p", "过程", indicator="发货率"),
    ]
    block = ControlModel.model_validate({"items": items})
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["管控对象", "标准", "衡量指标", "偏差处置", "负责与频率"]
    # grouped in the order of the four dimensions, whatever the order in the file
    assert [row[0] for row in cells(table)] == [
        "质量",
        "对象q",
        "对象q2",
        "过程",
        "对象p",
        "风险",
        "对象r",
        "效果",
        "对象e",
    ]
    assert [row[2] for row in cells(table) if len(row) > 1] == [
        "退货率\n38.0% → 32.0%",
        "客诉率\n基期1.2%",
        "发货率",
        "—",
        "周转天数\n目标60天",
    ]
    assert cells(table)[1][-2:] == ["处置", "甲\n每周"]
    assert texts(block) == {
        "count": "5",
        "e.target": "60天",
        "q.baseline": "38.0%",
        "q.target": "32.0%",
        "q.change": "-6.0个百分点",
        "q2.baseline": "1.2%",
    }
    measures = list(block.measures())
    assert [(measure.id, measure.name, sorted(measure.figures)) for measure in measures] == [
        ("e", "周转天数", ["target"]),
        ("q", "退货率", ["baseline", "target"]),
        ("q2", "客诉率", ["baseline"]),
    ]
    assert measures[1].figures["target"][1] == ("items", 1, "target")
    assert measures[1].words == ("-6.0个百分点", "-6.0 percentage points")


def test_without_indicators_there_is_no_column_for_them() -> None:
    (table,) = tables(ControlModel.model_validate({"items": FOUR}))
    assert heads(table) == ["管控对象", "标准", "偏差处置", "负责与频率"]


@pytest.mark.parametrize("absent", range(4))
def test_a_dimension_without_entry_is_named(absent: int) -> None:
    kept = [item for number, item in enumerate(FOUR) if number != absent]
    (fault,) = found(ControlModel.model_validate({"items": kept}))
    assert (fault.code, fault.path) == ("PG007", ("items",))
    word = FOUR[absent]["dimension"]
    assert said(fault) == (
        f"items: no entry is about {word} / add an entry for each of: {word}; all of 质量, 过程, 风险, 效果 are needed"
    )


def test_all_absent_dimensions_are_named_in_the_language_of_the_plan() -> None:
    block = ControlModel.model_validate({"items": FOUR[1:2]})
    (fault,) = found(block, Surroundings("en", AROUND.horizon))
    assert "no entry is about Process, Risk, Effect" in said(fault)


def test_figures_have_one_unit_and_an_indicator() -> None:
    items = [*FOUR[1:], control("e", "效果", indicator="周转", baseline="80天", target="60%")]
    block = ControlModel.model_validate({"items": items})
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("items", 3, "target"))
    assert "80天" in said(fault)
    assert "60%" in said(fault)
    assert "e.change" not in texts(block)
    assert next(block.measures()).words == ()
    nameless = ControlModel.model_validate({"items": [*FOUR[1:], control("e", "效果", target="60%")]})
    (fault,) = found(nameless)
    assert (fault.code, fault.path) == ("PG007", ("items", 3, "indicator"))
    assert "对象e" in said(fault)
    assert list(nameless.measures()) == []
    assert tables(nameless)


def test_money_of_different_scale_is_one_unit_and_ids_stand_once() -> None:
    money = control("q", "质量", indicator="成本", baseline="9,000万元", target="1亿元")
    block = ControlModel.model_validate({"items": [*FOUR, money]})
    assert faults(block) == ["PG202"]
    assert found(block)[0].path == ("items", 4, "id")
