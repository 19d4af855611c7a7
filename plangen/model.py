"""Kinds of values that content is made of, and what every strategy block is."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from plangen.doctree import Block, Origin
from plangen.markdown import is_wide
from plangen.messages import language, listed
from plangen.quantities import (
    AccountUnit,
    Quantity,
    Stated,
    parse_day,
    parse_money,
    parse_percent,
    parse_quantity,
    parse_score,
    parse_whole,
    shown,
)
from plangen.refusals import fault

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


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


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What the loader gives validators: ``lookup`` returns the figure that an expression standing alone refers to, else
    the text itself; figures are put in the units of ``language``.
    """

    lookup: Callable[[str], "str | Stated"]
    language: str

    def read(self, value: object, parse: Callable[[object], Any]) -> Any:
        """Read one field, and write its figure as the plan's language does."""
        found = parse(self.lookup(value) if isinstance(value, str) else value)
        return found.in_language(self.language) if isinstance(found, Quantity | AccountUnit) else found


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """How a field reads what an editor wrote, as an annotation of its type; ``schema`` is its JSON Schema.

    A field that ``cites`` takes the figure that ``{{ value("…") }}`` refers to, too. Pydantic's own validators would
    look at the signature of each function for each field that uses it.
    """

    parse: Callable[[object], Any]
    schema: Mapping[str, Any]
    cites: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self.cites:
            return core_schema.with_info_plain_validator_function(self._read)
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)

    def _read(self, value: object, info: ValidationInfo) -> Any:
        reading: ReadingContext | None = info.context
        return self.parse(value) if reading is None else reading.read(value, self.parse)


def parse_choice(choices: Mapping[str, tuple[str, ...]]) -> Reader:
    """Make a reader that takes any spelling of a choice and returns its own name.

    Its own names are English; a Chinese message names the choices as they are written in Chinese.
    """
    spellings = {spelling: name for name, aliases in choices.items() for spelling in (name, *aliases)}

    def choose(value: object) -> str:
        if isinstance(value, str) and value.strip() in spellings:
            return spellings[value.strip()]
        chinese = language() == "zh"
        allowed = listed(aliases[0] if chinese and aliases else name for name, aliases in choices.items())
        raise fault("{value} is not one of the choices", "use one of: {allowed}", value=shown(value), allowed=allowed)

    return Reader(choose, {"enum": list(spellings)})


_TEXT = {"type": "string"}
_WHOLE = {"type": ["integer", "string"]}
Figure = Annotated[Quantity, Reader(parse_quantity, {"type": ["string", "number"]}, cites=True)]
Money = Annotated[Quantity, Reader(parse_money, _TEXT, cites=True)]
Percent = Annotated[Decimal, Reader(parse_percent, {"type": "string", "pattern": "[%％}]\\s*$"}, cites=True)]
Day = Annotated[date, Reader(parse_day, {"type": "string", "format": "date"}, cites=True)]
Whole = Annotated[int, Reader(parse_whole, _WHOLE, cites=True)]
Score = Annotated[int, Reader(parse_score, {**_WHOLE, "minimum": 1, "maximum": 5}, cites=True)]
Line = Annotated[str, Reader(parse_line, _TEXT)]
Identifier = Annotated[str, Reader(parse_identifier, {"type": "string", "pattern": f"^{_IDENTIFIER.pattern}$"})]


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


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures that a block gives of one measure, so that the plan can be asked whether all blocks agree on them.

    ``figures`` goes by role: ``baseline``, ``current``, ``target``, or a year such as ``2027``; each comes with the
    path that leads from the block's root to where it is written. ``computed`` figures agree with a written one when
    they round to it. ``words`` are other figures of the measure that prose may name: changes, gaps, shares.
    """

    id: str
    name: str
    figures: Mapping[str, tuple[Quantity, tuple[str | int, ...]]]
    computed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlay:
    """Money that a block plans to spend, by what it is spent on; the same outlay has the same amount in every block.

    ``scope`` says what ``key`` names: nothing (``total``), a stage, an initiative, a calendar year, or a stage of an
    initiative (``I1/初期``). A stage may say when it runs, so that years can be held against it.
    """

    scope: Literal["total", "stage", "initiative", "year", "part"]
    key: str
    amount: Quantity
    path: tuple[str | int, ...]
    start: date | None = None
    end: date | None = None


class Part(BaseModel):
    """What all content models share: unknown fields are refused, values never change.

    A model is built when it is first used: a plan uses few of them, and a check starts cold.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class StrategyBlock(Part):
    """A management instrument as data: it checks itself, names its figures, and lowers itself to the tree.

    ``example`` is a filled block as an editor would write it; ``plangen new`` shows it as guidance. ``id`` is a name of
    its own: references may begin with it instead of the path of the slot.
    """

    example: ClassVar[str] = ""

    id: Identifier | None = Field(default=None, description="a short name of the block for references, optional")

    @abstractmethod
    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        """Yield what cannot be true."""

    @abstractmethod
    def values(self, language: str) -> dict[str, Stated]:
        """Return the figures that text and other blocks may refer to, by their path below the block.

        A text is what was worked out in words: a grade, a change with its sign, a chain of tasks.
        """

    @abstractmethod
    def lower(self, place: BlockPlace) -> list[Block]:
        """Return the block as ordinary nodes."""

    def measures(self) -> Iterator[Measure]:
        """Yield the measures that other blocks may give figures of, too."""
        yield from ()

    def outlays(self) -> Iterator[Outlay]:
        """Yield the money that other blocks may plan, too."""
        yield from ()


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
