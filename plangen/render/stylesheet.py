"""The style sheet of a printed page, computed from the theme."""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, Decimal
from string import Template
from typing import Literal, assert_never, get_args

from plangen.doctree import Meta
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.render.markup import css_string
from plangen.render.pictures import data_address
from plangen.render.wording import cover_rows, header_text
from plangen.spacedglyphs import NARROW, SPACED
from plangen.textwidth import clip
from plangen.textwidth import text_width as ems
from plangen.theme import POINTS_PER_MM, Role, Theme

ROLES: tuple[Role, ...] = get_args(Role)

FIGURE_WORDS = Decimal(90)  # points for what stands below a drawing
HEADER_SHARE = Decimal("0.6")  # of the running header is for the plan's title, the rest for the chapter's
HEADER_LINE = Decimal("1.2")  # of the font's size
LOGO_GAP = Decimal(3)  # millimetres between the running header's logo and its text
COVER_LABELS = 5  # ems for the labels of the cover, where none is longer
COVER_LOGO_WIDEST = 90  # millimetres
LOGO_WIDEST = Decimal(45)  # millimetres in the running header


def text_width(theme: Theme) -> Decimal:
    """Return the width of the text area in points."""
    return theme.text_width


def figure_height(theme: Theme) -> float:
    """Return how tall a drawing may be in points: a page without a caption and a few lines of note."""
    room = text_height(theme)
    return float(max(room - FIGURE_WORDS, room / 2))


def text_height(theme: Theme) -> Decimal:
    """Return the height of a page between its margins in points."""
    return theme.text_height


def table_ems(theme: Theme) -> float:
    """Return the width of a table in ems of its own font."""
    return float(text_width(theme) / theme.sizes.table)


def header_ems(theme: Theme) -> tuple[float, float]:
    """Return how much of the plan's and of a chapter's title the running header holds, in ems of its font."""
    ems = text_width(theme) / theme.sizes.header
    taken = _logo_room(theme) * POINTS_PER_MM / theme.sizes.header
    return float(ems * HEADER_SHARE - taken) - 1, float(ems * (1 - HEADER_SHARE)) - 1


def header_logo(theme: Theme) -> tuple[Decimal, Decimal] | None:
    """Return width and height of the running header's logo in millimetres, where there is one."""
    if theme.picture is None or not theme.header.show or not theme.header.logo:
        return None
    width, height = theme.picture.size(float(theme.header.logo), float(LOGO_WIDEST))
    return Decimal(f"{width:.3f}"), Decimal(f"{height:.3f}")


def _logo_room(theme: Theme) -> Decimal:
    logo = header_logo(theme)
    return logo[0] + LOGO_GAP if logo else Decimal(0)


def stylesheet(theme: Theme, meta: Meta, families: tuple[str, ...]) -> str:
    """Return the style sheet of a document on paper."""
    values = _values(theme, families)
    values |= _page_values(theme, meta) | _text_values(theme, meta)
    cover = BAND if theme.cover.kind == "band" else PLAIN
    grid = GRID.substitute(values) if theme.page.grid else ""
    return SHARED.substitute(values) + PRINT.substitute(values) + cover.substitute(values) + grid


def _values(theme: Theme, families: tuple[str, ...]) -> dict[str, str]:
    parts = {"size": theme.sizes, "color": theme.colors, "space": theme.spacing}
    values = {
        f"{prefix}_{name}": str(value) for prefix, part in parts.items() for name, value in part.model_dump().items()
    }
    for role in ROLES:
        wanted = theme.fonts.family(role)
        values[f"{role}_family"] = css_string(wanted if wanted in families or not families else families[0])
    for level, bold in enumerate(theme.headings.bold, start=1):
        values[f"h{level}_weight"] = "700" if bold else "400"
    rule = f"border-bottom: 1.5pt solid {theme.colors.accent}; padding-bottom: 7pt;" if theme.headings.rule else ""
    values["h1_rule"] = rule
    values["h1_align"] = theme.headings.align
    values["heading_indent"] = f"{theme.headings.indent:f}"
    values["h1_indent"] = "0" if theme.headings.align == "center" else f"{theme.headings.indent:f}"
    values["head_ground"] = theme.colors.accent_soft if theme.tables.head == "tinted" else "transparent"
    values["caption_align"] = theme.tables.caption
    return values


