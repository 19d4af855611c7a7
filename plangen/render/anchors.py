"""Ids of an HTML page, made from content paths so that no two things ever share one."""

from __future__ import annotations

import string

PLAIN = frozenset(string.ascii_letters + string.digits + ".-")


def escape(path: str) -> str:
    """Write any text as letters, digits, dots, hyphens and underscores; different texts stay different."""
    return "".join(character if character in PLAIN else f"_{ord(character):x}_" for character in path)


def target(path: str) -> str:
    """Return the id of a heading or table."""
    return f"t-{escape(path)}"


def slot(path: str) -> str:
    """Return the id of a slot, which may hold a table of the same path."""
    return f"s-{escape(path)}"


def source(number: int) -> str:
    """Return the id of a row of the source list."""
    return f"source-{number}"


def note(number: int) -> str:
    """Return the id of a footnote's text."""
    return f"note-{number}"


def note_mark(number: int) -> str:
    """Return the id of a footnote's number in the running text."""
    return f"mark-{number}"


def citation(number: int) -> str:
    """Return the id of the first mark of a source in the running text."""
    return f"cite-{number}"
