"""What tests of strategy blocks share: a plan around the block, and its tables as rows of texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from plangen.blocks import BLOCKS
from plangen.doctree import Chart, Table, plain_text, query
from plangen.model import BlockPlace, Fault, Horizon, StrategyBlock, Surroundings
from plangen.quantities import stated_text
from plangen.yamltree import parse_yaml, plain

HERE = BlockPlace("chapter.section.slot", "zh")
AROUND = Surroundings("zh", Horizon(date(2026, 1, 1), date(2028, 12, 31)))


def from_yaml(name: str, text: str) -> StrategyBlock:
    """Read a block of one type as an editor writes it."""
    root, found = parse_yaml(text, "f")
    assert found == []
    assert root is not None
    return BLOCKS[name].model_validate(plain(root, lambda scalar: scalar.value))


def example(name: str) -> StrategyBlock:
    """Read the example that a block ships."""
    return from_yaml(name, BLOCKS[name].example)


def tables(block: StrategyBlock, place: BlockPlace = HERE) -> list[Table]:
    """Return the tables a block lowers itself to."""
    return [table for node in block.lower(place) for table in query(node, Table)]


def charts(block: StrategyBlock, place: BlockPlace = HERE) -> list[Chart]:
    """Return the charts a block lowers itself to."""
    return [chart for node in block.lower(place) for chart in query(node, Chart)]


def cells(table: Table) -> list[list[str]]:
    """Return a table as rows of texts."""
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def heads(table: Table) -> list[str]:
    """Return the titles of a table's columns."""
    return [column.title for column in table.columns]


def found(block: StrategyBlock, around: Surroundings = AROUND) -> list[Fault]:
    """Return what a block finds wrong in itself."""
    return list(block.check(around))


def told(block: StrategyBlock, around: Surroundings = AROUND) -> list[tuple[str, tuple[str | int, ...], str, str]]:
    """Return code, path, message and hint of what a block finds wrong in itself."""
    return [(f.code, f.path, f.message.format(**f.values), f.hint.format(**f.values)) for f in found(block, around)]


def faults(block: StrategyBlock, around: Surroundings = AROUND) -> list[str]:
    """Return the codes of what a block finds wrong in itself."""
    return [fault.code for fault in found(block, around)]


def texts(block: StrategyBlock, language: str = "zh") -> dict[str, str]:
    """Return a block's figures as a reader sees them."""
    return {path: stated_text(value, language) for path, value in block.values(language).items()}


def numbers(**fields: Any) -> dict[str, Any]:
    """Return fields with every value as the text an editor would have written."""
    return {key: str(value) for key, value in fields.items()}


def said(fault: Fault) -> str:
    """Return a fault's message and hint in English, with the numbers and names they were given."""
    return f"{fault.message.format(**fault.values)} / {fault.hint.format(**fault.values)}"
