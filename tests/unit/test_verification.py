"""The list of what is still to be verified."""

from __future__ import annotations

from plangen.doctree import Document, Heading, Paragraph, Table, plain_text, query
from tests.workshop import Workshop

MORE = "{}: {{statement: 论断{}, value: 3, source: {{name: 二}}, status: unverified{}}}\n"


def made(workshop: Workshop) -> Document:
    document = workshop.examine().document
    assert document is not None
    return document


def rows(document: Document) -> list[list[str]]:
    (table,) = [table for table in query(document, Table) if table.id == "unverified"]
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def test_figures_stand_by_the_chapter_that_cites_them_first_and_by_their_owner(workshop: Workshop) -> None:
    ledger = workshop.path("facts.yaml")
    names = "abcdef"
    text = ledger.read_text("utf-8")
    text += "".join(MORE.format(name, name, ", owner: 甲" if name == "f" else "") for name in names)
    ledger.write_text(text, "utf-8")
    cited = "据" + "".join(f"{{{{ fact.{name} }}}}" for name in names)
    workshop.edit(
        "02-delivery.yaml", "money:\n  text: 总投入", f"money:\n  text: {cited}又{{{{ fact.market_size }}}}总投入"
    )
    assert rows(made(workshop)) == [
        ["一、战略方向", "市场部", "1", "[1]"],
        ["二、落地安排", "市场部", "5", "[4]—[8]"],
        ["二、落地安排", "甲", "1", "[9]"],
        ["合计", "—", "7", "—"],
    ]


def test_two_numbers_are_no_range_and_nobody_is_a_dash(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "facts: {owner: 市场部}\n", "")
    workshop.edit("facts.yaml", "status: verified\n  checked_on: 2025-12-01", "status: unverified")
    assert rows(made(workshop)) == [["一、战略方向", "—", "2", "[1]、[2]"]]


def test_where_all_is_verified_a_sentence_says_so(workshop: Workshop) -> None:
    workshop.edit("facts.yaml", "status: unverified", "status: verified\n  checked_on: 2025-12-01")
    document = made(workshop)
    assert not [table for table in query(document, Table) if table.id == "unverified"]
    assert "本方案引用的数据均已核实。" in [plain_text(node) for node in query(document, Paragraph)]


def test_an_appendix_of_the_list_alone_is_left_out_where_all_is_verified(workshop: Workshop) -> None:
    appendices = workshop.root / "templates" / "small" / "appendices"
    (appendices / "00-todo.md.j2").write_text(
        "---\nid: todo\ntitle: 待核实\nomit_if_empty: true\n---\n{{ unverified_list() }}\n", "utf-8"
    )
    workshop.edit("templates/small/appendices/01-sources.md.j2", "\n{{ unverified_list() }}\n", "")
    assert "todo" in [heading.id for heading in query(made(workshop), Heading)]
    workshop.edit("facts.yaml", "status: unverified", "status: verified\n  checked_on: 2025-12-01")
    assert "todo" not in [heading.id for heading in query(made(workshop), Heading)]


def test_a_document_does_not_depend_on_the_day(workshop: Workshop) -> None:
    from datetime import date

    workshop.edit("templates/small/pack.yaml", "title:", "facts: {stale_after: 1 day}\ntitle:")
    late = workshop.examine(today=date(2040, 1, 1))
    assert [finding.code for finding in late.diagnostics] == ["PG304"]
    assert late.document == made(workshop)
