"""Early warning: how far an indicator may stray, and who does what once it has strayed further."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.performance.indicators import Cadence, ways
from plangen.blocks.performance.units import unlike
from plangen.doctree import Block, Cell, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    Whole,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, percent_text, rounded, trimmed

Badness = Annotated[
    Literal["up", "down", "both"],
    parse_choice({"up": ("上升", "升高"), "down": ("下降", "降低"), "both": ("双向", "升降")}),
]
Level = Literal["normal", "watch", "yellow", "orange", "red"]
Threshold = Annotated[Percent, Field(gt=0, le=100)]
Periods = Annotated[Whole, Field(ge=1)]
TONES: dict[Level, Tone] = {"normal": "good", "watch": "", "yellow": "warn", "orange": "bad", "red": "severe"}


class Levels(Part):
    """For how many consecutive periods the threshold is reached before each level is declared."""

    yellow: Periods = Field(default=1, description="periods in a row at the threshold that make it yellow")
    orange: Periods = Field(default=2, description="periods in a row that make it orange, more than for yellow")
    red: Periods = Field(default=3, description="periods in a row that make it red, more than for orange")


class Signal(Part):
    """One indicator that is watched, and the response at each level."""

    id: Identifier = Field(description="a short name for references; the id of the KPI where the scorecard has one")
    name: Line = Field(description="what is watched, such as acquisition cost")
    base: Figure | None = Field(
        default=None, description="the figure the deviation is measured from; write base or reference, not both"
    )
    reference: Line | None = Field(
        default=None,
        description="what the deviation is measured from where there is no fixed figure, such as the mean of the last "
        "13 weeks",
    )
    normal_from: Figure | None = Field(
        default=None, description="lower end of the normal range, in the unit of the base"
    )
    normal_to: Figure | None = Field(default=None, description="upper end of the normal range, in the unit of the base")
    direction: Badness = Field(description="which deviation is bad: up, down or both")
    threshold: Threshold | None = Field(
        default=None, description="a deviation threshold of its own, where it is not that of the whole block"
    )
    cadence: Cadence = Field(
        description="how often it is measured, which is also one period: daily, weekly, monthly or quarterly"
    )
    owner: Line = Field(description="who measures it and raises the alarm")
    yellow: Line = Field(description="what is done at the yellow level, by the owner alone")
    orange: Line = Field(description="what is done at the orange level, across departments")
    red: Line = Field(description="what is done at the red level, by the top management")
    current: Figure | None = Field(default=None, description="the latest measured value, in the unit of the base")
    periods: Periods | None = Field(
        default=None, description="for how many periods in a row the latest values have reached the threshold"
    )

    def deviation(self) -> Decimal | None:
        """Return how far the current value lies from the base, in per cent of it; None where there is no such ratio."""
        if self.base is None or self.current is None or not self.base.base:
            return None
        if self.current.dimension != self.base.dimension:
            return None
        return (self.current.base - self.base.base) / abs(self.base.base) * 100

    def adverse(self, deviation: Decimal) -> Decimal:
        """Return how far a deviation goes in the bad direction."""
        return {"up": deviation, "down": -deviation, "both": abs(deviation)}[self.direction]


class EarlyWarning(StrategyBlock):
    """Indicators with a deviation threshold and three levels of alarm, each with its response.

    An alarm is raised when a value lies a threshold (15 % unless another is given) from its base in the bad direction:
    at ``base × (1 ± threshold)``. It rises with the number of consecutive periods, and at once to red where the
    deviation reaches a multiple of the threshold.
    """

    example: ClassVar[str] = """\
threshold: 15%
levels: {yellow: 1, orange: 2, red: 3}
red_multiple: 2
items:
  - id: cac
    name: 获客成本
    base: 96元
    normal_from: 88元
    normal_to: 96元
    direction: 上升
    cadence: 每周
    owner: 线上事业部
    yellow: 下调出价，停投负毛利计划
    orange: 当周额度转向会员与老客
    red: 冻结新增投放，重排收入计划
