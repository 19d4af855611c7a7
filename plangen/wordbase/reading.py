"""From a client's .docx to all that plangen takes from it, and a finding for what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import translate
from plangen.placeholders import find_placeholders
from plangen.wordbase.lists import HeadingList, Lists, UnsayableError, heading_list
from plangen.wordbase.look import DRAWING, Look, Palette, points, read_look
from plangen.wordbase.package import OFFICE, Package, UnusableError, open_package
from plangen.wordbase.pages import LeftBehind, PageSetup, left_behind, main_section
from plangen.wordbase.stories import Left, Story, left_out, read_story
from plangen.wordbase.styletable import StyleTable, read_styles, value, w

Numbering = Literal["replace", "keep"]
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_EXTENDED = f"{OFFICE}/extended-properties"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file's settings say about its look. ``tab`` is the distance of default tab stops in twips, or 0."""

    even_odd: bool = False
    mirrored: bool = False
    tab: int = 0
    colors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Base:
    """All that is taken from a client's file.

    ``headers`` and ``footers`` are those of the main section by kind: ``default``, ``first``, ``even``. ``headings``
    is the list that numbers its headings, where the plan keeps it. ``theme`` is the theme part, ``fonts`` the table of
    fonts. ``own_keys`` are the keys of the theme that the plan sets itself, such as ``colors.accent``.
    """

    file: str
    styles: StyleTable
    lists: Lists
    palette: Palette
    settings: Settings
    page: PageSetup
    look: Look
    left: LeftBehind
    headers: dict[str, Story] = field(default_factory=dict)
    footers: dict[str, Story] = field(default_factory=dict)
    headings: HeadingList | None = None
    theme: etree._Element | None = None
    fonts: etree._Element | None = None
    own_keys: frozenset[str] = frozenset()


def read_base(
    name: str,
    folder: Path,
    at: Position,
    language: str,
    numbering: Numbering = "replace",
    own_keys: frozenset[str] = frozenset(),
) -> tuple[Base | None, list[Diagnostic]]:
    """Read the Word template ``name`` in a folder; ``at`` is where it is named, and where findings point.

    ``own_keys`` are the keys of the theme that the plan sets itself, such as ``colors.accent``.

    Without a base the findings say why: no such file, outside the folder, not a Word document, with macros, encrypted,
    too large, damaged.
    """
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        inside = False
    if not inside:
        message = "the Word template {file} lies outside the folder of the plan"
        return None, [finding("PG031", at, message, "copy it into that folder and name it there", file=name)]
    try:
        return _read(name, open_package(path), at, language, numbering, own_keys)
    except UnusableError as error:
        values = {key: translate(said) if isinstance(said, str) else said for key, said in error.values.items()}
        return None, [finding("PG031", at, error.message, error.hint, **values)]


def _read(
    name: str, package: Package, at: Position, language: str, numbering: Numbering, own_keys: frozenset[str]
) -> tuple[Base | None, list[Diagnostic]]:
    left: list[Left] = []
    body = package.xml(package.main).find(w("body"))
    styles = read_styles(_part(package, "styles"))
    lists = Lists(_part(package, "numbering"))
    theme = _theme(_part(package, "theme"))
    palette = Palette(theme)
    page = main_section(body, package.relations(package.main))
    settings_part = package.related(package.main, "settings")
    settings = _settings(package.xml(settings_part) if settings_part else None)
    for relation in package.relations(settings_part).values() if settings_part else ():
        if relation.external:
            left.append(left_out("a link to a file elsewhere: {target}", target=relation.target))
    used = {"default": True, "first": page.title_page, "even": settings.even_odd}
    headers = _stories(package, page.headers, used, styles, left)
    footers = _stories(package, page.footers, used, styles, left)
    text = styles.meaning("body text") or styles.default("paragraph")
    rest = left_behind(body, _pages(package), float(points(styles, text)))
    found = [_left_out(template, values, at) for template, values in left]
    for story in (*headers.values(), *footers.values()):
        found.extend(_placeholders(story, at))
    headings = None
    if numbering == "keep":
        headings, problem = _kept_list(styles, lists, at, language)
        found.extend(problem)
    base = Base(
        name,
        styles,
        lists,
        palette,
        settings,
        page,
        read_look(styles, palette, page, rest.indents, rest.tables),
        rest,
        headers,
        footers,
        headings,
        theme,
        _part(package, "fontTable"),
        own_keys,
    )
    return base, found


