"""Quantities: numbers with their unit, read as an editor wrote them and written as a reader expects them.

A value that does not fit raises a ``PydanticCustomError`` whose context carries message, hint and values for a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from plangen.labels import localised_date
from plangen.messages import translate
from plangen.refusals import fault

MONEY_UNITS: Mapping[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "万亿元": Decimal(1_000_000_000_000),
    "CNY": Decimal(1),
    "CNY thousand": Decimal(1_000),
    "CNY million": Decimal(1_000_000),
    "CNY billion": Decimal(1_000_000_000),
    "USD": Decimal(1),
    "USD thousand": Decimal(1_000),
    "USD million": Decimal(1_000_000),
    "USD billion": Decimal(1_000_000_000),
}
_DIFFERENCES = ("分", "points", "个百分点", "百分点", "percentage points")
POINTS = {"zh": "个百分点", "en": " percentage points"}

_SCALED = re.compile("(百?[千万亿]{1,3})(.*)")
_SCALES: Mapping[str, int] = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_WIDE = Context(prec=400)  # whatever is worked out of figures an editor can write, compounded over years, has its place

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,9})?[ \u00a0]?([^\d\s.,+-][^\d]{0,23})?")
_WHOLE = re.compile(r"\d{1,6}")
_SIGNED = re.compile(r"[+-]?\d{1,6}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written: ``18.60 亿元``, ``29.0 %``, ``168 天``. Decimals are kept as written."""

    number: Decimal
    unit: str

    @property
    def text(self) -> str:
        """Write the quantity with thousands separators: ``1,200万元``, ``29.0%``."""
        space = " " if self.unit[:1].isascii() and self.unit[:1].isalpha() else ""
        return f"{self.number:,f}{space}{self.unit}"

    @property
    def scale(self) -> Decimal:
        """Return how many of its smallest form one of the unit is: 10,000 for 万元 and 万人."""
        return _scale(self.unit)[0]

    @property
    def base(self) -> Decimal:
        """Return the number in the unit's smallest form: ``1.2亿元`` in yuan, ``3万人`` in people."""
        return self.number * self.scale

    @property
    def dimension(self) -> str:
        """Return what may be compared with what: money of one currency, people and 万人, else the unit itself."""
        return _scale(self.unit)[1]


@lru_cache(maxsize=256)
def _scale(unit: str) -> tuple[Decimal, str]:
    """Return how many of its smallest form a unit is, and that form."""
    if unit in MONEY_UNITS:
        return MONEY_UNITS[unit], unit.split(" ")[0] if unit[0].isascii() else "元"
    if match := _SCALED.fullmatch(unit):
        factor = Decimal(1)
        for step in match[1]:
            factor *= _SCALES[step]
        return factor, match[2]
    return Decimal(1), unit


Stated = Quantity | date | str
"""What ``value()`` may refer to: a figure, a day, or what was worked out in words, such as a grade."""


def stated_text(value: Stated, language: str) -> str:
    """Write a stated value as a reader expects it."""
    match value:
        case Quantity():
            return value.text
        case date():
            return localised_date(language, value.isoformat())
        case str():
            return value


def parse_quantity(value: object) -> Quantity:
    """Read ``1.2亿元``, ``-29.0 %``, ``1,200`` or full-width digits. Anything without exactly one number is refused."""
    if isinstance(value, Quantity):
        return value
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise fault(
            "{value} is not a number", "write a number with its unit, such as 38% or 1.2亿元", value=shown(value)
        )
    sign, whole, decimals, unit = match.groups()
    number = Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}")
    return Quantity(number, (unit or "").strip())


def parse_percent(value: object) -> Decimal:
    """Read ``25%`` as 25. A bare number is refused, since 0.25 and 25 could both be meant."""
    if isinstance(value, Decimal):
        return value
    quantity = parse_quantity(value)
    if quantity.unit != "%":
        raise fault("{value} is not a percentage", "write it with its sign, such as 25%", value=shown(value))
    return quantity.number


def parse_money(value: object) -> Quantity:
    """Read an amount with its unit: ``1.2亿元``, ``3,000万元``, ``USD 5 million`` is written ``5 USD million``."""
    quantity = parse_quantity(value)
    if quantity.unit not in MONEY_UNITS:
        raise fault(
            "{value} is not an amount of money",
            "write it with its unit, such as 1.2亿元 or 300万元",
            value=shown(value),
        )
    return quantity


