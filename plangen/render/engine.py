"""WeasyPrint, fitted to Chinese plans for the time of a render.

Two of its inner functions are replaced. One widens nothing but spaces where a line is justified: a Chinese line has few
or none, so it ends ragged, or its one space gapes. Ours spreads what is missing over all characters, as a typesetter
does. The other cuts fonts down with a system library, or without it with fontTools, which takes half a second for a
plan of fifty pages and writes the time of day into the font; ours uses HarfBuzz as it comes with Python. Where another
version has no such function, its own way stays. While it is imported on Linux, libraries are opened by their names
alone: asking the linker and the compiler for each of twenty spellings takes a fifth of a second.
"""

from __future__ import annotations

import ctypes.util
import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from plangen.fonts import subset_glyphs

MODULES = ("weasyprint", "weasyprint.urls", "weasyprint.text.fonts", "weasyprint.layout.inline", "uharfbuzz")
WORD = 9  # a line with a space to every so many characters is not Chinese: its spaces are widened
MOST = 0.12  # more than this part of an em between two characters looks spaced out: the line is left as it is


def warm_up() -> None:
    """Import what a render needs, which takes half a second that a waiting process can spend beforehand."""
    for name in MODULES:
        load(name)


def load(name: str) -> Any:
    """Import an untyped module of WeasyPrint, without its advice on a system library that is not needed."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset", category=DeprecationWarning)
        if name in sys.modules or sys.platform != "linux":
            return importlib.import_module(name)
        try:
            with replaced(ctypes.util, "find_library", lambda original: lambda wanted: None):
                return importlib.import_module(name)
        except OSError:
            # libraries in an unusual place: let the compiler and the linker be asked where
            return importlib.import_module(name)


@contextmanager
def fitted() -> Iterator[None]:
    """Let WeasyPrint justify and cut fonts our way."""
    with ExitStack() as stack:
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "justify_line", _justification))
        stack.enter_context(replaced(load("weasyprint.pdf.fonts").Font, "subset", _cutting))
        yield


@contextmanager
def replaced(owner: Any, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    original = getattr(owner, name, None)
    if original is None:
        yield
        return
    setattr(owner, name, make(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


def _cutting(original: Any) -> Any:
    def cut(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        """Leave only the glyphs that were set, under their numbers."""
        if to_unicode:
            font.file_content = subset_glyphs(font.file_content, to_unicode)

    return cut


def _justification(original: Any) -> Any:
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
