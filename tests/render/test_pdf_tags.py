"""Tagged PDF: what a validator finds, what a screen reader is told, and what the file says of itself."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.doctree import (
    Block,
    Cell,
    Chart,
    Citation,
    Code,
    CrossRef,
    Footnote,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    Value,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.labels import label
from plangen.render.engine.tags import tagging
from plangen.render.pdf import warm_up, write_pdf
from plangen.theme import Theme
from tests.render import odd
from tests.render.odd import ENGLISH, NAMES, ODD, PLAIN, PLANS, Files, heading, nested, row, words
from tests.render.tagged import Tag, Tagged, read

outloud = pytest.importorskip("outloud")

LISTS = {label("zh", name) for name in ("contents", "list_of_tables", "list_of_figures")}

Reading = Callable[[str], Tagged]


@pytest.fixture(scope="session")
def tagged(files: Files) -> Reading:
    return cache(lambda name: read(files(name)[1]))


def told(tags: Tagged, *roles: str) -> list[str]:
    return [tag.words for tag in tags.tree.find(*roles)]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- validators --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_validator_of_pdf_ua_finds_no_error(name: str, files: Files, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(files(name)[1])
    result = outloud.check(str(file))
    found = [f"{finding.rule}: {finding.message}" for finding in result.findings if finding.severity == "error"]
    assert found == []
    assert result.verdict in ("pass", "review")
    assert result.stats["tagged"]


@pytest.mark.parametrize("name", NAMES)
def test_the_syntax_is_sound(name: str, files: Files, tmp_path: Path) -> None:
    if not (program := shutil.which("qpdf")):
        pytest.skip("qpdf is not installed")
    file = tmp_path / "a.pdf"
    file.write_bytes(files(name)[1])
    done = subprocess.run([program, "--check", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not encrypted" in done.stdout


# --- content and its marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_painted_is_told_or_an_artifact(name: str, tagged: Reading) -> None:
    tags = tagged(name)
    assert [page.unmarked for page in tags.pages if page.unmarked] == []
    assert tags.lost == set()
    assert max(page.depth for page in tags.pages) <= 28  # ISO 19005-3, 6.1.13


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_running_headers_and_page_numbers_are_not_told(name: str, tagged: Reading) -> None:
    tags = tagged(name)
    for number, page in enumerate(tags.pages[1:], start=2):
        footers = [text for kind, text in page.artifacts if kind == "Footer"]
        assert footers == [f"第 {number} 页，共 {len(tags.pages)} 页"]
        assert all(text for kind, text in page.artifacts if kind == "Header")
        assert any(kind == "Header" for kind, _ in page.artifacts)
    assert not re.search(r"第 \d+ 页，共", tags.tree.words)
    assert not re.search("…{4}", tags.tree.words)


def stretches(node: Any) -> list[str]:
    """Return the text of a node between its marks and forced line breaks."""
    found = [""]

    def read(part: Any) -> None:
        if isinstance(part, Text | Code | Value | CrossRef):
            found[-1] += part.text
        elif isinstance(part, Citation):
            found[-1] += part.text
            if part.number:
                found.append("")
        elif isinstance(part, Footnote | LineBreak):
            found.append("")
        else:
            for child in part.children:
                read(child)

    read(node)
    return [stretch for stretch in found if stretch.strip()]


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_the_text_is_told_in_the_order_of_the_document(name: str, files: Files, tagged: Reading) -> None:
    """Every stretch of text without a mark in it is found behind the one before, spaces and all."""
    shown, at = tagged(name).tree.words, 0
    content = files(name)[0]
    expected = [stretch for node in query(content, Paragraph, Heading, Cell) for stretch in stretches(node)]
    assert len(expected) > 200
    assert [stretch for stretch in expected if stretch not in shown] == []
    for stretch in expected:
        found = shown.find(stretch, at)
        at = found if found - at in range(2000) else at  # the lists of contents say the same before
    assert at > len(shown) * 0.9


def test_words_of_two_lines_are_two_words(tagged: Reading) -> None:
    tags = tagged("English")
    (long,) = (tag for tag in tags.tree.find("P") if len(tag.words) > 800)
    assert long.words.strip() == (ENGLISH * 4).strip()
    assert len(long.kids) == 1  # lines that are drawn in one go have one mark
    assert [words.strip() for words in told(tags, "TD") if len(words) > 200] == [ENGLISH.strip()] * 2


def test_a_space_that_is_seen_nowhere_else_is_embedded(tagged: Reading) -> None:
    assert told(tagged("a heading of two words"), "H1")[1] == f"1.{'a' * 30} {'b' * 30}"


# --- the tree ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_headings_have_their_level_number_and_order(name: str, files: Files, tagged: Reading) -> None:
    content, tags = files(name)[0], tagged(name)
    found = [(int(tag.role[1]), squeezed(tag.words)) for tag in tags.tree.find("H1", "H2", "H3", "H4")]
    assert found[0] == (1, squeezed(content.meta.title))
    expected = [(h.level, squeezed(h.number + plain_text(h))) for h in query(content, Heading)]
    assert [heading for heading in found if heading in expected] == expected
    assert {title for _, title in found[1 : len(found) - len(expected)]} <= LISTS


@pytest.mark.parametrize("name", NAMES)
def test_no_level_of_heading_is_left_out(name: str, tagged: Reading) -> None:
    levels = [int(tag.role[1]) for tag in tagged(name).tree.find("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_rows_of_one_width_and_headers_with_a_scope(name: str, tagged: Reading) -> None:
    for table in tagged(name).tree.find("Table"):
        assert {tag.role for tag in table.tags()} <= {"Caption", "THead", "TBody", "TR"}
        assert [tag.role for tag in table.tags()[1:]].count("Caption") == 0
        heads = list(table.find("TH"))
        assert heads
        assert all(head.entries["Scope"] in ("Row", "Column") and head.words for head in heads)
        widths = {sum(int(cell.entries.get("ColSpan", 1)) for cell in line.tags()) for line in table.find("TR")}
        assert len(widths) == 1


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_every_table_is_told_once_with_its_caption_and_all_rows(name: str, files: Files, tagged: Reading) -> None:
    tables = list(tagged(name).tree.find("Table"))
    shown = {squeezed(next(table.find("Caption")).words): table for table in tables if list(table.find("Caption"))}
    expected = [table for table in query(files(name)[0], Table) if table.caption]
    assert len(shown) == len(expected)
    for table in expected:
        found = shown[squeezed(f"表{table.number}{table.caption}")]
        head, *rest = found.tags()[1:]
        assert [cell.words for cell in head.find("TH", "TD")] == [column.title for column in table.columns]
        assert {cell.entries.get("Scope") for cell in head.find("TH")} == {"Column"}
        assert [len(line.tags()) for group in rest for line in group.find("TR")] == [len(r.cells) for r in table.rows]
    assert any(len(table.pages) > 1 for table in shown.values())


def test_heads_both_ways(tagged: Reading) -> None:
    *_, table = tagged("a table with heads both ways").tree.find("Table")
    cells = [[(cell.role, cell.entries.get("Scope")) for cell in line.tags()] for line in table.find("TR")]
    column, line = ("TH", "Column"), ("TH", "Row")
    assert cells == [[("TD", None), column, column], *[[line, ("TD", None), ("TD", None)]] * 2]


def test_repeated_table_heads_are_artifacts(tagged: Reading) -> None:
    tags = tagged("a table over pages")
    *_, table = tags.tree.find("Table")
    assert len(table.pages) > 2
    assert [cell.words for cell in table.find("TH")] == ["甲", "乙"]
    for page in sorted(table.pages)[1:]:
        assert "甲乙" in "".join(text for kind, text in tags.pages[page].artifacts if kind == "Pagination")


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_every_chart_is_one_figure_with_its_alternative_text(name: str, files: Files, tagged: Reading) -> None:
    figures = list(tagged(name).tree.find("Figure"))
    charts = list(query(files(name)[0], Chart))
    assert [str(figure.entries["Alt"]) for figure in figures] == [chart.alt for chart in charts]
    for figure in figures:
        assert len(figure.kids) == 1
        left, low, right, high = figure.entries["BBox"]
        assert 0 < left < right < 595
        assert 0 < low < high < 842
    captions = [squeezed(text) for text in told(tagged(name), "Caption")]
    assert [squeezed(f"图{chart.number}{chart.caption}") for chart in charts if chart.caption] == [
        caption for caption in captions if caption.startswith("图")
    ]


def test_a_chart_without_words_is_called_a_figure(tagged: Reading) -> None:
    (figure,) = tagged("a chart without words").tree.find("Figure")
    assert figure.entries["Alt"] == "图"


def test_lists_hold_items_with_label_and_body(tagged: Reading) -> None:
    lists = list(tagged("lists in lists").tree.find("L"))
    numberings = [str(tag.entries["ListNumbering"]) for tag in lists]
    assert numberings == ["Decimal", "Disc", "LowerAlpha", "Circle", "LowerAlpha", "Circle"]
    for tag in lists:
        assert [item.role for item in tag.tags()] == ["LI", "LI"]
        assert [[part.role for part in item.tags()] for item in tag.tags()] == [["Lbl", "LBody"]] * 2
    first = lists[0].tags()[0].tags()[1]
    assert [kid if isinstance(kid, str) else kid.role for kid in first.kids] == ["第5层", "L", "P"]


def test_an_item_over_two_pages_is_one_item(tagged: Reading) -> None:
    items = list(tagged("an item over two pages").tree.find("LI"))
    assert [len(item.words) > 900 for item in items] == [True] * 8
    assert any(len(item.pages) > 1 for item in items)


@pytest.mark.parametrize("name", ["sample", *PLANS])
def test_contents_are_nested_as_headings_are(name: str, files: Files, tagged: Reading) -> None:
    def entries(tag: Tag, depth: int) -> list[tuple[int, Tag]]:
        found = []
        for kid in tag.tags():
            found += entries(kid, depth + 1) if kid.role == "TOC" else [(depth, kid)]
        return found

    contents = next(tagged(name).tree.find("TOC"))
    expected = [(h.level, squeezed(h.number + plain_text(h))) for h in query(files(name)[0], Heading) if h.level <= 3]
    found = entries(contents, 1)
    links = [(depth, link) for depth, tag in found for link in tag.find("Link")]
    assert [(depth, squeezed("".join(map(str, link.kids[:-1])))) for depth, link in links] == expected
    assert all(re.fullmatch(r"\d+", str(link.kids[-1])) for _, link in links)
    assert {(tag.role, *(kid.role for kid in tag.tags())) for _, tag in found} == {("TOCI", "Reference")}


def test_links_say_where_they_lead(tagged: Reading) -> None:
    links = list(tagged("links").tree.find("Link"))
    assert [set(link.entries["Contents"]) for link in links] == [
        {"资料要点x (https://example.com/?a=(1)&b=2)"},
        {f"{'很长的链接文字' * 12} (mailto:a@example.com)"},
    ]
    assert len(links[1].entries["Contents"]) == 3  # one for each line


@pytest.mark.parametrize("name", NAMES)
def test_every_link_on_a_page_is_in_the_tree(name: str, files: Files, tagged: Reading) -> None:
    with pikepdf.open(io.BytesIO(files(name)[1])) as pdf:
        annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
        keys = [int(annotation.StructParent) for annotation in annotations]
        assert all(int(annotation.F) == 4 and annotation.Subtype == "/Link" for annotation in annotations)
        assert all(page.Tabs == "/S" for page in pdf.pages)
    assert len(set(keys)) == len(keys)
    assert len(keys) == sum(len(link.entries["Contents"]) for link in tagged(name).tree.find("Link"))


def test_notes_follow_the_block_of_their_mark(tagged: Reading) -> None:
    tags = tagged("footnotes everywhere")
    assert [tag.role for tag in tags.tree.find("Reference", "Note")] == ["Reference", "Note"] * 4
    assert [str(note.entries["ID"]) for note in tags.tree.find("Note")] == [f"note-{n:05}" for n in range(1, 5)]
    assert [note.tags()[0].role for note in tags.tree.find("Note")] == ["Lbl"] * 4
    assert told(tags, "H1")[1] == "一、标题[1]"
    assert "甲[2]乙。2  段落的脚注，链接。" in told(tags, "P")
    (item,) = tags.tree.find("LBody")
    assert item.words == "项[3]3  列表的脚注。"
    (cell,) = (tag for tag in tagged("a footnote in a cell").tree.find("TD") if "脚注" in tag.words)
    assert cell.words == "一[1]1  脚注之一。"


@pytest.mark.parametrize("name", NAMES)
def test_notes_are_found_by_their_ids(name: str, files: Files, tagged: Reading) -> None:
    with pikepdf.open(io.BytesIO(files(name)[1])) as pdf:
        names = list(pdf.Root.StructTreeRoot.get("/IDTree", {}).get("/Names", []))
        pairs = list(zip(names[::2], names[1::2], strict=True))
        assert [str(key) for key, _ in pairs] == sorted({str(key) for key, _ in pairs})
        assert all(str(element.ID) == str(key) and element.S == "/Note" for key, element in pairs)
        assert len(pairs) == len(list(tagged(name).tree.find("Note")))


def test_a_draft_tells_flags_and_gaps(tagged: Reading) -> None:
    tags = tagged("a flag and a gap")
    flag, gap = tags.tree.find("Sect")
    assert [tag.role for tag in (*flag.tags(), *gap.tags())] == ["P"] * 6
    assert "等待确认" in flag.words
    assert "缺失" in gap.words
    assert told(tags, "P")[0] == "草稿"


# --- any document ------------------------------------------------------------------------------------------------

INLINES = st.recursive(
    st.text("甲乙丙丁，。（）“”ab 12%·—", min_size=1, max_size=60).map(lambda text: words(text)[0]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Strong(tuple(parts))),
        st.text("abc_ ", min_size=1, max_size=12).map(Code),
    ),
    max_leaves=4,
)
PARAGRAPHS = st.lists(INLINES, max_size=4).map(lambda parts: Paragraph(tuple(parts)))
TABLES = st.builds(
    lambda lines, caption, headed, column: Table(
        PLAIN.columns if headed else tuple(type(c)("") for c in PLAIN.columns),
        tuple(row(*line) for line in lines),
        caption,
        header_column=column,
    ),
    st.lists(st.tuples(st.sampled_from(["", "甲", "很长的一格" * 9]), st.sampled_from(["", "1"])), max_size=9),
    st.sampled_from(["", "表题"]),
    st.booleans(),
    st.booleans(),
)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.one_of(
        PARAGRAPHS,
        TABLES,
        st.integers(1, 4).map(lambda level: heading(level, "标题")),
        st.just(nested(1)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda blocks: Quote(tuple(blocks))),
        st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3).map(
            lambda items: ListBlock(True, tuple(ListItem(tuple(blocks)) for blocks in items))
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=25)
@given(st.lists(BLOCKS, max_size=6))
def test_any_document_is_told_whole(fonts: tuple[FontFile, ...], tmp_path: Path, blocks: list[Block]) -> None:
    content = write_pdf(odd.document(*blocks), Theme(), fonts).content
    tags = read(content)
    assert tags.lost == set()
    assert [page.unmarked for page in tags.pages if page.unmarked] == []
    (tmp_path / "a.pdf").write_bytes(content)
    result = outloud.check(str(tmp_path / "a.pdf"))
    # a small table with heads both ways is taken for one whose heads were torn up
    wrong = [finding for finding in result.findings if finding.severity == "error" and finding.rule != "TBL-010"]
    assert [finding.message for finding in wrong] == []


# --- WeasyPrint --------------------------------------------------------------------------------------------------


def test_what_is_replaced_is_there() -> None:
    warm_up()
    from weasyprint import document as module
    from weasyprint.layout import inline

    assert callable(inline.split_text_box)
    assert tagging(module.generate_pdf) is not module.generate_pdf


def test_each_stream_is_compressed_once(monkeypatch: pytest.MonkeyPatch, fonts: tuple[FontFile, ...]) -> None:
    made: list[Any] = []
    compressor = zlib.compressobj

    def counted(*more: Any, **named: Any) -> Any:
        made.append(compressor(*more, **named))
        return made[-1]

    monkeypatch.setattr(zlib, "compressobj", counted)
    content = write_pdf(ODD["nothing"], Theme(), fonts).content
    assert len(made) == content.count(b"/Filter /FlateDecode") > 5


def test_another_weasyprint_tags_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    monkeypatch.delattr("weasyprint.pdf.add_tags")

    def generate(*more: Any) -> None:
        pass

    assert tagging(generate) is generate
