"""Labels of values: figures as they are, signs in their place, and texts that stand in cells."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from plangen.charts.drawingml.look import UNSEEN, Look, letters, text
from plangen.charts.drawingml.sheet import Sheet
from plangen.xmltext import escape

# The extensions of Word 2013 that labels from cells are written in.
EXTENSION = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
RANGE = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
FIELDS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
FIELD_IDS = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


@dataclass(frozen=True, slots=True)
class CellLabel:
    """A label that shows the text of a cell; without a ``place`` it stands where its kind of chart puts labels.

    ``raised`` is how much higher than there it stands, in parts of the chart's height.
    """

    color: str
    place: str = ""
    raised: float = 0.0


def value_labels(
    at: Look, code: str, color: str, place: str, *, hidden: Collection[int] = (), turn: int = 0, bold: bool = False
) -> str:
    """Return labels that show the values of a series, but for those of the points at ``hidden``."""
    gone = "".join(map(_no_label, sorted(hidden)))
    return f"<c:dLbls>{gone}{_form(at, code, color, turn, bold)}{_place(place)}{_shows(value=True)}</c:dLbls>"


def point_labels(at: Look, code: str, color: str, places: Mapping[int, str], count: int) -> str:
    """Return labels that show the values of the points in ``places``, each above or below its point."""
    form = _form(at, code, color)
    points = "".join(
        f'<c:dLbl><c:idx val="{index}"/>{form}{_place(places[index])}{_shows(value=True)}</c:dLbl>'
        if index in places
        else _no_label(index)
        for index in range(count)
    )
    return f"<c:dLbls>{points}{form}{_shows(value=True)}</c:dLbls>"


def sign_labels(at: Look, sign: str, colors: Sequence[str], size: float) -> str:
    """Return labels that show a sign for each value, in the middle of its bar; none where there is no colour."""
    code, centre = f'"{sign}"', _place("ctr") + _shows(value=True)
    points = "".join(
        f'<c:dLbl><c:idx val="{index}"/>{_form(at, code, color, size=size)}{centre}</c:dLbl>'
        if color
        else _no_label(index)
        for index, color in enumerate(colors)
    )
    return f"<c:dLbls>{points}{_shows()}</c:dLbls>"


def cell_labels(
    at: Look, sheet: Sheet, column: int, labels: Sequence[CellLabel | None], *, bold: bool = False
) -> tuple[str, str]:
    """Return labels that show the cells of a column, and the extension of the series that names the cells.

    Word 2013 and later read the cells, so that labels follow an edit; older programs show the text as it is here.
    """
    cells = sheet.columns[column].cells
    points = "".join(
        _cell_label(at, f"{column}/{index}", str(cell), label, bold) if label and cell else _no_label(index)
        for index, (cell, label) in enumerate(zip(cells, labels, strict=True))
    )
    form = text(at, at.colors.ink, size=at.figure_size, bold=bold, turn=0, wraps=False)
    block = (
        f'<c:dLbls>{points}{UNSEEN}{form}{_shows()}<c:extLst><c:ext uri="{FIELDS}" {EXTENSION}>'
        '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbls>'
    )
    extension = (
        f'<c:extLst><c:ext uri="{RANGE}" {EXTENSION}><c15:datalabelsRange><c15:f>{sheet.reference(column)}</c15:f>'
        f"<c15:dlblRangeCache>{sheet.points(column)}</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )
    return block, extension


def _cell_label(at: Look, name: str, words: str, label: CellLabel, bold: bool) -> str:
    """Return the label of one point; ``name`` is column and row of its cell."""
    index, field = name.partition("/")[2], str(uuid.uuid5(FIELD_IDS, name)).upper()
    shift = f'<c:manualLayout><c:x val="0"/><c:y val="{-label.raised:.4f}"/></c:manualLayout>'
    moved = f"<c:layout>{shift}</c:layout>" if label.raised else ""
    form = f"<a:pPr>{letters('defRPr', at, label.color, size=at.figure_size, bold=bold)}</a:pPr>"
    run = letters("rPr", at, label.color, size=at.figure_size, bold=bold, named=True)
    text_of = f'<a:fld id="{{{field}}}" type="CELLRANGE">{run}{form}<a:t>{escape(words)}</a:t></a:fld>'
    return (
        f'<c:dLbl><c:idx val="{index}"/>{moved}<c:tx><c:rich><a:bodyPr rot="0" vert="horz" wrap="none"/><a:lstStyle/>'
        f'<a:p>{form}{text_of}<a:endParaRPr lang="{at.language}"/></a:p></c:rich></c:tx>'
        f'{UNSEEN}{_place(label.place)}{_shows()}<c:extLst><c:ext uri="{FIELDS}" {EXTENSION}>'
        '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
    )


def _form(at: Look, code: str, color: str, turn: int = 0, bold: bool = False, size: float = 0) -> str:
    letters_of = text(at, color, size=size or at.figure_size, bold=bold, turn=turn, wraps=False)
    return f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>{UNSEEN}{letters_of}'


def _no_label(index: int) -> str:
    return f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'


def _place(place: str) -> str:
    return f'<c:dLblPos val="{place}"/>' if place else ""


def _shows(*, value: bool = False) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
