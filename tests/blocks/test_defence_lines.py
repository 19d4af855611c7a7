"""The three lines of defence."""

from __future__ import annotations

from typing import Any

import pytest

from plangen.blocks.governance.defence_lines import DefenceLines, departments
from tests.blocks.reading import cells, faults, found, heads, said, tables, texts


def line(identifier: str, kind: str, owner: str, **changes: Any) -> dict[str, Any]:
    base = {"id": identifier, "name": f"{kind}防线", "kind": kind, "duties": ["职责一"], "owner": owner}
    return base | {"cadence": "每季", "evidence": "记录"} | changes


def test_three_lines_by_hand() -> None:
    lines = [
        line("a", "审计", "审计部", reports_to="董事会"),
        line("p", "制度", "法务合规部", duties=["统一文本", "先审后用"]),
        line("t", "technology", "数字技术部", name="技术防线"),
    ]
    block = DefenceLines.model_validate({"lines": lines})
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["防线", "职责", "归口部门", "频率", "履职证据"]
    assert cells(table) == [
        ["第一道\n制度防线", "统一文本；先审后用", "法务合规部", "每季", "记录"],
        ["第二道\n技术防线", "职责一", "数字技术部", "每季", "记录"],
        ["第三道\n审计防线", "职责一", "审计部\n报告对象：董事会", "每季", "记录"],
    ]
    assert texts(block) == {"count": "3", "a.duties": "1", "p.duties": "2", "t.duties": "1"}


def test_the_first_two_lines_may_share_a_department() -> None:
    lines = [line("p", "制度", "数字技术部"), line("t", "技术", "数字技术部"), line("a", "审计", "审计部")]
    assert faults(DefenceLines.model_validate({"lines": lines})) == []


@pytest.mark.parametrize(
    ("owners", "department", "other"),
    [
        (("法务合规部", "数字技术部", "法务合规部"), "法务合规部", "制度防线"),
        (("法务合规部", "数字技术部", "审计部、数字技术部"), "数字技术部", "技术防线"),
        (("会员运营部，法务合规部", "数字技术部", "法务合规部"), "法务合规部", "制度防线"),
    ],
)
def test_the_audit_is_independent_of_both(owners: tuple[str, str, str], department: str, other: str) -> None:
    kinds = ("制度", "技术", "审计")
    lines = [line(f"l{n}", kind, owner) for n, (kind, owner) in enumerate(zip(kinds, owners, strict=True))]
    (fault,) = found(DefenceLines.model_validate({"lines": lines}))
    assert (fault.code, fault.path) == ("PG006", ("lines", 2, "owner"))
    assert said(fault).startswith(f"{department} owns 审计防线, which has to be independent, and {other} as well")


def test_the_audit_does_not_report_to_those_it_audits() -> None:
    lines = [line("p", "制度", "法务部"), line("t", "技术", "技术部"), line("a", "审计", "审计部", reports_to="技术部")]
    (fault,) = found(DefenceLines.model_validate({"lines": lines}))
    assert (fault.code, fault.path) == ("PG006", ("lines", 2, "reports_to"))
    assert "审计防线 reports to 技术部, which owns 技术防线" in said(fault)
    # the first line may report to the second
    lines[2] = line("a", "审计", "审计部", reports_to="董事会")
    lines[0]["reports_to"] = "技术部"
    assert faults(DefenceLines.model_validate({"lines": lines})) == []


def test_missing_kinds_are_named() -> None:
    (fault,) = found(DefenceLines.model_validate({"lines": [line("p", "制度", "甲部"), line("p2", "制度", "乙部")]}))
    assert (fault.code, fault.path) == ("PG007", ("lines",))
    assert "no entry is about 技术, 审计" in said(fault)


def test_departments_of_an_owner() -> None:
    assert departments("法务合规部、数字技术部") == ("法务合规部", "数字技术部")
    assert departments("采购与供应链部") == ("采购与供应链部",)  # one department, whatever its name joins
    assert departments("Legal, IT / Audit") == ("Legal", "IT", "Audit")
    assert departments("、") == ()
