"""Charts in a Word file: parts, captions, references, words for those who do not see them."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from plangen.doctree import Chart, Document, Meta, Paragraph, Slot, Text, query
from plangen.fonts import FontFile
from plangen.render.docx import write_docx
from plangen.render.readback import docx_text
from plangen.theme import Theme
from tests.charts.kinds import KINDS, series
from tests.render.word.conftest import pictured
from tests.render.word.reader import R, W, Word, style_of, text_of, value

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ROOT = Path(__file__).parents[3]
EMU_OF_TWIP = 635


def drawings(word: Word) -> list[Any]:
    return [node for node in word.body.iter(f"{WP}inline") if node.find(f".//{C}chart") is not None]


def native() -> list[Chart]:
    """Return the charts of the document that are drawn, in their order."""
    charts = query(pictured(), Chart)
    return [chart for chart in charts if chart.kind != "heatmap" and chart.id != "none"]


def test_every_chart_has_a_part_and_a_workbook(pictures: Word) -> None:
    known = pictures.relationships("word/document.xml")
    used = [node.find(f".//{C}chart").get(f"{R}id") for node in drawings(pictures)]
    assert len(used) == len(native())
    for number, name in enumerate(used, start=1):
        kind, target, external = known[name]
        assert (kind, target, external) == ("chart", f"word/charts/chart{number}.xml", False)
        parts = {kind: target for kind, target, _ in pictures.relationships(target).values()}
        assert parts.pop("package") == f"word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"
        assert parts in ({}, {"chartUserShapes": f"word/drawings/drawing{number}.xml"})
        external_data = pictures.tree(target).find(f"{C}externalData")
        assert pictures.relationships(target)[external_data.get(f"{R}id")][0] == "package"
        zipfile.ZipFile(io.BytesIO(pictures.archive.read(f"word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx")))


def test_content_types(pictures: Word) -> None:
    types = pictures.tree("[Content_Types].xml")
    defaults = {node.get("Extension"): node.get("ContentType") for node in types.iter(f"{TYPES}Default")}
    overrides = {node.get("PartName"): node.get("ContentType") for node in types.iter(f"{TYPES}Override")}
    office = "application/vnd.openxmlformats-officedocument"
    assert defaults["xlsx"] == f"{office}.spreadsheetml.sheet"
    assert overrides["/word/charts/chart1.xml"] == f"{office}.drawingml.chart+xml"
    shapes = next(name for name in pictures.names if name.startswith("word/drawings/"))
    assert overrides[f"/{shapes}"] == f"{office}.drawingml.chartshapes+xml"


def test_charts_say_what_they_show_to_those_who_do_not_see_them(pictures: Word) -> None:
    found = [node.find(f"{WP}docPr") for node in drawings(pictures)]
    charts = native()
    assert [node.get("descr") for node in found] == [chart.alt or chart.caption or "图" for chart in charts]
    assert [node.get("title") for node in found] == [chart.caption for chart in charts]
    ids = [node.get("id") for node in pictures.body.iter(f"{WP}docPr")]
    assert [item for item, times in Counter(ids).items() if times > 1] == []


def test_charts_are_as_wide_as_their_place(pictures: Word) -> None:
    width = 0
    for node in drawings(pictures):
        extent = int(node.find(f"{WP}extent").get("cx"))
        cell = next(node.iterancestors(f"{W}tc"), None)
        if cell is None:
            assert width in (0, extent)
            width = extent
        else:
            assert extent < int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) * EMU_OF_TWIP
    assert width > 0


def test_captions_stand_below_and_are_counted(pictures: Word) -> None:
    numbered = [chart for chart in query(pictured(), Chart) if chart.number]
    captions = [p for p in pictures.paragraphs if (style_of(p) or "").startswith("FigureCaption") and _fields(p)]
    assert [text_of(p) for p in captions] == [f"图 {chart.number}　{chart.caption}" for chart in numbered]
    for caption, chart in zip(captions, numbered, strict=True):
        assert _fields(caption) == ["SEQ 图 \\* ARABIC"]
        before, after = caption.getprevious(), caption.getnext()
        if chart.kind == "heatmap" or chart.id == "none":
            assert before.tag == f"{W}tbl"
        else:
            assert style_of(before) == "Figure"
        noted = style_of(caption) == "FigureCaptionNoted"
        assert noted == bool(chart.note)
        assert not noted or (style_of(after), text_of(after)) == ("TableNote", "".join(n.text for n in chart.note))  # type: ignore[union-attr]


def _fields(paragraph: Any) -> list[str]:
    return [node.text.strip() for node in paragraph.iter(f"{W}instrText")]


def test_figures_stay_on_the_page_of_their_captions(pictures: Word) -> None:
    keep = f"{W}pPr/{W}keepNext"
    assert pictures.styles["Figure"].find(keep) is not None
    assert pictures.styles["FigureCaption"].find(keep).get(f"{W}val") == "0"
    assert pictures.styles["FigureCaptionNoted"].find(keep) is not None
    heatmap = next(p for p in pictures.paragraphs if text_of(p) == "R4、R5").iterancestors(f"{W}tbl").__next__()
    assert all(paragraph.find(keep) is not None for paragraph in heatmap.iter(f"{W}p"))


def test_heat_map_is_a_shaded_table(pictures: Word) -> None:
    cell = next(p for p in pictures.paragraphs if text_of(p) == "R1").getparent()
    assert cell.find(f"{W}tcPr/{W}shd").get(f"{W}fill") == Theme().colors.severe.removeprefix("#")
    table = cell.getparent().getparent()
    widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    assert max(widths[1:]) - min(widths[1:]) <= 10
    assert value(table, "tblPr/tblCaption") == "图表heatmap"


def test_references_and_the_list_of_figures_lead_to_captions(pictures: Word) -> None:
    paragraph = next(p for p in pictures.paragraphs if text_of(p) == "见图1与图14")
    marks = [words.split()[1] for words in _fields(paragraph) if words.startswith("REF ")]
    assert len(marks) == 2
    for mark, number in zip(marks, ("1", "14"), strict=True):
        start = pictures.body.find(f".//{W}bookmarkStart[@{W}name='{mark}']")
        caption = next(start.iterancestors(f"{W}p"))
        assert (style_of(caption) or "").startswith("FigureCaption")
        assert text_of(caption).startswith(f"图 {number}　")
    entries = [p for p in pictures.paragraphs if style_of(p) == "TableofFigures"]
    assert _fields(entries[0])[0] == 'TOC \\h \\z \\c "图"'
    assert [text_of(p) for p in entries] == [
        f"图 {chart.number}\t{chart.caption}"
        for chart in query(pictured(), Chart)
        if chart.number and chart.id != "none"
    ]
    assert any(style_of(p) == "ListHeading" and text_of(p) == "图目录" for p in pictures.paragraphs)


def test_slots_of_charts_carry_a_bookmark_inside_paragraphs(pictures: Word) -> None:
    controls = [node for node in pictures.body.iter(f"{W}sdt") if value(node, "sdtPr/tag")]
    assert len(controls) == len(list(query(pictured(), Slot)))
    for control in controls:
        start = next(control.iter(f"{W}bookmarkStart"))
        assert (start.get(f"{W}name") or "").startswith("_slot_")
        end = control.find(f".//{W}bookmarkEnd[@{W}id='{start.get(f'{W}id')}']")
        assert start.getparent().tag == end.getparent().tag == f"{W}p"


def test_placeholders_in_charts_are_found(fonts: tuple[FontFile, ...]) -> None:
    chart = Chart("bars", ("甲", "待补充"), (series("TODO", 1, 2), series("乙", 1, 1)), "XX元", caption="图", number=1)
    schedule = dataclasses.replace(KINDS["gantt"], marker="2026-09-09")
    text = docx_text(write_docx(Document(Meta("t", "c"), (chart, schedule)), Theme(), ()))
    for words in ("待补充", "TODO", "单位：XX元", "两个城市试点", "2026-09-09", "　12-31"):
        assert words in text.split("\n")


def test_every_name_of_every_chart_is_read_back(pictures: Word) -> None:
    lines = docx_text(pictures.content).split("\n")
    for chart in native():
        for name in (*chart.categories, *(span.name for span in chart.spans)):
            assert any("".join(name.split()) in "".join(line.split()) for line in lines), name
        if chart.kind != "waterfall":
            assert all(one.name in lines for one in chart.series)


def test_fonts_hold_what_charts_write(fonts: tuple[FontFile, ...]) -> None:
    chart = Chart("bars", ("翀祎", "垚珺"), (series("犇骉", 1, 2), series("甲", 2, 1)), caption="图", number=1)
    word = Word(write_docx(Document(Meta("t", "c"), (chart, KINDS["gantt"])), Theme(), fonts))
    files = word.relationships("word/fontTable.xml")
    node = next(word.tree("word/fontTable.xml").iter(f"{W}embedRegular"))
    content = word.archive.read(files[node.get(f"{R}id")][1])
    mask = uuid.UUID(node.get(f"{W}fontKey")).bytes[::-1] * 2
    clear = bytes(a ^ b for a, b in zip(content[:32], mask, strict=True)) + content[32:]
    held = set(TTFont(io.BytesIO(clear)).getBestCmap())
    assert {ord(character) for character in "翀祎垚珺犇骉◆【】"} <= held


def test_same_document_same_bytes(pictures: Word, fonts: tuple[FontFile, ...]) -> None:
    again = write_docx(pictured(), Theme(), fonts)
    assert hashlib.sha256(again).digest() == hashlib.sha256(pictures.content).digest()


def test_chart_between_a_paragraph_and_a_box_keeps_its_own_distance(fonts: tuple[FontFile, ...]) -> None:
    from plangen.doctree import Box

    text = Paragraph((Text("前文"),))
    blocks = (text, dataclasses.replace(KINDS["bars"], caption="图"), Box("要点", (Paragraph((Text("内"),)),)))
    word = Word(write_docx(Document(Meta("t", "c"), blocks), Theme(), ()))
    assert style_of(next(p for p in word.paragraphs if text_of(p) == "前文")) == "BodyText"


PROGRAM = """
import sys
from plangen.doctree import Document, Heading, Meta, Text
from plangen.render.docx import write_docx
from plangen.theme import Theme
write_docx(Document(Meta("t", "c"), (Heading(1, (Text("x"),), "x", "1"),)), Theme(), ())
drawn = ("plangen.charts.drawingml", "plangen.charts.svg", "xlsxwriter")
print([name for name in sys.modules if name.startswith(drawn)])
"""


def test_nothing_of_charts_is_loaded_without_one() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.strip() == "[]"


def test_libreoffice_draws_them_all(pictures: Word, tmp_path: Path) -> None:
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or Poppler is not installed")
    file = tmp_path / "plan.docx"
    file.write_bytes(pictures.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        capture_output=True,
        timeout=180,
        check=False,
    )
    result = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "plan.pdf"), "-"], capture_output=True, text=True, check=True
    )
    text = "".join(result.stdout.split())
    # figures as the charts write them, from every kind
    for words in (
        "521",
        "86.5",
        "1,800",
        "34%",
        "40.0%",
        "2.1/4.0",
        "11,100",
        "-1,250",
        "+400",
        "104.0%/100.0%",
        "02-28",
    ):
        assert words in text, words
    assert text.count("关键路径上的任务") == 1
    assert "标签" not in text  # helpers of a chart are in its workbook only
