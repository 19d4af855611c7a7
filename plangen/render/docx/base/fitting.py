"""What a style needs to do its work in our document: one of the base's, and one of ours among the base's."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from plangen.render.docx.markup import half_points, rgb, twips
from plangen.render.docx.numbering import UNNUMBERED
from plangen.theme import Theme
from plangen.wordbase.look import effective
from plangen.wordbase.reading import Base
from plangen.wordbase.styletable import PARAGRAPH_ORDER, RUN_ORDER, STYLE_ORDER, local, value, w

HEADINGS = tuple(f"Heading{level}" for level in range(1, 5))
CONTENTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")
LISTS = ("ListBullet", "ListNumber")
GRIDDED = (*LISTS, "ListContinue", "Quote", "BoxText")  # running text stands on the base's line grid, if it has one
RUNNING = ("BodyText",)  # added, it is the base's ordinary text
# Which styles of the base a size of the theme means where the plan sets it.
SIZED = {
    "body": ("Normal", "BodyText"),
    "caption": ("Caption",),
    "small": ("FootnoteText",),
    "header": ("Header", "Footer"),
    "heading1": ("Heading1", "TOCHeading"),
    "heading2": ("Heading2",),
    "heading3": ("Heading3",),
    "heading4": ("Heading4",),
    "cover_title": ("Title",),
    "cover_subtitle": ("Subtitle",),
}
SPACED = {
    "heading1_before": ("Heading1", "before"),
    "heading1_after": ("Heading1", "after"),
    "heading2_before": ("Heading2", "before"),
    "heading2_after": ("Heading2", "after"),
    "heading3_before": ("Heading3", "before"),
    "heading3_after": ("Heading3", "after"),
}
COUNTED_LINES = ("beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
FLAT = {"left": "0", "leftChars": "0", "right": "0", "rightChars": "0", "firstLine": "0", "firstLineChars": "0"}


# --- one of the base's ---------------------------------------------------------------------------------------------


def adapt(
    element: etree._Element, ours: etree._Element, base: Base, theme: Theme, width: int, own_keys: frozenset[str]
) -> None:
    """Give a style of the base what the style of ours does besides its look."""
    own = element.get(w("styleId"), "")
    if own in HEADINGS or own == "AppendixHeading":
        _adapt_heading(element, ours, own, base)
    elif own == "TOCHeading":
        for name in ("keepNext", "keepLines"):
            _default(element, ours, name)
        _put(element, "pPr", _made("outlineLvl", val="9"))
        _put(element, "pPr", _unnumbered())
    elif own in CONTENTS:
        _set_right_tab(element, ours, width)
    elif own == "Caption":
        _default(element, ours, "keepNext")
    elif own == "FootnoteReference":
        _default(element, ours, "vertAlign", "rPr")
    elif keeps_list(element, own, base):
        pass
    elif own.rstrip("0123456789") in LISTS:
        numbered = _get(element, "pPr", "numPr") is not None
        _remove(element, "pPr", "numPr")
        if numbered:
            _remove(element, "pPr", "ind")  # it was made for the base's own list
        _default(element, ours, "numPr")
    elif _get(element, "pPr", "numPr") is not None and own not in ("ListContinue",):
        _remove(element, "pPr", "numPr")
    _apply_own_keys(element, ours, own, theme, own_keys)


def _adapt_heading(element: etree._Element, ours: etree._Element, own: str, base: Base) -> None:
    for name in ("keepNext", "keepLines", "pageBreakBefore"):
        _default(element, ours, name)
    old = _get(element, "pPr", "numPr")
    _remove(element, "pPr", "numPr")
    kept = base.headings
    level = HEADINGS.index(own) if own in HEADINGS else 0
    if kept is None or own not in HEADINGS:
        if old is not None:
            _remove(element, "pPr", "ind")
        _default(element, ours, "numPr")
    elif kept.scheme.levels[level].pattern:
        _default(element, ours, "numPr")
    else:
        _put(element, "pPr", _unnumbered())
    if not effective(base.styles, base.styles.meaning(f"heading {level + 1}"), "pPr", "spacing", "before") and level:
        # a table leaves no space below itself
        given = value(_get(ours, "pPr", "spacing"), attribute="before")
        _merge(element, "spacing", {"before": given})
    outline = _get(ours, "pPr", "outlineLvl")
    if outline is not None:
        _put(element, "pPr", deepcopy(outline))


def keeps_list(element: etree._Element, own: str, base: Base) -> bool:
    """Tell whether bullets stay those of the base: lists that count begin anew each time, which only ours do."""
    number = value(_get(element, "pPr", "numPr"), "numId")
    if base.headings is None or not own.startswith("ListBullet") or number in ("", "0"):
        return False
    return base.lists.definition(number) is not None


def _set_right_tab(element: etree._Element, ours: etree._Element, width: int) -> None:
    """Let page numbers of the contents end at the right margin; the base's leader stays."""
    tabs = _get(element, "pPr", "tabs")
    right = [tab for tab in tabs if tab.get(w("val")) == "right"] if tabs is not None else []
    own = _get(ours, "pPr", "tabs")
    if own is None:
        return
    own = deepcopy(own)
    for tab in own:
        tab.set(w("pos"), str(width))
        if right and right[-1].get(w("leader")):
            tab.set(w("leader"), right[-1].get(w("leader"), ""))
    _put(element, "pPr", own)


