"""The cover: a band across the page with the title on it, and below it who the plan is for and which version it is."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from plangen.doctree import Meta, Table
from plangen.labels import label
from plangen.render.docx.drawing import rectangle
from plangen.render.docx.frames import frame, table_alt
from plangen.render.docx.logo import inline_logo, placed_logo
from plangen.render.docx.looks import NATURAL_LINE
from plangen.render.docx.markup import millimetres, paragraph, properties, run
from plangen.render.docx.sections import paper
from plangen.render.docx.state import State
from plangen.render.docx.tables import grid
from plangen.render.pictures import words_for
from plangen.render.stylesheet import COVER_LOGO_WIDEST
from plangen.render.wording import cover_rows, revision_table
from plangen.textwidth import text_width
from plangen.theme import Theme

TITLE_TOP = 3515  # where the band's text begins: 62 mm below the paper's edge, in twips
BAND_BOTTOM = 8390  # 148 mm
EDGE = 125  # the strip along the band's foot: 2.2 mm
BLEED = 60  # the band goes a little beyond the paper, since programs round its width

PLATE_TOP, PLATE_EDGE = Decimal(14), Decimal(6)  # millimetres above a logo, and around it

INSET = 80  # programs place a cell a little lower than asked for: it ends above the strip


def cover(meta: Meta, state: State, width: int) -> str:
    """Return the cover's blocks."""
    match state.theme.cover.kind:
        case "band":
            return _banded(meta, state, width)
        case "plain":
            return _plain(meta, state, width)
        case _:
            assert_never(state.theme.cover.kind)


def _banded(meta: Meta, state: State, width: int) -> str:
    """Return a cover with a coloured band.

    The band is a cell of the text's width and, behind it, a rectangle of the page's. Where a program drops drawings,
    the title still stands on its colour.
    """
    bottom = BAND_BOTTOM + _overflow(meta, state.theme, width) + _title_top(state.theme) - TITLE_TOP
    return _band(meta, state.theme, width, bottom) + _facts(meta, state, width, bottom)


def _overflow(meta: Meta, theme: Theme, width: int) -> int:
    """Return how much taller the band must be for a title of more than two lines, in twips."""
    size = float(theme.sizes.cover_title) * 20
    lines = math.ceil(text_width(meta.title, bold=True) * size / width)
    return max(0, round((lines - 2) * size * float(NATURAL_LINE)))


def _band(meta: Meta, theme: Theme, width: int, bottom: int) -> str:
    subtitle = paragraph("Subtitle", run(meta.subtitle)) if meta.subtitle else ""
    top = millimetres(theme.page.top)
    return frame(
        "CoverBand",
        width,
        f"{_mark(meta)}{paragraph('Title', run(meta.title))}{subtitle}",
        table_alt(meta.title, label(meta.language, "cover")),
        row=f'<w:trHeight w:val="{bottom - top - INSET}" w:hRule="exact"/>',
        cell=f'<w:tcMar><w:top w:w="{max(0, _title_top(theme) - top)}" w:type="dxa"/></w:tcMar>',
    )


def _facts(meta: Meta, state: State, width: int, bottom: int) -> str:
    """Return what stands below the band; its first line carries the drawings, which need one to hang on."""
    colors = state.theme.colors
    across = paper(state.theme)[0] + BLEED
    decoration = rectangle(state.next_drawing(), 0, across, bottom, colors.accent) + rectangle(
        state.next_drawing(), bottom, across, EDGE, colors.highlight
    )
    decoration += _plate(meta, state)
    return _lines(meta, state, width, decoration)


def _lines(meta: Meta, state: State, width: int, decoration: str) -> str:
    """Return the labelled lines and the revisions; ``decoration`` hangs on the first of them."""
    lines = [
        ("CoverRow", run(name, properties("CoverLabel")) + "<w:r><w:tab/></w:r>" + run(value))
        for name, value in cover_rows(meta)
    ]
    if meta.revisions:
        lines.append(("CoverHead", run(label(meta.language, "revisions"))))
    if not lines:
        return paragraph("TableBreak", decoration) if decoration else ""
    first_style, first_runs = lines[0]
    lines[0] = (first_style, decoration + first_runs)
    revisions = grid(_revisions(meta), state, width) if meta.revisions else ""
    return "".join(paragraph(style, runs) for style, runs in lines) + revisions


def _title_top(theme: Theme) -> int:
    """Return where the band's text begins, in twips: below the plate with the logo."""
    plate = millimetres(theme.cover.logo + PLATE_TOP + 2 * PLATE_EDGE + 8) if theme.picture else 0
    return max(TITLE_TOP, plate)


def _plate(meta: Meta, state: State) -> str:
    """Return the logo on a white plate that hangs into the band."""
    theme, logo = state.theme, state.theme.picture
    if logo is None:
        return ""
    wide, tall = logo.size(float(theme.cover.logo), COVER_LOGO_WIDEST)
    left = theme.page.left - PLATE_EDGE
    ground = rectangle(
        state.next_drawing(),
        0,
        millimetres(Decimal(f"{wide:.3f}") + 2 * PLATE_EDGE),
        millimetres(Decimal(f"{tall:.3f}") + PLATE_TOP + PLATE_EDGE),
        theme.colors.paper,
        millimetres(left),
        behind=0,
    )
    place = (theme.page.left, PLATE_TOP, theme.cover.logo, Decimal(COVER_LOGO_WIDEST))
    return ground + placed_logo(logo, state.next_drawing(), *place, words_for(logo, meta))


def _plain(meta: Meta, state: State, width: int) -> str:
    """Return a cover where everything stands in the middle, black on white."""
    logo = state.theme.picture
    picture = ""
    if logo:
        size = (state.theme.cover.logo, Decimal(COVER_LOGO_WIDEST))
        picture = paragraph("CoverLogo", inline_logo(logo, state.next_drawing(), *size, words_for(logo, meta)))
    subtitle = paragraph("Subtitle", run(meta.subtitle)) if meta.subtitle else ""
    return picture + _mark(meta) + paragraph("Title", run(meta.title)) + subtitle + _lines(meta, state, width, "")


def _mark(meta: Meta) -> str:
    """Return the mark of a draft."""
    words = f"\u00a0{label(meta.language, 'draft')}\u00a0"
    return paragraph("CoverMark", run(words, properties("CoverStamp"))) if meta.draft else ""


def _revisions(meta: Meta) -> Table:
    return replace(revision_table(meta), caption=label(meta.language, "revisions"))
