"""What a financial model offers to texts and other blocks: its figures by path, and its measures by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from plangen.blocks.finance.modelsheet import Outcome, Sheet
from plangen.blocks.finance.projection import INVESTMENT, WORKING_CAPITAL, Case, Projection, Returns
from plangen.blocks.finance.sensitivity import DISCOUNT_RATE, Swing
from plangen.model import Measure
from plangen.quantities import Quantity, Stated, change_text


def model_values(sheet: Sheet, outcomes: Sequence[Outcome], swings: Sequence[Swing]) -> dict[str, Stated]:
    """Return all figures by path; those of a scenario come below its key, and only for the years of the plan."""
    found: dict[str, Stated] = {}
    for outcome in outcomes:
        before = f"{outcome.key}." if outcome.key else ""
        case, made = outcome.case, outcome.projection
        for n, year in enumerate((sheet.base_year, *sheet.years)):
            if n or not outcome.key:
                own = _year_values(sheet, case, made, n)
                found |= {f"{before}{name}.{year}": value for name, value in own.items()}
        found[f"{before}net_profit.total"] = sheet.amount(sum(made.net_profit[1:], Decimal(0)))
        if outcome.probability is not None and outcome.key:
            found[f"{before}probability"] = Quantity(outcome.probability, "%")
        if outcome.returns:
            own = _flow_values(sheet, case, made, outcome.returns)
            found |= {f"{before}{name}": value for name, value in own.items()}
            if not outcome.key:
                found[DISCOUNT_RATE] = Quantity(case.discount_rate, "%")
                found |= _sensitivity_values(sheet, case, swings, outcome.returns.npv)
    return found


def _year_values(sheet: Sheet, case: Case, made: Projection, n: int) -> dict[str, Stated]:
    amounts = {
        "revenue": made.revenue,
        "costs": made.costs,
        "operating_profit": made.operating_profit,
        "tax": made.tax,
        "net_profit": made.net_profit,
        **made.lines,
    }
    shares = {"growth": made.growth(n), "net_margin": made.share(made.net_profit, n)}
    if case.direct:
        amounts["gross_profit"] = made.gross_profit
        shares["gross_margin"] = made.share(made.gross_profit, n)
    shares |= {f"{name}.share": made.share(made.lines[name], n) for name in case.revenue}
    shares |= {f"{name}.rate": made.share(made.lines[name], n) for name in (*case.direct, *case.other)}
    found: dict[str, Stated] = {name: sheet.amount(row[n]) for name, row in amounts.items()}
    return found | {name: sheet.percent(share) for name, share in shares.items() if share is not None}


def _flow_values(sheet: Sheet, case: Case, made: Projection, worth: Returns) -> dict[str, Stated]:
    rows = {
        "without": made.without,
        "increment": made.increment,
        "benefit": made.benefit,
        WORKING_CAPITAL: case.series[WORKING_CAPITAL],
        INVESTMENT: case.series[INVESTMENT],
        "cash_flow": made.flows,
    }
    found: dict[str, Stated] = {}
    for name, row in rows.items():
        found |= {f"{name}.{year}": sheet.amount(row[n]) for n, year in enumerate(sheet.years, start=1)}
        found[f"{name}.total"] = sheet.amount(sum(row[1:] if name == "without" else row, Decimal(0)))
    sums = list(accumulate(made.flows))
    found |= {f"cumulative.{year}": sheet.amount(sums[n]) for n, year in enumerate(sheet.years, start=1)}
    if case.growth is not None and case.margin is not None:
        found |= {"without.growth": Quantity(case.growth, "%"), "without.net_margin": Quantity(case.margin, "%")}
    found["npv"] = sheet.amount(worth.npv)
    found["irr"] = sheet.irr(worth.irr)
    found["payback"] = sheet.payback(worth.payback)
    found["discounted_payback"] = sheet.payback(worth.discounted_payback)
    return found


def _sensitivity_values(sheet: Sheet, case: Case, swings: Sequence[Swing], npv: Decimal) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for swing in swings:
        path, line = f"sensitivity.{swing.entry.key}", swing.entry.line
        found[f"{path}.change"] = sheet.change(case, line, swing.entry.change.number)
        found[f"{path}.low"] = sheet.amount(swing.low)
        found[f"{path}.high"] = sheet.amount(swing.high)
        found[f"{path}.loss"] = sheet.amount(npv - swing.low)
        found[f"{path}.gain"] = sheet.amount(swing.high - npv)
        if swing.breakeven is not None:
            found[f"{path}.breakeven"] = sheet.breakeven(case, line, swing.breakeven)
    return found


def model_measures(sheet: Sheet, case: Case, made: Projection, first_direct: int) -> Iterator[Measure]:
    """Yield revenue, margins and the shares of revenue lines, with the years as roles.

    ``first_direct`` is the place of the first direct cost among all costs.
    """
    every = (sheet.base_year, *sheet.years)

    def measure(
        identifier: str, name: str, figures: Sequence[Quantity | None], *path: str | int, more: Sequence[str] = ()
    ) -> Measure:
        by_year = {str(year): (figure, path) for year, figure in zip(every, figures, strict=True) if figure is not None}
        first, last = figures[0], figures[-1]
        change = () if first is None or last is None else (change_text(first, last, sheet.language),)
        return Measure(identifier, name, by_year, True, (*change, *more))

    def shares(amounts: tuple[Decimal, ...]) -> list[Quantity | None]:
        found = [made.share(amounts, n) for n in range(len(every))]
        return [None if share is None else sheet.percent(share) for share in found]

    growth = [made.growth(n) for n in range(1, len(every))]
    rates = [sheet.percent(rate).text for rate in growth if rate is not None]
    totals = [sheet.amount(amount) for amount in made.revenue]
    yield measure("revenue", sheet.names["revenue"], totals, "revenue", more=rates)
    for index, line in enumerate(case.revenue if len(case.revenue) > 1 else ()):
        name = sheet.word("line_share", name=sheet.names[line])
        yield measure(f"{line}_share", name, shares(made.lines[line]), "revenue", index)
    yield measure("net_margin", sheet.word("net_margin"), shares(made.net_profit), "costs")
    if case.direct:
        margin = shares(made.gross_profit)
        yield measure("gross_margin", sheet.names["gross_margin"], margin, "costs", first_direct)
