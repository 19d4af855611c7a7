"""Suppliers and what they are judged by: criteria, grades, shares of purchases, ways of working together."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from plangen.model import Figure, Identifier, Line, Part, Percent, Whole, parse_choice
from plangen.quantities import Quantity
from plangen.refusals import fault

DIMENSIONS = ("information", "risk", "interest", "responsibility")


def _points(figure: Quantity) -> Quantity:
    """Take a score of 0 to 100, with or without the word for points."""
    if figure.unit not in ("", "分", "points"):
        raise fault("{value} is not a score", "write a number from 0 to 100, such as 85", value=figure.text)
    if not 0 <= figure.number <= 100:
        message = "{value} lies off the scale; a score has to be between 0 and 100"
        raise fault(message, "write a number from 0 to 100, such as 85", value=figure.text)
    return figure


Points = Annotated[Figure, AfterValidator(_points)]
Share = Annotated[Percent, Field(ge=0, le=100)]
PartOfAll = Annotated[Percent, Field(gt=0, le=100)]
Weight = Annotated[Percent, Field(gt=0, le=100)]
Trend = Annotated[
    Literal["rising", "steady", "falling"],
    parse_choice({"rising": ("上升",), "steady": ("持平", "平稳"), "falling": ("下降",)}),
]
Dimension = Annotated[
    Literal["information", "risk", "interest", "responsibility"],
    parse_choice(
        {
            "information": ("信息", "Information"),
            "risk": ("风险", "Risk"),
            "interest": ("利益", "Interest"),
            "responsibility": ("责任", "Responsibility"),
        }
    ),
]


class Criterion(Part):
    """What suppliers are judged by; the weights of all criteria make 100 %."""

    id: Identifier = Field(description="a short name of the criterion, under which suppliers have their scores")
    name: Line = Field(description="what is judged, such as Quality")
    weight: Weight = Field(description="its share of the total score, such as 25%")
    measure: Line = Field(description="what is measured")
    standard: Line | None = Field(default=None, description="what a supplier has to reach, optional")
    consequence: Line | None = Field(default=None, description="what happens to one that does not, optional")


class GradeLimits(Part):
    """From which total score a supplier is graded A or B; below B it is C."""

    A: Points = Field(
        default_factory=lambda: Quantity(Decimal(85), ""), description="the lowest score of grade A, 85 if left out"
    )
    B: Points = Field(
        default_factory=lambda: Quantity(Decimal(70), ""), description="the lowest score of grade B, 70 if left out"
    )


class Supplier(Part):
    """One supplier: its share of purchases, a score for every criterion, and whether it can be replaced."""

    id: Identifier = Field(description="a short name of the supplier for references")
    name: Line = Field(description="the supplier's name, or a letter where it stays anonymous")
    category: Line = Field(description="what it supplies")
    share: Share = Field(description="its share of all purchases, such as 12.4%")
    scores: dict[str, Points] = Field(description="a score of 0 to 100 for every criterion, by the criterion's id")
    sole_source: bool | None = Field(
        default=None, description="true if nobody else can supply it, else false; optional"
    )
    alternatives: Whole | None = Field(default=None, description="how many others could take over, optional")
    trend: Trend | None = Field(default=None, description="rising, steady or falling, optional")
    note: Line | None = Field(default=None, description="what is agreed with the supplier, optional")

    @property
    def sole(self) -> bool:
        """Tell whether it is said to be the only source of what it supplies."""
        return bool(self.sole_source) or self.alternatives == 0

    @property
    def contradicts_itself(self) -> bool:
        """Tell whether it is called the only source although there are alternatives, or the reverse."""
        if self.sole_source is None or self.alternatives is None:
            return False
        return self.sole_source == (self.alternatives > 0)


class Concentration(Part):
    """Which share of purchases the largest suppliers have, now and as a target."""

    name: Line | None = Field(
        default=None, description="what prose calls it, such as share of the five largest suppliers, optional"
    )
    top: Annotated[Whole, Field(ge=1)] = Field(default=5, description="how many of the largest suppliers are counted")
    baseline: PartOfAll = Field(description="their share of purchases at the start, such as 46%")
    current: PartOfAll | None = Field(default=None, description="their share as last measured, optional")
    target: PartOfAll = Field(description="their share as it has to become")

    @property
    def latest(self) -> Decimal:
        """Return the last stated share, the baseline before there is another."""
        return self.baseline if self.current is None else self.current


class Collaboration(Part):
    """How company and suppliers work together in one dimension."""

    dimension: Dimension = Field(description="one of information, risk, interest, responsibility")
    mechanism: Line = Field(description="how it works")
    measure: Line = Field(description="what shows that it works")
    owner: Line = Field(description="the department that answers for it")
