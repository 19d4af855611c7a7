"""Strategy blocks against values worked out by hand."""

from __future__ import annotations

import graphlib
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks import BLOCKS
from plangen.blocks.delivery import Raci, Roadmap, Task, find_cycles
from plangen.blocks.finance import StagedBudget
from plangen.blocks.governance import RiskRegister, grade
from plangen.blocks.performance import Goals, KpiScorecard
from plangen.doctree import Table, plain_text, query
from plangen.model import BlockPlace, Horizon, StrategyBlock, Surroundings
from plangen.yamltree import parse_yaml, plain

HERE = BlockPlace("chapter.section.slot", "zh")
AROUND = Surroundings("zh", Horizon(date(2026, 1, 1), date(2028, 12, 31)))


def tables(block: StrategyBlock, place: BlockPlace = HERE) -> list[Table]:
    lowered = block.lower(place)
    assert all(isinstance(node, Table) for node in lowered)
    return [table for node in lowered for table in query(node, Table)]


def cells(table: Table) -> list[list[str]]:
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def heads(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def faults(block: StrategyBlock) -> list[str]:
    return [fault.code for fault in block.check(AROUND)]


# --- what holds for every block --------------------------------------------------------------------------------------


def example(name: str) -> StrategyBlock:
    root, found = parse_yaml(BLOCKS[name].example, "f")
    assert root is not None
    assert found == []
    return BLOCKS[name].model_validate(plain(root, lambda scalar: scalar.value))


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_of_a_block_is_without_fault(name: str) -> None:
    assert faults(example(name)) == []


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_block_lowers_itself_to_tables_that_fit(name: str, language: str) -> None:
    lowered = tables(example(name), BlockPlace("a.b.c", language, "题名"))
    assert lowered[0].id == "a.b.c"
    assert lowered[0].caption == "题名"
    assert len({table.id for table in lowered}) == len(lowered)
    assert all(table.id == "a.b.c" or table.id.startswith("a.b.c.") for table in lowered)
    for table in lowered:
        assert table.caption
        for row in table.rows:
            assert sum(cell.span for cell in row.cells) == len(table.columns)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_value_a_text_may_cite_is_a_filled_text(name: str) -> None:
    values = example(name).values("zh")
    assert values
    assert all(isinstance(text, str) and text for text in values.values())


# --- goals and indicators --------------------------------------------------------------------------------------------


def goal(**changes: str) -> dict[str, Any]:
    base = {"id": "a", "name": "毛利率", "baseline": "46.5%", "target": "49.2%", "by": "2028-12-31", "owner": "财务部"}
    return base | changes


def test_goals_show_the_way_from_baseline_to_target() -> None:
    block = Goals.model_validate(
        {
            "items": [
                goal(),
                goal(id="b", name="收入", baseline="9,500万元", target="1.2亿元", by="2027-06-30", note="含税"),
            ]
        }
    )
    (table,) = tables(block)
    assert heads(table) == ["战略目标", "基期值", "目标值", "变化", "期限", "负责人"]
    assert cells(table) == [
        ["毛利率", "46.5%", "49.2%", "+2.7个百分点", "2028-12-31", "财务部"],
        ["收入", "9,500万元", "1.2亿元", "+26.3%", "2027-06-30", "财务部"],
    ]
    assert "".join(map(plain_text, table.note)) == "收入：含税"
    assert block.values("zh") == (
        {"a.baseline": "46.5%", "a.target": "49.2%", "a.change": "+2.7个百分点", "a.by": "2028年12月31日"}
        | {"b.baseline": "9,500万元", "b.target": "1.2亿元", "b.change": "+26.3%", "b.by": "2027年6月30日"}
    )


def test_a_dimension_gets_a_column_when_any_goal_has_one() -> None:
    (table,) = tables(Goals.model_validate({"items": [goal(dimension="盈利"), goal(id="b")]}))
    assert [row[0] for row in cells(table)] == ["盈利", ""]
    assert heads(table)[0] == "维度"


def kpi(**changes: Any) -> dict[str, Any]:
    base = {"id": "a", "perspective": "财务", "name": "毛利率", "baseline": "46.5%", "target": "49.2%"}
    return base | {"owner": "财务部", "cadence": "每月"} | changes


@pytest.mark.parametrize(
    ("changes", "attainment", "tone"),
    [
        ({}, "94.5", "warn"),  # 46.5 / 49.2 = 94.51…
        ({"current": "47.0%"}, "95.5", "good"),  # 47.0 / 49.2 = 95.52…
        ({"current": "46.74%"}, "95.0", "good"),  # exactly 95
        ({"current": "39.36%"}, "80.0", "warn"),  # exactly 80
        ({"current": "39.3%"}, "79.9", "bad"),
        ({"current": "60%"}, "122.0", "good"),
        ({"baseline": "12.0%", "target": "8.0%"}, "66.7", "bad"),  # less is better: 8 / 12
        ({"baseline": "12.0%", "target": "8.0%", "current": "8.0%"}, "100.0", "good"),
        ({"baseline": "9,500万元", "target": "1亿元"}, "95.0", "good"),
        ({"baseline": "0家", "target": "10家"}, "0.0", "bad"),
        ({"baseline": "10件", "target": "0件"}, "0.0", "bad"),
        ({"baseline": "-5%", "target": "5%"}, None, ""),
        ({"baseline": "40%", "target": "40%", "direction": "保持", "current": "38%"}, "95.0", "good"),
    ],
)
def test_attainment_and_traffic_light(changes: dict[str, str], attainment: str | None, tone: str) -> None:
    block = KpiScorecard.model_validate({"items": [kpi(**changes)]})
    (item,) = block.items
    assert (None if item.attainment is None else str(item.attainment)) == attainment
    assert block.status(item) == tone
    assert ("a.attainment" in block.values("zh")) == (attainment is not None)


def test_the_scorecard_groups_by_perspective_in_the_order_of_kaplan_and_norton() -> None:
    block = KpiScorecard.model_validate(
        {
            "items": [
                kpi(id="i", perspective="学习与成长", name="创新项"),
                kpi(id="o", perspective="operations", name="运营项", baseline="12天", target="8天", current="10天"),
                kpi(id="f", name="财务项"),
            ],
            "thresholds": {"green": "100%", "amber": "80%"},
        }
    )
    (table,) = tables(block)
    assert [row[0] for row in cells(table)] == ["财务维度", "财务项", "运营维度", "运营项", "创新维度", "创新项"]
    assert [row.kind for row in table.rows] == ["group", "body"] * 3
    assert cells(table)[3] == ["运营项", "12天", "10天", "8天", "-20.0%", "80.0%", "黄", "财务部", "每月"]
    assert table.rows[3].cells[6].tone == "warn"
    assert "达到100%为绿，达到80%为黄" in plain_text(table.note[0])


# --- money -----------------------------------------------------------------------------------------------------------

BUDGET = {
    "total": "1.2亿元",
    "stages": [
        {"name": "初期", "share": "25%", "purpose": "平台", "start": "2026-01-01", "end": "2026-06-30"},
        {"name": "中期", "share": "55%", "purpose": "渠道", "start": "2026-07-01", "end": "2027-12-31"},
        {"name": "后期", "share": "20%", "purpose": "储备"},
    ],
    "trial_cap": "5%",
    "adjustment": "每月复核。",
}


def test_a_staged_budget_by_hand() -> None:
    block = StagedBudget.model_validate(BUDGET)
    (table,) = tables(block)
    assert cells(table) == [
        ["初期", "2026-01-01 至 2026-06-30", "25%", "3,000万元", "平台"],
        ["中期", "2026-07-01 至 2027-12-31", "55%", "6,600万元", "渠道"],
        ["后期", "", "20%", "2,400万元", "储备"],
        ["合计", "", "100%", "1.2亿元", ""],
    ]
    assert table.rows[-1].kind == "total"
    # 3,000 / 6 months x 5 % = 25; 6,600 / 18 months x 5 % = 18.33…; the last stage has no months
    assert [block.trial_limit(stage) for stage in block.stages][::2] == [Decimal(250_000), None]
    assert plain_text(table.note[0]) == (
        "单月试错成本不超过当月预算的5%，按月均预算折算为初期25万元、中期18.3万元。调整规则：每月复核。"
    )
    assert block.values("zh") == (
        {"total": "1.2亿元", "trial_cap": "5%"}
        | {"初期.share": "25%", "初期.amount": "3,000万元", "初期.trial_limit": "25万元"}
        | {"中期.share": "55%", "中期.amount": "6,600万元", "中期.trial_limit": "18.3万元"}
        | {"后期.share": "20%", "后期.amount": "2,400万元"}
    )


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8), st.integers(1, 10**9))
def test_shares_of_one_whole_add_up_and_any_other_sum_is_found(weights: list[int], total: int) -> None:
    """Shares in hundredths of a per cent, the last one what is left: no rounding may creep in."""
    cuts = [weight * 10_000 // (sum(weights) + 1) for weight in weights[:-1]]
    hundredths = [*cuts, 10_000 - sum(cuts)]
    stages = [{"name": f"{n}", "share": f"{Decimal(h) / 100}%", "purpose": "用途"} for n, h in enumerate(hundredths)]
    block = StagedBudget.model_validate({"total": f"{total}元", "stages": stages})
    assert "PG401" not in faults(block)
    assert sum(block.amount(stage) for stage in block.stages) == total
    stages[0]["share"] = f"{Decimal(hundredths[0] - 1) / 100}%"
    if hundredths[0] > 1:
        assert "PG401" in faults(StagedBudget.model_validate({"total": f"{total}元", "stages": stages}))


# --- risks -----------------------------------------------------------------------------------------------------------


def test_grades_change_at_their_limits() -> None:
    assert [grade(score)[0] for score in (1, 4, 5, 9, 10, 14, 15, 25)] == [
        *("low", "low", "medium", "medium", "high", "high", "severe", "severe")
    ]


def risk(number: int, likelihood: int, impact: int, **changes: str) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": f"r{number}",
        "name": f"风险{number}",
        "owner": "甲",
        "trigger": "触发",
        "mitigation": "应对",
    }
    return base | {"likelihood": str(likelihood), "impact": str(impact)} | changes


