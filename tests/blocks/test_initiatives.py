"""Initiatives: score, rank, money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.delivery.initiatives import Initiatives
from plangen.doctree import plain_text
from plangen.quantities import Quantity
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def item(name: str, value: int = 3, difficulty: int = 3, **more: Any) -> dict[str, Any]:
    base = {"id": name, "name": f"举措{name}", "content": "内容", "value": str(value), "difficulty": str(difficulty)}
    return base | more


def initiatives(*items: dict[str, Any], **more: Any) -> Initiatives:
    return Initiatives.model_validate({"items": list(items)} | more)


# value x 70 % + (6 - difficulty) x 30 %, by hand:
#   I1 5/4: 3.5 + 0.6 = 4.1      I2 5/5: 3.5 + 0.3 = 3.8      I3 4/3: 2.8 + 0.9 = 3.7      I4 3/3: 2.1 + 0.9 = 3.0
PLAN = (
    item("I4", 3, 3, budget="700万元", owner="人力"),
    item("I2", 5, 5, budget="2,900万元", owner="供应链"),
    item("I3", 4, 3, budget="1,800万元", owner="电商"),
    item("I1", 5, 4, budget="2,600万元", owner="会员", after=["I4"], goals=["repurchase"]),
)


def test_initiatives_by_hand() -> None:
    block = initiatives(*PLAN, reserve="500万元", reserve_note="只用于补救")
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["排序", "举措", "价值/难度", "评分", "预算", "负责人"]
    assert cells(table) == [
        ["1", "I1 举措I1\n内容", "5/4", "4.1", "2,600万元", "会员"],
        ["2", "I2 举措I2\n内容", "5/5", "3.8", "2,900万元", "供应链"],
        ["3", "I3 举措I3\n内容", "4/3", "3.7", "1,800万元", "电商"],
        ["4", "I4 举措I4\n内容", "3/3", "3.0", "700万元", "人力"],
        ["", "风险储备\n只用于补救", "", "", "500万元", ""],
        ["", "合计", "", "", "8,500万元", ""],
    ]
    assert table.rows[-1].kind == "total"
    values = texts(block)
    assert {name: values[name] for name in ("count", "subtotal", "reserve", "total")} == {
        "count": "4",
        "subtotal": "8,000万元",
        "reserve": "500万元",
        "total": "8,500万元",
    }
    assert (values["I1.score"], values["I1.rank"], values["I1.budget"]) == ("4.1分", "1", "2,600万元")
    assert (values["I4.score"], values["I4.rank"]) == ("3.0分", "4")


def test_other_weights_change_the_order() -> None:
    """At 30 to 70 ease decides: I3 1.2 + 2.1 = 3.3, I4 0.9 + 2.1 = 3.0, I1 1.5 + 1.4 = 2.9, I2 1.5 + 0.7 = 2.2."""
    values = texts(initiatives(*PLAN, weights={"value": "30%", "ease": "70%"}))
    assert [values[f"I{n}.score"] for n in (3, 4, 1, 2)] == ["3.3分", "3.0分", "2.9分", "2.2分"]
    assert [values[f"I{n}.rank"] for n in (3, 4, 1, 2)] == ["1", "2", "3", "4"]


def test_scores_have_as_many_decimals_as_they_need() -> None:
    """3 x 66.6 % + 3 x 33.4 % = 3; 4 x 66.6 % + 3 x 33.4 % = 3.666."""
    block = initiatives(item("a"), item("b", 4), weights={"value": "66.6%", "ease": "33.4%"})
    assert [row[3] for row in cells(tables(block)[0])] == ["3.67", "3.00"]
    whole = initiatives(item("a"), item("b", 4), weights={"value": "100%", "ease": "0%"})
    assert [row[3] for row in cells(tables(whole)[0])] == ["4", "3"]
    assert texts(whole)["b.score"] == "4分"


def test_of_equal_ones_that_comes_first_which_more_wait_for() -> None:
    """c waits for b, b for a, and d for nothing: a holds up two, b one; d and c keep the editor's order."""
    block = initiatives(item("d"), item("c", after=["b"]), item("b", after=["a"]), item("a"), item("e", 4))
    assert [ranked.item.id for ranked in block.ranked()] == ["e", "a", "b", "d", "c"]
    assert [ranked.rank for ranked in block.ranked()] == [1, 2, 3, 4, 5]


