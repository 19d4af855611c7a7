"""The ledger of facts: what is said of one figure, and what a pack or a plan asks of all of them."""

from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from plangen.model import Day, Line, Part, Reader, parse_line
from plangen.periods import Age, Span, parse_age, parse_partial_date, period_end, period_span, span_of
from plangen.quantities import Quantity, parse_quantity, shown, usual_unit
from plangen.refusals import fault

Status = Literal["verified", "unverified"]


def parse_url(value: object) -> str:
    """Read the address of a page: ``http`` or ``https`` and a host, nothing that a program could run."""
    text = parse_line(value)
    try:
        parts = urlsplit(text)
        sound = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets without an address
        sound = False
    if sound and not any(character.isspace() or character in "<>\"'`{}|\\^" for character in text):
        return text
    near = f"https://{text}" if text.lower().startswith("www.") and " " not in text else ""
    hint = "did you mean {near}?" if near else "write a whole address, such as https://www.example.org/report.html"
    raise fault("{value} is no web address", hint, value=shown(value), near=near)


def _number(value: object) -> str:
    quantity = parse_quantity(value)
    if quantity.unit:
        raise fault("{value} holds a unit", "write the number here and the unit in unit:", value=shown(value))
    return f"{quantity.number:,f}"


SourceDate = Annotated[str, Reader(parse_partial_date, {"type": "string"})]
Url = Annotated[str, Reader(parse_url, {"type": "string", "format": "uri"})]


class SourceSpec(Part):
    """Where a figure comes from. ``date`` is when it was published: a day, a month, a quarter or a year."""

    name: Line
    publisher: Line = ""
    url: Url = ""
    date: SourceDate = ""

    @property
    def can_be_looked_up(self) -> bool:
        """Tell whether there is more than a name to look for."""
        return bool(self.publisher or self.url or self.date)


class FactSpec(Part):
    """One figure of the ledger. ``value`` is a number as written, ``unit`` what it counts.

    ``measure`` names what is measured where statements are worded differently; ``owner`` is who has to verify it.
    """

    statement: Line
    value: Annotated[str, BeforeValidator(_number)]
    unit: Line = ""
    period: Line = ""
    measure: Line = ""
    source: SourceSpec | None = None
    status: Status
    checked_on: Day | None = None
    owner: Line = ""
    note: Line = ""

    def text(self, language: str) -> str:
        """Return what the reader sees: value and unit, as a language writes them."""
        return self.quantity.in_language(language).text

    @property
    def quantity(self) -> Quantity:
        """Return value and unit as a figure."""
        return Quantity(Decimal(self.value.replace(",", "")), usual_unit(self.unit.replace("％", "%")))

    @property
    def span(self) -> Span | None:
        """Return the first and the last day of the period, where its words are known."""
        return period_span(self.period)

    def as_of(self) -> tuple[Literal["checked_on", "date", "period"], Day] | None:
        """Return what the age is reckoned from: the day of the check, else the source's last day, else the period's."""
        if self.checked_on:
            return "checked_on", self.checked_on
        if self.source and self.source.date:
            return "date", span_of(self.source.date)[1]
        end = period_end(self.period)
        return ("period", end) if end else None


class LedgerRules(Part):
    """What is asked of facts: how old they may be, whether a release may state unverified ones, who verifies them."""

    stale_after: Annotated[Age | None, Reader(parse_age, {"type": "string"})] = None
    unverified_on_release: Literal["warning", "error"] | None = None
    owner: Line = ""

    def looser_than(self, other: "LedgerRules") -> tuple[Literal["stale_after", "unverified_on_release"], ...]:
        """Return the fields that allow more than the other rules do."""
        found: list[Literal["stale_after", "unverified_on_release"]] = []
        if self.stale_after and other.stale_after and self.stale_after.days > other.stale_after.days:
            found.append("stale_after")
        if self.unverified_on_release == "warning" and other.unverified_on_release == "error":
            found.append("unverified_on_release")
        return tuple(found)

    def within(self, other: "LedgerRules") -> "LedgerRules":
        """Return the rules that hold where these may only be stricter than the other ones."""
        loose = "stale_after" in self.looser_than(other)
        asked = (self.unverified_on_release, other.unverified_on_release)
        return self.model_copy(
            update={
                "stale_after": other.stale_after if loose else self.stale_after or other.stale_after,
                "unverified_on_release": "error" if "error" in asked else "warning",
                "owner": self.owner or other.owner,
            }
        )
