"""The budget allocation: which initiative spends how much in which stage, and what that makes by calendar year."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell
from plangen.blocks.charting import chart
from plangen.blocks.finance.scale import Scale, scale_for
from plangen.blocks.performance.units import commonest, unlike
from plangen.doctree import Block, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.messages import listed
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Money,
    Outlay,
    Part,
    StrategyBlock,
    Surroundings,
    Whole,
    repeated,
)
from plangen.quantities import Quantity, Stated, money, percent_text, rounded

MOST_BARS = 24
RESERVE = "reserve"
TAKEN = (RESERVE, "initiatives", "total")


class AllocationRow(Part):
    """One initiative and what it spends in each stage."""

    id: Identifier = Field(description="the initiative's id, the same as in the list of initiatives, such as I1")
    name: Line = Field(description="the initiative's name")
    amounts: tuple[Money, ...] = Field(description="one amount for each stage, in the order of stages:")


class Reserve(Part):
    """Money that is set aside and belongs to no initiative."""

    name: Line = Field(description="what the reserve is called, such as Reserve")
    amounts: tuple[Money, ...] = Field(description="one amount for each stage, in the order of stages:")


class YearAmount(Part):
    """What is spent in one calendar year."""

    year: Annotated[Whole, Field(ge=1900, le=2200)] = Field(description="the calendar year, such as 2026")
    amount: Money = Field(description="what is spent in that year, such as EUR 5.2 million")


class BudgetAllocation(StrategyBlock):
    """Initiatives by stages with all totals worked out; amounts may come in different units of one currency."""

    example: ClassVar[str] = """\
stages: [初期, 中期, 后期]
rows:
  - {id: I1, name: 全渠道会员中台, amounts: [900万元, 1400万元, 300万元]}
  - {id: I2, name: 商品与库存一盘货, amounts: [800万元, 1700万元, 400万元]}
reserve: {name: 风险储备, amounts: [0元, 0元, 500万元]}
years:
  - {year: 2026, amount: 2600万元}
  - {year: 2027, amount: 2200万元}
  - {year: 2028, amount: 1200万元}
