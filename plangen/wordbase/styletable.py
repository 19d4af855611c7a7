"""The styles of a Word file, cleaned: each with one id and one name, referring only to what is there.

Programs and people leave styles without a name, two of one id, chains that bite their tail. Word repairs or forgives
these; a file that is handed out may have none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from lxml import etree

from plangen.wordbase.names import built_in, plain_name

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Kind = Literal["paragraph", "character", "table", "numbering"]
KINDS = get_args(Kind)

STYLE_ORDER = (
    *("name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden"),
    *("unhideWhenUsed", "qFormat", "locked", "pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"),
)
PARAGRAPH_ORDER = (
    *("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr"),
    *("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE"),
    *("autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
    *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
)
RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
    *("position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em"),
    *("lang", "eastAsianLayout", "specVanish"),
)
ORDERS = {"style": STYLE_ORDER, "pPr": PARAGRAPH_ORDER, "rPr": RUN_ORDER}
REPEATED = {"tblStylePr"}
_INTEGER = re.compile(r"-?[0-9]{1,6}(\.0+)?|-?[0-9]{1,5}(\.[0-9]{1,4})?(pt|mm|cm|in|pc|pi)")
_SWITCH = re.compile("0|1|true|false|on|off")
_COLOR = re.compile("[0-9A-Fa-f]{6}|auto")
_JC = re.compile(
    "left|right|center|both|start|end|distribute|mediumKashida|numTab|highKashida|lowKashida|thaiDistribute"
)
_SWITCHES = frozenset(
    (
        *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "suppressLineNumbers", "suppressAutoHyphens"),
        *("kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi"),
        *("adjustRightInd", "snapToGrid", "contextualSpacing", "mirrorIndents", "suppressOverlap", "b", "bCs", "i"),
        *("iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "noProof"),
        *("vanish", "webHidden", "rtl", "cs", "specVanish", "qFormat", "semiHidden", "unhideWhenUsed", "hidden"),
        *("locked", "autoRedefine"),
    )
)
_NUMBERS = frozenset(("sz", "szCs", "kern", "position", "w", "outlineLvl", "uiPriority", "ilvl", "numId"))
_MEASURES = frozenset(
    (
        *("before", "beforeLines", "after", "afterLines", "line", "left", "leftChars", "right", "rightChars", "start"),
        *("startChars", "end", "endChars", "firstLine", "firstLineChars", "hanging", "hangingChars", "pos"),
    )
)


def w(name: str) -> str:
    """Return the full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def local(element: etree._Element) -> str:
    """Return an element's name within WordprocessingML, or nothing for one of another language."""
    tag = str(element.tag)
    return tag.removeprefix(f"{{{W}}}") if tag.startswith(f"{{{W}}}") else ""


def value(element: etree._Element | None, child: str = "", attribute: str = "val") -> str:
    """Return an attribute of an element or of its child, or nothing."""
    found = element.find(w(child)) if element is not None and child else element
    return found.get(w(attribute), "") if found is not None else ""


@dataclass(slots=True)
class Style:
    """One style; ``meaning`` is the English name of the built-in style it is, in lower case, or nothing."""

    kind: Kind
    id: str
    name: str
    element: etree._Element
    default: bool = False
    meaning: str = ""
    aliases: tuple[str, ...] = ()
    based: str = ""

    @property
    def outline(self) -> int | None:
        """Return the outline level it sets itself, from 0, or None; level 9 is running text."""
        level = value(self.element.find(w("pPr")), "outlineLvl")
        return int(level) if level.isdigit() and int(level) < 9 else None


@dataclass(slots=True)
class StyleTable:
    """The styles of a file in their order, its defaults and its list of latent styles."""

    styles: dict[str, Style] = field(default_factory=dict)
    defaults: etree._Element | None = None
    latent: etree._Element | None = None
    left_out: int = 0

    def chain(self, style: Style) -> list[Style]:
        """Return a style and those it is based on, itself first."""
        found = [style]
        while found[-1].based:
            found.append(self.styles[found[-1].based])
        return found

    def default(self, kind: Kind) -> Style | None:
        return next((style for style in self.styles.values() if style.kind == kind and style.default), None)

    def meaning(self, name: str, kind: Kind = "paragraph") -> Style | None:
        """Return the style that is a built-in one, or nothing where the file does not have it."""
        return next((style for style in self.styles.values() if style.kind == kind and style.meaning == name), None)


