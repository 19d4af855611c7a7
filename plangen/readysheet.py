"""``plangen table``: a ready sheet for one slot of a plan, with what the slot holds already."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from plangen.blocks import BLOCKS
from plangen.diagnostics import PlanError
from plangen.examples import example
from plangen.labels import label
from plangen.loader import load_plan
from plangen.messages import translate
from plangen.pipeline import put_in_place
from plangen.plan import LoadedSlot, Plan
from plangen.tables.layout import SheetColumn, cell_text, sheet_columns
from plangen.tables.shapes import Group, Leaf, own_rows, row_places
from plangen.tables.writing import ReadySheet, ready_workbook
from plangen.workspace import Workspace, WorkspaceError
from plangen.yamltree import Mapping, Node, Scalar, Sequence, parse_yaml

_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\'!"), "-")
LONGEST_NAME = 31  # characters of a sheet's name


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that was written: the file, how many rows it holds, and the lines that refer to it in a content file."""

    path: Path
    rows: int
    file: str
    usage: tuple[str, ...]
    inside: bool  # the file lies in the plan's folder, where it can be referred to


@dataclass(frozen=True, slots=True)
class _Rows:
    """A list of rows of a slot: the fields that lead to it below the slot; no shape for a plain table."""

    slot: LoadedSlot
    path: tuple[str, ...] = ()
    shape: Group | None = None

    @property
    def name(self) -> str:
        return ".".join((self.slot.name, *self.path))


def write_sheet(workspace: Workspace, name: str, wanted: str, target: Path, *, force: bool = False) -> Written:
    """Write the sheet for a slot and say how to refer to it.

    Raises ``WorkspaceError`` where there is no such slot or the file is there, ``PlanError`` where the plan cannot
    be read.
    """
    folder = workspace.plan_folder(name)
    if target.suffix.casefold() != ".xlsx":
        raise WorkspaceError("{file} does not end in .xlsx", "write a name such as kpis.xlsx", file=target.name)
    plan, found = load_plan(workspace, name)
    if plan is None:
        raise PlanError(found)
    rows = _chosen(plan, wanted)
    if target.is_dir():
        raise WorkspaceError("{file} is a folder", "write the name of a file, such as kpis.xlsx", file=target)
    if target.exists() and not force:
        hint = "choose another name, or overwrite the file with --force"
        raise WorkspaceError("{file} exists already", hint, file=target)
    inside = target.parent.resolve().is_relative_to(folder.resolve())
    shown = target.resolve().relative_to(folder.resolve()).as_posix() if inside else target.name
    sheet = _sheet(plan, rows, shown)
    put_in_place({target: ready_workbook((sheet,))}, workspace)
    return Written(target, len(sheet.rows), sheet.file, sheet.usage, inside)


def _chosen(plan: Plan, wanted: str) -> _Rows:
    """Return the rows that a path means: a slot, whole or by its end, and a field of it where it has several."""
    places = {rows.name: rows for slot in plan.slots.values() for rows in _places(slot)}
    wanted = wanted.strip()
    meant = [places[wanted]] if wanted in places else [r for name, r in places.items() if name.endswith(f".{wanted}")]
    if not meant:
        slots = [s for s in plan.slots.values() if s.name == wanted or s.name.endswith(f".{wanted}")]
        tables = [slot for slot in slots if any(rows.slot is slot for rows in places.values())]
        if slots and not tables:
            message = "the slot {slot} holds no table"
            raise WorkspaceError(message, "slots that do: {slots}", slot=slots[0].name, slots=_listed(plan, places))
        meant = [rows for slot in tables for rows in [_main(slot, places)] if rows]
        if tables and not meant:
            lists = ", ".join(name for name, rows in places.items() if rows.slot is tables[0])
            message = "{slot} has several lists of rows"
            raise WorkspaceError(message, "write one of: {lists}", slot=tables[0].name, lists=lists)
    if not meant:
        from plangen.paths import near

        close = near(wanted, [*places, *plan.slots])
        hint = "did you mean {near}?" if close else "slots that hold a table: {slots}"
        message = "there is no slot {slot}"
        raise WorkspaceError(message, hint, slot=wanted, near=close, slots=_listed(plan, places))
    if len(meant) > 1:
        names = ", ".join(rows.name for rows in meant)
        raise WorkspaceError("{slot} can mean several slots", "write one of: {names}", slot=wanted, names=names)
    return meant[0]


