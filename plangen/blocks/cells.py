"""Cells and rows as blocks write them."""

from __future__ import annotations

from datetime import date

from plangen.doctree import Cell, Inline, LineBreak, Row, Text, Tone
from plangen.labels import label, short_date


def cell(text: str, tone: Tone = "") -> Cell:
    """Make a cell of one text."""
    return Cell((Text(text),) if text else (), tone)


def day_text(day: date, language: str) -> str:
    """Write a day as cells and notes do."""
    return short_date(language, day.isoformat())


def span_text(start: date, end: date, language: str) -> str:
    """Write from which day to which something lasts."""
    return label(language, "span", start=day_text(start, language), end=day_text(end, language))


def lines(*texts: str, tone: Tone = "") -> Cell:
    """Make a cell whose texts stand on lines of their own; empty ones are left out."""
    parts: list[Inline] = []
    for text in texts:
        if text:
            parts += [LineBreak(), Text(text)] if parts else [Text(text)]
    return Cell(tuple(parts), tone)


def group(text: str, width: int) -> Row:
    """Make a row that heads a group of rows across the whole table."""
    return Row((Cell((Text(text),), span=width),), "group")