def _text_values(theme: Theme, meta: Meta) -> dict[str, str]:
    """Return what depends on the language: how paragraphs begin and their lines end, and the room for labels."""
    indent = theme.first_indent(meta.language)
    labels = max((ems(name) for name, _ in cover_rows(meta)), default=0.0)
    features = (SPACED,) if LANGUAGES[meta.language].wide else (SPACED, NARROW)
    return {
        "features": ", ".join(f'"{feature}"' for feature in features),
        "space_indent": f"{indent:f}",
        "grid_indent": f"{indent * (theme.sizes.body + theme.letter_spacing):.3f}",
        "text_align": "justify" if LANGUAGES[meta.language].justified else "left",
        "labels": f"{max(COVER_LABELS, math.ceil(labels * 10 + 1) / 10):g}",
    }


def _page_values(theme: Theme, meta: Meta) -> dict[str, str]:
    page = theme.page
    right = page.width - page.left - text_width(theme) / POINTS_PER_MM
    pitch = theme.sizes.body + theme.letter_spacing
    logo_width, logo_height = (
        theme.picture.size(float(theme.cover.logo), COVER_LOGO_WIDEST) if theme.picture else (0, 0)
    )
    return {
        "page_width": str(page.width),
        "page_height": str(page.height),
        "top": str(page.top),
        "bottom": str(page.bottom),
        "left": str(page.left),
        "right": f"{right:.3f}",
        "chapter_break": "page" if theme.headings.new_page else "auto",
        "running_boxes": _header_boxes(theme, meta) + _number_boxes(theme, meta.language),
        "logo_width": f"{logo_width:.3f}",
        "logo_height": f"{logo_height:.3f}",
        "line_pitch": _below(theme.line_pitch),
        "letter_spacing": _whole_units(theme.letter_spacing),
        "grid_heading": f"{theme.headings.indent * pitch:.3f}",
        "grid_h1": "0" if theme.headings.align == "center" else f"{theme.headings.indent * pitch:.3f}",
        "plate_pad": "6",
        "band_top": f"{max(Decimal(62), theme.cover.logo + 34 if theme.picture else Decimal(0)):f}",
    }


def _below(points: Decimal) -> str:
    """Write a length a trifle short, so that a row of them does not miss its room by a rounding."""
    return str(points.quantize(Decimal("0.0001"), ROUND_FLOOR))


def _whole_units(points: Decimal) -> str:
    """Write what is added to a character in whole units of Pango, 1/1024 of a pixel, so that a line has its room.

    WeasyPrint cuts off what is less than a unit.
    """
    units = (points / 72 * 96 * 1024).to_integral_value(ROUND_FLOOR)
    return f"{(units + (Decimal('0.5') if units >= 0 else Decimal('-0.5'))) / 1024 / 96 * 72:.5f}"


def _header_boxes(theme: Theme, meta: Meta) -> str:
    """Write the running header: the plan's title with the logo before it, and the chapter's."""
    if not theme.header.show:
        return ""
    width = text_width(theme)
    logo = header_logo(theme)
    picture = ""
    if logo and theme.picture:
        line = theme.sizes.header * HEADER_LINE / POINTS_PER_MM
        top = max(Decimal(2), theme.page.header + (line - logo[1]) / 2)
        picture = (
            f"background: url({data_address(theme.picture)}) no-repeat 0 {top:.3f}mm / {logo[0]}mm {logo[1]}mm; "
            f"padding-left: {logo[0] + LOGO_GAP}mm; "
        )
    left = width * HEADER_SHARE - _logo_room(theme) * POINTS_PER_MM
    look = (
        f"vertical-align: top; padding-top: {theme.page.header}mm; line-height: {HEADER_LINE}; "
        f"font-size: {theme.sizes.header}pt; color: {theme.colors.muted};"
    )
    title = css_string(clip(header_text(meta), header_ems(theme)[0]))
    return (
        f"@top-left {{ content: {title}; {picture}width: {left:.2f}pt; text-align: left; {look} }}\n"
        f"  @top-right {{ content: string(chapter); width: {width * (1 - HEADER_SHARE):.2f}pt; text-align: right; "
        f"{look} }}"
    )


