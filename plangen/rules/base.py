"""What a rule is: a code and a check over the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from plangen.diagnostics import Diagnostic
from plangen.doctree import Document
from plangen.plan import Plan


@dataclass(frozen=True, slots=True)
class Examined:
    """What rules look at: the plan as written, the document it makes, and the day flags are judged by."""

    plan: Plan
    document: Document
    today: date


Check = Callable[[Examined], Iterator[Diagnostic]]
