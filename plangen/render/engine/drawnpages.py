"""Pages that another process has laid out and drawn, as far as they matter for the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plangen.render.engine.library import load, replaced
from plangen.render.engine.structure import Element, Structure, structure
from plangen.render.engine.tags import Marks, marking

SCALE = 0.75  # points in a pixel
PAGE = ("width", "height", "bleed", "bookmarks", "links", "anchors", "forms")
KINDS = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")  # of resources
OPACITY = re.compile("[aA][0-9.]+")  # how WeasyPrint calls a degree of opacity: of areas or of lines


class SharingError(Exception):
    """The work is not to be shared between processes, or cannot be."""


class DrawnBox:
    """What the structure tree and the links of a page tell of a box."""

    link_annotation: Any = None

    def __init__(self, known: dict[str, Any]) -> None:
        self.__dict__.update(known)

    def content_box_x(self) -> float:
        return float(self.__dict__["left"])

    def content_box_y(self) -> float:
        return float(self.__dict__["top"])


def tell(box: Any) -> tuple[type[DrawnBox], tuple[dict[str, Any]]]:
    """Return how to make a box in the other process."""
    known = {name: getattr(box, name) for name in ("element_tag", "link", "colspan", "rowspan")}
    known["style"] = {"list_style_type": box.style["list_style_type"]}
    if box.element is not None:
        known["element"] = dict(box.element.attrib)
    if hasattr(box, "text"):
        known["text"] = box.text
    elif hasattr(box, "replacement"):
        known |= {"left": box.content_box_x(), "top": box.content_box_y(), "width": box.width, "height": box.height}
    return DrawnBox, (known,)


@dataclass(slots=True)
class Drawn:
    """What was drawn on pages: for each, its content and the marks on it; and what the file needs for it.

    A mark is a box, by its number, and the number that stands in the content.
    """

    contents: list[bytes] = field(default_factory=list)
    marks: list[list[tuple[int, int]]] = field(default_factory=list)
    opacities: list[str] = field(default_factory=list)
    fonts: dict[Any, tuple[dict[int, str], dict[int, int]]] = field(default_factory=dict)


# --- in the process that draws -----------------------------------------------------------------------------------


def facts(document: Any) -> tuple[Structure, list[dict[str, Any]]]:
    """Return the structure of a document, and of each page what is not drawn."""
    return structure(document.pages), [{name: getattr(page, name) for name in PAGE} for page in document.pages]


def draw(document: Any, made: Structure) -> Drawn:
    """Draw the pages of a document. Raises ``SharingError`` if they hold what another process could not take over."""
    pydyf: Any = load("pydyf")
    streams: Any = load("weasyprint.pdf.stream").Stream
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in KINDS})
    images: dict[str, Any] = {}
    marks: Marks = {}
    drawn = Drawn()
    pages = {}
    with replaced(streams, "marked", marking(made, marks)):
        for page in document.pages:
            left, right, top, bottom = (page.bleed[side] for side in ("left", "right", "top", "bottom"))
            around = (-left, -top, page.width + left + right, page.height + top + bottom)
            stream = streams(document.fonts, around, resources, images, {}, document.color_profiles, None)
            stream.transform(d=-1, f=page.height * SCALE)
            start = len(stream.stream)
            page.paint(stream, SCALE)
            pages[stream] = len(drawn.contents)
            drawn.contents.append(b"\n".join(map(pydyf._to_bytes, stream.stream[start:])))
            drawn.marks.append([])
    for number, box in enumerate(made.owners):
        if box in marks:
            stream, mark = marks[box]
            drawn.marks[pages[stream]].append((number, mark))
    drawn.opacities.extend(resources["ExtGState"])
    if images or any(resources[name] for name in KINDS[1:]) or not all(map(OPACITY.fullmatch, drawn.opacities)):
        raise SharingError
    drawn.fonts.update({key: (font.to_unicode, font.widths) for key, font in document.fonts.items()})
    return drawn


# --- in the process that writes the file -------------------------------------------------------------------------


class Rest:
    """The pages of the other process as part of a document, drawn as soon as the first of them is needed."""

    def __init__(self, root: Element, boxes: list[DrawnBox], hear: Callable[[], Drawn]) -> None:
        self.root, self.boxes, self.hear = root, boxes, hear
        self.marks: Marks = {}
        self.drawn: Drawn | None = None

    def join(self, made: Structure, marks: Marks) -> None:
        """Add what is on the pages to the structure of the document, and later the marks to its marks."""
        for kid in self.root.elements():
            kid.parent = made.root
        made.root.kids.extend(self.root.kids)
        self.marks = marks

    def paint(self, index: int, stream: Any) -> None:
        """Add what was drawn to a page of the file."""
        if self.drawn is None:
            self.drawn = self.hear()
            _add_resources(self.drawn, stream)
        stream.stream.append(self.drawn.contents[index])
        for box, mark in self.drawn.marks[index]:
            self.marks[self.boxes[box]] = stream, mark


class DrawnPage:
    """A page that looks to WeasyPrint like one of its own, without boxes."""

    class NoBoxes:
        children = ()

    _page_box = NoBoxes()

    def __init__(self, rest: Rest, index: int, known: dict[str, Any]) -> None:
        self.__dict__.update(known)
        self._rest, self._index = rest, index

    def paint(self, stream: Any, scale: float) -> None:
        self._rest.paint(self._index, stream)


def _add_resources(drawn: Drawn, stream: Any) -> None:
    """Let the file hold the glyphs and the degrees of opacity that were drawn with."""
    pydyf: Any = load("pydyf")
    for key, (texts, widths) in drawn.fonts.items():
        if key not in stream._fonts:
            raise SharingError
        font = stream._fonts[key]
        font.to_unicode.update({glyph: text for glyph, text in texts.items() if glyph not in font.to_unicode})
        font.widths.update({glyph: width for glyph, width in widths.items() if glyph not in font.widths})
    for name in drawn.opacities:
        kind, degree = name[0], name[1:]
        value = float(degree) if "." in degree else int(degree)
        known = stream._resources["ExtGState"]
        known.setdefault(name, pydyf.Dictionary({"CA" if kind == "A" else "ca": value}))
