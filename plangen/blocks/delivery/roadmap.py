"""The roadmap: what is done when and after what, what it costs, and what has to be true on which day."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from pydantic import Field, model_validator

from plangen.blocks.cells import cell, day_text, group
from plangen.blocks.charting import gantt
from plangen.blocks.delivery.amounts import summed, wrong_amounts
from plangen.blocks.delivery.milestones import (
    FEWEST_ROWS,
    MOST_ROWS,
    Milestone,
    by_date,
    check_milestones,
    milestone_spans,
    milestone_table,
    timeline,
)
from plangen.blocks.delivery.network import Activity, Schedule, find_cycles, nearest, schedule
from plangen.doctree import Block, Chart, Column, Row, Span, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Money,
    Outlay,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
)
from plangen.quantities import Stated, counted
from plangen.refusals import fault


class Task(Part):
    """One task; ``after`` names the tasks that have to end before it starts."""

    id: Identifier = Field(description="a short name of the task for references")
    name: Line = Field(description="what is done")
    start: Day = Field(description="its first day, inside the plan's horizon")
    end: Day = Field(description="its last day")
    after: tuple[Line, ...] = Field(default=(), description="ids of the tasks that have to end before it starts")
    owner: Line = Field(description="who answers for it")
    stream: Line | None = Field(
        default=None, description="the id or the name of the initiative it belongs to, such as I1"
    )
    cost: Money | None = Field(default=None, description="what it costs, such as EUR 400 thousand")

    @property
    def days(self) -> int:
        """Return the duration in calendar days, both ends counted."""
        return (self.end - self.start).days + 1


class Roadmap(StrategyBlock):
    """Tasks with their dependencies, critical path and float, and milestones with acceptance criteria.

    The critical path (Kelley and Walker, "Critical-Path Planning and Scheduling", 1959) is the chain of dependent tasks
    that holds the last finish; where no task waits longer than it has to, that is the longest chain. Durations and
    floats are calendar days; the dates of the roadmap count as the earliest ones.
    """

    example: ClassVar[str] = """\
tasks:
  - id: standards
    name: 会员与商品数据标准
    start: 2026-02-02
    end: 2026-05-29
    owner: 会员运营部
    stream: I1
    cost: 600万元
  - id: cdp
    name: 会员中台一期上线
    start: 2026-06-01
    end: 2026-11-30
    after: [standards]
    owner: 会员运营部
    stream: I1
    cost: 1,300万元
milestones:
  - {id: cdp_live, name: 会员中台一期上线, date: 2026-11-30, criteria: 核心会员数据打通并通过验收, owner: 会员运营部}
