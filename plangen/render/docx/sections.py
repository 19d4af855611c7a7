"""Pages: their size, the sections of a document, and what stands above and below the text."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import assert_never

from plangen.doctree import Meta
from plangen.labels import label
from plangen.render.docx.looks import grid_pitch
from plangen.render.docx.markup import field, millimetres, paragraph, part, run, twips
from plangen.render.wording import header_text
from plangen.theme import Theme


def paper(theme: Theme) -> tuple[int, int]:
    """Return width and height of the paper in twips."""
    return millimetres(theme.page.width), millimetres(theme.page.height)


def text_width(theme: Theme) -> int:
    """Return the width of the text in twips: a whole number of characters, so that lines end flush right.

    With a grid, which says how wide a character is, it is what lies between the margins.
    """
    if theme.page.grid:
        return int(theme.text_width * 20)
    room = paper(theme)[0] - millimetres(theme.page.left) - millimetres(theme.page.right)
    return twips(room // 20 // theme.sizes.body * theme.sizes.body)


def section(theme: Theme, header: str = "", footer: str = "", *, kind: str = "nextPage") -> str:
    """Return the properties of a section; ``header`` and ``footer`` are relationship ids, empty where there is none."""
    page = theme.page
    width, height = paper(theme)
    right = width - millimetres(page.left) - text_width(theme)
    sides = ("default", "even") if theme.page_number.place == "outside" else ("default",)
    references = "".join(
        f'<w:{what}Reference w:type="{side}" r:id="{name}{"Even" if side == "even" and what == "footer" else ""}"/>'
        for what, name in (("header", header), ("footer", footer))
        for side in sides
        if name
    )
    return (
        f'<w:sectPr>{references}<w:type w:val="{kind}"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{millimetres(page.top)}" w:right="{right}" '
        f'w:bottom="{millimetres(page.bottom)}" w:left="{millimetres(page.left)}" '
        f'w:header="{millimetres(page.header)}" w:footer="{_footer_distance(theme)}" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{_grid(theme)}</w:sectPr>'
    )


def _footer_distance(theme: Theme) -> int:
    """Return how far the page number ends above the paper's edge, in twips."""
    below = theme.page_number.below
    if below is None:
        return millimetres(theme.page.footer)
    return max(0, millimetres(theme.page.bottom - below) - twips(theme.sizes.page_number))


def _grid(theme: Theme) -> str:
    """Return the grid of running text. What it adds to a character counts 1/4096 of a point.

    Both are a trifle too small, so that the last line and the last character have their room.
    """
    grid = theme.page.grid
    if not grid:
        return ""
    room = Decimal(text_width(theme)) / 20 / grid.characters - theme.sizes.body
    space = (room * 4096).to_integral_value(ROUND_FLOOR) - 1
    return f'<w:docGrid w:type="linesAndChars" w:linePitch="{grid_pitch(theme)}" w:charSpace="{space}"/>'


def section_end(properties: str, runs: str = "") -> str:
    """Return the line that carries the properties of a section which is not the last."""
    return paragraph("TableBreak", runs, properties)


def header_xml(meta: Meta, right: str, logo: str = "") -> str:
    """Return a running header: the document's title, after the logo's run, and ``right`` at the other margin."""
    gap = run("　") if logo else ""
    return part("hdr", paragraph("Header", logo + gap + run(header_text(meta)) + "<w:r><w:tab/></w:r>" + right))


def running_title(style: str) -> str:
    """Return the field that repeats the title of the chapter a page belongs to.

    Word works it out for every page. Programs that cannot would show one cached title on all of
    them, so none is cached.
    """
    return field(f"STYLEREF {style}", "")


def footer_xml(meta: Meta, theme: Theme, *, even: bool = False) -> str:
    """Return the footer: the page's number and, where the theme says so, how many there are."""
    number = field("PAGE", run("1"))
    match theme.page_number.form:
        case "total":
            runs = _of_total(meta, number)
        case "number":
            runs = number
        case "dashes":
            runs = run("— ") + number + run(" —")
        case _:
            assert_never(theme.page_number.form)
    return part("ftr", paragraph("FooterEven" if even else "Footer", runs))


def _of_total(meta: Meta, number: str) -> str:
    words = label(meta.language, "page", page="\ue000", pages="\ue001")
    before, _, rest = words.partition("\ue000")
    between, _, after = rest.partition("\ue001")
    return run(before) + number + run(between) + field("NUMPAGES", run("1")) + run(after)


def settings_xml(notes: bool, *, sides: bool = False, hyphens: bool = False) -> str:
    """Return the settings part; the order of its elements is fixed by the format.

    ``sides`` tells whether even pages have a footer of their own, ``hyphens`` whether Word may part words at the end of
    a line, of no more than two lines in a row.
    """
    parted = '<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:doNotHyphenateCaps/>' if hyphens else ""
    even = "<w:evenAndOddHeaders/>" if sides else ""
    footnotes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return part(
        "settings",
        '<w:zoom w:percent="100"/><w:embedTrueTypeFonts/><w:saveSubsetFonts/><w:defaultTabStop w:val="420"/>'
        f"{parted}{even}"
        f'<w:characterSpacingControl w:val="compressPunctuation"/>{footnotes}'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{modes}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" '
        'w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
        'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    )
