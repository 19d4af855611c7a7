"""The files that ``from:`` may name: sheets in the plan's own folder, each read once."""

from __future__ import annotations

import re
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import translate
from plangen.sheets.reading import MAX_BYTES, SUFFIXES, SheetFile, open_file

_PROBLEMS = {
    ".xls": ("{file} is an old workbook", "save it as .xlsx in Excel or WPS, and write that name here"),
    ".xlsm": ("{file} is a workbook with macros", "save it as .xlsx, which holds none, and write that name here"),
}


@dataclass(slots=True)
class Shelf:
    """The sheets of one plan. ``folder`` is where they are, ``shown`` what findings call it: ``content/acme``."""

    folder: Path
    shown: str
    opened: dict[Path, tuple[SheetFile | None, list[Diagnostic]]] = field(default_factory=dict)

    def open(self, name: str, at: Position) -> tuple[SheetFile | None, list[Diagnostic]]:
        """Open a file by its name in the plan's folder; what is in the way is a finding at the place given."""
        path, problem = self._path(name, at)
        if path is None or problem:
            return None, [problem] if problem else []
        if path not in self.opened:
            self.opened[path] = _read(path, f"{self.shown}/{path.relative_to(self.folder).as_posix()}", at)
        opened, found = self.opened[path]
        return opened, [replace(each, file=at.file, line=at.line, column=at.column) for each in found]

    def _path(self, name: str, at: Position) -> tuple[Path | None, Diagnostic | None]:
        def deny(message: str, hint: str, **values: object) -> tuple[None, Diagnostic]:
            return None, finding("PG012", at, message, hint, file=name[:120], folder=self.shown, **values)

        hint = inside = "copy the file into {folder} and write its name alone, such as kpis.xlsx"
        if not name.strip() or "\x00" in name:
            return deny("the name of a file belongs here", "write it, such as kpis.xlsx")
        if "://" in name:
            return deny("{file} is an address and no file of the plan", inside)
        if "\\" in name or "!" in name:
            hint = "write / between folder and file, and no ! in a name"
            return deny("{file} cannot be the name of a sheet", hint)
        parts = name.split("/")
        if name.startswith(("/", "~")) or re.match("[A-Za-z]:", name) or ".." in parts:
            return deny("{file} lies outside the plan's folder", inside)
        suffix = Path(name).suffix.casefold()
        if suffix not in SUFFIXES:
            if suffix in _PROBLEMS:
                return deny(*_PROBLEMS[suffix])
            return deny("{file} is neither .xlsx nor .csv", "save the table as .xlsx or .csv, and write that name here")
        path = self._found(parts)
        if path is None:
            known = self._names()
            near = get_close_matches(name.casefold(), known, 1, 0.5)
            hint = "did you mean {near}?" if near else "copy the file into {folder}; sheets there now: {names}"
            names = ", ".join(sorted(known.values())[:8]) or translate("none")
            return deny("there is no file {file}", hint, near=known[near[0]] if near else "", names=names)
        if not path.resolve().is_relative_to(self.folder.resolve()):
            return deny("{file} is a link to a file outside the plan's folder", inside)
        return path, None

    def _found(self, parts: list[str]) -> Path | None:
        """Return a path as the file system spells it, which may compose characters in its own way."""
        path = self.folder
        for part in parts:
            step = path / part
            if not step.exists() and path.is_dir():
                wanted = unicodedata.normalize("NFC", part)
                same = (each for each in sorted(path.iterdir()) if unicodedata.normalize("NFC", each.name) == wanted)
                step = next(same, step)
            path = step
        return path if path.exists() else None

    def _names(self) -> dict[str, str]:
        """Return the names of the sheets there are by their names in lower case."""
        paths = [path for pattern in ("*", "*/*") for path in self.folder.glob(pattern)]
        names = (path.relative_to(self.folder).as_posix() for path in paths if _is_sheet(path))
        return {name.casefold(): name for name in sorted(names) if not name.rpartition("/")[2].startswith(("~$", "."))}


def _is_sheet(path: Path) -> bool:
    return path.suffix.casefold() in SUFFIXES and path.is_file()


def _read(path: Path, file: str, at: Position) -> tuple[SheetFile | None, list[Diagnostic]]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [finding("PG012", at, "{file} is no ordinary file", "put the sheet there", file=file)]
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = translate(error.strerror or str(error))
        message, hint = "{file} cannot be read: {reason}", "close it where it is open, and mend its permissions"
        return None, [finding("PG012", at, message, hint, file=file, reason=reason)]
    if len(data) > MAX_BYTES:
        message = "{file} has {size} bytes; at most {limit} are read"
        hint = "copy the table into a workbook of its own"
        return None, [finding("PG012", at, message, hint, file=file, size=status.st_size, limit=MAX_BYTES)]
    return open_file(data, file, at)
