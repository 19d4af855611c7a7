"""Quantities: numbers with their unit, read as an editor wrote them and written as a reader expects them.

A value that does not fit raises a ``PydanticCustomError`` whose context carries message, hint and values for a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

from plangen.labels import localised_date
from plangen.languages import LANGUAGES
from plangen.languages.en import ENGLISH, SHORT, SIGNS
from plangen.languages.form import Language
from plangen.messages import translate
from plangen.refusals import fault


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """What a unit of money is: how much of which currency, and in which language it is written so."""

    scale: Decimal
    currency: str
    language: Language

    def of(self, word: str) -> str:
        """Return the unit of the same currency with some word of a large number, or with none."""
        return self.language.money_unit(word, self.language.currencies[self.currency])


def _money_units() -> dict[str, AmountUnit]:
    units: dict[str, AmountUnit] = {}
    for language in LANGUAGES.values():
        for currency, name in language.currencies.items():
            for word, scale in (("", Decimal(1)), *language.scales.items()):
                units.setdefault(language.money_unit(word, name), AmountUnit(scale, currency, language))
    return units


AMOUNT_UNITS: Mapping[str, AmountUnit] = _money_units()
MONEY_UNITS: Mapping[str, Decimal] = {unit: amount.scale for unit, amount in AMOUNT_UNITS.items()}
POINTS: Mapping[str, str] = {code: language.units["percentage_point"][0] for code, language in LANGUAGES.items()}
_BRIEF: Mapping[str, str] = {word: short for one in LANGUAGES.values() for word, short in one.brief.items()}
_DIFFERENCES = frozenset(
    spelling
    for language in LANGUAGES.values()
    for name in ("score", "percentage_point")
    for spelling in language.units[name]
)

_SCALED = re.compile("(百?[千万亿]{1,3})(.*)")
_SCALES: Mapping[str, int] = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_WIDE = Context(prec=400)  # whatever is worked out of figures an editor can write, compounded over years, has its place

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?"
_NUMBER = re.compile(rf"([+-]?)({_FIGURE}) ?([^\d\s.,+-][^\d]{{0,39}})?")
_WHOLE = re.compile(r"\d{1,6}")
_SIGNED = re.compile(r"[+-]?\d{1,6}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

CURRENCY_SIGNS: Mapping[str, str] = {**{code.lower(): code for code in ENGLISH.currencies}, **SIGNS}
LARGE_WORDS: Mapping[str, str] = {"": "", **{word: word for word in ENGLISH.scales}, **SHORT}
_CHINESE = "\u2e80"  # no unit that begins from here on is English money

_FOR = r"(?: ?(?:/|per )\s*(?P<noun>[^\d/]{1,30}))?"
_YEN_OR_YUAN = re.compile(r"[+-]? ?¥")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written: ``18.60 亿元``, ``29.0 %``, ``168 天``. Decimals are kept as written."""

    number: Decimal
    unit: str

    @property
    def text(self) -> str:
        """Write the quantity with thousands separators: ``1,200万元``, ``USD 12.5 million``, ``1 day``, ``29.0%``."""
        return self._written("-" if self.number.is_signed() else "")

    @property
    def signed(self) -> str:
        """Write a change: ``+2.7个百分点``, ``-USD 3 million``."""
        return self._written("-" if self.number.is_signed() else "+")

    def _written(self, sign: str) -> str:
        before, behind, one = unit_forms(self.unit)
        digits = f"{abs(self.number):,f}"
        return f"{sign}{before}{digits}{one if digits == '1' else behind}"

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

    def in_language(self, language: str) -> Quantity:
        """Return the figure in the unit that readers of a language expect."""
        return localised(self, language)


