"""Earned value: is the work done worth what was planned by now, and what has been paid for it?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from plangen.blocks.cells import cell, day_text
from plangen.blocks.performance.indicators import Thresholds
from plangen.blocks.performance.units import unlike
from plangen.doctree import Column, Row, Table, Text
from plangen.labels import label
from plangen.model import BlockPlace, Day, Fault, Figure, Money, Part, Surroundings, outside
from plangen.quantities import MONEY_UNITS, POINTS, Quantity, Stated, brief, money, rounded

Index = Literal["spi", "cpi"]


class EarnedValue(Part):
    """Planned value, earned value and actual cost at one day (PMI, Practice Standard for Earned Value Management).

    All three are shares of the whole budget (``40%``) or all three are money. The schedule performance index is earned
    over planned, the cost performance index earned over spent; 1 is as planned, less is behind or dearer. With the
    budget at completion the estimate at completion is the budget over the cost performance index.
    """

    planned: Figure = Field(description="planned value: the budget of the work due by now, in % of the budget or money")
    earned: Figure = Field(description="earned value: the budget of the work accepted by now, in the unit of planned")
    spent: Figure = Field(description="actual cost: what has been spent by now, in the unit of planned")
    budget: Money | None = Field(default=None, description="budget at completion, for an estimate of the final cost")
    as_of: Day | None = Field(default=None, description="the day the three figures stand for")

    @property
    def fits(self) -> bool:
        """Say whether the three figures can be compared."""
        kinds = {figure.dimension for figure in (self.planned, self.earned, self.spent)}
        return len(kinds) == 1 and self._readable(self.planned)

    @staticmethod
    def _readable(figure: Quantity) -> bool:
        return figure.unit == "%" or figure.unit in MONEY_UNITS

    def index(self, name: Index) -> Decimal | None:
        """Return one of the two performance indices, exactly; None where it would be divided by 0."""
        whole = self.planned if name == "spi" else self.spent
        if not self.fits or whole.base <= 0 or self.earned.base < 0:
            return None
        return self.earned.base / whole.base

    def variance(self, other: Quantity, language: str) -> Quantity | None:
        """Return how much more has been earned than planned or spent, in percentage points or money."""
        if not self.fits:
            return None
        if other.unit == "%":
            return Quantity(self.earned.number - other.number, POINTS[language])
        return money(self.earned.base - other.base, self.earned)

    def estimate(self) -> Quantity | None:
        """Return the estimate at completion, should the cost performance stay as it is."""
        index = self.index("cpi")
        return money(self.budget.base / index, self.budget) if self.budget and index else None

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        if self.as_of:
            what = label(surroundings.language, "earned_value_day")
            yield from outside(self.as_of, surroundings.horizon, ("schedule", "as_of"), what)
        limit = self._limit()
        for field in ("planned", "earned", "spent"):
            figure: Quantity = getattr(self, field)
            path = ("schedule", field)
            values = {"field": field, "figure": figure.text, "first": self.planned.text}
            if not self._readable(figure):
                message = "{field} is {figure}, neither a share of the budget nor money"
                hint = "write it in per cent of the whole budget, such as 40%, or as money"
                yield Fault("PG006", path, message, hint, values)
            elif self._readable(self.planned) and figure.dimension != self.planned.dimension:
                message = "{field} is {figure}, but planned is {first}"
                yield Fault(
                    "PG006", path, message, "write all three in per cent of the budget, or all as money", values
                )
            elif figure.number < 0:
                message = "{field} is {figure}; it cannot be less than 0"
                yield Fault("PG006", path, message, "correct the number", values)
            elif field != "spent" and limit and figure.dimension == limit.dimension and figure.base > limit.base:
                message = "{field} is {figure}, more than the whole budget of {limit}"
                hint = "correct the number; only spent can exceed the budget"
                yield Fault("PG006", path, message, hint, values | {"limit": limit.text})
        if self.budget and self.budget.number <= 0:
            message = "the total has to be greater than 0"
            yield Fault("PG006", ("schedule", "budget"), message, "correct the number")
        elif self.budget and self.planned.unit in MONEY_UNITS:
            yield from unlike(self.planned, self.budget, ("schedule", "budget"), "budget")

    def _limit(self) -> Quantity | None:
        """Return the most that can be planned and earned."""
        if self.planned.unit == "%":
            return Quantity(Decimal(100), "%")
        return self.budget if self.budget and self.budget.number > 0 else None

    def values(self, language: str) -> Iterator[tuple[str, Stated]]:
        """Yield the figures with their path below the block."""
        yield from (("planned", self.planned), ("earned", self.earned), ("spent", self.spent))
        for name, figure in (
            ("schedule_variance", self.variance(self.planned, language)),
            ("cost_variance", self.variance(self.spent, language)),
            ("estimate", self.estimate()),
        ):
            if figure:
                yield name, figure
        for index in ("spi", "cpi"):
            if (number := self.index(index)) is not None:
                yield index, Quantity(rounded(number, 2), "")

    def table(self, place: BlockPlace, caption: str, thresholds: Thresholds) -> Table:
        """Return the figures as a table of their own, the indices with their traffic lights."""

        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        def row(name: str, figure: Quantity | None) -> Row:
            cells = (cell(word(f"earned_value_{name}")), cell(word(f"earned_value_{name}_how")))
            return Row((*cells, cell(brief(figure.text) if figure else "—"), cell("")))

        def judged(name: Index) -> Row:
            number = self.index(name)
            tone = thresholds.light(None if number is None else rounded(number * 100, 1))
            shown = "—" if number is None else f"{rounded(number, 2):f}"
            cells = (cell(word(f"earned_value_{name}")), cell(word(f"earned_value_{name}_how")), cell(shown))
            return Row((*cells, cell(word(f"status_{tone}") if tone else "—", tone)))

        rows = [
            row("planned", self.planned),
            row("earned", self.earned),
            row("spent", self.spent),
            row("sv", self.variance(self.planned, place.language)),
            row("cv", self.variance(self.spent, place.language)),
            judged("spi"),
            judged("cpi"),
        ]
        if self.budget:
            rows += [row("bac", self.budget), row("eac", self.estimate())]
        columns = (
            Column(word("kpi")),
            Column(word("earned_value_how")),
            Column(word("earned_value_figure"), "right"),
            Column(word("status"), "center"),
        )
        note = word("earned_value_note", green=_ratio(thresholds.green), amber=_ratio(thresholds.amber))
        note += word("earned_value_as_of", day=day_text(self.as_of, place.language)) if self.as_of else ""
        return Table(
            columns,
            tuple(rows),
            word("earned_value_caption", caption=caption),
            f"{place.path}.earned_value",
            note=(Text(note.rstrip()),),
            origin=place.origin,
        )


def _ratio(limit: Decimal) -> str:
    """Write a threshold as the index it stands for: 95 % as 0.95."""
    return f"{limit / 100:f}"
