"""PG411: does the text state other figures than the blocks it speaks of?

A sentence is held against a block where it names one of the block's measures or entries and states a figure of it:
毛利率目标为50%, 复购率由29%升至40%, 会员中台预算3,000万元. ``statements`` says what the text states, ``subjects`` what
the blocks say of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plangen.diagnostics import Diagnostic, finding
from plangen.plan import Plan
from plangen.quantities import POINTS, Quantity, change_text, rounded
from plangen.rules.base import Examined
from plangen.rules.blocks import shown_place
from plangen.rules.figures import LEADING
from plangen.rules.statements import Statement, Vocabulary, statements, vocabulary
from plangen.rules.subjects import Known, Subject, subjects_of
from plangen.yamltree import Scalar, scalars


def number_contradicts_block(examined: Examined) -> Iterator[Diagnostic]:
    """PG411: running text states a figure of a measure or entry that no block gives of it."""
    plan = examined.plan
    subjects: dict[str, Subject] | None = None
    known: Vocabulary | None = None
    for slot in plan.slots.values():
        if slot.node is None or slot.place.spec.type not in ("prose", "list") or slot.flag:
            continue
        if subjects is None or known is None:
            subjects = subjects_of(plan, examined.figures, LEADING)
            figures = (one.figure for subject in subjects.values() for one in subject.known)
            kinds = {name: subject.kind for name, subject in subjects.items()}
            known = vocabulary(kinds, figures, plan.spec.client)
            subjects = {name.casefold(): subject for name, subject in subjects.items()}
        if subjects:
            for scalar in scalars(slot.node):
                yield from _contradictions(scalar, subjects, known, plan)


def _contradictions(
    scalar: Scalar, subjects: dict[str, Subject], known: Vocabulary, plan: Plan
) -> Iterator[Diagnostic]:
    for stated in statements(scalar.value, known):
        subject = subjects[stated.name.casefold()]
        meant = _meant(stated, subject, plan)
        if not meant or _agrees(stated, meant, subject):
            continue
        best = min(meant, key=lambda one: abs(one.figure.base - stated.figure.base))
        if stated.change is not None:
            best = next((one for one in meant if one.role == _target(plan)), best)
        message = "the text says {figure} of {name}; the block in {place} says {known}"
        hint = 'correct the text, or take the figure from the block: {{{{ value("{path}") }}}}'
        if not best.path:
            hint = "correct the text or the block"
        said = list(dict.fromkeys(one.figure.text for one in sorted(meant, key=_when)))
        shown = " / ".join(said)
        if stated.change is not None:
            first, last = min(meant, key=_when), max(meant, key=_when)
            shown = f"{' → '.join(said)} ({change_text(first.figure, last.figure, plan.language)})"
        values = {"figure": stated.text, "name": subject.name, "place": shown_place(best.at), "path": best.path}
        yield finding("PG411", scalar.locate(stated.offset), message, hint, known=shown, **values)


def _target(plan: Plan) -> str:
    return str(plan.horizon.end.year) if plan.horizon else "target"


def _meant(stated: Statement, subject: Subject, plan: Plan) -> list[Known]:
    """Return the figures a statement can be held against: of its kind of unit, and of its time where it says one."""
    unit = "%" if stated.figure.unit in POINTS.values() else stated.figure.dimension
    alike = [one for one in subject.known if one.figure.dimension == unit]
    if stated.change is not None:
        if unit == "%" and not alike:
            alike = subject.known if stated.figure.unit == "%" else []
        if stated.role.isdigit() and not any(one.role == stated.role for one in alike):
            return []
        return alike if len({one.figure.base for one in alike}) > 1 else []
    if not stated.role or not any(one.role for one in alike):
        return alike
    roles = {stated.role}
    if stated.role == "target":
        roles = {_target(plan)}
    elif stated.role == "baseline":
        roles = {str(plan.horizon.start.year - 1) if plan.horizon else "baseline", "current"}
    same = [one for one in alike if one.role in roles]
    if stated.role.isdigit() and not same:
        return []  # a year that no block speaks of
    return same if same and stated.surely else alike


def _agrees(stated: Statement, meant: list[Known], subject: Subject) -> bool:
    if stated.change is not None:
        return _is_a_change(stated, meant, subject)
    if stated.figure.unit in POINTS.values():
        return False  # a value in points of a measure in per cent
    if stated.figure.text in subject.words:
        return True
    return any(_same(stated.figure, one.figure, about=stated.about) for one in meant)


def _same(written: Quantity, figure: Quantity, *, about: bool = False) -> bool:
    """Tell whether a text writes a figure, or rounds it to what it writes: to a whole number only where it says so."""
    if figure.base == written.base:
        return True
    exponent = written.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    scaled = figure.base / written.scale
    if places > 0 or about:
        coarse = written.number.normalize().as_tuple().exponent
        rough = -coarse if about and isinstance(coarse, int) else places
        return written.number in (rounded(scaled, places), rounded(scaled, rough))
    return False


def _is_a_change(stated: Statement, meant: list[Known], subject: Subject) -> bool:
    """Tell whether a stated change lies between two figures of the subject, in points, in its unit or in per cent."""
    written = stated.figure
    size = Quantity(abs(written.number), "%" if written.unit in POINTS.values() else written.unit)
    signed = (stated.change or 0) * (-1 if written.number < 0 else 1)
    year = stated.role if stated.surely and stated.role.isdigit() else ""
    for differs, ratio in _changes(meant, year):
        if signed and (differs > 0) != (signed > 0):
            continue
        in_points = all(one.figure.unit == "%" for one in meant)
        if (not in_points or written.unit in POINTS.values()) and written.unit != "%":
            unit = size.unit if in_points else meant[0].figure.dimension
            if _same(size, Quantity(abs(differs), unit), about=stated.about):
                return True
        if written.unit == "%" and ratio is not None:
            exponent = size.number.as_tuple().exponent
            if rounded(abs(ratio), -exponent if isinstance(exponent, int) else 0) == size.number:
                return True
    if year:
        return False  # other figures of the measure are of no one year
    shown = Quantity(size.number, written.unit).text
    signs = {1: "+", -1: "-"}
    wanted = {shown, signs[signed] + shown} if signed else {shown, "+" + shown, "-" + shown}
    return not wanted.isdisjoint(word.replace("−", "-").replace(",", "") for word in subject.words)


def _changes(meant: list[Known], year: str) -> Iterator[tuple[Decimal, Decimal | None]]:
    """Yield the way from every figure to every later one: the difference, and in per cent of the first.

    With a ``year``, only the ways that begin or end in it.
    """
    steps = sorted(meant, key=_when)
    for index, one in enumerate(steps):
        for other in steps[index + 1 :]:
            gap = other.figure.base - one.figure.base
            if gap and (not year or year in (one.role, other.role)):
                yield gap, gap / abs(one.figure.base) * 100 if one.figure.base else None


def _when(known: Known) -> str:
    """Return what sorts figures by their time; those without one stand in between."""
    return {"baseline": "0", "current": "1", "target": "9999"}.get(known.role, known.role or "5")
