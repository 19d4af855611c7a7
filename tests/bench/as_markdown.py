"""A plan's document tree as Pandoc's Markdown: what somebody would have to write to get the same text from Pandoc.

Charts become the tables of their data, since Pandoc makes none; cells that span columns are followed by empty ones.
"""

from __future__ import annotations

import re
from typing import assert_never

from plangen.charts.tables import chart_table
from plangen.doctree import (
    Block,
    Box,
    Chart,
    Citation,
    Code,
    Contents,
    CrossRef,
    Document,
    Emphasis,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Listing,
    Paragraph,
    Quote,
    Row,
    Slot,
    Strong,
    Table,
    Text,
    Value,
)

RULES = {"left": ":---", "center": ":---:", "right": "---:"}
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def as_markdown(document: Document) -> str:
    """Return a resolved document with its title block; Pandoc numbers the headings and makes the contents."""
    meta = document.meta
    head = ["---", f"title: {_quoted(meta.title)}", f"author: {_quoted(meta.company or meta.author)}"]
    head += [f"date: {_quoted(meta.date)}", f"lang: {'zh-CN' if meta.language == 'zh' else 'en'}", "---"]
    return "\n".join(head) + "\n\n" + _blocks(document.blocks, meta.language)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _blocks(blocks: tuple[Block, ...], language: str) -> str:
    return "".join(_block(block, language) for block in blocks)


def _block(block: Block, language: str) -> str:
    match block:
        case Heading():
            kind = " .unnumbered" if block.appendix else ""
            return f"{'#' * block.level} {_inlines(block.children)} {{#{_anchor(block.id)}{kind}}}\n\n"
        case Paragraph():
            return f"{_inlines(block.children)}\n\n"
        case ListBlock():
            return _list(block, language) + "\n"
        case Quote():
            return _indented(_blocks(block.children, language), "> ") + "\n"
        case Table():
            return _table(block)
        case Chart():
            return _table(chart_table(block, language))
        case Box():
            return f"**{_escaped(block.title)}**\n\n" + _indented(_blocks(block.children, language), "> ") + "\n"
        case Slot():
            return _blocks(block.children, language)
        case Flag():
            return f"> {_escaped('；'.join((block.title, block.reason, block.owner, block.due)))}\n\n"
        case Gap():
            return f"> {_escaped(block.title)}\n\n"
        case Contents() | Listing():
            return ""
        case _:
            assert_never(block)


def _list(block: ListBlock, language: str) -> str:
    parts = []
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}." if block.ordered else "-"
        parts.append(mark.ljust(4) + _indented(_blocks(item.children, language), "    ")[4:])
    return "\n".join(parts) + "\n"


def _indented(text: str, mark: str) -> str:
    return "".join(f"{mark}{line}\n".replace(f"{' ' * len(mark)}\n", "\n") for line in text.rstrip("\n").split("\n"))


def _table(table: Table) -> str:
    lines = [_row(tuple(_escaped(column.title) for column in table.columns))]
    lines.append("|" + "|".join(RULES[column.align] for column in table.columns) + "|\n")
    lines += [_row(_cells(row)) for row in table.rows]
    caption = f"\n: {_escaped(table.caption)} {{#{_anchor(table.id)}}}\n" if table.caption else ""
    note = f"\n{_inlines(table.note)}\n" if table.note else ""
    return "".join(lines) + caption + note + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(part for cell in row.cells for part in (_inlines(cell.children, " "), *[""] * (cell.span - 1)))


def _inlines(nodes: tuple[Inline, ...], line_break: str = "\\\n") -> str:
    return "".join(_inline(node, line_break) for node in nodes)


def _inline(node: Inline, line_break: str) -> str:
    match node:
        case Text() | Value():
            return _escaped(node.text)
        case Emphasis():
            return f"*{_inlines(node.children, line_break)}*"
        case Strong():
            return f"**{_inlines(node.children, line_break)}**"
        case Code():
            return f"`{node.text}`"
        case LineBreak():
            return line_break
        case Link():
            return f"[{_inlines(node.children, line_break)}]({node.target})"
        case Footnote():
            return f"^[{_inlines(node.children, ' ')}]"
        case Citation():
            mark = f"^\\[{node.number}\\]^" if node.number else ""
            return _escaped(node.text) + mark
        case CrossRef():
            return f"[{_escaped(node.text)}](#{_anchor(node.anchor)})"
        case _:
            assert_never(node)


def _escaped(text: str) -> str:
    return PUNCTUATION.sub(r"\\\1", text)


def _anchor(path: str) -> str:
    return path.replace("_", "-")
