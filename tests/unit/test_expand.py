"""Slots as nodes: tables, lists, prose under its heading, and the layout around them."""

from __future__ import annotations

import pytest

from plangen.doctree import (
    Box,
    Chart,
    Document,
    Flag,
    Heading,
    ListBlock,
    Paragraph,
    Slot,
    Strong,
    Table,
    Text,
    plain_text,
    query,
)
from plangen.expand import part_of
from tests.workshop import Workshop

ONE, TWO = "01-direction.yaml", "02-delivery.yaml"
LAYOUT = "templates/small/chapters/01-direction.md.j2"


def document(workshop: Workshop) -> Document:
    examination = workshop.examine()
    assert examination.diagnostics == ()
    assert examination.document is not None
    return examination.document


def signals(workshop: Workshop, text: str) -> Table:
    """Put a table into the optional slot of the small plan, and return what becomes of it."""
    path = workshop.path(ONE)
    whole = path.read_text("utf-8")
    start, end = whole.index("    signals:"), whole.index("targets:")
    indented = "".join(f"      {line}\n" for line in text.splitlines())
    path.write_text(f"{whole[:start]}    signals:\n{indented}{whole[end:]}", "utf-8")
    (table,) = [t for t in query(document(workshop), Table) if t.id == "direction.background.trends.signals"]
    return table


def rows(table: Table) -> list[list[str]]:
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def test_numbers_stand_right_except_in_the_first_column(workshop: Workshop) -> None:
    table = signals(
        workshop,
        "columns: [年份, 金额, 占比, 说明, 空, 混合]\nrows:\n"
        '  - ["2026", "1,200万元", 25%, 见1, "", "5"]\n  - ["2027", —, -3.5%, 见2, "", 约5]',
    )
    assert [column.align for column in table.columns] == ["left", "right", "right", "left", "left", "left"]


def test_rows_by_column_name_stand_in_the_order_of_the_first(workshop: Workshop) -> None:
    table = signals(workshop, "rows:\n  - {一: 甲, 二: 乙}\n  - {二: 丁, 一: 丙}\n  - {一: 戊}\ntotal_row: true")
    assert [column.title for column in table.columns] == ["一", "二"]
    assert rows(table) == [["甲", "乙"], ["丙", "丁"], ["戊", ""]]
    assert [row.kind for row in table.rows] == ["body", "body", "total"]


def test_markdown_and_expressions_work_in_cells_and_notes(workshop: Workshop) -> None:
    table = signals(
        workshop,
        "columns: [一]\nrows:\n  - [\"**重**{{ fact.market_size }}，见{{ ref('budget') }}\"]\n"
        "note: \"共{{ value('budget.total') }}\"",
    )
    assert rows(table) == [["重1,200亿元，见表4"]]
    assert isinstance(table.rows[0].cells[0].children[0], Strong)
    assert "".join(map(plain_text, table.note)) == "共1.2亿元"


def test_the_caption_of_the_content_goes_before_that_of_the_template(workshop: Workshop) -> None:
    workshop.edit(ONE, "    rows:\n      - [市场规模", "    caption: 另一题名\n    rows:\n      - [市场规模")
    captions = [table.caption for table in query(document(workshop), Table)]
    assert captions[:2] == ["另一题名", "观察信号"]


def test_a_table_without_caption_has_no_number(workshop: Workshop) -> None:
    workshop.edit(ONE, "      caption: 观察信号\n", "")
    numbers = [(table.id.rpartition(".")[2], table.number) for table in query(document(workshop), Table)][:3]
    assert numbers == [("market", 1), ("signals", 0), ("goals", 2)]


@pytest.mark.parametrize(("ordered", "expected"), [("true", True), ("false", False)])
def test_a_list_is_ordered_if_the_template_says_so(workshop: Workshop, ordered: str, expected: bool) -> None:
    workshop.edit("templates/small/chapters/02-delivery.md.j2", "ordered: true", f"ordered: {ordered}")
    assert [block.ordered for block in query(document(workshop), ListBlock)] == [False, expected]


def test_headings_in_prose_stand_below_the_heading_they_follow(workshop: Workshop) -> None:
    workshop.edit(ONE, "    公司的位置：", "    # 甲\n\n    公司的位置：")
    workshop.edit(ONE, "text: 渠道走向融合", "text: |\n      # 乙\n\n      渠道走向融合")
    levels = {plain_text(heading): heading.level for heading in query(document(workshop), Heading)}
    assert (levels["甲"], levels["乙"]) == (3, 4)


def test_an_unused_optional_slot_leaves_nothing_behind(workshop: Workshop) -> None:
    workshop.edit(
        ONE, "key_points:\n  - 市场规模为{{ fact.market_size }}，增长放缓。\n  - 目标只设两个，口径统一。\n", ""
    )
    made = document(workshop)
    assert not list(query(made, Box))
    assert "direction.key_points" not in [slot.path for slot in query(made, Slot)]


def test_text_of_the_layout_is_a_paragraph_at_its_line(workshop: Workshop) -> None:
    (paragraph,) = [block for block in document(workshop).blocks if isinstance(block, Paragraph)]
    assert paragraph.children == (Text("以下目标与指标共用一套口径。"),)
    assert paragraph.origin is not None
    line = workshop.path(LAYOUT).read_text("utf-8").splitlines()[paragraph.origin.line - 1]
    assert (paragraph.origin.file, line) == (LAYOUT, "以下目标与指标共用一套口径。")


