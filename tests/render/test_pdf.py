from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from plangen.doctree import (
    Document,
    Heading,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Revision,
    Table,
    Text,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.render.errors import RenderError
from plangen.render.pdf import Pdf, print_page, warm_up, write_pdf
from plangen.theme import Theme
from tests.render import sample

ROOT = Path(__file__).parents[2]
SHELL = '<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


@pytest.fixture(scope="session")
def reader(pdf: Pdf) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.content))


@pytest.fixture(scope="session")
def pages(reader: PdfReader) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def outline(items: list[Any], depth: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in items:
        found += outline(item, depth + 1) if isinstance(item, list) else [(depth, item.title)]
    return found


def test_every_text_of_the_tree_is_in_the_file_in_order(document: Document, pages: list[str]) -> None:
    at = 0
    shown = "".join(pages)
    for node in query(document, Heading, Paragraph, Table):
        for piece in [plain_text(node)] if not isinstance(node, Table) else map(plain_text, node.rows):
            # Marks, page breaks and running headers come between: every stretch of plain text is looked for by itself.
            for words in re.findall(r"[\u4e00-\u9fff]{2,12}", piece):
                at = shown.index(words, max(at - 400, 0))


def test_the_text_that_is_handed_on_is_the_text_of_the_pages(document: Document, pdf: Pdf) -> None:
    shown = re.sub(r"\s", "", pdf.text)
    for node in query(document, Heading, Paragraph):
        for words in re.findall(r"[\u4e00-\u9fff]{2,12}", plain_text(node)):
            assert words in shown
    assert "按三年毛利折现计算" in shown
    assert "第3页，共" in shown
    assert "\n三个判断\n" in pdf.text.replace("1.1.1 ", "\n")
    assert "CRM 与订单" in pdf.text


def test_page_size_count_and_numbers(pdf: Pdf, reader: PdfReader, pages: list[str]) -> None:
    assert pdf.pages == len(reader.pages) > 15
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}
    assert "第" not in pages[0][-8:]
    for number, page in enumerate(pages[1:], start=2):
        assert f"第{number}页，共{pdf.pages}页" in page
        assert "草稿锦和服饰全渠道电商战略规划" in page


def test_the_contents_show_the_page_each_heading_is_on(document: Document, reader: PdfReader, pages: list[str]) -> None:
    contents = "".join(page.extract_text() for page in reader.pages[1:3])
    for heading in query(document, Heading):
        if heading.level == 1:
            title = plain_text(heading)
            found = re.search(rf"{heading.number}\s*{title}[\s…]+(\d+)\s", contents)
            assert found, title
            assert f"{heading.number}{title}" in pages[int(found[1]) - 1]


def test_a_footnote_stands_on_the_page_of_its_mark(pages: list[str]) -> None:
    assert [("含义相同" in page, "按三年毛利折现" in page) for page in pages if "含义相同" in page] == [(True, True)]
    assert sum("按三年毛利折现" in page for page in pages) == 1


def test_table_heads_are_repeated_on_every_page(pages: list[str]) -> None:
    held = [page for page in pages[3:] if "超过千分之三即停线排查" in page]
    assert len(held) > 1
    assert all("序号事项做法完成日期" in page for page in held)
    assert sum("工作清单与状态" in page for page in pages[3:]) == 1


def test_bookmarks_and_properties(document: Document, reader: PdfReader) -> None:
    found = outline(reader.outline)
    assert (1, "一、战略总论") in found
    assert (2, "1.1 背景与判断") in found
    assert (1, "十二、专题之壬：门店协同与渠道分工") in found
    assert (1, "附录二 数据来源") in found
    assert reader.metadata
    assert reader.metadata.title == document.meta.title
    assert reader.metadata.author == "远见咨询"
    assert reader.root_object["/Lang"] == "zh-CN"