def _apply_own_keys(
    element: etree._Element, ours: etree._Element, own: str, theme: Theme, own_keys: frozenset[str]
) -> None:
    """Let what the plan itself says of its look win over the base."""
    for key in own_keys:
        group, _, name = key.partition(".")
        if group == "sizes" and own in SIZED.get(name, ()):
            points = str(half_points(getattr(theme.sizes, name)))
            for child in ("sz", "szCs"):
                _put(element, "rPr", _made(child, val=points))
        elif group == "colors":
            color = _get(ours, "rPr", "color")
            said = getattr(theme.colors, name, "")
            if own == "Normal" and name == "ink":
                _put(element, "rPr", _made("color", val=rgb(theme.colors.ink)))
            elif color is not None and isinstance(said, str) and value(color) == rgb(said):
                _put(element, "rPr", deepcopy(color))
        elif group == "spacing" and name in SPACED and SPACED[name][0] == own:
            _merge(element, "spacing", {SPACED[name][1]: str(twips(getattr(theme.spacing, name)))})
        elif group == "spacing" and name in ("line", "indent", "paragraph") and own == "BodyText":
            for child in ("spacing", "ind"):
                if (given := _get(ours, "pPr", child)) is not None:
                    _put(element, "pPr", deepcopy(given))
        elif group == "fonts":
            fonts = _get(ours, "rPr", "rFonts")
            if fonts is not None and name.startswith(("heading", "title")):
                _put(element, "rPr", deepcopy(fonts))
            elif own in ("Normal", "BodyText") and name == "body":
                family = theme.fonts.body
                _put(element, "rPr", _made("rFonts", ascii=family, eastAsia=family, hAnsi=family, cs=family))
        elif group == "cover" and own in ("Title", "Subtitle"):
            for child in ("pPr", "rPr"):
                if (old := element.find(w(child))) is not None:
                    element.remove(old)
                if (given := ours.find(w(child))) is not None:
                    _insert(element, deepcopy(given), STYLE_ORDER)


def settle_headings(root: etree._Element) -> None:
    """Keep from styles that are based on a heading what only the heading itself does: begin a page, have a number."""
    based: dict[str, list[etree._Element]] = {}
    for style in root.findall(w("style")):
        based.setdefault(value(style, "basedOn"), []).append(style)
    for style in root.findall(w("style")):
        if style.get(w("styleId")) not in HEADINGS:
            continue
        breaks = value(_get(style, "pPr", "pageBreakBefore"), attribute="val") or "1"
        starts_page = _get(style, "pPr", "pageBreakBefore") is not None and breaks in ("1", "true", "on")
        numbered = _get(style, "pPr", "numPr") is not None
        for child in based.get(style.get(w("styleId"), ""), []):
            if child.get(w("type")) != "paragraph" or child.get(w("styleId")) == "AppendixHeading":
                continue
            if starts_page and _get(child, "pPr", "pageBreakBefore") is None:
                _put(child, "pPr", _made("pageBreakBefore", val="0"))
            if numbered and _get(child, "pPr", "numPr") is None:
                _put(child, "pPr", _unnumbered())


