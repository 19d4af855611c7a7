"""What every indicator has: which way it is to go, how often it is measured, how much of the target it has reached."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from plangen.blocks.cells import cell
from plangen.doctree import Cell, Tone
from plangen.labels import label
from plangen.model import Fault, Part, Percent, parse_choice
from plangen.quantities import Quantity, change_text, percent_text, rounded

Direction = Annotated[
    Literal["up", "down", "hold"], parse_choice({"up": ("上升",), "down": ("下降",), "hold": ("保持",)})
]
Cadence = Annotated[
    Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"],
    parse_choice(
        {
            "daily": ("每日", "每天"),
            "weekly": ("每周",),
            "monthly": ("每月",),
            "quarterly": ("每季", "每季度"),
            "half_yearly": ("每半年",),
            "yearly": ("每年", "每年度"),
        }
    ),
]


def heading(direction: str | None, baseline: Quantity | None, target: Quantity) -> str:
    """Return the direction that is wanted: as given, else from baseline to target, else upwards."""
    if direction:
        return direction
    return "down" if baseline and target.base < baseline.base else "up"


def attainment(latest: Quantity | None, target: Quantity, wanted: str) -> Decimal | None:
    """Return how much of the target has been reached, in per cent with one decimal; None where there is no ratio.

    More is better: latest over target. Less is better: target over latest. What is to be held: the smaller over the
    larger, since leaving the level either way is a deviation. A target that has no ratio, such as 0, is met or not.
    """
    if latest is None or latest.dimension != target.dimension:
        return None
    part, whole = latest.base, target.base
    if wanted == "down" or (wanted == "hold" and part > whole):
        part, whole = whole, part
    if whole > 0 and part >= 0:
        return rounded(part / whole * 100, 1)
    met = {"up": latest.base >= target.base, "down": latest.base <= target.base}
    return Decimal("100.0") if met.get(wanted, latest.base == target.base) else None


def against(direction: str | None, baseline: Quantity | None, target: Quantity) -> bool:
    """Say whether a direction contradicts the way from baseline to target."""
    if direction not in ("up", "down") or baseline is None or baseline.dimension != target.dimension:
        return False
    return baseline.base != target.base and (direction == "up") != (target.base > baseline.base)


def ways(one: Quantity, other: Quantity) -> tuple[str, ...]:
    """Return the change between two figures as a text of any language may name it."""
    if one.dimension != other.dimension:
        return ()
    return tuple(dict.fromkeys(change_text(one, other, language) for language in ("zh", "en")))


class Thresholds(Part):
    """From which attainment on an indicator is green or amber; below amber it is red."""

    green: Annotated[Percent, Field(gt=0, le=100)] = Field(
        default=Decimal(95), description="from which attainment on the light is green, such as 95%"
    )
    amber: Annotated[Percent, Field(gt=0, le=100)] = Field(
        default=Decimal(80), description="from which attainment on the light is amber, such as 80%; below it is red"
    )

    def check(self) -> Iterator[Fault]:
        """Yield a fault where the two limits are crossed."""
        if self.amber >= self.green:
            message = "amber ({amber}%) has to begin below green ({green}%)"
            limits: dict[str, object] = {"amber": self.amber, "green": self.green}
            yield Fault("PG006", ("thresholds", "amber"), message, "lower amber or raise green", limits)

    def light(self, reached: Decimal | None) -> Tone:
        """Return the traffic light of an attainment; none where there is no attainment."""
        if reached is None:
            return ""
        if reached >= self.green:
            return "good"
        return "warn" if reached >= self.amber else "bad"


def lit(reached: Decimal | None, tone: Tone, language: str) -> Cell:
    """Make a cell of an attainment and its traffic light, by colour and by word."""
    if reached is None:
        return cell("—")
    return cell(f"{percent_text(reached)} {label(language, f'status_{tone}')}", tone)


def reserved(identifiers: list[str], own: tuple[str, ...]) -> Iterator[Fault]:
    """Yield PG202 for each identifier that is also the name of a figure the block gives of itself."""
    for index, identifier in enumerate(identifiers):
        if identifier in own:
            message = "the id {identifier} is the name of a figure of the whole block"
            hint = "choose another id, such as {identifier}_1; the block itself uses: {own}"
            values = {"identifier": identifier, "own": ", ".join(own)}
            yield Fault("PG202", ("items", index, "id"), message, hint, values)
