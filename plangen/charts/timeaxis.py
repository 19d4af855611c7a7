"""The time axis of a Gantt chart: weeks, months, quarters or years, whichever have room for their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plangen.labels import localised_date, short_month
from plangen.textwidth import text_width

MARGIN = 3.0  # on both sides of a name together
WEEKS = 70  # days up to which an axis counts weeks


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the axis with its name; ``end`` is the first day after it."""

    start: date
    end: date
    name: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """``years`` stand above ``periods``; they are empty where the periods are years."""

    periods: tuple[Period, ...]
    years: tuple[Period, ...]

    @property
    def start(self) -> date:
        return self.periods[0].start

    @property
    def end(self) -> date:
        return self.periods[-1].end

    def at(self, day: date, left: float, right: float) -> float:
        """Return where a day begins between two points."""
        return left + (day - self.start).days / (self.end - self.start).days * (right - left)


def time_axis(first: date, last: date, width: float, size: float, language: str) -> TimeAxis:
    """Return the finest axis from one day to another, both included, whose names fit a width."""
    after = last + timedelta(days=1) if last < date.max else last
    if (after - first).days <= WEEKS:
        periods = tuple(_weeks(first, after))
        if _fits(periods, width, size):
            return TimeAxis(periods, tuple(_years(first, after, periods, language)))
    for months, name in ((1, short_month), (3, _quarter)):
        periods = tuple(_periods(first, after, months, language, name))
        if _fits(periods, width, size):
            return TimeAxis(periods, tuple(_years(first, after, periods, language)))
    for count in (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 10000):
        periods = tuple(_spans_of_years(first, after, count))
        if _fits(periods, width, size):
            break
    return TimeAxis(periods, ())


def _fits(periods: tuple[Period, ...], width: float, size: float) -> bool:
    """Tell whether every whole period has room for its name; the shortest decides."""
    days = (periods[-1].end - periods[0].start).days
    return all(
        text_width(period.name) * size + MARGIN <= width * (period.end - period.start).days / days for period in periods
    )


def _weeks(first: date, after: date) -> Iterator[Period]:
    start = first - timedelta(days=first.weekday())
    while start < after:
        end = start + timedelta(days=7)
        yield Period(start, end, f"{start.month}/{start.day}")
        start = end


def _periods(first: date, after: date, months: int, language: str, name: Callable[[str, int], str]) -> Iterator[Period]:
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    while start < after:
        month = start.month + months
        if start.year == date.max.year and month > 12:
            end = date.max
        else:
            end = date(start.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        yield Period(start, end, name(language, start.month))
        if end == date.max:
            return
        start = end


def _quarter(language: str, month: int) -> str:
    return f"Q{(month - 1) // 3 + 1}"


def _spans_of_years(first: date, after: date, count: int) -> Iterator[Period]:
    year = max(first.year // count * count, 1)
    while year < after.year or (year == after.year and after > date(year, 1, 1)):
        last = min(year // count * count + count, date.max.year)
        end = date(last, 1, 1) if last < date.max.year else date.max
        yield Period(date(year, 1, 1), end, str(year))
        if end == date.max:
            return
        year = last


def _years(first: date, after: date, periods: tuple[Period, ...], language: str) -> Iterator[Period]:
    """Yield the years above some periods; a year begins with its first period."""
    starts = [period.start for period in periods]
    begun: list[date] = []
    for start in starts:
        if not begun or start.year != begun[-1].year:
            begun.append(start)
    for start, end in zip(begun, [*begun[1:], periods[-1].end], strict=True):
        yield Period(start, end, localised_date(language, str(start.year)))
