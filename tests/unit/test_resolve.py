"""References, citations, generated lists and the contents of a whole document."""

from __future__ import annotations

import pytest

from plangen.diagnostics import Diagnostic
from plangen.doctree import (
    Chart,
    Citation,
    Contents,
    CrossRef,
    Document,
    Footnote,
    Heading,
    Table,
    Text,
    Value,
    plain_text,
    query,
)
from plangen.pack import Chapter, ChapterSpec, slot_places
from plangen.yamltree import parse_yaml
from tests.workshop import Workshop, places

ONE, TWO = "01-direction.yaml", "02-delivery.yaml"
STEP = "- 完成数据盘点"


def resolved(workshop: Workshop) -> tuple[Document, tuple[Diagnostic, ...]]:
    examination = workshop.examine()
    assert examination.document is not None
    return examination.document, examination.diagnostics


def reference(workshop: Workshop, expression: str, file: str = TWO, after: str = STEP) -> tuple[Document, list[str]]:
    """Put an expression into the last list entry of a chapter, and return the document and the findings' words."""
    workshop.edit(file, after, f"{after}，见{{{{ {expression} }}}}")
    document, found = resolved(workshop)
    assert {finding.code for finding in found} <= {"PG201"}
    return document, [f"{finding.message} / {finding.hint}" for finding in found]


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "anchor"),
    [
        ("direction", "第一章", "direction"),
        ("delivery", "第二章", "delivery"),
        ("direction.background", "1.1节", "direction.background"),
        ("background", "1.1节", "direction.background"),
        ("background.trends", "1.1.1节", "direction.background.trends"),
        ("trends", "1.1.1节", "direction.background.trends"),
        ("money.budget", "表5", "delivery.money.budget"),
        ("budget", "表5", "delivery.money.budget"),
        ("delivery.money.budget", "表5", "delivery.money.budget"),
        ("direction.background.market", "表1", "direction.background.market"),
        ("signals", "表2", "direction.background.trends.signals"),
        ("work.roadmap", "表6", "delivery.work.roadmap"),
        ("roadmap.milestones", "表7", "delivery.work.roadmap.milestones"),
        ("register", "表9", "delivery.risks.register"),
        ("register.matrix", "图4", "delivery.risks.register.matrix"),
        ("roadmap.gantt", "图3", "delivery.work.roadmap.gantt"),
        ("data_sources", "附录一", "data_sources"),
        ("sources", "表10", "sources"),
    ],
)
def test_a_reference_may_be_shortened_from_the_left(workshop: Workshop, path: str, text: str, anchor: str) -> None:
    document, found = reference(workshop, f'ref("{path}")')
    assert found == []
    (node,) = [node for node in query(document, CrossRef) if node.target == path and node.origin.line == 40]
    assert (node.text, node.anchor) == (text, anchor)
    anchors = {heading.id for heading in query(document, Heading)} | {node.id for node in query(document, Table, Chart)}
    assert node.anchor in anchors


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('value("budget.total")', "1.2亿元"),
        ('value("delivery.money.budget.初期.amount")', "3,000万元"),
        ('value("初期.share")', "25%"),
        ('value("roadmap.critical_days")', "303"),  # 120 days of data, 183 of the platform
        ('value("goals.margin.change")', "+2.7个百分点"),
        ('value("returns.attainment")', "80.0%"),
        ('value("register.traffic.grade")', "极高"),
    ],
)
def test_a_value_says_what_its_block_computed(workshop: Workshop, expression: str, text: str) -> None:
    document, found = reference(workshop, expression)
    assert found == []
    assert [node.text for node in query(document, Value) if node.origin.line == 40] == [text]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('ref("nope")', "there is no place nope in the plan"),
        ('ref("money.bugdet")', "did you mean delivery.money.budget?"),
        ('ref("moeny.budget")', "did you mean delivery.money.budget?"),
        ('ref("money.text")', "money.text is running text"),
        ('ref("money.text")', "refer to the section: delivery.money"),
        ('ref("text")', "refer to the section: delivery.money"),
        ('ref("steps")', "refer to the section: delivery.risks"),
        ('ref("")', "there is no place  in the plan"),
        ('value("budget")', "budget is a whole block; a text cites one of its figures"),
        ('value("budget")', "figures here: total, trial_cap, 初期.share"),
        ('value("scorecard.returns.owner")', "scorecard.returns.owner is no figure of direction."),
        ('value("scorecard.returns.owner")', "did you mean direction."),
        ('value("money.text")', "money.text is text and holds no figure"),
        ('value("budget.totl")', "did you mean delivery.money.budget.total?"),
        ('value("baseline")', "baseline can mean several values"),
        ('value("nope.name")', "there is no value nope.name in the plan"),
    ],
)
def test_a_reference_to_nothing_says_what_is_near(workshop: Workshop, expression: str, words: str) -> None:
    _, found = reference(workshop, expression)
    assert len(found) == 1
    assert words in found[0]


