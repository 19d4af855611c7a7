"""Execution efficiency against values worked out by hand, earned value against published examples."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.performance.execution_efficiency import ExecutionEfficiency
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from tests.blocks.reading import HERE, cells, heads, tables, texts, told


def indicator(**changes: Any) -> dict[str, Any]:
    base = {"id": "a", "name": "按期验收率", "dimension": "进度", "target": "90%", "formula": "按期数÷到期数"}
    return base | {"owner": "战略办公室", "cadence": "每月"} | changes


def three() -> list[dict[str, Any]]:
    """Return one indicator of each dimension, the last first."""
    return [
        indicator(id="o", name="使用率", dimension="产出", target="80%"),
        indicator(id="s", name="执行率", dimension="投入", target="95%"),
        indicator(id="p"),
    ]


def efficiency(*items: dict[str, Any], **fields: Any) -> ExecutionEfficiency:
    return ExecutionEfficiency.model_validate({"items": list(items) or three(), **fields})


def test_indicators_stand_in_the_order_progress_spending_output() -> None:
    block = efficiency()
    assert told(block) == []
    (table,) = tables(block)
    assert heads(table) == ["指标", "目标值", "计算口径", "负责人", "频率"]
    assert cells(table) == [
        ["进度"],
        ["按期验收率", "≥90%", "按期数÷到期数", "战略办公室", "每月"],
        ["投入"],
        ["执行率", "≥95%", "按期数÷到期数", "战略办公室", "每月"],
        ["产出"],
        ["使用率", "≥80%", "按期数÷到期数", "战略办公室", "每月"],
    ]
    assert texts(block) == {"count": "3", "o.target": "80%", "s.target": "95%", "p.target": "90%"}


def test_measured_indicators_show_a_traffic_light() -> None:
    items = three()
    items[0] |= {"baseline": "40%", "current": "60%"}  # 60 / 80 = 75.0 %
    items[1] |= {"current": "100%", "direction": "保持"}  # 95 / 100
    items.append(indicator(id="d", name="累计偏差", target="0天", current="3天", direction="下降"))
    block = efficiency(*items)
    assert told(block) == []
    (table,) = tables(block)
    assert heads(table) == ["指标", "基期值", "现值", "目标值", "达成度", "计算口径", "负责人", "频率"]
    rows = {row[0]: row[1:5] for row in cells(table) if len(row) > 1}
    assert rows == {
        "按期验收率": ["—", "—", "≥90%", "—"],
        "累计偏差": ["—", "3天", "≤0天", "0.0% 红"],
        "执行率": ["—", "100%", "95%", "95.0% 绿"],
        "使用率": ["40%", "60%", "≥80%", "75.0% 红"],
    }
    assert [row.cells[4].tone for row in table.rows if row.kind == "body"] == ["", "bad", "good", "bad"]
    assert "须保持的指标" in plain_text(table.note[0])
    values = texts(block)
    assert (values["o.current"], values["o.baseline"], values["o.attainment"]) == ("60%", "40%", "75.0%")
    assert "p.current" not in values


def test_the_rhythm_of_review_is_a_table_of_its_own() -> None:
    reviews = [
        {"cadence": "每周", "forum": "周会", "decides": "解除阻塞"},
        {"cadence": "每半年", "forum": "半年复盘", "decides": "继续、纠偏或停止"},
    ]
    main, rhythm = tables(efficiency(reviews=reviews), BlockPlace("a.b.c", "zh", "效率指标"))
    assert (main.caption, rhythm.caption, rhythm.id) == ("效率指标", "效率指标：评估节奏与裁决", "a.b.c.reviews")
    assert heads(rhythm) == ["频率", "会议", "裁决事项"]
    assert cells(rhythm) == [["每周", "周会", "解除阻塞"], ["每半年", "半年复盘", "继续、纠偏或停止"]]


# --- earned value --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "earned", "spent", "budget", "figures"),
    [
        # S. E. Portny, "Applying Earned-Value Management to Your Project" (Project Management For Dummies): two
        # brochures for $100,000 each at the end of March. A: 300 copies due, 150 made at $200; B: 500 due, 600 made
        # at $100.
        ("60000", "30000", "45000", "100000", {"sv": "-3", "cv": "-1.5", "spi": "0.50", "cpi": "0.67", "eac": "15"}),
        ("50000", "60000", "30000", "100000", {"sv": "1", "cv": "3", "spi": "1.20", "cpi": "2.00", "eac": "5"}),
        # E. W. Larson and C. F. Gray, Project Management: The Managerial Process, chapter 13, exercises 1 and 2.
        ("2400", "2100", "2000", None, {"sv": "-300元", "cv": "100元", "spi": "0.88", "cpi": "1.05"}),
        ("560", "600", "650", None, {"sv": "40元", "cv": "-50元", "spi": "1.07", "cpi": "0.92"}),
    ],
)
def test_published_examples_of_earned_value(
    planned: str, earned: str, spent: str, budget: str | None, figures: dict[str, str]
) -> None:
    schedule = {"planned": f"{planned}元", "earned": f"{earned}元", "spent": f"{spent}元"}
    block = efficiency(schedule=schedule | ({"budget": f"{budget}元"} if budget else {}))
    assert told(block) == []
    values = texts(block)
    # $30,000 are written 3万元
    written = {key: f"{text}万元" if budget and key in ("sv", "cv", "eac") else text for key, text in figures.items()}
    names = {"sv": "schedule_variance", "cv": "cost_variance", "eac": "estimate"}
    assert {key: values[names.get(key, key)] for key in figures} == written
    assert ("estimate" in values) == (budget is not None)


def test_earned_value_in_per_cent_of_the_budget() -> None:
    schedule = {"planned": "40%", "earned": "36%", "spent": "45%", "budget": "1.2亿元", "as_of": "2026-06-30"}
    block = efficiency(schedule=schedule)
    assert told(block) == []
    _, table = tables(block)
    assert table.id == f"{HERE.path}.earned_value"
    assert [[row[0], *row[2:]] for row in cells(table)] == [
        ["计划值（PV）", "40%", ""],
        ["挣值（EV）", "36%", ""],
        ["实际成本（AC）", "45%", ""],
        ["进度偏差（SV）", "-4个百分点", ""],
        ["成本偏差（CV）", "-9个百分点", ""],
        ["进度绩效指数（SPI）", "0.90", "黄"],  # 36 / 40
        ["成本绩效指数（CPI）", "0.80", "黄"],  # 36 / 45, exactly amber
        ["完工预算（BAC）", "1.2亿元", ""],
        ["完工估算（EAC）", "1.5亿元", ""],  # 1.2 / 0.8
    ]
    assert [row.cells[3].tone for row in table.rows][5:7] == ["warn", "warn"]
    assert "达到0.95为绿，达到0.8为黄" in plain_text(table.note[0])
    assert "2026-06-30" in plain_text(table.note[0])
    english = texts(block, "en")
    assert english["schedule_variance"] == "-4 percentage points"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"planned": "101%"}, "planned", ("101%", "100%")),
        ({"earned": "120%"}, "earned", ("120%", "100%")),
        ({"spent": "120%"}, None, ()),
        ({"earned": "-1%"}, "earned", ("-1%",)),
        ({"spent": "45万元"}, "spent", ("45万元", "40%")),
        ({"planned": "40天"}, "planned", ("40天",)),
        ({"budget": "0元"}, "budget", ()),
        ({"as_of": "2031-01-01"}, "as_of", ("2031-01-01",)),
    ],
)
def test_earned_value_that_cannot_be_is_found(
    changes: dict[str, str], field: str | None, words: tuple[str, ...]
) -> None:
    block = efficiency(schedule={"planned": "40%", "earned": "36%", "spent": "45%"} | changes)
    found = told(block)
    assert [path for _, path, _, _ in found] == ([("schedule", field)] if field else [])
    for code, _, message, hint in found:
        assert code == ("PG402" if field == "as_of" else "PG006")
        assert hint
        assert all(word in message for word in words)
    block.lower(HERE)
    assert all(texts(block).values())


def test_money_beyond_the_budget_is_found() -> None:
    schedule = {"planned": "100万元", "earned": "1.3亿元", "spent": "2亿元", "budget": "1.2亿元"}
    ((code, path, message, _),) = told(efficiency(schedule=schedule))
    assert (code, path) == ("PG006", ("schedule", "earned"))
    assert "1.3亿元" in message
    assert "1.2亿元" in message


@pytest.mark.parametrize("schedule", [("0%", "0%", "0%"), ("0%", "5%", "0%"), ("5%", "0%", "0%")])
def test_nothing_planned_or_spent_leaves_the_indices_open(schedule: tuple[str, str, str]) -> None:
    fields = dict(zip(("planned", "earned", "spent"), schedule, strict=True))
    block = efficiency(schedule=fields | {"budget": "1亿元"})
    assert told(block) == []
    values = texts(block)
    assert ("spi" in values) == (schedule[0] != "0%")
    assert "cpi" not in values
    assert "estimate" not in values
    assert cells(tables(block)[1])[6][2:] == ["—", "—"]


shares = st.decimals(min_value="0.1", max_value=100, places=1)


@given(shares, shares, shares)
def test_an_index_is_above_1_exactly_where_its_variance_is_above_0(planned: Any, earned: Any, spent: Any) -> None:
    schedule = {"planned": f"{planned}%", "earned": f"{earned}%", "spent": f"{spent}%"}
    parsed = efficiency(schedule=schedule).schedule
    assert parsed is not None
    for name, other in (("spi", parsed.planned), ("cpi", parsed.spent)):
        index, variance = parsed.index(name), parsed.variance(other, "zh")  # type: ignore[arg-type]
        assert index is not None
        assert variance is not None
        assert (index > 1) == (variance.number > 0)
        assert (index < 1) == (variance.number < 0)


# --- what cannot be true -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "missing"), [((0, 1), ["进度"]), ((1,), ["进度", "产出"]), ((0,), ["进度", "投入"]), ((0, 1, 2), [])]
)
def test_each_dimension_has_an_indicator(kept: tuple[int, ...], missing: list[str]) -> None:
    found = told(efficiency(*(three()[n] for n in kept)))
    assert [(code, path) for code, path, _, _ in found] == ([("PG007", ("items",))] if missing else [])
    for _, _, message, hint in found:
        assert message.endswith("、".join(missing))
        assert hint.endswith(missing[0])


def test_what_cannot_be_true_is_found_with_its_figures() -> None:
    items = three()
    items[0] |= {"baseline": "80%"}
    items[1] |= {"current": "9天"}
    items[2] |= {"baseline": "70%", "direction": "下降"}
    items.append(indicator(id="p", baseline="5个百分点"))
    reviews = [
        {"cadence": "每周", "forum": "周会", "decides": "一"},
        {"cadence": "每月", "forum": "周会", "decides": "二"},
    ]
    block = efficiency(*items, reviews=reviews, thresholds={"green": "80%", "amber": "80%"})
    found = {path: (code, message) for code, path, message, _ in told(block)}
    assert {path: code for path, (code, _) in found.items()} == {
        ("items", 0, "target"): "PG006",
        ("items", 1, "current"): "PG006",
        ("items", 2, "direction"): "PG006",
        ("items", 3, "id"): "PG202",
        ("items", 3, "target"): "PG006",
        ("thresholds", "amber"): "PG006",
        ("reviews", 1, "forum"): "PG202",
    }
    assert "95%" in found["items", 1, "current"][1]
    assert "9天" in found["items", 1, "current"][1]
    assert all(texts(block).values())
    assert len(block.lower(HERE)) == 2


def test_indicators_state_their_measures() -> None:
    items = three()
    items[0] |= {"baseline": "40%", "current": "60%"}
    measured, *_, bare = efficiency(*items).measures()
    assert {role: (figure.text, path) for role, (figure, path) in measured.figures.items()} == {
        "baseline": ("40%", ("items", 0, "baseline")),
        "current": ("60%", ("items", 0, "current")),
        "target": ("80%", ("items", 0, "target")),
    }
    assert measured.words == ("+20个百分点", "+20 percentage points", "75.0%")
    assert (list(bare.figures), bare.words) == (["target"], ())


def test_five_hundred_indicators_stand_in_one_table() -> None:
    dimensions = ("进度", "投入", "产出")
    block = efficiency(*(indicator(id=f"i{n}", dimension=dimensions[n % 3], current="80%") for n in range(500)))
    assert told(block) == []
    (table,) = tables(block)
    texts(block)
    assert len(table.rows) == 503
