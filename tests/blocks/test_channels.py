"""The channel mix against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.market.channels import Channels
from plangen.doctree import plain_text
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts


def channel(name: str, baseline: str, target: str, **changes: Any) -> dict[str, Any]:
    base = {"id": name, "name": f"{name}渠道", "role": "成交", "baseline": baseline, "target": target, "owner": "甲"}
    return base | changes


def mix(*items: dict[str, Any], **fields: Any) -> Channels:
    return Channels.model_validate({"items": list(items)} | fields)


GROUPS = [{"id": "online", "name": "线上"}, {"id": "offline", "name": "线下"}]
# The channels of the demonstration plan: 30 + 9 + 6 = 45 % online, 24 + 20 + 9 = 53 %.
APPAREL = [
    channel("store", "34.0%", "30.0%", group="offline"),
    channel("shelf", "30.0%", "24.0%", group="online"),
    channel("content", "9.0%", "20.0%", group="online"),
    channel("own", "6.0%", "9.0%", group="online"),
    channel("partner", "21.0%", "17.0%", group="offline"),
]
REVENUE = {"baseline": "18.60亿元", "target": "236,000万元"}


def test_a_channel_mix_by_hand() -> None:
    block = mix(*APPAREL, groups=GROUPS, revenue=REVENUE, note="口径。")
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["渠道", "渠道角色", "基期占比", "目标占比", "变化", "负责人"]
    rows = {row[0]: row[2:5] for row in cells(table)}
    assert list(rows) == [
        *("shelf渠道", "content渠道", "own渠道", "线上小计", "store渠道", "partner渠道", "线下小计", "合计")
    ]
    # 18.60 × 9 % = 1.674, 23.60 × 20 % = 4.72, the difference 3.046; 18.60 × 45 % = 8.37, 23.60 × 53 % = 12.508
    assert rows["content渠道"] == ["9.0%\n1.67亿元", "20.0%\n4.72亿元", "+11.0个百分点\n+3.05亿元"]
    assert rows["线上小计"] == ["45.0%\n8.37亿元", "53.0%\n12.51亿元", "+8.0个百分点\n+4.14亿元"]
    # 18.60 × 55 % = 10.23, 23.60 × 47 % = 11.092
    assert rows["线下小计"] == ["55.0%\n10.23亿元", "47.0%\n11.09亿元", "-8.0个百分点\n+0.86亿元"]
    assert rows["合计"] == ["100.0%\n18.60亿元", "100.0%\n23.60亿元", "—\n+5.00亿元"]
    assert [row.kind for row in table.rows] == ["body"] * 7 + ["total"]
    assert plain_text(table.note[0]).endswith("口径。")
    values = texts(block)
    assert [values[f"content.{name}"] for name in ("baseline", "target", "change", "target_amount")] == [
        *("9.0%", "20.0%", "+11.0个百分点", "4.72亿元")
    ]
    assert [values[f"online.{name}"] for name in ("baseline", "target", "baseline_amount", "amount_change")] == [
        *("45.0%", "53.0%", "8.37亿元", "+4.14亿元")
    ]
    assert not any("contribution" in name for name in values)


def test_shares_are_the_measures_that_indicators_of_them_are() -> None:
    measures = {measure.id: measure for measure in mix(*APPAREL, groups=GROUPS, revenue=REVENUE).measures()}
    content, online = measures["content_share"], measures["online_share"]
    assert (content.name, content.computed) == ("content渠道收入占比", False)
    assert content.figures["target"][1] == ("items", 2, "target")
    assert (online.name, online.computed) == ("线上收入占比", True)
    assert [figure.text for figure, _ in online.figures.values()] == ["45.0%", "53.0%"]
    assert online.figures["baseline"][1] == ("groups", 0, "id")
    assert "12.51亿元" in online.words
    assert "content" not in measures
    store, _ = mix(channel("a", "50%", "60%") | {"name": "Stores"}, channel("b", "50%", "40%")).measures()
    assert store.name == "Stores share of revenue"


def test_the_contribution_of_the_mix_by_hand() -> None:
    block = mix(
        channel("a", "60%", "40%", margin="50%", cost_ratio="20%"),
        channel("b", "40%", "60%", margin="40%", cost_ratio="28%"),
    )
    (table,) = tables(block)
    # a: 30 %, b: 12 %; 0.6 × 30 + 0.4 × 12 = 22.8, 0.4 × 30 + 0.6 × 12 = 19.2
    assert [row[5] for row in cells(table)] == ["50%−20%=30%", "40%−28%=12%", "22.8% → 19.2%"]
    values = texts(block)
    assert (values["a.contribution"], values["baseline_contribution"], values["target_contribution"]) == (
        *("30%", "22.8%"),
        "19.2%",
    )
    partly = mix(channel("a", "60%", "40%", margin="50%", cost_ratio="20%"), channel("b", "40%", "60%", margin="40%"))
    assert [row[5] for row in cells(tables(partly)[0])] == ["50%−20%=30%", "—", "—"]
    assert "baseline_contribution" not in texts(partly)


def test_the_mix_is_drawn_as_two_lying_bars() -> None:
    (chart,) = charts(mix(*APPAREL, groups=GROUPS))
    assert (chart.kind, chart.lying, chart.unit, chart.places) == ("percent", True, "%", 1)
    assert (chart.id, chart.categories) == ("chapter.section.slot.mix", ("基期", "目标"))
    assert [series.name for series in chart.series] == [f"{c['id']}渠道" for c in APPAREL]
    assert charts(mix(channel("a", "100%", "100%"))) == []
    assert charts(mix(channel("a", "0%", "50%"), channel("b", "0%", "50%"))) == []


def test_the_smallest_of_many_channels_are_drawn_together() -> None:
    shares = [5, 20, 10, 10, 10, 10, 10, 10, 8, 7]
    (chart,) = charts(mix(*(channel(f"c{n}", "10%", f"{share}%") for n, share in enumerate(shares))))
    assert [series.name for series in chart.series] == [*(f"c{n}渠道" for n in range(1, 8)), "其他渠道"]
    assert chart.series[-1].values == (Decimal(30), Decimal(20))  # c0, c8, c9: 5 + 8 + 7
    assert "3个渠道" in plain_text(chart.note[0])


@pytest.mark.parametrize(
    ("items", "fields", "code", "path", "told"),
    [
        (
            [channel("a", "60%", "50%"), channel("b", "30%", "50%")],
            {},
            "PG401",
            ("items", 1, "baseline"),
            {"total": "90%", "shares": "a渠道 60%, b渠道 30%"},
        ),
        (
            [channel("a", "50%", "50%"), channel("b", "50%", "50.1%")],
            {},
            "PG401",
            ("items", 1, "target"),
            {"total": "100.1%", "shares": "a渠道 50%, b渠道 50.1%"},
        ),
        ([channel("a", "50%", "50%")] * 2, {}, "PG202", ("items", 1, "id"), {"identifier": "a"}),
        (
            [channel("a", "50%", "50%", group="x"), channel("b", "50%", "50%", group="onlin")],
            {"groups": [{"id": "online", "name": "线上"}, {"id": "x", "name": "他"}]},
            "PG201",
            ("items", 1, "group"),
            {"identifier": "onlin", "near": "online"},
        ),
        (
            [channel("a", "50%", "50%", group="online"), channel("b", "50%", "50%")],
            {"groups": GROUPS},
            "PG007",
            ("items", 1),
            {"name": "b渠道", "known": "online, offline"},
        ),
        (
            [channel("online", "100%", "100%", group="online")],
            {"groups": GROUPS[:1]},
            "PG202",
            ("groups", 0, "id"),
            {"identifier": "online"},
        ),
        (
            [channel("a", "100%", "100%")],
            {"revenue": {"baseline": "0元", "target": "1元"}},
            "PG006",
            ("revenue", "baseline"),
            {"amount": "0元"},
        ),
        (
            [channel("a", "100%", "100%")],
            {"revenue": {"baseline": "1元", "target": "USD 1"}},
            "PG006",
            ("revenue", "target"),
            {"one": "1元", "other": "USD 1"},
        ),
    ],
)
def test_what_cannot_be_true(
    items: list[Any], fields: dict[str, Any], code: str, path: tuple[str | int, ...], told: dict[str, str]
) -> None:
    fault, *others = found(mix(*items, **fields))
    assert (fault.code, fault.path) == (code, path)
    assert {key: str(fault.values[key]) for key in told} == told
    assert all(f"{{{key}}}" in fault.message + fault.hint for key in told)
    assert [other.path[-1] for other in others] == (["name"] if path[-1] == "id" and len(items) > 1 else [])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12), st.data())
def test_subtotals_add_up_whatever_the_groups(shares: list[tuple[int, int]], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from(["online", "offline"]), min_size=len(shares), max_size=len(shares)))
    items = [
        channel(f"c{n}", f"{one}%", f"{other}%", group=group)
        for n, ((one, other), group) in enumerate(zip(shares, groups, strict=True))
    ]
    block = mix(*items, groups=GROUPS)
    wrong = [sum(share[end] for share in shares) != 100 for end in (0, 1)]
    empty = ["PG201"] * (2 - len(set(groups)))  # a group without channels would not appear
    assert faults(block) == [*empty, *["PG401"] * sum(wrong)]
    total, sums = block.total(), block.sums()
    assert sums["online"] + sums["offline"] == total
    (table,) = tables(block)
    assert len(table.rows) == len(items) + len(set(groups)) + 1
