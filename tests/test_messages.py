"""The Chinese catalogue: it has every message, no other, with the same placeholders, and is in force when chosen."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import plangen
from plangen.blocks.market.segments import Decision
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import SlotState
from plangen.messages import catalogue, language, set_language, translate
from plangen.pipeline import examine
from plangen.reporters import findings_text, summary
from plangen.theme import Colors, contrasts
from plangen.workspace import Workspace, WorkspaceError, find_workspace
from plangen.yamltree import parse_yaml

PACKAGE = Path(plangen.__file__).parent
ROOT = PACKAGE.parent

# Where a call takes its message and its hint: by position, or by these names.
ARGUMENTS = {
    "finding": (2, 3),
    "Fault": (2, 3),
    "fault": (0, 1),
    "_fault": (0, 1),
    "Problem": (1, 2),
    "UnusableError": (0, 1),
    "UnsayableError": (0,),
    "left_out": (0,),
    "refuse": (1, 2),
    "WorkspaceError": (0, 1),
    "SheetError": (0, 1),
    "_unusable": (1, 2),
    "deny": (0, 1),
    "_known": (1, 2),
    "_dangling": (0,),
    "_ambiguous": (0,),
    "report": (2, 3),
    "translate": (0,),
    "progress": (0,),
}
KEYWORDS = ("message", "hint")
TABLES = ("_SPENT_ON", "_WORDS", "_TO_WORD", "_LEFTOVER_WORDS", "_KINDS", "_PROBLEMS", "PANGO_HELP")
NAMES = ("message", "hint", "template", "fix")

# Faults that libyaml finds and that are reported in its own words, translated.
BROKEN_YAML = (
    "a: {b: x, c:}",
    'a: "\\u12"',
    'a: "\\uD800"',
    "a: |0\n y",
    "---\na\n...\nb",
    "a: ]",
    'a: "x\n---\ny"',
    "a: ? b",
)
# Faults that are reported in an editor's words.
SLIPS = (
    "a: b: c",
    "a: b\n- c",
    "a: [1, 2",
    "a: {b: c",
    "a: 'x",
    'a: "\\q"',
    "a: *b*",
    "- a\nb: c",
    "a: |x\n  y",
    "a：b\nc: d",
)
# What the operating system says when a file cannot be read or written.
SYSTEM = {
    errno.EACCES: "Permission denied",
    errno.EPERM: "Operation not permitted",
    errno.ENOSPC: "No space left on device",
    errno.EROFS: "Read-only file system",
    errno.EISDIR: "Is a directory",
    errno.ENOTDIR: "Not a directory",
    errno.ENAMETOOLONG: "File name too long",
    errno.EIO: "Input/output error",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def chinese(english: None) -> None:
    set_language("zh")


class _Reader(ast.NodeVisitor):
    """Collects the message templates of one module, and the places that build one in a way no catalogue can hold."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        self.file = file
        self.found: dict[str, str] = {}
        self.wrong: list[str] = []
        self.constants: dict[str, str] = {}
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        names |= {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
        self.speaks = bool(names & set(ARGUMENTS))
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as text)):
                    self.constants[name] = text
        self.visit(tree)

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name == "translate" and isinstance(node.func, ast.Attribute):
            name = ""  # str.translate
        positions = ARGUMENTS.get(name, ())
        for argument in (node.args[n] for n in positions if n < len(node.args)):
            self._take(argument)
        for keyword in node.keywords:
            if positions and keyword.arg in KEYWORDS:
                self._take(keyword.value)
        if name == "Field":
            for keyword in node.keywords:
                if keyword.arg == "description":
                    self._take(keyword.value)
        if name == "Placeholder" and len(node.args) == 3:
            self._take(node.args[2])
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._assigned(node.targets[0], node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self._assigned(node.target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if self.speaks and isinstance(node.target, ast.Name) and node.target.id in NAMES:
            self._refuse(node)
        self.generic_visit(node)

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values):
                for one, other in zip(targets, values, strict=False):
                    self._assigned(one, other)
            case ast.Name(id=name), ast.Dict(values=values) if name in TABLES:
                for entry in values:
                    for part in entry.elts if isinstance(entry, ast.Tuple) else (entry,):
                        self._take(part)
            case ast.Name(id="_PATTERNS"), ast.Tuple(elts=entries):
                for entry in entries:
                    match entry:
                        case ast.Tuple(elts=[ast.Constant(value=str() as kind) as node, *_]) if kind.isascii():
                            self._take(node)  # the other kinds of placeholder text are named in Chinese already
            case ast.Name(id=name), _ if name in NAMES and self.speaks:
                self._take(value)

    def _take(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=str() as text):
                if text:
                    self.found.setdefault(text, f"{self.file}:{node.lineno}")
            case ast.IfExp(body=one, orelse=other):
                self._take(one)
                self._take(other)
            case ast.BoolOp(values=values):
                for value in values:
                    self._take(value)
            case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
                self._take(default)
            case ast.Name(id=name):
                if name in self.constants:
                    self._take(ast.copy_location(ast.Constant(self.constants[name]), node))
            case ast.BinOp():
                joined = self._joined(node)
                if joined is None:
                    self._refuse(node)
                else:
                    self._take(ast.copy_location(ast.Constant(joined), node))
            case ast.JoinedStr():
                self._refuse(node)
            case _:
                pass  # made elsewhere: a field of a fault, a table's entry, a text translated on the spot

    def _refuse(self, node: ast.expr | ast.stmt) -> None:
        self.wrong.append(f"{self.file}:{node.lineno}: {ast.unparse(node)}")

    def _joined(self, node: ast.expr) -> str | None:
        match node:
            case ast.Constant(value=str() as text):
                return text
            case ast.Name(id=name):
                return self.constants.get(name)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                one, other = self._joined(left), self._joined(right)
                return None if one is None or other is None else one + other
            case _:
                return None


def _readers() -> list[_Reader]:
    files = sorted(PACKAGE.rglob("*.py"))
    return [_Reader(str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))) for file in files]


