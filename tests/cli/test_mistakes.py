"""Mistakes that editors make: each ends in findings at the right place, exit code 1, and no file touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.workshop import TODAY, Run, Workshop, places

ONE, TWO = "01-direction.yaml", "02-delivery.yaml"
STEPS = "  steps:\n    - 成立项目组，明确负责人\n    - 完成数据盘点\n"
GROWTH = "{{ fact.market_growth }}"
BUDGET_REF = '{{ ref("money.budget") }}'


@dataclass(frozen=True, slots=True)
class Mistake:
    """An edit of the small plan, what ``check`` says of it, and words that its first message or hint has to hold."""

    file: str
    old: str
    new: str
    found: tuple[str, ...]
    words: str
    release: bool = False  # a draft may be built all the same, a release may not


OPEN_BUDGET = f"PG206 {TWO}:2:12"  # the text shows that the total of the budget is open
NEEDS_BUDGET = f"PG201 {TWO}:2:12"  # the text refers to the total of a budget that is not there

LISTED = {
    "a tab in YAML": Mistake(TWO, "  text: 总", "\ttext: 总", (f"PG001 {TWO}:2:1",), "replace the tab by spaces"),
    "a key twice": Mistake(
        TWO, "    trial_cap: 5%\n", "    trial_cap: 5%\n    trial_cap: 6%\n", (f"PG005 {TWO}:10:5",), "stands at line 9"
    ),
    "buget for budget": Mistake(
        TWO, "  budget:", "  buget:", (f"PG101 {TWO}:1:1", OPEN_BUDGET, f"PG203 {TWO}:3:3"), "did you mean budget?"
    ),
    "a stage share of 60 %": Mistake(TWO, "share: 55%", "share: 60%", (f"PG401 {TWO}:8:27",), "sum to 105%, not 100%"),
    "a KPI target that is no number": Mistake(
        ONE, "        target: 49.2%", "        target: 高", (f"PG006 {ONE}:38:17",), "target: 高 is not a number"
    ),
    "a milestone before the plan starts": Mistake(
        TWO,
        "date: 2026-11-30, criteria: 数据打通, owner: 数据部, after: [platform]",
        "date: 2025-11-30, criteria: 数据打通, owner: 数据部",
        (f"PG402 {TWO}:18:38",),
        "2025-11-30 lies outside the plan, which runs from 2026-01-01 to 2028-12-31",
    ),
    "an unknown fact": Mistake(ONE, GROWTH, "{{ fact.nope }}", (f"PG302 {ONE}:7:5",), "has no fact nope"),
    "an attack on the sandbox": Mistake(
        ONE, GROWTH, "{{ ''.__class__ }}", (f"PG009 {ONE}:7:5",), "not allowed: {{ ''.__class__ }}"
    ),
    "XXXXX inside a table cell": Mistake(ONE, "全国]", "XXXXX]", (f"PG102 {ONE}:14:27",), "placeholder text: XXXXX"),
    "XXXXX inside a KPI name": Mistake(ONE, "综合毛利率", "综合XXXXX率", (f"PG102 {ONE}:36:17",), "XXXXX (run of X)"),
    "XXXXX split over two lines": Mistake(
        ONE, "利润偏薄", "利润XX\n    XXX", (f"PG102 {ONE}:9:22", f"PG102 {ONE}:10:5"), "placeholder text: XX"
    ),
    "X X X split over three lines": Mistake(
        ONE, "利润偏薄", "利润X\n    X\n    X薄", (f"PG102 {ONE}:9:22",), "placeholder text: X X X"
    ),
}

TIRED = {
    "a full-width colon": Mistake(
        TWO, "  text: 总", "  text：总", (f"PG001 {TWO}:2:7",), "full-width colon stands after text"
    ),
    "no space after a colon": Mistake(
        TWO, "total: 1.2", "total:1.2", (f"PG001 {TWO}:4:10",), "no space stands after total:"
    ),
    "a colon in the text": Mistake(TWO, "text: 总", "text: 备注: 总", (f"PG001 {TWO}:2:11",), "put the text in quotes"),
    "missing indentation": Mistake(
        ONE, "    目标市场规模", "  目标市场规模", (f"PG001 {ONE}:6:3",), "indent the text deeper than its key"
    ),
    "too much indentation": Mistake(TWO, "  budget:", "   budget:", (f"PG001 {TWO}:3:10",), "indented too far"),
    "a full-width comma in braces": Mistake(
        TWO, "name: 初期, share", "name: 初期，share", (f"PG001 {TWO}:6:18",), "full-width comma"
    ),
    "an open quotation mark": Mistake(TWO, "- 完成", '- "完成', (f"PG001 {TWO}:40:7",), "opened and never closed"),
    "an open bracket": Mistake(TWO, "after: [data]", "after: [data", (f"PG001 {TWO}:15:96",), "close the bracket"),
    "text that begins with asterisks": Mistake(
        TWO, "- 完成数据盘点", "- **完成**数据盘点", (f"PG001 {TWO}:40:7",), "cannot begin with *"
    ),
    "text that begins with braces": Mistake(
        TWO, "- 完成", "- {{ fact.market_size }}完成", (f"PG004 {TWO}:40:8",), "in quotes"
    ),
    "an anchor": Mistake(TWO, "- 完成", "- &a 完成", (f"PG004 {TWO}:40:7",), "write values out"),
    "text instead of a list": Mistake(
        TWO, STEPS, "  steps: 成立项目组\n", (f"PG006 {TWO}:38:10",), "delivery.risks.steps: a list belongs here"
    ),
    "a list instead of text": Mistake(
        ONE,
        "    text: 渠道走向融合，详见[说明](https://example.com/note)。",
        "    text:\n      - 渠道走向融合",
        (f"PG006 {ONE}:19:7",),
        "text belongs here, not a list",
    ),
    "text instead of a block": Mistake(
        TWO,
        "  register:\n    items:",
        "  register: 待客户\n  registry:\n    items:",
        (f"PG006 {TWO}:25:13", f"PG203 {TWO}:26:3"),
        "delivery.risks.register needs a group of fields, not 待客户",
    ),
    "text instead of a section": Mistake(
        TWO,
        "risks:\n  register:",
        "risks: 见附件\nrisk:\n  register:",
        (f"PG101 {TWO}:24:1", f"PG101 {TWO}:24:1", f"PG006 {TWO}:24:8", f"PG203 {TWO}:25:1"),
        "risks is a section and holds slots",
    ),
    "text instead of a row": Mistake(
        ONE, '- [市场规模, "1,200亿元", 全国]', "- 市场规模", (f"PG006 {ONE}:14:9",), "a row is a list of cells"
    ),
    "an id twice": Mistake(ONE, "id: returns", "id: gross_margin", (f"PG202 {ONE}:41:13",), "used by an earlier entry"),
    "an id in Chinese": Mistake(ONE, "id: returns", "id: 退货率", (f"PG006 {ONE}:41:13",), "such as gross_margin"),
    "a stage name twice": Mistake(TWO, "name: 中期", "name: 初期", (f"PG202 {TWO}:7:16",), "used by an earlier entry"),
    "an unknown RACI role": Mistake(TWO, "数据部: A/R", "市场部: A/R", (f"PG201 {TWO}:22:35",), "does not list 市场部"),
    "an unknown RACI letter": Mistake(TWO, "门店部: C", "门店部: X", (f"PG006 {TWO}:22:50",), "use R, A, C or I"),
    "two who answer": Mistake(
        TWO, "门店部: C", "门店部: A", (f"PG404 {TWO}:22:34",), "2 roles have an A (数据部, 门店部)"
    ),
    "nobody who answers": Mistake(TWO, "数据部: A/R", "数据部: R", (f"PG404 {TWO}:22:34",), "no role has an A"),
    "a reference to nothing": Mistake(
        TWO, BUDGET_REF, '{{ ref("nope") }}', (f"PG201 {TWO}:2:46",), "there is no place nope"
    ),
    "a misspelt reference": Mistake(
        TWO, BUDGET_REF, '{{ ref("money.buget") }}', (f"PG201 {TWO}:2:46",), "did you mean delivery.money.budget?"
    ),
    "a reference to running text": Mistake(
        TWO, BUDGET_REF, '{{ ref("money.text") }}', (f"PG201 {TWO}:2:46",), "refer to the section: delivery.money"
    ),
    "a misspelt value": Mistake(
        TWO, '"budget.total"', '"budget.totl"', (NEEDS_BUDGET,), "did you mean delivery.money.budget.total?"
    ),
    "an open expression": Mistake(ONE, GROWTH, "{{ fact.market_growth", (f"PG009 {ONE}:7:5",), "opened and not closed"),
    "an open expression with a quote": Mistake(
        ONE, GROWTH, '{{ "fact.market_growth', (f"PG009 {ONE}:7:5",), "opened and not closed"
    ),
    "a statement": Mistake(ONE, GROWTH, "{% if x %}", (f"PG009 {ONE}:7:5",), "a template statement stands in content"),
    "an undefined name": Mistake(
        ONE, GROWTH, "{{ market_growth }}", (f"PG009 {ONE}:7:5",), "market_growth is not defined"
    ),
    "an expression in code": Mistake(ONE, GROWTH, f"`{GROWTH}`", (f"PG009 {ONE}:7:6",), "write plain text there"),
    "raw HTML": Mistake(ONE, "利润偏薄", "<br>利润", (f"PG008 {ONE}:9:20",), "raw HTML is not supported"),
    "a picture": Mistake(ONE, "利润偏薄", "![图](a.png)", (f"PG008 {ONE}:9:22",), "pictures are not supported"),
    "asterisks without a partner": Mistake(
        ONE, "偏薄[^1]", "**偏薄[^1]", (f"PG008 {ONE}:9:22",), "two asterisks do not find their partner"
    ),
    "a footnote without text": Mistake(
        ONE, "\n    [^1]: 口径为管理报表，未经审计。\n", "", (f"PG008 {ONE}:9:24",), "the footnote has no text"
    ),
    "a note without a mark": Mistake(ONE, "偏薄[^1]", "偏薄", (f"PG008 {ONE}:11:5",), "no text refers to the footnote"),
    "a link to a file": Mistake(
        ONE, "https://example.com/note", "a.html", (f"PG008 {ONE}:18:25",), "https:// or mailto:"
    ),
    "a date that does not exist": Mistake(
        TWO,
        "end: 2026-06-30}\n      - {name: 中",
        "end: 2026-13-45}\n      - {name: 中",
        (f"PG006 {TWO}:6:71",),
        "2026-13-45 is not a date",
    ),
    "a date in Chinese": Mistake(
        TWO, "start: 2026-02-01", "start: 2026年2月1日", (f"PG006 {TWO}:14:39",), "such as 2026-03-31"
    ),
    "a date from another plan": Mistake(
        TWO, "end: 2028-12-31", "end: 2029-12-31", (f"PG402 {TWO}:8:71",), "lies outside"
    ),
    "an end before its start": Mistake(
        TWO, "start: 2026-03-01, end", "start: 2026-08-01, end", (f"PG006 {TWO}:16:57",), "before it starts"
    ),
    "tasks that wait for each other": Mistake(
        TWO,
        "data, name: 数据标准, start: 2026-02-01, end: 2026-05-31",
        "data, name: 数据标准, start: 2027-02-01, end: 2027-05-31, after: [platform]",
        (f"PG403 {TWO}:14:76", f"PG410 {TWO}:15:80"),
        "data → platform → data",
    ),
    "a start before its predecessor's end": Mistake(
        TWO, "start: 2026-06-01", "start: 2026-05-01", (f"PG410 {TWO}:15:80",), "ends only on 2026-05-31"
    ),
    "a percentage without its sign": Mistake(TWO, "share: 55%", "share: 55", (f"PG006 {TWO}:7:27",), "such as 25%"),
    "money without its unit": Mistake(TWO, "total: 1.2亿元", "total: 12000", (f"PG006 {TWO}:4:12",), "such as 1.2亿元"),
    "a negative total": Mistake(TWO, "total: 1.2亿元", "total: -1.2亿元", (f"PG006 {TWO}:4:12",), "greater than 0"),
    "two units for one measure": Mistake(
        ONE,
        "baseline: 12.0%",
        "baseline: 12天",
        (f"PG006 {ONE}:45:17", f"PG006 {ONE}:46:18"),
        "12天 and 8.0% have different units",
    ),
    "a score beyond the scale": Mistake(
        TWO, "likelihood: 4", "likelihood: 6", (f"PG006 {TWO}:27:49",), "between 1 and 5"
    ),
    "a thousands comma in brackets": Mistake(
        ONE, '"1,200亿元"', "1,200亿元", (f"PG006 {ONE}:14:9",), 'in quotes, such as "1,200"'
    ),
    "a thousands comma in braces": Mistake(
        ONE, '"9,500万元"', "9,500万元", (f"PG203 {ONE}:31:47",), 'put that value in quotes: "EUR 9,500"'
    ),
    "a cell too few": Mistake(ONE, ', "1,200亿元", 全国', ", 全国", (f"PG006 {ONE}:14:9",), "the table has 3 columns"),
    "a column that the template does not have": Mistake(
        ONE, "{指标: 年增速", "{名称: 年增速", (f"PG203 {ONE}:15:10",), "use: 指标, 数值, 口径"
    ),
    "a key with the wrong case": Mistake(
        TWO,
        "    Total: 1".lower(),
        "    Total: 1",
        (f"PG007 {TWO}:4:5", f"PG203 {TWO}:4:5"),
        "mean total?",
    ),
    "a section in capitals": Mistake(
        TWO,
        "risks:\n",
        "RISKS:\n",
        (f"PG101 {TWO}:1:1", f"PG101 {TWO}:1:1", f"PG203 {TWO}:24:1"),
        "did you mean risks?",
    ),
    "a flag without an owner": Mistake(
        TWO, STEPS, "  steps:\n    flag: {reason: 等待, due: 2026-12-31}\n", (f"PG007 {TWO}:39:11",), "owner is missing"
    ),
    "a flag that is only text": Mistake(
        TWO,
        STEPS,
        "  steps:\n    flag: 等待客户\n",
        (f"PG006 {TWO}:39:11",),
        "flag needs a group of fields, not 等待客户",
    ),
    "an overdue flag": Mistake(
        TWO,
        STEPS,
        "  steps:\n    flag: {reason: 等待, owner: 甲, due: 2026-01-01}\n",
        (f"PG104 {TWO}:39:5",),
        "9 days overdue",
        release=True,
    ),
    "an owner who is not known yet": Mistake(
        TWO,
        STEPS,
        "  steps:\n    flag: {reason: 等待, owner: 待定, due: 2026-12-31}\n",
        (f"PG104 {TWO}:39:5", f"PG102 {TWO}:39:31"),
        "placeholder text: 待定",
    ),
    "a required text left out": Mistake(
        ONE,
        "    text: 渠道走向融合，详见[说明](https://example.com/note)。\n",
        "",
        (f"PG101 {ONE}:17:3",),
        "direction.background.trends.text is missing",
        release=True,
    ),
    "a text too short": Mistake(
        ONE,
        "渠道走向融合，详见[说明](https://example.com/note)。",
        "渠道走向融合。",
        (f"PG103 {ONE}:18:11",),
        "has 6 characters; the template asks for at least 10",
        release=True,
    ),
    "the same heading twice": Mistake(
        ONE,
        "利润偏薄",
        "利润\n\n    # 小结\n\n    一\n\n    # 小结\n\n    薄",
        (f"PG202 {ONE}:15:5",),
        "stands twice, as 1.1.1 and 1.1.2",
    ),
    "a heading in a quotation": Mistake(
        ONE, "利润偏薄", "利润\n\n    > # 小结", (f"PG008 {ONE}:11:5",), "inside a list, a quot"
    ),
    "an empty field": Mistake(
        ONE, "target: 8.0%", "target:", (f"PG007 {ONE}:45:16",), "write its value after the colon"
    ),
    "a damaged character": Mistake(ONE, "利润偏薄", "利润\ufffd薄", (f"PG010 {ONE}:9:22",), "REPLACEMENT CHARACTER"),
    "a hidden control character": Mistake(
        TWO, "- 完成数据盘点", '- "完成\\u0007盘点"', (f"PG010 {TWO}:40:10",), "U+0007"
    ),
    "a forged mark": Mistake(TWO, "- 完成数据盘点", '- "完成\\ue0000\\ue001"', (f"PG010 {TWO}:40:10",), "U+E000"),
    "a fact with its unit in the value": Mistake(
        "facts.yaml", 'value: "1200"', "value: 1200亿元", ("PG006 facts.yaml:3:10",), "the unit in unit:"
    ),
    "a verified fact that nobody checked": Mistake(
        "facts.yaml", "  checked_on: 2025-12-01\n", "", ("PG007 facts.yaml:13:11",), "add checked_on"
    ),
    "a ledger that cannot be read": Mistake(
        "facts.yaml", "  value:", "  value：", ("PG001 facts.yaml:3:8",), "a full-width colon stands after value"
    ),
    "a plan that ends before it starts": Mistake(
        "plan.yaml", "start: 2026", "start: 2029", ("PG006 plan.yaml:6:35",), "exchange the two"
    ),
    "a template that does not exist": Mistake(
        "plan.yaml", "template: small", "template: smal", ("PG006 plan.yaml:1:11",), "did you mean small?"
    ),
    "a misspelt field of the plan": Mistake(
        "plan.yaml", "client:", "clinet:", ("PG007 plan.yaml:1:1", "PG203 plan.yaml:3:1"), "did you mean client?"
    ),
}


JARGON = ("validator", "Input should", "str[", "tuple[", "dict[", "None", "mapping values", "Traceback", "^[", "~")


def found(run: Run) -> list[str]:
    """Return ``CODE file:line:column`` of each finding that was printed, and see that it is in words for an editor."""
    lines = [re.match(r"content/acme/(\S+): (PG\d+) (.*)", line) for line in run.out.splitlines() if line[0] != " "]
    hints = [line for line in run.out.splitlines() if line.startswith("  hint: ")]
    assert len(hints) == len(lines) == len(run.out.splitlines()) / 2  # every finding says what to do next
    assert not [word for word in JARGON if word in run.out]
    assert all(match and not match[3].endswith(".") for match in lines)
    return [f"{match[2]} {match[1]}" for match in lines if match]


@pytest.mark.parametrize("name", [*LISTED, *TIRED])
def test_a_mistake_ends_in_located_findings_and_no_file_touched(name: str, workshop: Workshop) -> None:
    mistake = (LISTED | TIRED)[name]
    workshop.edit(mistake.file, mistake.old, mistake.new)
    check = workshop.run("check", "--today", TODAY.isoformat())
    assert check.code == 1
    assert found(check) == list(mistake.found)
    assert mistake.words in check.out
    assert_nothing_touched(workshop, release=mistake.release)


def assert_nothing_touched(workshop: Workshop, *, release: bool = False) -> None:
    """Build over an older file and a stranger's file: both stay as they are, and nothing is added."""
    output = workshop.root / "output" / "acme"
    output.mkdir(parents=True)
    (output / "acme.html").write_text("the version of last week")
    (output / "notes.txt").write_text("not ours")
    before = workshop.files()
    build = workshop.run("build", "acme", "--to", "html,docx", "--today", TODAY.isoformat(), *["--release"][:release])
    assert build.code == 1
    assert "acme: not built, no file was changed" in build.err
    assert workshop.files() == before


