"""What every writer says in the same words: the cover, the running header, flags, gaps and captions."""

from __future__ import annotations

from plangen.doctree import Cell, Chart, Column, Flag, Gap, Meta, Row, Table, Text
from plangen.labels import label, localised_date, short_date
from plangen.languages import LANGUAGES


def cover_rows(meta: Meta) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines of the cover below title and subtitle; empty ones are left out."""
    rows = (
        ("client", meta.client),
        ("author", meta.company or meta.author),
        ("version", meta.version),
        ("date", localised_date(meta.language, meta.date)),
        ("confidentiality", meta.confidentiality),
    )
    return tuple((label(meta.language, key), value) for key, value in rows if value)


def revision_table(meta: Meta) -> Table:
    """Return the table of revisions on the cover."""
    keys = ("version", "date", "author", "revision_note")
    cells = ((one.version, short_date(meta.language, one.date), one.author, one.note) for one in meta.revisions)
    rows = tuple(Row(tuple(Cell((Text(value),)) for value in values)) for values in cells)
    return Table(tuple(Column(label(meta.language, key)) for key in keys), rows)


def header_text(meta: Meta) -> str:
    """Return the left half of the running header; a draft says so."""
    return f"{label(meta.language, 'draft')}{LANGUAGES[meta.language].gap}{meta.title}" if meta.draft else meta.title


def flag_rows(flag: Flag, language: str) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines of a flag: its title first, then reason, owner and due date."""
    return (
        (label(language, "flag"), flag.title),
        (label(language, "flag_reason"), flag.reason),
        (label(language, "flag_owner"), flag.owner),
        (label(language, "flag_due"), localised_date(language, flag.due)),
    )


def gap_rows(gap: Gap, language: str) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines of a gap."""
    return ((label(language, "gap"), gap.title), ("", label(language, "gap_text")))


def caption_number(node: Table | Chart, language: str) -> str:
    """Return ``表 3`` or ``图 3``, or nothing for a table or chart that is not numbered."""
    word = label(language, "figure" if isinstance(node, Chart) else "table")
    return f"{word} {node.number}" if node.number else ""
