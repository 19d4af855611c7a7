"""Shapes over a chart: arrows and lines, in parts of the chart's width and height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plangen.charts.drawingml.look import CHART, MAIN, NO_FILL, NO_LINE, POINT, Look, letters, line, solid
from plangen.charts.geometry import Point
from plangen.textwidth import text_width
from plangen.xmltext import escape

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"


def shapes(found: Iterable[str]) -> str:
    """Return the root of the part that holds shapes, or nothing where there is none."""
    content = "".join(part.replace("{id}", str(number)) for number, part in enumerate(found, start=2))
    root = f'<c:userShapes xmlns:c="{CHART}" xmlns:a="{MAIN}" xmlns:cdr="{DRAWING}">'
    return f"{root}{content}</c:userShapes>" if content else ""


def arrow(course: Sequence[Point], tip: Sequence[Point], color: str, points: float, whole: Point) -> str:
    """Return an arrow along some corners, in points, with its tip filled."""
    left, top, right, bottom = _around((*course, *tip))
    wide, high = _length(right - left), _length(bottom - top)
    paths = _path(course, (left, top), (wide, high), ' fill="none"') + _path(
        tip, (left, top), (wide, high), ' stroke="0"', closed=True
    )
    return _shape(((left, top), (right, bottom)), _form(paths) + solid(color) + line(color, points), whole, "Arrow")


def rule(start: Point, end: Point, color: str, whole: Point) -> str:
    """Return a dashed line."""
    return _polyline((start, end), line(color, 1, "dash"), whole, "Day")


def words_below(end: Point, words: str, color: str, whole: Point, at: Look) -> str:
    """Return words centred below a point."""
    wide, high = text_width(words) * at.tick_size + 8, at.tick_size * 1.5
    left = min(max(end[0] - wide / 2, 0.0), whole[0] - wide)
    box = ((left, end[1] + 1), (left + wide, end[1] + 1 + high))
    text = (
        '<cdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/><a:p>'
        f'<a:pPr algn="ctr"/><a:r>{letters("rPr", at, color, size=at.tick_size, named=True)}<a:t>{escape(words)}</a:t>'
        "</a:r></a:p></cdr:txBody>"
    )
    form = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return _shape(box, form + NO_FILL + NO_LINE, whole, "Date", text)


def _polyline(course: Sequence[Point], stroke: str, whole: Point, name: str) -> str:
    left, top, right, bottom = _around(course)
    path = _path(course, (left, top), (_length(right - left), _length(bottom - top)), ' fill="none"')
    return _shape(((left, top), (right, bottom)), _form(path) + NO_FILL + stroke, whole, name)


def _around(points: Sequence[Point]) -> tuple[float, float, float, float]:
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def _length(points: float) -> int:
    """Return a length as a path counts it; a path of no length cannot be scaled."""
    return max(round(points * POINT), 1)


def _form(paths: str) -> str:
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{paths}</a:pathLst></a:custGeom>"
    )


def _path(points: Sequence[Point], start: Point, size: tuple[int, int], how: str, *, closed: bool = False) -> str:
    corners = [
        f'<a:pt x="{min(round((x - start[0]) * POINT), size[0])}" y="{min(round((y - start[1]) * POINT), size[1])}"/>'
        for x, y in points
    ]
    course = f"<a:moveTo>{corners[0]}</a:moveTo>" + "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in corners[1:])
    return f'<a:path w="{size[0]}" h="{size[1]}"{how}>{course}{"<a:close/>" if closed else ""}</a:path>'


def _shape(box: tuple[Point, Point], look: str, whole: Point, name: str, text: str = "") -> str:
    (left, top), (right, bottom) = box

    def corner(tag: str, x: float, y: float) -> str:
        return f"<cdr:{tag}><cdr:x>{x / whole[0]:.5f}</cdr:x><cdr:y>{y / whole[1]:.5f}</cdr:y></cdr:{tag}>"

    size = f'cx="{max(round((right - left) * POINT), 0)}" cy="{max(round((bottom - top) * POINT), 0)}"'
    return (
        f'<cdr:relSizeAnchor>{corner("from", left, top)}{corner("to", right, bottom)}<cdr:sp macro="" textlink="">'
        f'<cdr:nvSpPr><cdr:cNvPr id="{{id}}" name="{name} {{id}}"/><cdr:cNvSpPr/></cdr:nvSpPr><cdr:spPr><a:xfrm>'
        f'<a:off x="{round(left * POINT)}" y="{round(top * POINT)}"/><a:ext {size}/></a:xfrm>{look}</cdr:spPr>{text}'
        "</cdr:sp></cdr:relSizeAnchor>"
    )
