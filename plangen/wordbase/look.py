"""The look of a Word file as values of a theme, so that PDF and HTML look like relatives of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from plangen.color import READABLE, VISIBLE, contrast, set_apart
from plangen.wordbase.pages import PageSetup
from plangen.wordbase.styletable import Style, StyleTable, value, w

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MM = Decimal("25.4") / 1440
NATURAL = Decimal("1.3")  # the height of a line of most text faces in ems, which Word's spacing multiplies
# How the theme of a file names its colours, and what styles call them.
PAPER = "#FFFFFF"
ON_TINT = 5.5  # the least contrast to paper of a colour that can also be read on its own tint
SCHEME = {
    "text1": "dk1",
    "dark1": "dk1",
    "text2": "dk2",
    "dark2": "dk2",
    "background1": "lt1",
    "light1": "lt1",
    "background2": "lt2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
Values = dict[str, str | tuple[str, ...]]  # the keys of one group of a theme, as they would be written
LEAST_WIDTH, LEAST_HEIGHT = 80, 100  # of the text, in millimetres: with less a theme is refused


@dataclass(frozen=True, slots=True)
class Look:
    """What a base looks like. ``values`` are keys of a theme file by group, as text.

    ``body`` and ``heading`` are the faces that its Chinese text is set in; empty where the file names none.
    ``head_fill`` and ``head_ink`` are those of its tables' first row, as ``#RRGGBB``, empty where it has no such style.
    """

    values: dict[str, Values]
    body: str
    heading: str
    head_fill: str
    head_ink: str


class Palette:
    """Colours and faces of a file's theme part."""

    def __init__(self, root: etree._Element | None) -> None:
        self.colors: dict[str, str] = {}
        self.faces: dict[str, str] = {}
        if root is None:
            return
        scheme = next(root.iter(f"{DRAWING}clrScheme"), None)
        for slot in scheme if scheme is not None else ():
            name = etree.QName(slot).localname
            for color in slot:
                said = color.get("lastClr", "") or color.get("val", "")
                if is_hex(said):
                    self.colors[name] = f"#{said.upper()}"
        for kind in ("major", "minor"):
            fonts = next(root.iter(f"{DRAWING}{kind}Font"), None)
            if fonts is None:
                continue
            for name in ("latin", "ea"):
                element = fonts.find(f"{DRAWING}{name}")
                self.faces[f"{kind}-{name}"] = element.get("typeface", "") if element is not None else ""
            hans = [font.get("typeface", "") for font in fonts.iter(f"{DRAWING}font") if font.get("script") == "Hans"]
            self.faces[f"{kind}-ea"] = self.faces.get(f"{kind}-ea") or (hans[0] if hans else "")

    def color(self, element: etree._Element | None, attribute: str = "val", themed: str = "themeColor") -> str:
        """Return a colour as ``#RRGGBB``, or nothing for the automatic one."""
        if element is None:
            return ""
        said = value(element, attribute=attribute)
        if is_hex(said):
            return f"#{said.upper()}"
        name = value(element, attribute=themed)
        return self.colors.get(SCHEME.get(name, name), "")

    def face(self, said: str) -> str:
        """Return the face that a style names by its place in the theme, such as ``minorEastAsia``."""
        kind = "major" if said.startswith("major") else "minor"
        return self.faces.get(f"{kind}-{'ea' if said.endswith('EastAsia') else 'latin'}", "")


def is_hex(text: str) -> bool:
    """Tell whether a text is a colour of six hexadecimal digits."""
    return len(text) == 6 and all(c in "0123456789abcdefABCDEF" for c in text)


def effective(table: StyleTable, style: Style | None, group: str, name: str, attribute: str = "val") -> str:
    """Return what holds for a style: its own value, that of a style it is based on, or the file's default."""
    for one in table.chain(style) if style else ():
        if said := value(one.element.find(w(group)), name, attribute):
            return said
    if table.defaults is None:
        return ""
    return value(table.defaults.find(f"{w(f'{group}Default')}/{w(group)}"), name, attribute)


def face(table: StyleTable, palette: Palette, style: Style | None, *, asian: bool = True) -> str:
    """Return the face of a style's Chinese or Latin text, or nothing where no style names one."""
    plain, themed = ("eastAsia", "eastAsiaTheme") if asian else ("ascii", "asciiTheme")
    for one in table.chain(style) if style else ():
        if found := _face_of(one.element.find(w("rPr")), palette, plain, themed):
            return found
    defaults = table.defaults.find(f"{w('rPrDefault')}/{w('rPr')}") if table.defaults is not None else None
    return _face_of(defaults, palette, plain, themed)


