"""What styles are made of: fonts, spacing, borders, and a style itself."""

from __future__ import annotations

from decimal import Decimal

from plangen.languages import LANGUAGES
from plangen.render.docx.markup import half_points, rgb, twips
from plangen.theme import Role, Theme
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


def fonts(theme: Theme, role: Role, extra: str = "") -> str:
    """Return the four font slots of a role; a slot left open would fall to the machine's default.

    Chinese text names the face that the theme would have from Word, all else the family that the file embeds.
    """
    name, asian = escape(theme.fonts.family(role)), escape(theme.fonts.faces(role)[0])
    return f'<w:rFonts{extra} w:ascii="{name}" w:eastAsia="{asian}" w:hAnsi="{name}" w:cs="{name}"/>'


def bold(on: bool) -> str:
    """Return bold, or nothing."""
    return BOLD if on else ""


def grid_pitch(theme: Theme) -> int:
    """Return how far lines stand apart on a theme's grid, in whole twips, so that a page holds them all."""
    return int(theme.line_pitch * 20)


def on_grid(theme: Theme, before: Decimal | int, after: Decimal | int, lines: str = "") -> str:
    """Return the spacing of running text: where the theme has a grid, each line takes one of it."""
    if not theme.page.grid:
        return spacing(before, after, lines)
    return "<w:snapToGrid/>" + spacing(before, after, f'w:line="{grid_pitch(theme)}" w:lineRule="exact"')


def in_cells(theme: Theme) -> str:
    """Return what keeps characters within the cells of a theme's grid, in run properties.

    Word draws them together by itself. LibreOffice gives one that is wider than its cell two of them, so each is made a
    trifle narrower than a cell; a justified line is as full as before.
    """
    if not theme.page.grid or theme.letter_spacing >= 0:
        return ""
    share = (theme.sizes.body + theme.letter_spacing) / theme.sizes.body
    return f'<w:w w:val="{int(share * 100)}"/>'


def line_ends(language: str) -> str:
    """Return how lines of running text end: alike, or each where its last word does."""
    return f'<w:jc w:val="{"both" if LANGUAGES[language].justified else "left"}"/>'


def indented(theme: Theme, characters: Decimal, size: Decimal) -> str:
    """Return the indent of a first line, in characters and, for programs that count none, in twips."""
    if not characters:
        return ""
    width = size + theme.letter_spacing
    return f'<w:ind w:firstLineChars="{round(characters * 100)}" w:firstLine="{twips(characters * width)}"/>'


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
