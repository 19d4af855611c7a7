"""Numbers of headings: Chinese numerals against a table of their own, schemes against what a reader expects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.doctree import Document, Heading, Meta, Text, query
from plangen.numbering import SCHEMES, chinese_number, heading_number, letter, suffix
from plangen.resolve import number_headings

TABLE = {
    1: "一",
    2: "二",
    9: "九",
    10: "十",
    11: "十一",
    12: "十二",
    19: "十九",
    20: "二十",
    21: "二十一",
    30: "三十",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    109: "一百零九",
    110: "一百一十",
    111: "一百一十一",
    119: "一百一十九",
    120: "一百二十",
    200: "二百",
    210: "二百一十",
    999: "九百九十九",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1019: "一千零一十九",
    1100: "一千一百",
    1101: "一千一百零一",
    1110: "一千一百一十",
    2026: "二千零二十六",
    3004: "三千零四",
    5060: "五千零六十",
    9009: "九千零九",
    9999: "九千九百九十九",
}


def read(text: str) -> int:
    """Read a Chinese numeral the way a child does: digits wait for their unit, 零 says nothing, a bare 十 is ten."""
    digits = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
    total = waiting = 0
    for character in text:
        if unit := {"十": 10, "百": 100, "千": 1000}.get(character):
            total += (waiting or 1) * unit
            waiting = 0
        elif character != "零":
            waiting = digits[character]
    return total + waiting


@pytest.mark.parametrize("number", TABLE)
def test_chinese_numerals_of_the_table(number: int) -> None:
    assert chinese_number(number) == TABLE[number]


def test_every_numeral_reads_back_and_is_alone() -> None:
    numerals = [chinese_number(n) for n in range(1, 10_000)]
    assert [read(text) for text in numerals] == list(range(1, 10_000))
    assert len(set(numerals)) == 9_999
    assert not [text for text in numerals if "零零" in text or text.endswith("零") or text.startswith("零")]


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_no_numeral_beyond_the_range(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "BB"), (53, "AAA")])
def test_letters_double_as_in_word(number: int, text: str) -> None:
    assert letter(number) == text


@pytest.mark.parametrize(
    ("scheme", "path", "appendix", "text"),
    [
        ("chinese", (1,), False, "一、"),
        ("chinese", (10,), False, "十、"),
        ("chinese", (11, 2), False, "11.2"),
        ("chinese", (21, 3, 12), False, "21.3.12"),
        ("chinese", (1, 2, 3, 4), False, "（4）"),
        ("chinese", (2,), True, "附录二"),
        ("chinese", (2, 1), True, "2.1"),
        ("chapter", (23,), False, "第二十三章"),
        ("chapter", (23, 4), False, "23.4"),
        ("official", (12,), False, "十二、"),
        ("official", (12, 11), False, "（十一）"),
        ("official", (12, 11, 10), False, "10."),
        ("official", (12, 11, 10, 9), False, "（9）"),
        ("official", (3,), True, "附件3"),
        ("decimal", (12, 11, 10, 9), False, "12.11.10.9"),
        ("decimal", (2,), True, "Appendix B"),
        ("decimal", (2, 1), True, "B.1"),
    ],
)
def test_numbers_by_scheme(scheme: str, path: tuple[int, ...], appendix: bool, text: str) -> None:
    assert heading_number(SCHEMES[scheme], path, appendix) == text


@given(st.sampled_from(["chapter", "decimal"]), st.lists(st.integers(1, 40), min_size=1, max_size=3))
def test_different_places_have_different_numbers(scheme: str, path: list[int]) -> None:
    one = heading_number(SCHEMES[scheme], tuple(path))
    assert one != heading_number(SCHEMES[scheme], (*path[:-1], path[-1] + 1))
    assert one != heading_number(SCHEMES[scheme], (path[0] + 1, *path[1:]))


def test_the_gap_after_a_number_follows_its_form() -> None:
    assert [suffix(SCHEMES["chinese"], level) for level in (1, 2, 3, 4)] == ["", " ", " ", ""]
    assert suffix(SCHEMES["chinese"], 1, appendix=True) == " "


def headings(*levels: int, scheme: str = "chinese", appendix_from: int = 10_000) -> list[str]:
    made = tuple(Heading(level, (Text("题"),), appendix=n >= appendix_from) for n, level in enumerate(levels))
    document = number_headings(Document(Meta("", ""), made, scheme))
    return [heading.number for heading in query(document, Heading)]


def test_headings_count_past_ten_and_twenty() -> None:
    numbers = headings(*[1, 2, 3] * 23)
    assert numbers[27:33] == ["十、", "10.1", "10.1.1", "十一、", "11.1", "11.1.1"]
    assert numbers[-6:] == ["二十二、", "22.1", "22.1.1", "二十三、", "23.1", "23.1.1"]


def test_lower_counters_begin_again_and_skipped_levels_count_as_first() -> None:
    assert headings(1, 2, 3, 3, 2, 3, 1, 3, 2) == [
        "一、",
        "1.1",
        "1.1.1",
        "1.1.2",
        "1.2",
        "1.2.1",
        "二、",
        "2.1.1",
        "2.1",
    ]


def test_appendices_count_by_themselves() -> None:
    assert headings(1, 1, 1, 2, 1, appendix_from=2) == ["一、", "二、", "附录一", "1.1", "附录二"]


def test_every_heading_gets_an_id_of_its_own() -> None:
    document = Document(Meta("", ""), (Heading(1, (), "a"), Heading(2, ()), Heading(2, (), "b"), Heading(3, ())))
    assert [heading.id for heading in query(number_headings(document), Heading)] == ["a", "heading-1", "b", "heading-2"]
