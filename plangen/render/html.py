"""The document tree as the HTML page that the PDF writer sets. The page for the screen is ``render.screen``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from plangen.doctree import (
    Block,
    Box,
    Chart,
    Citation,
    Code,
    Contents,
    CrossRef,
    Document,
    Emphasis,
    Entry,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Listing,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Slot,
    Strong,
    Table,
    Text,
    Value,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.numbering import Scheme, scheme_for, suffix
from plangen.render import anchors
from plangen.render.breaks import is_short, stay_with_next
from plangen.render.columns import cell_lines, column_widths, is_after_numbers, is_at_top
from plangen.render.errors import RenderError
from plangen.render.markup import attribute, is_allowed, properties, text
from plangen.render.pictures import image
from plangen.render.stylesheet import (
    figure_height,
    header_ems,
    stylesheet,
    table_ems,
    text_width,
)
from plangen.render.wording import caption_number, cover_rows, flag_rows, gap_rows, revision_table
from plangen.textwidth import clip
from plangen.textwidth import text_width as text_ems
from plangen.theme import Theme

MOST_REVISIONS = 5  # on the cover
SHORT = 12  # a reference of up to this many characters stays on one line
ALIGN_CLASS = {"left": "", "center": "c", "right": "r"}


@dataclass(slots=True)
class _Page:
    """What the parts of one page share while it is written."""

    document: Document
    theme: Theme
    scheme: Scheme
    table_ems: float
    header_ems: float
    headings: dict[str, Heading]
    ids: set[str] = field(default_factory=set)
    references: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.document.meta.language

    def id(self, name: str) -> str:
        """Return an id attribute, or nothing when the page has that id already."""
        if name in self.ids:
            return ""
        self.ids.add(name)
        return f' id="{name}"'

    def href(self, name: str, what: str) -> str:
        """Return the address of a place in the page, to be found there when all is written."""
        self.references.setdefault(name, what)
        return f"#{name}"


def html_page(document: Document, theme: Theme, fonts: tuple[FontFile, ...]) -> str:
    """Return the document as an HTML page styled for paper.

    Raises ``RenderError`` when a reference leads nowhere or a generated list was not resolved.
    """
    meta = document.meta
    headings = {heading.id: heading for heading in query(document, Heading) if heading.id}
    scheme = scheme_for(document.numbering, meta.language)
    page = _Page(document, theme, scheme, table_ems(theme), header_ems(theme)[1], headings)
    body = "\n".join((_cover(page), "<main>", *(_block(page, block) for block in document.blocks)))
    body += "\n</main>"
    for name, what in page.references.items():
        if name not in page.ids:
            raise RenderError(f"{what} leads nowhere: the document has no place {name}")
    style = stylesheet(theme, meta, tuple(dict.fromkeys(font.family for font in fonts)))
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[meta.language].tag}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{text(meta.title)}</title>\n{properties(meta)}<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


# --- the cover ---------------------------------------------------------------------------------------------------


def _cover(page: _Page) -> str:
    """Write the cover; more revisions than it has room for stand on the page behind it."""
    meta = page.document.meta
    revisions = _revisions(page)
    behind = ""
    if len(meta.revisions) > MOST_REVISIONS:
        revisions, behind = "", revisions
    draft = f'<p class="draft"><span>{label(meta.language, "draft")}</span></p>' if meta.draft else ""
    subtitle = f'<p class="subtitle">{text(meta.subtitle)}</p>' if meta.subtitle else ""
    picture = page.theme.picture
    logo = f'<div class="logo">{image(picture, meta)}</div>' if picture else ""
    rows = "".join(
        f'<tr><th scope="row">{text(name)}</th><td>{text(value)}</td></tr>' for name, value in cover_rows(meta)
    )
    return (
        f'<header class="cover"><div class="band">{logo}{draft}'
        f'<h1 class="title">{text(meta.title)}</h1>{subtitle}</div>'
        f'<div class="facts"><table><tbody>{rows}</tbody></table></div>{revisions}</header>{behind}'
    )


def _revisions(page: _Page) -> str:
    meta = page.document.meta
    if not meta.revisions:
        return ""
    title = f'<p class="head">{label(meta.language, "revisions")}</p>'
    return f'<section class="revisions">{title}{_table(page, revision_table(meta))}</section>'


# --- blocks ------------------------------------------------------------------------------------------------------


def _blocks(page: _Page, blocks: tuple[Block, ...]) -> str:
    return "\n".join(_block(page, block) for block in blocks)


def _block(page: _Page, block: Block) -> str:
    match block:
        case Heading():
            return _heading(page, block)
        case Paragraph():
            return f"<p>{_inlines(page, block.children)}</p>"
        case ListBlock():
            return _list(page, block)
        case Quote():
            return f"<blockquote>{_blocks(page, block.children)}</blockquote>"
        case Table():
            return _table(page, block)
        case Chart():
            return _figure(page, block)
        case Box():
            title = f'<p class="head">{text(block.title)}</p>' if block.title else ""
            return f'<aside class="box">{title}{_blocks(page, block.children)}</aside>'
        case Flag():
            return _labelled("flag", flag_rows(block, page.language))
        case Gap():
            return _labelled("gap", gap_rows(block, page.language))
        case Slot():
            return f"<div{page.id(anchors.slot(block.path))}>{_blocks(page, block.children)}</div>"
        case Contents():
            return _contents(page, block)
        case Listing():
            raise RenderError(f"the list of {block.kind} was not resolved before rendering")
        case _:
            assert_never(block)


def _heading(page: _Page, heading: Heading) -> str:
    level = min(max(heading.level, 1), 4)
    gap = suffix(page.scheme, level, heading.appendix) if heading.number else ""
    number = f'<span class="no">{text(heading.number)}</span>{gap}' if heading.number else ""
    name = page.id(anchors.target(heading.id)) if heading.id else ""
    title = _title(page, f"{heading.number}{gap}{plain_text(heading)}")
    return f"<h{level}{name}{title}>{number}{_inlines(page, heading.children)}</h{level}>"


def _title(page: _Page, title: str) -> str:
    """Return the attributes a bookmark and the running header are taken from."""
    return f' data-title="{attribute(title)}" data-head="{attribute(clip(title, page.header_ems))}"'


def _list(page: _Page, block: ListBlock) -> str:
    tag = "ol" if block.ordered else "ul"
    start = (
        f' start="{block.start}" style="counter-reset: list-item {block.start - 1}"'
        if block.ordered and block.start != 1
        else ""
    )
    items = "".join(f"<li>{_item(page, item)}</li>" for item in block.items)
    return f"<{tag}{start}>{items}</{tag}>"


def _item(page: _Page, item: ListItem) -> str:
    """Write an item; its first paragraph needs no element of its own, which halves the cost of laying it out."""
    match item.children:
        case (Paragraph() as first, *rest):
            return _inlines(page, first.children) + _blocks(page, tuple(rest))
        case _:
            return _blocks(page, item.children)


def _labelled(kind: Literal["flag", "gap"], rows: tuple[tuple[str, str], ...]) -> str:
    lines = "".join(f"<p><b>{text(name)}</b>{text(value)}</p>" for name, value in rows if value)
    return f'<aside class="{kind}">{lines}</aside>'


def _contents(page: _Page, contents: Contents) -> str:
    match contents.kind:
        case "headings":
            title = label(page.language, "contents")
        case "tables":
            title = label(page.language, "list_of_tables")
        case "figures":
            title = label(page.language, "list_of_figures")
        case _:
            assert_never(contents.kind)
    widths: dict[tuple[int, bool], float] = {}
    for entry in contents.entries:
        key = _number_column(page, entry)
        widths[key] = max(widths.get(key, 0), text_ems(entry.number, bold=entry.level == 1) + 0.6)
    lines = "".join(_entry(page, entry, widths[_number_column(page, entry)]) for entry in contents.entries)
    head = f"<h1{_title(page, title)}>{text(title)}</h1>"
    return f'<nav class="contents {contents.kind}">{head}\n<div role="list">{lines}</div></nav>'


def _number_column(page: _Page, entry: Entry) -> tuple[int, bool]:
    """Tell which entries share a width for their numbers: those of a level, appendices apart."""
    heading = page.headings.get(entry.anchor)
    return entry.level, heading is not None and heading.appendix


def _entry(page: _Page, entry: Entry, width: float) -> str:
    heading = page.headings.get(entry.anchor)
    gap = suffix(page.scheme, heading.level, heading.appendix) if heading else " "
    number = ""
    if entry.number:
        number = (
            f'<span class="no" style="width:{width:.2f}em;margin-left:-{width:.2f}em">{text(entry.number)}{gap}</span>'
        )
    where = page.href(anchors.target(entry.anchor), f"the contents entry “{entry.title}”")
    return (
        f'<p class="e{entry.level}" role="listitem" aria-level="{entry.level}">'
        f'<a href="{where}" style="padding-left:{width:.2f}em">'
        f"{number}{text(entry.title)}</a></p>\n"
    )


# --- tables ------------------------------------------------------------------------------------------------------


def _table(page: _Page, table: Table) -> str:
    """Write a table with given column widths and bare cells: layout then measures nothing and makes few boxes."""
    name = page.id(anchors.target(table.id)) if table.id else ""
    caption = ""
    if table.caption:
        number = caption_number(table, page.language)
        lead = f'<span class="no">{text(number)}</span>{LANGUAGES[page.language].gap}' if number else ""
        caption = f"<caption>{lead}{text(table.caption)}</caption>"
    widths = column_widths(table, page.table_ems)
    columns = "".join(f'<col style="width:{width / 10:g}%">' for width in widths)
    classes = [_column_class(table, index) for index in range(len(table.columns))]
    heads = "".join(
        f'<th scope="col"{_class(name)}>{text(column.title)}</th>'
        for name, column in zip(classes, table.columns, strict=True)
    )
    head = f"<thead><tr>{heads}</tr></thead>" if any(column.title for column in table.columns) else ""
    lines = cell_lines(table, widths, page.table_ems)
    kept = stay_with_next(table.rows)
    rows = "\n".join(_row(page, table, classes, *row) for row in zip(table.rows, lines, kept, strict=True))
    note = f'<p class="note">{_inlines(page, table.note)}</p>' if table.note else ""
    kind = "table short" if is_short(lines, page.theme) else "table"
    return (
        f'<div class="{kind}"><table{name}>{caption}<colgroup>{columns}</colgroup>{head}\n'
        f"<tbody>{rows}</tbody></table></div>{note}"
    )


def _column_class(table: Table, index: int) -> str:
    return "l" if is_after_numbers(table, index) else ALIGN_CLASS[table.columns[index].align]


def _row(page: _Page, table: Table, columns: list[str], row: Row, lines: list[int], kept: bool) -> str:
    """Write a row, given how many lines its cells take and whether it stays with the next one."""
    name = page.id(anchors.source(row.number)) if row.number else ""
    kind = _classes("" if row.kind == "body" else row.kind, "k" if kept else "")
    cells = []
    at = 0
    for cell, height in zip(row.cells, lines, strict=True):
        align = columns[at] if at < len(columns) and row.kind != "group" else ""
        classes = _classes(align, cell.tone, "t" if is_at_top(height, max(lines)) else "")
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        tag, scope = ("th", ' scope="row"') if table.header_column and at == 0 else ("td", "")
        cells.append(f"<{tag}{scope}{_class(classes)}{span}>{_inlines(page, cell.children)}</{tag}>")
        at += cell.span
    cells.append("<td></td>" * (len(table.columns) - at))
    return f"<tr{name}{_class(kind)}>{''.join(cells)}</tr>"


# --- charts ------------------------------------------------------------------------------------------------------


def _figure(page: _Page, chart: Chart) -> str:
    """Write a chart as a drawing, its caption and note below; what cannot be drawn becomes the table of its data."""
    # only a document that holds a chart pays for what draws it
    from plangen.charts.svg import draw

    name = page.id(anchors.target(chart.id)) if chart.id else ""
    # WeasyPrint does not pass the page's font on to a drawing
    family = page.theme.fonts.body
    width, height = float(text_width(page.theme)), figure_height(page.theme)
    said = chart.alt or chart.caption or label(page.language, "figure")
    drawing = draw(replace(chart, alt=said), page.theme, page.language, width, height, family)
    kind = ""
    if drawing is None:
        from plangen.charts.tables import chart_table

        drawing = _table(page, replace(chart_table(chart, page.language), id="", caption="", note=()))
        kind = _class("data")
    caption = ""
    if chart.caption:
        number = caption_number(chart, page.language)
        lead = f'<span class="no">{text(number)}</span>{LANGUAGES[page.language].gap}' if number else ""
        caption = f"<figcaption>{lead}{text(chart.caption)}</figcaption>"
    note = f'<p class="note">{_inlines(page, chart.note)}</p>' if chart.note else ""
    return f"<figure{name}{kind}>{drawing}{caption}{note}</figure>"


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


# --- inline nodes ------------------------------------------------------------------------------------------------


def _inlines(page: _Page, nodes: tuple[Inline, ...]) -> str:
    return "".join(_inline(page, node) for node in nodes)


def _inline(page: _Page, node: Inline) -> str:
    match node:
        case Text():
            return text(node.text)
        case Emphasis():
            return f"<em>{_inlines(page, node.children)}</em>"
        case Strong():
            return f"<strong>{_inlines(page, node.children)}</strong>"
        case Code():
            return f"<code>{text(node.text)}</code>"
        case LineBreak():
            return "<br>"
        case Link():
            inside = _inlines(page, node.children)
            return f'<a href="{attribute(node.target)}">{inside}</a>' if inside and is_allowed(node.target) else inside
        case Footnote():
            return _footnote(page, node)
        case Citation():
            return _citation(page, node)
        case CrossRef():
            if not node.anchor:
                return text(node.text)
            where = page.href(anchors.target(node.anchor), f"the reference to {node.target}")
            kept = ' class="n"' if len(node.text) <= SHORT else ""
            return f'<a href="{where}"{kept}>{text(node.text)}</a>'
        case Value():
            return text(node.text)
        case _:
            assert_never(node)


def _footnote(page: _Page, node: Footnote) -> str:
    inside = _inlines(page, node.children)
    return f'<span class="fn" role="doc-footnote" data-n="{node.number}">{inside}</span>'


def _citation(page: _Page, node: Citation) -> str:
    """Write a figure and its mark; the engine breaks lines with figures and marks in mind."""
    if not node.number:
        return text(node.text)
    where = page.href(anchors.source(node.number), f"the source mark [{node.number}] of {node.fact}")
    if node.source:
        note = f'<a href="{where}">{text(node.source)}</a>'
        return f'{text(node.text)}<span class="fn" role="doc-footnote" data-n="{node.number}">{note}</span>'
    return f'{text(node.text)}<a class="mark" href="{where}">[{node.number}]</a>'
