"""Rows of a slot that come from a sheet: what is understood, what is refused, and the cell each finding names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from plangen.blocks.performance.scorecard import KpiScorecard
from plangen.slots import TableContent
from tests.workshop import Workshop, places

HEADS = ["编号", "维度", "指标", "基期值", "目标值", "现值", "负责人", "频率"]
MARGIN = ["gross_margin", "财务", "综合毛利率", "46.5%", "49.2%", None, "财务部", "每月"]
RETURNS = ["returns", "客户", "退货率", "12.0%", "8.0%", "10.0%", "客服部", "每季"]
SHEET = "content/acme/kpis.xlsx!Sheet1"


def write(
    workshop: Workshop,
    rows: Sequence[Sequence[object]],
    formats: dict[str, str] | None = None,
    file: str = "kpis.xlsx",
    sheet: str = "Sheet1",
) -> Path:
    """Write a workbook into the plan; ``formats`` are number formats by cell."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for place, code in (formats or {}).items():
        page[place].number_format = code
    path = workshop.path(file)
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def take(workshop: Workshop, asked: str = "{from: kpis.xlsx}", *, whole: bool = False) -> None:
    """Put ``from:`` in the place of the scorecard's rows, or of the whole scorecard."""
    path = workshop.path("01-direction.yaml")
    text = path.read_text("utf-8")
    start = text.index("  scorecard:")
    path.write_text(
        text[:start] + (f"  scorecard: {asked}\n" if whole else f"  scorecard:\n    items: {asked}\n"), "utf-8"
    )


def scorecard(workshop: Workshop) -> KpiScorecard:
    examination = workshop.examine()
    assert examination.diagnostics == ()
    assert examination.plan is not None
    content = examination.plan.slots["direction.targets.scorecard"].content
    assert isinstance(content, KpiScorecard)
    return content


def found(workshop: Workshop) -> list[str]:
    """Return what is found, by code and place."""
    return [f"{d.code} {str(d.at).removeprefix('content/acme/')}" for d in workshop.examine().diagnostics]


def messages(workshop: Workshop) -> list[str]:
    return [f"{d.message} | {d.hint}" for d in workshop.examine().diagnostics]


@pytest.fixture
def written(workshop: Workshop) -> KpiScorecard:
    """Return the scorecard as its author typed it."""
    return scorecard(workshop)


@pytest.mark.parametrize(
    ("rows", "formats"),
    [
        ([HEADS, MARGIN, RETURNS], {}),
        (
            [
                ["id", "Perspective", " name ", "BASELINE", "Target", "current", "owner", "cadence"],
                [*MARGIN[:3], 0.465, 0.492, None, *MARGIN[6:]],
                [*RETURNS[:3], 0.12, 0.08, 0.1, *RETURNS[6:]],
            ],
            {f"{column}{row}": "0.0%" for column in "DEF" for row in (2, 3)},
        ),
        (
            [
                ["编号", "维度*", "指标名称", "基期值（%）", "目标（单位：%）", "实测值(%)", "责任部门", "衡量频率"],
                [*MARGIN[:3], 46.5, "49.2", None, *MARGIN[6:]],
                [*RETURNS[:3], "12.0", "８.０", "10.0", *RETURNS[6:]],
            ],
            {},
        ),
    ],
)
def test_a_scorecard_from_a_sheet_is_the_scorecard(
    workshop: Workshop, written: KpiScorecard, rows: list[list[object]], formats: dict[str, str]
) -> None:
    write(workshop, rows, formats)
    for asked, whole in (
        ("{from: kpis.xlsx}", False),
        ("{from: kpis.xlsx, sheet: sheet1, range: 'A1:H3'}", False),
        ("{from: kpis.xlsx}", True),
        ("{from: kpis.xlsx, thresholds: {green: 95%, amber: 80%}}", True),
    ):
        take(workshop, asked, whole=whole)
        assert scorecard(workshop).items == written.items


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_scorecard_from_a_csv_file_is_the_scorecard(
    workshop: Workshop, written: KpiScorecard, delimiter: str, encoding: str
) -> None:
    lines = [delimiter.join(str(cell or "") for cell in row) for row in (HEADS, MARGIN, RETURNS)]
    workshop.path("kpis.csv").write_bytes("\r\n".join(lines).encode(encoding))
    take(workshop, "{from: kpis.csv}")
    examination = workshop.examine()
    assert [d.code for d in examination.diagnostics] == (["PG017"] if encoding == "gb18030" else [])
    assert examination.plan is not None
    content = examination.plan.slots["direction.targets.scorecard"].content
    assert isinstance(content, KpiScorecard)
    assert content.items == written.items


