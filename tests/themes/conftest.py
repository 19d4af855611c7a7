"""Files in the official theme, made once for all tests that look at them."""

from __future__ import annotations

import pytest

from plangen.doctree import Cell, Column, Document, Heading, Meta, Paragraph, Row, Table, Text
from plangen.fonts import prepare_fonts
from plangen.render.docx import write_docx
from plangen.render.pdf import write_pdf
from plangen.theme import Theme
from plangen.themefiles import shipped
from tests.render.word.reader import Word

LINES, CHARACTERS = 22, 28


@pytest.fixture(scope="session")
def official() -> Theme:
    return shipped("official").theme


def written() -> Document:
    """Build a document of two headings, more than two pages of one long paragraph, and a table."""
    words = "国家发展规划纲要明确提出要求" * (LINES * CHARACTERS * 3 // 14)
    table = Table((Column("项目"),), (Row((Cell((Text("甲"),)),)),), caption="表名", number=1)
    blocks = (
        Heading(1, (Text("总体要求"),), "a", "一、"),
        Heading(2, (Text("指导思想"),), "b", "（一）"),
        Paragraph((Text(words),)),
        table,
    )
    return Document(Meta("某市数字经济发展规划", "某市发展和改革委员会", date="2026-03-01"), blocks, "official")


@pytest.fixture(scope="session")
def official_pdf(official: Theme) -> bytes:
    return write_pdf(written(), official, prepare_fonts(official.fonts.families())).content


@pytest.fixture(scope="session")
def official_word(official: Theme) -> Word:
    return Word(write_docx(written(), official, prepare_fonts(official.fonts.families())))
