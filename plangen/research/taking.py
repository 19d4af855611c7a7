"""A sheet's changes taken into facts.yaml: tried on a copy, judged by two readers of YAML, put in place at once."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from plangen.diagnostics import Diagnostic, PlanError, Position, finding
from plangen.ledger import FactSpec
from plangen.loader import FACTS_FILE
from plangen.pipeline import check_targets, put_in_place
from plangen.plan import Plan
from plangen.research.changes import Change, field_text
from plangen.research.editing import edited
from plangen.research.reading import Answers, read_answers
from plangen.workspace import Workspace, WorkspaceError
from plangen.yamltree import Mapping, parse_yaml, plain

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet says, the ledger as it was read and as it would be; ``content`` is nothing where nothing changes."""

    answers: Answers
    path: Path
    before: bytes = b""
    content: bytes | None = None


def take_sheet(sheet: Path, plan: Plan, workspace: Workspace, today: date) -> Taken:
    """Read a researcher's sheet and try its changes; nothing is written.

    Raises ``WorkspaceError`` where the sheet cannot be read at all, ``PlanError`` where the ledger would not be as it
    should.
    """
    name = sheet.name
    try:
        data = sheet.read_bytes()
    except FileNotFoundError as error:
        raise WorkspaceError(
            "there is no file {file}", "write it with plangen facts NAME --xlsx FILE", file=sheet
        ) from error
    except OSError as error:
        raise WorkspaceError("{file} cannot be read: {reason}", "", file=sheet, reason=error.strerror) from error
    answers = read_answers(data, name, plan, today)
    path = workspace.plan_folder(plan.name) / FACTS_FILE
    if not answers.changes:
        return Taken(answers, path)
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    root, found = parse_yaml(text, f"{plan.folder}/{FACTS_FILE}")
    if not isinstance(root, Mapping) or found:
        raise PlanError(found)
    new = edited(text, root, answers.changes)
    at = Position(f"{plan.folder}/{FACTS_FILE}")
    if fault := _wrong(text, root, new, answers.changes, at):
        raise PlanError([fault])
    return Taken(answers, path, raw, (BOM if raw.startswith(BOM) else b"") + new.encode())


def write_ledger(taken: Taken, workspace: Workspace) -> None:
    """Put the changed ledger in place. Raises ``PlanError`` where it cannot be written, or was changed since."""
    if taken.content is None:
        return
    path = taken.path.resolve()  # a link stays one
    check_targets((path,), workspace)
    if path.read_bytes() != taken.before:
        at = Position(path.relative_to(workspace.root).as_posix() if path.is_relative_to(workspace.root) else path.name)
        message = "the file was changed while the question stood; nothing was written"
        raise PlanError([finding("PG310", at, message, "run the command again")])
    mode = path.stat().st_mode
    put_in_place({path: taken.content}, workspace)
    path.chmod(stat.S_IMODE(mode))


def _wrong(text: str, root: Mapping, new: str, changes: Iterable[Change], at: Position) -> Diagnostic | None:
    """Say why a changed ledger may not be written: it does not load, or more than the changes is different."""
    message = "the changes cannot be put into the ledger without harm: {reason}"
    hint = "make these changes by hand, and simplify the layout of the facts they are in"
    after, found = parse_yaml(new, at.file)
    if not isinstance(after, Mapping) or found:
        return finding("PG310", at, message, hint, reason=found[0].message if found else "")
    wanted = {name: _fields(value) for name, (_, value) in root.entries.items()}
    for change in changes:
        wanted[change.fact] = _changed(wanted[change.fact], change)
    for name, (_, value) in after.entries.items():
        if _fields(value) != wanted.get(name):
            return finding("PG310", at, message, hint, reason=name)
    for change in changes:
        try:
            fact = FactSpec.model_validate(_fields(after.entries[change.fact][1]))
        except ValidationError:
            return finding("PG310", at, message, hint, reason=change.fact)
        if field_text(fact, change.field) != change.new:
            return finding("PG310", at, message, hint, reason=f"{change.fact}, {change.field}")
    if list(after.entries) != list(root.entries) or _comments(new) != _comments(text):
        return finding("PG310", at, message, hint, reason="#")
    return None


def _fields(value: Any) -> Any:
    return plain(value, lambda scalar: scalar.value)


def _changed(fact: Map[str, Any], change: Change) -> dict[str, Any]:
    """Return the fields of a fact with one change made."""
    head, _, part = change.field.partition(".")
    if not part:
        return _with(fact, head, change.new)
    source = _with(fact.get("source") or {}, part, change.new)
    return {**{key: value for key, value in fact.items() if key != "source"}, **({"source": source} if source else {})}


def _with(fields: Map[str, Any], name: str, value: str) -> dict[str, Any]:
    rest = {key: old for key, old in fields.items() if key != name}
    return {**rest, name: value} if value else rest


def _comments(text: str) -> list[str]:
    """Return the comments of a YAML file in order, as a reader that knows comments sees them."""
    from ruamel.yaml import YAML

    found: list[str] = []
    for token in YAML().scan(text):
        found.extend(_texts(getattr(token, "_comment", None)))
    return found


def _texts(comment: Any) -> Iterable[str]:
    match comment:
        case list() | tuple():
            for part in comment:
                yield from _texts(part)
        case None:
            return
        case _:
            lines = (line.strip() for line in str(comment.value).splitlines())
            yield from (line for line in lines if line)