@pytest.mark.parametrize(
    ("rows", "places_found", "said"),
    [
        ([HEADS, [*MARGIN[:4], "很高", *MARGIN[5:]]], ["PG006 kpis.xlsx!Sheet1!E2"], "target: 很高 is not a number"),
        ([HEADS, [*MARGIN[:3], None, *MARGIN[4:]]], ["PG007 kpis.xlsx!Sheet1!D2"], "fill in the cell"),
        (
            [HEADS[:4] + HEADS[5:], MARGIN[:4] + MARGIN[5:]],
            ["PG007 kpis.xlsx!Sheet1!A1"],
            "the column 目标值 is missing",
        ),
        ([[*HEADS, "目标直"], [*MARGIN, "1"]], ["PG203 kpis.xlsx!Sheet1!I1"], "did you mean 目标值?"),
        ([[*HEADS, "天气"], [*MARGIN, "1"]], ["PG203 kpis.xlsx!Sheet1!I1"], "known here: 编号, 维度, 指标"),
        ([[*HEADS, "target"], [*MARGIN, "1"]], ["PG005 kpis.xlsx!Sheet1!I1"], "two columns mean target"),
        (
            [HEADS, [*MARGIN[:4], "XXXX%", *MARGIN[5:]]],
            ["PG006 kpis.xlsx!Sheet1!E2", "PG102 kpis.xlsx!Sheet1!E2"],
            "XXXX",
        ),
        ([HEADS, [*MARGIN[:2], "毛利率待补充", *MARGIN[3:]]], ["PG102 kpis.xlsx!Sheet1!C2"], "待补充"),
        ([HEADS, MARGIN, MARGIN], ["PG202 kpis.xlsx!Sheet1!A3"], "gross_margin"),
        ([HEADS, [*MARGIN[:6], "{{ fact.nobody }}", "每月"]], ["PG302 kpis.xlsx!Sheet1!G2"], "nobody"),
        ([HEADS, [*MARGIN[:6], "{% x %}", "每月"]], ["PG009 kpis.xlsx!Sheet1!G2"], "template statement"),
        ([HEADS, [*MARGIN[:6], "财务\ue000部", "每月"]], ["PG010 kpis.xlsx!Sheet1!G2"], "U+E000"),
        ([HEADS, [*MARGIN[:4], "=1/0", *MARGIN[5:]]], ["PG006 kpis.xlsx!Sheet1!E2"], "no result in the file"),
    ],
)
def test_what_is_wrong_is_found_at_its_cell(
    workshop: Workshop, rows: list[list[object]], places_found: list[str], said: str
) -> None:
    write(workshop, rows)
    take(workshop)
    assert found(workshop) == places_found
    assert said in " ".join(messages(workshop))


def test_a_wrong_field_of_a_csv_file_is_found_at_line_and_column(workshop: Workshop) -> None:
    workshop.path("kpis.csv").write_text("编号,维度,指标,基期值,目标值\na,财务,甲,1%,多\nb,财务,乙,,2%\n", "utf-8")
    take(workshop, "{from: kpis.csv}")
    assert found(workshop) == [
        "PG006 kpis.csv:2:11",
        "PG007 kpis.csv:3:8",
    ]


