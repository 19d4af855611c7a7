"""Blocks: headings, paragraphs, lists, boxes, flags and the controls around slots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from plangen.doctree import (
    Block,
    Box,
    Chart,
    Contents,
    Flag,
    Gap,
    Heading,
    Inline,
    ListBlock,
    Listing,
    ListItem,
    Paragraph,
    Quote,
    Slot,
    Table,
    plain_text,
)
from plangen.render.docx.comments import NOTHING, Remark, comment
from plangen.render.docx.contents import Pages, contents
from plangen.render.docx.figures import figure
from plangen.render.docx.frames import GAP, INSET, STOP, box
from plangen.render.docx.inlines import inlines
from plangen.render.docx.looks import after_table
from plangen.render.docx.markup import bookmark, paragraph, properties, run
from plangen.render.docx.numbering import APPENDICES, BULLETS, DEPTH, FIRST_LIST, UNNUMBERED, list_style
from plangen.render.docx.slots import marked, slot_bookmark, slot_tag
from plangen.render.docx.state import State
from plangen.render.docx.tables import table
from plangen.render.errors import RenderError
from plangen.render.wording import flag_rows, gap_rows
from plangen.xmltext import escape

MOST_WHOLE = 600  # characters, about half a page: a longer box is broken rather than leaving most of a page empty


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand: the style of their running text, how deep they are in lists, how wide they may be."""

    width: int
    text: str = "BodyText"
    depth: int = 0
    pages: Pages = None


def blocks(nodes: Iterable[Block], state: State, place: Place) -> str:
    """Return the XML of some blocks."""
    return "".join(_block(node, state, place) for node in nodes)


def _block(node: Block, state: State, place: Place) -> str:
    match node:
        case Heading():
            return _heading(node, state)
        case Paragraph():
            style = "TextBeforeBox" if place.text == "BodyText" and id(node) in state.before_box else place.text
            return _text(node.children, state, style)
        case ListBlock():
            return _list(node, state, place)
        case Quote():
            return blocks(node.children, state, replace(place, text="Quote"))
        case Table():
            return table(node, state, place.width)
        case Chart():
            return figure(node, state, place.width)
        case Box():
            return _box(node, state, place)
        case Flag():
            return _flag(node, state)
        case Gap():
            return _gap(node, state)
        case Slot():
            return _slot(node, state, place)
        case Contents():
            return contents(node, state, place.pages)
        case Listing():
            raise RenderError(f"a list of {node.kind} was not resolved before rendering")
        case _:
            assert_never(node)


def close_table(state: State) -> str:
    """Return the line that Word wants after a table with nothing behind it; nothing where the last block was text."""
    if not state.after_table:
        return ""
    state.after_table = False
    return STOP


def _heading(node: Heading, state: State) -> str:
    state.after_table = False
    level = min(max(node.level, 1), 4)
    style = "AppendixHeading" if node.appendix and level == 1 else f"Heading{level}"
    if not node.number:
        number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{UNNUMBERED}"/></w:numPr>'
    elif node.appendix and level > 1:
        number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{APPENDICES}"/></w:numPr>'
    else:
        number = ""
    runs = inlines(node.children, state)
    target = state.targets.get(node.id)
    if target is not None and state.claim(target.bookmark):
        runs = bookmark(state.next_bookmark(), target.bookmark, runs)
    return paragraph(style, runs, number)


def _text(children: tuple[Inline, ...], state: State, style: str, ppr: str = "") -> str:
    """Return one paragraph of text, or nothing for a paragraph without content."""
    runs = inlines(children, state)
    if not runs:
        return ""
    if state.after_table:
        style = after_table(style)
    state.after_table = False
    return paragraph(style, runs, ppr)


def _list(node: ListBlock, state: State, place: Place) -> str:
    level = min(place.depth, DEPTH - 1)
    if node.ordered:
        state.lists.append((level, node.start))
        own = FIRST_LIST + len(state.lists) - 1
    else:
        own = BULLETS
    inner = replace(place, text=list_style("ListContinue", level), depth=place.depth + 1)
    return "".join(_item(item, node.ordered, own, level, state, inner) for item in node.items)


def _item(item: ListItem, ordered: bool, own: int, level: int, state: State, inner: Place) -> str:
    """Return a list item: its first paragraph carries the mark, what follows stands below its text."""
    style = list_style("ListNumber" if ordered else "ListBullet", level)
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{own}"/></w:numPr>' if ordered else ""
    match item.children:
        case (Paragraph() as first, *rest):
            return _text(first.children, state, style, number) + blocks(rest, state, inner)
        case rest:
            return blocks(rest, state, inner)


def _box(node: Box, state: State, place: Place) -> str:
    """Return a box as a table of one cell: the only shape that holds lists and tables together in Word."""
    before = GAP if state.after_table else ""
    state.after_table = False
    inner = Place(place.width - INSET, text="BoxText", pages=place.pages)
    title = paragraph("BoxTitle", run(node.title)) if node.title else ""
    content = title + blocks(node.children, state, inner) + close_table(state)
    state.after_table = True
    whole = len(plain_text(node)) <= MOST_WHOLE
    return before + box(content or paragraph("BoxText", ""), node.title, state.language, place.width, whole=whole)


def _flag(node: Flag, state: State) -> str:
    rows = flag_rows(node, state.language)
    style = "OpenItem2" if id(node) in state.second_items else "OpenItem"
    return _labelled(style, "OpenLabel", rows, state, comment(rows, state))


def _gap(node: Gap, state: State) -> str:
    style = "MissingItem2" if id(node) in state.second_items else "MissingItem"
    return _labelled(style, "MissingLabel", gap_rows(node, state.language), state)


def _labelled(style: str, label: str, rows: tuple[tuple[str, str], ...], state: State, remark: Remark = NOTHING) -> str:
    """Return paragraphs of label and value, with a remark on the first, which names the slot."""
    state.after_table = False
    last = len(rows) - 1
    result: list[str] = []
    for index, (name, value) in enumerate(rows):
        head = run(name, properties("BlockLabel" if index else label)) + "<w:r><w:tab/></w:r>"
        runs = head + run(value, properties("" if index else "Strong"))
        if index == 0:
            runs = remark.start + runs + remark.end
        result.append(paragraph(style if index < last else f"{style}End", runs))
    return "".join(result)


def _slot(node: Slot, state: State, place: Place) -> str:
    """Return a slot in a content control that carries its path."""
    is_first = state.claim(slot_bookmark(node.path))
    content = blocks(node.children, state, place)
    before = GAP if content.startswith(GAP) else ""  # what keeps a table from the one before it belongs to neither
    content = content.removeprefix(GAP)
    if not content:
        return before
    if is_first:
        content = marked(content, node.path, state.next_bookmark(), state.next_bookmark())
    tag = escape(slot_tag(node.path))
    return (
        f'{before}<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{state.next_control()}"/>'
        f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
