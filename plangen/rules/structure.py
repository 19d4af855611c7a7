"""PG2xx: can readers and references tell the parts of the plan apart?"""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Heading, plain_text, query
from plangen.rules.base import Examined


def duplicate_heading(examined: Examined) -> Iterator[Diagnostic]:
    """PG202: two headings of one title stand below the same heading."""
    trail: list[str] = []
    seen: dict[tuple[str, ...], Heading] = {}
    for heading in query(examined.document, Heading):
        title = plain_text(heading)
        trail = [*trail[: heading.level - 1], title]
        key = (str(heading.appendix), *trail)
        first = seen.setdefault(key, heading)
        if first is heading or heading.origin is None:
            continue
        at = Position(heading.origin.file, heading.origin.line, heading.origin.column)
        message = "the heading {title} stands twice, as {first} and {second}"
        hint = "give one of the two another title"
        numbers = {"first": first.number.rstrip("、"), "second": heading.number.rstrip("、")}
        yield finding("PG202", at, message, hint, title=title, **numbers)
