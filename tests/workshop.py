"""A workspace of its own for one test: what is in it, what plangen says of it, and what a run left behind."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from plangen.cli import commands
from plangen.diagnostics import Diagnostic
from plangen.pipeline import Examination, examine
from plangen.workspace import Workspace

SMALL = Path(__file__).parent / "small"
TODAY = date(2026, 1, 10)


@dataclass(frozen=True, slots=True)
class Run:
    """What one command ended with."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Return what ``--format json`` printed."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workspace in a temporary folder. The small plan is called ``acme``."""

    root: Path

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    def path(self, file: str) -> Path:
        """Return a file: by its path in the workspace, or a file of the plan by its name alone."""
        return self.root / (file if "/" in file else f"content/acme/{file}")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text, which has to be there."""
        path = self.path(file)
        text = path.read_text("utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def run(self, *arguments: str) -> Run:
        """Run plangen on this workspace."""
        result = CliRunner().invoke(commands, ["--workspace", str(self.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    def examine(self, name: str = "acme", *, release: bool = False, today: date = TODAY) -> Examination:
        """Load the plan, make its tree and check it."""
        return examine(self.workspace, name, today, release=release)

    def files(self, folder: str = "output") -> dict[str, tuple[bytes, int]]:
        """Return every file below a folder with its bytes and the time it was changed."""
        found = sorted(path for path in (self.root / folder).rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def small(folder: Path) -> Workshop:
    """Copy the small workspace to a folder."""
    return Workshop(Path(shutil.copytree(SMALL, folder / "work")))


def places(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Return ``CODE file:line:column`` of each finding; files of the small plan by their name alone."""
    return [f"{d.code} {d.file.removeprefix('content/acme/')}:{d.line}:{d.column}" for d in diagnostics]
