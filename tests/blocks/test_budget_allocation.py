"""The budget allocation against values worked out by hand."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.budget_allocation import BudgetAllocation
from plangen.doctree import plain_text
from tests.blocks.reading import HERE, cells, charts, faults, found, heads, tables, texts

ROWS: list[dict[str, Any]] = [
    {"id": "I1", "name": "会员中台", "amounts": ["900万元", "1,400万元", "300万元"]},
    {"id": "I2", "name": "一盘货", "amounts": ["0.08亿元", "1,700万元", "4,000,000元"]},
]
ALLOCATION: dict[str, Any] = {
    "stages": ["初期", "中期", "后期"],
    "rows": ROWS,
    "reserve": {"name": "风险储备", "amounts": ["0元", "0元", "500万元"]},
    "years": [{"year": "2026", "amount": "2,600万元"}, {"year": "2027", "amount": "0.34亿元"}],
    "note": "含税。",
}


def made(**changes: Any) -> BudgetAllocation:
    return BudgetAllocation.model_validate({k: v for k, v in {**ALLOCATION, **changes}.items() if v is not None})


def test_an_allocation_by_hand() -> None:
    """900 + 800 + 0, 1,400 + 1,700 + 0 and 300 + 400 + 500 make 6,000; 2,600 of it are 43.3 %, 1,700 are 28.3 %."""
    block = made()
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["举措", "初期", "中期", "后期", "合计", "占比"]
    assert cells(table) == [
        ["会员中台", "900", "1,400", "300", "2,600", "43.3%"],
        ["一盘货", "800", "1,700", "400", "2,900", "48.3%"],
        ["风险储备", "0", "0", "500", "500", "8.3%"],
        ["合计", "1,700", "3,100", "1,200", "6,000", "100.0%"],
        ["阶段占比", "28.3%", "51.7%", "20.0%", "100.0%", ""],
    ]
    assert plain_text(table.note[0]) == "单位：万元。按年度为2026年2,600万元、2027年3,400万元。含税。"
    said = texts(block)
    expected = {
        "I1.total": "2,600万元",
        "I1.中期": "1,400万元",
        "I2.初期": "800万元",
        "I2.share": "48.3%",
        "初期.total": "1,700万元",
        "中期.share": "51.7%",
        "reserve.total": "500万元",
        "reserve.后期": "500万元",
        "initiatives.total": "5,500万元",
        "total": "6,000万元",
        "2027.amount": "0.34亿元",
    }
    assert {path: said[path] for path in expected} == expected


def test_the_chart_stacks_the_stages_of_each_initiative() -> None:
    (drawn,) = charts(made())
    assert (drawn.kind, drawn.lying, drawn.unit, drawn.places) == ("stacked", True, "万元", 0)
    assert drawn.categories == ("会员中台", "一盘货", "风险储备")
    assert {series.name: [int(value or 0) for value in series.values] for series in drawn.series} == {
        "初期": [900, 800, 0],
        "中期": [1400, 1700, 0],
        "后期": [300, 400, 500],
    }


def test_large_budgets_are_counted_in_larger_units() -> None:
    block = made(rows=[{"id": "A", "name": "甲", "amounts": ["30亿元", "66亿元", "2.4亿元"]}], reserve=None, years=None)
    (table,) = tables(block)
    assert cells(table)[0] == ["甲", "30.0", "66.0", "2.4", "98.4", "100.0%"]
    assert plain_text(table.note[0]).startswith("单位：亿元")
    assert charts(block) == []  # one initiative is nothing to compare


def test_an_allocation_of_nothing_has_no_shares() -> None:
    block = made(rows=[{"id": "A", "name": "甲", "amounts": ["0元", "0元", "0元"]}], reserve=None, years=None)
    assert cells(tables(block)[0])[0] == ["甲", "0", "0", "0", "0", "—"]
    assert "A.share" not in texts(block)
    assert charts(block) == []


def test_the_outlays_of_an_allocation() -> None:
    outlays = {(o.scope, o.key): (o.amount.text, o.path) for o in made().outlays()}
    assert outlays["total", ""] == ("6,000万元", ("rows",))
    assert outlays["stage", "后期"] == ("1,200万元", ("stages", 2))
    assert outlays["initiative", "I2"] == ("2,900万元", ("rows", 1, "amounts"))
    assert outlays["part", "I2/后期"] == ("400万元", ("rows", 1, "amounts", 2))
    assert outlays["year", "2027"] == ("0.34亿元", ("years", 1, "amount"))
    assert len(outlays) == 1 + 3 + 2 + 6 + 2


@pytest.mark.parametrize(
    ("changes", "code", "path", "words"),
    [
        (
            {"years": [{"year": "2026", "amount": "2,600万元"}, {"year": "2027", "amount": "3,300万元"}]},
            *("PG006", ("years",), ("5,900万元", "6,000万元", "100万元")),
        ),
        ({"years": [{"year": "2026", "amount": "USD 6,000"}]}, "PG006", ("years", 0, "amount"), ("USD",)),
        ({"years": [{"year": "2029", "amount": "6,000万元"}]}, "PG402", ("years", 0, "year"), ("2029", "2028-12-31")),
        (
            {"years": [{"year": "2026", "amount": "2,600万元"}, {"year": "2026", "amount": "3,400万元"}]},
            *("PG202", ("years", 1, "year"), ("2026",)),
        ),
        (
            {"rows": [ROWS[0], {**ROWS[1], "amounts": ["0.08亿元", "2,100万元"]}], "years": None},
            *("PG006", ("rows", 1, "amounts"), ("一盘货", "2", "3", "初期, 中期, 后期")),
        ),
        (
            {"rows": [ROWS[0], {**ROWS[1], "amounts": ["USD 5", "1万元", "1万元"]}], "years": None},
            *("PG006", ("rows", 1, "amounts", 0), ("一盘货", "USD 5")),
        ),
        (
            {"rows": [ROWS[0], {**ROWS[1], "amounts": ["-5万元", "1万元", "1万元"]}], "years": None},
            *("PG006", ("rows", 1, "amounts", 0), ("一盘货", "-5万元")),
        ),
        (
            {"reserve": {"name": "储备", "amounts": ["500万元"]}, "years": None},
            *("PG006", ("reserve", "amounts"), ("储备", "1", "3")),
        ),
        ({"rows": [ROWS[0], ROWS[0]], "years": None}, "PG202", ("rows", 1, "id"), ("I1",)),
        ({"rows": [{**ROWS[0], "id": "total"}], "years": None}, "PG202", ("rows", 0, "id"), ("total",)),
        ({"stages": ["初期", "中期", "初期"]}, "PG202", ("stages", 2), ("初期",)),
    ],
)
def test_what_cannot_be_true_is_found(
    changes: dict[str, Any], code: str, path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    (fault,) = found(made(**changes))
    assert (fault.code, fault.path) == (code, path)
    said = fault.message.format(**fault.values) + fault.hint.format(**fault.values)
    for word in words:
        assert word in said


units = st.sampled_from([("元", 1), ("千元", 1_000), ("万元", 10_000), ("亿元", 100_000_000)])
money = st.tuples(st.integers(0, 9_999), units)


@given(st.lists(st.tuples(money, money), min_size=1, max_size=6))
def test_mixed_units_add_up_exactly(rows: list[tuple[Any, Any]]) -> None:
    block = BudgetAllocation.model_validate(
        {
            "stages": ["甲", "乙"],
            "rows": [
                {"id": f"I{n}", "name": f"举措{n}", "amounts": [f"{number}{unit}" for number, (unit, _) in row]}
                for n, row in enumerate(rows)
            ],
        }
    )
    yuan = [[number * size for number, (_, size) in row] for row in rows]
    assert block.by_stage() == tuple(Decimal(sum(row[n] for row in yuan)) for n in range(2))
    assert block.whole() == sum(map(sum, yuan))
    exact = [outlay.amount.base for outlay in block.outlays() if outlay.scope == "initiative"]
    assert exact == [sum(row) for row in yuan]


def test_many_initiatives_are_drawn_by_size_and_worked_out_at_once() -> None:
    rows = [{"id": f"I{n}", "name": f"举措{n}", "amounts": [f"{n % 50 + 1}万元"] * 5} for n in range(500)]
    block = BudgetAllocation.model_validate({"stages": list("甲乙丙丁戊"), "rows": rows})
    start = time.perf_counter()
    assert faults(block) == []
    block.lower(HERE)
    assert time.perf_counter() - start < 1  # 0.05 s on an idle machine
    (drawn,) = charts(block)
    assert len(drawn.categories) == 24
    assert drawn.categories[0] == "举措47"  # ten of 50, ten of 49 and the first four of 48, in their own order
    assert "24" in plain_text(drawn.note[0])