def parse_day(value: object) -> date:
    """Read an ISO date and nothing else."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise fault("{value} is not a date", "write it as year-month-day, such as 2026-03-31", value=shown(value))


def parse_whole(value: object) -> int:
    """Read a whole number that is not negative."""
    if isinstance(value, int):
        return value
    value = value.text if isinstance(value, Quantity) else value
    if isinstance(value, str) and _WHOLE.fullmatch(unicodedata.normalize("NFKC", value).strip()):
        return int(unicodedata.normalize("NFKC", value).strip())
    raise fault("{value} is not a whole number", "write digits only, such as 4", value=shown(value))


def parse_score(value: object) -> int:
    """Read a rating: a whole number from 1 to 5."""
    value = value.text if isinstance(value, Quantity) else value
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    number = int(text) if _SIGNED.fullmatch(text) else parse_whole(value)
    if 1 <= number <= 5:
        return number
    message = "{value} lies off the scale; a rating has to be between 1 and 5"
    raise fault(message, "write a whole number from 1 to 5", value=shown(value))


def shown(value: object) -> str:
    """Name a wrong value in a message, shortened."""
    match value:
        case None:
            return translate("an empty value")
        case dict():
            return translate("a group of fields")
        case list():
            return translate("a list")
        case Quantity():
            return value.text
        case _:
            text = str(value).strip().replace("\n", " ")
            return text if len(text) <= 40 else text[:39] + "…"


def counted(number: int) -> Quantity:
    """Return a count as a quantity without unit."""
    return Quantity(Decimal(number), "")


def percent_text(number: Decimal) -> str:
    """Write a percentage as its digits stand."""
    return f"{number:f}%"


def rounded(number: Decimal, places: int) -> Decimal:
    """Round half up to a number of decimals, as accounts are."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def change_text(baseline: Quantity, target: Quantity, language: str) -> str:
    """Write the way from baseline to target: percentages and scores in points, anything else in per cent of the start.

    A score has no natural zero, and a net promoter score may be negative: its change is a difference, not a ratio.
    """
    if baseline.unit == "%" and target.unit == "%":
        return f"{target.number - baseline.number:+f}{POINTS[language]}"
    if baseline.unit == target.unit and baseline.unit in _DIFFERENCES:
        change = Quantity(target.number - baseline.number, target.unit)
        return change.text if change.number < 0 else f"+{change.text}"
    if baseline.base == 0:
        return f"{target.number - baseline.number:+,f}{target.unit}"
    return f"{rounded((target.base - baseline.base) / abs(baseline.base) * 100, 1):+f}%"


def money(amount: Decimal, like: Quantity, places: int = 4, *, down: bool = False) -> Quantity:
    """Scale an amount given in the currency's unit; yuan below 100 million are counted in 万元, without idle zeros.

    Other currencies keep the unit of ``like``, unless so many decimals there would change the amount and a smaller
    unit holds it. ``down`` rounds towards zero, so that a limit is never printed higher than it is.
    """
    if like.unit[0].isascii():
        unit = _finer(amount, like.unit, places)
    else:
        unit = "亿元" if abs(amount) >= MONEY_UNITS["亿元"] else "万元" if abs(amount) >= MONEY_UNITS["万元"] else "元"
    return Quantity(trimmed(amount / MONEY_UNITS[unit], places, ROUND_DOWN if down else ROUND_HALF_UP), unit)


def _finer(amount: Decimal, unit: str, places: int) -> str:
    """Return the unit, or for an amount below 1 that its decimals do not hold the largest that makes it 1 or more."""
    number = amount / MONEY_UNITS[unit]
    if abs(number) >= 1 or rounded(number, places) == number:
        return unit
    currency = unit.split(" ")[0]
    smaller = [name for name, scale in MONEY_UNITS.items() if name.split(" ")[0] == currency and scale <= abs(amount)]
    return max(smaller, key=lambda name: MONEY_UNITS[name], default=currency)


def money_text(amount: Decimal, like: Quantity, places: int = 4, *, down: bool = False) -> str:
    """Write an amount given in the currency's unit, as ``money`` scales it."""
    return money(amount, like, places, down=down).text


def trimmed(number: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Keep at most some decimals and drop trailing zeros, never in the exponent form."""
    short = number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE).normalize(_WIDE)
    return short if short.as_tuple().exponent in range(-places, 1) else short.quantize(Decimal(1), context=_WIDE)
