"""The checks every Word file passes before it leaves the writer: each is shown a file broken in its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from plangen.doctree import Chart, CrossRef, Document, Footnote, Meta, Paragraph, Slot, Text
from plangen.render.docx import checks, package, write_docx
from plangen.render.docx.checks import faults
from plangen.render.errors import RenderError
from plangen.theme import Theme
from tests.charts.kinds import series
from tests.render.word.reader import Word
from tests.render.word.test_docx_file import small

BODY = "word/document.xml"
Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    word = Word(content)
    return {name: word.archive.read(name) for name in word.names}


@pytest.fixture(scope="module")
def good() -> Parts:
    """Return the parts of a file with everything a check looks at."""
    document = small()
    bars = Chart("bars", ("甲", "乙"), (series("x", 1, 2),), caption="图", id="c", number=1)
    text = Paragraph((CrossRef("c", "overview", "第一章"), Text("又"), Footnote((Text("注"),), 2)))
    more = Slot("a.b.c", "filled", (bars, bars, text))
    return parts_of(write_docx(Document(document.meta, (*document.blocks, more)), Theme(), ()))


def changed(parts: Parts, name: str, old: str, new: str) -> Parts:
    """Return the parts with the first ``old`` in one of them replaced."""
    text = parts[name].decode()
    assert old in text
    return {**parts, name: text.replace(old, new, 1).encode()}


def without(parts: Parts, name: str, path: str) -> Parts:
    """Return the parts with the first element that ``path`` finds in one of them taken out."""
    root = etree.fromstring(parts[name])
    found = root.xpath(path, namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"})
    assert isinstance(found, list)
    element = found[0]
    assert isinstance(element, etree._Element)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    return {**parts, name: etree.tostring(root)}


BREAKS: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "unclosed bookmark": (lambda p: without(p, BODY, "//w:bookmarkEnd"), "is not closed"),
    "bookmark that never began": (lambda p: without(p, BODY, "//w:bookmarkStart"), "ends before it begins"),
    "bookmark id twice": (lambda p: changed(p, BODY, 'bookmarkStart w:id="2"', 'bookmarkStart w:id="1"'), "the id 1"),
    "bookmark name twice": (lambda p: changed(p, BODY, 'w:name="_ends_', 'w:name="_slot_'), "the name _slot_"),
    "unclosed field": (lambda p: without(p, BODY, "//w:fldChar[@w:fldCharType='end']"), "a field"),
    "field without a beginning": (lambda p: without(p, BODY, "//w:fldChar[@w:fldCharType='begin']"), "after nothing"),
    "unclosed field in a footer": (
        lambda p: without(p, "word/footer1.xml", "//w:fldChar[@w:fldCharType='end']"),
        "word/footer1.xml: a field",
    ),
    "dangling link": (lambda p: changed(p, BODY, 'w:anchor="', 'w:anchor="x'), "nothing has the bookmark x"),
    "dangling reference": (lambda p: changed(p, BODY, " REF _Ref", " REF _Raf"), "nothing has the bookmark _Raf"),
    "dangling note reference": (lambda p: changed(p, BODY, "NOTEREF _Note1", "NOTEREF _Note7"), "bookmark _Note7"),
    "drawing id twice": (lambda p: changed(p, BODY, '<wp:docPr id="4"', '<wp:docPr id="3"'), "the id 3"),
    "no alternative text": (lambda p: changed(p, BODY, 'descr="图"', 'descr=""'), "no alternative text"),
    "orphan part": (lambda p: {**p, "word/media/image1.png": b""}, "nothing leads to word/media/image1.png"),
    "orphan with relationships": (
        lambda p: {**p, "word/charts/chart9.xml": b"", "word/charts/_rels/chart9.xml.rels": b"<x/>"},
        "nothing leads to word/charts/_rels/chart9.xml.rels",
    ),
    "missing part": (
        lambda p: {name: content for name, content in p.items() if name != "word/styles.xml"},
        "leads to word/styles.xml",
    ),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_broken_file_is_caught(kind: str, good: Parts) -> None:
    damage, said = BREAKS[kind]
    assert faults(good, {}) == []
    found = faults(damage(good), {})
    assert any(said in fault for fault in found), found


def test_finished_files_have_no_fault(any_word: Word) -> None:
    assert faults(parts_of(any_word.content), {}) == []


def test_damaged_file_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(Meta("题", "客"), (Paragraph((Text("文"),)),))
    write_docx(document, Theme(), ())

    def broken(parts: Parts, parsed: checks.Stories) -> list[str]:
        assert BODY in parts
        return faults(changed(parts, BODY, "</w:body>", '<w:bookmarkEnd w:id="7"/></w:body>'), {})

    monkeypatch.setattr(package, "faults", broken)
    with pytest.raises(RenderError, match="bookmark 7 ends before it begins"):
        write_docx(document, Theme(), ())
