"""PG3xx: does every figure say where it comes from?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, finding
from plangen.doctree import Table, plain_text
from plangen.quantities import stated_text
from plangen.rules.base import Examined
from plangen.yamltree import scalars

_UNITS = "万亿元|亿元|千万元|百万元|万元|元|个?百分点|%|％|‰|倍|万亿|亿|万人|万家|万"
_FIGURE = re.compile(rf"(?<![\d.A-Za-z])(\d[\d,]*(?:\.\d+)?)\s*({_UNITS})(?:(?<=元)[/每]\w)?")
_SENTENCE = re.compile(r"[^。！？；\n]+")
_SOURCED = re.compile(r"\{\{|\[\^")


def figure_without_source(examined: Examined) -> Iterator[Diagnostic]:
    """PG301: running text states a figure that is no fact, stands in no block or table, and cites nothing.

    A sentence that holds a fact, a value, a reference or a footnote says where its figures come from.
    """
    known: set[tuple[str, str]] | None = None
    for slot in examined.plan.slots.values():
        if slot.node is None or slot.place.spec.type not in ("prose", "list") or slot.flag:
            continue
        for scalar in scalars(slot.node):
            for sentence in _SENTENCE.finditer(scalar.value):
                if _SOURCED.search(sentence.group()):
                    continue
                for match in _FIGURE.finditer(sentence.group()):
                    known = _known_figures(examined) if known is None else known
                    if _normal(match) in known:
                        continue
                    at = scalar.locate(sentence.start() + match.start())
                    message = "the figure {figure} has no source"
                    hint = (
                        "cite a fact ({{{{ fact.id }}}}) or a value, refer to the table it stands in, or add a footnote"
                    )
                    yield finding("PG301", at, message, hint, figure=match.group())


def _normal(match: re.Match[str]) -> tuple[str, str]:
    unit = match[2].replace("％", "%").removeprefix("个")
    return match[1].replace(",", ""), unit


def _known_figures(examined: Examined) -> set[tuple[str, str]]:
    """Return the figures that stand in facts, blocks and tables, as number and unit."""
    stated = (stated_text(value, examined.plan.language) for value in examined.plan.values.values())
    texts = [*stated, *(fact.text(examined.plan.language) for fact in examined.plan.facts.values())]
    for table in examined.nodes(Table):
        texts.extend(plain_text(cell) for row in table.rows for cell in row.cells)
        texts.extend(plain_text(child) for child in table.note)
    return {_normal(match) for text in texts for match in _FIGURE.finditer(text)}
