"""From a grid of cells to a table: one header row, and the rows below it up to the last filled one."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, Position, column_letters, finding
from plangen.sheets.cells import WHOLE, Area, Grid, SheetCell, SheetRow, SheetTable

MAX_COLUMNS = 200
MAX_ROWS = 5_000
_GIVE_RANGE = "give the range of the table beside from:, such as range: A1:H20"


def read_table(grid: Grid, area: Area = WHOLE) -> tuple[SheetTable | None, list[Diagnostic]]:
    """Take the filled cells of an area as a table. What would make its meaning doubtful is a finding with its cell.

    Titles merged over the whole width above the header are passed over; a header merged over several rows counts as
    one row where every column is.
    """
    rows = _rows(grid, area)
    numbers = sorted(rows)
    while numbers and _is_title(grid, rows, numbers):
        del numbers[0]
    if not numbers:
        at = grid.at(area.top, area.left)
        return None, [finding("PG016", at, "no filled cell stands here", "fill in the table, or correct the range")]
    top = numbers[0]
    heads = {column: grid.cells[top, column] for column in rows[top]}
    found = [*_head_faults(grid, heads, rows, numbers)]
    if found:
        return None, found
    first = _below_header(grid, top, heads)
    body = [number for number in numbers if number >= first]
    found += _gaps(grid, first, body, area)
    found += _merged_data(grid, first, body, heads)
    found += _without_header(grid, rows, body, heads)
    found += _ragged(grid, top, body)
    found += _hidden(grid, top, body, heads)
    if not body:
        hint = "fill in the rows below the header"
        found.append(finding("PG016", grid.at(top, min(heads)), "the table has a header and no rows", hint))
    if any(each.severity == "error" for each in found):
        return None, found
    made = tuple(_row(grid, number, rows[number], heads) for number in body)
    return SheetTable(grid.file, heads, made, grid), found


def _rows(grid: Grid, area: Area) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, column in sorted(grid.cells):
        if area.holds(row, column):
            rows.setdefault(row, []).append(column)
    return rows


def _row(grid: Grid, number: int, columns: list[int], heads: dict[int, SheetCell]) -> SheetRow:
    cells = {column: grid.cells[number, column] for column in columns if column in heads}
    return SheetRow(number, grid.at(number, min(columns)), cells)


def _is_title(grid: Grid, rows: dict[int, list[int]], numbers: list[int]) -> bool:
    """Tell whether the first row holds a title merged over the columns of the rows below."""
    columns = rows[numbers[0]]
    if len(columns) != 1 or len(numbers) < 2:
        return False
    merge = _merge_at(grid, numbers[0], columns[0])
    return merge is not None and merge.right > merge.left


def _merge_at(grid: Grid, row: int, column: int) -> Area | None:
    return next((merge for merge in grid.merges if merge.holds(row, column)), None)


def _head_faults(
    grid: Grid, heads: dict[int, SheetCell], rows: dict[int, list[int]], numbers: list[int]
) -> Iterator[Diagnostic]:
    top = numbers[0]
    if len(heads) > MAX_COLUMNS:
        message = "the header has {count} columns; at most {limit} are read"
        yield finding("PG016", heads[min(heads)].at, message, _GIVE_RANGE, count=len(heads), limit=MAX_COLUMNS)
        return
    if len(numbers) > MAX_ROWS:
        message = "the table has {count} rows; at most {limit} are read"
        yield finding("PG016", grid.at(top, min(heads)), message, _GIVE_RANGE, count=len(numbers), limit=MAX_ROWS)
        return
    if len(heads) == 1 and len(numbers) > 1 and len(rows[numbers[1]]) > 1:
        message = "the first row holds one cell only, where the headers of all columns belong"
        hint = "delete the title above the table, or give the range of the table beside from:, such as range: A2:H20"
        yield finding("PG016", heads[min(heads)].at, message, hint)
        return
    for cell in heads.values():
        if cell.problem:
            yield cell.problem
    merges = {column: _merge_at(grid, top, column) for column in heads}
    tall = {column: merge for column, merge in merges.items() if merge and merge.bottom > top}
    for column, merge in merges.items():
        covered = range(merge.left + 1, merge.right + 1) if merge else range(0)
        if any((row, other) in grid.cells for row in numbers[1:] for other in covered):
            message = "the header {head} is merged over several columns"
            hint = "write one header in each column, in one row"
            yield finding("PG016", heads[column].at, message, hint, head=heads[column].text)
            return
    if tall and (len(tall) < len(heads) or len({merge.bottom for merge in tall.values()}) > 1):
        lone = next((column for column in heads if column not in tall), min(tall))
        message = "the header takes two rows"
        yield finding("PG016", heads[lone].at, message, "write one header in each column, in one row")


def _below_header(grid: Grid, top: int, heads: dict[int, SheetCell]) -> int:
    merge = _merge_at(grid, top, min(heads))
    return merge.bottom + 1 if merge else top + 1


def _gaps(grid: Grid, first: int, body: list[int], area: Area) -> Iterator[Diagnostic]:
    expected = first
    for number in body:
        if number != expected:
            at = Position(grid.file, expected, area.left) if not grid.text else grid.at(expected, area.left)
            message = "an empty row stands in the table, and more rows follow"
            yield finding("PG016", at, message, "delete the empty row, or give the range: above or below it")
            return
        expected = number + 1


def _merged_data(grid: Grid, first: int, body: list[int], heads: dict[int, SheetCell]) -> Iterator[Diagnostic]:
    last = body[-1] if body else 0
    for merge in grid.merges:
        columns = [column for column in heads if merge.left <= column <= merge.right]
        if merge.bottom < first or merge.top > last or not columns:
            continue
        if len(columns) > 1 or merge.bottom > merge.top:
            message = "the cells {area} are merged, so it is not said which row or column each value belongs to"
            hint = "take the merge apart and write the value into each cell it is meant for"
            yield finding("PG016", grid.at(merge.top, merge.left), message, hint, area=merge)


def _without_header(
    grid: Grid, rows: dict[int, list[int]], body: list[int], heads: dict[int, SheetCell]
) -> Iterator[Diagnostic]:
    told: set[int] = set()
    for number in body:
        for column in rows[number]:
            if column in heads or column in told:
                continue
            told.add(column)
            at = grid.at(number, column)
            if grid.widths:
                message = "the row has more fields than the header: {count} instead of {wanted}"
                hint = "put a field that holds the delimiter in quotes"
                count, wanted = grid.widths[number][0], max(heads)
                yield finding("PG016", at, message, hint, count=count, wanted=wanted)
            else:
                message = "the column {column} has values and no header"
                hint = "write its header into the first row, or leave the column out by a range: such as A1:H20"
                yield finding("PG016", at, message, hint, column=column_letters(column))


def _ragged(grid: Grid, top: int, body: list[int]) -> Iterator[Diagnostic]:
    wanted = grid.widths.get(top, (0, None))[0]
    for number in body:
        count, at = grid.widths.get(number, (wanted, Position(grid.file)))
        if count < wanted:
            message = "the row has {count} fields, and the header {wanted}"
            hint = "write the missing delimiters; an empty field needs its delimiter, too"
            yield finding("PG016", at, message, hint, count=count, wanted=wanted)


def _hidden(grid: Grid, top: int, body: list[int], heads: dict[int, SheetCell]) -> Iterator[Diagnostic]:
    for number in (top, *body):
        if number in grid.hidden_rows:
            message = "row {row} is hidden in the sheet, and is read all the same"
            hint = "show the row, or delete it"
            yield finding("PG017", grid.at(number, min(heads)), message, hint, row=number)
    for column, cell in heads.items():
        if grid.column_hidden(column):
            message = "column {column} is hidden in the sheet, and is read all the same"
            hint = "show the column, or delete it"
            yield finding("PG017", cell.at, message, hint, column=column_letters(column))
