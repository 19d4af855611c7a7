"""A plan as loaded: what its files say, slot by slot, with the place of everything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from plangen.diagnostics import Position
from plangen.doctree import SlotState
from plangen.expressions import Marks
from plangen.model import Day, Horizon, Line, Part, parse_quantity, shown
from plangen.pack import Chapter, Pack, SlotPlace
from plangen.placeholders import Placeholder
from plangen.refusals import fault
from plangen.slots import FlagContent, SlotContent
from plangen.yamltree import Node


class HorizonSpec(Part):
    """The first and last day of the plan."""

    start: Day
    end: Day


class RevisionSpec(Part):
    version: Line
    date: Day
    author: Line
    note: Line


class PlanSpec(Part):
    """``plan.yaml``: what the cover says, which template the plan follows, and when it runs."""

    template: Line
    title: Line
    client: Line
    subtitle: Line = ""
    company: Line = ""
    author: Line = ""
    date: Day | None = None
    version: Line = ""
    confidentiality: Line = ""
    subject: Line = ""
    keywords: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    language: Literal["zh", "en"] | None = None
    horizon: HorizonSpec | None = None
    revisions: Annotated[tuple[RevisionSpec, ...], Field(max_length=100)] = ()


class SourceSpec(Part):
    """Where a figure comes from."""

    name: Line
    publisher: Line = ""
    url: Line = ""
    date: Line = ""


def _number(value: object) -> str:
    quantity = parse_quantity(value)
    if quantity.unit:
        raise fault("{value} holds a unit", "write the number here and the unit in unit:", value=shown(value))
    return f"{quantity.number:,f}"


class FactSpec(Part):
    """One figure of the ledger. ``value`` is a number as written, ``unit`` what it counts."""

    statement: Line
    value: Annotated[str, BeforeValidator(_number)]
    unit: Line = ""
    period: Line = ""
    source: SourceSpec
    status: Literal["verified", "unverified"]
    checked_on: Day | None = None
    note: Line = ""

    @property
    def text(self) -> str:
        """Return what the reader sees: value and unit."""
        return f"{self.value}{self.unit}"


@dataclass(frozen=True, slots=True)
class LoadedSlot:
    """One slot of the template and what the plan has for it.

    ``content`` is set where the slot is filled and valid, ``flag`` where it is flagged. ``node`` is what was written
    and ``at`` its place, or the place where it would have to stand. ``state`` is ``missing`` for placeholder text, too.
    """

    place: SlotPlace
    chapter: Chapter
    state: SlotState
    at: Position
    node: Node | None = None
    content: SlotContent | None = None
    flag: FlagContent | None = None
    valid: bool = True

    @property
    def name(self) -> str:
        return self.place.name


@dataclass(frozen=True, slots=True)
class FoundPlaceholder:
    """Placeholder text in a content file; ``slot`` is the path of the slot it stands in, if it stands in one."""

    at: Position
    find: Placeholder
    slot: str = ""


@dataclass(slots=True)
class Plan:
    """Everything a plan's files say. ``values`` holds the figures of blocks by full path.

    ``fact_places`` has every fact of the ledger, ``facts`` those without fault; it is None where the ledger is
    unreadable.
    """

    name: str
    folder: str
    pack: Pack
    spec: PlanSpec
    facts: dict[str, FactSpec]
    fact_places: dict[str, Position] | None
    slots: dict[str, LoadedSlot] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    values: dict[str, str] = field(default_factory=dict)
    placeholders: list[FoundPlaceholder] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.spec.language or self.pack.spec.language

    @property
    def horizon(self) -> Horizon | None:
        spec = self.spec.horizon
        return Horizon(spec.start, spec.end) if spec and spec.start <= spec.end else None

    def open_flags(self) -> Iterator[tuple[LoadedSlot, FlagContent]]:
        """Yield the flagged slots in order."""
        for slot in self.slots.values():
            if slot.flag:
                yield slot, slot.flag


def days_overdue(flag: FlagContent, today: date) -> int:
    """Return by how many days a flag is past its due date; 0 while it is not."""
    return max(0, (today - flag.due).days)
