"""``from:`` in a slot: the rows of a sheet in the place of rows that an editor types."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.blocks import BLOCKS
from plangen.diagnostics import Diagnostic, errors, finding
from plangen.pack import SlotPlace
from plangen.quantities import shown
from plangen.sheets.cells import SheetTable
from plangen.sheets.reading import Request, table_of
from plangen.tables import FROM
from plangen.tables.files import Shelf
from plangen.tables.rows import block_rows, table_rows
from plangen.tables.shapes import Group, Keyed, Many, Shape, own_rows, row_lists
from plangen.yamltree import Mapping, Node, Scalar, Sequence

OPTIONS = (FROM, "sheet", "range")


@dataclass(slots=True)
class _Importing:
    shelf: Shelf
    language: str
    found: list[Diagnostic]
    failed: bool = False


def imported(place: SlotPlace, node: Node, shelf: Shelf, language: str) -> tuple[Node | None, list[Diagnostic]]:
    """Return what stands in a slot with each ``from:`` replaced by the rows it leads to; nothing where one fails."""
    doing = _Importing(shelf, language, [])
    if isinstance(node, Mapping) and "flag" in node.entries:
        return node, []
    kind = place.spec.type
    if kind == "table":
        node = _table(node, place.spec.columns, doing)
    elif kind in BLOCKS:
        node = _filled(node, Group(BLOCKS[kind]), doing)
    elif isinstance(node, Mapping) and FROM in node.entries:
        message = "a sheet cannot be read into this slot, which holds no table"
        doing.found.append(finding("PG006", node.key_at(FROM), message, "write the text itself"))
        doing.failed = True
    return (None if doing.failed else node), doing.found


def _filled(node: Node, shape: Shape, doing: _Importing) -> Node:
    """Go down a slot's content and its shape together."""
    match node, shape:
        case Mapping(), Many(item=Group() as rows) if FROM in node.entries:
            _only_options(node, doing)
            return _rows(node, rows, doing) or node
        case Mapping(), Group() if FROM in node.entries:
            return _whole(node, shape, doing)
        case Mapping(), Many() | Keyed() if FROM in node.entries:
            message = "a sheet cannot be read here, since no rows of fields belong here"
            doing.found.append(finding("PG006", node.key_at(FROM), message, "write the values themselves"))
            doing.failed = True
            return node
        case Mapping(), Group():
            known = {name: shape.field(name) for name in shape.model.model_fields}
            entries = {
                name: (key, _filled(value, known[name], doing) if name in known else value)
                for name, (key, value) in node.entries.items()
            }
            return Mapping(entries, node.start, node.source)
        case Mapping(), Keyed():
            entries = {name: (key, _filled(value, shape.item, doing)) for name, (key, value) in node.entries.items()}
            return Mapping(entries, node.start, node.source)
        case Sequence(), Many():
            return Sequence(tuple(_filled(item, shape.item, doing) for item in node.items), node.start, node.source)
        case _:
            return node


def _whole(node: Mapping, shape: Group, doing: _Importing) -> Node:
    """Read a sheet that stands in the place of a whole block, whose other fields may stand beside ``from:``."""
    lists = row_lists(shape.model)
    field = own_rows(shape.model)
    if not field:
        message = "it is not said which rows come from the sheet"
        hint = "write from: below one of {lists}" if lists else "write the fields themselves"
        doing.found.append(finding("PG006", node.key_at(FROM), message, hint, lists=", ".join(lists)))
        doing.failed = True
        return node
    if field in node.entries:
        message = "{field} stands here twice: as a sheet and as rows"
        at = node.key_at(field)
        doing.found.append(finding("PG005", at, message, "keep one of the two", field=field))
        doing.failed = True
        return node
    rows = _rows(node, lists[field], doing)
    if rows is None:
        return node
    rest = {name: entry for name, entry in node.entries.items() if name not in OPTIONS}
    entries = {field: (node.entries[FROM][0], rows), **rest}
    return _filled(Mapping(entries, node.start, node.source), shape, doing)


def _rows(node: Mapping, rows: Group, doing: _Importing) -> Node | None:
    table = _sheet(node, doing)
    if table is None:
        return None
    made, found = block_rows(table, rows, doing.language)
    doing.found += found
    doing.failed = doing.failed or made is None
    return made


def _table(node: Node, fixed: tuple[str, ...], doing: _Importing) -> Node:
    """Read a plain table: ``from:`` in the place of the slot or of its ``rows:``."""
    if not isinstance(node, Mapping):
        return node
    own = node.get("columns")
    named = tuple(item.value for item in own.items if isinstance(item, Scalar)) if isinstance(own, Sequence) else ()
    rows = node.get("rows")
    if FROM in node.entries:
        source, rest = node, {name: entry for name, entry in node.entries.items() if name not in OPTIONS}
    elif isinstance(rows, Mapping) and FROM in rows.entries:
        _only_options(rows, doing)
        source, rest = rows, {name: entry for name, entry in node.entries.items() if name != "rows"}
    else:
        return node
    if "rows" in rest:
        message = "{field} stands here twice: as a sheet and as rows"
        doing.found.append(finding("PG005", node.key_at("rows"), message, "keep one of the two", field="rows"))
        doing.failed = True
        return node
    table = _sheet(source, doing)
    if table is None:
        return node
    made, found = table_rows(table, fixed or named, doing.language)
    doing.found += found
    if made is None:
        doing.failed = True
        return node
    key = source.entries[FROM][0]
    entries = {"rows": (key, made[1]), **rest}
    if not fixed and not named:
        entries = {"columns": (key, made[0]), **entries}
    return Mapping(entries, node.start, node.source)


def _only_options(node: Mapping, doing: _Importing) -> None:
    for name, (key, _) in node.entries.items():
        if name not in OPTIONS:
            message, hint = "there is no field {field} here", "beside from: may stand sheet: and range:"
            doing.found.append(finding("PG203", key.at, message, hint, field=name))


def _sheet(node: Mapping, doing: _Importing) -> SheetTable | None:
    """Return the table that ``from:``, ``sheet:`` and ``range:`` lead to."""
    texts: dict[str, Scalar] = {}
    for name in OPTIONS:
        value = node.get(name)
        if value is None:
            continue
        if not isinstance(value, Scalar) or (name != FROM and not value.value.strip()):
            message = "{field} needs a text, not {value}"
            given = shown({} if isinstance(value, Mapping) else [] if isinstance(value, Sequence) else None)
            doing.found.append(finding("PG006", value.at, message, "write one line of text", field=name, value=given))
            doing.failed = True
            return None
        texts[name] = value
    at = texts[FROM].at
    opened, found = doing.shelf.open(texts[FROM].value.strip(), at)
    doing.found += found
    if opened is None:
        doing.failed = True
        return None
    options = {name: texts[name] for name in OPTIONS[1:] if name in texts}
    request = Request(
        at,
        options["sheet"].value.strip() if "sheet" in options else "",
        options["range"].value.strip() if "range" in options else "",
        options["sheet"].at if "sheet" in options else None,
        options["range"].at if "range" in options else None,
    )
    table, problems = table_of(opened, request)
    doing.found += problems
    doing.failed = doing.failed or table is None or bool(errors(problems))
    return table
