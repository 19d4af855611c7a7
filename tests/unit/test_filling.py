"""Figures that blocks take from each other: one place to change, every other place follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.diagnostics import Diagnostic
from plangen.doctree import Citation, Gap, Table, plain_text, query
from plangen.pipeline import Examination
from tests.workshop import TODAY, Workshop

PACK = "id: case\ntitle: 例\n"
TEMPLATE = """\
---
id: chapter
title: 正文
sections:
  first:
    title: 甲
    slots:
      goals: {type: goals, required: false}
      text: {type: prose, required: false}
      budget: {type: staged_budget, required: false}
  second:
    title: 乙
    slots:
      scorecard: {type: kpi_scorecard, required: false}
      roadmap: {type: roadmap, required: false}
      more: {type: goals, required: false}
---
## {{ first.title }}

{{ first.goals }}

{{ first.text }}

{{ first.budget }}

## {{ second.title }}

{{ second.scorecard }}

{{ second.roadmap }}

{{ second.more }}
"""
PLAN = "template: case\ntitle: 方案\nclient: 客户\nhorizon: {start: 2026-01-01, end: 2028-12-31}\n"
KPI = "{id: margin, perspective: 财务, name: 毛利率, baseline: 46.5%, target: 49.2%, owner: 甲, cadence: 每月}"


def goal(baseline: str = "46.5%", target: str = "49.2%", by: str = "2028-12-31", name: str = "margin") -> str:
    return (
        f"{{id: {name}, name: 目标{name}, baseline: {baseline}, target: {target}, by: {by}, owner: 甲, cadence: 每年}}"
    )


def value(path: str) -> str:
    return f"'{{{{ value(\"{path}\") }}}}'"


@pytest.fixture
def plan(tmp_path: Path) -> Workshop:
    shop = Workshop(tmp_path)
    files = {"templates/case/pack.yaml": PACK, "templates/case/chapters/01-chapter.md.j2": TEMPLATE}
    for name, text in {**files, "content/acme/plan.yaml": PLAN}.items():
        shop.path(name).parent.mkdir(parents=True, exist_ok=True)
        shop.path(name).write_text(text, "utf-8")
    return shop


def examined(shop: Workshop, first: str = "", second: str = "") -> Examination:
    text = "".join(f"{name}:\n{part}" for name, part in (("first", first), ("second", second)) if part)
    shop.path("01-chapter.yaml").write_text(text, "utf-8")
    return shop.examine(today=TODAY)


def block(slot: str, *entries: str, key: str = "items", more: str = "") -> str:
    return f"  {slot}:\n{more}    {key}:\n" + "".join(f"      - {entry}\n" for entry in entries)


def told(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.code} {d.line}:{d.column} {d.message}" for d in found]


def rows(examination: Examination, path: str) -> list[list[str]]:
    (table,) = [table for table in query(examination.document, Table) if table.id == path]
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("path", ["scorecard.margin.target", "chapter.second.scorecard.margin.target", "margin.target"])
def test_a_figure_of_another_block_may_stand_for_a_number(plan: Workshop, path: str) -> None:
    made = examined(plan, block("goals", goal(target=value(path))), block("scorecard", KPI))
    assert told(made.diagnostics) == []
    assert rows(made, "chapter.first.goals")[0][:4] == ["目标margin", "46.5%", "49.2%", "+2.7个百分点"]
    changed = examined(plan, block("goals", goal(target=value(path))), block("scorecard", KPI.replace("49.2", "50.0")))
    assert rows(changed, "chapter.first.goals")[0][:4] == ["目标margin", "46.5%", "50.0%", "+3.5个百分点"]


def test_a_day_and_a_percentage_may_be_taken_too(plan: Workshop) -> None:
    task = "{id: build, name: 建设, start: 2026-02-02, end: 2027-06-30, owner: 甲}"
    made = examined(
        plan,
        block("goals", goal(by=value("roadmap.build.end"))),
        block("roadmap", task, key="tasks"),
    )
    assert told(made.diagnostics) == []
    assert rows(made, "chapter.first.goals")[0][4] == "2027-06-30"


def test_figures_may_be_handed_on(plan: Workshop) -> None:
    first = block("goals", goal(target=value("second.more.handed.target")))
    handed = goal(target=value("scorecard.margin.target"), name="handed")
    made = examined(plan, first, block("scorecard", KPI) + block("more", handed))
    assert told(made.diagnostics) == []
    assert rows(made, "chapter.first.goals")[0][2] == "49.2%"


def test_the_id_of_a_block_begins_paths(plan: Workshop) -> None:
    first = block("goals", goal(target=value("kpis.margin.target")))
    made = examined(plan, first, block("scorecard", KPI, more="    id: kpis\n"))
    assert told(made.diagnostics) == []
    assert rows(made, "chapter.first.goals")[0][2] == "49.2%"


def test_two_figures_that_wait_for_each_other_are_found(plan: Workshop) -> None:
    first = block("goals", goal(target=value("second.more.b.target")))
    second = block("more", goal(target=value("first.goals.margin.target"), name="b"))
    found = examined(plan, first, second).diagnostics
    assert [(d.code, d.line) for d in found] == [("PG201", 4), ("PG201", 8)]
    assert "waits for this one" in found[0].message


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("scorecard.margin.tarket", "PG201", "scorecard.margin.tarket is no figure of chapter.second.scorecard"),
        ("nowhere.at.all", "PG201", "there is no value nowhere.at.all in the plan"),
        ("first.goals.margin.baseline", "PG201", "is a figure of this same block"),
        ("scorecard.margin.change", "PG006", "2.7个百分点 is a number of percentage points"),
        ("target", "PG201", "target can mean several values"),
    ],
)
def test_a_figure_that_cannot_be_had_is_found_at_its_place(plan: Workshop, path: str, code: str, words: str) -> None:
    second = block("scorecard", KPI, KPI.replace("margin", "other").replace("毛利率", "另一项"))
    found = [d for d in examined(plan, block("goals", goal(target=value(path))), second).diagnostics if d.code == code]
    assert [(d.line, d.column) for d in found] == [(4, 63)]
    assert words in found[0].message
    assert found[0].hint


def test_a_figure_of_a_flagged_block_leaves_the_block_open(plan: Workshop) -> None:
    second = "  scorecard:\n    flag: {reason: 待核定, owner: 甲, due: 2027-01-01}\n"
    made = examined(plan, block("goals", goal(target=value("scorecard.margin.target"))), second)
    assert [d.code for d in made.diagnostics] == ["PG206", "PG104"]
    assert [gap.path for gap in query(made.document, Gap)] == ["chapter.first.goals"]


def test_an_expression_that_prints_no_figure_is_refused_where_a_number_belongs(plan: Workshop) -> None:
    found = examined(
        plan, block("goals", goal(target="'约{{ value(\"scorecard.margin.target\") }}'")), block("scorecard", KPI)
    )
    assert [d.code for d in found.diagnostics] == ["PG006"]
    assert '约{{ value("scorecard.margin.target") }} is not a number' in found.diagnostics[0].message


FACTS = """\
start:
  statement: 基期毛利率
  value: "46.5"
  unit: "%"
  source: {name: 管理报表, publisher: 财务部, date: 2025}
  status: verified
  checked_on: 2025-12-01
