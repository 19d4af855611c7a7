"""Goals against values worked out by hand."""

from __future__ import annotations

from typing import Any

from plangen.blocks.performance.goals import Goals
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from tests.blocks.reading import cells, charts, heads, tables, texts, told


def goal(**changes: str) -> dict[str, Any]:
    base = {"id": "a", "name": "毛利率", "baseline": "46.5%", "target": "49.2%", "by": "2028-12-31", "owner": "财务部"}
    return base | changes


def goals(*items: dict[str, Any]) -> Goals:
    return Goals.model_validate({"items": list(items)})


def test_goals_show_the_way_from_baseline_to_target() -> None:
    revenue = goal(id="b", name="收入", baseline="9,500万元", target="1.2亿元", by="2027-06-30", note="含税。")
    block = goals(goal(), revenue)
    (table,) = tables(block)
    assert charts(block) == []
    assert heads(table) == ["战略目标", "基期值", "目标值", "变化", "期限", "负责人"]
    assert cells(table) == [
        ["毛利率", "46.5%", "49.2%", "+2.7个百分点", "2028-12-31", "财务部"],
        ["收入", "9,500万元", "1.2亿元", "+26.3%", "2027-06-30", "财务部"],  # 2,500 / 9,500
    ]
    assert "".join(map(plain_text, table.note)) == "收入：含税。"
    assert texts(block) == (
        {"count": "2", "a.baseline": "46.5%", "a.target": "49.2%", "a.change": "+2.7个百分点", "a.by": "2028年12月31日"}
        | {"b.baseline": "9,500万元", "b.target": "1.2亿元", "b.change": "+26.3%", "b.by": "2027年6月30日"}
    )


def test_a_dimension_gets_a_column_when_any_goal_has_one() -> None:
    (table,) = tables(goals(goal(dimension="盈利"), goal(id="b")))
    assert [row[0] for row in cells(table)] == ["盈利", "—"]
    assert heads(table)[0] == "维度"


def test_a_goal_that_is_no_kpi_says_how_often_it_is_measured() -> None:
    block = goals(goal(cadence="每年"), goal(id="b"), goal(id="c", cadence="half_yearly"))
    (table,) = tables(block)
    assert [row[-1] for row in cells(table)] == ["财务部\n每年衡量", "财务部", "财务部\n每半年衡量"]
    (english,) = tables(block, BlockPlace("a.b.c", "en"))
    assert cells(english)[0][-1] == "财务部\nmeasured yearly"


def test_goals_state_their_measures_for_the_year_they_end_in() -> None:
    first, second = goals(
        goal(), goal(id="b", name="收入", baseline="9,500万元", target="1.2亿元", by="2027-06-30")
    ).measures()
    assert (first.id, first.name, first.words) == ("a", "毛利率", ("+2.7个百分点", "+2.7 percentage points"))
    assert {role: (figure.text, path) for role, (figure, path) in first.figures.items()} == {
        "baseline": ("46.5%", ("items", 0, "baseline")),
        "2028": ("49.2%", ("items", 0, "target")),
    }
    assert {role: path for role, (_, path) in second.figures.items()} == {
        "baseline": ("items", 1, "baseline"),
        "2027": ("items", 1, "target"),
    }
    assert second.words == ("+26.3%",)


def test_what_cannot_be_a_goal_is_found_with_its_figures() -> None:
    block = goals(
        goal(target="2.7个百分点"),
        goal(id="b", name="收入", baseline="1亿元", target="10,000万元"),
        goal(id="c", name="周期", baseline="72小时", target="2天"),
        goal(id="a", by="2029-01-01"),
    )
    found = {(code, path): (message, hint) for code, path, message, hint in told(block)}
    assert found.keys() == {
        ("PG202", ("items", 3, "id")),
        ("PG006", ("items", 0, "target")),
        ("PG006", ("items", 1, "target")),
        ("PG006", ("items", 2, "target")),
        ("PG402", ("items", 3, "by")),
    }
    assert found["PG006", ("items", 0, "target")] == (
        "毛利率: 46.5% is a percentage, but 2.7个百分点 is a number of percentage points, a change",
        "write the percentage that is reached: 46.5% and 2.7个百分点 make 49.2%",
    )
    assert "equals the baseline, 1亿元" in found["PG006", ("items", 1, "target")][0]
    assert found["PG006", ("items", 2, "target")][1] == "write 2天 as 48小时"


def test_a_goal_with_a_fault_still_lowers_itself() -> None:
    extreme = {"baseline": "0.000000001元", "target": "999999999999999万亿元"}
    block = goals(goal(target="3天"), goal(id="b", baseline="0%", target="0%"), goal(id="c", **extreme))
    assert told(block)
    assert len(cells(tables(block)[0])) == 3
    assert all(texts(block).values())
    assert len(list(block.measures())) == 3
