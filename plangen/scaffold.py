"""A new plan: one file per chapter, every slot present as a gap with its guidance beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from plangen.diagnostics import PlanError
from plangen.guidance import WORDS, guidance
from plangen.loader import FACTS_FILE, PLAN_FILE
from plangen.messages import translate
from plangen.pack import Chapter, Pack, SectionSpec, read_pack
from plangen.themefiles import Resolved, known_themes
from plangen.workspace import Workspace, WorkspaceError, check_name

FACT_EXAMPLE = {
    "zh": """\
market_size_2025:
  statement: 2025年目标市场规模
  value: "1200"
  unit: 亿元
  period: 2025年
  source: {name: 来源名称, publisher: 发布机构, date: 2025-06-30}
  status: unverified
""",
    "en": """\
market_size_2025:
  statement: Size of the target market in 2025
  value: "12.5"
  unit: USD billion
  period: "2025"
  source: {name: Name of the study, publisher: Publisher, date: 2025-06-30}
  status: unverified
""",
}


def new_plan(
    workspace: Workspace, name: str, template: str, client: str, title: str, today: date, theme: str = ""
) -> Path:
    """Write a new plan's folder at once or not at all, and return it.

    Raises ``WorkspaceError`` where the name is taken or cannot be used, or there is no such theme, ``PlanError`` where
    the pack has faults.
    """
    pack_folder = workspace.pack_folder(template)
    name = check_name(name, workspace.plans())
    pack, found = read_pack(pack_folder, workspace.root)
    if pack is None:
        raise PlanError(found)
    check_theme(theme, pack.look)
    target = workspace.content / name
    if target.exists():
        hint = "choose another name, or delete that folder first"
        raise WorkspaceError("{folder} exists already", hint, folder=target)
    try:
        workspace.content.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=workspace.content) as folder:
            staging = Path(folder) / name
            staging.mkdir()
            for file, text in plan_files(pack, client or name, title or pack.spec.title, today, theme):
                (staging / file).write_text(text, "utf-8", newline="\n")
            shutil.move(staging, target)
    except OSError as error:
        hint = "mend the folder's permissions"
        reason = translate(error.strerror or str(error))
        raise WorkspaceError("{folder} cannot be written: {reason}", hint, folder=target, reason=reason) from error
    return target


def check_theme(name: str, pack: Resolved) -> None:
    """Raise ``WorkspaceError`` with the near matches where there is no theme of a name."""
    known = known_themes(pack)
    if name and name not in known:
        near = get_close_matches(name.casefold(), known, 1, 0.5)
        hint = "did you mean {near}?" if near else "there is: {names}; plangen themes shows them"
        values = {"name": name, "near": near[0] if near else "", "names": ", ".join(known)}
        raise WorkspaceError("there is no theme {name}", hint, **values)


def plan_files(pack: Pack, client: str, title: str, today: date, theme: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and text of every file of a new plan."""
    words = WORDS[pack.spec.language]
    yield PLAN_FILE, _plan_text(pack, client, title, today, theme)
    example = "".join(f"# {line}\n" for line in FACT_EXAMPLE[pack.spec.language].splitlines())
    yield FACTS_FILE, f"# {words['facts']}\n#\n{example}"
    for chapter in pack.chapters:
        yield f"{chapter.stem}.yaml", "\n".join(_chapter_lines(chapter, pack.spec.language)) + "\n"


def _plan_text(pack: Pack, client: str, title: str, today: date, theme: str) -> str:
    words = WORDS[pack.spec.language]
    return "\n".join(
        (
            f"# {words['plan']}",
            f"template: {pack.name}",
            *([f"theme: {theme}"] if theme else ()),
            f"title: {quoted(title)}",
            f"client: {quoted(client)}",
            f"date: {today.isoformat()}",
            'version: "0.1"',
            f"# {words['horizon']}",
            f"horizon: {{start: {today.year + 1}-01-01, end: {today.year + 3}-12-31}}",
            "",
        )
    )


def quoted(text: str) -> str:
    """Write a text as a YAML scalar that reads back as the same text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _chapter_lines(chapter: Chapter, language: str) -> Iterator[str]:
    yield f"# {chapter.spec.title}"
    yield f"# {WORDS[language]['flag']}"
    yield ""
    yield from _section_lines(chapter.spec, 0, language)


def _section_lines(section: SectionSpec, depth: int, language: str) -> Iterator[str]:
    indent = "  " * depth
    for name, spec in section.slots.items():
        yield from (f"{indent}# {line}".rstrip() for line in guidance(spec, language))
        yield f"{indent}{name}:"
    for name, inner in section.sections.items():
        if depth == 0:
            yield ""
        yield f"{indent}# {inner.title}"
        yield f"{indent}{name}:"
        yield from _section_lines(inner, depth + 1, language)
