"""Faults that Word repairs or refuses, looked for in ordinary and odd documents."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from plangen.doctree import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Flag,
    Gap,
    Meta,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
    query,
)
from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render.word.reader import R, W, Word, style_of, text_of, value

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
VALIDATORS = (
    ("openxml-audit", "-q", "-f", "microsoft365"),
    ("ooxml-integrity", "check", "--fail-on", "warn"),
)


def test_bookmarks_have_names_that_word_takes(any_word: Word) -> None:
    names = [node.get(f"{W}name") for node in any_word.body.iter(f"{W}bookmarkStart")]
    assert all(len(name) <= 40 and name.replace("_", "a").isalnum() and name.isascii() for name in names)
    assert all(name.startswith("_") for name in names)  # Word hides those


def test_ids_are_unique(any_word: Word) -> None:
    controls = [node.get(f"{W}val") for node in any_word.body.findall(f".//{W}sdtPr/{W}id")]
    comments = [node.get(f"{W}id") for node in any_word.body.iter(f"{W}commentReference")]
    for found in (controls, comments):
        assert [item for item, times in Counter(found).items() if times > 1] == []


def test_parts_are_typed(any_word: Word) -> None:
    parts = {name for name in any_word.names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    types = any_word.tree("[Content_Types].xml")
    defaults = {node.get("Extension") for node in types.iter(f"{TYPES}Default")}
    overrides = {node.get("PartName").lstrip("/") for node in types.iter(f"{TYPES}Override")}
    assert overrides <= parts
    assert all(name in overrides or name.rsplit(".", 1)[1] in defaults - {"xml"} for name in parts)


def test_relationship_ids_exist(any_word: Word) -> None:
    for name in any_word.names:
        if name.endswith(".xml") and name.startswith("word/"):
            known = any_word.relationships(name)
            for node in any_word.tree(name).iter():
                for key, used in node.attrib.items():
                    if key == f"{R}id":
                        assert used in known


def test_links_lead_to_web_and_mail_only(any_word: Word) -> None:
    for name in any_word.names:
        for kind, target, external in any_word.relationships(name).values():
            assert not external or (kind == "hyperlink" and target.startswith(("http://", "https://", "mailto:")))


def test_no_paragraph_is_empty_for_spacing(any_word: Word) -> None:
    """A paragraph without text stands only where Word wants one, and is a point high."""
    for holder in (any_word.body, *any_word.body.iter(f"{W}tc")):
        flow = list(flow_of(holder))
        for index, node in enumerate(flow):
            if node.tag != f"{W}p" or text_of(node) or node.find(f".//{W}drawing") is not None:
                continue
            if holder.tag == f"{W}tc" and len(flow) == 1:
                continue  # a cell holds at least one
            before, after = (flow[at].tag if 0 <= at < len(flow) else None for at in (index - 1, index + 1))
            reasons = {
                "TableBreak": node.find(f"{W}pPr/{W}sectPr") is not None or (before, after) == (f"{W}tbl", None),
                "BlockGap": (before, after) == (f"{W}tbl", f"{W}tbl"),  # else Word makes one of the two
            }
            assert reasons[str(style_of(node))]
            spacing = any_word.styles[style_of(node)].find(f"{W}pPr/{W}spacing")
            assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("20", "exact")


def test_tables_do_not_touch(any_word: Word) -> None:
    for holder in (any_word.body, *any_word.body.iter(f"{W}tc")):
        flow = [node.tag for node in flow_of(holder)]
        assert (f"{W}tbl", f"{W}tbl") not in set(pairwise(flow))
        assert flow[-1] != f"{W}tbl"


def flow_of(holder: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables in a holder, those in controls included and those in cells not."""
    for node in holder:
        if node.tag == f"{W}sdt":
            yield from flow_of(node.find(f"{W}sdtContent"))
        elif node.tag in {f"{W}p", f"{W}tbl"}:
            yield node


