"""Rules over the whole plan, by the code they report. Codes of values and syntax are reported where those are read."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic
from plangen.rules.base import Check, Examined
from plangen.rules.charts import series_without_figures
from plangen.rules.completeness import flagged_slot, placeholder_text, slot_missing, text_too_short
from plangen.rules.contradictions import number_contradicts_block
from plangen.rules.delivery import (
    dangling_id,
    initiative_not_carried,
    kpi_nobody_measures,
    milestone_before_predecessor,
    risk_without_response,
)
from plangen.rules.figures import kpi_with_two_values
from plangen.rules.ledger import (
    conflicting_facts,
    date_in_the_future,
    source_incomplete,
    stale_fact,
    unused_fact,
    unverified_fact,
)
from plangen.rules.sources import figure_without_source
from plangen.rules.spending import amounts_that_do_not_add_up
from plangen.rules.structure import duplicate_block_id, duplicate_heading

RULES: tuple[tuple[str, Check], ...] = (
    ("PG101", slot_missing),
    ("PG102", placeholder_text),
    ("PG103", text_too_short),
    ("PG104", flagged_slot),
    ("PG201", dangling_id),
    ("PG202", duplicate_heading),
    ("PG202", duplicate_block_id),
    ("PG301", figure_without_source),
    ("PG303", conflicting_facts),
    ("PG304", stale_fact),
    ("PG305", unverified_fact),
    ("PG306", source_incomplete),
    ("PG307", unused_fact),
    ("PG308", date_in_the_future),
    ("PG405", kpi_with_two_values),
    ("PG406", amounts_that_do_not_add_up),
    ("PG407", risk_without_response),
    ("PG408", initiative_not_carried),
    ("PG409", kpi_nobody_measures),
    ("PG410", milestone_before_predecessor),
    ("PG411", number_contradicts_block),
    ("PG412", series_without_figures),
)


def run_rules(examined: Examined) -> Iterator[Diagnostic]:
    """Yield what every rule finds."""
    for _, check in RULES:
        yield from check(examined)