def _templates() -> dict[str, str]:
    """Return every English template with the first place it stands in."""
    found: dict[str, str] = {}
    for reader in _readers():
        for text, place in reader.found.items():
            found.setdefault(text, place)
    return found


def _chosen_late() -> set[str]:
    """Return the words that are translated where they are used: states of slots, directions of indicators, grounds."""
    grounds = {where for _, _, where, _ in contrasts(Colors())}
    decisions = get_args(get_args(Decision)[0])
    return {*get_args(SlotState), "up", "down", "baseline", "current", "target", *decisions, *grounds}


def _of_others() -> set[str]:
    """Return what libyaml and the operating system say; these are texts, not templates."""
    found = set(SYSTEM.values())
    for text in BROKEN_YAML:
        _, (diagnostic,) = parse_yaml(text, "a.yaml")
        assert diagnostic.message.startswith("this is not YAML: "), diagnostic.message
        found.add(diagnostic.message.removeprefix("this is not YAML: "))
    return found


def _placeholders(template: str) -> set[tuple[str, str | None, str | None]]:
    return {(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name is not None}


def test_every_template_can_be_translated() -> None:
    wrong = [place for reader in _readers() for place in reader.wrong]
    assert not wrong, "built at run time, so no catalogue can hold it; use a template and values:\n" + "\n".join(wrong)


def test_the_catalogue_has_every_template() -> None:
    places = _templates() | dict.fromkeys(_chosen_late(), "chosen late") | dict.fromkeys(_of_others(), "said by others")
    missing = [f"{place}: {text!r}" for text, place in places.items() if text not in catalogue()]
    assert not missing, "add to messages.zh.json:\n" + "\n".join(missing)


def test_the_catalogue_has_nothing_else() -> None:
    stale = catalogue().keys() - _templates().keys() - _chosen_late() - _of_others()
    assert not stale, "nothing says this any more; delete it from messages.zh.json:\n" + "\n".join(sorted(stale))


def test_translations_have_the_same_placeholders() -> None:
    templates = catalogue().items() - {(text, catalogue()[text]) for text in _of_others()}
    wrong = [english for english, chinese in templates if _placeholders(english) != _placeholders(chinese)]
    assert not wrong


def test_translations_are_chinese() -> None:
    plain = [english for english, chinese in catalogue().items() if chinese.isascii()]
    assert not plain


# Code, which keeps its own punctuation: what stands in brackets, after a field's name, in quotation marks.
_CODE = re.compile(r"\{\{.*\}\}|\[[^\]]*\]:?|\b\w+: |“[^”]*”")
_MIXED = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;?!)][\u4e00-\u9fff]")


def test_translations_have_full_width_punctuation() -> None:
    wrong = [chinese for chinese in catalogue().values() if _MIXED.search(_CODE.sub("", chinese))]
    assert not wrong


def test_the_operating_system_says_what_the_catalogue_has() -> None:
    if os.name == "posix":
        assert {number: os.strerror(number) for number in (errno.EACCES, errno.ENOSPC)}.items() <= SYSTEM.items()


# --- in force ------------------------------------------------------------------------------------------------------


def test_messages_are_in_the_chosen_language(chinese: None) -> None:
    at = Position("content/a/01.yaml", 3, 5)
    found = finding("PG203", at, "there is no field {field} here", "did you mean {near}?", field="titel", near="title")
    assert (found.message, found.hint) == ("此处没有名为“titel”的字段", "是否想写“title”？")
    assert findings_text([found]) == (
        "content/a/01.yaml:3:5: PG203 此处没有名为“titel”的字段\n  提示: 是否想写“title”？"
    )
    assert summary([found], 2) == "共 2 个方案，1 个错误，0 个警告"
    set_language("en")
    found = finding("PG203", at, "there is no field {field} here", "did you mean {near}?", field="titel", near="title")
    assert (found.message, found.hint) == ("there is no field titel here", "did you mean title?")


