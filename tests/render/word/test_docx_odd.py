"""Random documents, odder than any plan: Word opens them, every slot is read back, nothing is lost or in the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plangen.doctree import (
    Box,
    Cell,
    Chart,
    Citation,
    Column,
    Contents,
    CrossRef,
    Document,
    Entry,
    Flag,
    Gap,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Slot,
    Table,
    query,
)
from plangen.render.docx import write_docx
from plangen.render.docx.checks import faults
from plangen.render.docx.slots import slot_bookmark, slot_tag, slots_of
from plangen.theme import Theme
from tests.charts.kinds import KINDS
from tests.render.word.reader import W, Word, style_of
from tests.render.word.test_docx_structure import VALIDATORS, flow_of
from tests.render.word.test_docx_styles import ALLOWED, by_hand
from tests.unit import trees

# Ids and paths of a few kinds, so that documents hold the same one twice, one of 40 characters and more, and none.
PATHS = st.sampled_from(
    ["", "a", "b", "章.节.槽", "chapter.section." + "long" * 20, "chapter.section." + "long" * 20 + "er"]
)
TITLES = st.sampled_from(["", "甲", "总投入（万元）", 'a<b>&"c"\'', "一行\n两行", "\t", "\x00\ud800", "长" * 60])
NUMBERS = st.integers(0, 3)
CITATIONS = st.builds(Citation, st.just("f"), TITLES, NUMBERS, TITLES)
REFERENCES = st.builds(CrossRef, st.just("r"), PATHS, TITLES)
INLINES = trees.tuples(st.one_of(trees.INLINES, CITATIONS, REFERENCES))
CELLS = st.builds(
    Cell,
    INLINES,
    st.sampled_from(["", "good", "warn", "bad", "severe", "muted", "strong"]),
    st.integers(0, 4),
)
ROWS = trees.tuples(st.builds(Row, trees.tuples(CELLS, 4), st.sampled_from(["body", "total", "group"]), NUMBERS), 5)
COLUMNS = trees.tuples(st.builds(Column, TITLES, st.sampled_from(["left", "center", "right"])), 4)
TABLES = st.builds(Table, COLUMNS, ROWS, TITLES, PATHS, NUMBERS, INLINES, st.booleans())


def emptied(chart: Chart) -> Chart:
    return replace(chart, categories=(), series=(), spans=(), rows=())


CHARTS = st.builds(
    lambda kind, caption, path, number, note, alt, empty: replace(
        emptied(kind) if empty else kind, caption=caption, id=path, number=number, note=note, alt=alt
    ),
    st.sampled_from(list(KINDS.values())),
    *(TITLES, PATHS, NUMBERS, INLINES, TITLES),
    st.booleans(),
)
BLOCKS = st.recursive(
    st.one_of(
        st.builds(Heading, st.integers(0, 6), INLINES, PATHS, TITLES, st.booleans()),
        st.builds(Paragraph, INLINES),
        TABLES,
        CHARTS,
        st.builds(Flag, PATHS, TITLES, TITLES, TITLES, st.sampled_from(["", "2026-12-31"])),
        st.builds(Gap, PATHS, TITLES),
        st.builds(
            Contents,
            st.sampled_from(["headings", "tables", "figures"]),
            trees.tuples(st.builds(Entry, st.integers(0, 4), TITLES, TITLES, PATHS)),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(ListBlock, st.booleans(), trees.tuples(st.builds(ListItem, trees.tuples(inner))), st.integers(0, 9)),
        st.builds(Quote, trees.tuples(inner)),
        st.builds(Box, TITLES, trees.tuples(inner)),
        st.builds(Slot, PATHS, st.just("filled"), trees.tuples(inner)),
    ),
    max_leaves=8,
)


def documents(fewest: int, most: int) -> st.SearchStrategy[Document]:
    metas = st.builds(
        lambda meta, language: replace(meta, language=language), trees.METAS, st.sampled_from(["zh", "en"])
    )
    blocks = st.lists(BLOCKS, min_size=fewest, max_size=most).map(tuple)
    return st.builds(Document, metas, blocks, st.sampled_from(["chinese", "decimal"]))


@settings(max_examples=60)
@given(documents(0, 5))
def test_word_reads_any_document_whole(document: Document) -> None:
    word = Word(write_docx(document, Theme(), ()))
    assert faults({name: word.archive.read(name) for name in word.names}, {}) == []
    assert set(by_hand(word)) <= {f"{kind}/{name}" for kind, names in ALLOWED.items() for name in names}
    _has_what_the_format_demands(word)
    found = slots_of(word.content)
    for path in {slot.path for slot in query(document, Slot)}:
        marked = found.by_bookmark.get(slot_bookmark(path))
        assert marked is None or marked == found.by_control[slot_tag(path)]


def _has_what_the_format_demands(word: Word) -> None:
    for holder in (word.body, *word.body.iter(f"{W}tc")):
        flow = [node for node in flow_of(holder) if node.tag in {f"{W}p", f"{W}tbl"}]
        assert flow
        assert flow[-1].tag == f"{W}p"
        assert (f"{W}tbl", f"{W}tbl") not in set(pairwise(node.tag for node in flow))
    assert all(table.find(f"{W}tr") is not None for table in word.body.iter(f"{W}tbl"))
    assert all(row.find(f"{W}tc") is not None for row in word.body.iter(f"{W}tr"))
    assert all(style_of(paragraph) in word.styles for paragraph in word.paragraphs)


@settings(max_examples=2, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(documents(30, 40))
def test_validators_find_nothing(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    file = tmp_path_factory.mktemp("odd") / "odd.docx"
    file.write_bytes(write_docx(document, Theme(), ()))
    for name, *options in VALIDATORS:
        program = shutil.which(name, path=str(Path(sys.executable).parent))
        if program is None:
            pytest.skip(f"{name} is not installed")
        result = subprocess.run([program, *options, file], capture_output=True, text=True, timeout=300, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
