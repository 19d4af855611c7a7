"""What a rule is: a code and a check over the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from plangen.diagnostics import Diagnostic
from plangen.doctree import Chart, Document, Heading, Slot, Table, query
from plangen.plan import Plan
from plangen.rules.blocks import StatedFigure, stated_figures
from plangen.uses import Usage, usage_of

N = TypeVar("N", Chart, Heading, Slot, Table)


@dataclass(frozen=True)
class Examined:
    """What rules look at: the plan as written, the document it makes, the day that dates are judged by.

    ``release`` tells whether the plan is judged as for a release.
    """

    plan: Plan
    document: Document
    today: date
    release: bool = False

    @cached_property
    def figures(self) -> tuple[StatedFigure, ...]:
        """Return every figure that a block gives of a measure."""
        return tuple(stated_figures(self.plan))

    @cached_property
    def usage(self) -> Usage:
        """Return where facts are used."""
        return usage_of(self.plan, self.document)

    @cached_property
    def _by_type(self) -> dict[type[Any], list[Any]]:
        found: dict[type[Any], list[Any]] = {Chart: [], Heading: [], Slot: [], Table: []}
        for node in query(self.document, *found):
            found[type(node)].append(node)
        return found

    def nodes(self, kind: type[N]) -> list[N]:
        """Return the document's nodes of one type in reading order; the tree is walked once for all rules."""
        return self._by_type[kind]


Check = Callable[[Examined], Iterator[Diagnostic]]
