"""How English text stands on the page: ragged, without indents, hyphenated by Word, labels and dates whole."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from plangen.doctree import Cell, Column, Meta, Row, Table, Text
from plangen.render.columns import column_widths
from plangen.render.docx.sections import settings_xml
from plangen.render.docx.styles import styles_xml
from plangen.render.stylesheet import stylesheet
from plangen.textwidth import text_width
from plangen.theme import Spacing, Theme
from plangen.themefiles import shipped

CONSULTING = shipped("consulting").theme
SWITCHES = ("w:autoHyphenation", "w:consecutiveHyphenLimit")


def meta(language: str, confidentiality: str = "Strictly confidential") -> Meta:
    return Meta(title="A plan", client="Acme", language=language, confidentiality=confidentiality)


@pytest.mark.parametrize(("language", "usual"), [("zh", 2), ("en", 0)])
def test_a_first_line_is_indented_as_the_language_has_it_or_as_the_theme_says(language: str, usual: int) -> None:
    assert CONSULTING.first_indent(language) == usual
    for own in ("0", "1.5"):
        theme = Theme(spacing=Spacing(indent=Decimal(own)))
        assert theme.first_indent(language) == Decimal(own)
        assert f"main > div > p {{ text-indent: {own}em;" in stylesheet(theme, meta(language), ())
    assert f"main > div > p {{ text-indent: {usual}em;" in stylesheet(CONSULTING, meta(language), ())
    (body,) = re.findall(r'<w:style [^>]*w:styleId="BodyText".*?</w:style>', styles_xml(CONSULTING, language, 9000))
    assert ("w:firstLine=" in body) == bool(usual)


@pytest.mark.parametrize(("language", "css", "word"), [("zh", "justify", "both"), ("en", "left", "left")])
def test_lines_end_alike_in_chinese_only(language: str, css: str, word: str) -> None:
    assert f"text-align: {css}; }}" in stylesheet(CONSULTING, meta(language), ()).split("main > p, main > div > p")[1]
    styles = styles_xml(CONSULTING, language, 9000)
    for name in ("BodyText", "FootnoteText", "TableNote", "BoxText", "Quote"):
        (found,) = re.findall(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', styles)
        assert f'<w:jc w:val="{word}"/>' in found, name


def test_word_may_hyphenate_where_lines_are_ragged() -> None:
    assert all(f"<{switch}" in settings_xml(False, hyphens=True) for switch in SWITCHES)
    assert not any(f"<{switch}" in settings_xml(False) for switch in SWITCHES)


def test_labels_of_the_cover_have_the_room_of_the_widest() -> None:
    def room(language: str, confidentiality: str) -> float:
        (width,) = re.findall(
            r"\.facts th \{[^}]*width: ([\d.]+)em", stylesheet(CONSULTING, meta(language, confidentiality), ())
        )
        return float(width)

    assert room("zh", "内部") == 5
    assert room("en", "") == 5
    assert room("en", "Internal") > text_width("Confidentiality")


def test_a_short_date_is_not_broken_and_words_are_not_stacked_one_by_one() -> None:
    day = "18\u00a0Sep\u00a02025"
    long = "A technician near every machine who carries the right parts in the van"
    rows = tuple(Row(tuple(Cell((Text(text),)) for text in (long, long * 4, day, long * 4))) for _ in range(4))
    table = Table(tuple(Column(name) for name in ("A", "B", "Due", "C")), rows)
    total = 40.0
    first, _, due, _ = (width * total / 1000 - 1.3 for width in column_widths(table, total))
    assert due >= text_width(day) - 0.1
    assert first >= 6.9
