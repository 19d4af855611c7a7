"""Charts in a page and in a PDF: their drawing, their number, what refers to them, and what is read back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from plangen.charts.svg import draw
from plangen.doctree import Cell, Chart, CrossRef, Document, Meta, Paragraph, Row, Text, query
from plangen.fonts import FontFile
from plangen.placeholders import find_placeholders
from plangen.render.drawings import NUMBER, lifted
from plangen.render.html import html_page
from plangen.render.pdf import Pdf, print_page, warm_up, write_pdf
from plangen.render.readback import html_text
from plangen.render.screen import write_html
from plangen.render.stylesheet import figure_height, text_width
from plangen.theme import Theme
from tests.charts.kinds import KINDS, series
from tests.charts.reading import read

LEFT = 27 * 72 / 25.4  # the page's margin in points
SHELL = '<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


def figure(chart: Chart, number: int = 1) -> Chart:
    return replace(chart, number=number, id=f"a.b.c{number}", caption=f"走势{number}", alt=f"说明{number}")


def document(*blocks: object) -> Document:
    return Document(Meta("标题", "客户"), blocks)  # type: ignore[arg-type]


def screen(fonts: tuple[FontFile, ...], *blocks: object) -> str:
    return write_html(document(*blocks), Theme(), fonts).decode()


# --- the page --------------------------------------------------------------------------------------------------------


def test_every_chart_is_a_figure_with_its_caption_and_source_below(document: Document, html: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    charts = list(query(document, Chart))
    assert len(figures) == len(charts) > 10
    for chart, found in zip(charts, figures, strict=True):
        assert re.match(r'<figure id="t-risks\.figures\.[a-z-]+"><div class="wide">', found)
        assert f'<span class="no">图 {chart.number}</span>　{chart.caption}</figcaption>' in found
        assert found.index("</svg>") < found.index("<figcaption>") < found.index("资料来源：公司经营数据。")
        assert f"<title>{chart.alt}</title>" in found
        assert f'href="#t-{chart.id}"' in html


def test_the_list_of_figures_leads_to_them(html: str) -> None:
    contents = re.search(r'<nav class="contents figures".*?</nav>', html, re.DOTALL)
    assert contents
    assert "<summary>图目录</summary>" in contents[0]
    assert contents[0].count('href="#t-risks.figures.') == len(KINDS)


def test_both_media_show_the_same_drawing(fonts: tuple[FontFile, ...]) -> None:
    chart = figure(KINDS["bars"])
    pattern = re.compile(r"<svg xmlns.*?</svg>", re.DOTALL)
    on_screen = screen(fonts, chart)
    (shown,), (set_,) = pattern.findall(on_screen), pattern.findall(html_page(document(chart), Theme(), fonts))
    # a browser hands the page's font on, WeasyPrint does not
    assert set_ == draw(chart, Theme(), "zh", float(text_width(Theme())), figure_height(Theme()), "Noto Sans SC")
    by_day = dict(re.findall(r"--(x\d+): (#[0-9A-F]{6});", on_screen.split("color-scheme: light;")[0]))
    colored = re.sub(r"var\(--(x\d+)\)", lambda found: by_day[found[1]], shown)
    assert set_.replace(' font-family="Noto Sans SC"', "") == colored != shown


def test_what_no_page_holds_becomes_a_table_in_the_same_figure(fonts: tuple[FontFile, ...]) -> None:
    cell = Cell((Text("很长的内容" * 40),), "bad")
    rows = tuple(Row((Cell((Text(f"第{n}行"),)), cell, cell)) for n in range(12))
    content = screen(fonts, figure(Chart("heatmap", ("一", "二", "三"), rows=rows)))
    found = re.search(r"<figure.*?</figure>", content, re.DOTALL)
    assert found
    assert found[0].startswith('<figure id="t-a.b.c1" class="data">')
    assert "<svg xmlns" not in found[0]
    assert re.sub(r'aria-label="[^"]*"', "", found[0]).count("走势1") == 1
    assert "图 1" in found[0]
    assert "表" not in re.sub(r'aria-label="[^"]*"', "", found[0])
    assert found[0].count("很长的内容" * 40) == 24


def test_a_chart_without_figures_can_still_be_referred_to(fonts: tuple[FontFile, ...]) -> None:
    empty = figure(Chart("bars", ("甲", "乙"), (series("收入", None, None),), "万元"))
    content = screen(fonts, empty, Paragraph((CrossRef("a.b.c1", "a.b.c1", "图1"),)))
    assert "<svg xmlns" not in content
    assert "走势1" in content
    assert content.count("—") == 2


def test_a_page_without_a_caption_or_an_id_has_neither(fonts: tuple[FontFile, ...]) -> None:
    content = screen(fonts, KINDS["bars"])
    assert "<figcaption" not in content
    assert '<figure><div class="wide">' in content


# --- read back -------------------------------------------------------------------------------------------------------


def test_names_are_read_as_they_were_written_wherever_they_are_broken(fonts: tuple[FontFile, ...]) -> None:
    names = ("Customer lifetime value of members", "经营活动产生的现金流入与流出", *"一二三四五六")
    content = screen(fonts, figure(Chart("bars", names, (series("得分", *range(8)),))))
    assert content.count("<tspan") >= 2
    lines = html_text(content.encode()).split("\n")
    assert set(names) <= set(lines)
    assert "得分" in lines


@pytest.mark.parametrize("name", ["bars", "line", "radar", "gantt", "heatmap"])
def test_a_placeholder_in_a_chart_is_found_in_both_formats(name: str, fonts: tuple[FontFile, ...]) -> None:
    chart = KINDS[name]
    open_ = figure(
        replace(
            chart,
            categories=("客户名称待补充", *chart.categories[1:]),
            spans=tuple(replace(span, name="客户名称待补充") for span in chart.spans),
        )
    )
    assert [found.text for found in find_placeholders(html_text(screen(fonts, open_).encode()))]
    assert [found.text for found in find_placeholders(write_pdf(document(open_), Theme(), fonts).text)]


# --- the PDF ---------------------------------------------------------------------------------------------------------


def test_every_name_and_figure_is_live_text_in_the_file(pdf: Pdf) -> None:
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    shown = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    handed_on = re.sub(r"\s", "", pdf.text)
    for chart in KINDS.values():
        for name in (*chart.categories, *(one.name for one in chart.series), *(span.name for span in chart.spans)):
            assert re.sub(r"\s", "", name) in handed_on
            assert re.sub(r"\s", "", name)[:4] in shown
    assert "/Image" not in {str(kind.get("/Subtype")) for page in pages for kind in _objects(page)}


def _objects(page: object) -> list[dict[str, object]]:
    found = page["/Resources"].get("/XObject", {})  # type: ignore[index]
    return [item.get_object() for item in found.values()]


def test_a_chart_and_its_caption_stand_on_one_page(fonts: tuple[FontFile, ...]) -> None:
    charts = [figure(replace(KINDS["bars"], categories=(f"区域{n}甲", f"区域{n}乙", "丙")), n) for n in range(1, 10)]
    content = write_pdf(document(*charts), Theme(), fonts).content
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
    for number in range(1, 10):
        (page,) = (page for page in pages if f"走势{number}" in page)
        assert f"区域{number}甲" in page


@pytest.mark.parametrize("name", ["bars", "bars-lying", "gantt", "doughnut"])
def test_texts_stand_where_the_drawing_wants_them(name: str, fonts: tuple[FontFile, ...], tmp_path: Path) -> None:
    if not (program := shutil.which("pdftotext")):
        pytest.skip("pdftotext is not installed")
    chart = figure(KINDS[name])
    (tmp_path / "a.pdf").write_bytes(write_pdf(document(chart), Theme(), fonts).content)
    command = [program, "-f", "2", "-bbox", str(tmp_path / "a.pdf"), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', done.stdout)
    placed = {word: (float(left), float(right)) for left, _, right, word in words}
    lines = read(draw(chart, Theme(), "zh", float(text_width(Theme()))) or "").lines
    unique = [line for line in lines if [one.text for one in lines].count(line.text) == 1 and line.text in placed]
    assert len(unique) > 5
    for line in unique:
        left, right = placed[line.text]
        assert left - LEFT == pytest.approx(line.left, abs=0.3)
        assert right - LEFT == pytest.approx(line.right, abs=0.3)


def test_turned_names_are_set(fonts: tuple[FontFile, ...]) -> None:
    months = tuple(f"{year}年{month}月" for year in (2026, 2027) for month in range(1, 13))
    chart = figure(Chart("line", months, (series("销售额", *range(24)),)))
    content = write_pdf(document(chart), Theme(), fonts).content
    shown = re.sub(r"\s", "", PdfReader(io.BytesIO(content)).pages[1].extract_text())
    assert all(month in shown for month in months)


def test_a_character_in_a_chart_that_no_font_has_is_named(fonts: tuple[FontFile, ...]) -> None:
    chart = figure(Chart("bars", ("到货\U0001f600率", "乙"), (series("甲", 1, 2),)))
    with pytest.raises(Exception, match=r"U\+1F600"):
        write_pdf(document(chart), Theme(), fonts)


def test_only_drawings_of_ours_are_lifted_out_of_a_page(fonts: tuple[FontFile, ...]) -> None:
    attack = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/a.png"/></svg>'
    page = html_page(document(figure(KINDS["bars"]), Paragraph((Text(attack),))), Theme(), fonts)
    rest, drawings = lifted(page)
    assert len(drawings) == rest.count(NUMBER) == 1
    assert "<path" in drawings[0]
    assert "<path" not in rest
    assert "<title>说明1</title>" in rest


def test_a_drawing_that_is_no_chart_is_left_to_weasyprint(fonts: tuple[FontFile, ...]) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="20pt" font-family="Noto Sans SC"><title>t</title>'
        '<g><text x="1" y="9">甲<tspan dx="3">乙</tspan></text></g></svg>'
    )
    found = print_page(SHELL.format('html { font-family: "Noto Sans SC" }', f"<p>字{drawing}</p>"), fonts)
    assert "甲" in PdfReader(io.BytesIO(found.content)).pages[0].extract_text()


def test_what_drawing_replaces_is_there() -> None:
    warm_up()
    assert callable(sys.modules["weasyprint.html"].handle_element)
    assert callable(sys.modules["weasyprint.svg"].SVG.draw_node)
