"""The search for placeholder text; what it finds and what it leaves alone stands in tests/rules/cases/PG102.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import plangen.placeholders as module
from plangen.placeholders import find_placeholders, only_punctuation, repeats_guidance

PIECES = st.sampled_from(
    [
        *(
            "X",
            "XX",
            "×",
            "Ｘ",
            "✕",
            "x",
            "xxx",
            " ",
            "\n",
            "\u200b",
            "一",
            "A",
            "1",
            "年",
            "%",
            "万元",
            "TODO",
            "tbd",
            "T.B.D",
            "FIXME",
        ),
        *(
            "lorem ",
            "ipsum",
            "待",
            "补充",
            "定",
            "等",
            "期",
            "此处",
            "请",
            "填写",
            "暂无",
            "内容",
            "[",
            "]",
            "【",
            "】",
            "...",
            "…",
            "_",
            "___",
        ),
        *("名称", "insert ", "(", ")", "#", "REF!", "N/A", "□□", "略", "（", "）", "点击", "单击"),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@given(TEXTS)
def test_finds_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for find in find_placeholders(text):
        assert text[find.offset : find.offset + len(find.text)] == find.text
        assert find.offset >= end
        end = find.offset + len(find.text)


@given(TEXTS)
def test_the_first_look_misses_nothing(text: str) -> None:
    """A text is passed over in one look only if no pattern would find anything in it."""
    plain = text.translate(module._PLAIN)
    if any(pattern.search(plain) for _, pattern in module._PATTERNS):
        assert list(find_placeholders(text))


def test_every_pattern_is_needed_by_a_case() -> None:
    """Each pattern finds something in a failing case that of the table, so none can be dropped unseen."""
    path = Path(__file__).parents[1] / "rules" / "cases" / "PG102.yaml"
    cases = yaml.safe_load(path.read_text("utf-8"))
    written = [case["fail"] for case in cases.values() if isinstance(case.get("fail"), str)]
    texts = [text.translate(module._PLAIN) for text in written]
    for kind, pattern in module._PATTERNS:
        assert any(pattern.search(text) for text in texts), (kind, pattern.pattern)


@pytest.mark.parametrize("text", ["。", " ， 。", "……", "...", "***", "·", "！？"])
def test_punctuation_alone(text: str) -> None:
    assert only_punctuation(text)


@pytest.mark.parametrize("text", ["", "—", "-", "无", "。一", "1.", "％", "（）"])
def test_what_is_more_than_punctuation(text: str) -> None:
    assert not only_punctuation(text)


def test_guidance_is_found_through_line_breaks_and_only_when_long_enough() -> None:
    assert repeats_guidance("前文\n说明投入\n  原则与节奏。", "说明投入原则与节奏")
    assert not repeats_guidance("说明投入的原则与节奏", "说明投入原则与节奏")
    assert not repeats_guidance("趋势向好", "趋势")
    assert not repeats_guidance("", "说明投入原则与节奏")


def test_long_texts_are_searched_in_one_pass() -> None:
    text = "企业战略规划的实施路径与资源配置，" * 20_000
    assert list(find_placeholders(text)) == []
    (find,) = find_placeholders(text + "XX")
    assert find.offset == len(text)
    assert not re.search("X", text)
