"""The columns of a researcher's sheet."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from plangen.labels import LABELS


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its name in code, its width in characters, and the field of the ledger that it fills, if it does."""

    name: str
    width: int
    fills: str = ""

    @property
    def label(self) -> str:
        return f"fact_{self.name}"

    @property
    def guide(self) -> str:
        return f"fact_{self.name}_guide"


COLUMNS = (
    SheetColumn("id", 24),
    SheetColumn("statement", 36),
    SheetColumn("value", 11),
    SheetColumn("unit", 9),
    SheetColumn("period", 13),
    SheetColumn("sections", 11),
    SheetColumn("owner", 13),
    SheetColumn("status", 10, "status"),
    SheetColumn("name", 28, "source.name"),
    SheetColumn("publisher", 16, "source.publisher"),
    SheetColumn("url", 26, "source.url"),
    SheetColumn("date", 12, "source.date"),
    SheetColumn("checked_on", 12, "checked_on"),
    SheetColumn("note", 32, "note"),
)
KEPT = ("statement", "value", "unit", "period")  # columns that are compared with the ledger and never taken


def column_of(head: str) -> SheetColumn | None:
    """Return the column that a header names: in code, or by its label in any language."""
    return _NAMES.get(folded(head))


def folded(text: str) -> str:
    """Return a header so that case, width and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_NAMES = {
    folded(word): column
    for column in COLUMNS
    for word in (column.name, column.fills, *(labels[column.label] for labels in LABELS.values()))
    if word
}
STATUSES = {
    folded(word): status
    for status in ("verified", "unverified")
    for word in (status, *(labels[status] for labels in LABELS.values()))
}
