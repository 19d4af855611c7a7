"""Scenarios and sensitivities of the financial model against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.projection import project
from plangen.blocks.finance.returns import npv
from plangen.blocks.finance.sensitivity import vary
from plangen.doctree import plain_text
from tests.blocks.reading import charts, faults, heads, tables, texts
from tests.blocks.small_model import SCENARIOS, SENSITIVITY, SMALL, by_id, small


def test_scenarios_by_hand() -> None:
    """Worse: 2026 1,050 x 0.39 - 200 = 209.5, net 157.125: 7.125 - 10 - 90 = -92.875.

    2027: 1,089 x 0.49 - 200 = 333.61, net 250.2075: 100.2075 + 10 - 10 = 100.2075; at 10 %:
    -50 - 84.43 + 82.82 = -51.62. Better: 1,210 x 0.4 - 190 = 294, net 220.5: 70.5 - 110 = -39.5; 1,331 x 0.5 - 190 =
    475.5, net 356.625: 206.625 - 10 = 196.625: -50 - 35.91 + 162.5 = 76.59. Expected: 0.3 x -51.62 + 0.5 x -3.93 +
    0.2 x 76.59 = -2.13. 100.2075 x² - 92.875 x - 50 = 0 has x = 1.30825, 1 / x - 1 = -23.6 %; 196.625 x² - 39.5 x -
    50 = 0 has x = 0.61463, 62.7 %; 1 + 89.5 / 196.625 = 1.46 years.
    """
    block = small(scenarios=SCENARIOS)
    assert faults(block) == []
    assert by_id(block, "scenarios") == [
        ["概率", "30%", "50%", "20%"],
        ["2027年营业收入", "1,089.0万元", "1,210.0万元", "1,331.0万元"],
        ["2027年综合毛利率", "49.0%", "50.0%", "50.0%"],
        ["2027年净利润", "250.2万元", "303.8万元", "356.6万元"],
        ["期初净现金流", "-50.0万元", "-50.0万元", "-50.0万元"],
        ["2026年净现金流", "-92.9万元", "-80.0万元", "-39.5万元"],
        ["2027年净现金流", "100.2万元", "143.8万元", "196.6万元"],
        ["累计净现金流", "-42.7万元", "13.8万元", "107.1万元"],
        ["净现值（折现率10%）", "-51.6万元", "-3.9万元", "76.6万元"],
        ["内部收益率", "-23.6%（未收回）", "7.5%", "62.7%"],
        ["静态投资回收期", "规划期内不回收", "1.90年", "1.46年"],
        ["动态投资回收期", "规划期内不回收", "规划期内不回收", "1.53年"],
    ]
    said = texts(block)
    assert said["expected_npv"] == "-2.1万元"
    assert (said["worse.npv"], said["better.irr"], said["worse.investment.2027"]) == ("-51.6万元", "62.7%", "10.0万元")
    assert (said["worse.probability"], said["better.revenue.2026"]) == ("30%", "1,210.0万元")
    (table,) = (table for table in tables(block) if table.id.endswith(".scenarios"))
    assert heads(table) == ["指标", "保守", "基准", "乐观"]
    assert "期望净现值为-2.1万元" in plain_text(table.note[0])
    (drawn,) = (chart for chart in charts(block) if chart.id.endswith(".scenarios_chart"))
    assert {series.name: series.values for series in drawn.series} == {
        "保守": (Decimal("-142.9"), Decimal("-42.7")),
        "基准": (Decimal("-130.0"), Decimal("13.8")),
        "乐观": (Decimal("-89.5"), Decimal("107.1")),
    }


def test_without_all_probabilities_nothing_is_expected() -> None:
    block = small(scenarios=[{"name": "保守", "changes": {"shop": "+1%"}}])
    assert "expected_npv" not in texts(block)
    assert "概率" not in [row[0] for row in by_id(block, "scenarios")]


@given(st.integers(900, 1500), st.integers(0, 90), st.integers(0, 400), st.integers(0, 200))
def test_a_scenario_that_changes_nothing_is_the_base_case(sales: int, rate: int, rent: int, invested: int) -> None:
    same = {
        "shop": [str(sales), f"{sales + 7}"],
        "goods": [f"{rate}%", f"{rate}%"],
        "rent": "0%",
        "investment": ["0%", f"{invested}"],
        "working_capital": "+0%",
    }
    block = small(
        revenue=[{"id": "shop", "name": "门店收入", "values": ["1000", f"{sales}", f"{sales + 7}"]}],
        costs=[
            {"id": "goods", "name": "营业成本", "kind": "direct", "rates": ["60%", f"{rate}%", f"{rate}%"]},
            {"id": "rent", "name": "管理费用", "values": ["200", f"{rent}", f"{rent}"]},
        ],
        investment=["100", f"{invested}"],
        scenarios=[{"id": "same", "name": "照旧", "changes": same}],
    )
    assert faults(block) == []
    said = texts(block)
    mine = {path.removeprefix("same."): value for path, value in said.items() if path.startswith("same.")}
    assert mine
    assert {path: said[path] for path in mine} == mine


def test_sensitivity_by_hand() -> None:
    """Each against -3.93. Rent: 20 x 0.75 = 15 in both years: 15 / 1.1 + 15 / 1.21 = 26.03.

    Margin and goods: 11 x 0.75 / 1.1 + 12.1 x 0.75 / 1.21 = 15.00. Revenue in 2027: 121 x 0.5 x 0.75 / 1.21 = 37.50.
    Investment: 5 + 10 / 1.1 + 2 / 1.21 = 15.74. Discount rate: at 12 % -50 - 71.43 + 114.60 = -6.83, at 8 %
    -50 - 74.07 + 123.24 = -0.83. Working capital: -5 / 1.1 + 5 / 1.21 = -0.41, and less of it is better.
    """
    block = small(sensitivity=SENSITIVITY)
    assert faults(block) == []
    assert by_id(block, "sensitivity") == [
        ["营业收入（2027年）", "±10%", "-37.5", "+37.5", "-41.4 至 33.6"],
        ["管理费用", "±10%", "-26.0", "+26.0", "-30.0 至 22.1"],
        ["战略投入", "±10%", "-15.7", "+15.7", "-19.7 至 11.8"],
        ["毛利率", "±1个百分点", "-15.0", "+15.0", "-18.9 至 11.1"],
        ["营业成本", "±1个百分点", "-15.0", "+15.0", "-18.9 至 11.1"],
        ["折现率", "±2个百分点", "-2.9", "+3.1", "-6.8 至 -0.8"],
        ["营运资金释放", "±50%", "-0.4", "+0.4", "-4.3 至 -3.5"],
    ]
    said = texts(block)
    assert (said["sensitivity.late.low"], said["sensitivity.late.high"]) == ("-41.4万元", "33.6万元")
    assert (said["sensitivity.rent.loss"], said["sensitivity.discount_rate.gain"]) == ("26.0万元", "3.1万元")
    assert said["sensitivity.goods.change"] == "1个百分点"
    assert "sensitivity.rent.breakeven" not in said  # there is nothing to lose any more
    (drawn,) = (chart for chart in charts(block) if chart.kind == "tornado")
    assert drawn.categories[0] == "营业收入（2027年） ±10%"
    assert drawn.series[0].values[:2] == (Decimal("-37.5"), Decimal("-26.0"))
    assert drawn.series[1].values[5] == Decimal("3.1")


def test_at_its_break_even_an_assumption_leaves_nothing() -> None:
    """Without the start of 50 the value is 46.07: rent may rise by 46.07 / 26.03 x 10 % = 17.7 %."""
    block = small(initial_investment=None, sensitivity=SENSITIVITY)
    assert texts(block)["sensitivity.rent.breakeven"] == "17.7%"
    for swing in block.swings():
        assert swing.breakeven is not None
        sign = -1 if swing.entry.line in ("gross_margin", "revenue") else 1
        worse = vary(block.case, swing.entry, sign * swing.breakeven, 2026)
        assert worse is not None
        assert abs(npv(worse.discount_rate, project(worse).flows)) < Decimal("1e-4")


def test_a_gross_margin_of_amounts_varies_with_revenue() -> None:
    """One point of 1,100 and 1,210 is 11 and 12.1, as when the cost is given in per cent."""
    block = small(
        costs=[{"id": "goods", "name": "成本", "kind": "direct", "values": ["600", "660", "605"]}, SMALL["costs"][1]],
        sensitivity=[{"line": "gross_margin", "change": "1个百分点"}],
    )
    assert texts(block)["sensitivity.gross_margin.loss"] == "15.0万元"
