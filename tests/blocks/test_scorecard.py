"""The balanced scorecard against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.performance.scorecard import PERSPECTIVES, KpiScorecard
from plangen.doctree import Chart, plain_text
from plangen.model import BlockPlace
from plangen.quantities import Quantity
from tests.blocks.reading import AROUND, HERE, cells, charts, heads, tables, texts, told

SHORT = {"finance": "财务", "customer": "客户", "operations": "运营", "innovation": "创新"}


def kpi(**changes: Any) -> dict[str, Any]:
    base = {"id": "a", "perspective": "财务", "name": "毛利率", "baseline": "46.5%", "target": "49.2%"}
    return base | {"owner": "财务部", "cadence": "每月"} | changes


def scorecard(*items: dict[str, Any], **fields: Any) -> KpiScorecard:
    return KpiScorecard.model_validate({"items": list(items), **fields})


def note(node: Any) -> str:
    return "".join(map(plain_text, node.note))


def chart_of(block: KpiScorecard, name: str) -> Chart:
    """Return the one chart of that name."""
    (found,) = [chart for chart in charts(block) if chart.id == f"{HERE.path}.{name}"]
    return found


@pytest.mark.parametrize(
    ("changes", "attainment", "tone"),
    [
        ({}, "94.5", "warn"),  # 46.5 / 49.2 = 94.51…
        ({"current": "47.0%"}, "95.5", "good"),  # 47.0 / 49.2 = 95.52…
        ({"current": "46.74%"}, "95.0", "good"),  # exactly 95
        ({"current": "39.36%"}, "80.0", "warn"),  # exactly 80
        ({"current": "39.3%"}, "79.9", "bad"),
        ({"current": "60%"}, "122.0", "good"),
        ({"baseline": "12.0%", "target": "8.0%"}, "66.7", "bad"),  # less is better: 8 / 12
        ({"baseline": "12.0%", "target": "8.0%", "current": "8.0%"}, "100.0", "good"),
        ({"baseline": "9,500万元", "target": "1亿元"}, "95.0", "good"),
        ({"baseline": "8万人", "target": "100,000人"}, "80.0", "warn"),
        ({"baseline": "0家", "target": "10家"}, "0.0", "bad"),
        ({"baseline": "10件", "target": "0件"}, "0.0", "bad"),
        ({"baseline": "10件", "target": "0件", "current": "0件"}, "100.0", "good"),  # met, though 0 / 0 is no ratio
        ({"baseline": "10件", "target": "5件", "current": "0件"}, "100.0", "good"),
        ({"baseline": "-5%", "target": "5%"}, None, ""),
        ({"baseline": "-5%", "target": "0%"}, None, ""),
        ({"baseline": "-5%", "target": "0%", "current": "1%"}, "100.0", "good"),
        ({"baseline": "40%", "target": "40%", "direction": "保持", "current": "38%"}, "95.0", "good"),
        ({"baseline": "40%", "target": "40%", "direction": "保持", "current": "50%"}, "80.0", "warn"),  # 40 / 50
        ({"baseline": "0件", "target": "0件", "direction": "保持"}, "100.0", "good"),
    ],
)
def test_attainment_and_traffic_light(changes: dict[str, str], attainment: str | None, tone: str) -> None:
    block = scorecard(kpi(**changes))
    (item,) = block.items
    assert (None if item.attainment is None else str(item.attainment)) == attainment
    assert block.status(item) == tone
    assert ("a.attainment" in texts(block)) == (attainment is not None)


def test_the_scorecard_groups_by_perspective_in_the_order_of_kaplan_and_norton() -> None:
    block = scorecard(
        kpi(id="i", perspective="学习与成长", name="创新项"),
        kpi(id="o", perspective="operations", name="运营项", baseline="12天", target="8天", current="10天"),
        kpi(id="f", name="财务项", note="含税。"),
        thresholds={"green": "100%", "amber": "80%"},
    )
    (table,) = tables(block)
    assert heads(table) == ["指标", "基期值", "现值", "目标值", "差距", "达成度", "负责人", "频率"]
    assert [row[0] for row in cells(table)] == ["财务维度", "财务项", "运营维度", "运营项", "创新维度", "创新项"]
    assert [row.kind for row in table.rows] == ["group", "body"] * 3
    assert cells(table)[3] == ["运营项", "12天", "10天", "8天", "-20.0%", "80.0% 黄", "财务部", "每月"]
    assert table.rows[3].cells[5].tone == "warn"
    assert "达到100%为绿，达到80%为黄" in note(table)
    assert note(table).endswith("财务项：含税。")


def test_before_anything_is_measured_the_current_value_has_no_column_of_its_own() -> None:
    block = scorecard(kpi())
    (table,) = tables(block)
    assert heads(table) == ["指标", "基期值", "目标值", "差距", "达成度", "负责人", "频率"]
    assert "尚无实测值，现值取基期值。" in note(table)
    assert "尚无实测值" not in note(tables(scorecard(kpi(), kpi(id="b", current="47%")))[0])


def test_a_missing_owner_or_cadence_is_shown_as_missing() -> None:
    """Whether that may be is asked of the whole plan."""
    bare = {key: value for key, value in kpi().items() if key not in ("owner", "cadence")}
    block = scorecard(bare)
    assert told(block) == []
    assert cells(tables(block)[0])[1][-2:] == ["—", "—"]


def four() -> KpiScorecard:
    return scorecard(
        kpi(id="f1", name="收入", baseline="50元", target="100元"),  # 50.0
        kpi(id="f2", name="毛利", baseline="40元", target="50元"),  # 80.0
        kpi(id="f3", name="利润", baseline="-5元", target="5元"),  # no ratio
        kpi(id="c1", perspective="客户", name="复购", baseline="29%", target="38%", current="38%"),  # 100.0
        kpi(id="o1", perspective="运营", name="周期", baseline="48小时", target="6小时"),  # 12.5
        kpi(id="i1", perspective="创新", name="数字化", baseline="1.9%", target="2.0%"),  # 95.0
    )


def test_perspectives_and_lights_are_counted() -> None:
    values = texts(four())
    assert {key: values[key] for key in ("count", "count_green", "count_amber", "count_red")} == {
        "count": "6",
        "count_green": "2",  # 复购, 数字化
        "count_amber": "1",  # 毛利
        "count_red": "2",  # 收入, 周期
    }
    assert values["finance.attainment"] == "65.0%"  # (50 + 80) / 2, without the one that has no ratio
    assert values["customer.attainment"] == "100.0%"
    assert values["operations.attainment"] == "12.5%"
    assert values["innovation.attainment"] == "95.0%"
    assert four().values("zh")["finance.attainment"] == Quantity(Decimal("65.0"), "%")


def test_the_radar_has_an_axis_for_each_perspective() -> None:
    radar = chart_of(four(), "radar")
    assert radar.kind == "radar"
    assert radar.categories == ("财务维度", "客户维度", "运营维度", "创新维度")
    assert [(s.name, s.values) for s in radar.series] == [
        ("现值", (Decimal("65.0"), Decimal("100.0"), Decimal("12.5"), Decimal("95.0"))),
        ("目标值", (Decimal(100),) * 4),
    ]
    assert (radar.unit, radar.places) == ("%", 1)
    assert "简单平均" in note(radar)


def test_a_scorecard_of_one_perspective_has_an_axis_for_each_of_a_few_indicators() -> None:
    few = [kpi(id=f"k{n}", name=f"指标{n}", baseline=f"{n}元", target="20元") for n in range(1, 12)]
    assert chart_of(scorecard(*few[:10]), "radar").categories == tuple(f"指标{n}" for n in range(1, 11))
    assert chart_of(scorecard(*few[:3]), "radar").series[0].values == (Decimal("5.0"), Decimal("10.0"), Decimal("15.0"))
    for some in (few[:2], few):  # two axes are no area, eleven names do not stand around one
        assert [c.id for c in charts(scorecard(*some))] == [f"{HERE.path}.gap"]


def test_the_gap_chart_holds_each_indicator_against_its_target() -> None:
    gap = chart_of(four(), "gap")
    assert gap.kind == "bullet"
    assert list(zip(gap.categories, map(str, gap.series[0].values), strict=True)) == [
        *(("收入", "50.0"), ("毛利", "80.0"), ("复购", "100.0"), ("周期", "12.5"), ("数字化", "95.0"))
    ]
    assert set(gap.series[1].values) == {Decimal(100)}
    assert "另有1项指标" in note(gap)  # 利润 has no ratio
    assert charts(scorecard(kpi())) == []


def many(number: int) -> KpiScorecard:
    items = [
        kpi(id=f"k{n}", name=f"指标{n}", perspective=SHORT[PERSPECTIVES[n % 4]], baseline=f"{n}元", target="1000元")
        for n in range(number)
    ]
    return scorecard(*items)


def test_of_too_many_indicators_the_chart_takes_those_furthest_from_their_targets() -> None:
    assert len(chart_of(many(24), "gap").categories) == 24
    gap = chart_of(many(60), "gap")
    assert gap.categories == tuple(f"指标{n}" for n in range(24))
    assert list(gap.series[0].values) == sorted(gap.series[0].values)
    assert "共60项，此处列出达成度最低的24项" in note(gap)


def test_five_hundred_indicators_stand_in_one_table() -> None:
    block = many(500)
    assert told(block, AROUND) == []
    (table,) = tables(block)
    texts(block)
    list(block.measures())
    assert len(table.rows) == 504
    # each perspective is one run of rows below one head
    assert [row.kind for row in table.rows].count("group") == 4
    assert [len(row.cells) for row in table.rows if row.kind == "body"] == [7] * 500


def test_many_notes_stand_below_the_names_of_their_indicators() -> None:
    items = [kpi(id=f"k{n}", name=f"指标{n}", note=f"口径{n}") for n in range(13)]
    few, many_notes = tables(scorecard(*items[:12]))[0], tables(scorecard(*items))[0]
    assert note(few).endswith("指标11：口径11。")
    assert cells(few)[1][0] == "指标0"
    assert "口径" not in note(many_notes)
    assert [row[0] for row in cells(many_notes)[1:]] == [f"指标{n}\n口径{n}" for n in range(13)]


def test_indicators_state_their_measures() -> None:
    plain, measured = scorecard(
        kpi(), kpi(id="b", name="周期", baseline="168天", target="138天", current="150天")
    ).measures()
    assert {role: (figure.text, path) for role, (figure, path) in plain.figures.items()} == {
        "baseline": ("46.5%", ("items", 0, "baseline")),
        "target": ("49.2%", ("items", 0, "target")),
    }
    assert plain.words == ("+2.7个百分点", "+2.7 percentage points", "94.5%")
    assert measured.figures["current"] == (Quantity(Decimal(150), "天"), ("items", 1, "current"))
    # 168 → 138: −17.9 %; 150 → 138: −8.0 %; 138 / 150 = 92.0 %
    assert measured.words == ("-17.9%", "-8.0%", "92.0%")


@pytest.mark.parametrize("name", ["count", "count_red", "count_amber", "count_green", *PERSPECTIVES])
def test_an_id_that_is_a_figure_of_the_scorecard_is_found(name: str) -> None:
    ((code, path, message, hint),) = told(scorecard(kpi(), kpi(id=name)))
    assert (code, path) == ("PG202", ("items", 1, "id"))
    assert name in message
    assert f"{name}_1" in hint
    assert "count_red" in hint


def test_what_cannot_be_true_of_an_indicator_is_found_with_its_figures() -> None:
    block = scorecard(
        kpi(id="a", target="2.7个百分点"),
        kpi(id="b", baseline="40%", target="40%"),
        kpi(id="c", current="47"),
        kpi(id="d", direction="下降"),
        kpi(id="e", baseline="40%", target="40天", direction="保持"),
        kpi(id="f", current="1个百分点"),
        thresholds={"green": "80%", "amber": "90%"},
    )
    found = {path: (code, message, hint) for code, path, message, hint in told(block)}
    assert {path: code for path, (code, _, _) in found.items()} == {
        ("items", 0, "target"): "PG006",
        ("items", 1, "target"): "PG006",
        ("items", 2, "current"): "PG006",
        ("items", 3, "direction"): "PG006",
        ("items", 4, "target"): "PG006",
        ("items", 5, "current"): "PG006",
        ("thresholds", "amber"): "PG006",
    }
    assert "49.2%" in found["items", 0, "target"][2]
    assert found["items", 2, "current"][2] == "write 47 as 47%"
    assert "46.5% and 1个百分点 make 47.5%" in found["items", 5, "current"][2]
    assert "90%" in found["thresholds", "amber"][1]
    assert "80%" in found["thresholds", "amber"][1]
    assert all(texts(block).values())
    assert len(block.lower(HERE)) >= 1


figures = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(lambda number: f"{number}元")


@given(st.lists(st.tuples(figures, figures, figures, st.sampled_from(PERSPECTIVES)), min_size=1, max_size=30))
def test_every_indicator_has_a_row_and_every_light_is_counted(rows: list[tuple[str, str, str, str]]) -> None:
    items = [
        kpi(id=f"k{n}", name=f"指标{n}", baseline=one, target=two, current=three, perspective=perspective)
        for n, (one, two, three, perspective) in enumerate(rows)
    ]
    block = scorecard(*items)
    (table,) = tables(block)
    body = [row for row in table.rows if row.kind == "body"]
    assert len(body) == len(rows)
    values = texts(block)
    lights = [int(values[f"count_{name}"]) for name in ("green", "amber", "red")]
    assert sum(lights) + sum(item.attainment is None for item in block.items) == len(rows)
    for perspective, reached in block.reached().items():
        members = [i.attainment for i in block.items if i.perspective == perspective and i.attainment is not None]
        assert min(members) <= reached <= max(members)


def test_the_scorecard_speaks_english() -> None:
    table, radar, gap = four().lower(BlockPlace("a.b.c", "en", "Scorecard"))
    assert (table.caption, radar.caption, gap.caption) == (  # type: ignore[union-attr]
        "Scorecard",
        "Scorecard: attainment by perspective",
        "Scorecard: attainment of each indicator against its target",
    )