def _part(package: Package, kind: str) -> etree._Element | None:
    name = package.related(package.main, kind)
    return package.xml(name) if name else None


def _stories(
    package: Package, references: Mapping[str, str], used: Mapping[str, bool], styles: StyleTable, left: list[Left]
) -> dict[str, Story]:
    """Return the headers or footers that are shown, by kind; of a kind that the settings switch off there is none."""
    relations = package.relations(package.main)
    found: dict[str, Story] = {}
    for kind, own in references.items():
        if used[kind] and package.has(relations[own].target):
            found[kind], problems = read_story(package, relations[own].target, styles)
            left.extend(problems)
    return found


def _theme(root: etree._Element | None) -> etree._Element | None:
    """Return a theme part that is whole, without the pictures that its fills may lead to."""
    if root is None or root.tag != f"{DRAWING}theme":
        return None
    parts = {etree.QName(part).localname for elements in root.iter(f"{DRAWING}themeElements") for part in elements}
    if not {"clrScheme", "fontScheme", "fmtScheme"} <= parts:
        return None
    for fill in list(root.iter(f"{DRAWING}blipFill")):
        plain = etree.Element(f"{DRAWING}solidFill")
        etree.SubElement(plain, f"{DRAWING}schemeClr").set("val", "phClr")
        if (parent := fill.getparent()) is not None:
            parent.replace(fill, plain)
    for extension in list(root.iter(f"{DRAWING}extLst")):
        if (parent := extension.getparent()) is not None:
            parent.remove(extension)
    return root


def _settings(root: etree._Element | None) -> Settings:
    if root is None:
        return Settings()

    def switched(name: str) -> bool:
        element = root.find(w(name))
        return element is not None and element.get(w("val"), "1") in ("1", "true", "on")

    tab = value(root, "defaultTabStop")
    mapping = root.find(w("clrSchemeMapping"))
    colors = (
        {etree.QName(key).localname: str(said) for key, said in mapping.attrib.items()} if mapping is not None else {}
    )
    return Settings(
        even_odd=switched("evenAndOddHeaders"),
        mirrored=switched("mirrorMargins"),
        tab=int(tab) if tab.isdigit() and 0 < int(tab) < 10_000 else 0,
        colors=colors,
    )


def _pages(package: Package) -> int:
    """Return how many pages a file says it has, or 0."""
    for relation in package.relations("").values():
        if relation.kind == _EXTENDED and package.has(relation.target):
            said = package.xml(relation.target).findtext(f"{_PROPERTIES}Pages") or ""
            return int(said) if said.isdigit() and len(said) < 6 else 0
    return 0


# --- findings ------------------------------------------------------------------------------------------------------


def _left_out(template: str, values: dict[str, object], at: Position) -> Diagnostic:
    what = translate(template).format(**values)
    hint = "nothing is to be done if the plan does not need it; else put it into the file itself"
    return finding("PG032", at, "left out of the Word template: {what}", hint, what=what)


def _placeholders(story: Story, at: Position) -> list[Diagnostic]:
    """Return a finding for each header or footer with placeholder text, which would be on every page."""
    texts = story.texts()
    finds = [found.text for text in texts for found in find_placeholders(text)]
    if story.placeholder:
        finds.append(story.placeholder)
    if not finds:
        return []
    message = "the Word template has placeholder text in its part {part}: {text}"
    hint = "open the template in Word, write in its header and footer what belongs there, and save it"
    return [finding("PG102", at, message, hint, part=story.part, text=finds[0][:40])]


def _kept_list(
    styles: StyleTable, lists: Lists, at: Position, language: str
) -> tuple[HeadingList | None, list[Diagnostic]]:
    """Return the list that numbers the headings, or a finding that says why the plan's own numbers them."""
    hint = "plangen numbers the headings; write numbering: replace to say that this is meant"
    try:
        found = heading_list(styles, lists, language)
    except UnsayableError as error:
        reason = translate(error.reason).format(**error.values)
        message = "the numbering of the Word template cannot be kept: {reason}"
        return None, [finding("PG033", at, message, hint, reason=reason)]
    if found is None:
        message = "the Word template has no list that numbers its headings"
        return None, [finding("PG033", at, message, hint)]
    return found, []