"""
    threshold: Threshold = Field(
        default=Decimal(15), description="from which deviation on an indicator raises an alarm, such as 15%"
    )
    levels: Levels = Field(
        default_factory=Levels, description="how many consecutive periods at the threshold make each level"
    )
    red_multiple: Figure = Field(
        default=Quantity(Decimal(2), ""),
        description="at which multiple of the threshold the alarm is red at once, such as 2",
    )
    items: Annotated[tuple[Signal, ...], Field(min_length=1)] = Field(description="the indicators that are watched")
    note: Line | None = Field(default=None, description="what readers have to know of the ranges and their sources")

    def limit(self, signal: Signal) -> Decimal:
        """Return the threshold that holds for an indicator, in per cent."""
        return self.threshold if signal.threshold is None else signal.threshold

    def triggers(self, signal: Signal) -> dict[str, Quantity]:
        """Return the values that raise an alarm: ``up`` above the base, ``down`` below it, or both."""
        base = signal.base
        if base is None:
            return {}
        step = abs(base.number) * self.limit(signal) / 100
        exponent = base.number.as_tuple().exponent
        places = max(2, 1 - exponent) if isinstance(exponent, int) else 2  # one decimal more than the base has
        sides = {"up": base.number + step, "down": base.number - step}
        return {
            side: Quantity(trimmed(number, places), base.unit)
            for side, number in sides.items()
            if signal.direction in (side, "both")
        }

    def level(self, signal: Signal) -> Level | None:
        """Return the level of an indicator's current value; None where it has none that can be measured.

        Where the threshold is reached, but not yet for as many periods as yellow asks for, the value is watched.
        """
        deviation = signal.deviation()
        if deviation is None:
            return None
        adverse, limit = signal.adverse(deviation), self.limit(signal)
        if adverse < limit:
            return "normal"
        if adverse >= limit * self.red_multiple.number > limit:
            return "red"
        periods = signal.periods or 1
        names: tuple[tuple[Level, int], ...] = (
            ("red", self.levels.red),
            ("orange", self.levels.orange),
            ("yellow", self.levels.yellow),
        )
        return next((name for name, least in names if periods >= least), "watch")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([signal.id for signal in self.items], "items")
        yield from self._check_levels()
        for index, signal in enumerate(self.items):
            yield from self._check_base(signal, ("items", index))
            yield from self._check_range(signal, ("items", index), surroundings.language)
            yield from self._check_current(signal, ("items", index))

    def _check_levels(self) -> Iterator[Fault]:
        levels = self.levels
        for lower, higher in (("yellow", "orange"), ("orange", "red")):
            before, after = getattr(levels, lower), getattr(levels, higher)
            if after <= before:
                message = "{higher} begins after {after} periods, {lower} already after {before}"
                hint = "let the levels rise, such as {{yellow: 1, orange: 2, red: 3}}"
                values = {"higher": higher, "lower": lower, "after": after, "before": before}
                yield Fault("PG006", ("levels", higher), message, hint, values)
        if self.red_multiple.unit not in ("", "倍", "×") or self.red_multiple.number <= 1:
            message = "red_multiple is {value}, which is no multiple of the threshold above 1"
            hint = "write a plain number, such as 2: twice the threshold is red at once"
            yield Fault("PG006", ("red_multiple",), message, hint, {"value": self.red_multiple.text})

    def _check_base(self, signal: Signal, path: tuple[str | int, ...]) -> Iterator[Fault]:
        name = signal.name
        if signal.base is None and signal.reference is None:
            message = "{name} does not say what its deviation is measured from"
            hint = "add base: with a figure, or reference: with words such as mean of the last 13 weeks"
            yield Fault("PG007", path, message, hint, {"name": name})
        elif signal.base and signal.reference:
            message = "{name} is measured from two things: {base} and {reference}"
            values = {"name": name, "base": signal.base.text, "reference": signal.reference}
            yield Fault("PG006", (*path, "reference"), message, "delete base or reference", values)
        if signal.base and not signal.base.number:
            message = "{name}: the base is {base}, and no deviation in per cent can be measured from 0"
            hint = "write another base, such as the planned value, or describe it in reference:"
            yield Fault("PG006", (*path, "base"), message, hint, {"name": name, "base": signal.base.text})

    def _check_range(self, signal: Signal, path: tuple[str | int, ...], language: str) -> Iterator[Fault]:
        low, high, base, name = signal.normal_from, signal.normal_to, signal.base, signal.name
        fit = True
        for field, figure in (("normal_from", low), ("normal_to", high)):
            other = base or (low if field == "normal_to" else None)
            if figure and other and figure.dimension != other.dimension:
                fit = False
                yield from unlike(other, figure, (*path, field), name)
        if not fit:
            return
        if low and high and low.base > high.base:
            message = "{name}: the normal range begins at {low}, above its end, {high}"
            values = {"name": name, "low": low.text, "high": high.text}
            yield Fault("PG006", (*path, "normal_from"), message, "exchange normal_from and normal_to", values)
            return
        if base is None or not base.number:
            return
        bounds = {"name": name, "base": base.text, "range": self._range(signal, language)}
        if (low and base.base < low.base) or (high and base.base > high.base):
            message = "{name}: the base, {base}, lies outside the normal range, {range}"
            hint = "widen the range, or measure from a value inside it"
            yield Fault("PG006", (*path, "base"), message, hint, bounds)
            return
        for side, trigger in self.triggers(signal).items():
            if (high and high.base >= trigger.base) if side == "up" else (low and low.base <= trigger.base):
                message = "{name}: the alarm at {trigger} would be raised inside the normal range, {range}"
                hint = "raise the threshold, narrow the range, or measure from the end of the range"
                field = "threshold" if signal.threshold is not None else "normal_to" if side == "up" else "normal_from"
                yield Fault("PG006", (*path, field), message, hint, bounds | {"trigger": trigger.text})

    def _check_current(self, signal: Signal, path: tuple[str | int, ...]) -> Iterator[Fault]:
        name, current = signal.name, signal.current
        if current and signal.base:
            yield from unlike(signal.base, current, (*path, "current"), name)
        elif current and signal.reference:
            message = "{name}: the deviation of {current} from {reference} cannot be worked out"
            hint = "write the figure that {reference} stands for in base:, or delete current"
            values = {"name": name, "current": current.text, "reference": signal.reference}
            yield Fault("PG006", (*path, "current"), message, hint, values)
        if signal.periods is None:
            return
        deviation = signal.deviation()
        if current is None:
            message = "{name} has been at the threshold for {periods} periods, but has no current value"
            hint = "add current: with the latest measured value, or delete periods"
            yield Fault("PG007", (*path, "periods"), message, hint, {"name": name, "periods": signal.periods})
        elif deviation is not None and signal.adverse(deviation) < self.limit(signal):
            message = "{name}: {current} deviates by {deviation} and has not reached the threshold of {limit}"
            values = {
                "name": name,
                "current": current.text,
                "deviation": _signed(deviation),
                "limit": percent_text(self.limit(signal)),
            }
            yield Fault("PG006", (*path, "periods"), message, "delete periods, or correct current", values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"threshold": Quantity(self.threshold, "%"), "count": counted(len(self.items))}
        for signal in self.items:
            found[f"{signal.id}.threshold"] = Quantity(self.limit(signal), "%")
            if signal.base:
                found[f"{signal.id}.base"] = signal.base
            match list(self.triggers(signal).values()):
                case [trigger]:
                    found[f"{signal.id}.trigger"] = trigger
                case [high, low]:
                    found[f"{signal.id}.trigger"] = label(language, "warning_either", low=low.text, high=high.text)
                    found[f"{signal.id}.trigger_low"] = low
                    found[f"{signal.id}.trigger_high"] = high
            level, deviation = self.level(signal), signal.deviation()
            if level is not None and deviation is not None:
                found[f"{signal.id}.deviation"] = Quantity(rounded(deviation, 1), "%")
                found[f"{signal.id}.level"] = label(language, f"level_{level}")
        return found

    def measures(self) -> Iterator[Measure]:
        for index, signal in enumerate(self.items):
            figures = {"current": (signal.current, ("items", index, "current"))} if signal.current else {}
            named = (signal.base, signal.normal_from, signal.normal_to, *self.triggers(signal).values())
            words = [figure.text for figure in named if figure]
            words.append(percent_text(self.limit(signal)))
            if signal.base and signal.current:
                words += ways(signal.base, signal.current)
            yield Measure(signal.id, signal.name, figures, words=tuple(dict.fromkeys(words)))

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        measured = any(signal.current for signal in self.items)
        columns = (
            Column(word("warning_signal")),
            Column(word("warning_normal")),
            Column(word("warning_trigger")),
            *((Column(word("warning_now"), "center"),) if measured else ()),
            Column(word("warning_yellow")),
            Column(word("warning_orange")),
            Column(word("warning_red")),
        )
        rows = tuple(
            Row(
                (
                    lines(
                        signal.name,
                        word("warning_cadence", cadence=word(f"cadence_{signal.cadence}"), owner=signal.owner),
                    ),
                    self._normal(signal, place.language),
                    self._trigger(signal, place.language),
                    *((self._now(signal, place.language),) if measured else ()),
                    cell(signal.yellow),
                    cell(signal.orange),
                    cell(signal.red),
                )
            )
            for signal in self.items
        )
        note = word(
            "warning_note",
            yellow=self.levels.yellow,
            orange=self.levels.orange,
            red=self.levels.red,
            multiple=f"{self.red_multiple.number:f}",
        )
        note += self.note.rstrip("。.") + word("stop") if self.note else ""
        caption = place.caption or word("early_warning_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(note.rstrip()),), origin=place.origin)]

    def _range(self, signal: Signal, language: str) -> str:
        low, high = signal.normal_from, signal.normal_to
        if low and high:
            return label(language, "warning_range", low=low.text, high=high.text)
        if low:
            return label(language, "warning_from", low=low.text)
        return label(language, "warning_to", high=high.text) if high else ""

    def _normal(self, signal: Signal, language: str) -> Cell:
        base = label(language, "warning_base", base=signal.base.text) if signal.base else signal.reference or "—"
        return lines(self._range(signal, language), base)

    def _trigger(self, signal: Signal, language: str) -> Cell:
        limit = percent_text(self.limit(signal))
        triggers = self.triggers(signal)
        parts = [
            label(language, f"warning_{side}_to", limit=limit, trigger=triggers[side].text)
            if side in triggers
            else label(language, f"warning_{side}", limit=limit)
            for side in ("up", "down")
            if signal.direction in (side, "both")
        ]
        return lines(*parts)

    def _now(self, signal: Signal, language: str) -> Cell:
        level, deviation = self.level(signal), signal.deviation()
        if signal.current is None:
            return cell("—")
        if level is None or deviation is None:
            return cell(signal.current.text)
        tone = TONES[level]
        return lines(signal.current.text, _signed(deviation), label(language, f"level_{level}"), tone=tone)


def _signed(number: Decimal) -> str:
    return f"{rounded(number, 1):+f}%"
