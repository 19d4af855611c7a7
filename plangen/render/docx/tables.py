"""Tables: caption above, a table of fixed widths, a note below."""

from __future__ import annotations

from itertools import pairwise

from plangen.doctree import Align, Cell, Row, Table, Tone
from plangen.labels import label
from plangen.render.columns import column_widths
from plangen.render.docx.inlines import inlines
from plangen.render.docx.markup import bookmark, escape, field, paragraph, properties, rgb, run
from plangen.render.docx.state import SOURCES, State, source_bookmark
from plangen.theme import Colors

SUFFIXES: dict[Align, str] = {"left": "", "center": "Center", "right": "Right"}
TOTAL_EDGE = '<w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="{}"/></w:tcBorders>'


def table(node: Table, state: State, width: int) -> str:
    """Return a table with its caption and note; ``width`` is what it may fill, in twips."""
    caption = _caption(node, state)
    before = ""
    if state.after_table and not caption:
        before = paragraph("BlockGap", "")
    state.after_table = False
    body = _table(node, state, width) if node.columns else ""
    note = inlines(node.note, state)
    state.after_table = bool(body) and not note
    return caption + before + body + (paragraph("TableNote", note) if note else "")


def _caption(node: Table, state: State) -> str:
    if not node.caption:
        return ""
    if not node.number:
        return paragraph("Caption", run(node.caption))
    word = label(state.language, "table")
    mark = properties("CaptionLabel")
    number = field(f"SEQ {word} \\* ARABIC", run(str(node.number), mark), mark)
    target = state.targets.get(node.id)
    if target is not None and state.claim(target.bookmark):
        # Only the number is marked: references say 表3 or table 3, with words of their own around it.
        number = bookmark(state.next_bookmark(), target.bookmark, number)
    return paragraph("Caption", run(f"{word} ", mark) + number + run(f"　{node.caption}"))


def _table(node: Table, state: State, width: int) -> str:
    total_em = width / 20 / float(state.theme.sizes.table)
    widths = _twips(column_widths(node, total_em), width)
    grid = "".join(f'<w:gridCol w:w="{value}"/>' for value in widths)
    rows = [_head(node, widths, state)] if any(column.title for column in node.columns) else []
    mark = 0
    for row in node.rows:
        if row.kind == "body":
            mark += 1
        anchor = source_bookmark(mark) if node.id == SOURCES and row.kind == "body" else ""
        rows.append(_row(row, node, widths, state, anchor))
    head = int(len(rows) > len(node.rows))
    first_column = int(node.header_column)
    look = f"{0x0600 | 0x0020 * head | 0x0080 * first_column:04X}"
    described = f'<w:tblCaption w:val="{escape(node.caption)}"/>' if node.caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PlanTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}" w:firstRow="{head}" w:lastRow="0" '
        f'w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _twips(permille: tuple[int, ...], width: int) -> list[int]:
    """Share a width out by permille, with the rounding carried along so that the parts add up to it."""
    edges = [0]
    for share in permille:
        edges.append(edges[-1] + share)
    return [round(width * end / 1000) - round(width * start / 1000) for start, end in pairwise(edges)]


def _head(node: Table, widths: list[int], state: State) -> str:
    cells = "".join(
        _cell(paragraph(f"TableHead{SUFFIXES[column.align]}", run(column.title)), width)
        for column, width in zip(node.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row, node: Table, widths: list[int], state: State, anchor: str) -> str:
    colors = state.theme.colors
    fill = {"body": "", "total": rgb(colors.accent_soft), "group": rgb(colors.accent_soft)}[row.kind]
    edge = TOTAL_EDGE.format(rgb(colors.accent)) if row.kind == "total" else ""
    cells: list[str] = []
    at = 0
    for cell in row.cells:
        if at >= len(widths):
            break
        span = min(max(cell.span, 1), len(widths) - at)
        style = _style(row, cell, node.header_column and at == 0)
        if row.kind != "group":
            style += SUFFIXES[node.columns[at].align]
        runs = inlines(cell.children, state)
        if anchor and at == 0 and state.claim(anchor):
            runs = bookmark(state.next_bookmark(), anchor, runs)
        shown = _tone(cell.tone, colors) or fill
        cells.append(_cell(paragraph(style, runs), sum(widths[at : at + span]), span, shown, edge))
        at += span
    cells.extend(_cell(paragraph("TableText", ""), width, fill=fill, edge=edge) for width in widths[at:])
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _style(row: Row, cell: Cell, is_head: bool) -> str:
    """Return the paragraph style of a cell, without its alignment."""
    if row.kind == "group":
        return "TableGroup"
    if row.kind == "total" or is_head or cell.tone in {"strong", "severe"}:
        return "TableStrong"
    return "TableMuted" if cell.tone == "muted" else "TableText"


def _tone(tone: Tone, colors: Colors) -> str:
    """Return the shading that shows what a cell means."""
    fills: dict[Tone, str] = {
        "": "",
        "good": colors.good,
        "warn": colors.warn,
        "bad": colors.bad,
        "severe": colors.severe,
        "muted": "",
        "strong": "",
    }
    return rgb(fills[tone])


def _cell(content: str, width: int, span: int = 1, fill: str = "", edge: str = "") -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{edge}{shading}</w:tcPr>{content}</w:tc>'
