"""The staged budget: one total, its stages, what each brings, and the rules that money is released by."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, span_text
from plangen.blocks.charting import chart
from plangen.blocks.finance.scale import Scale, scale_for
from plangen.blocks.performance.units import unlike
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.messages import listed
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Line,
    Money,
    Outlay,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
)
from plangen.quantities import Quantity, Stated, money, money_text, percent_text, rounded

MOST_BARS = 24


class Stage(Part):
    """One stage: its share of the total, what it pays for, when it runs, and what it is expected to bring."""

    name: Line = Field(description="the stage's name, such as Prove")
    share: Annotated[Percent, Field(ge=0, le=100)] = Field(description="its share of the total, such as 25%")
    purpose: Line = Field(description="what the stage pays for")
    start: Day | None = Field(default=None, description="its first day, optional")
    end: Day | None = Field(default=None, description="its last day; needed where there is a start")
    benefit: Money | None = Field(default=None, description="the benefit expected from this stage's money, optional")

    @property
    def months(self) -> int | None:
        """Return how many calendar months the stage touches, where both ends are given."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return _month(self.end) - _month(self.start) + 1


class StagedBudget(StrategyBlock):
    """A total released in stages, with a cap on trial costs (per cent of a month's budget) and an adjustment rule.

    The return on a stage is its benefit less its amount, in per cent of the amount (return on investment: Brealey,
    Myers and Allen, "Principles of Corporate Finance", on book rates of return).
    """

    example: ClassVar[str] = """\
total: 1.2亿元
stages:
  - {name: 初期, share: 25%, purpose: 基础平台建设与市场测试, start: 2026-01-01, end: 2026-06-30, benefit: 3600万元}
  - {name: 中期, share: 55%, purpose: 业务扩张与渠道拓展, start: 2026-07-01, end: 2027-12-31, benefit: 8900万元}
  - {name: 后期, share: 20%, purpose: 风险储备与应急调整, start: 2028-01-01, end: 2028-12-31, benefit: 2100万元}
trial_cap: 5%
adjustment: 每月评估投入产出，连续两个月未达标的项目暂停拨付
"""
    total: Money = Field(description="the whole amount with its unit, such as EUR 12.0 million")
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)] = Field(
        description="the stages in the order in which they run; their shares add up to 100%"
    )
    trial_cap: Annotated[Percent, Field(gt=0, le=100)] | None = Field(
        default=None, description="how much of a month's budget may go into trials, such as 5%, optional"
    )
    adjustment: Line | None = Field(
        default=None, description="how the budget is reviewed and adjusted each month, optional"
    )

    def amount(self, stage: Stage) -> Decimal:
        """Return a stage's amount in the currency's own unit (yuan)."""
        return self.total.base * stage.share / 100

    def trial_limit(self, stage: Stage) -> Decimal | None:
        """Return what one month of a stage may spend on trials, from the stage's average month."""
        if self.trial_cap is None or not stage.months:
            return None
        return self.amount(stage) / stage.months * self.trial_cap / 100

    def benefit(self, stage: Stage) -> Decimal | None:
        """Return what a stage is expected to bring, in the currency's own unit."""
        if stage.benefit is None or stage.benefit.dimension != self.total.dimension:
            return None
        return stage.benefit.base

    def whole_benefit(self) -> Decimal | None:
        """Return what all stages together bring, where each says what it brings."""
        benefits = [self.benefit(stage) for stage in self.stages]
        known = [benefit for benefit in benefits if benefit is not None]
        return sum(known, Decimal(0)) if len(known) == len(benefits) else None

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([stage.name for stage in self.stages], "stages", "name")
        if self.total.number <= 0:
            yield Fault("PG006", ("total",), "the total has to be greater than 0", "correct the number")
        total = sum((stage.share for stage in self.stages), Decimal(0))
        if total != 100:
            shares = listed(f"{stage.name} {percent_text(stage.share)}" for stage in self.stages)
            message = "stage shares sum to {total}, not 100%"
            hint = "change the shares ({shares}) so that they add up to 100%"
            path = ("stages", len(self.stages) - 1, "share")
            yield Fault("PG401", path, message, hint, {"total": percent_text(total), "shares": shares})
        for index, stage in enumerate(self.stages):
            yield from self._check_dates(index, stage, surroundings)
            if stage.benefit is not None:
                yield from unlike(self.total, stage.benefit, ("stages", index, "benefit"), stage.name)
                if stage.benefit.number < 0:
                    message = "{name}: the benefit of {benefit} is below 0"
                    hint = "write what the stage brings as a positive amount; the return takes its costs off itself"
                    values = {"name": stage.name, "benefit": stage.benefit.text}
                    yield Fault("PG006", ("stages", index, "benefit"), message, hint, values)

    def _check_dates(self, index: int, stage: Stage, surroundings: Surroundings) -> Iterator[Fault]:
        if stage.start:
            yield from outside(stage.start, surroundings.horizon, ("stages", index, "start"), stage.name)
        if stage.end:
            yield from outside(stage.end, surroundings.horizon, ("stages", index, "end"), stage.name)
        if (stage.start is None) != (stage.end is None):
            given, lacking = ("end", "start") if stage.start is None else ("start", "end")
            message = "{name} has a date for {given}, but none for {lacking}"
            values = {"name": stage.name, "given": given, "lacking": lacking}
            yield Fault(
                "PG007", ("stages", index, given), message, "add {lacking}: with a date, or delete {given}:", values
            )
        if not stage.start:
            return
        if stage.end and stage.end < stage.start:
            message = "{name} ends on {end}, before it starts on {start}"
            dates: dict[str, object] = {"name": stage.name, "start": stage.start, "end": stage.end}
            yield Fault("PG006", ("stages", index, "end"), message, "exchange or correct the two dates", dates)
        before = next((other for other in reversed(self.stages[:index]) if other.start), None)
        if before is None or before.start is None:
            return
        dates = {"name": stage.name, "before": before.name, "begins": stage.start, "start": before.start}
        if stage.start < before.start:
            message = "{name} stands after {before}, but begins on {begins}, earlier than {start}"
            hint = "put the stages in the order in which they begin, or correct the dates"
            yield Fault("PG006", ("stages", index, "start"), message, hint, dates)
        elif before.end and before.start <= before.end and stage.start <= before.end:
            message = "the stage {name} starts on {start}, but {before} before it ends only on {end}"
            hint = "move one of the two dates, so that the stages do not overlap"
            overlap = {**dates, "start": stage.start, "end": before.end}
            yield Fault("PG006", ("stages", index, "start"), message, hint, overlap)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"total": self.total}
        if self.trial_cap is not None:
            found["trial_cap"] = Quantity(self.trial_cap, "%")
        whole = self.whole_benefit()
        if whole is not None:
            found["benefit"] = money(whole, self.total)
            found |= _returned("roi", whole, self.total.base)
        spent = Decimal(0)
        for stage in self.stages:
            amount, benefit = self.amount(stage), self.benefit(stage)
            spent += amount
            found[f"{stage.name}.share"] = Quantity(stage.share, "%")
            found[f"{stage.name}.amount"] = money(amount, self.total)
            found[f"{stage.name}.cumulative"] = money(spent, self.total)
            limit = self.trial_limit(stage)
            if limit is not None:
                found[f"{stage.name}.trial_limit"] = money(_floored(limit), self.total)
            if benefit is not None:
                found[f"{stage.name}.benefit"] = money(benefit, self.total)
                found |= _returned(f"{stage.name}.roi", benefit, amount)
        return found

    def outlays(self) -> Iterator[Outlay]:
        yield Outlay("total", "", self.total, ("total",))
        for index, stage in enumerate(self.stages):
            path = ("stages", index, "share")
            amount = money(self.amount(stage), self.total, places=8)
            yield Outlay("stage", stage.name, amount, path, stage.start, stage.end)

    def lower(self, place: BlockPlace) -> list[Block]:
        nodes: list[Block] = [self._table(place)]
        if 2 <= len(self.stages) <= MOST_BARS and self.total.number > 0:
            nodes.append(self._chart(place))
        return nodes

    def _table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        scale = self._scale()
        dated = any(stage.months for stage in self.stages)
        paying = any(self.benefit(stage) is not None for stage in self.stages)
        columns = (
            Column(word("stage")),
            *((Column(word("dates"), "center"),) if dated else ()),
            Column(word("share"), "right"),
            Column(word("stage_amount"), "right"),
            *((Column(word("expected_benefit"), "right"), Column(word("roi"), "right")) if paying else ()),
            Column(word("purpose")),
        )
        body = tuple(
            Row(
                (
                    cell(stage.name),
                    *((cell(_dates(stage, place.language)),) if dated else ()),
                    cell(percent_text(stage.share)),
                    cell(self._scaled(self.amount(stage), scale)),
                    *(self._paying(self.benefit(stage), self.amount(stage), scale) if paying else ()),
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
                cell(self._scaled(self.total.base, scale)),
                *(self._paying(self.whole_benefit(), self.total.base, scale) if paying else ()),
                cell(""),
            ),
            "total",
        )
        caption = place.caption or word("staged_budget_caption")
        note = self._note(place.language, paying)
        return Table(columns, (*body, total), caption, place.path, note=note, origin=place.origin)

    def _scale(self) -> Scale:
        """Choose the one unit that table and chart are written in, so that stages and total can be compared."""
        benefits = (self.benefit(stage) for stage in self.stages)
        known = [benefit for benefit in benefits if benefit is not None]
        return scale_for((*(self.amount(stage) for stage in self.stages), *known), self.total)

    @staticmethod
    def _scaled(amount: Decimal, scale: Scale) -> str:
        return Quantity(scale.number(amount), scale.unit).text

    def _paying(self, benefit: Decimal | None, amount: Decimal, scale: Scale) -> tuple[Cell, Cell]:
        if benefit is None:
            return cell("—"), cell("—")
        returned = roi(benefit, amount)
        said = "—" if returned is None else percent_text(rounded(returned, 1))
        return cell(self._scaled(benefit, scale)), cell(said)

    def _chart(self, place: BlockPlace) -> Chart:
        amounts = [self.amount(stage) for stage in self.stages]
        benefits = [self.benefit(stage) for stage in self.stages]
        known = any(benefit is not None for benefit in benefits)
        scale = self._scale()
        series: list[tuple[str, list[Decimal | None]]] = [
            (label(place.language, "stage_amount"), [scale.number(amount) for amount in amounts])
        ]
        if known:
            shown = [None if benefit is None else scale.number(benefit) for benefit in benefits]
            series.append((label(place.language, "expected_benefit"), shown))
        return chart(
            place,
            "chart",
            label(place.language, "staged_budget_chart_benefit" if known else "staged_budget_chart"),
            "bars",
            [stage.name for stage in self.stages],
            series,
            unit=scale.unit,
            places=scale.places,
        )

    def _note(self, language: str, paying: bool) -> tuple[Text, ...]:
        parts: list[str] = []
        if self.trial_cap is not None:
            limits = [(stage.name, self.trial_limit(stage)) for stage in self.stages]
            months = label(language, "joint").join(
                label(language, "trial_month", stage=name, amount=money_text(_floored(limit), self.total))
                for name, limit in limits
                if limit is not None
            )
            key = "trial_note_months" if months else "trial_note"
            parts.append(label(language, key, cap=percent_text(self.trial_cap), months=months))
        if paying:
            parts.append(label(language, "roi_note"))
        if self.adjustment:
            parts.append(label(language, "adjustment_note", rule=self.adjustment.rstrip("。.")))
        return (Text("".join(parts)),) if parts else ()


def roi(benefit: Decimal, amount: Decimal) -> Decimal | None:
    """Return the return on an amount in per cent of it; None on nothing."""
    return (benefit - amount) / amount * 100 if amount > 0 else None


def _returned(path: str, benefit: Decimal, amount: Decimal) -> dict[str, Stated]:
    returned = roi(benefit, amount)
    return {} if returned is None else {path: Quantity(rounded(returned, 1), "%")}


def _dates(stage: Stage, language: str) -> str:
    return span_text(stage.start, stage.end, language) if stage.start and stage.end else ""


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _floored(limit: Decimal) -> Decimal:
    """Round a limit down to 0.1 of the unit that a reader of Chinese expects, so that no language prints more."""
    unit = next((unit for unit in (10**8, 10**4) if limit >= unit), 1)
    return limit // (Decimal(unit) / 10) * unit / 10
