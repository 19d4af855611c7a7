"""Goals and the balanced scorecard: where the plan starts from, where it goes, and how far away that is."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, group
from plangen.doctree import Block, Column, Row, Table, Text, Tone
from plangen.labels import label, localised_date
from plangen.messages import translate
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Figure,
    Identifier,
    Line,
    Part,
    Percent,
    Quantity,
    StrategyBlock,
    Surroundings,
    change_text,
    outside,
    parse_choice,
    percent_text,
    repeated,
    rounded,
)

Direction = Annotated[
    Literal["up", "down", "hold"], parse_choice({"up": ("上升",), "down": ("下降",), "hold": ("保持",)})
]
Perspective = Annotated[
    Literal["finance", "customer", "operations", "innovation"],
    parse_choice(
        {
            "finance": ("财务",),
            "customer": ("客户",),
            "operations": ("运营", "内部流程"),
            "innovation": ("创新", "学习与成长"),
        }
    ),
]
Cadence = Annotated[
    Literal["daily", "weekly", "monthly", "quarterly", "yearly"],
    parse_choice(
        {
            "daily": ("每日",),
            "weekly": ("每周",),
            "monthly": ("每月",),
            "quarterly": ("每季", "每季度"),
            "yearly": ("每年", "每年度"),
        }
    ),
]
PERSPECTIVES = ("finance", "customer", "operations", "innovation")


def _mismatch(baseline: Quantity, target: Quantity, path: tuple[str | int, ...], name: str) -> Iterator[Fault]:
    """Yield a fault where two figures of one measure have different units or do not differ at all."""
    values = {"name": name, "one": baseline.text, "other": target.text}
    if baseline.dimension != target.dimension:
        message = "{name}: {one} and {other} have different units"
        yield Fault("PG006", path, message, "write both figures in the same unit", values)
    elif baseline.base == target.base:
        message = "{name}: the target equals the baseline, {one}"
        yield Fault("PG006", path, message, "change the target, or leave the entry out", values)


class Goal(Part):
    """One goal: a measure, its value now and its value at the end."""

    id: Identifier
    name: Line
    dimension: Line | None = None
    baseline: Figure
    target: Figure
    by: Day
    owner: Line
    note: Line | None = None


class Goals(StrategyBlock):
    """The plan's goals with the change each one means."""

    example: ClassVar[str] = """\
items:
  - id: repurchase
    name: 会员90天复购率
    dimension: 客户价值
    baseline: 29.0%
    target: 38.0%
    by: 2028-12-31
    owner: 会员运营部
"""
    items: Annotated[tuple[Goal, ...], Field(min_length=1)]

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([goal.id for goal in self.items], "items")
        for index, goal in enumerate(self.items):
            yield from _mismatch(goal.baseline, goal.target, ("items", index, "target"), goal.name)
            yield from outside(goal.by, surroundings.horizon, ("items", index, "by"), goal.name)

    def values(self, language: str) -> dict[str, str]:
        found = {}
        for goal in self.items:
            found[f"{goal.id}.baseline"] = goal.baseline.text
            found[f"{goal.id}.target"] = goal.target.text
            found[f"{goal.id}.change"] = change_text(goal.baseline, goal.target, language)
            found[f"{goal.id}.by"] = localised_date(language, goal.by.isoformat())
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        dimensions = any(goal.dimension for goal in self.items)
        columns = (
            *((Column(word("dimension")),) if dimensions else ()),
            Column(word("goal")),
            Column(word("baseline"), "right"),
            Column(word("target"), "right"),
            Column(word("change"), "right"),
            Column(word("by"), "center"),
            Column(word("owner")),
        )
        rows = tuple(
            Row(
                (
                    *((cell(goal.dimension or ""),) if dimensions else ()),
                    cell(goal.name),
                    cell(goal.baseline.text),
                    cell(goal.target.text),
                    cell(change_text(goal.baseline, goal.target, place.language)),
                    cell(goal.by.isoformat()),
                    cell(goal.owner),
                )
            )
            for goal in self.items
        )
        pairs = [label(place.language, "pair", name=g.name, text=g.note) for g in self.items if g.note]
        notes = word("joint_sentence").join(pairs)
        caption = place.caption or word("goals_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(notes),) if notes else (), origin=place.origin)]


class Kpi(Part):
    """One indicator of the scorecard; ``current`` is the latest measured value and starts as the baseline."""

    id: Identifier
    perspective: Perspective
    name: Line
    baseline: Figure
    target: Figure
    current: Figure | None = None
    direction: Direction | None = None
    owner: Line
    cadence: Cadence
    note: Line | None = None

    @property
    def latest(self) -> Quantity:
        """Return the measured value, or the baseline before there is one."""
        return self.current or self.baseline

    @property
    def heading(self) -> str:
        """Return the direction that is wanted: as given, else from baseline to target."""
        return self.direction or ("up" if self.target.base >= self.baseline.base else "down")

    @property
    def attainment(self) -> Decimal | None:
        """Return the latest value in per cent of the target, inverted where less is better; None where undefined."""
        part, whole = self.latest.base, self.target.base
        if self.heading == "down":
            part, whole = whole, part
        return rounded(part / whole * 100, 1) if whole > 0 and part >= 0 else None


class Thresholds(Part):
    """From which attainment on an indicator is green or amber; below amber it is red."""

    green: Percent = Decimal(95)
    amber: Percent = Decimal(80)


class KpiScorecard(StrategyBlock):
    """A balanced scorecard in four perspectives (Kaplan and Norton, Harvard Business Review 70(1), 1992)."""

    example: ClassVar[str] = """\
items:
  - id: gross_margin
    perspective: 财务
    name: 综合毛利率
    baseline: 46.5%
    target: 49.2%
    owner: 财务部
    cadence: 每月
thresholds: {green: 95%, amber: 80%}
"""
    items: Annotated[tuple[Kpi, ...], Field(min_length=1)]
    thresholds: Thresholds = Thresholds()

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([kpi.id for kpi in self.items], "items")
        for index, kpi in enumerate(self.items):
            path: tuple[str | int, ...] = ("items", index, "target")
            if kpi.direction != "hold":
                yield from _mismatch(kpi.baseline, kpi.target, path, kpi.name)
            if kpi.current and kpi.current.dimension != kpi.target.dimension:
                yield from _mismatch(kpi.current, kpi.target, ("items", index, "current"), kpi.name)
            derived = "up" if kpi.target.base > kpi.baseline.base else "down"
            if kpi.direction in ("up", "down") and kpi.direction != derived:
                message = "{name}: the direction is {direction}, but the target lies the other way"
                values = {"name": kpi.name, "direction": translate(kpi.direction)}
                yield Fault("PG006", ("items", index, "direction"), message, "delete the direction", values)
        if self.thresholds.amber >= self.thresholds.green:
            message = "amber ({amber}%) has to begin below green ({green}%)"
            limits: dict[str, object] = {"amber": self.thresholds.amber, "green": self.thresholds.green}
            yield Fault("PG006", ("thresholds", "amber"), message, "lower amber or raise green", limits)

    def values(self, language: str) -> dict[str, str]:
        found = {}
        for kpi in self.items:
            found[f"{kpi.id}.baseline"] = kpi.baseline.text
            found[f"{kpi.id}.target"] = kpi.target.text
            found[f"{kpi.id}.current"] = kpi.latest.text
            found[f"{kpi.id}.gap"] = change_text(kpi.latest, kpi.target, language)
            found[f"{kpi.id}.change"] = change_text(kpi.baseline, kpi.target, language)
            if kpi.attainment is not None:
                found[f"{kpi.id}.attainment"] = percent_text(kpi.attainment)
        return found

    def status(self, kpi: Kpi) -> Tone:
        """Return the traffic light of an indicator; none where attainment is undefined."""
        if kpi.attainment is None:
            return ""
        if kpi.attainment >= self.thresholds.green:
            return "good"
        return "warn" if kpi.attainment >= self.thresholds.amber else "bad"

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        columns = (
            Column(word("kpi")),
            Column(word("baseline"), "right"),
            Column(word("current"), "right"),
            Column(word("target"), "right"),
            Column(word("shortfall"), "right"),
            Column(word("attainment"), "right"),
            Column(word("status"), "center"),
            Column(word("owner")),
            Column(word("cadence"), "center"),
        )
        rows: list[Row] = []
        for perspective in PERSPECTIVES:
            members = [kpi for kpi in self.items if kpi.perspective == perspective]
            if members:
                rows.append(group(word(f"perspective_{perspective}"), len(columns)))
            for kpi in members:
                tone = self.status(kpi)
                rows.append(
                    Row(
                        (
                            cell(kpi.name),
                            cell(kpi.baseline.text),
                            cell(kpi.latest.text),
                            cell(kpi.target.text),
                            cell(change_text(kpi.latest, kpi.target, place.language)),
                            cell(percent_text(kpi.attainment) if kpi.attainment is not None else "—"),
                            cell(word(f"status_{tone}") if tone else "—", tone),
                            cell(kpi.owner),
                            cell(word(f"cadence_{kpi.cadence}")),
                        )
                    )
                )
        legend = label(
            place.language,
            "scorecard_note",
            green=percent_text(self.thresholds.green),
            amber=percent_text(self.thresholds.amber),
        )
        pairs = [label(place.language, "pair", name=kpi.name, text=kpi.note) for kpi in self.items if kpi.note]
        notes = word("joint_sentence").join(pairs) + word("stop") if pairs else ""
        caption = place.caption or word("scorecard_caption")
        table = Table(columns, tuple(rows), caption, place.path, note=(Text(legend + notes),), origin=place.origin)
        return [table]
