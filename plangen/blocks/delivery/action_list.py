"""The action list: what is done in the first weeks, by whom, by which day, and what is handed over."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, day_text, group
from plangen.doctree import Block, Column, Row, Table, Text
from plangen.labels import label, localised_date
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    Whole,
    outside,
    repeated,
)
from plangen.quantities import Stated, counted


class Action(Part):
    """One action; it is done when what it delivers has been handed over."""

    id: Identifier | None = Field(default=None, description="a short name of the action for references, optional")
    action: Line = Field(description="what is done, beginning with a verb")
    owner: Line = Field(description="who answers for it, one name")
    due: Day = Field(description="the day it has to be done, inside the days of the list")
    deliverable: Line = Field(description="what is handed over, so that anybody can see that it is done")
    supports: tuple[Line, ...] = Field(
        default=(), description="ids of the tasks, initiatives or milestones it prepares"
    )


class ActionList(StrategyBlock):
    """Actions of the first days, 90 if nothing else is said, by the day they are due."""

    example: ClassVar[str] = """\
start: 2026-01-01
days: 90
items:
  - action: 核定关键绩效指标的口径与基期值
    owner: 财务部
    due: 2026-01-30
    deliverable: 指标口径手册
    supports: [baseline]
  - action: 盘点在用系统及其接口
    owner: 数字技术部
    due: 2026-02-13
    deliverable: 系统与数据盘点报告
"""
    start: Day = Field(description="the first day of the list, inside the plan's horizon")
    days: Annotated[Whole, Field(ge=1, le=3660)] = Field(default=90, description="how many days the list runs")
    items: Annotated[tuple[Action, ...], Field(min_length=1)] = Field(
        description="the actions; they are shown by the day they are due"
    )

    @property
    def end(self) -> date:
        """Return the last day of the list; the first day counts."""
        return date.fromordinal(min(self.start.toordinal() + self.days - 1, date.max.toordinal()))

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        # an action without an id cannot repeat one
        yield from repeated([item.id or f"#{index}" for index, item in enumerate(self.items)], "items")
        yield from outside(self.start, surroundings.horizon, ("start",), "start")
        horizon = surroundings.horizon
        if horizon and not horizon.start <= self.start <= horizon.end:
            return  # its days lie elsewhere, too, and would only be found one by one
        yield from outside(self.end, horizon, ("days",), "days")
        for index, item in enumerate(self.items):
            if not self.start <= item.due <= self.end:
                message = "{what}: {day} lies outside the {days} days from {start} to {end}"
                hint = "move the date between {start} and {end}, or change start: or days:"
                values = {"what": item.action, "day": item.due, "days": self.days, "start": self.start, "end": self.end}
                yield Fault("PG402", ("items", index, "due"), message, hint, values)

    def ordered(self) -> tuple[Action, ...]:
        """Return the actions by the day they are due; equal ones keep the editor's order."""
        return tuple(sorted(self.items, key=lambda item: item.due))

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {
            "count": counted(len(self.items)),
            "days": counted(self.days),
            "start": self.start,
            "end": self.end,
        }
        for item in self.items:
            if item.id:
                found[f"{item.id}.due"] = item.due
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("number"), "center"),
            Column(word("action")),
            Column(word("owner")),
            Column(word("deadline"), "center"),
            Column(word("deliverable")),
        )
        rows: list[Row] = []
        months = {item.due.isoformat()[:7] for item in self.items}
        month = ""
        for number, item in enumerate(self.ordered(), start=1):
            if len(months) > 1 and item.due.isoformat()[:7] != month:
                month = item.due.isoformat()[:7]
                rows.append(group(localised_date(place.language, month), len(columns)))
            rows.append(
                Row(
                    (
                        cell(str(number)),
                        cell(item.action),
                        cell(item.owner),
                        cell(day_text(item.due, place.language)),
                        cell(item.deliverable),
                    )
                )
            )
        first, last = (day_text(day, place.language) for day in (self.start, self.end))
        note = Text(word("action_list_note", start=first, end=last, days=self.days))
        caption = place.caption or word("action_list_caption")
        return [Table(columns, tuple(rows), caption, place.path, note=(note,), origin=place.origin)]
