"""From the content of one slot to nodes: prose, lists, tables and blocks, with nodes in the place of expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import (
    Block,
    Box,
    Cell,
    Chart,
    Citation,
    Code,
    Column,
    Flag,
    Gap,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Origin,
    Paragraph,
    Row,
    Series,
    Slot,
    Span,
    Table,
    Text,
    Value,
    query,
    walk,
)
from plangen.expressions import as_written, restore, without_marks
from plangen.labels import label
from plangen.markdown import MARK_OPEN, parse_inline, parse_markdown
from plangen.model import BlockPlace, StrategyBlock
from plangen.paths import full_path, matches
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import stated_text
from plangen.slots import TableContent
from plangen.yamltree import Mapping, Node, Scalar, Sequence

MAX_LEVEL = 4
_NUMERIC = re.compile(r"[+\-±∓−]?[\d,]*\d(?:\.\d+)?(?:[%‰]|[^\d\s，。；、（）()]{0,4})|[—–-]|")
NESTED_HEADING = "a heading stands inside a list, a quotation or a box"
_DIGIT = re.compile(r"\d")
_MARKUP = re.compile(r"[*_`\[\]<>&\\~|^#\n+.:-]")


def lower_slot(plan: Plan, slot: LoadedSlot, level: int, found: list[Diagnostic]) -> Slot:
    """Turn one slot into nodes; ``level`` is that of the heading it stands under."""
    origin = Origin(slot.at.file, slot.at.line, slot.at.column)
    if slot.flag:
        due = slot.flag.due.isoformat()
        flag = Flag(slot.name, slot.place.title, slot.flag.reason, slot.flag.owner, due, origin)
        children: tuple[Block, ...] = (flag,)
        state = slot.state
    elif slot.content is None:
        children, state = (Gap(slot.name, slot.place.title, origin),), "missing"
    else:
        children = tuple(_lower(plan, slot, level, origin, found))
        state = "filled"
    node = Slot(slot.name, state, children, origin)
    return walk(lambda part: _restored(part, plan, slot, found), node)


def _lower(plan: Plan, slot: LoadedSlot, level: int, origin: Origin, found: list[Diagnostic]) -> Iterator[Block]:
    spec = slot.place.spec
    match slot.content:
        case str() as text:
            yield from _prose(text, plan, slot, level, found)
        case TableContent() as table:
            yield _table(table, plan, slot, origin, found)
        case tuple() as items:
            node = slot.node
            entries = []
            for index, item in enumerate(items):
                inner = node.items[index] if isinstance(node, Sequence) and index < len(node.items) else node
                entries.append(ListItem((Paragraph(_inline(item, inner, slot, found)),)))
            yield ListBlock(spec.ordered, tuple(entries), origin=origin)
        case StrategyBlock() as block:
            nodes = block.lower(BlockPlace(slot.name, plan.language, spec.caption, origin))
            nodes = nodes if spec.charts else [node for node in nodes if not isinstance(node, Chart)]
            yield from _sourced(nodes, plan, slot)
        case None:
            return


def _sourced(nodes: list[Block], plan: Plan, slot: LoadedSlot) -> Iterator[Block]:
    """Cite the facts that a block computes with below its first table, whose cells show figures without marks."""
    cited = slot.cited
    for node in nodes:
        if not cited or not isinstance(node, Table):
            yield node
            continue
        note = [*node.note, Text(label(plan.language, "figure_sources"))]
        for number, citation in enumerate(cited):
            lead = label(plan.language, "joint_sentence") if number else ""
            name = label(plan.language, "pair", name=plan.facts[citation.fact].statement, text="")
            note += [Text(lead + name), citation]
        yield replace(node, note=(*note, Text(label(plan.language, "stop"))))
        cited = ()


def _prose(text: str, plan: Plan, slot: LoadedSlot, level: int, found: list[Diagnostic]) -> Iterator[Block]:
    scalar = slot.node
    # marks stand on one line, what was written for them may go over several
    written = [as_written(line, plan.marks) for line in text.splitlines(keepends=True)]
    first_lines = [0, *accumulate(line.count("\n") for line in written)]

    def position(line: int) -> Position:
        if not isinstance(scalar, Scalar):
            return slot.at
        return scalar.locate(sum(len(part) for part in written[:line]))

    def origin(line: int) -> Origin:
        at = position(line)
        return Origin(at.file, at.line, at.column)

    parsed = parse_markdown(text, origin)
    for problem in parsed.problems:
        line = first_lines[min(problem.line, len(written))]
        at = _inside(scalar, problem.text, line) or position(problem.line)
        found.append(finding("PG008", at, problem.message, problem.hint))
    for block in parsed.blocks:
        if isinstance(block, Heading):
            if level + block.level > MAX_LEVEL:
                place = block.origin or Origin(slot.at.file, slot.at.line, slot.at.column)
                message = "the heading stands {count} levels too deep"
                hint = "one # makes a heading below the section; at most {limit} levels are numbered"
                at = Position(place.file, place.line, place.column)
                count = level + block.level - MAX_LEVEL
                found.append(finding("PG008", at, message, hint, count=count, limit=MAX_LEVEL))
            yield replace(block, level=min(level + block.level, MAX_LEVEL))
            continue
        for heading in query(block, Heading):
            place = heading.origin or Origin(slot.at.file, slot.at.line, slot.at.column)
            hint = "begin its line with #, without anything before it"
            found.append(finding("PG008", Position(place.file, place.line, place.column), NESTED_HEADING, hint))
        yield walk(unheaded, block)


def _inside(node: Node | None, text: str, line: int = 0) -> Position | None:
    """Return the place of a piece of Markdown at or after a line of what was written, or of as much as stands there."""
    if not isinstance(node, Scalar):
        return None
    start = sum(len(part) for part in node.value.splitlines(keepends=True)[:line])
    offset = next((at for end in range(len(text), 0, -1) if (at := node.value.find(text[:end], start)) >= 0), -1)
    return node.locate(offset) if offset >= 0 else None


def _inline(text: str, node: Node | None, slot: LoadedSlot, found: list[Diagnostic]) -> tuple[Inline, ...]:
    if not _MARKUP.search(text):
        return (Text(text),) if text else ()
    children, problems = parse_inline(text)
    for problem in problems:
        at = _inside(node, problem.text, problem.line) or (node.at if node else slot.at)
        found.append(finding("PG008", at, problem.message, problem.hint))
    return children


def _table(table: TableContent, plan: Plan, slot: LoadedSlot, origin: Origin, found: list[Diagnostic]) -> Table:
    heads = table.heads(slot.place.spec.columns)
    node = slot.node
    written = node.get("rows") if isinstance(node, Mapping) else None
    rows: list[Row] = []
    texts: list[tuple[str, ...]] = []
    for index, row in enumerate(table.rows):
        cells = table.cells(row, heads)
        source = written.items[index] if isinstance(written, Sequence) else None
        inner = [_cell_node(source, column, heads) for column in range(len(cells))]
        pairs = zip(cells, inner, strict=True)
        last = table.total_row and index == len(table.rows) - 1
        body = tuple(Cell(_inline(text, place, slot, found)) for text, place in pairs)
        rows.append(Row(body, "total" if last else "body"))
        texts.append(cells)
    titles = plan.pack.texts if slot.place.spec.columns else {}
    columns = tuple(
        Column(titles.get(head, head), "right" if index and _numeric([row[index] for row in texts]) else "left")
        for index, head in enumerate(heads)
    )
    noted = node.get("note") if isinstance(node, Mapping) else None
    note = _inline(table.note, noted, slot, found) if table.note else ()
    caption = table.caption or slot.place.spec.caption
    return Table(columns, tuple(rows), caption, slot.name, note=note, origin=origin)


def _cell_node(row: Node | None, column: int, heads: tuple[str, ...]) -> Node | None:
    match row:
        case Sequence():
            return row.items[column] if column < len(row.items) else row
        case Mapping():
            return row.get(heads[column]) or row
        case _:
            return row


def _numeric(cells: list[str]) -> bool:
    """Tell whether a column holds numbers, with units or signs, so that it is set flush right.

    A mark stands for a figure. A few words such as 不适用 among the numbers do not change what the column is.
    """
    figures = [without_marks(cell, "1") for cell in cells]
    numbers = [figure for figure in figures if _DIGIT.search(figure)]
    words = [figure for figure in figures if not _DIGIT.search(figure) and not _NUMERIC.fullmatch(figure)]
    return len(numbers) > 2 * len(words) and all(_NUMERIC.fullmatch(number) for number in numbers)


def unheaded(node: Any) -> Any:
    """Turn a heading where none can stand into a paragraph."""
    return Paragraph(node.children, node.origin) if isinstance(node, Heading) else node


def _restored(node: Any, plan: Plan, slot: LoadedSlot, found: list[Diagnostic]) -> Any:
    """Put nodes in the place of marks; where only plain text can stand, put the text."""
    match node:
        case Text() if MARK_OPEN in node.text:
            return tuple(restore((node,), plan.marks))
        case Code():
            return replace(node, text=_plain(node.text, plan, slot, found))
        case Table():
            columns = tuple(replace(column, title=_plain(column.title, plan, slot, found)) for column in node.columns)
            return replace(node, columns=columns, caption=_plain(node.caption, plan, slot, found))
        case Flag():
            reason, owner = (_plain(text, plan, slot, found) for text in (node.reason, node.owner))
            return replace(node, reason=reason, owner=owner)
        case Box():
            return replace(node, title=_plain(node.title, plan, slot, found))
        case Chart():
            caption, unit, alt = (_drawn(text, plan, slot, found) for text in (node.caption, node.unit, node.alt))
            categories = tuple(_drawn(category, plan, slot, found) for category in node.categories)
            return replace(node, caption=caption, unit=unit, alt=alt, categories=categories)
        case Series():
            return replace(node, name=_drawn(node.name, plan, slot, found))
        case Span():
            name, group = (_drawn(text, plan, slot, found) for text in (node.name, node.group))
            return replace(node, name=name, group=group)
        case _:
            return node


def _drawn(text: str, plan: Plan, slot: LoadedSlot, found: list[Diagnostic]) -> str:
    """Put what expressions print into a text that is drawn: figures can be, references need a page to lead to.

    What a figure cannot be had for is told where the block's table shows it.
    """
    if MARK_OPEN not in text:
        return text
    parts = []
    for node in restore((Text(text),), plan.marks):
        match node:
            case Text() | Citation():
                parts.append(node.text)
            case Value():
                meant = matches(full_path(node.path, plan.block_ids), plan.values, slot.chapter.id)
                known = len(meant) == 1
                parts.append(stated_text(plan.values[meant[0]], plan.language) if known else "—")
            case _:
                origin = getattr(node, "origin", None)
                at = Position(origin.file, origin.line, origin.column) if origin else slot.at
                message = "a reference stands in a name that a chart shows: {shown}"
                shown = as_written(text, plan.marks)
                found.append(finding("PG009", at, message, "write plain text there", shown=shown))
    return "".join(parts)


def _plain(text: str, plan: Plan, slot: LoadedSlot, found: list[Diagnostic]) -> str:
    if MARK_OPEN not in text:
        return text
    parts = []
    for node in restore((Text(text),), plan.marks):
        match node:
            case Text():
                parts.append(node.text)
            case _:
                origin = getattr(node, "origin", None)
                at = Position(origin.file, origin.line, origin.column) if origin else slot.at
                message = "an expression stands in a caption, a column's title, a flag or code: {shown}"
                shown = as_written(text, plan.marks)
                found.append(finding("PG009", at, message, "write plain text there", shown=shown))
    return "".join(parts)
