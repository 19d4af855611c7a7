from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.fonts import missing_characters, prepare_fonts
from plangen.textwidth import longest_word, text_width, wrap
from tests.charts.reading import advance


@pytest.mark.parametrize("bold", [False, True])
def test_no_character_is_wider_than_it_is_taken_for(bold: bool) -> None:
    every = [
        chr(code)
        for code in (*range(0x20, 0x500), *range(0x2000, 0x3100), *range(0xFF00, 0xFFF0))
        if unicodedata.category(chr(code))[0] not in "CM"
    ]
    missing = set(missing_characters(prepare_fonts(["Noto Sans SC"]), "".join(every)))
    wider = [c for c in every if c not in missing and advance(c, bold) > text_width(c, bold) + 0.002]
    assert wider == []


@pytest.mark.parametrize(
    ("text", "most"),
    [("会员复购率由31.5%提高到40%", 1.02), ("2026年12月", 1.02), ("+1,234.5", 1.05), ("Customer lifetime value", 1.15)],
)
def test_widths_are_close_to_the_font(text: str, most: float) -> None:
    assert 1 <= text_width(text) / advance(text, False) <= most


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("门店发货改造", 6, ("门店发货改造",)),
        ("经营活动流入", 5, ("经营活动", "流入")),  # even numbers of characters rather than half a word
        ("会员与商品数据标准发布", 8, ("会员与商品", "数据标准发布")),
        ("380家门店", 4, ("380家", "门店")),
        ("经营活动现金流入", 5, ("经营活动", "现金流入")),
        ("数据中台与客户数据平台", 7, ("数据中台与", "客户数据平台")),
        ("增长（含海外）", 5.5, ("增长", "（含海外）")),
        ("（含海外）增长", 4.5, ("（含海", "外）增长")),  # no bracket is left alone
        ("销售额，以及成本", 4.5, ("销售额，", "以及成本")),
        ("Cross-border e-commerce", 9, ("Cross-border", "e-commerce")),
        ("毛利率35.5%以上", 5, ("毛利率", "35.5%以上")),
        ("https://example.com", 6, ("https://ex", "ample.com")),
        ("一行\n两行", 9, ("一行", "两行")),
        ("", 3, ("",)),
    ],
)
def test_lines_are_even_and_break_where_they_may(text: str, ems: float, lines: tuple[str, ...]) -> None:
    assert wrap(text, ems) == lines


@given(st.text("增长，。（）“”ab12 %-/", max_size=40), st.floats(1, 12), st.booleans())
def test_every_line_fits_and_nothing_is_lost(text: str, ems: float, bold: bool) -> None:
    lines = wrap(text, ems, bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    room = max(ems, 1.06)
    assert all(text_width(line, bold) <= room + 0.01 for line in lines if len(line) > 1)


def test_the_longest_word_is_what_is_not_broken() -> None:
    assert longest_word("毛利率35.5%以上") == text_width("35.5%")
    assert longest_word("") == 0
