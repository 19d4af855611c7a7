"""From what stands in a slot to typed content.

A figure of a block may refer to a figure of another block: ``target: '{{ value("scorecard.margin.target") }}'``. So
slots are filled in the order in which they need each other, and what waits for itself is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from pydantic import ValidationError

from plangen.blocks import BLOCKS
from plangen.diagnostics import Diagnostic, Position
from plangen.doctree import Citation, SlotState, Value
from plangen.expressions import as_written, mark_expressions
from plangen.faults import findings_of, place_fault
from plangen.markdown import MARK_CLOSE, MARK_OPEN
from plangen.model import Lookup, StrategyBlock, Surroundings
from plangen.pack import Chapter, SlotPlace, is_empty
from plangen.paths import full_path, matches
from plangen.placeholders import Placeholder, find_placeholders, only_punctuation, repeats_guidance
from plangen.plan import FoundPlaceholder, LoadedSlot, Plan, no_such_value
from plangen.quantities import Stated
from plangen.refusals import fault
from plangen.slots import FlagValue, SlotContent, check_content, slot_adapter, stated_values
from plangen.yamltree import Node, Scalar, parse_yaml, plain, scalars

_LONE_MARK = re.compile(f"\\s*{MARK_OPEN}(\\d+){MARK_CLOSE}\\s*")


@dataclass(slots=True)
class Filling:
    """What stands in one slot, its expressions marked, before it is validated."""

    chapter: Chapter
    place: SlotPlace
    node: Node
    at: Position
    data: object = None
    placeholder: bool = False
    cited: dict[str, Citation] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)


class _NotYetError(Exception):
    """A figure refers to one that is not read yet."""


def prepare(plan: Plan, chapter: Chapter, place: SlotPlace, node: Node | None, at: Position) -> Filling | None:
    """Mark the expressions of what stands in a slot; return nothing where nothing stands."""
    if node is None or is_empty(node):
        return None
    filling = Filling(chapter, place, node, at)
    finds = [*placeholders(scalars(node), place.spec.guide), *_untouched_example(place, node)]
    plan.placeholders.extend(FoundPlaceholder(p.at, p.find, place.name) for p in finds)
    filling.placeholder = bool(finds)
    texts: dict[str, str | None] | None = None
    if plan.fact_places is not None:
        texts = {name: plan.facts[name].text if name in plan.facts else None for name in plan.fact_places}

    def mark(scalar: Scalar) -> str:
        text, problems = mark_expressions(scalar.value, scalar.locate, texts, plan.marks)
        filling.found.extend(problems)
        return text

    filling.data = plain(node, mark)
    return filling


def settle(plan: Plan, fillings: list[Filling]) -> Iterator[Diagnostic]:
    """Validate what stands in the slots, each after those whose figures it takes; the plan then holds all of them."""
    waiting = [filling for filling in fillings if not _settled(plan, filling, frozenset())]
    known: frozenset[str] | None = None
    while waiting and known != (known := frozenset(plan.values)):
        waiting = [filling for filling in waiting if not _settled(plan, filling, known)]
    for filling in waiting:
        _settled(plan, filling, None)
    for filling in fillings:
        yield from filling.found


def _settled(plan: Plan, filling: Filling, known: frozenset[str] | None) -> bool:
    """Validate one slot unless it takes a figure that is not ``known``; without ``known`` nothing is waited for."""
    try:
        slot, found = _filled(plan, filling, known)
    except _NotYetError:
        return False
    plan.slots[slot.name] = slot
    filling.found.extend(found)
    return True


def _filled(plan: Plan, filling: Filling, known: frozenset[str] | None) -> tuple[LoadedSlot, list[Diagnostic]]:
    place, node = filling.place, filling.node
    make = partial(LoadedSlot, place, filling.chapter)
    found: list[Diagnostic] = []
    clean = partial(as_written, marks=plan.marks)
    adapter = slot_adapter(place.spec.type)
    lookup: Lookup = partial(_looked_up, plan=plan, filling=filling, known=known)
    try:
        content: SlotContent | FlagValue = adapter.validate_python(filling.data, context=lookup)
    except ValidationError as error:
        found.extend(findings_of(error, node, adapter, clean, place.name))
        return make("missing", filling.at, node, valid=False), found
    if isinstance(content, FlagValue):
        return make("flagged", filling.at, node, flag=content.flag), found
    surroundings = Surroundings(plan.language, plan.horizon)
    faults = list(check_content(content, place.spec.columns, surroundings))
    found.extend(place_fault(fault, node, clean) for fault in faults)
    valid = not any(fault.code in ("PG006", "PG007", "PG203") for fault in faults)
    for path, value in stated_values(content, plan.language).items():
        plan.values[f"{place.name}.{path}"] = value
    if isinstance(content, StrategyBlock) and content.id:
        plan.block_ids.setdefault(content.id, place.name)
    state: SlotState = "missing" if filling.placeholder else "filled"
    held = content if valid else None
    slot = make(state, filling.at, node, content=held, valid=valid, cited=tuple(filling.cited.values()))
    return slot, found


def _looked_up(text: str, *, plan: Plan, filling: Filling, known: frozenset[str] | None) -> str | Stated:
    """Return the figure that a lone ``value()`` or fact refers to; any other text as it is."""
    match = _LONE_MARK.fullmatch(text)
    node = plan.marks.nodes[int(match[1])] if match else None
    if isinstance(node, Citation):
        filling.cited.setdefault(node.fact, node)
        return node.text
    if not isinstance(node, Value):
        return text
    if known is not None and not known:
        raise _NotYetError
    chapter = filling.chapter.id
    path = full_path(node.path, plan.block_ids)
    meant = matches(path, plan.values if known is None else known, chapter)
    if len(meant) == 1:
        value: Stated = plan.values[meant[0]]
        return value
    if known is not None:
        raise _NotYetError
    if len(meant) > 1:
        message = "{path} can mean several values: {places}"
        hint = "write the whole path of the one you mean"
        raise fault(message, hint, code="PG201", path=node.path, places=", ".join(sorted(meant)))
    slot = plan.slot_of(path, chapter)
    if slot and slot.content is None and slot.name == filling.place.name:
        message = "{path} is a figure of this same block"
        raise fault(message, "write the number itself", code="PG201", path=node.path)
    if slot and slot.flag:
        message = "the value {path} is not there yet, since {slot} is flagged"
        hint = "fill {slot}, or write the number itself"
        raise fault(message, hint, code="PG206", path=node.path, slot=slot.name)
    if slot and slot.content is None:
        message = "the value {path} is not there, since {slot} is missing, has a fault, or waits for this one"
        hint = "fill or mend {slot}, or write the number itself"
        raise fault(message, hint, code="PG201", path=node.path, slot=slot.name)
    message, hint, values = no_such_value(node.path, plan, chapter)
    raise fault(message, hint, code="PG201", **values)


# --- placeholders --------------------------------------------------------------------------------------------------


def placeholders_in(node: Node) -> list[FoundPlaceholder]:
    """Find placeholder text anywhere below a node."""
    return list(placeholders(scalars(node)))


def placeholders(texts: Iterator[Scalar], guide: str = "") -> Iterator[FoundPlaceholder]:
    """Find placeholder text in some scalars, and the template's guidance left as it was."""
    for scalar in texts:
        if scalar.null:
            continue
        if scalar.value.strip() and only_punctuation(scalar.value):
            yield FoundPlaceholder(scalar.at, Placeholder(0, scalar.value.strip(), "punctuation only"))
            continue
        for find in find_placeholders(scalar.value):
            yield FoundPlaceholder(scalar.locate(find.offset), find)
        if guide and repeats_guidance(scalar.value, guide):
            yield FoundPlaceholder(scalar.at, Placeholder(0, guide, "untouched guidance"))


def _untouched_example(place: SlotPlace, node: Node) -> Iterator[FoundPlaceholder]:
    """Find a block that is still the example that ``plangen new`` wrote."""
    example = example_of(place.spec.type)
    if not example or not all(scalar.value.strip() in example for scalar in scalars(node)):
        return
    shipped, _ = parse_yaml(example, "")
    if shipped and plain(node, lambda scalar: scalar.value) == plain(shipped, lambda scalar: scalar.value):
        yield FoundPlaceholder(node.at, Placeholder(0, place.spec.type, "untouched example"))


def example_of(slot_type: str) -> str:
    """Return a filled example of a strategy block as YAML text; nothing for other slot types."""
    return BLOCKS[slot_type].example if slot_type in BLOCKS else ""
