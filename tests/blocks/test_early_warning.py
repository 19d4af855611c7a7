"""Early warning against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.performance.early_warning import EarlyWarning
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from plangen.quantities import Quantity
from tests.blocks.reading import HERE, cells, charts, heads, tables, texts, told


def signal(**changes: Any) -> dict[str, Any]:
    base = {
        "id": "cac",
        "name": "获客成本",
        "base": "96元",
        "direction": "上升",
        "cadence": "每周",
        "owner": "线上事业部",
    }
    base |= {"yellow": "下调出价", "orange": "转向自播", "red": "冻结投放"} | changes
    return {key: value for key, value in base.items() if value is not None}


def warning(*items: dict[str, Any], **fields: Any) -> EarlyWarning:
    return EarlyWarning.model_validate({"items": list(items), **fields})


@pytest.mark.parametrize(
    ("base", "direction", "threshold", "trigger"),
    [
        # the market indicators of a fashion retailer's plan
        ("96元", "上升", "15%", "110.4元"),  # 96 × 1.15
        ("61%", "上升", "15%", "70.15%"),
        ("31.0%", "下降", "15%", "26.35%"),  # 31 × 0.85
        ("38.0%", "上升", "15%", "43.7%"),
        ("29.0%", "下降", "15%", "24.65%"),
        ("9.0%", "下降", "15%", "7.65%"),
        ("168天", "上升", "15%", "193.2天"),
        # other thresholds, signs and scales
        ("18.60亿元", "下降", "10%", "16.74亿元"),
        ("100元", "上升", "20%", "120元"),
        ("1,000家", "上升", "0.5%", "1,005家"),
        ("0.6%", "上升", "15%", "0.69%"),
        ("0.055%", "上升", "15%", "0.0633%"),  # 0.06325, to one decimal more than the base has
        ("-20万元", "上升", "15%", "-17万元"),  # upwards from a loss
        ("-20万元", "下降", "15%", "-23万元"),
        ("50%", "下降", "100%", "0%"),
    ],
)
def test_the_trigger_lies_a_threshold_from_the_base(base: str, direction: str, threshold: str, trigger: str) -> None:
    block = warning(signal(base=base, direction=direction), threshold=threshold)
    assert told(block) == []
    assert texts(block)["cac.trigger"] == trigger


def test_fifteen_per_cent_two_and_three_periods_and_twice_the_threshold_are_what_stands_without_saying() -> None:
    block = warning(signal())
    assert texts(block)["threshold"] == "15%"
    (table,) = tables(block)
    note = plain_text(table.note[0])
    assert "持续1个监测期为黄色，持续2个为橙色，持续3个、或单期偏离达到阈值的2倍为红色。" in note


def test_a_deviation_that_is_bad_both_ways_has_two_triggers() -> None:
    values = texts(warning(signal(direction="双向", threshold="10%")))
    # 96 × 0.9 = 86.4; 96 × 1.1 = 105.6
    assert values["cac.trigger_low"] == "86.4元"
    assert values["cac.trigger_high"] == "105.6元"
    assert values["cac.trigger"] == "86.4元或105.6元"
    assert values["cac.threshold"] == "10%"
    assert values["threshold"] == "15%"


@pytest.mark.parametrize(
    ("current", "direction", "periods", "deviation", "level"),
    [
        ("96元", "上升", None, "0.0%", "正常"),
        ("110.39元", "上升", None, "15.0%", "正常"),  # 14.99 %, shown rounded, judged as it is
        ("110.4元", "上升", None, "15.0%", "黄色"),
        ("110.4元", "上升", "2", "15.0%", "橙色"),
        ("110.4元", "上升", "3", "15.0%", "红色"),
        ("110.4元", "上升", "9", "15.0%", "红色"),
        ("124.79元", "上升", None, "30.0%", "黄色"),
        ("124.8元", "上升", None, "30.0%", "红色"),  # 96 × 1.3, twice the threshold
        ("60元", "上升", None, "-37.5%", "正常"),  # a fall is good here
        ("81.6元", "下降", None, "-15.0%", "黄色"),
        ("67.2元", "下降", None, "-30.0%", "红色"),
        ("81.6元", "双向", None, "-15.0%", "黄色"),
        ("110.4元", "双向", "2", "15.0%", "橙色"),
    ],
)
def test_the_level_goes_by_periods_and_at_once_by_the_multiple(
    current: str, direction: str, periods: str | None, deviation: str, level: str
) -> None:
    block = warning(signal(current=current, direction=direction, periods=periods))
    assert told(block) == []
    values = texts(block)
    assert (values["cac.deviation"], values["cac.level"]) == (deviation, level)


def test_levels_of_its_own_are_kept() -> None:
    fields = {"levels": {"yellow": "2", "orange": "4", "red": "6"}, "red_multiple": "3倍"}

    def level(current: str, periods: str) -> str:
        return texts(warning(signal(current=current, periods=periods), **fields))["cac.level"]

    assert [level("120元", periods) for periods in ("1", "2", "4", "6")] == ["观察", "黄色", "橙色", "红色"]
    # 96 × 1.45 = 139.2 is three times the threshold, 124.8 only twice
    assert (level("124.8元", "1"), level("139.2元", "1")) == ("观察", "红色")


def test_a_table_by_hand() -> None:
    block = warning(
        signal(normal_from="88元", normal_to="96元"),
        signal(id="price", name="竞品成交价", base=None, reference="近13周均值", direction="下降", cadence="每月"),
        signal(id="paid", name="付费占比", base="61%", normal_to="61%"),
        note="大促周另按档期折算。",
    )
    assert told(block) == []
    (table,) = tables(block)
    assert charts(block) == []
    assert heads(table) == [*("预警指标", "正常区间与基准", "预警触发值", "黄色响应", "橙色响应", "红色响应")]
    assert cells(table) == [
        [
            *("获客成本\n每周，线上事业部", "88元至96元\n基准：96元", "偏高15%，达110.4元"),
            *("下调出价", "转向自播", "冻结投放"),
        ],
        ["竞品成交价\n每月，线上事业部", "近13周均值", "偏低15%", "下调出价", "转向自播", "冻结投放"],
        [
            *("付费占比\n每周，线上事业部", "不高于61%\n基准：61%", "偏高15%，达70.15%"),
            *("下调出价", "转向自播", "冻结投放"),
        ],
    ]
    assert plain_text(table.note[0]).endswith("大促周另按档期折算。")
    assert "price.trigger" not in texts(block)


def test_measured_values_get_a_column_with_their_level() -> None:
    block = warning(signal(current="110.4元", periods="2"), signal(id="b"))
    (table,) = tables(block)
    assert len(heads(table)) == 7
    assert [row[3] for row in cells(table)] == ["110.4元\n+15.0%\n橙色", "—"]
    assert table.rows[0].cells[3].tone == "bad"
    (english,) = tables(block, BlockPlace("a.b.c", "en"))
    assert cells(english)[0][3] == "110.4元\n+15.0%\norange"


def test_only_measured_values_are_figures_of_the_measure() -> None:
    bare, measured = warning(signal(), signal(id="b", current="120元", normal_to="96元")).measures()
    assert dict(bare.figures) == {}
    assert bare.words == ("96元", "110.4元", "15%")
    assert measured.figures == {"current": (Quantity(Decimal(120), "元"), ("items", 1, "current"))}
    assert measured.words == ("96元", "110.4元", "15%", "+25.0%")  # 120 / 96


def test_what_cannot_be_true_is_found_with_its_figures() -> None:
    block = warning(
        signal(id="a", base=None),
        signal(id="b", reference="近13周均值"),
        signal(id="c", base="0元"),
        signal(id="d", normal_from="100元", normal_to="90元"),
        signal(id="e", normal_from="80元", normal_to="90元"),
        signal(id="f", normal_to="120元"),
        signal(id="g", normal_from="70天"),
        signal(id="h", current="120天"),
        signal(id="i", current="100元", periods="2"),
        signal(id="j", periods="2"),
        signal(id="k", base=None, reference="上年同期", current="100元"),
        signal(id="k", base="29.0%", direction="下降", normal_from="24.0%", normal_to="38.0%", threshold="10%"),
        signal(id="l", base="38%", current="3个百分点"),
    )
    found = {path: (code, message, hint) for code, path, message, hint in told(block)}
    assert {path: code for path, (code, _, _) in found.items()} == {
        ("items", 0): "PG007",
        ("items", 1, "reference"): "PG006",
        ("items", 2, "base"): "PG006",
        ("items", 3, "normal_from"): "PG006",
        ("items", 4, "base"): "PG006",
        ("items", 5, "normal_to"): "PG006",
        ("items", 6, "normal_from"): "PG006",
        ("items", 7, "current"): "PG006",
        ("items", 8, "periods"): "PG006",
        ("items", 9, "periods"): "PG007",
        ("items", 10, "current"): "PG006",
        ("items", 11, "id"): "PG202",
        ("items", 11, "threshold"): "PG006",
        ("items", 12, "current"): "PG006",
    }
    for step, words in {
        (1, "reference"): ("96元", "近13周均值"),
        (2, "base"): ("0元",),
        (3, "normal_from"): ("100元", "90元"),
        (4, "base"): ("96元", "80元", "90元"),
        (5, "normal_to"): ("110.4元", "120元"),
        (6, "normal_from"): ("96元", "70天"),
        (7, "current"): ("96元", "120天"),
        (8, "periods"): ("100元", "+4.2%", "15%"),  # 4 / 96
        (11, "threshold"): ("26.1%", "24.0%"),  # 29 × 0.9 lies above the lower end of the range
    }.items():
        assert all(word in found["items", *step][1] for word in words), (step, found["items", *step])
    assert "38% and 3个百分点 make 41%" in found["items", 12, "current"][2]
    assert all(texts(block).values())
    assert len(cells(tables(block)[0])) == 13


@pytest.mark.parametrize(
    ("levels", "wrong"),
    [
        ({"yellow": "1", "orange": "1", "red": "3"}, [("levels", "orange")]),
        ({"yellow": "3", "orange": "2", "red": "1"}, [("levels", "orange"), ("levels", "red")]),
        ({"yellow": "2"}, [("levels", "orange")]),  # orange stays at 2
        ({"red": "2"}, [("levels", "red")]),
        ({"yellow": "1", "orange": "2", "red": "3"}, []),
    ],
)
def test_the_levels_rise(levels: dict[str, str], wrong: list[tuple[str, str]]) -> None:
    found = told(warning(signal(), levels=levels))
    assert [(code, path) for code, path, _, _ in found] == [("PG006", path) for path in wrong]
    for _, _, _, hint in found:
        assert "{yellow: 1, orange: 2, red: 3}" in hint


@pytest.mark.parametrize("multiple", ["1", "0", "-2", "0.5", "2元", "200%"])
def test_red_at_once_is_above_the_threshold(multiple: str) -> None:
    block = warning(signal(current="130元"), red_multiple=multiple)
    ((code, path, message, _),) = told(block)
    assert (code, path) == ("PG006", ("red_multiple",))
    assert multiple in message
    assert texts(block)["cac.level"]


@pytest.mark.parametrize("threshold", ["0%", "-5%", "100.1%", "15", "0.15"])
def test_a_threshold_is_a_percentage_above_0_and_at_most_100(threshold: str) -> None:
    for fields in ({"threshold": threshold}, {"items": [signal(threshold=threshold)]}):
        with pytest.raises(ValidationError):
            EarlyWarning.model_validate({"items": [signal()], **fields})


@pytest.mark.parametrize("level", ["yellow", "orange", "red"])
def test_every_level_has_its_response(level: str) -> None:
    with pytest.raises(ValidationError) as error:
        warning(signal(), signal(id="b", **{level: None}))
    assert [(e["type"], e["loc"]) for e in error.value.errors()] == [("missing", ("items", 1, level))]


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=2).filter(bool),
    st.decimals(min_value="0.1", max_value=100, places=1),
    st.sampled_from(["上升", "下降"]),
)
def test_a_value_at_the_exact_trigger_is_an_alarm_and_the_base_is_none(
    base: Decimal, threshold: Decimal, direction: str
) -> None:
    sign = 1 if direction == "上升" else -1
    trigger = base + sign * abs(base) * threshold / 100

    def level(current: Decimal) -> str:
        block = warning(
            signal(base=f"{base:f}元", current=f"{current:f}元", direction=direction), threshold=f"{threshold:f}%"
        )
        return texts(block)["cac.level"]

    assert level(trigger) in ("黄色", "红色")
    assert level(base) == "正常"
    assert level(base - sign * abs(base)) == "正常"


def test_five_hundred_indicators_stand_in_one_table() -> None:
    items = [signal(id=f"s{n}", normal_from="88元", normal_to="96元", current="120元") for n in range(500)]
    block = warning(*items)
    assert told(block) == []
    block.lower(HERE)
    texts(block)
