"""The text of the document, block by block."""

from __future__ import annotations

from typing import assert_never

from plangen.doctree import (
    Block,
    Box,
    Chart,
    Contents,
    Entry,
    Flag,
    Gap,
    Heading,
    ListBlock,
    Listing,
    ListItem,
    Paragraph,
    Quote,
    Slot,
    Table,
)
from plangen.labels import localised_date
from plangen.render import anchors
from plangen.render.errors import RenderError
from plangen.render.markup import attribute, text
from plangen.render.screen.figures import figure
from plangen.render.screen.inlines import inlines
from plangen.render.screen.page import DEEPEST, Page, below, full_title, gap_after
from plangen.render.screen.tables import table_frame
from plangen.render.wording import flag_rows, gap_rows


def blocks(page: Page, nodes: tuple[Block, ...]) -> str:
    """Write blocks, a line for each."""
    return "\n".join(_block(page, node) for node in nodes)


def _block(page: Page, block: Block) -> str:
    match block:
        case Heading():
            return _heading(page, block)
        case Paragraph():
            return f"<p>{inlines(page, block.children)}</p>"
        case ListBlock():
            tag = "ol" if block.ordered else "ul"
            start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
            return f"<{tag}{start}>{''.join(f'<li>{_item(page, item)}</li>' for item in block.items)}</{tag}>"
        case Quote():
            return f"<blockquote>{blocks(page, block.children)}</blockquote>"
        case Table():
            return table_frame(page, block)
        case Chart():
            return figure(page, block)
        case Box():
            title = f'<p class="head">{text(block.title)}</p>' if block.title else ""
            return f'<div class="box" role="note">{title}{blocks(page, block.children)}</div>'
        case Flag():
            return _flag(page, block)
        case Gap():
            (name, title), (_, said) = gap_rows(block, page.language)
            place = page.id(anchors.slot(block.path))
            return (
                f'<div class="gap"{place} role="note"><p class="name"><b>{text(name)}</b>{text(title)}</p>'
                f"<p>{text(said)}</p></div>"
            )
        case Slot():
            state = "" if block.state == "filled" else f' class="{block.state}"'
            return f"<div{page.id(anchors.slot(block.path))}{state}>{blocks(page, block.children)}</div>"
        case Contents():
            return _contents(page, block)
        case Listing():
            raise RenderError(f"the list of {block.kind} was not resolved before rendering")
        case _:
            assert_never(block)


def _heading(page: Page, heading: Heading) -> str:
    """Write a heading a level below the page's title, and beside it the link that leads to it."""
    page.sections = below(page.sections, heading.level)
    page.place = full_title(page, heading)
    level = min(len(page.sections), DEEPEST) + 1
    number = f'<span class="no">{text(heading.number)}</span>{gap_after(page, heading)}' if heading.number else ""
    place = page.id(anchors.target(heading.id)) if heading.id else ""
    link = ""
    if place:
        said = attribute(page.say("link_to", name=page.place))
        link = f'<a class="anchor" href="#{anchors.target(heading.id)}" aria-label="{said}"></a>'
        place += ' tabindex="-1"'
    return f'<div class="h"><h{level}{place}>{number}{inlines(page, heading.children)}</h{level}>{link}</div>'


def _item(page: Page, item: ListItem) -> str:
    match item.children:
        case (Paragraph() as first, *rest):
            return inlines(page, first.children) + blocks(page, tuple(rest))
        case _:
            return blocks(page, item.children)


def _flag(page: Page, flag: Flag) -> str:
    (name, title), *rows = flag_rows(flag, page.language)
    values = [text(value) for _, value in rows]
    values[-1] = due_date(page, flag.due)
    lines = "".join(
        f"<div><dt>{text(said)}</dt><dd>{value}</dd></div>"
        for (said, _), value in zip(rows, values, strict=True)
        if value
    )
    return (
        f'<div class="flag"{page.id(anchors.slot(flag.path))} role="note">'
        f'<p class="name"><b>{text(name)}</b>{text(title)}</p><dl>{lines}</dl></div>'
    )


def due_date(page: Page, iso: str) -> str:
    """Write a date as a reader and a program read it."""
    return f'<time datetime="{attribute(iso)}">{text(localised_date(page.language, iso))}</time>' if iso else ""


def _contents(page: Page, contents: Contents) -> str:
    """Write a generated list. That of headings is for paper, since a screen has the sidebar; others can be opened."""
    lines = "".join(_entry(page, entry) for entry in contents.entries)
    match contents.kind:
        case "headings":
            title = page.say("contents")
            return (
                f'<nav class="contents headings" aria-label="{title}"><p class="head">{title}</p><ol>{lines}</ol></nav>'
            )
        case "tables":
            title = page.say("list_of_tables")
        case "figures":
            title = page.say("list_of_figures")
        case _:
            assert_never(contents.kind)
    return (
        f'<nav class="contents {contents.kind}" aria-label="{title}"><details><summary>{title}</summary>'
        f"<ol>{lines}</ol></details></nav>"
    )


def _entry(page: Page, entry: Entry) -> str:
    heading = page.headings.get(entry.anchor)
    gap = gap_after(page, heading) if heading else " "
    number = f'<span class="no">{text(entry.number)}{gap}</span>' if entry.number else ""
    where = page.href(anchors.target(entry.anchor), f"the contents entry “{entry.title}”")
    return f'<li class="e{entry.level}"><a href="{where}">{number}{text(entry.title)}</a></li>\n'
