"""What styles are made of: fonts, spacing, borders, and a style itself."""

from __future__ import annotations

from decimal import Decimal

from plangen.render.docx.markup import half_points, rgb, twips
from plangen.xmltext import escape

NATURAL_LINE = Decimal("1.448")  # the height of a line of Noto Sans SC in ems, which Word's spacing multiplies
TIGHT = 'w:line="240" w:lineRule="auto"'  # the font's own line height
BOLD = "<w:b/><w:bCs/>"
# Word knows these names itself and shows them in the language of the user.
BUILT_IN = frozenset(
    {
        *("Normal", "Body Text", "Title", "Subtitle", "TOC Heading", "Quote", "Strong", "Emphasis", "Intense Emphasis"),
        *("List Bullet", "List Bullet 2", "List Bullet 3", "List Number", "List Number 2", "List Number 3"),
        *("List Continue", "List Continue 2", "List Continue 3", "Hyperlink"),
    }
)


AFTER_TABLE = ("BodyText", "TextBeforeBox", "BoxText", "Quote", "ListBullet", "ListNumber", "ListContinue")


def after_table(name: str) -> str:
    """Return the style of text that follows a table, since a table leaves no space below itself."""
    return f"{name}AfterTable" if name.rstrip("0123456789") in AFTER_TABLE else name


def fonts(family: str, extra: str = "") -> str:
    """Return the four font slots filled with one family; a slot left open would fall to the machine's default."""
    name = escape(family)
    return f'<w:rFonts{extra} w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def line(multiple: Decimal) -> str:
    """Return line spacing as a multiple of the font size; below the font's own height letters would be cut."""
    return f'w:line="{max(240, round(240 * multiple / NATURAL_LINE))}" w:lineRule="auto"'


def spacing(before: Decimal | int, after: Decimal | int, lines: str = "") -> str:
    """Return space before and after a paragraph, in points."""
    lines = f" {lines}" if lines else ""
    return f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}"{lines}/>'


def size(points: Decimal) -> str:
    """Return a font size."""
    return f'<w:sz w:val="{half_points(points)}"/><w:szCs w:val="{half_points(points)}"/>'


def color(value: str) -> str:
    """Return the colour of text."""
    return f'<w:color w:val="{rgb(value)}"/>'


def fill(value: str) -> str:
    """Return a shading."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{rgb(value)}"/>'


def edge(side: str, color: str, eighths: int, space: int) -> str:
    """Return one border; its width counts eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{rgb(color)}"/>'


def style(
    style_id: str,
    name: str,
    ppr: str = "",
    rpr: str = "",
    *,
    based: str = "Normal",
    following: str = "",
    kind: str = "paragraph",
    shown: bool = True,
    priority: int = 20,
) -> str:
    """Return one style. What is ``shown`` stands in the gallery of the ribbon."""
    own = ' w:customStyle="1"' if name[0].isupper() and name not in BUILT_IN else ""
    return (
        f'<w:style w:type="{kind}"{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + f'<w:uiPriority w:val="{priority}"/>'
        + ("<w:qFormat/>" if shown else "<w:unhideWhenUsed/>")
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + "</w:style>"
    )
