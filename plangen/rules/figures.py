"""PG405: do all blocks say the same of one measure?"""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, finding
from plangen.messages import translate
from plangen.plan import Plan
from plangen.quantities import Quantity, rounded
from plangen.rules.base import Examined
from plangen.rules.blocks import StatedFigure, rank, shown_place

# Whose figure the others are held against, where several blocks give one.
LEADING = ("kpi_scorecard", "goals")


def kpi_with_two_values(examined: Examined) -> Iterator[Diagnostic]:
    """PG405: two blocks give one measure, known by its id or its name, different figures for the same time."""
    for figures in _same_measures(examined.figures):
        by_role: dict[str, list[StatedFigure]] = {}
        for figure in figures:
            by_role.setdefault(figure.role, []).append(figure)
        for stated in by_role.values():
            first, *others = sorted(stated, key=lambda figure: rank(figure.slot, LEADING))
            for other in others:
                if other.slot is first.slot or _agree(first, other):
                    continue
                yield _contradiction(first, other, examined.plan)


def _same_measures(figures: tuple[StatedFigure, ...]) -> list[list[StatedFigure]]:
    """Return the figures in groups of one measure: those that share an id or a name, directly or through others."""
    groups: dict[int, list[StatedFigure]] = {}
    known: dict[tuple[str, str], int] = {}
    for number, figure in enumerate(figures):
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
