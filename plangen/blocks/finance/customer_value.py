"""Customer value in three stages: are customers still there, what are they worth, and what has the plan done for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, group, lines
from plangen.blocks.charting import chart
from plangen.blocks.performance.units import mismatch, unlike
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Money,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    repeated,
)
from plangen.quantities import MONEY_UNITS, Quantity, Stated, brief, change_text, percent_text, rounded

COMPUTED = ("spend", "margin", "annual_margin", "retention", "acquisition_cost", "cltv", "ratio")


class Metric(Part):
    """One indicator of the first or the third stage."""

    id: Identifier = Field(description="a short id, the same as in the scorecard if it stands there too")
    name: Line = Field(description="the indicator's name")
    baseline: Figure = Field(description="its value at the start, with its unit")
    target: Figure = Field(description="its value at the end of the plan, in the same unit")
    note: Line | None = Field(default=None, description="how it is measured, optional")


class MoneyPair(Part):
    """An amount at the start and at the end of the plan."""

    name: Line | None = Field(default=None, description="what the figure is called, if not as usual, optional")
    baseline: Money = Field(description="the amount at the start, such as EUR 450")
    target: Money = Field(description="the amount at the end of the plan")
    note: Line | None = Field(default=None, description="how it is measured, optional")


class PercentPair(Part):
    """A percentage at the start and at the end of the plan."""

    name: Line | None = Field(default=None, description="what the figure is called, if not as usual, optional")
    baseline: Percent = Field(description="the percentage at the start, such as 52.0%")
    target: Percent = Field(description="the percentage at the end of the plan")
    note: Line | None = Field(default=None, description="how it is measured, optional")


class CustomerEconomics(Part):
    """What one customer brings in a year, how long customers stay, and what it costs to win one."""

    spend: MoneyPair = Field(description="what an active customer spends in a year")
    margin: PercentPair = Field(description="gross margin on that spending")
    retention: PercentPair = Field(description="share of customers who buy again in the following year, below 100%")
    acquisition_cost: MoneyPair = Field(description="what it costs to win one customer")
    discount_rate: Annotated[Percent, Field(ge=0, le=1000)] = Field(
        description="by how much a later year's margin counts for less, such as 10%"
    )


@dataclass(frozen=True, slots=True)
class Worth:
    """What follows from a customer's figures at one time, in the currency's own unit; None where it is undefined."""

    annual_margin: Decimal
    cltv: Decimal | None
    ratio: Decimal | None


def lifetime_value(annual_margin: Decimal, retention: Decimal, discount_rate: Decimal) -> Decimal | None:
    """Return the value of a customer as m·(1+d)/(1+d−r), retention r and discount rate d in per cent.

    The sum of m·(r/(1+d))^t over the years t = 0, 1, 2 …: retention and margin stay as they are, the first margin is
    received at once. Berger and Nasr, "Customer Lifetime Value: Marketing Models and Applications", Journal of
    Interactive Marketing 12(1), 1998, give the general sum; Gupta and Lehmann, "Customers as Assets", Journal of
    Interactive Marketing 17(1), 2003, the endless one, whose margin multiple r/(1+d−r) leaves the first margin out:
    it is smaller than ours by 1. None where the sum has no limit.
    """
    left = 100 + discount_rate - retention
    return annual_margin * (100 + discount_rate) / left if left > 0 else None


class CustomerValue(StrategyBlock):
    """Customer value in three stages: presence (basic), lifetime value (deep), effect of the plan.

    The lifetime value (CLTV) is that of ``lifetime_value``; its ratio to the acquisition cost says how often a customer
    earns back what it cost to win them.
    """

    example: ClassVar[str] = """\
basic:
  - {id: member_unified, name: 会员全渠道打通率, baseline: 35.0%, target: 95.0%, note: 已归并身份的活跃会员÷活跃会员}
value:
  spend: {baseline: 450元, target: 510元}
  margin: {baseline: 46.5%, target: 49.2%}
  retention: {baseline: 52.0%, target: 58.0%}
  acquisition_cost: {baseline: 96元, target: 88元}
  discount_rate: 10%
effect:
  - {id: repurchase, name: 会员90天复购率, baseline: 29.0%, target: 38.0%, note: 首购后90天内再次购买的会员占比}