def test_text_keeps_its_distance_from_a_table_before_it(any_word: Word) -> None:
    for holder in (any_word.body, *any_word.body.iter(f"{W}tc")):
        for table, node in pairwise(flow_of(holder)):
            if table.tag == f"{W}tbl" and node.tag == f"{W}p" and text_of(node):
                styles = [str(style_of(node))]
                while styles[-1] != "Normal":
                    styles.append(any_word.styles[styles[-1]].find(f"{W}basedOn").get(f"{W}val"))
                found = (any_word.styles[style].find(f"{W}pPr/{W}spacing") for style in styles)
                spacing = next((one for one in found if one is not None), None)
                assert spacing is not None
                if any(any_word.styles[style].find(f"{W}pPr/{W}pageBreakBefore") is not None for style in styles):
                    continue
                assert int(spacing.get(f"{W}before")) >= 80, styles[0]


def test_tables_are_fixed_and_repeat_their_heads(any_word: Word) -> None:
    tables = [t for t in any_word.body.iter(f"{W}tbl") if value(t, "tblPr/tblStyle") == "PlanTable"]
    for table in tables:
        grid = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        assert sum(grid) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        for row in rows:
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            spans = [int(value(cell, "tcPr/gridSpan") or 1) for cell in row.findall(f"{W}tc")]
            assert sum(spans) == len(grid)


def test_tables_say_what_they_are(any_word: Word) -> None:
    for table in any_word.body.iter(f"{W}tbl"):
        assert value(table, "tblPr/tblDescription")
        assert value(table, "tblPr/tblCaption") != ""


def test_captions_stay_with_their_tables(any_word: Word) -> None:
    captions = [p for p in any_word.paragraphs if style_of(p) == "Caption"]
    followed = [caption.getnext() for caption in captions]
    assert all(node.tag == f"{W}tbl" or text_of(node) for node in followed if node is not None)
    assert any_word.styles["Caption"].find(f"{W}pPr/{W}keepNext") is not None


def _kept(table: Any) -> list[bool]:
    """Say of each row whether it stays on a page with what follows, which all its paragraphs must ask for."""
    kept = []
    for row in table.findall(f"{W}tr"):
        asked = {paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in row.iter(f"{W}p")}
        assert len(asked) == 1
        kept.append(asked.pop())
    return kept


def _long_table(rows: int, note: str = "") -> Any:
    lines = tuple(Row((Cell((Text(f"{index}"),)), Cell((Text("x"),)))) for index in range(rows))
    return Table((Column("A"), Column("B")), lines, "T", "t", 1, (Text(note),) if note else ())


def _first_table(*blocks: Block) -> Any:
    word = Word(write_docx(Document(Meta("T", "C"), blocks), Theme(), ()))
    return next(t for t in word.body.iter(f"{W}tbl") if value(t, "tblPr/tblStyle") == "PlanTable"), word


def test_text_of_several_lines_begins_at_the_top_of_its_row() -> None:
    cells = tuple(Cell((Text("\n".join("x" * lines)),)) for lines in (6, 4, 1))
    table, _ = _first_table(Table((Column("A"), Column("B"), Column("C")), (Row(cells),)))
    assert [value(cell, "tcPr/vAlign") for cell in table.findall(f"{W}tr")[1] if cell.tag == f"{W}tc"] == [
        None,
        "top",
        None,
    ]


def test_short_tables_are_not_broken() -> None:
    table, _ = _first_table(_long_table(6))
    assert _kept(table) == [True] * 6 + [False]
    table, _ = _first_table(_long_table(6, "note"))
    assert _kept(table) == [True] * 7


def test_no_page_begins_or_ends_with_few_rows_of_a_long_table() -> None:
    table, _ = _first_table(_long_table(60))
    assert _kept(table) == [True, True, *[False] * 56, True, True, False]
    table, word = _first_table(_long_table(60, "note"))
    assert _kept(table)[-2:] == [True, True]
    assert table.getnext() is next(p for p in word.paragraphs if text_of(p) == "note")


def test_a_box_is_not_alone_on_a_page() -> None:
    box = Box("B", (Paragraph((Text("text"),)),))
    table, word = _first_table(_long_table(60, "note"), box)
    assert _kept(table)[-2:] == [True, True]
    assert next(p for p in word.paragraphs if text_of(p) == "note").find(f"{W}pPr/{W}keepNext") is not None
    table, word = _first_table(_long_table(60), box)
    assert _kept(table)[-1]
    assert style_of(table.getnext()) == "BlockGap"
    assert word.styles["BlockGap"].find(f"{W}pPr/{W}keepNext") is not None
    assert word.styles["TextBeforeBox"].find(f"{W}pPr/{W}keepNext") is not None


