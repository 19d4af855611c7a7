"""Execution efficiency: is the plan on time, is the money well spent, does it yield what it was meant to?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, group
from plangen.blocks.performance.earned_value import EarnedValue
from plangen.blocks.performance.indicators import (
    Cadence,
    Direction,
    Thresholds,
    against,
    attainment,
    heading,
    lit,
    ways,
)
from plangen.blocks.performance.units import mismatch, unlike
from plangen.doctree import Block, Column, Row, Table, Text
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
from plangen.quantities import Quantity, Stated, counted, percent_text

Dimension = Annotated[
    Literal["progress", "spending", "output"],
    parse_choice({"progress": ("进度", "Progress"), "spending": ("投入", "Spending"), "output": ("产出", "Output")}),
]
DIMENSIONS = ("progress", "spending", "output")


class EfficiencyIndicator(Part):
    """One indicator of how the plan is carried out."""

    id: Identifier = Field(description="a short name for references, such as on_time_milestones")
    name: Line = Field(description="what is measured, such as milestones passed on time")
    dimension: Dimension = Field(description="progress, spending or output")
    baseline: Figure | None = Field(default=None, description="the value at the start, where there is one")
    target: Figure = Field(description="the value to be kept or reached with its unit, such as 95%")
    current: Figure | None = Field(default=None, description="the latest measured value, in the unit of the target")
    direction: Direction | None = Field(
        default=None,
        description="up, down or hold; left out it goes from the baseline to the target, without a baseline upwards",
    )
    formula: Line = Field(description="how it is worked out, such as milestones passed on time over milestones due")
    owner: Line = Field(description="who measures it and answers for it")
    cadence: Cadence = Field(description="how often it is measured: daily, weekly, monthly, quarterly or yearly")

    @property
    def latest(self) -> Quantity | None:
        """Return the measured value, or the baseline before there is one."""
        return self.current or self.baseline

    @property
    def heading(self) -> str:
        """Return the direction that is wanted: as given, else from baseline to target, else upwards."""
        return heading(self.direction, self.baseline, self.target)

    @property
    def attainment(self) -> Decimal | None:
        """Return how much of the target has been reached, in per cent; None where nothing is measured yet."""
        return attainment(self.latest, self.target, self.heading)

    @property
    def bound(self) -> str:
        """Return the target as the bound it is: at least, at most, or just that."""
        return {"up": "≥", "down": "≤", "hold": ""}[self.heading] + self.target.text


class Review(Part):
    """One meeting at which efficiency is judged."""

    cadence: Cadence = Field(description="how often it meets: weekly, monthly, quarterly or yearly")
    forum: Line = Field(description="the meeting, such as weekly meeting or quarterly review")
    decides: Line = Field(description="what is decided there")


class ExecutionEfficiency(StrategyBlock):
    """Indicators of progress, spending and output, the earned value of the work, and the rhythm of its review."""

    example: ClassVar[str] = """\
items:
  - id: on_time_milestones
    name: 里程碑按期验收率
    dimension: 进度
    target: 90%
    formula: 按期通过验收的里程碑数÷到期的里程碑数
    owner: 战略办公室
    cadence: 每月
  - id: budget_execution
    name: 预算执行率
    dimension: 投入
    target: 95%
    formula: 累计付款÷同期计划付款
    owner: 财务部
    cadence: 每月
  - id: adoption
    name: 新系统一线使用率
    dimension: 产出
    baseline: 40%
    target: 80%
    formula: 月内使用过新系统的一线人员÷应使用人员
    owner: 数字技术部
    cadence: 每季
reviews:
  - {cadence: 每周, forum: 周会, decides: 解除阻塞}
  - {cadence: 每季, forum: 季度复盘, decides: 继续、纠偏或停止}
