"""Headers and footers of a base as parts of our document."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from plangen.doctree import Meta
from plangen.render.docx.drawing import DECORATIVE, DRAWING
from plangen.render.docx.markup import HEADER
from plangen.wordbase.stories import VML, Media, Story, drawings, field_name, fields_of, own_field
from plangen.wordbase.styletable import w

DECORATION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # the extension that marks a drawing as saying nothing
_BLIP = f"{{{DRAWING}}}blip"


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One header or footer to write: its XML and what it leads to by relationship id."""

    xml: str
    media: dict[str, Media]
    links: dict[str, str]


def write_story(
    story: Story, ids: dict[str, str], meta: Meta, next_drawing: Callable[[], int], *, appendix: bool = False
) -> StoryPart:
    """Return a header or footer of a base with the ids that its styles have now, and with the plan's own data.

    ``appendix`` lets what repeats the chapter's heading repeat the appendix's.
    """
    root = deepcopy(story.root)
    _call_styles(root, ids)
    _fill(root, meta)
    if appendix:
        _repeat_appendix(root)
    for drawing in drawings(root):
        _describe(drawing, meta, next_drawing())
    for shape in root.iter(f"{VML}shape"):
        if shape.find(f"{VML}imagedata") is not None and not shape.get("alt"):
            shape.set("alt", _owner(meta))
    xml = HEADER + etree.tostring(root, encoding="unicode")
    return StoryPart(xml, {own: media for own, media in story.media.items() if f'"{own}"' in xml}, story.links)


def repeats_heading(story: Story) -> bool:
    """Tell whether a header or footer repeats the heading of its chapter."""
    return any(field_name(text) == "STYLEREF" for text in _instructions(story.root))


def _instructions(root: etree._Element) -> list[str]:
    simple = [one.get(w("instr"), "") for one in root.iter(w("fldSimple"))]
    return [*simple, *(one.instruction for one in fields_of(root) or ())]


def _call_styles(root: etree._Element, ids: dict[str, str]) -> None:
    for reference in list(root.iter(w("pStyle"), w("rStyle"), w("tblStyle"))):
        own = ids.get(reference.get(w("val"), ""))
        if own:
            reference.set(w("val"), own)
        elif (parent := reference.getparent()) is not None:
            parent.remove(reference)


def _fill(root: etree._Element, meta: Meta) -> None:
    """Show the plan's title, author and so on where the base showed its own."""
    values = {
        "title": meta.title,
        "subject": meta.subject or meta.subtitle,
        "author": meta.author or meta.company,
        "company": meta.company,
        "keywords": "; ".join(meta.keywords),
    }
    found = [(one.get(w("instr"), ""), list(one.iter(w("t")))) for one in root.iter(w("fldSimple"))]
    found.extend((one.instruction, one.results) for one in fields_of(root) or ())
    for instruction, results in found:
        own = own_field(field_name(instruction))
        if own and results:
            results[0].text = values[own]


def _repeat_appendix(root: etree._Element) -> None:
    for element in root.iter(w("fldSimple")):
        element.set(w("instr"), _appendix(element.get(w("instr"), "")))
    for element in root.iter(w("instrText")):
        element.text = _appendix(element.text or "")


def _appendix(instruction: str) -> str:
    return instruction.replace(" STYLEREF 1", ' STYLEREF "Appendix Heading"', 1)


def _owner(meta: Meta) -> str:
    return meta.client or meta.company or meta.title


def _describe(drawing: etree._Element, meta: Meta, number: int) -> None:
    """Give a drawing an id of its own, and words: a picture is the client's, another shape says nothing."""
    drawing.set("id", str(number))
    if not drawing.get("name"):
        drawing.set("name", f"Picture {number}")
    if drawing.get("descr") or next(drawing.iter(f"{{{DECORATIVE}}}decorative"), None) is not None:
        return
    parent = drawing.getparent()
    if parent is not None and next(parent.iter(_BLIP), None) is not None:
        drawing.set("descr", _owner(meta))
        return
    drawing.set("descr", "")
    for old in drawing.findall(f"{{{DRAWING}}}extLst"):
        drawing.remove(old)
    extensions = etree.SubElement(drawing, f"{{{DRAWING}}}extLst", nsmap={"a": DRAWING})
    extension = etree.SubElement(extensions, f"{{{DRAWING}}}ext", uri=DECORATION)
    mark = etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", nsmap={"adec": DECORATIVE})
    mark.set("val", "1")
