"""From the headers of a sheet to the fields they mean, and from a cell to what an editor would have written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from plangen.diagnostics import Diagnostic, finding
from plangen.model import Part
from plangen.quantities import MONEY_UNITS
from plangen.sheets.cells import SheetCell, SheetTable
from plangen.tables.headings import heading, names_of
from plangen.tables.shapes import Group, Keyed, Leaf, Many, Shape, fields_of, required

Step = str | int
_UNIT = re.compile(
    r"(?P<name>.*\S)\s*[（(]\s*(?:单位|unit)?\s*[:：]?\s*(?P<unit>[^（）()]*?)\s*[)）]\s*[*＊]?", re.DOTALL
)
_NO_UNITS = ("必填", "选填", "可选", "required", "optional")
_BARE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
_SPLIT = re.compile(r"[;；\n]")
_YES = frozenset({"是", "有", "√", "✓", "yes", "y", "true", "1"})
_NO = frozenset({"否", "无", "×", "no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose header is understood: the path of the field below a row, its shape, the unit in the header.

    ``many`` tells a list written in one cell; where it ``may_stand_alone``, one value is no list.
    """

    head: SheetCell
    path: tuple[Step, ...]
    leaf: Leaf
    many: bool = False
    unit: str = ""
    may_stand_alone: bool = False


def folded(text: str) -> str:
    """Return a header as headers are compared: without case, spaces, full-width forms and marks of required fields."""
    return re.sub(r"[\s_*：:\-]+", "", unicodedata.normalize("NFKC", text).casefold())


def split_unit(text: str) -> tuple[str, str]:
    """Return a header without the unit in brackets at its end, and the unit; remarks in brackets are dropped."""
    match = _UNIT.fullmatch(text.strip())
    if match is None:
        return text.strip(), ""
    unit = unicodedata.normalize("NFKC", match["unit"])
    no_unit = unit in _NO_UNITS or len(unit) > 16 or any(character.isdigit() for character in unit)
    return match["name"], "" if no_unit else unit


def columns_of(table: SheetTable, rows: Group, language: str) -> tuple[dict[int, Column], list[Diagnostic]]:
    """Match the headers of a sheet with the fields of a row; what is unknown, twice or missing is a finding."""
    found: list[Diagnostic] = []
    columns: dict[int, Column] = {}
    taken: dict[tuple[Step, ...], SheetCell] = {}
    for number, head in table.heads.items():
        column = _column(head, rows)
        if column is None:
            found.append(_unknown(head, rows, language))
        elif column.path in taken:
            message = "two columns mean {field}: {first} and {head}"
            values = {"field": ".".join(map(str, column.path)), "first": taken[column.path].text, "head": head.text}
            found.append(finding("PG005", head.at, message, "delete one of the two", **values))
        else:
            taken[column.path] = head
            columns[number] = column
    first = table.heads[min(table.heads)].at
    for field in fields_of(rows.model):
        if required(rows.model, field) and not any(path[0] == field for path in taken):
            values = {"heading": heading(rows.model.__name__, field, language), "field": field}
            message, hint = "the column {heading} is missing", "add a column with the header {heading} (or {field})"
            found.append(finding("PG007", first, message, hint, **values))
    return columns, found


def _column(head: SheetCell, rows: Group) -> Column | None:
    """Return what a header means: a field, or a way into one with dots, such as ``source.name`` or ``amounts.2``."""
    for text, unit in dict.fromkeys(((head.text, ""), split_unit(head.text))):
        steps = [step.strip() for step in re.split(r"[.．]", text)]
        way = _way(steps, rows) if all(steps) else None
        if way:
            path, shape = way
            match shape:
                case Leaf():
                    return Column(head, path, shape, unit=unit)
                case Many(item=Leaf() as leaf, alone=alone):
                    return Column(head, path, leaf, True, unit, alone is not None)
                case Many(alone=Leaf() as leaf):
                    return Column(head, path, leaf, unit=unit)
                case _:
                    return None
    return None


def _way(steps: list[str], shape: Shape) -> tuple[tuple[Step, ...], Shape] | None:
    path: list[Step] = []
    for step in steps:
        match shape:
            case Group():
                field = field_named(step, shape.model)
                if field is None:
                    return None
                path.append(field)
                shape = shape.field(field)
            case Keyed():
                path.append(step)
                shape = shape.item
            case Many() if step.isascii() and step.isdigit() and 0 < int(step) <= 100:
                path.append(int(step) - 1)
                shape = shape.item
            case _:
                return None
    return tuple(path), shape


def field_named(text: str, model: type[Part]) -> str | None:
    """Return the field that a name means: its own, its heading in either language, or another that is understood."""
    wanted = folded(text)
    for field in fields_of(model):
        if wanted == folded(field):
            return field
    for rank in range(12):  # a heading goes before what else a field may be called
        for field in fields_of(model):
            names = names_of(model.__name__, field)
            if rank < len(names) and wanted == folded(names[rank]):
                return field
    return None


