"""What a researcher's sheet changes in the ledger, one field at a time, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plangen.diagnostics import Position
from plangen.ledger import FactSpec
from plangen.messages import translate

FIELDS = ("status", "source.name", "source.publisher", "source.url", "source.date", "checked_on", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """A new value of one field of a fact, as text; an empty one takes the field away. ``at`` is the cell it is from."""

    fact: str
    field: str
    old: str
    new: str
    at: Position


def field_text(fact: FactSpec, field: str) -> str:
    """Return what the ledger says in one field, as it is written there; nothing where it says nothing."""
    head, _, part = field.partition(".")
    value = getattr(fact, head)
    if part:
        value = getattr(value, part) if value else ""
    return str(value) if value else ""


def diff_text(changes: Iterable[Change], facts: dict[str, FactSpec], language: str) -> str:
    """Write the changes fact by fact: a line with ``-`` for what goes, one with ``+`` for what comes."""
    lines: list[str] = []
    shown = ""
    for change in changes:
        if change.fact != shown:
            fact, shown = facts[change.fact], change.fact
            lines.append(
                translate("{id} ({statement}, {value})").format(
                    id=shown, statement=fact.statement, value=fact.text(language)
                )
            )
        if change.old:
            lines.append(f"  - {change.field}: {change.old}")
        if change.new:
            lines.append(f"  + {change.field}: {change.new}")
    return "\n".join(lines)
