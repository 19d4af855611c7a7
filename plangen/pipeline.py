"""From a plan's name to findings, and to finished files. Nothing is put in place before all of it is right."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.diagnostics import Diagnostic, PlanError, Position, errors, finding, for_release, ordered, stops_draft
from plangen.doctree import Document
from plangen.expand import expand
from plangen.expressions import as_written
from plangen.loader import load_plan
from plangen.messages import translate
from plangen.pack import Toc
from plangen.plan import Plan
from plangen.resolve import resolve
from plangen.rules import run_rules
from plangen.rules.base import Examined
from plangen.rules.output import placeholder_in_output
from plangen.workspace import Workspace
from plangen.yamltree import scalars

if TYPE_CHECKING:
    from plangen.fonts import FontFile
    from plangen.render.worker import PdfWorker
    from plangen.theme import Theme
    from plangen.wordbase.report import WordTemplate

FORMATS = ("docx", "pdf", "html")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Examination:
    """A plan with its document, as far as there is one, and all findings in order."""

    name: str
    plan: Plan | None
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """One finished file; ``pages`` is known for PDF."""

    path: Path
    format: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class WordContents:
    """Whether the contents of a Word file name pages: the program that found them, or why they name none.

    ``failed`` tells a program that was there and gave nothing from one that was not there or not asked.
    """

    program: str = ""
    reason: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made, how long it took in seconds, and the warnings that stand.

    ``contents`` is there where a Word file with contents was made, ``word_template`` where one was made on a client's.
    """

    name: str
    outputs: tuple[Output, ...]
    seconds: float
    diagnostics: tuple[Diagnostic, ...]
    contents: WordContents | None = None
    word_template: WordTemplate | None = None


def examine(workspace: Workspace, name: str, today: date, *, release: bool = False) -> Examination:
    """Load a plan, make its document, and run every rule. Raises ``WorkspaceError`` where there is no such plan."""
    plan, found = load_plan(workspace, name)
    if plan is None:
        return Examination(name, None, None, _judged(found, release))
    document, problems = expand(plan, draft=not release)
    found.extend(problems)
    document, problems = resolve(document, plan)
    found.extend(problems)
    found.extend(_as_written(diagnostic, plan) for diagnostic in run_rules(Examined(plan, document, today, release)))
    return Examination(name, plan, document, _judged(found, release))


def _as_written(diagnostic: Diagnostic, plan: Plan) -> Diagnostic:
    """Show the expressions that a rule quotes out of a block as their author wrote them."""
    message, hint = (as_written(text, plan.marks) for text in (diagnostic.message, diagnostic.hint))
    return replace(diagnostic, message=message, hint=hint)


def _judged(found: list[Diagnostic], release: bool) -> tuple[Diagnostic, ...]:
    return ordered(for_release(found) if release else found)


def build(
    workspace: Workspace,
    name: str,
    formats: Sequence[str],
    today: date,
    *,
    out: Path | None = None,
    release: bool = False,
    created: datetime | None = None,
    toc: Toc | None = None,
    worker: PdfWorker | None = None,
    progress: Progress = lambda step: None,
) -> Build:
    """Make a plan's files. All are finished before the first is put in place, each by one rename.

    ``created`` is the moment, in UTC, at which the files say they were made; without it they give the plan's date.
    ``toc`` says whether Word's contents name pages, in place of what the plan says.
    ``worker`` is a running process for PDF files; without one, a process is started for this build.

    Raises ``PlanError`` with every finding where plan, rendering or writing fails; then no file was touched.
    """
    started = time.perf_counter()
    with ExitStack() as stack:
        # importing WeasyPrint takes longer than reading a plan, so its process starts first
        if "pdf" in formats and worker is None:
            worker = stack.enter_context(_pdf_worker())
        progress("reading")
        examination = examine(workspace, name, today, release=release)
        blocking = errors(examination.diagnostics) if release else stops_draft(examination.diagnostics)
        plan, document = examination.plan, examination.document
        if blocking or plan is None or document is None:
            raise PlanError(examination.diagnostics)
        if created:
            document = _created(document, created)
        targets = {suffix: (out or workspace.output / name) / f"{name}.{suffix}" for suffix in formats}
        check_targets(targets.values(), workspace)
        rendered = _render(plan, document, formats, toc or plan.toc, worker, progress)
        found = [
            diagnostic
            for suffix, piece in rendered.items()
            for diagnostic in placeholder_in_output(piece.text, _shown(targets[suffix], workspace))
        ]
        if found:
            raise PlanError([*examination.diagnostics, *found])
        progress("writing")
        put_in_place({targets[suffix]: piece.content for suffix, piece in rendered.items()}, workspace)
    outputs = tuple(Output(targets[suffix], suffix, piece.pages) for suffix, piece in rendered.items())
    contents = rendered["docx"].contents if "docx" in rendered else None
    taken = _taken(plan) if "docx" in rendered else None
    return Build(name, outputs, time.perf_counter() - started, examination.diagnostics, contents, taken)


