"""What the file for the screen says, without a browser: its policy, its outline, its flags, its places."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from plangen.doctree import (
    Box,
    Cell,
    Chart,
    Citation,
    Document,
    Flag,
    Footnote,
    Gap,
    Heading,
    Meta,
    Paragraph,
    Row,
    Slot,
    Text,
)
from plangen.fonts import FontFile
from plangen.labels import LABELS
from plangen.render.screen import write_html
from plangen.theme import Theme
from tests.charts.kinds import KINDS
from tests.render import sample
from tests.render.odd import ODD, PLAIN, heading, paragraph


class Outline(HTMLParser):
    """The elements of a page in their order, each with its attributes."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def write(document: Document, theme: Theme | None = None) -> str:
    return write_html(document, theme or Theme(), ()).decode()


def document(*blocks: object, **more: object) -> Document:
    meta = replace(Meta("标题", "客户", date="2026-03-01"), **more)  # type: ignore[arg-type]
    return Document(meta, blocks)  # type: ignore[arg-type]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_policy_names_exactly_this_style_and_this_script(html: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_no_element_has_a_style_of_its_own(html: str) -> None:
    assert not [tag for tag, attributes in Outline(html).elements if "style" in attributes]


def test_the_file_carries_no_font_and_stays_small(html: str) -> None:
    assert "@font-face" not in html
    assert "data:" not in html.replace("img-src data:", "")
    assert len(html.encode()) < 200_000


