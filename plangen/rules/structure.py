"""PG2xx: can readers and references tell the parts of the plan apart?"""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Heading, plain_text
from plangen.rules.base import Examined
from plangen.rules.blocks import all_blocks, place_in, shown_place


def duplicate_heading(examined: Examined) -> Iterator[Diagnostic]:
    """PG202: two headings of one title stand below the same heading."""
    trail: list[str] = []
    seen: dict[tuple[str, ...], Heading] = {}
    for heading in examined.nodes(Heading):
        title = plain_text(heading)
        trail = [*trail[: heading.level - 1], title]
        key = (str(heading.appendix), *trail)
        first = seen.setdefault(key, heading)
        if first is heading or heading.origin is None:
            continue
        at = Position(heading.origin.file, heading.origin.line, heading.origin.column)
        message = "the heading {title} stands twice, as {first} and {second}"
        hint = "give one of the two another title"
        numbers = {"first": first.number.rstrip("、"), "second": heading.number.rstrip("、")}
        yield finding("PG202", at, message, hint, title=title, **numbers)


def duplicate_block_id(examined: Examined) -> Iterator[Diagnostic]:
    """PG202: two blocks have the same id, or a block is called like a chapter, section or slot of the template."""
    plan = examined.plan
    taken = {step for slot in plan.slots.values() for step in slot.place.path}
    seen: dict[str, Position] = {}
    for slot, block in all_blocks(plan):
        if block.id is None:
            continue
        at = place_in(slot, ("id",))
        if block.id in taken:
            message = "the block's id {id} is the name of a chapter, section or slot of the template"
            yield finding("PG202", at, message, "choose another id, or delete it", id=block.id)
        elif first := seen.get(block.id):
            message = "the block's id {id} is used by another block in {place}"
            yield finding("PG202", at, message, "give each block its own id", id=block.id, place=shown_place(first))
        seen.setdefault(block.id, at)
