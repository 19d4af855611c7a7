"""How far a plan is: what is filled, flagged and missing, per chapter and section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plangen.doctree import Document, Heading, Slot, plain_text, query
from plangen.plan import LoadedSlot, Plan
from plangen.rules.completeness import count_characters


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """One second-level section with everything below it; the chapter's own slots come as a section without number."""

    id: str
    number: str
    title: str
    filled: int
    flagged: int
    missing: int
    characters: int


@dataclass(frozen=True, slots=True)
class ChapterStatus:
    id: str
    number: str
    title: str
    filled: int
    flagged: int
    missing: int
    characters: int
    sections: tuple[SectionStatus, ...]


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """Optional slots that are not used count nowhere."""

    name: str
    title: str
    filled: int
    flagged: int
    missing: int
    characters: int
    chapters: tuple[ChapterStatus, ...]


def plan_status(plan: Plan, document: Document) -> PlanStatus:
    """Count a plan's slots and characters."""
    texts: dict[str, int] = {}
    for node in query(document, Slot):
        if node.state == "filled":
            name = node.path if node.path in plan.slots else node.path.rpartition(".")[0]  # a part of a block
            texts[name] = texts.get(name, 0) + count_characters(plain_text(node))
    numbers = {heading.id: heading.number for heading in query(document, Heading)}
    chapters = []
    for chapter in plan.pack.chapters:
        slots = [slot for slot in plan.slots.values() if slot.chapter is chapter and _counts(slot)]
        sections = []
        own = [slot for slot in slots if len(slot.place.path) == 2]
        if own:
            sections.append(SectionStatus(chapter.id, "", "—", *_tally(own, texts)))
        for name, section in chapter.spec.sections.items():
            members = [slot for slot in slots if slot.place.path[1] == name and len(slot.place.path) > 2]
            path = f"{chapter.id}.{name}"
            sections.append(SectionStatus(path, numbers.get(path, ""), section.title, *_tally(members, texts)))
        number = numbers.get(chapter.id, "")
        chapters.append(ChapterStatus(chapter.id, number, chapter.spec.title, *_tally(slots, texts), tuple(sections)))
    counted = [slot for slot in plan.slots.values() if _counts(slot)]
    return PlanStatus(plan.name, plan.spec.title, *_tally(counted, texts), tuple(chapters))


def _counts(slot: LoadedSlot) -> bool:
    return slot.place.spec.required or slot.state != "missing" or slot.content is not None


def _tally(slots: Iterable[LoadedSlot], texts: dict[str, int]) -> tuple[int, int, int, int]:
    counts = {"filled": 0, "flagged": 0, "missing": 0}
    characters = 0
    for slot in slots:
        counts[slot.state] += 1
        characters += texts.get(slot.name, 0)
    return counts["filled"], counts["flagged"], counts["missing"], characters