def test_a_serif_theme_falls_back_on_serif_faces(fonts: tuple[FontFile, ...]) -> None:
    theme = Theme.model_construct(
        **{**dict(Theme()), "fonts": Theme().fonts.model_copy(update={"body": "Noto Serif SC"})}
    )
    assert re.search(r'--body: "Noto Serif SC", [^;]*"SimSun", serif;', write(document(), theme))
    assert re.search(r'--body: "Noto Sans SC", [^;]*"Microsoft YaHei"[^;]*, sans-serif;', write(document()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_speaks_the_language_of_the_plan(language: str) -> None:
    shown = write(replace(sample.sample(), meta=replace(sample.sample().meta, language=language)))
    other = LABELS["en" if language == "zh" else "zh"]
    for key in ("skip", "open_contents", "dark_look", "show_data", "swipe", "go_to_list"):
        assert LABELS[language][key] in shown
        assert other[key] not in shown


# --- the outline -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD)
def test_there_is_one_title_and_no_level_is_left_out(name: str) -> None:
    levels = Outline(write(ODD[name])).levels()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_nest_as_the_headings_do() -> None:
    titles = (
        heading(1, "甲"),
        heading(3, "己"),
        heading(3, "乙"),
        heading(4, "丙"),
        heading(2, "丁"),
        heading(1, "戊"),
    )
    contents = re.search(r'<nav id="ui-contents".*?</nav>', write(document(*titles)), re.DOTALL)
    assert contents
    shape = re.sub(r"<(?!/?[ol][li])[^>]*>|\s|\d\.", "", contents[0]).partition("目录")[2]
    shape = shape.replace("<ol>", "(").replace("</ol>", ")").replace("<li>", "").replace("</li>", " ")
    assert shape == "(甲(己 乙(丙 ) 丁 ) 戊 )"


def test_a_plan_without_headings_has_a_page() -> None:
    assert "<ol>" not in write(document(paragraph("正文。")))


# --- open items ------------------------------------------------------------------------------------------------------


def flagged(path: str, due: str = "2027-05-01", owner: str = "赵祎") -> Slot:
    return Slot(path, "flagged", (Flag(path, f"标题{path}", "等待确认", owner, due),))


def test_what_is_open_is_counted_and_the_next_due_comes_first() -> None:
    blocks = (
        heading(1, "甲"),
        flagged("a.b", "2028-01-01"),
        flagged("a.c", "2027-05-01"),
        heading(1, "乙"),
        Slot("b.a", "missing", (Gap("b.a", "缺"),)),
    )
    shown = write(document(*blocks, draft=True))
    found = re.search(r'<section class="open".*?</section>', shown, re.DOTALL)
    assert found
    assert "<summary>2 项待办，1 处内容缺失，最近期限 2027年5月1日</summary>" in found[0]
    assert re.findall(r'href="#([^"]*)"', found[0]) == ["s-a.c", "s-a.b", "s-b.a"]
    assert re.findall(r'class="place">([^<]*)<', found[0]) == ["1.甲", "1.甲", "1.乙"]
    assert '<time datetime="2027-05-01">2027年5月1日</time>' in found[0]


def test_a_flag_that_stands_twice_is_counted_once() -> None:
    shown = write(document(flagged("a.b"), flagged("a.b"), language="en"))
    assert "<summary>1 open item, next due 1 May 2027</summary>" in shown
    assert shown.count('id="s-a.b"') == 1


def test_a_flag_outside_a_slot_can_be_led_to() -> None:
    assert 'class="flag" id="s-a.b"' in write(document(Box("框", (Flag("a.b", "标题", "原因", "赵祎", "2027-05-01"),))))


def test_a_complete_plan_lists_nothing_open() -> None:
    assert 'class="open"' not in write(document(paragraph("正文。")))


def test_a_flag_says_why_who_and_when() -> None:
    shown = write(document(flagged("a.b")))
    rows = re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", shown.partition('class="flag"')[2])[:3]
    assert rows == [
        ("原因", "等待确认"),
        ("负责人", "赵祎"),
        ("完成期限", '<time datetime="2027-05-01">2027年5月1日</time>'),
    ]


# --- tables, charts and marks ----------------------------------------------------------------------------------------


def test_no_two_frames_have_one_name() -> None:
    unnamed = replace(PLAIN, caption="", id="", number=0)
    shown = write(
        document(heading(1, "甲"), unnamed, unnamed, replace(PLAIN, id="x"), PLAIN, KINDS["bars"], KINDS["bars"])
    )
    names = re.findall(r'role="region" tabindex="0" aria-label="([^"]*)"', shown)
    assert len(names) == len(set(names)) == 8


def test_an_empty_head_is_no_head() -> None:
    shown = write(ODD["a table with heads both ways"])
    assert '<td class="corner"></td><th scope="col">有利</th>' in shown
    assert '<th scope="row">内</th>' in shown
    assert not re.findall(r"<th[^>]*></th>", shown)


def test_a_chart_brings_its_figures_as_a_table() -> None:
    shown = write(document(replace(KINDS["bars"], caption="走势", id="a.b", number=3)))
    data = re.search(r"<details><summary>查看数据</summary>.*?</details>", shown, re.DOTALL)
    assert data
    assert 'aria-label="图 3 走势的数据"' in data[0]
    assert data[0].count('<th scope="row">') == len(KINDS["bars"].categories)


@pytest.mark.parametrize("name", KINDS)
def test_a_drawing_is_for_both_looks(name: str) -> None:
    shown = write(document(KINDS[name]))
    both = re.findall(r"<svg xmlns.*?</svg>", shown, re.DOTALL)
    day, night = (re.findall(rf'<svg class="{look}".*?</svg>', shown, re.DOTALL) for look in ("day", "night"))
    assert (len(both), len(day), len(night)) in {(1, 0, 0), (0, 1, 1)}
    for drawing in both:
        used = set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) - {"none"}
        assert used
        for color in used:
            assert re.fullmatch(r"var\(--x\d+\)", color)
            assert shown.count(f"{color[4:-1]}: #") == 3  # by day, by night, and by night when asked for


def test_a_drawing_that_differs_in_more_than_colours_is_in_the_page_twice() -> None:
    """By night figures on light bars are as dark as the paper; by day those on light bars are as dark as ink."""
    shown = write(document(KINDS["stacked"]))
    assert shown.count('<svg class="day"') == shown.count('<svg class="night"') == 1
    assert "svg.night { display: var(--night); }" in shown


def test_a_source_leads_back_to_where_it_is_first_cited() -> None:
    cited = Paragraph((Citation("gmv", "3", 1, "公报"), Text("又"), Citation("gmv", "3", 1)))
    sources = replace(PLAIN, rows=(Row((Cell((Text("[1]"),)), Cell((Text("公报"),))), number=1),))
    shown = write(document(cited, sources))
    assert shown.count('id="cite-1"') == 1
    assert shown.count('href="#source-1"') == 2
    assert re.search(r'<tr id="source-1"><td>\[1\] <a class="back" role="doc-backlink" href="#cite-1"', shown)


def test_a_source_that_nothing_cites_leads_nowhere() -> None:
    sources = replace(PLAIN, rows=(Row((Cell((Text("[1]"),)), Cell((Text("公报"),))), number=1),))
    assert "doc-backlink" not in write(document(sources))


def test_marks_say_what_they_are() -> None:
    shown = write(document(Paragraph((Text("甲"), Footnote((Text("脚注。"),), 2)))))
    assert '<sup id="mark-2"><a href="#note-2" role="doc-noteref" aria-label="注 2">[2]</a></sup>' in shown
    assert 'href="#mark-2" aria-label="回到正文中的标记 2">↩</a>' in shown


def test_a_heading_without_an_id_has_no_link_to_it() -> None:
    shown = write(document(Heading(1, (Text("甲"),))))
    assert '<div class="h"><h2>甲</h2></div>' in shown


def test_what_has_no_figures_is_named_once() -> None:
    shown = write(document(Chart("bars", ("甲",), caption="无数据", id="c", number=1, alt="无数据。")))
    assert '<figure id="t-c" class="data">' in shown
    assert "<details" not in shown
