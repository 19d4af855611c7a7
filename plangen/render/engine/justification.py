"""Justified Chinese lines: what is missing is spread over the gaps between characters, as a typesetter does.

WeasyPrint widens nothing but spaces, and a Chinese line has few or none, so it would end ragged, or its one space gape.
Latin words, numbers and source marks stay as they are. The glyphs of a line are widened when it is drawn, all of them
having been measured by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from plangen.render.engine.glyphs import FIELDS
from plangen.render.engine.library import load
from plangen.render.engine.spacing import has_trailing_gap
from plangen.spacedglyphs import GAP

WORD = 9  # a line with a space to every so many characters is not Chinese: its spaces are widened
MOST = 0.2  # more than this part of an em between two characters looks spaced out: the line is left as it is
SPACE = 0.07  # a wider gap is taken for a space by programs that read a file: the line has to say what it is


def is_elastic(before: str, after: str) -> bool:
    """Tell whether the gap between two characters may be widened: not within a word, a number or a source mark."""
    if after in "[…—" or before in "[]":
        return False
    return not (_is_narrow(before) and _is_narrow(after))


def _is_narrow(character: str) -> bool:
    return character < "\u2000" and character != " "


def justification(original: Any) -> Any:
    boxes: Any = load("weasyprint.formatting_structure.boxes")

    def texts(box: Any) -> Iterator[Any]:
        for child in box.children:
            if isinstance(child, boxes.TextBox):
                if child.text:
                    yield child
            elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
                yield from texts(child)

    def spread(box: Any, wider: dict[Any, float], shift: float) -> float:
        """Widen the boxes of a line by what they get each; return how far what follows moves to the right."""
        for child in box.children:
            if not child.is_in_normal_flow():
                continue
            if isinstance(child, boxes.TextBox):
                child.position_x += shift
                child.width += wider.get(child, 0.0)
                shift += wider.get(child, 0.0)
            elif isinstance(child, boxes.InlineBox):
                child.position_x += shift
                before, shift = shift, spread(child, wider, shift)
                child.width += shift - before
            else:
                child.translate(shift, 0)
        return shift

    def justify_line(context: Any, line: Any, extra: float) -> Any:
        found = list(texts(line))
        whole = "".join(box.text for box in found)
        if whole.count(" ") * WORD > len(whole) - 1:
            return original(context, line, extra)
        elastic = [is_elastic(*pair) for pair in pairwise(whole)] + [False]
        count = sum(elastic)
        if found and has_trailing_gap(found[-1].pango_layout):
            extra += GAP * found[-1].style["font_size"]
        # a grid gives all characters the same; letters spaced for show are left as they are
        plain = all(box.style["letter_spacing"] in ("normal", 0) or box.style["letter_spacing"] < 0 for box in found)
        if not count or extra <= 0 or not plain or extra / count > MOST * line.style["font_size"]:
            return None
        each = extra / count
        wider = {}
        start = 0
        for box in found:
            end = start + len(box.text)
            box.pango_layout.spread = each, elastic[start:end]
            wider[box] = each * sum(elastic[start:end])
            start = end
        line.width += spread(line, wider, 0.0)
        return None

    return justify_line


def widening(original: Any) -> Any:
    library: Any = load("weasyprint.text.ffi")
    ffi, pango, units = library.ffi, library.pango, library.TO_UNITS

    def widen(layout: Any, each: float, elastic: list[bool]) -> None:
        """Widen the glyphs of the first line of a layout in place."""
        places = set()
        at = 0
        for character, is_wider in zip(layout.text, elastic, strict=False):
            if is_wider:
                places.add(at)
            at += len(character.encode())
        added = round(each * units)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # done later, it would undo the rest
        run = layout.get_first_line()[0].runs
        while run != ffi.NULL:
            item, run = run.data, run.next
            count, offset = item.glyphs.num_glyphs, item.item.offset
            fields = memoryview(ffi.buffer(item.glyphs.glyphs, count * FIELDS * 4)).cast("i")
            starts = ffi.unpack(item.glyphs.log_clusters, count)
            for index, start in enumerate(starts):
                if offset + start in places and (index + 1 == count or starts[index + 1] != start):
                    fields[index * FIELDS + 1] += added

    def reactivate(layout: Any, style: Any) -> None:
        original(layout, style)
        if "spread" in layout.__dict__:
            widen(layout, *layout.spread)

    return reactivate


def saying(original: Any) -> Any:
    pydyf: Any = load("pydyf")

    def draw_text(stream: Any, box: Any, *more: Any) -> Any:
        """Draw a text, with its words beside it if its characters stand far apart (ISO 32000-1, 14.9.4)."""
        each, _ = getattr(box.pango_layout, "spread", (0.0, None))
        if each <= SPACE * box.style["font_size"]:
            return original(stream, box, *more)
        words = box.text + (" " if getattr(box, "ends_word", False) else "")
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(words)}))
        drawn = original(stream, box, *more)
        stream.end_marked_content()
        return drawn

    return draw_text
