"""PG303 to PG308: is the ledger of facts right, and as settled as the plan says?

A fact is *declared open* where it is unverified, somebody has to verify it, and the document lists it as still to be
verified: readers are told, so neither its status nor the age or the gaps of its source are worth another finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.ledger import FactSpec
from plangen.periods import Span, span_of, years_in
from plangen.plan import Plan
from plangen.quantities import Quantity, rounded
from plangen.rules.base import Examined
from plangen.uses import Usage
from plangen.yamltree import place

MANY = 10  # so many unverified facts are named one by one; more are summed up by chapter

_FILLING = re.compile(r"[\s的、，,。.：:；;“”\"'()（）\[\]《》·—\-]+")
_UNITS = {"百分点": "个百分点"}


def conflicting_facts(examined: Examined) -> Iterator[Diagnostic]:
    """PG303: two facts give one measure different values for the same period."""
    first: dict[tuple[str, Span | str, str], list[tuple[str, FactSpec]]] = {}
    language = examined.plan.language
    for identifier, fact in examined.plan.facts.items():
        quantity = fact.quantity
        unit = _UNITS.get(quantity.dimension, quantity.dimension)
        earlier = first.setdefault((_measure(fact), _period(fact), unit), [])
        for other, known in earlier:
            if agree(known.quantity, quantity):
                continue
            message = "{id} gives {measure} as {value}, but {other} gives it as {other_value} ({place})"
            hint = "correct one of the two, or delete it; if they measure different things, say so in their statements"
            at = _place(examined.plan, identifier, "value")
            values = {"id": identifier, "measure": fact.measure or fact.statement, "value": fact.text(language)}
            values |= {"other": other, "other_value": known.text(language)}
            yield finding("PG303", at, message, hint, place=_shown(_place(examined.plan, other, "value")), **values)
            break
        earlier.append((identifier, fact))


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures of one dimension are the same, or the finer one rounds to the coarser one."""
    coarse, fine = sorted((one, other), key=lambda figure: figure.scale.scaleb(-_places(figure)), reverse=True)
    return rounded(fine.base / coarse.scale, _places(coarse)) == coarse.number


def _places(figure: Quantity) -> int:
    """Return how many decimals a figure is written with."""
    exponent = figure.number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _measure(fact: FactSpec) -> str:
    """Return what tells a measure from others: its name, else its statement without the years and small words."""
    text = unicodedata.normalize("NFKC", fact.measure or fact.statement).casefold()
    period = unicodedata.normalize("NFKC", fact.period).casefold()
    if not fact.measure:
        text = text.replace(period, "") if period else text
        for year in set(years_in(fact.period or fact.statement)):
            text = re.sub(rf"{year}(?:年度?|年全年)?", "", text)
    return ("measure:" if fact.measure else "") + _FILLING.sub("", text)


def _period(fact: FactSpec) -> Span | str:
    if fact.period:
        return fact.span or _FILLING.sub("", unicodedata.normalize("NFKC", fact.period).casefold())
    years = sorted(set(years_in(fact.statement)))
    return (date(years[0], 1, 1), date(years[-1], 12, 31)) if years else ""


@dataclass(frozen=True, slots=True)
class Aged:
    """A fact that is older than allowed: reckoned from which of its days, and the first day it was too old."""

    basis: str
    since: date
    stale_on: date


def aged(fact: FactSpec, plan: Plan, today: date) -> Aged | None:
    """Tell whether a fact is stale on a day; without a limit, or anything to reckon from, it is not."""
    limit, reckoned = plan.ledger_rules.stale_after, fact.as_of()
    if limit is None or reckoned is None:
        return None
    basis, since = reckoned
    last = limit.after(since)
    return Aged(basis, since, last + timedelta(1)) if today > last else None


def declared_open(identifier: str, plan: Plan, usage: Usage) -> bool:
    """Tell whether readers are told that a fact is unverified, and somebody has to change that."""
    fact = plan.facts[identifier]
    return fact.status == "unverified" and usage.listed and bool(plan.verifier(fact))


def stale_fact(examined: Examined) -> Iterator[Diagnostic]:
    """PG304: a fact is older than the pack or the plan allows."""
    plan, limit = examined.plan, examined.plan.ledger_rules.stale_after
    if limit is None:
        return
    for identifier, fact in plan.facts.items():
        old = aged(fact, plan, examined.today)
        if old is None or declared_open(identifier, plan, examined.usage):
            continue
        hint = "look the figure up again, then write the new value, date and checked_on"
        match old.basis:
            case "checked_on":
                message = "{id} was last checked on {since}; facts may be {age} old"
                at = _place(plan, identifier, "checked_on")
            case "date":
                message = "the source of {id} is of {since}; facts may be {age} old"
                at = _place(plan, identifier, "source", "date")
            case _:
                message = "{id} is a figure of {since} that nobody dated or checked since; facts may be {age} old"
                at = _place(plan, identifier, "period")
        yield finding("PG304", at, message, hint, id=identifier, since=old.since, age=limit.text)


