"""The command on a plan's facts: a report of them, and a sheet that a researcher fills."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from plangen.cli.invocation import FINDINGS, in_workspace, report, today_option
from plangen.diagnostics import Diagnostic, PlanError, errors
from plangen.messages import translate
from plangen.workspace import Workspace, WorkspaceError

if TYPE_CHECKING:
    from plangen.factreport import FactEntry
    from plangen.plan import Plan


@click.command()
@click.argument("name")
@click.option("--format", "style", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--unused", is_flag=True, help="Only facts that nothing cites.")
@click.option("--unverified", is_flag=True, help="Only facts that nobody has verified.")
@click.option("--stale", is_flag=True, help="Only facts older than the pack or the plan allows.")
@click.option("--without-source", is_flag=True, help="Only facts with nothing to look them up by.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a sheet to fill.")
@click.option("--force", is_flag=True, help="With --xlsx: replace a file that is there.")
@click.option(
    "--from",
    "sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read a filled sheet back: shows what changes in facts.yaml and asks before it writes.",
)
@click.option("--yes", is_flag=True, help="With --from: write without asking.")
@today_option
@in_workspace
def facts(
    workspace: Workspace,
    name: str,
    style: str,
    xlsx: Path | None,
    force: bool,
    sheet: Path | None,
    yes: bool,
    today: date,
    **filters: bool,
) -> None:
    """Show the facts of a plan, where each is used and what it lacks; or have a sheet of them filled and read back.

    Several filters narrow each other down. Exit code 1 where a fact, the sheet or the ledger has a fault.
    """
    from plangen.factreport import FILTERS, chosen, fact_entries, facts_csv, facts_json, facts_text
    from plangen.pipeline import examine

    wanted = tuple(name for name in FILTERS if filters[name])
    _fits_together(xlsx, sheet, force=force, yes=yes, style=style, filtered=bool(wanted))
    examination = examine(workspace, name, today)
    if examination.plan is None or examination.document is None:
        report(examination.diagnostics)
        sys.exit(FINDINGS)
    ledger = f"{examination.plan.folder}/facts.yaml"
    faults = [d for d in errors(examination.diagnostics) if d.file == ledger]
    if sheet:
        _take_sheet(sheet, examination.plan, workspace, today, faults, yes=yes)
    entries = fact_entries(examination.plan, examination.document, today)
    shown = chosen(entries, wanted)
    if xlsx:
        _write_sheet(xlsx, shown, examination.plan.language, workspace, force=force)
    elif style == "csv":
        click.echo(facts_csv(shown), nl=False)
    else:
        click.echo(facts_json(shown) if style == "json" else facts_text(shown, len(entries)))
    report(faults)
    sys.exit(FINDINGS if faults else 0)


def _fits_together(
    xlsx: Path | None, sheet: Path | None, *, force: bool, yes: bool, style: str, filtered: bool
) -> None:
    """Refuse options that say nothing together, so that nobody believes they did something."""
    if xlsx and sheet:
        raise click.UsageError(translate("--xlsx writes a sheet and --from reads one: choose one of the two"))
    if force and not xlsx:
        raise click.UsageError(translate("--force belongs to --xlsx"))
    if yes and not sheet:
        raise click.UsageError(translate("--yes belongs to --from"))
    if (xlsx or sheet) and style != "text":
        raise click.UsageError(translate("--format belongs to the report, not to --xlsx or --from"))
    if sheet and filtered:
        raise click.UsageError(
            translate("--from reads the whole sheet; the filters belong to the report and to --xlsx")
        )
    if xlsx and xlsx.suffix.lower() != ".xlsx":
        raise click.UsageError(translate("the name of the sheet has to end in .xlsx"))


def _write_sheet(xlsx: Path, shown: tuple[FactEntry, ...], language: str, workspace: Workspace, *, force: bool) -> None:
    from plangen.pipeline import check_targets, put_in_place
    from plangen.research.sheet import facts_workbook

    target = xlsx.absolute()
    if target.exists() and not force:
        hint = "what a researcher wrote into it would be lost; choose another name, or replace it with --force"
        raise WorkspaceError("{file} exists already", hint, file=xlsx)
    try:
        check_targets((target,), workspace)
        put_in_place({target: facts_workbook(shown, language)}, workspace)
    except PlanError as error:
        report(error.diagnostics)
        sys.exit(FINDINGS)
    click.echo(translate("made {file} with {count} facts").format(file=xlsx, count=len(shown)))


def _take_sheet(
    sheet: Path, plan: Plan, workspace: Workspace, today: date, faults: list[Diagnostic], *, yes: bool
) -> NoReturn:
    from plangen.research.changes import diff_text
    from plangen.research.taking import take_sheet, write_ledger

    try:
        taken = take_sheet(sheet, plan, workspace, today)
        changes = taken.answers.changes
        report([*faults, *taken.answers.found])
        if changes:
            click.echo(diff_text(changes, plan.facts, plan.language))
            count = len({change.fact for change in changes})
            if yes or _agreed(translate("write these changes to {count} facts into facts.yaml?").format(count=count)):
                write_ledger(taken, workspace)
                click.echo(
                    translate("{file}: {count} facts changed").format(file=f"{plan.folder}/facts.yaml", count=count)
                )
            else:
                click.echo(translate("nothing was written; --yes writes without asking"), err=True)
        else:
            click.echo(translate("the sheet changes nothing"))
    except PlanError as error:
        report(error.diagnostics)
        sys.exit(FINDINGS)
    sys.exit(FINDINGS if errors([*faults, *taken.answers.found]) else 0)


def _agreed(question: str) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, and the answer is no."""
    return sys.stdin.isatty() and click.confirm(question, default=False)
