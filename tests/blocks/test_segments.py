"""The screen of market segments against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.market.segments import Segments
from plangen.blocks.market.shares import share_figure, sum_of
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from plangen.quantities import Quantity
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def segment(name: str, size: str, growth: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "name": f"{name}类", "size": size, "growth": growth, "score": "50"} | changes


# The market of the demonstration plan.
APPAREL = [
    segment("exit", "1,600亿元", "2%", score="41", decision="退出"),
    segment("new", "380亿元", "24%", score="78", decision="培育", sales="1.2亿元"),
    segment("suit", "420亿元", "15%", score="81", decision="主攻", sales="2.9亿元"),
    segment("casual", "2,300亿元", "4%", score="55", decision="维持"),
    segment("commute", "1,150亿元", "16%", score="86", decision="主攻", sales="7.6亿元"),
]


def screen(*items: dict[str, Any], **fields: Any) -> Segments:
    return Segments.model_validate({"items": list(items)} | fields)


def test_a_screen_of_five_segments_by_hand() -> None:
    block = screen(*APPAREL, note="估算。")
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["次序", "细分市场", "基期规模", "年增速", "准入", "得分", "本公司销售额", "取舍"]
    # those that pass by score, the rest as written; 7.6 / 1150 = 0.6609 %, 2.9 / 420 = 0.6905 %, 1.2 / 380 = 0.3158 %
    assert cells(table) == [
        ["1", "commute类", "1,150亿元", "16%", "通过", "86", "7.6亿元\n份额0.66%", "主攻"],
        ["2", "suit类", "420亿元", "15%", "通过", "81", "2.9亿元\n份额0.69%", "主攻"],
        ["3", "new类", "380亿元", "24%", "通过", "78", "1.2亿元\n份额0.32%", "培育"],
        ["—", "exit类", "1,600亿元", "2%", "未过", "41", "—", "退出"],
        ["—", "casual类", "2,300亿元", "4%", "未过", "55", "—", "维持"],
    ]
    assert [row.cells[4].tone for row in table.rows] == ["good", "good", "good", "bad", "bad"]
    note = "".join(map(plain_text, table.note))
    # 1150 + 420 + 380 = 1950; 7.6 + 2.9 + 1.2 = 11.7; 11.7 / 1950 = 0.6 %
    assert "年增速不低于15%为通过" in note
    assert "合计1,950亿元" in note
    assert "合计11.7亿元，份额0.6%。估算。" in note
    values = texts(block)
    # (1150 × 16 + 420 × 15 + 380 × 24) / 1950 = 33820 / 1950 = 17.34
    assert {key: values[key] for key in ("target_size", "target_sales", "share", "target_growth")} == {
        "target_size": "1,950亿元",
        "target_sales": "11.7亿元",
        "share": "0.6%",
        "target_growth": "17.3%",
    }
    assert (values["screen"], values["count_passed"]) == ("15%", "3")
    assert [values[f"suit.{name}"] for name in ("size", "growth", "score", "sales", "share", "priority")] == [
        *("420亿元", "15%", "81分", "2.9亿元", "0.69%", "2")
    ]
    assert "casual.priority" not in values
    assert texts(block, "en")["suit.score"] == "81 points"


def test_the_growth_of_the_segments_is_drawn_against_the_screen() -> None:
    (chart,) = charts(screen(*APPAREL))
    assert (chart.kind, chart.unit, chart.places, chart.id) == ("bullet", "%", 0, "chapter.section.slot.growth")
    assert chart.categories == ("commute类", "suit类", "new类", "exit类", "casual类")
    assert [list(map(int, series.values)) for series in chart.series if None not in series.values] == [  # type: ignore[arg-type]
        [16, 15, 24, 2, 4],
        [15] * 5,
    ]
    assert charts(screen(APPAREL[0])) == []
    many = [segment(f"s{n}", "1亿元", "15.5%", score=str(n)) for n in range(30)]
    (chart,) = charts(screen(*many))
    assert (len(chart.categories), chart.categories[0], chart.places) == (24, "s29类", 1)
    assert "另有6项" in plain_text(chart.note[0])


@pytest.mark.parametrize(("growth", "passes"), [("15%", True), ("14.99%", False), ("15.00%", True), ("-3%", False)])
def test_to_reach_the_screen_exactly_is_enough(growth: str, passes: bool) -> None:
    block = screen(segment("a", "1亿元", growth))
    assert texts(block)["count_passed"] == str(int(passes))


def test_a_screen_of_its_own_and_equal_scores() -> None:
    block = screen(
        segment("a", "10亿元", "6%"),
        segment("b", "20亿元", "7%"),
        segment("c", "2,500百万元", "7%"),  # 25亿元
        segment("d", "20亿元", "4.9%", score="99"),
        segment("e", "20亿元", "7%"),
        screen="5%",
    )
    assert [item.id for item in block.ranked()] == ["c", "b", "e", "a"]
    assert heads(tables(block)[0]) == ["次序", "细分市场", "基期规模", "年增速", "准入", "得分"]


CRITERIA = [{"name": "规模", "weight": "20%"}, {"name": "匹配", "weight": "50%"}, {"name": "竞争", "weight": "30%"}]


def scored(name: str, *scores: int, **changes: Any) -> dict[str, Any]:
    named = zip(("规模", "匹配", "竞争"), map(str, scores), strict=False)
    return segment(name, "1亿元", "20%", score=None, scores=dict(named)) | changes


def test_a_weighted_score_by_hand() -> None:
    block = screen(scored("a", 5, 4, 2), scored("b", 1, 1, 1), scored("c", 5, 5, 5), criteria=CRITERIA)
    assert faults(block) == []
    # (0.2 × 5 + 0.5 × 4 + 0.3 × 2) / 5 = 3.6 / 5 = 72 %
    assert [texts(block)[f"{name}.score"] for name in "abc"] == ["72.0分", "20.0分", "100.0分"]
    _, detail = tables(block)
    assert heads(detail) == ["细分市场", "规模（20%）", "匹配（50%）", "竞争（30%）", "得分"]
    assert cells(detail)[1] == ["a类", "5", "4", "2", "72.0"]


def test_many_criteria_share_a_column() -> None:
    names = [f"准则{n}" for n in range(8)]
    criteria = [{"name": name, "weight": "12.5%"} for name in names]
    block = screen(segment("a", "1亿元", "20%", score=None, scores=dict.fromkeys(names, "4")), criteria=criteria)
    assert faults(block) == []
    _, detail = tables(block)
    assert heads(detail) == ["细分市场", "各项评分", "得分"]
    assert cells(detail)[0][1].startswith("准则0 4、准则1 4、")
    assert plain_text(detail.note[0]).startswith("准则0（12.5%）、准则1（12.5%）")


@pytest.mark.parametrize(
    ("items", "fields", "code", "path", "told"),
    [
        (
            [segment("a", "1亿元", "14%", decision="主攻")],
            {},
            "PG006",
            ("items", 0, "decision"),
            {"growth": "14%", "screen": "15%"},
        ),
        (
            [segment("a", "1亿元", "7.5%", decision="培育")],
            {"screen": "8%"},
            "PG006",
            ("items", 0, "decision"),
            {"growth": "7.5%", "screen": "8%"},
        ),
        ([segment("a", "-1亿元", "1%")], {}, "PG006", ("items", 0, "size"), {"size": "-1亿元"}),
        ([segment("a", "0元", "1%")], {}, "PG006", ("items", 0, "size"), {"size": "0元"}),
        (
            [segment("a", "1亿元", "1%"), segment("b", "USD 1 million", "1%")],
            {},
            "PG006",
            ("items", 1, "size"),
            {"one": "1亿元", "other": "USD 1 million"},
        ),
        ([segment("a", "1亿元", "1%", sales="-2万元")], {}, "PG006", ("items", 0, "sales"), {"sales": "-2万元"}),
        (
            [segment("a", "1亿元", "1%", sales="1.1亿元")],
            {},
            "PG006",
            ("items", 0, "sales"),
            {"sales": "1.1亿元", "size": "1亿元"},
        ),
        ([segment("a", "1亿元", "1%", sales="USD 1")], {}, "PG006", ("items", 0, "sales"), {"other": "USD 1"}),
        ([segment("a", "1亿元", "1%", score="101")], {}, "PG006", ("items", 0, "score"), {"score": "101"}),
        ([segment("a", "1亿元", "1%", score="-1")], {}, "PG006", ("items", 0, "score"), {"score": "-1"}),
        ([segment("a", "1亿元", "1%", score="50%")], {}, "PG006", ("items", 0, "score"), {"score": "50%"}),
        ([segment("a", "1亿元", "1%", score=None)], {}, "PG007", ("items", 0), {"name": "a类"}),
        ([scored("a", 1)], {}, "PG201", ("items", 0, "scores"), {"name": "a类"}),
        ([scored("a", 1, 1, 1, score="5")], {"criteria": CRITERIA}, "PG006", ("items", 0, "score"), {"name": "a类"}),
        ([scored("a", 1, 2)], {"criteria": CRITERIA}, "PG007", ("items", 0, "scores"), {"missing": "竞争"}),
        (
            [scored("a", 1, 2, 3, scores={"规模": "1", "匹配": "1", "竞争": "1", "匹配度": "2"})],
            {"criteria": CRITERIA},
            "PG201",
            ("items", 0, "scores", "匹配度"),
            {"near": "匹配"},
        ),
        (
            [scored("a", 1, 2)],
            {"criteria": [CRITERIA[0], {"name": "匹配", "weight": "70%"}]},
            "PG401",
            ("criteria", 1, "weight"),
            {"total": "90%", "weights": "规模 20%, 匹配 70%"},
        ),
        (
            [segment("a", "1亿元", "1%"), segment("a", "1亿元", "1%") | {"name": "乙"}],
            {},
            "PG202",
            ("items", 1, "id"),
            {"identifier": "a"},
        ),
        (
            [segment("a", "1亿元", "1%"), segment("b", "1亿元", "1%") | {"name": "a类"}],
            {},
            "PG202",
            ("items", 1, "name"),
            {"identifier": "a类"},
        ),
        (
            [
                segment("a", "1亿元", "20%", decision="主攻", sales="1万元"),
                segment("b", "1亿元", "20%", decision="培育"),
            ],
            {},
            "PG007",
            ("items", 1),
            {"name": "b类", "others": "a类"},
        ),
        (
            [segment("a", "1亿元", "20%", decision="主攻")],
            {"indicator": {"id": "share", "name": "份额"}},
            "PG007",
            ("indicator",),
            {"name": "份额"},
        ),
    ],
)
def test_what_cannot_be_true(
    items: list[Any], fields: dict[str, Any], code: str, path: tuple[str | int, ...], told: dict[str, str]
) -> None:
    (fault,) = found(screen(*items, **fields))
    assert (fault.code, fault.path) == (code, path)
    assert {key: str(fault.values[key]) for key in told} == told
    said = fault.message + fault.hint
    assert all(f"{{{key}}}" in said for key in told)


def test_sales_outside_the_target_market_are_shown_and_not_added() -> None:
    block = screen(
        segment("a", "2亿元", "20%", decision="主攻", sales="1亿元"), segment("b", "1亿元", "1%", sales="1亿元")
    )
    assert faults(block) == []
    assert (texts(block)["share"], texts(block)["b.share"]) == ("50.0%", "100.0%")


def test_the_share_is_the_baseline_of_an_indicator() -> None:
    indicator = {"id": "segment_share", "name": "细分市场份额"}
    (measure,) = screen(*APPAREL, indicator=indicator).measures()
    assert (measure.id, measure.name, measure.computed) == ("segment_share", "细分市场份额", True)
    figure, path = measure.figures["baseline"]
    assert (figure, path) == (Quantity(Decimal("0.6"), "%"), ("indicator", "id"))
    assert list(screen(*APPAREL).measures()) == []
    almost = segment("a", "1亿元", "20%", decision="主攻", sales="64.99999万元")
    (measure,) = screen(almost, indicator=indicator).measures()
    assert measure.figures["baseline"][0].text == "0.6499%"  # so that it rounds to 0.6 %, as it would uncut


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0.0%"),
        ("0.6", "0.6%"),
        ("0.649", "0.65%"),
        ("0.995", "1.0%"),
        ("0.0064", "0.0064%"),
        ("0.00000001", "0.0%"),
        ("1", "1.0%"),
        ("12.345", "12.3%"),
        ("99.96", "100.0%"),
    ],
)
def test_shares_are_shown_as_finely_as_they_are_small(share: str, text: str) -> None:
    assert share_figure(Decimal(share)).text == text


def test_amounts_are_added_in_the_largest_unit_among_them() -> None:
    usd = [Quantity(Decimal(5), "USD billion"), Quantity(Decimal(300), "USD million")]
    assert sum_of(usd) == Quantity(Decimal("5.3"), "USD billion")
    assert sum_of([]) is None
    assert sum_of([*usd, Quantity(Decimal(1), "元")]) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.integers(-20, 60), st.integers(1, 99)),
        min_size=1,
        max_size=12,
    )
)
def test_order_and_scores_hold_for_every_screen(rows: list[tuple[int, ...]]) -> None:
    items = [
        scored(
            f"s{n}", *row[:3], growth=f"{row[3]}%", size=f"{row[4]}亿元", decision="主攻" if row[3] >= 15 else "退出"
        )
        for n, row in enumerate(rows)
    ]
    block = screen(*items, criteria=CRITERIA)
    assert faults(block) == []
    scores = {item.id: block.score(item) for item in block.items}
    lowest, highest = [20 * min(row[:3]) for row in rows], [20 * max(row[:3]) for row in rows]
    for low, score, high in zip(lowest, scores.values(), highest, strict=True):
        assert score is not None
        assert low <= score <= high
    ranked = block.ranked()
    keys = [(scores[item.id], item.growth, item.size.base) for item in ranked]
    assert keys == sorted(keys, reverse=True)
    assert {item.id for item in ranked} == {f"s{n}" for n, row in enumerate(rows) if row[3] >= 15}
    whole = sum(row[4] for row in rows if row[3] >= 15)
    assert texts(block).get("target_size") == (f"{whole:,}亿元" if whole else None)


def test_english_words() -> None:
    table = tables(screen(*APPAREL), BlockPlace("c.s.t", "en"))[0]
    assert heads(table)[0] == "Priority"
    assert cells(table)[0][-1] == "lead"
