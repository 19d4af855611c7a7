"""A plan as loaded: what its files say, slot by slot, with the place of everything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Citation, SlotState
from plangen.expressions import Marks
from plangen.languages import LANGUAGES
from plangen.ledger import FactSpec, LedgerRules
from plangen.messages import translate
from plangen.model import Day, Horizon, Line, Part
from plangen.numbering import CHINESE_SCHEMES
from plangen.pack import Chapter, LanguageCode, Numbering, Pack, SlotPlace, Toc
from plangen.paths import full_path, matches, near
from plangen.placeholders import Placeholder
from plangen.quantities import Stated
from plangen.slots import FlagContent, SlotContent
from plangen.theme import Theme
from plangen.yamltree import Node

if TYPE_CHECKING:
    from plangen.wordbase import Base


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
    language: LanguageCode | None = None
    numbering: Numbering | None = None
    toc: Toc | None = None
    theme: Any = None  # a name or the keys of a theme; plangen.themefiles reads it
    horizon: HorizonSpec | None = None
    revisions: Annotated[tuple[RevisionSpec, ...], Field(max_length=100)] = ()
    facts: LedgerRules = LedgerRules()


@dataclass(frozen=True, slots=True)
class LoadedSlot:
    """One slot of the template and what the plan has for it.

    ``content`` is set where the slot is filled and valid, ``flag`` where it is flagged. ``node`` is what was written
    and ``at`` its place, or the place where it would have to stand. ``state`` is ``missing`` for placeholder text, too.
    A block that is not ``sound`` has a fault of its own, and may lack figures for it. ``cited`` are the facts that
    numeric fields of a block take their figures from.
    """

    place: SlotPlace
    chapter: Chapter
    state: SlotState
    at: Position
    node: Node | None = None
    content: SlotContent | None = None
    flag: FlagContent | None = None
    valid: bool = True
    sound: bool = True
    cited: tuple[Citation, ...] = ()

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
    """Everything a plan's files say. ``values`` holds the figures of blocks by full path, ``block_ids`` the paths of
    the slots whose blocks have an id of their own.

    ``fact_places`` has every fact of the ledger, ``facts`` those without fault; it is None where the ledger is
    unreadable; ``fact_nodes`` has what was written for each. ``theme`` is what writers draw with: the pack's own or
    the one the plan names, with the plan's changes; ``theme_numbering`` is the scheme of a theme the plan names itself.
    ``word_base`` is the client's Word file that stands in the place of a theme's name.
    """

    name: str
    folder: str
    pack: Pack
    spec: PlanSpec
    theme: Theme
    facts: dict[str, FactSpec]
    fact_places: dict[str, Position] | None
    fact_nodes: dict[str, Node] = field(default_factory=dict)
    slots: dict[str, LoadedSlot] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    values: dict[str, Stated] = field(default_factory=dict)
    block_ids: dict[str, str] = field(default_factory=dict)
    placeholders: list[FoundPlaceholder] = field(default_factory=list)
    theme_numbering: str | None = None
    word_base: "Base | None" = None

    @property
    def language(self) -> str:
        return self.spec.language or self.pack.spec.language

    @property
    def numbering(self) -> str:
        """Return the scheme of headings: the plan's, else its theme's, else the pack's, else that of the language.

        A theme's Chinese numerals are for Chinese plans: elsewhere they would be the only Chinese on the page.
        """
        spoken, themes = LANGUAGES[self.language], self.theme_numbering
        if themes in CHINESE_SCHEMES and not spoken.wide:
            themes = None
        return self.spec.numbering or themes or self.pack.numbering or spoken.numbering

    @property
    def toc(self) -> Toc:
        return self.spec.toc or self.pack.spec.toc

    @property
    def horizon(self) -> Horizon | None:
        spec = self.spec.horizon
        return Horizon(spec.start, spec.end) if spec and spec.start <= spec.end else None

    @property
    def ledger_rules(self) -> LedgerRules:
        """Return what holds for the facts: what the pack asks, and what the plan asks beyond it."""
        return self.spec.facts.within(self.pack.spec.facts)

    def verifier(self, fact: FactSpec) -> str:
        """Return who has to verify a fact: its own owner, else the plan's; nobody is an empty text."""
        return fact.owner or self.ledger_rules.owner

    def open_flags(self) -> Iterator[tuple[LoadedSlot, FlagContent]]:
        """Yield the flagged slots in order."""
        for slot in self.slots.values():
            if slot.flag:
                yield slot, slot.flag

    def slot_of(self, path: str, chapter: str) -> LoadedSlot | None:
        """Return the slot that a path leads into: by its whole path or its end, one of this chapter first."""
        steps = path.split(".")
        for count in range(len(steps), 0, -1):
            meant = matches(".".join(steps[:count]), self.slots, chapter)
            if len(meant) == 1:
                return self.slots[meant[0]]
        return None


def value_not_there(path: str, slot: LoadedSlot, at: Position) -> Diagnostic:
    """Return PG206: the figure belongs to a block that is flagged or missing."""
    message = "the value {path} is not there yet, since {slot} is {state}"
    hint = "fill {slot}, or leave the figure out of the text"
    return finding("PG206", at, message, hint, path=path, slot=slot.name, state=translate(slot.state))


def no_such_value(path: str, plan: Plan, chapter: str) -> tuple[str, str, dict[str, str]]:
    """Say why a path leads to no figure: to text, into a block that has no such figure, or nowhere.

    Returned are message and hint as templates, and their values.
    """
    whole = full_path(path, plan.block_ids)
    slot = plan.slot_of(whole, chapter)
    close = near(whole, plan.values)
    values = {"path": path, "near": close}
    if slot and isinstance(slot.content, str | tuple):
        message = "{path} is text and holds no figure that could be cited"
        hint = "write the figure where it belongs, in a block, and cite it from there"
        return message, hint, values
    if slot and slot.content is not None:
        figures = [name.removeprefix(slot.name + ".") for name in plan.values if name.startswith(slot.name + ".")]
        message = "{path} is no figure of {slot}"
        hint = "did you mean {near}? figures here: {figures}" if close else "figures here: {figures}"
        if whole == slot.name[-len(whole) :]:
            message = "{path} is a whole block; a text cites one of its figures"
            hint = "figures here: {figures}"
        listed = ", ".join(figures[:8]) + (" …" if len(figures) > 8 else "") if figures else "—"
        return message, hint, {**values, "slot": slot.name, "figures": listed}
    message = "there is no value {path} in the plan"
    hint = "did you mean {near}?" if close else "write the path of a block's figure, such as finance.budget.total"
    return message, hint, values


def days_overdue(flag: FlagContent, today: date) -> int:
    """Return by how many days a flag is past its due date; 0 while it is not."""
    return max(0, (today - flag.due).days)
