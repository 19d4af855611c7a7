"""From loaded content to the document tree: layouts say where, each slot is parsed by itself and keeps its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import (
    Block,
    Box,
    Chart,
    Citation,
    Contents,
    Document,
    Flag,
    Gap,
    Heading,
    ListBlock,
    Listing,
    Meta,
    Origin,
    Paragraph,
    Revision,
    Slot,
    Table,
    Text,
    plain_text,
    query,
    walk,
)
from plangen.layout import LINE_MARK, SLOT_MARK, render_layout, title_of
from plangen.lowering import MAX_LEVEL, NESTED_HEADING, lower_slot, unheaded
from plangen.markdown import parse_markdown
from plangen.model import StrategyBlock
from plangen.pack import Chapter, is_empty
from plangen.plan import Plan


def expand(plan: Plan, *, draft: bool = True) -> tuple[Document, list[Diagnostic]]:
    """Build the unresolved document of a plan. Findings are about Markdown in slots and about the pack's layouts."""
    found: list[Diagnostic] = []
    blocks: list[Block] = []
    if "contents" in plan.pack.spec.front:
        blocks.append(Contents("headings"))
    if "tables" in plan.pack.spec.front:
        blocks.append(Contents("tables"))
    if "figures" in plan.pack.spec.front:
        blocks.append(Contents("figures"))
    for chapter in plan.pack.chapters:
        blocks.extend(_chapter(plan, chapter, found))
    for chapter in plan.pack.appendices:
        parts = _chapter(plan, chapter, found)
        if not chapter.spec.omit_if_empty or _has_something(plan, parts, blocks):
            blocks.extend(parts)
    document = Document(_meta(plan, draft), tuple(blocks), plan.numbering)
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


def _has_something(plan: Plan, parts: list[Block], before: list[Block]) -> bool:
    """Tell whether an appendix says anything: text of its own, or a list that will not be empty."""
    if any(True for part in parts for _ in query(part, Slot, Paragraph, Table, ListBlock)):
        return True
    wanted = {listing.kind for part in parts for listing in query(part, Listing)}
    if "open_items" in wanted and any(True for block in before for _ in query(block, Flag, Gap)):
        return True
    cited = {citation.fact for block in before for citation in query(block, Citation)}
    if "unverified" in wanted and any(plan.facts[name].status == "unverified" for name in cited):
        return True
    return "sources" in wanted and bool(cited)


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
    parsed = parse_markdown(rendered.text, lambda line: None)
    layout = _Layout(plan, chapter, found, _parts_of(rendered.text))
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


def _parts_of(text: str) -> dict[str, list[str]]:
    """Return by slot path the names of the parts that a layout puts in a place of their own."""
    parts: dict[str, list[str]] = {}
    for found in SLOT_MARK.findall(text):
        kind, _, rest = found.partition(":")
        if kind == "part":
            path, _, name = rest.partition(":")
            parts.setdefault(path, []).append(name)
    return parts


class _Layout:
    """Puts titles, slots, parts of blocks and listings where a layout's marks stand."""

    def __init__(self, plan: Plan, chapter: Chapter, found: list[Diagnostic], parts: dict[str, list[str]]) -> None:
        self.plan = plan
        self.chapter = chapter
        self.found = found
        self.parts = parts
        self.lowered: dict[str, Slot] = {}
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
                        self._fault(NESTED_HEADING, "begin its line with #, without anything before it")
                    yield walk(lambda node: unheaded(_without_lines(node)), block)

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
                    yield self._rest(path)
                case "part" if path.partition(":")[0] in self.plan.slots:
                    yield from self._part(*path.split(":"))
                case "list" if nested:
                    self._fault("a generated list stands inside a box", "put it outside, on a line of its own")
                case "list" if path == "sources":
                    yield Listing("sources", self._origin())
                case "list" if path == "unverified":
                    yield Listing("unverified", self._origin())
                case "list":
                    yield Listing("open_items", self._origin())
                case _:
                    self._fault("a title stands outside a heading", "write ## before it")

    def _slot(self, path: str) -> Slot:
        """Lower a slot once, however many places its parts go to."""
        if path not in self.lowered:
            self.lowered[path] = lower_slot(self.plan, self.plan.slots[path], self.level, self.found)
        return self.lowered[path]

    def _rest(self, path: str) -> Slot:
        """Return what a slot shows in its own place: everything but the parts that have places of their own."""
        slot = self._slot(path)
        names = self.parts.get(path)
        if not names or slot.state != "filled":
            return slot
        kept = tuple(node for node in slot.children if part_of(node, path, names) is None)
        return replace(slot, children=kept)

    def _part(self, path: str, name: str) -> Iterator[Block]:
        """Yield one part of a block; the flag or the gap of an open block stands in the place of each of its parts."""
        slot = self._slot(path)
        own = f"{path}.{name}"
        if own in self.used:
            self._fault("the layout shows the part {path} twice", "delete one of the two", path=own)
        self.used.add(own)
        if slot.state != "filled":
            yield replace(slot, path=own)
            return
        nodes = tuple(node for node in slot.children if part_of(node, path, self.parts[path]) == name)
        if not nodes and not isinstance(self.plan.slots[path].content, StrategyBlock):
            self._fault("{path} has no parts: only strategy blocks have", "show the slot as a whole", path=path)
        if nodes:
            yield replace(slot, path=own, children=nodes)

    def _origin(self) -> Origin:
        return Origin(self.chapter.file, self.chapter.layout_line, 1)

    def _fault(self, message: str, hint: str, origin: Origin | None = None, **values: object) -> None:
        at = origin or self._origin()
        self.found.append(finding("PG011", Position(at.file, at.line, at.column), message, hint, **values))


def _without_lines(node: Any) -> Any:
    return Text(LINE_MARK.sub("", node.text)) if isinstance(node, Text) else node


def part_of(node: Block, path: str, names: list[str]) -> str | None:
    """Return which of a block's parts a node belongs to: ``flows``, ``flows_chart`` and ``flows.chart`` are ``flows``.

    Where the longer name has a place of its own, too, the node goes there and not to both.
    """
    if not isinstance(node, Table | Chart):
        return None
    own = [name for name in names if f"{node.id}.".startswith((f"{path}.{name}.", f"{path}.{name}_"))]
    return max(own, key=len, default=None)
