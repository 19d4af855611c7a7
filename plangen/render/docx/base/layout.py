"""What of a document comes from a client's file, part by part."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from plangen.doctree import Meta
from plangen.fonts import FontFile
from plangen.render.docx.base.lists import merge_lists
from plangen.render.docx.base.merging import Merged, merge_styles
from plangen.render.docx.base.pages import References, base_section
from plangen.render.docx.base.stories import repeats_heading, write_story
from plangen.render.docx.markup import HEADER
from plangen.render.docx.package import PartSource
from plangen.theme import Fonts, Theme
from plangen.wordbase import Base
from plangen.wordbase.stories import Story
from plangen.wordbase.styletable import local, value, w

COVER = "cover"
STRETCHES = (COVER, "front", "body", "appendix")
_FONT_PARTS = ("altName", "panose1", "charset", "family", "notTrueType", "pitch", "sig")


@dataclass(slots=True)
class Layout:
    """A base on the way into one document: its stories as parts, and how its styles were merged."""

    base: Base
    merged: Merged | None = None
    parts: list[PartSource] = field(default_factory=list)

    def references(self, theme: Theme, stretch: str) -> References:
        """Return the headers and footers of a stretch of the document; ours stand where the base has none."""
        sides = theme.page_number.place == "outside" and not has_stories(self.base.footers)
        found: list[tuple[str, str, str]] = []
        for what, stories in (("header", self.base.headers), ("footer", self.base.footers)):
            if has_stories(stories):
                kinds = [kind for kind in stories if kind != "first" or stretch == COVER]
                found.extend((what, kind, _relationship(what, kind, stories[kind], stretch)) for kind in kinds)
            elif stretch != COVER and (what == "footer" or theme.header.show):
                own = f"rIdHeader{stretch.title()}" if what == "header" else "rIdFooter"
                found.append((what, "default", own))
                if self.base.settings.even_odd or sides:
                    found.append((what, "even", "rIdFooterEven" if what == "footer" and sides else own))
        return tuple(found)

    def section(self, theme: Theme, stretch: str) -> str:
        """Return the properties of a stretch's section."""
        base = self.base
        titled = stretch == COVER and base.page.title_page and bool({*base.headers, *base.footers} & {"first"})
        return base_section(base.page, theme, base.own_keys, self.references(theme, stretch), title_page=titled)


def has_stories(stories: dict[str, Story]) -> bool:
    """Tell whether a base has a header, or a footer, that shows anything."""
    return any(not story.empty for story in stories.values())


def _relationship(what: str, kind: str, story: Story, stretch: str) -> str:
    """Return the relationship of one of the base's; in appendices one that repeats headings has a second form."""
    end = "Appendix" if stretch == "appendix" and repeats_heading(story) else ""
    return f"rIdBase{what.title()}{kind.title()}{end}"


def merge_parts(
    layout: Layout, sources: list[PartSource], theme: Theme, meta: Meta, width: int, next_drawing: Callable[[], int]
) -> list[PartSource]:
    """Return the parts of a document with what the base brings; ``sources`` are those that were written without it."""
    base = layout.base
    by_name = {source.name: source for source in sources}
    styles = by_name["styles.xml"].xml
    merged = layout.merged = merge_styles(base, styles, theme, meta.language, width, base.own_keys)
    numbering = merge_lists(base, by_name["numbering.xml"].xml, merged)
    replaced = {"styles.xml": merged.xml, "numbering.xml": numbering}
    if base.theme is not None:
        replaced["theme/theme1.xml"] = HEADER + etree.tostring(base.theme, encoding="unicode")
    replaced["settings.xml"] = _settings(by_name["settings.xml"].xml, base, sides=not has_stories(base.footers))
    result = [_with_xml(source, replaced.get(source.name, source.xml)) for source in sources if _is_used(source, base)]
    return [*result, *_story_parts(layout, merged, theme, meta, next_drawing)]


def _is_used(source: PartSource, base: Base) -> bool:
    """Tell whether a part of ours is still needed: headers and footers are the base's where it has any."""
    stories = {RELATIONSHIP_TYPE.HEADER: base.headers, RELATIONSHIP_TYPE.FOOTER: base.footers}
    return not has_stories(stories.get(source.relationship_type, {}))


