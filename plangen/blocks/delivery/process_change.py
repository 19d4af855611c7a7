"""Process change: what a process takes or yields before and after it is redesigned."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart
from plangen.blocks.performance.units import unlike
from plangen.doctree import Block, Chart, Column, Row, Table
from plangen.labels import label
from plangen.messages import translate
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Part,
    StrategyBlock,
    Surroundings,
    parse_choice,
    repeated,
)
from plangen.quantities import POINTS, Quantity, Stated, brief, rounded

SECONDS: Mapping[str, int] = {
    **dict.fromkeys(("秒", "s", "second", "seconds"), 1),
    **dict.fromkeys(("分钟", "min", "minute", "minutes"), 60),
    **dict.fromkeys(("小时", "h", "hour", "hours"), 3_600),
    **dict.fromkeys(("天", "日", "day", "days"), 86_400),
    **dict.fromkeys(("周", "week", "weeks"), 604_800),
}
"""Units of time that convert into each other. Months, years and working days have no fixed length."""

MOST_BARS = 24
FEWEST_BARS = 3
_BEYOND = Decimal(10) ** 12  # a ratio above it tells a reader nothing

Direction = Annotated[Literal["up", "down"], parse_choice({"up": ("上升",), "down": ("下降",)})]


class Change(Part):
    """One figure of one process before and after."""

    id: Identifier = Field(description="the id of the indicator of the scorecard, else a short name for references")
    process: Line = Field(description="which process is redesigned, such as Repair")
    measure: Line = Field(description="what is measured, such as Time to repair")
    before: Figure = Field(description="the figure today with its unit, such as 38 hours")
    after: Figure = Field(description="the figure that is to be reached, in the same unit or another unit of time")
    direction: Direction | None = Field(
        default=None, description="up or down; follows from the two figures if left out"
    )
    owner: Line | None = Field(default=None, description="who answers for the process")
    lever: Line | None = Field(default=None, description="what makes the difference, in one line")

    @property
    def common(self) -> tuple[Quantity, Quantity] | None:
        """Return both figures in one unit: of two units of time the shorter, else that of ``after``."""
        one, other = self.before, self.after
        if one.unit == other.unit:
            return one, other
        if one.unit in SECONDS and other.unit in SECONDS:
            unit = min(other.unit, one.unit, key=lambda name: SECONDS[name])
            return _in_time(one, unit), _in_time(other, unit)
        if one.dimension == other.dimension:
            return Quantity(_trimmed(one.base / other.scale), other.unit), other
        return None

    @property
    def is_equal(self) -> bool:
        return self.common is not None and self.common[0].number == self.common[1].number

    @property
    def heading(self) -> str:
        """Return where the figure goes: up or down."""
        return "up" if self.common is None or self.common[1].number > self.common[0].number else "down"

    @property
    def relative(self) -> Decimal | None:
        """Return the change in per cent of the figure before; None where that is 0, or far from the figure after."""
        if self.common is None or self.common[0].number == 0:
            return None
        before, after = (figure.number for figure in self.common)
        ratio = (after - before) / abs(before) * 100
        return rounded(ratio, 1) if abs(ratio) < _BEYOND else None

    @property
    def factor(self) -> Decimal | None:
        """Return how many times the smaller figure goes into the larger; None unless both are above 0."""
        if self.common is None or min(figure.number for figure in self.common) <= 0:
            return None
        small, large = sorted(figure.number for figure in self.common)
        if large / small >= _BEYOND:
            return None
        return _trimmed(rounded(large / small, 1))

    def difference(self, language: str) -> Quantity | None:
        """Return the figure after less the figure before: percentages in points, anything else in its unit."""
        if self.common is None:
            return None
        before, after = self.common
        unit = POINTS[language] if after.unit == "%" else after.unit
        return Quantity(after.number - before.number, unit)

    def changed(self, language: str) -> str:
        """Write the change: in points for percentages, else in per cent, else in the unit; empty without one."""
        difference = self.difference(language)
        if difference is None:
            return ""
        if self.after.unit == "%" or self.relative is None:
            return _signed(difference)
        return _signed(Quantity(self.relative, "%"))


def _in_time(figure: Quantity, unit: str) -> Quantity:
    return Quantity(_trimmed(figure.number * (SECONDS[figure.unit] // SECONDS[unit])), unit)


def _trimmed(number: Decimal) -> Decimal:
    """Drop the zeros that a conversion leaves behind the point."""
    short = number.normalize()
    return short if short.as_tuple().exponent in range(-40, 1) else short.quantize(Decimal(1))


def _signed(figure: Quantity) -> str:
    return f"{'+' if figure.number > 0 else ''}{figure.text}"


class ProcessChange(StrategyBlock):
    """Processes before and after their redesign (Hammer, "Reengineering Work", Harvard Business Review 68(4), 1990)."""

    example: ClassVar[str] = """\
