"""Roadmap and responsibilities: what is done when, after what, and who answers for it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from plangen.blocks.cells import cell
from plangen.doctree import Block, Cell, Column, Row, Table, Text
from plangen.labels import label, localised_date
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
    shown,
)
from plangen.refusals import fault


class Task(Part):
    """One task; ``after`` names the tasks that have to end before it starts."""

    id: Identifier
    name: Line
    start: Day
    end: Day
    after: tuple[Line, ...] = ()
    owner: Line
    stream: Line | None = None

    @property
    def days(self) -> int:
        """Return the duration in calendar days, both ends counted."""
        return (self.end - self.start).days + 1


class Milestone(Part):
    """A day on which something has to be true, and how that is judged."""

    id: Identifier
    name: Line
    date: Day
    criteria: Line
    owner: Line
    after: tuple[Line, ...] = ()


class Roadmap(StrategyBlock):
    """Tasks with their dependencies and critical path, and milestones with acceptance criteria.

    The critical path is the chain of dependent tasks with the longest total duration (Kelley and Walker, "Critical-Path
    Planning and Scheduling", 1959), durations in calendar days.
    """

    example: ClassVar[str] = """\
tasks:
  - {id: standards, name: 会员与商品数据标准, start: 2026-02-02, end: 2026-05-29, owner: 会员运营部}
  - {id: cdp, name: 会员中台一期上线, start: 2026-06-01, end: 2026-11-30, after: [standards], owner: 会员运营部}
milestones:
  - {id: cdp_live, name: 会员中台一期上线, date: 2026-11-30, criteria: 核心会员数据打通并通过验收, owner: 会员运营部}
"""
    tasks: tuple[Task, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not self.tasks and not self.milestones:
            raise fault("the roadmap has neither tasks nor milestones", "add tasks: or milestones:, or flag the slot")
        return self

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([task.id for task in self.tasks], "tasks")
        yield from repeated([milestone.id for milestone in self.milestones], "milestones")
        for index, task in enumerate(self.tasks):
            yield from outside(task.start, surroundings.horizon, ("tasks", index, "start"), task.name)
            yield from outside(task.end, surroundings.horizon, ("tasks", index, "end"), task.name)
            if task.end < task.start:
                values: dict[str, object] = {"name": task.name, "start": task.start, "end": task.end}
                message = "{name} ends on {end}, before it starts on {start}"
                yield Fault("PG006", ("tasks", index, "end"), message, "exchange or correct the two dates", values)
            yield from self._check_after(task.after, ("tasks", index), task)
        for index, milestone in enumerate(self.milestones):
            yield from outside(milestone.date, surroundings.horizon, ("milestones", index, "date"), milestone.name)
            yield from self._check_after(milestone.after, ("milestones", index), milestone)
        last = {task.id: index for index, task in enumerate(self.tasks)}  # as in the graph, should an id stand twice
        for cycle in find_cycles({task.id: task.after for task in self.tasks}):
            index = last[cycle[0]]
            path = ("tasks", index, "after", self.tasks[index].after.index(cycle[1]))
            message = "tasks wait for each other: {chain}"
            hint = "remove one of these dependencies"
            yield Fault("PG403", path, message, hint, {"chain": " → ".join(cycle)})

    def _check_after(
        self, after: tuple[str, ...], path: tuple[str | int, ...], waiting: Task | Milestone
    ) -> Iterator[Fault]:
        tasks = {task.id: task for task in self.tasks}
        begins = waiting.start if isinstance(waiting, Task) else waiting.date
        for position, identifier in enumerate(after):
            place = (*path, "after", position)
            before = tasks.get(identifier)
            if before is None:
                near = get_close_matches(identifier, tasks, 1)
                hint = "did you mean {near}?" if near else "name the id of a task of this roadmap"
                values = {"identifier": identifier, "near": near[0] if near else ""}
                yield Fault("PG201", place, "no task has the id {identifier}", hint, values)
            elif begins < before.end or (isinstance(waiting, Task) and begins == before.end):
                message = "{name} begins on {begins}, but {before} ends only on {end}"
                hint = "move one of the two dates, or remove the dependency"
                dates = {"name": waiting.name, "begins": begins, "before": before.name, "end": before.end}
                yield Fault("PG410", place, message, hint, dates)

    def critical_path(self) -> tuple[Task, ...]:
        """Return the longest chain of dependent tasks in order; empty without tasks or with a cycle."""
        tasks = {task.id: task for task in self.tasks}
        if not tasks or find_cycles({task.id: task.after for task in self.tasks}):
            return ()
        best: dict[str, tuple[int, str | None]] = {}
        waiting = list(tasks)
        while waiting:
            task = tasks[waiting[-1]]
            before = [other for other in task.after if other in tasks]
            if unknown := [other for other in before if other not in best]:
                waiting.extend(unknown)
                continue
            waiting.pop()
            longest = max(before, key=lambda other: best[other][0], default=None)
            best[task.id] = (task.days + (best[longest][0] if longest else 0), longest)
        last: str | None = max(tasks, key=lambda identifier: best[identifier][0])
        chain: list[Task] = []
        while last is not None:
            chain.append(tasks[last])
            last = best[last][1]
        return tuple(reversed(chain))

    def values(self, language: str) -> dict[str, str]:
        found = {}
        for task in self.tasks:
            found[f"{task.id}.start"] = localised_date(language, task.start.isoformat())
            found[f"{task.id}.end"] = localised_date(language, task.end.isoformat())
            found[f"{task.id}.name"] = task.name
        for milestone in self.milestones:
            found[f"{milestone.id}.date"] = localised_date(language, milestone.date.isoformat())
            found[f"{milestone.id}.name"] = milestone.name
        if path := self.critical_path():
            found["critical_path"] = " → ".join(task.name for task in path)
            found["critical_days"] = str(sum(task.days for task in path))
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        tables: list[Block] = []
        if self.tasks:
            tables.append(self._task_table(place))
        if self.milestones:
            tables.append(self._milestone_table(place, alone=not self.tasks))
        return tables

    def _task_table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        critical = {task.id for task in self.critical_path()}
        names = {task.id: f"T{number}" for number, task in enumerate(self.tasks, start=1)}
        streams = any(task.stream for task in self.tasks)
        columns = (
            Column(word("number"), "center"),
            Column(word("task")),
            *((Column(word("stream"), "center"),) if streams else ()),
            Column(word("start"), "center"),
            Column(word("end"), "center"),
            Column(word("after"), "center"),
            Column(word("owner")),
            Column(word("critical"), "center"),
        )
        rows = tuple(
            Row(
                (
                    cell(names[task.id]),
                    cell(task.name),
                    *((cell(task.stream or "—"),) if streams else ()),
                    cell(task.start.isoformat()),
                    cell(task.end.isoformat()),
                    cell(word("joint").join(names.get(other, other) for other in task.after) or "—"),
                    cell(task.owner),
                    cell("●" if task.id in critical else "", "strong" if task.id in critical else ""),
                )
            )
            for task in self.tasks
        )
        path = self.critical_path()
        chain = " → ".join(names[task.id] for task in path)
        note = word("critical_note", chain=chain, days=sum(task.days for task in path)) if path else ""
        caption = place.caption or word("roadmap_caption")
        notes = (Text(note),) if note else ()
        return Table(columns, rows, caption, place.path, note=notes, origin=place.origin)

    def _milestone_table(self, place: BlockPlace, *, alone: bool) -> Table:
        def word(key: str) -> str:
            return label(place.language, key)

        columns = (
            Column(word("number"), "center"),
            Column(word("milestone")),
            Column(word("due"), "center"),
            Column(word("criteria")),
            Column(word("owner")),
        )
        rows = tuple(
            Row((cell(f"M{number}"), cell(m.name), cell(m.date.isoformat()), cell(m.criteria), cell(m.owner)))
            for number, m in enumerate(sorted(self.milestones, key=lambda m: m.date), start=1)
        )
        caption = (place.caption if alone else "") or word("milestones_caption")
        path = place.path if alone else f"{place.path}.milestones"
        return Table(columns, rows, caption, path, origin=place.origin)


def find_cycles(graph: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return each cycle once, as ids in order of dependency with the first repeated at the end."""
    cycles: list[tuple[str, ...]] = []
    done: set[str] = set()
    for root in graph:
        trail: list[str] = []
        stack: list[tuple[str, int]] = [(root, 0)]
        while stack:
            node, step = stack.pop()
            if step == 0:
                if node in done:
                    continue
                trail.append(node)
            following = [other for other in graph[node] if other in graph]
            if step < len(following):
                stack.append((node, step + 1))
                other = following[step]
                if other in trail:
                    cycles.append((*trail[trail.index(other) :], other))
                elif other not in done:
                    stack.append((other, 0))
            else:
                done.add(node)
                trail.pop()
    return cycles


def _letters(value: object) -> object:
    """Read ``A/R``, ``ar`` or ``R、C`` as the letters it holds."""
    if isinstance(value, str):
        letters = [letter for letter in value.upper() if letter not in " /、,，"]
        if letters and set(letters) <= set("RACI"):
            return tuple(dict.fromkeys(letters))
    raise fault("{value} is no RACI role", "use R, A, C or I, or two of them as in A/R", value=shown(value))


Letters = Annotated[tuple[Literal["R", "A", "C", "I"], ...], BeforeValidator(_letters)]


class Activity(Part):
    """One piece of work and what each role has to do with it."""

    activity: Line
    assign: dict[str, Letters]


class Raci(StrategyBlock):
    """A responsibility matrix: R does it, A answers for it, C is asked, I is told. Exactly one A in each row."""

    example: ClassVar[str] = """\
roles: [战略办公室, 财务部, 会员运营部]
rows:
  - {activity: 会员中台建设, assign: {会员运营部: A, 战略办公室: C, 财务部: I}}
"""
    roles: Annotated[tuple[Line, ...], Field(min_length=1, max_length=16)]
    rows: Annotated[tuple[Activity, ...], Field(min_length=1)]

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        for index, role in enumerate(self.roles):
            if role in self.roles[:index]:
                yield Fault("PG202", ("roles", index), "the role {role} is named twice", "delete one", {"role": role})
        for index, row in enumerate(self.rows):
            for role in row.assign:
                if role not in self.roles:
                    near = get_close_matches(role, self.roles, 1)
                    hint = "did you mean {near}?" if near else "add it to roles:"
                    values: dict[str, Any] = {"role": role, "near": near[0] if near else ""}
                    yield Fault(
                        "PG201", ("rows", index, "assign", role), "roles: does not list {role}", hint, values, key=True
                    )
            answering = [role for role, letters in row.assign.items() if "A" in letters]
            if len(answering) != 1:
                values = {"activity": row.activity, "count": len(answering), "who": "、".join(answering)}
                message = "{activity}: {count} roles have an A ({who})" if answering else "{activity}: no role has an A"
                hint = "give the A to exactly one role, the one that answers for the result"
                yield Fault("PG404", ("rows", index, "assign"), message, hint, values)

    def values(self, language: str) -> dict[str, str]:
        return {"count": str(len(self.rows))}

    def lower(self, place: BlockPlace) -> list[Block]:
        columns = (Column(label(place.language, "activity")), *(Column(role, "center") for role in self.roles))
        rows = tuple(
            Row((cell(row.activity), *(self._cell(row.assign.get(role, ())) for role in self.roles)))
            for row in self.rows
        )
        caption = place.caption or label(place.language, "raci_caption")
        note = (Text(label(place.language, "raci_note")),)
        return [Table(columns, rows, caption, place.path, note=note, header_column=True, origin=place.origin)]

    def _cell(self, letters: tuple[str, ...]) -> Cell:
        return cell("/".join(letters), "strong" if "A" in letters else "")
