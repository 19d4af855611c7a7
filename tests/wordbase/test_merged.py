"""A document on a client's file: its styles, lists, pages, headers, and nothing of what was in it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.render.docx.slots import slots_of
from plangen.render.readback import docx_text
from plangen.theme import Theme
from plangen.wordbase import Numbering
from plangen.wordbase.names import built_in
from tests.render.word.reader import Word
from tests.wordbase import bases
from tests.wordbase.bases import GOOD, docx, paragraph, part, section, style
from tests.wordbase.reading import V, brief, laid_out, on, plain, read, said, stories, styles, text, usable, w

VALIDATORS = (
    ("openxml-audit", "-q", "-f", "microsoft365"),
    ("ooxml-integrity", "check", "--fail-on", "warn"),
)


def damaged(word: Word) -> list[str]:
    """Return what refers to nothing: styles, lists, chains that never end."""
    table = {one.get(w("styleId")): one for one in word.tree("word/styles.xml").iter(w("style"))}
    ids = [one.get(w("styleId")) for one in word.tree("word/styles.xml").iter(w("style"))]
    names = [one.find(w("name")).get(V).casefold() for one in word.tree("word/styles.xml").iter(w("style"))]
    numbering = word.tree("word/numbering.xml")
    definitions = [one.get(w("abstractNumId")) for one in numbering.iter(w("abstractNum"))]
    numbers = [one.get(w("numId")) for one in numbering.iter(w("num"))]
    found = [
        f"{kind} twice"
        for kind, listed in (("id", ids), ("name", names), ("definition", definitions), ("number", numbers))
        if len(listed) != len(set(listed))
    ]
    for kind in ("paragraph", "character", "table", "numbering"):
        default = [one for one in table.values() if one.get(w("type")) == kind and one.get(w("default")) == "1"]
        found.extend([f"{len(default)} defaults of {kind}"] if len(default) != 1 else [])
    for own, one in table.items():
        for child in ("basedOn", "next", "link"):
            if (target := said(one, child)) is not None and target not in table:
                found.append(f"{own} {child} {target}")
        seen, at = {own}, own
        while (at := said(table[at], "basedOn") or "") in table:
            if at in seen:
                found.append(f"{own} is based on itself")
                break
            seen.add(at)
    for name in word.names:
        if not name.endswith(".xml") or not name.startswith("word/") or "/" in name.removeprefix("word/"):
            continue
        for element in word.tree(name).iter(w("pStyle"), w("rStyle"), w("tblStyle")):
            if element.get(V) not in table:
                found.append(f"{name}: style {element.get(V)}")
        for element in word.tree(name).iter(w("numId")):
            if element.get(V) not in numbers:
                found.append(f"{name}: list {element.get(V)}")
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_document_on_each_base_is_whole(name: str, tmp_path: Path) -> None:
    numbering: Numbering = "keep" if name == "word" else "replace"
    assert damaged(on(name, numbering)) == []
    file = tmp_path / "plan.docx"
    file.write_bytes(brief(usable(GOOD[name](), numbering)).content)
    for program, *arguments in VALIDATORS:
        path = Path(sys.executable).parent / program
        if not path.exists():
            pytest.skip(f"{program} is not installed")
        run = subprocess.run([path, *arguments, str(file)], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", GOOD)
def test_the_text_is_that_of_the_document_without_a_base(name: str) -> None:
    def body(word: Word) -> str:
        return "\n".join(text(one) for one in word.paragraphs)

    assert body(on(name)) == body(plain())


@pytest.mark.parametrize("name", GOOD)
def test_nothing_of_the_bases_own_text_or_data_is_in_the_file(name: str) -> None:
    word = on(name, "keep" if name == "word" else "replace")
    everything = b"".join(word.archive.read(one) for one in word.names if one.endswith((".xml", ".rels")))
    for secret in (
        *("Confidential sample", "must not go", "样例正文", "long text of the first", "Vorlage", "Sample body"),
        *("Secret Author", "Somebody", "deleted words", "Old secret title", "Client data", "somebody", "Old chapter"),
    ):
        assert secret.encode() not in everything
    assert not [one for one in word.names if "customXml" in one or one.endswith("custom.xml")]
    assert b"python-docx" not in word.archive.read("docProps/core.xml")


@pytest.mark.parametrize("name", GOOD)
def test_the_same_base_gives_the_same_bytes(name: str) -> None:
    assert laid_out(usable(GOOD[name]())).content == on(name).content


@pytest.mark.parametrize("name", GOOD)
def test_slots_are_found_again(name: str) -> None:
    found = slots_of(on(name).content)
    assert found.by_control
    assert found == slots_of(plain().content)


# --- styles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        *[(name, "heading 1") for name in ("Heading 1", "heading 1", "标题 1", "标题1", "標題 1", "Überschrift 1")],
        *[(name, "heading 1") for name in ("Titre 1", "Título 1", "見出し 1", "제목 1", "一级标题")],
        *[
            ("正文", "normal"),
            ("Standard", "normal"),
            ("正文文本", "body text"),
            ("标题", "title"),
            ("副标题", "subtitle"),
        ],
        *[("ＴＯＣ 2", "toc 2"), ("副标题", "subtitle")],
        *[("题注", "caption"), ("目录 1", "toc 1"), ("页眉", "header"), ("页脚", "footer"), ("网格型", "table grid")],
        *[("列表项目符号", "list bullet"), ("列表项目符号 2", "list bullet 2"), ("脚注文本", "footnote text")],
        *[("超链接", "hyperlink"), ("引用", "quote"), ("Fußzeile", "footer"), ("Titel", "title"), ("Titre", "title")],
        *[("公司正文", ""), ("Überschrift", ""), ("标题 字符", ""), ("", "")],
    ],
)
def test_names_of_styles_are_known_in_many_languages(name: str, meaning: str) -> None:
    assert built_in(name) == meaning


def test_a_style_of_the_base_keeps_its_look_under_the_name_that_word_knows() -> None:
    found = styles(on("wps"))
    heading = found["heading 1"]
    assert heading.get(w("styleId")) == "Heading1"
    assert said(heading, "rPr/color") == "8A1C2B"
    assert said(heading, "rPr/rFonts", "eastAsia") == "黑体"
    assert said(heading, "pPr/spacing", "before") == "340"
    assert said(heading, "pPr/outlineLvl") == "0"
    assert said(heading, "pPr/numPr/numId") == "1"
    assert heading.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None
    assert "标题 1" not in found


def test_a_style_found_by_its_outline_level_keeps_the_clients_name_beside_ours() -> None:
    heading = styles(on("wps"))["heading 3"]
    assert said(heading, "aliases") == "集团三级标题"


def test_an_id_that_means_another_style_makes_room_for_ours() -> None:
    found = styles(on("wps"))
    assert found["强调文字"].get(w("styleId")) == "BaseHeading1"
    assert found["客户专用样式"].get(w("styleId")) == "BaseTableText"
    assert found["Table Text"].get(w("styleId")) == "TableText"
    assert said(found["客户专用样式"], "rPr/color") == "FF00FF"


def test_what_the_base_lacks_is_added_in_a_look_that_fits() -> None:
    found = styles(on("wps"))
    for name in ("Table Text", "Caption".lower(), "Box Title", "Quote", "List Bullet", "Cover Row"):
        assert name in found
    assert said(found["Box Title"], "rPr/rFonts", "eastAsia") == "黑体"
    # the base's ordinary text is indented and justified: what is no running text must not inherit that
    assert said(found["Table Text"], "pPr/ind", "firstLineChars") == "0"
    assert said(found["Table Text"], "pPr/jc") == "left"
    assert said(found["Table Text"], "pPr/snapToGrid") == "0"
    assert found["Body Text"].find(f"{w('pPr')}/{w('ind')}") is None
    assert "Noto" not in on("wps").archive.read("word/styles.xml").decode()


def test_fonts_of_ours_are_stored_only_where_the_base_names_none() -> None:
    assert not [name for name in on("wps").names if name.startswith("word/fonts/")]
    assert [name for name in on("landscape").names if name.startswith("word/fonts/")]
    assert said(on("landscape").tree("word/styles.xml"), "docDefaults/rPrDefault/rPr/rFonts", "eastAsia") == (
        "Noto Sans SC"
    )


def test_text_is_in_the_plans_language_and_theme_fonts_work() -> None:
    for name in GOOD:
        language = on(name).tree("word/styles.xml").find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
        assert (language.get(V), language.get(w("eastAsia"))) == ("en-US", "zh-CN")
    fonts = said(on("word").tree("word/styles.xml"), "docDefaults/rPrDefault/rPr/rFonts", "eastAsiaTheme")
    assert fonts == "minorEastAsia"
    assert b'script="Hans" typeface="\xe7\xad\x89\xe7\xba\xbf"' in on("word").archive.read("word/theme/theme1.xml")


def test_contents_end_at_the_right_margin_with_the_bases_leader() -> None:
    tabs = styles(on("wps"))["toc 1"].find(f"{w('pPr')}/{w('tabs')}")
    assert [(tab.get(V), tab.get(w("leader")), tab.get(w("pos"))) for tab in tabs] == [("right", "middleDot", "9026")]


def test_a_style_based_on_a_heading_neither_begins_a_page_nor_counts() -> None:
    contents = styles(on("word"))["TOC Heading"]
    assert said(contents, "basedOn") == "Heading1"
    assert said(contents, "pPr/pageBreakBefore") == "0"
    assert said(contents, "pPr/numPr/numId") == "5"
    assert said(contents, "pPr/outlineLvl") == "9"


def test_a_page_break_that_the_base_forbids_is_not_put_in() -> None:
    heading = style("h", "Heading 1", '<w:pPr><w:pageBreakBefore w:val="0"/></w:pPr>')
    word = laid_out(usable(docx(section(), {"styles.xml": part("styles", heading)})))
    assert said(styles(word)["heading 1"], "pPr/pageBreakBefore") == "0"


def test_heads_of_tables_are_those_of_the_bases_own_tables() -> None:
    table = styles(on("word"))["Plan Table"]
    head = next(one for one in table.iter(w("tblStylePr")) if one.get(w("type")) == "firstRow")
    assert said(head, "tcPr/shd", "fill") == "0B6E4F"
    assert said(head, "rPr/color") == "FFFFFF"
    assert said(styles(on("word"))["Table Head"], "rPr/color") == "FFFFFF"


def test_what_the_plan_says_itself_wins_over_the_base() -> None:
    theme = Theme.model_validate(
        {"colors": {"accent": "#123456"}, "sizes": {"heading1": 30}, "page": {"left": 40}, "fonts": {}}
    )
    keys = frozenset(("colors.accent", "sizes.heading1", "page.left"))
    word = laid_out(usable(bases.wps(), keys=keys), theme)
    heading = styles(word)["heading 1"]
    assert said(heading, "rPr/color") == "123456"
    assert said(heading, "rPr/sz") == "60"
    margins = word.body.find(f"{w('sectPr')}/{w('pgMar')}")
    assert (margins.get(w("left")), margins.get(w("right"))) == ("2268", "1440")


# --- lists ---------------------------------------------------------------------------------------------------------


def headings_list(word: Word) -> list[tuple[str | None, str | None, str | None]]:
    root = word.tree("word/numbering.xml")
    first = next(one for one in root.iter(w("abstractNum")) if one.get(w("abstractNumId")) == "1")
    return [(said(level, "numFmt"), said(level, "lvlText"), said(level, "pStyle")) for level in first.iter(w("lvl"))]


def test_our_list_numbers_the_headings_unless_the_bases_is_kept() -> None:
    assert headings_list(on("word"))[0] == ("chineseCountingThousand", "%1、", "Heading1")
    assert headings_list(on("word", "keep")) == [
        ("upperRoman", "%1.", "Heading1"),
        ("decimal", "%1.%2", "Heading2"),
        ("lowerLetter", "(%3)", "Heading3"),
    ]


def test_a_kept_list_is_a_scheme_that_every_format_numbers_by() -> None:
    base = usable(bases.word(), "keep")
    assert base.headings is not None
    levels = base.headings.scheme.levels
    assert [(one.pattern, one.style) for one in levels] == [
        ("{1}.", "roman"),
        ("{1}.{2}", "decimal"),
        ("({3})", "small-letter"),
        ("", "decimal"),
    ]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((("ordinalText", "%1.", "Heading1"),), "are of the kind ordinalText"),
        ((("decimal", "Teil", "Heading1"),), "begins with fixed text"),
        ((("decimal", "%1", "Heading1"), ("decimal", "%2.%2", "Heading2")), "repeats numbers out of order"),
        ((("decimal", "%1", "Heading1"), ("none", "", "Heading2"), ("decimal", "%3", "Heading3")), "has none"),
    ],
)
def test_a_list_that_no_scheme_says_is_a_finding_and_ours_is_used(
    levels: tuple[tuple[str, str, str], ...], words: str
) -> None:
    base, found = read(bases.word(levels), "keep")
    assert base is not None
    assert base.headings is None
    assert [one.code for one in found] == ["PG032"] * 3 + ["PG033"]
    assert words in found[3].message


def test_a_base_without_a_list_says_so() -> None:
    base, found = read(bases.wps(), "keep")
    assert base is not None
    assert [one.code for one in found] == ["PG033"]


def test_lists_of_the_clients_own_styles_stay_beside_ours() -> None:
    choices: tuple[Numbering, ...] = ("replace", "keep")
    for numbering in choices:
        word = on("word", numbering)
        root = word.tree("word/numbering.xml")
        number = said(styles(word)["Client List"], "pPr/numPr/numId")
        use = next(one for one in root.iter(w("num")) if one.get(w("numId")) == number)
        definition = next(
            one for one in root.iter(w("abstractNum")) if one.get(w("abstractNumId")) == said(use, "abstractNumId")
        )
        assert said(definition, "lvl/lvlText") == "★"
        bullets = said(styles(word)["List Bullet"], "pPr/numPr/numId")
        assert (bullets == number) == (numbering == "keep")


# --- pages ---------------------------------------------------------------------------------------------------------


def test_pages_are_those_of_the_portrait_section_with_most_text() -> None:
    base = usable(bases.landscape())
    assert (base.page.number, base.page.sections) == (1, 3)
    sections = list(on("landscape").body.iter(w("sectPr")))
    for one in sections:
        size, margins = one.find(w("pgSz")), one.find(w("pgMar"))
        assert (size.get(w("w")), size.get(w("h")), size.get(w("orient"))) == ("12240", "15840", None)
        assert {margins.get(w(side)) for side in ("top", "right", "bottom", "left")} == {"1800"}
    assert [one.find(w("titlePg")) is not None for one in sections] == [True, *[False] * (len(sections) - 1)]
    assert on("landscape").tree("word/settings.xml").find(w("evenAndOddHeaders")) is not None


def test_tables_fill_the_text_of_the_bases_page() -> None:
    width = max(int(one.get(w("w"))) for one in on("landscape").body.iter(w("tblW")))
    assert width == 12240 - 2 * 1800


def test_headers_are_the_bases_with_their_pictures() -> None:
    word = on("python-docx")
    (name, header), *others = stories(word, "header").items()
    assert others == []
    assert text(header) == "ACME Corporation"
    pictures = [target for kind, target, _ in word.relationships(name).values() if kind == "image"]
    assert [word.archive.read(one) for one in pictures] == [bases.png()]
    (drawing,) = [one for one in header.iter() if one.tag.endswith("}docPr")]
    assert drawing.get("descr")
    body = [one.get("id") for one in word.body.iter() if one.tag.endswith("}docPr")]
    assert drawing.get("id") not in body


def test_our_header_and_footer_stand_where_the_base_has_none() -> None:
    word = on("word")
    assert "第" in "".join(text(one) for one in stories(word, "footer").values())
    assert len(stories(word, "header")) == 1
    empty = laid_out(usable(docx(section())))
    assert stories(empty, "header").keys() == stories(plain(), "header").keys()


def test_a_header_shows_the_plans_title_and_no_record_of_changes() -> None:
    ((_, header),) = stories(on("word"), "header").items()
    shown = text(header)
    assert shown.startswith("Client AG ")
    assert "Old secret title" not in shown
    title = next(one for one in on("word").paragraphs if said(one, "pPr/pStyle") == "Title")
    assert text(title) in shown
    assert "of the old body" not in shown
    assert "Internal" not in shown
    for name in ("ins", "del", "bookmarkStart", "sdt", "instrText"):
        assert header.find(f".//{w(name)}") is None


def test_fields_that_repeat_a_heading_call_it_by_its_level_and_the_appendix_by_its_own() -> None:
    word = on("landscape")
    said_there = [
        "".join(one.text or "" for one in header.iter(w("instrText"))).strip()
        for header in stories(word, "header").values()
    ]
    assert set(said_there) == {"STYLEREF 1", 'STYLEREF "Appendix Heading"'}
    assert "default header" in docx_text(word.content)


def test_a_base_with_columns_and_a_line_grid_keeps_the_grid_alone() -> None:
    assert usable(bases.wps()).page.columns == 2
    for one in on("wps").body.iter(w("sectPr")):
        assert one.find(w("cols")).get(w("num")) is None
        assert one.find(w("docGrid")).get(w("linePitch")) == "312"


# --- odd bases -----------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        "Heading 1",
        "标题 1",
        "heading 2",
        "Normal",
        "正文",
        "Body Text",
        "Table Text",
        "Plan Table",
        "List Bullet",
        "",
        "TOC Heading",
        "客户",
        "Client,List",
        "caption",
        "Box <Title> & Co",
    ]
)
IDS = st.sampled_from(["1", "2", "a3", "Heading1", "Heading2", "Normal", "BodyText", "TableText", "", "x y", "标题"])
KIND = st.sampled_from(["paragraph", "character", "table", "numbering", "nonsense"])
INNER = st.sampled_from(
    [
        "",
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
        '<w:rPr><w:sz w:val="banana"/><w:b w:val="maybe"/><w:color w:val="red"/></w:rPr>',
        '<w:pPr><w:jc w:val="middle"/><w:spacing w:before="much" w:after="-3"/><w:numPr><w:numId w:val="9"/>'
        "</w:numPr></w:pPr>",
        '<w:rPr><w:i/><w:rFonts w:ascii="A&amp;B"/><w:b/><w:b/></w:rPr><w:pPr><w:ind w:firstLineChars="200"/></w:pPr>',
        '<w:pPr><w:pageBreakBefore/><w:ind w:left="720" w:hanging="360"/></w:pPr><w:rPr><w:rStyle w:val="x"/></w:rPr>',
        '<w:tblPr><w:tblW w:w="0"/></w:tblPr><w:tblStylePr w:type="firstRow"/><w:tblStylePr w:type="firstRow"/>',
    ]
)


@st.composite
def odd_styles(draw: Any) -> str:
    made = []
    for _ in range(draw(st.integers(0, 9))):
        references = "".join(
            f'<w:{child} w:val="{draw(IDS)}"/>' for child in ("basedOn", "next", "link") if draw(st.booleans())
        )
        name, own = draw(NAMES).replace("&", "&amp;").replace("<", "&lt;"), draw(IDS)
        named = f'<w:name w:val="{name}"/>' if draw(st.integers(0, 9)) else ""
        default = ' w:default="1"' if draw(st.integers(0, 3)) == 0 else ""
        made.append(
            f'<w:style w:type="{draw(KIND)}" w:styleId="{own}"{default}>{references}{named}{draw(INNER)}</w:style>'
        )
    return part("styles", "".join(made))


@settings(max_examples=25)
@given(odd_styles())
def test_odd_styles_never_make_a_damaged_file(table: str) -> None:
    base = usable(
        docx(paragraph("x") + section(), {"styles.xml": table, "numbering.xml": bases.word_numbering()}), "keep"
    )
    assert damaged(brief(base)) == []


def test_odd_styles_make_a_valid_file(tmp_path: Path) -> None:
    every = "".join(
        f'<w:style w:type="{kind}" w:styleId="s{kind}{index}"><w:name w:val="{kind} {index}"/>{inner}</w:style>'
        for kind in ("paragraph", "character", "table")
        for index, inner in enumerate(
            [
                '<w:rPr><w:sz w:val="banana"/><w:b w:val="maybe"/><w:color w:val="red"/></w:rPr>',
                '<w:rPr><w:i/><w:rFonts w:ascii="A"/><w:b/><w:b/></w:rPr><w:pPr><w:jc w:val="middle"/></w:pPr>',
                '<w:uiPriority w:val="x"/><w:rsid w:val="00"/><w:pPr><w:spacing w:before="much"/><w:jc/></w:pPr>',
            ]
        )
    )
    file = tmp_path / "plan.docx"
    file.write_bytes(brief(usable(docx(section(), {"styles.xml": part("styles", every)}))).content)
    path = Path(sys.executable).parent / "openxml-audit"
    if not path.exists():
        pytest.skip("openxml-audit is not installed")
    run = subprocess.run([path, *VALIDATORS[0][1:], str(file)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_archive_holds_no_name_twice() -> None:
    for name in GOOD:
        listed = zipfile.ZipFile(BytesIO(on(name).content)).namelist()
        assert len(listed) == len(set(listed))
        assert not [one for one in listed if re.search(r"vba|customXml|glossary", one)]