def test_text_and_json_name_the_cell(workshop: Workshop) -> None:
    write(workshop, [HEADS, [*MARGIN[:4], "很高", *MARGIN[5:]]])
    take(workshop)
    assert workshop.run("check", "acme").out.startswith(f"{SHEET}!E2: PG006 target: 很高 is not a number")
    (finding,) = workshop.run("check", "acme", "--format", "json").findings
    assert finding["place"] == f"{SHEET}!E2"
    assert (finding["file"], finding["line"], finding["column"]) == ("content/acme/kpis.xlsx", 2, 5)


def test_a_bare_number_where_a_percentage_belongs_is_refused_with_a_hint(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", "stages:\n", "stages: {from: kpis.xlsx}\n    old:\n")
    text = workshop.path("02-delivery.yaml").read_text("utf-8")
    start, end = text.index("    old:"), text.index("    trial_cap")
    workshop.path("02-delivery.yaml").write_text(text[:start] + text[end:], "utf-8")
    head = ["阶段", "占比", "用途", "开始", "结束"]
    body = [["初期", 0.25, "平台建设", "2026/1/1", "2026年6月30日"], ["中期", 0.75, "渠道", "2026-07-01", "2028.12.31"]]
    write(workshop, [head, *body])
    assert found(workshop) == ["PG006 kpis.xlsx!Sheet1!B2", "PG006 kpis.xlsx!Sheet1!B3"]
    assert messages(workshop)[0].startswith(
        "0.25 may be 0.25% or a hundred times as much | give the cell the percentage"
    )
    write(workshop, [["阶段", "占比（%）", *head[2:]], *body])
    assert found(workshop) == ["PG006 kpis.xlsx!Sheet1!B2"]
    for heads, percent in ((head, "0%"), (["阶段", "占比（%）", *head[2:]], "0%")):
        write(workshop, [heads, *body], {"B2": percent, "B3": percent})
        assert found(workshop) == []
    write(workshop, [["阶段", "占比（%）", *head[2:]], ["初期", 25, *body[0][2:]], ["中期", 75, *body[1][2:]]])
    assert found(workshop) == []


def test_money_takes_its_unit_from_header_format_or_text(workshop: Workshop) -> None:
    text = workshop.path("02-delivery.yaml").read_text("utf-8")
    start, end = text.index("    tasks:"), text.index("    milestones:")
    workshop.path("02-delivery.yaml").write_text(text[:start] + "    tasks: {from: t.xlsx}\n" + text[end:], "utf-8")
    rows = [["id", "任务", "开始", "结束", "负责人", "前置", "费用"]]
    rows += [["data", "数据", "2026-02-01", "2026-05-31", "数据部", None, 900]]
    rows += [["platform", "平台", "2026-06-01", "2026-11-30", "数据部", "data；", 900]]

    def cost(head: str, value: object, code: str = "General") -> str:
        rows[0][6] = head
        rows[1][6] = rows[2][6] = value  # type: ignore[call-overload]
        write(workshop, rows, {"G2": code, "G3": code}, "t.xlsx")
        plan = workshop.examine().plan
        assert plan is not None
        content: Any = plan.slots["delivery.work.roadmap"].content
        return content.tasks[0].cost.text if content else "; ".join(messages(workshop)[:1])

    assert cost("费用（万元）", 900) == "900万元"
    assert cost("费用（万元）", "1,200") == "1,200万元"
    assert cost("费用", "1.2亿元") == "1.2亿元"
    assert cost("费用（万元）", "1.2亿元") == "1.2亿元"
    assert cost("费用", 900, '#,##0"万元"') == "900万元"
    assert cost("Cost (USD million)", 900) == "9亿美元"
    assert cost("费用（万元）", 900, '"¥"#,##0') == "900万元"
    assert cost("费用", 900).startswith("900 has no unit")
    assert cost("费用（万元）", 900, '0"天"').startswith("the header says 万元, and the cell's number format 天")


def test_figures_of_a_sheet_are_cited_and_cite_as_typed_ones_do(workshop: Workshop) -> None:
    write(workshop, [HEADS, [*MARGIN[:4], '{{ value("goals.margin.target") }}', *MARGIN[5:]], RETURNS])
    take(workshop)
    workshop.edit("02-delivery.yaml", "分段拨付", '分段拨付，毛利率{{ value("scorecard.gross_margin.target") }}')
    assert scorecard(workshop).items[0].target.text == "49.2%"


def test_a_table_takes_the_columns_of_its_template(workshop: Workshop) -> None:
    path = workshop.path("01-direction.yaml")
    text = path.read_text("utf-8")
    start, end = text.index("    rows:\n      - [市场规模"), text.index("  trends:")
    path.write_text(text[:start] + "    from: t.xlsx\n    note: 数据为2025年。\n" + text[end:], "utf-8")
    write(
        workshop,
        [["口径", "指标", "数值（亿元）"], ["全国", "市场规模", 1200], ["全国", "=增速", "8.5%"]],
        {"C2": "#,##0"},
        "t.xlsx",
    )
    table_of = workshop.examine()
    assert found(workshop) == ["PG006 t.xlsx!Sheet1!B3"]  # openpyxl makes a formula of what begins with =
    write(
        workshop,
        [["口径", "指标", "数值（亿元）"], ["全国", "市场规模", 1200], ["全国", "增速", "8.5%"]],
        {"C2": "#,##0"},
        "t.xlsx",
    )
    table_of = workshop.examine()
    assert table_of.diagnostics == ()
    assert table_of.plan is not None
    content = table_of.plan.slots["direction.background.market"].content
    assert isinstance(content, TableContent)
    heads = content.heads(("指标", "数值", "口径"))
    assert [content.cells(row, heads) for row in content.rows] == [
        ("市场规模", "1,200亿元", "全国"),
        ("增速", "8.5%", "全国"),
    ]
    write(workshop, [["口径", "指标", "数字"], ["全国", "市场规模", 1200]], {}, "t.xlsx")
    assert found(workshop) == ["PG007 t.xlsx!Sheet1!A1", "PG203 t.xlsx!Sheet1!C1"]


def test_a_table_without_fixed_columns_has_those_of_the_sheet(workshop: Workshop) -> None:
    path = workshop.path("01-direction.yaml")
    text = path.read_text("utf-8")
    start, end = text.index("      columns: [信号, 取值]"), text.index("targets:")
    path.write_text(text[:start] + "      rows: {from: t.csv}\n      total_row: true\n" + text[end:], "utf-8")
    workshop.path("t.csv").write_text("信号,取值\n=cmd|'/c calc'!A1,5\n合计,\n", "utf-8")
    examination = workshop.examine()
    assert examination.diagnostics == ()
    assert examination.plan is not None
    content = examination.plan.slots["direction.background.trends.signals"].content
    assert isinstance(content, TableContent)
    assert content.columns == ("信号", "取值")
    assert [content.cells(row, content.columns) for row in content.rows] == [("=cmd|'/c calc'!A1", "5"), ("合计", "")]


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../kpis.xlsx", "lies outside the plan's folder"),
        ("/etc/passwd.csv", "lies outside the plan's folder"),
        ("C:/kpis.xlsx", "lies outside the plan's folder"),
        ("~/kpis.xlsx", "lies outside the plan's folder"),
        ("data\\kpis.xlsx", "write / between folder and file"),
        ("https://example.com/kpis.xlsx", "is an address"),
        ("kpi.xlsx", "did you mean kpis.xlsx?"),
        ("nothing.csv", "sheets there now: damaged.xlsx, kpis.xlsx"),
        ("kpis.xls", "is an old workbook"),
        ("kpis.xlsm", "is a workbook with macros"),
        ("kpis.ods", "is neither .xlsx nor .csv"),
        ("folder.xlsx", "is no ordinary file"),
        ("pipe.csv", "is no ordinary file"),
        ("out.xlsx", "is a link to a file outside the plan's folder"),
        ("damaged.xlsx", "is no .xlsx workbook"),
        ("", "the name of a file belongs here"),
    ],
)
def test_only_files_of_the_plan_are_read(workshop: Workshop, name: str, said: str) -> None:
    write(workshop, [HEADS, MARGIN])
    workshop.path("folder.xlsx").mkdir()
    os.mkfifo(workshop.path("pipe.csv"))
    outside = workshop.root / "outside.xlsx"
    outside.write_bytes(workshop.path("kpis.xlsx").read_bytes())
    workshop.path("out.xlsx").symlink_to(outside)
    workshop.path("damaged.xlsx").write_bytes(b"<html></html>")
    take(workshop, f'{{from: "{name}"}}'.replace("\\", "\\\\"))
    assert found(workshop) == ["PG012 01-direction.yaml:33:19"]
    assert said in messages(workshop)[0]


