"""The staged budget against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.staged_budget import StagedBudget
from plangen.doctree import plain_text
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts

BUDGET: dict[str, Any] = {
    "total": "1.2亿元",
    "stages": [
        {"name": "初期", "share": "25%", "purpose": "平台", "start": "2026-01-01", "end": "2026-06-30"},
        {"name": "中期", "share": "55%", "purpose": "渠道", "start": "2026-07-01", "end": "2027-12-31"},
        {"name": "后期", "share": "20%", "purpose": "储备"},
    ],
    "trial_cap": "5%",
    "adjustment": "每月复核。",
}


def with_benefits(*benefits: str | None, total: str = "1.2亿元") -> StagedBudget:
    """Make the budget with a benefit for each stage."""
    stages = [
        stage | ({"benefit": benefit} if benefit else {})
        for stage, benefit in zip(BUDGET["stages"], benefits, strict=True)
    ]
    return StagedBudget.model_validate({**BUDGET, "total": total, "stages": stages})


def with_dates(*dates: tuple[str | None, str | None]) -> StagedBudget:
    """Make a budget of equal stages A, B … with the given first and last days."""
    stages = []
    for number, (start, end) in enumerate(dates):
        stage = {"name": "ABCD"[number], "share": f"{100 // len(dates)}%", "purpose": "用途"}
        stages.append(stage | ({"start": start} if start else {}) | ({"end": end} if end else {}))
    return StagedBudget.model_validate({"total": "1亿元", "stages": stages})


def test_a_staged_budget_by_hand() -> None:
    block = StagedBudget.model_validate(BUDGET)
    (table,) = tables(block)
    assert cells(table) == [
        ["初期", "2026-01-01 至 2026-06-30", "25%", "3,000万元", "平台"],
        ["中期", "2026-07-01 至 2027-12-31", "55%", "6,600万元", "渠道"],
        ["后期", "", "20%", "2,400万元", "储备"],
        ["合计", "", "100%", "12,000万元", ""],  # in the unit of its stages
    ]
    assert table.rows[-1].kind == "total"
    # 3,000 / 6 months x 5 % = 25; 6,600 / 18 months x 5 % = 18.33…; the last stage has no months
    assert [block.trial_limit(stage) for stage in block.stages][::2] == [Decimal(250_000), None]
    assert plain_text(table.note[0]) == (
        "单月试错成本不超过当月预算的5%，按月均预算折算为初期25万元、中期18.3万元。调整规则：每月复核。"
    )
    assert texts(block) == (
        {"total": "1.2亿元", "trial_cap": "5%"}
        | {"初期.share": "25%", "初期.amount": "3,000万元", "初期.trial_limit": "25万元"}
        | {"中期.share": "55%", "中期.amount": "6,600万元", "中期.trial_limit": "18.3万元"}
        | {"后期.share": "20%", "后期.amount": "2,400万元"}
        | {"初期.cumulative": "3,000万元", "中期.cumulative": "9,600万元", "后期.cumulative": "1.2亿元"}
    )


def test_a_trial_limit_is_never_rounded_up() -> None:
    """1,000万元 over 3 months at 5 % are 16.666…万元 a month: 16.6, not 16.7."""
    stage = {"name": "甲", "share": "100%", "purpose": "用途", "start": "2026-01-01", "end": "2026-03-31"}
    block = StagedBudget.model_validate({"total": "1000万元", "stages": [stage], "trial_cap": "5%"})
    assert texts(block)["甲.trial_limit"] == "16.6万元"


def test_the_return_on_each_stage_by_hand() -> None:
    """3,600 for 3,000: +20 %; 0.825亿元 for 6,600: +25 %; 1,800 for 2,400: -25 %; 13,650 for 12,000: +13.75 %."""
    block = with_benefits("3,600万元", "0.825亿元", "1,800万元")
    (table,) = tables(block)
    assert heads(table) == ["阶段", "起止时间", "占比", "投入", "预期效益", "投资回报率", "用途"]
    assert [row[4:6] for row in cells(table)] == [
        ["3,600万元", "20.0%"],
        ["8,250万元", "25.0%"],
        ["1,800万元", "-25.0%"],
        ["13,650万元", "13.8%"],
    ]
    assert "投资回报率＝（预期效益－投入）÷投入" in plain_text(table.note[0])
    said = texts(block)
    assert {path: said[path] for path in ("benefit", "roi", "中期.benefit", "中期.roi", "后期.roi")} == {
        "benefit": "1.365亿元",
        "roi": "13.8%",
        "中期.benefit": "8,250万元",
        "中期.roi": "25.0%",
        "后期.roi": "-25.0%",
    }


def test_a_stage_without_benefit_leaves_the_total_open() -> None:
    block = with_benefits("3,600万元", None, "1,800万元")
    assert [row[4:6] for row in cells(tables(block)[0])][1::2] == [["—", "—"], ["—", "—"]]
    assert "benefit" not in texts(block)
    assert charts(block)[0].series[1].values == (Decimal(3600), None, Decimal(1800))


def test_a_benefit_in_another_currency_is_found_and_not_reckoned() -> None:
    block = with_benefits("3,600万元", "USD 5 million", "1,800万元")
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("stages", 1, "benefit"))
    assert "USD 5 million" in fault.message.format(**fault.values)
    assert "中期.roi" not in texts(block)


def test_a_stage_without_money_has_no_return() -> None:
    stages = [
        {"name": "甲", "share": "100%", "purpose": "用途", "benefit": "1万元"},
        {"name": "乙", "share": "0%", "purpose": "用途", "benefit": "1万元"},
    ]
    block = StagedBudget.model_validate({"total": "2万元", "stages": stages})
    assert faults(block) == []
    assert cells(tables(block)[0])[1][3:5] == ["10,000元", "—"]
    assert "乙.roi" not in texts(block)


@pytest.mark.parametrize(
    ("total", "unit", "numbers"),
    [
        ("1.2亿元", "万元", ["3000", "6600", "2400"]),  # 0.3亿元 would be hard to read
        ("120亿元", "亿元", ["30", "66", "24"]),
        ("12万元", "元", ["30000", "66000", "24000"]),
        ("USD 12 million", "USD million", ["3.0", "6.6", "2.4"]),
    ],
)
def test_the_chart_counts_all_stages_in_one_unit(total: str, unit: str, numbers: list[str]) -> None:
    (drawn,) = charts(StagedBudget.model_validate({**BUDGET, "total": total}))
    assert (drawn.id, drawn.kind, drawn.unit) == ("chapter.section.slot.chart", "bars", unit)
    assert drawn.categories == ("初期", "中期", "后期")
    assert [str(value) for value in drawn.series[0].values] == numbers


def test_one_stage_is_nothing_to_draw() -> None:
    stage = {"name": "甲", "share": "100%", "purpose": "用途"}
    assert charts(StagedBudget.model_validate({"total": "1亿元", "stages": [stage]})) == []


def test_the_stages_are_outlays() -> None:
    outlays = {(o.scope, o.key): o for o in StagedBudget.model_validate(BUDGET).outlays()}
    assert {key: o.amount.text for key, o in outlays.items()} == {
        ("total", ""): "1.2亿元",
        ("stage", "初期"): "3,000万元",
        ("stage", "中期"): "6,600万元",
        ("stage", "后期"): "2,400万元",
    }
    middle = outlays["stage", "中期"]
    assert middle.path == ("stages", 1, "share")
    assert str(middle.start) == "2026-07-01"
    assert str(middle.end) == "2027-12-31"


@pytest.mark.parametrize(
    ("dates", "code", "path", "words"),
    [
        (
            [("2026-01-01", "2026-06-30"), ("2026-06-30", "2026-12-31")],
            *(
                "PG006",
                ("stages", 1, "start"),
                ("the stage B starts on 2026-06-30", "A before it ends only on 2026-06-30"),
            ),
        ),
        (
            [("2026-07-01", "2026-12-31"), ("2026-01-01", "2026-06-30")],
            *("PG006", ("stages", 1, "start"), ("B stands after A", "2026-01-01", "2026-07-01")),
        ),
        (
            [("2026-01-01", "2026-06-30"), (None, None), ("2026-06-01", "2026-12-31")],
            *(
                "PG006",
                ("stages", 2, "start"),
                ("the stage C starts on 2026-06-01", "A before it ends only on 2026-06-30"),
            ),
        ),
        ([("2026-01-01", None)], "PG007", ("stages", 0, "start"), ("A", "start", "end")),
        ([(None, "2026-01-01")], "PG007", ("stages", 0, "end"), ("A", "start", "end")),
        ([("2026-05-01", "2026-04-30")], "PG006", ("stages", 0, "end"), ("2026-05-01", "2026-04-30")),
    ],
)
def test_stages_run_one_after_the_other(
    dates: list[tuple[str | None, str | None]], code: str, path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    faulty = [fault for fault in found(with_dates(*dates)) if fault.code != "PG401"]
    assert [(fault.code, fault.path) for fault in faulty] == [(code, path)]
    said = faulty[0].message.format(**faulty[0].values) + faulty[0].hint.format(**faulty[0].values)
    for word in words:
        assert word in said


def test_stages_may_touch_and_may_leave_a_gap() -> None:
    assert faults(with_dates(("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31"))) == []
    assert faults(with_dates(("2026-01-01", "2026-06-30"), ("2027-01-01", "2027-12-31"))) == []


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8), st.integers(1, 10**9))
def test_shares_of_one_whole_add_up_and_any_other_sum_is_found(weights: list[int], total: int) -> None:
    """Shares in hundredths of a per cent, the last one what is left: no rounding may creep in."""
    cuts = [weight * 10_000 // (sum(weights) + 1) for weight in weights[:-1]]
    hundredths = [*cuts, 10_000 - sum(cuts)]
    stages = [{"name": f"{n}", "share": f"{Decimal(h) / 100}%", "purpose": "用途"} for n, h in enumerate(hundredths)]
    block = StagedBudget.model_validate({"total": f"{total}元", "stages": stages})
    assert "PG401" not in faults(block)
    assert sum(block.amount(stage) for stage in block.stages) == total
    stages[0]["share"] = f"{Decimal(hundredths[0] - 1) / 100}%"
    if hundredths[0] > 1:
        assert "PG401" in faults(StagedBudget.model_validate({"total": f"{total}元", "stages": stages}))
