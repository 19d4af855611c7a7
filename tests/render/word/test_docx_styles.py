"""Looks are styles: little is formatted by hand, and a changed style changes the whole document."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from plangen.doctree import (
    Citation,
    Code,
    Document,
    Emphasis,
    Flag,
    Footnote,
    Heading,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render.word.conftest import Convert, Written
from tests.render.word.reader import W, Word, style_of, text_of
from tests.render.word.test_docx_file import small

STORIES = re.compile(r"word/(document|header\d+|footer\d+|footnotes|comments)\.xml")
# What stands beside a style, and why it cannot be in one.
ALLOWED = {
    "pPr": {
        "pStyle": "the style itself",
        "numPr": "every numbered list counts from its own start; a heading without a number has none",
        "keepNext": "rows stay on a page with the next: it depends on the table, and LibreOffice reads no style for it",
        "sectPr": "a section ends with this paragraph",
    },
    "rPr": {"rStyle": "the style itself"},
    "tcPr": {
        "tcW": "widths are reckoned from what stands in the columns",
        "gridSpan": "a cell covers several columns",
        "shd": "the tone of a cell is what it means: a traffic light, a total, a group",
        "vAlign": "text of several lines begins at the top of its row: it depends on what stands beside it",
        "tcBorders": "a total has a line above it wherever it stands",
        "tcMar": "the title stands where the cover has room for it",
    },
    "trPr": {
        "cantSplit": "no row is broken",
        "tblHeader": "the head is repeated on every page",
        "trHeight": "the cover's band is as high as its title needs",
    },
    "tblPr": {
        "tblStyle": "the style itself",
        "tblW": "the table is as wide as its place",
        "tblLayout": "widths are fixed",
        "tblLook": "which parts of the table's style apply",
        "tblCaption": "words for those who do not see the table",
        "tblDescription": "words for those who do not see the table",
    },
}


def by_hand(word: Word) -> Counter[str]:
    """Count what is formatted outside of styles, by the kind of element and the property."""
    found: Counter[str] = Counter()
    for name in word.names:
        if not STORIES.fullmatch(name):
            continue
        for kind in ALLOWED:
            for properties in word.tree(name).iter(f"{W}{kind}"):
                found.update(f"{kind}/{etree.QName(node).localname}" for node in properties)
    return found


def test_nothing_else_is_formatted_by_hand(any_word: Word) -> None:
    allowed = {f"{kind}/{name}" for kind, names in ALLOWED.items() for name in names}
    assert set(by_hand(any_word)) <= allowed


def test_every_exception_is_needed(plan: Written, word: Word) -> None:
    seen = set(by_hand(plan.word)) | set(by_hand(word))
    assert {f"{kind}/{name}" for kind, names in ALLOWED.items() for name in names} == seen


def test_shaded_cells_have_a_tone_or_are_totals(plan: Written) -> None:
    cells = [cell for table in query(plan.document, Table) for row in table.rows for cell in row.cells]
    toned = sum(cell.tone not in {"", "muted", "strong"} for cell in cells)
    kinds = [row.kind for table in query(plan.document, Table) for row in table.rows]
    shaded = by_hand(plan.word)["tcPr/shd"]
    assert toned > 50
    assert toned <= shaded <= toned + 12 * (len(kinds) - kinds.count("body")) + 50  # and the cells of a heat map


def test_every_paragraph_has_a_style(any_word: Word) -> None:
    for name in any_word.names:
        if STORIES.fullmatch(name):
            assert all(style_of(paragraph) for paragraph in any_word.tree(name).iter(f"{W}p"))


def test_traits_of_text_are_character_styles() -> None:
    inner = (Text("文"),)
    runs = (
        Strong(inner),
        Emphasis(inner),
        Strong((Emphasis(inner),)),
        Strong((Code("码"),)),
        Code("码"),
        Link("https://a.b", inner),
        Strong((Link("https://a.b", inner),)),
    )
    word = Word(write_docx(Document(Meta("题", "客"), (Paragraph(runs),)), Theme(), ()))
    paragraph = next(p for p in word.paragraphs if style_of(p) == "BodyText")
    used = [node.get(f"{W}val") for node in paragraph.iter(f"{W}rStyle")]
    assert used == [
        *("Strong", "Emphasis", "IntenseEmphasis", "StrongCode", "InlineCode", "Hyperlink", "StrongLink"),
    ]


# Word shows these names in the language of its user: 正文, 标题 1, 题注 and so on.
BUILT_IN = {
    "Normal": "Normal",
    "BodyText": "Body Text",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "Heading4": "heading 4",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Caption": "caption",
    "TOC1": "toc 1",
    "TOC2": "toc 2",
    "TOC3": "toc 3",
    "TOCHeading": "TOC Heading",
    "TableofFigures": "table of figures",
    "ListBullet": "List Bullet",
    "ListNumber2": "List Number 2",
    "ListContinue": "List Continue",
    "Quote": "Quote",
    "Header": "header",
    "Footer": "footer",
    "FootnoteText": "footnote text",
    "FootnoteReference": "footnote reference",
    "CommentText": "annotation text",
    "CommentReference": "annotation reference",
    "Hyperlink": "Hyperlink",
    "Strong": "Strong",
    "Emphasis": "Emphasis",
}


def test_styles_have_the_names_that_word_translates(word: Word) -> None:
    for style_id, name in BUILT_IN.items():
        style = word.styles[style_id]
        assert style.find(f"{W}name").get(f"{W}val") == name
        assert style.get(f"{W}customStyle") is None
    own = [style for style_id, style in word.styles.items() if style_id not in BUILT_IN]
    assert all(
        style.get(f"{W}customStyle") == "1" for style in own if style.find(f"{W}name").get(f"{W}val") == "Box Text"
    )


def test_every_paragraph_style_rests_on_normal(word: Word) -> None:
    for style_id, style in word.styles.items():
        if style.get(f"{W}type") == "paragraph":
            chain = [style_id]
            while chain[-1] != "Normal":
                chain.append(word.styles[chain[-1]].find(f"{W}basedOn").get(f"{W}val"))
                assert len(chain) < 6
    for style_id, based in (("TextBeforeBox", "BodyText"), ("TableTextRight", "TableText"), ("TableText", "Normal")):
        assert word.styles[style_id].find(f"{W}basedOn").get(f"{W}val") == based


def test_body_styles_leave_font_and_colour_to_normal(word: Word) -> None:
    for style_id in ("BodyText", "BodyTextAfterTable", "ListBullet", "ListNumber", "BoxText", "TableText", "OpenItem"):
        rpr = word.styles[style_id].find(f"{W}rPr")
        assert rpr is None or {etree.QName(node).localname for node in rpr} <= {"sz", "szCs"}


def sizes(file: Path) -> dict[str, tuple[float, str]]:
    """Return size and colour of each piece of text of a PDF file."""
    result = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", str(file)], capture_output=True, text=True, check=True
    )
    tree = etree.fromstring(result.stdout.encode(), etree.XMLParser(load_dtd=False, no_network=True, recover=True))
    looks = {node.get("id"): (float(node.get("size", "0")), str(node.get("color"))) for node in tree.iter("fontspec")}
    found: dict[str, tuple[float, str]] = {}
    for node in tree.iter("text"):
        found.setdefault("".join("".join(node.itertext()).split()), looks[node.get("font")])
    return found


def look(found: dict[str, tuple[float, str]], words: str) -> tuple[float, str]:
    """Return the look of a piece of text; a mark or a number may stand before it."""
    return max(value for text, value in found.items() if text.endswith(words))


def restyled(content: bytes, change: dict[str, str]) -> bytes:
    """Return a Word file with run properties added to some of its styles, as its user would change them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/styles.xml":
                root = etree.fromstring(part)
                for style_id, rpr in change.items():
                    style: Any = root.find(f".//{W}style[@{W}styleId='{style_id}']")
                    own = style.find(f"{W}rPr")
                    own = etree.SubElement(style, f"{W}rPr") if own is None else own
                    for node in etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{rpr}</x>'):
                        for before in own.findall(str(node.tag)):
                            own.remove(before)
                        own.append(node)
                part = etree.tostring(root)
            new.writestr(name, part)
    return out.getvalue()


