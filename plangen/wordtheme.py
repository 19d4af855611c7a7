"""A client's Word file in the place of a theme's name: read, and laid under what the plan says of its look itself."""

from __future__ import annotations

from collections.abc import Mapping as Entries
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.diagnostics import Diagnostic, finding
from plangen.themefiles import Layer, Resolved, resolve_theme
from plangen.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from plangen.wordbase import Base
    from plangen.wordbase.look import Values

ENDINGS = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".wps", ".rtf", ".odt")
KEEP, REPLACE = "keep", "replace"


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan looks: its theme, and the Word file that it is laid out on, if it names one that can be used."""

    resolved: Resolved | None
    base: Base | None = None


def resolve_look(node: Node | None, folder: Path, pack: Resolved, language: str) -> tuple[Look, list[Diagnostic]]:
    """Resolve a plan's theme as ``resolve_theme`` does; a base that is a Word file is read and stands below it.

    ``language`` is that of the document. A Word file that cannot be used comes with findings and without a base.
    """
    name = _base_of(node)
    if name is None or not name.value.strip().lower().endswith(ENDINGS):
        resolved, found = resolve_theme(node, folder, pack)
        return Look(resolved), found
    # what follows loads what reads XML, which a plan without such a base does not wait for
    from plangen.wordbase import read_base

    changes, kept, found = _numbering(node)
    changes = _without_base(changes)
    base, problems = read_base(
        name.value.strip(), folder, name.at, language, "keep" if kept else "replace", _keys(changes)
    )
    found.extend(problems)
    below = pack
    if base is not None:
        layer = Layer(_tree(base.look.values, name), folder, "client")
        below = resolve_theme(layer.values, folder, pack)[0] or pack
    resolved, problems = resolve_theme(changes, folder, below)
    found.extend(problems)
    if resolved is None:
        return Look(None, base), found
    numbering = resolved.numbering
    if base is not None and base.headings is not None:
        from plangen.numbering import written_scheme

        numbering = written_scheme(base.headings.scheme)
    theme = resolved.theme
    if base is not None and theme.page.grid and "page.grid" not in base.own_keys:
        # the lines and characters of another page
        page = theme.page.model_copy(update={"grid": None})
        theme = theme.model_copy(update={"page": page}).with_picture(theme.picture)
    return Look(replace(resolved, theme=theme, numbering=numbering), base), found


def _base_of(node: Node | None) -> Scalar | None:
    if isinstance(node, Scalar):
        return node
    base = node.get("base") if isinstance(node, Mapping) else None
    return base if isinstance(base, Scalar) else None


def _numbering(node: Node | None) -> tuple[Node | None, bool, list[Diagnostic]]:
    """Return a theme without ``numbering: keep`` or ``replace``, and whether the Word file's own list is kept."""
    if not isinstance(node, Mapping):
        return node, False, []
    said = node.get("numbering")
    entries = {key: entry for key, entry in node.entries.items() if key != "numbering"}
    if isinstance(said, Scalar) and said.value in (KEEP, REPLACE):
        return Mapping(entries, node.start, node.source), said.value == KEEP, []
    if isinstance(said, Scalar) and said.value.strip().lower() in (KEEP, REPLACE):
        hint = "write {meant}"
        message = "{value} is no way to number headings"
        problem = finding("PG006", said.at, message, hint, value=said.value, meant=said.value.strip().lower())
        return Mapping(entries, node.start, node.source), False, [problem]
    return node, False, []


def _without_base(node: Node | None) -> Mapping | None:
    if not isinstance(node, Mapping):
        return None
    return Mapping({key: entry for key, entry in node.entries.items() if key != "base"}, node.start, node.source)


def _keys(node: Node | None) -> frozenset[str]:
    """Return the keys that a plan sets itself, each with its group: ``colors.accent``."""
    found: set[str] = set()
    for group, (_, value) in node.entries.items() if isinstance(node, Mapping) else ():
        if isinstance(value, Mapping):
            found.update(f"{group}.{key}" for key in value.entries)
    return frozenset(found)


def _tree(values: Entries[str, Values], at: Scalar) -> Mapping:
    """Return values of a theme as they would be read from a file; every place is that of the Word file's name."""

    def scalar(text: str) -> Scalar:
        return replace(at, value=text, null=False)

    def node(value: str | tuple[str, ...]) -> Node:
        if isinstance(value, str):
            return scalar(value)
        return Sequence(tuple(scalar(one) for one in value), at.start, at.source)

    def group(entries: Values) -> Mapping:
        return Mapping({key: (scalar(key), node(value)) for key, value in entries.items()}, at.start, at.source)

    return Mapping({key: (scalar(key), group(entries)) for key, entries in values.items()}, at.start, at.source)
