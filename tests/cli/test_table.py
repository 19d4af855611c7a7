"""``plangen table``: what it writes, and what it says to somebody who gets it wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workshop import Workshop

ROOT = Path(__file__).parents[2]


def sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_a_ready_sheet_has_headers_guidance_choices_and_what_is_there(workshop: Workshop) -> None:
    run = workshop.run("table", "acme", "scorecard", "--xlsx", str(workshop.path("kpis.xlsx")))
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[1:] == [
        "next: fill it in, save it, and write into content/acme/01-direction.yaml in the place of the rows:",
        "  scorecard:",
        "    items: {from: kpis.xlsx, sheet: 平衡计分卡}",
    ]
    book = sheet(workshop.path("kpis.xlsx"))
    assert book.sheetnames == ["平衡计分卡", "说明"]
    page = book["平衡计分卡"]
    heads = [cell.value for cell in page[1]]
    assert heads == ["编号", "维度", "指标", "基期值", "目标值", "现值", "方向", "负责人", "频率", "备注"]
    assert [cell.value for cell in page[3]] == [
        "returns",
        "客户",
        "退货率",
        0.12,
        0.08,
        0.1,
        None,
        "客服部",
        "每季",
        None,
    ]
    assert page["D3"].number_format == "0.0%"
    comments = [cell.comment.text for cell in page[1]]
    assert "可填：财务、客户、运营、创新" in comments[1]
    assert "必填" in comments[3]
    assert "示例：46.5%" in comments[3]
    lists = {str(each.sqref).split(":")[0]: each.formula1 for each in page.data_validations.dataValidation}
    assert lists["B2"] == '"财务,客户,运营,创新"'
    assert lists["I2"] == '"每日,每周,每月,每季,每半年,每年"'
    assert "scorecard:" in [row[0].value for row in book["说明"].iter_rows() if row[0].value]


def test_dates_and_ratings_have_their_formats_and_choices(workshop: Workshop) -> None:
    assert workshop.run("table", "acme", "roadmap.tasks", "--xlsx", str(workshop.path("t.xlsx"))).code == 0
    page = sheet(workshop.path("t.xlsx")).worksheets[0]
    assert (page["C2"].number_format, page["C2"].value.isoformat()[:10]) == ("yyyy-mm-dd", "2026-02-01")
    assert page["C30"].number_format == "yyyy-mm-dd"
    assert workshop.run("table", "acme", "register", "--xlsx", str(workshop.path("r.xlsx"))).code == 0
    page = sheet(workshop.path("r.xlsx")).worksheets[0]
    assert '"1,2,3,4,5"' in [each.formula1 for each in page.data_validations.dataValidation]


def test_a_written_sheet_is_taken_as_its_message_says(workshop: Workshop) -> None:
    before = workshop.run("tree", "acme").out
    run = workshop.run("table", "acme", "market", "--xlsx", str(workshop.path("市场 概况.xlsx")))
    usage = run.out.splitlines()[-1]
    assert usage == '  market: {from: "市场 概况.xlsx", sheet: 市场概况}'
    path = workshop.path("01-direction.yaml")
    text = path.read_text("utf-8")
    start, end = text.index("  market:"), text.index("  trends:")
    path.write_text(text[:start] + usage.replace("}", ", note: 数据为2025年。}") + "\n" + text[end:], "utf-8")
    examination = workshop.examine()
    assert examination.diagnostics == ()
    import json

    def texts(tree: object) -> list[object]:
        match tree:
            case dict():
                return [each for key, value in tree.items() if key != "origin" for each in texts(value)]
            case list():
                return [each for value in tree for each in texts(value)]
            case _:
                return [tree]

    assert texts(json.loads(workshop.run("tree", "acme").out)) == texts(json.loads(before))


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ("scorcard", "did you mean direction.targets.scorecard?"),
        ("background.text", "direction.background.text holds no table"),
        ("text", "holds no table"),
        ("roadmap", "write one of: delivery.work.roadmap.tasks, delivery.work.roadmap.milestones"),
        ("zzzz", "slots that hold a table: direction.background.market"),
    ],
)
def test_a_wrong_slot_says_which_there_are(workshop: Workshop, slot: str, said: str) -> None:
    run = workshop.run("table", "acme", slot, "--xlsx", str(workshop.path("kpis.xlsx")))
    assert run.code == 2
    assert said in run.err
    assert not workshop.path("kpis.xlsx").exists()


def test_a_file_is_overwritten_only_by_force(workshop: Workshop) -> None:
    target = workshop.path("kpis.xlsx")
    target.write_bytes(b"mine")
    run = workshop.run("table", "acme", "scorecard", "--xlsx", str(target))
    assert (run.code, target.read_bytes()) == (2, b"mine")
    assert "--force" in run.err
    assert workshop.run("table", "acme", "scorecard", "--xlsx", str(target), "--force").code == 0
    assert target.read_bytes().startswith(b"PK")
    assert workshop.run("table", "acme", "scorecard", "--xlsx", str(workshop.path("kpis.csv"))).code == 2
    assert workshop.run("table", "nobody", "scorecard", "--xlsx", str(target)).code == 2


def test_a_sheet_written_elsewhere_is_to_be_copied(workshop: Workshop) -> None:
    run = workshop.run("table", "acme", "scorecard", "--xlsx", str(workshop.root / "kpis.xlsx"))
    assert "copy it into content/acme" in run.out


def test_the_same_slot_gives_the_same_bytes(workshop: Workshop) -> None:
    written = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        target = workshop.path("kpis.xlsx")
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "plangen", "--workspace", str(workshop.root), "table", "acme", "scorecard"]
        subprocess.run([*command, "--xlsx", str(target)], env=environment, check=True, capture_output=True)
        written.append(target.read_bytes())
        target.unlink()

    assert written[0] == written[1]
