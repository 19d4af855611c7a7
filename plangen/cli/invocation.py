"""What every command does the same: find the workspace, know the day, report findings, say what stops it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from plangen.diagnostics import Diagnostic, ordered
from plangen.messages import translate
from plangen.workspace import Workspace, WorkspaceError, find_workspace

FINDINGS, CANNOT_RUN = 1, 2
LAST_SECOND = 253_402_300_799  # of the year 9999


def in_workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the workspace, and turn what stops it into words and an exit code."""

    @click.pass_context
    @wraps(command)
    def run(context: click.Context, *args: Any, **values: Any) -> Any:
        try:
            return command(find_workspace(Path.cwd(), context.obj), *args, **values)
        except WorkspaceError as error:
            stop(error)

    return run


def stop(error: WorkspaceError) -> NoReturn:
    click.echo(f"plangen: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {translate('hint')}: {error.hint}", err=True)
    sys.exit(CANNOT_RUN)


def source_date() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names (reproducible-builds.org) in place of now, if it does."""
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    if not re.fullmatch("[0-9]{1,12}", value) or int(value) > LAST_SECOND:
        hint = "unset it, or set it to a number such as 1772323200"
        raise WorkspaceError("SOURCE_DATE_EPOCH is {value!r}, not the seconds since 1970", hint, value=value[:40])
    return datetime.fromtimestamp(int(value), UTC)


def this_day() -> date:
    moment = source_date()
    return moment.date() if moment else date.today()  # noqa: DTZ011 -- the editor's own day


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date:
    try:
        return date.fromisoformat(value) if value else this_day()
    except ValueError as error:
        raise click.BadParameter(translate("write it as 2026-03-31")) from error
    except WorkspaceError as error:
        stop(error)


today_option = click.option("--today", callback=_day, metavar="DATE", help="Judge due dates as on this day.")


def chosen_plans(workspace: Workspace, names: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(names)) or workspace.plans()
    if not chosen:
        raise WorkspaceError("the workspace has no plans", "make one: plangen new NAME --template PACK")
    for name in chosen:
        workspace.plan_folder(name)
    return chosen


def report(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> None:
    from plangen.reporters import findings_text

    if diagnostics:
        click.echo(findings_text(ordered(diagnostics)), err=True)