# --- one of ours ---------------------------------------------------------------------------------------------------


def fit(element: etree._Element, base: Base, theme: Theme, language: str, own_keys: frozenset[str]) -> None:
    """Let a style of ours look as if it had been made with the base: in its faces, and free of what it inherits."""
    kind, own = element.get(w("type")), element.get(w("styleId"), "")
    if not any(key.startswith("fonts.") for key in own_keys):
        _take_face(element, base)
    if kind == "table":
        _close_margins(element)
        _shade_head(element, own, base)
    if own.startswith("TableHead") and base.look.head_ink and _get(element, "rPr", "color") is not None:
        _put(element, "rPr", _made("color", val=rgb(base.look.head_ink)))
    if kind != "paragraph" or value(element, "basedOn") != "Normal":
        return
    if own in RUNNING and not any(key.startswith("spacing.") for key in own_keys):
        _as_running_text(element, base, theme, language)
        return
    normal = base.styles.default("paragraph")
    if any(effective(base.styles, normal, "pPr", "ind", name) for name in (*FLAT, "hanging", "hangingChars")):
        own_indent = _get(element, "pPr", "ind")
        level = int(own[-1]) - 1 if own[-1].isdigit() else 0
        if own_indent is None and own.rstrip("0123456789") in LISTS:
            em = twips(theme.sizes.body)
            _put(element, "pPr", _made("ind", left=str(2 * em * (level + 1)), hanging=str(round(1.5 * em))))
        _merge(element, "ind", FLAT if own_indent is None and own.rstrip("0123456789") not in LISTS else {}, keep=True)
        _merge(element, "ind", {"leftChars": "0", "firstLineChars": "0"}, keep=True)
    if effective(base.styles, normal, "pPr", "jc") not in ("", "left", "start") and _get(element, "pPr", "jc") is None:
        _put(element, "pPr", _made("jc", val="left"))
    counted = [name for name in COUNTED_LINES if effective(base.styles, normal, "pPr", "spacing", name)]
    if counted and _get(element, "pPr", "spacing") is not None:
        _merge(element, "spacing", dict.fromkeys(counted, "0"), keep=True)
    if base.page.grid is not None and own.rstrip("0123456789") not in GRIDDED:
        _put(element, "pPr", _made("snapToGrid", val="0"))
    for switch in ("keepNext", "pageBreakBefore", "contextualSpacing"):
        if effective(base.styles, normal, "pPr", switch) and _get(element, "pPr", switch) is None:
            _put(element, "pPr", _made(switch, val="0"))


def _as_running_text(element: etree._Element, base: Base, theme: Theme, language: str) -> None:
    """Let our running text be the base's ordinary text; where that has no indent of its own, ours is what it uses."""
    old = element.find(w("pPr"))
    if old is not None:
        element.remove(old)
    normal = base.styles.default("paragraph")
    indented = any(effective(base.styles, normal, "pPr", "ind", name) for name in ("firstLine", "firstLineChars"))
    if not indented and theme.first_indent(language) and language == "zh":
        characters = round(theme.first_indent(language) * 100)
        first = twips(theme.first_indent(language) * theme.sizes.body)
        _put(element, "pPr", _made("ind", firstLineChars=str(characters), firstLine=str(first)))
    if not effective(base.styles, normal, "pPr", "jc") and language == "zh":
        _put(element, "pPr", _made("jc", val="both"))
    before = effective(base.styles, normal, "pPr", "spacing", "after")
    if not before and not indented:
        _put(element, "pPr", _made("spacing", after=str(twips(theme.spacing.paragraph))))


