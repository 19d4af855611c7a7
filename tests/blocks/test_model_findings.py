"""What the financial model finds wrong in itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blocks.reading import found, texts
from tests.blocks.small_model import small

LINE = {"id": "shop", "name": "门店收入", "values": ["1000", "1100", "1210"]}
COST = {"id": "rent", "name": "管理费用", "values": ["200", "200", "200"]}


@pytest.mark.parametrize(
    ("changes", "code", "path", "words"),
    [
        ({"years": ["2026", "2028"]}, "PG006", ("years", 1), ("2028", "2026", "2027")),
        ({"base_year": "2026"}, "PG006", ("base_year",), ("2026", "2025")),
        (
            {"revenue": [{**LINE, "values": ["1", "2"]}]},
            "PG006",
            ("revenue", 0, "values"),
            ("2", "3", "2025, 2026, 2027"),
        ),
        ({"investment": ["1", "2", "3"]}, "PG006", ("investment",), ("3", "2", "2026, 2027")),
        ({"working_capital": ["1"]}, "PG006", ("working_capital",), ("1", "2", "2026, 2027")),
        ({"revenue": [{**LINE, "values": ["1", "2%", "3"]}]}, "PG006", ("revenue", 0, "values", 1), ("2%", "万元")),
        ({"revenue": [{**LINE, "values": ["1", "USD 2", "3"]}]}, "PG006", ("revenue", 0, "values", 1), ("USD", "万元")),
        ({"revenue": [{**LINE, "values": ["1", "-2", "3"]}]}, "PG006", ("revenue",), ("2026", "-2万元")),
        ({"costs": [{**COST, "values": ["1", "-2", "3"]}]}, "PG006", ("costs", 0, "values", 1), ("-2", "管理费用")),
        ({"investment": ["100", "-20"]}, "PG006", ("investment", 1), ("-20",)),
        ({"initial_investment": "-50"}, "PG006", ("initial_investment",), ("-50",)),
        ({"costs": [{**COST, "rates": ["1%"] * 3}]}, "PG006", ("costs", 0), ("管理费用", "rates", "values")),
        ({"costs": [{"id": "rent", "name": "管理费用"}]}, "PG006", ("costs", 0), ("管理费用", "rates", "values")),
        (
            {"costs": [{"id": "rent", "name": "费用", "rates": ["1%", "2%"]}]},
            *("PG006", ("costs", 0, "rates"), ("费用", "2", "3", "2025, 2026, 2027")),
        ),
        (
            {"costs": [{"id": "rent", "name": "费用", "rates": ["1%", "-2%", "3%"]}]},
            "PG006",
            ("costs", 0, "rates", 1),
            ("-2%",),
        ),
        ({"revenue": [LINE, LINE]}, "PG202", ("revenue", 1, "id"), ("shop",)),
        ({"costs": [{**COST, "id": "shop"}]}, "PG202", ("costs", 0, "id"), ("shop",)),
        ({"costs": [{**COST, "id": "npv"}]}, "PG202", ("costs", 0, "id"), ("npv",)),
        (
            {"scenarios": [{"name": "保守", "changes": {"shop": "+1%"}}] * 2},
            "PG202",
            ("scenarios", 1, "name"),
            ("保守",),
        ),
        (
            {"scenarios": [{"id": "rent", "name": "保守", "changes": {"shop": "+1%"}}]},
            "PG202",
            ("scenarios", 0, "id"),
            ("rent",),
        ),
        ({"sensitivity": [{"line": "rent", "change": "1%"}] * 2}, "PG202", ("sensitivity", 1, "line"), ("rent",)),
        ({"discount_rate": None}, "PG007", ("investment",), ("discount_rate",)),
        ({"discount_rate": None, "investment": None}, "PG007", ("initial_investment",), ("discount_rate",)),
        ({"investment": None, "initial_investment": None}, "PG007", ("working_capital",), ("investment",)),
    ],
)
def test_what_cannot_be_true_is_found(
    changes: dict[str, Any], code: str, path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    (fault,) = found(small(**changes))
    assert (fault.code, fault.path) == (code, path)
    said = fault.message.format(**fault.values) + fault.hint.format(**fault.values)
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"shop": "1个百分点"}, ("shop",), ("门店收入", "1个百分点", "-6%")),
        ({"shop": "1200"}, ("shop",), ("1,200", "万元")),  # one amount for all years is no change
        ({"shop": ["1200", "3个百分点"]}, ("shop", 1), ("3个百分点",)),
        ({"shop": ["1200"]}, ("shop",), ("1", "2", "2026, 2027")),
        ({"shop": ["1200", "USD 5"]}, ("shop", 1), ("USD 5", "万元")),
        ({"shop": "-101%"}, ("shop",), ("-101%",)),
        ({"goods": "52%"}, ("goods",), ("营业成本", "52%", "1.4 pp")),
        ({"goods": ["52%", "0.5"]}, ("goods", 1), ("0.5",)),
        ({"goods": "-55个百分点"}, ("goods",), ("-55个百分点",)),  # 50 % in 2027
        ({"rent": "+1.4 pp"}, ("rent",), ("1.4",)),
        ({"revenue": "1个百分点"}, ("revenue",), ("1个百分点", "-6%")),
        ({"revenue": ["1000", "-5%"]}, ("revenue", 0), ("1,000",)),
        ({"revenue": "-120%"}, ("revenue",), ("-120%",)),
        ({"investment": "2个百分点"}, ("investment",), ("2个百分点",)),
    ],
)
def test_a_change_that_does_not_fit_its_line_is_found(
    changes: dict[str, Any], path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    (fault,) = found(small(scenarios=[{"name": "保守", "changes": changes}]))
    assert (fault.code, fault.path) == ("PG006", ("scenarios", 0, "changes", *path))
    said = fault.message.format(**fault.values) + fault.hint.format(**fault.values)
    for word in words:
        assert word in said


def test_an_unknown_line_is_found_with_the_nearest_one() -> None:
    (fault,) = found(small(scenarios=[{"name": "保守", "changes": {"shops": "-5%"}}]))
    assert (fault.code, fault.path, fault.key) == ("PG201", ("scenarios", 0, "changes", "shops"), True)
    assert fault.hint.format(**fault.values) == "did you mean shop?"
    (fault,) = found(small(sensitivity=[{"line": "goodz", "change": "1个百分点"}]))
    assert (fault.code, fault.path) == ("PG201", ("sensitivity", 0, "line"))
    assert fault.hint.format(**fault.values) == "did you mean goods?"
    (fault,) = found(small(sensitivity=[{"line": "天气", "change": "1%"}]))
    assert "shop, goods, rent, revenue" in fault.hint.format(**fault.values)


def test_revenue_and_its_lines_are_not_changed_both() -> None:
    (fault,) = found(small(scenarios=[{"name": "保守", "changes": {"shop": "-5%", "revenue": "-5%"}}]))
    assert (fault.code, fault.path, fault.key) == ("PG006", ("scenarios", 0, "changes", "revenue"), True)


@pytest.mark.parametrize(
    ("entry", "path", "words"),
    [
        ({"line": "goods", "change": "10%"}, ("change",), ("营业成本", "10%", "10 percentage points")),
        ({"line": "discount_rate", "change": "2%"}, ("change",), ("2%", "2 percentage points")),
        ({"line": "shop", "change": "2个百分点"}, ("change",), ("门店收入", "2个百分点")),
        ({"line": "shop", "change": "100"}, ("change",), ("100",)),
        ({"line": "shop", "change": "-5%"}, ("change",), ("-5%",)),
        ({"line": "shop", "change": "0%"}, ("change",), ("0%",)),
        ({"line": "investment", "change": "101%"}, ("change",), ("101%",)),
        ({"line": "discount_rate", "change": "110个百分点"}, ("change",), ("110个百分点",)),
        ({"line": "discount_rate", "change": "1个百分点", "years": ["2026"]}, ("years",), ("discount_rate",)),
        ({"line": "shop", "change": "5%", "years": ["2026", "2030"]}, ("years", 1), ("2030", "2026, 2027")),
    ],
)
def test_a_variation_that_makes_no_sense_is_found(
    entry: dict[str, Any], path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    (fault,) = found(small(sensitivity=[entry]))
    assert (fault.code, fault.path) == ("PG006", ("sensitivity", 0, *path))
    said = fault.message.format(**fault.values) + fault.hint.format(**fault.values)
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("given_", "base", "expected"),
    [
        (["30%", "80%"], None, [("PG401", ("scenarios", 1, "probability"), "110%")]),
        (["30%", "20%"], "40%", [("PG401", ("scenarios", 1, "probability"), "90%")]),
        (["30%", None], None, [("PG007", ("scenarios", 1), "甲1")]),
        ([None, None], "50%", [("PG007", ("scenarios", 0), "甲0"), ("PG007", ("scenarios", 1), "甲1")]),
        ([], "50%", [("PG401", ("base_probability",), "50%")]),
        (["30%", "70%"], None, []),
        (["30%", "20%"], "50%", []),
        ([None, None], None, []),
    ],
)
def test_probabilities_make_a_whole(given_: list[str | None], base: str | None, expected: list[Any]) -> None:
    scenarios = [
        {"name": f"甲{n}", "changes": {"shop": "+1%"}} | ({"probability": each} if each else {})
        for n, each in enumerate(given_)
    ]
    block = small(scenarios=scenarios, base_probability=base)
    assert [(fault.code, fault.path) for fault in found(block)] == [(code, path) for code, path, _ in expected]
    for fault, (_, _, word) in zip(found(block), expected, strict=True):
        assert word in fault.message.format(**fault.values)
    assert ("expected_npv" in texts(block)) == (bool(given_) and None not in given_ and not expected)


def test_years_outside_the_plan_are_found() -> None:
    block = small(
        years=["2028", "2029"],
        base_year="2027",
    )
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG402", ("years", 1))
    assert "2029" in fault.message.format(**fault.values)
