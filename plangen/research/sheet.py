"""The ledger as an .xlsx file: what a researcher may change is white and checked, the rest is grey and locked."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from plangen.factreport import FactEntry
from plangen.labels import label
from plangen.reporters import columns_of
from plangen.research.columns import COLUMNS, SheetColumn
from plangen.xmltext import holdable

EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # the first moment an archive's entries can name
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2199, 12, 31)
FORMULA_STARTS = ("=", "+", "-", "@")
LINE = 15  # points
LONGEST = 32_767  # characters that a cell holds
HEAD_ROW, FIRST_ROW = 1, 2  # counted from 0; the guidance stands above
_GREY, _EDGE, _HEAD, _FILL = "#EEF1F4", "#C9D1D9", "#1F3A5F", "#2F5D8A"


def facts_workbook(entries: Sequence[FactEntry], language: str) -> bytes:
    """Return an .xlsx file with a row for each fact; the same ledger gives the same bytes."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": EPOCH})
        page = book.add_worksheet(label(language, "facts_sheet"))
        forms = _formats(book)
        last = FIRST_ROW + max(len(entries), 1) - 1
        page.merge_range(0, 0, 0, len(COLUMNS) - 1, label(language, "facts_guide"), forms["guide"])
        page.set_row(0, 48)
        for number, column in enumerate(COLUMNS):
            page.set_column(number, number, column.width)
            page.write_string(
                HEAD_ROW, number, label(language, column.label), forms["fill" if column.fills else "head"]
            )
            if column.fills:
                comment = {"author": "plangen", "x_scale": 1.6, "font_size": 9}
                page.write_comment(HEAD_ROW, number, label(language, column.guide), comment)
                _check(page, number, column, last, language)
        for row, entry in enumerate(entries, start=FIRST_ROW):
            page.set_row(row, LINE * _lines(entry, language) + 3)
            for number, column in enumerate(COLUMNS):
                _write(page, row, number, column, entry, language, forms)
        page.autofilter(HEAD_ROW, 0, last, len(COLUMNS) - 1)
        page.freeze_panes(FIRST_ROW, 2)
        page.ignore_errors({"number_stored_as_text": f"A1:N{last + 1}"})
        page.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
        page.set_landscape()
        page.set_paper(8)  # A3
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
    return out.getvalue()


def _lines(entry: FactEntry, language: str) -> int:
    """Return how many lines the tallest cell of a row takes, since no program is bound to find that out."""
    return max(-(-columns_of(_text(column, entry, language)) // (column.width - 1)) for column in COLUMNS) or 1


def _formats(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": _EDGE}
    free = cell | {"locked": False}
    head = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter", "border": 1}
    return {
        "guide": book.add_format({"text_wrap": True, "valign": "vcenter", "italic": True}),
        "head": book.add_format(head | {"bg_color": "#7A8794", "border_color": _EDGE}),
        "fill": book.add_format(head | {"bg_color": _FILL, "border_color": _EDGE}),
        "locked": book.add_format(cell | {"bg_color": _GREY}),
        "quoted": book.add_format(cell | {"bg_color": _GREY, "quote_prefix": True}),
        "free": book.add_format(free | {"num_format": "@"}),
        "day": book.add_format(free | {"num_format": "yyyy-mm-dd"}),
    }


def _write(
    page: Any, row: int, number: int, column: SheetColumn, entry: FactEntry, language: str, forms: dict[str, Any]
) -> None:
    if column.name == "checked_on":
        if entry.checked_on:
            day = datetime.datetime.fromisoformat(entry.checked_on)
            page.write_datetime(row, number, day, forms["day"])
        else:
            page.write_blank(row, number, None, forms["day"])
        return
    text = holdable(_text(column, entry, language))[:LONGEST]
    if column.fills:
        page.write_string(row, number, text, forms["free"]) if text else page.write_blank(
            row, number, None, forms["free"]
        )
    else:
        page.write_string(row, number, text, forms["quoted" if text.startswith(FORMULA_STARTS) else "locked"])


def _text(column: SheetColumn, entry: FactEntry, language: str) -> str:
    match column.name:
        case "status":
            return label(language, entry.status)
        case "sections":
            return label(language, "joint").join(entry.sections)
        case "name" | "publisher" | "url" | "date":
            return str(getattr(entry, f"source_{column.name}"))
        case name:
            return str(getattr(entry, name))


def _check(page: Any, number: int, column: SheetColumn, last: int, language: str) -> None:
    """Let the spreadsheet help with a column: a list of choices, days only, or a word of advice."""
    advice = {"input_title": label(language, column.label)[:32], "input_message": label(language, column.guide)[:255]}
    match column.name:
        case "status":
            choices = [label(language, "unverified"), label(language, "verified")]
            wrong = {"error_title": label(language, column.label)[:32], "error_message": label(language, "fact_choose")}
            rule: dict[str, Any] = {"validate": "list", "source": choices, **wrong}
        case "checked_on":
            wrong = {
                "error_title": label(language, column.label)[:32],
                "error_message": label(language, "fact_day_wrong"),
            }
            rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, **wrong}
        case _:
            rule = {"validate": "any"}
    page.data_validation(FIRST_ROW, number, last, number, rule | advice)
