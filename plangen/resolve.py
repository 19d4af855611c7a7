"""Everything that depends on the whole document: numbers, references, generated lists, the contents.

Each step is a pure function over the tree. What cannot be resolved is a finding, and its text stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import (
    Block,
    Cell,
    Chart,
    Citation,
    Column,
    Contents,
    CrossRef,
    Document,
    Entry,
    Flag,
    Footnote,
    Gap,
    Heading,
    Link,
    Listing,
    Origin,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
    Value,
    plain_text,
    query,
    walk,
)
from plangen.labels import label, short_date
from plangen.ledger import FactSpec
from plangen.numbering import Scheme, counter, heading_number, scheme_for
from plangen.paths import full_path, matches, near
from plangen.plan import Plan, no_such_value, value_not_there
from plangen.quantities import stated_text
from plangen.verification import unverified_list


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference may point at: the anchor, and the words that name it."""

    anchor: str
    text: str


@dataclass(slots=True)
class _Index:
    targets: dict[str, Target] = field(default_factory=dict)
    prose: set[str] = field(default_factory=set)


def resolve(document: Document, plan: Plan) -> tuple[Document, list[Diagnostic]]:
    """Resolve a document: headings, citations, generated lists, tables, references and contents, in this order."""
    found: list[Diagnostic] = []
    document = number_headings(document)
    document = number_notes(document, plan)
    document = fill_listings(document, plan, found)
    document = number_captions(document)
    document = resolve_references(document, plan, found)
    document = build_contents(document)
    return document, found


def number_headings(document: Document) -> Document:
    """Number chapters, sections and appendices by the document's scheme; a heading without an id gets one."""
    scheme = scheme_for(document.numbering, document.meta.language)
    counters = [0, 0, 0, 0]
    chapters = appendices = anonymous = 0

    def number(node: Any) -> Any:
        nonlocal chapters, appendices, anonymous
        if not isinstance(node, Heading):
            return node
        anonymous += not node.id
        if node.level == 1:
            chapters, appendices = (chapters, appendices + 1) if node.appendix else (chapters + 1, appendices)
            counters[0] = appendices if node.appendix else chapters
        else:
            counters[node.level - 1] += 1
        counters[node.level :] = [0] * (4 - node.level)
        path = tuple(max(1, n) for n in counters[: node.level])
        identifier = node.id or f"heading-{anonymous}"
        return replace(node, id=identifier, number=heading_number(scheme, path, node.appendix))

    return walk(number, document)


def number_notes(document: Document, plan: Plan) -> Document:
    """Number notes and sources in one sequence, as Word counts footnotes; name each source where it is first cited.

    A table cannot hold the notes of sources on every page it runs over, a heading stands in the contents, too, and
    there are no notes on notes or inside links: the mark alone leads to the source list there. What is cited nowhere
    else is numbered last, since it is no footnote that Word would count.
    """
    bare = {
        id(citation)
        for outer in query(document, Table, Chart, Heading, Footnote, Link)
        for citation in query(outer, Citation)
    }
    numbers: dict[str, int] = {}
    count = 0
    for node in query(document, Citation, Footnote):
        if isinstance(node, Footnote):
            count += 1
        elif id(node) not in bare and node.fact not in numbers:
            count += 1
            numbers[node.fact] = count
    for citation in query(document, Citation):
        if citation.fact not in numbers:
            count += 1
            numbers[citation.fact] = count
    if not count:
        return document
    written = 0
    named: set[str] = set()

    def number(node: Any) -> Any:
        nonlocal written
        match node:
            case Footnote():
                written += 1
                return replace(node, number=written)
            case Citation() if id(node) in bare or node.fact in named:
                return replace(node, number=numbers[node.fact])
            case Citation():
                written += 1
                named.add(node.fact)
                source = _source_note(plan.facts[node.fact], document.meta.language)
                return replace(node, number=numbers[node.fact], source=source)
            case _:
                return node

    return walk(number, document)


def number_captions(document: Document) -> Document:
    """Number the tables and the charts that have a caption, each kind through the document."""
    counts = {Table: 0, Chart: 0}

    def number(node: Any) -> Any:
        if isinstance(node, Table | Chart) and node.caption:
            counts[type(node)] += 1
            return replace(node, number=counts[type(node)])
        return node

    return walk(number, document)


# --- generated lists -----------------------------------------------------------------------------------------------


def fill_listings(document: Document, plan: Plan, found: list[Diagnostic]) -> Document:
    """Put the generated lists where the layout wants them."""
    kinds = {listing.kind for listing in query(document, Listing)}
    if "sources" not in kinds and (citation := next(query(document, Citation), None)):
        at = _position(citation.origin) or Position(f"{plan.folder}/facts.yaml")
        message = "facts are cited, but no chapter of the template lists the sources"
        found.append(
            finding("PG011", at, message, "add a line {{{{ source_list() }}}} to the layout of the last chapter")
        )

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Listing):
            blocks.extend(_listed(block, document, plan))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _listed(listing: Listing, document: Document, plan: Plan) -> tuple[Block, ...]:
    match listing.kind:
        case "sources":
            return _sources(document, plan)
        case "open_items":
            return _open_items(document)
        case "unverified":
            return unverified_list(document, plan)


