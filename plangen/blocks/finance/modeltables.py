"""The tables and charts of a financial model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from plangen.blocks.cells import cell
from plangen.blocks.charting import chart
from plangen.blocks.finance.modelsheet import Outcome, Sheet
from plangen.blocks.finance.projection import INVESTMENT, WORKING_CAPITAL, Case, Projection, Returns
from plangen.blocks.finance.returns import discount_factor
from plangen.blocks.finance.sensitivity import Swing
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text
from plangen.model import BlockPlace
from plangen.quantities import brief, percent_text, rounded

MOST_COLUMNS = 8
MOST_CATEGORIES = 24
_SHARES = 3  # up to so many revenue lines show their share of revenue


# --- projection ----------------------------------------------------------------------------------------------------


def projection_nodes(sheet: Sheet, place: BlockPlace, case: Case, made: Projection, note: str) -> list[Block]:
    """Return revenue, costs and profit by year, and a chart of revenue against costs."""
    heads = [sheet.word("base_column", year=sheet.base_year)]
    heads += [sheet.word("year_column", year=year) for year in sheet.years]
    said = sheet.word("in_unit_but_ratios", unit=sheet.unit) + sheet.word("tax_note", rate=percent_text(case.tax_rate))
    if case.gap > 1:
        said += sheet.word("growth_note", year=sheet.years[0], base=sheet.base_year)
    if any(profit < 0 for profit in made.operating_profit):
        said += sheet.word("loss_note")
    caption = place.caption or sheet.word("financial_model_caption")
    rows = list(_projection_rows(sheet, case, made))
    tables = _tables(sheet, place, "", caption, heads, rows, said + sheet.word("rounding_note") + note)
    drawn = chart(
        place,
        "revenue_chart",
        sheet.word("revenue_chart"),
        "bars",
        heads,
        [
            (sheet.word("model_revenue"), [sheet.amount(number).number for number in made.revenue]),
            (sheet.word("total_costs"), [sheet.amount(number).number for number in made.costs]),
        ],
        unit=sheet.unit,
        places=sheet.places,
    )
    return [*tables, drawn]


def _projection_rows(sheet: Sheet, case: Case, made: Projection) -> Iterator[tuple[str, list[str], bool]]:
    span = range(case.years + 1)

    def amounts(numbers: Sequence[Decimal]) -> list[str]:
        return [sheet.shown(number) for number in numbers]

    def shares(numbers: tuple[Decimal, ...]) -> list[str]:
        return [sheet.share(made.share(numbers, n)) for n in span]

    yield sheet.word("model_revenue"), amounts(made.revenue), True
    yield sheet.word("growth"), [sheet.share(made.growth(n)) for n in span], False
    if len(case.revenue) > 1:
        for name in case.revenue:
            yield sheet.word("of_which", name=sheet.names[name]), amounts(made.lines[name]), False
            if len(case.revenue) <= _SHARES and name != case.revenue[-1]:  # the last share is what the others leave
                yield sheet.word("line_share", name=sheet.names[name]), shares(made.lines[name]), False
    for name in case.direct:
        yield sheet.names[name], amounts(made.lines[name]), False
        if len(case.direct) > 1:
            yield sheet.word("line_rate", name=sheet.names[name]), shares(made.lines[name]), False
    if case.direct:
        yield sheet.word("gross_profit"), amounts(made.gross_profit), True
        yield sheet.word("gross_margin"), shares(made.gross_profit), False
    for name in case.other:
        yield sheet.names[name], amounts(made.lines[name]), False
        yield sheet.word("line_rate", name=sheet.names[name]), shares(made.lines[name]), False
    yield sheet.word("operating_profit"), amounts(made.operating_profit), True
    if case.tax_rate:
        yield sheet.word("tax"), amounts(made.tax), False
    yield sheet.word("net_profit"), amounts(made.net_profit), True
    yield sheet.word("net_margin"), shares(made.net_profit), False


def _tables(
    sheet: Sheet,
    place: BlockPlace,
    name: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str], bool]],
    note: str,
) -> list[Table]:
    """Make a table of a column for each head, and further ones where the columns are too many for one."""
    wide = MOST_COLUMNS - 1
    tables: list[Table] = []
    for start in range(0, len(heads), wide):
        part = slice(start, start + wide)
        columns = (Column(sheet.word("model_item")), *(Column(head, "right") for head in heads[part]))
        body = tuple(
            Row((_strong(title, strong), *(_strong(text, strong) for text in texts[part])))
            for title, texts, strong in rows
        )
        number = start // wide + 1
        ending = "_".join(part for part in (name, f"part_{number}" if number > 1 else "") if part)
        title = caption if number == 1 else sheet.word("continued", caption=caption, number=number)
        path = f"{place.path}.{ending}" if ending else place.path
        tables.append(Table(columns, body, title, path, note=(Text(note),), origin=place.origin))
    return tables


def _strong(text: str, strong: bool) -> Cell:
    return cell(text, "strong" if strong else "")


# --- cash flow -----------------------------------------------------------------------------------------------------


def cash_flow_nodes(sheet: Sheet, place: BlockPlace, case: Case, made: Projection, worth: Returns) -> list[Block]:
    """Return the cash flows by year with what they are worth, and a chart of them."""
    at_start = made.flows[0] != 0
    span = range(0 if at_start else 1, case.years + 1)
    heads = [sheet.word("year_column", year=sheet.years[n - 1]) if n else sheet.word("time_zero") for n in span]

    def row(key: str, numbers: Sequence[Decimal], *, strong: bool = False) -> tuple[str, list[str], bool]:
        texts = [sheet.shown(numbers[n]) for n in span]
        return sheet.word(key), [*texts, sheet.shown(sum((numbers[n] for n in span), Decimal(0)))], strong

    def profit(numbers: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        return (Decimal(0), *numbers[1:])

    rows: list[tuple[str, list[str], bool]] = []
    if case.growth is None:
        rows.append(row("net_profit", profit(made.net_profit)))
    else:
        rows.append(row("net_profit_with", profit(made.net_profit)))
        rows.append(row("net_profit_without", profit(made.without)))
        rows.append(row("increment", made.increment))
    if any(case.series[WORKING_CAPITAL]):
        rows.append(row("working_capital", case.series[WORKING_CAPITAL]))
    rows.append(row("investment", [-number for number in case.series[INVESTMENT]]))
    rows.append(row("cash_flow", made.flows, strong=True))
    sums = list(accumulate(made.flows))
    rows.append((sheet.word("cumulative"), [*(sheet.shown(sums[n]) for n in span), "—"], True))
    factors = [discount_factor(case.discount_rate) ** n for n in range(case.years + 1)]
    rows.append((sheet.word("discount_factor"), [*(f"{rounded(factors[n], 4):f}" for n in span), "—"], False))
    rows.append(row("present_value", [flow * factor for flow, factor in zip(made.flows, factors, strict=True)]))
    values = {
        "rate": percent_text(case.discount_rate),
        "npv": sheet.amount(worth.npv).text,
        "irr": sheet.said(sheet.irr(worth.irr)),
        "payback": sheet.said(sheet.payback(worth.payback)),
        "discounted": sheet.said(sheet.payback(worth.discounted_payback)),
    }
    note = sheet.word("amounts_in", unit=sheet.unit)
    if case.growth is not None and case.margin is not None:
        growth, margin = percent_text(case.growth), percent_text(case.margin)
        note += sheet.word("without_note", growth=growth, margin=margin)
    note += sheet.word("returns_note", **values) + sheet.word("rounding_note")
    caption = sheet.word("cash_flow_caption" if case.growth is None else "incremental_cash_flow_caption")
    tables = _tables(sheet, place, "cash_flow", caption, [*heads, sheet.word("total")], rows, note)
    if len(heads) < 2:
        return list(tables)
    flows = [sheet.amount(made.flows[n]).number for n in span]
    drawn = chart(
        place,
        "cash_flow_chart",
        sheet.word("cash_flow_chart"),
        "waterfall",
        [*heads, sheet.word("cumulative")],
        [(sheet.word("cash_flow"), [*flows, sheet.amount(sums[-1]).number])],
        unit=sheet.unit,
        places=sheet.places,
        totals=(len(heads),),
    )
    return [*tables, drawn]


# --- scenarios -----------------------------------------------------------------------------------------------------


def scenario_nodes(
    sheet: Sheet, place: BlockPlace, outcomes: Sequence[Outcome], expected: Decimal | None
) -> list[Block]:
    """Return the main results of all courses of events side by side, and how their cash or profit develops."""
    columns = (Column(sheet.word("kpi")), *(Column(outcome.name, "right") for outcome in outcomes))
    rows = (*_result_rows(sheet, outcomes), *_return_rows(sheet, outcomes))
    body = tuple(Row((cell(title), *(cell(text) for text in texts))) for title, texts in rows)
    note = "" if expected is None else sheet.word("expected_note", npv=sheet.amount(expected).text)
    table = Table(
        columns,
        body,
        sheet.word("scenarios_caption"),
        f"{place.path}.scenarios",
        note=(Text(note),) if note else (),
        origin=place.origin,
    )
    drawn = _scenario_chart(sheet, place, outcomes)
    return [table, drawn] if drawn else [table]


def _result_rows(sheet: Sheet, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    made = [outcome.projection for outcome in outcomes]
    final = sheet.years[-1]
    if any(outcome.probability is not None for outcome in outcomes):
        likely = [outcome.probability for outcome in outcomes]
        yield sheet.word("probability"), ["—" if each is None else percent_text(each) for each in likely]
    yield sheet.word("final_revenue", year=final), [sheet.amount(each.revenue[-1]).text for each in made]
    if outcomes[0].case.direct:
        margins = [each.share(each.gross_profit, len(sheet.years)) for each in made]
        yield sheet.word("final_gross_margin", year=final), [sheet.share(margin) for margin in margins]
    yield sheet.word("final_net_profit", year=final), [sheet.amount(each.net_profit[-1]).text for each in made]


def _return_rows(sheet: Sheet, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    worth = [outcome.returns for outcome in outcomes if outcome.returns]
    if not worth:
        return
    flows = [outcome.projection.flows for outcome in outcomes]
    if any(each[0] for each in flows):
        yield sheet.word("zero_cash_flow"), [sheet.amount(each[0]).text for each in flows]
    for n, year in enumerate(sheet.years, start=1):
        yield sheet.word("year_cash_flow", year=year), [sheet.amount(each[n]).text for each in flows]
    yield sheet.word("cumulative"), [sheet.amount(sum(each, Decimal(0))).text for each in flows]
    rate = percent_text(outcomes[0].case.discount_rate)
    yield sheet.word("npv", rate=rate), [sheet.amount(each.npv).text for each in worth]
    yield sheet.word("irr"), [sheet.said(sheet.irr(each.irr)) for each in worth]
    yield sheet.word("payback"), [sheet.said(sheet.payback(each.payback)) for each in worth]
    yield sheet.word("discounted_payback"), [sheet.said(sheet.payback(each.discounted_payback)) for each in worth]


def _scenario_chart(sheet: Sheet, place: BlockPlace, outcomes: Sequence[Outcome]) -> Chart | None:
    paying = outcomes[0].returns is not None
    if len(sheet.years) < 2:
        return None
    heads = [sheet.word("year_column", year=year) for year in sheet.years]

    def course(outcome: Outcome) -> list[Decimal | None]:
        made = outcome.projection
        numbers = list(accumulate(made.flows)) if paying else list(made.net_profit)
        return [sheet.amount(number).number for number in numbers[1:]]

    return chart(
        place,
        "scenarios_chart",
        sheet.word("scenarios_chart" if paying else "scenarios_profit_chart"),
        "line",
        heads,
        [(outcome.name, course(outcome)) for outcome in outcomes],
        unit=sheet.unit,
        places=sheet.places,
    )


# --- sensitivity ---------------------------------------------------------------------------------------------------


def sensitivity_nodes(sheet: Sheet, place: BlockPlace, case: Case, found: Sequence[Swing], npv: Decimal) -> list[Block]:
    """Return the effect of each assumption on the net present value, the strongest first, and a tornado of it."""
    bounded = any(swing.breakeven is not None for swing in found)
    columns = (
        Column(sheet.word("assumption")),
        Column(sheet.word("variation"), "right"),
        Column(sheet.word("npv_worse"), "right"),
        Column(sheet.word("npv_better"), "right"),
        Column(sheet.word("npv_range"), "right"),
        *((Column(sheet.word("breakeven"), "right"),) if bounded else ()),
    )

    def bound(swing: Swing) -> str:
        if swing.breakeven is None:
            return "—"
        return brief(sheet.breakeven(case, swing.entry.line, swing.breakeven).text)

    def change(swing: Swing) -> str:
        return brief(f"±{sheet.change(case, swing.entry.line, swing.entry.change.number).text}")

    body = tuple(
        Row(
            (
                cell(_varied(sheet, swing)),
                cell(change(swing)),
                cell(_signed(sheet, swing.low - npv)),
                cell(_signed(sheet, swing.high - npv)),
                cell(sheet.word("range", low=sheet.shown(swing.low), high=sheet.shown(swing.high))),
                *((cell(bound(swing)),) if bounded else ()),
            )
        )
        for swing in found
    )
    note = sheet.word("amounts_in", unit=sheet.unit)
    note += sheet.word("sensitivity_note", npv=sheet.amount(npv).text)
    if bounded:
        note += sheet.word("breakeven_note")
    caption = sheet.word("sensitivity_caption")
    path = f"{place.path}.sensitivity"
    table = Table(columns, body, caption, path, note=(Text(note),), origin=place.origin)
    drawn = [swing for swing in found if swing.width][:MOST_CATEGORIES]
    if len(drawn) < 2:
        return [table]
    tornado = chart(
        place,
        "sensitivity_chart",
        sheet.word("sensitivity_chart"),
        "tornado",
        [f"{_varied(sheet, swing)} {change(swing)}" for swing in drawn],
        [
            (sheet.word("worse"), [sheet.amount(swing.low - npv).number for swing in drawn]),
            (sheet.word("better"), [sheet.amount(swing.high - npv).number for swing in drawn]),
        ],
        unit=sheet.unit,
        places=sheet.places,
    )
    return [table, tornado]


def _varied(sheet: Sheet, swing: Swing) -> str:
    """Name an assumption, and the years where it is varied in some only."""
    name = swing.entry.name or sheet.names[swing.entry.line]
    if not swing.entry.years:
        return name
    years = sheet.word("joint").join(str(year) for year in swing.entry.years)
    return sheet.word("varied_in", name=name, years=years)


def _signed(sheet: Sheet, number: Decimal) -> str:
    shown = sheet.amount(number).number
    return f"{shown:+,f}" if shown else f"{shown:,f}"
