"""What one Word document collects while its body is written: anchors, ids, notes, comments and links."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from plangen.doctree import Box, Chart, Document, Flag, Gap, Heading, Meta, Paragraph, Table, query
from plangen.numbering import SCHEMES, Scheme
from plangen.theme import Theme

if TYPE_CHECKING:
    from plangen.charts.drawingml import ChartParts

BOOKMARK_LIMIT = 40
TAG_LIMIT = 64
FLOW = (Heading, Paragraph, Table, Chart, Flag, Gap)
SOURCES = "sources"  # the id of the table whose rows are the numbered sources


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
    paragraph after a table that ends a cell or the document. ``before_box`` holds the ids of the paragraphs that a box
    follows, since a box cannot keep its distance itself.
    """

    meta: Meta
    theme: Theme
    scheme: Scheme
    targets: dict[str, Target]
    sources: int
    before_box: frozenset[int]
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
    targets: dict[str, Target] = {}
    used: set[str] = set()
    for node in query(document, Heading, Table, Chart):
        if not node.id or node.id in targets or (not isinstance(node, Heading) and not node.number):
            continue
        kind = "_Toc" if isinstance(node, Heading) else "_Ref"
        targets[node.id] = Target(_free_name(kind, node.id, used), node)
    sources = next((len(table.rows) for table in query(document, Table) if table.id == SOURCES), 0)
    return State(document.meta, theme, SCHEMES[document.numbering], targets, sources, _before_boxes(document))


def source_bookmark(number: int) -> str:
    """Return the bookmark of one row of the source list."""
    return f"_Source{number}"


def slot_bookmark(path: str) -> str:
    """Return the hidden bookmark of a slot: readable, and told apart from every other path by a hash."""
    readable = "".join(c if c.isascii() and c.isalnum() else "_" for c in path)
    end = f"_{_digest(path)[:8]}"
    return f"_slot_{readable}"[: BOOKMARK_LIMIT - len(end)] + end


def slot_tag(path: str) -> str:
    """Return the tag of a slot's content control: its path, cut and marked by a hash where it is too long."""
    if len(path) <= TAG_LIMIT:
        return path
    end = f"~{_digest(path)[:8]}"
    return path[: TAG_LIMIT - len(end)] + end


def _before_boxes(document: Document) -> frozenset[int]:
    flow = list(query(document, Box, *FLOW))
    return frozenset(id(node) for node, following in pairwise(flow) if isinstance(following, Box))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _free_name(kind: str, key: str, used: set[str]) -> str:
    """Return ``_Toc`` or ``_Ref`` and nine digits, as Word names its own, depending on nothing but the key."""
    digits = int(_digest(key)[:12], 16) % 10**9
    while f"{kind}{digits:09d}" in used:
        digits = (digits + 1) % 10**9
    name = f"{kind}{digits:09d}"
    used.add(name)
    return name