"""
    items: Annotated[tuple[EfficiencyIndicator, ...], Field(min_length=1)] = Field(
        description="the indicators, at least one each of progress, spending and output"
    )
    thresholds: Thresholds = Field(
        default_factory=Thresholds, description="from which attainment on an indicator is green or amber"
    )
    schedule: EarnedValue | None = Field(
        default=None, description="planned value, earned value and actual cost at one day, once work has begun"
    )
    reviews: tuple[Review, ...] = Field(default=(), description="the meetings that judge efficiency, and their rhythm")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        identifiers = [item.id for item in self.items]
        yield from repeated(identifiers, "items")
        for index, item in enumerate(self.items):
            yield from self._check_item(item, ("items", index))
        given = {item.dimension for item in self.items}
        if missing := [name for name in DIMENSIONS if name not in given]:
            names = [label(surroundings.language, f"efficiency_{name}") for name in missing]
            message = "no indicator belongs to {missing}"
            hint = "add at least one indicator with dimension: {first}"
            values = {"missing": label(surroundings.language, "joint").join(names), "first": names[0]}
            yield Fault("PG007", ("items",), message, hint, values)
        yield from self.thresholds.check()
        if self.schedule:
            yield from self.schedule.check(surroundings)
        yield from repeated([review.forum for review in self.reviews], "reviews", "forum")

    def _check_item(self, item: EfficiencyIndicator, path: tuple[str | int, ...]) -> Iterator[Fault]:
        if item.baseline and item.direction == "hold":
            yield from unlike(item.baseline, item.target, (*path, "target"), item.name)
        elif item.baseline:
            yield from mismatch(item.baseline, item.target, (*path, "target"), item.name)
        if item.current:
            yield from unlike(item.baseline or item.target, item.current, (*path, "current"), item.name)
        if against(item.direction, item.baseline, item.target):
            message = "{name}: the direction is {direction}, but the target lies the other way"
            values = {"name": item.name, "direction": translate(item.direction or "")}
            yield Fault("PG006", (*path, "direction"), message, "delete the direction", values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        if self.schedule:
            found.update(self.schedule.values(language))
        for item in self.items:
            found[f"{item.id}.target"] = item.target
            if item.baseline:
                found[f"{item.id}.baseline"] = item.baseline
            if item.latest:
                found[f"{item.id}.current"] = item.latest
            if item.attainment is not None:
                found[f"{item.id}.attainment"] = Quantity(item.attainment, "%")
        return found

    def measures(self) -> Iterator[Measure]:
        for index, item in enumerate(self.items):
            figures = {
                role: (figure, ("items", index, role))
                for role, figure in (("baseline", item.baseline), ("current", item.current), ("target", item.target))
                if figure
            }
            words = [*ways(item.latest, item.target)] if item.latest else []
            if item.attainment is not None:
                words.append(percent_text(item.attainment))
            yield Measure(item.id, item.name, figures, words=tuple(dict.fromkeys(words)))

    def lower(self, place: BlockPlace) -> list[Block]:
        caption = place.caption or label(place.language, "execution_efficiency_caption")
        blocks: list[Block] = [self._indicators(place, caption)]
        if self.schedule:
            blocks.append(self.schedule.table(place, caption, self.thresholds))
        if self.reviews:
            blocks.append(self._reviews(place, caption))
        return blocks

    def _indicators(self, place: BlockPlace, caption: str) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        begun = any(item.baseline for item in self.items)
        measured = any(item.current for item in self.items)
        judged = begun or measured
        columns = (
            Column(word("kpi")),
            *((Column(word("baseline"), "right"),) if begun else ()),
            *((Column(word("current"), "right"),) if measured else ()),
            Column(word("target"), "right"),
            *((Column(word("attainment"), "center"),) if judged else ()),
            Column(word("efficiency_formula")),
            Column(word("owner")),
            Column(word("cadence"), "center"),
        )
        rows: list[Row] = []
        shown = ""
        for item in sorted(self.items, key=lambda item: DIMENSIONS.index(item.dimension)):
            if item.dimension != shown:
                shown = item.dimension
                rows.append(group(word(f"efficiency_{shown}"), len(columns)))
            rows.append(
                Row(
                    (
                        cell(item.name),
                        *((cell(item.baseline.text if item.baseline else "—"),) if begun else ()),
                        *((cell(item.latest.text if item.latest else "—"),) if measured else ()),
                        cell(item.bound),
                        *(
                            (lit(item.attainment, self.thresholds.light(item.attainment), place.language),)
                            if judged
                            else ()
                        ),
                        cell(item.formula),
                        cell(item.owner),
                        cell(word(f"cadence_{item.cadence}")),
                    )
                )
            )
        limits = {"green": percent_text(self.thresholds.green), "amber": percent_text(self.thresholds.amber)}
        note = word("scorecard_note" if judged else "efficiency_note", **limits)
        if any(item.heading == "hold" for item in self.items):
            note += word("scorecard_hold")
        note += word("scorecard_unmeasured") if begun and not measured else ""
        return Table(columns, tuple(rows), caption, place.path, note=(Text(note.rstrip()),), origin=place.origin)

    def _reviews(self, place: BlockPlace, caption: str) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("cadence"), "center"),
            Column(word("efficiency_forum")),
            Column(word("efficiency_decides")),
        )
        rows = tuple(
            Row((cell(word(f"cadence_{review.cadence}")), cell(review.forum), cell(review.decides)))
            for review in self.reviews
        )
        title = word("efficiency_reviews_caption", caption=caption)
        return Table(columns, rows, title, f"{place.path}.reviews", origin=place.origin)
