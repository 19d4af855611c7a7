"""A plan in English: the same words exist in both languages, and a whole plan comes out in one of them."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from plangen.blocks.performance.indicators import Direction
from plangen.doctree import Flag, Heading, Paragraph, Table, plain_text, query
from plangen.guidance import WORDS
from plangen.labels import LABELS, label, localised_date, short_date
from plangen.messages import set_language, translate
from plangen.model import Part
from plangen.quantities import brief
from plangen.render.readback import html_text
from plangen.rules.completeness import count_characters
from tests.workshop import Workshop


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    assert set(LABELS["zh"]) == set(LABELS["en"])
    for key, chinese in LABELS["zh"].items():
        english = LABELS["en"][key]
        assert set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)(?::[^{}]+)?\}", english)), key
        assert not re.search(r"[\u4e00-\u9fff]", english), key
    assert set(WORDS["zh"]) == set(WORDS["en"])


@pytest.fixture
def english(workshop: Workshop) -> Workshop:
    workshop.edit("templates/small/pack.yaml", "title: 小方案", "title: A small plan\nlanguage: en\nnumbering: decimal")
    return workshop


def test_a_plan_takes_the_language_of_its_pack(english: Workshop) -> None:
    english.edit("02-delivery.yaml", "  steps:\n    - 成立项目组，明确负责人\n    - 完成数据盘点\n", "")
    examination = english.examine()
    assert examination.document is not None
    assert examination.document.meta.language == "en"
    numbers = [heading.number for heading in query(examination.document, Heading)]
    assert numbers == ["1", "1.1", "1.1.1", "1.2", "2", "2.1", "2.2", "2.3", "Appendix A", "Appendix B"]
    captions = [table.caption for table in query(examination.document, Table)]
    assert captions[2:4] == ["Goals", "Balanced scorecard"]
    assert captions[-3:] == ["Sources", "Figures still to be verified", "Open items"]
    run = english.run("build", "acme", "--to", "html")
    text = html_text((english.root / "output" / "acme" / "acme.html").read_bytes())
    assert run.code == 0
    assert "Draft" in text
    assert "This part is required and has not been provided" in text
    assert not [word for word in ("草稿", "目录", "基期值", "平衡计分卡", "责任分工", "关键路径") if word in text]


def test_one_plan_may_choose_another_language(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "client:", "language: en\nclient:")
    examination = workshop.examine()
    assert examination.document is not None
    (sources,) = [table for table in query(examination.document, Table) if table.id == "sources"]
    assert [column.title for column in sources.columns][:3] == ["No.", "Statement", "Source"]
    assert not list(query(examination.document, Flag))


def test_a_new_plan_explains_itself_in_the_language_of_the_pack(english: Workshop) -> None:
    assert english.run("new", "beta", "--template", "small").code == 0
    plan = (english.root / "content" / "beta" / "plan.yaml").read_text("utf-8")
    chapter = (english.root / "content" / "beta" / "02-delivery.yaml").read_text("utf-8")
    assert "# The plan itself" in plan
    assert 'title: "A small plan"' in plan
    assert "(text, Markdown, required, at least 10 words)" in chapter
    assert english.run("check", "beta").code == 1


@pytest.mark.parametrize(
    ("iso", "chinese", "english"),
    [
        ("2026-03-01", "2026年3月1日", "1 March 2026"),
        ("2026-12", "2026年12月", "December 2026"),
        ("2026", "2026年", "2026"),
        ("", "", ""),
    ],
)
def test_dates(iso: str, chinese: str, english: str) -> None:
    assert localised_date("zh", iso) == chinese
    assert localised_date("en", iso) == english


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("一二三", 3),
        ("一，二。三！", 3),
        ("two words", 2),
        ("don't re-do v1.2", 3),
        ("2026年3月", 4),
        ("ＡＢ", 2),
        ("AI技术GMV", 4),
        ("1,200.5亿元", 3),
        ("—…（）", 0),
    ],
)
def test_characters_count_as_an_editor_counts(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_what_is_written_in_a_table_counts_once(workshop: Workshop) -> None:
    examination = workshop.examine()
    (table,) = [t for t in query(examination.document, Table) if t.id == "direction.background.market"]
    assert count_characters(plain_text(table)) > 10


@pytest.mark.parametrize(
    ("iso", "short"),
    [
        ("2025-09-18", "18\u00a0Sep\u00a02025"),
        ("2026-05-01", "1\u00a0May\u00a02026"),
        ("2025-06", "Jun\u00a02025"),
        ("2025", "2025"),
        ("September 2025", "September 2025"),
        ("2024–2025", "2024–2025"),
        ("", ""),
    ],
)
def test_dates_are_short_in_cells_and_notes(iso: str, short: str) -> None:
    assert short_date("en", iso) == short
    assert short_date("zh", iso) == iso


def test_one_of_a_thing_is_singular() -> None:
    assert (
        label("en", "alt_schedule", tasks=1, milestones=2, start="a", end="b") == "1 task and 2 milestones from a to b"
    )
    assert label("en", "decision_note", hours=1, rule="{x:y|z}") == "Decisions are due within 1 hour: {x:y|z}. "
    assert label("en", "decision_note", hours=21, rule="all") == "Decisions are due within 21 hours: all. "


def test_points_are_short_in_cells_and_whole_in_prose(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "client:", "language: en\nclient:")
    workshop.edit("02-delivery.yaml", "总投入", '提高{{ value("targets.goals.margin.change") }}，总投入')
    document = workshop.examine().document
    assert document
    cells = {plain_text(cell) for table in query(document, Table) for row in table.rows for cell in row.cells}
    assert {text for text in cells if text.endswith("\u00a0pp")}
    assert not {text for text in cells if "percentage point" in text}
    assert [text for text in map(plain_text, query(document, Paragraph)) if "+2.7 percentage points" in text]
    assert brief("+1 percentage point") == "+1\u00a0pp"
    assert brief("2.5 basis points") == "2.5\u00a0bp"
    assert brief("up by percentage pointsmanship") == "up by percentage pointsmanship"
    assert brief("+2.7个百分点") == "+2.7个百分点"


def test_dates_of_tables_sources_and_revisions_are_short(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "client:", "language: en\nclient:")
    document = workshop.examine().document
    assert document
    texts = [plain_text(table) for table in query(document, Table)]
    assert [text for text in texts if re.search(r"\b\d{1,2}\u00a0[A-Z][a-z]{2}\u00a020\d\d\b", text)]
    assert [found for text in texts for found in re.findall(r"20\d\d-\d\d-\d\d", text)] == []


@pytest.mark.parametrize(("spoken", "said"), [("en", "use one of: up, down, hold"), ("zh", "可选：上升、下降、保持")])
def test_choices_are_named_in_the_language_of_the_message(spoken: str, said: str) -> None:
    class Way(Part):
        way: Direction

    set_language(spoken)
    try:
        with pytest.raises(ValidationError) as caught:
            Way.model_validate({"way": "sideways"})
        context = caught.value.errors()[0]["ctx"]
        assert translate(context["hint"]).format(**context["values"]) == said
    finally:
        set_language("en")


def test_references_are_written_with_a_capital() -> None:
    assert [label("en", key, number="3.2") for key in ("chapter_ref", "section_ref", "table_ref", "figure_ref")] == [
        *("Chapter 3.2", "Section 3.2", "Table 3.2", "Figure 3.2")
    ]