"""
    stages: Annotated[tuple[Line, ...], Field(min_length=1, max_length=5)] = Field(
        description="the names of the stages, the same as in the staged budget; at most five"
    )
    rows: Annotated[tuple[AllocationRow, ...], Field(min_length=1)] = Field(description="the initiatives")
    reserve: Reserve | None = Field(default=None, description="money set aside for risks, optional")
    years: tuple[YearAmount, ...] = Field(default=(), description="the same total by calendar year, optional")
    note: Line | None = Field(default=None, description="a remark below the table, optional")

    @cached_property
    def currency(self) -> Quantity:
        """Return the amount whose currency all others have to share: the first in the currency that most are in."""
        usual = commonest(amount for line in self.lines() for amount in line.amounts)
        return usual or Quantity(Decimal(0), "元")

    def lines(self) -> tuple[AllocationRow | Reserve, ...]:
        """Return the initiatives and after them the reserve."""
        return (*self.rows, *((self.reserve,) if self.reserve else ()))

    def amounts(self, row: AllocationRow | Reserve) -> tuple[Decimal, ...]:
        """Return a row's amounts in the currency's own unit, one for each stage; what cannot be counted is 0."""
        currency = self.currency.dimension
        own = [amount.base if amount.dimension == currency else Decimal(0) for amount in row.amounts]
        return tuple(own[n] if n < len(own) else Decimal(0) for n in range(len(self.stages)))

    def by_stage(self) -> tuple[Decimal, ...]:
        """Return what all initiatives and the reserve spend in each stage."""
        rows = [self.amounts(row) for row in self.lines()]
        return tuple(sum((row[n] for row in rows), Decimal(0)) for n in range(len(self.stages)))

    def whole(self) -> Decimal:
        """Return the grand total."""
        return sum(self.by_stage(), Decimal(0))

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([row.id for row in self.rows], "rows")
        yield from repeated([str(entry.year) for entry in self.years], "years", "year")
        for index, name in enumerate(self.stages):
            if name in self.stages[:index]:
                message = "the stage {stage} is named twice"
                yield Fault("PG202", ("stages", index), message, "delete one", {"stage": name})
        for index, row in enumerate(self.rows):
            if row.id in TAKEN or row.id in self.stages:
                message = "the id {identifier} is the name of another figure of this block"
                yield Fault("PG202", ("rows", index, "id"), message, "choose another id", {"identifier": row.id})
            yield from self._check_amounts(row, ("rows", index))
        if self.reserve:
            yield from self._check_amounts(self.reserve, (RESERVE,))
        yield from self._check_years(surroundings)

    def _check_amounts(self, row: AllocationRow | Reserve, path: tuple[str | int, ...]) -> Iterator[Fault]:
        if len(row.amounts) != len(self.stages):
            message = "{name} has {count} amounts, but there are {expected} stages"
            hint = "write one amount for each of: {stages}"
            values = {"name": row.name, "count": len(row.amounts), "expected": len(self.stages)}
            yield Fault("PG006", (*path, "amounts"), message, hint, {**values, "stages": listed(self.stages)})
        for index, amount in enumerate(row.amounts):
            yield from _countable(amount, self.currency, (*path, "amounts", index), row.name)

    def _check_years(self, surroundings: Surroundings) -> Iterator[Fault]:
        horizon = surroundings.horizon
        for index, entry in enumerate(self.years):
            path = ("years", index, "amount")
            yield from _countable(entry.amount, self.currency, path, str(entry.year))
            if horizon and not horizon.start.year <= entry.year <= horizon.end.year:
                message = "the year {year} lies outside the plan, which runs from {start} to {end}"
                hint = "change the year, or the horizon in plan.yaml"
                values = {"year": entry.year, "start": horizon.start, "end": horizon.end}
                yield Fault("PG402", ("years", index, "year"), message, hint, values)
        currency, written = self.currency.dimension, [amount for row in self.lines() for amount in row.amounts]
        written += [entry.amount for entry in self.years]
        whole_rows = all(len(row.amounts) == len(self.stages) for row in self.lines())
        if not self.years or not whole_rows or any(amount.dimension != currency for amount in written):
            return  # what is lacking has been found already, and would only be found again as a difference
        by_year, whole = sum((entry.amount.base for entry in self.years), Decimal(0)), self.whole()
        if by_year != whole:
            message = "the years add up to {sum}, the initiatives to {total}"
            hint = "change the amounts by year or by initiative; the difference is {difference}"
            exact = {name: self._money(amount).text for name, amount in (("sum", by_year), ("total", whole))}
            difference = self._money(abs(by_year - whole)).text
            yield Fault("PG006", ("years",), message, hint, {**exact, "difference": difference})

    def _money(self, amount: Decimal) -> Quantity:
        return money(amount, self.currency, places=8)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        whole = self.whole()
        for row in self.rows:
            amounts = self.amounts(row)
            for stage, amount in zip(self.stages, amounts, strict=True):
                found[f"{row.id}.{stage}"] = money(amount, self.currency)
            found[f"{row.id}.total"] = money(sum(amounts, Decimal(0)), self.currency)
            if whole:
                found[f"{row.id}.share"] = Quantity(_share(sum(amounts, Decimal(0)), whole), "%")
        for stage, amount in zip(self.stages, self.by_stage(), strict=True):
            found[f"{stage}.total"] = money(amount, self.currency)
            if whole:
                found[f"{stage}.share"] = Quantity(_share(amount, whole), "%")
        if self.reserve:
            reserve = self.amounts(self.reserve)
            for stage, amount in zip(self.stages, reserve, strict=True):
                found[f"{RESERVE}.{stage}"] = money(amount, self.currency)
            found[f"{RESERVE}.total"] = money(sum(reserve, Decimal(0)), self.currency)
            found["initiatives.total"] = money(whole - sum(reserve, Decimal(0)), self.currency)
        found["total"] = money(whole, self.currency)
        for entry in self.years:
            found[f"{entry.year}.amount"] = entry.amount
        return found

    def outlays(self) -> Iterator[Outlay]:
        yield Outlay("total", "", self._money(self.whole()), ("rows",))
        for position, amount in enumerate(self.by_stage()):
            yield Outlay("stage", self.stages[position], self._money(amount), ("stages", position))
        for index, row in enumerate(self.rows):
            amounts = self.amounts(row)
            path = ("rows", index, "amounts")
            yield Outlay("initiative", row.id, self._money(sum(amounts, Decimal(0))), path)
            for position, _ in enumerate(row.amounts[: len(self.stages)]):
                key = f"{row.id}/{self.stages[position]}"
                yield Outlay("part", key, self._money(amounts[position]), (*path, position))
        for index, entry in enumerate(self.years):
            yield Outlay("year", str(entry.year), entry.amount, ("years", index, "amount"))

    def lower(self, place: BlockPlace) -> list[Block]:
        years = [entry.amount.base for entry in self.years]
        whole = self.whole()
        cells = [amount for row in self.lines() for amount in self.amounts(row)]
        scale = scale_for((*cells, *self.by_stage(), whole, *years), self.currency)
        nodes: list[Block] = [self._table(place, scale)]
        if whole > 0 and len(self.lines()) > 1:
            nodes.append(self._chart(place, scale))
        return nodes

    def _table(self, place: BlockPlace, scale: Scale) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        whole = self.whole()

        def row(name: str, amounts: tuple[Decimal, ...], kind: str = "body") -> Row:
            own = sum(amounts, Decimal(0))
            share = percent_text(_share(own, whole)) if whole else "—"
            cells = (cell(name), *(cell(scale.text(a)) for a in amounts), cell(scale.text(own)), cell(share))
            return Row(cells, "total" if kind == "total" else "body")

        columns = (
            Column(word("initiative")),
            *(Column(stage, "right") for stage in self.stages),
            Column(word("total"), "right"),
            Column(word("share"), "right"),
        )
        body = tuple(row(line.name, self.amounts(line)) for line in self.lines())
        totals = self.by_stage()
        shares = tuple(cell(percent_text(_share(amount, whole)) if whole else "—") for amount in totals)
        last = (
            row(word("total"), totals, "total"),
            Row((cell(word("stage_share")), *shares, cell("100.0%" if whole else "—"), cell(""))),
        )
        notes = [word("amounts_in", unit=scale.unit)]
        if self.years:
            said = word("joint").join(
                word("year_amount", year=entry.year, amount=_in_unit(entry.amount, scale)) for entry in self.years
            )
            notes.append(word("years_note", years=said))
        if self.note:
            notes.append(self.note)
        caption = place.caption or word("budget_allocation_caption")
        note = (Text("".join(notes)),)
        return Table(columns, (*body, *last), caption, place.path, note=note, origin=place.origin)

    def _chart(self, place: BlockPlace, scale: Scale) -> Chart:
        lines = self.lines()
        note = ""
        if len(lines) > MOST_BARS:
            ranked = sorted(range(len(lines)), key=lambda n: -sum(self.amounts(lines[n])))[:MOST_BARS]
            lines = tuple(lines[n] for n in sorted(ranked))
            note = label(place.language, "largest_note", count=MOST_BARS)
        amounts = [self.amounts(line) for line in lines]
        series = [
            (stage, [scale.number(own[position]) for own in amounts]) for position, stage in enumerate(self.stages)
        ]
        caption = label(place.language, "budget_allocation_chart")
        names = [line.name for line in lines]
        unit, places = scale.unit, scale.places
        return chart(place, "chart", caption, "stacked", names, series, unit=unit, places=places, lying=True, note=note)


def _countable(amount: Quantity, currency: Quantity, path: tuple[str | int, ...], name: str) -> Iterator[Fault]:
    yield from unlike(currency, amount, path, name)
    if amount.number < 0:
        message = "{name}: {amount} is below 0"
        yield Fault(
            "PG006", path, message, "write what is spent as a number from 0", {"name": name, "amount": amount.text}
        )


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return rounded(part / whole * 100, 1)


def _in_unit(amount: Quantity, scale: Scale) -> str:
    same = Quantity(amount.number, scale.unit).dimension == amount.dimension
    return Quantity(scale.number(amount.base), scale.unit).text if same else amount.text
