"""PG406: do all blocks plan to spend the same money?

What differs because something above it differs is not said again: stages are compared only where the totals agree,
years only where totals and stages do, an initiative's tasks only where every task has its initiative.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from plangen.blocks.delivery.initiatives import Initiatives
from plangen.blocks.delivery.roadmap import Roadmap
from plangen.blocks.delivery.stage_gates import StageGates
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import listed, translate
from plangen.model import Outlay
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import money, money_text
from plangen.rules.base import Examined
from plangen.rules.blocks import blocks_of, place_in, planned_outlays, rank, shown_place

# Whose amount the others are held against, where several blocks give one.
_PAYING = ("staged_budget", "initiatives", "budget_allocation", "financial_model", "roadmap")

Planned = tuple[LoadedSlot, Outlay, Position]
_SPENT_ON = {
    "total": "the whole budget",
    "stage": "the budget of the stage {key}",
    "initiative": "the budget of the initiative {key}",
    "year": "the budget of the year {key}",
    "part": "the budget of {key}",
}


def amounts_that_do_not_add_up(examined: Examined) -> Iterator[Diagnostic]:
    """PG406: blocks plan different amounts for the same total, stage, initiative or year, or years and stages clash."""
    plan = examined.plan
    planned = [entry for entry in planned_outlays(plan) if entry[1].scope != "initiative" or _is_complete(entry, plan)]
    ids = {item.name: item.id for _, block in blocks_of(plan, Initiatives) for item in block.items}
    same: dict[tuple[str, str], dict[str, Planned]] = {}
    for slot, outlay, at in planned:
        key = ids.get(outlay.key, outlay.key) if outlay.scope == "initiative" else outlay.key
        by_slot = same.setdefault((outlay.scope, key), {})
        by_slot[slot.name] = _together(by_slot[slot.name], outlay) if slot.name in by_slot else (slot, outlay, at)
    totals = same.get(("total", ""), {})
    for (scope, _), entries in same.items():
        first, *others = sorted(entries.values(), key=_rank)
        for other in others:
            if scope != "stage" or _comparable(first[0], other[0], planned, totals):
                yield from _unequal(first, other)
    if totals:
        yield from _beyond_total(min(totals.values(), key=_rank), planned)
    yield from _stages_of_other_names(planned)
    yield from _years_against_stages(planned, totals)
    yield from _caps_too_low(plan, planned, totals)


def _rank(entry: Planned) -> int:
    return rank(entry[0], _PAYING)


def _is_complete(entry: Planned, plan: Plan) -> bool:
    """Tell whether a block's sums by initiative hold all there is: not those of a roadmap with tasks of none."""
    roadmap = entry[0].content
    known = {name for _, block in blocks_of(plan, Initiatives) for item in block.items for name in (item.id, item.name)}
    if not isinstance(roadmap, Roadmap) or not known:
        return True
    return all((task.stream or "") in known or task.stream in roadmap.support for task in roadmap.tasks)


def _together(known: Planned, more: Outlay) -> Planned:
    """Add what one block spends on the same thing under another name for it."""
    slot, outlay, at = known
    amount = money(outlay.amount.base + more.amount.base, outlay.amount, places=9)
    return slot, replace(outlay, amount=amount), at


def _comparable(one: LoadedSlot, other: LoadedSlot, planned: list[Planned], totals: dict[str, Planned]) -> bool:
    """Tell whether two blocks plan the same total, and each as much in its stages: then the stages can be compared."""
    amounts = [totals[slot.name][1].amount.base for slot in (one, other) if slot.name in totals]
    if len(set(amounts)) > 1:
        return False
    for slot in (one, other):
        stages = [entry[1].amount.base for entry in planned if entry[0] is slot and entry[1].scope == "stage"]
        if stages and slot.name in totals and sum(stages, Decimal(0)) != totals[slot.name][1].amount.base:
            return False
    return True


def _unequal(first: Planned, other: Planned) -> Iterator[Diagnostic]:
    one, two = other[1].amount, first[1].amount
    what = translate(_SPENT_ON[other[1].scope]).format(key=other[1].key)
    values = {"one": one.text, "other": two.text, "place": shown_place(first[2]), "what": what}
    if one.dimension != two.dimension:
        message = "{what}: {one} here and {other} in {place} are of different currencies"
        yield finding("PG406", other[2], message, "write both in the same currency", **values)
    elif one.base != two.base:
        message = "{what} is {one} here and {other} in {place}, a difference of {gap}"
        hint = "correct one of the two, so that the plan spends the same amount in all chapters"
        yield finding("PG406", other[2], message, hint, gap=money_text(abs(one.base - two.base), two), **values)