@dataclass(frozen=True, slots=True)
class AccountUnit:
    """The unit that bare amounts are ``written`` in, and the one of the same currency that they are ``shown`` in."""

    written: str
    shown: str

    def number(self, bare: Decimal) -> Decimal:
        """Return a bare amount as it is shown."""
        return _WIDE.divide(bare * MONEY_UNITS[self.written], MONEY_UNITS[self.shown])

    @property
    def finer(self) -> int:
        """Return how many decimals more the unit shown needs to be as fine as the one written."""
        return MONEY_UNITS[self.shown].adjusted() - MONEY_UNITS[self.written].adjusted()

    def in_language(self, language: str) -> AccountUnit:
        """Return the unit with the one that readers of a language expect accounts in."""
        amount, spoken = AMOUNT_UNITS[self.written], LANGUAGES[language]
        if amount.language is spoken:
            return self
        return AccountUnit(self.written, _amount_unit(spoken, spoken.accounts(amount.scale), amount.currency))


@lru_cache(maxsize=256)
def _scale(unit: str) -> tuple[Decimal, str]:
    """Return how many of its smallest form a unit is, and that form."""
    if unit in AMOUNT_UNITS:
        return AMOUNT_UNITS[unit].scale, AMOUNT_UNITS[unit].currency
    if match := _SCALED.fullmatch(unit):
        factor = Decimal(1)
        for step in match[1]:
            factor *= _SCALES[step]
        return factor, match[2]
    word, _, counted_unit = unit.partition(" ")
    if word in ENGLISH.scales:
        return ENGLISH.scales[word], counted_unit
    return Decimal(1), unit


@lru_cache(maxsize=256)
def unit_forms(unit: str) -> tuple[str, str, str]:
    """Return what stands before a number of some unit, what behind it, and what behind exactly one."""
    head, per, noun = unit.partition(" per ")
    money = AMOUNT_UNITS.get(head)
    if money and money.language.currency_first:
        name = money.language.currencies[money.currency]
        rest = head.removeprefix(name) + per + noun
        return f"{name} ", rest, rest
    space = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    singular = next((found for one in LANGUAGES.values() if (found := one.singular.get(unit))), unit)
    return "", f"{space}{unit}", f"{space}{singular}"


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


@cache
def _before() -> re.Pattern[str]:
    """Make the pattern of an amount behind its currency: ``USD 12.5 million``, ``-$3m``, ``EUR 45 per order``."""
    return re.compile(
        rf"(?P<sign>[+-]?) ?(?P<currency>{_one_of(CURRENCY_SIGNS)}) ?(?P<minus>[+-]?)(?P<figure>{_FIGURE}) ?"
        rf"(?P<word>{_one_of(LARGE_WORDS)})?{_FOR}",
        re.IGNORECASE,
    )


@cache
def _behind() -> re.Pattern[str]:
    """Make the pattern of a unit of money behind its number: ``million USD``, ``USD million``, ``USD per order``."""
    sign, large = _one_of(CURRENCY_SIGNS), _one_of(LARGE_WORDS)
    return re.compile(
        rf"(?:(?P<word>{large}) ?(?P<currency>{sign})|(?P<first>{sign}) ?(?P<scale>{large})?){_FOR}", re.IGNORECASE
    )


def _one_of(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(filter(None, words), key=len, reverse=True))


def parse_quantity(value: object) -> Quantity:
    """Read ``1.2亿元``, ``USD 12.5 million``, ``$12.5m``, ``-29.0 %``, ``1,200`` or full-width digits.

    Anything without exactly one number is refused. Of English units the usual spelling is kept: ``1 day`` is in days.
    """
    if isinstance(value, Quantity):
        return value
    text = " ".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else ""
    # most figures begin with a digit, and the patterns of English money take a while to compile
    begins = not text.lstrip("+- ")[:1].isdigit()
    if begins and (match := _before().fullmatch(text)):
        if not (match["sign"] and match["minus"]):
            number = Decimal((match["sign"] or match["minus"]) + match["figure"].replace(",", ""))
            return Quantity(number, _priced(match["currency"], match["word"], match["noun"]))
        match = None
    elif begins and _YEN_OR_YUAN.match(text):
        hint = "write CNY or JPY before the number, or 元 or 日元 behind it"
        raise fault("{value}: the sign ¥ stands for yuan and for yen", hint, value=shown(value))
    else:
        match = _NUMBER.fullmatch(text)
    if match is None:
        raise fault(
            "{value} is not a number",
            "write a number with its unit, such as 38%, 1.2亿元 or USD 12.5 million",
            value=shown(value),
        )
    sign, figure, unit = match.groups()
    return Quantity(Decimal(f"{sign}{figure.replace(',', '')}"), usual_unit((unit or "").strip()))