def test_only_the_prepared_fonts_are_embedded(reader: PdfReader) -> None:
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            names.add(descendant["/BaseFont"].partition("+")[2])
    assert names == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_a_character_no_font_has_is_named(fonts: tuple[FontFile, ...]) -> None:
    broken = Document(Meta("标题", "客户"), (Paragraph((Text("到货\U0001f600率"),)),))
    with pytest.raises(RenderError, match=r"\U0001f600 \(U\+1F600\)"):
        write_pdf(broken, Theme(), fonts)


@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("", '<img src="http://127.0.0.1:9/a.png">'),
        ("", '<img src="file:///etc/hostname">'),
        ("", '<img src="data:image/png;base64,AAAA">'),
        ("@import url(http://127.0.0.1:9/a.css);", "字"),
        ("body { background: url(file:///etc/hostname) }", "字"),
        ("@font-face { font-family: X; src: url(http://127.0.0.1:9/a.ttf) }", "字"),
        ("", '<link rel="stylesheet" href="file:///etc/hostname">字'),
        ("", '<svg><image href="http://127.0.0.1:9/a.png" width="9" height="9"/></svg>'),
    ],
)
def test_nothing_is_fetched(style: str, body: str, fonts: tuple[FontFile, ...]) -> None:
    with pytest.raises(RenderError, match="nothing may be fetched"):
        print_page(SHELL.format(style, body), fonts)


def test_a_warning_is_an_error(fonts: tuple[FontFile, ...]) -> None:
    with pytest.raises(RenderError, match="WeasyPrint"):
        print_page(SHELL.format("p { no-such-property: 1 }", '<a href="#nowhere">字</a>'), fonts)


def test_hostile_text_is_set_as_text(fonts: tuple[FontFile, ...]) -> None:
    content = write_pdf(sample.hostile(), Theme(), fonts).content
    assert "<script>alert(1)</script>" in PdfReader(io.BytesIO(content)).pages[2].extract_text()


def test_the_same_document_gives_the_same_bytes(tmp_path: Path, fonts: tuple[FontFile, ...]) -> None:
    program = (
        "from plangen.fonts import prepare_fonts; from plangen.render.pdf import write_pdf\n"
        "from plangen.theme import Theme; from tests.render.sample import sample; import hashlib\n"
        "content = write_pdf(sample(chapters=5), Theme(), prepare_fonts(['Noto Sans SC'])).content\n"
        "print(hashlib.sha256(content).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1
    assert len(digests.pop()) == len(hashlib.sha256().hexdigest())


def test_a_list_starts_where_it_says_and_many_revisions_stand_behind_the_cover(fonts: tuple[FontFile, ...]) -> None:
    listed = ListBlock(True, (ListItem((Paragraph((Text("事项"),)),)),), start=9)
    revisions = tuple(Revision(f"0.{n}", "2026-02-10", "李祎", f"修订之{n}") for n in range(1, 9))
    content = write_pdf(Document(Meta("标题", "客户", revisions=revisions), (listed,)), Theme(), fonts).content
    cover, behind, body = (re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages)
    assert "修订之" not in cover
    assert "修订之8" in behind
    assert {"事项9.", "9.事项"} & {body[i : i + 4] for i in range(len(body))}


def test_chinese_lines_end_flush(fonts: tuple[FontFile, ...], tmp_path: Path) -> None:
    """The last glyph of every full line ends at the right margin, though lines differ in how many fit."""
    words = "会员 CRM 与订单中台，承接日常运营；全渠道（门店与线上）的库存，按周盘点，差异超过 3% 即停。" * 8
    content = write_pdf(Document(Meta("标题", "客户"), (Paragraph((Text(words),)),)), Theme(), fonts).content
    if not (program := shutil.which("pdftotext")):
        pytest.skip("pdftotext is not installed")
    (tmp_path / "a.pdf").write_bytes(content)
    command = [program, "-bbox-layout", str(tmp_path / "a.pdf"), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ends = [float(found) for found in re.findall(r'<line [^>]*xMax="([\d.]+)"', done.stdout)]
    full = [end for end in ends if end > 510]
    assert len(full) > 5
    assert max(full) - min(full) < 2


def test_what_justification_replaces_is_there() -> None:
    warm_up()
    assert callable(sys.modules["weasyprint.layout.inline"].justify_line)
