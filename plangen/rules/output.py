"""PG6xx: what is in the finished files, whatever the content said."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.placeholders import find_placeholders


def placeholder_in_output(text: str, file: str) -> Iterator[Diagnostic]:
    """PG601: the text of a finished file holds placeholder text; the words around it tell where."""
    for found in find_placeholders(text):
        start = max(0, found.offset - 20)
        around = " ".join(text[start : found.offset + len(found.text) + 20].split())
        message = "the finished file holds placeholder text: {text}"
        hint = "look for …{around}… in the content and the template"
        yield finding("PG601", Position(file), message, hint, text=" ".join(found.text.split())[:40], around=around)