NEAR = """\
---
id: {id}
title: 题{id}
slots:
  text: {{type: prose}}
sections:
  only: {{title: 甲, sections: {{deep: {{title: 乙}}}}}}
  twice: {{title: 丙, sections: {{twice: {{title: 丁}}}}}}
  {own}: {{title: 戊}}
---
{{{{ text }}}}

## {{{{ only.title }}}}

### {{{{ only.deep.title }}}}

## {{{{ twice.title }}}}

### {{{{ twice.twice.title }}}}

## {{{{ {own}.title }}}}
"""


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("only", ["1.1节", "2.1节"]),  # both chapters have one: each means its own
        ("deep", ["1.1.1节", "2.1.1节"]),  # further down it is still the nearer one
        ("twice", ["1.2节", "2.2节"]),  # right below the chapter before further down
        ("twice.twice", ["1.2.1节", "2.2.1节"]),
        ("one.deep", None),  # no such place
        ("left", ["1.3节", "1.3节"]),  # only one chapter has it
        ("one", ["第一章", "第一章"]),
    ],
)
def test_the_nearer_place_is_meant(workshop: Workshop, path: str, texts: list[str] | None) -> None:
    folder = workshop.root / "templates" / "small" / "chapters"
    for stem, identifier, own in (("01-direction", "one", "left"), ("02-delivery", "two", "right")):
        (folder / f"{stem}.md.j2").write_text(NEAR.format(id=identifier, own=own), "utf-8")
        workshop.path(f"{stem}.yaml").write_text(f"text: 见{{{{ ref('{path}') }}}}\n", "utf-8")
    workshop.path("facts.yaml").unlink()
    document, found = resolved(workshop)
    if texts is None:
        assert [finding.code for finding in found] == ["PG201", "PG201"]
    else:
        assert found == ()
        assert [node.text for node in query(document, CrossRef)] == texts


def test_a_place_of_two_other_chapters_is_ambiguous(workshop: Workshop) -> None:
    layout = "---\nid: open\ntitle: 附\nslots:\n  t: {type: prose}\n---\n{{ t }}\n"
    (workshop.root / "templates" / "small" / "chapters" / "03-more.md.j2").write_text(layout, "utf-8")
    workshop.edit("templates/small/appendices/02-open.md.j2", "id: open", "id: todo")
    workshop.edit("templates/small/chapters/02-delivery.md.j2", "  money:\n", "  targets:\n    title: 又\n  money:\n")
    workshop.edit("templates/small/chapters/02-delivery.md.j2", "## {{ money", "## {{ targets.title }}\n\n## {{ money")
    workshop.path("03-more.yaml").write_text("t: 见{{ ref('targets') }}\n", "utf-8")
    _, found = resolved(workshop)
    assert places(found) == ["PG201 03-more.yaml:1:5"]
    assert found[0].message == "targets can mean several places: delivery.targets, direction.targets"


def test_an_open_table_is_referred_to_by_its_section(workshop: Workshop) -> None:
    text = workshop.path(TWO).read_text("utf-8")
    start, end = text.index("  budget:"), text.index("work:")
    flag = "  budget:\n    flag: {reason: 等待, owner: 甲, due: 2026-12-31}\n"
    workshop.path(TWO).write_text(
        text[:start].replace('{{ value("budget.total") }}', "已定") + flag + text[end:], "utf-8"
    )
    document, found = resolved(workshop)
    assert [finding.code for finding in found] == ["PG104"]
    assert [node.text for node in query(document, CrossRef) if node.target == "money.budget"] == ["2.1节"]


def test_a_value_of_an_open_block_says_so(workshop: Workshop) -> None:
    text = workshop.path(TWO).read_text("utf-8")
    start, end = text.index("  budget:"), text.index("work:")
    flag = "  budget:\n    flag: {reason: 等待, owner: 甲, due: 2026-12-31}\n"
    workshop.path(TWO).write_text(text[:start] + flag + text[end:], "utf-8")
    document, found = resolved(workshop)
    assert places(found) == [f"PG206 {TWO}:2:12", f"PG104 {TWO}:4:5"]
    assert {finding.severity for finding in found} == {"warning"}
    assert "〔数值尚未提供〕" in [node.text for node in query(document, Value)]
    assert "is not there yet, since delivery.money.budget is flagged" in found[0].message


# --- citations, footnotes, lists -------------------------------------------------------------------------------------


