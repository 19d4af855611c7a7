"""When a file says it was made. No writer looks at a clock: the same document says the same at any time."""

from __future__ import annotations

from datetime import UTC, datetime

from plangen.doctree import Meta

# What a zip archive can name, in steps of two seconds.
FIRST = datetime(1980, 1, 1, tzinfo=UTC)
LAST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)


def made(meta: Meta) -> datetime:
    """Return the moment a document's files were made at, in UTC: the one it was given, else the start of its date.

    A document with neither was made when zip archives begin; of a date cut short, the first day is taken.
    """
    if meta.created:
        return datetime.fromisoformat(meta.created)
    given = [int(piece) for piece in meta.date.split("-") if piece.isdigit()][:3]
    year, month, day = (given + [1, 1][len(given) - 1 :]) if given else (FIRST.year, 1, 1)
    return datetime(year, month, day, tzinfo=UTC)


def written(moment: datetime) -> str:
    """Return a moment as Word, HTML and XMP write it: ``2026-03-01T08:00:00Z``."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def archived(meta: Meta) -> tuple[int, int, int, int, int, int]:
    """Return the date of every entry of an archive: the moment it was given, as near as zip comes to it, else 1980."""
    moment = min(max(made(meta), FIRST), LAST) if meta.created else FIRST
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second
