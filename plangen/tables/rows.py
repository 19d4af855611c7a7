"""From the rows of a sheet to content with places, as if an editor had typed it into the slot."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from difflib import get_close_matches

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import listed
from plangen.sheets.cells import SheetCell, SheetTable
from plangen.tables.columns import (
    Column,
    Step,
    bare,
    columns_of,
    doubtful_percentages,
    folded,
    joined,
    split_unit,
    values_of,
)
from plangen.tables.shapes import Group, required
from plangen.yamltree import Mapping, Node, Scalar, Sequence, Source, read_source

_WORDS = {"zh": {"true": "是", "false": "否"}, "en": {"true": "yes", "false": "no"}}


def block_rows(table: SheetTable, rows: Group, language: str) -> tuple[Sequence | None, list[Diagnostic]]:
    """Return the rows of a block. Without them the findings say why; with them they are about columns left out."""
    columns, found = columns_of(table, rows, language)
    usable = not any(each.code == "PG007" for each in found)
    for number, column in columns.items():
        cells = {row.number: row.cells[number] for row in table.rows if number in row.cells}
        if problem := doubtful_percentages(column, cells):
            found.append(problem)
            usable = False
    items: list[Node] = []
    source = Source(table.file, table.grid.text, _line_starts(table.grid.text))
    for row in table.rows:
        fields: dict[tuple[Step, ...], tuple[Scalar, Node]] = {}
        blank: dict[tuple[Step, ...], tuple[Scalar, Node]] = {}
        for number, column in columns.items():
            key = _scalar(column.head, column.head.text, source)
            cell = row.cells.get(number)
            if cell is None:
                blank[column.path] = (key, _empty(table.place(row, number)))
                continue
            values, problems = _values(cell, column, source)
            if problems:
                found += problems
                usable = False
            elif column.many and not (column.may_stand_alone and len(values) == 1):
                fields[column.path] = (key, Sequence(tuple(values), cell.start, values[0].source))
            elif values:
                fields[column.path] = (key, values[0])
        items.append(_nested(fields | _needed(blank, fields, rows), row.at))
    return (Sequence(tuple(items), 0, _at(table.heads[min(table.heads)].at)) if usable else None), found


def _needed(
    blank: dict[tuple[Step, ...], tuple[Scalar, Node]], fields: dict[tuple[Step, ...], tuple[Scalar, Node]], rows: Group
) -> dict[tuple[Step, ...], tuple[Scalar, Node]]:
    """Return the blank cells that something is missing in: required fields, and gaps in the numbers of a list."""
    filled: dict[tuple[Step, ...], int] = {}
    for path in fields:
        if isinstance(path[-1], int):
            filled[path[:-1]] = max(filled.get(path[:-1], 0), path[-1])
    return {
        path: entry
        for path, entry in blank.items()
        if (len(path) == 1 and required(rows.model, str(path[0])) and not any(other[0] == path[0] for other in fields))
        or (isinstance(path[-1], int) and path[-1] < filled.get(path[:-1], 0))
    }


def _values(cell: SheetCell, column: Column, source: Source) -> tuple[list[Scalar], list[Diagnostic]]:
    values: list[Scalar] = []
    problems: list[Diagnostic] = []
    for value in values_of(cell, column):
        if isinstance(value, Diagnostic):
            problems.append(value)
        else:
            problems += refused_characters(value, cell)
            values.append(_scalar(cell, value, source))
    return values, problems


def refused_characters(text: str, cell: SheetCell) -> list[Diagnostic]:
    """Find characters that no document can show."""
    if text.isascii() and text.isprintable():
        return []
    _, found = read_source(text, cell.at.file)
    return [replace(each, line=cell.at.line, column=cell.at.column) for each in found]


def table_rows(
    table: SheetTable, fixed: tuple[str, ...], language: str
) -> tuple[tuple[Sequence, Sequence] | None, list[Diagnostic]]:
    """Return columns and rows of a plain table. ``fixed`` are the columns that the template or the slot names."""
    names, found = _table_columns(table, fixed)
    usable = not any(each.code == "PG007" for each in found)
    source = Source(table.file, table.grid.text, _line_starts(table.grid.text))
    items: list[Node] = []
    for row in table.rows:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for number, (name, unit) in names.items():
            cell = row.cells.get(number)
            if cell is None:
                continue
            problems = [cell.problem] if cell.problem else refused_characters(cell.text, cell)
            found += problems
            usable = usable and not problems
            text = joined(cell.text, unit) if unit and bare(cell.text, cell) else cell.text
            text = _WORDS[language][text] if cell.kind == "flag" else text
            entries[name] = (_scalar(table.heads[number], name, source), _scalar(cell, text, source))
        items.append(Mapping(entries, 0, _at(row.at)))
    top = _at(table.heads[min(table.heads)].at)
    columns = [_scalar(table.heads[number], name, source) for number, (name, _) in names.items()]
    return ((Sequence(tuple(columns), 0, top), Sequence(tuple(items), 0, top)) if usable else None), found


def _table_columns(table: SheetTable, fixed: tuple[str, ...]) -> tuple[dict[int, tuple[str, str]], list[Diagnostic]]:
    """Return the column that each header names, with the unit that its header adds."""
    found: list[Diagnostic] = []
    names: dict[int, tuple[str, str]] = {}
    known = {folded(name): name for name in fixed}
    for number, head in table.heads.items():
        text, unit = " ".join(head.text.split()), ""
        if fixed and folded(text) not in known:
            text, unit = split_unit(text)
        name = known.get(folded(text), "") if fixed else unicodedata.normalize("NFC", text)
        if not name:
            near = get_close_matches(folded(text), known, 1)
            hint = (
                "did you mean {near}?" if near else "delete the column, or leave it out by a range; known here: {known}"
            )
            values = {"head": head.text[:40], "near": known[near[0]] if near else "", "known": listed(fixed)}
            found.append(finding("PG203", head.at, "there is no field for the column {head}", hint, **values))
        elif name in [taken for taken, _ in names.values()]:
            message = "two columns mean {field}: {first} and {head}"
            first = next(table.heads[other].text for other, (taken, _) in names.items() if taken == name)
            values = {"field": name, "first": first, "head": head.text}
            found.append(finding("PG005", head.at, message, "delete one of the two", **values))
        else:
            names[number] = (name, unit)
        found += refused_characters(head.text, head)
    for name in fixed:
        if name not in [taken for taken, _ in names.values()]:
            at = table.heads[min(table.heads)].at
            message, hint = "the column {heading} is missing", "add a column with the header {heading}"
            found.append(finding("PG007", at, message, hint, heading=name))
    return names, found


# --- nodes -----------------------------------------------------------------------------------------------------------


def _line_starts(text: str) -> tuple[int, ...]:
    return read_source(text, "")[0].line_starts if text else (0,)


def _at(place: Position) -> Source:
    return Source(place.file, "", (0,), place)


def _empty(place: Position) -> Scalar:
    return Scalar("", True, "", 0, 0, _at(place), "")


def _scalar(cell: SheetCell, text: str, source: Source) -> Scalar:
    """Return a cell as a value of content. In a CSV file each of its characters has a place of its own."""
    value = unicodedata.normalize("NFC", text)
    if cell.end:
        return Scalar(value, False, "", cell.start, cell.end, source, text)
    return Scalar(value, False, "", 0, len(text), Source(cell.at.file, text, (0,), cell.at), text)


def _nested(fields: dict[tuple[Step, ...], tuple[Scalar, Node]], at: Position) -> Mapping:
    """Put fields with paths into groups within groups; numbered ones become a list in the order of their numbers."""
    first = dict.fromkeys(path[0] for path in fields)
    entries: dict[str, tuple[Scalar, Node]] = {}
    for step in first:
        inner = {path[1:]: entry for path, entry in fields.items() if path[0] == step}
        key = next(iter(inner.values()))[0]
        entries[str(step)] = (key, _one(inner))
    return Mapping(entries, 0, _at(at))


def _one(inner: dict[tuple[Step, ...], tuple[Scalar, Node]]) -> Node:
    if () in inner:
        return inner[()][1]
    at = _first(inner)
    if all(isinstance(path[0], int) for path in inner):
        numbers = sorted({int(path[0]) for path in inner})
        parts = [{path[1:]: entry for path, entry in inner.items() if path[0] == number} for number in numbers]
        return Sequence(tuple(_one(part) for part in parts), 0, _at(at))
    return _nested(inner, at)


def _first(inner: dict[tuple[Step, ...], tuple[Scalar, Node]]) -> Position:
    return min(entry[1].at for entry in inner.values())
