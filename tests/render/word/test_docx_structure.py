"""Faults that Word repairs or refuses, looked for in ordinary and odd documents."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from plangen.doctree import Document, Flag, Slot, query
from tests.render.word.reader import RELATIONSHIP, R, W, Word, style_of, text_of, value

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
STORIES = ("word/document.xml", "word/footnotes.xml", "word/comments.xml", "word/header1.xml", "word/footer1.xml")
VALIDATORS = (
    ("openxml-audit", "-q", "-f", "microsoft365"),
    ("ooxml-integrity", "check", "--fail-on", "warn"),
)


def stories(word: Word) -> list[Any]:
    return [word.tree(name) for name in STORIES if name in word.names]


def test_bookmarks_are_closed_and_unique(any_word: Word) -> None:
    starts = list(any_word.body.iter(f"{W}bookmarkStart"))
    ends = [node.get(f"{W}id") for node in any_word.body.iter(f"{W}bookmarkEnd")]
    ids = [node.get(f"{W}id") for node in starts]
    names = [node.get(f"{W}name") for node in starts]
    assert sorted(ids) == sorted(ends)
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and name.replace("_", "a").isalnum() and name.isascii() for name in names)


def test_fields_are_closed(any_word: Word) -> None:
    for story in stories(any_word):
        open_fields: list[str] = []
        for node in story.iter(f"{W}fldChar"):
            kind = node.get(f"{W}fldCharType")
            match kind:
                case "begin":
                    open_fields.append("begin")
                case "separate":
                    assert open_fields
                    assert open_fields.pop() == "begin"
                    open_fields.append("separate")
                case "end":
                    assert open_fields.pop() == "separate"
        assert not open_fields


def test_anchors_exist(any_word: Word) -> None:
    names = {node.get(f"{W}name") for node in any_word.body.iter(f"{W}bookmarkStart")}
    for story in stories(any_word):
        for link in story.iter(f"{W}hyperlink"):
            if link.get(f"{W}anchor"):
                assert link.get(f"{W}anchor") in names
        for instruction in story.iter(f"{W}instrText"):
            words = instruction.text.split()
            if words[0] in {"REF", "PAGEREF"}:
                assert words[1] in names


def test_ids_are_unique(any_word: Word) -> None:
    drawings = [node.get("id") for node in any_word.body.iter() if str(node.tag).endswith("}docPr")]
    controls = [node.get(f"{W}val") for node in any_word.body.findall(f".//{W}sdtPr/{W}id")]
    comments = [node.get(f"{W}id") for node in any_word.body.iter(f"{W}commentReference")]
    for found in (drawings, controls, comments):
        assert [item for item, times in Counter(found).items() if times > 1] == []


def test_parts_are_related_and_typed(any_word: Word) -> None:
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        name = waiting.pop()
        relations = any_word.relationships(name) if name else _root(any_word)
        for _, target, external in relations.values():
            if not external:
                assert target in any_word.names
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
    parts = {name for name in any_word.names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    assert parts == reached
    types = any_word.tree("[Content_Types].xml")
    defaults = {node.get("Extension") for node in types.iter(f"{TYPES}Default")}
    overrides = {node.get("PartName").lstrip("/") for node in types.iter(f"{TYPES}Override")}
    assert overrides <= parts
    assert all(name in overrides or name.rsplit(".", 1)[1] in defaults - {"xml"} for name in parts)


def _root(word: Word) -> dict[str, tuple[str, str, bool]]:
    return {
        node.get("Id"): ("", node.get("Target").lstrip("/"), False)
        for node in word.tree("_rels/.rels").iter(RELATIONSHIP)
    }


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
    """A paragraph without text ends a section, or stands where Word asks for one: in a cell, or behind a table."""
    for paragraph in any_word.paragraphs:
        if text_of(paragraph) or paragraph.find(f".//{W}drawing") is not None:
            continue
        if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            continue
        parent = paragraph.getparent()
        if parent.tag == f"{W}tc" and len(parent.findall(f"{W}p")) == 1 and parent.find(f"{W}tbl") is None:
            continue
        assert style_of(paragraph) in {"TableBreak", "BlockGap"}
        before = paragraph.getprevious()
        assert before is not None
        assert before.tag in {f"{W}tbl", f"{W}sdt"}


def test_tables_do_not_touch(any_word: Word) -> None:
    for holder in (any_word.body, *any_word.body.iter(f"{W}tc")):
        flow = list(_flow(holder))
        assert (f"{W}tbl", f"{W}tbl") not in set(pairwise(flow))
        assert flow[-1] != f"{W}tbl"


def _flow(holder: Any) -> Iterator[str]:
    """Yield the tags of paragraphs and tables in a holder, those in controls included and those in cells not."""
    for node in holder:
        if node.tag == f"{W}sdt":
            yield from _flow(node.find(f"{W}sdtContent"))
        elif node.tag in {f"{W}p", f"{W}tbl"}:
            yield node.tag


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


def test_captions_stay_with_their_tables(word: Word) -> None:
    captions = [p for p in word.paragraphs if style_of(p) == "Caption"]
    assert captions
    assert all(caption.getnext().tag == f"{W}tbl" for caption in captions)
    assert word.styles["Caption"].find(f"{W}pPr/{W}keepNext") is not None


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


def test_formatting_is_in_styles(word: Word) -> None:
    """Beside its style, a paragraph has a list, a section or the page of a table's next row, and a run has nothing."""
    for paragraph in word.paragraphs:
        properties = paragraph.find(f"{W}pPr")
        own = {f"{W}keepNext"} if paragraph.getparent().tag == f"{W}tc" else {f"{W}numPr", f"{W}sectPr"}
        assert {node.tag for node in properties} <= {f"{W}pStyle", *own}
    for properties in word.body.iter(f"{W}rPr"):
        assert {node.tag for node in properties} <= {f"{W}rStyle"}


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