def test_citations_are_numbered_by_their_first_place_and_listed_once(workshop: Workshop) -> None:
    workshop.edit(TWO, STEP, f"{STEP}，规模{{{{ fact.market_size }}}}")
    document, found = resolved(workshop)
    assert found == ()
    assert [(c.fact, c.number) for c in query(document, Citation)] == [
        *(("market_size", 1), ("market_growth", 2), ("market_size", 1), ("market_size", 1)),
    ]
    (sources,) = [table for table in query(document, Table) if table.id == "sources"]
    assert [[plain_text(cell) for cell in row.cells] for row in sources.rows] == [
        *(
            ["[1]", "目标市场规模：1,200亿元", "行业年鉴，行业协会，2025-06-30", "2025年", "未核实", "1.1、1.2、2.3"],
            ["[2]", "目标市场增速：8.5%", "公司测算，战略部，2025-11", "—", "已核实", "1.1"],
        ),
    ]
    assert [row.cells[4].tone for row in sources.rows] == ["warn", "good"]


def test_a_source_is_named_where_it_is_first_cited(workshop: Workshop) -> None:
    workshop.edit(TWO, STEP, f"{STEP}，规模{{{{ fact.market_size }}}}")
    document, _ = resolved(workshop)
    assert [(c.fact, c.source) for c in query(document, Citation)] == [
        ("market_size", "行业年鉴，行业协会，2025-06-30，2025年，未核实"),
        ("market_growth", "公司测算，战略部，2025-11，已核实"),
        *[("market_size", "")] * 2,
    ]


def test_what_tables_and_notes_alone_cite_has_no_note_and_the_last_number(workshop: Workshop) -> None:
    workshop.edit(ONE, '"1,200亿元"', '"{{ fact.market_growth }}"')
    workshop.edit(ONE, "未经审计", "另见{{ fact.market_growth }}")
    workshop.edit(ONE, "年增速\n    {{ fact.market_growth }}，见", "见")
    document, _ = resolved(workshop)
    assert [(c.fact, c.number, bool(c.source)) for c in query(document, Citation)] == [
        *(("market_size", 1, True), ("market_growth", 3, False)),
        *(("market_growth", 3, False), ("market_size", 1, False)),
    ]
    assert [note.number for note in query(document, Footnote)] == [2]
    (sources,) = [table for table in query(document, Table) if table.id == "sources"]
    assert [(row.number, plain_text(row.cells[0])) for row in sources.rows] == [(1, "[1]"), (3, "[3]")]


def test_a_plan_without_citations_has_no_source_list(workshop: Workshop) -> None:
    workshop.edit(ONE, "市场规模为{{ fact.market_size }}，增长放缓", "增长放缓")
    workshop.edit(ONE, "规模为{{ fact.market_size }}，年增速\n    {{ fact.market_growth }}，见", "见")
    document, found = resolved(workshop)
    assert [finding.code for finding in found] == ["PG307", "PG307"]
    assert [heading.id for heading in query(document, Heading) if heading.appendix] == []
    assert not [table for table in query(document, Table) if table.id == "sources"]


def test_open_items_are_listed_with_their_place(workshop: Workshop) -> None:
    workshop.edit(TWO, "  steps:\n    - 成立项目组，明确负责人\n    - 完成数据盘点\n", "")
    workshop.edit(
        ONE,
        "    text: 渠道走向融合，详见[说明](https://example.com/note)。",
        "    text: {flag: {reason: 等待调研, owner: 市场部, due: 2026-12-31}}",
    )
    document, _ = resolved(workshop)
    assert [h.number for h in query(document, Heading) if h.appendix] == ["附录一", "附录二"]
    (table,) = [table for table in query(document, Table) if table.id == "open_items.list"]
    assert [[plain_text(cell) for cell in row.cells] for row in table.rows] == [
        ["1", "1.1 行业背景", "趋势判断", "等待调研", "市场部", "2026-12-31"],
        ["2", "2.3 风险", "正文", "本处为必填内容，尚未提供", "—", "—"],
    ]


def test_an_open_table_named_like_its_section_is_not_taken_for_text() -> None:
    """Both would be listed as 正文 below 行动清单, were the table known by its caption alone."""
    slots = {"text": {"type": "prose"}, "list": {"type": "action_list"}, "risks": {"type": "risk_register"}}
    spec = ChapterSpec.model_validate({"id": "actions", "title": "行动清单", "slots": slots})
    front, _ = parse_yaml("{}", "01.md.j2")
    assert front is not None
    chapter = Chapter("01", "01.md.j2", spec, "", 1, front)
    titles = [place.title for place in slot_places(chapter, "zh")]
    assert titles == ["行动清单", "行动清单 · 表", "行动清单 · 风险登记册"]


