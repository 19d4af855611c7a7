"""The technology capability mix."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.governance.capability_mix import CapabilityMix
from plangen.doctree import plain_text
from tests.blocks.reading import HERE, cells, charts, faults, found, heads, said, tables, texts


def capability(identifier: str, mode: str, **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"id": identifier, "capability": f"能力{identifier}", "mode": mode, "owner": "甲部"}
    if mode not in ("自研", "own"):
        base["partner_terms"] = "可导出"
    return base | changes


def mix(*items: dict[str, Any]) -> CapabilityMix:
    return CapabilityMix.model_validate({"items": list(items)})


def test_a_mix_by_hand() -> None:
    phases = [{"name": "一期", "date": "2026-11-30"}, {"name": "二期", "date": "2027-07-30"}]
    block = mix(
        capability("a", "自研", own_share="87.5%", online="2026-12-31"),
        capability("b", "联合", own_share="50%", phases=phases, exit="移交代码"),
        capability("c", "外购", online="2027-03-31"),
        capability("d", "partner"),
    )
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["技术能力", "建设方式", "负责人", "合作要求", "上线时间"]
    assert cells(table) == [
        ["能力a", "自研\n自有87.5%", "甲部", "—", "2026-12-31"],
        ["能力b", "联合\n自有50%", "甲部", "可导出\n退出：移交代码", "一期：2026-11-30\n二期：2027-07-30"],
        ["能力c", "外购", "甲部", "可导出", "2027-03-31"],
        ["能力d", "外购", "甲部", "可导出", "—"],
    ]
    assert plain_text(table.note[0]) == "共4项能力：自研1项、联合1项、外购2项。"
    (chart,) = charts(block)
    assert (chart.kind, chart.unit, chart.places, chart.id) == ("stacked", "%", 1, f"{HERE.path}.shares")
    assert [(series.name, series.values) for series in chart.series] == [
        ("自有", (Decimal("87.5"), Decimal(50))),
        ("外部", (Decimal("12.5"), Decimal(50))),
    ]
    assert texts(block) == {
        "count": "4",
        "count_own": "1",
        "count_joint": "1",
        "count_partner": "2",
        "own_share": "25%",
        "a.own_share": "87.5%",
        "a.online": "2026年12月31日",
        "b.own_share": "50%",
        "b.一期": "2026年11月30日",
        "b.二期": "2027年7月30日",
        "c.online": "2027年3月31日",
    }


@pytest.mark.parametrize("mode", ["联合", "外购"])
def test_a_partner_has_terms(mode: str) -> None:
    without = capability("b", mode)
    del without["partner_terms"]
    (fault,) = found(mix(capability("a", "自研"), without))
    assert (fault.code, fault.path) == ("PG007", ("items", 1, "partner_terms"))
    assert said(fault).startswith(f"能力b: the mode is {mode}, but partner_terms is missing")


@pytest.mark.parametrize(("mode", "share"), [("自研", "0%"), ("联合", "0%"), ("联合", "100%"), ("外购", "100%")])
def test_a_share_fits_its_mode(mode: str, share: str) -> None:
    (fault,) = found(mix(capability("a", mode, own_share=share)))
    assert (fault.code, fault.path) == ("PG006", ("items", 0, "own_share"))
    assert f"the mode is {mode}, but own_share is {share}" in said(fault)


@pytest.mark.parametrize(("mode", "share"), [("自研", "100%"), ("自研", "60%"), ("联合", "1%"), ("外购", "0%")])
def test_a_share_that_fits(mode: str, share: str) -> None:
    assert faults(mix(capability("a", mode, own_share=share))) == []


def test_dates_lie_in_the_plan_and_in_order() -> None:
    phases = [
        {"name": "一期", "date": "2027-01-01"},
        {"name": "二期", "date": "2026-12-31"},
        {"name": "三期", "date": "2029-01-01"},
    ]
    faulty = found(mix(capability("a", "自研", online="2025-12-31", phases=phases)))
    assert [(fault.code, fault.path) for fault in faulty] == [
        ("PG402", ("items", 0, "online")),
        ("PG402", ("items", 0, "phases", 2, "date")),
        ("PG410", ("items", 0, "phases", 1, "date")),
    ]
    assert "能力a：三期" in said(faulty[1])
    assert said(faulty[2]).startswith("能力a: 二期 is reached on 2026-12-31, before 一期 on 2027-01-01")


def test_names_stand_once() -> None:
    twice = [{"name": "一期", "date": "2027-01-01"}] * 2
    block = mix(capability("a", "自研"), capability("a", "自研", phases=twice))
    assert [(fault.code, fault.path) for fault in found(block)] == [
        ("PG202", ("items", 1, "id")),
        ("PG202", ("items", 1, "capability")),
        ("PG202", ("items", 1, "phases", 1, "name")),
    ]


def test_a_chart_needs_two_shares_and_shows_at_most_24() -> None:
    assert charts(mix(capability("a", "自研", own_share="90%"), capability("b", "外购"))) == []
    (chart,) = charts(mix(*(capability(f"c{n}", "自研", own_share="90%") for n in range(30))))
    assert len(chart.categories) == 24
    assert plain_text(chart.note[0]) == "列出前24项。"


@given(st.lists(st.sampled_from(["自研", "联合", "外购"]), min_size=1, max_size=30))
def test_modes_make_the_whole(modes: list[str]) -> None:
    values = texts(mix(*(capability(f"c{n}", mode) for n, mode in enumerate(modes))))
    assert sum(int(values[f"count_{mode}"]) for mode in ("own", "joint", "partner")) == len(modes)
    assert (values["own_share"] == "100%") == (set(modes) == {"自研"})
