"""The supplier scorecard against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.governance.supplier_scorecard import SupplierScorecard
from plangen.doctree import plain_text
from tests.blocks.reading import HERE, cells, charts, faults, found, heads, said, tables, texts

# Weights of a quarter, a quarter and a half.
CRITERIA = [
    {"id": "quality", "name": "质量", "weight": "25%", "measure": "合格率", "standard": "97%"},
    {"id": "delivery", "name": "交付", "weight": "25%", "measure": "到仓率", "consequence": "减量"},
    {"id": "cost", "name": "成本", "weight": "50%", "measure": "偏离"},
]
COLLABORATION = [
    {"dimension": dimension, "mechanism": f"{dimension}机制", "measure": "衡量", "owner": "甲"}
    for dimension in ("责任", "信息", "风险", "利益")
]


def supplier(identifier: str, share: str, scores: tuple[str, str, str], **changes: Any) -> dict[str, Any]:
    rated = dict(zip(("quality", "delivery", "cost"), scores, strict=True))
    base = {"id": identifier, "name": f"供应商{identifier}", "category": "针织", "share": share, "scores": rated}
    return base | changes


def scorecard(*suppliers: dict[str, Any], **changes: Any) -> SupplierScorecard:
    base: dict[str, Any] = {"criteria": CRITERIA, "suppliers": list(suppliers), "collaboration": COLLABORATION}
    return SupplierScorecard.model_validate(base | changes)


def test_scores_grades_and_order_by_hand() -> None:
    block = scorecard(
        supplier("c", "10%", ("60", "70", "72"), trend="下降", note="限期整改"),  # 15 + 17.5 + 36 = 68.5 -> C
        supplier("b", "9.5%", ("90", "70", "80"), alternatives="2"),  # 22.5 + 17.5 + 40 = 80 -> B
        supplier("a", "8%", ("95分", "85", "80"), category="面料", sole_source="true"),  # 23.75 + 21.25 + 40 = 85 -> A
        supplier("d", "7%", ("80", "80", "80"), category="辅料"),  # 80 -> B, after b, which stands first
    )
    assert faults(block) == []
    criteria, ranking, collaboration = tables(block)
    assert [table.id for table in (criteria, ranking, collaboration)] == [
        *(HERE.path, f"{HERE.path}.ranking", f"{HERE.path}.collaboration")
    ]
    assert heads(criteria) == ["评价维度", "权重", "衡量指标", "达标线", "不达标处置"]
    assert cells(criteria) == [
        ["质量", "25%", "合格率", "97%", "—"],
        ["交付", "25%", "到仓率", "—", "减量"],
        ["成本", "50%", "偏离", "—", "—"],
        ["合计", "100%", "加权得分", "", ""],
    ]
    assert criteria.rows[-1].kind == "total"
    assert plain_text(criteria.note[0]) == ("加权得分85分及以上为A级，70分及以上、不足85分为B级，不足70分为C级。")
    assert cells(ranking) == [
        ["1", "供应商a\n（面料）", "8%", "85.0", "A级", "成本 80", "单一来源", ""],
        ["2", "供应商b\n（针织）", "9.5%", "80.0", "B级", "交付 70", "备用2家", ""],
        ["3", "供应商d\n（辅料）", "7%", "80.0", "B级", "质量 80", "同类仅此一家", ""],
        ["4", "供应商c\n（针织）", "10%", "68.5", "C级", "质量 60", "多来源", "下降\n限期整改"],
    ]
    assert [row.cells[4].tone for row in ranking.rows] == ["good", "warn", "warn", "bad"]
    assert [row.cells[6].tone for row in ranking.rows] == ["bad", "good", "warn", "good"]
    assert plain_text(ranking.note[0]) == "C级：供应商c。单一来源：供应商a。所列同类供应商仅一家：供应商d。"
    assert [row[0] for row in cells(collaboration)] == ["信息", "风险", "利益", "责任"]
    (chart,) = charts(block)
    assert (chart.kind, chart.lying, chart.unit, chart.id) == ("bars", True, "分", f"{HERE.path}.scores")
    assert chart.categories == ("供应商a", "供应商b", "供应商d", "供应商c")
    assert chart.series[0].values == (Decimal("85.0"), Decimal("80.0"), Decimal("80.0"), Decimal("68.5"))
    values = texts(block)
    assert (values["a.score"], values["a.grade"], values["b.share"]) == ("85.0分", "A", "9.5%")
    assert {key: values[key] for key in values if key.startswith("count")} == {
        "count": "4",
        "count_A": "1",
        "count_B": "2",
        "count_C": "1",
        "count_sole": "1",
    }
    assert texts(block, "en")["a.score"] == "85.0 points"


def test_a_grade_goes_by_the_score_that_is_shown() -> None:
    # 0.25 x 84.9 + 0.25 x 84.9 + 0.5 x 85 = 84.95, shown as 85.0
    block = scorecard(supplier("a", "1%", ("84.9", "84.9", "85")))
    assert (texts(block)["a.score"], texts(block)["a.grade"]) == ("85.0分", "A")


def test_without_suppliers_there_are_criteria_and_collaboration() -> None:
    block = scorecard()
    assert faults(block) == []
    assert [table.id for table in tables(block)] == [HERE.path, f"{HERE.path}.collaboration"]
    assert charts(block) == []
    assert charts(scorecard(supplier("a", "1%", ("1", "1", "1")))) == []  # one bar compares nothing


def test_weights_make_the_whole() -> None:
    short = [CRITERIA[0] | {"weight": "15%"}, *CRITERIA[1:]]
    block = scorecard(supplier("a", "1%", ("90", "90", "90")), criteria=short)
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG401", ("criteria", 2, "weight"))
    assert said(fault) == (
        "weights sum to 90%, not 100% / change the weights (质量 15%, 交付 25%, 成本 50%) so that they add up to 100%"
    )
    assert texts(block)["a.score"] == "90.0分"  # over the weights there are


@pytest.mark.parametrize(("high", "low"), [("70", "70"), ("60", "70")])
def test_grade_a_begins_above_b(high: str, low: str) -> None:
    (fault,) = found(scorecard(grades={"A": high, "B": low}))
    assert (fault.code, fault.path) == ("PG006", ("grades", "A"))
    assert f"grade A begins at {high}, grade B at {low}" in said(fault)


def test_scores_belong_to_the_criteria() -> None:
    wrong = supplier("a", "1%", ("90", "90", "90"))
    wrong["scores"] = {"qualty": "90", "speed": "80", "cost": "70"}
    block = scorecard(wrong)
    misspelt, unknown, missing = found(block)
    assert (misspelt.code, misspelt.path, misspelt.key) == ("PG201", ("suppliers", 0, "scores", "qualty"), True)
    assert said(misspelt) == "criteria: does not list qualty / did you mean quality?"
    assert said(unknown) == "criteria: does not list speed / known here: quality, delivery, cost"
    # quality is what qualty stands for; it is not reported a second time
    assert (missing.code, missing.path) == ("PG007", ("suppliers", 0, "scores"))
    assert said(missing) == "供应商a has no score for 交付 / add to scores: delivery"
    assert texts(block)["a.score"] == "70.0分"
    assert tables(block)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ("101", "101 lies off the scale; a score has to be between 0 and 100"),
        ("-1", "-1 lies off the scale; a score has to be between 0 and 100"),
        ("90%", "90% is not a score"),
    ],
)
def test_a_score_off_the_scale_is_told_plainly(score: str, words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        scorecard(supplier("a", "1%", (score, "1", "1")))
    error = raised.value.errors()[0]
    assert error["loc"] == ("suppliers", 0, "scores", "quality")
    assert error["ctx"]["message"].format(**error["ctx"]["values"]) == words


@pytest.mark.parametrize(("sole", "alternatives"), [("true", "1"), ("false", "0")])
def test_a_sole_source_has_no_alternatives(sole: str, alternatives: str) -> None:
    block = scorecard(supplier("a", "1%", ("1", "1", "1"), sole_source=sole, alternatives=alternatives))
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("suppliers", 0, "sole_source"))
    assert f"sole_source is {sole}, but alternatives is {alternatives}" in said(fault)


def test_no_alternatives_are_a_sole_source() -> None:
    rated = ("80", "80", "80")
    block = scorecard(supplier("a", "1%", rated, alternatives="0"), supplier("b", "1%", rated, sole_source="false"))
    assert faults(block) == []
    assert texts(block)["count_sole"] == "1"
    assert [row[6] for row in cells(tables(block)[1])] == ["单一来源", "多来源"]


FIVE = [supplier(f"s{n}", share, ("80", "80", "80")) for n, share in enumerate(("12.4%", "10.6%", "9%", "8%", "6%"))]
CONCENTRATION = {"top": "5", "baseline": "46%", "target": "38%"}


def test_concentration_by_hand() -> None:
    # 12.4 + 10.6 + 9 + 8 + 6 = 46; the sixth is not among the five largest
    named = CONCENTRATION | {"name": "前五大占比"}
    block = scorecard(*FIVE, supplier("x", "5%", ("80", "80", "80")), concentration=named)
    assert faults(block) == []
    values = texts(block)
    assert [values[f"concentration.{role}"] for role in ("baseline", "current", "target")] == ["46%", "46%", "38%"]
    assert "前五大占比目标为38%，基期为46%。" in plain_text(tables(block)[0].note[0])
    assert "所列前5大供应商合计占采购额的46%。" in plain_text(tables(block)[1].note[0])
    (measure,) = block.measures()
    assert (measure.name, {role: figure.text for role, (figure, _) in measure.figures.items()}) == (
        "前五大占比",
        {"baseline": "46%", "target": "38%"},
    )
    assert list(scorecard(*FIVE, concentration=CONCENTRATION).measures()) == []  # prose cannot name it


@pytest.mark.parametrize("stated", ["45%", "47%", "46.1%"])
def test_a_concentration_that_its_own_list_contradicts(stated: str) -> None:
    block = scorecard(*FIVE, concentration=CONCENTRATION | {"baseline": stated})
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("concentration", "baseline"))
    assert f"the 5 largest suppliers have {stated}, but those listed have 46%" in said(fault)


def test_the_list_is_held_against_the_latest_figure() -> None:
    later = CONCENTRATION | {"baseline": "50%", "current": "46%"}
    block = scorecard(*FIVE, concentration=later)
    assert faults(block) == []
    assert texts(block)["concentration.current"] == "46%"
    (fault,) = found(scorecard(*FIVE, concentration=later | {"current": "44%"}))
    assert fault.path == ("concentration", "current")


def test_a_short_list_contradicts_only_what_it_exceeds() -> None:
    few = FIVE[:2]  # 23 %
    assert faults(scorecard(*few, concentration=CONCENTRATION)) == []
    assert texts(scorecard(*few, concentration=CONCENTRATION))["concentration.current"] == "46%"
    (fault,) = found(scorecard(*few, concentration=CONCENTRATION | {"baseline": "20%"}))
    assert (fault.code, fault.path) == ("PG006", ("concentration", "baseline"))
    assert "the 5 largest suppliers have 20%, but the 2 listed have 23%" in said(fault)


def test_a_rounded_concentration_is_no_contradiction() -> None:
    rated = ("80", "80", "80")
    pair = [supplier("a", "30.26%", rated), supplier("b", "15.9%", rated)]  # 46.16
    assert faults(scorecard(*pair, concentration={"top": "2", "baseline": "46.2%", "target": "38%"})) == []
    assert faults(scorecard(*pair, concentration={"top": "2", "baseline": "46.1%", "target": "38%"})) == ["PG006"]


def test_shares_are_parts_of_one_whole_and_a_target_differs() -> None:
    rated = ("80", "80", "80")
    block = scorecard(supplier("a", "60%", rated), supplier("b", "40.1%", rated))
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG401", ("suppliers", 1, "share"))
    assert "sum to 100.1%" in said(fault)
    (fault,) = found(scorecard(concentration=CONCENTRATION | {"target": "46%"}))
    assert (fault.code, fault.path) == ("PG006", ("concentration", "target"))
    assert "equals its baseline, 46%" in said(fault)


@pytest.mark.parametrize("absent", range(4))
def test_collaboration_has_four_dimensions(absent: int) -> None:
    kept = [entry for number, entry in enumerate(COLLABORATION) if number != absent]
    (fault,) = found(scorecard(collaboration=kept))
    assert (fault.code, fault.path) == ("PG007", ("collaboration",))
    assert f"no entry is about {COLLABORATION[absent]['dimension']} /" in said(fault)


def test_names_and_ids_stand_once() -> None:
    rated = ("80", "80", "80")
    twice = supplier("a", "1%", rated)
    assert faults(scorecard(twice, twice)) == ["PG202", "PG202"]
    assert faults(scorecard(criteria=[CRITERIA[0] | {"weight": "50%"}, CRITERIA[0] | {"weight": "50%"}])) == ["PG202"]


def test_a_chart_shows_at_most_24_suppliers() -> None:
    many = [supplier(f"s{n}", f"{n / 10}%", (str(n), str(n), str(n))) for n in range(1, 31)]
    (chart,) = charts(scorecard(*many))
    assert len(chart.categories) == 24
    assert (chart.categories[0], chart.categories[-1]) == ("供应商s30", "供应商s7")
    assert plain_text(chart.note[0]) == "按采购占比列出前24家。"


@given(
    st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=1, max_size=12),
    st.integers(1, 98),
)
def test_a_score_lies_between_the_lowest_and_the_highest(ratings: list[tuple[int, int, int]], weight: int) -> None:
    criteria = [one | {"weight": f"{w}%"} for one, w in zip(CRITERIA, (weight, 1, 99 - weight), strict=True)]
    made = [supplier(f"s{n}", "1%", (str(q), str(d), str(c))) for n, (q, d, c) in enumerate(ratings)]
    block = scorecard(*made, criteria=criteria)
    assert faults(block) == []
    ranked = block.ranked()
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    for one, score in ranked:
        own = [points.number for points in one.scores.values()]
        assert min(own) <= score <= max(own)
    counts = texts(block)
    assert sum(int(counts[f"count_{grade}"]) for grade in "ABC") == len(ratings)
