"""Markdown as Chinese editors write it: joined lines, emphasis beside punctuation, and nothing lost in silence."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.doctree import (
    Box,
    Cell,
    Code,
    Column,
    Emphasis,
    Footnote,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Origin,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Text,
    query,
)
from plangen.markdown import parse_inline, parse_markdown


def blocks(text: str) -> tuple[Any, ...]:
    parsed = parse_markdown(text)
    assert parsed.problems == ()
    return parsed.blocks


def inline(text: str) -> tuple[Any, ...]:
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.children


def messages(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse_markdown(text).problems]


# --- lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("第一行，\n第二行", "第一行，第二行"),
        ("第一行\nsecond", "第一行second"),
        ("first\n第二行", "first第二行"),
        ("first\nsecond", "first second"),
        ("2026\n年", "2026年"),
        ("ＡＢ\nＣＤ", "ＡＢＣＤ"),
        ("カナ\nかな", "カナかな"),
        ("一\n   二\n\t三", "一二三"),
        ("end.\n“次”", "end. “次”"),
        ("　　全角缩进", "全角缩进"),
        ("　　一\n　　二", "一　　二"),
    ],
)
def test_a_line_break_joins_as_the_language_does(written: str, read: str) -> None:
    assert inline(written) == (Text(read),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**一**\n二", (Strong((Text("一"),)), Text("二"))),
        ("a\n**b**", (Text("a "), Strong((Text("b"),)))),
        ("**a\nb**", (Strong((Text("a b"),)),)),
        ("一\n`b`", (Text("一"), Code("b"))),
        ("一  \n二", (Text("一"), LineBreak(), Text("二"))),
        ("一\\\n二", (Text("一"), LineBreak(), Text("二"))),
    ],
)
def test_a_line_break_beside_other_nodes(written: str, read: tuple[Any, ...]) -> None:
    assert inline(written) == read


def test_marks_stand_for_text_of_the_other_side() -> None:
    """An expression at the edge of a line joins as what is on the other side of the break does."""
    mark = "\ue0000\ue001"
    assert inline(f"第一行\n{mark}") == (Text(f"第一行{mark}"),)
    assert inline(f"{mark}\n第二行") == (Text(f"{mark}第二行"),)
    assert inline(f"first\n{mark}") == (Text(f"first {mark}"),)


# --- inline ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**重点。**后文", (Strong((Text("重点。"),)), Text("后文"))),
        ("前文**“重点”**后文", (Text("前文"), Strong((Text("“重点”"),)), Text("后文"))),
        ("前文**（重点）**，后文", (Text("前文"), Strong((Text("（重点）"),)), Text("，后文"))),
        ("*强调。*后文", (Emphasis((Text("强调。"),)), Text("后文"))),
        ("**一**和**二**", (Strong((Text("一"),)), Text("和"), Strong((Text("二"),)))),
        ("***一***", (Emphasis((Strong((Text("一"),)),)),)),
        ("**一*二*三**", (Strong((Text("一"), Emphasis((Text("二"),)), Text("三"))),)),
        ("**\ue0000\ue001**后文", (Strong((Text("\ue0000\ue001"),)), Text("后文"))),
        ("a*b*c", (Text("a"), Emphasis((Text("b"),)), Text("c"))),
        ("一** 二**三", (Text("一** 二**三"),)),
        ("一**二 **三", (Text("一**二 **三"),)),
        ("_一_", (Emphasis((Text("一"),)),)),
        ("gross_margin_rate", (Text("gross_margin_rate"),)),
        ("120*80*60cm，3**2**1", (Text("120*80*60cm，3**2**1"),)),
        ("注*号", (Text("注*号"),)),
        (r"\*\*不是重点\*\*，A\_B", (Text("**不是重点**，A_B"),)),
        ("`a * b`", (Code("a * b"),)),
        ("&amp;&lt;&copy;", (Text("&<©"),)),
        ("[**说**明](https://a.com/b?c=d)", (Link("https://a.com/b?c=d", (Strong((Text("说"),)), Text("明"))),)),
        ("<https://a.com>", (Link("https://a.com", (Text("https://a.com"),)),)),
        ("[信](mailto:a@b.com)", (Link("mailto:a@b.com", (Text("信"),)),)),
        ("https://a.com", (Text("https://a.com"),)),
    ],
)
def test_inline_nodes(written: str, read: tuple[Any, ...]) -> None:
    parsed = parse_markdown(written)
    assert parsed.blocks == (Paragraph(read),)
    assert all("asterisks" in problem.message for problem in parsed.problems)


def test_footnotes_carry_their_text() -> None:
    text = "一[^a]二[^b]，再[^a]。\n\n[^a]: 甲**重**\n\n    第二段\n\n[^b]: 乙"
    first = Footnote((Text("甲"), Strong((Text("重"),)), LineBreak(), Text("第二段")))
    assert inline(text) == (
        *(Text("一"), first, Text("二"), Footnote((Text("乙"),))),
        *(Text("，再"), first, Text("。")),
    )


def test_an_inline_footnote_is_one_too() -> None:
    assert inline("一^[注]二") == (Text("一"), Footnote((Text("注"),)), Text("二"))


def test_a_second_note_of_one_name_is_reported() -> None:
    assert messages("一[^1]二[^1]\n\n[^1]: 甲\n\n[^1]: 乙") == [(4, "two footnotes have one name")]


# --- blocks ----------------------------------------------------------------------------------------------------------


def test_lists_nest_and_keep_their_start() -> None:
    (outer,) = blocks("3. 一\n4. 二\n   - 三\n\n     四")
    inner = ListBlock(False, (ListItem((Paragraph((Text("三"),)), Paragraph((Text("四"),)))),))
    second = ListItem((Paragraph((Text("二"),)), inner))
    assert outer == ListBlock(True, (ListItem((Paragraph((Text("一"),)),)), second), 3)


def test_a_table_has_heads_cells_and_alignment() -> None:
    (table,) = blocks("| **一** | 二 | 三 |\n|---|:-:|--:|\n| `a` | b\\|c | |\n| d |")
    assert table == Table(
        (Column("一"), Column("二", "center"), Column("三", "right")),
        (
            Row((Cell((Code("a"),)), Cell((Text("b|c"),)), Cell(()))),
            Row((Cell((Text("d"),)), Cell(()), Cell(()))),
        ),
    )


def test_quotes_boxes_and_headings() -> None:
    assert blocks("> 一\n> 二\n\n::: key-points 本章 要点\n- 三\n:::\n\n## 四 ##") == (
        Quote((Paragraph((Text("一二"),)),)),
        Box("本章 要点", (ListBlock(False, (ListItem((Paragraph((Text("三"),)),)),)),), "key-points"),
        Heading(2, (Text("四"),)),
    )


@pytest.mark.parametrize(
    "written", ["    四个空格", "标题\n===", "标题\n---文", "[注]: https://a.com", ":::", "#没有空格"]
)
def test_what_commonmark_recasts_stays_text(written: str) -> None:
    (paragraph,) = blocks(written)
    assert isinstance(paragraph, Paragraph)
    assert "".join(text.text for text in query(paragraph, Text)) == "".join(
        part.strip() for part in written.split("\n")
    )


def test_every_block_knows_its_line() -> None:
    text = "一\n\n- 二\n- 三\n\n> 四\n\n|五|\n|-|\n|六|\n\n# 七\n\n八"
    parsed = parse_markdown(text, lambda line: Origin("f", line, 1))
    lines = [block.origin.line for block in parsed.blocks if not isinstance(block, ListItem)]
    assert lines == [0, 2, 5, 7, 11, 13]
    inner = [node.origin.line for node in query(parsed.blocks[1], Paragraph)]
    assert inner == [2, 3]


def test_what_has_no_equal_is_reported_at_its_line() -> None:
    text = (
        "一<b>\n二<!-- 三 -->\n\n<div>四</div>\n\n![五](https://a.com/b.png)\n\n```\n六\n```\n\n***\n\n"
        "七**\n\n[八](x.docx)\n\n九[^1]\n\n| 十[^2] |\n|---|\n| 甲 | 乙 |\n\n[^2]: 注[^2]\n\n[^3]: 丙"
    )
    assert sorted(messages(text)) == [
        (0, "raw HTML is not supported"),
        (1, "raw HTML is not supported"),
        (3, "raw HTML is not supported"),
        (5, "pictures are not supported in text"),
        (7, "code blocks are not supported"),
        (11, "a horizontal rule is not supported"),
        (13, "two asterisks do not find their partner"),
        (15, "the link's address cannot be used"),
        (17, "the footnote has no text"),
        (19, "a footnote stands in a column's title"),
        (21, "a row has more cells than the table has columns"),
        (23, "a footnote stands inside a footnote"),
        (25, "no text refers to the footnote"),
    ]


def test_a_code_block_in_a_footnote_is_reported() -> None:
    assert messages("一[^1]\n\n[^1]: 注\n\n    ```\n    码\n    ```") == [(4, "code blocks are not supported")]


@pytest.mark.parametrize("row", ["| 一 | 二 |", "一 | 二", "| 一 | 二", "> | 一 | 二 |", "| 一 | \\| |", "| 一 |"])
def test_a_row_that_fits_is_not_reported(row: str) -> None:
    prefix = "> " if row.startswith(">") else ""
    assert messages(f"{prefix}| a | b |\n{prefix}|---|---|\n{row}") == []


# --- cells and entries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1. 一", (Text("1. 一"),)),
        ("- 12", (Text("- 12"),)),
        ("# 一", (Text("# 一"),)),
        ("> **一**", (Text("> "), Strong((Text("一"),)))),
        ("---", (Text("---"),)),
        ("| 一 |", (Text("| 一 |"),)),
        ("一^[注]", (Text("一"), Footnote((Text("注"),)))),
        ("一\n二", (Text("一二"),)),
        ("一\n\n \n二", (Text("一"), LineBreak(), Text("二"))),
        ("", ()),
    ],
)
def test_a_cell_is_never_a_block(written: str, read: tuple[Any, ...]) -> None:
    assert parse_inline(written) == (read, ())


# --- nothing is lost -------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "一",
            "二三",
            "四。",
            "“五”",
            "abc",
            "de f",
            "\u3000",
            " ",
            " ",
            "\n",
            "\n",
            "\n\n",
            "\n\n",
            "\\",
            "\\|",
            "|",
            "||",
        ),
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "`",
            "``",
            "[",
            "]",
            "(",
            ")",
            "](https://a.b)",
            "[^a]",
            "\n[^a]: ",
            "\n\n[^b]: ",
            "[^b]",
        ),
        *(
            "^[",
            "# ",
            "\n## ",
            "- ",
            "\n- ",
            "\n1. ",
            "\n> ",
            "> ",
            "\n|---|---|\n",
            "\n| 六 | 七 |\n|---|---|\n| ",
            "    ",
            "\t",
        ),
        *(
            "<b>",
            "<",
            ">",
            "![",
            ":::",
            "\n::: note 八\n",
            "\n:::\n",
            "~~",
            "\n---\n",
            "\n```\n",
            "<https://a.b/c>",
            "\n  ",
        ),
        *("\ue0000\ue001", "&amp;", "1", "2*3*4", "\n[九]: https://a.b\n", "\n十\n===\n"),
    ]
)


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def strings(node: object) -> str:
    """Return every text a tree holds, wherever it is kept."""
    if isinstance(node, str):
        return node
    if isinstance(node, tuple):
        return "".join(map(strings, node))
    if dataclasses.is_dataclass(node):
        return "".join(strings(getattr(node, field.name)) for field in dataclasses.fields(node))
    return ""


@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_letter_is_in_the_tree_or_a_problem_is_reported(text: str) -> None:
    parsed = parse_markdown(text)
    if not parsed.problems:
        written = letters(text.replace("&amp;", "").replace("[^a]", "").replace("[^b]", ""))
        kept = letters(strings(tuple(parsed.blocks)))
        assert not written - kept


@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_letter_of_a_cell_is_kept_or_a_problem_is_reported(text: str) -> None:
    children, problems = parse_inline(text)
    if not problems:
        assert not letters(text.replace("&amp;", "")) - letters(strings(children))


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    lines = text.count("\n") + 1
    for problem in parse_markdown(text).problems:
        assert 0 <= problem.line <= lines
    parse_inline(text)
