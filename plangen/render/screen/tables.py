"""Tables: each in a frame that scrolls where the screen is narrower than the table can be read."""

from __future__ import annotations

import math

from plangen.doctree import Column, Row, Table, plain_text
from plangen.languages import LANGUAGES
from plangen.render import anchors
from plangen.render.columns import is_after_numbers, placement
from plangen.render.markup import attribute, text
from plangen.render.screen.inlines import inlines
from plangen.render.screen.page import Page
from plangen.render.stylesheet import table_ems
from plangen.render.wording import caption_number

ALIGN_CLASS = {"left": "", "center": "c", "right": "r"}
WIDEST = 60  # ems a table may ask for before its columns are squeezed


def table_frame(page: Page, table: Table, name: str = "") -> str:
    """Write a table in its frame, its note below. ``name`` is what to call a table that has no caption."""
    said = f"{caption_number(table, page.language)} {table.caption}".strip() or name
    said = page.name(said) if said else page.name_by_place("table_in")
    place = page.id(anchors.target(table.id)) if table.id else ""
    link = link_to(page, table.id, said) if place and table.caption else ""
    note = f'<p class="note">{inlines(page, table.note)}</p>' if table.note else ""
    return (
        f'<div class="wide">{link}<div class="scroll" role="region" tabindex="0" aria-label="{attribute(said)}">'
        f"{_table(page, table, place, '' if table.caption else said)}</div></div>{note}"
    )


def link_to(page: Page, path: str, said: str) -> str:
    """Write the link beside a table or chart that leads to it."""
    name = attribute(page.say("link_to_shown", name=said))
    return f'<a class="anchor" href="#{anchors.target(path)}" aria-label="{name}"></a>'


def _table(page: Page, table: Table, place: str, said: str) -> str:
    found = placement(table, table_ems(page.theme))
    least = min(math.ceil(found.least), WIDEST)
    page.shares.update(found.widths)
    page.narrow.update(found.narrow)
    page.least.add(least)
    caption = ""
    if table.caption:
        number = caption_number(table, page.language)
        lead = f'<span class="no">{text(number)}</span>{LANGUAGES[page.language].gap}' if number else ""
        caption = f"<caption><span>{lead}{text(table.caption)}</span></caption>"
    columns = "".join(f'<col class="w{w} n{n}">' for w, n in zip(found.widths, found.narrow, strict=True))
    named = f' aria-label="{attribute(said)}"' if said else ""
    return f'<table{place}{named} class="m{least}">{caption}<colgroup>{columns}</colgroup>{_rows(page, table)}</table>'


def data_frame(page: Page, table: Table, name: str) -> str:
    """Write the figures of a chart as a table of which the browser measures the columns: it is seldom opened."""
    said = attribute(name)
    return (
        f'<div class="wide"><div class="scroll" role="region" tabindex="0" aria-label="{said}">'
        f'<table class="data" aria-label="{said}">{_rows(page, table)}</table></div></div>'
    )


def _rows(page: Page, table: Table) -> str:
    classes = [
        "l" if is_after_numbers(table, index) else ALIGN_CLASS[column.align]
        for index, column in enumerate(table.columns)
    ]
    heads = "".join(_head(table, *pair) for pair in zip(classes, table.columns, strict=True))
    head = f"<thead><tr>{heads}</tr></thead>" if any(column.title for column in table.columns) else ""
    rows = "\n".join(_row(page, table, classes, row) for row in table.rows)
    return f"{head}\n<tbody>{rows}</tbody>"


def _head(table: Table, name: str, column: Column) -> str:
    """Write the head of a column; over nothing, and of nothing, there is no head."""
    if not column.title or not table.rows:
        return f"<td{_class(_classes('corner', name))}>{text(column.title)}</td>"
    return f'<th scope="col"{_class(name)}>{text(column.title)}</th>'


def _row(page: Page, table: Table, columns: list[str], row: Row) -> str:
    place = page.id(anchors.source(row.number)) if row.number else ""
    cells = []
    at = 0
    for cell in row.cells:
        align = columns[at] if at < len(columns) and row.kind != "group" else ""
        is_head = table.header_column and at == 0 and bool(plain_text(cell).strip()) and len(row.cells) > 1
        classes = _classes(align, cell.tone)
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
        inside = inlines(page, cell.children)
        if row.number in page.cited and at == 0:
            inside += _back(page, row.number)
        cells.append(f"<{tag}{scope}{_class(classes)}{span}>{inside}</{tag}>")
        at += cell.span
    cells.append("<td></td>" * (len(table.columns) - at))
    return f"<tr{place}{_class('' if row.kind == 'body' else row.kind)}>{''.join(cells)}</tr>"


def _back(page: Page, number: int) -> str:
    """Write the way from a row of the source list back to where the source is first cited."""
    where = page.href(anchors.citation(number), "the way back from a source")
    said = attribute(page.say("back_to_text", number=number))
    return f' <a class="back" role="doc-backlink" href="{where}" aria-label="{said}">↩</a>'


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""
