"""What one Word document collects while its body is written: anchors, ids, notes, comments and links."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from plangen.doctree import Box, Chart, Document, Flag, Gap, Heading, Meta, Paragraph, Table, query
from plangen.numbering import Scheme, scheme_for
from plangen.render.docx.slots import digest
from plangen.theme import Theme

if TYPE_CHECKING:
    from plangen.charts.drawingml import ChartParts

FLOW = (Heading, Paragraph, Table, Chart, Flag, Gap)


@dataclass(frozen=True, slots=True)
class Target:
    """A place that references and contents lists can point at."""

    bookmark: str
    node: Heading | Table | Chart


@dataclass(slots=True)
class Links:
    """The external addresses of one part and the relationship ids they are reached by."""

    ids: dict[str, str] = field(default_factory=dict)

    def id_of(self, address: str) -> str:
        """Return the relationship id of an address, the same one each time."""
        return self.ids.setdefault(address, f"rIdLink{len(self.ids) + 1}")


@dataclass(slots=True)
class State:
    """The running state of one document.

    ``after_table`` is set while the last thing written is a table: Word joins two tables that touch, and wants a
    paragraph after a table that ends a cell or the document. ``before_box`` holds the ids of what a box follows, since
    a box can neither keep its distance nor hold the text before it on its page, ``second_items`` those of every second
    flag or gap in a row, which must not look the same to Word lest it join the two. ``listed`` are the numbers of the
    source list.
    """

    meta: Meta
    theme: Theme
    scheme: Scheme
    targets: dict[str, Target]
    listed: frozenset[int]
    before_box: frozenset[int]
    second_items: frozenset[int]
    links: Links = field(default_factory=Links)
    note_links: Links = field(default_factory=Links)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    lists: list[tuple[int, int]] = field(default_factory=list)  # (level, first number) of each ordered list
    bookmarks: int = 0
    controls: int = 0
    drawings: int = 0
    charts: list[ChartParts] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    after_table: bool = False

    @property
    def language(self) -> str:
        return self.meta.language

    def next_bookmark(self) -> int:
        """Return a fresh bookmark id."""
        self.bookmarks += 1
        return self.bookmarks

    def next_control(self) -> int:
        """Return a fresh id for a content control."""
        self.controls += 1
        return self.controls

    def next_drawing(self) -> int:
        """Return a fresh id for a drawing."""
        self.drawings += 1
        return self.drawings

    def claim(self, name: str) -> bool:
        """Say whether a bookmark's name is still free, and take it: names are unique in a document."""
        if name in self.placed:
            return False
        self.placed.add(name)
        return True


def new_state(document: Document, theme: Theme) -> State:
    """Return the state before the first block, with every target of references known."""
    tables = (table for table in query(document, Table) if table.columns)
    listed = frozenset(row.number for table in tables for row in table.rows if row.number and row.cells)
    scheme = scheme_for(document.numbering, document.meta.language)
    boxed, second = _before_boxes(document), _second_items(document)
    return State(document.meta, theme, scheme, targets(document), listed, boxed, second)


def targets(document: Document) -> dict[str, Target]:
    """Return what references and contents lists can point at, by anchor."""
    found: dict[str, Target] = {}
    used: set[str] = set()
    for node in query(document, Heading, Table, Chart):
        counted = isinstance(node, Heading) or (node.number and node.caption)
        if not node.id or node.id in found or not counted:
            continue
        kind = "_Toc" if isinstance(node, Heading) else "_Ref"
        found[node.id] = Target(_free_name(kind, node.id, used), node)
    return found


def source_bookmark(number: int) -> str:
    """Return the bookmark of one row of the source list."""
    return f"_Source{number}"


def note_bookmark(number: int) -> str:
    """Return the bookmark of the mark whose footnote names a source."""
    return f"_Note{number}"


def _before_boxes(document: Document) -> frozenset[int]:
    flow = list(query(document, Box, *FLOW))
    return frozenset(id(node) for node, following in pairwise(flow) if isinstance(following, Box))


def _second_items(document: Document) -> frozenset[int]:
    """Return the ids of every second flag or gap of those that follow each other."""
    found: set[int] = set()
    for node, following in pairwise(query(document, Box, *FLOW)):
        if isinstance(node, Flag | Gap) and isinstance(following, Flag | Gap) and id(node) not in found:
            found.add(id(following))
    return frozenset(found)


def _free_name(kind: str, key: str, used: set[str]) -> str:
    """Return ``_Toc`` or ``_Ref`` and nine digits, as Word names its own, depending on nothing but the key."""
    digits = int(digest(key)[:12], 16) % 10**9
    while f"{kind}{digits:09d}" in used:
        digits = (digits + 1) % 10**9
    name = f"{kind}{digits:09d}"
    used.add(name)
    return name
