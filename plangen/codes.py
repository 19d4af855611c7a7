"""Every finding plangen can make: its code, the fault's name, its severity, and why it is one.

PG0xx input, PG1xx completeness, PG2xx structure, PG3xx sources, PG4xx figures, PG6xx output. The severity here is the
ordinary one; ``on_release`` is what it becomes when a plan is checked for release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """``blocks_draft`` tells whether a draft, too, is refused while the finding stands."""

    code: str
    name: str
    why: str
    severity: Severity = "error"
    on_release: Severity | None = None
    blocks_draft: bool = True


_TABLE = (
    Code(
        "PG001",
        "syntax error",
        "The file is not the YAML it is meant to be, so nothing after this place can be trusted.",
    ),
    Code("PG002", "empty file", "A file without content says nothing about its chapter, not even that it is missing."),
    Code("PG003", "wrong encoding", "Text that is not UTF-8 would be read as other characters than were written."),
    Code(
        "PG004",
        "YAML feature refused",
        "Anchors, aliases, tags and merge keys hide what a file says and can exhaust memory.",
    ),
    Code("PG005", "duplicate key", "YAML would keep only one of the two values and drop the other silently."),
    Code("PG006", "wrong value", "The value is not of the kind its field needs, so nothing can be computed from it."),
    Code("PG007", "field missing", "A block or entry without this field cannot be shown or computed."),
    Code(
        "PG008", "Markdown not supported", "The construct has no equal in Word and PDF and would be lost or shown raw."
    ),
    Code("PG009", "expression refused", "Content may only refer to facts, values and places; it never runs code."),
    Code(
        "PG010", "character refused", "Control and private-use characters cannot be shown and often are damaged text."
    ),
    Code("PG011", "template fault", "The template pack itself is wrong; its author has to mend it."),
    Code("PG012", "file unreadable", "The file is missing, too large or may not be read."),
    Code(
        "PG013",
        "colour hard to read",
        "Text in this colour does not stand out from what it stands on, least of all in print or for weak eyes.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG014",
        "logo damaged or unsafe",
        "A picture that is not whole would be missing from the page; one that runs or fetches something is no logo.",
    ),
    Code(
        "PG015",
        "pack not translated",
        "The plan is in another language than its template pack, and readers would find texts of both.",
        severity="warning",
    ),
    Code(
        "PG016",
        "sheet not a table",
        "The sheet does not say without doubt which value belongs to which row and column.",
    ),
    Code(
        "PG017",
        "sheet read with a doubt",
        "What is hidden in a sheet, or written in an encoding nobody named, is easily not what its author has in mind.",
        severity="warning",
    ),
    Code(
        "PG031",
        "unusable Word template",
        "The file is no Word document, is damaged, or holds what must not go to others; nothing can be laid out on it.",
    ),
    Code(
        "PG032",
        "part of the Word template left out",
        "It leads out of the file, or it would not work in another document.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG033",
        "numbering of the Word template not kept",
        "Word, PDF and references must show one number; what not all of them can write is numbered by plangen.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG101",
        "required slot missing",
        "The template asks for this content and the plan has none.",
        blocks_draft=False,
    ),
    Code("PG102", "placeholder text", "Placeholder text stands where content belongs; a client must never see it."),
    Code("PG103", "text too short", "The text is shorter than the template asks for.", blocks_draft=False),
    Code(
        "PG104",
        "flagged slot",
        "The slot is knowingly open. A draft may go out so, a release may not; past its due date it is an error.",
        severity="warning",
        on_release="error",
        blocks_draft=False,
    ),
    Code("PG201", "dangling reference", "The text refers to a place or value that the plan does not have."),
    Code(
        "PG202",
        "duplicate heading or id",
        "Two headings or entries of one name cannot be told apart by readers or references.",
    ),
    Code("PG203", "unknown key", "The template knows no such field, so what stands there would not appear anywhere."),
    Code("PG204", "chapter file missing", "The template has this chapter and the plan has no file for it."),
    Code(
        "PG205",
        "chapter file unknown",
        "No chapter of the template has this name, so the file's content would not appear.",
    ),
    Code(
        "PG206",
        "value of an open slot",
        "The text refers to a figure whose block is flagged or missing; a draft shows that it is open.",
        severity="warning",
        on_release="error",
        blocks_draft=False,
    ),
    Code(
        "PG301",
        "figure without source",
        "A reader cannot tell where the figure comes from, and nobody will notice when it changes.",
        severity="warning",
        blocks_draft=False,
    ),
    Code("PG302", "unknown fact", "The text cites a fact that the ledger does not hold."),
    Code(
        "PG303",
        "conflicting facts",
        "Two facts give one measure different values for the same period, so one of them is wrong.",
        blocks_draft=False,
    ),
    Code(
        "PG304",
        "stale fact",
        "The figure is older than the pack or the plan allows; a newer one may be out.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG305",
        "unverified fact in use",
        "Readers take a figure for true that nobody has verified. A pack can make it an error in a release.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG306",
        "source without date or publisher",
        "A source without them cannot be looked up, and nobody can tell how old the figure is.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG307",
        "unused fact",
        "The fact stands in no text, table or block, and in no list of sources.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG308",
        "date in the future",
        "Nothing can have been checked or published on a day that has not come.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG309",
        "sheet and ledger differ",
        "A researcher's sheet says something that is not taken into the ledger, so somebody has to look at it.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG310",
        "ledger not to be changed",
        "The changes of a sheet cannot be put into facts.yaml without changing something else in it.",
    ),
    Code("PG401", "shares do not sum to 100 %", "Shares of one whole have to add up to it."),
    Code("PG402", "date outside the horizon", "The date lies before the plan starts or after it ends."),
    Code("PG403", "cycle of dependencies", "Tasks, initiatives or milestones waiting for each other can never start."),
    Code(
        "PG404",
        "RACI row without exactly one A",
        "Exactly one role must answer for a task; none or two means nobody does.",
    ),
    Code(
        "PG405",
        "KPI with two values",
        "Two blocks give one measure different figures for the same time, so a reader cannot know which one holds.",
    ),
    Code(
        "PG406",
        "amounts that do not add up",
        "Budget, initiatives, roadmap and financial model plan different amounts for the same thing.",
    ),
    Code(
        "PG407",
        "risk without owner, trigger or response",
        "A risk that nobody watches, that nothing announces or that has no answer is not managed.",
        blocks_draft=False,
    ),
    Code(
        "PG408",
        "initiative without budget, owner or tasks",
        "An initiative needs money, an owner and tasks in the roadmap, and each task serves an initiative.",
        blocks_draft=False,
    ),
    Code(
        "PG409",
        "KPI nobody measures",
        "A goal without an indicator, or an indicator without owner or cadence, will never be judged.",
        blocks_draft=False,
    ),
    Code(
        "PG410",
        "date before its predecessor's end",
        "A task starts or a milestone is due before something it depends on has ended.",
    ),
    Code(
        "PG411",
        "number in prose contradicts a block",
        "The text states another figure than the block it speaks of, so one of the two is wrong.",
        blocks_draft=False,
    ),
    Code(
        "PG412",
        "chart series without figures",
        "The legend names something of which the chart shows nothing, or the chart is an empty box.",
        severity="warning",
        blocks_draft=False,
    ),
    Code(
        "PG601",
        "placeholder text in the output",
        "Placeholder text is in the finished document; the file is not put in place.",
    ),
    Code("PG602", "character without a glyph", "No font of the theme has this character, so it would be an empty box."),
    Code("PG603", "rendering failed", "The writer could not make the file; the earlier one, if any, is untouched."),
    Code(
        "PG604",
        "output not writable",
        "The finished file could not be put in its place; the earlier one, if any, is untouched.",
    ),
    Code(
        "PG605",
        "contents without page numbers",
        "Page numbers in the contents of the Word file are asked for, and LibreOffice, which gives them, did not.",
    ),
)

CODES: dict[str, Code] = {code.code: code for code in _TABLE}
