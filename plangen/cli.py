"""The command line. It parses arguments, calls one function, and chooses the exit code; nothing else knows click.

Exit codes: 0 nothing wrong (warnings may stand), 1 findings, 2 cannot run.
"""

from __future__ import annotations

import locale
import os
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from plangen import __version__
from plangen.diagnostics import Diagnostic, PlanError, errors, ordered
from plangen.messages import LANGUAGES, set_language, translate
from plangen.workspace import Workspace, WorkspaceError, find_workspace

if TYPE_CHECKING:
    from plangen.factreport import FactEntry
    from plangen.pack import Toc
    from plangen.plan import Plan

FINDINGS, CANNOT_RUN = 1, 2
FORMAT_NAMES = ("docx", "pdf", "html")
TOC_CHOICES = ("auto", "cached", "plain")
LAST_SECOND = 253_402_300_799  # of the year 9999


def main() -> None:
    """Run plangen; no user mistake and no fault of our own shows a traceback unless PLANGEN_DEBUG is set."""
    try:
        sys.exit(commands.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        click.echo(translate("stopped"), err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CANNOT_RUN)
    except Exception as error:  # the last resort: say it in a line, keep the traceback for developers
        if os.environ.get("PLANGEN_DEBUG"):
            traceback.print_exc()
        place = traceback.extract_tb(error.__traceback__)[-1]
        click.echo(f"plangen: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})", err=True)
        click.echo(
            "  " + translate("this is a fault in plangen; set PLANGEN_DEBUG=1 and report what it prints"), err=True
        )
        sys.exit(CANNOT_RUN)


def _language() -> str:
    wanted = os.environ.get("PLANGEN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    wanted = wanted or os.environ.get("LANG") or (locale.getlocale()[0] or "")
    return "zh" if wanted.lower().startswith(("zh", "chinese")) else "en"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="plangen")
@click.option(
    "--workspace", type=click.Path(path_type=Path, file_okay=False), help="Folder with templates/ and content/."
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages; else PLANGEN_LANG or the system's.")
@click.pass_context
def commands(context: click.Context, workspace: Path | None, lang: str | None) -> None:
    """Strategy plans from structured content: checked, numbered, and rendered to Word and PDF.

    \b
    A day with it:
      plangen new acme --template strategy --client 某公司
      plangen status acme        what is filled, flagged, missing
      plangen check acme         what is wrong, and where
      plangen build acme         Word and PDF, marked as a draft
      plangen build acme --release
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    set_language(lang or _language())
    context.obj = workspace


def _workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the workspace, and turn what stops it into words and an exit code."""

    @click.pass_context
    @wraps(command)
    def run(context: click.Context, *args: Any, **values: Any) -> Any:
        try:
            return command(find_workspace(Path.cwd(), context.obj), *args, **values)
        except WorkspaceError as error:
            _stop(error)

    return run


def _stop(error: WorkspaceError) -> NoReturn:
    click.echo(f"plangen: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {translate('hint')}: {error.hint}", err=True)
    sys.exit(CANNOT_RUN)


def _source_date() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names (reproducible-builds.org) in place of now, if it does."""
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    if not re.fullmatch("[0-9]{1,12}", value) or int(value) > LAST_SECOND:
        hint = "unset it, or set it to a number such as 1772323200"
        raise WorkspaceError("SOURCE_DATE_EPOCH is {value!r}, not the seconds since 1970", hint, value=value[:40])
    return datetime.fromtimestamp(int(value), UTC)


def _today() -> date:
    moment = _source_date()
    return moment.date() if moment else date.today()  # noqa: DTZ011 -- the editor's own day


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date:
    try:
        return date.fromisoformat(value) if value else _today()
    except ValueError as error:
        raise click.BadParameter(translate("write it as 2026-03-31")) from error
    except WorkspaceError as error:
        _stop(error)


today_option = click.option("--today", callback=_day, metavar="DATE", help="Judge due dates as on this day.")


def _names(workspace: Workspace, names: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(names)) or workspace.plans()
    if not chosen:
        raise WorkspaceError("the workspace has no plans", "make one: plangen new NAME --template PACK")
    for name in chosen:
        workspace.plan_folder(name)
    return chosen


@commands.command()
@click.argument("name")
@click.option("--template", required=True, metavar="PACK", help="Template pack, a folder of templates/.")
@click.option("--client", default="", help="The client's name, for the cover.")
@click.option("--title", default="", help="The plan's title; the pack's own if left out.")
@click.option("--theme", default="", metavar="THEME", help="How it looks: see plangen themes; else the pack's own.")
@_workspace
def new(workspace: Workspace, name: str, template: str, client: str, title: str, theme: str) -> None:
    """Start a plan: one content file per chapter, every slot present with its guidance."""
    from plangen.scaffold import new_plan

    try:
        folder = new_plan(workspace, name, template, client, title, _today(), theme)
    except PlanError as error:
        _report(error.diagnostics)
        sys.exit(FINDINGS)
    click.echo(translate("made {folder}").format(folder=folder))
    click.echo(translate("next: fill the files, and look with: plangen status {name}").format(name=folder.name))


@commands.command()
@click.argument("names", nargs=-1)
@click.option("--release", is_flag=True, help="Judge as for a release: nothing may be missing or flagged.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today_option
@_workspace
def check(workspace: Workspace, names: tuple[str, ...], release: bool, style: str, today: date) -> None:
    """Check plans, all of them by default. Exit code 1 if anything is wrong."""
    from plangen.pipeline import examine
    from plangen.reporters import findings_json, findings_text, summary

    chosen = _names(workspace, names)
    found: list[Diagnostic] = []
    for name in chosen:
        found.extend(examine(workspace, name, today, release=release).diagnostics)
    diagnostics = ordered(found)
    if style == "json":
        click.echo(findings_json(diagnostics))
    else:
        if diagnostics:
            click.echo(findings_text(diagnostics))
        click.echo(summary(diagnostics, len(chosen)), err=True)
    sys.exit(FINDINGS if errors(diagnostics) else 0)


@commands.command()
@click.argument("names", nargs=-1)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_workspace
def status(workspace: Workspace, names: tuple[str, ...], style: str) -> None:
    """Show what is filled, flagged and missing, per chapter and section."""
    from plangen.pipeline import examine
    from plangen.reporters import status_json, status_text
    from plangen.status import plan_status

    plans = []
    unread: list[Diagnostic] = []
    for name in _names(workspace, names):
        examination = examine(workspace, name, _today())
        if examination.plan is None or examination.document is None:
            unread.extend(examination.diagnostics)
        else:
            plans.append(plan_status(examination.plan, examination.document))
    if style == "json":
        click.echo(status_json(plans))
    else:
        click.echo("\n\n".join(status_text(plan) for plan in plans))
    if unread:
        _report(unread)
        sys.exit(FINDINGS)


def _formats(context: click.Context, option: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in FORMAT_NAMES]
    if unknown or not chosen:
        template = translate("{wrong}: choose among {known}")
        wrong = ", ".join(unknown) or translate("nothing")
        raise click.BadParameter(template.format(wrong=wrong, known=", ".join(FORMAT_NAMES)))
    return chosen


@commands.command()
@click.argument("names", nargs=-1)
@click.option("--to", "formats", default="docx,pdf", show_default=True, callback=_formats, metavar="FORMATS")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the files; else output/NAME.")
@click.option("--release", is_flag=True, help="Final version; refused while anything is missing or flagged.")
@click.option(
    "--toc",
    type=click.Choice(TOC_CHOICES),
    help="Page numbers in Word's contents: where LibreOffice is at hand (auto), or refused without (cached), or none "
    "(plain, faster). Else what the plan says.",
)
@click.option("--details", is_flag=True, help="Name every style that a Word template gave or lacked.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today_option
@_workspace
def build(
    workspace: Workspace,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    release: bool,
    toc: Toc | None,
    details: bool,
    style: str,
    today: date,
) -> None:
    """Make Word, PDF or HTML files, of all plans by default. A draft shows its gaps; a release has none."""
    from plangen.render.worker import PdfWorker

    failed = False
    made = []
    target = out.absolute() if out else None
    created = _source_date()
    for name in _names(workspace, names):
        try:
            # the process that sets the PDF takes a second to get ready, so it starts before anything else is loaded
            with PdfWorker() if "pdf" in formats else nullcontext() as worker, _Progress(name) as progress:
                from plangen.pipeline import build as build_plan
                from plangen.reporters import build_text

                result = build_plan(
                    workspace,
                    name,
                    formats,
                    today,
                    out=target,
                    release=release,
                    created=created,
                    toc=toc,
                    worker=worker,
                    progress=progress.show,
                )
        except PlanError as error:
            failed = True
            _report(error.diagnostics)
            click.echo(translate("{name}: not built, no file was changed").format(name=name), err=True)
            continue
        made.append(result)
        if style == "text":
            click.echo(build_text(result, details=details))
    if style == "json":
        from plangen.reporters import build_json

        click.echo(build_json(made))
    sys.exit(FINDINGS if failed else 0)


class _Progress:
    """One line on a terminal that says what is being done; nothing in a pipe."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.terminal = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *rest: object) -> None:
        if self.terminal:
            click.echo("\r\033[K", nl=False, err=True)

    def show(self, step: str) -> None:
        if self.terminal:
            click.echo(f"\r\033[K{self.name}: {translate(step)} …", nl=False, err=True)


@commands.command()
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
@_workspace
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
        _report(examination.diagnostics)
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
    _report(faults)
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
        _report(error.diagnostics)
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
        _report([*faults, *taken.answers.found])
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
        _report(error.diagnostics)
        sys.exit(FINDINGS)
    sys.exit(FINDINGS if errors([*faults, *taken.answers.found]) else 0)


def _agreed(question: str) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, and the answer is no."""
    return sys.stdin.isatty() and click.confirm(question, default=False)


@commands.command()
@click.argument("name")
@click.option("--release", is_flag=True, help="The tree of the final version, without the mark of a draft.")
@_workspace
def tree(workspace: Workspace, name: str, release: bool) -> None:
    """Print a plan's resolved document tree as JSON."""
    from plangen.pipeline import examine
    from plangen.reporters import tree_json
    from plangen.treejson import to_json

    examination = examine(workspace, name, _today(), release=release)
    if examination.document is None:
        _report(examination.diagnostics)
        sys.exit(FINDINGS)
    click.echo(tree_json(to_json(examination.document)))


@commands.command()
@click.argument("name")
@click.argument("slot")
@click.option("--xlsx", "target", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File to write.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@_workspace
def table(workspace: Workspace, name: str, slot: str, target: Path, force: bool) -> None:
    """Write a ready Excel sheet for a slot: headers, guidance, drop-down lists, and what the slot holds already."""
    from plangen.readysheet import write_sheet

    try:
        written = write_sheet(workspace, name, slot, target.absolute(), force=force)
    except PlanError as error:
        _report(error.diagnostics)
        sys.exit(FINDINGS)
    click.echo(translate("made {file} with {rows} rows").format(file=written.path, rows=written.rows))
    if not written.inside:
        template = translate("copy it into content/{name}, where a plan's sheets belong")
        click.echo(template.format(name=name))
    template = translate("next: fill it in, save it, and write into {file} in the place of the rows:")
    click.echo(template.format(file=written.file))
    for line in written.usage:
        click.echo(f"  {line}")


@commands.command()
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def themes(context: click.Context, style: str) -> None:
    """List the looks a plan may have: those that ship, and those of the workspace's packs."""
    from plangen.themelist import list_themes, themes_json, themes_text

    try:
        workspace: Workspace | None = find_workspace(Path.cwd(), context.obj)
    except WorkspaceError as error:
        if context.obj:
            _stop(error)
        workspace = None  # the themes that ship are there anywhere
    listed, found = list_themes(workspace)
    click.echo(themes_json(listed) if style == "json" else themes_text(listed))
    if found:
        _report(found)
        sys.exit(FINDINGS if errors(found) else 0)


@commands.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say whether this machine has what plangen needs, and how to get the rest."""
    from plangen.doctor import check_machine, report

    try:
        root: Path | None = find_workspace(Path.cwd(), context.obj).root
    except WorkspaceError:
        root = None
    good = report(check_machine(root), click.echo)
    sys.exit(0 if good else CANNOT_RUN)


def _report(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> None:
    from plangen.reporters import findings_text

    if diagnostics:
        click.echo(findings_text(ordered(diagnostics)), err=True)
