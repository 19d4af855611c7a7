"""PG201 and PG407 to PG410 over the whole plan: who owns it, who pays for it, who measures it, what comes before it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from plangen.blocks.delivery.action_list import ActionList
from plangen.blocks.delivery.initiatives import Initiatives
from plangen.blocks.delivery.milestones import Milestones
from plangen.blocks.delivery.roadmap import Roadmap
from plangen.blocks.finance.budget_allocation import BudgetAllocation
from plangen.blocks.governance.risk_register import RiskRegister
from plangen.blocks.performance.early_warning import EarlyWarning
from plangen.blocks.performance.goals import Goals
from plangen.blocks.performance.scorecard import KpiScorecard
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.plan import LoadedSlot, Plan
from plangen.rules.base import Examined
from plangen.rules.blocks import blocks_of, place_in, shown_place

_NAMED = ("goals", "kpi_scorecard", "initiatives", "roadmap", "milestones")


def risk_without_response(examined: Examined) -> Iterator[Diagnostic]:
    """PG407: a risk has no owner, no trigger (nor an early warning in its place) or no response."""
    plan = examined.plan
    warnings = {item.id for _, block in blocks_of(plan, EarlyWarning) for item in block.items}
    unread = any(slot.place.spec.type == "early_warning" and slot.content is None for slot in plan.slots.values())
    for slot, block in blocks_of(plan, RiskRegister):
        for index, risk in enumerate(block.items):
            at = place_in(slot, ("items", index))
            if not risk.owner:
                message = "the risk {name} has no owner"
                yield finding("PG407", at, message, "add owner: who watches it and acts", name=risk.name)
            if not risk.trigger and not risk.warning:
                message = "the risk {name} has no trigger"
                hint = "add trigger: what tells that it comes true, or warning: the id of an early-warning indicator"
                yield finding("PG407", at, message, hint, name=risk.name)
            if not risk.mitigation:
                message = "the risk {name} has no response"
                yield finding("PG407", at, message, "add mitigation: what is done about it", name=risk.name)
            if risk.warning and risk.warning not in warnings and not unread:
                near = get_close_matches(risk.warning, warnings, 1)
                message = "the risk {name} waits for the early warning {warning}, which no block has"
                hint = (
                    "did you mean {near}?" if near else "name the id of an early-warning indicator, or write a trigger"
                )
                values = {"name": risk.name, "warning": risk.warning, "near": near[0] if near else ""}
                yield finding("PG201", place_in(slot, ("items", index, "warning")), message, hint, **values)


def initiative_not_carried(examined: Examined) -> Iterator[Diagnostic]:
    """PG408: an initiative has no budget, no owner or no task in the roadmap, or a task belongs to no initiative."""
    plan = examined.plan
    catalogues = list(blocks_of(plan, Initiatives))
    roadmaps = [(slot, block) for slot, block in blocks_of(plan, Roadmap) if block.tasks]
    for slot, block in catalogues:
        for index, item in enumerate(block.items):
            at = place_in(slot, ("items", index))
            if item.budget is None:
                message = "the initiative {name} has no budget"
                hint = "add budget: the amount it may spend, such as EUR 2.6 million"
                yield finding("PG408", at, message, hint, name=item.name)
            if not item.owner:
                message = "the initiative {name} has no owner"
                yield finding("PG408", at, message, "add owner: who answers for its result", name=item.name)
    if catalogues:
        yield from _rows_without_initiative(plan, catalogues)
    if not catalogues or not roadmaps:
        return
    streams = {task.stream for _, block in roadmaps for task in block.tasks if task.stream}
    known = {name for _, block in catalogues for item in block.items for name in (item.id, item.name)}
    where = shown_place(roadmaps[0][0].at)
    for slot, block in catalogues:
        for index, item in enumerate(block.items):
            if not streams & {item.id, item.name}:
                message = "the initiative {name} ({id}) has no task in the roadmap in {place}"
                hint = "add a task with stream: {id}, or drop the initiative"
                at = place_in(slot, ("items", index, "id"))
                yield finding("PG408", at, message, hint, name=item.name, id=item.id, place=where)
    where = shown_place(catalogues[0][0].at)
    for slot, roadmap in roadmaps:
        yield from _tasks_without_initiative(slot, roadmap, known, where)


def _rows_without_initiative(plan: Plan, catalogues: list[tuple[LoadedSlot, Initiatives]]) -> Iterator[Diagnostic]:
    """Yield rows of a budget by initiative that belong to none, and initiatives that have no row in it."""
    items = [(slot, index, item) for slot, block in catalogues for index, item in enumerate(block.items)]
    ids = {item.name: item.id for _, _, item in items}
    where = shown_place(catalogues[0][0].at)
    for slot, budget in blocks_of(plan, BudgetAllocation):
        rows = {name for row in budget.rows for name in (row.id, row.name)}
        if not rows & {*ids, *ids.values()}:
            continue  # a budget by something else
        for index, row in enumerate(budget.rows):
            if row.id in ids.values():
                continue
            near = [ids[row.name]] if row.name in ids else get_close_matches(row.id, ids.values(), 1)
            message = "the row {name} ({id}) of the budget belongs to no initiative of {place}"
            hint = "did you mean {near}?" if near else "write the id of its initiative, or add the initiative"
            values = {"name": row.name, "id": row.id, "place": where, "near": near[0] if near else ""}
            yield finding("PG408", place_in(slot, ("rows", index, "id")), message, hint, **values)
        for own, index, item in items:
            if not rows & {item.id, item.name}:
                message = "the initiative {name} ({id}) has no row in the budget in {place}"
                hint = "add a row with id: {id}, or drop the initiative"
                at = place_in(own, ("items", index, "id"))
                yield finding("PG408", at, message, hint, name=item.name, id=item.id, place=shown_place(slot.at))


def _tasks_without_initiative(slot: LoadedSlot, roadmap: Roadmap, known: set[str], where: str) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for index, task in enumerate(roadmap.tasks):
        stream = task.stream or ""
        if stream in known or stream in roadmap.support or (stream and stream in told):
            continue
        told.add(stream)
        near = get_close_matches(stream, known, 1) if stream else []
        values = {"name": task.name, "stream": stream, "place": where, "near": near[0] if near else ""}
        if not stream:
            message = "the task {name} belongs to no initiative of {place}"
            hint = "add stream: the id of its initiative"
            yield finding("PG408", place_in(slot, ("tasks", index)), message, hint, **values)
            continue
        message = "the task {name} belongs to {stream}, which is no initiative of {place}"
        hint = "did you mean {near}?" if near else "add the initiative, or list {stream} under support: of the roadmap"
        yield finding("PG408", place_in(slot, ("tasks", index, "stream")), message, hint, **values)


def kpi_nobody_measures(examined: Examined) -> Iterator[Diagnostic]:
    """PG409: an indicator has no owner or no cadence, or a goal is neither an indicator nor says how it is measured."""
    plan = examined.plan
    scorecards = list(blocks_of(plan, KpiScorecard))
    for slot, block in scorecards:
        for index, kpi in enumerate(block.items):
            at = place_in(slot, ("items", index))
            if not kpi.owner:
                message = "nobody measures the indicator {name}: it has no owner"
                yield finding("PG409", at, message, "add owner: who reports it", name=kpi.name)
            if not kpi.cadence:
                message = "nobody measures the indicator {name}: it has no cadence"
                yield finding("PG409", at, message, "add cadence: how often, such as monthly", name=kpi.name)
    if not scorecards:
        return
    measured = {name for _, block in scorecards for kpi in block.items for name in (kpi.id, kpi.name)}
    where = shown_place(scorecards[0][0].at)
    for slot, goals in blocks_of(plan, Goals):
        for index, goal in enumerate(goals.items):
            if goal.cadence or measured & {goal.id, goal.name}:
                continue
            message = "nobody measures the goal {name}: the scorecard in {place} has no indicator {id}"
            hint = "add an indicator with this id to the scorecard, or cadence: to the goal"
            at = place_in(slot, ("items", index, "id"))
            yield finding("PG409", at, message, hint, name=goal.name, id=goal.id, place=where)


def dangling_id(examined: Examined) -> Iterator[Diagnostic]:
    """PG201: an initiative names a goal, or an action names what it prepares, by an id that no block has."""
    plan = examined.plan
    if any(slot.content is None and slot.place.spec.type in _NAMED for slot in plan.slots.values()):
        return  # the block that would have the id is open
    aims = {goal.id for _, block in blocks_of(plan, Goals) for goal in block.items}
    aims |= {kpi.id for _, block in blocks_of(plan, KpiScorecard) for kpi in block.items}
    work = {item.id for _, block in blocks_of(plan, Initiatives) for item in block.items}
    work |= {task.id for _, block in blocks_of(plan, Roadmap) for task in block.tasks}
    work |= {stone.id for _, block in blocks_of(plan, Roadmap) for stone in block.milestones}
    work |= {item.id for _, block in blocks_of(plan, Milestones) for item in block.items}
    for slot, catalogue in blocks_of(plan, Initiatives):
        for index, item in enumerate(catalogue.items):
            for position, identifier in enumerate(item.goals):
                if aims and identifier not in aims:
                    at = place_in(slot, ("items", index, "goals", position))
                    yield _dangling("no goal and no indicator has the id {identifier}", identifier, aims, at)
    for slot, actions in blocks_of(plan, ActionList):
        for index, action in enumerate(actions.items):
            for position, identifier in enumerate(action.supports):
                if work and identifier not in work:
                    at = place_in(slot, ("items", index, "supports", position))
                    message = "no initiative, task or milestone has the id {identifier}"
                    yield _dangling(message, identifier, work, at)


def _dangling(message: str, identifier: str, known: set[str], at: Position) -> Diagnostic:
    near = get_close_matches(identifier, known, 1)
    hint = "did you mean {near}?" if near else "name an id that exists, or delete this one"
    return finding("PG201", at, message, hint, identifier=identifier, near=near[0] if near else "")


@dataclass(frozen=True, slots=True)
class _Predecessor:
    name: str
    ends: date
    at: Position


def milestone_before_predecessor(examined: Examined) -> Iterator[Diagnostic]:
    """PG410: a milestone is due before a task or milestone of another block, which it follows, has ended."""
    plan = examined.plan
    for slot, block in blocks_of(plan, Milestones):
        own = {item.id for item in block.items}
        known = _predecessors(plan, slot)
        for index, item in enumerate(block.items):
            for position, identifier in enumerate(item.after):
                if identifier in own:
                    continue  # the block itself looks at those
                at = place_in(slot, ("items", index, "after", position))
                before = known.get(identifier)
                if before is None:
                    if any(s.place.spec.type == "roadmap" and s.content is None for s in plan.slots.values()):
                        continue  # the roadmap that would have it is open
                    near = get_close_matches(identifier, known, 1)
                    message = "no task or milestone of the plan has the id {identifier}"
                    hint = "did you mean {near}?" if near else "name the id of a task or a milestone"
                    values = {"identifier": identifier, "near": near[0] if near else ""}
                    yield finding("PG201", at, message, hint, **values)
                elif item.date < before.ends:
                    message = "{name} is due on {due}, but {before}, which comes first, ends only on {end} in {place}"
                    hint = "move one of the two dates, or remove the dependency"
                    dates = {"due": item.date, "end": before.ends, "place": shown_place(before.at)}
                    yield finding("PG410", at, message, hint, name=item.name, before=before.name, **dates)


def _predecessors(plan: Plan, without: LoadedSlot) -> dict[str, _Predecessor]:
    """Return the tasks and milestones of all blocks but one, by id."""
    known: dict[str, _Predecessor] = {}
    for slot, roadmap in blocks_of(plan, Roadmap):
        for index, stone in enumerate(roadmap.milestones):
            at = place_in(slot, ("milestones", index, "date"))
            known.setdefault(stone.id, _Predecessor(stone.name, stone.date, at))
        for index, task in enumerate(roadmap.tasks):
            known[task.id] = _Predecessor(task.name, task.end, place_in(slot, ("tasks", index, "end")))
    for slot, block in blocks_of(plan, Milestones):
        if slot is not without:
            for index, item in enumerate(block.items):
                at = place_in(slot, ("items", index, "date"))
                known.setdefault(item.id, _Predecessor(item.name, item.date, at))
    return known
