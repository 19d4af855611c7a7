"""Spaces within Chinese lines: thin gaps beside Latin letters and digits, and punctuation marks drawn together.

WeasyPrint knows neither ``text-autospace`` nor ``text-spacing-trim``. Here the font sets other glyphs, those of
``spacedglyphs``, so that lines are broken with the widths they are drawn with, a gap vanishes at the edge of a line,
and nothing is added to the text. The style sheet asks for the feature that looks at neighbours. What it does not see
is asked for here: Latin letters, which Pango hands to the font apart from the Chinese around them, and the ends of a
box of text, such as a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plangen.render.engine.library import load, replaced
from plangen.spacedglyphs import CHINESE, GAP_AFTER, GAP_BEFORE, SPACED, WESTERN

_IS_CHINESE = re.compile(f"[{CHINESE}]").match
_IS_WESTERN = re.compile(f"[{WESTERN}]").match
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]").search
_LATIN = re.compile(f"[^{CHINESE}]*[A-Za-z\u00c0-\u024f][^{CHINESE}]*")  # what Pango takes for Latin


@dataclass(slots=True)
class _Current:
    """The box of text whose lines are being broken."""

    text: str | None = None
    leads: bool = False  # its first character keeps a gap from what is before it on the line
    trails: bool = False  # its last character keeps a gap from what is after it


@contextmanager
def spaced() -> Iterator[None]:
    """Let WeasyPrint set gaps and halved punctuation."""
    current = _Current()
    with ExitStack() as stack:
        stack.enter_context(replaced(load("weasyprint.document"), "build_formatting_structure", _acquainting))
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "split_text_box", _following(current)))
        stack.enter_context(replaced(load("weasyprint.text.line_break").Layout, "set_text", _setting(current)))
        yield


@lru_cache(4096)
def spaced_places(text: str, leads: bool, trails: bool) -> tuple[tuple[int, int, str], ...]:
    """Return which bytes of a text in UTF-8 are set by which features: start, end and the features."""
    wanted: dict[int, str] = {}

    def want(index: int, feature: str) -> None:
        if _IS_WESTERN(text, index):
            wanted[index] = f"{wanted.get(index, SPACED)},{feature}"

    if leads:
        want(0, GAP_BEFORE)
    for match in _LATIN.finditer(text):
        start, end = match.span()
        if start:
            want(start, GAP_BEFORE)
        if end < len(text):
            want(end - 1, GAP_AFTER)
    if trails:
        want(len(text) - 1, GAP_AFTER)
    found = []
    for index, features in sorted(wanted.items()):
        start = len(text[:index].encode())
        found.append((start, start + len(text[index].encode()), features))
    return tuple(found)


def has_trailing_gap(layout: Any) -> bool:
    """Tell whether the last character of a line's text keeps a gap from the text that follows in another box."""
    return getattr(layout, "gaps", (False, False))[1] and bool(_IS_WESTERN(layout.text[-1]))


def _setting(current: _Current) -> Any:
    def make(original: Any) -> Any:
        library: Any = load("weasyprint.text.ffi")
        ffi, pango = library.ffi, library.pango
        if not hasattr(pango, "pango_attr_list_copy"):
            ffi.cdef("PangoAttrList * pango_attr_list_copy (PangoAttrList *list);")

        def set_text(layout: Any, text: str, justify: bool = False) -> None:
            if plain := layout.__dict__.pop("plain", None):  # without the gaps of the text before this one
                pango.pango_layout_set_attributes(layout.layout, plain)
            original(layout, text, justify)
            if current.text is not None:
                layout.gaps = current.leads, current.trails and current.text.endswith(text)
            gaps = layout.__dict__.get("gaps")
            if gaps is None or not text or not (any(gaps) or _LETTER(text)):
                return
            found = spaced_places(layout.text, *gaps)
            attributes = pango.pango_layout_get_attributes(layout.layout)
            if not found or attributes == ffi.NULL:
                return
            layout.plain = ffi.gc(pango.pango_attr_list_copy(attributes), pango.pango_attr_list_unref)
            for start, end, features in found:  # of several for a character Pango knows only the last
                attribute = pango.pango_attr_font_features_new(features.encode())
                attribute.start_index, attribute.end_index = start, end
                pango.pango_attr_list_insert(attributes, attribute)

        return set_text

    return make


def _following(current: _Current) -> Any:
    def make(original: Any) -> Any:
        def split_text_box(context: Any, box: Any, available: float, skip: int, is_line_start: bool = True) -> Any:
            """Break a box of text, of which it is known where on the line it stands."""
            known = box.__dict__
            current.text = box.text
            current.leads = not skip and not is_line_start and known.get("leads", False)
            current.trails = known.get("trails", False)
            try:
                return original(context, box, available, skip, is_line_start)
            finally:
                current.text = None

        return split_text_box

    return make


def _acquainting(original: Any) -> Any:
    boxes: Any = load("weasyprint.formatting_structure.boxes")

    def acquaint(box: Any, before: Any) -> Any:
        """Note on boxes of text which of their ends keeps a gap; return the last one on the line so far."""
        for child in box.children:
            if isinstance(child, boxes.TextBox):
                if before is not None and child.text:
                    if _IS_WESTERN(child.text) and _IS_CHINESE(before.text[-1]):
                        child.leads = True
                    elif _IS_WESTERN(before.text[-1]) and _IS_CHINESE(child.text):
                        before.trails = True
                before = child if child.text else before
            elif not child.is_in_normal_flow():
                acquaint(child, None)
            elif isinstance(child, boxes.InlineBox):
                before = acquaint(child, before)
            elif isinstance(child, boxes.ParentBox):
                before = acquaint(child, None)
                before = None
        return before

    def build_formatting_structure(*given: Any, **named: Any) -> Any:
        root = original(*given, **named)
        acquaint(root, None)
        return root

    return build_formatting_structure
