"""A template pack in another language: what its texts are called there.

A pack is written in one language. For each further one it has a file ``languages/CODE.yaml`` that gives, by each text
as the templates have it, the text to print instead: titles, guides, captions, columns, and the lines of layouts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.pack import Chapter, Pack, read_text, relative_name, sections_below
from plangen.yamltree import Mapping, Scalar, parse_yaml, place

FOLDER = "languages"

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_LEAD = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|[-*][ \t]+|\d+\.[ \t]+|>[ \t]*|:::[ \t]*[A-Za-z-]*[ \t]*)?")
_WORDS = re.compile(r"[^\W\d_]")


def in_language(pack: Pack, language: str, root: Path, at: Position) -> tuple[Pack, list[Diagnostic]]:
    """Return a pack with its texts in a language. What has no text there keeps its own, and is a finding.

    ``at`` is where the language was asked for.
    """
    if language == pack.spec.language:
        return pack, []
    path = pack.folder / FOLDER / f"{language}.yaml"
    if not path.exists() and not path.is_symlink():
        message = "the template pack {pack} has no texts in the language {language}; its titles stay as they are"
        hint = "write {file}: each text of the pack, a colon, and what it is called"
        values = {"pack": pack.name, "language": language, "file": relative_name(path, root)}
        return pack, [finding("PG015", at, message, hint, **values)]
    texts, found = _read_texts(path, root, dict(pack_texts(pack, root)))
    return _translated(pack, texts), found


def pack_texts(pack: Pack, root: Path) -> Iterator[tuple[str, Position]]:
    """Yield every text of a pack that readers or editors see, each once, and where it first stands."""
    seen: set[str] = {""}
    for text, at in _texts_of(pack, root):
        if text not in seen:
            seen.add(text)
            yield text, at


def _texts_of(pack: Pack, root: Path) -> Iterator[tuple[str, Position]]:
    yield pack.spec.title, Position(relative_name(pack.folder / "pack.yaml", root))
    for chapter in (*pack.chapters, *pack.appendices):
        for path, section in (((), chapter.spec), *sections_below(chapter.spec)):
            steps = tuple(step for name in path for step in ("sections", name))
            yield section.title, chapter.title_at(path)
            for name, slot in section.slots.items():
                at = place(chapter.front, (*steps, "slots", name))
                yield from ((text, at) for text in (slot.guide, slot.caption, *slot.columns))
        for line in _layout_lines(chapter.layout):
            yield line.text, Position(chapter.file, chapter.layout_line + line.number)


def _read_texts(path: Path, root: Path, own: dict[str, Position]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Read what the texts of a pack are called; what is left out, empty, or stands for nothing is a finding."""
    file = relative_name(path, root)
    text, found = read_text(path, root)
    if text is None:
        return {}, found
    node, problems = parse_yaml(text, file)
    found.extend(problems)
    if node is None:
        return {}, found
    if not isinstance(node, Mapping):
        message = "the file needs the texts of the pack and what they are called"
        hint = "write each text as the templates have it, a colon, and what it is called"
        return {}, [*found, finding("PG006", node.at, message, hint)]
    texts: dict[str, str] = {}
    for original, (key, value) in node.entries.items():
        if original not in own:
            near = get_close_matches(original, own, 1)
            hint = "did you mean {near}?" if near else "delete the line, or write the text as the templates have it"
            message = "the template pack has no text {text}"
            found.append(finding("PG015", key.at, message, hint, text=original, near=near[0] if near else ""))
        elif isinstance(value, Scalar) and not value.null and value.value.strip():
            texts[original] = " ".join(value.value.split())
    for original, at in own.items():
        if original not in texts:
            message = "the text {text} of the template pack is not translated in {file}"
            hint = "add it there, a colon, and what it is called; until then it stays as it is"
            found.append(finding("PG015", at, message, hint, text=original, file=file))
    return texts, found


def _translated(pack: Pack, texts: dict[str, str]) -> Pack:
    """Return a pack with its texts in another language; columns keep the names that content calls them by."""

    def said(section: Any) -> Any:
        slots = {
            name: slot.model_copy(
                update={"guide": texts.get(slot.guide, slot.guide), "caption": texts.get(slot.caption, slot.caption)}
            )
            for name, slot in section.slots.items()
        }
        sections = {name: said(inner) for name, inner in section.sections.items()}
        title = texts.get(section.title, section.title)
        return section.model_copy(update={"title": title, "slots": slots, "sections": sections})

    def chapter_in(chapter: Chapter) -> Chapter:
        return replace(chapter, spec=said(chapter.spec), layout=_translated_layout(chapter.layout, texts))

    return replace(
        pack,
        spec=pack.spec.model_copy(update={"title": texts.get(pack.spec.title, pack.spec.title)}),
        chapters=tuple(map(chapter_in, pack.chapters)),
        appendices=tuple(map(chapter_in, pack.appendices)),
        texts=texts,
    )


# --- layouts -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a layout that prints words: its number from 0, what stands before the text, the text."""

    number: int
    lead: str
    text: str


def _layout_lines(layout: str) -> Iterator[_Line]:
    """Yield the lines of a layout that print words of its own: sentences, headings, titles of boxes."""
    blanked = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), layout)
    for number, line in enumerate(blanked.splitlines()):
        lead = _LEAD.match(line)
        start = lead.end() if lead else 0
        text = line[start:].rstrip()
        if _WORDS.search(_CODE.sub("", text)):
            yield _Line(number, line[:start], text)


def _translated_layout(layout: str, texts: dict[str, str]) -> str:
    """Return a layout with the texts of its lines in another language; every line keeps its place."""
    lines = layout.splitlines(keepends=True)
    for line in _layout_lines(layout):
        if line.text in texts:
            whole = lines[line.number]
            lines[line.number] = f"{line.lead}{texts[line.text]}{whole[len(whole.rstrip()) :]}"
    return "".join(lines)
