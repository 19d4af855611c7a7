"""Tables of one cell, which hold what a paragraph cannot, and the lines that Word wants around tables."""

from __future__ import annotations

from plangen.labels import label
from plangen.render.docx.markup import paragraph, twips
from plangen.xmltext import escape

INSET = twips(24)  # what a box's cell takes from the width on both sides together
GAP = paragraph("BlockGap", "")  # keeps two tables apart, which Word would join
STOP = paragraph("TableBreak", "")  # stands after a table that ends a cell or the document


def frame(style: str, width: int, content: str, alt: str, *, row: str = "", cell: str = "") -> str:
    """Return a table of one cell, ``width`` twips wide; ``alt`` are its words for those who do not see it."""
    properties = f"<w:trPr>{row}</w:trPr>" if row else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{alt}</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/>'
        f'</w:tblGrid><w:tr>{properties}<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{cell}</w:tcPr>'
        f"{content}</w:tc></w:tr></w:tbl>"
    )


def box(content: str, title: str, language: str, width: int, *, whole: bool) -> str:
    """Return a box; one that is ``whole`` is moved to the next page rather than broken."""
    alt = table_alt(title, label(language, "boxed_text"))
    return frame("PlanBox", width, content, alt, row="<w:cantSplit/>" if whole else "")


def table_alt(title: str, description: str) -> str:
    """Return what programs for those who do not see a table say of it."""
    named = f'<w:tblCaption w:val="{escape(title)}"/>' if title else ""
    return f'{named}<w:tblDescription w:val="{escape(description)}"/>'
