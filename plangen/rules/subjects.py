"""What running text may name: measures, initiatives, stages, lines of the financial model, and every figure of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plangen.blocks.delivery.initiatives import Initiatives
from plangen.blocks.delivery.roadmap import Roadmap
from plangen.blocks.finance.budget_allocation import BudgetAllocation
from plangen.blocks.finance.financial_model import FinancialModel
from plangen.blocks.finance.staged_budget import StagedBudget
from plangen.blocks.market.channels import Channels
from plangen.diagnostics import Position
from plangen.labels import label
from plangen.model import Part, StrategyBlock
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import Quantity, Stated
from plangen.rules.blocks import StatedFigure, all_blocks, blocks_of, place_in, rank

SHORTEST_NAME = 2  # names of one character stand in too many words
_SHORTEST_TAIL = 3
_BRACKETED = re.compile(r"(.+?)\s*[（(](.+)[)）]")
_GENERIC = re.compile(".?.?占比|.?(?:比例|收入|成本|费用|周期|天数|数量|金额)")
# The figures of entries that text states by the entry's bare name: what it costs, its share, its amount by year.
_STATED_OF_ENTRIES: Mapping[type[StrategyBlock], re.Pattern[str]] = {
    StagedBudget: re.compile("share|amount|cumulative"),
    Initiatives: re.compile("budget"),
    BudgetAllocation: re.compile("total|share"),
    Roadmap: re.compile("cost"),
    Channels: re.compile("baseline|target|baseline_amount|target_amount"),
    FinancialModel: re.compile(r"(?:share\.)?\d{4}"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One figure that a block gives of a subject. ``path`` is what ``value()`` takes, empty where it takes nothing.

    ``role`` is a year, ``current``, ``baseline``, ``target``, or empty.
    """

    figure: Quantity
    role: str
    slot: LoadedSlot
    steps: tuple[str | int, ...]
    path: str

    @property
    def at(self) -> Position:
        """Return where the figure is written."""
        return place_in(self.slot, self.steps)


@dataclass(slots=True)
class Subject:
    """A measure or an entry of a block that text may name.

    ``kind`` is ``measure``, ``entry``, ``stage`` or ``total``. ``words`` are other figures that blocks give of it:
    thresholds, gaps, shares of something else.
    """

    name: str
    kind: str
    known: list[Known] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


def subjects_of(plan: Plan, figures: tuple[StatedFigure, ...], leading: tuple[str, ...]) -> dict[str, Subject]:
    """Return by name everything that has figures; ``leading`` are the types of blocks that are named first."""
    found: dict[str, Subject] = {}
    for figure in sorted(figures, key=lambda one: rank(one.slot, leading)):
        subject = found.setdefault(figure.measure.name, Subject(figure.measure.name, "measure"))
        path = f"{figure.slot.name}.{figure.measure.id}.{figure.written_role}"
        path = path if path in plan.values else ""
        subject.known.append(Known(figure.figure, figure.role, figure.slot, figure.steps, path))
        subject.words.update(figure.measure.words)
    found.update({short: found[name] for short, name in _short_names(found).items()})
    for name, known in _of_entries(plan):
        subject = found.setdefault(name, Subject(name, "entry"))
        if subject.kind != "measure":
            subject.kind = "stage" if known.slot.place.spec.type == "staged_budget" else subject.kind
            subject.known.append(known)
    for name, known in _of_models(plan):
        found.setdefault(name, Subject(name, "measure")).known.append(known)
    for slot, budget in blocks_of(plan, StagedBudget):
        for word in label(plan.language, "budget_words").split("|"):
            total = Known(budget.total, "", slot, ("total",), f"{slot.name}.total")
            found.setdefault(word, Subject(word, "total")).known.append(total)
    return {name: subject for name, subject in found.items() if len(name) >= SHORTEST_NAME and subject.known}


def _short_names(names: Iterable[str]) -> dict[str, str]:
    """Return by short name the one measure it can mean, leaving out what is a measure's own name."""
    full = set(names)
    meant: dict[str, str | None] = {}
    for name in full:
        for short in _shortened(name):
            meant[short] = None if short in meant else name
    return {short: name for short, name in meant.items() if name and short not in full}


def _shortened(name: str) -> set[str]:
    """Return what a measure may be called for short: 净推荐值 and NPS of 净推荐值（NPS）, 复购率 of 会员90天复购率."""
    if match := _BRACKETED.fullmatch(name):
        return {match[1], match[2]}
    if name.isascii():
        return set()
    tails = (name[at:] for at in range(1, len(name) - _SHORTEST_TAIL + 1))
    return {tail for tail in tails if not _GENERIC.fullmatch(tail)}


def _of_entries(plan: Plan) -> Iterator[tuple[str, Known]]:
    """Yield the figures of entries by the entry's name."""
    held = _values_by_slot(plan)
    for slot, block in all_blocks(plan):
        stated = next((keys for kind, keys in _STATED_OF_ENTRIES.items() if isinstance(block, kind)), None)
        if stated is None:
            continue
        entries = {key: (name, steps) for key, name, steps in _entries(block)}
        for path, value in held.get(slot.name, ()):
            key, _, rest = path.partition(".")
            if key in entries and isinstance(value, Quantity) and stated.fullmatch(rest):
                name, steps = entries[key]
                role = rest[-4:] if rest[-4:].isdigit() else ""
                yield name, Known(value, role, slot, steps, f"{slot.name}.{path}")


def _of_models(plan: Plan) -> Iterator[tuple[str, Known]]:
    """Yield the returns of financial models, and by year their costs as rates of revenue: 销售费用率."""
    for slot, model in blocks_of(plan, FinancialModel):
        for key in ("npv", "irr", "payback", "discounted_payback"):
            name = label(plan.language, key, rate="").partition("（")[0].removesuffix(" at ")
            path = f"{slot.name}.{key}"
            if isinstance(value := plan.values.get(path), Quantity):
                yield name, Known(value, "", slot, (), path)
        for index, cost in enumerate(model.costs if plan.language == "zh" else ()):
            for year in (model.base_year, *model.years):
                path = f"{slot.name}.{cost.id}.rate.{year}"
                if isinstance(value := plan.values.get(path), Quantity):
                    yield f"{cost.name}率", Known(value, str(year), slot, ("costs", index), path)


def _entries(block: StrategyBlock) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield key, name and steps of the entries of a block's lists: what ``value()`` paths begin with."""
    for field_name in type(block).model_fields:
        held = getattr(block, field_name)
        if field_name == "scenarios" or not isinstance(held, tuple):
            continue  # a scenario's figures are none of the plan's
        for index, entry in enumerate(held):
            name = getattr(entry, "name", None) if isinstance(entry, Part) else None
            if isinstance(name, str):
                yield getattr(entry, "id", None) or name, name, (field_name, index)


def _values_by_slot(plan: Plan) -> dict[str, list[tuple[str, Stated]]]:
    """Return what ``value()`` may refer to by the slot it belongs to, each by its path below the block."""
    found: dict[str, list[tuple[str, Stated]]] = {}
    name = ""
    for path, value in plan.values.items():
        if not (name and path.startswith(name + ".")):
            name = path
            while name and name not in plan.slots:
                name = name.rpartition(".")[0]
        found.setdefault(name, []).append((path[len(name) + 1 :], value))
    return found
