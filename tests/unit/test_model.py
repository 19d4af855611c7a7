"""Kinds of values: what an editor may write, what it becomes, and how it is shown again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from plangen.model import (
    Day,
    Figure,
    Horizon,
    Identifier,
    Line,
    Money,
    Percent,
    Score,
    Whole,
    outside,
    parse_line,
    repeated,
)
from plangen.quantities import (
    MONEY_UNITS,
    Quantity,
    change_text,
    money_text,
    parse_quantity,
    percent_text,
    rounded,
)


def quantity(text: str) -> Quantity:
    return parse_quantity(text)


@pytest.mark.parametrize(
    ("written", "number", "unit", "text"),
    [
        ("38%", "38", "%", "38%"),
        ("29.0 %", "29.0", "%", "29.0%"),
        ("３８％", "38", "%", "38%"),
        ("-0.5%", "-0.5", "%", "-0.5%"),
        ("+3个百分点", "3", "个百分点", "3个百分点"),
        ("1.2亿元", "1.2", "亿元", "1.2亿元"),
        ("1,200 万元", "1200", "万元", "1,200万元"),
        ("12000", "12000", "", "12,000"),
        ("168天", "168", "天", "168天"),
        ("2.50次/年", "2.50", "次/年", "2.50次/年"),
        ("5 USD million", "5", "USD million", "USD 5 million"),
        ("0", "0", "", "0"),
    ],
)
def test_quantities_keep_their_digits_and_unit(written: str, number: str, unit: str, text: str) -> None:
    read = quantity(written)
    assert (str(read.number), read.unit) == (number, unit)
    assert read.text == text
    assert quantity(read.text) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "高",
        "约38%",
        "38-40%",
        "38%以上40%",
        "1,20万元",
        "1,2345",
        "1.2.3",
        "12,",
        "1e5",
        "½",
        "三成",
        "38 % %8",
        None,
        [],
        38,
        3.8,
    ],
)
def test_what_holds_no_single_number_is_refused(written: object) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse_quantity(written)
    assert "is not a number" in error.value.context["message"]  # type: ignore[index]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["", "%", "天", *MONEY_UNITS]))
def test_every_quantity_reads_back(number: Decimal, unit: str) -> None:
    read = quantity(Quantity(number, unit).text)
    assert (read.number, read.unit) == (number, unit)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1亿元", "10000万元", True),
        ("1百万元", "100万元", True),
        ("5千元", "5000元", True),
        ("1万亿元", "10000亿元", True),
        ("USD 1 billion", "USD 1000 million", True),
        ("CNY 1 million", "CNY 1000 thousand", True),
        ("1亿元", "CNY 100 million", True),
        ("USD 1", "CNY 1", False),
        ("1%", "1天", False),
    ],
)
def test_money_of_one_currency_is_comparable(one: str, other: str, same: bool) -> None:
    a, b = quantity(one), quantity(other)
    assert (a.dimension == b.dimension) is same
    if same:
        assert a.base == b.base


def valid(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (Percent, "25%", Decimal(25)),
        (Percent, " 25.50 ％", Decimal("25.50")),
        (Day, "2026-02-28", date(2026, 2, 28)),
        (Day, " 2028-02-29 ", date(2028, 2, 29)),
        (Whole, "4", 4),
        (Whole, "４", 4),
        (Whole, "007", 7),
        (Score, "5", 5),
        (Line, "  一\n  二 ", "一二"),
        (Identifier, "a-B_9", "a-B_9"),
        (Money, "300 万元", Quantity(Decimal(300), "万元")),
        (Figure, "300", Quantity(Decimal(300), "")),
    ],
)
def test_values_are_read(kind: Any, value: object, read: object) -> None:
    assert valid(kind, value) == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[(Percent, value) for value in ("25", "0.25", "25‰", "%", None, ["25%"])],
        *[
            (Day, value)
            for value in ("2026-02-29", "2026-13-01", "2026-2-1", "2026/02/01", "20260201", "2026", "二月", None)
        ],
        *[(Whole, value) for value in ("-1", "1.0", "1e2", "四", "", "1234567", None)],
        *[(Score, value) for value in ("0", "6")],
        *[(Line, value) for value in ("", "  \n ", None, ["一"], {"a": "b"})],
        *[(Identifier, value) for value in ("", "9a", "a b", "退货", "a.b", "a" * 41, "a\n")],
        *[(Money, value) for value in ("300", "300%", "300 crowns", "万元", "三百万元")],
    ],
)
def test_values_are_refused(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        valid(kind, value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one\ntwo", "one two"),
        ("one  two\n  three", "one two three"),
        ("an owner’s\nname", "an owner’s name"),
        ("一\n二", "一二"),
        ("一\ntwo", "一two"),
        ("one，\ntwo", "one，two"),
        ("一　二  三", "一　二  三"),
    ],
)
def test_lines_join_as_their_language_does(written: str, read: str) -> None:
    assert parse_line(written) == read


@pytest.mark.parametrize(
    ("baseline", "target", "change"),
    [
        ("29.0%", "38.0%", "+9.0个百分点"),
        ("46.5%", "49.25%", "+2.75个百分点"),
        ("12%", "8%", "-4个百分点"),
        ("9,500万元", "1.2亿元", "+26.3%"),  # 2,500 / 9,500 = 26.3157…
        ("41分", "55分", "+14分"),
        ("3.5分", "3.5分", "+0.0分"),
        ("-12分", "-20分", "-8分"),
        ("2个百分点", "5个百分点", "+3个百分点"),
        ("168天", "120天", "-28.6%"),  # 48 / 168 = 28.571…
        ("-200万元", "100万元", "+150.0%"),
        ("8", "8.002", "+0.0%"),
        ("3", "4", "+33.3%"),
        ("0家", "120家", "+120家"),
        ("0万元", "1,500万元", "+1,500万元"),
        ("1000元", "1000.5元", "+0.1%"),  # 0.05 is rounded up
    ],
)
def test_changes(baseline: str, target: str, change: str) -> None:
    assert change_text(quantity(baseline), quantity(target), "zh") == change


def test_changes_in_english() -> None:
    assert change_text(quantity("29.0%"), quantity("38.0%"), "en") == "+9.0 percentage points"


@pytest.mark.parametrize(
    ("amount", "like", "text"),
    [
        ("120000000", "1.2亿元", "1.2亿元"),
        ("30000000", "1.2亿元", "3,000万元"),
        ("99999999", "1.2亿元", "9,999.9999万元"),
        ("250000", "1.2亿元", "25万元"),
        ("9999.5", "1.2亿元", "9,999.5元"),
        ("0", "1.2亿元", "0元"),
        ("1000000000000", "1亿元", "10,000亿元"),
        ("33333333.3333333", "1亿元", "3,333.3333万元"),
        ("1250000", "USD 5 million", "USD 1.25 million"),
        ("10000000", "USD 5 million", "USD 10 million"),
    ],
)
def test_amounts_take_the_unit_a_reader_expects(amount: str, like: str, text: str) -> None:
    assert money_text(Decimal(amount), quantity(like)) == text


@pytest.mark.parametrize(
    ("number", "places", "text"), [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("0.05", 1, "0.1"), ("1E+2", 0, "100")]
)
def test_rounding_is_half_up_as_in_accounts(number: str, places: int, text: str) -> None:
    assert str(rounded(Decimal(number), places)) == text


def test_percentages_are_written_as_they_stand() -> None:
    assert [percent_text(Decimal(text)) for text in ("25", "25.0", "1E+2")] == ["25%", "25.0%", "100%"]


def test_days_outside_the_horizon() -> None:
    horizon = Horizon(date(2026, 1, 1), date(2028, 12, 31))
    for day, count in (((2025, 12, 31), 1), ((2026, 1, 1), 0), ((2028, 12, 31), 0), ((2029, 1, 1), 1)):
        assert len(list(outside(date(*day), horizon, (), "里程碑"))) == count
    assert list(outside(date(1999, 1, 1), None, (), "里程碑")) == []


def test_repeated_identifiers_are_named_at_every_later_place() -> None:
    faults = list(repeated(["a", "b", "a", "a"], "items"))
    assert [fault.path for fault in faults] == [("items", 2, "id"), ("items", 3, "id")]
