"""What an editor writes into a financial model: its lines, what comes anyway, scenarios, sensitivities."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from plangen.blocks.performance.units import POINT_UNITS
from plangen.model import Figure, Identifier, Line, Part, Percent, Reader, Whole, parse_choice
from plangen.quantities import MONEY_UNITS, AccountUnit, Quantity, shown, usual_unit
from plangen.refusals import fault


def _account_unit(value: object) -> AccountUnit:
    """Read the unit that the amounts of a model are in: 亿元, USD million."""
    unit = usual_unit(" ".join(value.split())) if isinstance(value, str) else ""
    if unit not in MONEY_UNITS:
        hint = "write a unit such as 万元, 亿元, USD million or EUR thousand"
        raise fault("{value} is no unit of money", hint, value=shown(value))
    return AccountUnit(unit, unit)


MoneyUnit = Annotated[AccountUnit, Reader(_account_unit, {"type": "string"}, cites=True)]
Year = Annotated[Whole, Field(ge=1900, le=2200)]
CostKind = Annotated[Literal["direct", "operating"], parse_choice({"direct": ("直接",), "operating": ("期间",)})]


def _listed(value: Any) -> str:
    return "~list" if isinstance(value, list | tuple) else "~one"


Changes = Annotated[tuple[Figure, ...], Tag("~list")]
Change = Annotated[Changes | Annotated[Figure, Tag("~one")], Discriminator(_listed)]


class RevenueLine(Part):
    """One source of revenue."""

    id: Identifier = Field(description="a short id, such as online")
    name: Line = Field(description="what the line is called, such as Service")
    values: tuple[Figure, ...] = Field(description="its amount in the base year and in each year of the plan")


class CostLine(Part):
    """One kind of cost, as amounts or as a percentage of revenue."""

    id: Identifier = Field(description="a short id, such as cogs")
    name: Line = Field(description="what the line is called, such as Cost of sales")
    kind: CostKind = Field(
        default="operating", description="direct if it comes off before gross profit, else operating"
    )
    rates: tuple[Percent, ...] | None = Field(
        default=None, description="per cent of revenue in the base year and in each year; or else values"
    )
    values: tuple[Figure, ...] | None = Field(
        default=None, description="its amount in the base year and in each year of the plan; or else rates"
    )


class WithoutPlan(Part):
    """What the company would earn anyway: revenue of the base year that grows, at one net margin."""

    growth: Annotated[Percent, Field(gt=-100, le=1000)] = Field(description="growth of revenue a year, such as 3%")
    net_margin: Annotated[Percent, Field(ge=-1000, le=100)] = Field(description="net profit in per cent of revenue")


class Scenario(Part):
    """Another course of events: which lines differ from the base case, and how."""

    id: Identifier | None = Field(default=None, description="a short id for references; the name if left out")
    name: Line = Field(description="what the scenario is called, such as Downside")
    probability: Annotated[Percent, Field(ge=0, le=100)] | None = Field(
        default=None, description="how likely it is, such as 30%, optional; the base case has what is left"
    )
    changes: Annotated[dict[Line, Change], Field(min_length=1)] = Field(
        description="by line id, revenue, investment or working_capital: one value for each year of the plan, or one "
        "change for all of them, such as -6% of an amount or +1.4 pp of a rate"
    )

    @property
    def key(self) -> str:
        """Return what references call the scenario."""
        return self.id or self.name


class Sensitivity(Part):
    """One assumption that is varied down and up to see what it does to the net present value."""

    id: Identifier | None = Field(default=None, description="a short id for references; the line if left out")
    name: Line | None = Field(default=None, description="what the assumption is called; the line's name if left out")
    line: Line = Field(
        description="what is varied: a line id, revenue, gross_margin, investment, working_capital or discount_rate"
    )
    change: Figure = Field(description="by how much: 1 pp for rates, 10% for amounts")
    years: tuple[Whole, ...] = Field(default=(), description="in which years of the plan; in all if left out")

    @property
    def key(self) -> str:
        """Return what references call the entry."""
        return self.id or self.line


def is_points(figure: Quantity) -> bool:
    """Tell whether a figure is a number of percentage points."""
    return figure.unit in POINT_UNITS


def fitted(numbers: Sequence[Decimal], count: int) -> tuple[Decimal, ...]:
    """Return exactly so many numbers, with 0 for those that are lacking."""
    return tuple(numbers[n] if n < len(numbers) else Decimal(0) for n in range(count))
