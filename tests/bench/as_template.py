"""A plan as docxtpl takes it: a Word template with loops, and the content that fills them.

The template is what an author would keep: a paragraph for each kind of text, a table whose rows and cells are loops.
Charts become the tables of their data; footnotes stand in brackets, since docxtpl adds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_never

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from plangen.charts.tables import chart_table
from plangen.doctree import (
    Block,
    Box,
    Chart,
    Citation,
    Contents,
    Document,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Listing,
    Paragraph,
    Quote,
    Slot,
    Table,
    plain_text,
)

FONTED = (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.TABLE)
STYLES = {
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "heading4": "Heading 4",
    "paragraph": "Normal",
    "bullet": "List Bullet",
    "number": "List Number",
    "quote": "Quote",
    "caption": "Caption",
}
CONTENTS = (
    '<w:p {spaces}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" '
    '\\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>F9</w:t></w:r><w:r>'
    '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def write_template(path: Path, family: str) -> None:
    """Write the template: a cover, a contents field, and one loop over all blocks of the plan."""
    template = docx.Document()
    fit(template, family)
    template.add_paragraph("{{ title }}", "Title")
    template.add_paragraph("{{ client }}", "Subtitle")
    template.element.body.insert(2, parse_xml(CONTENTS.format(spaces=nsdecls("w"))))
    template.add_paragraph("{%p for block in blocks %}")
    for kind, style in STYLES.items():
        template.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        template.add_paragraph("{{ block.text }}", style)
        template.add_paragraph("{%p endif %}")
    template.add_paragraph("{%p if block.kind == 'table' %}")
    _add_table(template)
    template.add_paragraph("{%p endif %}")
    template.add_paragraph("{%p endfor %}")
    template.save(str(path))


def fit(document: Any, family: str) -> None:
    """Let every style of a Word file use one font family, for Chinese too, and its pages be A4."""
    for style in document.styles:
        if style.name == "Normal" or (style.type in FONTED and style.element.rPr is not None):
            style.font.name = family
            style.element.rPr.rFonts.set(qn("w:eastAsia"), family)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)


def _add_table(template: Any) -> None:
    table = template.add_table(rows=4, cols=3, style="Table Grid")
    heads, cells = ("{%tc for column in block.columns %}", "{{ column }}"), ("{%tc for cell in row %}", "{{ cell }}")
    for column, words in enumerate((*heads, "{%tc endfor %}")):
        table.cell(0, column).text = words
    table.cell(1, 0).text = "{%tr for row in block.rows %}"
    for column, words in enumerate((*cells, "{%tc endfor %}")):
        table.cell(2, column).text = words
    table.cell(3, 0).text = "{%tr endfor %}"


def context(document: Document) -> dict[str, Any]:
    """Return what the template is filled with, as plain lists and texts."""
    meta = document.meta
    blocks = [entry for block in document.blocks for entry in _entries(block, meta.language)]
    return {"title": meta.title, "client": meta.client, "blocks": blocks}


def _entries(block: Block, language: str, kind: str = "paragraph") -> Iterator[dict[str, Any]]:
    match block:
        case Heading():
            yield {"kind": f"heading{block.level}", "text": f"{block.number} {_text(block.children)}".strip()}
        case Paragraph():
            yield {"kind": kind, "text": _text(block.children)}
        case ListBlock():
            for item in block.items:
                for child in item.children:
                    yield from _entries(child, language, "number" if block.ordered else "bullet")
        case Quote():
            for child in block.children:
                yield from _entries(child, language, "quote")
        case Table():
            yield from _table(block)
        case Chart():
            yield from _table(chart_table(block, language))
        case Box():
            yield {"kind": "paragraph", "text": block.title}
            for child in block.children:
                yield from _entries(child, language)
        case Slot():
            for child in block.children:
                yield from _entries(child, language)
        case Flag():
            yield {"kind": "quote", "text": "；".join((block.title, block.reason, block.owner, block.due))}
        case Gap():
            yield {"kind": "quote", "text": block.title}
        case Contents() | Listing():
            pass
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[dict[str, Any]]:
    rows = [
        [text for cell in row.cells for text in (_text(cell.children), *[""] * (cell.span - 1))] for row in table.rows
    ]
    if table.caption:
        yield {"kind": "caption", "text": table.caption}
    yield {"kind": "table", "columns": [column.title for column in table.columns], "rows": rows}
    if table.note:
        yield {"kind": "paragraph", "text": _text(table.note)}


def _text(nodes: tuple[Inline, ...]) -> str:
    parts = []
    for node in nodes:
        match node:
            case Citation(number=number) if number:
                parts.append(f"{node.text}[{number}]")
            case Footnote():
                parts.append(f"（{_text(node.children)}）")
            case LineBreak():
                parts.append(" ")
            case _:
                parts.append(_text(node.children) if hasattr(node, "children") else plain_text(node))
    return "".join(parts)