def localised(figure: Quantity, language: str) -> Quantity:
    """Return a figure in the unit that readers of a language expect: ``1.2亿元`` in English is ``CNY 120 million``.

    It stays the same figure. One that has such a unit already stays as written, and so does one in a unit that the
    language has no word for; of its scale only the number is left then.
    """
    spoken, amount = LANGUAGES[language], AMOUNT_UNITS.get(figure.unit)
    if figure.unit in ("", "%", "‰") or (amount and amount.language is spoken):
        return figure
    if amount:
        return _counted_anew(figure, spoken, lambda word: _amount_unit(spoken, word, amount.currency))
    head, noun = _parted(figure.unit)
    if noun:
        paid = localised(Quantity(figure.number, head), language)
        name = _unit_name(noun)
        if paid.unit == head or not name:
            return figure
        said = spoken.units[name][0]
        one = spoken.singular.get(said, said) or spoken.one
        return Quantity(paid.number, f"{paid.unit}{spoken.per}{one}")
    if any(figure.unit in spellings for spellings in spoken.units.values()):
        return Quantity(figure.number, next(s[0] for s in spoken.units.values() if figure.unit in s))
    scale, base = _scale(figure.unit)
    name = _unit_name(figure.unit)
    if name:
        return Quantity(figure.number, spoken.units[name][0])
    if scale == 1 or any(figure.unit.startswith(word) for word in spoken.scales):
        return figure
    name = _unit_name(base)
    said = spoken.units[name][0] if name else base
    return _counted_anew(figure, spoken, lambda word: spoken.count_unit(word, said))


def _counted_anew(figure: Quantity, spoken: Language, unit: Callable[[str], str]) -> Quantity:
    """Count a figure with the words of a language: with as many digits as were written, or as a whole number needs."""
    base = figure.base
    word = [word for word in spoken.counted if not word or abs(base) >= spoken.scales[word]][-1]
    scale = spoken.scales.get(word, Decimal(1))
    number = _WIDE.divide(base, scale)
    written = figure.number.as_tuple().exponent
    if written == 0 or not isinstance(written, int):
        return Quantity(trimmed(number, 12), unit(word))
    places = max(0, scale.adjusted() - figure.scale.adjusted() - written)
    return Quantity(number.quantize(Decimal(1).scaleb(-places), context=_WIDE), unit(word))


def _amount_unit(spoken: Language, word: str, currency: str) -> str:
    return spoken.money_unit(word, spoken.currencies[currency])


def _parted(unit: str) -> tuple[str, str]:
    """Return what stands before and behind the word or sign for "per", if there is one and money stands before it."""
    for language in LANGUAGES.values():
        head, found, noun = unit.partition(language.per)
        if found and head in AMOUNT_UNITS:
            return head, noun
    return unit, ""


@lru_cache(maxsize=256)
def _unit_name(unit: str) -> str:
    """Return the name common to all languages of a unit that any of them spells so, or nothing."""
    if not unit:
        return ""
    return next((name for one in LANGUAGES.values() for name, spelt in one.units.items() if unit in spelt), "")


def _priced(currency: str, word: str | None, noun: str | None) -> str:
    """Return the unit of an English amount: ``USD million``, ``EUR per order``."""
    unit = ENGLISH.money_unit(LARGE_WORDS[(word or "").lower()], ENGLISH.currencies[CURRENCY_SIGNS[currency.lower()]])
    return f"{unit}{ENGLISH.per}{noun.strip()}" if noun else unit


