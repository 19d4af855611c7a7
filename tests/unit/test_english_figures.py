"""Money, counts and changes in English: however an editor spells them, they are written in one form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from plangen.languages.en import ENGLISH
from plangen.quantities import MONEY_UNITS, Quantity, change_text, localised, money_text, parse_money, parse_quantity


@pytest.mark.parametrize(
    ("written", "text", "base", "currency"),
    [
        ("USD 12.5 million", "USD 12.5 million", "12500000", "USD"),
        ("$12.5 million", "USD 12.5 million", "12500000", "USD"),
        ("US$12.5m", "USD 12.5 million", "12500000", "USD"),
        ("usd12.5M", "USD 12.5 million", "12500000", "USD"),
        ("12.5 USD million", "USD 12.5 million", "12500000", "USD"),
        ("12.5 million USD", "USD 12.5 million", "12500000", "USD"),
        ("12.5m USD", "USD 12.5 million", "12500000", "USD"),
        ("EUR 3.2 billion", "EUR 3.2 billion", "3200000000", "EUR"),
        ("€3.2bn", "EUR 3.2 billion", "3200000000", "EUR"),
        ("GBP 800 thousand", "GBP 800 thousand", "800000", "GBP"),
        ("£800k", "GBP 800 thousand", "800000", "GBP"),
        ("USD 1,250,000", "USD 1,250,000", "1250000", "USD"),
        ("USD 12.50 million", "USD 12.50 million", "12500000", "USD"),
        ("-$3m", "-USD 3 million", "-3000000", "USD"),
        ("USD -3 million", "-USD 3 million", "-3000000", "USD"),
        ("HK$40m", "HKD 40 million", "40000000", "HKD"),
        ("RMB 40 million", "CNY 40 million", "40000000", "CNY"),
        ("＄12 million", "USD 12 million", "12000000", "USD"),
        ("500万美元", "500万美元", "5000000", "USD"),
        ("3亿欧元", "3亿欧元", "300000000", "EUR"),
    ],
)
def test_money_is_written_in_one_form(written: str, text: str, base: str, currency: str) -> None:
    amount = parse_money(written)
    assert (amount.text, amount.base, amount.dimension) == (text, Decimal(base), currency)
    assert parse_money(amount.text) == amount


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("¥12 million", "write CNY or JPY"),
        ("￥12", "write CNY or JPY"),
        ("12.5 million", "write it with its unit"),
        ("USD 12.5 zillion", "such as 38%, 1.2亿元 or USD 12.5 million"),
        ("-USD -3 million", "such as 38%, 1.2亿元 or USD 12.5 million"),
        ("USD 12 to 15 million", "such as 38%, 1.2亿元 or USD 12.5 million"),
        ("kr 12 million", "such as 38%, 1.2亿元 or USD 12.5 million"),
        ("USD 45 per order", "write it with its unit"),
    ],
)
def test_what_may_mean_two_amounts_is_refused_with_a_hint(written: str, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse_money(written)
    assert hint in error.value.context["hint"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("25 percent", "25%"),
        ("25 per cent", "25%"),
        ("3.2 pp", "3.2 percentage points"),
        ("1 percentage points", "1 percentage point"),
        ("1,200 stores", "1,200 stores"),
        ("1 days", "1 day"),
        ("1.0 day", "1.0 days"),
        ("2 day", "2 days"),
        ("0 days", "0 days"),
        ("1 person", "1 person"),
        ("3.5 million people", "3.5 million people"),
        ("USD 45/order", "USD 45 per order"),
        ("45 EUR per person", "EUR 45 per person"),
        ("12 kg", "12 kg"),
        ("1 widgets", "1 widgets"),
    ],
)
def test_counts_agree_with_their_number(written: str, text: str) -> None:
    assert parse_quantity(written).text == text


@pytest.mark.parametrize(
    ("baseline", "target", "text"),
    [
        ("25%", "26%", "+1 percentage point"),
        ("25%", "22.5%", "-2.5 percentage points"),
        ("41 points", "55 points", "+14 points"),
        ("0 days", "3 days", "+3 days"),
        ("USD 0", "USD 2 million", "+USD 2 million"),
        ("USD 800 thousand", "USD 1 million", "+25.0%"),
    ],
)
def test_changes_in_english_figures(baseline: str, target: str, text: str) -> None:
    if baseline == "USD 0":
        baseline = "USD 0 million"
    assert change_text(parse_quantity(baseline), parse_quantity(target), "en") == text


@pytest.mark.parametrize(
    ("amount", "like", "text"),
    [
        ("30000000", "USD 1.2 billion", "USD 30 million"),
        ("300000000", "USD 1.2 billion", "USD 0.3 billion"),
        ("4000", "USD 1 million", "USD 4 thousand"),
        ("0", "USD 1 million", "USD 0 million"),
        ("5000000", "1.2亿美元", "500万美元"),
    ],
)
def test_derived_amounts_keep_a_unit_that_shows_them_well(amount: str, like: str, text: str) -> None:
    assert money_text(Decimal(amount), parse_quantity(like)) == text


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("1.2亿元", "CNY 120 million"),
        ("18.60亿元", "CNY 1.860 billion"),
        ("3,500万元", "CNY 35 million"),
        ("9,500元", "CNY 9,500"),
        ("43.1万亿元", "CNY 43.1 trillion"),
        ("-250万元", "-CNY 2.5 million"),
        ("0元", "CNY 0"),
        ("1,250万美元", "USD 12.5 million"),
        ("32亿欧元", "EUR 3.2 billion"),
        ("260元/件", "CNY 260 per item"),
        ("2.7个百分点", "2.7 percentage points"),
        ("55分", "55 points"),
        ("168天", "168 days"),
        ("1小时", "1 hour"),
        ("3万人", "30,000 people"),
        ("350万人次", "3.5 million visits"),
        ("3倍", "3×"),
        ("38.0%", "38.0%"),
    ],
)
def test_a_figure_is_the_same_in_the_other_language(chinese: str, english: str) -> None:
    there = localised(parse_quantity(chinese), "en")
    assert there.text == english
    assert localised(there, "en") == there
    back = localised(there, "zh")
    assert (back.base, back.dimension) == (parse_quantity(chinese).base, parse_quantity(chinese).dimension)
    assert localised(parse_quantity(english), "zh").base == parse_quantity(chinese).base


@pytest.mark.parametrize(
    ("written", "language", "text"),
    [
        ("416家", "en", "416"),  # a measure word says nothing in English
        ("1,200册", "en", "1,200册"),
        ("3.2亿册", "en", "320 million 册"),
        ("1,200 stores", "zh", "1,200家门店"),
        ("1,200 widgets", "zh", "1,200 widgets"),
        ("USD 12.50 million", "en", "USD 12.50 million"),
        ("12元/册", "en", "12元/册"),
    ],
)
def test_a_unit_without_a_word_stays_as_written(written: str, language: str, text: str) -> None:
    assert localised(parse_quantity(written), language).text == text


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.sampled_from(["", "%", "天", "days", "万人", "million people", *MONEY_UNITS]),
    st.sampled_from(["zh", "en"]),
)
def test_switching_changes_no_figure(number: Decimal, unit: str, language: str) -> None:
    figure = Quantity(number, unit)
    switched = localised(figure, language)
    assert switched.base == figure.base
    if unit in MONEY_UNITS:
        assert switched.dimension == figure.dimension
        assert switched.dimension in ENGLISH.currencies
    assert parse_quantity(switched.text).base == figure.base
