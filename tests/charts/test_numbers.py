from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.charts.numbers import NumberFormat, figure_format, number_format, shares, unit_line
from plangen.doctree import Chart, Series


def written(values: list[str], unit: str, places: int = 0, language: str = "zh") -> tuple[str, list[str]]:
    numbers = [Decimal(value) for value in values]
    found = figure_format(numbers, unit, places, language)
    return found.unit, [found.text(number) for number in numbers]


@pytest.mark.parametrize(
    ("values", "unit", "places", "expected"),
    [
        (["3000", "6600"], "万元", 0, ("万元", ["3,000", "6,600"])),
        (["99999"], "元", 0, ("元", ["99,999"])),
        (["123456789", "234567890"], "元", 0, ("亿元", ["1.23", "2.35"])),
        (["100000000", "250000000"], "元", 0, ("亿元", ["1.0", "2.5"])),  # no decimal that says nothing
        (["850000", "120000"], "元", 0, ("万元", ["85", "12"])),
        (["123456"], "万元", 0, ("亿元", ["12.3"])),
        (["1203000", "2010000"], "人", 0, ("万人", ["120", "201"])),
        (["3000000000000"], "元", 0, ("万亿元", ["3"])),
        (["250000"], "", 0, ("万", ["25"])),
        (["200000"], "千克", 0, ("万千克", ["20"])),  # 千 begins a unit of its own here
        (["200000"], "千元", 0, ("亿元", ["2"])),
        (["123456"], "%", 1, ("%", ["123,456.0%"])),  # never scaled
        (["0.001", "0.0025", "0.004"], "", 0, ("", ["0.0010", "0.0025", "0.0040"])),  # zeros would say nothing
        (["0.4", "250"], "人", 0, ("人", ["0", "250"])),  # as the block asked
        (["0", "0"], "元", 0, ("元", ["0", "0"])),
        (["-150000", "0"], "元", 0, ("万元", ["-15", "0"])),
        # an outlier does not make the others vanish …
        (["12", "8", "1000000"], "元", 0, ("元", ["12", "8", "1,000,000"])),
        (["1200", "500000000"], "元", 0, ("万元", ["0.1", "50,000.0"])),
        # … unless its own figure could not be read then
        (["3", "1000000000000"], "元", 0, ("万亿元", ["0", "1"])),
    ],
)
def test_figures_in_chinese_units(values: list[str], unit: str, places: int, expected: tuple[str, list[str]]) -> None:
    assert written(values, unit, places) == expected


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        (["123400000", "1200000"], "USD", ("USD million", ["123.4", "1.2"])),
        (["120000"], "USD million", ("USD billion", ["120"])),
        (["250000"], "USD", ("USD", ["250,000"])),
        (["2500000"], "users", ("million users", ["2.5"])),
        (["2500000000"], "", ("billion", ["2.5"])),
        (["250000"], "元", ("万元", ["25"])),
    ],
)
def test_figures_in_english_units(values: list[str], unit: str, expected: tuple[str, list[str]]) -> None:
    assert written(values, unit, language="en") == expected


def test_half_is_rounded_away_from_zero_and_nothing_is_minus_zero() -> None:
    whole = NumberFormat(Decimal(1), "", 0)
    assert [whole.text(Decimal(value)) for value in ("0.5", "1.5", "-2.5", "-0.4")] == ["1", "2", "-3", "0"]
    assert [whole.signed(Decimal(value)) for value in ("12", "-3", "0.2", "-0.2")] == ["+12", "-3", "0", "0"]


def test_codes_of_a_spreadsheet() -> None:
    assert NumberFormat(Decimal(1), "分", 0).code == "#,##0"
    assert NumberFormat(Decimal(1), "%", 1).code == '#,##0.0"%"'
    assert NumberFormat(Decimal(1), "元", 1).signed_code == "+#,##0.0;-#,##0.0;#,##0.0"


def test_ticks_have_the_decimals_of_their_step() -> None:
    number = NumberFormat(Decimal(10**8), "亿元", 2)
    assert number.at(Decimal(50_000_000)).text(Decimal(150_000_000)) == "1.5"
    assert number.at(Decimal(100_000_000)).text(Decimal(200_000_000)) == "2"
    assert NumberFormat(Decimal(1), "%", 1).at(Decimal(25)).text(Decimal(50)) == "50%"


def test_sums_count_when_the_unit_is_chosen() -> None:
    half = Series("甲", (Decimal(60_000),)), Series("乙", (Decimal(70_000),))
    assert number_format(Chart("bars", ("一",), half, "元"), "zh").unit == "元"
    assert number_format(Chart("stacked", ("一",), half, "元"), "zh").unit == "万元"
    levels = Series("丙", (Decimal(90_000), Decimal(60_000)))
    assert number_format(Chart("waterfall", ("一", "二"), (levels,), "元"), "zh").unit == "万元"


def test_the_unit_is_said_once() -> None:
    one = Series("营业收入", (Decimal(1),))
    number = NumberFormat(Decimal(1), "亿元", 0)
    assert unit_line(Chart("bars", ("一",), (one,)), number, "zh") == "营业收入（亿元）"
    assert unit_line(Chart("bars", ("一",), (one, one)), number, "zh") == "单位：亿元"
    percent = NumberFormat(Decimal(1), "%", 0)
    assert unit_line(Chart("bars", ("一",), (one,)), percent, "zh") == "营业收入"
    assert unit_line(Chart("bars", ("一",), (one, one)), percent, "zh") == ""


def test_shares_by_largest_remainder() -> None:
    thirds = [Decimal(1)] * 3
    assert shares(thirds) == (34, 33, 33)
    assert shares([Decimal(1), None, Decimal(3)]) == (25, None, 75)
    assert shares([Decimal(-1), Decimal(3)]) == (-25, 75)
    assert shares([Decimal(0), None]) == (None, None)
    assert shares(thirds, 1) == (Decimal("33.4"), Decimal("33.3"), Decimal("33.3"))


@given(st.lists(st.none() | st.decimals(0, 10**12, places=3), min_size=1, max_size=24), st.integers(0, 2))
def test_shares_add_up_to_a_hundred(values: list[Decimal | None], places: int) -> None:
    found = shares(values, places)
    assert [share is None for share in found] == [value is None for value in values] or not any(values)
    known = [share for share in found if share is not None]
    if any(values):
        assert sum(known) == 100
        whole = sum(value for value in values if value is not None)
        for value, share in zip(values, found, strict=True):
            if value is not None and share is not None:
                assert abs(share - value / whole * 100) < Decimal(1).scaleb(-places)


@given(
    st.lists(st.decimals(-(10**13), 10**13, places=3), min_size=1, max_size=12),
    st.sampled_from(("", "元", "万元", "亿元", "%", "人", "CNY million", "kg")),
    st.integers(0, 3),
    st.sampled_from(("zh", "en")),
)
def test_figures_stay_short_and_mean_the_same(values: list[Decimal], unit: str, places: int, language: str) -> None:
    found = figure_format(values, unit, places, language)
    for value in values:
        text = found.text(value).removesuffix("%")
        digits = text.replace(",", "").lstrip("-")
        assert len(digits.partition(".")[0]) <= 10 or unit == "%"
        back = Decimal(digits) * found.divisor
        assert abs(back - abs(value)) <= found.divisor * Decimal(1).scaleb(-found.places) / 2
        assert text.startswith("-") == (value < 0 and any(digit in digits for digit in "123456789"))
