"""Governance bodies: escalation, limits of authority, the decision rule."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.governance.governance import Governance
from plangen.doctree import plain_text
from tests.blocks.reading import cells, faults, found, heads, said, tables, texts


def body(identifier: str, above: str | None = None, limit: str | None = None, **changes: Any) -> dict[str, Any]:
    made = {"id": identifier, "name": f"机构{identifier}", "level": "层级", "members": "成员", "duties": ["职责"]}
    made |= {"cadence": "每周", "decides": "事项"} | changes
    return made | ({"escalates_to": above} if above else {}) | ({"limit": limit} if limit else {})


def governance(*bodies: dict[str, Any], **rule: str) -> Governance:
    return Governance.model_validate({"bodies": list(bodies), "decision_rule": {"rule": "书面提交后裁定"} | rule})


def test_bodies_by_hand() -> None:
    block = governance(
        body("team", "office", "20万元", duties=["推进", "看板"]),
        body("office", "board", "100万元"),
        body("board"),
        rule="争议书面提交后裁定。",
        escalation="逾期自动上报",
    )
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["层级", "机构", "职责", "决策权限", "频率", "上报机构"]
    assert cells(table) == [
        ["层级", "机构team\n组成：成员", "推进；看板", "事项\n限额：20万元", "每周", "机构office"],
        ["层级", "机构office\n组成：成员", "职责", "事项\n限额：100万元", "每周", "机构board"],
        ["层级", "机构board\n组成：成员", "职责", "事项", "每周", "—"],
    ]
    assert plain_text(table.note[0]) == "决策时限：24小时。争议书面提交后裁定。逾期自动上报。"
    assert texts(block) == {"count": "3", "decision_hours": "24小时", "team.limit": "20万元", "office.limit": "100万元"}
    assert texts(governance(body("a"), hours="48"), "en")["decision_hours"] == "48 hours"


@pytest.mark.parametrize("hours", ["0", "-1"])
def test_a_decision_takes_time(hours: str) -> None:
    with pytest.raises(ValidationError) as raised:
        governance(body("a"), hours=hours)
    assert raised.value.errors()[0]["loc"] == ("decision_rule", "hours")


def test_escalation_leads_to_bodies_that_exist() -> None:
    block = governance(body("office", "bord"), body("board"))
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG201", ("bodies", 0, "escalates_to"))
    assert said(fault) == "no body has the id bord / did you mean board?"
    assert cells(tables(block)[0])[0][-1] == "bord"
    (fault,) = found(governance(body("office", "x9"), body("board")))
    assert said(fault) == "no body has the id x9 / name the id of a body of this list: office, board"


def test_escalation_never_goes_in_a_circle() -> None:
    block = governance(body("a", "b", "5万元"), body("b", "c"), body("c", "a", "3万元"), body("top"))
    (cycle, *limits) = found(block)
    assert cycle.code == "PG403"
    assert cycle.path[0] == "bodies"
    assert "机构a → 机构b → 机构c → 机构a" in said(cycle)
    assert all(fault.code == "PG006" for fault in limits)
    assert tables(block)
    (own,) = found(governance(body("a", "a"), body("top")))
    assert (own.code, own.path) == ("PG403", ("bodies", 0, "escalates_to"))


def test_exactly_one_body_is_the_highest() -> None:
    (fault,) = found(governance(body("a"), body("b", "a"), body("c")))
    assert (fault.code, fault.path) == ("PG006", ("bodies", 2))
    assert said(fault).startswith("2 bodies have none above them: 机构a, 机构c / exactly one may be the highest")


def test_limits_do_not_fall_on_the_way_up() -> None:
    # the office in between has no limit of its own; what counts is the next that has one
    block = governance(body("team", "office", "200万元"), body("office", "board"), body("board", limit="0.01亿元"))
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("bodies", 0, "limit"))
    assert said(fault) == (
        "机构team may decide up to 200万元, but 机构board above it only up to 0.01亿元 / "
        "lower 200万元 or raise 0.01亿元"
    )
    equal = governance(body("team", "office", "100万元"), body("office", "board"), body("board", limit="0.01亿元"))
    assert faults(equal) == []


def test_limits_are_positive_and_in_one_currency() -> None:
    (fault,) = found(governance(body("a", limit="-5万元")))
    assert (fault.code, fault.path) == ("PG006", ("bodies", 0, "limit"))
    assert "the limit is -5万元" in said(fault)
    (fault,) = found(governance(body("a", "b", "5万元"), body("b", limit="USD 5 million")))
    assert (fault.code, fault.path) == ("PG006", ("bodies", 0, "limit"))
    assert "5万元 and USD 5 million have different units" in said(fault)


def test_an_id_stands_once() -> None:
    assert "PG202" in faults(governance(body("a"), body("a", "a")))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_a_chain_is_sound_exactly_if_its_limits_rise(limits: list[int]) -> None:
    last = len(limits) - 1
    bodies = [body(f"b{n}", f"b{n + 1}" if n < last else None, f"{limit}元") for n, limit in enumerate(limits)]
    falls = sum(one > other for one, other in pairwise(limits))
    assert faults(governance(*bodies)) == ["PG006"] * falls


def test_a_chain_of_a_thousand_bodies_is_no_problem() -> None:
    bodies = [body(f"b{n}", f"b{n + 1}" if n < 999 else None) for n in range(1000)]
    bodies[0]["limit"], bodies[-1]["limit"] = "2元", "1元"
    assert faults(governance(*reversed(bodies))) == ["PG006"]
