"""The style sheet of a printed page, computed from the theme."""

from __future__ import annotations

from decimal import Decimal
from string import Template

from plangen.doctree import Meta
from plangen.labels import label
from plangen.render.markup import css_string
from plangen.render.wording import header_text
from plangen.spacedglyphs import SPACED
from plangen.textwidth import clip
from plangen.theme import Theme

PAGE_WIDTH, PAGE_HEIGHT = Decimal(210), Decimal(297)  # A4, in millimetres
FIGURE_WORDS = Decimal(90)  # points for what stands below a drawing
POINTS_PER_MM = Decimal(72) / Decimal("25.4")
HEADER_SHARE = Decimal("0.6")  # of the running header is for the plan's title, the rest for the chapter's


def text_width(theme: Theme) -> Decimal:
    """Return the width of the text area in points: a whole number of characters, so that lines end flush right."""
    room = (PAGE_WIDTH - theme.page.left - theme.page.right) * POINTS_PER_MM
    return room // theme.sizes.body * theme.sizes.body


def figure_height(theme: Theme) -> float:
    """Return how tall a drawing may be in points: a page without a caption and a few lines of note."""
    room = text_height(theme)
    return float(max(room - FIGURE_WORDS, room / 2))


def text_height(theme: Theme) -> Decimal:
    """Return the height of a page between its margins in points."""
    return (PAGE_HEIGHT - theme.page.top - theme.page.bottom) * POINTS_PER_MM


def table_ems(theme: Theme) -> float:
    """Return the width of a table in ems of its own font."""
    return float(text_width(theme) / theme.sizes.table)


def header_ems(theme: Theme) -> tuple[float, float]:
    """Return how much of the plan's and of a chapter's title the running header holds, in ems of its font."""
    ems = text_width(theme) / theme.sizes.header
    return float(ems * HEADER_SHARE) - 1, float(ems * (1 - HEADER_SHARE)) - 1


def stylesheet(theme: Theme, meta: Meta, families: tuple[str, ...]) -> str:
    """Return the style sheet of a document on paper."""
    values = _values(theme, families)
    return SHARED.substitute(values) + PRINT.substitute(values | _page_values(theme, meta))


def _values(theme: Theme, families: tuple[str, ...]) -> dict[str, str]:
    parts = {"size": theme.sizes, "color": theme.colors, "space": theme.spacing}
    values = {
        f"{prefix}_{name}": str(value) for prefix, part in parts.items() for name, value in part.model_dump().items()
    }
    known = [css_string(family) for family in (theme.fonts.body, theme.fonts.heading) if family in families]
    values["body_family"] = known[0] if known else css_string(theme.fonts.body)
    values["heading_family"] = known[-1] if known else css_string(theme.fonts.heading)
    return values


def _page_values(theme: Theme, meta: Meta) -> dict[str, str]:
    page = theme.page
    right = PAGE_WIDTH - page.left - text_width(theme) / POINTS_PER_MM
    return {
        "top": str(page.top),
        "bottom": str(page.bottom),
        "left": str(page.left),
        "right": f"{right:.3f}",
        "header": str(page.header),
        "footer": str(page.footer),
        "spaced": SPACED,
        "header_text": css_string(clip(header_text(meta), header_ems(theme)[0])),
        "page_content": _page_content(meta.language),
        "header_left": f"{text_width(theme) * HEADER_SHARE:.2f}",
        "header_right": f"{text_width(theme) * (1 - HEADER_SHARE):.2f}",
    }


def _page_content(language: str) -> str:
    """Write the label of a page number as CSS content: ``"第 " counter(page) " 页，共 " counter(pages) " 页"``."""
    before, _, rest = label(language, "page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    return f"{css_string(before)} counter(page) {css_string(between)} counter(pages) {css_string(after)}"


SHARED = Template("""\
html { color: $color_ink; }
body { margin: 0; line-height: $space_line; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.35; font-weight: 700; color: $color_accent; margin: 0; }
p { margin: 0 0 ${space_paragraph}pt; }
main > p, main > div > p { text-indent: ${space_indent}em; text-align: justify; }
main > h1 { border-bottom: 1.5pt solid $color_accent; padding-bottom: 7pt;
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
caption { text-align: left; font-weight: 700; color: $color_ink; padding: 0 0 5pt; caption-side: top; }
caption .no { color: $color_accent; }
th, td { padding: ${space_table_cell}pt .6em; text-align: left; vertical-align: middle; font-weight: 400; }
thead tr { background: $color_accent_soft; }
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
figcaption { font-weight: 700; color: $color_ink; padding: 6pt 0 0; line-height: 1.45; }
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
  size: A4; margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;
  @top-left { content: $header_text; width: ${header_left}pt; text-align: left;
    vertical-align: top; padding-top: ${header}mm; font-size: ${size_header}pt; color: $color_muted; }
  @top-right { content: string(chapter); width: ${header_right}pt; text-align: right;
    vertical-align: top; padding-top: ${header}mm; font-size: ${size_header}pt; color: $color_muted; }
  @bottom-right { content: $page_content; text-align: right; width: ${header_left}pt;
    vertical-align: bottom; padding-bottom: ${footer}mm; font-size: ${size_header}pt; color: $color_muted; }
  @footnote { margin-top: 10pt; }
}
@page cover {
  margin: 0;
  @top-left { content: none } @top-right { content: none } @bottom-right { content: none }
}
html { font-family: $body_family; font-size: ${size_body}pt; font-feature-settings: "$spaced"; }
body { orphans: 2; widows: 2; }
h1, h2, h3, h4, .title, .head { font-family: $heading_family; break-after: avoid; break-inside: avoid; }
main > h1 { break-before: page; font-size: ${size_heading1}pt; bookmark-level: 1; bookmark-label: attr(data-title);
  string-set: chapter attr(data-head); }
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
.band { background: $color_accent; color: $color_paper; padding: 62mm 28mm 20mm ${left}mm; min-height: 66mm;
  border-bottom: 2.2mm solid $color_highlight; }
.title { font-size: ${size_cover_title}pt; color: $color_paper; line-height: 1.3; bookmark-level: none; }
.subtitle { font-size: ${size_cover_subtitle}pt; margin: 6mm 0 0; line-height: 1.5; }
.draft { margin: 0 0 6mm; }
.draft span { border: 1.2pt solid $color_highlight; background: $color_highlight; color: $color_paper; font-weight: 700;
  font-size: 13pt; padding: 1.5mm 5mm; letter-spacing: .3em; }
.facts { margin: 16mm 28mm 0 ${left}mm; }
.facts table { font-size: ${size_body}pt; width: auto; }
.facts th { color: $color_muted; padding: 3pt 2em 3pt 0; width: 5em; }
.facts td { padding: 3pt 0; }
.facts tr + tr > * { border-top: none; }
.cover .revisions { margin: 14mm ${right}mm 0 ${left}mm; }
.cover + .revisions { break-before: page; }
.revisions .head { margin: 0 0 4pt; }
.revisions div.table { margin: 0; }
""")
