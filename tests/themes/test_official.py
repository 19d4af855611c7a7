"""The measures of GB/T 9704, read off the finished files."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from plangen.render.docx import write_docx
from plangen.theme import Theme
from tests.render.word.reader import W, Word
from tests.themes.conftest import CHARACTERS, LINES, written

pymupdf = pytest.importorskip("pymupdf")
MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM


@dataclass(frozen=True)
class Letter:
    text: str
    x: float
    baseline: float
    size: float
    font: str
    end: float


def pages(content: bytes) -> list[dict[float, list[Letter]]]:
    """Return each page as its lines, by their baseline, from top to bottom and left to right."""
    result = []
    for page in pymupdf.open(stream=content):
        lines: defaultdict[float, list[Letter]] = defaultdict(list)
        for block in page.get_text("rawdict")["blocks"]:
            for line in block.get("lines", ()):
                for span in line["spans"]:
                    for char in span["chars"]:
                        x, y = char["origin"]
                        lines[round(y, 1)].append(
                            Letter(char["c"], x, y, round(span["size"], 2), span["font"], char["bbox"][2])
                        )
        result.append({y: sorted(lines[y], key=lambda letter: letter.x) for y in sorted(lines)})
    return result


@pytest.fixture(scope="module")
def set_pages(official_pdf: bytes) -> list[dict[float, list[Letter]]]:
    return pages(official_pdf)


def body(page: dict[float, list[Letter]]) -> list[list[Letter]]:
    return [line for y, line in page.items() if TOP < y < TOP + HEIGHT]


def words(line: list[Letter]) -> str:
    return "".join(letter.text for letter in line).strip()


def test_a_page_holds_22_lines_of_28_characters_of_size_3(set_pages: Any) -> None:
    full = body(set_pages[2])
    assert len(full) == LINES
    assert {len(words(line)) for line in full} == {CHARACTERS}
    assert {letter.size for line in full for letter in line} == {16.0}


def test_the_text_area_is_156_by_225_millimetres(set_pages: Any) -> None:
    full = body(set_pages[2])
    for line in full:
        assert line[0].x == pytest.approx(LEFT, abs=0.3)
        assert line[CHARACTERS - 1].x + 16 == pytest.approx(LEFT + WIDTH, abs=0.6)
    steps = [after.x - before.x for line in full for before, after in pairwise(line[:CHARACTERS])]
    assert min(steps) == pytest.approx(WIDTH / CHARACTERS, abs=0.15)
    assert max(steps) == pytest.approx(WIDTH / CHARACTERS, abs=0.15)
    heights = [after[0].baseline - before[0].baseline for before, after in pairwise(full)]
    assert heights == pytest.approx([HEIGHT / LINES] * (LINES - 1), abs=0.05)


def test_headings_take_a_line_each_and_stand_in_by_two_characters(set_pages: Any) -> None:
    first = body(set_pages[1])
    assert [words(line) for line in first[:2]] == ["一、总体要求", "（一）指导思想"]
    for line in first[:3]:
        text = [letter for letter in line if letter.text.strip()]
        assert text[0].x == pytest.approx(LEFT + 2 * WIDTH / CHARACTERS, abs=1)
        assert text[0].size == 16
    assert len(first) == LINES
    fonts = [re.sub(r"^[A-Z]{6}\+", "", line[-1].font) for line in first[:3]]
    assert "Sans" in fonts[0]
    assert "Serif" in fonts[1]
    assert "Serif" in fonts[2]


@pytest.mark.parametrize("number", [2, 3])
def test_page_numbers_stand_on_the_outer_side(set_pages: Any, number: int) -> None:
    (line,) = [line for y, line in set_pages[number - 1].items() if y > TOP + HEIGHT]
    assert words(line) == f"— {number} —"
    assert {letter.size for letter in line} == {14.0}
    text = [letter for letter in line if letter.text.strip()]
    assert text[0].baseline - 14 == pytest.approx(TOP + HEIGHT + 7 * MM, abs=3)
    if number % 2:
        assert text[-1].end == pytest.approx(LEFT + WIDTH - 14, abs=1)
    else:
        assert text[0].x == pytest.approx(LEFT + 14, abs=1)


def test_cover_has_no_number_and_no_colour(official_pdf: bytes) -> None:
    document = pymupdf.open(stream=io.BytesIO(official_pdf))
    assert "—" not in document[0].get_text()
    for page in document:
        colors = {span["color"] for b in page.get_text("dict")["blocks"] for li in b["lines"] for span in li["spans"]}
        assert all(color >> 16 == color >> 8 & 255 == color & 255 for color in colors)  # greys
        assert not [drawing for drawing in page.get_drawings() if drawing["rect"].width > WIDTH + 10]  # no band


# --- Word ----------------------------------------------------------------------------------------------------------


def style(word: Word, name: str) -> Any:
    return next(s for s in word.tree("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == name)


def test_word_has_the_grid(official_word: Word) -> None:
    for section in official_word.body.iter(f"{W}sectPr"):
        grid, margins, size = (section.find(f"{W}{name}") for name in ("docGrid", "pgMar", "pgSz"))
        assert grid.get(f"{W}type") == "linesAndChars"
        pitch = int(grid.get(f"{W}linePitch"))
        room = int(size.get(f"{W}h")) - int(margins.get(f"{W}top")) - int(margins.get(f"{W}bottom"))
        assert room // pitch == LINES
        assert pitch == pytest.approx(HEIGHT * 20 / LINES, abs=1)
        width = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
        assert width == pytest.approx(WIDTH * 20, abs=1)
        character = 16 + int(grid.get(f"{W}charSpace")) / 4096
        assert width / 20 // character == CHARACTERS
        assert character == pytest.approx(WIDTH / CHARACTERS, abs=0.01)


@pytest.mark.parametrize("name", ["BodyText", "Heading1", "Heading2", "Heading3", "Heading4", "ListBullet"])
def test_running_text_is_on_the_grid_and_the_rest_off_it(official_word: Word, name: str) -> None:
    ppr = style(official_word, name).find(f"{W}pPr")
    assert ppr.find(f"{W}snapToGrid").get(f"{W}val") in (None, "1")
    assert ppr.find(f"{W}spacing").get(f"{W}line") == "579"
    default = official_word.tree("word/styles.xml").find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}snapToGrid")
    assert default.get(f"{W}val") == "0"


def test_word_names_the_faces_of_the_standard(official_word: Word) -> None:
    wanted = {"Heading1": "黑体", "Heading2": "楷体_GB2312", "Heading3": "仿宋_GB2312", "Title": "方正小标宋简体"}
    for name, face in wanted.items():
        fonts = style(official_word, name).find(f"{W}rPr/{W}rFonts")
        assert fonts.get(f"{W}eastAsia") == face
        assert fonts.get(f"{W}ascii").startswith("Noto S")
    default = official_word.tree("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert default.get(f"{W}eastAsia") == "仿宋_GB2312"
    table = {font.get(f"{W}name"): font for font in official_word.tree("word/fontTable.xml")}
    others = table["仿宋_GB2312"].find(f"{W}altName").get(f"{W}val").split(",")
    assert others == ["仿宋", "FangSong", "Noto Serif SC"]
    assert table["Noto Serif SC"].find(f"{W}embedRegular") is not None
    assert table["Noto Serif SC"].find(f"{W}embedBold") is not None


def test_words_page_numbers_change_sides(official_word: Word) -> None:
    settings = official_word.tree("word/settings.xml")
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    related = official_word.relationships("word/document.xml")
    identity = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    section = list(official_word.body.iter(f"{W}sectPr"))[-1]
    found = {ref.get(f"{W}type"): related[ref.get(identity)][1] for ref in section.iter(f"{W}footerReference")}
    for kind, name, side in (("default", "Footer", "right"), ("even", "FooterEven", "left")):
        (line,) = official_word.tree(found[kind]).iter(f"{W}p")
        assert line.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == name
        assert "".join(line.itertext()).replace(" PAGE ", "").strip() == "— 1 —"
        own = style(official_word, name)
        assert own.find(f"{W}pPr/{W}jc").get(f"{W}val") == side
        assert own.find(f"{W}pPr/{W}ind").get(f"{W}{side}Chars") == "100"
        assert own.find(f"{W}rPr/{W}sz").get(f"{W}val") == "28"
    margins = section.find(f"{W}pgMar")
    above = int(margins.get(f"{W}bottom")) - int(margins.get(f"{W}footer")) - 14 * 20
    assert above == pytest.approx(7 * MM * 20, abs=2)
    assert not list(section.iter(f"{W}headerReference"))


def test_headings_break_no_page_and_have_no_rule(official_word: Word) -> None:
    ppr = style(official_word, "Heading1").find(f"{W}pPr")
    assert ppr.find(f"{W}pageBreakBefore") is None
    assert ppr.find(f"{W}pBdr") is None
    assert ppr.find(f"{W}ind").get(f"{W}firstLineChars") == "200"


def test_other_themes_have_no_grid() -> None:
    word = Word(write_docx(written(), Theme(), ()))
    assert not list(word.body.iter(f"{W}docGrid"))
    assert word.tree("word/settings.xml").find(f"{W}evenAndOddHeaders") is None
