"""What something is measured by: the measure, where it starts and where it goes, optional in all its parts."""

from collections.abc import Iterator
from typing import Protocol

from plangen.blocks.performance.indicators import ways
from plangen.blocks.performance.units import mismatch
from plangen.labels import label
from plangen.model import Fault, Measure
from plangen.quantities import Quantity, Stated, brief, change_text

PathToItem = tuple[str | int, ...]


class Measured(Protocol):
    """An entry with a measure."""

    @property
    def id(self) -> str: ...
    @property
    def measure(self) -> str | None: ...
    @property
    def baseline(self) -> Quantity | None: ...
    @property
    def target(self) -> Quantity | None: ...


def check_measured(item: Measured, path: PathToItem, name: str) -> Iterator[Fault]:
    """Yield a fault where a figure stands alone, has no measure, or does not fit the other."""
    baseline, target = item.baseline, item.target
    values = {"name": name}
    if (baseline or target) and not item.measure:
        message = "{name} has figures, but not what they measure"
        yield Fault("PG007", path, message, "add a line {field}: …", {**values, "field": "measure"})
    if baseline and target:
        yield from mismatch(baseline, target, (*path, "target"), name)
    elif baseline:
        message = "{name} has a baseline, but no target"
        yield Fault("PG007", path, message, "add a line {field}: …", {**values, "field": "target"})
    elif target:
        message = "{name} has a target, but no baseline"
        yield Fault("PG007", path, message, "add a line {field}: …", {**values, "field": "baseline"})


def measured_values(item: Measured, language: str) -> Iterator[tuple[str, Stated]]:
    """Yield the figures of an entry by the end of their path: ``baseline``, ``target`` and ``change``."""
    if item.baseline:
        yield "baseline", item.baseline
    if item.target:
        yield "target", item.target
    if item.baseline and item.target:
        yield "change", change_text(item.baseline, item.target, language)


def measured_lines(item: Measured, language: str) -> tuple[str, ...]:
    """Return the measure of an entry and the way it goes, as the lines of a cell."""
    if item.baseline is None or item.target is None:
        return (item.measure or "",)
    way = label(language, "measured_way", baseline=item.baseline.text, target=item.target.text)
    return (item.measure or "", way, brief(change_text(item.baseline, item.target, language)))


def measure_of(item: Measured, path: PathToItem) -> Iterator[Measure]:
    """Yield the measure of an entry that has both figures.

    Its id is no identifier of the plan's: the entry's own id names an advantage or an asset, which may well be called
    as an indicator of another matter is. Blocks that speak of the same measure are told by its name.
    """
    if item.measure and item.baseline and item.target:
        figures = {"baseline": (item.baseline, (*path, "baseline")), "target": (item.target, (*path, "target"))}
        yield Measure(f"{item.id}.measure", item.measure, figures, words=ways(item.baseline, item.target))
