"""English: USD 12.5 million, 2.7 percentage points, 1 day and 2 days, 31 March 2026."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from plangen.languages.en.labels import LABELS
from plangen.languages.form import Language

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _date(iso: str) -> str:
    parts = [int(part) for part in iso.split("-")] if iso else []
    match parts:
        case [year, month, day]:
            return f"{day} {MONTHS[month - 1]} {year}"
        case [year, month]:
            return f"{MONTHS[month - 1]} {year}"
        case _:
            return iso


def _short_date(iso: str) -> str:
    """Write a day with its month cut short and with no-break spaces, since cells are narrow: 18 Sep 2025."""
    *day, month, year = ("", "", *_date(iso).split())[-3:]
    return "\u00a0".join(filter(None, (*day, month[:3], year)))


_CODES = (
    *("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "SGD", "AUD", "CAD", "CHF", "KRW", "INR"),
    *("THB", "MYR", "IDR", "VND", "AED", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN", "ZAR", "NZD"),
)

# How money is spelt besides codes and words, in small letters.
SIGNS: Mapping[str, str] = {
    "$": "USD",
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "s$": "SGD",
    "a$": "AUD",
    "c$": "CAD",
    "nz$": "NZD",
    "r$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₹": "INR",
    "฿": "THB",
    "rmb": "CNY",
    "cn¥": "CNY",
    "jp¥": "JPY",
}
SHORT: Mapping[str, str] = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "b": "billion",
    "bn": "billion",
    "bln": "billion",
    "tn": "trillion",
}

_NOUNS: Mapping[str, tuple[str, ...]] = {  # plural, singular, what else is read
    "second": ("seconds", "second", "s"),
    "minute": ("minutes", "minute", "min"),
    "hour": ("hours", "hour", "h", "hrs"),
    "day": ("days", "day"),
    "working_day": ("working days", "working day"),
    "week": ("weeks", "week"),
    "month": ("months", "month"),
    "quarter": ("quarters", "quarter"),
    "year": ("years", "year"),
    "person": ("people", "person"),
    "visit": ("visits", "visit"),
    "occurrence": ("times", "time"),
    "item": ("items", "item"),
    "set": ("sets", "set"),
    "order": ("orders", "order"),
    "company": ("companies", "company"),
    "store": ("stores", "store"),
    "customer": ("customers", "customer"),
    "score": ("points", "point"),
    "percentage_point": ("percentage points", "percentage point", "pp", "ppt", "ppts"),
    "basis_point": ("basis points", "basis point", "bp", "bps"),
    "tonne": ("tonnes", "tonne"),
}
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "percent": ("%", "percent", "per cent"),
    "fold": ("×", "x"),
    "square_metre": ("m²", "sqm"),
    "kilogram": ("kg",),
    "kilometre": ("km",),
    "kilowatt_hour": ("kWh",),
    # what Chinese counts with and English does not say
    **dict.fromkeys(("piece", "house", "entry", "kind", "model", "strip", "room"), ("",)),
}

ENGLISH = Language(
    code="en",
    labels=LABELS,
    tag="en",
    office="en-GB",
    wide=False,
    indent=0,
    justified=False,
    scales={
        "thousand": Decimal(10**3),
        "million": Decimal(10**6),
        "billion": Decimal(10**9),
        "trillion": Decimal(10**12),
    },
    counted=("", "million", "billion", "trillion"),
    currencies={code: code for code in _CODES},
    currency_first=True,
    money_unit=lambda scale, currency: f"{currency} {scale}".strip(),
    count_unit=lambda scale, unit: f"{scale} {unit}".strip(),
    units={**_NOUNS, **_SIGNS},
    singular={plural: singular for plural, singular, *_ in _NOUNS.values()},
    brief={
        spelling: short
        for name, short in (("percentage_point", "pp"), ("basis_point", "bp"))
        for spelling in _NOUNS[name][:2]
    },
    per=" per ",
    one="unit",
    date=_date,
    short_date=_short_date,
    month=lambda month: MONTHS[month - 1][:3],
    accounts=lambda scale: "" if scale < 1000 else "thousand" if scale < 10**4 else "million",
    numbering="decimal",
    gap=": ",
    brackets=(" (", ")"),
    lists=(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3.")),
    appendix="Appendix {1}",
)