def read_styles(root: etree._Element | None) -> StyleTable:
    """Return the cleaned styles of a styles part; the part itself is left as it is."""
    table = StyleTable()
    if root is None:
        return table
    defaults, latent = root.find(w("docDefaults")), root.find(w("latentStyles"))
    table.defaults = _clean_defaults(defaults) if defaults is not None else None
    table.latent = _clean_latent(latent) if latent is not None else None
    names: set[str] = set()
    for original in root.findall(w("style")):
        kind, own = original.get(w("type"), "paragraph"), original.get(w("styleId"), "")
        name = value(original, "name").strip()
        # other programs know no styles of lists, and lists of our own come in their place
        listed = kind == "numbering" and original.get(w("default")) not in ("1", "true", "on")
        if not own or not name or kind not in KINDS or listed or own in table.styles or plain_name(name) in names:
            table.left_out += not listed
            continue
        names.add(plain_name(name))
        element = _clean(deepcopy(original))
        table.styles[own] = Style(
            cast("Kind", kind),
            own,
            name,
            element,
            default=original.get(w("default")) in ("1", "true", "on"),
            aliases=tuple(part.strip() for part in value(original, "aliases").split(",") if part.strip()),
            based=value(original, "basedOn"),
        )
    _mend_references(table)
    _one_default(table)
    _find_meanings(table)
    return table


# --- cleaning ------------------------------------------------------------------------------------------------------


def _clean(element: etree._Element) -> etree._Element:
    """Leave of a style what Word's schema knows, in its order, each child once, with values that can be read."""
    for attribute in list(element.attrib):
        if not str(attribute).startswith(f"{{{W}}}") or "rsid" in str(attribute):
            del element.attrib[attribute]
    order = ORDERS.get(local(element))
    seen: set[str] = set()
    for child in list(element):
        name = local(child)
        known = bool(name) and (order is None or name in order) and not name.endswith("Change")
        if not known or (order is not None and name in seen and name not in REPEATED) or not _readable(child, name):
            element.remove(child)
            continue
        seen.add(name)
        _clean(child)
    if order is not None:
        element[:] = sorted(element, key=lambda child: order.index(local(child)))
    return element


def _readable(element: etree._Element, name: str) -> bool:
    """Tell whether an element can stay; attributes with values that nobody can read are taken away."""
    said = element.get(w("val"))
    if name in _SWITCHES:
        return said is None or bool(_SWITCH.fullmatch(said))
    if name in _NUMBERS:
        return said is not None and bool(_INTEGER.fullmatch(said))
    if name == "color":
        return said is not None and bool(_COLOR.fullmatch(said))
    if name == "jc":
        return said is not None and bool(_JC.fullmatch(said))
    if name in ("spacing", "ind", "tab"):
        for attribute in list(element.attrib):
            if etree.QName(attribute).localname in _MEASURES and not _INTEGER.fullmatch(element.get(attribute, "")):
                del element.attrib[attribute]
        return name != "tab" or (said is not None and w("pos") in element.attrib)
    return name not in ("basedOn", "next", "link", "rStyle", "aliases") or bool(said)


def clean_properties(element: etree._Element) -> None:
    """Leave of the properties of a paragraph or a run in a text what Word's schema knows, in its order."""
    paragraph = local(element) == "pPr"
    kept = {name: element.find(w(name)) for name in (("pStyle", "rPr") if paragraph else ())}
    _clean(element)
    if (style := kept.get("pStyle")) is not None and style.get(w("val")):
        element.insert(0, style)
    if (mark := kept.get("rPr")) is not None:
        element.append(mark)


def _clean_defaults(original: etree._Element) -> etree._Element:
    element = deepcopy(original)
    for child in list(element):
        inner = {"rPrDefault": "rPr", "pPrDefault": "pPr"}.get(local(child))
        if inner is None:
            element.remove(child)
            continue
        for properties in list(child):
            if local(properties) == inner:
                _clean(properties)
            else:
                child.remove(properties)
    element[:] = sorted(element, key=lambda child: local(child) != "rPrDefault")
    return element


