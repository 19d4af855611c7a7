"""The Word files that the tests look at."""

from __future__ import annotations

import dataclasses

import pytest

from plangen.doctree import (
    Box,
    Cell,
    Column,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Quote,
    Row,
    Slot,
    Table,
    Text,
    query,
)
from plangen.fonts import FontFile
from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render import sample
from tests.render.word.reader import Word


@pytest.fixture(scope="session")
def word(document: Document, fonts: tuple[FontFile, ...]) -> Word:
    return Word(write_docx(document, Theme(), fonts))


def english() -> Document:
    document = sample.sample(draft=False)
    return dataclasses.replace(document, numbering="decimal", meta=dataclasses.replace(document.meta, language="en"))


def crowded() -> Document:
    """Build a document of what must not touch, be empty or be longer than Word allows."""

    def line(content: str) -> Paragraph:
        return Paragraph((Text(content),))

    table = Table((Column("A"), Column("B")), (Row((Cell((Text("1"),)),)), Row(()), Row((Cell((), "bad", 9),))), id="x")
    inner = ListBlock(True, (ListItem((line("inner"),)),), 3)
    blocks = (
        table,
        table,
        Box("", (table, table)),
        Box("empty", ()),
        table,
        Slot("chapter.section." + "long" * 40, "filled", (table,)),
        Slot("chapter.section." + "long" * 40 + "er", "filled", (line("other"),)),
        Slot("nothing.in.it", "filled", ()),
        Box("slot", (Slot("in.a.box", "filled", (table,)),)),
        ListBlock(True, (ListItem((line("a"), table, line("b"), inner)), ListItem(())), 5),
        Paragraph(()),
        Heading(2, (Text("without a number"),)),
        Quote((line("said"), ListBlock(False, (ListItem((line("x"),)),)), table)),
        line("\x00\x0b\ud800 tab\tand\nline"),
        Slot("last", "filled", (table,)),
    )
    return Document(Meta("Title", "Client"), blocks)


ODD = {
    "english": english,
    "hostile": sample.hostile,
    "crowded": crowded,
    "empty": lambda: Document(Meta("", ""), ()),
    "release": lambda: sample.sample(draft=False),
}


@pytest.fixture(scope="session", params=["sample", "paged", *ODD])
def any_word(request: pytest.FixtureRequest, document: Document, fonts: tuple[FontFile, ...]) -> Word:
    match request.param:
        case "sample":
            return Word(write_docx(document, Theme(), fonts))
        case "paged":
            pages = {node.id: index for index, node in enumerate(query(document, Heading, Table), start=3)}
            return Word(write_docx(document, Theme(), fonts, pages))
        case name:
            return Word(write_docx(ODD[name](), Theme(), fonts))
