"""Template packs: what chapters a plan has, which slots each asks for, and how they are laid out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from plangen.blocks import BLOCKS
from plangen.diagnostics import Diagnostic, Position, errors, finding
from plangen.faults import findings_of
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.ledger import LedgerRules
from plangen.messages import translate
from plangen.model import Identifier, Line, Part, Whole
from plangen.numbering import SCHEMES
from plangen.quantities import shown
from plangen.refusals import fault
from plangen.slots import SLOT_TYPES
from plangen.theme import Theme
from plangen.themefiles import THEME_FILE, Resolved, pack_theme
from plangen.yamltree import Mapping, Node, Scalar, decode, parse_yaml, place, plain, read_source

FENCE = "---"
SUFFIX = ".md.j2"
GENERATED = frozenset({"sources", "unverified"})  # the ids of tables that resolve makes
Toc = Literal["auto", "cached", "plain"]  # whether the contents of Word files name pages
RESERVED = frozenset(
    {"title", "source_list", "open_item_list", "unverified_list", "part"}
)  # what layouts call something else by


def _known(names: tuple[str, ...], message: str) -> BeforeValidator:
    def choose(value: object) -> object:
        if value in names:
            return value
        near = get_close_matches(str(value), names, 1)
        hint = "did you mean {near}?" if near else "use one of: {names}"
        values = {"value": shown(value), "near": near[0] if near else "", "names": ", ".join(names)}
        raise fault(message, hint, **values)

    return BeforeValidator(choose)


LanguageCode = Annotated[str, _known(tuple(LANGUAGES), "there is no language {value}")]
Numbering = Annotated[str, _known(tuple(SCHEMES), "there is no numbering scheme {value}")]


class SlotSpec(Part):
    """What a template asks of one slot. ``min_chars`` counts characters as Word does, ``min_items`` list entries.

    A block shows its tables only where ``charts`` is false.
    """

    type: Annotated[str, _known(SLOT_TYPES, "there is no slot type {value}")]
    guide: Line = ""
    required: bool = True
    min_chars: Whole = 0
    min_items: Whole = 0
    caption: Line = ""
    columns: tuple[Line, ...] = ()
    ordered: bool = False
    charts: bool = True


class SectionSpec(Part):
    """A section: its title, its own slots, and the sections below it."""

    title: Line
    slots: dict[Identifier, SlotSpec] = Field(default_factory=dict)
    sections: dict[Identifier, "SectionSpec"] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        reserved = RESERVED & (self.slots.keys() | self.sections.keys())
        if twice := (self.slots.keys() & self.sections.keys()) | reserved:
            raise fault(
                "{names} is used for two things", "rename the slot or the section", names=", ".join(sorted(twice))
            )
        return self


class ChapterSpec(SectionSpec):
    """The front matter of a chapter template. An appendix may be left out while it has nothing to list."""

    id: Identifier
    omit_if_empty: bool = False


class PackSpec(Part):
    """``pack.yaml``: what holds for the whole pack."""

    id: Identifier
    title: Line
    language: LanguageCode = "zh"
    numbering: Numbering | None = None
    front: tuple[Literal["cover", "contents", "tables", "figures"], ...] = ("cover", "contents")
    toc: Toc = "auto"
    theme: Line | None = None
    facts: LedgerRules = LedgerRules()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter template: its front matter, its layout, and where the two stand."""

    stem: str
    file: str
    spec: ChapterSpec
    layout: str
    layout_line: int
    front: Node
    appendix: bool = False

    @property
    def id(self) -> str:
        return self.spec.id

    def title_at(self, path: tuple[str, ...]) -> Position:
        """Return where the title of the chapter (empty path) or of a section stands."""
        steps = tuple(step for section in path for step in ("sections", section))
        return place(self.front, (*steps, "title"))


@dataclass(frozen=True, slots=True)
class Pack:
    """A template pack. Where it is not in its own language, ``texts`` gives what each of its own texts is called."""

    name: str
    folder: Path
    spec: PackSpec
    look: Resolved
    chapters: tuple[Chapter, ...]
    appendices: tuple[Chapter, ...]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """Return the theme of plans that choose none and change nothing."""
        return self.look.theme

    @property
    def numbering(self) -> str | None:
        """Return the numbering scheme: what ``pack.yaml`` says, or else the pack's theme."""
        return self.spec.numbering or self.theme.numbering


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """A declared slot with its full path (chapter.section.slot) and the title a reader would look for."""

    path: tuple[str, ...]
    spec: SlotSpec
    title: str

    @property
    def name(self) -> str:
        return ".".join(self.path)


def slot_places(chapter: Chapter, language: str) -> Iterator[SlotPlace]:
    """Yield every slot of a chapter in the order of the front matter."""
    yield from _slot_places(chapter.spec, (chapter.id,), language)


def _slot_places(section: SectionSpec, path: tuple[str, ...], language: str) -> Iterator[SlotPlace]:
    for name, spec in section.slots.items():
        caption = spec.caption or (label(language, f"{spec.type}_caption") if spec.type in BLOCKS else "")
        if caption == section.title:  # an open table of that name is not to be taken for the section's text
            caption = label(language, "table")
        yield SlotPlace((*path, name), spec, f"{section.title} · {caption}" if caption else section.title)
    for name, inner in section.sections.items():
        yield from _slot_places(inner, (*path, name), language)


def sections_below(section: SectionSpec, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], SectionSpec]]:
    """Yield every section below one, with its path, parents before children."""
    for name, inner in section.sections.items():
        yield (*path, name), inner
        yield from sections_below(inner, (*path, name))


