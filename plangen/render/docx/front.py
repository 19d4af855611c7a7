"""The cover: a band across the page with the title on it, and below it who the plan is for and which version it is."""

from __future__ import annotations

import math

from plangen.doctree import Cell, Column, Meta, Row, Table, Text
from plangen.labels import label
from plangen.render.docx.drawing import rectangle
from plangen.render.docx.frames import frame, table_alt
from plangen.render.docx.looks import NATURAL_LINE
from plangen.render.docx.markup import millimetres, paragraph, properties, run
from plangen.render.docx.sections import PAPER
from plangen.render.docx.state import State
from plangen.render.docx.tables import grid
from plangen.render.wording import cover_rows, revision_head
from plangen.textwidth import text_width
from plangen.theme import Theme

TITLE_TOP = 3515  # where the band's text begins: 62 mm below the paper's edge, in twips
BAND_BOTTOM = 8390  # 148 mm
EDGE = 125  # the strip along the band's foot: 2.2 mm
BLEED = 60  # the band goes a little beyond the paper, since programs round its width

INSET = 80  # programs place a cell a little lower than asked for: it ends above the strip


def cover(meta: Meta, state: State, width: int) -> str:
    """Return the cover's blocks.

    The band is a cell of the text's width and, behind it, a rectangle of the page's. Where a program drops drawings,
    the title still stands on its colour.
    """
    bottom = BAND_BOTTOM + _overflow(meta, state.theme, width)
    return _band(meta, state.theme, width, bottom) + _facts(meta, state, width, bottom)


def _overflow(meta: Meta, theme: Theme, width: int) -> int:
    """Return how much taller the band must be for a title of more than two lines, in twips."""
    size = float(theme.sizes.cover_title) * 20
    lines = math.ceil(text_width(meta.title, bold=True) * size / width)
    return max(0, round((lines - 2) * size * float(NATURAL_LINE)))


def _band(meta: Meta, theme: Theme, width: int, bottom: int) -> str:
    draft = (
        paragraph("CoverMark", run(f"\u00a0{label(meta.language, 'draft')}\u00a0", properties("CoverStamp")))
        if meta.draft
        else ""
    )
    subtitle = paragraph("Subtitle", run(meta.subtitle)) if meta.subtitle else ""
    top = millimetres(theme.page.top)
    return frame(
        "CoverBand",
        width,
        f"{draft}{paragraph('Title', run(meta.title))}{subtitle}",
        table_alt(meta.title, label(meta.language, "cover")),
        row=f'<w:trHeight w:val="{bottom - top - INSET}" w:hRule="exact"/>',
        cell=f'<w:tcMar><w:top w:w="{max(0, TITLE_TOP - top)}" w:type="dxa"/></w:tcMar>',
    )


def _facts(meta: Meta, state: State, width: int, bottom: int) -> str:
    """Return what stands below the band; its first line carries the drawings, which need one to hang on."""
    colors = state.theme.colors
    decoration = rectangle(state.next_drawing(), 0, PAPER[0] + BLEED, bottom, colors.accent) + rectangle(
        state.next_drawing(), bottom, PAPER[0] + BLEED, EDGE, colors.highlight
    )
    lines = [
        ("CoverRow", run(name, properties("CoverLabel")) + "<w:r><w:tab/></w:r>" + run(value))
        for name, value in cover_rows(meta)
    ]
    if meta.revisions:
        lines.append(("CoverHead", run(label(meta.language, "revisions"))))
    if not lines:
        return paragraph("TableBreak", decoration)
    first_style, first_runs = lines[0]
    lines[0] = (first_style, decoration + first_runs)
    revisions = grid(_revisions(meta), state, width) if meta.revisions else ""
    return "".join(paragraph(style, runs) for style, runs in lines) + revisions


def _revisions(meta: Meta) -> Table:
    rows = (
        Row(tuple(Cell((Text(value),)) for value in (entry.version, entry.date, entry.author, entry.note)))
        for entry in meta.revisions
    )
    return Table(tuple(map(Column, revision_head(meta))), tuple(rows), label(meta.language, "revisions"))
