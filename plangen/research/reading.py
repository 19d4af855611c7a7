"""A researcher's sheet, read back: what it changes, and a finding for everything in it that cannot be taken.

A row with a fault is left out as a whole, since half an answer may say something else than the whole one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic_core import PydanticCustomError

from plangen.diagnostics import Diagnostic, Position, errors, finding
from plangen.ledger import FactSpec, parse_url
from plangen.messages import translate
from plangen.model import parse_line
from plangen.periods import parse_partial_date, span_of
from plangen.plan import Plan
from plangen.quantities import parse_day, parse_quantity
from plangen.research.changes import FIELDS, Change, field_text
from plangen.research.columns import COLUMNS, KEPT, STATUSES, SheetColumn, column_of, folded
from plangen.sheets.cells import SheetCell, SheetRow, SheetTable
from plangen.sheets.reading import Request, open_file, table_of

Readers = Mapping[str, Callable[[object], Any]]


@dataclass(slots=True)
class Answers:
    """What a sheet says: the changes it makes, and what is wrong or not taken."""

    changes: list[Change] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


def read_answers(data: bytes, file: str, plan: Plan, today: date) -> Answers:
    """Read a sheet that ``facts_workbook`` wrote and somebody filled. ``file`` is how it is named in findings."""
    opened, found = open_file(data, file, Position(file))
    if opened is None:
        return Answers(found=found)
    table, problems = table_of(opened, Request(Position(file)))
    answers = Answers(found=[*found, *problems])
    if table is None:
        return answers
    columns = _columns(table, answers)
    if "id" not in columns:
        at = min((cell.at for cell in table.heads.values()), default=Position(file))
        message = "no column of the sheet is called id"
        hint = "begin with the sheet that plangen facts NAME --xlsx writes, and leave its header as it is"
        answers.found.append(finding("PG013", at, message, hint))
        return answers
    rows = _rows(table, columns["id"], plan, answers)
    for identifier, row in rows.items():
        read = _Row(table, row, columns, identifier, plan.facts[identifier], today)
        changes = list(read.changes())
        answers.found.extend(read.found)
        if not errors(read.found):
            answers.changes.extend(changes)
    _vanished(table, columns["id"], plan, answers)
    return answers


def _columns(table: SheetTable, answers: Answers) -> dict[str, int]:
    columns: dict[str, int] = {}
    for number, head in table.heads.items():
        column = column_of(head.text)
        if column is None:
            message = "the sheet has a column {name} that the ledger has no place for; it is not read"
            hint = "write it into the note"
            answers.found.append(finding("PG309", head.at, message, hint, name=head.text[:40]))
        elif column.name in columns:
            message = "two columns are called {name}"
            answers.found.append(finding("PG202", head.at, message, "delete one of the two", name=head.text[:40]))
        else:
            columns[column.name] = number
    if columns and not any(column.fills and column.name in columns for column in COLUMNS):
        at = min(cell.at for cell in table.heads.values())
        message = "the sheet has no column that could be taken into the ledger"
        hint = "begin with the sheet that plangen facts NAME --xlsx writes, and leave its header as it is"
        answers.found.append(finding("PG013", at, message, hint))
    return columns


def _rows(table: SheetTable, column: int, plan: Plan, answers: Answers) -> dict[str, SheetRow]:
    """Return the rows by the fact they are about; what is about none, or about one twice, is a finding."""
    rows: dict[str, SheetRow] = {}
    twice: set[str] = set()
    known = plan.fact_places or {}
    for row in table.rows:
        cell, at = row.cells.get(column), table.place(row, column)
        identifier = cell.text.strip() if cell else ""
        if not identifier:
            message = "the row has no id"
            answers.found.append(finding("PG007", at, message, "write the id of its fact, or clear the row"))
        elif identifier not in plan.facts:
            near = get_close_matches(identifier, plan.facts, 1)
            message = "facts.yaml has no fact {identifier}"
            hint = (
                "did you mean {near}?" if near else "a new figure is added in facts.yaml, with its statement and value"
            )
            if identifier in known:
                message = "the fact {identifier} has a fault of its own in facts.yaml"
                hint = "mend it first: plangen check {name}"
            values = {"identifier": identifier[:40], "near": near[0] if near else "", "name": plan.name}
            answers.found.append(finding("PG302", at, message, hint, **values))
        elif identifier in rows:
            message = "the fact {identifier} stands in row {row}, too; neither is taken"
            hint = "delete one of the two rows"
            earlier = rows[identifier].number
            answers.found.append(finding("PG202", at, message, hint, identifier=identifier, row=earlier))
            twice.add(identifier)
        else:
            rows[identifier] = row
    return {identifier: row for identifier, row in rows.items() if identifier not in twice}


def _vanished(table: SheetTable, column: int, plan: Plan, answers: Answers) -> None:
    there = {row.cells[column].text.strip() for row in table.rows if column in row.cells}
    gone = [identifier for identifier in plan.facts if identifier not in there]
    if gone:
        message = "{count} facts of the ledger are not in the sheet and stay as they are: {ids}"
        hint = "that is right where the sheet was written with a filter; otherwise rows were deleted"
        ids = ", ".join(gone[:6]) + (" …" if len(gone) > 6 else "")
        answers.found.append(finding("PG309", table.heads[column].at, message, hint, count=len(gone), ids=ids))


def _status(value: object) -> str:
    text = parse_line(value)
    if folded(text) in STATUSES:
        return STATUSES[folded(text)]
    raise PydanticCustomError("plangen", "{message}", {"message": "", "hint": "", "code": "PG006", "values": {}})


_READ: dict[str, Callable[[object], Any]] = {
    "status": _status,
    "source.name": parse_line,
    "source.publisher": parse_line,
    "source.url": parse_url,
    "source.date": parse_partial_date,
    "checked_on": lambda value: parse_day(value).isoformat(),
    "note": parse_line,
}


@dataclass(slots=True)
class _Row:
    """One row and the fact that it is about."""

    table: SheetTable
    row: SheetRow
    columns: dict[str, int]
    identifier: str
    fact: FactSpec
    today: date
    found: list[Diagnostic] = field(default_factory=list)

    def changes(self) -> Iterator[Change]:
        """Yield what the row changes; ``found`` then has what is wrong with it."""
        self._compare()
        new = {name: field_text(self.fact, name) for name in FIELDS}
        for column in COLUMNS:
            if column.fills and column.name in self.columns:
                new[column.fills] = self._read(column, new[column.fills])
        self._judge(new)
        for name in FIELDS:
            old = field_text(self.fact, name)
            if new[name] != old:
                yield Change(self.identifier, name, old, new[name], self._at(name))

    def _at(self, name: str) -> Position:
        column = next(column for column in COLUMNS if column.fills == name or column.name == name)
        number = self.columns.get(column.name, self.columns["id"])
        return self.table.place(self.row, number)

    def _cell(self, column: SheetColumn) -> SheetCell | None:
        cell = self.row.cells.get(self.columns[column.name])
        return cell if cell and (cell.text.strip() or cell.problem) else None

    def _read(self, column: SheetColumn, old: str) -> str:
        cell = self._cell(column)
        if cell is None:
            return ""
        if cell.problem:
            self.found.append(cell.problem)
            return old
        try:
            return str(_READ[column.fills](_bare(cell)))
        except PydanticCustomError as error:
            self._refuse(column, cell, error)
            return old

    def _refuse(self, column: SheetColumn, cell: SheetCell, error: PydanticCustomError) -> None:
        context = error.context or {}
        message, hint, values = context["message"], context["hint"], context["values"]
        if column.name == "status":
            message = "{value} is no status"
            hint = "choose verified (已核实) or unverified (未核实)"
            values = {"value": cell.text[:40]}
        self.found.append(finding("PG006", cell.at, message, hint, **values))

    def _compare(self) -> None:
        """Report what was changed in the columns that are not taken."""
        for column in COLUMNS:
            if column.name not in KEPT or column.name not in self.columns:
                continue
            cell = self._cell(column)
            told, known = cell.text.strip() if cell else "", str(getattr(self.fact, column.name))
            if cell and cell.problem is None and _same(column.name, _bare(cell), known):
                continue
            if not told and not known:
                continue
            message = "{field} of {id} is {told} in the sheet and {known} in the ledger; it is not taken"
            hint = "where the sheet is right, change it in facts.yaml; the figure then changes in the whole plan"
            values = {
                "told": told[:60] or translate("an empty value"),
                "known": known[:60] or translate("an empty value"),
            }
            values |= {"field": column.name, "id": self.identifier}
            self.found.append(finding("PG309", self._at(column.name), message, hint, **values))

    def _judge(self, new: dict[str, str]) -> None:
        """Report what cannot be true of the fact as it would be then."""
        if errors(self.found):
            return

        def report(name: str, code: str, message: str, hint: str, **values: object) -> None:
            self.found.append(finding(code, self._at(name), message, hint, **values))

        if not new["status"]:
            report("status", "PG007", "the status is empty", "choose verified (已核实) or unverified (未核实)")
        sourced = any(new[name] for name in ("source.publisher", "source.url", "source.date"))
        if not new["source.name"] and (sourced or new["status"] == "verified"):
            report("source.name", "PG007", "the source has no name", "write the name of the report or account")
        if new["status"] == "verified" and not new["checked_on"]:
            hint = "write the day you compared it, such as 2025-11-25"
            report("checked_on", "PG007", "it is called verified, but the day of the check is empty", hint)
        if new["checked_on"] > self.today.isoformat():
            message = "it is said to have been checked on {day}, which is still to come"
            report("checked_on", "PG006", message, "correct the date", day=new["checked_on"])
        if new["source.date"] and span_of(new["source.date"])[0] > self.today:
            message = "the source is said to be of {day}, which is still to come"
            report("source.date", "PG006", message, "correct the date", day=new["source.date"])


def _bare(cell: SheetCell) -> str:
    """Return a cell as text: of a number its digits, whatever its format shows around them."""
    return f"{cell.number:f}" if cell.kind == "number" and cell.number is not None and not cell.unit else cell.text


def _same(name: str, told: str, known: str) -> bool:
    if name != "value":
        return folded(told) == folded(known)
    try:
        return parse_quantity(told).number == parse_quantity(known).number
    except PydanticCustomError:
        return False
