"""Justified Chinese lines: what is missing is spread over all characters, as a typesetter does.

WeasyPrint widens nothing but spaces, and a Chinese line has few or none, so it would end ragged, or its one space gape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plangen.render.engine.library import load

WORD = 9  # a line with a space to every so many characters is not Chinese: its spaces are widened
MOST = 0.12  # more than this part of an em between two characters looks spaced out: the line is left as it is


def justification(original: Any) -> Any:
    boxes: Any = load("weasyprint.formatting_structure.boxes")

    def texts(box: Any) -> Iterator[Any]:
        if isinstance(box, boxes.TextBox):
            yield box
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            for child in box.children:
                yield from texts(child)

    def spread(box: Any, each: float, shift: float) -> float:
        """Widen the texts of a box by ``each`` a character; return how far what follows moves to the right."""
        if isinstance(box, boxes.TextBox):
            box.position_x += shift
            if box.text:
                box.style = box.style.copy()
                box.style["letter_spacing"] = each
                box.width += each * len(box.text)
                shift += each * len(box.text)
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            before = shift
            box.position_x += shift
            for child in box.children:
                if child.is_in_normal_flow():
                    shift = spread(child, each, shift)
            box.width += shift - before
        else:
            box.translate(shift, 0)
        return shift

    def justify_line(context: Any, line: Any, extra: float) -> Any:
        found = [box for box in texts(line) if box.text]
        count = sum(len(box.text) for box in found) - 1
        if sum(box.text.count(" ") for box in found) * WORD > count:
            return original(context, line, extra)
        plain = all(box.style["letter_spacing"] in ("normal", 0) for box in found)
        if count < 1 or extra <= 0 or not plain or extra / count > MOST * line.style["font_size"]:
            return None
        spread(line, extra / count, 0)
        return None

    return justify_line
