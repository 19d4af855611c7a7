"""The financial model against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.financial_model import FinancialModel
from plangen.blocks.finance.projection import project
from plangen.blocks.finance.returns import npv
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from tests.blocks.reading import cells, charts, example, faults, heads, tables, texts
from tests.blocks.small_model import SCENARIOS, SENSITIVITY, SMALL, by_id, small


def test_the_projection_by_hand() -> None:
    table = tables(small())[0]
    assert heads(table) == ["项目", "2025年（基期）", "2026年", "2027年"]
    assert cells(table) == [
        ["营业收入", "1,000.0", "1,100.0", "1,210.0"],
        ["收入增速", "—", "10.0%", "10.0%"],
        ["营业成本", "600.0", "660.0", "605.0"],
        ["毛利", "400.0", "440.0", "605.0"],
        ["综合毛利率", "40.0%", "40.0%", "50.0%"],
        ["管理费用", "200.0", "200.0", "200.0"],
        ["管理费用率", "20.0%", "18.2%", "16.5%"],
        ["营业利润", "200.0", "240.0", "405.0"],
        ["所得税", "50.0", "60.0", "101.3"],
        ["净利润", "150.0", "180.0", "303.8"],
        ["净利率", "15.0%", "16.4%", "25.1%"],
    ]
    assert "单位：万元" in plain_text(table.note[0])


def test_the_cash_flow_by_hand() -> None:
    """-50 - 80 / 1.1 + 143.75 / 1.21 = -3.93; 143.75 x² - 80 x - 50 = 0 has x = 0.93038, which is 1 / 1.0748."""
    block = small()
    assert by_id(block, "cash_flow") == [
        ["净利润（实施方案）", "0.0", "180.0", "303.8", "483.8"],
        ["净利润（不实施方案）", "0.0", "150.0", "150.0", "300.0"],
        ["增量净利润", "0.0", "30.0", "153.8", "183.8"],
        ["营运资金释放", "0.0", "-10.0", "10.0", "0.0"],
        ["战略投入", "-50.0", "-100.0", "-20.0", "-170.0"],
        ["净现金流", "-50.0", "-80.0", "143.8", "13.8"],
        ["累计净现金流", "-50.0", "-130.0", "13.8", "—"],
        ["折现系数", "1.0000", "0.9091", "0.8264", "—"],
        ["净现金流现值", "-50.0", "-72.7", "118.8", "-3.9"],
    ]
    (table,) = (table for table in tables(block) if table.id.endswith(".cash_flow"))
    assert heads(table) == ["项目", "期初", "2026年", "2027年", "合计"]
    note = plain_text(table.note[0])
    # 1 + 130 / 143.75 = 1.90; what is discounted never comes back
    for words in ("净现值-3.9万元", "内部收益率7.5%", "静态投资回收期1.90年", "动态投资回收期规划期内不回收"):
        assert words in note


def test_every_figure_may_be_cited() -> None:
    said = texts(small())
    expected = {
        "revenue.2027": "1,210.0万元",
        "shop.2026": "1,100.0万元",
        "shop.share.2026": "100.0%",
        "growth.2027": "10.0%",
        "goods.rate.2027": "50.0%",
        "rent.rate.2026": "18.2%",
        "goods.2027": "605.0万元",
        "costs.2026": "860.0万元",
        "gross_profit.2027": "605.0万元",
        "gross_margin.2025": "40.0%",
        "operating_profit.2026": "240.0万元",
        "tax.2026": "60.0万元",
        "net_profit.2026": "180.0万元",
        "net_margin.2027": "25.1%",
        "net_profit.total": "483.8万元",
        "without.2027": "150.0万元",
        "without.net_margin": "15%",
        "increment.2027": "153.8万元",
        "increment.total": "183.8万元",
        "benefit.2026": "20.0万元",
        "working_capital.total": "0.0万元",
        "investment.2026": "100.0万元",
        "investment.total": "170.0万元",
        "cash_flow.2026": "-80.0万元",
        "cash_flow.total": "13.8万元",
        "cumulative.2026": "-130.0万元",
        "npv": "-3.9万元",
        "irr": "7.5%",
        "payback": "1.90年",
        "discounted_payback": "规划期内不回收",
        "discount_rate": "10%",
    }
    assert {path: said.get(path) for path in expected} == expected
    assert "growth.2025" not in said
    assert "increment.2025" not in said


def test_the_figures_of_the_example() -> None:
    """18.60, 19.40, 21.20, 23.60; net 0.75 x (23.60 x (1 - 0.508 - 0.326) - 1.72) = 1.6482, margin 6.98 %.

    2026: 0.75 x (19.40 x 0.137 - 1.43) = 0.92085 against 18.60 x 1.03 x 0.048 = 0.919584; + 0.05 - 0.52 = -0.468734.
    Likewise 0.098929 and 0.632614 (0.338929 and 0.672614 more): together 0.262809; at 10 % 0.130931; the rate that
    leaves nothing is 27.2 %; 2 + 0.369805 / 0.632614 = 2.58 years.
    """
    said = texts(example("financial_model"))
    expected = {
        "revenue.2025": "18.60亿元",
        "revenue.2028": "23.60亿元",
        "gross_margin.2028": "49.2%",
        "net_profit.2028": "1.65亿元",
        "net_margin.2025": "4.8%",
        "net_margin.2028": "7.0%",
        "increment.2026": "0.00亿元",
        "increment.total": "1.01亿元",
        "benefit.total": "1.46亿元",
        "cash_flow.2026": "-0.47亿元",
        "cash_flow.2027": "0.10亿元",
        "cash_flow.2028": "0.63亿元",
        "cumulative.2027": "-0.37亿元",
        "cash_flow.total": "0.26亿元",
        "npv": "0.13亿元",
        "irr": "27.2%",
        "payback": "2.58年",
        "online.share.2028": "53.0%",
        "sensitivity.gross_margin.breakeven": "0.33个百分点",
    }
    assert {path: said[path] for path in expected} == expected


def test_a_base_year_may_lie_further_back() -> None:
    """From 1,000 in 2023 to 1,331 in 2026 revenue grows by 10 % a year: 1.331 = 1.1 to the third.

    What comes anyway grows as long: 1,000 x 1.02³ x 15 % = 159.18, and 1,000 x 1.02⁴ x 15 % = 162.36.
    """
    block = small(
        base_year="2023",
        revenue=[{"id": "shop", "name": "门店收入", "values": ["1000", "1331", "1331"]}],
        without_plan={"growth": "2%", "net_margin": "15%"},
    )
    assert faults(block) == []
    rows = {row[0]: row[1:] for row in cells(tables(block)[0])}
    assert rows["收入增速"] == ["—", "10.0%", "0.0%"]
    assert "2026年的收入增速为2023年以来的年均增速" in plain_text(tables(block)[0].note[0])
    said = texts(block)
    assert (said["growth.2026"], said["without.2026"], said["without.2027"]) == ("10.0%", "159.2万元", "162.4万元")
    assert "年均增速" not in plain_text(tables(small())[0].note[0])


def test_without_another_course_the_whole_profit_counts() -> None:
    """180 - 10 - 100 = 70 and 303.75 + 10 - 20 = 293.75."""
    block = small(without_plan=None)
    assert [row[0] for row in by_id(block, "cash_flow")][:2] == ["净利润", "营运资金释放"]
    assert texts(block)["cash_flow.2026"] == "70.0万元"
    assert texts(block)["cash_flow.2027"] == "293.8万元"


def test_a_cash_flow_that_never_pays_back_says_so() -> None:
    """-500 at the start, then -80 and 143.75: the inflow falls short, so the rate is below 0."""
    block = small(initial_investment="500", scenarios=[{"name": "保守", "changes": {"shop": "-10%"}}])
    said = texts(block)
    assert said["payback"] == "规划期内不回收"
    assert said["irr"] == "-53.8%（未收回）"  # x² · 143.75 - 80 x - 500 = 0: x = 2.1638, 1 / x - 1 = -0.5379
    note = next(plain_text(table.note[0]) for table in tables(block) if table.id.endswith(".cash_flow"))
    assert "静态投资回收期规划期内不回收" in note
    rows = {row[0]: row[1:] for row in by_id(block, "scenarios")}
    assert rows["静态投资回收期"] == ["规划期内不回收", "规划期内不回收"]
    assert rows["内部收益率"][0] == "-53.8%（未收回）"


@pytest.mark.parametrize(
    ("changes", "irr", "payback"),
    [
        # nothing ever comes in: -150 each year, no profit without revenue growth
        ({"investment": ["900", "900"], "initial_investment": None}, "不适用", "规划期内不回收"),
        # all flows positive
        ({"investment": ["0", "0"], "initial_investment": None, "working_capital": None}, "不适用", "无净投入"),
        # -50, 30 - 10 + 0 = 20, 153.75 + 10 - 900: out, in, out
        ({"investment": ["0", "900"]}, "不唯一", "规划期内不回收"),
    ],
)
def test_a_rate_of_return_is_only_given_where_there_is_one(changes: dict[str, Any], irr: str, payback: str) -> None:
    said = texts(small(**changes))
    assert (said["irr"], said["payback"]) == (irr, payback)


def test_a_loss_bears_no_tax_and_the_table_says_so() -> None:
    """1,100 - 660 - 600 = -160 in 2026, then 405 with its tax of 101.25 in full: the loss is not carried forward."""
    block = small(costs=[SMALL["costs"][0], {"id": "rent", "name": "管理费用", "values": ["200", "600", "200"]}])
    said = texts(block)
    assert (said["net_profit.2026"], said["tax.2026"], said["tax.2027"]) == ("-160.0万元", "0.0万元", "101.3万元")
    assert "亏损年度不计所得税" in plain_text(tables(block)[0].note[0])
    assert "亏损年度不计所得税" not in plain_text(tables(small())[0].note[0])


def test_a_year_without_revenue_has_no_margins() -> None:
    block = small(revenue=[{"id": "shop", "name": "门店收入", "values": ["0", "1100", "1210"]}])
    assert faults(block) == []
    rows = {row[0]: row[1:] for row in cells(tables(block)[0])}
    assert rows["收入增速"] == ["—", "—", "10.0%"]
    assert rows["综合毛利率"] == ["—", "40.0%", "50.0%"]
    assert "net_margin.2025" not in texts(block)


def test_amounts_may_carry_a_unit_of_their_own() -> None:
    """0.11亿元 are 1,100万元, 2,000,000元 are 200万元."""
    mixed = small(
        revenue=[{"id": "shop", "name": "门店收入", "values": ["1000", "0.11亿元", "1,210万元"]}],
        costs=[SMALL["costs"][0], {"id": "rent", "name": "管理费用", "values": ["2,000,000元", "200", "0.02亿元"]}],
    )
    assert faults(mixed) == []
    assert texts(mixed) == texts(small())


def test_a_plan_of_one_year_has_no_course_to_draw() -> None:
    block = small(
        years=["2026"],
        revenue=[{"id": "shop", "name": "门店收入", "values": ["1000", "1100"]}],
        costs=[{"id": "goods", "name": "营业成本", "kind": "direct", "rates": ["60%", "60%"]}],
        working_capital=None,
        initial_investment=None,
        investment=["100"],
        scenarios=[{"name": "保守", "changes": {"shop": ["1050"]}}],
        sensitivity=[{"line": "shop", "change": "10%"}],
    )
    assert faults(block) == []
    # net 0.75 x 440 = 330 against 150: 180 - 100 = 80, in the year itself
    assert texts(block)["cash_flow.2026"] == "80.0万元"
    assert texts(block)["npv"] == "72.7万元"
    assert [chart.id.rpartition(".")[2] for chart in charts(block)] == ["revenue_chart"]


def test_a_discount_rate_of_zero_adds_up() -> None:
    said = texts(small(discount_rate="0%"))
    assert said["npv"] == said["cash_flow.total"] == "13.8万元"
    assert said["payback"] == said["discounted_payback"]


def test_many_years_stand_in_several_tables_of_few_columns() -> None:
    count = 12
    block = small(
        years=[str(2026 + n) for n in range(count)],
        revenue=[{"id": "shop", "name": "门店收入", "values": [str(1000 + n) for n in range(count + 1)]}],
        costs=[{"id": "goods", "name": "营业成本", "kind": "direct", "rates": ["60%"] * (count + 1)}],
        working_capital=None,
        investment=["10"] * count,
    )
    found_tables = tables(block)
    assert [table.id.removeprefix("chapter.section.slot") for table in found_tables] == [
        *("", ".part_2", ".cash_flow", ".cash_flow_part_2")
    ]
    assert all(len(table.columns) <= 8 for table in found_tables)
    assert heads(found_tables[1]) == ["项目", *(f"{2032 + n}年" for n in range(6))]
    assert cells(found_tables[1])[0][-1] == "1,012.0"
    assert heads(found_tables[3])[-1] == "合计"


def test_a_model_without_investment_ends_with_the_profit() -> None:
    """Revenue, profit and scenarios stand; nothing pretends to be a return."""
    block = small(
        discount_rate=None,
        investment=None,
        initial_investment=None,
        working_capital=None,
        scenarios=[{"name": "保守", "probability": "40%", "changes": {"shop": "-10%"}}],
    )
    assert faults(block) == []
    said = texts(block)
    assert said["net_profit.2027"] == "303.8万元"
    assert said["保守.net_profit.2027"] == "258.4万元"  # 0.75 x (1,089 x 0.5 - 200)
    assert not {"npv", "irr", "payback", "expected_npv", "cash_flow.total", "保守.npv"} & set(said)
    assert [row[0] for row in by_id(block, "scenarios")] == [
        "概率",
        "2027年营业收入",
        "2027年综合毛利率",
        "2027年净利润",
    ]
    assert not any(table.id.endswith(".cash_flow") for table in tables(block))
    assert {chart.caption for chart in charts(block)} == {"营业收入与成本费用", "各情景净利润"}
    assert list(block.outlays()) == []


amounts = st.lists(st.decimals(0, 10_000, places=2), min_size=4, max_size=4)


@given(st.lists(amounts, min_size=1, max_size=4), st.lists(amounts, min_size=1, max_size=4), amounts)
def test_parts_add_up_to_their_totals(sales: list[Any], spent: list[Any], invested: list[Any]) -> None:
    """All flows together are all profits less all investment, however the lines are cut; no rounding creeps in."""
    block = small(
        years=["2026", "2027", "2028"],
        revenue=[{"id": f"r{n}", "name": f"收入{n}", "values": list(map(str, row))} for n, row in enumerate(sales)],
        costs=[
            {
                "id": f"c{n}",
                "name": f"费用{n}",
                "kind": "direct" if n % 2 else "operating",
                "values": list(map(str, row)),
            }
            for n, row in enumerate(spent)
        ],
        without_plan=None,
        working_capital=None,
        initial_investment=str(invested[0]),
        investment=list(map(str, invested[1:])),
    )
    made = project(block.case)
    for n in range(4):
        assert made.revenue[n] == sum(row[n] for row in sales)
        assert made.costs[n] == sum(row[n] for row in spent)
        assert made.operating_profit[n] == made.revenue[n] - made.costs[n]
        assert made.net_profit[n] == made.operating_profit[n] - made.tax[n]
    assert sum(made.flows) == sum(made.net_profit[1:]) - sum(invested)
    assert npv(Decimal(0), made.flows) == sum(made.flows)


def test_parts_of_the_model_have_names_of_their_own() -> None:
    block = small(scenarios=SCENARIOS, sensitivity=SENSITIVITY)
    nodes = block.lower(BlockPlace("a.b.c", "zh", "测算"))
    assert [getattr(node, "id", "") for node in nodes] == [
        *("a.b.c", "a.b.c.revenue_chart", "a.b.c.cash_flow", "a.b.c.cash_flow_chart"),
        *("a.b.c.scenarios", "a.b.c.scenarios_chart", "a.b.c.sensitivity", "a.b.c.sensitivity_chart"),
    ]
    waterfall = next(chart for chart in charts(block) if chart.kind == "waterfall")
    assert waterfall.categories == ("期初", "2026年", "2027年", "累计净现金流")
    assert waterfall.series[0].values == (Decimal("-50.0"), Decimal("-80.0"), Decimal("143.8"), Decimal("13.8"))
    assert waterfall.totals == (3,)
    bars = charts(block)[0]
    assert [series.values[1] for series in bars.series] == [Decimal("1100.0"), Decimal("860.0")]


def test_lines_show_their_share_where_there_are_few() -> None:
    lines = [{"id": f"r{n}", "name": f"收入{n}", "values": ["10", "10", "10"]} for n in range(4)]
    few = [row[0] for row in cells(tables(small(revenue=lines[:2]))[0])]
    many = [row[0] for row in cells(tables(small(revenue=lines))[0])]
    assert few[2:6] == ["其中：收入0", "收入0占比", "其中：收入1", "营业成本"]
    assert many[2:6] == ["其中：收入0", "其中：收入1", "其中：收入2", "其中：收入3"]


def test_measures_and_outlays_of_the_model() -> None:
    measures = {measure.id: measure for measure in example("financial_model").measures()}
    assert set(measures) == {"revenue", "online_share", "offline_share", "net_margin", "gross_margin"}
    assert measures["gross_margin"].computed
    assert measures["gross_margin"].figures["2028"][0].text == "49.2%"
    assert measures["gross_margin"].figures["2028"][1] == ("costs", 0)
    assert measures["gross_margin"].words == ("+2.7个百分点",)
    assert measures["revenue"].name == "营业收入"
    assert measures["revenue"].words == ("+26.9%", "4.3%", "9.3%", "11.3%")
    assert measures["online_share"].name == "线上收入占比"
    assert measures["online_share"].figures["2025"][0].text == "45.0%"
    outlays = {(o.scope, o.key): (o.amount.text, o.path) for o in small().outlays()}
    assert outlays == {
        ("total", ""): ("170万元", ("investment",)),
        ("year", "2026"): ("150万元", ("investment", 0)),  # with what is paid at its start
        ("year", "2027"): ("20万元", ("investment", 1)),
    }
    only = {(o.scope, o.key): (o.amount.text, o.path) for o in small(investment=None).outlays()}
    assert only == {
        ("total", ""): ("50万元", ("initial_investment",)),
        ("year", "2026"): ("50万元", ("initial_investment",)),
    }


def test_in_english_nothing_is_chinese() -> None:
    block = FinancialModel.model_validate(
        {
            **{key: value for key, value in SMALL.items() if key not in ("revenue", "costs", "unit")},
            "unit": "USD million",
            "revenue": [{"id": "shop", "name": "Stores", "values": ["1000", "1100", "1210"]}],
            "costs": [{"id": "goods", "name": "Goods", "kind": "direct", "rates": ["60%", "60%", "50%"]}],
            "scenarios": [{"name": "Worse", "changes": {"shop": "-10%"}}],
            "sensitivity": [{"line": "goods", "change": "1 pp"}, {"line": "shop", "change": "5%"}],
        }
    )
    assert faults(block) == []
    nodes = block.lower(BlockPlace("a.b.c", "en"))
    said = "".join(f"{node}" for node in nodes) + "".join(texts(block, "en").values())
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
    assert texts(block, "en")["net_profit.2027"] == "USD 453.8 million"
    assert next(block.measures()).name == "Revenue"
