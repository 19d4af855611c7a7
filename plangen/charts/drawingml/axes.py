"""The axes and the legend of a Word chart.

How far an axis of values reaches is mostly left to Word: a bar that somebody makes longer there must not be cut off.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from plangen.charts.drawingml.look import NO_FILL, NO_LINE, Look, at_place, letters, line, shape, text
from plangen.xmltext import escape

CATEGORIES, VALUES = 500_000_001, 500_000_002
SECOND_CATEGORIES, SECOND_VALUES = 500_000_003, 500_000_004


def category_axis(
    at: Look,
    *,
    lying: bool = False,
    turn: int = 0,
    ids: tuple[int, int] = (CATEGORIES, VALUES),
    unseen: bool = False,
    bare: bool = False,
) -> str:
    """Return the axis of categories; lying bars are read from the top down. ``bare`` draws no line."""
    stroke = NO_LINE if bare or unseen else line(at.colors.ink, 0.75)
    return (
        f'<c:catAx><c:axId val="{ids[0]}"/><c:scaling><c:orientation val="{"maxMin" if lying else "minMax"}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"none" if unseen else "low"}"/>{shape(NO_FILL, stroke)}'
        f"{text(at, at.colors.ink, turn=turn)}"
        f'<c:crossAx val="{ids[1]}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(
    at: Look,
    code: str,
    *,
    lying: bool = False,
    low: Decimal | None = None,
    high: Decimal | None = None,
    step: Decimal | None = None,
    title: str = "",
    ids: tuple[int, int] = (CATEGORIES, VALUES),
    unseen: bool = False,
    on_top: bool = False,
) -> str:
    """Return the axis of values with light lines across the plot; ``title`` stands at the chart's top left corner.

    Below lying bars it crosses the axis of categories behind the last one, since that runs downwards.
    """
    top = f'<c:max val="{high:f}"/>' if high is not None else ""
    bottom = f'<c:min val="{low:f}"/>' if low is not None else ""
    unit = f'<c:majorUnit val="{step:f}"/>' if step else ""
    side = "l" if not lying else "t" if on_top else "b"
    lines = "" if unseen else f"<c:majorGridlines>{shape('', line(at.colors.rule, 0.5))}</c:majorGridlines>"
    return (
        f'<c:valAx><c:axId val="{ids[1]}"/><c:scaling><c:orientation val="minMax"/>{top}{bottom}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{lines}{unit_title(at, title)}'
        f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="{"none" if unseen else "nextTo"}"/>'
        f"{shape()}{text(at, at.colors.muted, size=at.tick_size, turn=0)}"
        f'<c:crossAx val="{ids[0]}"/><c:crosses val="{"max" if lying and not on_top else "autoZero"}"/>'
        f'<c:crossBetween val="between"/>{unit}</c:valAx>'
    )


def unit_title(at: Look, words: str) -> str:
    """Return a title at the chart's top left corner, or nothing where there is nothing to say."""
    if not words:
        return ""
    return (
        '<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f"{letters('defRPr', at, at.colors.muted)}</a:pPr><a:r>{letters('rPr', at, at.colors.muted, named=True)}"
        f"<a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx>{at_place(0.004, 0.004)}"
        '<c:overlay val="1"/></c:title>'
    )


def legend(at: Look, entries: int, hidden: Collection[int] = (), *, side: str = "b") -> str:
    """Return a legend where there is more than one entry to tell apart; those at ``hidden`` are left out."""
    if entries - len(hidden) < 2:
        return ""
    left_out = "".join(
        f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in sorted(hidden)
    )
    return f'<c:legend><c:legendPos val="{side}"/>{left_out}<c:overlay val="0"/>{text(at, at.colors.ink)}</c:legend>'