"""
    tasks: tuple[Task, ...] = Field(default=(), description="the tasks")
    milestones: tuple[Milestone, ...] = Field(default=(), description="the milestones; they are shown by date")
    support: tuple[Line, ...] = Field(
        default=(), description="streams of tasks that are no initiative, such as programme management"
    )

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not self.tasks and not self.milestones:
            raise fault("the roadmap has neither tasks nor milestones", "add tasks: or milestones:, or flag the slot")
        return self

    # --- checks ------------------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([task.id for task in self.tasks], "tasks")
        tasks = {task.id: task for task in self.tasks}
        guesses = nearest((name for task in self.tasks for name in task.after), tasks)
        for index, task in enumerate(self.tasks):
            yield from outside(task.start, surroundings.horizon, ("tasks", index, "start"), task.name)
            yield from outside(task.end, surroundings.horizon, ("tasks", index, "end"), task.name)
            if task.end < task.start:
                values: dict[str, object] = {"name": task.name, "start": task.start, "end": task.end}
                message = "{name} ends on {end}, before it starts on {start}"
                yield Fault("PG006", ("tasks", index, "end"), message, "exchange or correct the two dates", values)
            yield from self._check_task_order(task, index, tasks, guesses)
        last = {task.id: index for index, task in enumerate(self.tasks)}  # as in the graph, should an id stand twice
        for cycle in find_cycles({task.id: task.after for task in self.tasks}):
            index = last[cycle[0]]
            path = ("tasks", index, "after", self.tasks[index].after.index(cycle[1]))
            message = "tasks wait for each other: {chain}"
            hint = "remove one of these dependencies"
            yield Fault("PG403", path, message, hint, {"chain": " → ".join(cycle)})
        costs = ((task.name, task.cost, ("tasks", index, "cost")) for index, task in enumerate(self.tasks) if task.cost)
        yield from wrong_amounts(costs)
        yield from self._check_support()
        yield from check_milestones(self.milestones, "milestones", surroundings.horizon)
        yield from self._check_milestone_order(tasks)

    def _check_task_order(
        self, task: Task, index: int, tasks: Mapping[str, Task], guesses: Mapping[str, str]
    ) -> Iterator[Fault]:
        for position, identifier in enumerate(task.after):
            place = ("tasks", index, "after", position)
            before = tasks.get(identifier)
            if before is None:
                hint = "did you mean {near}?" if identifier in guesses else "name the id of a task of this roadmap"
                if any(milestone.id == identifier for milestone in self.milestones):
                    hint = "{identifier} is a milestone; name the task that ends with it"
                values = {"identifier": identifier, "near": guesses.get(identifier, "")}
                yield Fault("PG201", place, "no task has the id {identifier}", hint, values)
            elif task.start <= before.end:
                yield _too_early(task.name, task.start.isoformat(), before, place)

    def _check_milestone_order(self, tasks: Mapping[str, Task]) -> Iterator[Fault]:
        known = {*tasks, *(milestone.id for milestone in self.milestones)}
        guesses = nearest((name for stone in self.milestones for name in stone.after), known)
        for index, milestone in enumerate(self.milestones):
            if milestone.id in tasks:
                values = {"key": "id", "identifier": milestone.id}
                message = "{key} {identifier} is used by an earlier entry"
                yield Fault("PG202", ("milestones", index, "id"), message, "give each entry its own {key}", values)
            for position, identifier in enumerate(milestone.after):
                place = ("milestones", index, "after", position)
                if identifier not in known:
                    near = guesses.get(identifier, "")
                    message = "no task or milestone has the id {identifier}"
                    hint = "did you mean {near}?" if near else "name the id of a task or a milestone of this roadmap"
                    yield Fault("PG201", place, message, hint, {"identifier": identifier, "near": near})
                elif identifier in tasks and milestone.date < tasks[identifier].end:
                    message = "{name} is due on {due}, but {before} ends only on {end}"
                    hint = "move one of the two dates, or remove the dependency"
                    task = tasks[identifier]
                    dates: dict[str, object] = {"due": milestone.date, "end": task.end}
                    yield Fault("PG410", place, message, hint, {"name": milestone.name, "before": task.name, **dates})

    def _check_support(self) -> Iterator[Fault]:
        streams = {task.stream for task in self.tasks if task.stream}
        guesses = nearest(self.support, streams)
        for index, stream in enumerate(self.support):
            if stream not in streams:
                near = guesses.get(stream, "")
                message = "no task has the stream {stream}"
                hint = "did you mean {near}?" if near else "write stream: {stream} at the tasks that belong to it"
                yield Fault("PG201", ("support", index), message, hint, {"stream": stream, "near": near})

    # --- figures -----------------------------------------------------------------------------------------------------

    def schedule(self) -> Schedule:
        """Return critical path and floats by the critical path method."""
        return schedule({task.id: Activity(task.start.toordinal(), task.days, task.after) for task in self.tasks})

    def critical_path(self) -> tuple[Task, ...]:
        """Return the chain of tasks that holds the last finish, in order; empty without tasks or with a cycle."""
        tasks = {task.id: task for task in self.tasks}
        return tuple(tasks[identifier] for identifier in self.schedule().critical)

    def streams(self) -> dict[str, list[Task]]:
        """Return the tasks by stream, both in the editor's order; what has no stream stands under an empty name."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.stream or "", []).append(task)
        return found

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        floats = self.schedule().floats
        if self.tasks:
            found["count"] = counted(len(self.tasks))
            found["streams"] = counted(sum(bool(s) and s not in self.support for s in self.streams()))
        for task in self.tasks:
            found[f"{task.id}.start"] = task.start
            found[f"{task.id}.end"] = task.end
            found[f"{task.id}.days"] = counted(task.days)
            if task.id in floats:
                found[f"{task.id}.float"] = counted(floats[task.id])
            if task.cost:
                found[f"{task.id}.cost"] = task.cost
        for milestone in self.milestones:
            found[f"{milestone.id}.date"] = milestone.date
        if path := self.critical_path():
            found["critical_path"] = " → ".join(task.name for task in path)
            found["critical_days"] = counted(sum(task.days for task in path))
        return found

    def outlays(self) -> Iterator[Outlay]:
        first: dict[str, int] = {}
        for index, task in enumerate(self.tasks):
            first.setdefault(task.stream or "", index)
        for stream, tasks in self.streams().items():
            amounts = [task.cost for task in tasks if task.cost]
            amount = summed(amounts)
            if stream and stream not in self.support and amount and len(amounts) == len(tasks):
                yield Outlay("initiative", stream, amount, ("tasks", first[stream], "cost"))

    # --- nodes -------------------------------------------------------------------------------------------------------

    def lower(self, place: BlockPlace) -> list[Block]:
        if not self.tasks:
            caption = place.caption or label(place.language, "milestones_caption")
            table = milestone_table(self.milestones, place, place.path, caption)
            return [table, *timeline(self.milestones, place)]
        nodes: list[Block] = [self._task_table(place), *self._gantt(place)]
        if self.milestones:
            caption = label(place.language, "milestones_caption")
            nodes.append(milestone_table(self.milestones, place, f"{place.path}.milestones", caption))
        return nodes

    def _task_table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        network = self.schedule()
        streams = self.streams()
        tasks = [task for members in streams.values() for task in members]
        names = {task.id: f"T{number}" for number, task in enumerate(tasks, start=1)}
        priced = any(task.cost for task in tasks)
        columns = (
            Column(word("number"), "center"),
            Column(word("task")),
            Column(word("start"), "center"),
            Column(word("end"), "center"),
            Column(word("after"), "center"),
            Column(word("owner")),
            *((Column(word("task_cost"), "right"),) if priced else ()),
            *((Column(word("float"), "right"),) if network.critical else ()),
        )

        def row(number: int, task: Task) -> Row:
            critical = task.id in network.critical
            spare = f"{'● ' if critical else ''}{network.floats.get(task.id, '')}"
            return Row(
                (
                    cell(f"T{number}"),
                    cell(task.name),
                    cell(day_text(task.start, place.language)),
                    cell(day_text(task.end, place.language)),
                    cell(word("joint").join(names.get(other, other) for other in task.after) or "—"),
                    cell(task.owner),
                    *((cell(task.cost.text if task.cost else "—"),) if priced else ()),
                    *((cell(spare, "strong" if critical else ""),) if network.critical else ()),
                )
            )

        rows: list[Row] = []
        number = 0
        for stream, members in streams.items():
            if len(streams) > 1 or stream:
                rows.append(group(self._stream_title(stream, members, place.language), len(columns)))
            for task in members:
                number += 1
                rows.append(row(number, task))
        if priced and (total := self._total()):
            empty = (cell(""),) * 4
            last = (cell(total),) + ((cell(""),) if network.critical else ())
            rows.append(Row((cell(""), cell(word("total")), *empty, *last), "total"))
        notes = ""
        if network.critical:
            chain = " → ".join(names[identifier] for identifier in network.critical)
            notes = word(
                "critical_note", chain=chain, days=counted(sum(task.days for task in self.critical_path())).text
            )
            notes += word("float_note")
        note = (Text(notes),) if notes else ()
        caption = place.caption or word("roadmap_caption")
        return Table(columns, tuple(rows), caption, place.path, note=note, origin=place.origin)

    def _total(self) -> str:
        """Write what all tasks cost; nothing while one of an initiative has no cost."""
        if any(task.cost is None and task.stream not in self.support for task in self.tasks):
            return ""
        total = summed([task.cost for task in self.tasks if task.cost])
        return total.text if total else ""

    def _stream_title(self, stream: str, tasks: list[Task], language: str) -> str:
        values: dict[str, object] = {"stream": stream or label(language, "stream_other")}
        first, last = min(task.start for task in tasks), max(task.end for task in tasks)
        values |= {"start": day_text(first, language), "end": day_text(last, language)}
        cost = summed([task.cost for task in tasks if task.cost])
        if cost and all(task.cost for task in tasks):
            return label(language, "stream_dates_cost", cost=cost.text, **values)
        return label(language, "stream_dates", **values)

    def _gantt(self, place: BlockPlace) -> list[Chart]:
        """Return the chart over time; of many rows it shows the critical path, the milestones, and what fits."""
        critical = set(self.schedule().critical)
        tasks = [task for members in self.streams().values() for task in members]
        stones = by_date(self.milestones)
        count = len(tasks) + len(stones)
        if count < FEWEST_ROWS - 1:
            return []
        first = [number for number, task in enumerate(tasks) if task.id in critical]
        others = [number for number, task in enumerate(tasks) if task.id not in critical]
        chosen = {*[*first, *range(len(tasks), count), *others][:MOST_ROWS]}
        shown = [task for number, task in enumerate(tasks) if number in chosen]
        stones = [stone for number, stone in enumerate(stones, start=len(tasks)) if number in chosen]
        rows = {task.id: number for number, task in enumerate(shown)}
        spans = [
            Span(
                task.name,
                task.start.isoformat(),
                task.end.isoformat(),
                task.stream or "",
                critical=task.id in critical,
                after=tuple(dict.fromkeys(rows[other] for other in task.after if other in rows)),
            )
            for task in shown
        ]
        spans += milestone_spans(stones, rows, len(spans), label(place.language, "milestone"))
        note = label(place.language, "gantt_cut", count=count, shown=len(spans)) if len(spans) < count else ""
        return [gantt(place, "gantt", label(place.language, "gantt_caption"), spans, note=note)]


def _too_early(name: str, begins: str, before: Task, place: tuple[str | int, ...]) -> Fault:
    message = "{name} begins on {begins}, but {before} ends only on {end}"
    hint = "move one of the two dates, or remove the dependency"
    return Fault(
        "PG410", place, message, hint, {"name": name, "begins": begins, "before": before.name, "end": before.end}
    )