def test_a_heading_of_the_layout_may_be_written_out(workshop: Workshop) -> None:
    workshop.edit(LAYOUT, "以下目标", "### 写在版式里的标题\n\n以下目标")
    (heading,) = [h for h in query(document(workshop), Heading) if plain_text(h) == "写在版式里的标题"]
    assert (heading.level, heading.number) == (3, "1.2.1")
    assert heading.origin is not None
    assert workshop.path(LAYOUT).read_text("utf-8").splitlines()[heading.origin.line - 1] == "### 写在版式里的标题"


def test_lists_of_the_layout_lose_their_line_numbers(workshop: Workshop) -> None:
    workshop.edit(LAYOUT, "以下目标", "- 甲\n- 乙\n\n> 丙\n\n以下目标")
    texts = [text.text for text in query(document(workshop), Text)]
    assert {"甲", "乙", "丙"} <= set(texts)
    assert not [text for text in texts if "\ue004" in text]


def test_meta_is_what_plan_yaml_says(workshop: Workshop) -> None:
    workshop.edit(
        "plan.yaml",
        "client: 安可公司\n",
        "client: 安可公司\nsubtitle: 副题\ncompany: 咨询\nauthor: 项目组\n"
        "keywords: [一, 二]\nconfidentiality: 机密\nsubject: 题材\n",
    )
    meta = document(workshop).meta
    assert (meta.title, meta.client, meta.subtitle, meta.company, meta.author) == (
        *("安可公司三年方案", "安可公司", "副题", "咨询", "项目组"),
    )
    assert (meta.date, meta.version, meta.keywords, meta.confidentiality) == ("2026-01-05", "1.0", ("一", "二"), "机密")
    assert (meta.subject, meta.language, meta.draft) == ("题材", "zh", True)
    assert [(r.version, r.date, r.author, r.note) for r in meta.revisions] == [("1.0", "2026-01-05", "项目组", "定稿")]


# --- parts of blocks -------------------------------------------------------------------------------------------------

DELIVERY = "templates/small/chapters/02-delivery.md.j2"


def test_a_part_of_a_block_stands_where_the_layout_puts_it(workshop: Workshop) -> None:
    workshop.edit(DELIVERY, "{{ risks.register }}", '{{ part(work.roadmap, "milestones") }}\n\n{{ risks.register }}')
    examination = workshop.examine()
    assert examination.diagnostics == ()
    places: dict[str, list[str]] = {}
    section = ""
    for node in query(examination.document, Heading, Table, Chart):
        if isinstance(node, Heading):
            section = node.id
        else:
            places.setdefault(section, []).append(node.id)
    assert "delivery.work.roadmap.milestones" not in places["delivery.work"]
    assert places["delivery.work"][0] == "delivery.work.roadmap"
    assert places["delivery.risks"][0] == "delivery.work.roadmap.milestones"
    slots = [slot.path for slot in query(examination.document, Slot)]
    assert len(slots) == len(set(slots))
    assert "delivery.work.roadmap.milestones" in slots


def test_a_node_goes_to_the_part_that_names_it_best_and_to_no_other() -> None:
    table, chart = Table((), (), id="a.model.flows"), Table((), (), id="a.model.flows_chart")
    assert [part_of(node, "a.model", ["flows"]) for node in (table, chart)] == ["flows", "flows"]
    both = ["flows", "flows_chart"]
    assert [part_of(node, "a.model", both) for node in (table, chart)] == ["flows", "flows_chart"]
    assert part_of(Table((), (), id="a.model.flowsheet"), "a.model", both) is None
    assert part_of(Table((), (), id="a.model"), "a.model", both) is None


def test_an_open_block_shows_its_flag_in_each_place_and_is_listed_once(workshop: Workshop) -> None:
    workshop.edit(DELIVERY, "{{ risks.register }}", '{{ part(work.roadmap, "milestones") }}\n\n{{ risks.register }}')
    text = workshop.path("02-delivery.yaml").read_text("utf-8")
    start, end = text.index("  roadmap:\n"), text.index("  roles:\n")
    flag = "  roadmap:\n    flag: {reason: 等待排期, owner: 项目组, due: 2027-01-31}\n"
    workshop.path("02-delivery.yaml").write_text(text[:start] + flag + text[end:], "utf-8")
    document = workshop.examine().document
    assert [flag.path for flag in query(document, Flag)] == ["delivery.work.roadmap"] * 2
    (listed,) = [table for table in query(document, Table) if table.id == "open_items.list"]
    assert len(listed.rows) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            '{{ part(work.roadmap, "milestones") }}\n\n{{ part(work.roadmap, "milestones") }}',
            "part delivery.work.roadmap.",
        ),
        ('{{ part("x", "milestones") }}', "part() takes a slot and the name of a part"),
        ("{{ part(work.roadmap, 3) }}", "part() takes a slot and the name of a part"),
        ('{{ part(money.text, "milestones") }}', "delivery.money.text has no parts"),
    ],
)
def test_a_part_that_cannot_be_is_a_fault_of_the_template(workshop: Workshop, line: str, words: str) -> None:
    workshop.edit(DELIVERY, "{{ risks.register }}", f"{line}\n\n{{{{ risks.register }}}}")
    found = [finding for finding in workshop.examine().diagnostics if finding.code == "PG011"]
    assert len(found) == 1
    assert words in found[0].message
    assert found[0].file == DELIVERY


def test_a_template_may_leave_the_charts_of_a_block_out(workshop: Workshop) -> None:
    shown = [chart.id for chart in query(document(workshop), Chart)]
    assert "delivery.money.budget.chart" in shown
    workshop.edit(DELIVERY, "type: staged_budget,", "type: staged_budget, charts: false,")
    made = document(workshop)
    assert [chart.id for chart in query(made, Chart)] == [
        name for name in shown if name != "delivery.money.budget.chart"
    ]
    assert [table.id for table in query(made, Table) if table.id == "delivery.money.budget"]
