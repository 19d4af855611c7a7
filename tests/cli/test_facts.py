"""The ledger of facts as an editor and a researcher see it: the report, the sheet, and the way back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workshop import Run, Workshop

LEDGER = "facts.yaml"
TODAY = ("--today", "2026-01-10")
# Everything a person may do to a layout: comments, quotes, braces, wide indents, block texts, Windows line ends, a BOM.
ODD = (
    b"\xef\xbb\xbf"
    + """\
# 台账
market_size:   # 甲
    statement:   目标市场规模    # 乙
    value: "1200"
    unit: 亿元
    period: 2025年
    source: { name: '行业年鉴',  publisher: 行业协会, date: 2025-06-30 }   # 丙
    # 丁
    status: unverified

# 戊
market_growth: {statement: 目标市场增速, value: "8.5", unit: "%", source: {name: 公司测算}, status: unverified}  # 己
third:
  statement: 又一
  value: -4
  source:
    name: 旧名   # 庚
    publisher: "旧 \\"社\\""
  status: unverified
  note: 要删的  # 辛
fourth:
  statement: 再一
  value: 5
  status: unverified
  note: |
    一段
    二段

  # 壬
""".replace("\n", "\r\n").encode()
)


def facts(workshop: Workshop, *arguments: str) -> Run:
    return workshop.run("facts", "acme", *TODAY, *arguments)


def told(run: Run) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in json.loads(run.out)}


# --- the report ------------------------------------------------------------------------------------------------------


def test_each_fact_with_where_it_is_used(workshop: Workshop) -> None:
    run = facts(workshop, "--format", "json")
    assert run.code == 0
    size = told(run)["market_size"]
    places = [(p["file"], p["line"], p["column"], p["section"]) for p in size["used_in"]]
    assert places == [
        ("content/acme/01-direction.yaml", 2, 10, "1.2 目标体系"),
        ("content/acme/01-direction.yaml", 6, 12, "1.1 行业背景"),
    ]
    assert (size["value"], size["unit"], size["owner"], size["line"]) == ("1200", "亿元", "市场部", 1)
    assert [size[flag] for flag in ("unused", "unverified", "stale", "without_source")] == [False, True, False, False]


def test_the_table_lines_up_with_wide_characters(workshop: Workshop) -> None:
    lines = facts(workshop).out.splitlines()
    assert lines[0].split() == [
        "id",
        "value",
        "statement",
        "status",
        "to",
        "be",
        "verified",
        "by",
        "used",
        "in",
        "remarks",
    ]
    assert lines[1].split() == ["market_size", "1,200亿元", "目标市场规模", "unverified", "市场部", "1.2", "1.1"]

    def column(line: str, word: str) -> int:
        return sum(2 if ord(character) > 0x2E80 else 1 for character in line[: line.index(word)])

    assert column(lines[0], "status") == column(lines[1], "unverified") == column(lines[2], "verified")
    assert lines[-1] == "2 of 2 facts: 1 unverified, 0 unused, 0 stale, 0 without source"


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--unverified", ["market_size", "third", "fourth"]),
        ("--unused", ["third", "fourth"]),
        ("--stale", ["market_size"]),
        ("--without-source", ["third", "fourth"]),
    ],
)
def test_filters(workshop: Workshop, option: str, expected: list[str]) -> None:
    workshop.edit("templates/small/pack.yaml", "title:", "facts: {stale_after: 6 months}\ntitle:")
    text = workshop.path(LEDGER).read_text("utf-8")
    more = "third: {statement: 三, value: 3, status: unverified}\n"
    more += "fourth: {statement: 四, value: 3, source: {name: 二}, status: unverified}\n"
    workshop.path(LEDGER).write_text(text + more, "utf-8")
    assert list(told(facts(workshop, "--format", "json", option))) == expected
    assert list(told(facts(workshop, "--format", "json", option, "--stale", "--unused"))) == []


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(workshop: Workshop) -> None:
    workshop.edit(LEDGER, "statement: 目标市场规模", "statement: '=HYPERLINK(\"http://x\")'")
    workshop.edit(LEDGER, 'value: "8.5"', 'value: "-8.5"')
    run = facts(workshop, "--format", "csv")
    assert run.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(run.out.removeprefix("\ufeff"))))
    assert rows[0]["statement"] == '\'=HYPERLINK("http://x")'
    assert (rows[1]["value"], rows[1]["unused"], rows[1]["sections"]) == ("-8.5", "no", "1.1")


def test_a_faulty_fact_is_said_and_the_others_are_shown(workshop: Workshop) -> None:
    workshop.edit(LEDGER, 'value: "8.5"', "value: 八")
    run = facts(workshop, "--format", "json")
    assert run.code == 1
    assert list(told(run)) == ["market_size"]
    assert "facts.yaml:10:10: PG006" in run.err


def test_a_ledger_without_facts(workshop: Workshop) -> None:
    workshop.path(LEDGER).write_text("# 无\n", "utf-8")
    assert facts(workshop).out == "0 of 0 facts: 0 unverified, 0 unused, 0 stale, 0 without source\n"


def test_names_and_options_that_do_not_fit(workshop: Workshop) -> None:
    assert "did you mean acme?" in workshop.run("facts", "acm").err
    for wrong in (
        ("--xlsx", "a.xlsx", "--from", "b.xlsx"),
        ("--force",),
        ("--yes",),
        ("--xlsx", "a.xlsx", "--format", "csv"),
        ("--from", "b.xlsx", "--stale"),
        ("--xlsx", "a.xls"),
    ):
        run = facts(workshop, *wrong)
        assert run.code == 2, wrong
        assert "Traceback" not in run.err


# --- the sheet -------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(workshop: Workshop) -> Path:
    workshop.path(LEDGER).write_bytes(ODD)
    path = workshop.root / "out" / "sheet.xlsx"
    assert facts(workshop, "--xlsx", str(path)).code == 0
    return path


def edit(path: Path, change: Callable[[Any, Callable[[str, str], Any]], None]) -> None:
    """Change a sheet as a researcher does: ``cell(fact, head)`` is the cell of a fact in a column."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[2]}
    rows = {page.cell(row, 1).value: row for row in range(3, page.max_row + 1)}
    change(page, lambda fact, head: page.cell(rows[fact], heads[head]))
    book.save(path)


