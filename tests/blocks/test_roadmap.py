"""The roadmap: critical path, float, cycles, costs, milestones, the chart over time."""

from __future__ import annotations

import graphlib
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.delivery.network import Activity, count_followers, find_cycles, in_order, schedule
from plangen.blocks.delivery.roadmap import Roadmap, Task
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from tests.blocks.reading import cells, charts, faults, found, heads, tables, texts

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
    assert texts(block)["critical_days"] == "44"
    assert texts(block)["critical_path"] == " → ".join(f"任务{name}" for name in "ABCEFJLN")
    (table,) = tables(block)
    critical = [row[1][-1] for row in cells(table) if row[-1].startswith("●")]
    assert sorted(critical) == sorted("ABCEFJLN")
    assert "累计44天。" in plain_text(table.note[0])


def test_the_floats_of_the_published_example() -> None:
    """The slacks of the same book: D, G, H and M 4 weeks, I 2, K 1, all others none."""
    values = texts(Roadmap.model_validate({"tasks": scheduled(RELIABLE)}))
    floats = {name: values[f"{name}.float"] for name in RELIABLE}
    slack = {"D": "4", "G": "4", "H": "4", "I": "2", "K": "1", "M": "4"}
    assert floats == {name: slack.get(name, "0") for name in RELIABLE}
    assert {name: int(values[f"{name}.days"]) for name in RELIABLE} == {
        name: days for name, (days, _) in RELIABLE.items()
    }


def task(name: str, start: str, end: str, *after: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": f"任务{name}", "start": start, "end": end, "owner": "甲", "after": list(after)} | more


def roadmap(*tasks: dict[str, Any], **more: Any) -> Roadmap:
    return Roadmap.model_validate({"tasks": list(tasks)} | more)


def test_what_ends_later_holds_what_follows() -> None:
    """c waits for a until the 30th; b, although it takes longer, was done on the 20th.

    From the end backwards: c may slip 0 days; a and b have to end by the 31st, so a may slip 1 day and b 11.
    """
    block = roadmap(
        task("a", "2026-01-26", "2026-01-30"),
        task("b", "2026-01-01", "2026-01-20"),
        task("c", "2026-02-01", "2026-02-10", "a", "b"),
    )
    assert [t.id for t in block.critical_path()] == ["a", "c"]
    values = texts(block)
    assert (values["a.float"], values["b.float"], values["c.float"]) == ("1", "11", "0")
    (table,) = tables(block)
    assert [row[-1] for row in cells(table)] == ["● 1", "11", "● 0"]
    assert [row.cells[-1].tone for row in table.rows] == ["strong", "", "strong"]


def test_of_two_that_end_on_one_day_the_longer_chain_is_critical() -> None:
    block = roadmap(
        task("short", "2026-01-10", "2026-01-31"),
        task("long", "2026-01-01", "2026-01-31"),
        task("end", "2026-02-01", "2026-02-10", "short", "long"),
    )
    assert [t.id for t in block.critical_path()] == ["long", "end"]


def test_a_cycle_leaves_no_path_and_no_float() -> None:
    block = roadmap(task("a", "2026-01-01", "2026-01-31", "b"), task("b", "2026-02-01", "2026-02-28", "a"))
    assert "PG403" in faults(block)
    assert "a.float" not in block.values("zh")
    (table,) = tables(block)
    assert heads(table) == ["序号", "任务", "开始", "结束", "前置", "负责人"]
    assert table.note == ()
    assert not any(span.critical for chart in charts(block) for span in chart.spans)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20), st.sets(st.integers(0, 9), max_size=3)), min_size=1))
def test_a_float_is_exactly_how_far_a_task_may_slip(drawn: list[tuple[int, int, set[int]]]) -> None:
    """Start one task later: by its float the last finish stays, by a day more it moves by that day."""
    plan = {
        f"t{n}": (s, d, tuple(f"t{o}" for o in sorted(after) if o < n)) for n, (s, d, after) in enumerate(drawn[:12])
    }

    def last_finish(plan: dict[str, tuple[int, int, tuple[str, ...]]]) -> int:
        ends: dict[str, int] = {}
        for name, (start, days, after) in plan.items():
            ends[name] = max([start, *(ends[other] + 1 for other in after)]) + days - 1
        return max(ends.values())

    worked_out = schedule({name: Activity(*one) for name, one in plan.items()})
    whole = last_finish(plan)
    for name, spare in worked_out.floats.items():
        start, days, after = plan[name]
        # the task really begins when what it waits for allows it
        begins = max([start, *(finish_of(plan, other) + 1 for other in after)])
        assert last_finish(plan | {name: (begins + spare, days, after)}) == whole
        assert last_finish(plan | {name: (begins + spare + 1, days, after)}) == whole + 1
    assert min(worked_out.floats.values()) == 0
    assert worked_out.floats[worked_out.critical[-1]] == 0
    assert all(one in plan[other][2] for one, other in pairwise(worked_out.critical))