def _created(document: Document, moment: datetime) -> Document:
    from plangen.render.moment import written

    return replace(document, meta=replace(document.meta, created=written(moment)))


def _pdf_worker() -> PdfWorker:
    from plangen.render.worker import PdfWorker

    return PdfWorker()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One rendered file that is not in place yet, and the text a reader finds in it."""

    content: bytes
    text: str
    pages: int | None = None
    contents: WordContents | None = None


def _render(
    plan: Plan,
    document: Document,
    formats: Sequence[str],
    toc: Toc,
    worker: PdfWorker | None,
    progress: Progress,
) -> dict[str, _Piece]:
    from plangen.fonts import FontError, prepare_fonts
    from plangen.render.errors import RenderError
    from plangen.render.readback import html_text

    theme = plan.theme
    at = Position(f"{plan.folder}/plan.yaml")
    try:
        fonts = prepare_fonts(theme.fonts.families())
    except (FontError, OSError) as error:
        raise PlanError([finding("PG603", at, "the fonts cannot be prepared: {reason}", reason=error)]) from error
    if found := list(_characters_without_glyph(plan, document, fonts)):
        raise PlanError(found)
    pieces: dict[str, _Piece] = {}
    try:
        if worker:
            worker.begin(document, theme, fonts)
        if "html" in formats:
            progress("HTML")
            from plangen.render.screen import write_html

            content = write_html(document, theme, fonts)
            pieces["html"] = _Piece(content, html_text(content))
        if "docx" in formats:
            progress("Word")
            pieces["docx"] = _word(plan, document, theme, fonts, toc)
        if worker:
            progress("PDF")
            pdf = worker.result()
            pieces["pdf"] = _Piece(pdf.content, pdf.text, pdf.pages)
    except RenderError as error:
        place = Position(f"{plan.folder}/plan.yaml")
        raise PlanError([finding("PG603", place, "the file cannot be rendered: {reason}", reason=error)]) from error
    return {suffix: pieces[suffix] for suffix in formats}


def _word(plan: Plan, document: Document, theme: Theme, fonts: tuple[FontFile, ...], toc: Toc) -> _Piece:
    """Write the Word file, with the pages in its contents where LibreOffice can say them.

    Raises ``PlanError`` with PG605 where it cannot and ``toc`` says it must.
    """
    from plangen.render.docx import write_docx
    from plangen.render.docx.paging import has_entries, write_paged
    from plangen.render.office import OfficeError, find_office
    from plangen.render.readback import docx_text

    base = plan.word_base
    if not has_entries(document):
        content = write_docx(document, theme, fonts, base=base)
        return _Piece(content, docx_text(content))
    program = None if toc == "plain" else find_office()
    if program:
        try:
            content, setter = write_paged(document, theme, fonts, program, base)
            return _Piece(content, docx_text(content), contents=WordContents(setter))
        except OfficeError as error:
            reason, hint = str(error), "build without page numbers: --toc plain"
    elif toc == "plain":
        reason, hint = translate("not asked for"), ""
    else:
        reason = translate("LibreOffice was not found")
        hint = "install it, such as with apt-get install libreoffice-writer, or build without page numbers: --toc plain"
    if toc == "cached":
        at = Position(f"{plan.folder}/plan.yaml")
        message = "the contents of the Word file get no page numbers: {reason}"
        raise PlanError([finding("PG605", at, message, hint, reason=reason)])
    content = write_docx(document, theme, fonts, base=base)
    return _Piece(content, docx_text(content), contents=WordContents(reason=reason, failed=program is not None))


def _taken(plan: Plan) -> WordTemplate | None:
    """Return what the Word file took from a client's, where the plan names one."""
    if plan.word_base is None:
        return None
    from plangen.render.docx.base.describing import describe

    return describe(plan.word_base, plan.theme, plan.language)


