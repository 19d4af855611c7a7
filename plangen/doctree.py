"""The document tree: one closed set of node types between content and writers.

Readers and blocks produce these nodes, transforms are pure functions ``Document -> Document``, writers consume them.
The idea is Pandoc's (pandoc-types, ``Definition.hs`` and ``Walk.hs``). Every node is a frozen dataclass; ``Inline`` and
``Block`` are closed unions, so a ``match`` that ends in ``assert_never`` makes mypy name each writer that lacks a node.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeVar

T = TypeVar("T")

Align = Literal["left", "center", "right"]
Tone = Literal["", "good", "warn", "bad", "severe", "muted", "strong"]
SlotState = Literal["filled", "flagged", "missing"]
ChartKind = Literal[
    "bars",
    "stacked",
    "percent",
    "line",
    "radar",
    "doughnut",
    "waterfall",
    "tornado",
    "gantt",
    "heatmap",
    "bullet",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a node came from: a file relative to the workspace, line and column counted from 1."""

    file: str
    line: int
    column: int


# --- inline nodes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Link:
    target: str  # an absolute http, https or mailto address
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note written by the author; resolve sets ``number``, which counts notes and sources through the document."""

    children: tuple[Inline, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure from the ledger: ``text`` is what the reader sees, ``number`` the mark of its source.

    ``source`` names the source at the foot of the page; it is empty where the document has done so before.
    """

    fact: str
    text: str
    number: int = 0
    source: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CrossRef:
    """A reference to a heading, table or chart; resolve fills ``anchor`` (its id) and ``text`` (表5, 5.1节)."""

    target: str
    anchor: str = ""
    text: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a block, shown where text refers to it; resolve fills ``text``."""

    path: str
    text: str = ""
    origin: Origin | None = None


Inline = Text | Emphasis | Strong | Code | LineBreak | Link | Footnote | Citation | CrossRef | Value

# --- block nodes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is a chapter. ``number`` is computed by resolve and never part of ``children``."""

    level: int
    children: tuple[Inline, ...]
    id: str = ""
    number: str = ""
    appendix: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    ordered: bool
    items: tuple[ListItem, ...]
    start: int = 1
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    children: tuple[Block, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. ``tone`` is a meaning (a grade, a traffic light); the theme turns it into a colour.

    ``span`` is how many columns the cell covers.
    """

    children: tuple[Inline, ...]
    tone: Tone = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One table row; ``kind`` tells total and group rows from ordinary ones.

    A row of the source list has the ``number`` that marks lead to it by, and begins with it.
    """

    cells: tuple[Cell, ...]
    kind: Literal["body", "total", "group"] = "body"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """``id`` is the content path it came from; ``number`` (1, 2, …) is set by resolve where there is a caption.

    ``note`` stands below the table: a legend, a formula, a source line. ``header_column`` makes the first column heads.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    id: str = ""
    number: int = 0
    note: tuple[Inline, ...] = ()
    header_column: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures of a chart, one for each category; ``None`` where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One row of a Gantt chart: a task from ``start`` to ``end`` (ISO dates, both included), or a milestone.

    ``after`` counts the rows it waits for, from 0; ``group`` is the initiative it belongs to.
    """

    name: str
    start: str
    end: str
    group: str = ""
    critical: bool = False
    milestone: bool = False
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data, never as a picture. What each kind draws:

    ``bars``       one bar for each category and series, side by side; ``stacked`` on top of each other; ``percent``
                   likewise, as shares of the category's sum. ``lying`` turns all three: bars run from left to right.
    ``line``       a line for each series over the categories.
    ``radar``      an axis for each category, all in ``unit`` and from 0.
    ``doughnut``   one series, its shares of the sum.
    ``waterfall``  one series of changes; the categories at ``totals`` (counted from 0) stand for the sum so far.
    ``tornado``    two series of changes to one figure, for the lower and the upper value of each category's driver.
    ``gantt``      ``spans`` over time; ``marker`` is a day to point out.
    ``heatmap``    ``rows`` of toned cells below ``categories``; the first cell of a row is its head.
    ``bullet``     a bar for each category (first series) against a mark (second series).

    ``unit`` belongs to every value, ``places`` is how many decimals are shown. ``id`` is the content path, ``number``
    (1, 2, …) is set by resolve where there is a caption, ``note`` is the source line below, ``alt`` says what it shows.
    """

    kind: ChartKind
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    unit: str = ""
    places: int = 0
    lying: bool = False
    totals: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = ()
    marker: str = ""
    caption: str = ""
    id: str = ""
    number: int = 0
    note: tuple[Inline, ...] = ()
    alt: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A titled box beside the running text, such as the key points that close a chapter."""

    title: str
    children: tuple[Block, ...]
    kind: str = "note"
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A slot that is knowingly open: why, who closes it, and by when (ISO date)."""

    path: str
    title: str
    reason: str
    owner: str
    due: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A required slot that is missing; only drafts contain one."""

    path: str
    title: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """What one slot of the template was filled with; ``path`` is chapter.section.slot."""

    path: str
    state: SlotState
    children: tuple[Block, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a contents list. ``number`` is the heading's own (``一、``) or the caption's (``表 3``)."""

    level: int
    number: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A generated list of headings, tables or figures; resolve fills ``entries``."""

    kind: Literal["headings", "tables", "figures"]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A place for a generated list; resolve replaces it with ordinary nodes."""

    kind: Literal["sources", "open_items", "unverified"]
    origin: Origin | None = None


Block = Heading | Paragraph | ListBlock | Quote | Table | Chart | Box | Flag | Gap | Slot | Contents | Listing

# --- the document ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Revision:
    version: str
    date: str
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What the cover, the headers and the file properties say. ``date`` is ISO; ``language`` is ``zh`` or ``en``.

    ``created`` is the moment files say they were made at (``2026-03-01T08:00:00Z``); without it ``date`` is.
    """

    title: str
    client: str
    subtitle: str = ""
    author: str = ""
    company: str = ""
    date: str = ""
    version: str = ""
    language: str = "zh"
    subject: str = ""
    keywords: tuple[str, ...] = ()
    confidentiality: str = ""
    draft: bool = False
    revisions: tuple[Revision, ...] = ()
    created: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """``numbering`` names a scheme of ``plangen.numbering``."""

    meta: Meta
    blocks: tuple[Block, ...]
    numbering: str = "chinese"


Node = Inline | Block | ListItem | Column | Cell | Row | Series | Span | Entry | Revision | Meta | Document | Origin

NODE_TYPES: Mapping[str, type[Any]] = {
    node.__name__: node
    for node in (
        *(Text, Emphasis, Strong, Code, LineBreak, Link, Footnote, Citation, CrossRef, Value),
        *(Heading, Paragraph, ListBlock, ListItem, Quote, Column, Cell, Row, Table, Box, Flag, Gap, Slot),
        *(Series, Span, Chart),
        *(Entry, Contents, Listing, Revision, Meta, Document, Origin),
    )
}


_HELD = ("children", "items", "series", "spans", "rows", "cells", "note", "blocks")
_CHILD_FIELDS: Mapping[type[Any], tuple[str, ...]] = {
    node: tuple(f.name for f in dataclasses.fields(node) if f.name in _HELD and "tuple" in str(f.type))
    for node in NODE_TYPES.values()
}


def children(node: Any) -> Iterator[Any]:
    """Yield the direct children of a node in reading order."""
    for name in _CHILD_FIELDS[type(node)]:
        yield from getattr(node, name)


def query(node: Any, *types: type[Any]) -> Iterator[Any]:
    """Yield ``node`` and everything below it, in reading order, that is one of ``types``."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, types):
            yield current
        for name in reversed(_CHILD_FIELDS[type(current)]):
            stack.extend(reversed(getattr(current, name)))


def walk(change: Callable[[Any], Any], node: T) -> T:
    """Rebuild a tree bottom-up. ``change`` returns a node, or a tuple of nodes to splice in its place.

    ``walk(lambda node: node, tree) == tree`` holds for every tree. The root must stay one node.
    """
    result = _walk(change, node)
    if not isinstance(result, type(node)):
        raise ValueError("the root of a tree must stay one node of its type")
    return result


def _walk(change: Callable[[Any], Any], node: Any) -> Any:
    updates: dict[str, tuple[Any, ...]] = {}
    for name in _CHILD_FIELDS[type(node)]:
        old = getattr(node, name)
        new: list[Any] = []
        same = True
        for child in old:
            result = _walk(change, child)
            if isinstance(result, tuple):
                new.extend(result)
                same = False
            else:
                new.append(result)
                same = same and result is child
        if not same:
            updates[name] = tuple(new)
    return change(dataclasses.replace(node, **updates) if updates else node)


def plain_text(node: Any) -> str:
    """Return what a reader sees of a node as text, without the numbers of headings and captions."""
    match node:
        case Text() | Code():
            return node.text
        case LineBreak():
            return "\n"
        case Citation() | CrossRef() | Value():
            return node.text
        case Footnote():
            return ""
        case Flag():
            return f"{node.title}{node.reason}{node.owner}{node.due}"
        case Gap():
            return node.title
        case _:
            return "".join(plain_text(child) for child in children(node))


def visible_text(document: Document) -> str:
    """Return every text of a document that a reader can see, a line for each; labels that writers add are not in it."""
    meta = document.meta
    lines = [meta.title, meta.client, meta.subtitle, meta.author, meta.company, meta.version, meta.confidentiality]
    lines.extend(text for r in meta.revisions for text in (r.version, r.author, r.note))
    for node in query(document, *NODE_TYPES.values()):
        match node:
            case Text() | Code() | CrossRef() | Value():
                lines.append(node.text)
            case Citation():
                lines.extend((node.text, node.source))
            case Heading():
                lines.append(node.number)
            case Table():
                lines.extend((node.caption, *(column.title for column in node.columns)))
            case Chart():
                lines.extend((node.caption, node.unit, node.alt, *node.categories))
            case Series():
                lines.append(node.name)
            case Span():
                lines.extend((node.name, node.group))
            case Box() | Gap():
                lines.append(node.title)
            case Flag():
                lines.extend((node.title, node.reason, node.owner))
            case _:
                pass
    return "\n".join(lines)
