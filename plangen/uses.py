"""Where the facts of the ledger are used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.diagnostics import Position
from plangen.doctree import Citation, Document, Heading, Table, plain_text, query
from plangen.plan import Plan
from plangen.verification import TABLE_ID

_LIST = re.compile(r"\bunverified_list\s*\(")


@dataclass(frozen=True, slots=True)
class Use:
    """One place that cites a fact: where it is written, and the section and chapter that a reader finds it in.

    Both are empty where the text did not reach the document, since something else is wrong with it.
    """

    at: Position
    section: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """The uses of every fact of a plan, in the order of its files.

    ``listed`` tells whether the document has the list of what is still to be verified, or would have it if it cited
    anything of the kind; ``whole`` whether every chapter and every expression could be read, so that a fact without a
    use is certainly unused.
    """

    uses: dict[str, tuple[Use, ...]]
    listed: bool
    whole: bool

    def of(self, identifier: str) -> tuple[Use, ...]:
        """Return the uses of one fact."""
        return self.uses.get(identifier, ())

    def reaches_readers(self, identifier: str) -> bool:
        """Tell whether the document states the fact."""
        return any(use.section for use in self.of(identifier))


def usage_of(plan: Plan, document: Document) -> Usage:
    """Find every use of every fact."""
    sections: dict[Position, tuple[str, str]] = {}
    listed = owed = False
    section = chapter = ""
    for node in query(document, Heading, Table, Citation):
        match node:
            case Heading():
                name = f"{node.number.rstrip('、')} {plain_text(node)}".strip()
                chapter = name if node.level == 1 else chapter
                section = name if node.level <= 2 else section
            case Table():
                listed = listed or node.id == TABLE_ID
            case Citation(origin=origin) if origin:
                sections.setdefault(Position(origin.file, origin.line, origin.column), (section, chapter))
                owed = owed or plan.facts[node.fact].status == "unverified"
    uses: dict[str, list[Use]] = {}
    for mark in plan.marks.nodes:
        if isinstance(mark, Citation) and mark.origin:
            at = Position(mark.origin.file, mark.origin.line, mark.origin.column)
            uses.setdefault(mark.fact, []).append(Use(at, *sections.get(at, ("", ""))))
    found = {fact: tuple(sorted(places, key=lambda use: use.at)) for fact, places in uses.items()}
    unread = plan.marks.refused or any(slot.node is None and not slot.valid for slot in plan.slots.values())
    return Usage(found, listed or (not owed and _asks_for_list(plan)), not unread)


def _asks_for_list(plan: Plan) -> bool:
    return any(_LIST.search(chapter.layout) for chapter in (*plan.pack.chapters, *plan.pack.appendices))
