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
)
from plangen.render.docx.comments import NOTHING, Remark, comment
from plangen.render.docx.contents import Pages, contents
from plangen.render.docx.figures import figure
from plangen.render.docx.inlines import inlines
from plangen.render.docx.markup import bookmark, paragraph, properties, run, twips
from plangen.render.docx.numbering import APPENDICES, BULLETS, DEPTH, FIRST_LIST, UNNUMBERED, list_style
from plangen.render.docx.state import State, slot_bookmark, slot_tag
from plangen.render.docx.tables import table
from plangen.render.errors import RenderError
from plangen.render.wording import flag_rows, gap_rows
from plangen.xmltext import escape

BOX_INSET = 24  # the points that a box's cell takes from the width on both sides together


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
    """Return the line that Word needs after a table with nothing behind it; nothing where the last block was text."""
    if not state.after_table:
        return ""
    state.after_table = False
    return paragraph("TableBreak", "")


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
    if state.after_table and style == "BodyText":
        style = "TextAfterTable"
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
    # A list has no style of its own for following a table, and a table leaves no space below itself.
    number += f'<w:spacing w:before="{twips(12)}"/>' if state.after_table else ""
    match item.children:
        case (Paragraph() as first, *rest):
            return _text(first.children, state, style, number) + blocks(rest, state, inner)
        case rest:
            return blocks(rest, state, inner)


def _box(node: Box, state: State, place: Place) -> str:
    """Return a box as a table of one cell: the only shape that holds lists and tables together in Word."""
    before = paragraph("BlockGap", "") if state.after_table else ""
    state.after_table = False
    inner = Place(place.width - twips(BOX_INSET), text="BoxText", pages=place.pages)
    title = paragraph("BoxTitle", run(node.title)) if node.title else ""
    content = title + blocks(node.children, state, inner)
    content += close_table(state)
    state.after_table = True
    width = f'<w:tblW w:w="{place.width}" w:type="dxa"/>'
    return (
        f'{before}<w:tbl><w:tblPr><w:tblStyle w:val="PlanBox"/>{width}<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="{place.width}"/></w:tblGrid><w:tr><w:tc>'
        f'<w:tcPr><w:tcW w:w="{place.width}" w:type="dxa"/></w:tcPr>'
        f"{content or paragraph('BoxText', '')}</w:tc></w:tr></w:tbl>"
    )


def _flag(node: Flag, state: State) -> str:
    rows = flag_rows(node, state.language)
    return _labelled("OpenItem", "OpenLabel", rows, state, comment(rows, state))


def _gap(node: Gap, state: State) -> str:
    return _labelled("MissingItem", "MissingLabel", gap_rows(node, state.language), state)


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
    """Return a slot in a content control that carries its path.

    The bookmark inside is for programs that drop controls.
    """
    follows_table = state.after_table
    content = blocks(node.children, state, place)
    if not content:
        return ""
    gap = paragraph("BlockGap", "")  # what keeps a table from the one before it belongs to neither
    before = gap if content.startswith(gap) else ""
    content = content.removeprefix(gap)
    name = slot_bookmark(node.path)
    inner = _marked(content, state.next_bookmark(), name, follows_table) if state.claim(name) else content
    tag = escape(slot_tag(node.path))
    return (
        f'{before}<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{state.next_control()}"/>'
        f"</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def _marked(content: str, number: int, name: str, follows_table: bool) -> str:
    """Return blocks with a bookmark from their first paragraph to their last.

    LibreOffice loses bookmarks that stand between paragraphs, reach over a table or over several paragraphs behind
    one. So the ends stand inside paragraphs, and near a table only the first is marked: a caption or a cell.
    """
    opening, closing = "</w:pPr>", "</w:p>"
    first = content.index(opening) + len(opening)
    whole = content.endswith(closing) and "<w:tbl>" not in content and not follows_table
    last = len(content) - len(closing) if whole else content.index(closing, first)
    start, end = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'
    return content[:first] + start + content[first:last] + end + content[last:]