def test_only_boxes_that_fit_a_page_are_moved_as_a_whole() -> None:
    def splits(text: str) -> bool:
        word = Word(write_docx(Document(Meta("T", "C"), (Box("B", (Paragraph((Text(text),)),)),)), Theme(), ()))
        box = next(t for t in word.body.iter(f"{W}tbl") if value(t, "tblPr/tblStyle") == "PlanBox")
        return box.find(f"{W}tr/{W}trPr/{W}cantSplit") is None

    assert not splits("文" * 300)
    assert splits("文" * 3000)


def test_items_in_a_row_stay_apart() -> None:
    """Programs join neighbours with the same borders and shading into one block."""
    flag = Flag("a.b.c", "T", "R", "O", "2026-01-01")
    blocks = (flag, flag, replace(flag, title="U"), Gap("d", "V"), Gap("e", "W"), Paragraph((Text("x"),)), flag)
    word = Word(write_docx(Document(Meta("T", "C"), tuple(map(replace, blocks))), Theme(), ()))
    looks = []
    for paragraph in word.paragraphs:
        style = style_of(paragraph) or ""
        if style.startswith(("OpenItem", "MissingItem")):
            root = word.styles[style.removesuffix("End")]
            parts = [root.find(f"{W}pPr/{W}{name}") for name in ("pBdr", "shd")]
            looks.append((style.endswith("End"), tuple(etree.tostring(part) for part in parts)))
    blocks_of_look = []
    for index, (_, look) in enumerate(looks):
        if index == 0 or looks[index - 1][0]:
            blocks_of_look.append(look)
        assert look == blocks_of_look[-1]
    assert len(blocks_of_look) == 6
    assert all(one != two for one, two in pairwise(blocks_of_look[:5]))


def test_slots_stand_in_tagged_controls(document: Document, word: Word) -> None:
    tags = [node.get(f"{W}val") for node in word.body.iter(f"{W}tag")]
    assert tags == [slot.path for slot in query(document, Slot)]
    for control in word.body.iter(f"{W}sdt"):
        if value(control, "sdtPr/tag"):
            names = [node.get(f"{W}name") for node in control.iter(f"{W}bookmarkStart")]
            assert any(name.startswith("_slot_") for name in names)


def test_flags_have_comments(document: Document, word: Word) -> None:
    comments = [text_of(comment) for comment in word.tree("word/comments.xml")]
    flags = list(query(document, Flag))
    assert len(comments) == len(flags)
    for comment, flag in zip(comments, flags, strict=True):
        assert flag.reason in comment
        assert flag.owner in comment


def test_long_tags_are_cut_and_stay_apart(any_word: Word) -> None:
    tags = [node.get(f"{W}val") for node in any_word.body.iter(f"{W}tag")]
    assert len(set(tags)) == len(tags)
    assert all(len(tag) <= 64 for tag in tags)


def test_styles_used_are_defined(any_word: Word) -> None:
    for name in ("document", "footnotes", "comments", "numbering", "header1", "footer1", "styles"):
        if f"word/{name}.xml" in any_word.names:
            for node in any_word.tree(f"word/{name}.xml").iter():
                if node.tag in {f"{W}{kind}" for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")}:
                    assert node.get(f"{W}val") in any_word.styles


def test_fonts_fill_four_slots_without_themes(any_word: Word) -> None:
    for name in any_word.names:
        if name.startswith("word/") and name.endswith(".xml"):
            for node in any_word.tree(name).iter(f"{W}rFonts"):
                keys = {key.removeprefix(W) for key in node.attrib}
                assert keys - {"hint"} == {"ascii", "hAnsi", "eastAsia", "cs"}


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda command: command[0])
def test_validators_find_nothing(any_word: Word, validator: tuple[str, ...], tmp_path: Path) -> None:
    program = shutil.which(validator[0], path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip(f"{validator[0]} is not installed")
    file = tmp_path / "plan.docx"
    file.write_bytes(any_word.content)
    result = subprocess.run([program, *validator[1:], file], capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
