"""Tags: each piece of a page's content is marked as part of the structure tree or as none, and the tree is written.

WeasyPrint tags too, but it tells the running headers and page numbers, tells a table once for every page it stands on,
knows neither tables of contents nor notes, and makes an element and a mark of every line of text. What belongs to one
element and is drawn in one go has one mark here, which makes less than half of what is added to a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from plangen.render.engine.library import load, replaced
from plangen.render.engine.metadata import closing, declaring
from plangen.render.engine.structure import Artifact, Element, Structure, structure
from plangen.render.engine.wordends import end_word

PER_PIXEL = 0.75  # points
NOTHING = b"null"
NUMBERINGS = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "disc": "Disc",
    "circle": "Circle",
}

Marks = dict[Any, tuple[Any, int]]  # a box: the stream it is drawn in, and the number of its mark there


def tagging(original: Any) -> Any:
    module: Any = load("weasyprint.pdf")
    stream: Any = load("weasyprint.pdf.stream").Stream
    if not (hasattr(stream, "marked") and hasattr(module, "add_tags")):
        return original

    def generate_pdf(document: Any, *more: Any, **named: Any) -> Any:
        """Draw a document and write its structure tree."""
        for page in document.pages:  # boxes within a link have links of their own, of which the outer one knows
            page.links = [link for link in page.links if link[3].link]
        made = structure(document.pages)
        marks: Marks = {}
        if hasattr(document, "rest"):
            document.rest.join(made, marks)
        with (
            replaced(stream, "marked", marking(made, marks)),
            replaced(module, "add_tags", _writing(made, marks)),
            replaced(module, "ColorProfile", closing),
            replaced(load("weasyprint.pdf.metadata").DocumentMetadata, "generate_rdf_metadata", declaring),
        ):
            return original(document, *more, **named)

    return generate_pdf


# --- marking -----------------------------------------------------------------------------------------------------


def marking(made: Structure, marks: Marks) -> Any:
    pydyf: Any = load("pydyf")
    counts: dict[Any, int] = {}
    last: tuple[Any, int, Any, int] = (None, 0, None, 0)

    def begin(stream: Any, owner: Element | Artifact) -> int:
        if isinstance(owner, Artifact):
            entries = {"Type": f"/{owner.kind}"} if owner.kind else {}
            entries |= {"Subtype": f"/{owner.subtype}"} if owner.subtype else {}
            stream.begin_marked_content("Artifact", pydyf.Dictionary(entries) if entries else None)
            return 0
        number = counts.get(stream, 0)
        counts[stream] = number + 1
        stream.begin_marked_content(owner.role, pydyf.Dictionary({"MCID": number}))
        return number

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        """Mark what is drawn of a box; go on with the last mark if it is of the same element."""
        nonlocal last
        owner = made.owners[box]
        if last[:3] == (stream, len(stream.stream), owner):
            stream.stream.pop()
            number = last[3]
        else:
            number = begin(stream, owner)
        marks[box] = stream, number
        yield
        end_word(stream, box)
        stream.end_marked_content()
        last = stream, len(stream.stream), owner, number

    return lambda original: marked


# --- writing -----------------------------------------------------------------------------------------------------


def _writing(made: Structure, marks: Marks) -> Any:
    return lambda original: partial(_add_tags, made, marks)


def _add_tags(made: Structure, marks: Marks, pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
    """Write the tree, the numbers that lead from content to it, and what else makes a file a tagged one."""
    pydyf: Any = load("pydyf")
    pages = pdf.page_references
    indices = {stream: index for index, stream in enumerate(streams)}
    linked = {
        link[3]: index for index, page in enumerate(document.pages) for link in page.links if link[3].link_annotation
    }
    owners: list[list[Any]] = [[] for _ in streams]  # for each page, by the numbers of its marks
    annotated: list[Any] = []
    notes: list[Any] = []

    def content(kid: Any, element: Element, node: Any) -> Any:
        """Return what leads from an element to a box, or nothing if that is told already or was not drawn."""
        if kid in linked:
            page = pages[linked[kid]]
            kid.link_annotation["StructParent"] = len(streams) + len(annotated)
            annotated.append(node.reference)
            kid.link_annotation["Contents"] = pydyf.String(_called(element, kid))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.link_annotation.reference, "Pg": page})
        if kid not in marks:
            return None
        stream, number = marks[kid]
        held = owners[indices[stream]]
        if number < len(held) and held[number] != NOTHING:
            return None
        held.extend([NOTHING] * (number + 1 - len(held)))
        held[number] = node.reference
        page = pages[indices[stream]]
        if node.setdefault("Pg", page) == page:
            return number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number})

    def write(element: Element, parent: Any) -> Any:
        node = pydyf.Dictionary({"S": f"/{element.role}", "P": parent})
        pdf.add_object(node)
        node.update(_entries(element))
        if element.box in marks:  # a drawing
            page = document.pages[indices[marks[element.box][0]]]
            node["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": _place(element.box, page)})
        if element.role == "Note":
            node["ID"] = pydyf.String(f"note-{len(notes) + 1:05}")
            notes.append((node["ID"], node.reference))
        found = [
            write(kid, node.reference) if isinstance(kid, Element) else content(kid, element, node)
            for kid in element.kids
        ]
        kids = [kid for kid in found if kid is not None]
        node["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        return node.reference

    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = write(made.root, root.reference)
    numbers = [item for index, held in enumerate(owners) for item in (index, pydyf.Array(held))]
    numbers += [item for index, node in enumerate(annotated, len(streams)) for item in (index, node)]
    root["ParentTree"] = pydyf.Dictionary({"Nums": pydyf.Array(numbers)})
    root["ParentTreeNextKey"] = len(streams) + len(annotated)
    if notes:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(item for note in notes for item in note)})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _called(link: Element, box: Any) -> str:
    """Return what a link is called: its text, and the address outside the document it leads to."""
    where, target = box.link[1]
    return f"{_words(link)} ({target})" if where == "external" else _words(link)


def _words(kid: Any) -> str:
    if isinstance(kid, Element):
        return "".join(map(_words, kid.kids))
    return "" if "::" in (kid.element_tag or "") else getattr(kid, "text", "")


def _place(box: Any, page: Any) -> Any:
    """Return where a drawing is on its page, in points from the lower left."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, page.height - top - box.height, left + box.width, page.height - top)
    return load("pydyf").Array(round(value * PER_PIXEL, 3) for value in corners)


def _entries(element: Element) -> dict[str, Any]:
    """Return what an element of the tree says besides its contents."""
    pydyf: Any = load("pydyf")

    def attributes(owner: str, **values: Any) -> dict[str, Any]:
        known = {key: value for key, value in values.items() if value}
        return {"A": pydyf.Dictionary({"O": f"/{owner}", **known})} if known else {}

    match element.role:
        case "Figure":
            return {"Alt": pydyf.String(element.box.element.get("aria-label"))}
        case "TH" | "TD":
            spans = {"ColSpan": element.box.colspan, "RowSpan": element.box.rowspan}
            spans = {name: span for name, span in spans.items() if span != 1}
            return attributes("Table", Scope=element.scope and f"/{element.scope}", **spans)
        case "L":
            item = next((item.box.style["list_style_type"] for item in element.elements() if item.box), "")
            return attributes("List", ListNumbering=f"/{NUMBERINGS.get(item, 'None')}")
        case _:
            return {}
