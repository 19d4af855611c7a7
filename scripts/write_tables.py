"""Write the list of column names into docs/tables.md. A test fails while it is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plangen.blocks import BLOCKS
from plangen.tables.headings import names_of
from plangen.tables.shapes import Group, Keyed, Leaf, Many, Shape, fields_of, required, row_places

PAGE = Path(__file__).parent.parent / "docs" / "tables.md"
HEAD = "## What columns may be called\n"
NOTE = "\nWritten by `scripts/write_tables.py` from `plangen/tables/headings.py`. `*` marks required fields.\n"
KINDS = {
    "text": "text",
    "figure": "number with unit",
    "money": "amount",
    "percent": "percentage",
    "day": "date",
    "whole": "whole number",
    "score": "1–5",
    "yes_no": "yes or no",
}


def tables_page() -> str:
    """Return the page as Markdown: what stands above the list as it is, and the list."""
    parts = [PAGE.read_text("utf-8").split(HEAD)[0], HEAD, NOTE]
    for name, block in BLOCKS.items():
        for path, rows in row_places(block):
            parts.append(f"\n### {name}: {'.'.join(path)}\n\n| field | 中文 | English | also | holds |\n")
            parts.append("| --- | --- | --- | --- | --- |\n")
            parts.extend(_rows(rows))
    return "".join(parts)


def _rows(rows: Group, prefix: str = "") -> Iterator[str]:
    for field, shape in fields_of(rows.model).items():
        chinese, english, *others = names_of(rows.model.__name__, field)
        mark = "*" if required(rows.model, field) else ""
        cells = (f"`{prefix}{field}`{mark}", chinese, english, ", ".join(others), _kind(shape))
        yield "| " + " | ".join(cells) + " |\n"
        match shape:
            case Group():
                yield from _rows(shape, f"{prefix}{field}.")
            case Many(item=Group() as inner):
                yield from _rows(inner, f"{prefix}{field}.1.")
            case _:
                pass


def _kind(shape: Shape) -> str:
    match shape:
        case Leaf(kind="choice"):
            return " / ".join(names[1] if len(names) > 1 else names[0] for names in shape.choices)
        case Leaf():
            return KINDS[shape.kind]
        case Keyed():
            return f"by name, {_kind(shape.item)}"
        case Many(item=Group()):
            return "parts, numbered" + (f", or {_kind(shape.alone)}" if shape.alone else "")
        case Many():
            return f"list, {_kind(shape.item)}"
        case Group():
            return "parts"


if __name__ == "__main__":
    PAGE.write_text(tables_page(), "utf-8")
