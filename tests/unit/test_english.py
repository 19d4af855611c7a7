"""A plan in English: the same words exist in both languages, and a whole plan comes out in one of them."""

from __future__ import annotations

import re

import pytest

from plangen.doctree import Flag, Heading, Table, plain_text, query
from plangen.guidance import WORDS
from plangen.labels import LABELS, localised_date
from plangen.render.readback import html_text
from plangen.rules.completeness import count_characters
from tests.workshop import Workshop


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    assert set(LABELS["zh"]) == set(LABELS["en"])
    for key, chinese in LABELS["zh"].items():
        english = LABELS["en"][key]
        assert set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)\}", english)), key
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