def test_a_risk_register_by_hand() -> None:
    block = RiskRegister.model_validate(
        {
            "items": [
                risk(1, 2, 3),
                risk(2, 4, 4, category="市场", contingency="冻结", backup="替代"),
                risk(3, 3, 2),
                risk(4, 5, 2),
                risk(5, 1, 4),
            ]
        }
    )
    register, matrix = tables(block)
    assert [row[:3] for row in cells(register)] == [
        ["R1", "风险2\n（市场）", "4×4=16\n极高"],
        ["R2", "风险4", "5×2=10\n高"],
        ["R3", "风险1", "2×3=6\n中"],
        ["R4", "风险3", "3×2=6\n中"],
        ["R5", "风险5", "1×4=4\n低"],
    ]
    assert cells(register)[0][3:] == ["触发", "应对\n应急：冻结\n后备：替代", "甲"]
    assert [row.cells[2].tone for row in register.rows] == ["severe", "bad", "warn", "warn", "good"]
    assert matrix.header_column
    assert cells(matrix) == [
        ["5 致命", "", "", "", "", ""],
        ["4 重大", "R5", "", "", "R1", ""],
        ["3 中等", "", "R3", "", "", ""],
        ["2 较小", "", "", "R4", "", "R2"],
        ["1 轻微", "", "", "", "", ""],
    ]
    tones = [[cell.tone for cell in row.cells[1:]] for row in matrix.rows]
    assert tones[0] == ["warn", "bad", "severe", "severe", "severe"]
    assert tones[4] == ["good", "good", "good", "good", "warn"]
    values = block.values("zh")
    assert (values["count"], values["count_severe"], values["count_medium"]) == ("5", "1", "2")
    assert (values["r2.score"], values["r2.grade"], values["r2.name"]) == ("16", "极高", "风险2")