def test_the_sheet_helps_and_protects(sheet: Path) -> None:
    page = openpyxl.load_workbook(sheet).worksheets[0]
    heads = [cell.value for cell in page[2]]
    assert heads[:3] + heads[7:] == [
        *("编号", "论断", "数值"),
        *("核实状态", "来源名称", "发布机构", "网址", "发布日期", "核实日期", "备注"),
    ]
    assert page.freeze_panes == "C3"
    assert page.protection.sheet
    assert [page.cell(3, column).protection.locked for column in range(1, 15)] == [True] * 7 + [False] * 7
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert (rules["H3"].type, rules["H3"].formula1) == ("list", '"未核实,已核实"')
    assert rules["M3"].type == "date"
    assert page["M3"].number_format == "yyyy-mm-dd"
    assert all(page.cell(2, column).comment for column in range(8, 15))
    assert page["A3"].value == "market_size"
    assert page["F3"].value == "1.2、1.1"
    assert page["C5"].data_type == "s"  # -4 is text, not a formula


def test_the_same_ledger_gives_the_same_bytes(workshop: Workshop, sheet: Path) -> None:
    first = sheet.read_bytes()
    assert facts(workshop, "--xlsx", str(sheet), "--force").code == 0
    assert sheet.read_bytes() == first


def test_a_sheet_that_is_there_is_not_lost(workshop: Workshop, sheet: Path) -> None:
    before = sheet.read_bytes()
    run = facts(workshop, "--xlsx", str(sheet))
    assert run.code == 2
    assert "--force" in run.err
    assert sheet.read_bytes() == before
    assert [path.name for path in sheet.parent.iterdir()] == ["sheet.xlsx"]


def test_a_text_is_never_a_formula(workshop: Workshop) -> None:
    workshop.edit(LEDGER, "statement: 目标市场规模", "statement: '=1+1'")
    workshop.edit(LEDGER, "publisher: 行业协会", "publisher: '@cmd'")
    path = workshop.root / "a.xlsx"
    assert facts(workshop, "--xlsx", str(path)).code == 0
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [(page[name].data_type, page[name].value) for name in ("B3", "J3")] == [("s", "=1+1"), ("s", "@cmd")]
    assert facts(workshop, "--from", str(path)).out == "the sheet changes nothing\n"


def test_only_what_a_filter_leaves(workshop: Workshop, sheet: Path) -> None:
    assert facts(workshop, "--xlsx", str(sheet), "--force", "--unused").code == 0
    page = openpyxl.load_workbook(sheet).worksheets[0]
    assert [page.cell(row, 1).value for row in range(3, page.max_row + 1)] == ["third", "fourth"]


# --- and back --------------------------------------------------------------------------------------------------------


