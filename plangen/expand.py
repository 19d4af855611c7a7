"""From loaded content to the document tree: layouts say where, each slot is parsed by itself and keeps its place."""

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
    Citation,
    Code,
    Column,
    Contents,
    Document,
    Flag,
    Gap,
    Heading,
    Inline,
    ListBlock,
    Listing,
    ListItem,
    Meta,
    Origin,
    Paragraph,
    Revision,
    Row,
    Slot,
    Table,
    Text,
    plain_text,
    query,
    walk,
)
from plangen.expressions import as_written, restore, without_marks
from plangen.layout import LINE_MARK, SLOT_MARK, render_layout, title_of
from plangen.markdown import MARK_OPEN, parse_inline, parse_markdown
from plangen.model import BlockPlace, StrategyBlock
from plangen.pack import Chapter, is_empty
from plangen.plan import LoadedSlot, Plan
from plangen.slots import TableContent
from plangen.yamltree import Mapping, Node, Scalar, Sequence

MAX_LEVEL = 4
_NUMERIC = re.compile(r"[+\-±∓−]?[\d,]*\d(?:\.\d+)?(?:[%‰]|[^\d\s，。；、（）()]{0,4})|[—–-]|")
_NESTED_HEADING = "a heading stands inside a list, a quotation or a box"
_DIGIT = re.compile(r"\d")
_MARKUP = re.compile(r"[*_`\[\]<>&\\~|^#\n+.:-]")


def expand(plan: Plan, *, draft: bool = True) -> tuple[Document, list[Diagnostic]]:
    """Build the unresolved document of a plan. Findings are about Markdown in slots and about the pack's layouts."""
    found: list[Diagnostic] = []
    blocks: list[Block] = []
    if "contents" in plan.pack.spec.front:
        blocks.append(Contents("headings"))
    if "tables" in plan.pack.spec.front:
        blocks.append(Contents("tables"))
    for chapter in plan.pack.chapters:
        blocks.extend(_chapter(plan, chapter, found))
    for chapter in plan.pack.appendices:
        parts = _chapter(plan, chapter, found)
        if not chapter.spec.omit_if_empty or _has_something(parts, blocks):
            blocks.extend(parts)
    document = Document(_meta(plan, draft), tuple(blocks), plan.pack.spec.numbering)
    return document, found


def _meta(plan: Plan, draft: bool) -> Meta:
    spec = plan.spec
    return Meta(
        title=spec.title,
        client=spec.client,
        subtitle=spec.subtitle,
        author=spec.author,
        company=spec.company,
        date=spec.date.isoformat() if spec.date else "",
        version=spec.version,
        language=plan.language,
        subject=spec.subject,
        keywords=spec.keywords,
        confidentiality=spec.confidentiality,
        draft=draft,
        revisions=tuple(Revision(r.version, r.date.isoformat(), r.author, r.note) for r in spec.revisions),
    )


def _has_something(parts: list[Block], before: list[Block]) -> bool:
    """Tell whether an appendix says anything: text of its own, or a list that will not be empty."""
    if any(True for part in parts for _ in query(part, Slot, Paragraph, Table, ListBlock)):
        return True
    wanted = {listing.kind for part in parts for listing in query(part, Listing)}
    if "open_items" in wanted and any(True for block in before for _ in query(block, Flag, Gap)):
        return True
    return "sources" in wanted and any(True for block in before for _ in query(block, Citation))


# --- layouts -------------------------------------------------------------------------------------------------------


def _chapter(plan: Plan, chapter: Chapter, found: list[Diagnostic]) -> list[Block]:
    at = chapter.title_at(())
    origin = Origin(at.file, at.line, at.column)
    head = Heading(1, (Text(chapter.spec.title),), chapter.id, appendix=chapter.appendix, origin=origin)
    slots = {name: slot for name, slot in plan.slots.items() if slot.chapter is chapter}
    shown = {name: slot.place.spec.required or not is_empty(slot.node) for name, slot in slots.items()}
    rendered, problems = render_layout(chapter, shown)
    found.extend(problems)
    if rendered is None:
        return [head]
    layout = _Layout(plan, chapter, found)
    parsed = parse_markdown(rendered.text, lambda line: None)
    for problem in parsed.problems:
        hint = problem.hint
        found.append(finding("PG008", Position(chapter.file, chapter.layout_line), problem.message, hint))
    blocks = [head, *layout.place(parsed.blocks)]
    for name, visible in shown.items():
        if visible and name not in layout.used:
            message = "the layout shows the slot {name} nowhere"
            hint = "add a line {{{{ {short} }}}} to the layout"
            where = Position(chapter.file, chapter.layout_line)
            found.append(finding("PG011", where, message, hint, name=name, short=name.partition(".")[2]))
    return blocks


