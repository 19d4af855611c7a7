"""Kinds of values that content is made of, and what every strategy block is.

Values arrive as the text an editor wrote and become ``Decimal`` with a unit, ISO dates or short lines; a value that
does not fit raises a ``PydanticCustomError`` whose context carries message, hint and values for a finding.
"""

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from plangen.doctree import Block, Origin
from plangen.markdown import is_wide
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
POINTS = {"zh": "个百分点", "en": " percentage points"}

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,9})?[ \u00a0]?([^\d\s.,+-][^\d]{0,15})?")
_WHOLE = re.compile(r"\d{1,6}")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
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
    def base(self) -> Decimal:
        """Return the number in the unit's smallest form: money in yuan or dollars, anything else as it is."""
        return self.number * MONEY_UNITS.get(self.unit, Decimal(1))

    @property
    def dimension(self) -> str:
        """Return what may be compared with what: all money of a currency is one dimension, else the unit itself."""
        if self.unit not in MONEY_UNITS:
            return self.unit
        return self.unit.split(" ")[0] if self.unit[0].isascii() else "元"


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
    if isinstance(value, str) and _WHOLE.fullmatch(unicodedata.normalize("NFKC", value).strip()):
        return int(unicodedata.normalize("NFKC", value).strip())
    raise fault("{value} is not a whole number", "write digits only, such as 4", value=shown(value))


def parse_line(value: object) -> str:
    """Read a text that stands on one line; line breaks inside are joined."""
    if not isinstance(value, str):
        raise fault("a text belongs here, not {value}", "write one line of text", value=shown(value))
    line = ""
    for part in (" ".join(part.split()) if part.isascii() else part.strip() for part in value.splitlines()):
        gap = " " if line and part and not (is_wide(line[-1]) or is_wide(part[0])) else ""
        line += gap + part
    if not line:
        raise fault("the text is empty", "write one line of text")
    return line


def parse_identifier(value: object) -> str:
    """Read the short name that references use."""
    if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
        return value
    hint = "use at most 40 Latin letters, digits, - and _, beginning with a letter, such as gross_margin"
    raise fault("{value} cannot be an id", hint, value=shown(value))


def parse_choice(choices: Mapping[str, tuple[str, ...]]) -> BeforeValidator:
    """Make a validator that takes any spelling of a choice and returns its own name."""
    spellings = {spelling: name for name, aliases in choices.items() for spelling in (name, *aliases)}

    def choose(value: object) -> str:
        if isinstance(value, str) and value.strip() in spellings:
            return spellings[value.strip()]
        allowed = "、".join(aliases[0] if aliases else name for name, aliases in choices.items())
        raise fault("{value} is not one of the choices", "use one of: {allowed}", value=shown(value), allowed=allowed)

    return BeforeValidator(choose)


def shown(value: object) -> str:
    """Name a wrong value in a message, shortened."""
    match value:
        case None:
            return translate("an empty value")
        case dict():
            return translate("a group of fields")
        case list():
            return translate("a list")
        case _:
            text = str(value).strip().replace("\n", " ")
            return text if len(text) <= 40 else text[:39] + "…"


Figure = Annotated[Quantity, PlainValidator(parse_quantity), WithJsonSchema({"type": ["string", "number"]})]
Money = Annotated[Quantity, PlainValidator(parse_money), WithJsonSchema({"type": "string"})]
Percent = Annotated[Decimal, PlainValidator(parse_percent), WithJsonSchema({"type": "string", "pattern": "[%％]$"})]
Day = Annotated[date, PlainValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})]
Whole = Annotated[int, PlainValidator(parse_whole), WithJsonSchema({"type": ["integer", "string"]})]
Score = Annotated[Whole, Field(ge=1, le=5)]
Line = Annotated[str, BeforeValidator(parse_line)]
Identifier = Annotated[str, BeforeValidator(parse_identifier)]


def percent_text(number: Decimal) -> str:
    """Write a percentage as its digits stand."""
    return f"{number:f}%"


def rounded(number: Decimal, places: int) -> Decimal:
    """Round half up to a number of decimals, as accounts are."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def change_text(baseline: Quantity, target: Quantity, language: str) -> str:
    """Write the way from baseline to target: percentages in points, everything else in per cent of the baseline."""
    if baseline.unit == "%" and target.unit == "%":
        return f"{target.number - baseline.number:+f}{POINTS[language]}"
    if baseline.base == 0:
        return f"{target.number - baseline.number:+,f}{target.unit}"
    return f"{rounded((target.base - baseline.base) / abs(baseline.base) * 100, 1):+f}%"


def money_text(amount: Decimal, like: Quantity, places: int = 4) -> str:
    """Write an amount given in the currency's unit; yuan below 100 million are written in 万元, without idle zeros."""
    if like.unit[0].isascii():
        scale = MONEY_UNITS[like.unit]
        return Quantity(_trimmed(amount / scale, places), like.unit).text
    unit = "亿元" if abs(amount) >= MONEY_UNITS["亿元"] else "万元" if abs(amount) >= MONEY_UNITS["万元"] else "元"
    return Quantity(_trimmed(amount / MONEY_UNITS[unit], places), unit).text


def _trimmed(number: Decimal, places: int) -> Decimal:
    """Keep at most some decimals and drop trailing zeros, never in the exponent form."""
    short = rounded(number, places).normalize()
    return short if short.as_tuple().exponent in range(-4, 1) else short.quantize(Decimal(1))


@dataclass(frozen=True, slots=True)
class Horizon:
    """The first and last day of the plan."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a block may know of its plan."""

    language: str
    horizon: Horizon | None


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """Where a block is lowered to: its content path, the caption the template gives it, the language, its origin."""

    path: str
    language: str
    caption: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault a block finds in itself; ``path`` leads from its root to the value, or with ``key`` to the key itself."""

    code: str
    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    key: bool = False


class Part(BaseModel):
    """What all content models share: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StrategyBlock(Part):
    """A management instrument as data: it checks itself, names its figures, and lowers itself to the tree.

    ``example`` is a filled block as an editor would write it; ``plangen new`` shows it as guidance.
    """

    example: ClassVar[str] = ""

    @abstractmethod
    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        """Yield what cannot be true."""

    @abstractmethod
    def values(self, language: str) -> dict[str, str]:
        """Return the figures that text may refer to, by their path below the block."""

    @abstractmethod
    def lower(self, place: BlockPlace) -> list[Block]:
        """Return the block as ordinary nodes."""


def outside(day: date, horizon: Horizon | None, path: tuple[str | int, ...], what: str) -> Iterator[Fault]:
    """Yield PG402 for a day before the plan starts or after it ends."""
    if horizon is None or horizon.start <= day <= horizon.end:
        return
    message = "{what}: {day} lies outside the plan, which runs from {start} to {end}"
    hint = "change the date, or the horizon in plan.yaml"
    yield Fault("PG402", path, message, hint, {"what": what, "day": day, "start": horizon.start, "end": horizon.end})


def repeated(identifiers: list[str], path: str, key: str = "id") -> Iterator[Fault]:
    """Yield PG202 for each identifier of a list of entries that an earlier entry has."""
    seen: set[str] = set()
    for index, identifier in enumerate(identifiers):
        if identifier in seen:
            message = "{key} {identifier} is used by an earlier entry"
            yield Fault(
                "PG202",
                (path, index, key),
                message,
                "give each entry its own {key}",
                {"key": key, "identifier": identifier},
            )
        seen.add(identifier)
