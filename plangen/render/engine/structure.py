"""The structure of a set document: what a screen reader is told of it, in which order, and what it is not told.

A laid-out page is a tree of boxes, in which a paragraph or table over two pages stands twice, and much that means
nothing. The tree made of it here has each element of the page once, under its name of ISO 32000-1, 14.8.4, and holds
the boxes of text and drawings. Running headers, repeated table heads and leaders stay out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plangen.render.engine.library import load

# An element of the page by its tag; one that is not listed is passed through.
ROLES = {
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "p": "P",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "li::marker": "Lbl",
    "blockquote": "BlockQuote",
    "aside": "Sect",
    "nav": "Sect",
    "section": "Sect",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "svg": "Figure",
    "img": "Figure",
    "code": "Code",
    "a": "Link",
    "span::footnote-call": "Reference",
    "span::footnote-marker": "Lbl",
}
# An element by what the page says it is; this goes before its tag.
NAMED_ROLES = {"list": "TOC", "listitem": "TOCI", "doc-footnote": "Note"}
HEADINGS = ("H1", "H2", "H3", "H4")
INLINE = ("Link", "Reference", "Code")
GROUPS = ("Document", "Sect", "BlockQuote", "TOC", "L")  # text needs a paragraph in them


@dataclass(eq=False, slots=True)
class Element:
    """An element of the structure tree: its first box, and the elements and boxes in it as they are to be read.

    Among the boxes are those of text, of drawings, and of links, which stand for their annotations.
    """

    role: str
    box: Any = None
    parent: Element | None = None
    kids: list[Any] = field(default_factory=list)
    scope: str = ""  # of a header cell: Row or Column

    def elements(self) -> Iterator[Element]:
        """Yield the elements right below this one."""
        return (kid for kid in self.kids if isinstance(kid, Element))


@dataclass(frozen=True, slots=True)
class Artifact:
    """Content that is not told: its entries in the file."""

    kind: str = ""
    subtype: str = ""


DECORATION = Artifact()
REPEATED = Artifact("Pagination")
HEADER, FOOTER = Artifact("Pagination", "Header"), Artifact("Pagination", "Footer")


@dataclass(slots=True)
class Structure:
    """The tree, and where each box of text or with a drawing belongs."""

    root: Element = field(default_factory=lambda: Element("Document"))
    owners: dict[Any, Element | Artifact] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What is known while the pages are read."""

    made: Structure = field(default_factory=Structure)
    elements: dict[tuple[Any, str], Element] = field(default_factory=dict)
    notes: list[tuple[Element, Element]] = field(default_factory=list)
    level: int = 0  # of the last heading


def structure(pages: Iterable[Any]) -> Structure:
    """Return the structure of WeasyPrint's laid-out pages."""
    boxes: Any = load("weasyprint.formatting_structure.boxes")
    reading = _Reading()
    for page in pages:
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                _leave(reading, box, HEADER if box.at_keyword.startswith("@top") else FOOTER)
            else:
                _read(reading, box, reading.made.root)
    for block, note in reading.notes:
        if block.role in HEADINGS and block.parent:  # a heading is listed by itself
            after = block.parent.kids
            after.insert(after.index(block) + 1, note)
        else:
            block.kids.append(note)
    _tidy(reading.made.root)
    return reading.made


def _leave(reading: _Reading, box: Any, artifact: Artifact) -> None:
    """Leave a box and all in it out of the tree."""
    reading.made.owners[box] = artifact
    for child in box.children:
        _leave(reading, getattr(child, "_box", child), artifact)


def _read(reading: _Reading, box: Any, into: Element) -> None:
    """Put a box and all in it into an element."""
    box = getattr(box, "_box", box)  # a box with a place of its own stands in for itself
    if getattr(box, "is_leader", False):
        _leave(reading, box, DECORATION)
        return
    tag = (box.element_tag or "").rpartition("}")[2]
    named = "" if box.element is None or "::" in tag else box.element.get("role", "")
    role = NAMED_ROLES.get(named) or ROLES.get(tag)
    if role and box.element is not None:
        known = reading.elements.get((box.element, tag))
        if known and role == "THead":
            _leave(reading, box, REPEATED)
            return
        into = known or _begin(reading, role, box, tag, into)
    if box.children or box.link:
        if box.link:
            into.kids.append(box)
        for child in box.children:
            _read(reading, child, into)
    elif hasattr(box, "text") or hasattr(box, "replacement"):
        holder = _holder(reading, box, into)
        holder.kids.append(box)
        reading.made.owners[box] = holder


def _begin(reading: _Reading, role: str, box: Any, tag: str, into: Element) -> Element:
    """Open an element for the first box of an element of the page."""
    if into.role == "LI" and role != "Lbl":
        into = _body(into)
    match role:
        case "H1" | "H2" | "H3" | "H4":  # no level is left out, whatever the author wrote
            reading.level = min(HEADINGS.index(role) + 1, reading.level + 1)
            role = HEADINGS[reading.level - 1]
        case "TOCI":
            for _ in range(1, int(box.element.get("aria-level", 1))):
                last = into.kids[-1] if into.kids else None
                into = last if last and last.role == "TOC" else _add(Element("TOC"), into)
        case "Link" if into.role == "TOCI":
            into = _add(Element("Reference"), into)
        case _:
            pass
    made = Element(role, box)
    if role == "TH":
        made.scope = "Row" if box.element.get("scope") == "row" else "Column"
    if role == "Reference":
        block = into
        while block.role in INLINE and block.parent:
            block = block.parent
        note = Element("Note")
        reading.notes.append((block, note))
        reading.elements[box.element, tag.partition("::")[0]] = note
    reading.elements[box.element, tag] = made
    return _add(made, into)


def _add(element: Element, into: Element) -> Element:
    element.parent = into
    into.kids.append(element)
    return element


def _body(item: Element) -> Element:
    """Return what a list item holds besides its mark."""
    return next((kid for kid in item.elements() if kid.role == "LBody"), None) or _add(Element("LBody"), item)


def _holder(reading: _Reading, box: Any, into: Element) -> Element:
    """Return the element that a box of text or with a drawing goes into."""
    if into.role == "LI":
        return _body(into)
    if into.role not in GROUPS:
        return into
    key = (box.element, "p")
    if key not in reading.elements:
        reading.elements[key] = _add(Element("P", box), into)
    return reading.elements[key]


def _tidy(element: Element) -> None:
    """Drop what holds nothing, and make tables as a reader expects them."""
    for kid in list(element.elements()):
        _tidy(kid)
    keep = element.role == "TR" and any(kid.kids for kid in element.elements())
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or kid.kids or keep]
    if element.role == "TH" and not element.kids:
        element.role, element.scope = "TD", ""  # the corner of a table is no header of anything
    elif element.role == "Table":
        _tidy_table(element)


def _tidy_table(table: Element) -> None:
    """Let a table without header cells be told by its rows' first cells, and one without a body consist of rows."""
    rows = [row for group in table.elements() for row in (group, *group.elements()) if row.role == "TR"]
    if not rows:
        table.role = "Sect"
        for caption in table.elements():
            caption.role = "P"
        return
    if not any(cell.role == "TH" for row in rows for cell in row.elements()):
        for row in rows:
            if first := next((cell for cell in row.elements() if cell.kids), None):
                first.role, first.scope = "TH", "Row"
    if not any(group.role == "TBody" for group in table.elements()):
        groups, table.kids = table.kids, []
        for group in groups:
            for kid in group.kids if group.role == "THead" else [group]:
                _add(kid, table)