def finish_of(plan: dict[str, tuple[int, int, tuple[str, ...]]], name: str) -> int:
    start, days, after = plan[name]
    return max([start, *(finish_of(plan, other) + 1 for other in after)]) + days - 1


def test_tasks_stand_by_stream_with_what_they_cost() -> None:
    block = roadmap(
        task("pmo", "2026-01-01", "2026-01-31", stream="统筹"),
        task("b", "2026-02-01", "2026-03-31", "pmo", stream="I2", cost="800万元"),
        task("a", "2026-02-01", "2026-02-28", "pmo", stream="I1", cost="600万元"),
        task("c", "2026-04-01", "2026-04-30", "b", stream="I2", cost="0.12亿元"),
        task("end", "2026-05-01", "2026-05-31", "a", "c", stream="统筹"),
        support=["统筹"],
    )
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["序号", "任务", "开始", "结束", "前置", "负责人", "费用", "余量"]
    assert cells(table) == [
        ["统筹（2026-01-01 至 2026-05-31）"],
        ["T1", "任务pmo", "2026-01-01", "2026-01-31", "—", "甲", "—", "● 0"],
        ["T2", "任务end", "2026-05-01", "2026-05-31", "T5、T4", "甲", "—", "● 0"],
        ["I2（2026-02-01 至 2026-04-30，2,000万元）"],
        ["T3", "任务b", "2026-02-01", "2026-03-31", "T1", "甲", "800万元", "● 0"],
        ["T4", "任务c", "2026-04-01", "2026-04-30", "T3", "甲", "0.12亿元", "● 0"],
        ["I1（2026-02-01 至 2026-02-28，600万元）"],
        ["T5", "任务a", "2026-02-01", "2026-02-28", "T1", "甲", "600万元", "61"],  # March has 31 days, April 30
        ["", "合计", "", "", "", "", "2,600万元", ""],
    ]
    assert plain_text(table.note[0]).startswith("●为关键路径：T1 → T3 → T4 → T2，累计151天。")  # January to May
    values = texts(block)
    assert (values["count"], values["streams"], values["a.cost"]) == ("5", "2", "600万元")
    assert [(o.scope, o.key, o.amount.text, o.path) for o in block.outlays()] == [
        ("initiative", "I2", "2,000万元", ("tasks", 1, "cost")),
        ("initiative", "I1", "600万元", ("tasks", 2, "cost")),
    ]


def test_a_stream_with_a_task_without_cost_plans_no_money() -> None:
    block = roadmap(
        task("a", "2026-02-01", "2026-02-28", stream="I1", cost="600万元"),
        task("b", "2026-02-01", "2026-02-28", stream="I1"),
        task("c", "2026-02-01", "2026-02-28", cost="1万元"),
    )
    assert list(block.outlays()) == []
    (table,) = tables(block)
    assert [row[0] for row in cells(table)] == ["I1（2026-02-01 至 2026-02-28）", "T1", "T2", *other_group(), "T3"]
    assert "合计" not in [row[-1] for row in cells(table)]


def other_group() -> list[str]:
    return ["其他任务（2026-02-01 至 2026-02-28，1万元）"]


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"support": ["统筹"]}, "PG201", ("support", 0)),
        ({"milestones": [{"id": "a"}]}, "PG202", ("milestones", 0, "id")),
        ({"milestones": [{"id": "m", "after": ["b"]}]}, "PG201", ("milestones", 0, "after", 0)),
        ({"milestones": [{"id": "m", "after": ["a"], "date": "2026-02-27"}]}, "PG410", ("milestones", 0, "after", 0)),
        ({"milestones": [{"id": "m", "after": ["m"]}]}, "PG403", ("milestones", 0, "after", 0)),
        (
            {"milestones": [{"id": "m"}, {"id": "n", "after": ["m"], "date": "2026-03-01"}]},
            "PG410",
            ("milestones", 1, "after", 0),
        ),
    ],
)
def test_what_cannot_be_true_is_found(more: dict[str, Any], code: str, path: tuple[Any, ...]) -> None:
    if "milestones" in more:
        base = {"name": "节点", "date": "2026-03-31", "criteria": "通过", "owner": "甲"}
        more = {"milestones": [base | stone for stone in more["milestones"]]}
    block = roadmap(task("a", "2026-02-01", "2026-02-28", stream="I1"), **more)
    (fault,) = found(block)
    assert (fault.code, fault.path) == (code, path)
    assert tables(block)
    assert block.values("zh")


def test_a_task_does_not_wait_for_a_milestone() -> None:
    stone = {"id": "m", "name": "节点", "date": "2026-01-31", "criteria": "通过", "owner": "甲"}
    (fault,) = found(roadmap(task("a", "2026-02-01", "2026-02-28", "m"), milestones=[stone]))
    assert (fault.code, fault.path) == ("PG201", ("tasks", 0, "after", 0))
    assert "is a milestone" in fault.hint


