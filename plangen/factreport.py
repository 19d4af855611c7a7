"""The ledger of facts as a report: where each is used, and what is wrong with it; as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, get_args

from plangen.doctree import Document
from plangen.messages import translate
from plangen.plan import Plan
from plangen.reporters import columns_of, padded, shortened
from plangen.rules.ledger import aged
from plangen.uses import usage_of

Filter = Literal["unused", "unverified", "stale", "without_source"]
FILTERS: tuple[Filter, ...] = get_args(Filter)

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?[\d,]+(?:\.\d+)?")
_WIDEST = 44  # columns of a terminal that a statement may take


@dataclass(frozen=True, slots=True)
class Place:
    """One place that cites a fact; section and chapter are empty where the text did not reach the document."""

    file: str
    line: int
    column: int
    section: str
    chapter: str


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact with all that the ledger says of it, and how it stands; ``text`` is what readers see.

    ``stale_since`` is the first day on which it was too old. ``owner`` is who has to verify it, if it is not verified.
    ``without_source`` tells that there is nothing to look it up by: no source, or one that names neither publisher nor
    address nor date.
    """

    id: str
    statement: str
    value: str
    unit: str
    text: str
    period: str
    source_name: str
    source_publisher: str
    source_url: str
    source_date: str
    status: str
    checked_on: str
    owner: str
    note: str
    file: str
    line: int
    used_in: tuple[Place, ...]
    unused: bool
    unverified: bool
    stale: bool
    stale_since: str
    without_source: bool

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the numbers of the sections that cite the fact, each once."""
        return tuple(dict.fromkeys(place.section.split(" ")[0] for place in self.used_in if place.section))


def fact_entries(plan: Plan, document: Document, today: date) -> tuple[FactEntry, ...]:
    """Report every fact of a plan that has no fault of its own, in the order of the ledger."""
    usage = usage_of(plan, document)
    entries = []
    for identifier, fact in plan.facts.items():
        source, old = fact.source, aged(fact, plan, today)
        at = plan.fact_nodes[identifier].at
        uses = usage.of(identifier)
        entries.append(
            FactEntry(
                id=identifier,
                statement=fact.statement,
                value=fact.value.replace(",", ""),
                unit=fact.unit,
                text=fact.text(plan.language),
                period=fact.period,
                source_name=source.name if source else "",
                source_publisher=source.publisher if source else "",
                source_url=source.url if source else "",
                source_date=source.date if source else "",
                status=fact.status,
                checked_on=fact.checked_on.isoformat() if fact.checked_on else "",
                owner=fact.owner if fact.status == "verified" else plan.verifier(fact),
                note=fact.note,
                file=at.file,
                line=plan.fact_places[identifier].line if plan.fact_places else at.line,
                used_in=tuple(Place(u.at.file, u.at.line, u.at.column, u.section, u.chapter) for u in uses),
                unused=not uses,
                unverified=fact.status == "unverified",
                stale=old is not None,
                stale_since=old.stale_on.isoformat() if old else "",
                without_source=source is None or not source.can_be_looked_up,
            )
        )
    return tuple(entries)


def chosen(entries: Iterable[FactEntry], filters: Iterable[Filter]) -> tuple[FactEntry, ...]:
    """Keep the facts that every filter holds of."""
    wanted = tuple(filters)
    return tuple(entry for entry in entries if all(getattr(entry, name) for name in wanted))


def facts_json(entries: Iterable[FactEntry]) -> str:
    """Write a list of objects with the fields of ``FactEntry``."""
    return json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=2)


def facts_csv(entries: Iterable[FactEntry]) -> bytes:
    """Write a table for spreadsheets: UTF-8 with a byte order mark, a row for each fact, no cell that is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    names = [name for name in FactEntry.__dataclass_fields__ if name != "used_in"]
    writer.writerow([*names, "sections", "used_in"])
    for entry in entries:
        cells = [_cell(getattr(entry, name)) for name in names]
        places = "; ".join(f"{place.file}:{place.line}:{place.column}" for place in entry.used_in)
        writer.writerow([*cells, _cell(", ".join(entry.sections)), _cell(places)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> str:
    """Return what a spreadsheet shows as it stands: text that it would take for a formula begins with an apostrophe."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
        case _:
            return str(value)


def facts_text(entries: tuple[FactEntry, ...], total: int) -> str:
    """Draw a table, one line a fact, and below it how many there are of ``total`` and how they stand."""
    heads = (
        translate("id"),
        translate("value"),
        translate("statement"),
        translate("status"),
        translate("to be verified by"),
        translate("used in"),
        translate("remarks"),
    )
    rows = [heads, *(_row(entry) for entry in entries)]
    widths = [max(columns_of(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*(lines if entries else ()), _counts(entries, total)])


def _row(entry: FactEntry) -> tuple[str, ...]:
    marks = []
    if entry.unused:
        marks.append(translate("unused"))
    if entry.stale:
        marks.append(translate("stale since {day}").format(day=entry.stale_since))
    if entry.without_source:
        marks.append(translate("without source"))
    return (
        entry.id,
        entry.text,
        shortened(entry.statement, _WIDEST),
        translate("unverified") if entry.unverified else translate("verified"),
        entry.owner or "—",
        " ".join(entry.sections) or "—",
        ", ".join(marks),
    )


def _counts(entries: tuple[FactEntry, ...], total: int) -> str:
    template = (
        "{count} of {total} facts: {unverified} unverified, {unused} unused, {stale} stale, {without} without source"
    )
    return translate(template).format(
        count=len(entries),
        total=total,
        unverified=sum(entry.unverified for entry in entries),
        unused=sum(entry.unused for entry in entries),
        stale=sum(entry.stale for entry in entries),
        without=sum(entry.without_source for entry in entries),
    )
