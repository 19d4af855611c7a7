"""The section of a Word file that its pages are taken from, and what is known of the text that is left behind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from plangen.wordbase.package import OFFICE, Relation
from plangen.wordbase.styletable import local, value, w

RID = f"{{{OFFICE}}}id"
KINDS = ("default", "first", "even")
LONG = 20  # characters: a shorter paragraph may be a label or an address
SMALLEST, LARGEST = 2835, 31680  # twips: 5 cm, and Word's own limit
_TWIPS = {"pt": 20.0, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pc": 240.0, "pi": 240.0}


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The page of one section; lengths are twips.

    ``headers`` and ``footers`` are relationship ids by kind. ``grid`` and ``borders`` are the elements as they stand.
    ``columns`` and ``numbered`` tell what a section also says and what is not taken from it.
    """

    number: int
    sections: int
    width: int = 11906
    height: int = 16838
    top: int = 1440
    right: int = 1800
    bottom: int = 1440
    left: int = 1800
    header: int = 851
    footer: int = 992
    gutter: int = 0
    title_page: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    footers: dict[str, str] = field(default_factory=dict)
    grid: etree._Element | None = None
    borders: etree._Element | None = None
    columns: int = 1
    numbered: bool = False

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right - self.gutter


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a file holds besides its look: paragraphs, pages where the file says how many, and its running text.

    ``indents`` counts how far its long plain paragraphs are indented by themselves, in characters, ``tables`` its
    tables by the id of their style.
    """

    paragraphs: int
    pages: int
    indents: Counter[float]
    tables: Counter[str]


def twips(text: str, default: int) -> int:
    """Return a length as twips: plain twips, or a number with its unit."""
    match = re.fullmatch(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(pt|mm|cm|in|pc|pi)?", text)
    return round(float(match[1]) * _TWIPS.get(match[2], 1.0)) if match else default


def main_section(body: etree._Element | None, relations: dict[str, Relation]) -> PageSetup:
    """Return the page of the portrait section with most text; of two with as much, the last one.

    A file whose pages are all landscape gives one of these.
    """
    found: list[tuple[int, PageSetup]] = []
    inherited: tuple[dict[str, str], dict[str, str]] = ({}, {})
    texts = 0
    sections = list(body.iter(w("sectPr"))) if body is not None else []
    sections = [one for one in sections if _is_own(one)]
    for child in body if body is not None else ():
        texts += sum(len(text.text or "") for text in child.iter(w("t")))
        for properties in [child] if child in sections else child.iter(w("sectPr")):
            if properties in sections:
                inherited = _references(properties, inherited, relations)
                number = len(found) + 1
                found.append((texts, _setup(properties, number, len(sections), *inherited)))
                texts = 0
    if not found:
        return PageSetup(1, 1)
    portrait = [one for one in found if not one[1].landscape]
    return max(portrait or found, key=lambda one: (one[0], one[1].number))[1]


def _is_own(properties: etree._Element) -> bool:
    """Tell whether a section's properties stand where a section ends, not in the record of a change."""
    parent = properties.getparent()
    return parent is not None and local(parent) in ("body", "pPr")


def _references(
    properties: etree._Element, before: tuple[dict[str, str], dict[str, str]], relations: dict[str, Relation]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return headers and footers of a section; a kind that it does not name is that of the section before."""
    result = (dict(before[0]), dict(before[1]))
    for names, tag in zip(result, ("headerReference", "footerReference"), strict=True):
        for reference in properties.findall(w(tag)):
            kind, own = reference.get(w("type"), "default"), reference.get(RID, "")
            if kind in KINDS and own in relations and not relations[own].external:
                names[kind] = own
    return result


def _setup(
    properties: etree._Element, number: int, sections: int, headers: dict[str, str], footers: dict[str, str]
) -> PageSetup:
    size, margins, columns = (properties.find(w(name)) for name in ("pgSz", "pgMar", "cols"))
    plain = PageSetup(number, sections)
    width = _bounded(twips(value(size, attribute="w"), plain.width))
    height = _bounded(twips(value(size, attribute="h"), plain.height))

    def margin(name: str, default: int) -> int:
        return abs(twips(value(margins, attribute=name), default))

    left, right, gutter = margin("left", plain.left), margin("right", plain.right), margin("gutter", 0)
    if width - left - right - gutter < SMALLEST:
        left = right = min(1440, width // 8)
        gutter = 0
    top, bottom = margin("top", plain.top), margin("bottom", plain.bottom)
    if height - top - bottom < SMALLEST:
        top = bottom = min(1440, height // 8)
    count = value(columns, attribute="num")
    listed = len(columns.findall(w("col"))) if columns is not None else 0
    return PageSetup(
        number=number,
        sections=sections,
        width=width,
        height=height,
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        header=min(margin("header", plain.header), height // 3),
        footer=min(margin("footer", plain.footer), height // 3),
        gutter=gutter,
        title_page=_switched(properties.find(w("titlePg"))),
        headers=headers,
        footers=footers,
        grid=_grid(properties.find(w("docGrid"))),
        borders=properties.find(w("pgBorders")),
        columns=max(int(count) if count.isdigit() else 1, listed, 1),
        numbered=properties.find(w("pgNumType")) is not None,
    )


def _bounded(length: int) -> int:
    return min(max(length, 2 * SMALLEST), LARGEST)


def _grid(element: etree._Element | None) -> etree._Element | None:
    """Return a line grid; one that also counts characters would spread our text by the base's own font size."""
    if element is None or element.get(w("type")) != "lines" or not value(element, attribute="linePitch").isdigit():
        return None
    return element


def _switched(element: etree._Element | None) -> bool:
    return element is not None and element.get(w("val"), "1") in ("1", "true", "on")


def left_behind(body: etree._Element | None, pages: int, size: float) -> LeftBehind:
    """Return what is known of a file's text; ``size`` is that of its running text in points."""
    paragraphs = 0
    indents: Counter[float] = Counter()
    for paragraph in body.iter(w("p")) if body is not None else ():
        length = sum(len(text.text or "") for text in paragraph.iter(w("t")))
        paragraphs += bool(length)
        properties = paragraph.find(w("pPr"))
        if length >= LONG and not value(properties, "pStyle") and _in_running_text(paragraph):
            characters = value(properties, "ind", "firstLineChars")
            points = twips(value(properties, "ind", "firstLine"), 0) / 20
            indents[round(int(characters) / 100 if characters.isdigit() else points / size, 1)] += 1
    styles = body.iter(w("tblStyle")) if body is not None else ()
    return LeftBehind(paragraphs, pages, indents, Counter(style.get(w("val"), "") for style in styles))


def _in_running_text(paragraph: etree._Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and local(parent) == "body"
