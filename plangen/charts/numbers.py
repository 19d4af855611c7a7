"""How the figures of a chart are written: in which unit, with how many decimals, alike in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from plangen.charts.drawable import sums, waterfall_steps
from plangen.doctree import Chart
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.quantities import AMOUNT_UNITS

LONG = Decimal(100_000)  # figures from here on are counted in a larger unit
LONGEST = Decimal(10**9)  # figures are never written longer than this
VANISHED = Decimal("0.005")
MOST_PLACES = 6
PERCENT = "%"

_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """``divisor`` is what each figure is divided by before it is shown, ``unit`` what it is in then.

    A percentage carries its sign; any other unit is said once for the whole chart.
    """

    divisor: Decimal
    unit: str
    places: int

    @property
    def suffix(self) -> str:
        return PERCENT if self.unit == PERCENT else ""

    @property
    def said(self) -> str:
        """Return the unit that has to be said beside the figures, or nothing."""
        return "" if self.suffix else self.unit

    @property
    def code(self) -> str:
        """Return the format as a spreadsheet writes it: ``#,##0.0``, ``0"%"`` with a thousands separator."""
        decimals = "." + "0" * self.places if self.places else ""
        suffix = f'"{self.suffix}"' if self.suffix else ""
        return f"#,##0{decimals}{suffix}"

    @property
    def signed_code(self) -> str:
        """Return the format of changes: a plus sign before what rises, none before zero."""
        return f"+{self.code};-{self.code};{self.code}"

    def text(self, value: Decimal) -> str:
        """Write a figure with thousands separators: ``1,234.5``, ``35%``; half is rounded away from zero."""
        return f"{_rounded(value, self):,f}{self.suffix}"

    def signed(self, value: Decimal) -> str:
        """Write a change: ``+12``, ``-3.5``, ``0``."""
        shown = _rounded(value, self)
        return f"{shown:+,f}{self.suffix}" if shown else f"{shown:,f}{self.suffix}"

    def at(self, step: Decimal) -> NumberFormat:
        """Return the format of the ticks of an axis, with no more decimals than its steps need."""
        return replace(self, places=max(0, -_exponent(_WIDE.divide(step, self.divisor))))


def number_format(chart: Chart, language: str) -> NumberFormat:
    """Return how the figures of a drawable chart are written, sums and the levels of a waterfall included."""
    shown = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind in ("stacked", "doughnut"):
        shown += sums(chart)
    if chart.kind == "waterfall":
        shown += [step[1] for step in waterfall_steps(chart) if step]
    return figure_format(shown, chart.unit, chart.places, language)


def figure_format(values: Iterable[Decimal], unit: str, places: int, language: str) -> NumberFormat:
    """Return how figures of one unit are written: long ones in 万 or 亿 (million, billion), short ones as they are."""
    sizes = [abs(value) for value in values if value.is_finite() and value]
    most, least = max(sizes, default=Decimal(0)), min(sizes, default=Decimal(0))
    if unit == PERCENT or most < LONG:
        return NumberFormat(Decimal(1), unit, _plain_places(sizes, most, places))
    counted, base = _taken_apart(unit)
    amount = AMOUNT_UNITS.get(unit)
    spoken = amount.language if amount else LANGUAGES[language]
    steps = [(spoken.scales[word] / counted, word) for word in spoken.counted if word]
    fitting = [(divisor, word) for divisor, word in steps if 1 < divisor <= most]
    if not fitting:
        return NumberFormat(Decimal(1), unit, places)
    # the largest unit in which the smallest figure does not vanish, unless the largest were too long in any such
    shown = [
        (divisor, word)
        for divisor, word in ((Decimal(1), ""), *fitting)
        if least / divisor >= VANISHED and most / divisor < LONGEST
    ]
    divisor, word = (shown or fitting)[-1]
    if not word:
        return NumberFormat(divisor, unit, places)
    named = amount.of(word) if amount else spoken.count_unit(word, base)
    scaled = [size for size in (_WIDE.divide(size, divisor) for size in sizes) if size >= VANISHED]
    most_places = min(2, places + divisor.adjusted())
    return NumberFormat(divisor, named, _fewest(scaled, _WIDE.divide(most, divisor), most_places))


def unit_line(chart: Chart, number: NumberFormat, language: str) -> str:
    """Say once what the figures are: ``单位：亿元``, or ``营业收入（亿元）`` where there is but one series."""
    if len(chart.series) == 1:
        name = chart.series[0].name
        return label(language, "of_unit", name=name, unit=number.said) if number.said and name else name or number.said
    return label(language, "in_unit", unit=number.said) if number.said else ""


def shares(values: Sequence[Decimal | None], places: int = 0) -> tuple[Decimal | None, ...]:
    """Return what per cent of the sum of all sizes each value is; rounded shares add up to exactly 100.

    What rounding leaves goes to the largest remainders (Hamilton's method). Without a sum there are no shares.
    """
    whole = sum((abs(value) for value in values if value is not None), Decimal(0))
    if not whole:
        return tuple(None for _ in values)
    unit = Decimal(1).scaleb(-places)
    exact = [_WIDE.divide(abs(value) * 100, whole) if value is not None else Decimal(0) for value in values]
    floors = [share.quantize(unit, rounding=ROUND_FLOOR, context=_WIDE) for share in exact]
    missing = int((Decimal(100) - sum(floors)) / unit)
    order = sorted(range(len(values)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[:missing]:
        floors[index] += unit
    return tuple(
        None if value is None else share.copy_sign(value) if share else share
        for value, share in zip(values, floors, strict=True)
    )


def _rounded(value: Decimal, number: NumberFormat) -> Decimal:
    shown = _WIDE.divide(value, number.divisor).quantize(
        Decimal(1).scaleb(-number.places), rounding=ROUND_HALF_UP, context=_WIDE
    )
    return shown if shown else abs(shown)


def _plain_places(sizes: list[Decimal], most: Decimal, places: int) -> int:
    """Keep the decimals that were asked for, unless even the largest figure were lost by them."""
    if not most or most.scaleb(places) >= 1:
        return places
    return max(places, min(_fewest(sizes, most, 1 - most.adjusted()), MOST_PLACES))


def _fewest(sizes: list[Decimal], most: Decimal, places: int) -> int:
    """Return how many decimals tell figures apart by a hundredth of the largest, and no more than they have.

    Beside small figures the large ones have a decimal as well.
    """
    wanted = next((count for count in range(places) if most.scaleb(count) >= 100), places)
    if min(sizes) < 10:
        wanted = max(wanted, min(places, 1))
    return max((min(wanted, max(0, -_exponent(size))) for size in sizes), default=0)


def _exponent(value: Decimal) -> int:
    found = value.normalize(_WIDE).as_tuple().exponent
    return found if isinstance(found, int) else 0


def _taken_apart(unit: str) -> tuple[Decimal, str]:
    """Return what one of a unit stands for, and the unit it counts: ``万元`` is 10,000 of ``元``.

    千克 and 千米 are units of their own: of the words of large numbers, those are left that units begin with.
    """
    if amount := AMOUNT_UNITS.get(unit):
        return amount.scale, amount.of("")
    for language in LANGUAGES.values():
        for word in sorted(language.scales, key=len, reverse=True):
            begun = language.count_unit(word, "\0").removesuffix("\0")
            if unit.startswith(begun) and not (len(word) == 1 and word not in language.counted):
                return language.scales[word], unit.removeprefix(begun)
            if unit == word:
                return language.scales[word], ""
    return Decimal(1), unit