def _characters_without_glyph(plan: Plan, document: Document, fonts: tuple[FontFile, ...]) -> Iterator[Diagnostic]:
    """Yield PG602 for each character of the document that no font has, at its first place in the content."""
    from plangen.doctree import visible_text
    from plangen.fonts import missing_characters

    missing = missing_characters(fonts, visible_text(document))
    for character in missing:
        at = Position(f"{plan.folder}/plan.yaml")
        for slot in plan.slots.values():
            place = next((s for s in scalars(slot.node) if character in s.value), None) if slot.node else None
            if place:
                at = place.locate(place.value.index(character))
                break
        message = "no font has the character {character} (U+{point:04X})"
        hint = "write it another way; an emoji, a symbol or a rare variant is the usual cause"
        yield finding("PG602", at, message, hint, character=character, point=ord(character))


# --- writing -------------------------------------------------------------------------------------------------------


def _shown(path: Path, workspace: Workspace) -> str:
    return path.relative_to(workspace.root).as_posix() if path.is_relative_to(workspace.root) else path.as_posix()


def _read_only(path: Path) -> bool:
    """Tell whether nobody may write to a path; the superuser could, but was asked not to."""
    return not os.access(path, os.W_OK) or not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def check_targets(targets: Iterable[Path], workspace: Workspace) -> None:
    """Refuse targets that could not be written before any time is spent on rendering."""
    found = []
    for target in targets:
        shown = _shown(target, workspace)
        if target.is_dir():
            found.append(finding("PG604", Position(shown), "a folder stands where the file belongs", "move it away"))
        elif target.exists() and _read_only(target):
            hint = "make the file writable, or delete it"
            found.append(finding("PG604", Position(shown), "the existing file is read-only", hint))
        folder = next(parent for parent in target.parents if parent.exists())
        if not folder.is_dir():
            hint = "move the file away, or choose another folder with --out"
            found.append(
                finding("PG604", Position(_shown(folder, workspace)), "a file stands where the folder belongs", hint)
            )
        elif _read_only(folder):
            hint = "make the folder writable, or choose another with --out"
            found.append(finding("PG604", Position(_shown(folder, workspace)), "the output folder is read-only", hint))
    if found:
        raise PlanError(found)


def put_in_place(contents: dict[Path, bytes], workspace: Workspace) -> None:
    """Write files so that each is the old one or the new one, whole, at any moment.

    Raises ``PlanError`` with PG604; temporary files are gone then, and no target was touched unless renaming failed.
    """
    waiting: dict[Path, Path] = {}
    target = next(iter(contents))
    try:
        for target, content in contents.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
            waiting[target] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
        for target in contents:
            waiting[target].replace(target)
            del waiting[target]
    except OSError as error:
        reason = translate(error.strerror or str(error))
        hint = "free some space, close the file where it is open, or choose another folder with --out"
        at = Position(_shown(target, workspace))
        raise PlanError([finding("PG604", at, "the file cannot be written: {reason}", hint, reason=reason)]) from error
    finally:
        for leftover in waiting.values():
            leftover.unlink(missing_ok=True)