def _number_boxes(theme: Theme, language: str) -> str:
    """Write the page number below the text, on the side that the theme says."""
    number, sizes, page = theme.page_number, theme.sizes, theme.page
    inset = number.inset * sizes.page_number
    if number.below is None:
        place = f"vertical-align: bottom; padding-bottom: {page.footer}mm;"
    else:
        place = f"vertical-align: top; padding-top: {number.below}mm; line-height: 1;"
    family = css_string(theme.fonts.family("page_number"))
    color = theme.colors.muted if number.below is None else theme.colors.ink
    look = f"content: {_page_content(number.form, language)}; font-family: {family}; " + (
        f"font-size: {sizes.page_number}pt; color: {color}; width: 100%; {place}"
    )

    def box(side: Literal["left", "center", "right"]) -> str:
        pad = "" if side == "center" else f" padding-{side}: {inset}pt;"
        return f"@bottom-{side} {{ {look} text-align: {side};{pad} }}"

    match number.place:
        case "right" | "center":
            return "\n  " + box(number.place)
        case "outside":
            return f"\n}}\n@page :right {{\n  {box('right')}\n}}\n@page :left {{\n  {box('left')}"
        case _:
            assert_never(number.place)


def _page_content(form: Literal["total", "number", "dashes"], language: str) -> str:
    """Write a page number as CSS content: ``"第 " counter(page) " 页，共 " counter(pages) " 页"``."""
    match form:
        case "total":
            before, _, rest = label(language, "page", page="\0", pages="\1").partition("\0")
            between, _, after = rest.partition("\1")
            return f"{css_string(before)} counter(page) {css_string(between)} counter(pages) {css_string(after)}"
        case "number":
            return "counter(page)"
        case "dashes":
            return '"— " counter(page) " —"'
        case _:
            assert_never(form)


SHARED = Template("""\
html { color: $color_ink; }
body { margin: 0; line-height: $space_line; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.35; font-weight: 700; color: $color_accent; margin: 0; }
main > h1 { font-weight: $h1_weight; text-align: $h1_align; text-indent: ${h1_indent}em; }
h2 { font-weight: $h2_weight; text-indent: ${heading_indent}em; }
h3 { font-weight: $h3_weight; text-indent: ${heading_indent}em; }
h4 { font-weight: $h4_weight; text-indent: ${heading_indent}em; }
p { margin: 0 0 ${space_paragraph}pt; }
main > p, main > div > p { text-indent: ${space_indent}em; text-align: $text_align; }
main > h1 { $h1_rule
  margin: ${space_heading1_before}pt 0 ${space_heading1_after}pt; }
h2 { margin: ${space_heading2_before}pt 0 ${space_heading2_after}pt; }
h3 { margin: ${space_heading3_before}pt 0 ${space_heading3_after}pt; color: $color_ink; }
h4 { margin: ${space_paragraph}pt 0; color: $color_ink; }
h1 + h2, h2 + h3, h3 + h4 { margin-top: 0; }
strong, b { font-weight: 700; }
em { font-style: normal; border-bottom: .75pt solid $color_highlight; }
code { font-family: inherit; color: $color_accent; background: $color_accent_soft; padding: 0 .25em; }
a { color: inherit; text-decoration: none; }
main p a[href^=http], main p a[href^=mailto], li a[href^=http] { color: $color_accent; text-decoration: underline; }
.n { white-space: nowrap; }
sup, .mark { font-size: .7em; line-height: 0; vertical-align: super; }
sup a, .mark { color: $color_accent; }
ul, ol { margin: 0 0 ${space_paragraph}pt; padding-left: 2em; }
li { margin: 0 0 2pt; }
li > ul, li > ol { margin: 2pt 0 0; }
ul { list-style: disc; }
ul ul { list-style: circle; }
ol ol { list-style: lower-alpha; }
blockquote { margin: 8pt 0 10pt; padding: 1pt 0 1pt 1em; border-left: 2.5pt solid $color_rule; color: $color_muted; }
blockquote p { margin: 0; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; line-height: 1.45; }
div.table { margin: 10pt 0 12pt; }
div.table table { border-top: 1.25pt solid $color_accent; border-bottom: 1.25pt solid $color_accent; }
caption { text-align: $caption_align; font-weight: 700; color: $color_ink; padding: 0 0 5pt; caption-side: top; }
caption .no { color: $color_accent; }
th, td { padding: ${space_table_cell}pt .6em; text-align: left; vertical-align: middle; font-weight: 400; }
thead tr { background: $head_ground; }
thead th { color: $color_accent; font-weight: 700;
  border-bottom: .75pt solid $color_accent; vertical-align: bottom; }
tbody th { font-weight: 700; }
tbody tr + tr > * { border-top: .4pt solid $color_rule; }
.t { vertical-align: top; }
.r + .l { padding-left: 1.5em; }
.r { text-align: right; }
.c { text-align: center; }
tr.total { background: $color_accent_soft; }
tr.total > * { font-weight: 700; border-top: .75pt solid $color_accent; }
tr.group > * { font-weight: 700; color: $color_accent; }
.good { background: $color_good; }
.warn { background: $color_warn; }
.bad { background: $color_bad; }
.severe { background: $color_severe; font-weight: 700; }
.muted { color: $color_muted; }
.strong { font-weight: 700; }
p.note { color: $color_muted; margin: -7pt 0 12pt; text-indent: 0; }
figure { margin: 14pt 0 18pt; }
figure svg { display: block; width: 100%; height: auto; overflow: visible; }
figcaption { text-align: $caption_align; font-weight: 700; color: $color_ink; padding: 6pt 0 0; line-height: 1.45; }
figcaption .no { color: $color_accent; }
figure p.note { margin: 2pt 0 0; }
figure div.table { margin-bottom: 0; }
aside figure { background: $color_paper; padding: 8pt 10pt; margin: 8pt 0 4pt; }
aside { margin: 10pt 0 12pt; padding: 8pt 12pt; }
aside p { margin: 0 0 3pt; }
aside ul, aside ol { margin-bottom: 3pt; }
.box { background: $color_accent_soft; border-top: 1.5pt solid $color_accent; }
.head { font-weight: 700; color: $color_accent; }
.flag { background: $color_flag; border-left: 3pt solid $color_flag_edge; }
.gap { background: $color_gap; border-left: 3pt solid $color_gap_edge; }
.flag p, .gap p { padding-left: 6em; text-indent: -6em; }
.flag b, .gap b { display: inline-block; width: 6em; text-indent: 0; font-weight: 400; color: $color_muted; }
.flag p:first-child, .gap p:first-child { font-weight: 700; }
.flag p:first-child b { font-weight: 700; color: $color_flag_edge; }
.gap p:first-child b { font-weight: 700; color: $color_gap_edge; }
.gap p + p { padding-left: 0; text-indent: 0; }
.contents p { margin: 0; text-indent: 0; }
.contents a { display: block; }
.contents .no { display: inline-block; }
.cover table { line-height: 1.6; }
""")