"""
SOURCES = "---\nid: data_sources\ntitle: 来源\nomit_if_empty: true\n---\n{{ source_list() }}\n"


def test_a_fact_may_stand_for_a_number_and_is_cited_below_the_table(plan: Workshop) -> None:
    plan.path("facts.yaml").write_text(FACTS, "utf-8")
    plan.path("templates/case/appendices/01-sources.md.j2").parent.mkdir()
    plan.path("templates/case/appendices/01-sources.md.j2").write_text(SOURCES, "utf-8")
    made = examined(
        plan, block("goals", goal(baseline="'{{ fact.start }}'"), goal(baseline="'{{ fact.start }}'", name="b"))
    )
    assert told(made.diagnostics) == []
    assert [row[1] for row in rows(made, "chapter.first.goals")] == ["46.5%", "46.5%"]
    (table,) = [table for table in query(made.document, Table) if table.id == "chapter.first.goals"]
    assert [citation.fact for citation in query(table, Citation)] == ["start"]
    assert "".join(map(plain_text, table.note)).endswith("数据来源：基期毛利率：46.5%。")
    assert [row[1] for row in rows(made, "sources")] == ["基期毛利率：46.5%"]


def test_a_fault_is_said_once_and_not_again_by_all_that_take_figures_of_its_block(plan: Workshop) -> None:
    first = block("goals", goal(target=value("second.more.handed.target")))
    handed = goal(target=value("scorecard.margin.target"), name="handed")
    faulty = KPI.replace("target: 49.2%", "target: 很高")
    assert faulty != KPI
    made = examined(plan, first, block("scorecard", faulty) + block("more", handed))
    assert [(d.code, d.line) for d in made.diagnostics] == [("PG006", 8)]
    assert "很高 is not a number" in made.diagnostics[0].message


def test_what_else_is_wrong_with_a_block_is_said_although_it_waits_in_vain(plan: Workshop) -> None:
    first = block("goals", goal(target=value("scorecard.margin.target"), by="有朝一日"))
    made = examined(plan, first, block("scorecard", KPI.replace("target: 49.2%", "target: 很高")))
    assert [(d.code, d.line) for d in made.diagnostics] == [("PG006", 4), ("PG006", 8)]


def test_a_circle_is_said_once_in_each_block_with_the_place_of_the_other(plan: Workshop) -> None:
    first = block("goals", goal(target=value("second.more.b.target"), baseline=value("second.more.b.baseline")))
    second = block("more", goal(target=value("first.goals.margin.target"), name="b"))
    found = examined(plan, first, second).diagnostics
    assert [(d.code, d.line) for d in found] == [("PG201", 4), ("PG201", 8)]
    assert "content/acme/01-chapter.yaml:7:5" in found[0].message
    assert "content/acme/01-chapter.yaml:3:5" in found[1].message


def test_a_short_path_that_only_later_means_several_figures_is_found(plan: Workshop) -> None:
    first = block("goals", goal(target=value("b.target")))
    second = block("scorecard", KPI.replace("id: margin", "id: b"))
    second += block("more", goal(target=value("scorecard.b.target"), name="b"))
    found = examined(plan, first, second).diagnostics
    assert [(d.code, d.line, d.column) for d in found] == [("PG201", 4, 64)]
    assert "chapter.second.more.b.target, chapter.second.scorecard.b.target" in found[0].message
    assert examined(plan, first.replace("b.target", "scorecard.b.target"), second).diagnostics == ()
