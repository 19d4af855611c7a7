"""Findings as data: what is wrong, where, and what to do next. Nothing here prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plangen.codes import CODES, Severity
from plangen.messages import translate


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; ``file`` is relative to the workspace, line and column count from 1.

    For a cell of a workbook ``file`` goes on with the name of the sheet: ``content/acme/kpis.xlsx!Sheet1``.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Write the place: ``file:line:column``, or ``kpis.xlsx!Sheet1!C7`` for a cell."""
        if self.is_cell:
            return f"{self.file}!{column_letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def is_cell(self) -> bool:
        return WORKBOOK in self.file

    @property
    def in_sheet(self) -> bool:
        """Tell whether the place lies in a workbook or a CSV file."""
        return self.is_cell or self.file.endswith((".csv", ".tsv"))


WORKBOOK = ".xlsx!"


def column_letters(number: int) -> str:
    """Return the letters of a spreadsheet's column by its number: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Diagnostic:
    code: str
    severity: Severity
    message: str
    hint: str
    file: str
    line: int
    column: int

    @property
    def at(self) -> Position:
        return Position(self.file, self.line, self.column)


class PlanError(Exception):
    """Carries the findings that stopped the work. Raised once, after all of them were collected."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = ordered(diagnostics)
        super().__init__("; ".join(f"{d.at}: {d.code} {d.message}" for d in self.diagnostics))


def finding(code: str, at: Position, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Make a finding of a known code; ``message`` and ``hint`` are templates, translated, then filled with ``values``.

    The severity is the code's ordinary one. Raises ``KeyError`` for a code that the table does not have.
    """
    return Diagnostic(
        code=code,
        severity=CODES[code].severity,
        message=translate(message).format(**values),
        hint=translate(hint).format(**values),
        file=at.file,
        line=at.line,
        column=at.column,
    )


def for_release(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Raise each finding to the severity it has when a plan is checked for release."""
    for diagnostic in diagnostics:
        raised = CODES[diagnostic.code].on_release
        yield replace(diagnostic, severity=raised) if raised else diagnostic


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings by place and drop repeated ones."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.file, d.line, d.column, d.code, d.message)))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings that are errors."""
    return tuple(d for d in diagnostics if d.severity == "error")


def stops_draft(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the errors that even a draft is refused for."""
    return tuple(d for d in errors(diagnostics) if CODES[d.code].blocks_draft)