def _places(document: Document, *types: type[Any]) -> Iterator[tuple[Heading, Any]]:
    """Yield nodes of some types with the nearest numbered heading of level 1 or 2 before them."""
    current: Heading | None = None
    for node in query(document, Heading, *types):
        if isinstance(node, Heading):
            current = node if node.level <= 2 else current
        elif current is not None:
            yield current, node


def _sources(document: Document, plan: Plan) -> tuple[Block, ...]:
    language = document.meta.language
    places: dict[str, dict[str, None]] = {}
    numbers: dict[str, int] = {}
    for heading, citation in _places(document, Citation):
        places.setdefault(citation.fact, {})[heading.number.rstrip("、")] = None
        numbers[citation.fact] = citation.number
    if not places:
        return ()

    def word(key: str) -> str:
        return label(language, key)

    columns = (
        Column(word("number"), "center"),
        Column(word("source_statement")),
        Column(word("source_name")),
        Column(word("source_period"), "center"),
        Column(word("source_status"), "center"),
        Column(word("source_places"), "center"),
    )
    rows = []
    for identifier, number in sorted(numbers.items(), key=lambda item: item[1]):
        fact = plan.facts[identifier]
        rows.append(
            Row(
                (
                    _cell(f"[{number}]"),
                    _cell(label(language, "pair", name=fact.statement, text=fact.text(language))),
                    _cell(_source_text(fact, language)),
                    _cell(short_date(language, fact.period) or "—"),
                    Cell((Text(word(fact.status)),), "good" if fact.status == "verified" else "warn"),
                    _cell(word("joint").join(places[identifier])),
                ),
                number=number,
            )
        )
    return (Table(columns, tuple(rows), word("sources_caption"), "sources"),)


def _source_text(fact: FactSpec, language: str) -> str:
    if fact.source is None:
        return label(language, "source_unknown")
    parts = (fact.source.name, fact.source.publisher, short_date(language, fact.source.date), fact.source.url)
    return label(language, "joint_source").join(part for part in parts if part)


def _source_note(fact: FactSpec, language: str) -> str:
    parts = (_source_text(fact, language), short_date(language, fact.period), label(language, fact.status))
    return label(language, "joint_source").join(part for part in parts if part)


def _open_items(document: Document) -> tuple[Block, ...]:
    language = document.meta.language

    def word(key: str) -> str:
        return label(language, key)

    rows = []
    first: dict[str, tuple[Heading, Any]] = {}
    for heading, node in _places(document, Flag, Gap):
        first.setdefault(node.path, (heading, node))  # an open block may show itself in several places
    for number, (heading, node) in enumerate(first.values(), start=1):
        place = f"{heading.number}{'' if heading.level == 1 else ' '}{plain_text(heading)}"
        flagged = isinstance(node, Flag)
        content = node.title.removeprefix(plain_text(heading)).removeprefix(" · ") or word("running_text")
        rows.append(
            Row(
                (
                    _cell(str(number)),
                    _cell(place),
                    _cell(content),
                    _cell(node.reason if flagged else word("gap_text")),
                    _cell(node.owner if flagged else "—"),
                    _cell(short_date(language, node.due) if flagged else "—"),
                )
            )
        )
    if not rows:
        return (Paragraph((Text(word("none_open")),)),)
    columns = (
        Column(word("number"), "center"),
        Column(word("place")),
        Column(word("content")),
        Column(word("flag_reason")),
        Column(word("flag_owner")),
        Column(word("flag_due"), "center"),
    )
    return (Table(columns, tuple(rows), word("open_items_caption"), "open_items.list"),)


def _cell(text: str) -> Cell:
    return Cell((Text(text),) if text else ())


# --- references ----------------------------------------------------------------------------------------------------


def resolve_references(document: Document, plan: Plan, found: list[Diagnostic]) -> Document:
    """Fill in what references and values say. A path may be shortened from the left while it stays unique."""
    index = _index(document)
    chapter = ""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = block.id
        here = chapter

        def fill(node: Any, here: str = here) -> Any:
            match node:
                case CrossRef():
                    return _reference(node, here, index, plan, found)
                case Value():
                    return _value(node, here, plan, found)
                case _:
                    return node

        blocks.append(walk(fill, block))
    return replace(document, blocks=tuple(blocks))


