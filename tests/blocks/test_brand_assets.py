"""Brand assets: what they are measured by and how strong they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from plangen.blocks.market.brand_assets import BrandAssets
from plangen.doctree import plain_text
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def asset(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "asset": f"资产{name}", "status": "现状", "action": "举措", "measure": f"指标{name}"} | changes


def assets(*items: dict[str, Any], **fields: Any) -> BrandAssets:
    return BrandAssets.model_validate({"items": list(items)} | fields)


def test_brand_assets_by_hand() -> None:
    block = assets(
        asset("a", baseline="29.0%", target="38.0%", rating="3", target_rating="4", owner="品牌中心"),
        asset("b", baseline="96元", target="88元", rating="2"),
        asset("c"),
        note="评分为估计。",
    )
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["品牌资产", "现状", "协同举措", "衡量指标", "强度评分", "负责人"]
    # 88 / 96 − 1 = −8.33 %
    assert [row[3:] for row in cells(table)] == [
        ["指标a\n29.0% → 38.0%\n+9.0个百分点", "3 → 4", "品牌中心"],
        ["指标b\n96元 → 88元\n-8.3%", "2", "—"],
        ["指标c", "—", "—"],
    ]
    assert plain_text(table.note[0]).endswith("5分最强。评分为估计。")
    assert texts(block) == {
        "count": "3",
        "a.baseline": "29.0%",
        "a.target": "38.0%",
        "a.change": "+9.0个百分点",
        "a.rating": "3分",
        "a.target_rating": "4分",
        "b.baseline": "96元",
        "b.target": "88元",
        "b.change": "-8.3%",
        "b.rating": "2分",
    }
    assert [measure.name for measure in block.measures()] == ["指标a", "指标b"]
    assert next(block.measures()).figures["target"][1] == ("items", 0, "target")


def test_columns_that_nobody_fills_are_left_out() -> None:
    (table,) = tables(assets(asset("a")))
    assert heads(table) == ["品牌资产", "现状", "协同举措", "衡量指标"]
    assert table.note == ()


def test_ratings_are_drawn_from_three_assets_on() -> None:
    rated = [asset(name, rating=rating, target_rating="5") for name, rating in zip("abc", "123", strict=True)]
    (chart,) = charts(assets(*rated, asset("d")))
    assert (chart.kind, chart.unit, chart.categories) == ("radar", "分", ("资产a", "资产b", "资产c"))
    assert [(series.name, series.values) for series in chart.series] == [
        ("现状", (Decimal(1), Decimal(2), Decimal(3))),
        ("目标", (Decimal(5),) * 3),
    ]
    (chart,) = charts(assets(*rated, asset("d", rating="4")))
    assert [series.name for series in chart.series] == ["现状"]
    assert charts(assets(*rated[:2], asset("d"))) == []
    (chart,) = charts(assets(*(asset(f"x{n}", rating="3") for n in range(30))))
    assert len(chart.categories) == 24
    assert "另有6项" in plain_text(chart.note[0])


@pytest.mark.parametrize(
    ("changes", "code", "path", "told"),
    [
        ({"baseline": "1%"}, "PG007", ("items", 0), {"name": "资产a", "field": "target"}),
        ({"target": "1%"}, "PG007", ("items", 0), {"name": "资产a", "field": "baseline"}),
        ({"baseline": "1%", "target": "2分"}, "PG006", ("items", 0, "target"), {"one": "1%", "other": "2分"}),
        ({"baseline": "1%", "target": "1%"}, "PG006", ("items", 0, "target"), {"one": "1%"}),
        ({"target_rating": "4"}, "PG007", ("items", 0), {"name": "资产a", "field": "rating"}),
        (
            {"rating": "4", "target_rating": "3"},
            "PG006",
            ("items", 0, "target_rating"),
            {"target": "3", "rating": "4"},
        ),
        ({"id": "b"}, "PG202", ("items", 1, "id"), {"identifier": "b"}),
        ({"asset": "资产b"}, "PG202", ("items", 1, "asset"), {"identifier": "资产b"}),
    ],
)
def test_what_cannot_be_true(
    changes: dict[str, Any], code: str, path: tuple[str | int, ...], told: dict[str, str]
) -> None:
    block = assets(asset("a") | changes, asset("b"))
    (fault,) = found(block)
    assert (fault.code, fault.path) == (code, path)
    assert {key: str(fault.values[key]) for key in told} == told
    assert all(f"{{{key}}}" in fault.message + fault.hint for key in told)
    assert tables(block)


def test_to_hold_a_rating_is_no_fault() -> None:
    assert faults(assets(asset("a", rating="4", target_rating="4"))) == []