"""
    basic: Annotated[tuple[Metric, ...], Field(min_length=1)] = Field(
        description="first stage: indicators that tell whether customers are there and stay"
    )
    value: CustomerEconomics = Field(description="second stage: what a customer is worth")
    effect: Annotated[tuple[Metric, ...], Field(min_length=1)] = Field(
        description="third stage: indicators that tell what the plan has done for customers"
    )
    note: Line | None = Field(default=None, description="a remark below the table, optional")

    def worth(self, time: Literal["baseline", "target"]) -> Worth:
        """Return what follows from the figures at one time, ``baseline`` or ``target``."""
        value = self.value
        spend, margin = value.spend.baseline, value.margin.baseline
        retention, cost = value.retention.baseline, value.acquisition_cost.baseline
        if time == "target":
            spend, margin = value.spend.target, value.margin.target
            retention, cost = value.retention.target, value.acquisition_cost.target
        annual = spend.base * margin / 100
        cltv = lifetime_value(annual, retention, value.discount_rate)
        fits = cost.dimension == spend.dimension and cost.base > 0
        return Worth(annual, cltv, cltv / cost.base if cltv is not None and fits else None)

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from self._check_metrics()
        value = self.value
        for name, pair in (("spend", value.spend), ("acquisition_cost", value.acquisition_cost)):
            for time, amount in (("baseline", pair.baseline), ("target", pair.target)):
                path = ("value", name, time)
                yield from unlike(value.spend.baseline, amount, path, name)
                if amount.number <= 0:
                    message = "{field} is {amount}; it has to be greater than 0"
                    hint = "write what one customer spends, or costs to win, in a year"
                    yield Fault("PG006", path, message, hint, {"field": f"{name}.{time}", "amount": amount.text})
        for name, shares in (("margin", value.margin), ("retention", value.retention)):
            for time, share in (("baseline", shares.baseline), ("target", shares.target)):
                yield from self._check_share(name, time, share)

    def _check_metrics(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for stage, metrics in (("basic", self.basic), ("effect", self.effect)):
            yield from repeated([metric.id for metric in metrics], stage)
            for index, metric in enumerate(metrics):
                yield from mismatch(metric.baseline, metric.target, (stage, index, "target"), metric.name)
                if metric.id in COMPUTED or (stage == "effect" and metric.id in seen):
                    message = "the id {identifier} is the name of another figure of this block"
                    values = {"identifier": metric.id}
                    yield Fault("PG202", (stage, index, "id"), message, "choose another id", values)
            seen |= {metric.id for metric in metrics}

    def _check_share(self, name: str, time: str, share: Decimal) -> Iterator[Fault]:
        values: dict[str, object] = {"field": f"{name}.{time}", "share": percent_text(share)}
        if name == "retention" and share >= 100:
            message = "{field} is {share}, as if no customer ever left; a lifetime value would have no limit"
            hint = "write the share of customers who buy again in the following year, below 100%"
            yield Fault("PG006", ("value", name, time), message, hint, values)
        elif share > 100 or share < 0:
            message = "{field} is {share}; it has to lie between 0% and 100%"
            yield Fault("PG006", ("value", name, time), message, "correct the number", values)

    def figures(self) -> dict[str, tuple[Quantity | None, Quantity | None]]:
        """Return the figures of the second stage by name, at the start and at the end; None where undefined.

        What is worked out comes unrounded, in the unit of the spending.
        """
        value, unit = self.value, self.value.spend.baseline.unit
        before, after = self.worth("baseline"), self.worth("target")

        def amount(number: Decimal | None) -> Quantity | None:
            return None if number is None else Quantity(number / MONEY_UNITS[unit], unit)

        def plain(number: Decimal | None) -> Quantity | None:
            return None if number is None else Quantity(number, "")

        return {
            "spend": (value.spend.baseline, value.spend.target),
            "margin": (Quantity(value.margin.baseline, "%"), Quantity(value.margin.target, "%")),
            "annual_margin": (amount(before.annual_margin), amount(after.annual_margin)),
            "retention": (Quantity(value.retention.baseline, "%"), Quantity(value.retention.target, "%")),
            "acquisition_cost": (value.acquisition_cost.baseline, value.acquisition_cost.target),
            "cltv": (amount(before.cltv), amount(after.cltv)),
            "ratio": (plain(before.ratio), plain(after.ratio)),
        }

    def name(self, figure: str, language: str) -> str:
        """Return what a figure of the second stage is called."""
        value = self.value
        own = {
            "spend": value.spend.name,
            "margin": value.margin.name,
            "retention": value.retention.name,
            "acquisition_cost": value.acquisition_cost.name,
        }
        return own.get(figure) or label(language, f"customer_{figure}")

    @property
    def places(self) -> int:
        """Return how many decimals amounts are shown with: none where customers spend a hundred or more."""
        return 0 if self.value.spend.baseline.number >= 100 else 2

    def shown(self, name: str, figure: Quantity) -> Quantity:
        """Round a figure that was worked out; what was written stays as it is."""
        match name:
            case "annual_margin" | "cltv":
                return Quantity(rounded(figure.number, self.places), figure.unit)
            case "ratio":
                return Quantity(rounded(figure.number, 1 if figure.number >= 1 else 2), "")
            case _:
                return figure

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"discount_rate": Quantity(self.value.discount_rate, "%")}
        pairs = self.figures() | {m.id: (m.baseline, m.target) for m in (*self.basic, *self.effect)}
        for name, (baseline, target) in pairs.items():
            if baseline is not None:
                found[f"{name}.baseline"] = self.shown(name, baseline)
            if target is not None:
                found[f"{name}.target"] = self.shown(name, target)
            if change := _change(baseline, target, language):
                found[f"{name}.change"] = change
        return found

    def measures(self) -> Iterator[Measure]:
        for stage, metrics in (("basic", self.basic), ("effect", self.effect)):
            for index, metric in enumerate(metrics):
                held = {"baseline": metric.baseline, "target": metric.target}
                places: dict[str, tuple[str | int, ...]] = {time: (stage, index, time) for time in held}
                yield Measure(metric.id, metric.name, {time: (held[time], places[time]) for time in held})
        language = "en" if self.value.spend.baseline.unit[0].isascii() else "zh"
        for identifier, name, written in (
            ("retention", "retention", "retention"),
            ("cac", "acquisition_cost", "acquisition_cost"),
            ("cltv", "cltv", "spend"),
            ("cltv_cac", "ratio", "spend"),
        ):
            known: dict[str, tuple[Quantity, tuple[str | int, ...]]] = {
                time: (self.shown(name, figure), ("value", written, time))
                for time, figure in zip(("baseline", "target"), self.figures()[name], strict=True)
                if figure is not None
            }
            yield Measure(identifier, self.name(name, language), known, computed=name != written)
        margin = self.value.margin  # by its name alone: an indicator called margin may be another one
        shares = {"baseline": margin.baseline, "target": margin.target}
        steps: dict[str, tuple[str | int, ...]] = {time: ("value", "margin", time) for time in shares}
        yield Measure(
            "", self.name("margin", language), {time: (Quantity(shares[time], "%"), steps[time]) for time in shares}
        )

    def lower(self, place: BlockPlace) -> list[Block]:
        drawn = self._chart(place)
        return [self._table(place), *((drawn,) if drawn else ())]

    def _table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("kpi")),
            Column(word("baseline"), "right"),
            Column(word("target"), "right"),
            Column(word("change"), "right"),
            Column(word("measured_as")),
        )

        def row(name: str, key: str, pair: tuple[Quantity | None, Quantity | None], note: str) -> Row:
            shown = [cell("—") if figure is None else self._cell(key, figure, place.language) for figure in pair]
            return Row((cell(name), *shown, cell(brief(_change(*pair, place.language)) or "—"), cell(note)))

        def metrics(held: tuple[Metric, ...]) -> list[Row]:
            return [row(metric.name, "", (metric.baseline, metric.target), metric.note or "") for metric in held]

        value = self.value
        notes = {
            "spend": value.spend.note or "",
            "margin": value.margin.note or "",
            "annual_margin": word("annual_margin_note"),
            "retention": value.retention.note or "",
            "acquisition_cost": value.acquisition_cost.note or "",
            "cltv": word("cltv_note"),
            "ratio": word("ratio_note"),
        }
        deep = [row(self.name(name, place.language), name, pair, notes[name]) for name, pair in self.figures().items()]
        body = (
            *(group(word("customer_basic"), len(columns)), *metrics(self.basic)),
            *(group(word("customer_deep"), len(columns)), *deep),
            *(group(word("customer_effect"), len(columns)), *metrics(self.effect)),
        )
        note = word("customer_note", rate=percent_text(value.discount_rate)) + (self.note or "")
        caption = place.caption or word("customer_value_caption")
        return Table(columns, body, caption, place.path, note=(Text(note),), origin=place.origin)

    def _cell(self, name: str, figure: Quantity, language: str) -> Cell:
        text = self.shown(name, figure).text
        if name == "ratio" and figure.number < 1:
            return lines(text, label(language, "below_cost"), tone="bad")
        return cell(text)

    def _chart(self, place: BlockPlace) -> Chart | None:
        """Draw what a customer brings and costs; nothing where the amounts are of several currencies."""
        like = self.value.spend.baseline
        figures = {name: self.figures()[name] for name in ("annual_margin", "cltv", "acquisition_cost")}
        held = [figure for pair in figures.values() for figure in pair if figure is not None]
        if {figure.dimension for figure in held} != {like.dimension}:
            return None

        def numbers(time: int) -> list[Decimal | None]:
            pairs = [pair[time] for pair in figures.values()]
            scale = MONEY_UNITS[like.unit]
            return [None if figure is None else rounded(figure.base / scale, self.places) for figure in pairs]

        series = [(label(place.language, name), numbers(time)) for time, name in enumerate(("baseline", "target"))]
        names = [self.name(name, place.language) for name in figures]
        caption = label(place.language, "customer_value_chart")
        return chart(place, "chart", caption, "bars", names, series, unit=like.unit, places=self.places)


def _change(baseline: Quantity | None, target: Quantity | None, language: str) -> str:
    """Write the way from one figure to another; nothing where they cannot be compared."""
    if baseline is None or target is None or baseline.dimension != target.dimension:
        return ""
    return change_text(baseline, target, language)
