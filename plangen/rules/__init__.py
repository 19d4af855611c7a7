"""Rules over the whole plan, by the code they report. Codes of values and syntax are reported where those are read."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic
from plangen.rules.base import Check, Examined
from plangen.rules.completeness import flagged_slot, placeholder_text, slot_missing, text_too_short
from plangen.rules.sources import figure_without_source
from plangen.rules.structure import duplicate_heading

RULES: dict[str, Check] = {
    "PG101": slot_missing,
    "PG102": placeholder_text,
    "PG103": text_too_short,
    "PG104": flagged_slot,
    "PG202": duplicate_heading,
    "PG301": figure_without_source,
}


def run_rules(examined: Examined) -> Iterator[Diagnostic]:
    """Yield what every rule finds."""
    for check in RULES.values():
        yield from check(examined)