def answer(page: Any, cell: Callable[[str, str], Any]) -> None:
    cell("market_size", "核实状态").value = "已核实"
    cell("market_size", "核实日期").value = datetime(2025, 12, 24)  # noqa: DTZ001 -- cells have no zone
    cell("market_size", "来源名称").value = "行业'年鉴: 2025"
    cell("market_size", "网址").value = "https://a.example.org/x?y=1&z"
    cell("market_size", "备注").value = "口径：含税 # {x}"
    cell("market_growth", "发布日期").value = "2025Q3"
    cell("third", "发布机构").value = '新"社'
    cell("third", "发布日期").value = 2024
    cell("third", "备注").value = None
    cell("fourth", "来源名称").value = "公报"
    cell("fourth", "发布机构").value = "统计局"
    cell("fourth", "备注").value = "改: 了"


def test_an_untouched_sheet_changes_no_byte(workshop: Workshop, sheet: Path) -> None:
    run = facts(workshop, "--from", str(sheet), "--yes")
    assert (run.code, run.out) == (0, "the sheet changes nothing\n")
    assert workshop.path(LEDGER).read_bytes() == ODD


def test_the_changes_are_shown_and_nothing_is_written_unasked(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, answer)
    run = facts(workshop, "--from", str(sheet))
    assert run.code == 0
    assert run.out.splitlines() == [
        "market_size (目标市场规模, 1,200亿元)",
        *("  - status: unverified", "  + status: verified"),
        *("  - source.name: 行业年鉴", "  + source.name: 行业'年鉴: 2025"),
        "  + source.url: https://a.example.org/x?y=1&z",
        *("  + checked_on: 2025-12-24", "  + note: 口径：含税 # {x}"),
        *("market_growth (目标市场增速, 8.5%)", "  + source.date: 2025Q3"),
        *("third (又一, -4)", '  - source.publisher: 旧 "社"', '  + source.publisher: 新"社'),
        *("  + source.date: 2024", "  - note: 要删的"),
        *("fourth (再一, 5)", "  + source.name: 公报", "  + source.publisher: 统计局"),
        *("  - note: 一段二段", "  + note: 改: 了"),
    ]
    assert "--yes" in run.err
    assert workshop.path(LEDGER).read_bytes() == ODD


def test_what_is_not_changed_stays_to_the_byte(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, answer)
    assert facts(workshop, "--from", str(sheet), "--yes").code == 0
    wanted = ODD.decode()
    for old, new in (
        (
            "{ name: '行业年鉴',  publisher: 行业协会, date",
            "{ name: '行业''年鉴: 2025',  publisher: 行业协会, url: https://a.example.org/x?y=1&z, date",
        ),
        (
            "    # 丁\r\n    status: unverified\r\n",
            '    # 丁\r\n    status: verified\r\n    checked_on: 2025-12-24\r\n    note: "口径：含税 # {x}"\r\n',
        ),
        ("source: {name: 公司测算}", "source: {name: 公司测算, date: 2025Q3}"),
        ('    publisher: "旧 \\"社\\""\r\n', '    publisher: "新\\"社"\r\n    date: 2024\r\n'),
        ("  note: 要删的  # 辛\r\n", "  # 辛\r\n"),
        ("  value: 5\r\n", "  value: 5\r\n  source: {name: 公报, publisher: 统计局}\r\n"),
        ("  note: |\r\n    一段\r\n    二段\r\n", '  note: "改: 了"\r\n'),
    ):
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    assert workshop.path(LEDGER).read_bytes().decode() == wanted
    assert facts(workshop, "--from", str(sheet)).out == "the sheet changes nothing\n"


def test_the_facts_are_as_the_sheet_says(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, answer)
    facts(workshop, "--from", str(sheet), "--yes")
    entries = told(facts(workshop, "--format", "json"))
    size = entries["market_size"]
    assert (size["status"], size["checked_on"], size["source_url"]) == (
        *("verified", "2025-12-24"),
        "https://a.example.org/x?y=1&z",
    )
    assert entries["third"]["note"] == ""
    assert entries["fourth"]["source_publisher"] == "统计局"


Wrong = Callable[[Any, Callable[[str, str], Any]], None]


def put(fact: str, head: str, value: Any) -> Wrong:
    def change(page: Any, cell: Callable[[str, str], Any]) -> None:
        cell(fact, head).value = value

    return change


def drop(row: int) -> Wrong:
    return lambda page, cell: page.delete_rows(row)


