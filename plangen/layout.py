"""The layout of a chapter template: rendered once in a sandbox, with a mark wherever content will stand.

Content never passes through the template engine. The layout sees only texts: a mark for each slot that has something to
show, an empty text for an optional slot that has not, a mark for each title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.pack import Chapter, SectionSpec, sections_below

SLOT_MARK = re.compile("\ue002([^\ue003]*)\ue003")
LINE_MARK = re.compile("\ue004(\\d+)\ue005")
LISTINGS = {"source_list": "sources", "open_item_list": "open_items", "unverified_list": "unverified"}
FILTERS = frozenset({"default", "first", "last", "length", "trim"})

_PART_NAME = re.compile(r"[A-Za-z_]+")
_TORN = re.compile("[\ue002-\ue005]")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_TEXT_START = re.compile(r"(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A layout's Markdown with marks in it: ``slot:PATH``, ``part:PATH:NAME``, ``title:PATH``, ``list:KIND``, lines."""

    text: str


class _Layouts(ImmutableSandboxedEnvironment):
    """Access to sections finds slots only, so that a slot may be called ``items``; texts have no methods to call.

    Nothing that could grow a text without bound is to be had: Jinja2's sandbox limits neither ``"a" * 10**9`` nor
    ``"a".center(10**9)``.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = isinstance(obj, dict) and argument in obj
        return obj[argument] if found else self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"the operator {operator}")


@cache
def _environment() -> Environment:
    environment = _Layouts(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.globals.clear()
    for name in set(environment.filters) - FILTERS:
        del environment.filters[name]
    return environment


def mark(kind: str, path: str) -> str:
    """Return the mark that stands for something in a layout."""
    return f"\ue002{kind}:{path}\ue003"


def render_layout(chapter: Chapter, shown: Mapping[str, bool]) -> tuple[Rendered | None, list[Diagnostic]]:
    """Render a chapter's layout; ``shown`` tells by slot path whether there is something to show."""
    environment = _environment()
    at = Position(chapter.file, chapter.layout_line)
    try:
        source = "".join(_numbered_lines(environment, chapter))
        text = environment.from_string(source).render(_context(chapter, shown))
    except TemplateSyntaxError as error:
        place = Position(chapter.file, chapter.layout_line + (error.lineno or 1) - 1)
        message = "the layout is not a Jinja2 template: {reason}"
        return None, [finding("PG011", place, message, "correct this line", reason=error.message or "")]
    except UndefinedError as error:
        message = "the layout uses a name that the front matter does not declare: {reason}"
        hint = "declare the slot or section in the front matter, or correct the name"
        return None, [finding("PG011", _failing_line(error, chapter) or at, message, hint, reason=error.message or "")]
    except SecurityError as error:
        message = "the layout does something the sandbox refuses: {reason}"
        return None, [finding("PG011", _failing_line(error, chapter) or at, message, "delete it", reason=str(error))]
    except (TemplateError, TypeError, ValueError, KeyError, ArithmeticError, RecursionError, MemoryError) as error:
        message = "the layout cannot be rendered: {reason}"
        return None, [finding("PG011", _failing_line(error, chapter) or at, message, "correct it", reason=str(error))]
    if _TORN.search(SLOT_MARK.sub("", LINE_MARK.sub("", text))):
        return None, [finding("PG011", at, "the layout takes the text of a slot apart", "show each slot as a whole")]
    return Rendered(text), []


def _failing_line(error: BaseException, chapter: Chapter) -> Position | None:
    """Find the layout's line in a traceback; Jinja2 rewrites the frames of templates to their own lines."""
    line = None
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return Position(chapter.file, chapter.layout_line + line - 1) if line else None


def _numbered_lines(environment: Environment, chapter: Chapter) -> Iterator[str]:
    """Yield the layout with its line number in front of each heading's and paragraph's text."""
    fresh = True
    for number, kind, value in environment.lex(chapter.layout):
        if kind != "data":
            yield value
            fresh = kind.startswith("comment") and fresh
            continue
        for offset, line in enumerate(value.splitlines(keepends=True)):
            start = _HEADING.match(line) or _TEXT_START.match(line) if fresh else None
            place = f"\ue004{chapter.layout_line + number - 1 + offset}\ue005"
            yield line[: start.end()] + place + line[start.end() :] if start else line
            fresh = line.endswith("\n")


def _context(chapter: Chapter, shown: Mapping[str, bool]) -> dict[str, Any]:
    context = _section(chapter.spec, (chapter.id,), shown)
    context.pop("title")
    return context | {name: _listing(kind) for name, kind in LISTINGS.items()} | {"part": _part}


def _section(section: SectionSpec, path: tuple[str, ...], shown: Mapping[str, bool]) -> dict[str, Any]:
    name = ".".join(path)
    entries: dict[str, Any] = {"title": mark("title", name)}
    for slot in section.slots:
        entries[slot] = mark("slot", f"{name}.{slot}") if shown.get(f"{name}.{slot}") else ""
    for inner, spec in section.sections.items():
        entries[inner] = _section(spec, (*path, inner), shown)
    return entries


def _part(slot: object, name: object) -> str:
    """Return the mark of one part of a block, which then stands here and not where the block stands."""
    match = SLOT_MARK.fullmatch(slot) if isinstance(slot, str) else None
    if slot == "" and isinstance(name, str):
        return ""  # an optional slot that is not used
    kind, _, path = match[1].partition(":") if match else ("", "", "")
    if kind != "slot" or not isinstance(name, str) or not _PART_NAME.fullmatch(name):
        raise ValueError('part() takes a slot and the name of a part: part(section.slot, "name")')
    return mark("part", f"{path}:{name}")


def _listing(kind: str) -> Any:
    def listing() -> str:
        return mark("list", kind)

    return listing


def title_of(chapter: Chapter, path: str) -> tuple[str, Position] | None:
    """Return the title of the chapter or section with a path, and where it stands."""
    if path == chapter.id:
        return chapter.spec.title, chapter.title_at(())
    for steps, section in sections_below(chapter.spec):
        if ".".join((chapter.id, *steps)) == path:
            return section.title, chapter.title_at(steps)
    return None
