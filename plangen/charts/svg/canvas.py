"""The sheet a chart is drawn on: it collects shapes and texts and knows where every text stands.

Lengths are points, x to the right and y downwards. Texts are live, in the font of the page around them. Equal
attributes of neighbouring texts are written once, and shapes of one colour are one path: a PDF is set that much faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from plangen.charts.geometry import Box, Point
from plangen.charts.palette import Palette
from plangen.textwidth import text_width
from plangen.xmltext import escape

Anchor = Literal["start", "middle", "end"]

LEADING = 1.25  # from line to line
CENTRE = 0.36  # of a glyph, above the baseline
HALF = 0.5  # of a line, above and below its centre
HAIR = 0.5  # the width of fine lines
ROUNDING = 0.01
GAP = 3.0  # what keeps things apart that do not belong together


@dataclass(frozen=True, slots=True)
class Label:
    """One text, its lines centred on ``y``; ``turned`` reads upwards, and its lines run from left to right."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    anchor: Anchor = "start"
    color: str = ""
    bold: bool = False
    turned: bool = False

    @property
    def box(self) -> Box:
        width = max(text_width(line, self.bold) for line in self.lines) * self.size
        height = ((len(self.lines) - 1) * LEADING + 2 * HALF) * self.size
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * width
        if self.turned:
            return Box(self.x - height / 2, self.y + before - width, self.x + height / 2, self.y + before)
        return Box(self.x - before, self.y - height / 2, self.x - before + width, self.y + height / 2)


@dataclass(slots=True)
class Canvas:
    """``size`` is the font size of names; figures and ticks are a little smaller. ``tallest`` is the room there is."""

    width: float
    tallest: float
    size: float
    palette: Palette
    language: str
    grid: list[str] = field(default_factory=list)  # what lies below everything else
    cleared: list[Box] = field(default_factory=list)  # where figures stand on the grid
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def figure_size(self) -> float:
        return self.size - 0.5

    @property
    def tick_size(self) -> float:
        return self.size - 1

    def ems(self, length: float) -> float:
        """Return how many ems of a name's font fit a length."""
        return length / self.size

    def rectangles(self, boxes: Iterable[Box], fill: str) -> None:
        """Fill some rectangles of one colour."""
        path = _rectangles(boxes)
        if path:
            self.shapes.append(f'<path d="{path}" fill="{fill}"/>')

    def outlines(self, boxes: Iterable[Box], stroke: str, width: float) -> None:
        """Draw the edges of some rectangles."""
        path = _rectangles(boxes)
        if path:
            self.shapes.append(f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"/>')

    def lines(
        self, lines: Iterable[Sequence[Point]], stroke: str, width: float = HAIR, dash: str = "", *, grid: bool = False
    ) -> None:
        """Draw some open lines of one colour, as part of the grid or above it."""
        path = "".join(_course(points) for points in lines if len(points) > 1)
        if path:
            more = f' stroke-dasharray="{dash}"' if dash else ""
            layer = self.grid if grid else self.shapes
            layer.append(f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"{more}/>')

    def polygons(self, polygons: Iterable[Sequence[Point]], fill: str, stroke: str = "", width: float = 1.0) -> None:
        """Draw some closed shapes of one colour."""
        path = "".join(f"{_course(points)}z" for points in polygons if len(points) > 1)
        if path:
            edge = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
            self.shapes.append(f'<path d="{path}" fill="{fill}"{edge}/>')

    def path(self, course: str, fill: str, more: str = "") -> None:
        """Draw a path written out by the caller with ``number``."""
        self.shapes.append(f'<path d="{course}" fill="{fill}"{more}/>')

    def text(self, label: Label, *, clear: bool = False) -> Box:
        """Set a text; return the box it takes. ``clear`` breaks the grid behind it."""
        box = label.box
        if any(label.lines):
            self.labels.append(label)
            self.boxes.append(box)
            if clear:
                self.cleared.append(box)
        return box

    def text_if_free(self, label: Label, gap: float = 0.5, *, clear: bool = False) -> bool:
        """Set a text unless it would meet another one or leave the sheet to either side or above."""
        box = label.box
        if min(box.left, box.top, self.width - box.right) < -ROUNDING or not self.is_free(box, gap):
            return False
        self.text(label, clear=clear)
        return True

    def is_free(self, box: Box, gap: float = 0.5) -> bool:
        """Tell whether no text stands in a box."""
        return not any(box.meets(other, gap) for other in self.boxes)

    def svg(self, height: float, alt: str, family: str = "") -> str:
        """Return the drawing as one SVG element. ``family`` is for a reader that does not inherit the page's font."""
        font = f' font-family="{escape(family)}"' if family else ""
        said = escape(alt)
        ground = _rectangles(self.cleared)
        cleared = (f'<path d="{ground}" fill="{self.palette.paper}"/>',) if ground and self.grid else ()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(self.width)}pt" height="{_n(height)}pt" '
            f'viewBox="0 0 {_n(self.width)} {_n(height)}" role="img" aria-label="{said}" '
            f'font-size="{_n(self.size)}" fill="{self.palette.ink}"{font}>\n<title>{said}</title>\n'
            + "\n".join((*self.grid, *cleared, *self.shapes, *self._texts()))
            + "\n</svg>"
        )

    def _texts(self) -> Iterable[str]:
        """Write the texts, those of equal looks in groups."""
        for style, group in groupby(self.labels, self._style):
            yield f"<g{style}>" + "".join(map(_text, group)) + "</g>"

    def _style(self, label: Label) -> str:
        parts = (
            ("text-anchor", label.anchor if label.anchor != "start" else ""),
            ("font-size", _n(label.size) if label.size != self.size else ""),
            ("fill", label.color if label.color != self.palette.ink else ""),
            ("font-weight", "700" if label.bold else ""),
        )
        return "".join(f' {name}="{value}"' for name, value in parts if value)


def number(value: float) -> str:
    """Write a length with a tenth of a point, as all of the drawing is."""
    return _n(value)


def _n(value: float) -> str:
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def _rectangles(boxes: Iterable[Box]) -> str:
    return "".join(
        f"M{_n(box.left)} {_n(box.top)}h{_n(box.right - box.left)}v{_n(box.bottom - box.top)}"
        f"h{_n(box.left - box.right)}z"
        for box in boxes
    )


def _course(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _text(label: Label) -> str:
    """Write a text and the further lines of it; a space between two Latin words at a line's end is left to readers."""
    first = label.y + (CENTRE - (len(label.lines) - 1) * LEADING / 2) * label.size
    turn = f' transform="rotate(-90 {_n(label.x)} {_n(label.y)})"' if label.turned else ""
    x = f'x="{_n(label.x)}"'
    rest = "".join(
        f'<tspan {x} y="{_n(first + index * LEADING * label.size)}">{escape(line)}</tspan>'
        for index, line in enumerate(label.lines[1:], start=1)
    )
    return f'<text {x} y="{_n(first)}"{turn}>{escape(label.lines[0])}{rest}</text>'