def read_pack(folder: Path, root: Path) -> tuple[Pack | None, list[Diagnostic]]:
    """Read a template pack. ``root`` is the workspace that files are named relative to; no pack comes with errors."""
    found: list[Diagnostic] = []
    pack_node = _read_node(folder / "pack.yaml", root, found)
    spec = None if pack_node is None else _validated(PackSpec, pack_node, found)
    look = _read_theme(folder / "theme", root, spec, pack_node, found)
    chapters = _read_chapters(folder / "chapters", root, found, appendix=False)
    appendices = _read_chapters(folder / "appendices", root, found, appendix=True)
    if not chapters and not errors(found):
        at = Position(relative_name(folder / "chapters", root))
        found.append(finding("PG011", at, "the pack has no chapters", "add a file such as 01-overview" + SUFFIX))
    seen: dict[str, Chapter] = {}
    for chapter in (*chapters, *appendices):
        if chapter.id in GENERATED:
            message = "the chapter id {id} is the name of a generated list"
            hint = "give the chapter another id, such as data_sources"
            found.append(finding("PG202", place(chapter.front, ("id",)), message, hint, id=chapter.id))
        if chapter.id in seen:
            message = "the chapter id {id} is used by {other} too"
            at = place(chapter.front, ("id",))
            found.append(
                finding(
                    "PG202", at, message, "give each chapter its own id", id=chapter.id, other=seen[chapter.id].file
                )
            )
        seen[chapter.id] = chapter
    if spec is None or look is None or errors(found):
        return None, found
    return Pack(folder.name, folder, spec, look, chapters, appendices), found


def relative_name(path: Path, root: Path) -> str:
    """Return the path of a file as findings name it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read_text(path: Path, root: Path) -> tuple[str | None, list[Diagnostic]]:
    """Read a text file of the workspace; what cannot be read is a finding. Links that lead outside are refused."""
    name = relative_name(path, root)
    if not path.resolve().is_relative_to(root.resolve()):
        return None, [finding("PG012", Position(name), "the file is a link out of the workspace", "copy the file here")]
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [
            finding("PG012", Position(name), "the file does not exist", "create it, or copy it from another plan")
        ]
    except OSError as error:
        reason = translate(error.strerror or str(error))
        return None, [
            finding("PG012", Position(name), "the file cannot be read: {reason}", "mend its permissions", reason=reason)
        ]
    text, found = decode(data, name)
    return (None if found else text), found


def _read_node(path: Path, root: Path, found: list[Diagnostic]) -> Node | None:
    text, problems = read_text(path, root)
    found.extend(problems)
    if text is None:
        return None
    node, problems = parse_yaml(text, relative_name(path, root))
    found.extend(problems)
    return node


def _read_theme(
    folder: Path, root: Path, spec: PackSpec | None, pack_node: Node | None, found: list[Diagnostic]
) -> Resolved | None:
    """Read a pack's theme: its own file over the theme this names, or the theme that ``pack.yaml`` names."""
    path = folder / THEME_FILE
    node = None
    if path.exists() or path.is_symlink():
        node = _read_node(path, root, found)
        if node is None:
            return None
    at = place(pack_node, ("theme",)) if pack_node else Position(relative_name(folder.parent / "pack.yaml", root))
    look, problems = pack_theme(node, folder, spec.theme if spec else None, at)
    found.extend(problems)
    return look


def _validated(model: type[BaseModel], node: Node, found: list[Diagnostic]) -> Any:
    try:
        return model.model_validate(plain(node, lambda scalar: scalar.value))
    except ValidationError as error:
        found.extend(findings_of(error, node, TypeAdapter(model)))
        return None


def _read_chapters(folder: Path, root: Path, found: list[Diagnostic], *, appendix: bool) -> tuple[Chapter, ...]:
    chapters = []
    for path in sorted(folder.glob("*" + SUFFIX)):
        chapter = _read_chapter(path, root, found, appendix=appendix)
        if chapter:
            chapters.append(chapter)
    return tuple(chapters)


def _read_chapter(path: Path, root: Path, found: list[Diagnostic], *, appendix: bool) -> Chapter | None:
    text, problems = read_text(path, root)
    found.extend(problems)
    if text is None:
        return None
    name = relative_name(path, root)
    _, problems = read_source(text, name)
    found.extend(problems)
    if problems:
        return None
    lines = text.splitlines(keepends=True)
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        hint = "begin the file with a line ---, the chapter's id, title and sections, and another line ---"
        found.append(finding("PG011", Position(name), "the template has no front matter", hint))
        return None
    # an empty line in place of the first fence keeps the line numbers of the front matter
    node, problems = parse_yaml("\n" + "".join(lines[1 : fences[1]]), name)
    found.extend(problems)
    if node is None:
        return None
    spec = _validated(ChapterSpec, node, found)
    if spec is None:
        return None
    stem = path.name.removesuffix(SUFFIX)
    return Chapter(stem, name, spec, "".join(lines[fences[1] + 1 :]), fences[1] + 2, node, appendix)


def mapping(node: Node | None) -> Mapping | None:
    """Return a node that is a mapping; an empty value counts as one without entries."""
    return node if isinstance(node, Mapping) else None


def is_empty(node: Node | None) -> bool:
    """Tell whether a place holds nothing: no key, no value, or white space."""
    return node is None or (isinstance(node, Scalar) and (node.null or not node.value.strip()))
