"""The command line. It parses arguments, calls one function, and chooses the exit code; nothing else knows click.

Exit codes: 0 nothing wrong (warnings may stand), 1 findings, 2 cannot run.
"""

from __future__ import annotations

import locale
import os
import sys
import traceback
from pathlib import Path

import click

from plangen import __version__
from plangen.cli.invocation import CANNOT_RUN
from plangen.cli.ledger import facts
from plangen.cli.plans import build, check, new, status, tree
from plangen.cli.supplies import doctor, table, themes
from plangen.messages import LANGUAGES, set_language, translate


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


for _command in (new, check, status, build, facts, tree, table, themes, doctor):
    commands.add_command(_command)
