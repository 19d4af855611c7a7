"""How parts of a Word chart look: fills, lines and letters."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.charts.palette import Palette, palette
from plangen.languages import LANGUAGES
from plangen.theme import Theme
from plangen.xmltext import escape

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
POINT = 12_700  # English Metric Units

NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"
UNSEEN = f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"


@dataclass(frozen=True, slots=True)
class Look:
    """What every part of one chart shares.

    ``size`` is that of names in points; figures and ticks are smaller. ``tallest`` is how high it may be, in points.
    """

    family: str
    size: float
    language: str
    colors: Palette
    tallest: float

    @property
    def figure_size(self) -> float:
        return self.size - 0.5

    @property
    def tick_size(self) -> float:
        return self.size - 1


def look(theme: Theme, language: str, tallest: float) -> Look:
    """Return the look of a theme's charts."""
    return Look(theme.fonts.body, float(theme.sizes.small), LANGUAGES[language].office, palette(theme), tallest)


def solid(color: str) -> str:
    """Return a fill in one colour."""
    return f'<a:solidFill><a:srgbClr val="{color.removeprefix("#")}"/></a:solidFill>'


def line(color: str, points: float, dash: str = "solid") -> str:
    """Return a line."""
    return f'<a:ln w="{round(points * POINT)}" cap="flat">{solid(color)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def shape(fill: str = NO_FILL, edge: str = NO_LINE) -> str:
    """Return the properties of a shape."""
    return f"<c:spPr>{fill}{edge}</c:spPr>"


def at_place(x: float, y: float, size: str = "") -> str:
    """Return the layout of a part whose left upper corner is given, in parts of the chart."""
    return (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>{size}</c:manualLayout></c:layout>'
    )


def letters(tag: str, at: Look, color: str, *, size: float = 0, bold: bool = False, named: bool = False) -> str:
    """Return the properties of letters as ``a:tag``; ``named`` says their language, too."""
    spoken = f' lang="{at.language}"' if named else ""
    face = escape(at.family)
    return (
        f'<a:{tag}{spoken} sz="{round((size or at.size) * 100)}" b="{int(bold)}" i="0">{solid(color)}'
        f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/><a:cs typeface="{face}"/></a:{tag}>'
    )


def text(
    at: Look, color: str, *, size: float = 0, bold: bool = False, turn: int | None = None, wraps: bool = True
) -> str:
    """Return the properties of all text in a part of the chart; ``turn`` is in degrees, clockwise."""
    wrap = "" if wraps else ' wrap="none"'
    body = "<a:bodyPr/>" if turn is None else f'<a:bodyPr rot="{turn * 60_000}" vert="horz"{wrap}/>'
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{letters('defRPr', at, color, size=size, bold=bold)}</a:pPr>"
        f'<a:endParaRPr lang="{at.language}"/></a:p></c:txPr>'
    )