# --- mistakes with files ---------------------------------------------------------------------------------------------


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _comments_only(path: Path) -> None:
    path.write_text("# nothing yet\n\n")


def _gone(path: Path) -> None:
    path.unlink()


def _renamed(path: Path) -> None:
    path.rename(path.with_name("02-delivry.yaml"))


def _copied(path: Path) -> None:
    path.with_name("03-budget.yaml").write_bytes(path.read_bytes())


def _yml(path: Path) -> None:
    path.with_suffix(".yml").write_bytes(path.read_bytes())


def _gb18030(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))


def _utf16(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))


def _broken_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("总投入".encode(), b"\xe6\x80\xff\xff\xff"))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link_out(path: Path) -> None:
    outside = path.parents[3] / "secret.yaml"
    path.rename(outside)
    path.symlink_to(outside)


SIX_MISSING = ("PG101 02-delivery.yaml:1:1",) * 6
FILES: dict[str, tuple[Callable[[Path], None], tuple[str, ...], str]] = {
    "an empty file": (_empty, (f"PG002 {TWO}:1:1", *SIX_MISSING), "the file is empty"),
    "a file of comments": (_comments_only, (f"PG002 {TWO}:1:1", *SIX_MISSING), "the file is empty"),
    "a chapter file missing": (_gone, (*SIX_MISSING, f"PG204 {TWO}:1:1"), "the chapter file for 落地安排 is missing"),
    "a chapter file misnamed": (
        _renamed,
        (*SIX_MISSING, f"PG204 {TWO}:1:1", "PG205 02-delivry.yaml:1:1"),
        "did you mean 02-delivery.yaml?",
    ),
    "a chapter file that no template knows": (
        _copied,
        ("PG205 03-budget.yaml:1:1",),
        "the template small has no chapter 03-budget",
    ),
    "a chapter file with another ending": (_yml, ("PG205 02-delivery.yml:1:1",), "did you mean 02-delivery.yaml?"),
    "a GB18030 file": (_gb18030, (f"PG003 {TWO}:2:9",), "it reads as GB18030 (GBK)"),
    "a UTF-16 file": (_utf16, (f"PG003 {TWO}:1:1",), "it reads as UTF-16"),
    "a damaged file": (_broken_bytes, (f"PG003 {TWO}:2:9",), "the file is not UTF-8 text"),
    "a folder of a chapter's name": (_folder, (f"PG012 {TWO}:1:1",), "the file cannot be read"),
    "a link out of the workspace": (_link_out, (f"PG012 {TWO}:1:1",), "a link out of the workspace"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_with_a_file_is_found_and_nothing_touched(name: str, workshop: Workshop) -> None:
    harm, expected, words = FILES[name]
    harm(workshop.path(TWO))
    check = workshop.run("check")
    assert check.code == 1
    assert found(check) == list(expected)
    assert words in check.out
    assert_nothing_touched(workshop)


@pytest.mark.parametrize("name", [".#02-delivery.yaml", "._01-direction.yaml", ".02-delivery.yaml.swp", "notes.txt"])
def test_what_editors_and_systems_leave_behind_is_no_chapter(name: str, workshop: Workshop) -> None:
    workshop.path("plan.yaml").with_name(name).write_bytes(b"\x00\x01")
    assert workshop.examine().diagnostics == ()


def test_a_missing_ledger_is_no_mistake_until_it_is_cited(workshop: Workshop) -> None:
    workshop.path("facts.yaml").unlink()
    assert places(workshop.examine().diagnostics) == [f"PG302 {ONE}:2:10", f"PG302 {ONE}:6:12", f"PG302 {ONE}:7:5"]
