"""Customer value against published figures and values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.customer_value import CustomerValue, lifetime_value
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from plangen.quantities import rounded
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts

VALUE: dict[str, Any] = {
    "spend": {"baseline": "449元", "target": "510元", "note": "近12个月"},
    "margin": {"baseline": "46.5%", "target": "49.2%"},
    "retention": {"baseline": "52.0%", "target": "58.0%"},
    "acquisition_cost": {"baseline": "96元", "target": "88元"},
    "discount_rate": "10%",
}
METRIC = {"id": "unified", "name": "打通率", "baseline": "35%", "target": "95%", "note": "口径"}
EFFECT = {"id": "nps", "name": "净推荐值", "baseline": "41分", "target": "55分"}


def made(basic: Any = None, effect: Any = None, **changes: Any) -> CustomerValue:
    """Make the block with some figures of its second stage exchanged."""
    value = {**VALUE, **changes}
    return CustomerValue.model_validate({"basic": basic or [METRIC], "value": value, "effect": effect or [EFFECT]})


@pytest.mark.parametrize(
    ("retention", "discount", "multiple"),
    [
        *((60, 10, "1.20"), (70, 10, "1.75"), (80, 10, "2.67"), (90, 10, "4.50")),
        *((60, 12, "1.15"), (70, 12, "1.67"), (80, 12, "2.50"), (90, 12, "4.09")),
        *((60, 14, "1.11"), (70, 14, "1.59"), (80, 14, "2.35"), (90, 14, "3.75")),
        *((60, 16, "1.07"), (70, 16, "1.52"), (80, 16, "2.22"), (90, 16, "3.46")),
    ],
)
def test_the_margin_multiples_of_gupta_and_lehmann(retention: int, discount: int, multiple: str) -> None:
    """Gupta and Lehmann, "Customers as Assets", 2003, give r / (1 + i - r), without the first year's margin.

    With it a customer is worth one margin more: at 80 % and 12 % 3.50 instead of 2.50.
    """
    worth = lifetime_value(Decimal(1), Decimal(retention), Decimal(discount))
    assert worth is not None
    assert rounded(worth - 1, 2) == Decimal(multiple)


@given(st.integers(1, 1000), st.integers(0, 95), st.integers(1, 60))
def test_the_formula_is_the_sum_over_the_years(margin: int, retention: int, discount: int) -> None:
    """Added up year by year (Berger and Nasr, 1998), the first margin at once, as the years go on."""
    step = Decimal(retention) / Decimal(100 + discount)
    total, term = Decimal(0), Decimal(margin)
    for _ in range(2000):
        total, term = total + term, term * step
    worth = lifetime_value(Decimal(margin), Decimal(retention), Decimal(discount))
    assert worth is not None
    assert abs(worth - total) < Decimal("1e-6")


def test_customer_value_by_hand() -> None:
    """449 x 46.5 % = 208.785, x 1.1 / 0.58 = 395.97, / 96 = 4.12.

    510 x 49.2 % = 250.92, x 1.1 / 0.52 = 530.79, / 88 = 6.03.
    250.92 / 208.785 = +20.2 %; 530.79 / 395.97 = +34.0 %; 6.0318 / 4.1247 = +46.2 %.
    """
    block = made()
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["指标", "基期值", "目标值", "变化", "计算口径"]
    assert cells(table) == [
        ["基础评估：客户是否还在"],
        ["打通率", "35%", "95%", "+60个百分点", "口径"],
        ["深度评估：客户值多少"],
        ["活跃客户人均年消费", "449元", "510元", "+13.6%", "近12个月"],
        ["毛利率", "46.5%", "49.2%", "+2.7个百分点", ""],
        ["人均年毛利", "209元", "251元", "+20.2%", "人均年消费×毛利率"],
        ["客户留存率", "52.0%", "58.0%", "+6.0个百分点", ""],
        ["获客成本", "96元", "88元", "-8.3%", ""],
        ["客户终身价值（CLTV）", "396元", "531元", "+34.0%", "年毛利×（1＋折现率）÷（1＋折现率－留存率）"],
        ["终身价值与获客成本之比", "4.1", "6.0", "+46.2%", "客户终身价值÷获客成本"],
        ["效果评估：方案带来了什么"],
        ["净推荐值", "41分", "55分", "+14分", ""],
    ]
    assert "折现率10%" in plain_text(table.note[0])
    said = texts(block)
    expected = {
        "cltv.baseline": "396元",
        "cltv.target": "531元",
        "cltv.change": "+34.0%",
        "ratio.target": "6.0",
        "annual_margin.baseline": "209元",
        "spend.target": "510元",
        "retention.change": "+6.0个百分点",
        "unified.target": "95%",
        "nps.baseline": "41分",
        "discount_rate": "10%",
        "margin.baseline": "46.5%",
        "acquisition_cost.baseline": "96元",
        "ratio.baseline": "4.1",
    }
    assert {path: said[path] for path in expected} == expected


def test_figures_may_be_called_as_the_company_calls_them() -> None:
    block = made(retention={"name": "会员12个月留存率", "baseline": "52.0%", "target": "58.0%"})
    assert [row[0] for row in cells(tables(block)[0])][6] == "会员12个月留存率"
    assert {measure.id: measure.name for measure in block.measures()}["retention"] == "会员12个月留存率"


def test_the_chart_shows_what_a_customer_brings_and_costs() -> None:
    (drawn,) = charts(made())
    assert (drawn.kind, drawn.unit) == ("bars", "元")
    assert drawn.categories == ("人均年毛利", "客户终身价值（CLTV）", "获客成本")
    assert [[int(value or 0) for value in series.values] for series in drawn.series] == [[209, 396, 96], [251, 531, 88]]


def test_a_customer_worth_less_than_it_costs_stands_out_in_word_and_tone() -> None:
    """208.785 x 1.1 / 0.58 = 395.97 against 500: 0.79; 530.79 against 531: still below, 1.00 rounded."""
    block = made(acquisition_cost={"baseline": "500元", "target": "531元"})
    assert faults(block) == []
    row = next(row for row in tables(block)[0].rows if plain_text(row).startswith("终身价值"))
    assert [cell.tone for cell in row.cells] == ["", "bad", "bad", "", ""]
    assert [plain_text(cell) for cell in row.cells[1:3]] == ["0.79\n低于获客成本", "1.00\n低于获客成本"]
    row = next(row for row in tables(made())[0].rows if plain_text(row).startswith("终身价值"))
    assert {cell.tone for cell in row.cells} == {""}


def test_amounts_may_come_in_different_units() -> None:
    """0.051万元 are 510元; what is worked out is written in the unit of the spending."""
    block = made(
        spend={"baseline": "449元", "target": "0.051万元"},
        acquisition_cost={"baseline": "96元", "target": "0.0088万元"},
    )
    assert faults(block) == []
    assert texts(block)["cltv.target"] == "531元"
    assert [int(value or 0) for value in charts(block)[0].series[1].values] == [251, 531, 88]


def test_small_amounts_keep_decimals() -> None:
    """4.49 x 46.5 % x 1.1 / 0.58 = 3.96."""
    block = made(spend={"baseline": "4.49元", "target": "5.10元"})
    assert texts(block)["cltv.baseline"] == "3.96元"
    assert charts(block)[0].places == 2


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"retention": {"baseline": "52%", "target": "100%"}}, ("retention", "target"), ("retention.target", "100%")),
        ({"retention": {"baseline": "110%", "target": "58%"}}, ("retention", "baseline"), ("110%",)),
        ({"retention": {"baseline": "-1%", "target": "58%"}}, ("retention", "baseline"), ("-1%",)),
        ({"margin": {"baseline": "46.5%", "target": "101%"}}, ("margin", "target"), ("101%",)),
        ({"margin": {"baseline": "-2%", "target": "10%"}}, ("margin", "baseline"), ("-2%",)),
        ({"acquisition_cost": {"baseline": "0元", "target": "88元"}}, ("acquisition_cost", "baseline"), ("0元",)),
        ({"acquisition_cost": {"baseline": "96元", "target": "-88元"}}, ("acquisition_cost", "target"), ("-88元",)),
        ({"acquisition_cost": {"baseline": "96元", "target": "USD 88"}}, ("acquisition_cost", "target"), ("USD 88",)),
        ({"spend": {"baseline": "449元", "target": "0元"}}, ("spend", "target"), ("0元",)),
        ({"spend": {"baseline": "449元", "target": "USD 70"}}, ("spend", "target"), ("USD 70",)),
    ],
)
def test_what_cannot_be_true_is_found(changes: dict[str, Any], path: tuple[str, ...], words: tuple[str, ...]) -> None:
    block = made(**changes)
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("value", *path))
    said = fault.message.format(**fault.values) + fault.hint.format(**fault.values)
    for word in words:
        assert word in said
    assert tables(block)
    assert texts(block)


def test_where_nobody_leaves_there_is_no_lifetime_value() -> None:
    block = made(retention={"baseline": "52%", "target": "110%"})
    said = texts(block)
    assert "cltv.target" not in said
    assert "ratio.target" not in said
    row = next(row for row in cells(tables(block)[0]) if row[0].startswith("客户终身价值"))
    assert row[1:4] == ["396元", "—", "—"]


def test_metrics_are_checked_as_well() -> None:
    same = {**METRIC, "target": "35%"}
    (fault,) = found(made(basic=[same]))
    assert (fault.code, fault.path) == ("PG006", ("basic", 0, "target"))
    (fault,) = found(made(effect=[{**EFFECT, "target": "55%"}]))
    assert (fault.code, fault.path) == ("PG006", ("effect", 0, "target"))
    (fault,) = found(made(basic=[METRIC, METRIC]))
    assert (fault.code, fault.path) == ("PG202", ("basic", 1, "id"))
    (fault,) = found(made(effect=[{**EFFECT, "id": "unified"}]))
    assert (fault.code, fault.path) == ("PG202", ("effect", 0, "id"))
    (fault,) = found(made(basic=[{**METRIC, "id": "cltv"}]))
    assert (fault.code, fault.path) == ("PG202", ("basic", 0, "id"))


def test_the_measures_of_customer_value() -> None:
    measures = {measure.id: measure for measure in made().measures()}
    assert set(measures) == {"unified", "nps", "retention", "cac", "cltv", "cltv_cac", ""}
    margin = measures[""]  # known by its name alone, since an indicator called margin may be another one
    assert {time: figure.unit for time, (figure, _) in margin.figures.items()} == {"baseline": "%", "target": "%"}
    assert measures["cac"].figures["target"][0].text == "88元"
    assert measures["cac"].figures["target"][1] == ("value", "acquisition_cost", "target")
    assert [measures[name].computed for name in ("retention", "cac", "cltv", "cltv_cac", "nps")] == [
        *(False, False, True, True, False)
    ]


def test_in_english_nothing_is_chinese() -> None:
    metric = {"id": "unified", "name": "Identified", "baseline": "35%", "target": "95%"}
    block = made(
        basic=[metric],
        effect=[{**metric, "id": "nps", "name": "NPS"}],
        spend={"baseline": "USD 449", "target": "USD 510"},
        acquisition_cost={"baseline": "USD 500", "target": "USD 88"},
    )
    said = "".join(f"{node}" for node in block.lower(BlockPlace("a.b.c", "en"))) + "".join(texts(block, "en").values())
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
    assert texts(block, "en")["cltv.baseline"] == "USD 396"
