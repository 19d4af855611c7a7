"""Tables: caption above, a table of fixed widths, a note below."""

from __future__ import annotations

from itertools import pairwise

from plangen.doctree import Align, Cell, Row, Table, Tone
from plangen.labels import label
from plangen.render.breaks import is_short, stay_with_next
from plangen.render.columns import cell_lines, column_widths, is_at_top
from plangen.render.docx.captions import caption
from plangen.render.docx.frames import GAP, table_alt
from plangen.render.docx.inlines import inlines, source_number
from plangen.render.docx.markup import bookmark, paragraph, rgb, run
from plangen.render.docx.state import State, source_bookmark
from plangen.theme import Colors

SUFFIXES: dict[Align, str] = {"left": "", "center": "Center", "right": "Right"}
# What keeps a row on a page with what follows. LibreOffice looks for it in the paragraph itself, not in its style.
KEEP = "<w:keepNext/>"
TOTAL_EDGE = '<w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="{}"/></w:tcBorders>'


def table(node: Table, state: State, width: int) -> str:
    """Return a table with its caption and note; ``width`` is what it may fill, in twips."""
    head = caption(node, state, label(state.language, "table"), "Caption")
    boxed = id(node) in state.before_box
    body = grid(node, state, width, noted=boxed or bool(node.note))
    note = inlines(node.note, state)
    if not (head or body or note):
        return ""
    before = GAP if state.after_table and body and not head else ""
    state.after_table = bool(body) and not note
    return head + before + body + (paragraph("TableNote", note, KEEP if boxed else "") if note else "")


def grid(node: Table, state: State, width: int, *, noted: bool = False, figure: bool = False) -> str:
    """Return a table without its caption and note, or nothing where it has no columns or no rows.

    It stays with what follows where that is ``noted`` as its own. A table that is a ``figure`` stays on one page, and
    its columns after the first are equally wide.
    """
    titled = any(column.title for column in node.columns)
    if not node.columns or not (node.rows or titled):
        return ""
    total_em = width / 20 / float(state.theme.sizes.table)
    shares = column_widths(node, total_em)
    widths = _twips(_evened(shares) if figure else shares, width)
    grid = "".join(f'<w:gridCol w:w="{value}"/>' for value in widths)
    lines = cell_lines(node, shares, total_em)
    whole = figure or is_short(lines, state.theme)
    rows = [_head(node, widths)] if titled else []
    rows.extend(
        _row(row, heights, node, widths, state, KEEP if kept else "")
        for row, heights, kept in zip(node.rows, lines, _kept(node.rows, whole, noted), strict=True)
    )
    head = int(titled)
    first_column = int(node.header_column)
    look = f"{0x0600 | 0x0020 * head | 0x0080 * first_column:04X}"
    names = label(state.language, "joint").join(column.title for column in node.columns if column.title)
    alt = table_alt(node.caption, label(state.language, "table_alt", rows=str(len(node.rows)), columns=names))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PlanTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}" w:firstRow="{head}" w:lastRow="0" '
        f'w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{alt}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _kept(rows: tuple[Row, ...], whole: bool, noted: bool) -> list[bool]:
    """Say of each row whether it stays on a page with what follows it."""
    kept = [True] * len(rows) if whole else stay_with_next(rows)
    return [*kept[:-1], noted] if rows else []


def _evened(permille: tuple[int, ...]) -> tuple[int, ...]:
    """Share what the columns after the first take out equally."""
    rest, count = 1000 - permille[0], max(len(permille) - 1, 1)
    edges = [round(rest * index / count) for index in range(len(permille))]
    return (permille[0], *(after - before for before, after in pairwise(edges)))


def _twips(permille: tuple[int, ...], width: int) -> list[int]:
    """Share a width out by permille, with the rounding carried along so that the parts add up to it."""
    edges = [0]
    for share in permille:
        edges.append(edges[-1] + share)
    return [round(width * end / 1000) - round(width * start / 1000) for start, end in pairwise(edges)]


def _head(node: Table, widths: list[int]) -> str:
    cells = "".join(
        _cell(paragraph(f"TableHead{SUFFIXES[column.align]}", run(column.title), KEEP), width)
        for column, width in zip(node.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row, lines: list[int], node: Table, widths: list[int], state: State, ppr: str) -> str:
    """Return a row; ``lines`` is how many lines each of its cells takes."""
    colors = state.theme.colors
    fill = {"body": "", "total": rgb(colors.accent_soft), "group": rgb(colors.accent_soft)}[row.kind]
    edge = TOTAL_EDGE.format(rgb(colors.accent)) if row.kind == "total" else ""
    cells: list[str] = []
    at = 0
    for cell, height in zip(row.cells, lines, strict=True):
        if at >= len(widths):
            break
        span = min(max(cell.span, 1), len(widths) - at)
        style = _style(row, cell, node.header_column and at == 0)
        if row.kind != "group":
            style += SUFFIXES[node.columns[at].align]
        if row.number and at == 0 and state.claim(source_bookmark(row.number)):
            runs = f"{run('[')}{source_number(row.number, state)}{run(']')}"
            runs = bookmark(state.next_bookmark(), source_bookmark(row.number), runs)
        else:
            runs = inlines(cell.children, state)
        shown = _tone(cell.tone, colors) or fill
        top = is_at_top(height, max(lines))
        cells.append(_cell(paragraph(style, runs, ppr), sum(widths[at : at + span]), span, shown, edge, top))
        at += span
    cells.extend(_cell(paragraph("TableText", "", ppr), width, fill=fill, edge=edge) for width in widths[at:])
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


def _cell(content: str, width: int, span: int = 1, fill: str = "", edge: str = "", top: bool = False) -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = '<w:vAlign w:val="top"/>' if top else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{edge}{shading}{place}</w:tcPr>{content}</w:tc>'
