"""Processes before and after."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.delivery.process_change import ProcessChange
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from plangen.quantities import Quantity
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def change(before: str, after: str, name: str = "a", **more: Any) -> dict[str, Any]:
    return {"id": name, "process": f"流程{name}", "measure": f"指标{name}", "before": before, "after": after} | more


def changes(*items: dict[str, Any]) -> ProcessChange:
    return ProcessChange.model_validate({"items": list(items)})


def test_the_listing_cycle_of_the_reference_case() -> None:
    """72 hours become 4: 68 hours less, 68 / 72 = 94.44… per cent less, 72 / 4 = 18 times as fast."""
    block = changes(change("72小时", "4小时", "listing", owner="商品中心", lever="一次录入"))
    assert faults(block) == []
    assert texts(block) == {
        "listing.before": "72小时",
        "listing.after": "4小时",
        "listing.difference": "-68小时",
        "listing.change": "-94.4%",
        "listing.factor": "18倍",
    }
    (table,) = tables(block)
    assert heads(table) == ["流程", "衡量指标", "再造前", "再造后", "变化", "再造举措", "负责人"]
    assert cells(table) == [
        ["流程listing", "指标listing", "72小时", "4小时", "-68小时\n-94.4%", "一次录入", "商品中心"],
    ]


@pytest.mark.parametrize(
    ("before", "after", "difference", "change_", "factor"),
    [
        ("31.0%", "42.0%", "11.0个百分点", "+11.0个百分点", "1.4倍"),  # 42 / 31 = 1.354…
        ("38.0%", "32.0%", "-6.0个百分点", "-6.0个百分点", "1.2倍"),
        ("3天", "4小时", "-68小时", "-94.4%", "18倍"),  # three days are 72 hours
        ("4小时", "3天", "68小时", "+1,700.0%", "18倍"),
        ("480分钟", "0.5小时", "-450分钟", "-93.8%", "16倍"),  # half an hour is 30 minutes; 450 / 480 = 93.75
        ("2周", "10天", "-4天", "-28.6%", "1.4倍"),  # 14 days
        ("90秒", "1分钟", "-30秒", "-33.3%", "1.5倍"),
        ("1.2亿元", "9,000万元", "-3,000万元", "-25.0%", "1.3倍"),  # 12,000 / 9,000 = 1.33…
        ("168天", "138天", "-30天", "-17.9%", "1.2倍"),
        ("0件", "5件", "5件", "+5件", None),  # nothing to divide by
        ("-2分", "1分", "3分", "+150.0%", None),
    ],
)
def test_changes_by_hand(before: str, after: str, difference: str, change_: str, factor: str | None) -> None:
    block = changes(change(before, after))
    assert faults(block) == []
    values = texts(block)
    assert (values["a.difference"], values["a.change"]) == (difference, change_)
    assert values.get("a.factor") == factor


def test_a_change_in_points_is_said_once() -> None:
    (table,) = tables(changes(change("31.0%", "42.0%")))
    assert cells(table)[0][4] == "+11.0个百分点"
    (english,) = tables(changes(change("31.0%", "42.0%")), BlockPlace("a.b.c", "en"))
    assert cells(english)[0][4] == "+11.0\u00a0pp"


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (change("72小时", "4"), ("items", 0, "after")),
        (change("72小时", "4%"), ("items", 0, "after")),
        (change("2月", "4天"), ("items", 0, "after")),  # a month has no fixed length
        (change("5工作日", "4天"), ("items", 0, "after")),
        (change("72小时", "3天"), ("items", 0, "after")),  # the same
        (change("5%", "5.0%"), ("items", 0, "after")),
        (change("72小时", "4小时", direction="上升"), ("items", 0, "direction")),
        (change("4小时", "1周", direction="down"), ("items", 0, "direction")),
        (change("-72小时", "4小时"), ("items", 0, "before")),
    ],
)
def test_what_cannot_be_true_is_found(item: dict[str, Any], path: tuple[Any, ...]) -> None:
    block = changes(item)
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", path)
    assert any(item["before"].replace("5.0", "5") in str(value) for value in fault.values.values())
    assert block.values("zh")
    assert tables(block)


def test_ids_stand_once() -> None:
    (fault,) = found(changes(change("1天", "2天"), change("1天", "3天")))
    assert (fault.code, fault.path) == ("PG202", ("items", 1, "id"))


def test_a_declared_direction_that_holds_is_no_fault() -> None:
    assert faults(changes(change("3天", "4小时", direction="下降"), change("1%", "2%", "b", direction="上升"))) == []


def test_the_figures_are_held_against_those_of_other_blocks() -> None:
    (measure,) = changes(change("72小时", "4小时", "listing")).measures()
    assert (measure.id, measure.name) == ("listing", "指标listing")
    assert measure.figures == {
        "baseline": (Quantity(Decimal(72), "小时"), ("items", 0, "before")),
        "target": (Quantity(Decimal(4), "小时"), ("items", 0, "after")),
    }
    assert {"-68小时", "-94.4%"} <= set(measure.words)


def test_the_chart_compares_relative_changes() -> None:
    block = changes(
        change("72小时", "4小时", "a"),
        change("0件", "4件", "b"),
        change("50%", "75%", "c"),
        change("168天", "138天", "d"),
    )
    (chart,) = charts(block)
    assert (chart.id, chart.kind, chart.lying, chart.unit) == ("chapter.section.slot.relative", "bars", True, "%")
    assert chart.categories == ("指标a", "指标c", "指标d")
    assert chart.series[0].values == (Decimal("-94.4"), Decimal("50.0"), Decimal("-17.9"))
    note = plain_text(chart.note[0])
    assert "百分点" in note
    assert note.endswith("共4项，图中列可比的前3项。")
    assert charts(changes(change("1天", "2天"), change("1天", "3天", "b"))) == []


def test_a_measure_of_two_processes_is_named_with_its_process() -> None:
    items = [change("1天", f"{n}天", f"p{n}", measure="时长") for n in (2, 3)] + [change("1天", "4天", "z")]
    (chart,) = charts(changes(*items))
    assert chart.categories == ("流程p2：时长", "流程p3：时长", "指标z")
    assert "百分点" not in plain_text(chart.note[0])


def test_a_chart_takes_the_first_of_many() -> None:
    (chart,) = charts(changes(*(change("1天", "2天", f"x{n}") for n in range(30))))
    assert len(chart.categories) == 24
    assert "共30项" in plain_text(chart.note[0])


FIGURES = st.tuples(
    st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, allow_nan=False, places=9),
    st.sampled_from(["秒", "分钟", "小时", "周", "天", "%", "元", "万亿元", "USD billion", "件", ""]),
)


@given(FIGURES, FIGURES)
def test_no_pair_of_figures_is_too_odd(one: tuple[Decimal, str], other: tuple[Decimal, str]) -> None:
    before, after = (f"{number:f}{unit}" for number, unit in (one, other))
    block = changes(change(before, after), change("1天", "2天", "b"), change("1天", "2天", "c"))
    found(block)
    assert block.values("zh")
    assert block.lower(BlockPlace("a.b.c", "en"))
    list(block.measures())


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_going_there_and_back_is_the_same_way(one: int, other: int) -> None:
    there, back = (
        texts(changes(change(f"{one}小时", f"{other}分钟"))),
        texts(changes(change(f"{other}分钟", f"{one}小时"))),
    )
    assert there["a.difference"].lstrip("-") == back["a.difference"].lstrip("-")
    assert there.get("a.factor") == back.get("a.factor")


def test_five_hundred_figures() -> None:
    block = changes(*(change("72小时", "4小时", f"x{n}") for n in range(500)))
    assert faults(block) == []
    assert len(tables(block)[0].rows) == 500