def _take_face(element: etree._Element, base: Base) -> None:
    """Replace our face by that of the base's first heading, or take it away so that the base's own holds."""
    for properties in element.iter(w("rPr")):
        own = properties.find(w("rFonts"))
        if own is None:
            continue
        given = _heading_face(base)
        if given is None:
            properties.remove(own)
        else:
            properties.replace(own, deepcopy(given))


def _heading_face(base: Base) -> etree._Element | None:
    heading = base.styles.meaning("heading 1")
    for style in base.styles.chain(heading) if heading else ():
        fonts = _get(style.element, "rPr", "rFonts")
        if fonts is not None and len(fonts.attrib):
            return fonts
    return None


def _close_margins(element: etree._Element) -> None:
    """Say the margins of cells that ours leave to the plain table, since a base's plain table has others."""
    properties = element.find(w("tblPr"))
    if properties is None or properties.find(w("tblCellMar")) is not None:
        return
    margins = etree.Element(w("tblCellMar"))
    for side in ("top", "left", "bottom", "right"):
        etree.SubElement(margins, w(side)).attrib.update({w("w"): "0", w("type"): "dxa"})
    look = properties.find(w("tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _shade_head(element: etree._Element, own: str, base: Base) -> None:
    """Give the head of our tables the colours of the base's."""
    if own != "PlanTable" or not base.look.head_fill:
        return
    for condition in element.findall(w("tblStylePr")):
        if condition.get(w("type")) != "firstRow":
            continue
        for shading in condition.iter(w("shd")):
            shading.set(w("fill"), rgb(base.look.head_fill))
        for color in condition.iter(w("color")):
            color.set(w("val"), rgb(base.look.head_ink))


# --- elements ------------------------------------------------------------------------------------------------------


def _made(name: str, **attributes: str) -> etree._Element:
    element = etree.Element(w(name))
    for key, said in attributes.items():
        element.set(w(key), said)
    return element


def _unnumbered() -> etree._Element:
    numbering = etree.Element(w("numPr"))
    numbering.append(_made("ilvl", val="0"))
    numbering.append(_made("numId", val=str(UNNUMBERED)))
    return numbering


def _get(element: etree._Element, group: str, name: str) -> etree._Element | None:
    return element.find(f"{w(group)}/{w(name)}")


def _remove(element: etree._Element, group: str, name: str) -> None:
    holder, found = element.find(w(group)), _get(element, group, name)
    if holder is not None and found is not None:
        holder.remove(found)


def _put(element: etree._Element, group: str, child: etree._Element) -> None:
    """Set one property of a style in its place, instead of the one it has."""
    holder = element.find(w(group))
    if holder is None:
        holder = etree.Element(w(group))
        _insert(element, holder, STYLE_ORDER)
    _remove(element, group, local(child))
    _insert(holder, child, PARAGRAPH_ORDER if group == "pPr" else RUN_ORDER)


def _default(element: etree._Element, ours: etree._Element, name: str, group: str = "pPr") -> None:
    """Give a style a property of ours where it says nothing of it."""
    given = _get(ours, group, name)
    if given is not None and _get(element, group, name) is None:
        _put(element, group, deepcopy(given))


def _merge(element: etree._Element, name: str, attributes: dict[str, str], *, keep: bool = False) -> None:
    """Set attributes of a paragraph's property; with ``keep`` only those it does not have."""
    if not attributes:
        return
    found = _get(element, "pPr", name)
    if found is None:
        found = etree.Element(w(name))
        _put(element, "pPr", found)
    for key, said in attributes.items():
        if not keep or w(key) not in found.attrib:
            found.set(w(key), said)


def _insert(holder: etree._Element, child: etree._Element, order: tuple[str, ...]) -> None:
    place = order.index(local(child))
    at = next((i for i, one in enumerate(holder) if order.index(local(one)) > place), len(holder))
    holder.insert(at, child)