def test_a_sheet_in_a_folder_of_the_plan_is_read(workshop: Workshop, written: KpiScorecard) -> None:
    write(workshop, [HEADS, MARGIN, RETURNS], file="content/acme/数据/kpis.xlsx")
    take(workshop, "{from: 数据/kpis.xlsx}")
    assert scorecard(workshop).items == written.items


@pytest.mark.parametrize(
    ("asked", "whole", "place"),
    [
        ("{from: [kpis.xlsx]}", False, "PG006 01-direction.yaml:33:19"),
        ("{from: kpis.xlsx, sheet: Blatt}", False, "PG016 01-direction.yaml:33:37"),
        ("{from: kpis.xlsx, range: A-B}", False, "PG016 01-direction.yaml:33:37"),
        ("{from: kpis.xlsx, shet: Sheet1}", False, "PG203 01-direction.yaml:33:30"),
        ("{from: kpis.xlsx, items: []}", True, "PG005 01-direction.yaml:32:32"),
        ("{from: kpis.xlsx, tresholds: {}}", True, "PG203 01-direction.yaml:32:32"),
    ],
)
def test_what_is_asked_wrongly_is_found_where_it_is_asked(
    workshop: Workshop, asked: str, whole: bool, place: str
) -> None:
    write(workshop, [HEADS, MARGIN])
    take(workshop, asked, whole=whole)
    assert found(workshop) == [place]