def _index(document: Document) -> _Index:
    index = _Index()
    language = document.meta.language
    scheme = scheme_for(document.numbering, document.meta.language)
    section = ""
    counters = [0, 0]
    for node in query(document, Heading, Table, Chart, Slot):
        match node:
            case Heading():
                if node.level == 1:
                    counters[node.appendix] += 1
                section = node.id or section
                if node.id:
                    text = _heading_words(node, counters[node.appendix], scheme, language)
                    index.targets[node.id] = Target(node.id, text)
            case Table() if node.id and node.number:
                index.targets[node.id] = Target(node.id, label(language, "table_ref", number=node.number))
            case Chart() if node.id and node.number:
                index.targets[node.id] = Target(node.id, label(language, "figure_ref", number=node.number))
            case Slot():
                if not any(item.id == node.path for item in query(node, Table, Chart)):
                    if node.state == "filled":
                        index.prose.add(node.path)
                    elif section in index.targets:
                        # an open table is referred to by the section that it will stand in
                        index.targets[node.path] = index.targets[section]
    return index


def _heading_words(heading: Heading, ordinal: int, scheme: Scheme, language: str) -> str:
    if heading.appendix:
        return heading.number
    if not heading.number:
        return plain_text(heading)
    level = scheme.levels[0]
    if heading.level == 1:
        return label(language, "chapter_ref", number=counter(ordinal, level.style))
    if scheme.levels[heading.level - 1].legal or level.style == "decimal":
        return label(language, "section_ref", number=heading.number)
    return label(language, "chapter_ref", number=counter(ordinal, level.style)) + heading.number


def _reference(node: CrossRef, chapter: str, index: _Index, plan: Plan, found: list[Diagnostic]) -> CrossRef:
    at = _position(node.origin) or Position("")
    path = full_path(node.target, plan.block_ids)
    meant = matches(path, index.targets, chapter)
    if len(meant) == 1:
        target = index.targets[meant[0]]
        return replace(node, anchor=target.anchor, text=target.text)
    if len(meant) > 1:
        found.append(_ambiguous("{path} can mean several places: {places}", at, node.target, meant))
        return node
    if texts := matches(path, index.prose, chapter):
        message = "{path} is running text; a reference needs a table, a section or a chapter"
        hint = "refer to the section: {section}"
        found.append(finding("PG201", at, message, hint, path=node.target, section=min(texts).rpartition(".")[0]))
        return node
    slot = plan.slot_of(path, chapter)
    if slot and slot.content is None and slot.name in index.targets:
        # a part of an open block is referred to by the section that it will stand in
        target = index.targets[slot.name]
        return replace(node, anchor=target.anchor, text=target.text)
    close = near(path, index.targets)
    hint = "did you mean {near}?" if close else "write the path of a section or table, such as resources.finance.budget"
    found.append(finding("PG201", at, "there is no place {path} in the plan", hint, path=node.target, near=close))
    return node


def _ambiguous(message: str, at: Position, path: str, meant: list[str]) -> Diagnostic:
    hint = "write the whole path of the one you mean"
    return finding("PG201", at, message, hint, path=path, places=", ".join(sorted(meant)))


def _value(node: Value, chapter: str, plan: Plan, found: list[Diagnostic]) -> Value:
    """Fill in a figure; what cannot be had is a finding, and what is only open yet stays visible in a draft."""
    at = _position(node.origin) or Position("")
    path = full_path(node.path, plan.block_ids)
    meant = matches(path, plan.values, chapter)
    if len(meant) == 1:
        return replace(node, text=stated_text(plan.values[meant[0]], plan.language))
    if len(meant) > 1:
        found.append(_ambiguous("{path} can mean several values: {places}", at, node.path, meant))
        return node
    slot = plan.slot_of(path, chapter)
    if slot and slot.content is None:
        if not slot.valid:
            return node  # what is wrong with the slot is said there
        found.append(value_not_there(node.path, slot, at))
        return replace(node, text=label(plan.language, "open_value"))
    if slot and not slot.sound:
        return node  # a cycle has no critical path; what is wrong with the block is said there
    message, hint, values = no_such_value(node.path, plan, chapter)
    found.append(finding("PG201", at, message, hint, **values))
    return node


def _position(origin: Origin | None) -> Position | None:
    return Position(origin.file, origin.line, origin.column) if origin else None


# --- contents ------------------------------------------------------------------------------------------------------


def build_contents(document: Document) -> Document:
    """Fill the contents with headings down to level 3, and the lists of tables and figures."""
    language = document.meta.language
    entries = {
        "headings": tuple(
            Entry(node.level, node.number, plain_text(node), node.id)
            for node in query(document, Heading)
            if node.level <= 3
        ),
        "tables": _captions(document, Table, label(language, "table")),
        "figures": _captions(document, Chart, label(language, "figure")),
    }
    blocks = tuple(
        replace(block, entries=entries[block.kind]) if isinstance(block, Contents) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _captions(document: Document, kind: type[Table] | type[Chart], word: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(1, f"{word} {node.number}", node.caption, node.id) for node in query(document, kind) if node.number
    )
