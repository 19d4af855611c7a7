"""What a reader of a Chinese book expects of a page (CLREQ), held against pages as they were set."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plangen.doctree import Cell, Citation, Column, Document, Meta, Paragraph, Row, Table, Text, query
from plangen.fonts import FontFile, subset
from plangen.pipeline import examine
from plangen.render.breaks import stay_with_next
from plangen.render.engine import load
from plangen.render.engine.breaking import is_alone, is_bound
from plangen.render.engine.justification import is_elastic
from plangen.render.html import html_page
from plangen.render.pdf import Pdf, print_page, warm_up, write_pdf
from plangen.render.stylesheet import stylesheet
from plangen.spacedglyphs import FEATURES, GAP
from plangen.theme import Theme
from plangen.workspace import Workspace

CLOSING = "，。、；：！？）】》〉」』〕”’…·～%,.;:!?)]"
OPENING = "（【《〈「『〔“‘(["
EM = 20  # pixels
STYLE = f"""@page {{ size: 1000px; margin: 0 }} body {{ margin: 0; overflow-wrap: anywhere }}
html {{ font: {EM}px/1.5 "Noto Sans SC"; font-feature-settings: "SPAC" }} p {{ margin: 0 }}"""


@pytest.fixture(scope="session")
def spied_pages() -> Iterator[list[Any]]:
    """Keep the pages of every document that is set."""
    warm_up()
    kind = load("weasyprint").Document
    held: list[Any] = []
    write = kind.write_pdf

    def write_pdf_too(document: Any, *given: Any, **named: Any) -> Any:
        held[:] = document.pages
        return write(document, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "write_pdf", write_pdf_too)
        yield held


@pytest.fixture(scope="session")
def demo(spied_pages: list[Any], fonts: tuple[FontFile, ...]) -> tuple[Document, Pdf, list[Any]]:
    """Return the demo plan, its file, and its pages as they were laid out."""
    workspace = Workspace(Path(__file__).parents[2])
    found = examine(workspace, "ecommerce-demo", date(2026, 1, 10), release=True)
    assert found.plan
    assert found.document
    pdf = write_pdf(found.document, found.plan.pack.theme, fonts)
    return found.document, pdf, list(spied_pages)


@pytest.fixture(scope="session")
def set_lines(spied_pages: list[Any], fonts: tuple[FontFile, ...]) -> Any:
    """Set some HTML; return the text and the width in ems of each line of each block."""

    def lines(body: str, style: str = "") -> list[list[tuple[str, float]]]:
        head = f'<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{STYLE}{style}</style></head>'
        print_page(f"{head}<body>{body}</body></html>", fonts)
        return [
            [(line_text(line), line.width / EM) for line in found] for page in spied_pages for _, found in blocks(page)
        ]

    return lines


def blocks(page: Any) -> list[tuple[Any, list[Any]]]:
    """Return the boxes of a page that hold lines, with their lines, without what stands in its margins."""
    boxes: Any = load("weasyprint.formatting_structure.boxes")
    found: list[tuple[Any, list[Any]]] = []

    def read(box: Any) -> None:
        lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
        if lines:
            found.append((box, lines))
        for child in box.children:
            if hasattr(child, "children") and not isinstance(child, boxes.MarginBox):
                read(child)

    read(page._page_box)
    return found


def line_text(box: Any) -> str:
    if hasattr(box, "text"):
        return str(box.text)
    return "".join(line_text(child) for child in getattr(box, "children", ()) if child.is_in_normal_flow())


def words(page_text: bytes, folder: Path, *options: str) -> str:
    if not (program := shutil.which("pdftotext")):
        pytest.skip("pdftotext is not installed")
    (folder / "a.pdf").write_bytes(page_text)
    command = [program, *options, str(folder / "a.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def flat(text: str) -> tuple[str, set[int]]:
    """Return a text without its spaces, and before which of its characters a space stood within a line."""
    shown, spaces = "", set()
    for line in text.split("\n"):
        for character in line.strip():
            if character in " \u3000":
                spaces.add(len(shown))
            else:
                shown += character
    return shown, spaces


# --- the demo plan -----------------------------------------------------------------------------------------------


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(demo: tuple[Document, Pdf, list[Any]]) -> None:
    texts = [[line_text(line).strip() for line in lines] for page in demo[2] for _, lines in blocks(page)]
    assert sum(map(len, texts)) > 2000
    assert [after for block in texts for after in block[1:] if after[:1] in tuple(CLOSING)] == []
    assert [before for block in texts for before in block[:-1] if before[-1:] in tuple(OPENING)] == []


def without_marks(line: str) -> str:
    """Take the marks of notes out of a line; where it is a list of them they are its text."""
    rest = re.sub(r"\[\d+\]", "", line).strip()
    return rest if rest.strip("、—") else line.strip()


def test_no_character_is_alone_on_a_last_line(demo: tuple[Document, Pdf, list[Any]]) -> None:
    found = []
    for page in demo[2]:
        for box, lines in blocks(page):
            texts = [without_marks(line_text(line)) for line in lines]
            broken = not any(part.element_tag == "br" for part in box.descendants())  # the author breaks as he likes
            if len(texts) > 1 and broken and len(texts[-1].rstrip(CLOSING)) < 2:
                found.append(texts)
    assert found == []


def test_what_is_copied_has_no_more_spaces_than_the_plan(demo: tuple[Document, Pdf, list[Any]], tmp_path: Path) -> None:
    document, pdf, _ = demo
    shown, spaces = flat(words(pdf.content, tmp_path))
    looked_at = 0
    for paragraph in query(document, Paragraph):
        for node in query(paragraph, Text):
            for start in range(0, len(node.text) - 11, 20):
                piece, wanted = flat(node.text[start : start + 20])
                at = shown.find(piece)
                if at >= 0 and len(piece) > 10:  # a running foot may come between
                    looked_at += 1
                    inner = {place - at for place in spaces if at < place < at + len(piece)}
                    assert inner == wanted - {0}, piece
    assert looked_at > 800


def test_every_part_of_a_table_has_its_head_and_two_rows(demo: tuple[Document, Pdf, list[Any]]) -> None:
    boxes: Any = load("weasyprint.formatting_structure.boxes")
    parts: dict[Any, list[tuple[bool, int]]] = {}
    for page in demo[2]:
        for table in page._page_box.descendants():
            if isinstance(table, boxes.TableBox) and not isinstance(table, boxes.InlineTableBox):
                heads = [group for group in table.children if group.is_header]
                rows = sum(len(group.children) for group in table.children if not group.is_header)
                parts.setdefault(table.element, []).append((bool(heads), rows))
    broken = [found for found in parts.values() if len(found) > 1]
    assert len(broken) > 5
    assert all(head and rows >= 2 for found in broken for head, rows in found)
    assert all(found[-1][1] >= 3 for found in broken)


def test_no_heading_is_the_last_thing_on_a_page(demo: tuple[Document, Pdf, list[Any]]) -> None:
    assert [
        line_text(last[1][-1])
        for page in demo[2]
        if (found := [block for block in blocks(page) if block[0].element_tag != "span"])
        for last in [max(found, key=lambda block: block[1][-1].position_y)]
        if last[0].element_tag in ("h1", "h2", "h3", "h4", "caption")
    ] == []


# --- spaces within a line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("together", "apart", "gaps"),
    [
        ("员A", ("员", "A"), 1),
        ("A员", ("A", "员"), 1),
        ("员CRM与", ("员", "CRM", "与"), 2),
        ("在2026年", ("在", "2026", "年"), 2),
        ("年Q3达", ("年", "Q3", "达"), 2),
        ("第3期", ("第", "3", "期"), 2),
        ("达30%的", ("达", "30%", "的"), 2),
        ("“CRM2026年", ("“", "CRM2026", "年"), 1),
        ("员A与", ("员", "A", "与"), 2),
        ("员2<b>年</b>", ("员", "2", "年"), 2),
        ("员<b>A</b>与", ("员", "<b>A</b>", "与"), 2),
        ("员<i>3</i>", ("员", "3"), 1),
        ("员 A", ("员", " A"), 0),
        ("，A", ("，", "A"), 0),
        ("A3", ("A", "3"), 0),
    ],
)
def test_a_thin_gap_stands_between_chinese_and_latin(
    together: str, apart: tuple[str, ...], gaps: int, set_lines: Any
) -> None:
    whole, *parts = [
        sum(width for _, width in block)
        for block in set_lines(
            "".join(f'<p style="white-space: pre">{part}</p>' for part in (together, *apart)),
            "b, i { font-weight: 400; font-style: normal }",
        )
    ]
    assert whole - sum(parts) == pytest.approx(gaps * GAP, abs=0.02)


def test_no_gap_stands_at_the_edge_of_a_line(set_lines: Any) -> None:
    lone, *others = set_lines(
        "".join(
            f'<p style="width: 4.3em">{text}</p>'
            for text in ("BC", "会员年度BC", "会员年度<b>BC</b>", "BC年度会员", "会员BC年度")
        ),
        "b { font-weight: 400 }",
    )
    for found in others[:2]:
        assert found == [("会员年度", pytest.approx(4)), ("BC", pytest.approx(lone[0][1]))]
    assert others[3][0] == ("会员BC", pytest.approx(2 + GAP + lone[0][1], abs=0.01))
    assert others[2][0] == ("BC年度", pytest.approx(lone[0][1] + GAP + 2, abs=0.01))


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("好，好", 3),
        ("好》、好", 3.5),
        ("好）。", 2.5),
        ("好。”", 2.5),
        ("说：“好", 3.5),
        ("（《好", 2.5),
        ("》）。“", 2.5),
        ("好……", 3),
    ],
)
def test_of_two_punctuation_marks_in_a_row_one_is_halved(text: str, ems: float, set_lines: Any) -> None:
    [[(_, width)]] = set_lines(f"<p>{text}</p>")
    assert width == pytest.approx(ems, abs=0.02)


def test_gaps_and_halves_are_copied_as_they_are_in_the_plan(fonts: tuple[FontFile, ...], tmp_path: Path) -> None:
    text = "会员CRM与订单在2026年Q3达到30%的目标（见《方案》、《计划》）。“好”，他说：“是的。”（完）"
    content = write_pdf(Document(Meta("标题", "客户"), (Paragraph((Text(text),)),)), Theme(), fonts).content
    assert text in words(content, tmp_path).replace("\n", "")


def test_the_pages_of_a_plan_have_gaps_and_halves(spied_pages: list[Any], fonts: tuple[FontFile, ...]) -> None:
    texts = ("在2026年（《好》）", "在年（《好》）")
    paragraphs = tuple(Paragraph((Text(text),)) for text in texts)
    write_pdf(Document(Meta("标题", "客户"), paragraphs), Theme(), fonts)
    (_, [line]), (_, [plain]) = [
        block for page in spied_pages for block in blocks(page) if line_text(block[1][0]) in texts
    ]
    em = line.style["font_size"]
    assert plain.width / em == pytest.approx(2 + 7 - 1, abs=0.02)  # and the indent
    assert (line.width - plain.width) / em == pytest.approx(4 * 0.555 + 2 * GAP, abs=0.02)


def test_word_files_do_not_get_the_glyphs_of_pdf_files(fonts: tuple[FontFile, ...]) -> None:
    characters = set("会员CRM，。（2026年）“”")
    plain = subset(fonts[0], characters)
    assert all(name.encode() not in plain for name in FEATURES)
    assert all(name.encode() in subset(fonts[0], characters, FEATURES) for name in FEATURES)


# --- where lines are broken --------------------------------------------------------------------------------------


def test_no_length_of_a_paragraph_leaves_a_character_alone(set_lines: Any) -> None:
    texts = [("规划" * 30)[:length] + end for length in range(9, 50) for end in ("", "。", "。”")]
    for found in set_lines("".join(f'<p style="width: 9em">{text}</p>' for text in texts)):
        assert all(len(line.rstrip(CLOSING)) > 1 for line, _ in found), found
        assert all(width <= 9.51 for _, width in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [("1,200", "万元"), ("1200万", "元"), ("12个", "月"), ("第", "3章"), ("￥", "300"), ("3～", "5"), ("甲", "·乙")],
)
def test_a_line_does_not_end_within_a_figure(before: str, after: str, set_lines: Any) -> None:
    assert is_bound(before, after)
    room = 12 + (len(before) if before.isascii() else len(before) + 1) * 0.8
    for width in (room - 0.4, room, room + 0.4):
        [found] = set_lines(f'<p style="width: {width}em">各项投入合计约占全部预算{before}{after}的比例与上年</p>')
        assert any(before + after[0] in line for line, _ in found), found


@pytest.mark.parametrize(("before", "after"), [("30%", "的"), ("合计", "3"), ("CRM", "与"), ("万元", "的")])
def test_a_line_may_end_beside_a_figure(before: str, after: str) -> None:
    assert not is_bound(before, after)


def test_a_source_mark_stays_with_its_figure(set_lines: Any) -> None:
    for width in range(180, 300, 6):
        [found] = set_lines(f'<p style="width: {width}px">公司注册会员有六百二十万人<a>[10]</a>，近一年内</p>')
        assert all(not line.startswith("[") for line, _ in found), found


def test_a_word_is_not_torn_to_keep_a_character_company(set_lines: Any) -> None:
    [found] = set_lines('<p style="width: 6em">2026-01-01 至<br>2026-06-30</p>')
    assert found[0][0] == "2026-01-01"


@pytest.mark.parametrize(("rest", "alone"), [("元", True), ("元。”", True), ("3", True), ("万元", False), ("", True)])
def test_a_single_character_is_alone_whatever_punctuation_follows(rest: str, alone: bool) -> None:
    assert is_alone(rest) == alone


# --- justified lines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "elastic"),
    [("会员", True), ("员3", True), ("A员", True), ("员 ", True), ("30", False), ("AB", False), ("元[", False)],
)
def test_words_numbers_and_marks_are_not_spaced_out(pair: str, elastic: bool) -> None:
    assert is_elastic(*pair) == elastic


def test_a_stretched_line_leaves_its_numbers_alone_and_is_copied_without_spaces(
    fonts: tuple[FontFile, ...], tmp_path: Path
) -> None:
    """The second word does not fit on the line, and what it leaves is an eighth of an em for each gap."""
    line = "会员年度消费与复购的合计在1234567元之内"
    style = f"{STYLE} p {{ width: 22.2em; text-align: justify }}"
    head = f'<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{style}</style></head>'
    body = f"<body><p>{line}ABCDEFGHIJKLMNOP的</p><p>1234567</p></body></html>"
    content = print_page(head + body, fonts).content
    assert line in words(content, tmp_path)
    places = words(content, tmp_path, "-bbox")
    one, two = re.findall(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>[^<]*1234567', places)
    assert float(two[1]) - float(two[0]) == pytest.approx(7 * 0.555 * EM * 0.75, abs=0.5)
    assert float(one[1]) - float(one[0]) == pytest.approx(22.2 * EM * 0.75, abs=0.5)


def test_a_gap_at_the_end_of_a_justified_line_stands_outside(set_lines: Any) -> None:
    [found] = set_lines('<p style="width: 11.5em; text-align: justify">会员年度消费与复购额B<b>年度会员合计</b></p>')
    assert found[0] == ("会员年度消费与复购额B", pytest.approx(11.5 + GAP, abs=0.01))


def test_a_cited_figure_is_part_of_the_text_around_it(fonts: tuple[FontFile, ...]) -> None:
    """In a box of its own it could not be broken, and the line before it would be stretched."""
    cited = Paragraph((Text("约合"), Citation("f", "三千二百万元上下", 0), Citation("f", "三千二百万元上下", 1)))
    sources = Table((Column("序号"),), (Row((Cell((Text("1"),)),), number=1),), id="sources")
    page = html_page(Document(Meta("标题", "客户"), (cited, sources)), Theme(), fonts)
    assert re.search('<p>约合三千二百万元上下三千二百万元上下<a class="mark"', page)


# --- tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        ("bbbbbbb", "k---kk-"),
        ("gbbbbbbb", "kk---kk-"),
        ("bbbbbt", "k--kk-"),
        ("bb", "k-"),
        ("b", "-"),
        ("", ""),
    ],
)
def test_the_first_two_and_the_last_three_rows_stay_together(kinds: str, kept: str) -> None:
    names: dict[str, Any] = {"b": "body", "g": "group", "t": "total"}
    rows = tuple(Row((), names[kind]) for kind in kinds)
    assert "".join("k" if stays else "-" for stays in stay_with_next(rows)) == kept


def test_several_lines_of_text_begin_at_the_top_of_their_cell(fonts: tuple[FontFile, ...]) -> None:
    """A SWOT analysis has cells of several lines side by side, whose first lines are to be level."""
    texts = (("内部", "优势" * 40, "劣势" * 20, "备注"), ("外部", "机会" * 20, "威胁" * 40, "备注"))
    rows = tuple(Row(tuple(Cell((Text(text),)) for text in row)) for row in texts)
    table = Table(tuple(Column("栏") for _ in texts[0]), rows)
    page = html_page(Document(Meta("标题", "客户"), (table,)), Theme(), fonts)
    at_top = [text for name, text in re.findall(r'<td(?: class="(\w+)")?>(..)', page) if name == "t"]
    assert at_top == ["劣势", "机会"]
    assert ".t { vertical-align: top; }" in page


def test_quotation_marks_are_as_wide_as_they_are_drawn_in_english(set_lines: Any) -> None:
    def width(language: str) -> float:
        css = stylesheet(Theme(), Meta(title="t", client="c", language=language), ("Noto Sans SC",))
        (features,) = re.findall(r"font-feature-settings: ([^;]*);", css)
        ((line,),) = set_lines("<p>the client’s “own” plan</p>", f"html {{ font-feature-settings: {features} }}")
        return float(line[1])

    assert width("zh") - width("en") > 1.5
