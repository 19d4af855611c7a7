"""The kinds of slot a template may declare: prose, table, list, and every strategy block."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, TypeAdapter

from plangen.blocks import BLOCKS
from plangen.markdown import MARK_OPEN
from plangen.messages import listed
from plangen.model import Day, Fault, Line, Part, StrategyBlock, Surroundings
from plangen.quantities import Stated, shown
from plangen.refusals import fault

PLAIN_TYPES = ("prose", "table", "list")
SLOT_TYPES = (*PLAIN_TYPES, *BLOCKS)


class FlagContent(Part):
    """Why a slot is open, who closes it, and by when."""

    reason: Line
    owner: Line
    due: Day


class FlagValue(Part):
    """What stands in a slot that is knowingly open."""

    flag: FlagContent


def _prose(value: object) -> object:
    if not isinstance(value, str):
        raise fault("text belongs here, not {value}", "write Markdown text below: text: |", value=shown(value))
    return value


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise fault("a cell holds text, not {value}", "write one value for each column", value=shown(value))
    return value.strip()


def _row(value: object) -> object:
    if isinstance(value, list):
        return value
    hint = "write one value for each column: - [first, second]"
    raise fault("a row is a list of cells, not {value}", hint, value=shown(value))


def _row_kind(value: object) -> str:
    return "~fields" if isinstance(value, dict) else "~cells"


Prose = Annotated[str, BeforeValidator(_prose)]
CellText = Annotated[str, BeforeValidator(_cell)]
Cells = Annotated[tuple[CellText, ...], BeforeValidator(_row), Tag("~cells")]
TableRow = Annotated[Cells | Annotated[dict[str, CellText], Tag("~fields")], Discriminator(_row_kind)]


class TableContent(Part):
    """A table by rows, each a list of cells or a group of fields named by column."""

    rows: Annotated[tuple[TableRow, ...], Field(min_length=1, max_length=2000)]
    columns: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30)] | None = None
    caption: Line | None = None
    note: Line | None = None
    total_row: bool = False

    def heads(self, fixed: tuple[str, ...]) -> tuple[str, ...]:
        """Return the column names: the template's, else the table's own, else those of the first row."""
        if fixed or self.columns:
            return fixed or self.columns or ()
        first = self.rows[0]
        return tuple(first) if isinstance(first, dict) else ()

    def cells(self, row: tuple[str, ...] | dict[str, str], heads: tuple[str, ...]) -> tuple[str, ...]:
        """Return one row's cells in the order of the columns."""
        return tuple(row.get(head, "") for head in heads) if isinstance(row, dict) else row

    def check(self, fixed: tuple[str, ...]) -> Iterator[Fault]:
        """Yield rows that do not fit the columns."""
        heads = self.heads(fixed)
        if not heads:
            yield Fault("PG007", (), "the table has no columns", "add columns: [first, second]", {})
            return
        if fixed and self.columns and self.columns != fixed:
            values = {"columns": listed(fixed)}
            yield Fault("PG006", ("columns",), "the template fixes the columns: {columns}", "delete columns:", values)
        for index, row in enumerate(self.rows):
            if isinstance(row, dict):
                for name in row:
                    if name not in heads:
                        known = {"name": name, "columns": listed(heads)}
                        message = "no column is called {name}"
                        yield Fault("PG203", ("rows", index, name), message, "use: {columns}", known, key=True)
            elif len(row) != len(heads):
                counts: dict[str, Any] = {"cells": len(row), "count": len(heads), "columns": listed(heads)}
                message = "the row has {cells} cells, the table has {count} columns"
                hint = "write one cell for each of: {columns}"
                if len(row) > len(heads):
                    hint = 'put a cell that holds a comma in quotes, such as "1,200"; the columns are {columns}'
                yield Fault("PG006", ("rows", index), message, hint, counts)


def _list(value: object) -> object:
    if isinstance(value, list):
        return value
    raise fault(
        "a list belongs here, not {value}", "begin each entry on a line of its own with: - ", value=shown(value)
    )


ListContent = Annotated[tuple[Line, ...], BeforeValidator(_list), Field(min_length=1, max_length=500)]
SlotContent = str | TableContent | tuple[str, ...] | StrategyBlock


def _kind(value: object) -> str:
    return "~flag" if isinstance(value, dict) and "flag" in value else "~value"


@cache
def slot_adapter(slot_type: str) -> TypeAdapter[Any]:
    """Return what validates the content of one slot type, or a flag in its place. Raises ``KeyError`` if unknown.

    The union's tags begin with ``~`` so that the place of an error can be told from them.
    """
    plain: dict[str, Any] = {"prose": Prose, "table": TableContent, "list": ListContent}
    content = plain[slot_type] if slot_type in plain else BLOCKS[slot_type]
    union: Any = Annotated[
        Annotated[FlagValue, Tag("~flag")] | Annotated[content, Tag("~value")],
        Discriminator(_kind),
    ]
    return TypeAdapter(union)


def check_content(content: SlotContent, columns: tuple[str, ...], surroundings: Surroundings) -> Iterator[Fault]:
    """Yield what is wrong in a slot's content beyond the shape of its fields."""
    match content:
        case TableContent():
            yield from content.check(columns)
        case StrategyBlock():
            yield from content.check(surroundings)
        case _:
            return


def stated_values(content: SlotContent, language: str) -> dict[str, Stated]:
    """Return the figures that text may refer to; values that still hold an expression are left out."""
    if not isinstance(content, StrategyBlock):
        return {}
    values = content.values(language)
    return {path: value for path, value in values.items() if not (isinstance(value, str) and MARK_OPEN in value)}