class _Layout:
    """Puts titles, slots and listings where a layout's marks stand."""

    def __init__(self, plan: Plan, chapter: Chapter, found: list[Diagnostic]) -> None:
        self.plan = plan
        self.chapter = chapter
        self.found = found
        self.used: set[str] = set()
        self.level = 1

    def place(self, blocks: tuple[Block, ...], *, nested: bool = False) -> Iterator[Block]:
        """Yield the blocks of a layout with content in the place of marks."""
        for block in blocks:
            match block:
                case Heading():
                    yield self._heading(block)
                case Paragraph():
                    yield from self._paragraph(block, nested=nested)
                case Box():
                    children = tuple(self.place(block.children, nested=True))
                    if children:
                        yield replace(block, children=children)
                case _:
                    if any(SLOT_MARK.search(text.text) for text in query(block, Text)):
                        message = "a slot stands inside a list, a table or a quotation"
                        self._fault(message, "put it on a line of its own")
                    if any(True for _ in query(block, Heading)):
                        self._fault(_NESTED_HEADING, "begin its line with #, without anything before it")
                    yield walk(lambda node: _unheaded(_without_lines(node)), block)

    def _heading(self, heading: Heading) -> Heading:
        text = plain_text(heading)
        line = LINE_MARK.search(text)
        origin = Origin(self.chapter.file, int(line[1]) if line else self.chapter.layout_line, 1)
        text = LINE_MARK.sub("", text)
        if heading.level == 1 or heading.level > MAX_LEVEL:
            message = "the layout has a heading of level {level}"
            hint = "use ## for sections, ### and #### below; the chapter's own heading is made from its title"
            self._fault(message, hint, origin, level=heading.level)
        level = min(max(heading.level, 2), MAX_LEVEL)
        self.level = level
        match = SLOT_MARK.fullmatch(text.strip())
        kind, _, path = match[1].partition(":") if match else ("", "", "")
        titled = title_of(self.chapter, path) if kind == "title" else None
        if titled is None:
            if SLOT_MARK.search(text):
                self._fault("a slot stands in a heading", "write {{{{ section.title }}}} there", origin)
            return Heading(level, (Text(SLOT_MARK.sub("", text).strip()),), origin=origin)
        title, at = titled
        return Heading(level, (Text(title),), path, origin=Origin(at.file, at.line, at.column))

    def _paragraph(self, paragraph: Paragraph, *, nested: bool) -> Iterator[Block]:
        text = LINE_MARK.sub("", plain_text(paragraph))
        marks = SLOT_MARK.findall(text)
        if not marks:
            line = LINE_MARK.search(plain_text(paragraph))
            place = Origin(self.chapter.file, int(line[1]) if line else self.chapter.layout_line, 1)
            yield replace(walk(_without_lines, paragraph), origin=place)
            return
        if SLOT_MARK.sub("", text).strip():
            self._fault("a slot stands in the middle of a paragraph", "put it on a line of its own")
        for found in marks:
            kind, _, path = found.partition(":")
            match kind:
                case "slot" if path in self.plan.slots:
                    if path in self.used:
                        self._fault("the layout shows the slot {path} twice", "delete one of the two", path=path)
                    self.used.add(path)
                    yield lower_slot(self.plan, self.plan.slots[path], self.level, self.found)
                case "list" if nested:
                    self._fault("a generated list stands inside a box", "put it outside, on a line of its own")
                case "list" if path == "sources":
                    yield Listing("sources", self._origin())
                case "list":
                    yield Listing("open_items", self._origin())
                case _:
                    self._fault("a title stands outside a heading", "write ## before it")

    def _origin(self) -> Origin:
        return Origin(self.chapter.file, self.chapter.layout_line, 1)

    def _fault(self, message: str, hint: str, origin: Origin | None = None, **values: object) -> None:
        at = origin or self._origin()
        self.found.append(finding("PG011", Position(at.file, at.line, at.column), message, hint, **values))


def _without_lines(node: Any) -> Any:
    return Text(LINE_MARK.sub("", node.text)) if isinstance(node, Text) else node


def _unheaded(node: Any) -> Any:
    return Paragraph(node.children, node.origin) if isinstance(node, Heading) else node


# --- slots ---------------------------------------------------------------------------------------------------------


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
            yield _table(table, slot, origin, found)
        case tuple() as items:
            node = slot.node
            entries = []
            for index, item in enumerate(items):
                inner = node.items[index] if isinstance(node, Sequence) and index < len(node.items) else node
                entries.append(ListItem((Paragraph(_inline(item, inner, slot, found)),)))
            yield ListBlock(spec.ordered, tuple(entries), origin=origin)
        case StrategyBlock() as block:
            yield from block.lower(BlockPlace(slot.name, plan.language, spec.caption, origin))
        case None:
            return


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
            found.append(finding("PG008", Position(place.file, place.line, place.column), _NESTED_HEADING, hint))
        yield walk(_unheaded, block)


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


def _table(table: TableContent, slot: LoadedSlot, origin: Origin, found: list[Diagnostic]) -> Table:
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
    columns = tuple(
        Column(head, "right" if index and _numeric([row[index] for row in texts]) else "left")
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
        case _:
            return node


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
