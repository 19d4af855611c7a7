"""Commands on whole plans: start one, check it, see how far it is, build it, print its tree."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plangen.cli.invocation import FINDINGS, chosen_plans, in_workspace, report, source_date, this_day, today_option
from plangen.diagnostics import Diagnostic, PlanError, errors, ordered
from plangen.messages import translate
from plangen.workspace import Workspace

if TYPE_CHECKING:
    from plangen.pack import Toc

FORMAT_NAMES = ("docx", "pdf", "html")
TOC_CHOICES = ("auto", "cached", "plain")


@click.command()
@click.argument("name")
@click.option("--template", required=True, metavar="PACK", help="Template pack, a folder of templates/.")
@click.option("--client", default="", help="The client's name, for the cover.")
@click.option("--title", default="", help="The plan's title; the pack's own if left out.")
@click.option("--theme", default="", metavar="THEME", help="How it looks: see plangen themes; else the pack's own.")
@in_workspace
def new(workspace: Workspace, name: str, template: str, client: str, title: str, theme: str) -> None:
    """Start a plan: one content file per chapter, every slot present with its guidance."""
    from plangen.scaffold import new_plan

    try:
        folder = new_plan(workspace, name, template, client, title, this_day(), theme)
    except PlanError as error:
        report(error.diagnostics)
        sys.exit(FINDINGS)
    click.echo(translate("made {folder}").format(folder=folder))
    click.echo(translate("next: fill the files, and look with: plangen status {name}").format(name=folder.name))


@click.command()
@click.argument("names", nargs=-1)
@click.option("--release", is_flag=True, help="Judge as for a release: nothing may be missing or flagged.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today_option
@in_workspace
def check(workspace: Workspace, names: tuple[str, ...], release: bool, style: str, today: date) -> None:
    """Check plans, all of them by default. Exit code 1 if anything is wrong."""
    from plangen.pipeline import examine
    from plangen.reporters import findings_json, findings_text, summary

    chosen = chosen_plans(workspace, names)
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


@click.command()
@click.argument("names", nargs=-1)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@in_workspace
def status(workspace: Workspace, names: tuple[str, ...], style: str) -> None:
    """Show what is filled, flagged and missing, per chapter and section."""
    from plangen.pipeline import examine
    from plangen.reporters import status_json, status_text
    from plangen.status import plan_status

    plans = []
    unread: list[Diagnostic] = []
    for name in chosen_plans(workspace, names):
        examination = examine(workspace, name, this_day())
        if examination.plan is None or examination.document is None:
            unread.extend(examination.diagnostics)
        else:
            plans.append(plan_status(examination.plan, examination.document))
    if style == "json":
        click.echo(status_json(plans))
    else:
        click.echo("\n\n".join(status_text(plan) for plan in plans))
    if unread:
        report(unread)
        sys.exit(FINDINGS)


def _formats(context: click.Context, option: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in FORMAT_NAMES]
    if unknown or not chosen:
        template = translate("{wrong}: choose among {known}")
        wrong = ", ".join(unknown) or translate("nothing")
        raise click.BadParameter(template.format(wrong=wrong, known=", ".join(FORMAT_NAMES)))
    return chosen


@click.command()
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
@in_workspace
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
    created = source_date()
    for name in chosen_plans(workspace, names):
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
            report(error.diagnostics)
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


@click.command()
@click.argument("name")
@click.option("--release", is_flag=True, help="The tree of the final version, without the mark of a draft.")
@in_workspace
def tree(workspace: Workspace, name: str, release: bool) -> None:
    """Print a plan's resolved document tree as JSON."""
    from plangen.pipeline import examine
    from plangen.reporters import tree_json
    from plangen.treejson import to_json

    examination = examine(workspace, name, this_day(), release=release)
    if examination.document is None:
        report(examination.diagnostics)
        sys.exit(FINDINGS)
    click.echo(tree_json(to_json(examination.document)))