def _beyond_total(total: Planned, planned: list[Planned]) -> Iterator[Diagnostic]:
    """Yield blocks whose initiatives together cost more than the whole budget.

    A total that itself is made of initiatives is held against them one by one.
    """
    if any(entry[0] is total[0] and entry[1].scope == "initiative" for entry in planned):
        return
    slots = {id(entry[0]): entry[0] for entry in planned}
    for slot in slots.values():
        mine = [entry for entry in planned if entry[0] is slot]
        spent = [entry for entry in mine if entry[1].scope == "initiative"]
        if not spent or any(entry[1].scope == "total" for entry in mine):
            continue
        if any(entry[1].amount.dimension != total[1].amount.dimension for entry in spent):
            continue
        amount = sum((entry[1].amount.base for entry in spent), Decimal(0))
        if amount > total[1].amount.base:
            message = "the initiatives cost {one} together, more than the whole budget of {other} in {place}"
            hint = "lower the amounts, or raise the budget"
            one, other = money_text(amount, total[1].amount), total[1].amount.text
            yield finding("PG406", spent[0][2], message, hint, one=one, other=other, place=shown_place(total[2]))


# --- stages ----------------------------------------------------------------------------------------------------------


def _stages_by_slot(planned: list[Planned]) -> list[list[Planned]]:
    """Return the stages of each block that has some, the leading block first."""
    found: dict[str, list[Planned]] = {}
    for entry in sorted(planned, key=_rank):
        if entry[1].scope == "stage":
            found.setdefault(entry[0].name, []).append(entry)
    return list(found.values())


def _stages_of_other_names(planned: list[Planned]) -> Iterator[Diagnostic]:
    """Yield stages that the leading block does not have, where it has others of the same block."""
    first, *others = _stages_by_slot(planned) or [[]]
    names = [outlay.key for _, outlay, _ in first]
    for stages in others:
        if not {outlay.key for _, outlay, _ in stages} & set(names):
            continue  # stages of another division
        for _, outlay, at in stages:
            if outlay.key not in names:
                message = "the stage {name} is none of the stages of the budget in {place}: {names}"
                near = get_close_matches(outlay.key, names, 1)
                hint = "did you mean {near}?" if near else "use the names of the stages there"
                values = {"name": outlay.key, "place": shown_place(first[0][2]), "names": listed(names)}
                yield finding("PG406", at, message, hint, near=near[0] if near else "", **values)


def _years_against_stages(planned: list[Planned], totals: dict[str, Planned]) -> Iterator[Diagnostic]:
    """Yield years by whose end more or less is spent than the stages allow that have ended, or begun, by then."""
    stages = [entry for entry in planned if entry[1].scope == "stage" and entry[1].start and entry[1].end]
    if not stages or any(entry[0] is not stages[0][0] for entry in stages):
        return
    slots = {id(entry[0]): entry[0] for entry in planned if entry[1].scope == "year"}
    for slot in slots.values():
        years = [entry for entry in planned if entry[0] is slot and entry[1].scope == "year"]
        if any(entry[1].amount.dimension != stages[0][1].amount.dimension for entry in (*years, *stages)):
            continue
        if not _comparable(stages[0][0], slot, planned, totals):
            continue
        spent = Decimal(0)
        for year in sorted(years, key=lambda entry: entry[1].key):
            spent += year[1].amount.base
            last = date(int(year[1].key), 12, 31)
            least = sum((s[1].amount.base for s in stages if s[1].end and s[1].end <= last), Decimal(0))
            most = sum((s[1].amount.base for s in stages if s[1].start and s[1].start <= last), Decimal(0))
            if least <= spent <= most:
                continue
            like = stages[0][1].amount
            values = {"year": year[1].key, "spent": money_text(spent, like), "place": shown_place(stages[0][2])}
            limit = money_text(least if spent < least else most, like)
            message = "{spent} are spent by the end of {year}; the stages of {place} that began by then allow {limit}"
            if spent < least:
                message = (
                    "{spent} are spent by the end of {year}; the stages of {place} that ended by then need {limit}"
                )
            hint = "change the amounts of the years, or the shares or dates of the stages"
            yield finding("PG406", year[2], message, hint, limit=limit, **values)
            break  # the years behind it are off by the same amount


def _caps_too_low(plan: Plan, planned: list[Planned], totals: dict[str, Planned]) -> Iterator[Diagnostic]:
    """Yield stages whose cap is lower than what the budget spends until their end."""
    stages = next((found for found in _stages_by_slot(planned) if found[0][0].place.spec.type == "staged_budget"), [])
    if not stages or not _comparable(stages[0][0], stages[0][0], planned, totals):
        return
    spent: dict[str, tuple[Decimal, Position]] = {}
    amount = Decimal(0)
    for _, outlay, at in stages:
        amount += outlay.amount.base
        spent.setdefault(outlay.key, (amount, at))
    for slot, gates in blocks_of(plan, StageGates):
        for index, stage in enumerate(gates.stages):
            cap = stage.budget_cap
            if cap is None or stage.name not in spent or cap.dimension != stages[0][1].amount.dimension:
                continue
            needed, at = spent[stage.name]
            if cap.base < needed:
                message = (
                    "the stage {name} may have spent {cap} by its end; the budget in {place} needs {needed} by then"
                )
                hint = "raise the cap, or lower the share of the stage"
                values = {"name": stage.name, "cap": cap.text, "needed": money_text(needed, cap)}
                where = place_in(slot, ("stages", index, "budget_cap"))
                yield finding("PG406", where, message, hint, place=shown_place(at), **values)