def _clean_latent(original: etree._Element) -> etree._Element:
    """Return the list of latent styles, each exception named once."""
    element = etree.Element(w("latentStyles"))
    for attribute, said in original.attrib.items():
        if str(attribute).startswith(f"{{{W}}}def") and _latent_value(str(attribute), str(said)):
            element.set(attribute, said)
    element.set(w("count"), "376")
    seen: set[str] = set()
    for exception in original.findall(w("lsdException")):
        name = exception.get(w("name"), "")
        if name and name not in seen:
            seen.add(name)
            kept = etree.SubElement(element, w("lsdException"))
            for attribute, said in exception.attrib.items():
                if str(attribute).startswith(f"{{{W}}}") and _latent_value(str(attribute), str(said)):
                    kept.set(attribute, said)
    return element


def _latent_value(attribute: str, said: str) -> bool:
    if attribute.endswith("}name"):
        return True
    return said.isdigit() if attribute.lower().endswith("uipriority") else bool(_SWITCH.fullmatch(said))


# --- references ----------------------------------------------------------------------------------------------------


def _mend_references(table: StyleTable) -> None:
    """Cut what refers to no style, to one of another kind, or round in a circle."""
    for style in table.styles.values():
        base = table.styles.get(style.based)
        if base is None or base.kind != style.kind:
            style.based = ""
    for style in table.styles.values():
        seen = {style.id}
        at = style
        while at.based:
            if at.based in seen:
                at.based = ""
                break
            at = table.styles[at.based]
            seen.add(at.id)
    linked: set[str] = set()
    for style in table.styles.values():
        for child in ("basedOn", "next", "link"):
            element = style.element.find(w(child))
            if element is None:
                continue
            target = table.styles.get(element.get(w("val"), ""))
            right = {
                "basedOn": target is not None and target.id == style.based,
                "next": target is not None and target.kind == style.kind == "paragraph",
                "link": target is not None and {target.kind, style.kind} == {"paragraph", "character"},
            }[child]
            if right and child == "link" and target is not None:
                back = value(target.element, "link")
                right = back == style.id and style.id not in linked
                linked.add(style.id)
            if not right:
                style.element.remove(element)
    for style in table.styles.values():
        for properties in style.element.iter(w("rPr")):
            reference = properties.find(w("rStyle"))
            if reference is not None:
                properties.remove(reference)  # a style is based on another one; it does not apply it


def _one_default(table: StyleTable) -> None:
    """Leave one default style of each kind: the first that says so, else the one of its name."""
    for kind, name in (
        ("paragraph", "normal"),
        ("character", "default paragraph font"),
        ("table", "normal table"),
        ("numbering", "no list"),
    ):
        own = [style for style in table.styles.values() if style.kind == kind]
        chosen = next((s for s in own if s.default), None) or next((s for s in own if built_in(s.name) == name), None)
        for style in own:
            style.default = style is chosen
            if style.default:
                style.element.set(w("default"), "1")
            else:
                style.element.attrib.pop(w("default"), "")
        if chosen is not None:
            chosen.meaning = name


def _find_meanings(table: StyleTable) -> None:
    """Find which built-in style each is: by its name, then by the names beside it, then by its outline level."""
    taken = {(style.kind, style.meaning) for style in table.styles.values() if style.meaning}
    for style, meaning in _meant(table):
        if meaning and not style.meaning and (style.kind, meaning) not in taken:
            style.meaning = meaning
            taken.add((style.kind, meaning))


def _meant(table: StyleTable) -> Iterator[tuple[Style, str]]:
    styles = list(table.styles.values())
    yield from ((style, built_in(style.name)) for style in styles if plain_name(style.name) == built_in(style.name))
    yield from ((style, built_in(style.name)) for style in styles)
    yield from ((style, built_in(alias)) for style in styles for alias in style.aliases)
    for style in styles:
        # a style that is based on a heading inherits its level without being that heading
        if style.kind == "paragraph" and style.outline is not None and not built_in(style.name):
            yield style, f"heading {style.outline + 1}"
