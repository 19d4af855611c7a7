"""Goals: where the plan starts from, where it goes, and by when."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, day_text, lines
from plangen.blocks.performance.indicators import Cadence, ways
from plangen.blocks.performance.units import mismatch
from plangen.doctree import Block, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
)
from plangen.quantities import Stated, brief, change_text, counted


class Goal(Part):
    """One goal: a measure, its value now and its value at the end."""

    id: Identifier = Field(description="a short name for references; the id of the KPI where the scorecard has one")
    name: Line = Field(description="what is measured, such as gross margin")
    dimension: Line | None = Field(
        default=None, description="the group of goals it belongs to, such as market, profit or customers"
    )
    baseline: Figure = Field(description="the value at the start with its unit, such as 46.5% or EUR 84.0 million")
    target: Figure = Field(description="the value to be reached, in the unit of the baseline")
    by: Day = Field(description="the day by which the target is reached, inside the plan's horizon")
    owner: Line = Field(description="who answers for the goal")
    cadence: Cadence | None = Field(
        default=None, description="how often it is measured where it is no KPI of the scorecard, such as yearly"
    )
    note: Line | None = Field(default=None, description="how it is counted, where that is open to dispute")


class Goals(StrategyBlock):
    """The plan's goals with the change each one means: in percentage points, else in per cent of the baseline."""

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
    items: Annotated[tuple[Goal, ...], Field(min_length=1)] = Field(
        description="the goals, grouped by dimension where they have one"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([goal.id for goal in self.items], "items")
        for index, goal in enumerate(self.items):
            yield from mismatch(goal.baseline, goal.target, ("items", index, "target"), goal.name)
            yield from outside(goal.by, surroundings.horizon, ("items", index, "by"), goal.name)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for goal in self.items:
            found[f"{goal.id}.baseline"] = goal.baseline
            found[f"{goal.id}.target"] = goal.target
            found[f"{goal.id}.change"] = change_text(goal.baseline, goal.target, language)
            found[f"{goal.id}.by"] = goal.by
        return found

    def measures(self) -> Iterator[Measure]:
        for index, goal in enumerate(self.items):
            figures = {
                "baseline": (goal.baseline, ("items", index, "baseline")),
                str(goal.by.year): (goal.target, ("items", index, "target")),
            }
            yield Measure(goal.id, goal.name, figures, words=ways(goal.baseline, goal.target))

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
                    *((cell(goal.dimension or "—"),) if dimensions else ()),
                    cell(goal.name),
                    cell(goal.baseline.text),
                    cell(goal.target.text),
                    cell(brief(change_text(goal.baseline, goal.target, place.language))),
                    cell(day_text(goal.by, place.language)),
                    lines(goal.owner, _measured(goal, place.language)),
                )
            )
            for goal in self.items
        )
        pairs = [label(place.language, "pair", name=g.name, text=g.note.rstrip("。.")) for g in self.items if g.note]
        notes = word("joint_sentence").join(pairs) + word("stop") if pairs else ""
        caption = place.caption or word("goals_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(notes),) if notes else (), origin=place.origin)]


def _measured(goal: Goal, language: str) -> str:
    """Say how often a goal is measured, where the goal says so itself."""
    if goal.cadence is None:
        return ""
    return label(language, "goal_cadence", cadence=label(language, f"cadence_{goal.cadence}"))
