"""Figures: a native chart, its caption and its note below. A heat map is a shaded table in the same place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plangen.charts.tables import chart_table
from plangen.doctree import Chart
from plangen.labels import label
from plangen.render.docx.captions import caption
from plangen.render.docx.drawing import CHART, DRAWING, EMU, PLACE
from plangen.render.docx.frames import GAP
from plangen.render.docx.inlines import inlines
from plangen.render.docx.markup import paragraph
from plangen.render.docx.state import State
from plangen.render.docx.tables import grid
from plangen.render.moment import made
from plangen.render.stylesheet import figure_height
from plangen.xmltext import escape

if TYPE_CHECKING:
    from plangen.charts.drawingml import ChartParts


def figure(node: Chart, state: State, width: int) -> str:
    """Return a chart as a figure; ``width`` is what it may fill, in twips.

    A chart that has no figures, or more of them than a page holds, becomes the table of its data.
    """
    note = inlines(node.note, state)
    head = caption(node, state, label(state.language, "figure"), "FigureCaptionNoted" if note else "FigureCaption")
    below = head + (paragraph("TableNote", note) if note else "")
    parts = _parts(node, state, width)
    if parts is not None:
        state.after_table = False
        state.charts.append(parts)
        return paragraph("Figure", _drawing(node, state, width, len(state.charts), parts.height)) + below
    data = replace(chart_table(node, state.language), caption=node.caption)
    body = grid(data, state, width, noted=bool(below), figure=True)
    before = GAP if state.after_table and body else ""
    state.after_table = not below and (bool(body) or state.after_table)
    return before + body + below


def _parts(node: Chart, state: State, width: int) -> ChartParts | None:
    """Return the parts of a chart; only a document that holds one pays for what draws it."""
    if node.kind == "heatmap":
        return None
    from plangen.charts.drawingml import chart_parts

    return chart_parts(node, state.theme, state.language, width / 20, figure_height(state.theme), made(state.meta))


def _drawing(node: Chart, state: State, width: int, number: int, height: float) -> str:
    """Return the run that holds a chart in the line; its words for those who do not see it are the chart's own."""
    own = state.next_drawing()
    alt, title = escape(node.alt or node.caption or label(state.language, "figure")), escape(node.caption)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{PLACE}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width * EMU}" cy="{round(height * 20) * EMU}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{own}" name="Chart {own}" descr="{alt}" title="{title}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" '
        f'r:id="rIdChart{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
