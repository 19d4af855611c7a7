"""Do two figures of one measure fit together?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from plangen.model import (
    Fault,
)
from plangen.quantities import Quantity, trimmed

POINT_UNITS = ("个百分点", "百分点", "percentage points", "percentage point", "pp")

# How many of the smallest unit of its kind each unit is; units of one kind can be written one as the other.
_KINDS: tuple[Mapping[str, Decimal], ...] = (
    {
        unit: Decimal(seconds)
        for unit, seconds in (("秒", 1), ("分钟", 60), ("小时", 3600), ("天", 86400), ("周", 604800))
    },
    {unit: Decimal(s) for unit, s in (("seconds", 1), ("minutes", 60), ("hours", 3600), ("days", 86400))},
    {"‰": Decimal(1), "%": Decimal(10)},
)


def mismatch(baseline: Quantity, target: Quantity, path: tuple[str | int, ...], name: str) -> Iterator[Fault]:
    """Yield a fault where two figures of one measure have different units or do not differ at all."""
    if baseline.dimension != target.dimension:
        yield from unlike(baseline, target, path, name)
    elif baseline.base == target.base:
        message = "{name}: the target equals the baseline, {one}"
        hint = "change the target, or leave the entry out"
        yield Fault("PG006", path, message, hint, {"name": name, "one": baseline.text})


def commonest(figures: Iterable[Quantity]) -> Quantity | None:
    """Return the first figure of the kind that most are of, such as one currency: it shows which others are odd."""
    first: dict[str, Quantity] = {}
    counts: Counter[str] = Counter()
    for figure in figures:
        first.setdefault(figure.dimension, figure)
        counts[figure.dimension] += 1
    return first[counts.most_common(1)[0][0]] if counts else None


def unlike(one: Quantity, other: Quantity, path: tuple[str | int, ...], name: str) -> Iterator[Fault]:
    """Yield a fault where two figures of one measure have different units; ``path`` leads to the second.

    The hint says what to write: a percentage is no number of percentage points, hours can be days.
    """
    if one.dimension == other.dimension:
        return
    values = {"name": name, "one": one.text, "other": other.text}
    if "%" in (one.unit, other.unit) and (one.unit in POINT_UNITS or other.unit in POINT_UNITS):
        share, points = (one, other) if one.unit == "%" else (other, one)
        message = "{name}: {share} is a percentage, but {points} is a number of percentage points, a change"
        hint = "write the percentage that is reached: {share} and {points} make {sum}"
        made = Quantity(share.number + points.number, "%")
        if points is one:
            hint = "write {points} as the percentage it stands for, not as the distance to {share}"
        yield Fault(
            "PG006", path, message, hint, {**values, "share": share.text, "points": points.text, "sum": made.text}
        )
        return
    message = "{name}: {one} and {other} have different units"
    converted = _converted(other, one.unit)
    hint = "write {other} as {converted}" if converted else "write both figures in the same unit"
    yield Fault("PG006", path, message, hint, values | ({"converted": converted.text} if converted else {}))


def _converted(figure: Quantity, unit: str) -> Quantity | None:
    """Write a figure in another unit, where that comes out even; a bare number beside percentages is a share."""
    if unit == "%" and not figure.unit:
        number = figure.number * 100 if abs(figure.number) < 1 else figure.number
        return Quantity(trimmed(number, 9), unit)
    for kind in _KINDS:
        if figure.unit in kind and unit in kind:
            number = figure.number * kind[figure.unit] / kind[unit]
            short = trimmed(number, 4)
            return Quantity(short, unit) if short == number else None
    return None