def test_a_template_that_is_not_in_the_catalogue_stays_english(chinese: None) -> None:
    assert translate("no such template") == "no such template"


def test_there_is_no_other_language() -> None:
    with pytest.raises(ValueError, match="en, zh"):
        set_language("fr")
    assert language() == "en"


def test_what_stops_the_work_is_in_the_chosen_language(tmp_path: Path, chinese: None) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "content" / "acme").mkdir(parents=True)
    workspace = find_workspace(tmp_path)
    with pytest.raises(WorkspaceError) as raised:
        workspace.plan_folder("acne")
    assert (raised.value.message, raised.value.hint) == ("没有名为 'acne' 的方案", "是否想写“acme”？")
    with pytest.raises(WorkspaceError) as raised:
        find_workspace(Path("/"), tmp_path / "{nowhere}")
    assert raised.value.message == f"{tmp_path / '{nowhere}'} 不是工作区"


@pytest.mark.parametrize("text", BROKEN_YAML + SLIPS)
def test_syntax_errors_are_in_chinese(text: str, chinese: None) -> None:
    _, found = parse_yaml(text, "a.yaml")
    assert found
    for diagnostic in found:
        _assert_chinese(diagnostic)


PACK = """\
---
id: a
title: 甲
slots:
  text: {type: prose, min_chars: 40, guide: 说明背景}
  points: {type: list, min_items: 3}
  figures: {type: table, columns: [项目, 金额], min_items: 3}
  goals: {type: goals}
  scorecard: {type: kpi_scorecard}
  budget: {type: staged_budget}
  risks: {type: risk_register}
  roadmap: {type: roadmap}
  raci: {type: raci}
---
""" + "".join(
    f"{{{{ {slot} }}}}\n\n"
    for slot in ("text", "points", "figures", "goals", "scorecard", "budget", "risks", "roadmap", "raci")
)
PLAN = "template: tiny\ntitle: 方案\nclient: 客户\nhorizon: {start: 2026-01-01, end: 2028-12-31}\n"
CHAPTER = "01-a.yaml"
FACTS = """\
size: {statement: 规模, value: 12, unit: 亿元, source: {name: 年报}, status: verified}
规模: {statement: 规模}
share: {statement: 份额, value: 12%, source: {nam: 年报}, status: 是}
"""
PROSE = r"""
text: |
  ## 过深

  增速12.5%。{{ fact.siz }}{{ ref("a.text") }}{{ ref("a.goal") }}{{ value("a.goals.x") }}{{ value("a.raci.count") }}
  {{ 1 + 1 }}{% if a %}{{ cost }}[某公司](x.html)<b>字</b>![图](x.png) **字 [^1] TODO XX 待补充
  {{ fact.size
points: [甲, 。]
figures:
  rows:
    - [甲]
    - {项目: 乙, 金额额: 丙}
raci: {flag: {reason: 待定稿, owner: 财务部, due: 2026-01-31}}
budgett: 甲
"""
# Each is the content of one file, and the codes it has to bring out.
FAULTY: dict[str, tuple[str, str, set[str]]] = {
    "prose": (
        CHAPTER,
        PROSE,
        {"PG006", "PG008", "PG009", "PG101", "PG102", "PG103", "PG104", "PG201", "PG203", "PG302"},
    ),
    "figures": (
        CHAPTER,
        """
goals: {items: [{id: 一, name: 甲, baseline: 很多, target: 2, by: 年底, ower: 乙}]}
scorecard: {items: [{id: a, perspective: 财物, name: 甲, baseline: 1, target: 2%, owner: 乙, cadence: [每月]}]}
budget: {total: 12, stages: [{name: 甲, share: 120%, purpose: }], trial_cap: 0%}
risks: {items: [{id: a, name: 甲, likelihood: 7, impact: 高, owner: 乙, trigger: 丙, mitigation: 丁}]}
roadmap: {tasks: []}
raci: {roles: [], rows: [{activity: 甲, assign: {乙: Z}}]}
points: 甲
figures: {rows: 甲, total_row: 是}
text: [甲]
""",
        {"PG006", "PG007", "PG203"},
    ),
    "logic": (
        CHAPTER,
        """
goals:
  items:
    - {id: a, name: 甲, baseline: 1%, target: 2元, by: 2030-12-31, owner: 乙}
    - {id: a, name: 甲, baseline: 1%, target: 1%, by: 2028-12-31, owner: 乙}
scorecard:
  items:
    - {id: a, perspective: 财务, name: 甲, baseline: 1, target: 2, direction: 下降, owner: 乙, cadence: 每月}
  thresholds: {green: 80%, amber: 90%}
budget: {total: 1亿元, stages: [{name: 甲, share: 90%, purpose: 乙, start: 2026-12-31, end: 2026-01-01}]}
roadmap:
  tasks:
    - {id: a, name: 甲, start: 2026-01-01, end: 2026-02-01, after: [b, c], owner: 乙}
    - {id: b, name: 丙, start: 2026-01-01, end: 2025-12-31, after: [a], owner: 乙}
raci:
  roles: [甲, 甲]
  rows:
    - {activity: 丁, assign: {甲: R, 乙: A, 丙: A}}
    - {activity: 丁, assign: {甲: R}}
figures: {rows: [[甲, 1]], columns: [甲]}
""",
        {"PG006", "PG201", "PG202", "PG401", "PG402", "PG403", "PG404", "PG410"},
    ),
    "syntax": (CHAPTER, "text: 甲: 乙\n", {"PG001"}),
    "empty": (CHAPTER, "", {"PG002"}),
    "feature": (CHAPTER, "text: &a 甲\n", {"PG004"}),
    "twice": (CHAPTER, "text: 甲\ntext: 乙\n", {"PG005"}),
    "character": (CHAPTER, "text: 甲\ue000\n", {"PG010"}),
    "list": (CHAPTER, "- text: 甲\n", {"PG006"}),
    "chapter": ("01-aa.yaml", "text: 甲\n", {"PG205"}),
    "facts": ("facts.yaml", FACTS, {"PG006", "PG007", "PG203"}),
    "plan": ("plan.yaml", "template: tinny\n", {"PG007"}),
    "template": ("plan.yaml", PLAN.replace("tiny", "tinny"), {"PG006"}),
    "cover": ("plan.yaml", PLAN + "language: fr\nrevisions: 1\nkeywords: [[甲]]\n", {"PG006"}),
    "layout": (
        "../../templates/tiny/chapters/01-a.md.j2",
        PACK + "# 甲\n\n- {{ text }}\n\n字 {{ goals }}\n",
        {"PG011"},
    ),
    "undeclared": ("../../templates/tiny/chapters/01-a.md.j2", PACK.replace("prose", "prosa"), {"PG006"}),
    "front": ("../../templates/tiny/chapters/01-a.md.j2", "甲\n", {"PG011"}),
    "pack": ("../../templates/tiny/pack.yaml", "id: 1\ntitle: 甲\nnumbering: x\nfront: [封面]\n", {"PG006"}),
    "theme": (
        "../../templates/tiny/theme/theme.yaml",
        "colors: {accent: red}\nsizes: {body: 0, table: x}\nspacing: {line: 9}\nfonts: 甲\n",
        {"PG006"},
    ),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    files = {
        "templates/tiny/pack.yaml": "id: tiny\ntitle: 方案\n",
        "templates/tiny/chapters/01-a.md.j2": PACK,
        "content/acme/plan.yaml": PLAN,
        "content/acme/facts.yaml": "size: {statement: 规模, value: 12, source: {name: 年报}, status: unverified}\n",
        f"content/acme/{CHAPTER}": "text: 甲\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return Workspace(tmp_path)


def _examined(workspace: Workspace, file: str, text: str) -> tuple[Diagnostic, ...]:
    path = workspace.content / "acme" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return examine(workspace, "acme", date(2026, 6, 1)).diagnostics


@pytest.mark.parametrize("case", FAULTY)
def test_findings_are_in_chinese(case: str, workspace: Workspace, chinese: None) -> None:
    file, text, codes = FAULTY[case]
    found = _examined(workspace, file, text)
    assert codes <= {diagnostic.code for diagnostic in found}
    for diagnostic in found:
        _assert_chinese(diagnostic)


@pytest.mark.parametrize("case", FAULTY)
def test_the_language_changes_no_finding_but_its_words(case: str, workspace: Workspace, chinese: None) -> None:
    file, text, _ = FAULTY[case]
    spoken = _examined(workspace, file, text)
    set_language("en")
    english = _examined(workspace, file, text)

    def bare(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[object, ...]]:
        return sorted((d.code, d.severity, d.file, d.line, d.column) for d in diagnostics)

    assert bare(spoken) == bare(english)
    assert not any(re.search(r"栏位|请", d.message + d.hint) for d in english)


# Words of the reader's own language are let through only one at a time: names of fields, files and places.
_ENGLISH = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){2}")


def _assert_chinese(diagnostic: Diagnostic) -> None:
    for text in (diagnostic.message, diagnostic.hint):
        assert not text or re.search(r"[\u4e00-\u9fff]", text), text
        assert not _ENGLISH.search(text), text
