"""What rules ask of a plan's blocks: which there are, where their parts stand, what they measure and spend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from plangen.diagnostics import Position
from plangen.model import Measure, Outlay, StrategyBlock
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import Quantity
from plangen.yamltree import place

B = TypeVar("B", bound=StrategyBlock)


def all_blocks(plan: Plan) -> Iterator[tuple[LoadedSlot, StrategyBlock]]:
    """Yield the filled blocks in the order of the template."""
    for slot in plan.slots.values():
        if isinstance(slot.content, StrategyBlock):
            yield slot, slot.content


def blocks_of(plan: Plan, kind: type[B]) -> Iterator[tuple[LoadedSlot, B]]:
    """Yield the filled blocks of one kind in the order of the template."""
    for slot in plan.slots.values():
        if isinstance(slot.content, kind):
            yield slot, slot.content


def place_in(slot: LoadedSlot, path: tuple[str | int, ...]) -> Position:
    """Return where a part of a slot's content is written."""
    return place(slot.node, path) if slot.node else slot.at


def rank(slot: LoadedSlot, order: tuple[str, ...]) -> int:
    """Return the place of a slot's type in an order of types; those it does not name come last."""
    kind = slot.place.spec.type
    return order.index(kind) if kind in order else len(order)


def shown_place(at: Position) -> str:
    """Write a place as messages name it."""
    return str(at)


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One figure that a block gives of a measure. ``role`` is a year where the plan's horizon tells it.

    ``steps`` lead from the block's root to where it is written.
    """

    slot: LoadedSlot
    measure: Measure
    written_role: str
    role: str
    figure: Quantity
    steps: tuple[str | int, ...]

    @property
    def at(self) -> Position:
        """Return where the figure is written."""
        return place_in(self.slot, self.steps)


def stated_figures(plan: Plan) -> Iterator[StatedFigure]:
    """Yield every figure that a block gives of a measure; baseline and target are those of the plan's horizon."""
    years = {}
    if horizon := plan.horizon:
        years = {"baseline": str(horizon.start.year - 1), "target": str(horizon.end.year)}
    for slot, block in all_blocks(plan):
        for measure in block.measures():
            for role, (figure, path) in measure.figures.items():
                yield StatedFigure(slot, measure, role, years.get(role, role), figure, path)


def planned_outlays(plan: Plan) -> Iterator[tuple[LoadedSlot, Outlay, Position]]:
    """Yield all the money that blocks plan to spend."""
    for slot, block in all_blocks(plan):
        for outlay in block.outlays():
            yield slot, outlay, place_in(slot, outlay.path)
