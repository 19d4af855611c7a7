"""From the files of a plan to typed content, with a finding for everything that is not as the template asks."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.faults import findings_of
from plangen.filling import Filling, placeholders, placeholders_in, prepare, settle
from plangen.ledger import FactSpec
from plangen.pack import Chapter, SectionSpec, SlotPlace, is_empty, mapping, read_pack, read_text, slot_places
from plangen.packtexts import in_language
from plangen.plan import LoadedSlot, Plan, PlanSpec
from plangen.tables import Sheets, asks_for_sheet
from plangen.wordtheme import resolve_look
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
    pack, problems = in_language(pack, spec.language or pack.spec.language, workspace.root, _at(spec_node, "language"))
    found.extend(problems)
    if spec.horizon and spec.horizon.end < spec.horizon.start:
        message = "the plan ends on {end}, before it starts on {start}"
        at = _at(spec_node, "horizon", "end")
        found.append(finding("PG006", at, message, "exchange the two", start=spec.horizon.start, end=spec.horizon.end))
    chosen = spec_node.get("theme") if isinstance(spec_node, Mapping) else None
    chosen_look, problems = resolve_look(chosen, folder, pack.look, spec.language or pack.spec.language)
    found.extend(problems)
    look = chosen_look.resolved or pack.look  # the rest of the plan is read all the same
    plan = Plan(
        name,
        f"content/{name}",
        pack,
        spec,
        look.theme,
        {},
        {},
        theme_numbering=look.numbering,
        word_base=chosen_look.base,
    )
    found.extend(_looser_rules(plan, spec_node))
    plan.placeholders.extend(placeholders_in(spec_node))
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


def _looser_rules(plan: Plan, node: Node) -> Iterator[Diagnostic]:
    """Yield what a plan allows of its facts beyond what its pack does."""
    own, asked = plan.spec.facts, plan.pack.spec.facts
    for name in own.looser_than(asked):
        at = _at(node, "facts", name)
        hint = "choose what is as strict, or delete the line"
        if name == "stale_after" and own.stale_after and asked.stale_after:
            message = "{name} is {own}, but the template {pack} allows {asked}; a plan can only be stricter"
            values = {"own": own.stale_after.text, "asked": asked.stale_after.text}
            yield finding("PG006", at, message, hint, name=name, pack=plan.pack.name, **values)
        else:
            message = "the template {pack} makes unverified figures an error in a release; a plan can only be stricter"
            yield finding("PG006", at, message, hint, pack=plan.pack.name)


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
    plan.placeholders.extend(placeholders_in(node))
    for identifier, (key, value) in node.entries.items():
        if not identifier.isidentifier() or not identifier.isascii():
            hint = "use Latin letters, digits and _ such as market_size_2025"
            yield finding("PG006", key.at, "{id} cannot be the id of a fact", hint, id=identifier)
            continue
        if plan.fact_places is not None:
            plan.fact_places[identifier] = key.at
            plan.fact_nodes[identifier] = value
        problems: list[Diagnostic] = []
        fact = _validate(FactSpec, value, problems)
        yield from problems
        if fact is None:
            continue
        if fact.status == "verified" and fact.checked_on is None:
            message = "the fact {id} is called verified, but nobody says when it was checked"
            yield finding("PG007", _at(value, "status"), message, "add checked_on: 2026-03-31", id=identifier)
        if fact.status == "verified" and fact.source is None:
            message = "the fact {id} is called verified, but its source is not named"
            hint = "add source: {{name: …, publisher: …, date: 2025-06-30}}"
            yield finding("PG007", _at(value, "status"), message, hint, id=identifier)
        plan.facts[identifier] = fact


# --- chapters ------------------------------------------------------------------------------------------------------


def _load_chapters(plan: Plan, folder: Path, workspace: Workspace) -> Iterator[Diagnostic]:
    stems = {chapter.stem: chapter for chapter in plan.pack.chapters}
    fillings: list[Filling] = []
    sheets = Sheets(folder, plan.folder)
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
        yield from _load_chapter(plan, chapter, root, Position(file), fillings, sheets, readable=readable)
    yield from settle(plan, fillings)


def _load_chapter(
    plan: Plan,
    chapter: Chapter,
    root: Node | None,
    at: Position,
    fillings: list[Filling],
    sheets: Sheets,
    *,
    readable: bool,
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
        plan.placeholders.extend(placeholders(outside))
    for place in slot_places(chapter, plan.language):
        node, where = _find(root, place.path[1:], at)
        if node is not None and asks_for_sheet(node):
            read, problems = sheets.rows(place, node, plan.language)
            yield from problems
            if read is None:
                plan.slots[place.name] = LoadedSlot(place, chapter, "missing", where, node, valid=False)
                continue
            node = read
        filling = prepare(plan, chapter, place, node, where)
        if filling is None:
            plan.slots[place.name] = LoadedSlot(place, chapter, "missing", where, node, valid=readable)
            continue
        plan.slots[place.name] = LoadedSlot(place, chapter, "missing", where, node, valid=False)
        fillings.append(filling)


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
