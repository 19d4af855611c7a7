"""PG3xx: does every figure say where it comes from?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from pydantic_core import PydanticCustomError

from plangen.diagnostics import Diagnostic, finding
from plangen.doctree import Table, plain_text
from plangen.languages.en import ENGLISH
from plangen.languages.zh import CHINESE
from plangen.quantities import CURRENCY_SIGNS, LARGE_WORDS, Quantity, parse_quantity
from plangen.rules.base import Examined
from plangen.yamltree import scalars

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_CURRENCIES = "|".join(CHINESE.currencies.values())
_UNITS = (
    f"(?:万亿|亿|千万|百万|万)?(?:{_CURRENCIES})|亿元|千万元|百万元|万元|元|个?百分点|%|％|‰|倍|万亿|亿|万人|万家|万"
)
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))
_LARGE = "|".join(sorted(filter(None, LARGE_WORDS), key=len, reverse=True))
_WORDS = "|".join(ENGLISH.scales)
_SENTENCE = re.compile(r"[^。！？；\n]+")
# a line of English prose may go on in the next one, and a stop inside 46.5 or behind e.g ends no sentence
_ENGLISH_SENTENCE = re.compile(
    r"(?:[^.!?\n]|[.!?](?!\s|$)|(?<=\be\.g)\.|(?<=\bi\.e)\.|(?<=\bvs)\.|(?<=\bNo)\.|\n(?![ \t]*(?:\n|[-*#|>]|\d+\.)))+"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_SOURCED = re.compile(r"\{\{|\[\^")


@cache
def _figures() -> re.Pattern[str]:
    """Make the pattern of a figure when the first plan is looked at: it takes a while to compile."""
    return re.compile(
        rf"(?<![\d.A-Za-z]){_DIGITS}\s*(?:{_UNITS})(?:(?<=元)[/每]\w)?"
        rf"|(?<![A-Za-z$])(?:{_SIGNS})\s?{_DIGITS}(?:\s?(?:{_LARGE})\b)?"
        rf"|(?<![\d.A-Za-z])(?:{_DIGITS}\s?(?:percentage points?|pp\b|per ?cent\b|(?:{_WORDS})\b)|{_DIGITS}x\b)",
        re.IGNORECASE,
    )


def figure_without_source(examined: Examined) -> Iterator[Diagnostic]:
    """PG301: running text states a figure that is no fact, stands in no block or table, and cites nothing.

    A sentence that holds a fact, a value, a reference or a footnote says where its figures come from.
    """
    known: set[tuple[object, str]] | None = None
    for slot in examined.plan.slots.values():
        if slot.node is None or slot.place.spec.type not in ("prose", "list") or slot.flag:
            continue
        for scalar in scalars(slot.node):
            sentences = _SENTENCE if _HAN.search(scalar.value) else _ENGLISH_SENTENCE
            for sentence in sentences.finditer(scalar.value):
                if _SOURCED.search(sentence.group()):
                    continue
                for match in _figures().finditer(sentence.group()):
                    known = _known_figures(examined) if known is None else known
                    if _normal(match) in known:
                        continue
                    at = scalar.locate(sentence.start() + match.start())
                    message = "the figure {figure} has no source"
                    hint = (
                        "cite a fact ({{{{ fact.id }}}}) or a value, refer to the table it stands in, or add a footnote"
                    )
                    yield finding("PG301", at, message, hint, figure=match.group())


def _normal(match: re.Match[str]) -> tuple[object, str]:
    """Return what a figure is, however it is written: 0.3亿元, 3,000万元 and CNY 30 million are one."""
    text = match.group()
    with suppress(PydanticCustomError):
        return _key(parse_quantity(text))
    return text, ""


def _key(figure: Quantity) -> tuple[object, str]:
    return figure.base, figure.in_language("zh").dimension.removeprefix("个")


def _known_figures(examined: Examined) -> set[tuple[object, str]]:
    """Return the figures that stand in facts, blocks and tables."""
    values = examined.plan.values.values()
    figures = [value for value in values if isinstance(value, Quantity)]
    figures += [fact.figure for fact in examined.plan.facts.values()]
    texts = [value for value in values if isinstance(value, str)]
    for table in examined.nodes(Table):
        texts.extend(plain_text(cell) for row in table.rows for cell in row.cells)
        texts.extend(plain_text(child) for child in table.note)
    found = {_normal(match) for text in texts for match in _figures().finditer(text)}
    return found | {_key(figure) for figure in figures}
