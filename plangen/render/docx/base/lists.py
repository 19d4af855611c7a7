"""List definitions of a base beside ours: the one that numbers headings where it is kept, and those its styles use."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from plangen.render.docx.base.merging import Merged
from plangen.render.docx.markup import HEADER
from plangen.render.docx.numbering import HEADINGS
from plangen.wordbase.lists import HeadingList
from plangen.wordbase.reading import Base
from plangen.wordbase.styletable import clean_properties, local, value, w

HEADING_STYLES = ("Heading1", "Heading2", "Heading3", "Heading4")
FIRST_DEFINITION = 100  # above every definition of ours
FIRST_USE = 100_000  # above every list of the text, of which each has a number
FIRST_SIGN = 0x50B00000
_LEVEL_ORDER = ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "legacy", "lvlJc", "pPr", "rPr")


def merge_lists(base: Base, ours: str, merged: Merged) -> str:
    """Return the numbering part with what the base brings; ``merged`` gets the numbers its lists have now."""
    root = etree.fromstring(ours.encode())
    if base.headings is not None:
        _replace_headings(root, base.headings)
    definitions: list[etree._Element] = []
    uses: list[etree._Element] = []
    numbers: dict[str, str] = {}
    for style in merged.listed:
        reference = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if reference is None:
            continue
        number = reference.get(w("val"), "")
        if number not in numbers:
            definition = base.lists.definition(number)
            if definition is None:
                _drop_numbering(style)
                continue
            index = len(definitions)
            numbers[number] = str(FIRST_USE + index)
            definitions.append(_definition(definition, FIRST_DEFINITION + index, FIRST_SIGN + index, {}))
            uses.append(_use(numbers[number], FIRST_DEFINITION + index))
        reference.set(w("val"), numbers[number])
    last = root.findall(w("abstractNum"))[-1]
    at = root.index(last) + 1
    root[at:at] = definitions
    root.extend(uses)
    return HEADER + etree.tostring(root, encoding="unicode")


def _drop_numbering(style: etree._Element) -> None:
    properties = style.find(w("pPr"))
    numbering = properties.find(w("numPr")) if properties is not None else None
    if properties is not None and numbering is not None:
        properties.remove(numbering)


def _replace_headings(root: etree._Element, headings: HeadingList) -> None:
    """Put the base's list of headings in the place of ours."""
    old = next(one for one in root.findall(w("abstractNum")) if one.get(w("abstractNumId")) == str(HEADINGS))
    sign = int(value(old, "nsid"), 16)
    linked = {str(index): HEADING_STYLES[index] for index, level in enumerate(headings.scheme.levels) if level.pattern}
    root.replace(old, _definition(headings.definition, HEADINGS, sign, linked))


def _definition(original: etree._Element, number: int, sign: int, linked: dict[str, str]) -> etree._Element:
    """Return a definition with a number and a sign of its own; ``linked`` says which style each level numbers."""
    element = etree.Element(w("abstractNum"))
    element.set(w("abstractNumId"), str(number))
    etree.SubElement(element, w("nsid")).set(w("val"), f"{sign:08X}")
    kind = value(original, "multiLevelType")
    kind = kind if kind in ("singleLevel", "multilevel", "hybridMultilevel") else "multilevel"
    etree.SubElement(element, w("multiLevelType")).set(w("val"), kind)
    seen: set[str] = set()
    for level in original.findall(w("lvl")):
        own = level.get(w("ilvl"), "")
        if own not in tuple("012345678") or own in seen:
            continue
        seen.add(own)
        element.append(_level(level, own, linked.get(own, "")))
    return element


def _level(original: etree._Element, own: str, style: str) -> etree._Element:
    level = etree.Element(w("lvl"))
    level.set(w("ilvl"), own)
    parts: dict[str, etree._Element] = {}
    for child in original:
        name = local(child)
        if name in _LEVEL_ORDER and name not in ("pStyle", "legacy"):
            parts.setdefault(name, deepcopy(child))
    for name in ("pPr", "rPr"):
        if name in parts:
            clean_properties(parts[name])
    if style:
        parts["pStyle"] = etree.Element(w("pStyle"))
        parts["pStyle"].set(w("val"), style)
    level.extend(parts[name] for name in _LEVEL_ORDER if name in parts)
    return level


def _use(number: str, definition: int) -> etree._Element:
    element = etree.Element(w("num"))
    element.set(w("numId"), number)
    etree.SubElement(element, w("abstractNumId")).set(w("val"), str(definition))
    return element
