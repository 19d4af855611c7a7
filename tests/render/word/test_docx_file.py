"""The file itself: same bytes, fonts inside, and the XML of a small document as it was reviewed."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import docx
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from plangen.doctree import (
    Cell,
    Citation,
    Column,
    CrossRef,
    Document,
    Footnote,
    Heading,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Row,
    Slot,
    Strong,
    Table,
    Text,
)
from plangen.fonts import FontFile
from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render.word.reader import R, W, Word

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[3]
PROGRAM = """
import hashlib, sys
from plangen.fonts import prepare_fonts
from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render import sample
print(hashlib.sha256(write_docx(sample.sample(), Theme(), prepare_fonts(["Noto Sans SC"]))).hexdigest())
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("2", "America/New_York")])
def test_same_bytes_in_other_processes(word: Word, seed: str, zone: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == hashlib.sha256(word.content).hexdigest()


def test_archive_is_plain_and_sorted(word: Word) -> None:
    entries = word.archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}


def test_file_is_small(word: Word) -> None:
    assert len(word.content) < 1_500_000


def test_python_docx_reads_it(document: Document, word: Word) -> None:
    opened = docx.Document(io.BytesIO(word.content))
    assert opened.core_properties.title == document.meta.title
    assert len(opened.tables) > 1


def test_fonts_are_embedded_with_every_character(word: Word) -> None:
    files = word.relationships("word/fontTable.xml")
    found = {}
    for slot in ("embedRegular", "embedBold"):
        node = next(word.tree("word/fontTable.xml").iter(f"{W}{slot}"))
        content = word.archive.read(files[node.get(f"{R}id")][1])
        mask = uuid.UUID(node.get(f"{W}fontKey")).bytes[::-1] * 2
        clear = bytes(a ^ b for a, b in zip(content[:32], mask, strict=True)) + content[32:]
        font = TTFont(io.BytesIO(clear))
        assert font["name"].getDebugName(1) == "Noto Sans SC"
        assert font["OS/2"].fsType == 0
        found[slot] = (set(font.getBestCmap()), font["OS/2"].usWeightClass)
    text = {character for character in "".join(word.body.itertext()) if character.isprintable()}
    assert found["embedRegular"][1] == 400
    assert found["embedBold"][1] == 700
    for characters, _ in found.values():
        assert not {character for character in text if ord(character) not in characters}
    assert ord("翀") in found["embedBold"][0]


def small() -> Document:
    table = Table(
        (Column("指标"), Column("目标", "right")),
        (Row((Cell((Text("复购率"),)), Cell((Text("40%"),), "good"))), Row((Cell((Text("合计"),), span=2),), "total")),
        "目标",
        "goals",
        1,
        (Text("注：全年。"),),
    )
    listed = Row((Cell((Text("[1]"),)), Cell((Text("公报"),))), number=1)
    sources = Table((Column("序号"), Column("来源")), (listed,), id="sources")
    blocks = (
        Heading(1, (Text("总论"),), "overview", "一、"),
        Heading(2, (Text("目标"),), "overview.goals", "1.1"),
        Slot(
            "overview.goals.text",
            "filled",
            (
                Paragraph(
                    (
                        Text("见"),
                        CrossRef("goals", "goals", "表1"),
                        Text("与"),
                        Citation("f", "3.5%", 1, "公报，未核实"),
                        Strong((Text("要点"),)),
                        Footnote((Text("说明"),), 2),
                        Link("https://example.com/?a=1&b=2", (Text("链接"),)),
                    )
                ),
                ListBlock(True, (ListItem((Paragraph((Text("第一"),)),)),), 3),
            ),
        ),
        table,
        Heading(1, (Text("来源"),), "a", "附录一", appendix=True),
        sources,
    )
    return Document(Meta("规划", "客户", date="2026-03-01"), blocks)


@pytest.mark.parametrize("part", ["document", "numbering", "styles"])
def test_xml_is_as_reviewed(part: str, request: pytest.FixtureRequest) -> None:
    written = Word(write_docx(small(), Theme(), ()))
    tree = written.tree(f"word/{part}.xml")
    found = etree.tostring(tree, pretty_print=True, encoding="unicode")
    golden = GOLDEN / f"{part}.xml"
    if request.config.getoption("--update-golden"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_without_fonts_names_stay(fonts: tuple[FontFile, ...]) -> None:
    written = Word(write_docx(small(), Theme(), ()))
    table = written.archive.read("word/fontTable.xml").decode()
    assert "Microsoft YaHei" in table
    assert "embedRegular" not in table