def test_changing_a_style_changes_the_document(convert: Convert, fonts: tuple[FontFile, ...], tmp_path: Path) -> None:
    if shutil.which("pdftohtml") is None:
        pytest.skip("Poppler is not installed")
    item = ListItem((Paragraph((Text("列表项"),)),))
    more = (
        Paragraph((Text("正文段落"),)),
        ListBlock(False, (item,)),
        ListBlock(True, (ListItem((Paragraph((Text("编号项"),)),)),)),
        Quote((Paragraph((Text("引用文字"),)),)),
        Flag("a.b.c", "待办标题", "待办原因", "张三", "2026-05-01"),
    )
    base = small()
    content = write_docx(Document(base.meta, (*base.blocks, *more)), Theme(), fonts)
    change = {
        "Normal": '<w:color w:val="00AA00"/><w:sz w:val="36"/><w:szCs w:val="36"/>',
        "Heading1": '<w:color w:val="CC00CC"/>',
    }
    looks = []
    for name, file in (("before", content), ("after", restyled(content, change))):
        (tmp_path / f"{name}.docx").write_bytes(file)
        looks.append(sizes(convert(tmp_path / f"{name}.docx", "pdf")))
    before, after = (lambda words, found=found: look(found, words) for found in looks)
    for words in ("正文段落", "列表项", "编号项", "待办标题", "待办原因", "张三"):
        assert after(words)[0] > 1.5 * before(words)[0], words
        assert after(words)[1] == "#00aa00" != before(words)[1], words
    for words in ("复购率", "40%", "合计"):  # text of tables keeps its smaller size
        assert after(words) == (before(words)[0], "#00aa00"), words
    assert after("引用文字")[0] > 1.5 * before("引用文字")[0]  # a quotation has a colour of its own
    for heading in query(base, Heading):
        title = plain_text(heading)
        assert after(title)[0] == before(title)[0]
        assert (after(title)[1] == "#cc00cc") == (heading.level == 1)


def test_notes_and_comments_follow_too(word: Word) -> None:
    for name in ("word/footnotes.xml", "word/comments.xml"):
        styles = {style_of(paragraph) for paragraph in word.tree(name).iter(f"{W}p")}
        assert styles <= {"FootnoteText", "CommentText"}
    assert text_of(word.tree("word/footnotes.xml"))
    assert list(query(small(), Footnote, Citation))