@lru_cache(maxsize=256)
def usual_unit(unit: str) -> str:
    """Return a unit in its usual spelling: ``million USD`` is USD million, ``percent`` is %, ``day`` is days."""
    if unit in AMOUNT_UNITS or unit.isspace() or not unit:
        return unit
    if match := _behind().fullmatch(unit) if unit[0] < _CHINESE else None:
        return _priced(match["currency"] or match["first"], match["word"] or match["scale"], match["noun"])
    word, _, rest = unit.partition(" ")
    if word.lower() in ENGLISH.scales:
        return ENGLISH.count_unit(word.lower(), usual_unit(rest))
    return next((forms[0] for forms in ENGLISH.units.values() if unit in forms), unit)


def parse_percent(value: object) -> Decimal:
    """Read ``25%`` as 25. A bare number is refused, since 0.25 and 25 could both be meant."""
    if isinstance(value, Decimal):
        return value
    quantity = parse_quantity(value)
    if quantity.unit != "%":
        raise fault("{value} is not a percentage", "write it with its sign, such as 25%", value=shown(value))
    return quantity.number


def parse_money(value: object) -> Quantity:
    """Read an amount with its unit: ``1.2亿元``, ``3,000万元``, ``USD 5 million``."""
    quantity = parse_quantity(value)
    if quantity.unit not in MONEY_UNITS:
        raise fault(
            "{value} is not an amount of money",
            "write it with its unit, such as 1.2亿元, 300万元 or USD 12.5 million",
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
        return Quantity(target.number - baseline.number, POINTS[language]).signed
    if baseline.unit == target.unit and baseline.unit in _DIFFERENCES:
        return Quantity(target.number - baseline.number, target.unit).signed
    if baseline.base == 0:
        return Quantity(target.number - baseline.number, target.unit).signed
    return f"{rounded((target.base - baseline.base) / abs(baseline.base) * 100, 1):+f}%"


def brief(text: str) -> str:
    """Shorten the unit of a figure that was written out, for a cell or a label: ``+2.7 percentage points``, +2.7 pp."""
    for word, short in _BRIEF.items():
        if text.endswith(f" {word}"):
            return f"{text.removesuffix(word).rstrip()}\u00a0{short}"
    return text


def money(amount: Decimal, like: Quantity, places: int = 4, *, down: bool = False) -> Quantity:
    """Scale an amount given in the currency's unit; yuan below 100 million are counted in 万元, without idle zeros.

    English amounts keep the unit of ``like``, unless so many decimals there would change the amount, or it were below
    a tenth, and a smaller unit holds it. ``down`` rounds towards zero, so that a limit is never printed too high.
    """
    held = AMOUNT_UNITS[like.unit]
    unit = _finer(amount, like.unit, places) if held.language.currency_first else _largest(amount, held, "", "万", "亿")
    return Quantity(trimmed(amount / MONEY_UNITS[unit], places, ROUND_DOWN if down else ROUND_HALF_UP), unit)


def _largest(amount: Decimal, held: AmountUnit, *words: str) -> str:
    """Return the largest unit of a currency, of those that some words make, that an amount fills."""
    return held.of([word for word in words if not word or abs(amount) >= held.language.scales[word]][-1])


def _finer(amount: Decimal, unit: str, places: int) -> str:
    """Return the unit, or for an amount below 1 that it shows badly the largest that makes it 1 or more."""
    number = amount / MONEY_UNITS[unit]
    if abs(number) >= 1 or not number or (abs(number) >= Decimal("0.1") and rounded(number, places) == number):
        return unit
    return _largest(amount, AMOUNT_UNITS[unit], "", *ENGLISH.scales)


def money_text(amount: Decimal, like: Quantity, places: int = 4, *, down: bool = False) -> str:
    """Write an amount given in the currency's unit, as ``money`` scales it."""
    return money(amount, like, places, down=down).text


def trimmed(number: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Keep at most some decimals and drop trailing zeros, never in the exponent form."""
    short = number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE).normalize(_WIDE)
    return short if short.as_tuple().exponent in range(-places, 1) else short.quantize(Decimal(1), context=_WIDE)
