"""WordprocessingML as text: the few shapes everything else is put together from.

A body is written as one string and parsed once; python-docx's element objects cost seventy times as much.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from plangen.xmltext import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def twips(points: Decimal | float) -> int:
    """Return points in twentieths."""
    return round(points * 20)


def millimetres(length: Decimal) -> int:
    """Return millimetres in twips."""
    return round(length * 1440 / Decimal("25.4"))


def half_points(points: Decimal) -> int:
    """Return a font size as Word counts it."""
    return round(points * 2)


def rgb(color: str) -> str:
    """Return ``#RRGGBB`` as Word writes it."""
    return color.removeprefix("#")


def properties(style: str) -> str:
    """Return the run properties that apply one character style."""
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""


def run(text: str, rpr: str = "") -> str:
    """Return a run; line feeds and tabs in the text become Word's own."""
    if not text:
        return ""
    if "\n" not in text and "\t" not in text:
        return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    parts: list[str] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            parts.append("<w:br/>")
        for position, piece in enumerate(line.split("\t")):
            if position:
                parts.append("<w:tab/>")
            if piece:
                parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{rpr}{''.join(parts)}</w:r>"


def field(instruction: str, result: str, rpr: str = "") -> str:
    """Return a complex field with its cached result, which is ready-made runs."""
    return f"{field_begin(instruction, rpr)}{result}{field_end(rpr)}"


def field_begin(instruction: str, rpr: str = "") -> str:
    """Open a complex field up to where its result stands."""
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(rpr: str = "") -> str:
    """Close a complex field."""
    return f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'


def paragraph(style: str, runs: str, ppr: str = "") -> str:
    """Return a paragraph in a style; ``ppr`` is what must follow the style among its properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ppr}</w:pPr>{runs}</w:p>'


def jump(anchor: str, runs: str) -> str:
    """Return runs that lead to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{runs}</w:hyperlink>'


def bookmark(number: int, name: str, content: str) -> str:
    """Return content with a bookmark around it."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def part(root: str, content: str | Iterable[str]) -> str:
    """Return the XML of a whole part whose root element is ``w:root``."""
    body = content if isinstance(content, str) else "".join(content)
    return f"{HEADER}<w:{root} {NAMESPACES}>{body}</w:{root}>"
