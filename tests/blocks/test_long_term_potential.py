"""Long-term potential against scores worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.performance.long_term_potential import LongTermPotential, rating
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from plangen.quantities import Quantity
from tests.blocks.reading import HERE, cells, charts, heads, tables, texts, told


def item(number: int, aspect: str, weight: str, score: str, target: str = "5", **changes: Any) -> dict[str, Any]:
    base = {"id": f"p{number}", "aspect": aspect, "name": f"评估项{number}", "evidence": "看记录", "owner": "甲"}
    return base | {"weight": weight, "score": score, "target": target} | changes


def potential(*items: dict[str, Any], **fields: Any) -> LongTermPotential:
    return LongTermPotential.model_validate({"items": list(items), **fields})


def five() -> list[dict[str, Any]]:
    return [
        item(1, "市场", "100%", "2.9", "3.5"),
        item(2, "能力", "60%", "2.5", "4"),
        item(3, "能力", "40%", "3.5", "4.5"),
        item(4, "组织", "25%", "4.2分", "4.8分"),
        item(5, "organisation", "75%", "4.0", "4.0"),
    ]


def test_bands_change_at_three_and_four() -> None:
    found = [rating(Decimal(score))[0] for score in ("1", "2.99", "3", "3.99", "4", "5")]
    assert found == ["weak", "weak", "usable", "usable", "solid", "solid"]


def test_scores_by_hand() -> None:
    block = potential(*five())
    assert told(block) == []
    values = texts(block)
    wanted = {
        "capability.score": "2.90分",  # 0.6 × 2.5 + 0.4 × 3.5
        "capability.target": "4.20分",  # 0.6 × 4 + 0.4 × 4.5
        "capability.rating": "薄弱",
        "organisation.score": "4.05分",  # 0.25 × 4.2 + 0.75 × 4
        "organisation.target": "4.20分",  # 0.25 × 4.8 + 0.75 × 4
        "organisation.rating": "稳固",
        "market.score": "2.90分",
        "market.rating": "薄弱",
        "overall.score": "3.28分",  # (2.90 + 4.05 + 2.90) / 3 = 3.283…
        "overall.target": "3.97分",  # (4.2 + 4.2 + 3.5) / 3 = 3.966…
        "overall.rating": "可用",
        "p3.score": "3.5分",
        "p4.target": "4.8分",
        "p4.rating": "稳固",
    }
    assert {key: values[key] for key in wanted} == wanted
    assert texts(block, "en")["overall.score"] == "3.28 points"
    assert block.values("zh")["p1.score"] == Quantity(Decimal("2.9"), "分")


def test_aspects_count_by_their_weights() -> None:
    block = potential(*five(), weights={"capability": "50%", "organisation": "30%", "market": "20%"})
    assert told(block) == []
    # 0.5 × 2.90 + 0.3 × 4.05 + 0.2 × 2.90 = 3.245
    assert texts(block)["overall.score"] == "3.25分"
    (table,) = tables(block)
    sums = [row[:2] for row, drawn in zip(cells(table), table.rows, strict=True) if drawn.kind == "total"]
    assert sums == [
        ["能力得分", "在综合得分中占50%"],
        ["组织得分", "在综合得分中占30%"],
        ["市场得分", "在综合得分中占20%"],
        ["综合得分", ""],
    ]
    assert "按各方面权重加权" in plain_text(table.note[0])


def test_a_score_that_is_shown_as_3_00_is_rated_as_3() -> None:
    # 0.995 × 3 + 0.005 × 2.9 = 2.9995
    entries = [item(1, "能力", "99.5%", "3"), item(2, "能力", "0.5%", "2.9"), *five()[3:], five()[0]]
    values = texts(potential(*entries))
    assert (values["capability.score"], values["capability.rating"]) == ("3.00分", "可用")


def test_a_table_by_hand() -> None:
    block = potential(*five(), note="每年十二月评定。")
    (table,) = tables(block, BlockPlace("a.b.c", "zh", "潜力评级"))
    assert heads(table) == ["评估项", "判断依据", "权重", "现评分", "目标分", "负责人"]
    assert cells(table) == [
        ["能力"],
        ["评估项2", "看记录", "60%", "2.5 薄弱", "4.0", "甲"],
        ["评估项3", "看记录", "40%", "3.5 可用", "4.5", "甲"],
        ["能力得分", "", "100%", "2.90 薄弱", "4.20", ""],
        ["组织"],
        ["评估项4", "看记录", "25%", "4.2 稳固", "4.8", "甲"],
        ["评估项5", "看记录", "75%", "4.0 稳固", "4.0", "甲"],
        ["组织得分", "", "100%", "4.05 稳固", "4.20", ""],
        ["市场"],
        ["评估项1", "看记录", "100%", "2.9 薄弱", "3.5", "甲"],
        ["市场得分", "", "100%", "2.90 薄弱", "3.50", ""],
        ["综合得分", "", "", "3.28 可用", "3.97", ""],
    ]
    assert [row.cells[3].tone for row in table.rows if row.kind == "body"] == ["bad", "warn", "good", "good", "bad"]
    assert [row.cells[3].tone for row in table.rows if row.kind == "total"] == ["bad", "good", "bad", "warn"]
    assert "综合得分为三方面的简单平均" in plain_text(table.note[0])
    assert plain_text(table.note[0]).endswith("每年十二月评定。")


def test_an_outlook_gets_a_column_when_any_entry_has_one() -> None:
    entries = five()
    entries[1]["outlook"] = "可向供应商输出"
    (table,) = tables(potential(*entries))
    assert heads(table)[5] == "规划期后展望"
    body = [row for row, drawn in zip(cells(table), table.rows, strict=True) if drawn.kind == "body"]
    assert [row[5] for row in body] == ["可向供应商输出", "—", "—", "—", "—"]


def test_the_radar_has_an_axis_for_each_entry_or_each_aspect_of_many() -> None:
    (radar,) = charts(potential(*five()))
    assert radar.id == f"{HERE.path}.radar"
    assert radar.categories == ("评估项2", "评估项3", "评估项4", "评估项5", "评估项1")
    assert [(s.name, tuple(map(str, s.values))) for s in radar.series] == [
        ("现评分", ("2.5", "3.5", "4.2", "4.0", "2.9")),
        ("目标分", ("4.0", "4.5", "4.8", "4.0", "3.5")),
    ]
    assert (radar.unit, radar.places) == ("分", 1)
    many = [item(n, aspect, "20%", "3") for n, aspect in enumerate(("能力", "组织", "市场") * 5)]
    (radar,) = charts(potential(*many))
    assert radar.categories == ("能力", "组织", "市场")
    assert charts(potential(*five()[:2])) == []


def test_weights_of_an_aspect_sum_to_100() -> None:
    entries = five()
    entries[2]["weight"] = "30%"
    ((code, path, message, hint),) = told(potential(*entries))
    assert (code, path) == ("PG401", ("items", 2, "weight"))
    assert message == "能力: the weights sum to 90%, not 100%"
    assert "评估项2 60%, 评估项3 30%" in hint
    # while they are being mended the score stays on its scale: (60 × 2.5 + 30 × 3.5) / 90 = 2.833…
    assert texts(potential(*entries))["capability.score"] == "2.83分"


def test_weights_of_the_aspects_sum_to_100() -> None:
    weights = {"capability": "50%", "organisation": "30%", "market": "30%"}
    ((code, path, message, hint),) = told(potential(*five(), weights=weights))
    assert (code, path) == ("PG401", ("weights", "market"))
    assert "110%" in message
    assert "能力 50%, 组织 30%, 市场 30%" in hint


def test_what_cannot_be_true_is_found_with_its_figures() -> None:
    block = potential(
        item(1, "能力", "100%", "3.5", "3.4"),
        item(1, "组织", "100%", "3", "4", id="overall"),
        item(1, "组织", "50%", "3", "4"),
    )
    found = [(code, path) for code, path, _, _ in told(block)]
    assert found == [
        ("PG202", ("items", 2, "id")),
        ("PG202", ("items", 1, "id")),
        ("PG006", ("items", 0, "target")),
        ("PG401", ("items", 2, "weight")),
        ("PG007", ("items",)),
    ]
    messages = {path: message for _, path, message, _ in told(block)}
    assert "3.4" in messages["items", 0, "target"]
    assert "3.5" in messages["items", 0, "target"]
    assert messages["items", 2, "weight"] == "组织: the weights sum to 150%, not 100%"
    assert messages["items",].endswith("市场")
    assert all(texts(block).values())
    assert len(block.lower(HERE)) == 2


@pytest.mark.parametrize("score", ["0.9", "5.1", "3.55", "4%", "-3", "三分", "3.5个"])
def test_what_is_no_score_is_refused(score: str) -> None:
    with pytest.raises(ValidationError):
        potential(item(1, "能力", "100%", score))


@pytest.mark.parametrize("weight", ["0%", "-10%", "101%", "50"])
def test_what_is_no_weight_is_refused(weight: str) -> None:
    with pytest.raises(ValidationError):
        potential(item(1, "能力", weight, "3"))


tenths = st.integers(min_value=10, max_value=50).map(lambda n: f"{Decimal(n) / 10}")


@given(st.lists(st.tuples(st.sampled_from(["能力", "组织", "市场"]), tenths, st.integers(1, 100)), min_size=1))
def test_a_weighted_score_lies_between_the_lowest_and_the_highest(entries: list[tuple[str, str, int]]) -> None:
    items = [item(n, aspect, f"{weight}%", score) for n, (aspect, score, weight) in enumerate(entries)]
    block = potential(*items)
    for name, (now, _) in block.scores().items():
        members = [i.score.number for i in block.items if name in (i.aspect, "overall")]
        assert min(members) <= now <= max(members)


def test_five_hundred_entries_stand_in_one_table() -> None:
    aspects = ("能力", "组织", "市场")
    block = potential(*(item(n, aspects[n % 3], "1%", "3") for n in range(500)))
    assert {code for code, *_ in told(block)} == {"PG401"}
    block.lower(HERE)
    texts(block)
