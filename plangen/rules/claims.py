"""Figures in running text that a reader would ask the source of.

Money, shares, multiples and scaled numbers always are. Counts are from 100 on, or with decimals, and counts and times
where the sentence says that they changed: what a plan arranges for itself (three groups, 90 days) is no claim about
the world. Years, list numbers, ratios, names of laws and of products are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from pydantic_core import PydanticCustomError

from plangen.languages.en import ENGLISH
from plangen.languages.zh import CHINESE
from plangen.quantities import CURRENCY_SIGNS, LARGE_WORDS, Quantity, parse_quantity

_COUNTED = "家|人次|人|个|次|名|件|单|台|户|辆|款|座|条|份|位|场|套|间|吨|平方米|公里"
_TIMES = "个月|个工作日|工作日|小时|分钟|秒|天|周|日"
_MONEY = f"(?:万亿|亿|千万|百万|万|千)?(?:{'|'.join(sorted(CHINESE.currencies.values(), key=len, reverse=True))})"
_ALWAYS = rf"{_MONEY}|个?百分点|%|％|‰|倍|万亿|百万|千万|亿|万(?:{_COUNTED})?"
_NO_UNIT = (
    r"(?<=元)(?=购|包邮|秒杀|专区|店|宇宙|素|旦|宵|器件)"
    r"|(?<=倍)(?=速|镜|率|数)|(?<=[万亿])(?=科|达|象|能|物|向|一|里)"
)
_NUMBER = r"(?<![\d.A-Za-z第])(?<!\d,)(?P<number>\d[\d,]*(?:\.\d+)?)"

_FIGURE = re.compile(rf"{_NUMBER}\s*(?P<unit>{_ALWAYS})(?!{_NO_UNIT})(?:(?<=元)[/每]\w)?")
_IN_WORDS = re.compile("百分之(?P<number>[零一二三四五六七八九十点]+)(?P<unit>)")
_COUNT = re.compile(rf"{_NUMBER}\s*(?P<unit>{_COUNTED})(?![字号装均气类工])")
_CHANGED = re.compile(
    r"(?:缩短|压缩|延长|降低|下降|减少|提高|提升|增加|增长|上升|缩减|降|升|增|减|缩)(?:至|到|为|了|近|约|逾|超过?|不到)*\s*"
    rf"{_NUMBER}\s*(?P<unit>{_TIMES}|{_COUNTED})"
)
_BEFORE = re.compile(
    rf"(?:由|从|将)[^，,；。]{{0,12}}?{_NUMBER}\s*(?P<unit>{_TIMES}|{_COUNTED})"
    r"(?=[^，,；。]{0,8}(?:缩短|压缩|延长|降|升|提高|提升|增|减|缩|变为))"
)
_SCORE = re.compile(rf"(?:由|从){_NUMBER}(?P<unit>)(?=(?:缩短|压缩|降|升|提高|提升|增|减)[^，,；。]{{0,3}}[至到])")
_INCIDENTS = re.compile(rf"{_NUMBER}\s*(?P<unit>起)(?=[^，,；。]{{0,10}}(?:事件|事故|案|战|诉讼|投诉|检查|处罚|纠纷))")
_NAMES = re.compile("《[^》]*》|〔[^〕]*〕|「[^」]*」|“[^”]{1,12}”")
_SAYS = re.compile("增|降|升|占|达|超|逾|约|减|跌|涨")
_LEAST = 100  # from which on a count is a claim


Key = tuple[object, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as it stands in a text: where it begins, its words, and number and unit as a quantity is written."""

    start: int
    text: str
    stated: str

    @property
    def key(self) -> Key:
        """Return what a figure is, however it is written: 0.3亿元, 3,000万元 and CNY 30 million are one."""
        with suppress(PydanticCustomError):
            return key_of(parse_quantity(self.stated))
        return self.stated, ""


def key_of(figure: Quantity) -> Key:
    """Return what tells whether two figures are the same."""
    return figure.base, figure.in_language("zh").dimension.removeprefix("个")


def claims(sentence: str) -> Iterator[Claim]:
    """Yield the figures of a sentence that need a source, in order."""
    plain = _NAMES.sub(_blank, sentence)
    found: dict[int, Claim] = {}
    for claim in (*figures(plain), *_counts(plain), *_changes(plain)):
        found.setdefault(claim.start, claim)
    yield from (found[start] for start in sorted(found))


def figures(text: str) -> Iterator[Claim]:
    """Yield money, shares, multiples and scaled numbers of a text."""
    for pattern in (_FIGURE, _IN_WORDS):
        for match in pattern.finditer(text):
            yield _claim(match, match.start())
    for match in _english().finditer(text):
        yield Claim(match.start(), match.group(), match.group())


@cache
def _english() -> re.Pattern[str]:
    """Make the pattern of an English figure when the first text is looked at: it takes a while to compile."""
    digits = r"\d[\d,]*(?:\.\d+)?"
    signs = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))
    large = "|".join(sorted(filter(None, LARGE_WORDS), key=len, reverse=True))
    words = "|".join(ENGLISH.scales)
    return re.compile(
        rf"(?<![A-Za-z$])(?:{signs})\s?{digits}(?:\s?(?:{large})\b)?"
        rf"|(?<![\d.A-Za-z])(?:{digits}\s?(?:percentage points?|pp\b|per ?cent\b|(?:{words})\b)|{digits}x\b)",
        re.IGNORECASE,
    )


def counts(text: str) -> Iterator[Claim]:
    """Yield every count and time of a text, however small: what a table or a block may have stated."""
    for match in _ANY.finditer(text):
        yield _claim(match, match.start())


_ANY = re.compile(rf"{_NUMBER}\s*(?P<unit>{_TIMES}|{_COUNTED})")


def _counts(text: str) -> Iterator[Claim]:
    for match in _COUNT.finditer(text):
        claim = _claim(match, match.start())
        number = _digits(match["number"])
        arranged = "." not in number and int(number) < _LEAST
        if not arranged and not _like_a_year(match["number"]):
            yield claim


def _changes(text: str) -> Iterator[Claim]:
    for pattern in (_CHANGED, _BEFORE, _SCORE, _INCIDENTS):
        for match in pattern.finditer(text):
            if not _like_a_year(match["number"]):
                yield _claim(match, match.start("number"))


def _claim(match: re.Match[str], start: int) -> Claim:
    unit = unicodedata.normalize("NFKC", match["unit"]).removeprefix("个")
    return Claim(start, match.string[start : match.end()], _digits(match["number"]) + (unit or match["unit"]))


def _digits(number: str) -> str:
    return unicodedata.normalize("NFKC", number).replace(",", "").rstrip(".")


def _like_a_year(number: str) -> bool:
    digits = unicodedata.normalize("NFKC", number)
    return bool(re.fullmatch(r"19[5-9]\d|20[0-4]\d", digits)) and not digits.endswith("00")


def _blank(match: re.Match[str]) -> str:
    """Take a name out of a text and leave its length; a quotation that states something is none."""
    text = match.group()
    return text if text[0] == "“" and _SAYS.search(text) else " " * len(text)