def _face_of(properties: etree._Element | None, palette: Palette, plain: str, themed: str) -> str:
    by_theme = value(properties, "rFonts", themed)
    return (palette.face(by_theme) if by_theme else "") or value(properties, "rFonts", plain)


def points(table: StyleTable, style: Style | None) -> Decimal:
    """Return the font size of a style; 10 points is what Word takes where a file says nothing."""
    said = effective(table, style, "rPr", "sz")
    return min(max(Decimal(said), Decimal(8)), Decimal(144)) / 2 if said.isdigit() else Decimal(10)


def style_color(table: StyleTable, palette: Palette, style: Style | None) -> str:
    """Return the colour of a style's text as ``#RRGGBB``, or nothing for the automatic one."""
    for one in table.chain(style) if style else ():
        properties = one.element.find(w("rPr"))
        element = properties.find(w("color")) if properties is not None else None
        if element is not None:
            return palette.color(element)
    return ""


def read_look(
    table: StyleTable, palette: Palette, page: PageSetup, indents: Counter[float], tables: Counter[str]
) -> Look:
    """Return the look of a file; ``tables`` counts the tables of its text by the id of their style."""
    normal = table.default("paragraph")
    text = table.meaning("body text") or normal
    body = points(table, text)
    headings = [table.meaning(f"heading {level}") for level in range(1, 5)]
    sizes = {"body": min(body, Decimal(36)), "table": max(body - Decimal("1.5"), Decimal("7.5"))}
    sizes |= {f"heading{n}": points(table, style) for n, style in enumerate(headings, start=1) if style}
    for n in (2, 3, 4):
        # a heading that is added is not larger than the one above it
        if f"heading{n}" not in sizes and f"heading{n - 1}" in sizes:
            sizes[f"heading{n}"] = max(body, min(sizes[f"heading{n - 1}"], (sizes[f"heading{n - 1}"] * 7 // 4) / 2))
    for key, name in (
        ("caption", "caption"),
        ("small", "footnote text"),
        ("cover_title", "title"),
        ("cover_subtitle", "subtitle"),
    ):
        if style := table.meaning(name):
            sizes[key] = points(table, style)
    values: dict[str, Values] = {
        "page": _page(page),
        "sizes": {key: _number(size) for key, size in sizes.items()},
        "spacing": _spacing(table, text, headings, body, indents),
        "colors": _colors(table, palette, headings),
        "headings": _headings(table, headings),
        "cover": {"kind": "plain"},
    }
    fill, ink = _table_head(table, palette, tables)
    return Look(values, face(table, palette, text), face(table, palette, headings[0] or text), fill, ink)


def _page(page: PageSetup) -> Values:
    """Return paper and margins; those that a theme would be refused for are left to the theme below."""
    sides = {
        "top": page.top * MM,
        "bottom": page.bottom * MM,
        "left": (page.left + page.gutter) * MM,
        "right": page.right * MM,
    }
    width, height = page.width * MM, page.height * MM
    found = {"width": width, "height": height}
    room = width - sides["left"] - sides["right"], height - sides["top"] - sides["bottom"]
    roomy = room[0] > LEAST_WIDTH and room[1] > LEAST_HEIGHT
    if width < 100 or height < 100 or not roomy or max(sides.values()) > 120:
        return {}
    line = Decimal(6)  # what a running header or a page number takes, in millimetres
    found |= sides
    found["header"] = max(min(page.header * MM, sides["top"] - line), Decimal(0))
    found["footer"] = max(min(page.footer * MM, sides["bottom"] - line), Decimal(0))
    return {key: _number(length) for key, length in found.items()}


def _headings(table: StyleTable, headings: list[Style | None]) -> Values:
    """Return how headings stand: on a new page, centred, with a line below, bold."""
    first = headings[0]
    bold = tuple(
        "false" if style and effective_switch(table, style, "rPr", "b") is not True else "true" for style in headings
    )
    found: Values = {"bold": bold, "rule": "false"}
    if first:
        found["align"] = "center" if effective(table, first, "pPr", "jc") == "center" else "left"
        if effective_switch(table, first, "pPr", "pageBreakBefore") is False:
            found["new_page"] = "false"
        borders = [one.element.find(f"{w('pPr')}/{w('pBdr')}/{w('bottom')}") for one in table.chain(first)]
        found["rule"] = "true" if any(value(border) not in ("", "none", "nil") for border in borders) else "false"
    return found


def effective_switch(table: StyleTable, style: Style, group: str, name: str) -> bool | None:
    """Return whether something is switched on for a style, or None where nothing says."""
    for one in table.chain(style):
        element = one.element.find(f"{w(group)}/{w(name)}")
        if element is not None:
            return element.get(w("val"), "1") in ("1", "true", "on")
    return None


def _number(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01')).normalize():f}"


def _spacing(
    table: StyleTable, text: Style | None, headings: list[Style | None], body: Decimal, indents: Counter[float]
) -> Values:
    found: Values = {"line": _number(_line(table, text, body))}
    after = effective(table, text, "pPr", "spacing", "after")
    if after.isdigit():
        found["paragraph"] = _number(min(Decimal(after) / 20, Decimal(40)))
    characters = effective(table, text, "pPr", "ind", "firstLineChars")
    first = effective(table, text, "pPr", "ind", "firstLine")
    indent: Decimal | None = None
    if characters.isdigit() or first.isdigit():
        indent = Decimal(characters) / 100 if characters.isdigit() else Decimal(first) / 20 / body
    elif indents.total() >= 3:
        indent = Decimal(str(max(indents, key=lambda one: (indents[one], -one))))
    if indent is not None:
        found["indent"] = _number(min(max(indent, Decimal(0)), Decimal(4)))
    for level, style in enumerate(headings[:3], start=1):
        for side in ("before", "after"):
            said = effective(table, style, "pPr", "spacing", side) if style else ""
            if said.isdigit():
                found[f"heading{level}_{side}"] = _number(min(Decimal(said) / 20, Decimal(200)))
    return found


def _line(table: StyleTable, text: Style | None, body: Decimal) -> Decimal:
    """Return the line height of running text as a multiple of its size."""
    said = effective(table, text, "pPr", "spacing", "line")
    rule = effective(table, text, "pPr", "spacing", "lineRule") or "auto"
    if not said.isdigit():
        return NATURAL
    multiple = Decimal(said) / 240 * NATURAL if rule == "auto" else Decimal(said) / 20 / body
    return min(max(multiple, Decimal("1.2")), Decimal(3))


def _colors(table: StyleTable, palette: Palette, headings: list[Style | None]) -> Values:
    """Return accent and ink: the accent is the first heading's colour, else the first of the theme that can be read."""
    own = [style_color(table, palette, style) for style in headings]
    themed = [palette.colors.get(f"accent{n}", "") for n in range(1, 7)]
    wanted = [color for color in (*own[:2], *themed, palette.colors.get("dk2", "")) if color and _is_colored(color)]
    found: Values = {}
    if wanted:
        found["accent"] = set_apart(wanted[0], PAPER, ON_TINT)
    ink = style_color(table, palette, table.default("paragraph"))
    found["ink"] = ink if ink and contrast(ink, PAPER) >= 7 else "#000000"
    if highlight := next((c for c in themed[1:] if c and c != found.get("accent") and _is_colored(c)), ""):
        found["highlight"] = set_apart(highlight, PAPER, VISIBLE)
    return found


def _is_colored(color: str) -> bool:
    """Tell a colour from black, white and greys."""
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts) > 24


def _table_head(table: StyleTable, palette: Palette, tables: Counter[str]) -> tuple[str, str]:
    """Return fill and text colour of the first row of the file's own tables, if they can be read.

    These are in the style that most tables of its text have, else in the first that the client made. Word's own
    styles are in every file and say nothing.
    """
    used = sorted((own for own in tables if own in table.styles), key=lambda own: (-tables[own], own))
    made = [style.id for style in table.styles.values() if style.element.get(w("customStyle")) in ("1", "true")]
    for own in (*used, *made):
        if table.styles[own].kind != "table":
            continue
        for condition in table.styles[own].element.findall(w("tblStylePr")):
            if condition.get(w("type")) != "firstRow":
                continue
            cell, run = condition.find(w("tcPr")), condition.find(w("rPr"))
            shading = cell.find(w("shd")) if cell is not None else None
            fill = palette.color(shading, "fill", "themeFill")
            ink = palette.color(run.find(w("color")) if run is not None else None)
            ink = ink or ("#FFFFFF" if fill and contrast(fill, PAPER) >= READABLE else "#000000")
            if fill and contrast(fill, ink) >= READABLE:
                return fill, ink
    return "", ""