# A border or padding of the footnote area makes WeasyPrint 70 take every note for too tall and move it a page on, so
# each note has its own edge; with the policy "line" a note stays on the page of its mark.
PRINT = Template("""\
@page {
  size: ${page_width}mm ${page_height}mm; margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;
  @footnote { margin-top: 10pt; }
  $running_boxes
}
@page cover {
  margin: 0;
  @top-left { content: none; background: none } @top-right { content: none }
  @bottom-left { content: none } @bottom-center { content: none } @bottom-right { content: none }
}
html { font-family: $body_family; font-size: ${size_body}pt; font-feature-settings: $features; }
body { orphans: 2; widows: 2; }
h1, h2, h3, h4, .title, .head { font-family: $heading1_family; break-after: avoid; break-inside: avoid; }
h2 { font-family: $heading2_family; }
h3 { font-family: $heading3_family; }
h4 { font-family: $heading4_family; }
.title { font-family: $title_family; }
main > h1 { break-before: $chapter_break; font-size: ${size_heading1}pt;
  bookmark-level: 1; bookmark-label: attr(data-title); string-set: chapter attr(data-head); }
h2 { font-size: ${size_heading2}pt; bookmark-level: 2; bookmark-label: attr(data-title); }
h3 { font-size: ${size_heading3}pt; bookmark-level: 3; bookmark-label: attr(data-title); }
h4 { font-size: ${size_heading4}pt; bookmark-level: 4; bookmark-label: attr(data-title); }
table { font-size: ${size_table}pt; }
caption, figcaption { font-size: ${size_caption}pt; }
caption { break-after: avoid; }
figure { break-inside: avoid; }
figure.data { break-inside: auto; }
figcaption { break-before: avoid; }
tr, .short { break-inside: avoid; }
tr.group, .k { break-after: avoid; }
thead { break-after: avoid; }
p.note { font-size: ${size_small}pt; break-before: avoid; }
aside { break-inside: avoid; break-before: avoid; }
.fn { float: footnote; footnote-policy: line; margin-top: 3pt; border-left: 1.5pt solid $color_rule; padding-left: 6pt;
  font-size: ${size_small}pt; line-height: 1.45; text-indent: 0; white-space: normal; color: $color_ink; }
.fn::footnote-call { content: "[" attr(data-n) "]"; font-size: .7rem; line-height: 0; vertical-align: super;
  color: $color_accent; }
.fn::footnote-marker { content: attr(data-n) "  "; color: $color_accent; }
.contents.headings { break-before: page; }
.contents h1 { font-size: ${size_heading1}pt; margin: 0 0 14pt; bookmark-level: 1; bookmark-label: attr(data-title);
  string-set: chapter attr(data-head); }
.contents.tables, .contents.figures { margin-top: 24pt; break-inside: avoid; }
.contents.tables h1, .contents.figures h1 { string-set: none; font-size: ${size_heading2}pt; margin-bottom: 8pt; }
.contents a::after { content: leader('…') target-counter(attr(href), page); color: $color_muted; font-weight: 400; }
.contents p { line-height: 1.7; }
.contents p:nth-last-child(-n+3), .headings .e1 + p { break-before: avoid; }
.headings .e1 { font-weight: 700; color: $color_accent; margin-top: 7pt; }
.headings .e2 { margin-left: 1.6em; }
.headings .e3 { margin-left: 3.6em; color: $color_muted; font-size: .92em; }
main { break-before: page; }
.cover { page: cover; }
.cover + .revisions { break-before: page; }
.revisions .head { margin: 0 0 4pt; }
.revisions div.table { margin: 0; }
.logo img { width: ${logo_width}mm; height: ${logo_height}mm; display: block; }
""")

