"""Every slot's text is read back: by its control, by its bookmark, and after LibreOffice saved the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plangen.charts.tables import chart_table
from plangen.doctree import (
    Block,
    Box,
    Chart,
    Citation,
    Document,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    ListBlock,
    Meta,
    Paragraph,
    Quote,
    Slot,
    Table,
    Text,
    children,
    plain_text,
    query,
)
from plangen.render.docx import slots, write_docx
from plangen.render.docx.slots import UnreadableError, slot_bookmark, slot_tag, slots_of
from plangen.render.wording import caption_number, flag_rows, gap_rows
from plangen.theme import Theme
from tests.render.word.conftest import Convert, Written, crowded
from tests.render.word.reader import W, Word

MARK = re.compile(r"\[\d*\]")  # a source or a note: its number is counted by Word where it first stands
# LibreOffice 7.4 gives the number of a section as it counts it itself: it knows no legal numbering and says 一.1.
SECTION = re.compile(r"[一二三四五六七八九十\d]+(?:\.\d+)*节")


def said(block: Block, language: str) -> Iterator[str]:
    """Yield what a reader finds of a block in the body, a line for each paragraph."""
    match block:
        case Paragraph():
            yield words(block.children)
        case Heading():
            yield words(block.children)
        case Table():
            yield from caption(block, language)
            yield from grid(block)
            yield from note(block)
        case Chart():
            if block.kind == "heatmap":
                yield from grid(chart_table(block, language))
            else:
                yield ""  # the line that the drawing stands in
            yield from caption(block, language)
            yield from note(block)
        case Flag():
            yield from (f"{name} {value}" for name, value in flag_rows(block, language))
        case Gap():
            yield from (f"{name} {value}" for name, value in gap_rows(block, language))
        case ListBlock():
            yield from (line for item in block.items for child in item.children for line in said(child, language))
        case Quote() | Box() | Slot():
            if isinstance(block, Box) and block.title:
                yield block.title
            yield from (line for child in block.children for line in said(child, language))
        case _:
            raise AssertionError(block)


def caption(node: Table | Chart, language: str) -> Iterator[str]:
    if node.caption:
        number = caption_number(node, language)
        yield f"{number}　{node.caption}" if number else node.caption


def note(node: Table | Chart) -> Iterator[str]:
    if node.note:
        yield words(node.note)


def grid(table: Table) -> Iterator[str]:
    if any(column.title for column in table.columns):
        yield from (column.title for column in table.columns)
    for row in table.rows:
        filled = sum(cell.span for cell in row.cells)
        yield from (line for cell in row.cells for line in words(cell.children).split("\n"))
        yield from [""] * (len(table.columns) - filled)


def words(inlines: tuple[Inline, ...]) -> str:
    return "".join(map(word_of, inlines))


def word_of(node: Any) -> str:
    match node:
        case Citation():
            return f"{node.text}[{node.number}]" if node.number else node.text
        case Footnote():
            return f"[{node.number}]"
        case _:
            below = tuple(children(node))
            return "".join(map(word_of, below)) if below else plain_text(node)


def bare(text: str) -> list[str]:
    """Return the lines of a text without the numbers that Word counts."""
    return MARK.sub("[]", text).split("\n")


def test_every_slot_is_read_back_by_control_and_by_bookmark(plan: Written) -> None:
    found = slots_of(plan.word.content)
    expected_slots = list(query(plan.document, Slot))
    assert len(found.by_control) == len(found.by_bookmark) == len(expected_slots) > 90
    for slot in expected_slots:
        expected = bare("\n".join(said(slot, "zh")))
        assert bare(found.by_control[slot_tag(slot.path)]) == expected
        assert bare(found.by_bookmark[slot_bookmark(slot.path)]) == expected


def test_libreoffice_keeps_every_slot_whole(plan: Written, convert: Convert, tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(plan.word.content)
    saved = slots_of(convert(file, "docx").read_bytes())
    assert saved.by_control == {}  # so it is the bookmarks that are tested here
    for slot in query(plan.document, Slot):
        expected = bare(SECTION.sub("节", "\n".join(said(slot, "zh"))))
        assert bare(SECTION.sub("节", str(saved.text(slot.path)))) == expected


def test_slots_of_odd_documents_are_read_back_alike(any_word: Word) -> None:
    found = slots_of(any_word.content)
    assert sorted(found.by_control.values()) == sorted(found.by_bookmark.values())


def test_long_and_empty_slots() -> None:
    found = slots_of(write_docx(crowded(), Theme(), ()))
    assert found.text("chapter.section." + "long" * 40 + "er") == "other"
    assert found.text("chapter.section." + "long" * 40) == "A\nB\n1\n\n\n\n"
    assert found.text("nothing.in.it") is None


def slot(path: str, *texts: str) -> Slot:
    return Slot(path, "filled", tuple(Paragraph((Text(text),)) for text in texts))


def edited(change: Callable[[str], str]) -> bytes:
    """Return a small Word file after a change to the XML of its body."""
    content = write_docx(Document(Meta("题", "客"), (slot("a.b.c", "一", "二"), slot("d.e.f", "三"))), Theme(), ())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            new.writestr(name, change(xml.decode()) if name == "word/document.xml" else xml)
    return out.getvalue()


def test_bookmark_that_an_editor_moved_out_of_its_paragraph() -> None:
    mark = re.compile(r'(<w:p>(?:(?!<w:p>).)*?)(<w:bookmarkStart [^>]*"_slot_a_b_c[^>]*>)')
    found = slots_of(edited(lambda xml: mark.sub(r"\2\1", xml)))
    assert found.by_bookmark[slot_bookmark("a.b.c")] == "一\n二"


def test_slot_without_its_end_is_not_given_in_part() -> None:
    found = slots_of(edited(lambda xml: re.sub(r'<w:bookmarkStart [^>]*"_ends_a[^>]*>', "", xml)))
    assert slot_bookmark("a.b.c") not in found.by_bookmark
    assert found.text("a.b.c") == "一\n二"
    assert found.by_bookmark[slot_bookmark("d.e.f")] == "三"


def test_text_as_it_stands_once_changes_are_accepted() -> None:
    def change(xml: str) -> str:
        run = '<w:r><w:t xml:space="preserve">三</w:t></w:r>'
        assert run in xml
        added = f'<w:ins w:id="90" w:author="x">{run.replace("三", "又")}</w:ins>'
        gone = f'<w:del w:id="91" w:author="x">{run.replace("w:t", "w:delText").replace("三", "去")}</w:del>'
        moved = f'<w:moveFrom w:id="92" w:author="x">{run.replace("三", "移")}</w:moveFrom>'
        return xml.replace(run, run + added + gone + moved)

    assert slots_of(edited(change)).text("d.e.f") == "三又"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip file at all"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        slots_of(content)


def test_broken_document_is_refused() -> None:
    with pytest.raises(UnreadableError):
        slots_of(edited(lambda xml: xml[:-1]))


def test_huge_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    content = edited(lambda xml: sizes.append(len(xml.encode())) or xml)
    monkeypatch.setattr(slots, "MOST_BYTES", sizes[0])
    assert slots_of(content).by_control
    monkeypatch.setattr(slots, "MOST_BYTES", sizes[0] - 1)
    with pytest.raises(UnreadableError):
        slots_of(content)


def test_bookmarks_stand_inside_paragraphs(any_word: Word) -> None:
    for mark in any_word.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        assert next(mark.iterancestors(f"{W}p"), None) is not None
