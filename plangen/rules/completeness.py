"""PG1xx: is everything there that the template asks for, and is it content?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from plangen.diagnostics import Diagnostic, finding
from plangen.doctree import Slot, Table, plain_text, query
from plangen.messages import translate
from plangen.plan import days_overdue
from plangen.rules.base import Examined

_KINDS = {
    "prose": "text",
    "table": "a table",
    "list": "a list",
}


def slot_missing(examined: Examined) -> Iterator[Diagnostic]:
    """PG101: a required slot has neither content nor a flag."""
    for slot in examined.plan.slots.values():
        if slot.state != "missing" or slot.content is not None or not slot.valid or not slot.place.spec.required:
            continue
        kind = translate(_KINDS.get(slot.place.spec.type, "the block {type}")).format(type=slot.place.spec.type)
        guide = slot.place.spec.guide
        message = "{name} is missing: the template asks for {kind}"
        hint = "fill it in ({guide}), or flag it: flag: {{reason: …, owner: …, due: 2027-12-31}}"
        yield finding("PG101", slot.at, message, hint, name=slot.name, kind=kind, guide=guide or slot.place.title)


def placeholder_text(examined: Examined) -> Iterator[Diagnostic]:
    """PG102: placeholder text stands where content belongs."""
    for found in examined.plan.placeholders:
        message = "placeholder text: {text} ({kind})"
        hint = "write the real content, or flag the slot: flag: {{reason: …, owner: …, due: 2027-12-31}}"
        if not found.slot:
            hint = "write the real content"
        text = " ".join(found.find.text.split())
        shown = text if len(text) <= 40 else text[:39] + "…"
        yield finding("PG102", found.at, message, hint, text=shown, kind=translate(found.find.kind))


def text_too_short(examined: Examined) -> Iterator[Diagnostic]:
    """PG103: a text or a list is shorter than the template asks for."""
    nodes = {node.path: node for node in examined.nodes(Slot)}
    for slot in examined.plan.slots.values():
        node = nodes.get(slot.name)
        if node is None or node.state != "filled":
            continue
        spec = slot.place.spec
        if spec.type == "prose" and (count := count_characters(plain_text(node))) < spec.min_chars:
            message = "{name} has {count} characters; the template asks for at least {least}"
            hint = "add {rest} characters: {guide}"
            values = {"name": slot.name, "count": count, "least": spec.min_chars, "rest": spec.min_chars - count}
            yield finding("PG103", slot.at, message, hint, guide=spec.guide or slot.place.title, **values)
        if spec.type == "list" and isinstance(slot.content, tuple) and len(slot.content) < spec.min_items:
            message = "{name} has {count} entries; the template asks for at least {least}"
            counts = {"name": slot.name, "count": len(slot.content), "least": spec.min_items}
            yield finding("PG103", slot.at, message, "add entries, each on a line with: - ", **counts)
        if spec.type == "table":
            rows = sum(len(table.rows) for table in query(node, Table))
            if rows < spec.min_items:
                message = "{name} has {count} rows; the template asks for at least {least}"
                yield finding("PG103", slot.at, message, "add rows", name=slot.name, count=rows, least=spec.min_items)


def flagged_slot(examined: Examined) -> Iterator[Diagnostic]:
    """PG104: a slot is knowingly open; past its due date that is an error."""
    for slot, flag in examined.plan.open_flags():
        late = days_overdue(flag, examined.today)
        values = {"name": slot.name, "reason": flag.reason.rstrip("。."), "owner": flag.owner, "due": flag.due}
        if late:
            message = "{name} is open and {days} days overdue: {reason} ({owner}, due {due})"
            hint = "fill the slot, or agree a new date with {owner}"
            yield replace(finding("PG104", slot.at, message, hint, days=late, **values), severity="error")
        else:
            message = "{name} is open: {reason} ({owner}, due {due})"
            yield finding("PG104", slot.at, message, "fill the slot before the release", **values)


def count_characters(text: str) -> int:
    """Count a text's length as a Chinese editor does: each Chinese character, and each Latin word or number, is one."""
    return len(_COUNTED.findall(text.translate(_CLASSES)))


class _Classes(dict[int, str]):
    """By code point what a character counts as, worked out once: wide letter, letter, joint of a word, or other."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        wide = unicodedata.east_asian_width(character) in "WF"
        kind = "w" if wide else "l"
        if not character.isalnum():
            kind = "-" if character in ".,-_'" else " "
        return self.setdefault(code, kind)


_CLASSES = _Classes()
_COUNTED = re.compile("w|l[l-]*")  # each wide letter, each word