def _with_xml(source: PartSource, xml: str) -> PartSource:
    return replace(source, xml=xml)


def _story_parts(
    layout: Layout, merged: Merged, theme: Theme, meta: Meta, next_drawing: Callable[[], int]
) -> list[PartSource]:
    found: list[PartSource] = []
    kinds = {
        "header": (layout.base.headers, CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
        "footer": (layout.base.footers, CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    }
    used = {own for stretch in STRETCHES for _, _, own in layout.references(theme, stretch)}
    for what, (stories, content_type, relationship_type) in kinds.items():
        for kind, story in stories.items():
            for appendix in (False, True):
                own = _relationship(what, kind, story, "appendix" if appendix else "body")
                if own not in used or any(one.relationship == own for one in found):
                    continue
                written = write_story(story, merged.ids, meta, next_drawing, appendix=appendix)
                found.append(
                    PartSource(
                        f"{what}base{len(found) + 1}.xml",
                        content_type,
                        relationship_type,
                        own,
                        written.xml,
                        {address: relation for relation, address in written.links.items()},
                        media=written.media,
                    )
                )
    return found


def _settings(ours: str, base: Base, *, sides: bool) -> str:
    """Return our settings with what the base says of its pages and colours.

    ``sides`` tells whether our page numbers, which may stand outside, are in the file.
    """
    root = etree.fromstring(ours.encode())
    said = base.settings
    tab, spacing = root.find(w("defaultTabStop")), root.find(w("characterSpacingControl"))
    if said.tab and tab is not None:
        tab.set(w("val"), str(said.tab))
    if said.mirrored and tab is not None:
        tab.addprevious(etree.Element(w("mirrorMargins")))
    old = root.find(w("evenAndOddHeaders"))
    if old is not None and not sides:
        root.remove(old)
    if said.even_odd and root.find(w("evenAndOddHeaders")) is None and spacing is not None:
        spacing.addprevious(etree.Element(w("evenAndOddHeaders")))
    mapping = root.find(w("clrSchemeMapping"))
    if base.theme is not None and mapping is not None:
        for name in mapping.attrib:
            key = etree.QName(name).localname
            if said.colors.get(key) in COLOR_SLOTS:
                mapping.set(name, said.colors[key])
    return HEADER + etree.tostring(root, encoding="unicode")


COLOR_SLOTS = frozenset(
    (
        *("dark1", "light1", "dark2", "light2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"),
        *("hyperlink", "followedHyperlink"),
    )
)


def with_base_faces(theme: Theme, base: Base) -> Theme:
    """Return the theme with the faces that the base sets Chinese in, for what names faces itself, such as charts."""
    if any(key.startswith("fonts.") for key in base.own_keys) or not base.look.body:
        return theme
    faces = Fonts.model_construct(
        body=base.look.body, heading=base.look.heading or base.look.body, fallback=theme.fonts.fallback
    )
    return theme.model_copy(update={"fonts": faces})


def used_fonts(fonts: tuple[FontFile, ...], sources: list[PartSource]) -> tuple[FontFile, ...]:
    """Return the fonts of ours that any part still names."""
    styles = next(source.xml for source in sources if source.name == "styles.xml")
    return tuple(font for font in fonts if f'"{font.family}"' in styles)


def merge_font_table(base: Base, ours: str) -> str:
    """Return the table of fonts: ours, and those of the base without its font files, which are licensed to others."""
    root = etree.fromstring(ours.encode())
    known = {font.get(w("name")) for font in root.findall(w("font"))}
    for font in base.fonts.findall(w("font")) if base.fonts is not None else ():
        name = font.get(w("name"), "")
        if not name or name in known:
            continue
        known.add(name)
        added = etree.SubElement(root, w("font"))
        added.set(w("name"), name)
        for part in _FONT_PARTS:
            child = font.find(w(part))
            if child is not None and child.attrib and (part == "sig" or value(child)):
                kept = deepcopy(child)
                kept.tail = None
                for inner in list(kept):
                    kept.remove(inner)
                for attribute in list(kept.attrib):
                    if not str(attribute).startswith(w("")):
                        del kept.attrib[attribute]
                added.append(kept)
        if local(added) and not len(added):
            root.remove(added)
    return HEADER + etree.tostring(root, encoding="unicode")
