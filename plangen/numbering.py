"""Numbers of headings: one description that resolve computes from and Word's list definition is written from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast, get_args

from plangen.languages import LANGUAGES

NumberStyle = Literal["chinese", "decimal", "letter", "small-letter", "roman", "small-roman"]
Suffix = Literal["", " "]

DIGITS = "零一二三四五六七八九"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scheme. In ``pattern``, ``{1}`` is the counter of level 1, ``{2}`` of level 2, and so on.

    A level without a pattern writes no number. ``style`` is how this level's own counter is written; counters of
    higher levels are written as decimals when ``legal`` is set (Word's ``w:isLgl``: 1.1 under 一、). ``suffix`` stands
    between number and title.
    """

    pattern: str
    style: NumberStyle = "decimal"
    legal: bool = False
    suffix: Suffix = " "


@dataclass(frozen=True, slots=True)
class Scheme:
    """Four heading levels and the level that appendices use instead of the first."""

    levels: tuple[Level, Level, Level, Level]
    appendix: Level


_LEGAL = (Level("{1}.{2}", legal=True), Level("{1}.{2}.{3}", legal=True), Level("（{4}）", suffix=""))

SCHEMES: dict[str, Scheme] = {
    "chinese": Scheme(
        (Level("{1}、", "chinese", suffix=""), *_LEGAL),
        Level("附录{1}", "chinese"),
    ),
    "chapter": Scheme(
        (Level("第{1}章", "chinese"), *_LEGAL),
        Level("附录{1}", "chinese"),
    ),
    "official": Scheme(
        (
            Level("{1}、", "chinese", suffix=""),
            Level("（{2}）", "chinese", suffix=""),
            Level("{3}."),
            Level("（{4}）", suffix=""),
        ),
        Level("附件{1}", "decimal"),
    ),
    "decimal": Scheme(
        (Level("{1}"), Level("{1}.{2}"), Level("{1}.{2}.{3}"), Level("{1}.{2}.{3}.{4}")),
        Level("Appendix {1}", "letter"),
    ),
}

CHINESE_SCHEMES = frozenset(
    name for name, scheme in SCHEMES.items() if any(level.style == "chinese" for level in scheme.levels)
)


def scheme_of(written: str) -> Scheme:
    """Return a scheme by its name in ``SCHEMES``, or the one that ``written_scheme`` wrote down.

    Raises ``ValueError`` where it is neither.
    """
    return SCHEMES[written] if written in SCHEMES else _read_scheme(written)


def scheme_for(name: str, language: str) -> Scheme:
    """Return a scheme as a language writes it: an appendix without a Chinese numeral is called by its own word."""
    scheme = scheme_of(name)
    if name != "decimal":
        return scheme
    return replace(scheme, appendix=replace(scheme.appendix, pattern=LANGUAGES[language].appendix))


def written_scheme(scheme: Scheme) -> str:
    """Write a scheme as text, such as a document can say which it follows: a line for each level, then the appendix."""
    return "\n".join(
        "\t".join((level.style, "legal" if level.legal else "", "space" if level.suffix else "", level.pattern))
        for level in (*scheme.levels, scheme.appendix)
    )


@cache
def _read_scheme(written: str) -> Scheme:
    levels: list[Level] = []
    for line in written.split("\n"):
        style, legal, space, pattern = line.split("\t", 3)
        if style not in get_args(NumberStyle):
            raise ValueError(f"no number style {style}")
        levels.append(Level(pattern, cast("NumberStyle", style), bool(legal), " " if space else ""))
    first, second, third, fourth, appendix = levels
    return Scheme((first, second, third, fourth), appendix)


def chinese_number(n: int) -> str:
    """Write 1–9999 as Word's ``chineseCountingThousand`` does: 一, 十, 十一, 二十一, 一百零一, 一百一十.

    Raises ``ValueError`` outside that range.
    """
    if not 1 <= n <= 9999:
        raise ValueError(f"no Chinese numeral for {n} here")
    text = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // power % 10
        if digit:
            text += DIGITS[digit] + unit
        elif text and n % power:
            text += "" if text.endswith("零") else "零"
    return text.removeprefix("一") if 10 <= n <= 19 else text


def letter(n: int) -> str:
    """Write 1 as A, 26 as Z, 27 as AA, as Word's ``upperLetter`` does."""
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def roman(n: int) -> str:
    """Write 1–3999 as Word's ``upperRoman`` does. Raises ``ValueError`` outside that range."""
    if not 1 <= n <= 3999:
        raise ValueError(f"no Roman numeral for {n}")
    text = ""
    for size, sign in ROMAN:
        text += sign * (n // size)
        n %= size
    return text


def counter(n: int, style: NumberStyle) -> str:
    """Write one counter in one style."""
    match style:
        case "chinese":
            return chinese_number(n)
        case "letter":
            return letter(n)
        case "small-letter":
            return letter(n).lower()
        case "roman":
            return roman(n)
        case "small-roman":
            return roman(n).lower()
        case "decimal":
            return str(n)


def heading_number(scheme: Scheme, counters: tuple[int, ...], appendix: bool = False) -> str:
    """Write the number of a heading whose counters, from level 1 to its own, are given.

    Headings below an appendix keep the scheme of their level.
    """
    depth = len(counters)
    own = scheme.appendix if appendix and depth == 1 else scheme.levels[depth - 1]
    text = own.pattern
    for index, n in enumerate(counters, start=1):
        first = scheme.appendix if appendix and index == 1 else scheme.levels[index - 1]
        style = "decimal" if own.legal and index < depth else first.style if index < depth else own.style
        text = text.replace(f"{{{index}}}", counter(n, style))
    return text


def suffix(scheme: Scheme, level: int, appendix: bool = False) -> Suffix:
    """Return what stands between a heading's number and its title."""
    return (scheme.appendix if appendix and level == 1 else scheme.levels[level - 1]).suffix
