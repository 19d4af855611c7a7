"""Rules by example: what each code is for, as data. The idea is sqlfluff's ``std_rule_cases``.

A file ``cases/PG401.yaml`` holds cases by name. ``fail`` or ``pass`` is what an editor writes into a slot of the
template below, ``at`` the place of each finding as ``line:column``. The text lands in the file
``content/case/01-chapter.yaml``: one line behind ``  slot: `` on line 2, from column 9; several lines below it, from
line 3, column 5. Other keys of a case:

type      the slot's type; prose if left out
spec      what else the template says of the slot
slots     several slots of the section, by name with their type; then chapter says what stands in them
facts     the whole of facts.yaml
plan      the whole of plan.yaml
chapter   the whole of the chapter file in the place of ``fail`` and ``pass``, which then say true
template  the whole of the chapter template, likewise
encoding  what the chapter file is written in
files     other files by name with their text; a null deletes
in        the file of the findings, if it is not the chapter file
also      the codes of what else is found
today, release, severity
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from plangen.codes import CODES
from plangen.diagnostics import Diagnostic
from plangen.pipeline import examine
from plangen.workspace import Workspace

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))
}
NOT_FROM_CONTENT = {
    "PG017": "hidden rows and encodings are tested with the sheets they stand in",
    "PG032": "what leads out of a Word file is tested in tests/wordbase",
    "PG033": "lists of Word files are tested in tests/wordbase",
    "PG309": "a researcher's sheet is read by a command of its own, and tested with it",
    "PG310": "a ledger is changed by that command alone",
    "PG412": "blocks leave out a chart without figures; the rule is tested with a tree of its own",
    "PG601": "clean content never makes one; the scan of the finished file is tested with a faulty template",
    "PG602": "fonts are looked at when a file is made",
    "PG603": "a writer that fails is tested with the writers",
    "PG604": "folders and permissions are tested with the command line",
    "PG605": "programs that a machine lacks are tested with the command line",
}
CHAPTER = "content/case/01-chapter.yaml"
TEMPLATE = "templates/case/chapters/01-chapter.md.j2"
PLAN = """\
template: case
title: 方案
client: 客户
horizon: {start: 2026-01-01, end: 2028-12-31}
facts: {owner: 研究员}
"""
LAYOUT = """
---
## {{ section.title }}

{% if section.slot %}
{{ section.slot }}
{% endif %}
"""
SHOWN = "\n\n{{{{ section.{0} }}}}\n"
KEYS = {
    "fail",
    "pass",
    "at",
    "type",
    "spec",
    "slots",
    "facts",
    "plan",
    "chapter",
    "template",
    "encoding",
    "files",
    "in",
    "also",
}
KEYS |= {"today", "release", "severity"}


def chapter_text(content: str) -> str:
    """Put what an editor writes into the slot, as it would be typed."""
    first, *rest = content.rstrip("\n").split("\n")
    if rest and first not in ("|", ">"):
        first, rest = "", [first, *rest]
    lines = [f"    {line}" if line else "" for line in rest]
    return "\n".join(("section:", f"  slot: {first}".rstrip(), *lines, ""))


def run_case(case: dict[str, Any], root: Path) -> tuple[Diagnostic, ...]:
    spec = {"type": case.get("type", "prose"), **case.get("spec", {})}
    slots = {name: {"type": kind} for name, kind in case["slots"].items()} if "slots" in case else {"slot": spec}
    sections = {"section": {"title": "章节", "slots": slots}}
    layout = LAYOUT if "slots" not in case else LAYOUT.split("\n\n")[0] + "".join(SHOWN.format(name) for name in slots)
    front = yaml.safe_dump({"id": "chapter", "title": "正文", "sections": sections}, allow_unicode=True)
    content = case.get("fail", case.get("pass"))
    texts: dict[str, str | None] = {
        "templates/case/pack.yaml": "id: case\ntitle: 例\n",
        TEMPLATE: case.get("template", f"---\n{front.rstrip()}{layout}"),
        "templates/case/appendices/01-sources.md.j2": (
            "---\nid: list\ntitle: 来源\nomit_if_empty: true\n---\n{{ source_list() }}\n\n{{ unverified_list() }}\n"
        ),
        "content/case/plan.yaml": case.get("plan", PLAN),
        "content/case/facts.yaml": case.get("facts", "# none\n"),
        CHAPTER: case["chapter"] if "chapter" in case else chapter_text(content) if isinstance(content, str) else "{}",
        **{f"content/case/{name}": text for name, text in case.get("files", {}).items()},
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text.encode(case.get("encoding", "utf-8") if name == CHAPTER else "utf-8"))
    today = date.fromisoformat(str(case.get("today", "2026-01-10")))
    return examine(Workspace(root), "case", today, release=case.get("release", False)).diagnostics


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, cases in CASES.items() for name in cases])
def test_case(code: str, name: str, tmp_path: Path) -> None:
    case = CASES[code][name]
    assert not set(case) - KEYS
    found = run_case(case, tmp_path)
    mine = [d for d in found if d.code == code]
    others = sorted({d.code for d in found if d.code != code})
    where = case.get("in", "01-chapter.yaml")
    where = where if "/" in where else f"content/case/{where}"
    places = case.get("at", [])
    expected = [f"{where}:{place}" for place in ([places] if isinstance(places, str) else places)]
    if "fail" in case:
        assert expected, "a failing case says where"
    assert [f"{d.file}:{d.line}:{d.column}" for d in mine] == expected, found
    assert others == case.get("also", [])
    assert {d.severity for d in mine} <= {case.get("severity", CODES[code].severity)}


def test_every_code_has_a_failing_and_a_passing_case_or_a_reason() -> None:
    assert not set(CASES) & set(NOT_FROM_CONTENT)
    assert set(CASES) | set(NOT_FROM_CONTENT) == set(CODES)
    for code, cases in CASES.items():
        kinds = {"fail" if "fail" in case else "pass" for case in cases.values()}
        assert kinds == {"fail", "pass"}, code
        for name, case in cases.items():
            assert name.startswith("test_fail_" if "fail" in case else "test_pass_"), name


def test_every_code_says_why() -> None:
    for code, entry in CODES.items():
        assert code == entry.code
        assert len(entry.why) > 30
        assert entry.why.endswith(".")
        assert entry.name[0].islower() or entry.name.startswith(("YAML", "RACI", "KPI", "Markdown"))
