"""What charts say of themselves to somebody who does not see them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plangen.blocks.charting import chart, gantt, heatmap
from plangen.doctree import Cell, Span, Text
from plangen.model import BlockPlace

ZH, EN = BlockPlace("a.b.c", "zh"), BlockPlace("a.b.c", "en")
YEARS = ("2026年", "2027年", "2028年")


def decimals(*numbers: str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_a_line_says_from_where_to_where() -> None:
    made = chart(
        ZH, "x", "收入", "line", YEARS, [("营业收入", decimals("19.4", "21.2", "23.6"))], unit="亿元", places=2
    )
    assert made.alt == "收入：营业收入由2026年的19.40亿元变为2028年的23.60亿元。"
    assert made.id == "a.b.c.x"


def test_bars_say_each_figure_and_stop_at_eight() -> None:
    names = [f"项{n}" for n in range(10)]
    made = chart(ZH, "x", "评分", "bars", names, [("得分", [Decimal(n) for n in range(10)])], unit="分")
    assert made.alt == "评分：得分：项0 0分、项1 1分、项2 2分、项3 3分、项4 4分、项5 5分、项6 6分、项7 7分。"


@pytest.mark.parametrize(("value", "shown"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("2.675", "2.68")])
def test_figures_are_rounded_as_the_drawing_rounds_them(value: str, shown: str) -> None:
    made = chart(ZH, "x", "图", "bars", ("甲", "乙"), [("值", [Decimal(value), None])], places=2)
    assert made.alt == f"图：值：甲 {shown}、乙 —。"


def test_a_tornado_says_between_what() -> None:
    series = [("不利", decimals("-0.4")), ("有利", decimals("0.4"))]
    made = chart(EN, "x", "Sensitivity", "tornado", ("margin",), series, unit="USD million", places=1)
    assert made.alt == "Sensitivity: margin between -USD 0.4 million and USD 0.4 million."


def test_a_schedule_says_how_long_and_what_is_critical() -> None:
    spans = [
        Span("标准", "2026-01-05", "2026-06-30", critical=True),
        Span("平台", "2026-07-01", "2027-03-31", critical=True, after=(0,)),
        Span("自播", "2026-03-02", "2026-09-30"),
        Span("上线", "2027-03-31", "2027-03-31", milestone=True),
    ]
    assert gantt(ZH, "g", "进度", spans).alt == (
        "进度：3项任务、1个里程碑，自2026-01-05至2027-03-31；关键路径为标准 → 平台。"
    )


def test_a_grid_says_what_stands_where() -> None:
    rows = [[Cell((Text("重大"),)), Cell((Text("R1"),), "bad"), Cell(())]]
    assert heatmap(ZH, "m", "矩阵", ("影响", "可能", "罕见"), rows).alt == "矩阵：R1位于重大、可能。"