@pytest.mark.parametrize(
    ("change", "place", "said", "code"),
    [
        (put("third", "编号", "thrid"), "A5: PG302", "did you mean third?", 1),
        (put("third", "编号", "fourth"), "A6: PG202", "neither is taken", 1),
        (put("third", "编号", None), "A5: PG007", "the row has no id", 1),
        (put("third", "发布日期", "去年"), "L5: PG006", "去年 is not a date", 1),
        (put("third", "核实日期", "2025-13-01"), "M5: PG006", "2025-13-01 is not a date", 1),
        (put("third", "核实日期", datetime(2027, 1, 1)), "M5: PG006", "still to come", 1),  # noqa: DTZ001
        (put("third", "网址", "javascript:alert(1)"), "K5: PG006", "no web address", 1),
        (put("third", "核实状态", "好"), "H5: PG006", "好 is no status", 1),
        (put("third", "核实状态", None), "H5: PG007", "the status is empty", 1),
        (put("third", "核实状态", "已核实"), "M5: PG007", "the day of the check is empty", 1),
        (put("third", "来源名称", None), "I5: PG007", "the source has no name", 1),
        (put("third", "数值", "-5"), "C5: PG309 warning", "value of third is -5 in the sheet and -4 in the ledger", 0),
        (put("third", "论断", "别的"), "B5: PG309 warning", "it is not taken", 0),
        (put("third", "备注", "=1+1"), "N5: PG006", "formula", 1),
        (lambda page, cell: page.cell(2, 15).__setattr__("value", "我的列"), "O2: PG309 warning", "我的列", 0),
        (drop(6), "A2: PG309 warning", "1 facts of the ledger are not in the sheet", 0),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_cell(
    workshop: Workshop, sheet: Path, change: Wrong, place: str, said: str, code: int
) -> None:
    edit(sheet, change)
    edit(sheet, put("market_growth", "备注", "照常"))
    run = facts(workshop, "--from", str(sheet), "--yes")
    assert run.code == code, run.err
    assert f"sheet.xlsx!数据台账!{place}" in run.err
    assert said in run.err
    text = workshop.path(LEDGER).read_text("utf-8-sig")
    assert "note: 照常" in text  # what is right is taken
    assert ODD.decode("utf-8-sig").partition("third:")[2] == text.partition("third:")[2].replace("\n", "\r\n")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"id,status\nthird,verified\n", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_a_file_that_is_no_workbook(workshop: Workshop, data: bytes) -> None:
    path = workshop.root / "odd.xlsx"
    path.write_bytes(data)
    run = facts(workshop, "--from", str(path), "--yes")
    assert run.code == 1
    assert "odd.xlsx" in run.err
    assert "Traceback" not in run.err


def test_a_sheet_without_ids_or_that_is_not_there(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, lambda page, cell: page.cell(2, 1).__setattr__("value", "什么"))
    assert "no column of the sheet is called id" in facts(workshop, "--from", str(sheet)).err
    run = facts(workshop, "--from", "nowhere.xlsx")
    assert run.code == 2
    assert "--xlsx" in run.err


def test_a_read_only_ledger_is_respected(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, answer)
    workshop.path(LEDGER).chmod(0o444)
    run = facts(workshop, "--from", str(sheet), "--yes")
    assert run.code == 1
    assert "read-only" in run.err
    assert workshop.path(LEDGER).read_bytes() == ODD


def test_the_mode_of_the_ledger_stays(workshop: Workshop, sheet: Path) -> None:
    edit(sheet, answer)
    workshop.path(LEDGER).chmod(0o600)
    facts(workshop, "--from", str(sheet), "--yes")
    assert workshop.path(LEDGER).stat().st_mode & 0o777 == 0o600


def test_a_ledger_that_would_lose_a_comment_is_not_written(
    workshop: Workshop, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plangen.research import taking

    edit(sheet, answer)
    plain = taking.edited
    monkeypatch.setattr(taking, "edited", lambda *given: plain(*given).replace("    # 丁\r\n", ""))
    run = facts(workshop, "--from", str(sheet), "--yes")
    assert run.code == 1
    assert "PG310" in run.err
    assert workshop.path(LEDGER).read_bytes() == ODD


@pytest.mark.parametrize(("old", "new"), [("value: -4", "value: -5"), ("fourth:", "fifth:"), ("再一", "再二")])
def test_a_ledger_that_would_change_elsewhere_is_not_written(
    workshop: Workshop, sheet: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    from plangen.research import taking

    edit(sheet, answer)
    plain = taking.edited
    monkeypatch.setattr(taking, "edited", lambda *given: plain(*given).replace(old, new))
    assert "PG310" in facts(workshop, "--from", str(sheet), "--yes").err
    assert workshop.path(LEDGER).read_bytes() == ODD


def test_a_ledger_changed_while_the_question_stood_is_left_alone(
    workshop: Workshop, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(sheet, answer)
    later = ODD + b"# later\r\n"

    def agree(question: str) -> bool:
        assert question == "write these changes to 4 facts into facts.yaml?"
        workshop.path(LEDGER).write_bytes(later)
        return True

    monkeypatch.setattr("plangen.cli.ledger._agreed", agree)
    run = facts(workshop, "--from", str(sheet))
    assert run.code == 1
    assert "PG310 the file was changed while the question stood" in run.err
    assert workshop.path(LEDGER).read_bytes() == later
