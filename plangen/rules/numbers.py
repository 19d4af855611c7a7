"""Numbers with their unit in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plangen.languages.en import ENGLISH
from plangen.languages.zh import CHINESE
from plangen.quantities import CURRENCY_SIGNS, LARGE_WORDS, POINTS, Quantity, parse_quantity, usual_unit

PRINTED = "\0"  # stands in a text for what an expression prints

_PRINTED = re.compile(f"{PRINTED}+")
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?:(?P<sign>(?<!\d)[-−+])?(?<![A-Za-z$])(?P<currency>{_SIGNS}) ?|(?<!\d)[-−+])$", re.IGNORECASE)
_GLUED = "|".join(sorted(ENGLISH.currencies))  # USD12.5m
_LARGE = "|".join(sorted(filter(None, LARGE_WORDS), key=len, reverse=True))
_PERCENT = "%|％|per ?cent"
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
    plain = sorted(dimensions - {"", "%", *ENGLISH.currencies, *POINTS.values()}, key=len, reverse=True)
    own = "|".join(rf"(?:[百千]?[万亿]|(?:{_LARGE}) )?{re.escape(unit)}" for unit in plain)
    names = [CHINESE.currencies[code] for code in ENGLISH.currencies if code in dimensions | {"CNY"}]
    money = "|".join(rf"(?:{'|'.join(sorted(CHINESE.scales, key=len, reverse=True))})?{name}" for name in names)
    behind = rf"(?:(?:{_LARGE}) ?)?(?:{_GLUED})\b"
    units = "|".join(filter(None, (_POINTS, _PERCENT, money, behind, own, f"(?:{_LARGE})")))
    return Numbers(
        re.compile(
            rf"(?P<digits>\d(?:(?<![\d.,A-Za-z]\d)|(?<=\b(?:{_GLUED})\d))"
            r"(?:\d{0,2}(?:,\d{3})+|\d*)(?:\.\d+)?)(?<!\D(?:19|20)\d\d)(?<!^(?:19|20)\d\d)"
            rf"(?:\s?(?P<unit>{units})(?![A-Za-z钟次均天庭猫/／每])|(?=[，。；、）),;\s升降提增减]|\.?$))"
            r"|(?P<like_a_year>(?:19|20)\d\d(?<![\d.,A-Za-z]\d{4}))(?!\s?年)"
            rf"\s?(?P<unit_of_it>{units})(?![A-Za-z钟次均天庭猫/／每])",
            re.IGNORECASE,
        )
    )


def _read(text: str, match: re.Match[str], since: int) -> Number:
    """Read a number with the sign or currency before it."""
    before = _BEFORE.search(text, since, match.start())
    currency = before["currency"] if before else ""
    sign = (before["sign"] or "") if before and currency else before.group().strip() if before else ""
    unit = (match["unit"] or match["unit_of_it"] or "").replace("％", "%")
    digits = match["digits"] or match["like_a_year"]
    if re.fullmatch(_POINTS, unit, re.IGNORECASE):
        unit = POINTS["zh"] if "百" in unit else POINTS["en"]
    if currency and (not unit or unit.lower() in LARGE_WORDS):
        figure = parse_quantity(f"{currency}{digits} {unit}")
    else:
        figure = Quantity(Decimal(digits.replace(",", "")), usual_unit(unit))
    if sign in ("-", "−"):
        figure = Quantity(-figure.number, figure.unit)
    start = before.start() if before else match.start()
    return Number(start, match.end(), text[start : match.end()].strip(), figure)
