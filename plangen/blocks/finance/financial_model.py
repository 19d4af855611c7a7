"""The financial model: revenue, costs and investment in, profit, cash flow, returns, scenarios and sensitivity out."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.charting import places_of
from plangen.blocks.finance.modelfigures import model_measures, model_values
from plangen.blocks.finance.modelparts import (
    CostLine,
    MoneyUnit,
    RevenueLine,
    Scenario,
    Sensitivity,
    WithoutPlan,
    Year,
    fitted,
)
from plangen.blocks.finance.modelsheet import Outcome, Sheet
from plangen.blocks.finance.modeltables import cash_flow_nodes, projection_nodes, scenario_nodes, sensitivity_nodes
from plangen.blocks.finance.projection import INVESTMENT, WORKING_CAPITAL, Case, project, returns
from plangen.blocks.finance.returns import npv
from plangen.blocks.finance.scenarios import (
    Base,
    check_probabilities,
    check_scenario,
    in_scenario,
    in_unit,
    wrong_count,
)
from plangen.blocks.finance.sensitivity import DISCOUNT_RATE, GROSS_MARGIN, Swing, check_sensitivity, swings
from plangen.doctree import Block
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Line,
    Measure,
    Outlay,
    Percent,
    StrategyBlock,
    Surroundings,
)
from plangen.quantities import AccountUnit, Quantity, Stated

TAKEN = frozenset(
    {
        *("revenue", "growth", "gross_profit", "gross_margin", "costs", "operating_profit", "tax", "net_profit"),
        *("net_margin", "without", "increment", "benefit", "investment", "working_capital", "cash_flow", "cumulative"),
        *("discount_rate", "tax_rate", "npv", "irr", "payback", "discounted_payback", "expected_npv", "sensitivity"),
    }
)


class FinancialModel(StrategyBlock):
    """A financial model over some years, compared with a base year.

    Revenue lines less direct costs make gross profit, less other costs operating profit, less tax net profit. What
    exceeds the profit without the plan, plus working capital released, less investment, is the cash flow. It counts at
    the end of each year, the first year of the plan being year 1 (Brealey, Myers and Allen, "Principles of Corporate
    Finance", chapters 2, 5 and 6); ``initial_investment`` counts at time 0, the start of the plan. A model without
    investment and discount rate ends with the profit.
    """

    example: ClassVar[str] = """\
unit: 亿元
base_year: 2025
years: [2026, 2027, 2028]
revenue:
  - {id: online, name: 线上收入, values: ["8.37", "9.12", "10.60", "12.51"]}
  - {id: offline, name: 线下收入, values: ["10.23", "10.28", "10.60", "11.09"]}
costs:
  - {id: cogs, name: 营业成本, kind: direct, rates: [53.5%, 53.1%, 51.8%, 50.8%]}
  - {id: selling, name: 销售费用, rates: [33.0%, 33.2%, 32.8%, 32.6%]}
  - {id: admin, name: 管理及研发费用, values: ["1.32", "1.43", "1.55", "1.72"]}
tax_rate: 25%
discount_rate: 10%
without_plan: {growth: 3%, net_margin: 4.8%}
working_capital: ["0.05", "0.20", "0.20"]
investment: ["0.52", "0.44", "0.24"]
scenarios:
  - {name: 保守, probability: 30%, changes: {online: -6%, cogs: +1.4个百分点, investment: ["0.52", "0.40", "0.15"]}}
  - {name: 乐观, probability: 20%, changes: {online: +8%, cogs: -0.6个百分点}}
sensitivity:
  - {name: 综合毛利率, line: gross_margin, change: 1个百分点}
  - {line: revenue, change: 2%, years: [2027, 2028]}
  - {line: investment, change: 10%}
"""
    unit: MoneyUnit = Field(description="the unit of all amounts that have none of their own, such as EUR million")
    base_year: Year = Field(
        description="the year that the plan is compared with, usually the one before its first, such as 2025"
    )
    years: Annotated[tuple[Year, ...], Field(min_length=1, max_length=20)] = Field(
        description="the years of the plan one after the other, such as [2026, 2027, 2028]"
    )
    revenue: Annotated[tuple[RevenueLine, ...], Field(min_length=1, max_length=100)] = Field(
        description="where revenue comes from, one or more lines"
    )
    costs: Annotated[tuple[CostLine, ...], Field(min_length=1, max_length=100)] = Field(
        description="what it costs; direct costs come off before gross profit"
    )
    tax_rate: Annotated[Percent, Field(ge=0, le=100)] = Field(description="tax on profit, such as 25%")
    discount_rate: Annotated[Percent, Field(ge=0, le=1000)] | None = Field(
        default=None, description="by how much a later year's money counts for less, such as 10%; goes with investment"
    )
    without_plan: WithoutPlan | None = Field(
        default=None, description="what the company would earn anyway, optional; without it the whole profit counts"
    )
    working_capital: tuple[Figure, ...] = Field(
        default=(), description="working capital released (+) or bound (-) in each year of the plan, optional"
    )
    investment: tuple[Figure, ...] = Field(
        default=(), description="what the plan invests in each of its years, as positive amounts"
    )
    initial_investment: Figure | None = Field(
        default=None, description="what is invested at the very start, before the first year, optional"
    )
    base_name: Line | None = Field(default=None, description="what the base case is called, Base if left out")
    base_probability: Annotated[Percent, Field(ge=0, le=100)] | None = Field(
        default=None, description="how likely the base case is; what the scenarios leave if left out"
    )
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=6)] = Field(
        default=(), description="other courses of events, usually a worse and a better one"
    )
    sensitivity: Annotated[tuple[Sensitivity, ...], Field(max_length=24)] = Field(
        default=(), description="assumptions that are varied one at a time, optional"
    )
    note: Line | None = Field(default=None, description="a remark below the first table, such as on the base year")

    # --- working it out ------------------------------------------------------------------------------------------

    @property
    def names(self) -> dict[str, str]:
        """Return what each line is called."""
        return {line.id: line.name for line in self.revenue} | {line.id: line.name for line in self.costs}

    @property
    def pays(self) -> bool:
        """Tell whether there is an investment whose return can be reckoned."""
        return self.discount_rate is not None and (bool(self.investment) or self.initial_investment is not None)

    @cached_property
    def case(self) -> Case:
        """Return the base case; amounts that cannot be read count as 0."""
        count = len(self.years)
        series = {line.id: fitted(self._numbers(line.values), count + 1) for line in self.revenue}
        for line in self.costs:
            numbers = self._numbers(line.values or ()) if line.rates is None else line.rates
            series[line.id] = fitted(numbers, count + 1)
        initial = self._numbers((self.initial_investment,) if self.initial_investment else ())
        series[INVESTMENT] = (*fitted(initial, 1), *fitted(self._numbers(self.investment), count))
        series[WORKING_CAPITAL] = (Decimal(0), *fitted(self._numbers(self.working_capital), count))
        return Case(
            tuple(line.id for line in self.revenue),
            tuple(line.id for line in self.costs if line.kind == "direct"),
            tuple(line.id for line in self.costs if line.kind != "direct"),
            frozenset(line.id for line in self.costs if line.rates is not None),
            series,
            count,
            max(self.years[0] - self.base_year, 1),
            self.tax_rate,
            self.discount_rate or Decimal(0),
            self.without_plan.growth if self.without_plan else None,
            self.without_plan.net_margin if self.without_plan else None,
        )

    def _numbers(self, figures: Iterable[Figure]) -> list[Decimal]:
        return [in_unit(figure, self.unit) or Decimal(0) for figure in figures]

    def outcomes(self, language: str) -> tuple[Outcome, ...]:
        """Return all courses of events worked out; the base case stands between two scenarios, else first."""

        def outcome(key: str, name: str, probability: Decimal | None, case: Case) -> Outcome:
            made = project(case)
            return Outcome(key, name, probability, case, made, returns(case, made) if self.pays else None)

        base = outcome("", self.base_name or label(language, "base_case"), self.probability(None), self.case)
        others = [
            outcome(each.key, each.name, self.probability(each), in_scenario(self.case, each, self.unit))
            for each in self.scenarios
        ]
        return (others[0], base, others[1]) if len(others) == 2 else (base, *others)

    def swings(self) -> tuple[Swing, ...]:
        """Return what the varied assumptions do to the net present value, the strongest first."""
        return swings(self.case, self.sensitivity, self.years[0]) if self.pays else ()

    def probability(self, scenario: Scenario | None) -> Decimal | None:
        """Return how likely a scenario, or the base case, is; None unless all scenarios say so and leave enough."""
        given = [each.probability for each in self.scenarios if each.probability is not None]
        left = 100 - sum(given, Decimal(0))
        if not given or len(given) < len(self.scenarios) or left < 0 or self.base_probability not in (None, left):
            return None
        return scenario.probability if scenario else left

    def expected_npv(self) -> Decimal | None:
        """Return the net present value to be expected, where all probabilities are known."""
        cases = [(self.probability(None), self.case)]
        cases += [(self.probability(each), in_scenario(self.case, each, self.unit)) for each in self.scenarios]
        known = [(probability, case) for probability, case in cases if probability is not None]
        if not self.pays or len(known) < len(cases):
            return None
        worth = (npv(case.discount_rate, project(case).flows) * probability / 100 for probability, case in known)
        return sum(worth, Decimal(0))

    def sheet(self, language: str) -> Sheet:
        """Return how figures are written: two decimals of the unit they came in, large ones as written or fewer."""
        made = project(self.case)
        most = max(abs(amount) for row in (made.revenue, made.costs, made.flows) for amount in row)
        most = most.scaleb(self.unit.finer)
        places = 2 if most < 1000 else 1 if most < 10_000 else 0
        if most >= 100:
            written = [*(line.values for line in self.revenue), *(line.values or () for line in self.costs)]
            as_written = AccountUnit(self.unit.written, self.unit.written)
            amounts = (in_unit(figure, as_written) or Decimal(0) for values in written for figure in values)
            places = min(places, max(1, places_of(amounts)))
        special = {
            "revenue": "model_revenue",
            **{name: name for name in (GROSS_MARGIN, INVESTMENT, WORKING_CAPITAL, DISCOUNT_RATE)},
        }
        names = {name: label(language, key) for name, key in special.items()}
        return Sheet(
            language,
            self.unit.shown,
            places + self.unit.finer,
            self.base_year,
            self.years,
            {**names, **self.names},
        )

    # --- checking it ---------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from self._check_years(surroundings)
        yield from self._check_ids()
        every = (self.base_year, *self.years)
        for index, line in enumerate(self.revenue):
            yield from self._check_amounts(line.values, ("revenue", index, "values"), line.name, every, signed=True)
        for index, cost in enumerate(self.costs):
            yield from self._check_cost(cost, ("costs", index), every)
        for field, figures in ((INVESTMENT, self.investment), (WORKING_CAPITAL, self.working_capital)):
            if figures:
                yield from self._check_amounts(figures, (field,), field, self.years, signed=field == WORKING_CAPITAL)
        if self.initial_investment:
            yield from self._check_amount(self.initial_investment, ("initial_investment",), "initial_investment")
        for n, amount in enumerate(project(self.case).revenue):
            if amount < 0:
                message = "revenue in {year} adds up to {amount}, below 0"
                values = {"year": every[n], "amount": Quantity(amount, self.unit.shown).text}
                yield Fault("PG006", ("revenue",), message, "correct the amounts of this year", values)
        yield from self._check_returns()
        yield from check_probabilities(self.scenarios, self.base_probability)
        if any((cost.rates is None) == (cost.values is None) for cost in self.costs):
            return  # of such a line nobody can tell which changes fit it
        base = Base(self.case, self.unit, self.years, self.names)
        for index, scenario in enumerate(self.scenarios):
            yield from check_scenario(scenario, ("scenarios", index), base)
        for index, entry in enumerate(self.sensitivity):
            yield from check_sensitivity(entry, ("sensitivity", index), base)

    def _check_years(self, surroundings: Surroundings) -> Iterator[Fault]:
        horizon = surroundings.horizon
        for index, year in enumerate(self.years):
            before = self.years[index - 1] if index else None
            if before is not None and year != before + 1:
                message = "{year} stands after {before}; the years have to follow one another without a gap"
                values: dict[str, object] = {"year": year, "before": before, "expected": before + 1}
                yield Fault("PG006", ("years", index), message, "write {expected} here, or correct the years", values)
            if horizon and not horizon.start.year <= year <= horizon.end.year:
                message = "the year {year} lies outside the plan, which runs from {start} to {end}"
                hint = "change the year, or the horizon in plan.yaml"
                values = {"year": year, "start": horizon.start, "end": horizon.end}
                yield Fault("PG402", ("years", index), message, hint, values)
        if self.base_year >= self.years[0]:
            message = "the base year {base} does not lie before {first}, the first year of the plan"
            values = {"base": self.base_year, "first": self.years[0], "expected": self.years[0] - 1}
            yield Fault("PG006", ("base_year",), message, "write {expected}, or an earlier year", values)

    def _check_ids(self) -> Iterator[Fault]:
        used = [(("revenue", n, "id"), line.id) for n, line in enumerate(self.revenue)]
        used += [(("costs", n, "id"), line.id) for n, line in enumerate(self.costs)]
        used += [(("scenarios", n, "id" if s.id else "name"), s.key) for n, s in enumerate(self.scenarios)]
        seen: set[str] = set()
        for path, identifier in used:
            if identifier in TAKEN:
                message = "the id {identifier} is the name of another figure of this block"
                yield Fault("PG202", path, message, "choose another id", {"identifier": identifier})
            elif identifier in seen:
                message = "{key} {identifier} is used by an earlier entry"
                values = {"key": path[-1], "identifier": identifier}
                yield Fault("PG202", path, message, "give each entry its own {key}", values)
            seen.add(identifier)
        keys: set[str] = set()
        for index, entry in enumerate(self.sensitivity):
            if entry.key in keys:
                message = "{line} is varied by an earlier entry, too"
                at: tuple[str | int, ...] = ("sensitivity", index, "id" if entry.id else "line")
                yield Fault("PG202", at, message, "give this entry an id: of its own", {"line": entry.key})
            keys.add(entry.key)

    def _check_cost(self, cost: CostLine, path: tuple[str | int, ...], years: tuple[int, ...]) -> Iterator[Fault]:
        if (cost.rates is None) == (cost.values is None):
            message = "{name} has both rates and values" if cost.rates else "{name} has neither rates nor values"
            hint = "give rates: for a percentage of revenue, or values: for amounts, one of the two"
            yield Fault("PG006", path, message, hint, {"name": cost.name})
        if cost.rates is not None:
            if len(cost.rates) != len(years):
                yield wrong_count(cost.name, len(cost.rates), years, (*path, "rates"))
            for index, rate in enumerate(cost.rates):
                if rate < 0:
                    yield _negative(cost.name, Quantity(rate, "%"), (*path, "rates", index))
        if cost.values is not None:
            yield from self._check_amounts(cost.values, (*path, "values"), cost.name, years)

    def _check_amounts(
        self,
        figures: tuple[Figure, ...],
        path: tuple[str | int, ...],
        name: str,
        years: tuple[int, ...],
        *,
        signed: bool = False,
    ) -> Iterator[Fault]:
        if len(figures) != len(years):
            yield wrong_count(name, len(figures), years, path)
        for index, figure in enumerate(figures):
            yield from self._check_amount(figure, (*path, index), name, signed=signed)

    def _check_amount(
        self, figure: Figure, path: tuple[str | int, ...], name: str, *, signed: bool = False
    ) -> Iterator[Fault]:
        if in_unit(figure, self.unit) is None:
            message = "{name}: {amount} is no amount in {unit}"
            hint = "write a number in {unit}, or an amount of the same currency with its unit"
            yield Fault("PG006", path, message, hint, {"name": name, "amount": figure.text, "unit": self.unit.shown})
        elif figure.number < 0 and not signed:
            yield _negative(name, figure, path)

    def _check_returns(self) -> Iterator[Fault]:
        invests = bool(self.investment) or self.initial_investment is not None
        if invests and self.discount_rate is None:
            field: str | None = INVESTMENT if self.investment else "initial_investment"
            lacking = DISCOUNT_RATE
        else:
            given = {
                "sensitivity": bool(self.sensitivity),
                WORKING_CAPITAL: bool(self.working_capital),
                DISCOUNT_RATE: self.discount_rate is not None,
            }
            field = None if invests else next((name for name, there in given.items() if there), None)
            lacking = INVESTMENT
        if field:
            message = "{field} is given, but {lacking} is missing, so that no return can be reckoned"
            hint = "add {lacking}:, or leave out {field}"
            yield Fault("PG007", (field,), message, hint, {"field": field, "lacking": lacking})

    # --- what others may refer to ----------------------------------------------------------------------------------

    def values(self, language: str) -> dict[str, Stated]:
        found = model_values(self.sheet(language), self.outcomes(language), self.swings())
        expected = self.expected_npv()
        return found if expected is None else {**found, "expected_npv": self.sheet(language).amount(expected)}

    def measures(self) -> Iterator[Measure]:
        """Yield revenue, margins and the shares of revenue lines; the roles are the years."""
        sheet = self.sheet("en" if self.unit.shown[0].isascii() else "zh")
        first = next((n for n, cost in enumerate(self.costs) if cost.kind == "direct"), 0)
        yield from model_measures(sheet, self.case, project(self.case), first)

    def outlays(self) -> Iterator[Outlay]:
        """Yield what the plan invests, as a whole and by year; what is invested at the start counts to the first."""
        invested = self.case.series[INVESTMENT]
        if not self.investment and self.initial_investment is None:
            return
        initial: tuple[str | int, ...] = ("initial_investment",)
        whole = Quantity(sum(invested, Decimal(0)), self.unit.shown)
        yield Outlay("total", "", whole, (INVESTMENT,) if self.investment else initial)
        for n, year in enumerate(self.years):
            amount = invested[n + 1] + (invested[0] if n == 0 else 0)
            if n < len(self.investment):
                yield Outlay("year", str(year), Quantity(amount, self.unit.shown), (INVESTMENT, n))
            elif n == 0:
                yield Outlay("year", str(year), Quantity(amount, self.unit.shown), initial)

    def lower(self, place: BlockPlace) -> list[Block]:
        sheet, case, made = self.sheet(place.language), self.case, project(self.case)
        nodes = projection_nodes(sheet, place, case, made, self.note or "")
        if self.pays:
            nodes += cash_flow_nodes(sheet, place, case, made, returns(case, made))
        if self.scenarios:
            nodes += scenario_nodes(sheet, place, self.outcomes(place.language), self.expected_npv())
        if found := self.swings():
            nodes += sensitivity_nodes(sheet, place, case, found, npv(case.discount_rate, made.flows))
        return nodes


def _negative(name: str, amount: Quantity, path: tuple[str | int, ...]) -> Fault:
    message = "{name}: {amount} is below 0"
    hint = "write costs and investment as positive numbers; the model subtracts them itself"
    return Fault("PG006", path, message, hint, {"name": name, "amount": amount.text})