# --- roadmap ---------------------------------------------------------------------------------------------------------

# The project of the Reliable Construction Co. in Hillier and Lieberman, "Introduction to Operations Research" (7th ed.,
# 2001, chapter 10): duration in weeks and predecessors. Its critical path is A-B-C-E-F-J-L-N with 44 weeks.
RELIABLE = {"A": (2, ""), "B": (4, "A"), "C": (10, "B"), "D": (6, "C"), "E": (4, "C"), "F": (5, "E"), "G": (7, "D")} | {
    "H": (9, "EG"),
    "I": (7, "C"),
    "J": (8, "FI"),
    "K": (4, "J"),
    "L": (5, "J"),
    "M": (2, "H"),
    "N": (6, "KL"),
}


def scheduled(durations: dict[str, tuple[int, str]]) -> list[dict[str, Any]]:
    """Give each task the earliest dates that its predecessors allow, a day for each unit of duration."""
    ends: dict[str, date] = {}
    tasks = []
    for name in graphlib.TopologicalSorter({n: set(after) for n, (_, after) in durations.items()}).static_order():
        days, after = durations[name]
        start = max((ends[other] for other in after), default=date(2025, 12, 31)) + timedelta(days=1)
        ends[name] = start + timedelta(days=days - 1)
        dates = {"start": start.isoformat(), "end": ends[name].isoformat()}
        tasks.append({"id": name, "name": f"任务{name}", "owner": "甲", "after": list(after), **dates})
    return tasks


def test_the_critical_path_of_a_published_example() -> None:
    tasks = scheduled(RELIABLE)
    block = Roadmap.model_validate({"tasks": tasks})
    assert faults(block) == []
    path = block.critical_path()
    assert "".join(task.id for task in path) == "ABCEFJLN"
    assert sum(task.days for task in path) == 44
    assert max(task.end for task in block.tasks) == date(2026, 1, 1) + timedelta(days=43)
    assert block.values("zh")["critical_days"] == "44"
    assert block.values("zh")["critical_path"] == " → ".join(f"任务{name}" for name in "ABCEFJLN")
    (table,) = tables(block)
    critical = [row[1][-1] for row in cells(table) if row[-1] == "●"]
    assert sorted(critical) == sorted("ABCEFJLN")
    assert plain_text(table.note[0]).endswith("累计44天。")


