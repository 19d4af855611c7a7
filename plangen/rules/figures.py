"""PG405 and PG406: do all blocks say the same of one measure, and of the same money?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from plangen.blocks.delivery.initiatives import Initiatives
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import translate
from plangen.model import Outlay
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import Quantity, money, money_text, rounded
from plangen.rules.base import Examined
from plangen.rules.blocks import StatedFigure, blocks_of, planned_outlays, shown_place, stated_figures

# Whose figure the others are held against, where several blocks give one.
_LEADING = ("kpi_scorecard", "goals")
_PAYING = ("staged_budget", "initiatives", "budget_allocation", "financial_model", "roadmap")


def kpi_with_two_values(examined: Examined) -> Iterator[Diagnostic]:
    """PG405: two blocks give one measure, known by its id or its name, different figures for the same time."""
    for figures in _same_measures(examined.plan):
        by_role: dict[str, list[StatedFigure]] = {}
        for figure in figures:
            by_role.setdefault(figure.role, []).append(figure)
        for stated in by_role.values():
            first, *others = sorted(stated, key=lambda figure: _rank(figure.slot, _LEADING))
            for other in others:
                if other.slot is first.slot or _agree(first, other):
                    continue
                yield _contradiction(first, other, examined.plan)


def _rank(slot: LoadedSlot, order: tuple[str, ...]) -> int:
    kind = slot.place.spec.type
    return order.index(kind) if kind in order else len(order)


def _same_measures(plan: Plan) -> list[list[StatedFigure]]:
    """Return the figures in groups of one measure: those that share an id or a name, directly or through others."""
    groups: dict[int, list[StatedFigure]] = {}
    known: dict[tuple[str, str], int] = {}
    for number, figure in enumerate(stated_figures(plan)):
        keys = [key for key in (("id", figure.measure.id), ("name", figure.measure.name)) if key[1]]
        mine = [figure]
        for old in dict.fromkeys(known[key] for key in keys if key in known):
            mine = groups.pop(old) + mine
        groups[number] = mine
        for member in mine:
            known["id", member.measure.id] = known["name", member.measure.name] = number
    return list(groups.values())


def _agree(one: StatedFigure, other: StatedFigure) -> bool:
    """Tell whether two figures are the same; a computed one has to round to the written one."""
    if one.figure.dimension != other.figure.dimension:
        # entries of different names that happen to share an id count different things
        return one.measure.name != other.measure.name
    if one.measure.computed and other.measure.computed:
        return True
    if not one.measure.computed and not other.measure.computed:
        return one.figure.base == other.figure.base
    computed, written = (one, other) if one.measure.computed else (other, one)
    return _rounds_to(computed.figure, written.figure)


def _rounds_to(computed: Quantity, written: Quantity) -> bool:
    exponent = written.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    scaled = computed.base / written.scale
    return rounded(scaled, places) == written.number


def _contradiction(first: StatedFigure, other: StatedFigure, plan: Plan) -> Diagnostic:
    path = f"{first.slot.name}.{first.measure.id}.{first.written_role}"
    hint = "correct one of the two; a figure is best written once"
    if path in plan.values and not other.measure.computed:
        hint = "correct one of the two, or take the figure from there: '{{{{ value(\"{path}\") }}}}'"
    values = {"name": other.measure.name, "one": other.figure.text, "other": first.figure.text, "path": path}
    where = shown_place(first.at)
    message = "{name} ({role}) is {one} here and {other} in {place}"
    return finding("PG405", other.at, message, hint, role=translate(other.role), place=where, **values)


# --- money -----------------------------------------------------------------------------------------------------------

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
    planned = list(planned_outlays(plan))
    ids = {item.name: item.id for _, block in blocks_of(plan, Initiatives) for item in block.items}
    same: dict[tuple[str, str], dict[str, Planned]] = {}
    for slot, outlay, at in planned:
        key = ids.get(outlay.key, outlay.key) if outlay.scope == "initiative" else outlay.key
        by_slot = same.setdefault((outlay.scope, key), {})
        by_slot[slot.name] = _together(by_slot[slot.name], outlay) if slot.name in by_slot else (slot, outlay, at)
    for entries in same.values():
        first, *others = sorted(entries.values(), key=lambda entry: _rank(entry[0], _PAYING))
        for other in others:
            yield from _unequal(first, other)
    totals = sorted(same.get(("total", ""), {}).values(), key=lambda entry: _rank(entry[0], _PAYING))
    if totals:
        yield from _beyond_total(totals[0], planned)
    yield from _years_against_stages(planned)


def _together(known: Planned, more: Outlay) -> Planned:
    """Add what one block spends on the same thing under another name for it."""
    slot, outlay, at = known
    amount = money(outlay.amount.base + more.amount.base, outlay.amount, places=9)
    return slot, replace(outlay, amount=amount), at


def _unequal(first: Planned, other: Planned) -> Iterator[Diagnostic]:
    one, two = other[1].amount, first[1].amount
    values = {"one": one.text, "other": two.text, "place": shown_place(first[2]), "what": _named(other[1])}
    if one.dimension != two.dimension:
        message = "{what}: {one} here and {other} in {place} are of different currencies"
        yield finding("PG406", other[2], message, "write both in the same currency", **values)
    elif one.base != two.base:
        message = "{what} is {one} here and {other} in {place}, a difference of {gap}"
        hint = "correct one of the two, so that the plan spends the same amount in all chapters"
        yield finding("PG406", other[2], message, hint, gap=money_text(abs(one.base - two.base), two), **values)


def _named(outlay: Outlay) -> str:
    return translate(_SPENT_ON[outlay.scope]).format(key=outlay.key)


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


def _years_against_stages(planned: list[Planned]) -> Iterator[Diagnostic]:
    """Yield years by whose end more or less is spent than the stages allow that have ended, or begun, by then."""
    stages = [entry for entry in planned if entry[1].scope == "stage" and entry[1].start and entry[1].end]
    if not stages or any(entry[0] is not stages[0][0] for entry in stages):
        return
    slots = {id(entry[0]): entry[0] for entry in planned if entry[1].scope == "year"}
    for slot in slots.values():
        years = [entry for entry in planned if entry[0] is slot and entry[1].scope == "year"]
        if any(entry[1].amount.dimension != stages[0][1].amount.dimension for entry in (*years, *stages)):
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
