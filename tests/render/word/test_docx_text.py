"""What the tree says, Word says: numbers, words and their order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from plangen.doctree import (
    Box,
    Cell,
    Citation,
    Column,
    CrossRef,
    Document,
    Flag,
    Footnote,
    Gap,
    Heading,
    Meta,
    Paragraph,
    Row,
    Table,
    Text,
    children,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.numbering import SCHEMES, heading_number, scheme_for
from plangen.render.docx import write_docx
from plangen.render.wording import caption_number, cover_rows
from plangen.theme import Theme
from tests.render.word.reader import W, Word, style_of, text_of


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(node: Any, language: str) -> Iterator[str]:
    """Yield every text of a tree in reading order."""
    match node:
        case Heading() | Paragraph():
            yield plain_text(node)
        case Table():
            yield caption_number(node, language)
            yield node.caption
            yield from (column.title for column in node.columns)
            yield from (plain_text(cell) for row in node.rows for cell in row.cells)
            yield "".join(map(plain_text, node.note))
        case Flag():
            yield from (node.title, node.reason, node.owner)
        case Gap():
            yield node.title
        case _:
            if isinstance(node, Box):
                yield node.title
            for child in children(node):
                yield from said(child, language)


def test_every_word_of_the_tree_in_order(document: Document) -> None:
    word = Word(write_docx(document, Theme(), ()))
    for mark in word.body.findall(f".//{W}rStyle[@{W}val='FootnoteReference']"):
        for piece in mark.getparent().getparent().findall(f"{W}t"):
            piece.text = ""
    text = squeezed(text_of(word.body))
    at = 0
    for label, content in cover_rows(document.meta):
        at = text.index(squeezed(label + content), at)
    for expected in said(document, document.meta.language):
        found = text.find(squeezed(expected), at)
        assert found >= 0, expected
        at = found + len(squeezed(expected))


def test_numbers_are_counted_by_word_as_by_the_tree(document: Document, word: Word) -> None:
    expected = [(heading.number, plain_text(heading)) for heading in query(document, Heading)]
    assert list(word.heading_numbers()) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SCHEMES)
def test_numbers_of_every_scheme(name: str, language: str, fonts: tuple[FontFile, ...]) -> None:
    scheme = scheme_for(name, language)
    plan = [(1, False), (2, False), (3, False), (4, False), (4, False), (3, False), (2, False)]
    plan += [(1, False)] * 21 + [(2, False)] * 11 + [(1, True), (2, True), (3, True), (1, True), (2, True)]
    counters = {False: [0] * 4, True: [0] * 4}
    blocks = []
    for index, (level, appendix) in enumerate(plan):
        count = counters[appendix]
        count[level - 1] += 1
        count[level:] = [0] * (4 - level)
        number = heading_number(scheme, tuple(count[:level]), appendix)
        blocks.append(Heading(level, (Text(f"title {index}"),), f"h{index}", number, appendix))
    document = Document(Meta("t", "c", language=language), tuple(blocks), name)
    written = Word(write_docx(document, Theme(), ()))
    assert list(written.heading_numbers()) == [(block.number, plain_text(block)) for block in blocks]


def test_no_number_is_typed(document: Document, word: Word) -> None:
    titles = [text_of(p) for p in word.paragraphs if word.style_value(style_of(p), "pPr/outlineLvl") is not None]
    assert titles == [plain_text(heading) for heading in query(document, Heading)]


def test_notes_and_sources_are_native_footnotes_in_one_count(document: Document, word: Word) -> None:
    notes = [note for note in word.tree("word/footnotes.xml") if note.get(f"{W}type") is None]
    nodes = [n for n in query(document, Citation, Footnote) if isinstance(n, Footnote) or n.source]
    assert [type(node) for node in nodes] == [Citation, Citation, Footnote]
    expected = [n.source if isinstance(n, Citation) else "".join(map(plain_text, n.children)) for n in nodes]
    assert [text_of(note).strip() for note in notes] == expected
    references = [int(node.get(f"{W}id")) for node in word.body.iter(f"{W}footnoteReference")]
    assert references == [node.number for node in nodes]  # what Word counts is what the other formats print


def test_later_marks_and_the_source_list_are_counted_by_word(fonts: tuple[FontFile, ...]) -> None:
    cited = Citation("f", "3.5%", 2, "公报")
    listed = Row((Cell((Text("[2]"),)), Cell((Text("公报"),))), number=2)
    blocks = (
        Paragraph((Text("注"), Footnote((Text("说明"),), 1), cited)),
        Paragraph((Text("再引"), Citation("f", "3.5%", 2))),
        Table((Column("序号"), Column("来源")), (listed,), id="sources"),
    )
    word = Word(write_docx(Document(Meta("规划", "客户"), blocks), Theme(), fonts))
    instructions = [str(node.text).split() for node in word.body.iter(f"{W}instrText")]
    assert [words for words in instructions if words[0] == "NOTEREF"] == [["NOTEREF", "_Note2", "\\h"]] * 2
    assert "再引3.5%[2]" in text_of(word.body)
    assert "[2]公报" in text_of(word.body)


def test_references_say_what_the_tree_says(document: Document, word: Word) -> None:
    text = text_of(word.body)
    for reference in query(document, CrossRef):
        assert f"见{reference.text}" in text


def test_section_reference_is_a_field(fonts: tuple[FontFile, ...]) -> None:
    blocks = (
        Heading(1, (Text("One"),), "one", "一、"),
        Heading(2, (Text("Two"),), "two", "1.1"),
        Paragraph((CrossRef("2", "two", "1.1节"), Text("；"), CrossRef("1", "one", "第一章"), CrossRef("x", "", "?"))),
    )
    written = Word(write_docx(Document(Meta("t", "c"), blocks), Theme(), ()))
    last = next(p for p in written.paragraphs if style_of(p) == "BodyText")
    assert text_of(last) == "1.1节；第一章?"
    assert [node.text.split()[0] for node in last.iter(f"{W}instrText")] == ["REF"]
    assert len(list(last.iter(f"{W}hyperlink"))) == 1


def test_contents_without_pages_name_none(document: Document, fonts: tuple[FontFile, ...]) -> None:
    plain = Word(write_docx(document, Theme(), ()))
    assert not [node for node in plain.body.iter(f"{W}instrText") if "PAGEREF" in node.text]
    paged = Word(write_docx(document, Theme(), (), {"resources": 7}))
    entry = next(p for p in paged.paragraphs if style_of(p) == "TOC1" and "资源配置" in text_of(p))
    assert text_of(entry) == "二、资源配置\t7"


def test_settings_ask_for_no_update(word: Word) -> None:
    settings = word.archive.read("word/settings.xml").decode()
    assert "updateFields" not in settings
    assert "dirty" not in word.archive.read("word/document.xml").decode()


def test_unknown_page_changes_nothing_else(document: Document) -> None:
    assert write_docx(document, Theme(), (), {}) == write_docx(document, Theme(), ())


def test_properties(document: Document, word: Word) -> None:
    core = word.archive.read("docProps/core.xml").decode()
    meta = document.meta
    for expected in (meta.title, meta.subject, meta.author, *meta.keywords, "2026-03-01T00:00:00Z", "zh-CN"):
        assert expected in core
    assert "python-docx" not in core + word.archive.read("docProps/app.xml").decode()
    assert f"<Company>{meta.company}</Company>" in word.archive.read("docProps/app.xml").decode()


def test_draft_is_said_on_cover_and_in_headers(document: Document, word: Word) -> None:
    assert any(style_of(p) == "CoverMark" and "草稿" in text_of(p) for p in word.paragraphs)
    headers = [name for name in word.names if name.startswith("word/header")]
    assert headers
    assert all("草稿" in text_of(word.tree(name)) for name in headers)
    release = dataclasses.replace(document, meta=dataclasses.replace(document.meta, draft=False))
    assert b"CoverMark" not in Word(write_docx(release, Theme(), ())).archive.read("word/document.xml")
