"""Contents of Word files: what an entry is made of, and that the pages it names are where LibreOffice puts things."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from plangen.doctree import (
    Cell,
    Chart,
    Column,
    Contents,
    Document,
    Entry,
    Heading,
    Meta,
    Row,
    Table,
    Text,
    query,
)
from plangen.fonts import FontFile
from plangen.pipeline import examine
from plangen.render.docx import write_docx
from plangen.render.docx.paging import has_entries, read_pages, without_drawings, write_paged
from plangen.render.office import Conversion, OfficeError, find_office
from plangen.theme import Theme
from plangen.workspace import Workspace
from tests.render.word.reader import W, Word, style_of, text_of

ROOT = Path(__file__).parent.parent.parent.parent
LISTS = {"headings": ("TOC1", "TOC2", "TOC3"), "tables": ("TableofFigures",), "figures": ("TableofFigures",)}


@pytest.fixture(scope="session")
def office() -> Path:
    found = find_office()
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def pages_of(docx: bytes, fonts: tuple[FontFile, ...], office: Path) -> list[str]:
    """Return the text of each page as LibreOffice sets a whole file, without white space."""
    with Conversion(office, docx, fonts) as conversion:
        reader = PdfReader(io.BytesIO(conversion.result()))
    return [squeezed(page.extract_text()) for page in reader.pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def named(word: Word) -> list[tuple[str, int]]:
    """Return what each entry with a page says: its words, and the page."""
    entries = [text_of(p) for p in word.paragraphs if style_of(p) in sum(LISTS.values(), ())]
    return [(squeezed(words), int(page)) for words, _, page in (entry.rpartition("\t") for entry in entries)]


def assert_right(docx: bytes, document: Document, pages: list[str]) -> None:
    """Every entry names the one page on which its heading or caption stands, and every page bears its own number."""
    entries = [entry for contents in query(document, Contents) for entry in contents.entries]
    shown = named(Word(docx))
    assert [squeezed(entry.number + entry.title) for entry in entries] == [words for words, _ in shown]
    running = re.compile(rf"(草稿)?{re.escape(squeezed(document.meta.title))}目录")
    last = max(number for number, page in enumerate(pages, 1) if running.match(page))
    headings = {heading.id: heading.level for heading in query(document, Heading)}
    for entry, (_, number) in zip(entries, shown, strict=True):
        # LibreOffice has numbers of its own for headings; captions it shows as they are written
        words = squeezed(entry.title if entry.anchor in headings else entry.number + entry.title)
        found = [at for at, page in enumerate(pages, 1) if at > last and words in page]
        assert number in found, (entry, number, found)
        if entry.anchor not in headings:
            assert number == found[0], (entry, number, found)
    for number, page in enumerate(pages[1:], start=2):
        assert f"第{number}页，共{len(pages)}页" in page


# --- with LibreOffice ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def paged(document: Document, fonts: tuple[FontFile, ...], office: Path) -> bytes:
    content, program = write_paged(document, Theme(), fonts, office)
    assert re.fullmatch(r"LibreOffice \d+\.\d+", program)
    return content


def test_every_entry_names_the_page_its_place_is_on(
    paged: bytes, document: Document, fonts: tuple[FontFile, ...], office: Path
) -> None:
    assert {contents.kind for contents in query(document, Contents) if contents.entries} == set(LISTS)
    assert_right(paged, document, pages_of(paged, fonts, office))


def test_another_look_is_right_too(document: Document, fonts: tuple[FontFile, ...], office: Path) -> None:
    theme = Theme.model_validate({"sizes": {"body": "14"}, "page": {"top": "45"}})
    content, _ = write_paged(document, theme, fonts, office)
    assert_right(content, document, pages_of(content, fonts, office))


def test_the_demo_is_right(fonts: tuple[FontFile, ...], office: Path) -> None:
    examined = examine(Workspace(ROOT), "ecommerce-demo", date(2026, 1, 10), release=True)
    assert examined.document
    assert examined.plan
    content, _ = write_paged(examined.document, examined.plan.pack.theme, fonts, office)
    assert_right(content, examined.document, pages_of(content, fonts, office))


def crowded() -> Document:
    """Build a list of tables whose entries leave room for a page number of one digit, and not for one of two."""
    tables = tuple(
        Table((Column("甲"),), (Row((Cell((Text("乙"),)),)),), f"{'渠道' * 17}{chr(0x4E00 + n)}类别1", f"t.{n}", n)
        for n in range(1, 31)
    )
    entries = tuple(Entry(1, f"表 {table.number}", table.caption, table.id) for table in tables)
    return Document(
        Meta("方案", "客户"), (Contents("tables", entries), Heading(1, (Text("章"),), "a", "一、"), *tables)
    )


def test_numbers_that_move_their_own_list_are_right(
    fonts: tuple[FontFile, ...], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = crowded()
    started: list[bytes] = []
    start = Conversion.__init__

    def counted(self: Conversion, program: Path, docx: bytes, fonts: tuple[FontFile, ...]) -> None:
        started.append(docx)
        start(self, program, docx, fonts)

    monkeypatch.setattr(Conversion, "__init__", counted)
    content, _ = write_paged(document, Theme(), fonts, office)
    assert len(started) == 2, "the entries are no longer of the length this test is about"
    assert_right(content, document, pages_of(content, fonts, office))


def test_one_pass_is_enough_where_no_entry_fills_its_line(
    document: Document, fonts: tuple[FontFile, ...], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: list[bytes] = []
    result = Conversion.result
    monkeypatch.setattr(Conversion, "result", lambda self: results.append(result(self)) or results[-1])
    write_paged(document, Theme(), fonts, office)
    assert len(results) == 1


def test_libreoffice_sees_our_fonts_alone(document: Document, fonts: tuple[FontFile, ...], office: Path) -> None:
    bare = write_docx(document, Theme.model_validate({"fonts": {"fallback": "DejaVu Sans"}}), ())
    with Conversion(office, bare, fonts) as conversion:
        reader = PdfReader(io.BytesIO(conversion.result()))
    used = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"].get_object().get("/Font", {}).get_object().values()
    }
    assert used == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_the_same_document_gives_the_same_bytes(
    paged: bytes, document: Document, fonts: tuple[FontFile, ...], office: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    elsewhere = tmp_path / "临时 文件"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    for name, value in {"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Shanghai", "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    assert write_paged(document, Theme(), fonts, office)[0] == paged
    assert list(tmp_path.rglob("*")) == [elsewhere], "something was left behind"


# --- without it ------------------------------------------------------------------------------------------------------


def test_charts_are_emptied_and_keep_their_room(pictures: Word) -> None:
    light = Word(without_drawings(pictures.content))
    assert light.names == pictures.names
    charts = [name for name in light.names if re.fullmatch(r"word/charts/[^/]+\.xml", name)]
    assert len(charts) > 10
    for name in light.names:
        if name in charts:
            assert b"ser" not in light.archive.read(name)
        else:
            assert light.archive.read(name) == pictures.archive.read(name)


def test_an_entry_is_a_link_with_its_page_at_the_margin(document: Document) -> None:
    pages = {entry.anchor: 7 for contents in query(document, Contents) for entry in contents.entries}
    word = Word(write_docx(document, Theme(), (), pages))
    marks = {mark.get(f"{W}name") for mark in word.body.iter(f"{W}bookmarkStart")}
    entries = [p for p in word.paragraphs if style_of(p) in sum(LISTS.values(), ())]
    assert len(entries) == len([1 for contents in query(document, Contents) for _ in contents.entries])
    for entry in entries:
        (link,) = entry.iter(f"{W}hyperlink")
        (field,) = link.iter(f"{W}instrText")
        assert field.text.split() == ["PAGEREF", link.get(f"{W}anchor"), "\\h"]
        assert link.get(f"{W}anchor") in marks
        assert text_of(entry).endswith("\t7")
    for style in ("TOC1", "TOC2", "TOC3", "TableofFigures"):
        (tab,) = word.styles[style].iter(f"{W}tab")
        assert (tab.get(f"{W}val"), tab.get(f"{W}leader")) == ("right", "dot")
        (indent,) = word.styles[style].iter(f"{W}ind")
        assert int(indent.get(f"{W}hanging")) > 0


def test_without_pages_every_entry_is_a_link_and_names_none(document: Document) -> None:
    word = Word(write_docx(document, Theme(), ()))
    entries = [p for p in word.paragraphs if style_of(p) in sum(LISTS.values(), ())]
    listed = [entry for contents in query(document, Contents) for entry in contents.entries]
    assert [squeezed(text_of(p)) for p in entries] == [squeezed(entry.number + entry.title) for entry in listed]
    assert all(len(list(p.iter(f"{W}hyperlink"))) == 1 and "PAGEREF" not in str(fields(p)) for p in entries)
    starts = [fields(p)[0].split()[:2] for p in entries if fields(p)]
    assert starts == [["TOC", "\\o"], ["TOC", "\\h"], ["TOC", "\\h"]]  # whole fields, which F9 brings up to date


def fields(paragraph: object) -> list[str]:
    return [node.text for node in paragraph.iter(f"{W}instrText")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("pages", [None, {"overview": 3}])
def test_word_is_not_told_to_ask(document: Document, pages: dict[str, int] | None) -> None:
    word = Word(write_docx(document, Theme(), (), pages))
    for name in word.names:
        if name.endswith(".xml"):
            assert not re.search(rb"updateFields|w:dirty", word.archive.read(name)), name


def test_a_pdf_that_is_none_is_refused(document: Document) -> None:
    with pytest.raises(OfficeError, match="cannot be read"):
        read_pages(b"%PDF-1.7\n" + b"nothing" * 100, document)
    with pytest.raises(OfficeError, match="cannot be read"):
        read_pages(b"", document)


def test_a_pdf_that_misses_an_entry_is_refused(document: Document, fonts: tuple[FontFile, ...], office: Path) -> None:
    fewer = replace(document, blocks=tuple(block for block in document.blocks if not isinstance(block, Chart)))
    with Conversion(office, write_docx(fewer, Theme(), fonts), fonts) as conversion:
        pdf = conversion.result()
    figures = sum(1 for chart in query(document, Chart) if chart.number)
    with pytest.raises(OfficeError, match=f"where {figures} entries of the contents are"):
        read_pages(pdf, document)


def test_a_document_without_contents_has_no_entries(document: Document) -> None:
    assert has_entries(document)
    assert not has_entries(replace(document, blocks=tuple(query(document, Heading))))
    assert not has_entries(replace(document, blocks=(Contents("tables", ()),)))
