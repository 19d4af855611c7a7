"""Partial dates, periods in words, and ages."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from plangen.periods import Age, parse_age, parse_partial_date, period_end, period_span, span_of


@pytest.mark.parametrize(
    ("written", "read", "first", "last"),
    [
        ("2025", "2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2025-06-30", "2025-06-30", "2025-06-30", "2025-06-30"),
        ("2025Q2", "2025Q2", "2025-04-01", "2025-06-30"),
        ("2025-q4", "2025Q4", "2025-10-01", "2025-12-31"),
        ("２０２５", "2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_partial_date_is_a_span(written: str, read: str, first: str, last: str) -> None:
    assert parse_partial_date(written) == read
    assert span_of(read) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("2025年6月", "2025-06"),
        ("2025年6月30日", "2025-06-30"),
        ("2025/6/30", "2025-06-30"),
        ("2025.6", "2025-06"),
        ("2025-6-3", "2025-06-03"),
        ("2025年", "2025"),
        ("2025年第二季度", "2025Q2"),
        ("2025年3季", "2025Q3"),
        ("Q2 2025", "2025Q2"),
        ("2025/13", ""),
        ("2025-02-30", ""),
        ("2025Q5", ""),
        ("25-06", ""),
        ("20250630", ""),
        ("1025", ""),
        ("去年", ""),
        ("", ""),
    ],
)
def test_another_form_is_refused_with_the_right_one(written: str, near: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        parse_partial_date(written)
    assert refused.value.context is not None
    assert refused.value.context["values"]["near"] == near


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年", "2022-01-01", "2022-12-31"),
        ("2022年度", "2022-01-01", "2022-12-31"),
        ("FY2024", "2024-01-01", "2024-12-31"),
        ("2025年末", "2025-12-31", "2025-12-31"),
        ("2025年6月末", "2025-06-30", "2025-06-30"),
        ("2022年第三季度", "2022-07-01", "2022-09-30"),
        ("2022年三季度", "2022-07-01", "2022-09-30"),
        ("2022Q3", "2022-07-01", "2022-09-30"),
        ("Q3 2022", "2022-07-01", "2022-09-30"),
        ("2025年上半年", "2025-01-01", "2025-06-30"),
        ("2025H2", "2025-07-01", "2025-12-31"),
        ("2025年6月", "2025-06-01", "2025-06-30"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("2025年6月30日", "2025-06-30", "2025-06-30"),
        ("2020—2022年", "2020-01-01", "2022-12-31"),
        ("2020年至2022年", "2020-01-01", "2022-12-31"),
        ("2022年1—10月", "2022-01-01", "2022-10-31"),
    ],
)
def test_a_period_in_words_is_a_span(text: str, first: str, last: str) -> None:
    assert period_span(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "近年", "2025年13月", "2025年2月30日", "第3期"])
def test_what_is_no_period_has_no_span(text: str) -> None:
    assert period_span(text) is None


def test_of_unknown_words_the_last_year_counts() -> None:
    assert period_end("2021财年（截至2022年）") == date(2022, 12, 31)
    assert period_end("近三年") is None


@pytest.mark.parametrize(
    ("written", "age", "after"),
    [
        ("18 months", Age(18, "months"), "2026-07-31"),
        ("1个月", Age(1, "months"), "2025-02-28"),
        ("540 days", Age(540, "days"), "2026-07-25"),
        ("2年", Age(2, "years"), "2027-01-31"),
        ("1 Year", Age(1, "years"), "2026-01-31"),
        ("30天", Age(30, "days"), "2025-03-02"),
    ],
)
def test_an_age_ends_on_a_day(written: str, age: Age, after: str) -> None:
    assert parse_age(written) == age
    assert age.after(date(2025, 1, 31)) == date.fromisoformat(after)


@pytest.mark.parametrize(
    "written", ["", "0 days", "-3 months", "18", "months", "1.5 years", "999999 days", "200 years"]
)
def test_what_is_no_age_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_age(written)


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    period_span(text)
    period_end(text)
    with suppress(PydanticCustomError):
        span_of(parse_partial_date(text))


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(1, 1200), st.sampled_from(["days", "months", "years"]))
def test_something_is_never_too_old_on_its_own_day(day: date, count: int, unit: str) -> None:
    assert Age(count, unit).after(day) >= day  # type: ignore[arg-type]
