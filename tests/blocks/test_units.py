"""Figures of one measure: scales of one unit agree, different units are told apart with what to write instead."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plangen.blocks.performance.units import mismatch, unlike
from plangen.quantities import parse_quantity


def said(one: str, other: str) -> tuple[str, str]:
    """Return message and hint of the one fault that two figures make."""
    (fault,) = mismatch(parse_quantity(one), parse_quantity(other), ("items", 0, "target"), "甲")
    assert (fault.code, fault.path) == ("PG006", ("items", 0, "target"))
    return fault.message.format(**fault.values), fault.hint.format(**fault.values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9,500万元", "1.2亿元"),
        ("8万人", "120,000人"),
        ("3,500人", "1万人"),
        ("2百万次", "3千万次"),
        ("500千瓦时", "2万千瓦时"),
        ("120万元/店", "1,300,000元/店"),
    ],
)
def test_scales_of_one_unit_are_one_measure(one: str, other: str) -> None:
    assert list(mismatch(parse_quantity(one), parse_quantity(other), (), "甲")) == []


@pytest.mark.parametrize(
    ("one", "other"), [("1亿元", "10,000万元"), ("1.2万人", "12,000人"), ("3百万次", "300万次"), ("46.5%", "46.50%")]
)
def test_the_same_figure_in_another_scale_is_no_change(one: str, other: str) -> None:
    message, hint = said(one, other)
    assert "equals the baseline" in message
    assert "change the target" in hint


@pytest.mark.parametrize(
    ("one", "other", "hint"),
    [
        # 46.5 % and 2.7 points make 49.2 %
        ("46.5%", "2.7个百分点", "write the percentage that is reached: 46.5% and 2.7个百分点 make 49.2%"),
        ("38.0%", "-6个百分点", "write the percentage that is reached: 38.0% and -6个百分点 make 32.0%"),
        ("4.8%", "2.2 percentage points", "4.8% and 2.2 percentage points make 7.0%"),
        ("2.7个百分点", "49.2%", "write 2.7个百分点 as the percentage it stands for, not as the distance to 49.2%"),
    ],
)
def test_percentages_and_percentage_points_are_told_apart(one: str, other: str, hint: str) -> None:
    message, said_hint = said(one, other)
    assert "is a percentage, but" in message
    assert one in message
    assert other in message
    assert hint in said_hint


@pytest.mark.parametrize(
    ("one", "other", "written"),
    [
        ("72小时", "3天", "write 3天 as 72小时"),
        ("2天", "36小时", "write 36小时 as 1.5天"),
        ("90分钟", "2小时", "write 2小时 as 120分钟"),
        ("29.0%", "0.38", "write 0.38 as 38%"),
        ("29.0%", "38", "write 38 as 38%"),
        ("1.2%", "8‰", "write 8‰ as 0.8%"),
        ("7天", "100小时", "write both figures in the same unit"),  # 100 / 24 does not come out even
        ("40元", "50%", "write both figures in the same unit"),
        ("USD 5", "4元", "write both figures in the same unit"),
    ],
)
def test_a_hint_says_how_the_second_figure_is_written_in_the_unit_of_the_first(
    one: str, other: str, written: str
) -> None:
    message, hint = said(one, other)
    assert message == f"甲: {parse_quantity(one).text} and {parse_quantity(other).text} have different units"
    assert hint == written


def test_figures_of_one_unit_need_not_differ_where_a_level_is_held() -> None:
    assert list(unlike(parse_quantity("40%"), parse_quantity("40%"), (), "甲")) == []


@pytest.mark.parametrize(
    ("text", "base", "dimension"),
    [
        ("3万人", 30_000, "人"),
        ("2百万次", 2_000_000, "次"),
        ("1.5千克", 1_500, "克"),
        ("1.2万", 12_000, ""),
        ("2千万元", 20_000_000, "CNY"),
        ("1万亿次", 10**12, "次"),
        ("5百分点", 5, "百分点"),
        ("5个百分点", 5, "个百分点"),
        ("3%", 3, "%"),
    ],
)
def test_the_scale_in_a_unit_belongs_to_the_number(text: str, base: int, dimension: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.base, quantity.dimension) == (Decimal(base), dimension)
    assert quantity.number * quantity.scale == quantity.base
