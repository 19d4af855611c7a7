"""The folder that holds ``templates/`` and ``content/``: where it is, and what plans and packs it has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import translate

_NAME = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?", re.UNICODE)
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


class WorkspaceError(Exception):
    """The work cannot begin: no workspace, no such plan or pack, a name that cannot be used.

    ``message`` and ``hint`` are templates, translated and then filled with ``values``, as for findings.
    """

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        self.message = translate(message).format(**values)
        self.hint = translate(hint).format(**values)
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace by its root folder."""

    root: Path

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    def plans(self) -> tuple[str, ...]:
        """Return the names of all plans, sorted."""
        return _folders(self.content)

    def packs(self) -> tuple[str, ...]:
        """Return the names of all template packs, sorted."""
        return _folders(self.templates)

    def plan_folder(self, name: str) -> Path:
        """Return the folder of a plan. Raises ``WorkspaceError`` with the near matches where there is none."""
        hint = "plangen new NAME --template PACK makes one"
        return self.content / _known(name, self.plans(), "there is no plan {name!r}", hint)

    def pack_folder(self, name: str) -> Path:
        """Return the folder of a pack. Raises ``WorkspaceError`` with the near matches where there is none."""
        return self.templates / _known(name, self.packs(), "there is no template pack {name!r}", "")


def _folders(parent: Path) -> tuple[str, ...]:
    if not parent.is_dir():
        return ()
    return tuple(sorted(p.name for p in parent.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))))


def _known(name: str, names: tuple[str, ...], message: str, hint: str) -> str:
    if name in names:
        return name
    near = get_close_matches(name.casefold(), names, 3, 0.5)
    if near:
        hint = "did you mean {near}?"
    elif names:
        hint = "there is: {names}"
    raise WorkspaceError(message, hint, name=name, near=translate(" or ").join(near), names=", ".join(names))


def find_workspace(start: Path, given: Path | None = None) -> Workspace:
    """Find the workspace at or above a folder, or take the one given. Raises ``WorkspaceError`` where there is none."""
    if given is not None:
        if not (given / "templates").is_dir():
            hint = "a workspace holds the folders templates/ and content/"
            raise WorkspaceError("{folder} is no workspace", hint, folder=given)
        return Workspace(given.resolve())
    for folder in (start, *start.parents):
        if (folder / "templates").is_dir() and (folder / "content").is_dir():
            return Workspace(folder.resolve())
    hint = "go into the folder that holds templates/ and content/, or name it with --workspace DIR"
    raise WorkspaceError("no workspace found at or above {folder}", hint, folder=start)


def check_name(name: str, existing: tuple[str, ...]) -> str:
    """Return a new plan's name in NFC, safe as a folder on every system. Raises ``WorkspaceError`` where it is not."""
    normal = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(normal) or normal.casefold() in _DEVICES:
        hint = "use letters, digits and - only, at most 64, such as acme-2026"
        raise WorkspaceError("{name!r} cannot be the name of a plan", hint, name=name)
    if len(normal.encode()) > 200:
        raise WorkspaceError("the name {name!r} is too long", "use at most 60 characters", name=name)
    same = {other: unicodedata.normalize("NFC", other).casefold() for other in existing}
    for other, folded in same.items():
        if folded == normal.casefold():
            hint = "choose another name, or delete that folder first"
            raise WorkspaceError("there is a plan {name!r} already", hint, name=other)
    return normal


def unknown_template(name: str, packs: tuple[str, ...], at: Position) -> Diagnostic:
    """Make the finding for a plan whose template does not exist."""
    near = get_close_matches(name, packs, 1)
    hint = "did you mean {near}?" if near else "there is: {names}"
    message = "there is no template pack {name}"
    known = ", ".join(packs) or translate("none")
    return finding("PG006", at, message, hint, name=name, near=near[0] if near else "", names=known)