def test_a_prerequisite_may_rank_below_what_waits_for_it() -> None:
    block = initiatives(item("a", 1), item("b", 5, after=["a"]))
    assert faults(block) == []
    assert [ranked.item.id for ranked in block.ranked()] == ["b", "a"]


def test_what_is_unknown_shows_as_a_dash_and_is_left_out_of_the_total() -> None:
    block = initiatives(item("a", budget="100万元"), item("b"))
    (table,) = tables(block)
    assert cells(table)[1][4:] == ["—", "—"]
    assert cells(table)[2][4] == "100万元"
    assert plain_text(table.note[0]).endswith("合计未含预算未定的1项举措。")
    values = texts(block)
    assert "total" not in values
    assert "subtotal" not in values
    assert "b.budget" not in values


def test_without_any_money_there_is_no_total_row() -> None:
    (table,) = tables(initiatives(item("a"), item("b")))
    assert [row.kind for row in table.rows] == ["body", "body"]
    assert "合计" not in plain_text(table.note[0])


def test_money_of_different_units_adds_up() -> None:
    """2,600万元 and 0.29亿元 are 5,500万元; together with 0.65亿元 they pass 1亿元."""
    first = initiatives(item("a", budget="2,600万元"), item("b", budget="0.29亿元"))
    assert texts(first)["total"] == "5,500万元"
    assert (
        texts(initiatives(*(item(n, budget=b) for n, b in (("a", "5,500万元"), ("b", "0.65亿元")))))["total"]
        == "1.2亿元"
    )

    far = initiatives(item("a", budget="USD 1"), item("b", budget="USD 999,999,999,999,999 billion"))
    assert texts(far)["total"] == "USD 999,999,999,999,999 billion"


def test_what_other_blocks_may_plan_too() -> None:
    block = initiatives(*PLAN, reserve="500万元")
    outlays = {(o.scope, o.key): (o.amount, o.path) for o in block.outlays()}
    assert outlays["initiative", "I1"] == (Quantity(Decimal(2600), "万元"), ("items", 3, "budget"))
    assert outlays["total", ""] == (Quantity(Decimal(8500), "万元"), ("reserve",))
    assert len(outlays) == 5
    assert "total" not in {outlay.scope for outlay in initiatives(*PLAN).outlays()}
    without = initiatives(item("a", budget="1万元"), item("b"), reserve="1万元")
    assert [(o.scope, o.key) for o in without.outlays()] == [("initiative", "a")]


@pytest.mark.parametrize(
    ("block", "code", "path"),
    [
        (initiatives(item("a"), weights={"value": "60%", "ease": "30%"}), "PG401", ("weights", "ease")),
        (initiatives(item("a"), item("a")), "PG202", ("items", 1, "id")),
        (initiatives(item("a", after=["b"])), "PG201", ("items", 0, "after", 0)),
        (initiatives(item("a", after=["a"])), "PG403", ("items", 0, "after", 0)),
        (initiatives(item("a", after=["b"]), item("b", after=["c", "a"])), "PG201", ("items", 1, "after", 0)),
        (initiatives(item("a", budget="-1万元")), "PG006", ("items", 0, "budget")),
        (initiatives(item("a"), reserve="-1万元"), "PG006", ("reserve",)),
        (initiatives(item("a", budget="1万元"), reserve="USD 1"), "PG006", ("reserve",)),
        (initiatives(item("a"), reserve_note="用途"), "PG007", ("reserve_note",)),
    ],
)
def test_what_cannot_be_true_is_found(block: Initiatives, code: str, path: tuple[Any, ...]) -> None:
    fault = found(block)[0]
    assert (fault.code, fault.path) == (code, path)
    assert block.values("zh")
    assert tables(block)
    list(block.outlays())


def test_a_sum_of_ninety_is_named_with_its_parts() -> None:
    (fault,) = found(initiatives(item("a"), weights={"value": "60%", "ease": "30%"}))
    assert fault.values == {"value": "60%", "ease": "30%", "total": "90%"}


def test_a_cycle_is_named_in_order() -> None:
    block = initiatives(item("a", after=["b"]), item("b", after=["a"]), item("c", after=["a"]))
    (fault,) = found(block)
    assert (fault.code, fault.values["chain"]) == ("PG403", "a → b → a")
    assert len(block.ranked()) == 3


