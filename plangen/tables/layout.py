"""The columns of a ready sheet for one list of rows, and the cells of the rows that a plan has already."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.tables.columns import Step
from plangen.tables.headings import heading
from plangen.tables.shapes import Group, Keyed, Leaf, Many, Shape, fields_of, required
from plangen.yamltree import Mapping, Node, Scalar, Sequence

_SPLITS = re.compile(r"[;；\n]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column to be written: its header, the path of its field below a row, what belongs in it.

    ``about`` is the field's description as a message, ``many`` tells a list written in one cell.
    """

    head: str
    path: tuple[Step, ...]
    leaf: Leaf
    about: str = ""
    required: bool = False
    many: bool = False


def sheet_columns(rows: Group, items: list[Node], language: str) -> list[SheetColumn]:
    """Return the columns for rows of a block: every single field, and of lists and groups what the rows have."""
    return list(_columns(rows, items, (), "", language))


def _columns(rows: Group, items: list[Node], path: tuple[Step, ...], prefix: str, language: str) -> list[SheetColumn]:
    found: list[SheetColumn] = []
    for name, shape in fields_of(rows.model).items():
        below = [value for item in items if isinstance(item, Mapping) and (value := item.get(name)) is not None]
        head = prefix + heading(rows.model.__name__, name, language)
        about = rows.model.model_fields[name].description or ""
        needed = required(rows.model, name) and not path
        found += _field(shape, below, (*path, name), head, about, needed, language)
    return found


def _field(
    shape: Shape, below: list[Node], path: tuple[Step, ...], head: str, about: str, needed: bool, language: str
) -> list[SheetColumn]:
    match shape:
        case Leaf():
            return [SheetColumn(head, path, shape, about, needed)]
        case Group():
            return _columns(shape, below, path, f"{head}.", language)
        case Keyed():
            keys = dict.fromkeys(key for node in below if isinstance(node, Mapping) for key in node.entries)
            parts: list[SheetColumn] = []
            for key in keys:
                inner = [value for node in below if isinstance(node, Mapping) and (value := node.get(key)) is not None]
                parts += _field(shape.item, inner, (*path, key), f"{head}.{key}", about, needed, language)
            return parts
        case Many():
            return _list(shape, below, path, head, about, needed, language)


def _list(
    shape: Many, below: list[Node], path: tuple[Step, ...], head: str, about: str, needed: bool, language: str
) -> list[SheetColumn]:
    lists = [node for node in below if isinstance(node, Sequence)]
    longest = max((len(node.items) for node in lists), default=0)
    texts = isinstance(shape.item, Leaf) and shape.item.kind == "text"
    splits = any(_SPLITS.search(item.value) for node in lists for item in node.items if isinstance(item, Scalar))
    found: list[SheetColumn] = []
    if shape.alone and (not lists or len(lists) < len(below)):
        found.append(SheetColumn(head, path, shape.alone, about))
    elif isinstance(shape.item, Leaf) and not (longest > 1 and (splits or not texts)):
        return [SheetColumn(head, path, shape.item, about, needed, many=True)]
    for number in range(longest):
        inner = [node.items[number] for node in lists if number < len(node.items)]
        found += _field(shape.item, inner, (*path, number), f"{head}.{number + 1}", about, needed, language)
    return found


def cell_text(item: Node, column: SheetColumn) -> str:
    """Return what stands in one row for a column, as an editor wrote it."""
    node: Node | None = item
    for step in column.path:
        match node:
            case Mapping():
                node = node.get(str(step))
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                return ""
    match node:
        case Sequence():
            return "；".join(each.value for each in node.items if isinstance(each, Scalar))
        case Scalar() if not node.null:
            return node.value
        case _:
            return ""