items:
  - id: listing_hours
    process: 新品上架
    measure: 新品上架周期
    before: 72小时
    after: 4小时
    owner: 商品中心
    lever: 样衣定版时一次录入，各渠道共用
  - {id: on_time_ship, process: 订单履约, measure: 48小时发货率, before: 82.0%, after: 97.0%}
"""
    items: Annotated[tuple[Change, ...], Field(min_length=1)] = Field(
        description="the figures, process by process in the order of the text"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        for index, item in enumerate(self.items):
            values = {"name": item.measure, "one": item.before.text, "other": item.after.text}
            for field, figure in (("before", item.before), ("after", item.after)):
                if figure.unit in SECONDS and figure.number < 0:
                    message = "{name}: the amount {amount} is below 0"
                    named = {"name": item.measure, "amount": figure.text}
                    yield Fault("PG006", ("items", index, field), message, "correct the number", named)
            if item.common is None:
                yield from unlike(item.before, item.after, ("items", index, "after"), item.measure)
            elif item.is_equal:
                message = "{name}: before and after are the same, {one} and {other}"
                hint = "correct one of the two figures, or leave the entry out"
                yield Fault("PG006", ("items", index, "after"), message, hint, values)
            elif item.direction and item.direction != item.heading:
                message = "{name}: the direction is {direction}, but the figure goes from {one} to {other}"
                hint = "correct one of the two figures, or delete the direction"
                values["direction"] = translate(item.direction)
                yield Fault("PG006", ("items", index, "direction"), message, hint, values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        for item in self.items:
            found[f"{item.id}.before"] = item.before
            found[f"{item.id}.after"] = item.after
            difference = item.difference(language)
            if difference is not None:
                found[f"{item.id}.difference"] = difference
                found[f"{item.id}.change"] = item.changed(language)
            if item.factor is not None:
                found[f"{item.id}.factor"] = Quantity(item.factor, label(language, "times"))
        return found

    def measures(self) -> Iterator[Measure]:
        for index, item in enumerate(self.items):
            figures = {
                "baseline": (item.before, ("items", index, "before")),
                "target": (item.after, ("items", index, "after")),
            }
            words = []
            for language in POINTS:
                difference = item.difference(language)
                words += [_signed(difference), item.changed(language)] if difference is not None else []
            yield Measure(item.id, item.measure, figures, words=tuple(dict.fromkeys(words)))

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        levers = any(item.lever for item in self.items)
        owners = any(item.owner for item in self.items)
        columns = (
            Column(word("process")),
            Column(word("measure")),
            Column(word("before_change"), "right"),
            Column(word("after_change"), "right"),
            Column(word("change"), "right"),
            *((Column(word("lever")),) if levers else ()),
            *((Column(word("owner")),) if owners else ()),
        )
        rows = []
        for item in self.items:
            difference = item.difference(place.language)
            both = [_signed(difference), item.changed(place.language)] if difference is not None else ["—"]
            rows.append(
                Row(
                    (
                        cell(item.process),
                        cell(item.measure),
                        cell(item.before.text),
                        cell(item.after.text),
                        lines(*dict.fromkeys(map(brief, both))),
                        *((cell(item.lever or "—"),) if levers else ()),
                        *((cell(item.owner or "—"),) if owners else ()),
                    )
                )
            )
        caption = place.caption or word("process_change_caption")
        return [Table(columns, tuple(rows), caption, place.path, origin=place.origin), *self._chart(place)]

    def _chart(self, place: BlockPlace) -> list[Chart]:
        """Return the changes against the figures before, where enough can be compared."""

        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        compared = [item for item in self.items if item.relative is not None]
        shown = compared[:MOST_BARS]
        if len(shown) < FEWEST_BARS:
            return []
        often = Counter(item.measure for item in shown)
        names = [
            item.measure if often[item.measure] == 1 else word("pair", name=item.process, text=item.measure)
            for item in shown
        ]
        note = word("changes_note")
        if any(item.after.unit == "%" for item in shown):
            note += word("changes_note_points")
        if len(shown) < len(self.items):
            note += word("changes_note_cut", count=len(self.items), shown=len(shown))
        return [
            chart(
                place,
                "relative",
                word("changes_caption"),
                "bars",
                names,
                [(word("changes_series"), [item.relative for item in shown])],
                unit="%",
                places=1,
                lying=True,
                note=note.rstrip(),
            )
        ]
