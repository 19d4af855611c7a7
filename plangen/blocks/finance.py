"""The staged budget: one total, its stages, and the rules that money is released by."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell
from plangen.doctree import Block, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Line,
    Money,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    money_text,
    outside,
    percent_text,
    repeated,
)


class Stage(Part):
    """One stage: its share of the total, what it pays for, and when it runs."""

    name: Line
    share: Annotated[Percent, Field(ge=0, le=100)]
    purpose: Line
    start: Day | None = None
    end: Day | None = None

    @property
    def months(self) -> int | None:
        """Return how many calendar months the stage touches, where both ends are given."""
        if self.start is None or self.end is None:
            return None
        return _month(self.end) - _month(self.start) + 1


class StagedBudget(StrategyBlock):
    """A total released in stages, with a cap on trial costs (per cent of a month's budget) and an adjustment rule."""

    example: ClassVar[str] = """\
total: 1.2亿元
stages:
  - {name: 初期, share: 25%, purpose: 基础平台建设与市场测试, start: 2026-01-01, end: 2026-06-30}
  - {name: 中期, share: 55%, purpose: 业务扩张与渠道拓展, start: 2026-07-01, end: 2027-12-31}
  - {name: 后期, share: 20%, purpose: 风险储备与应急调整, start: 2028-01-01, end: 2028-12-31}
trial_cap: 5%
adjustment: 每月评估投入产出，连续两个月未达标的项目暂停拨付
"""
    total: Money
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    trial_cap: Annotated[Percent, Field(gt=0, le=100)] | None = None
    adjustment: Line | None = None

    def amount(self, stage: Stage) -> Decimal:
        """Return a stage's amount in the currency's own unit (yuan)."""
        return self.total.base * stage.share / 100

    def trial_limit(self, stage: Stage) -> Decimal | None:
        """Return what one month of a stage may spend on trials, from the stage's average month."""
        if self.trial_cap is None or not stage.months:
            return None
        return self.amount(stage) / stage.months * self.trial_cap / 100

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([stage.name for stage in self.stages], "stages", "name")
        if self.total.number <= 0:
            yield Fault("PG006", ("total",), "the total has to be greater than 0", "correct the number")
        total = sum((stage.share for stage in self.stages), Decimal(0))
        if total != 100:
            shares = "、".join(f"{stage.name} {percent_text(stage.share)}" for stage in self.stages)
            message = "stage shares sum to {total}, not 100%"
            hint = "change the shares ({shares}) so that they add up to 100%"
            path = ("stages", len(self.stages) - 1, "share")
            yield Fault("PG401", path, message, hint, {"total": percent_text(total), "shares": shares})
        for index, stage in enumerate(self.stages):
            if stage.start:
                yield from outside(stage.start, surroundings.horizon, ("stages", index, "start"), stage.name)
            if stage.end:
                yield from outside(stage.end, surroundings.horizon, ("stages", index, "end"), stage.name)
            if stage.start and stage.end and stage.end < stage.start:
                message = "{name} ends on {end}, before it starts on {start}"
                values = {"name": stage.name, "start": stage.start, "end": stage.end}
                yield Fault("PG006", ("stages", index, "end"), message, "exchange or correct the two dates", values)

    def values(self, language: str) -> dict[str, str]:
        found = {"total": self.total.text}
        if self.trial_cap is not None:
            found["trial_cap"] = percent_text(self.trial_cap)
        for stage in self.stages:
            found[f"{stage.name}.share"] = percent_text(stage.share)
            found[f"{stage.name}.amount"] = money_text(self.amount(stage), self.total)
            limit = self.trial_limit(stage)
            if limit is not None:
                found[f"{stage.name}.trial_limit"] = money_text(limit, self.total, places=1)
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        dated = any(stage.start and stage.end for stage in self.stages)
        columns = (
            Column(word("stage")),
            *((Column(word("dates"), "center"),) if dated else ()),
            Column(word("share"), "right"),
            Column(word("amount"), "right"),
            Column(word("purpose")),
        )
        body = tuple(
            Row(
                (
                    cell(stage.name),
                    *((cell(word("span", start=stage.start, end=stage.end) if stage.months else ""),) if dated else ()),
                    cell(percent_text(stage.share)),
                    cell(money_text(self.amount(stage), self.total)),
                    cell(stage.purpose),
                )
            )
            for stage in self.stages
        )
        whole = sum((stage.share for stage in self.stages), Decimal(0))
        total = Row(
            (
                cell(word("total")),
                *((cell(""),) if dated else ()),
                cell(percent_text(whole)),
                cell(self.total.text),
                cell(""),
            ),
            "total",
        )
        note = self._note(place.language)
        caption = place.caption or word("budget_caption")
        return [Table(columns, (*body, total), caption, place.path, note=note, origin=place.origin)]

    def _note(self, language: str) -> tuple[Text, ...]:
        parts: list[str] = []
        if self.trial_cap is not None:
            limits = [(stage.name, self.trial_limit(stage)) for stage in self.stages]
            months = label(language, "joint").join(
                label(language, "trial_month", stage=name, amount=money_text(limit, self.total, places=1))
                for name, limit in limits
                if limit is not None
            )
            key = "trial_note_months" if months else "trial_note"
            parts.append(label(language, key, cap=percent_text(self.trial_cap), months=months))
        if self.adjustment:
            parts.append(label(language, "adjustment_note", rule=self.adjustment.rstrip("。.")))
        return (Text("".join(parts)),) if parts else ()


def _month(day: date) -> int:
    return day.year * 12 + day.month
