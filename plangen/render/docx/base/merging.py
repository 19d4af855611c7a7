"""Styles of a base and ours in one part: what the base has keeps its look, what it lacks is added to fit it.

The text names our style ids. So a style of the base that is one of ours gets our id, and every reference to it follows;
ids are seen by programs alone. What people see are names, and these are Word's own for built-in styles, which Word
shows in the language of its user.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from plangen.render.docx.base.fitting import adapt, fit, keeps_list, settle_headings
from plangen.render.docx.markup import HEADER
from plangen.theme import Theme
from plangen.wordbase.look import face
from plangen.wordbase.names import built_in, plain_name
from plangen.wordbase.reading import Base
from plangen.wordbase.styletable import Style, W, value, w

DEFAULTS = {
    "Normal": "paragraph",
    "DefaultParagraphFont": "character",
    "TableNormal": "table",
    "NoList": "numbering",
}


@dataclass(slots=True)
class Merged:
    """The styles part, and how it came about.

    ``ids`` leads from each id of the base to the one it has now. ``mapped`` pairs the names of our styles with those
    that the base gives them, ``added`` names the others. ``listed`` are the styles that stand in a list of the base.
    """

    root: etree._Element
    ids: dict[str, str] = field(default_factory=dict)
    mapped: list[tuple[str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    listed: list[etree._Element] = field(default_factory=list)

    @property
    def xml(self) -> str:
        return HEADER + etree.tostring(self.root, encoding="unicode")


def merge_styles(
    base: Base, ours: str, theme: Theme, language: str, width: int, own_keys: frozenset[str] = frozenset()
) -> Merged:
    """Return the styles of a base with those of ours that it lacks.

    ``ours`` is our styles part, ``width`` that of the text in twips, ``own_keys`` the keys of the theme that the plan
    sets itself, such as ``colors.accent``: these win over the base.
    """
    root = etree.fromstring(ours.encode())
    wanted = {style.get(w("styleId"), ""): style for style in root.findall(w("style"))}
    found = {own: match for own, element in wanted.items() if (match := _match(base, own, element))}
    merged = Merged(etree.Element(w("styles"), nsmap={"w": W}))
    merged.ids = _new_ids(base, {match.id: own for own, match in found.items()}, wanted)
    defaults = _defaults(base, root, theme, language)
    latent = base.styles.latent if base.styles.latent is not None else root.find(w("latentStyles"))
    merged.root.append(defaults)
    if latent is not None:
        merged.root.append(deepcopy(latent))
    own_of = {match.id: own for own, match in found.items()}
    taken = {plain_name(value(element, "name")) for element in wanted.values()}
    for style in base.styles.styles.values():
        element = _renamed(style, merged.ids)
        own = own_of.get(style.id, "")
        if own:
            name = value(wanted[own], "name")
            merged.mapped.append((name, style.name))
            _call(element, name, style)
            if keeps_list(element, own, base):
                merged.listed.append(element)
            adapt(element, wanted[own], base, theme, width, own_keys)
        else:
            if plain_name(style.name) in taken:
                _set(element, "name", _free(f"{style.name} (base)", taken))
            if element.find(f"{w('pPr')}/{w('numPr')}") is not None:
                merged.listed.append(element)
        merged.root.append(element)
    for own, element in wanted.items():
        if own not in found:
            merged.added.append(value(element, "name"))
            added = deepcopy(element)
            fit(added, base, theme, language, own_keys)
            merged.root.append(added)
    settle_headings(merged.root)
    return merged


def _match(base: Base, own: str, element: etree._Element) -> Style | None:
    """Return the style of a base that is one of ours: the default of its kind, by its meaning, or by its very name."""
    kind, name = element.get(w("type"), ""), plain_name(value(element, "name"))
    styles = [style for style in base.styles.styles.values() if style.kind == kind]
    if own in DEFAULTS:
        return next((style for style in styles if style.default), None)
    by_meaning = (style for style in styles if style.meaning == name)
    by_name = (style for style in styles if not style.meaning and not style.default and plain_name(style.name) == name)
    return next(by_meaning, None) or next(by_name, None)


def _new_ids(base: Base, mapped: dict[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """Return the new id of each style of a base: ours where it is one of ours, another where ours means another."""
    taken = {*wanted, *base.styles.styles}
    result: dict[str, str] = {}
    for own in base.styles.styles:
        if own in mapped:
            result[own] = mapped[own]
        elif own in wanted:
            result[own] = _free(f"Base{own}", taken)
        else:
            result[own] = own
    return result


def _free(name: str, taken: set[str]) -> str:
    """Return a name, or with a number behind it, that is not taken, and take it."""
    candidate, number = name, 2
    while candidate in taken or plain_name(candidate) in taken:
        candidate, number = f"{name}{number}", number + 1
    taken |= {candidate, plain_name(candidate)}
    return candidate


def _renamed(style: Style, ids: dict[str, str]) -> etree._Element:
    element = deepcopy(style.element)
    element.set(w("styleId"), ids[style.id])
    for name in ("basedOn", "next", "link"):
        reference = element.find(w(name))
        if reference is not None:
            reference.set(w("val"), ids[reference.get(w("val"), "")])
    return element


def _call(element: etree._Element, name: str, style: Style) -> None:
    """Give a style our name; a name of the client's own stands beside it, where Word shows it."""
    element.attrib.pop(w("customStyle"), "")
    _set(element, "name", name)
    own = plain_name(name)
    beside = list(style.aliases)
    if built_in(style.name) != own:
        beside.insert(0, style.name)
    beside = [one for one in dict.fromkeys(beside) if plain_name(one) != own and "," not in one]
    aliases = element.find(w("aliases"))
    if aliases is not None:
        element.remove(aliases)
    if beside:
        added = etree.Element(w("aliases"))
        added.set(w("val"), ",".join(beside))
        element.insert(1, added)


def _set(element: etree._Element, child: str, said: str) -> None:
    found = element.find(w(child))
    if found is not None:
        found.set(w("val"), said)


def _defaults(base: Base, ours: etree._Element, theme: Theme, language: str) -> etree._Element:
    """Return the base's defaults with the language of our text, and with a face for Chinese where it names none."""
    defaults = base.styles.defaults
    own = ours.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    result = etree.Element(w("docDefaults"))
    inner: dict[str, etree._Element] = {}
    for outer, name in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
        holder = etree.SubElement(result, w(outer))
        given = defaults.find(f"{w(outer)}/{w(name)}") if defaults is not None else None
        inner[name] = deepcopy(given) if given is not None else etree.Element(w(name))
        holder.append(inner[name])
    properties = inner["rPr"]
    fonts = properties.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        properties.insert(0, fonts)
    normal = base.styles.default("paragraph")
    palette = base.palette
    if not face(base.styles, palette, normal):
        fonts.attrib.pop(w("eastAsiaTheme"), "")
        fonts.set(w("eastAsia"), theme.fonts.body)
    if language == "zh":
        fonts.set(w("hint"), "eastAsia")
    for old in properties.findall(w("lang")):
        properties.remove(old)
    lang = own.find(w("lang")) if own is not None else None
    if lang is not None:
        after = {w("eastAsianLayout"), w("specVanish")}
        at = next((i for i, child in enumerate(properties) if child.tag in after), len(properties))
        properties.insert(at, deepcopy(lang))
    return result