def unverified_fact(examined: Examined) -> Iterator[Diagnostic]:
    """PG305: the text states a figure that nobody has verified, and readers are not told who will.

    Where pack or plan ask for it, every such figure is an error in a release, declared or not.
    """
    plan, usage = examined.plan, examined.usage
    strict = examined.release and plan.ledger_rules.unverified_on_release == "error"
    open_facts = [
        identifier
        for identifier, fact in plan.facts.items()
        if fact.status == "unverified" and usage.reaches_readers(identifier)
    ]
    if strict:
        for identifier in open_facts:
            hint = "verify it and write status: verified and checked_on:, or take it out of the text"
            message = "{id} is used and not verified ({places}); the release may not state it"
            yield replace(_unverified(examined, identifier, message, hint), severity="error")
        return
    silent = [identifier for identifier in open_facts if not declared_open(identifier, plan, usage)]
    if len(silent) > MANY:
        yield from _summed_up(examined, silent)
        return
    for identifier in silent:
        if usage.listed:
            message = "{id} is used and not verified ({places}), and nobody is named who has to verify it"
            hint = "verify it, or name the person or department in owner:, here or for all facts in plan.yaml (facts:)"
        else:
            message = "{id} is used and not verified ({places})"
            hint = "verify it; a template that has the list {{{{ unverified_list() }}}} tells readers what is not"
        yield _unverified(examined, identifier, message, hint)


def _unverified(examined: Examined, identifier: str, message: str, hint: str) -> Diagnostic:
    uses = examined.usage.of(identifier)
    places = ", ".join(dict.fromkeys(use.section.split(" ")[0] for use in uses if use.section))
    return finding("PG305", _place(examined.plan, identifier, "status"), message, hint, id=identifier, places=places)


def _summed_up(examined: Examined, identifiers: list[str]) -> Iterator[Diagnostic]:
    """Yield one finding for each chapter, at the first of its facts in the ledger."""
    chapters: dict[str, list[str]] = {}
    for identifier in identifiers:
        chapter = next(use.chapter for use in examined.usage.of(identifier) if use.section)
        chapters.setdefault(chapter, []).append(identifier)
    for chapter, named in chapters.items():
        at = _place(examined.plan, named[0], "status")
        message = "{chapter}: {count} figures are used and not verified: {ids}"
        hint = "verify them, or name who has to in owner: or in plan.yaml (facts:), so that the plan can list them"
        if not examined.usage.listed:
            hint = "verify them; a template that has the list {{{{ unverified_list() }}}} tells readers what is not"
        ids = ", ".join(named[:6]) + (" …" if len(named) > 6 else "")
        yield finding("PG305", at, message, hint, chapter=chapter, count=len(named), ids=ids)


def source_incomplete(examined: Examined) -> Iterator[Diagnostic]:
    """PG306: a source lacks its publisher or its date, so that nobody can look it up, or there is none at all."""
    plan = examined.plan
    for identifier, fact in plan.facts.items():
        source = fact.source
        if source is None:
            if fact.status == "unverified":  # without a source, verified is a fault of its own
                message = "the fact {id} has no source"
                hint = "add source: {{name: …, publisher: …, date: 2025-06-30}}"
                at = plan.fact_nodes[identifier].at
                yield finding("PG306", _key(plan, identifier) or at, message, hint, id=identifier)
            continue
        lacking = [name for name, value in (("publisher", source.publisher), ("date", source.date)) if not value]
        if not lacking or declared_open(identifier, plan, examined.usage):
            continue
        at = _place(plan, identifier, "source")
        if lacking == ["publisher"]:
            message = "the source of {id} names no publisher"
            yield finding("PG306", at, message, "add publisher: the body that published it", id=identifier)
        else:
            message = "the source of {id} has no date"
            if len(lacking) > 1:
                message = "the source of {id} names neither publisher nor date"
            hint = "add {fields}; the date may be a day (2025-06-30), a month (2025-06), a quarter (2025Q2) or a year"
            fields = ", ".join(f"{name}: …" for name in lacking)
            yield finding("PG306", at, message, hint, id=identifier, fields=fields)


def unused_fact(examined: Examined) -> Iterator[Diagnostic]:
    """PG307: nothing in the plan cites the fact."""
    if not examined.usage.whole:
        return
    for identifier in examined.plan.facts:
        if not examined.usage.of(identifier):
            message = "nothing in the plan cites the fact {id}"
            hint = "cite it ({{{{ fact.{id} }}}}), or delete it"
            at = _key(examined.plan, identifier) or Position(f"{examined.plan.folder}/facts.yaml")
            yield finding("PG307", at, message, hint, id=identifier)


def date_in_the_future(examined: Examined) -> Iterator[Diagnostic]:
    """PG308: a fact was checked, or its source published, on a day that has not come."""
    plan, today = examined.plan, examined.today
    for identifier, fact in plan.facts.items():
        if fact.checked_on and fact.checked_on > today:
            message = "{id} is said to have been checked on {day}, which is still to come"
            at = _place(plan, identifier, "checked_on")
            yield finding("PG308", at, message, "correct the date", id=identifier, day=fact.checked_on)
        if fact.source and fact.source.date and span_of(fact.source.date)[0] > today:
            message = "the source of {id} is said to be of {day}, which is still to come"
            at = _place(plan, identifier, "source", "date")
            yield finding("PG308", at, message, "correct the date", id=identifier, day=fact.source.date)


def _place(plan: Plan, identifier: str, *path: str) -> Position:
    return place(plan.fact_nodes[identifier], path)


def _key(plan: Plan, identifier: str) -> Position | None:
    return plan.fact_places.get(identifier) if plan.fact_places else None


def _shown(at: Position) -> str:
    return f"{at.file}:{at.line}:{at.column}"
