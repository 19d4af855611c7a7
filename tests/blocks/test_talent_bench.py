"""The talent bench and the headcount plan against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.governance.talent_bench import TalentBench
from plangen.doctree import plain_text
from tests.blocks.reading import HERE, cells, charts, faults, found, heads, said, tables, texts


def post(identifier: str, successors: Any, **changes: str) -> dict[str, Any]:
    base = {"id": identifier, "post": f"岗位{identifier}", "department": "甲部", "development": "轮岗"}
    return base | {"successors": successors} | changes


def family(name: str, need: int, internal: int, external: int, **changes: str) -> dict[str, Any]:
    counts = {"need": str(need), "internal": str(internal), "external": str(external)}
    return {"family": name, "by": "2026-09-30"} | counts | changes


def bench(*posts: dict[str, Any], **changes: Any) -> TalentBench:
    return TalentBench.model_validate({"posts": list(posts)} | changes)


NAMED = [
    {"name": "主管", "readiness": "两年内"},
    {"name": "经理", "readiness": "即刻"},
    {"readiness": "one_year"},
]


def test_a_bench_by_hand() -> None:
    block = bench(
        post("a", NAMED, risk="高", holders="2"),
        post("b", "4", ready="0", risk="low"),
        headcount=[
            family("数据", 18, 4, 14, id="data", by="2026-12-31"),
            family("内容", 30, 15, 15),
        ],
    )
    assert faults(block) == []
    table, families = tables(block)
    assert heads(table) == ["关键岗位", "在岗人数", "后备人数", "即刻可任", "后备构成", "空缺风险", "培养安排"]
    assert cells(table) == [
        ["岗位a\n（甲部）", "2", "3", "1", "经理：即刻可任\n一年内\n主管：两年内", "高", "轮岗"],
        ["岗位b\n（甲部）", "—", "4", "0", "—", "低", "轮岗"],
        ["合计2个岗位", "2", "7", "1", "", "", ""],
    ]
    assert [row.cells[5].tone for row in table.rows] == ["bad", "good", ""]
    # both posts have three or more, one of two has somebody ready
    assert plain_text(table.note[0]) == (
        "每个关键岗位要求后备不少于3名，达到要求的岗位占100%。至少有一名后备即刻可任的岗位占50%。"
    )
    assert families.id == f"{HERE.path}.families"
    assert cells(families) == [
        ["数据", "18", "4", "14", "2026-12-31"],
        ["内容", "30", "15", "15", "2026-09-30"],
        ["合计", "48", "19", "29", "2026-12-31"],
    ]
    (chart,) = charts(block)
    assert (chart.kind, chart.lying, chart.unit, chart.categories) == ("stacked", True, "人", ("数据", "内容"))
    assert [(series.name, series.values) for series in chart.series] == [
        ("内部转岗", (Decimal(4), Decimal(15))),
        ("外部招聘", (Decimal(14), Decimal(15))),
    ]
    assert texts(block) == {
        "a.successors": "3",
        "a.ready": "1",
        "b.successors": "4",
        "b.ready": "0",
        "data.need": "18",
        "data.internal": "4",
        "data.external": "14",
        "data.by": "2026年12月31日",
        "least": "3",
        "posts": "2",
        "pool": "7",
        "coverage": "100%",
        "ready": "1",
        "ready_coverage": "50%",
        "headcount.need": "48",
        "headcount.internal": "19",
        "headcount.external": "29",
    }


def test_counts_alone_take_little_room() -> None:
    (table,) = tables(bench(post("a", "3")))
    assert heads(table) == ["关键岗位", "后备人数", "培养安排"]
    assert "ready" not in texts(bench(post("a", "3")))
    # one post that does not say how many are ready leaves the sum unknown
    mixed = bench(post("a", "3"), post("b", NAMED))
    assert cells(tables(mixed)[0])[-1][2] == "—"
    assert "ready" not in texts(mixed)


def test_a_post_with_too_few_successors_is_named() -> None:
    block = bench(post("a", "3"), post("b", NAMED[:1]), post("c", []))
    few, none = found(block)
    assert (few.code, few.path, none.path) == ("PG006", ("posts", 1, "successors"), ("posts", 2, "successors"))
    assert said(few) == (
        "岗位b has too few successors: 1, where 3 are asked for / add 2 more, or lower least: to what is meant"
    )
    assert texts(block)["coverage"] == "33.3%"  # one of three
    assert [row.cells[1].tone for row in tables(block)[0].rows] == ["", "bad", "bad", ""]
    assert faults(bench(post("b", NAMED[:1]), least="1")) == []


@pytest.mark.parametrize(
    ("successors", "ready", "words"),
    [
        ("3", "4", "岗位a: ready is 4, more than the 3 successors there are"),
        (NAMED, "2", "岗位a: ready is 2, but the list has 1 who are ready now"),
    ],
)
def test_who_is_ready_is_among_the_successors(successors: Any, ready: str, words: str) -> None:
    (fault,) = found(bench(post("a", successors, ready=ready)))
    assert (fault.code, fault.path) == ("PG006", ("posts", 0, "ready"))
    assert said(fault).startswith(words)
    assert faults(bench(post("a", NAMED, ready="1"))) == []


def test_headcount_adds_up() -> None:
    block = bench(post("a", "3"), headcount=[family("数据", 18, 4, 13), family("内容", 1, 1, 0, by="2029-01-01")])
    sums, outside = found(block)
    assert (sums.code, sums.path) == ("PG006", ("headcount", 0, "need"))
    assert said(sums) == ("数据: 4 internal and 13 external make 17, not 18 / correct need, internal or external")
    assert (outside.code, outside.path) == ("PG402", ("headcount", 1, "by"))


def test_ids_and_families_stand_once() -> None:
    pair = [family("数据", 1, 1, 0, id="x"), family("数据", 1, 1, 0, id="x")]
    assert faults(bench(post("a", "3"), post("a", "3"), headcount=pair)) == ["PG202"] * 3
    named = bench(post("a", "3"), headcount=[family("数据", 2, 1, 1, id="headcount"), family("内容", 3, 3, 0)])
    assert faults(named) == ["PG202"]
    assert texts(named)["headcount.need"] == "5"


@pytest.mark.parametrize("wrong", ["三人", "-1", {"name": "甲"}])
def test_successors_are_a_list_or_a_number(wrong: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        bench(post("a", wrong))
    error = raised.value.errors()[0]
    assert error["loc"][:3] == ("posts", 0, "successors")
    assert error["ctx"]["code"] == "PG006"


def test_a_chart_needs_people_and_two_families() -> None:
    assert charts(bench(post("a", "3"), headcount=[family("数据", 1, 1, 0)])) == []
    assert charts(bench(post("a", "3"), headcount=[family("数据", 0, 0, 0), family("内容", 0, 0, 0)])) == []
    many = [family(f"族{n}", n, n, 0) for n in range(1, 31)]
    (chart,) = charts(bench(post("a", "3"), headcount=many))
    assert chart.categories == tuple(f"族{n}" for n in range(7, 31))  # the 24 largest, in the order of the table
    assert plain_text(chart.note[0]) == "按需求人数列出前24个岗位族。"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(1, 5))
def test_pool_and_coverage(counts: list[int], least: int) -> None:
    block = bench(*(post(f"p{n}", str(count)) for n, count in enumerate(counts)), least=str(least))
    enough = sum(count >= least for count in counts)
    assert faults(block) == ["PG006"] * (len(counts) - enough)
    values = texts(block)
    assert values["pool"] == str(sum(counts))
    assert (values["coverage"] == "100%") == (enough == len(counts))
