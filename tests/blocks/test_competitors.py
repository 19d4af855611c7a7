"""The comparison with competitors against a published matrix and values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.market.competitors import Competitors
from plangen.doctree import plain_text
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts

# David, "Strategic Management: Concepts and Cases", chapter 3: the competitive profile matrix of three cosmetics
# companies, with the totals 3.15, 3.25 and 2.80. Weight, then the ratings of Avon, L'Oréal and Procter & Gamble.
PUBLISHED = {
    "advertising": ("20%", 1, 4, 3),
    "quality": ("10%", 4, 4, 3),
    "price": ("10%", 3, 3, 4),
    "management": ("10%", 4, 3, 3),
    "finance": ("15%", 4, 3, 3),
    "loyalty": ("10%", 4, 4, 2),
    "expansion": ("20%", 4, 2, 2),
    "share": ("5%", 1, 4, 3),
}


def published() -> Competitors:
    criteria = [{"id": name, "name": name, "weight": row[0]} for name, row in PUBLISHED.items()]
    scores = [{name: str(row[n]) for name, row in PUBLISHED.items()} for n in (1, 2, 3)]
    items = [{"id": "loreal", "name": "L'Oréal", "scores": scores[1]}, {"id": "pg", "name": "P&G", "scores": scores[2]}]
    own = {"name": "Avon", "scores": scores[0]}
    return Competitors.model_validate({"criteria": criteria, "own": own, "items": items})


def test_a_published_competitive_profile_matrix() -> None:
    block = published()
    assert faults(block) == []
    values = texts(block)
    assert [values[f"{name}.score"] for name in ("own", "loreal", "pg")] == ["3.15分", "3.25分", "2.80分"]
    assert [values[f"{name}.rank"] for name in ("own", "loreal", "pg")] == ["2", "1", "3"]
    assert [values[f"{name}.gap"] for name in ("loreal", "pg")] == ["-0.10分", "+0.35分"]
    matrix, ranking = tables(block)
    assert heads(matrix) == ["关键成功因素", "权重", "Avon", "L'Oréal", "P&G"]
    assert cells(matrix)[0] == ["advertising", "20%", "1", "4▲", "3▲"]
    assert cells(matrix)[-1] == ["加权得分", "100%", "3.15", "3.25", "2.80"]
    assert [cell.tone for cell in matrix.rows[0].cells] == ["", "", "", "bad", "bad"]
    # L'Oréal leads by 3 in advertising (20 %) and in share (5 %): the heavier counts; Avon leads by 2 in expansion
    assert cells(ranking) == [
        ["1", "L'Oréal", "3.25", "-0.10", "advertising +3", "expansion +2"],
        ["2", "Avon", "3.15", "—", "—", "—"],
        ["3", "P&G", "2.80", "+0.35", "advertising +2", "expansion +2"],
    ]


CRITERIA = [{"id": c, "name": f"{c}项", "weight": w} for c, w in (("fit", "50%"), ("speed", "30%"), ("price", "20%"))]


def company(*scores: int | str, **changes: Any) -> dict[str, Any]:
    return {"scores": dict(zip(("fit", "speed", "price"), map(str, scores), strict=False))} | changes


def comparison(own: dict[str, Any], *items: dict[str, Any], **fields: Any) -> Competitors:
    named = [{"id": f"c{n}", "name": f"对手{n}"} | item for n, item in enumerate(items)]
    return Competitors.model_validate({"criteria": CRITERIA, "own": {"name": "我方"} | own, "items": named} | fields)


def test_equal_scores_share_a_rank() -> None:
    block = comparison(company(3, 3, 3), company(3, 3, 3), company(5, 5, 5), company(1, 1, 1))
    values = texts(block)
    assert [values[f"{name}.rank"] for name in ("c1", "own", "c0", "c2")] == ["1", "2", "2", "4"]
    assert values["c0.gap"] == "+0.00分"
    _, ranking = tables(block)
    assert [row[1] for row in cells(ranking)] == ["对手1", "我方", "对手0", "对手2"]
    assert cells(ranking)[2][4:6] == ["—", "—"]


def test_notes_get_a_column_where_there_are_any() -> None:
    _, plain = tables(comparison(company(3, 3, 3), company(3, 3, 2)))
    _, noted = tables(comparison(company(3, 3, 3), company(3, 3, 2, note="价格战"), note="估算。"))
    assert len(heads(plain)) == 6
    assert cells(noted)[1][6] == "价格战"


def test_the_profiles_are_drawn_of_the_strongest() -> None:
    block = comparison(company(3, 2, 4), *(company(n, n, n) for n in (1, 2, 3, 4, 5)))
    (chart,) = charts(block)
    assert (chart.kind, chart.unit, chart.categories) == ("radar", "分", ("fit项", "speed项", "price项"))
    assert [series.name for series in chart.series] == ["我方", "对手4", "对手3", "对手2"]
    assert chart.series[0].values == (Decimal(3), Decimal(2), Decimal(4))
    assert "另有2家" in plain_text(chart.note[0])
    two = [{"id": c, "name": c, "weight": "50%"} for c in ("fit", "speed")]
    assert charts(comparison(company(3, 2), company(1, 1), criteria=two)) == []


def test_the_matrix_takes_five_competitors_and_says_how_many_are_left() -> None:
    matrix, ranking, *_ = tables(comparison(company(3, 3, 3), *(company(1 + n % 5, 3, 3) for n in range(9))))
    assert len(heads(matrix)) == 8
    assert "另有4家" in plain_text(matrix.note[0])
    assert len(ranking.rows) == 10
    five, _ = tables(comparison(company(3, 3, 3), *(company(2, 3, 3) for _ in range(5))))[:2]
    assert "另有" not in plain_text(five.note[0])


def test_a_company_without_all_scores_is_not_ranked() -> None:
    block = comparison(company(3, 3), company(1, 2, 3), company(5, 5))
    assert sorted(faults(block)) == ["PG007", "PG007"]
    values = texts(block)
    assert "own.score" not in values
    assert "c0.gap" not in values
    matrix, ranking = tables(block)
    assert cells(matrix)[-1][2:] == ["—", "1.70", "—"]  # 0.5 × 1 + 0.3 × 2 + 0.2 × 3 = 1.7
    assert cells(ranking)[1][:4] == ["—", "我方", "—", "—"]
    assert charts(block) == []


@pytest.mark.parametrize(
    ("fields", "own", "items", "code", "path", "told"),
    [
        (
            {"criteria": [*CRITERIA[:2], {"id": "price", "name": "price项", "weight": "10%"}]},
            company(1, 1, 1),
            [company(1, 1, 1)],
            "PG401",
            ("criteria", 2, "weight"),
            {"total": "90%", "weights": "fit项 50%, speed项 30%, price项 10%"},
        ),
        ({}, company(1, 1), [company(1, 1, 1)], "PG007", ("own", "scores"), {"name": "我方", "missing": "price"}),
        (
            {},
            company(1, 1, 1),
            [company(1, 1, 1, scores={"fit": "1", "speed": "1", "price": "2", "sped": "3"})],
            "PG201",
            ("items", 0, "scores", "sped"),
            {"criterion": "sped", "near": "speed"},
        ),
        (
            {},
            company(1, 1, 1, scores={"fit": "1", "speed": "1", "price": "2", "服务": "3"}),
            [company(1, 1, 1)],
            "PG201",
            ("own", "scores", "服务"),
            {"criterion": "服务", "known": "fit, speed, price"},
        ),
        ({}, company(1, 1, 1), [company(1, 1, 1, id="own")], "PG202", ("items", 0, "id"), {}),
        (
            {},
            company(1, 1, 1),
            [company(1, 1, 1), company(1, 1, 1, name="我方")],
            "PG202",
            ("items", 1, "name"),
            {"name": "我方"},
        ),
        (
            {},
            company(1, 1, 1),
            [company(1, 1, 1, id="a"), company(1, 1, 1, id="a")],
            "PG202",
            ("items", 1, "id"),
            {"identifier": "a"},
        ),
        (
            {"criteria": [*CRITERIA[:2], {"id": "price", "name": "fit项", "weight": "20%"}]},
            company(1, 1, 1),
            [company(1, 1, 1)],
            "PG202",
            ("criteria", 2, "name"),
            {"identifier": "fit项"},
        ),
    ],
)
def test_what_cannot_be_true(
    fields: dict[str, Any],
    own: dict[str, Any],
    items: list[Any],
    code: str,
    path: tuple[str | int, ...],
    told: dict[str, str],
) -> None:
    block = comparison(own, *items, **fields)
    (fault,) = found(block)
    assert (fault.code, fault.path) == (code, path)
    assert {key: str(fault.values[key]) for key in told} == told
    assert all(f"{{{key}}}" in fault.message + fault.hint for key in told)
    assert tables(block)
    assert texts(block)


Profile = st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))


@given(Profile, st.lists(Profile, min_size=1, max_size=8))
def test_scores_stay_on_the_scale_and_ranks_follow_them(own: tuple[int, ...], others: list[tuple[int, ...]]) -> None:
    standings = comparison(company(*own), *(company(*other) for other in others)).standings()
    for one in standings:
        assert one.score is not None
        assert min(one.scores.values()) <= one.score <= max(one.scores.values())
        better = sum(other.score > one.score for other in standings if other.score is not None)
        assert one.rank == better + 1
    assert sum(one.is_own for one in standings) == 1