def test_notes_and_sources_count_through_the_document_together(workshop: Workshop) -> None:
    workshop.edit(TWO, "分段拨付", "分段拨付[^1]")
    workshop.edit(TWO, "  text: 总投入", "  text: |\n    总投入")
    workshop.edit(TWO, '{{ ref("money.budget") }}。', '{{ ref("money.budget") }}。\n\n    [^1]: 第二注')
    document, found = resolved(workshop)
    assert found == ()
    assert [(note.number, "".join(map(plain_text, note.children))) for note in query(document, Footnote)] == [
        (3, "口径为管理报表，未经审计。"),
        (4, "第二注"),
    ]


# --- contents --------------------------------------------------------------------------------------------------------


def test_contents_list_headings_and_tables_as_they_stand(workshop: Workshop) -> None:
    workshop.edit("templates/small/pack.yaml", "tables]", "tables, figures]")
    document, found = resolved(workshop)
    assert found == ()
    headings, tables, figures = list(query(document, Contents))
    assert [(entry.level, entry.number, entry.title, entry.anchor) for entry in headings.entries] == [
        (1, "一、", "战略方向", "direction"),
        (2, "1.1", "行业背景", "direction.background"),
        (3, "1.1.1", "趋势判断", "direction.background.trends"),
        (2, "1.2", "目标体系", "direction.targets"),
        (1, "二、", "落地安排", "delivery"),
        (2, "2.1", "投入", "delivery.money"),
        (2, "2.2", "进度与分工", "delivery.work"),
        (2, "2.3", "风险", "delivery.risks"),
        (1, "附录一", "数据来源", "data_sources"),
    ]
    assert [(entry.number, entry.title) for entry in tables.entries] == [
        ("表 1", "市场概况"),
        ("表 2", "观察信号"),
        ("表 3", "战略目标体系"),
        ("表 4", "平衡计分卡"),
        ("表 5", "分阶段投入计划"),
        ("表 6", "总体进度"),
        ("表 7", "里程碑与验收标准"),
        ("表 8", "责任分工矩阵"),
        ("表 9", "风险登记册"),
        ("表 10", "数据来源清单"),
        ("表 11", "待核实数据"),
    ]
    assert [(entry.number, entry.title) for entry in figures.entries] == [
        ("图 1", "平衡计分卡：各指标达成度与目标的差距"),
        ("图 2", "各阶段投入金额"),
        ("图 3", "实施进度甘特图"),
        ("图 4", "风险矩阵"),
    ]
    assert {entry.anchor for entry in figures.entries} == {chart.id for chart in query(document, Chart)}
    targets = {heading.id for heading in query(document, Heading)} | {node.id for node in query(document, Table, Chart)}
    assert all(entry.anchor in targets for entry in (*headings.entries, *tables.entries))


def test_headings_of_the_content_are_numbered_below_their_section(workshop: Workshop) -> None:
    workshop.edit(ONE, "    公司的位置：", "    # 公司\n\n    ## 位置\n\n    公司的位置：")
    document, found = resolved(workshop)
    assert found == ()
    numbers = {plain_text(heading): (heading.level, heading.number) for heading in query(document, Heading)}
    assert numbers["公司"] == (3, "1.1.1")
    assert numbers["位置"] == (4, "（1）")
    assert numbers["趋势判断"] == (3, "1.1.2")
    (contents, _) = query(document, Contents)
    titles = [entry.title for entry in contents.entries]
    assert "公司" in titles
    assert "位置" not in titles  # only three levels are listed


def test_every_node_of_the_content_knows_where_it_was_written(workshop: Workshop) -> None:
    document, _ = resolved(workshop)
    for node in query(document, Heading, Table, CrossRef, Value, Citation):
        if isinstance(node, Table) and node.id in ("sources", "unverified"):
            continue
        assert node.origin is not None
        line = workshop.path(node.origin.file).read_text("utf-8").splitlines()[node.origin.line - 1]
        rest = line[node.origin.column - 1 :]
        match node:
            case Heading():
                assert rest.startswith(plain_text(node))
            case CrossRef() | Value() | Citation():
                assert rest.startswith("{{")
    texts = [text.text for text in query(document, Text)]
    assert not [text for text in texts if "\ue000" in text or "\ue002" in text or "\ue004" in text]


def test_a_figure_that_a_fault_of_its_block_keeps_back_is_no_second_finding(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", "end: 2026-05-31,", "end: 2026-05-31, after: [platform],")
    workshop.edit(
        "02-delivery.yaml", "  text: 总投入", '  text: 关键路径{{ value("roadmap.critical_days") }}天，总投入'
    )
    assert {finding.code for finding in workshop.examine().diagnostics} == {"PG403", "PG410"}