def test_where_no_rows_belong_a_sheet_is_refused(workshop: Workshop) -> None:
    write(workshop, [HEADS, MARGIN])
    workshop.edit(
        "02-delivery.yaml", "  steps:\n    - 成立项目组，明确负责人\n    - 完成数据盘点", "  steps: {from: kpis.xlsx}"
    )
    workshop.edit("02-delivery.yaml", "    roles: [数据部, 门店部, 财务部]", "    roles: {from: kpis.xlsx}")
    assert [place.split(" ")[0] for place in found(workshop)] == ["PG006", "PG006"]
    assert all("a sheet cannot be read" in message for message in messages(workshop))


def test_a_file_is_read_once_for_all_slots(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from plangen.tables import files

    opened: list[str] = []
    original = files.open_file
    monkeypatch.setattr(files, "open_file", lambda data, file, at: (opened.append(file), original(data, file, at))[1])
    write(workshop, [HEADS, MARGIN])
    take(workshop)
    workshop.edit("02-delivery.yaml", "  register:\n", "  register: {from: kpis.xlsx}\n  old:\n")
    assert workshop.examine().diagnostics
    assert opened == ["content/acme/kpis.xlsx"]


def test_a_plan_without_sheets_imports_nothing_for_them() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from datetime import date; from pathlib import Path; from plangen.pipeline import examine;"
        "from plangen.workspace import Workspace; examine(Workspace(Path('tests/small')), 'acme', date(2026, 1, 10));"
        "print([name for name in sys.modules if name.startswith(('plangen.sheets', 'plangen.tables.', 'xlsxwriter'))])"
    )
    root = Path(__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_the_places_of_the_small_plan_stay_as_they_were(workshop: Workshop) -> None:
    assert places(workshop.examine().diagnostics) == []