def _unknown(head: SheetCell, rows: Group, language: str) -> Diagnostic:
    model = rows.model
    name, _ = split_unit(head.text)
    for field, shape in fields_of(model).items():
        if field_named(name, model) == field:
            inner = _example(shape, language)
            message, hint = (
                "{head} has parts, each of which is a column",
                "write one header for each part: {head}.{inner}",
            )
            return finding("PG203", head.at, message, hint, head=name, inner=inner)
    known: dict[str, str] = {}
    for field in fields_of(model):
        for each in (field, *names_of(model.__name__, field)):
            known.setdefault(folded(each), heading(model.__name__, field, language))
    near = get_close_matches(folded(name), known, 1)
    listed = ", ".join(heading(model.__name__, field, language) for field in fields_of(model))
    hint = "did you mean {near}?" if near else "delete the column, or leave it out by a range; known here: {known}"
    values = {"head": head.text[:40], "near": known[near[0]] if near else "", "known": listed}
    return finding("PG203", head.at, "there is no field for the column {head}", hint, **values)


def _example(shape: Shape, language: str) -> str:
    match shape:
        case Group():
            return heading(shape.model.__name__, next(iter(fields_of(shape.model))), language)
        case Many(item=Group() as group):
            return f"1.{_example(group, language)}"
        case Many():
            return "1"
        case _:
            return "…"


# --- cells -----------------------------------------------------------------------------------------------------------


def values_of(cell: SheetCell, column: Column) -> Iterator[str | Diagnostic]:
    """Yield the texts of a cell, several for a list, or what is wrong with it."""
    if cell.problem:
        yield cell.problem
        return
    parts = [part.strip() for part in _SPLIT.split(cell.text)] if column.many else [cell.text]
    for part in parts:
        if part:
            yield _value(part, cell, column.leaf, column.unit)


def _value(text: str, cell: SheetCell, leaf: Leaf, unit: str) -> str | Diagnostic:
    match leaf.kind:
        case "figure" | "money" | "percent":
            return _figure(text, cell, leaf, unit)
        case "whole" | "score":
            return f"{cell.number:.0f}" if cell.number is not None and cell.number == int(cell.number) else text
        case "day":
            return day(text)
        case "choice":
            return _chosen(text, cell, leaf)
        case "yes_no":
            word = unicodedata.normalize("NFKC", text).casefold()
            return "true" if word in _YES else "false" if word in _NO else text
        case "text":
            return text


def day(text: str) -> str:
    """Return a date of the kinds that spreadsheets write as ISO, anything else as it is."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _chosen(text: str, cell: SheetCell, leaf: Leaf) -> str:
    """Return the spelling of a choice that a cell means, whatever its case."""
    if cell.kind == "flag":
        text = "yes" if text == "true" else "no"
    wanted = unicodedata.normalize("NFKC", text).casefold()
    return next((each for names in leaf.choices for each in names if each.casefold() == wanted), text)


def bare(text: str, cell: SheetCell) -> bool:
    """Tell whether a cell holds a number without unit."""
    if cell.kind == "number":
        return not cell.unit
    return bool(_BARE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def joined(text: str, unit: str) -> str:
    """Write a number with its unit."""
    return f"{text} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{text}{unit}"


def _figure(text: str, cell: SheetCell, leaf: Leaf, unit: str) -> str | Diagnostic:
    if not bare(text, cell):
        return _with_both_units(text, cell, unit)
    if unit:
        return joined(text, unit)
    if leaf.kind == "percent":
        message = "{value} may be {value}% or a hundred times as much"
        hint = "give the cell the percentage format, write 25% as text, or write the unit into the header: 占比（%）"
        return finding("PG006", cell.at, message, hint, value=text)
    if leaf.kind == "money" and _BARE.fullmatch(text):
        message = "{value} has no unit, so it is no amount of money"
        hint = "write the unit into the header, such as 金额（万元） or Amount (USD million), or behind the number"
        return finding("PG006", cell.at, message, hint, value=text)
    return text


def _with_both_units(text: str, cell: SheetCell, unit: str) -> str | Diagnostic:
    """Settle a number format and a header that both name a unit: a currency in the one, its multiple in the other."""
    if not unit or cell.kind != "number" or not cell.unit or cell.unit == unit:
        return text
    currency = {"元": "元", "CNY": "CNY", "USD": "USD"}.get(cell.unit, "")
    multiple = unit in MONEY_UNITS and currency and (unit.endswith("元") if currency == "元" else unit[:3] == currency)
    if multiple:
        return joined(text.removesuffix(cell.unit).rstrip(), unit)
    message = "the header says {unit}, and the cell's number format {format}"
    hint = "let the two agree"
    return finding("PG006", cell.at, message, hint, unit=unit, format=cell.unit)


def doubtful_percentages(column: Column, cells: Mapping[int, SheetCell]) -> Diagnostic | None:
    """Find a column headed with % in which every bare number lies below 1: 0.25 is then as likely to mean 25 %."""
    if column.unit != "%":
        return None
    numbers = [(cell, Decimal(cell.number)) for cell in cells.values() if cell.number is not None and not cell.unit]
    odd = next((cell for cell, number in numbers if number != int(number)), None)
    if odd is None or any(abs(number) > 1 for _, number in numbers):
        return None
    message = "the header says %, and {value} may be {value}% or a hundred times as much"
    hint = "give the column the percentage format, or write the numbers in per cent"
    return finding("PG006", odd.at, message, hint, value=odd.text)
