"""The parts of one native chart in a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from plangen.charts.drawable import drawable
from plangen.charts.drawingml.bars import bars, percent, stacked
from plangen.charts.drawingml.bullet import bullet
from plangen.charts.drawingml.changes import tornado, waterfall
from plangen.charts.drawingml.drawing import Drawing
from plangen.charts.drawingml.lines import line, radar
from plangen.charts.drawingml.look import CHART, MAIN, NO_FILL, NO_LINE, Look, look, shape, text
from plangen.charts.drawingml.ring import doughnut
from plangen.charts.drawingml.schedule import gantt
from plangen.charts.drawingml.workbook import EPOCH, workbook
from plangen.doctree import Chart
from plangen.languages import LANGUAGES
from plangen.theme import Theme

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, SHAPES = "rId1", "rId2"  # the relationships of a chart part
TALLEST = 600.0  # points: what a page holds beside a caption and a note
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class ChartParts:
    """A chart part, its workbook, and the shapes over it where there are any; ``height`` is in points.

    The chart knows the workbook and the shapes by the ids of its relationships to them.
    """

    chart: str
    workbook: bytes
    shapes: str
    height: float
    workbook_id: str = WORKBOOK
    shapes_id: str = SHAPES


def chart_parts(
    chart: Chart, theme: Theme, language: str, width: float, tallest: float = TALLEST, made: datetime = EPOCH
) -> ChartParts | None:
    """Return the parts of a chart that is ``width`` points wide; its workbook says when it was ``made``.

    Nothing is returned where the chart has no figures or cannot be drawn within ``tallest`` points, and for a heat map,
    which is a table in Word.
    """
    found = drawable(chart)
    if found is None or found.kind == "heatmap":
        return None
    at = look(theme, language, tallest)
    drawing = _drawing(found, language, at, width)
    if drawing.height > tallest:
        return None
    shapes = f"{HEADER}{drawing.shapes}" if drawing.shapes else ""
    return ChartParts(_space(drawing, language, at), workbook(drawing.sheet, made), shapes, drawing.height)


def _drawing(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    match chart.kind:
        case "bars":
            return bars(chart, language, at, width)
        case "stacked":
            return stacked(chart, language, at, width)
        case "percent":
            return percent(chart, language, at, width)
        case "line":
            return line(chart, language, at, width)
        case "radar":
            return radar(chart, language, at, width)
        case "doughnut":
            return doughnut(chart, language, at, width)
        case "waterfall":
            return waterfall(chart, language, at, width)
        case "tornado":
            return tornado(chart, language, at, width)
        case "bullet":
            return bullet(chart, language, at, width)
        case "gantt":
            return gantt(chart, language, at, width)
        case "heatmap":
            raise ValueError("a heat map is a table in Word")
        case _:
            assert_never(chart.kind)


def _space(drawing: Drawing, language: str, at: Look) -> str:
    """Return the chart part. Its title is the caption below it; the one title it may have stands in its middle."""
    shapes = f'<c:userShapes r:id="{SHAPES}"/>' if drawing.shapes else ""
    tag = LANGUAGES[language].office
    return (
        f'{HEADER}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'<c:date1904 val="0"/><c:lang val="{tag}"/><c:roundedCorners val="0"/><c:chart>{drawing.title}'
        f'<c:autoTitleDeleted val="{int(not drawing.title)}"/><c:plotArea>{drawing.plot}{shape()}</c:plotArea>'
        f'{drawing.legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{shape(NO_FILL, NO_LINE)}'
        f'{text(at, at.colors.ink)}<c:externalData r:id="{WORKBOOK}"><c:autoUpdate val="0"/></c:externalData>'
        f"{shapes}</c:chartSpace>"
    )