def _listed(plan: Plan, places: dict[str, _Rows]) -> str:
    return ", ".join(dict.fromkeys(rows.slot.name for rows in places.values())) or translate("none")


def _places(slot: LoadedSlot) -> list[_Rows]:
    kind = slot.place.spec.type
    if kind == "table":
        return [_Rows(slot)]
    if kind not in BLOCKS:
        return []
    return [_Rows(slot, path, shape) for path, shape in row_places(BLOCKS[kind])]


def _main(slot: LoadedSlot, places: dict[str, _Rows]) -> _Rows | None:
    return places.get(f"{slot.name}.{own_rows(BLOCKS[slot.place.spec.type])}")


def _sheet(plan: Plan, rows: _Rows, shown: str) -> ReadySheet:
    slot, language = rows.slot, plan.language
    kind = slot.place.spec.type
    title = slot.place.spec.caption or (label(language, f"{kind}_caption") if kind in BLOCKS else slot.place.path[-1])
    name = unicodedata.normalize("NFC", title).translate(_FORBIDDEN)[:LONGEST_NAME].strip("- ") or "Sheet1"
    usage = _usage(rows, shown, name)
    node = None if slot.flag else slot.node
    file = f"{plan.folder}/{slot.chapter.stem}.yaml"
    if rows.shape is None:
        columns, texts = _plain(slot, node)
        first = ("",) * len(columns)
    else:
        items = _items(_below(node, rows.path))
        filled, _ = parse_yaml(example(kind, language), "")
        shown_rows = _items(_below(filled, rows.path))
        columns = sheet_columns(rows.shape, items or shown_rows, language)
        texts = [tuple(cell_text(item, column) for column in columns) for item in items]
        first = tuple(cell_text(shown_rows[0], column) if shown_rows else "" for column in columns)
    return ReadySheet(name, rows.name, file, tuple(columns), tuple(texts), first, usage, language)


def _usage(rows: _Rows, shown: str, sheet: str) -> tuple[str, ...]:
    """Return the lines of a content file that refer to the sheet."""
    asked = f"{{from: {_scalar(shown)}, sheet: {_scalar(sheet)}}}"
    steps = [rows.slot.place.path[-1], *rows.path]
    lines = [f"{'  ' * depth}{step}:" for depth, step in enumerate(steps)]
    return (*lines[:-1], f"{lines[-1]} {asked}")


def _scalar(text: str) -> str:
    """Write a text as a value in braces."""
    plain = all(character.isalnum() or character in "._-/" for character in text) and not text.startswith("-")
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _below(node: Node | None, path: tuple[str, ...]) -> Node | None:
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def _items(node: Node | None) -> list[Node]:
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


def _plain(slot: LoadedSlot, node: Node | None) -> tuple[list[SheetColumn], list[tuple[str, ...]]]:
    """Return columns and rows of a plain table."""
    heads: list[str] = list(slot.place.spec.columns)
    own = _below(node, ("columns",))
    if not heads and isinstance(own, Sequence):
        heads = [item.value for item in own.items if isinstance(item, Scalar)]
    body = _below(node, ("rows",))
    items = list(body.items) if isinstance(body, Sequence) else []
    if not heads and items and isinstance(items[0], Mapping):
        heads = list(items[0].entries)
    if not heads:
        hint = "write columns: into the slot first, such as columns: [项目, 金额]"
        raise WorkspaceError("{slot} does not say which columns it has", hint, slot=slot.name)
    columns = [SheetColumn(head, (head,), Leaf("text")) for head in heads]
    texts: list[tuple[str, ...]] = []
    for item in items:
        if isinstance(item, Sequence):
            cells = [cell.value if isinstance(cell, Scalar) else "" for cell in item.items]
            texts.append(tuple((*cells, *[""] * len(heads))[: len(heads)]))
        else:
            texts.append(tuple(cell_text(item, column) for column in columns))
    return columns, texts
