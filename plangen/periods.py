"""Days, months, quarters and years as sources and statistics state them, and how old a figure may grow."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plangen.messages import translate
from plangen.quantities import shown
from plangen.refusals import fault

_AGE = re.compile(r"(\d{1,5})\s*(days?|months?|years?|天|日|个月|年)", re.IGNORECASE)
AgeUnit = Literal["days", "months", "years"]
_AGE_UNITS: dict[str, AgeUnit] = {"d": "days", "天": "days", "日": "days", "m": "months", "个": "months"}
_AGE_UNITS |= {"y": "years", "年": "years"}
_DAYS_OF = {"days": 1.0, "months": 365.25 / 12, "years": 365.25}
_LONGEST_AGE = 36_525  # days; a century

_PARTIAL = re.compile(r"(\d{4})(?:-?Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")
_NEARLY = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})(?:\s*[月/.-]\s*(\d{1,2})?)?\s*[日号]?")
_NEARLY_YEAR = re.compile(r"(\d{4})\s*年(?:度|全年)?")
_QUARTERS = {name: number for number, names in enumerate(("1一", "2二", "3三", "4四"), start=1) for name in names}
_QUARTER = r"第?([1-4一二三四])季度?"
_NEARLY_QUARTER = re.compile(
    rf"(\d{{4}})\s*年\s*{_QUARTER}|Q([1-4])[ /]?(\d{{4}})|(\d{{4}})[ /]Q([1-4])", re.IGNORECASE
)
_YEARS = (1900, 2199)

_TO = r"\s*(?:[-–—~～]+|至|到|to)\s*"
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})年?(?P<end>末|底|末期|年末|年底)",
        r"(?:FY|CY)?\s?(?P<year>\d{4})(?:年度?|年全年|全年)?",
        rf"(?P<year>\d{{4}})年?{_QUARTER.replace('(', '(?P<quarter>', 1)}",
        r"(?P<year>\d{4})[- ]?Q(?P<quarter>[1-4])|Q(?P<quarter_2>[1-4])[ /]?(?P<year_2>\d{4})",
        r"(?P<year>\d{4})年?(?P<half>[上下])半年",
        r"(?P<year>\d{4})[- ]?H(?P<half>[12])|H(?P<half_2>[12])[ /]?(?P<year_2>\d{4})",
        r"(?P<year>\d{4})(?:年|-)(?P<month>\d{1,2})月?(?P<end>末|底)?",
        r"(?P<year>\d{4})(?:年|-)(?P<month>\d{1,2})(?:月|-)(?P<day>\d{1,2})日?",
        rf"(?P<year>\d{{4}})年?{_TO}(?P<last>\d{{4}})年?",
        rf"(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月?{_TO}(?P<last_month>\d{{1,2}})月",
    )
)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Age:
    """How old something may be: ``18 months``, ``540 days``."""

    count: int
    unit: AgeUnit

    @property
    def days(self) -> float:
        """Return the length in days, months and years at their mean length, to tell which of two ages is stricter."""
        return self.count * _DAYS_OF[self.unit]

    @property
    def text(self) -> str:
        """Return the age in words, in the language of messages."""
        match self.unit:
            case "days":
                words = translate("{count} days") if self.count > 1 else translate("one day")
            case "months":
                words = translate("{count} months") if self.count > 1 else translate("one month")
            case "years":
                words = translate("{count} years") if self.count > 1 else translate("one year")
        return words.format(count=self.count)

    def after(self, day: date) -> date:
        """Return the last day on which something of a day is not yet too old."""
        if self.unit == "days":
            return min(day, date.max - timedelta(self.count)) + timedelta(self.count)
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "years" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1])) if year <= date.max.year else date.max


def parse_age(value: object) -> Age:
    """Read ``18 months``, ``540 days``, ``2 years``, or the same in Chinese."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    match = _AGE.fullmatch(text)
    if match:
        age = Age(int(match[1]), _AGE_UNITS[match[2][0].lower()])
        if 0 < age.days <= _LONGEST_AGE:
            return age
    raise fault("{value} is not an age", "write it as 18 months, 540 days or 2 years", value=shown(value))


def parse_partial_date(value: object) -> str:
    """Read a day, a month, a quarter or a year: ``2025-06-30``, ``2025-06``, ``2025Q2``, ``2025``; return it so."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    written = _partial(text.upper())
    if written:
        return written
    near = _nearly(text)
    hint = "did you mean {near}?" if near else "write 2025-06-30, 2025-06, 2025Q2 or 2025"
    raise fault("{value} is not a date", hint, value=shown(value), near=near)


def _partial(text: str) -> str:
    match = _PARTIAL.fullmatch(text)
    if not match or not _YEARS[0] <= int(match[1]) <= _YEARS[1]:
        return ""
    year, quarter, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return f"{year}Q{quarter}" if quarter else text


def _nearly(text: str) -> str:
    """Return the date that a text in another form means, if it is a date at all."""
    if match := _NEARLY_QUARTER.fullmatch(text):
        year = match[1] or match[4] or match[5]
        return _partial(f"{year}Q{_QUARTERS[match[2] or match[3] or match[6]]}")
    if match := _NEARLY_YEAR.fullmatch(text):
        return _partial(match[1])
    if match := _NEARLY.fullmatch(text):
        return _partial("-".join((match[1], *(part.zfill(2) for part in match.groups()[1:] if part))))
    return ""


def span_of(partial: str) -> Span:
    """Return the first and the last day of a date as ``parse_partial_date`` returns it."""
    match = _PARTIAL.fullmatch(partial)
    if not match:
        raise ValueError(f"{partial!r} is no date")
    year, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    if quarter:
        return _months(year, quarter * 3 - 2, quarter * 3)
    if day:
        return date(year, month, day), date(year, month, day)
    return _months(year, month or 1, month or 12)


def period_span(text: str) -> Span | None:
    """Return the first and the last day of a period, where its words are known: ``2022年``, ``2025Q2``, ``2025年末``.

    The end of a period is one day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in _SPANS:
        if match := pattern.fullmatch(plain):
            try:
                return _span({name: value for name, value in match.groupdict().items() if value})
            except ValueError:  # the 13th month
                return None
    return None


def _span(parts: dict[str, str]) -> Span:
    parts = {name.removesuffix("_2"): value for name, value in parts.items()}
    year = int(parts["year"])
    if "quarter" in parts:
        quarter = _QUARTERS[parts["quarter"]]
        return _months(year, quarter * 3 - 2, quarter * 3)
    if "half" in parts:
        return _months(year, 1, 6) if parts["half"] in "上1" else _months(year, 7, 12)
    if "last" in parts:
        return date(year, 1, 1), date(int(parts["last"]), 12, 31)
    month = int(parts.get("month", 0))
    if "day" in parts:
        day = date(year, month, int(parts["day"]))
        return day, day
    first, last = _months(year, month or 1, int(parts.get("last_month", month)) or 12)
    return (last, last) if "end" in parts else (first, last)


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def period_end(text: str) -> date | None:
    """Return the last day of a period; of words that are not known, the end of the last year they name."""
    if span := period_span(text):
        return span[1]
    years = list(years_in(text))
    return date(max(years), 12, 31) if years else None


def years_in(text: str) -> Iterator[int]:
    """Yield the years that a text names."""
    for match in _A_YEAR.finditer(unicodedata.normalize("NFKC", text)):
        yield int(match.group())