def test_the_chart_shows_what_a_score_is_made_of() -> None:
    (chart,) = charts(initiatives(*PLAN))
    assert (chart.id, chart.kind, chart.lying) == ("chapter.section.slot.scores", "stacked", True)
    assert (chart.unit, chart.places) == ("分", 1)
    assert chart.categories == ("I1 举措I1", "I2 举措I2", "I3 举措I3", "I4 举措I4")
    value, ease = chart.series
    assert (value.name, ease.name) == ("价值得分（70%）", "难易得分（30%）")
    assert value.values == (Decimal("3.5"), Decimal("3.5"), Decimal("2.8"), Decimal("2.1"))
    assert ease.values == (Decimal("0.6"), Decimal("0.3"), Decimal("0.9"), Decimal("0.9"))
    assert charts(initiatives(item("a"))) == []


def test_the_note_says_how_a_score_comes_about() -> None:
    (both,) = tables(initiatives(item("a"), weights={"value": "70%", "ease": "30%"}))
    assert plain_text(both.note[0]).startswith("评分＝价值×70%＋（6－难度）×30%，")
    (value_only,) = tables(initiatives(item("a"), weights={"value": "100%", "ease": "0%"}))
    assert plain_text(value_only.note[0]).startswith("评分即价值，")
    assert "0%" not in plain_text(value_only.note[0])  # no term that counts for nothing


def test_a_weight_of_nothing_draws_nothing() -> None:
    (chart,) = charts(initiatives(item("a", 2), item("b", 4), weights={"value": "100%", "ease": "0%"}))
    assert chart.kind == "bars"
    assert [(series.name, series.values) for series in chart.series] == [("价值得分（100%）", (Decimal(4), Decimal(2)))]
    assert chart.note == ()
    assert charts(initiatives(item("a"), item("b"), weights={"value": "0%", "ease": "0%"})) == []


def test_the_chart_of_many_shows_the_first() -> None:
    (chart,) = charts(initiatives(*(item(f"x{n}", 1 + n % 5) for n in range(40))))
    assert len(chart.categories) == 24
    assert plain_text(chart.note[0]).endswith("共40项，图中为前24项。")


RATINGS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=12)


@given(RATINGS, st.integers(0, 100))
def test_scores_lie_between_one_and_five_and_the_order_follows_them(ratings: list[tuple[int, int]], share: int) -> None:
    weights = {"value": f"{share}%", "ease": f"{100 - share}%"}
    block = initiatives(*(item(f"x{n}", v, d) for n, (v, d) in enumerate(ratings)), weights=weights)
    scores = [ranked.score for ranked in block.ranked()]
    assert scores == sorted(scores, reverse=True)
    assert all(1 <= score <= 5 for score in scores)
    # an initiative that is at least as valuable and at least as easy as another never has the lower score
    for one in block.items:
        for other in block.items:
            if one.value >= other.value and one.difficulty <= other.difficulty:
                assert block.score(one) >= block.score(other)
    (chart,) = charts(block) or [None]
    if chart is not None:
        parts = zip(*(series.values for series in chart.series), strict=True)
        assert [sum(filter(None, pair), Decimal(0)) for pair in parts] == scores


@given(st.lists(st.sets(st.integers(0, 7), max_size=3), min_size=1, max_size=8))
def test_among_equals_nothing_stands_before_what_it_waits_for(after: list[set[int]]) -> None:
    items = [item(f"x{n}", after=[f"x{other}" for other in others if other < n]) for n, others in enumerate(after)]
    ranks = {ranked.item.id: ranked.rank for ranked in initiatives(*reversed(items)).ranked()}
    for given_item in items:
        assert all(ranks[other] < ranks[given_item["id"]] for other in given_item["after"])


def test_a_chain_of_five_hundred() -> None:
    items = [item(f"x{n}", after=[f"x{n - 1}"] if n else [], budget="1万元") for n in range(500)]
    block = initiatives(*reversed(items))
    assert faults(block) == []
    assert [ranked.item.id for ranked in block.ranked()] == [f"x{n}" for n in range(500)]
    assert texts(block)["total"] == "500万元"
