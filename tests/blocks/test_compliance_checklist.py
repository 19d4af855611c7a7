"""The compliance checklist."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.governance.compliance_checklist import ComplianceChecklist
from plangen.doctree import plain_text
from tests.blocks.reading import cells, faults, found, heads, said, tables, texts


def entry(number: int, status: str, **changes: str | None) -> dict[str, Any]:
    base: dict[str, Any] = {"id": f"c{number}", "law": f"法{number}", "requirement": "要求", "status": status}
    base["owner"] = "甲"
    if status in ("基本符合", "部分符合", "不符合"):
        base |= {"gap": "差距", "due": "2026-06-30"}
    if status == "符合":
        base["evidence"] = "凭证"
    return {key: value for key, value in (base | changes).items() if value is not None}


STATUSES = ("符合", "基本符合", "部分符合", "不符合", "不适用")


def test_a_checklist_by_hand() -> None:
    items = [entry(number, status) for number, status in enumerate(STATUSES)]
    items.append(entry(5, "部分符合", evidence="台账", due="2026-12-31"))
    block = ComplianceChecklist.model_validate({"items": items})
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["法规", "关键要求", "状态", "差距与证据", "负责人", "整改期限"]
    assert [row[2:4] + row[5:] for row in cells(table)] == [
        ["符合", "证据：凭证", "—"],
        ["基本符合", "差距", "2026-06-30"],
        ["部分符合", "差距", "2026-06-30"],
        ["不符合", "差距", "2026-06-30"],
        ["不适用", "—", "—"],
        ["部分符合", "差距\n证据：台账", "2026-12-31"],
    ]
    assert [row.cells[2].tone for row in table.rows] == ["good", "warn", "bad", "severe", "muted", "bad"]
    # one of the five that apply
    assert plain_text(table.note[0]) == (
        "共6项要求：符合1项、基本符合1项、部分符合2项、不符合1项、不适用1项。符合率（符合项占适用项）为20%。"
    )
    values = texts(block)
    assert {name: values[name] for name in ("count", "count_met", "count_partly", "count_open", "rate")} == {
        "count": "6",
        "count_met": "1",
        "count_partly": "2",
        "count_open": "4",
        "rate": "20%",
    }
    assert (values["c1.due"], values["c5.due"]) == ("2026年6月30日", "2026年12月31日")
    assert "c0.due" not in values


@pytest.mark.parametrize("status", ["基本符合", "部分符合", "不符合"])
def test_what_is_not_met_needs_a_gap_and_a_date(status: str) -> None:
    block = ComplianceChecklist.model_validate({"items": [entry(1, "符合"), entry(2, status, gap=None, due=None)]})
    gap, due = found(block)
    assert (gap.code, gap.path, due.code, due.path) == ("PG007", ("items", 1, "gap"), "PG007", ("items", 1, "due"))
    assert said(gap) == f"法2：要求: the status is {status}, but no gap is named / add a line gap: what is missing"
    assert f"法2：要求: the status is {status}, but no date is given" in said(due)


def test_what_is_met_is_shown_and_has_no_gap() -> None:
    block = ComplianceChecklist.model_validate(
        {"items": [entry(1, "符合", evidence=None), entry(2, "符合", gap="差距")]}
    )
    evidence, gap = found(block)
    assert (evidence.code, evidence.path) == ("PG007", ("items", 0, "evidence"))
    assert "法1：要求: the status is 符合, but nothing shows it" in said(evidence)
    assert (gap.code, gap.path) == ("PG006", ("items", 1, "gap"))
    assert said(gap) == "法2：要求: the status is 符合, but a gap is named / delete the gap, or change the status"


def test_a_date_lies_in_the_plan_and_a_requirement_stands_once() -> None:
    items = [
        entry(1, "部分符合", due="2029-01-01"),
        entry(2, "符合", law="《法1》"),  # the same law, the same requirement
        entry(3, "符合", law="法1", requirement="另一项"),
    ]
    block = ComplianceChecklist.model_validate({"items": items})
    assert [(fault.code, fault.path) for fault in found(block)] == [
        ("PG202", ("items", 1, "requirement")),
        ("PG402", ("items", 0, "due")),
    ]


def test_nothing_that_applies_has_no_rate() -> None:
    block = ComplianceChecklist.model_validate({"items": [entry(1, "不适用")]})
    assert faults(block) == []
    assert "rate" not in texts(block)
    assert plain_text(tables(block)[0].note[0]) == "共1项要求：不适用1项。"


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=40))
def test_counts_make_the_whole(statuses: list[str]) -> None:
    block = ComplianceChecklist.model_validate({"items": [entry(n, status) for n, status in enumerate(statuses)]})
    values = texts(block)
    parts = [int(values[f"count_{name}"]) for name in ("met", "mostly", "partly", "unmet", "not_applicable")]
    assert sum(parts) == int(values["count"]) == len(statuses)
    assert int(values["count_open"]) == sum(parts[1:4])
    if "rate" in values:
        assert 0 <= Decimal(values["rate"].rstrip("%")) <= 100
        assert (values["rate"] == "100%") == (int(values["count_open"]) == 0)
