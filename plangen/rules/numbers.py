"""Numbers with their unit in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plangen.quantities import MONEY_UNITS, POINTS, Quantity

PRINTED = "\0"  # stands in a text for what an expression prints

_PRINTED = re.compile(f"{PRINTED}+")
_BEFORE = re.compile(r"(?:\b(?:CNY|USD) ?|(?<!\d)[-−+])$", re.IGNORECASE)
_POINTS = "个百分点|百分点|percentage points?|pct|pp"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. What an expression prints has no ``figure``: it is right by itself."""

    start: int
    end: int
    text: str = ""
    figure: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Finds the numbers in a text that have a unit, or end a clause."""

    pattern: re.Pattern[str]

    def any(self, text: str) -> bool:
        """Tell whether there is a number at all."""
        return self.pattern.search(text) is not None

    def within(self, text: str, start: int, end: int) -> Iterator[Number]:
        """Yield the numbers of a part of a text, among them those that expressions print."""
        at = start
        while True:
            written, printed = self.pattern.search(text, at, end), _PRINTED.search(text, at, end)
            if printed and (written is None or printed.start() < written.start()):
                yield Number(*printed.span())
                at = printed.end()
            elif written:
                yield _read(text, written, at)
                at = written.end()
            else:
                return


def numbers(dimensions: set[str]) -> Numbers:
    """Make the finder for a plan whose blocks use some units, given by their smallest form: 人 for 万人, 元 for 亿元.

    A unit is none where a longer word begins with it (分 of 分钟, 人 of 人次, 元 of 元/件); a year is no bare number.
    The pattern begins with the digit itself, so that text is skipped fast.
    """
    plain = sorted(dimensions - {"", "%", "元", "CNY", "USD", *POINTS.values()}, key=len, reverse=True)
    own = "|".join(rf"(?:[百千]?[万亿])?{re.escape(unit)}" for unit in plain)
    money = "|".join(sorted((*MONEY_UNITS, "千万元"), key=len, reverse=True))
    units = "|".join(filter(None, (_POINTS, "%|％", money, own, "(?:thousand|million|billion)")))
    return Numbers(
        re.compile(
            r"(?P<digits>\d(?<![\d.,A-Za-z]\d)(?:\d{0,2}(?:,\d{3})+|\d*)(?:\.\d+)?)(?<!\D(?:19|20)\d\d)(?<!^(?:19|20)\d\d)"
            rf"(?:\s?(?P<unit>{units})(?![A-Za-z钟次均天庭猫/／每])|(?=[，。；、）),;\s升降提增减]|\.?$))"
            r"|(?P<like_a_year>(?:19|20)\d\d(?<![\d.,A-Za-z]\d{4}))(?!\s?年)"
            rf"\s?(?P<unit_of_it>{units})(?![A-Za-z钟次均天庭猫/／每])",
            re.IGNORECASE,
        )
    )


def _read(text: str, match: re.Match[str], since: int) -> Number:
    """Read a number with the sign or currency before it."""
    before = _BEFORE.search(text, since, match.start())
    mark = before.group().strip().upper() if before else ""
    unit = (match["unit"] or match["unit_of_it"] or "").replace("％", "%")
    if re.fullmatch(_POINTS, unit, re.IGNORECASE):
        unit = POINTS["zh"] if "百" in unit else POINTS["en"]
    number = Decimal((match["digits"] or match["like_a_year"]).replace(",", ""))
    if unit == "千万元":
        number, unit = number * 10, "百万元"
    if mark in ("-", "−"):
        number = -number
    elif mark in ("CNY", "USD"):
        unit = f"{mark} {unit.lower()}".strip()
    elif unit.lower() in ("thousand", "million", "billion"):
        unit = ""
    start = before.start() if before else match.start()
    return Number(start, match.end(), text[start : match.end()].strip(), Quantity(number, unit))
