"""Commands on what a plan is made with: ready sheets, themes, the machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plangen.cli.invocation import CANNOT_RUN, FINDINGS, in_workspace, report, stop
from plangen.diagnostics import PlanError, errors
from plangen.messages import translate
from plangen.workspace import Workspace, WorkspaceError, find_workspace


@click.command()
@click.argument("name")
@click.argument("slot")
@click.option("--xlsx", "target", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File to write.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@in_workspace
def table(workspace: Workspace, name: str, slot: str, target: Path, force: bool) -> None:
    """Write a ready Excel sheet for a slot: headers, guidance, drop-down lists, and what the slot holds already."""
    from plangen.readysheet import write_sheet

    try:
        written = write_sheet(workspace, name, slot, target.absolute(), force=force)
    except PlanError as error:
        report(error.diagnostics)
        sys.exit(FINDINGS)
    click.echo(translate("made {file} with {rows} rows").format(file=written.path, rows=written.rows))
    if not written.inside:
        template = translate("copy it into content/{name}, where a plan's sheets belong")
        click.echo(template.format(name=name))
    template = translate("next: fill it in, save it, and write into {file} in the place of the rows:")
    click.echo(template.format(file=written.file))
    for line in written.usage:
        click.echo(f"  {line}")


@click.command()
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def themes(context: click.Context, style: str) -> None:
    """List the looks a plan may have: those that ship, and those of the workspace's packs."""
    from plangen.themelist import list_themes, themes_json, themes_text

    try:
        workspace: Workspace | None = find_workspace(Path.cwd(), context.obj)
    except WorkspaceError as error:
        if context.obj:
            stop(error)
        workspace = None  # the themes that ship are there anywhere
    listed, found = list_themes(workspace)
    click.echo(themes_json(listed) if style == "json" else themes_text(listed))
    if found:
        report(found)
        sys.exit(FINDINGS if errors(found) else 0)


@click.command()
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