def test_costs_are_of_one_currency_and_not_below_zero() -> None:
    days = ("2026-02-01", "2026-02-28")
    block = roadmap(task("a", *days, cost="1万元"), task("b", *days, cost="USD 1"), task("c", *days, cost="-1元"))
    assert [(fault.code, fault.path) for fault in found(block)] == [
        ("PG006", ("tasks", 1, "cost")),
        ("PG006", ("tasks", 2, "cost")),
    ]
    assert tables(block)


def test_the_chart_follows_the_table() -> None:
    stone = {"id": "m", "name": "节点", "date": "2026-03-31", "criteria": "通过", "owner": "甲", "after": ["a", "b"]}
    block = roadmap(
        task("a", "2026-02-01", "2026-02-28", stream="I1"),
        task("x", "2026-02-01", "2026-02-10", stream="I2"),
        task("b", "2026-03-01", "2026-03-31", "a", "x", stream="I1"),
        milestones=[stone | {"id": "n", "date": "2026-04-01", "after": ["m"]}, stone],
    )
    (chart,) = charts(block)
    assert (chart.id, chart.kind) == ("chapter.section.slot.gantt", "gantt")
    assert [(s.name, s.group, s.critical, s.milestone, s.after) for s in chart.spans] == [
        ("任务a", "I1", True, False, ()),
        ("任务b", "I1", True, False, (0, 2)),
        ("任务x", "I2", False, False, ()),
        ("节点", "里程碑", False, True, (0, 1)),
        ("节点", "里程碑", False, True, (3,)),
    ]
    assert (chart.spans[1].start, chart.spans[1].end) == ("2026-03-01", "2026-03-31")
    assert chart.note == ()
    assert "任务a → 任务b" in chart.alt
    assert charts(roadmap(task("a", "2026-02-01", "2026-02-28"))) == []


def test_a_chart_of_many_rows_keeps_the_critical_path_and_the_milestones() -> None:
    """50 short tasks, the last two of them a chain to the end, and 3 milestones: 40 rows hold 2 + 3 + 35."""
    first = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(first + n).isoformat() for n in range(60)]
    tasks = [task(f"t{n}", days[n], days[n]) for n in range(50)]
    tasks[49]["after"] = ["t48"]
    stone = {"name": "节点", "criteria": "通过", "owner": "甲", "after": ["t49", "t40"]}
    block = roadmap(*tasks, milestones=[stone | {"id": f"m{n}", "date": days[55]} for n in range(3)])
    (chart,) = charts(block)
    names = [span.name for span in chart.spans]
    assert names == [*(f"任务t{n}" for n in range(35)), "任务t48", "任务t49", "节点", "节点", "节点"]
    assert [span.after for span in chart.spans[35:38]] == [(), (35,), (36,)]
    assert plain_text(chart.note[0]) == "共53项，图中列40项：先取关键路径与里程碑，余者依表中次序。"


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


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghx"), max_size=4).map(tuple)))
def test_order_and_followers_agree_with_the_standard_library(graph: dict[str, tuple[str, ...]]) -> None:
    known = {node: {other for other in after if other in graph} for node, after in graph.items()}
    order = in_order(graph)
    if find_cycles(graph):
        assert order == ()
        return
    assert sorted(order) == sorted(graph)
    places = {node: place for place, node in enumerate(order)}
    assert all(places[other] < places[node] for node, after in known.items() for other in after)

    def behind(node: str) -> set[str]:
        direct = {other for other, after in known.items() if node in after}
        return direct.union(*map(behind, direct))

    assert count_followers(graph) == {node: len(behind(node)) for node in graph}


def test_milestones_stand_by_date_and_alone_take_the_slot() -> None:
    def milestone(name: str, day: str) -> dict[str, str]:
        return {"id": name, "name": name, "date": day, "criteria": "通过", "owner": "甲"}

    stones = [milestone("later", "2027-01-01"), milestone("sooner", "2026-01-01")]
    (table,) = tables(Roadmap.model_validate({"milestones": stones}), BlockPlace("a.b.c", "zh", "题名"))
    assert (table.id, table.caption) == ("a.b.c", "题名")
    assert [row[:3] for row in cells(table)] == [["M1", "sooner", "2026-01-01"], ["M2", "later", "2027-01-01"]]
    assert texts(Roadmap.model_validate({"milestones": stones})) == {
        "later.date": "2027年1月1日",
        "sooner.date": "2026年1月1日",
    }
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


def test_a_slip_of_the_pen_is_guessed_and_a_heap_of_them_is_not() -> None:
    days = ("2026-02-01", "2026-02-28")
    (fault,) = found(roadmap(task("member_std", *days), task("b", "2026-03-01", "2026-03-31", "member_sdt")))
    assert (fault.hint, fault.values["near"]) == ("did you mean {near}?", "member_std")
    many = [task(f"t{n}", *days, f"x{n}") for n in range(30)]
    assert {fault.hint for fault in found(roadmap(*many))} == {"name the id of a task of this roadmap"}
