"""Findings, status and build results as text and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from plangen.diagnostics import Diagnostic, errors
from plangen.messages import translate
from plangen.pipeline import Build, WordContents
from plangen.status import ChapterStatus, PlanStatus

BAR = 20


def findings_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Write ``file:line:column: CODE message``, and a hint below where there is one.

    A cell of a workbook is named as there: ``kpis.xlsx!Sheet1!C7``.
    """
    lines = []
    for d in diagnostics:
        mark = "" if d.severity == "error" else f"{translate('warning')}: "
        lines.append(f"{d.at}: {d.code} {mark}{d.message}")
        if d.hint:
            lines.append(f"  {translate('hint')}: {d.hint}")
    return "\n".join(lines)


def findings_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Write a list of objects with code, severity, message, hint, file, line and column.

    Of a cell, line and column are those of the sheet, and ``place`` names it: ``kpis.xlsx!Sheet1!C7``.
    """
    return json.dumps([_finding_object(d) for d in diagnostics], ensure_ascii=False, indent=2)


def _finding_object(diagnostic: Diagnostic) -> dict[str, Any]:
    fields = asdict(diagnostic)
    if diagnostic.at.is_cell:
        workbook, _, _ = diagnostic.file.rpartition("!")
        fields |= {"file": workbook, "place": str(diagnostic.at)}
    return fields


def summary(diagnostics: Sequence[Diagnostic], plans: int) -> str:
    """Say in one line how many errors and warnings there are in how many plans."""
    wrong = len(errors(diagnostics))
    template = "{plans} plans, {errors} errors, {warnings} warnings"
    return translate(template).format(plans=plans, errors=wrong, warnings=len(diagnostics) - wrong)


def status_json(plans: Iterable[PlanStatus]) -> str:
    """Write what is filled, flagged and missing, per plan, chapter and section."""
    return json.dumps([asdict(plan) for plan in plans], ensure_ascii=False, indent=2)


def status_text(plan: PlanStatus) -> str:
    """Draw what is filled (█), flagged (▒) and missing (·), per chapter and section, with totals."""
    rows = [(f"{plan.name}  {plan.title}", plan.filled, plan.flagged, plan.missing, plan.characters)]
    lines = [_status_line(*row, indent=0) for row in rows]
    for chapter in plan.chapters:
        lines.extend(_chapter_lines(chapter))
    return "\n".join(lines)


def _chapter_lines(chapter: ChapterStatus) -> Iterable[str]:
    yield _status_line(
        f"{chapter.number}{chapter.title}",
        chapter.filled,
        chapter.flagged,
        chapter.missing,
        chapter.characters,
        indent=2,
    )
    for section in chapter.sections:
        counts = (section.filled, section.flagged, section.missing, section.characters)
        yield _status_line(f"{section.number} {section.title}".strip(), *counts, indent=4)


def _status_line(title: str, filled: int, flagged: int, missing: int, characters: int, *, indent: int) -> str:
    total = filled + flagged + missing
    full = BAR * filled // total if total else 0  # a full bar means that nothing is open
    half = min(BAR - full, max(round(BAR * flagged / total), flagged > 0)) if total else 0
    bar = "█" * full + "▒" * half + "·" * (BAR - full - half)
    words = [f"{filled}/{total}"]
    if flagged:
        words.append(translate("{count} flagged").format(count=flagged))
    if missing:
        words.append(translate("{count} missing").format(count=missing))
    words.append(translate("{count} characters").format(count=f"{characters:,}"))
    return f"{' ' * indent}{padded(title, 46 - indent)} {bar}  {'  '.join(words)}"


def columns_of(text: str) -> int:
    """Count the columns of a terminal that a text takes: a Chinese character takes two, a combining one none."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def padded(text: str, width: int) -> str:
    """Pad a text to a width in columns of a terminal."""
    return text + " " * max(0, width - columns_of(text))


def shortened(text: str, width: int) -> str:
    """Cut a text to a width in columns of a terminal, with an ellipsis where something is left out."""
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def build_text(result: Build, *, details: bool = False) -> str:
    """List the files a build made, with pages and time, what Word's contents say, and how much is open.

    ``details`` names each style that a Word template gave or lacked.
    """
    lines = []
    for output in result.outputs:
        pages = translate("  {count} pages").format(count=output.pages) if output.pages is not None else ""
        lines.append(f"{output.path}{pages}")
    if result.contents:
        lines.append(_contents_line(result.contents))
    if result.word_template:
        from plangen.wordbase.report import report_line, report_lines

        lines.extend(report_lines(result.word_template) if details else [report_line(result.word_template)])
    if result.diagnostics:
        template = "{count} points are open; see them with: plangen check {name}"
        lines.append(translate(template).format(count=len(result.diagnostics), name=result.name))
    lines.append(translate("{name}: built in {seconds} s").format(name=result.name, seconds=f"{result.seconds:.1f}"))
    return "\n".join(lines)


def build_json(results: Iterable[Build]) -> str:
    """Write builds: files with pages, what Word's contents say, what a Word template gave, and findings."""
    return json.dumps([_build(result) for result in results], ensure_ascii=False, indent=2)


def _build(result: Build) -> dict[str, Any]:
    files = [{"path": str(one.path), "format": one.format, "pages": one.pages} for one in result.outputs]
    template = asdict(result.word_template) if result.word_template else None
    if template and result.word_template:
        template["mapped"] = [{"style": own, "name": name} for own, name in result.word_template.mapped]
    return {
        "name": result.name,
        "outputs": files,
        "seconds": round(result.seconds, 1),
        "contents": asdict(result.contents) if result.contents else None,
        "word_template": template,
        "diagnostics": [asdict(one) for one in result.diagnostics],
    }


def _contents_line(contents: WordContents) -> str:
    if contents.program:
        return translate("Word contents: page numbers from {program}").format(program=contents.program)
    template = translate("Word contents: no page numbers ({reason}); Word fills them in with Ctrl+A and F9")
    mark = f"{translate('warning')}: " if contents.failed else ""
    return mark + template.format(reason=contents.reason)


def tree_json(tree: Any) -> str:
    """Write a document tree, already plain data, as JSON."""
    return json.dumps(tree, ensure_ascii=False, indent=2)
