"""What a number format of a spreadsheet says of a number: a percentage, a date, an amount of money, a unit.

Source: ECMA-376-1:2016, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal

# Formats that a file names by number alone. Those with a currency show the reader's own and so say none.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 55, 56), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "##0.0E+0",
    49: "@",
}
_CURRENCIES = {"¥": "元", "￥": "元", "元": "元", "CNY": "CNY", "RMB": "元", "$": "USD", "US$": "USD", "USD": "USD"}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<pad>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<exponent>E[+-])|(?P<date>(?:yy|mm|dd|[ymdhse]|aaa|a/p|am/pm)+)|(?P<digits>[0#?]+)|(?P<sign>[.,%@/])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_EXACT = Context(prec=80)
MOST_DECIMALS = 9  # that a figure of a plan may have
_DIGITS = 15  # that a spreadsheet keeps of a number; what follows is noise of binary fractions

FormatKind = Literal["general", "number", "percent", "date", "time", "text", "unclear"]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is to be read: its kind, the decimals it is shown with, thousands separators, its unit.

    A number is divided by ``scale`` before it is shown; ``suffix`` is the unit with the space before it, if any.
    """

    kind: FormatKind
    decimals: int | None = None
    thousands: bool = False
    scale: int = 1
    suffix: str = ""


@lru_cache(maxsize=512)
def read_format(code: str, negative: bool = False) -> NumberFormat:
    """Read a format code. ``unclear`` is one that shows something else than the number by rules of its own."""
    if re.search(r"\[\s*[<>=]", code):
        return NumberFormat("unclear")
    sections = _sections(code)
    return _read_section(sections[1] if negative and len(sections) > 1 and sections[1].strip() else sections[0])


def _sections(code: str) -> list[str]:
    parts, start = [], 0
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    return [*parts, code[start:]]


@dataclass(slots=True)
class _Section:
    """What has been read of one section of a format code."""

    before: str = ""
    after: str = ""
    letters: str = ""
    decimals: int = -1
    digits: bool = False
    general: bool = False
    percent: bool = False
    comma: bool = False
    thousands: bool = False
    scale: int = 1
    exponent: bool = False
    fraction: bool = False
    text: bool = False

    def literal(self, text: str) -> None:
        if self.digits:
            self.after += text
        else:
            self.before += text

    def places(self, count: int) -> None:
        self.thousands = self.thousands or (self.comma and self.decimals < 0)
        self.digits, self.comma, self.scale = True, False, 1
        if self.decimals >= 0 and not self.exponent and not self.fraction:
            self.decimals += count


def _read_section(code: str) -> NumberFormat:
    section = _Section()
    for match in _TOKEN.finditer(code):
        match match.lastgroup:
            case "quoted" | "escaped":
                section.literal(match[match.lastgroup])
            case "bracket":
                if match["bracket"].startswith("$"):
                    section.literal(match["bracket"][1:].split("-")[0])
                elif _ELAPSED.fullmatch(match["bracket"]):
                    section.letters += match["bracket"].lower()
            case "general":
                section.digits = section.general = True
            case "date":
                section.letters += match["date"].lower()
            case "digits":
                if section.after.strip():  # a text between digits shows another number than the cell holds
                    return NumberFormat("unclear")
                section.places(len(match["digits"]))
            case "exponent":
                section.exponent = True
            case "sign":
                _read_sign(section, match["sign"])
            case "other" if match["other"] not in "+-():：":
                section.literal(match["other"])
            case _:
                pass
    return _summed(section)


def _read_sign(section: _Section, sign: str) -> None:
    match sign:
        case ".":
            section.decimals = max(section.decimals, 0)
        case "," if section.digits:
            section.comma, section.scale = True, section.scale * 1000
        case "%":
            section.percent = True
        case "/":
            section.fraction = section.digits
        case "@":
            section.text = True
        case _:
            pass


def _summed(section: _Section) -> NumberFormat:
    if any(letter in section.letters for letter in "yde") or "aaa" in section.letters:
        return NumberFormat("date")
    if section.letters:
        return NumberFormat("time" if any(letter in section.letters for letter in "hs") else "date")
    if section.text:
        return NumberFormat("text")
    before, suffix = section.before.strip(), section.after.rstrip()
    if not section.digits or (before and before not in _CURRENCIES):
        return NumberFormat("unclear")
    if not suffix.strip() and before:
        suffix = _CURRENCIES[before]
        suffix = f" {suffix}" if suffix.isascii() else suffix
    elif suffix.strip() in _CURRENCIES:
        suffix = suffix.replace(suffix.strip(), _CURRENCIES[suffix.strip()])
    if section.percent:
        return NumberFormat("percent", max(section.decimals, 0), section.thousands, 1, "%")
    free = section.general or section.exponent or section.fraction
    return NumberFormat("number", None if free else max(section.decimals, 0), section.thousands, section.scale, suffix)


def number_text(stored: Decimal, form: NumberFormat, *, computed: bool) -> tuple[Decimal, str]:
    """Return a number as it is meant, and as its digits are written, without its unit.

    What somebody typed is taken whole, with at least the decimals the cell shows; what a formula computed, or has more
    decimals than a figure of a plan may have, is taken as shown.
    """
    meant = stored * 100 if form.kind == "percent" else stored / form.scale
    exact = Decimal(f"{meant:.{_DIGITS - 1}e}").normalize() if meant else Decimal(0)
    exponent = exact.as_tuple().exponent
    digits = max(-exponent, 0) if isinstance(exponent, int) else 0
    if form.decimals is None:
        places = min(digits, MOST_DECIMALS)
    elif computed or digits > MOST_DECIMALS:
        places = min(form.decimals, MOST_DECIMALS)
    else:
        places = min(max(form.decimals, digits), MOST_DECIMALS)
    number = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
    return number, f"{number:,f}" if form.thousands else f"{number:f}"


class NoSuchDayError(ValueError):
    """The number stands for no day: it lies before the first or after the last, or is 29 February 1900."""


def day_text(serial: Decimal, kind: FormatKind, *, from_1904: bool) -> str:
    """Write the day, with its time where there is one, or the time that a serial number of a spreadsheet stands for.

    Raises ``NoSuchDayError``. Lotus 1-2-3 took 1900 for a leap year, and spreadsheets kept its 29 February as day 60.
    """
    if kind == "time":
        seconds = int((serial * 86_400).to_integral_value(ROUND_HALF_UP))
        hours, rest = divmod(seconds, 3600)
        if not 0 <= seconds < 3600 * 10_000:
            raise NoSuchDayError
        return f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    if not 0 <= serial < 2_958_466 or (not from_1904 and (serial < 1 or 60 <= serial < 61)):
        raise NoSuchDayError
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001
    days = int(serial)
    seconds = int(((serial - days) * 86_400).to_integral_value(ROUND_HALF_UP))
    try:
        moment = start + timedelta(days=days, seconds=seconds)
    except OverflowError as error:
        raise NoSuchDayError from error
    return moment_text(moment)


def moment_text(moment: datetime | date) -> str:
    """Write a day, with its time where it is not midnight."""
    if isinstance(moment, datetime) and moment.time() != time(0):
        return f"{moment:%Y-%m-%d %H:%M}" if moment.second == 0 else f"{moment:%Y-%m-%d %H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if moment.year >= 1000 else moment.isoformat()[:10]