# The cover with a coloured band: a logo stands on a white plate that hangs into it.
BAND = Template("""\
.band { background: $color_accent; color: $color_paper; padding: ${band_top}mm 28mm 20mm ${left}mm; min-height: 66mm;
  border-bottom: 2.2mm solid $color_highlight; }
.logo { position: absolute; top: 0; left: ${left}mm; margin-left: -${plate_pad}mm; background: $color_paper;
  padding: 14mm ${plate_pad}mm ${plate_pad}mm; }
.title { font-size: ${size_cover_title}pt; color: $color_paper; line-height: 1.3; bookmark-level: none; }
.subtitle { font-size: ${size_cover_subtitle}pt; margin: 6mm 0 0; line-height: 1.5; }
.draft { margin: 0 0 6mm; }
.draft span { border: 1.2pt solid $color_highlight; background: $color_highlight; color: $color_paper; font-weight: 700;
  font-size: 13pt; padding: 1.5mm 5mm; letter-spacing: .3em; }
.facts { margin: 16mm 28mm 0 ${left}mm; }
.facts table { font-size: ${size_body}pt; width: auto; }
.facts th { color: $color_muted; padding: 3pt 2em 3pt 0; width: ${labels}em; }
.facts td { padding: 3pt 0; }
.facts tr + tr > * { border-top: none; }
.cover .revisions { margin: 14mm ${right}mm 0 ${left}mm; }
""")

# The cover as official documents have it: centred, black on white.
PLAIN = Template("""\
.band { padding: 30mm ${right}mm 0 ${left}mm; height: 104mm; text-align: center; }
.logo { margin: 0 0 12mm; }
.logo img { margin: 0 auto; }
.title { font-size: ${size_cover_title}pt; color: $color_ink; line-height: 1.5; font-weight: 400; margin: 14mm 0 0;
  bookmark-level: none; }
.subtitle { font-size: ${size_cover_subtitle}pt; margin: 5mm 0 0; line-height: 1.5; }
.draft { margin: 0; }
.draft span { border: 1pt solid $color_ink; font-size: 13pt; padding: 1mm 4mm; letter-spacing: .3em; }
.facts { margin: 10mm ${right}mm 0 ${left}mm; }
.facts table { font-size: ${size_table}pt; width: auto; margin: 0 auto; }
.facts th { padding: 3pt 2em 3pt 0; width: ${labels}em; }
.facts td { padding: 3pt 0; }
.facts tr + tr > * { border-top: none; }
.cover .revisions { margin: 12mm ${right}mm 0 ${left}mm; }
.cover .revisions .head { text-align: center; }
""")

# Running text on a grid: each character and each line has its place (GB/T 9704).
GRID = Template("""\
body { line-height: ${line_pitch}pt; }
main > h1, h2, h3, h4 { line-height: ${line_pitch}pt; }
main > p, main > div > p, main li, main > h1, h2, h3, h4 { letter-spacing: ${letter_spacing}pt; }
main > p, main > div > p { text-indent: ${grid_indent}pt; }
main > h1 { text-indent: ${grid_h1}pt; }
h2, h3, h4 { text-indent: ${grid_heading}pt; }
main li { margin: 0; }
.fn, aside, .cover, figure, table, main p.note { letter-spacing: 0; line-height: 1.45; }
.title { line-height: 1.5; }
""")
