"""From what stands in a slot to typed content.

A figure of a block may refer to a figure of another block: ``target: '{{ value("scorecard.margin.target") }}'``. So
slots are filled in the order in which they need each other, and what waits for itself is a finding. A block that takes
a figure of a faulty one cannot be read either; that is said once, where the fault is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from pydantic import ValidationError

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Citation, SlotState, Value
from plangen.examples import examples
from plangen.expressions import as_written, mark_expressions
from plangen.faults import findings_of, place_fault
from plangen.markdown import MARK_CLOSE, MARK_OPEN
from plangen.model import ReadingContext, StrategyBlock, Surroundings
from plangen.pack import Chapter, SlotPlace, is_empty
from plangen.paths import full_path, matches
from plangen.placeholders import Placeholder, find_placeholders, only_punctuation, repeats_guidance
from plangen.plan import FoundPlaceholder, LoadedSlot, Plan, no_such_value
from plangen.quantities import Stated
from plangen.refusals import FOLLOWS, fault
from plangen.slots import FlagValue, SlotContent, check_content, slot_adapter, stated_values
from plangen.yamltree import Node, Scalar, parse_yaml, plain, scalars

_SEVERAL = "{path} can mean several values: {places}"
_WHOLE = "write the whole path of the one you mean"
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
    told: set[str] = field(default_factory=set)  # slots that it has been said to go in a circle with
    taken: dict[str, Value] = field(default_factory=dict)  # by the figure's full path where it was first taken
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
        texts = {
            name: plan.facts[name].text(plan.language) if name in plan.facts else None for name in plan.fact_places
        }

    def mark(scalar: Scalar) -> str:
        text, problems = mark_expressions(scalar.value, scalar.locate, texts, plan.marks)
        filling.found.extend(problems)
        return text

    filling.data = plain(node, mark)
    return filling


def settle(plan: Plan, fillings: list[Filling]) -> Iterator[Diagnostic]:
    """Validate what stands in the slots, each after those whose figures it takes; the plan then holds all of them."""
    names = frozenset(step for filling in fillings for step in filling.place.path)
    reading = _Reading(plan, names | {step for slot in plan.slots.values() for step in slot.place.path})
    waiting = [filling for filling in fillings if not _settled(reading, filling)]
    while waiting and reading.known != (known := frozenset(plan.values)):
        reading.known = known
        waiting = [filling for filling in waiting if not _settled(reading, filling)]
    reading.known, reading.needs = None, _needs(plan, waiting)
    for filling in waiting:
        _settled(reading, filling)
    for filling in fillings:
        yield from filling.found
        yield from _since_ambiguous(plan, filling)


@dataclass(slots=True)
class _Reading:
    """How far the reading of a plan's slots is.

    ``reserved`` are the names of chapters, sections and slots. ``known`` are the figures that may be taken; with None,
    nothing is waited for any more, and ``needs`` says of each slot left which other slots it waits for in the end.
    """

    plan: Plan
    reserved: frozenset[str]
    known: frozenset[str] | None = frozenset()
    needs: dict[str, set[str]] = field(default_factory=dict)


def _needs(plan: Plan, waiting: list[Filling]) -> dict[str, set[str]]:
    """Return by slot all slots it takes figures of, directly or through others, as far as they are waiting, too."""
    names = {filling.place.name for filling in waiting}
    direct: dict[str, set[str]] = {}
    for filling in waiting:
        paths = (full_path(value.path, plan.block_ids) for value in _values_in(filling.data, plan))
        slots = (plan.slot_of(path, filling.chapter.id) for path in paths)
        direct[filling.place.name] = {slot.name for slot in slots if slot and slot.name in names}
    return {name: _reached(name, direct) for name in direct}


def _reached(name: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = set(direct[name])
    while left:
        found.add(step := left.pop())
        left |= direct[step] - found
    return found


def _values_in(data: object, plan: Plan) -> Iterator[Value]:
    """Yield the references to figures that stand alone, as they do in the place of a number."""
    match data:
        case str() if match := _LONE_MARK.fullmatch(data):
            node = plan.marks.nodes[int(match[1])]
            if isinstance(node, Value):
                yield node
        case list():
            for item in data:
                yield from _values_in(item, plan)
        case dict():
            for item in data.values():
                yield from _values_in(item, plan)


def _since_ambiguous(plan: Plan, filling: Filling) -> Iterator[Diagnostic]:
    """Yield shortened paths that meant one figure when they were read, and now that all are known mean several."""
    own = f"{filling.place.name}."
    names = [name for name in plan.values if not name.startswith(own)]
    for path, node in filling.taken.items():
        meant = matches(full_path(node.path, plan.block_ids), names, filling.chapter.id)
        if meant != [path] and node.origin:
            at = Position(node.origin.file, node.origin.line, node.origin.column)
            yield finding("PG201", at, _SEVERAL, _WHOLE, path=node.path, places=", ".join(sorted({*meant, path})))


def _settled(reading: _Reading, filling: Filling) -> bool:
    """Validate one slot unless it takes a figure that is not known yet."""
    try:
        slot, found = _filled(reading, filling)
    except _NotYetError:
        return False
    reading.plan.slots[slot.name] = slot
    filling.found.extend(found)
    return True


def _filled(reading: _Reading, filling: Filling) -> tuple[LoadedSlot, list[Diagnostic]]:
    plan, place, node = reading.plan, filling.place, filling.node
    make = partial(LoadedSlot, place, filling.chapter)
    found: list[Diagnostic] = []
    clean = partial(as_written, marks=plan.marks)
    adapter = slot_adapter(place.spec.type)
    context = ReadingContext(partial(_looked_up, reading=reading, filling=filling), plan.language)
    try:
        content: SlotContent | FlagValue = adapter.validate_python(filling.data, context=context)
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
    if isinstance(content, StrategyBlock) and content.id and content.id not in reading.reserved:
        plan.block_ids.setdefault(content.id, place.name)
    state: SlotState = "missing" if filling.placeholder else "filled"
    held = content if valid else None
    slot = make(
        state, filling.at, node, content=held, valid=valid, sound=not faults, cited=tuple(filling.cited.values())
    )
    return slot, found


def _looked_up(text: str, *, reading: _Reading, filling: Filling) -> str | Stated:
    """Return the figure that a lone ``value()`` or fact refers to; any other text as it is."""
    plan, known = reading.plan, reading.known
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
        filling.taken.setdefault(meant[0], node)
        return value
    if known is not None:
        raise _NotYetError
    if len(meant) > 1:
        raise fault(_SEVERAL, _WHOLE, code="PG201", path=node.path, places=", ".join(sorted(meant)))
    slot = plan.slot_of(path, chapter)
    if slot and slot.content is None and slot.name == filling.place.name:
        message = "{path} is a figure of this same block"
        raise fault(message, "write the number itself", code="PG201", path=node.path)
    if slot and slot.flag:
        message = "the value {path} is not there yet, since {slot} is flagged"
        hint = "fill {slot}, or write the number itself"
        raise fault(message, hint, code="PG206", path=node.path, slot=slot.name)
    if slot and filling.place.name in reading.needs.get(slot.name, ()):
        if slot.name in filling.told:
            raise fault("", code=FOLLOWS)
        filling.told.add(slot.name)
        message = "the value {path} is not there: {slot} takes a figure of this block and waits for this one ({place})"
        hint = "write the number itself in one of the two blocks"
        where = str(slot.at)
        raise fault(message, hint, code="PG201", path=node.path, slot=slot.name, place=where)
    if slot and slot.content is None and not slot.valid:
        raise fault("", code=FOLLOWS)  # what is wrong with that slot is said there
    if slot and slot.content is None:
        message = "the value {path} is not there, since {slot} is missing"
        hint = "fill {slot}, or write the number itself"
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
    for example in examples(place.spec.type):
        if not all(scalar.value.strip() in example for scalar in scalars(node)):
            continue
        shipped, _ = parse_yaml(example, "")
        if shipped and plain(node, lambda scalar: scalar.value) == plain(shipped, lambda scalar: scalar.value):
            yield FoundPlaceholder(node.at, Placeholder(0, place.spec.type, "untouched example"))
            return