@st.composite
def projects(draw: st.DrawFn) -> dict[str, tuple[int, str]]:
    names = "ABCDEFGHIJ"[: draw(st.integers(1, 10))]
    return {
        name: (draw(st.integers(1, 9)), "".join(draw(st.sets(st.sampled_from(names[:n]), max_size=3)) if n else ""))
        for n, name in enumerate(names)
    }


@given(projects())
def test_the_critical_path_is_the_longest_of_all_chains(project: dict[str, tuple[int, str]]) -> None:
    def longest(name: str) -> int:
        days, after = project[name]
        return days + max(map(longest, after), default=0)

    path = Roadmap.model_validate({"tasks": scheduled(project)}).critical_path()
    assert sum(task.days for task in path) == max(map(longest, project))
    assert path[0].after == ()
    assert all(one.id in other.after for one, other in pairwise(path))


def test_a_chain_of_a_thousand_tasks_is_no_problem() -> None:
    names = [f"t{n}" for n in range(1000)]
    day = {"start": "2026-01-01", "end": "2026-01-01"}
    tasks = [{"id": n, "name": n, "owner": "甲", "after": names[i - 1 : i], **day} for i, n in enumerate(names)]
    block = Roadmap.model_validate({"tasks": list(reversed(tasks))})
    assert len(block.critical_path()) == 1000


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefx"), max_size=3).map(tuple), max_size=6)
)
def test_cycles_are_found_exactly_where_there_are_some(graph: dict[str, tuple[str, ...]]) -> None:
    known = {node: tuple(other for other in after if other in graph) for node, after in graph.items()}
    try:
        graphlib.TopologicalSorter(known).prepare()
        acyclic = True
    except graphlib.CycleError:
        acyclic = False
    cycles = find_cycles(graph)
    assert (cycles == []) == acyclic
    for cycle in cycles:
        assert cycle[0] == cycle[-1]
        assert len(set(cycle)) == len(cycle) - 1
        assert all(other in graph[node] for node, other in pairwise(cycle))


def test_milestones_stand_by_date_and_alone_take_the_slot() -> None:
    def milestone(name: str, day: str) -> dict[str, str]:
        return {"id": name, "name": name, "date": day, "criteria": "通过", "owner": "甲"}

    stones = [milestone("later", "2027-01-01"), milestone("sooner", "2026-01-01")]
    (table,) = tables(Roadmap.model_validate({"milestones": stones}), BlockPlace("a.b.c", "zh", "题名"))
    assert (table.id, table.caption) == ("a.b.c", "题名")
    assert [row[:3] for row in cells(table)] == [["M1", "sooner", "2026-01-01"], ["M2", "later", "2027-01-01"]]
    both = Roadmap.model_validate({"tasks": scheduled({"A": (2, "")}), "milestones": stones})
    assert [(t.id, t.caption) for t in tables(both, BlockPlace("a.b.c", "zh", "题名"))] == [
        ("a.b.c", "题名"),
        ("a.b.c.milestones", "里程碑与验收标准"),
    ]


def test_days_count_both_ends() -> None:
    task = Task.model_validate(
        {"id": "a", "name": "一", "start": "2028-02-28", "end": "2028-03-01", "owner": "甲"}  # a leap year
    )
    assert task.days == 3


# --- responsibilities ------------------------------------------------------------------------------------------------


def test_a_raci_matrix_by_hand() -> None:
    rows = [{"activity": "建设", "assign": {"甲": "R、a", "丙": "i"}}, {"activity": "运营", "assign": {"乙": "A"}}]
    block = Raci.model_validate({"roles": ["甲", "乙", "丙"], "rows": rows})
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["工作事项", "甲", "乙", "丙"]
    assert cells(table) == [["建设", "R/A", "", "I"], ["运营", "", "A", ""]]
    assert [cell.tone for cell in table.rows[0].cells] == ["", "strong", "", ""]
    assert block.values("zh") == {"count": "2"}


@given(st.lists(st.sampled_from(["R", "A", "C", "I", "A/R", ""]), min_size=1, max_size=6))
def test_exactly_one_role_answers(letters: list[str]) -> None:
    roles = [f"角色{n}" for n in range(len(letters))]
    assign = {role: value for role, value in zip(roles, letters, strict=True) if value}
    block = Raci.model_validate({"roles": roles, "rows": [{"activity": "事", "assign": assign}]})
    answering = sum("A" in value for value in letters)
    assert (faults(block) == ["PG404"]) == (answering != 1)
