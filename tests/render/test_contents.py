"""Contents, list of tables and list of figures on paper: where their pages end."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from plangen.doctree import Block, Cell, Column, Contents, Document, Entry, Heading, Meta, Row, Table, Text, query
from plangen.fonts import FontFile
from plangen.render.pdf import write_pdf
from plangen.theme import Theme


def pages(document: Document, fonts: tuple[FontFile, ...]) -> list[str]:
    """Return the text of each page of the contents without white space and running headers."""
    reader = PdfReader(io.BytesIO(write_pdf(document, Theme(), fonts).content))
    texts = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    return [text for text in texts if re.search(r"…\d", text)]


def listing(headings: int, tables: int) -> Document:
    """Build a document of chapters with two sections each, and of tables, and list them all."""
    chapters = [
        Heading(1 if n % 3 == 0 else 2, (Text(f"{'章节节'[n % 3]}名{n:03d}"),), f"h.{n}", f"{n}、")
        for n in range(headings)
    ]
    captioned = [
        Table((Column("甲"),), (Row((Cell((Text("乙"),)),)),), f"表名{n:03d}", f"t.{n}", n)
        for n in range(1, tables + 1)
    ]
    blocks: list[Block] = [
        Contents("headings", tuple(Entry(h.level, h.number, text, h.id) for h in chapters for text in [_words(h)])),
        Contents("tables", tuple(Entry(1, f"表 {t.number}", t.caption, t.id) for t in captioned)),
        Heading(1, (Text("正文"),), "text", "一、"),
        *captioned,
    ]
    # the headings only have to be there to be led to
    return Document(Meta("方案", "客户"), (*blocks, *(Heading(4, h.children, h.id, h.number) for h in chapters)))


def _words(heading: Heading) -> str:
    return "".join(text.text for text in query(heading, Text))


def test_no_page_of_the_contents_ends_with_a_chapter(fonts: tuple[FontFile, ...]) -> None:
    found = pages(listing(240, 1), fonts)
    assert len(found) > 5
    for page in found[:-1]:
        assert re.findall(r"[章节]名\d\d\d", page)[-1][0] == "节"


@pytest.mark.parametrize("headings", [24, 27])
def test_a_short_list_is_not_parted(headings: int, fonts: tuple[FontFile, ...]) -> None:
    found = pages(listing(headings, 15), fonts)
    assert [len(re.findall(r"表名\d\d\d", page)) for page in found] == [0, 15]


def test_the_last_page_of_a_long_list_has_more_than_a_line(fonts: tuple[FontFile, ...]) -> None:
    for tables in (36, 37, 38, 39):
        counts = [len(re.findall(r"表名\d\d\d", page)) for page in pages(listing(9, tables), fonts)]
        assert counts[0] == 0
        assert sum(counts) == tables
        assert min(count for count in counts if count) >= 4
