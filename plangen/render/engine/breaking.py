"""Where lines are broken, beyond what Unicode says: figures stay whole, and no character is left alone on a line.

Pango would break between a figure and its unit, before a source mark and before the last character of a paragraph. A
line that ends so is broken again, a little shorter, until it ends well or too early.
"""

from __future__ import annotations

import re
from math import inf
from typing import Any

from plangen.spacedglyphs import CLOSING

LEAST = 0.4  # of its room: no line is made shorter than that for a better end
TRIES = 8
SHORTER = 1  # pixel, at least
STOPS = f"{CLOSING}…—,.;:!?)]}}% "

# What binds the end of a line to what follows: a figure and its unit, a sign or a range in which it would fall apart.
_BOUND = re.compile(
    r"(?:\d|\d[十百千万亿])\0[\u4e00-\u9fff]"
    r"|\d个\0[月百小工季]"
    r"|[第￥¥$±≥≤<>＜＞≈]\0\d"
    r"|[～~–\-−+/×]\0[\d+\-−]"
    r"|.\0[·～~–/×‰℃]"
)
_TORN = re.compile(r"[\w.,\-]{2}", re.ASCII)


def is_bound(before: str, after: str) -> bool:
    """Tell whether a line should not end between two pieces of text."""
    return _BOUND.search(f"{before[-2:]}\0{after[:1]}") is not None


def is_alone(rest: str) -> bool:
    """Tell whether what is left of a text is a single character, not counting the punctuation after it."""
    return len(rest) < len(STOPS) and len(rest.strip().rstrip(STOPS)) <= 1


def _is_torn(line: str, text: str) -> bool:
    """Tell whether the first line of a text ends within a word, for want of any other place."""
    return _TORN.match(text, len(line) - 1) is not None


def breaking(original: Any) -> Any:
    def split_first_line(
        text: str, style: Any, context: Any, width: float | None, spacing: float, *more: Any, **named: Any
    ) -> Any:
        """Break the first line off a text, a little earlier where its end is a bad one."""
        first = found = original(text, style, context, width, spacing, *more, **named)
        if found[2] is None or width is None or width == inf:
            return found
        for _ in range(TRIES):
            line = found[0].text
            rest = text[len(line) :].lstrip(" ")
            if rest.startswith("\n") or not (is_bound(line, rest) or is_alone(rest)):
                return found
            before = found
            # Little text is needed to find an earlier end of a line, and little is soon set.
            found = original(text[: len(line) + 1], style, context, before[3] - SHORTER, spacing, *more, **named)
            if found[2] is None or found[3] >= before[3] or found[3] < LEAST * width or _is_torn(found[0].text, text):
                break
        return first

    return split_first_line


def binding(original: Any) -> Any:
    def can_break_text(text: str, language: str | None) -> Any:
        """Keep a source mark, and what else is bound, beside the box of text before it."""
        if len(text) == 2 and (text[1] == "[" or is_bound(*text)):
            return False
        return original(text, language)

    return can_break_text
