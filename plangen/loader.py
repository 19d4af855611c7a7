"""From the files of a plan to typed content, with a finding for everything that is not as the template asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from plangen.blocks import BLOCKS
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.expressions import as_written, mark_expressions
from plangen.faults import findings_of, place_fault
from plangen.model import Surroundings
from plangen.pack import Chapter, SectionSpec, SlotPlace, is_empty, mapping, read_pack, read_text, slot_places
from plangen.placeholders import Placeholder, find_placeholders, only_punctuation, repeats_guidance
from plangen.plan import FactSpec, FoundPlaceholder, LoadedSlot, Plan, PlanSpec
from plangen.slots import FlagValue, check_content, slot_adapter, text_values
from plangen.workspace import Workspace, unknown_template
from plangen.yamltree import Mapping, Node, Scalar, parse_yaml, plain, scalars, slipped_colon

PLAN_FILE = "plan.yaml"
FACTS_FILE = "facts.yaml"

M = TypeVar("M", bound=BaseModel)


def load_plan(workspace: Workspace, name: str) -> tuple[Plan | None, list[Diagnostic]]:
    """Read a plan with its template pack. Without a plan the findings say why; with one they are what else is wrong.

    Raises ``WorkspaceError`` where the plan does not exist.
    """
    folder = workspace.plan_folder(name)
    found: list[Diagnostic] = []
    spec_node = _read(folder / PLAN_FILE, workspace, found)
    spec = _validate(PlanSpec, spec_node, found) if spec_node else None
    if spec is None or spec_node is None:
        return None, found
    if spec.template not in workspace.packs():
        at = _at(spec_node, "template")
        return None, [*found, unknown_template(spec.template, workspace.packs(), at)]
    pack, problems = read_pack(workspace.pack_folder(spec.template), workspace.root)
    found.extend(problems)
    if pack is None:
        return None, found
    if spec.horizon and spec.horizon.end < spec.horizon.start:
        message = "the plan ends on {end}, before it starts on {start}"
        at = _at(spec_node, "horizon", "end")
        found.append(finding("PG006", at, message, "exchange the two", start=spec.horizon.start, end=spec.horizon.end))
    plan = Plan(name, f"content/{name}", pack, spec, {}, {})
    plan.placeholders.extend(_placeholders_in(spec_node))
    found.extend(_load_facts(plan, folder, workspace))
    found.extend(_load_chapters(plan, folder, workspace))
    return plan, found


def _at(node: Node, *path: str) -> Position:
    for step in path:
        inner = node.get(step) if isinstance(node, Mapping) else None
        if inner is None:
            break
        node = inner
    return node.at


def _read(path: Path, workspace: Workspace, found: list[Diagnostic]) -> Node | None:
    text, problems = read_text(path, workspace.root)
    found.extend(problems)
    if text is None:
        return None
    node, problems = parse_yaml(text, path.relative_to(workspace.root).as_posix())
    found.extend(problems)
    return node


def _validate(model: type[M], node: Node, found: list[Diagnostic]) -> M | None:
    try:
        return model.model_validate(plain(node, lambda scalar: scalar.value))
    except ValidationError as error:
        found.extend(findings_of(error, node, TypeAdapter(model)))
        return None


# --- facts ---------------------------------------------------------------------------------------------------------


def _load_facts(plan: Plan, folder: Path, workspace: Workspace) -> Iterator[Diagnostic]:
    path = folder / FACTS_FILE
    if not path.exists() and not path.is_symlink():
        return
    found: list[Diagnostic] = []
    node = _read(path, workspace, found)
    if any(diagnostic.code != "PG002" for diagnostic in found):
        plan.fact_places = None
    # a ledger of comments only is a ledger without facts
    yield from (diagnostic for diagnostic in found if diagnostic.code != "PG002")
    if node is None:
        return
    if not isinstance(node, Mapping):
        yield finding(
            "PG006", node.at, "facts.yaml needs facts by their id", "write: id, a colon, and its fields below"
        )
        return
    plan.placeholders.extend(_placeholders_in(node))
    for identifier, (key, value) in node.entries.items():
        if not identifier.isidentifier() or not identifier.isascii():
            hint = "use Latin letters, digits and _ such as market_size_2025"
            yield finding("PG006", key.at, "{id} cannot be the id of a fact", hint, id=identifier)
            continue
        if plan.fact_places is not None:
            plan.fact_places[identifier] = key.at
        problems: list[Diagnostic] = []
        fact = _validate(FactSpec, value, problems)
        yield from problems
        if fact is None:
            continue
        if fact.status == "verified" and fact.checked_on is None:
            message = "the fact {id} is called verified, but nobody says when it was checked"
            yield finding("PG007", _at(value, "status"), message, "add checked_on: 2026-03-31", id=identifier)
        plan.facts[identifier] = fact


# --- chapters ------------------------------------------------------------------------------------------------------


def _load_chapters(plan: Plan, folder: Path, workspace: Workspace) -> Iterator[Diagnostic]:
    stems = {chapter.stem: chapter for chapter in plan.pack.chapters}
    for path in sorted(folder.glob("[!.]*.y*ml")):  # hidden files are an editor's or the system's own
        if path.name not in (PLAN_FILE, FACTS_FILE) and (path.stem not in stems or path.suffix != ".yaml"):
            near = get_close_matches(path.stem, stems, 1, 0.5)
            hint = "did you mean {near}.yaml?" if near else "delete the file, or add a chapter to the template"
            at = Position(f"{plan.folder}/{path.name}")
            message = "the template {pack} has no chapter {stem}"
            values = {"pack": plan.pack.name, "stem": path.stem, "near": near[0] if near else ""}
            yield finding("PG205", at, message, hint, **values)
    for chapter in plan.pack.chapters:
        path = folder / f"{chapter.stem}.yaml"
        file = f"{plan.folder}/{path.name}"
        root: Node | None = None
        readable = True
        if not path.exists() and not path.is_symlink():
            message = "the chapter file for {title} is missing"
            hint = "plangen new writes all chapter files; copy this one from a new plan"
            yield finding("PG204", Position(file), message, hint, title=chapter.spec.title)
        else:
            found: list[Diagnostic] = []
            root = _read(path, workspace, found)
            readable = root is not None or all(diagnostic.code == "PG002" for diagnostic in found)
            yield from found
        yield from _load_chapter(plan, chapter, root, Position(file), readable=readable)


def _load_chapter(
    plan: Plan, chapter: Chapter, root: Node | None, at: Position, *, readable: bool
) -> Iterator[Diagnostic]:
    if isinstance(root, Scalar) and (slip := slipped_colon(root)):
        yield slip
        root, readable = None, False
    elif root is not None and not isinstance(root, Mapping):
        hint = "begin with the name of a section and a colon, such as: {name}:"
        name = next(iter((*chapter.spec.sections, *chapter.spec.slots)), "")
        yield finding("PG006", root.at, "the chapter file needs sections with slots", hint, name=name)
        root = None
    if isinstance(root, Mapping):
        yield from _unknown_keys(root, chapter.spec, chapter.id)
        slot_texts = {
            id(scalar) for place in slot_places(chapter, plan.language) for scalar in _slot_scalars(root, place)
        }
        outside = (scalar for scalar in scalars(root) if id(scalar) not in slot_texts)
        plan.placeholders.extend(_placeholders(outside))
    for place in slot_places(chapter, plan.language):
        node, where = _find(root, place.path[1:], at)
        slot, found = _load_slot(plan, chapter, place, node, where)
        slot = slot if readable else replace(slot, valid=False)
        plan.slots[slot.name] = slot
        yield from found


def _slot_scalars(root: Mapping, place: SlotPlace) -> Iterator[Scalar]:
    node, _ = _find(root, place.path[1:], root.at)
    if node is not None:
        yield from scalars(node)


def _unknown_keys(node: Mapping, section: SectionSpec, path: str) -> Iterator[Diagnostic]:
    known = [*section.slots, *section.sections]
    for name, (key, value) in node.entries.items():
        if name in section.sections:
            if isinstance(value, Mapping):
                yield from _unknown_keys(value, section.sections[name], f"{path}.{name}")
            elif isinstance(value, Scalar) and (slip := slipped_colon(value)):
                yield slip
            elif not is_empty(value):
                hint = "write its slots below it, indented by two spaces: {slots}"
                inner = section.sections[name]
                slots = ", ".join((*inner.slots, *inner.sections))
                yield finding("PG006", value.at, "{name} is a section and holds slots", hint, name=name, slots=slots)
        elif name not in section.slots:
            near = get_close_matches(name.casefold(), known, 1)
            hint = "did you mean {near}?" if near else "known here: {known}"
            message = "{path} has no slot or section {name}"
            values = {"path": path, "name": name, "near": near[0] if near else "", "known": ", ".join(known)}
            yield finding("PG203", key.at, message, hint, **values)


def _find(root: Node | None, path: tuple[str, ...], at: Position) -> tuple[Node | None, Position]:
    """Return what stands at a path, and its place; where it is absent, the place of the nearest thing above."""
    node = mapping(root)
    for step in path[:-1]:
        if node is None:
            return None, at
        inner = node.get(step)
        if inner is not None:
            at = node.key_at(step)
        node = mapping(inner)
    if node is None:
        return None, at
    value = node.get(path[-1])
    if value is None:
        return None, at if len(path) > 1 else node.at
    if is_empty(value):
        return value, node.key_at(path[-1])
    return value, value.at


def _load_slot(
    plan: Plan, chapter: Chapter, place: SlotPlace, node: Node | None, at: Position
) -> tuple[LoadedSlot, list[Diagnostic]]:
    make = partial(LoadedSlot, place, chapter)
    if node is None or is_empty(node):
        return make("missing", at, node), []
    found: list[Diagnostic] = []
    finds = [*_placeholders(scalars(node), place.spec.guide), *_untouched_example(place, node)]
    plan.placeholders.extend(FoundPlaceholder(p.at, p.find, place.name) for p in finds)
    texts: dict[str, str | None] | None = None
    if plan.fact_places is not None:
        texts = {name: plan.facts[name].text if name in plan.facts else None for name in plan.fact_places}

    def mark(scalar: Scalar) -> str:
        text, problems = mark_expressions(scalar.value, scalar.locate, texts, plan.marks)
        found.extend(problems)
        return text

    data = plain(node, mark)
    clean = partial(as_written, marks=plan.marks)
    adapter = slot_adapter(place.spec.type)
    try:
        content = adapter.validate_python(data)
    except ValidationError as error:
        found.extend(findings_of(error, node, adapter, clean, place.name))
        return make("missing", at, node, valid=False), found
    if isinstance(content, FlagValue):
        return make("flagged", at, node, flag=content.flag), found
    surroundings = Surroundings(plan.language, plan.horizon)
    faults = list(check_content(content, place.spec.columns, surroundings))
    found.extend(place_fault(fault, node, clean) for fault in faults)
    valid = not any(fault.code in ("PG006", "PG007", "PG203") for fault in faults)
    for path, text in text_values(content, plan.language).items():
        plan.values[f"{place.name}.{path}"] = text
    return make("missing" if finds else "filled", at, node, content=content if valid else None, valid=valid), found


# --- placeholders --------------------------------------------------------------------------------------------------


def _placeholders_in(node: Node) -> list[FoundPlaceholder]:
    return list(_placeholders(scalars(node)))


def _placeholders(texts: Iterator[Scalar], guide: str = "") -> Iterator[FoundPlaceholder]:
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
    if not example:
        return
    shipped, _ = parse_yaml(example, "")
    if shipped and plain(node, lambda scalar: scalar.value) == plain(shipped, lambda scalar: scalar.value):
        yield FoundPlaceholder(node.at, Placeholder(0, place.spec.type, "untouched example"))


def example_of(slot_type: str) -> str:
    """Return a filled example of a strategy block as YAML text; nothing for other slot types."""
    return BLOCKS[slot_type].example if slot_type in BLOCKS else ""
