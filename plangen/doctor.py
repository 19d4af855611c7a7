"""What this machine has of what plangen needs, and how to get the rest."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plangen.messages import translate

State = Literal["ok", "missing", "optional"]
OLDEST_PYTHON = (3, 11)
PANGO_HELP = {
    "Linux": "Debian/Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0; Fedora: sudo dnf install pango",
    "Darwin": "brew install pango",
    "Windows": "install MSYS2, run: pacman -S mingw-w64-ucrt-x86_64-pango, "
    "and set WEASYPRINT_DLL_DIRECTORIES to its bin folder",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``optional`` means that plangen works without it, and says what is lost."""

    name: str
    state: State
    found: str
    fix: str = ""


def check_machine(root: Path | None) -> Iterator[Check]:
    """Look at everything in turn; ``root`` is the workspace, if there is one."""
    yield _python()
    yield _pango()
    yield _fonts()
    yield _libreoffice()
    yield from _folders(root)


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Check("Python", "missing", version, translate("install Python 3.11 or newer"))
    return Check("Python", "ok", version)


def _pango() -> Check:
    """Load Pango as WeasyPrint does, in a process of its own, since a failure there can be fatal."""
    code = "import weasyprint, weasyprint.text.ffi as f; print(weasyprint.__version__, f.pango.pango_version())"
    try:
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("Pango", "missing", str(error), _pango_help())
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        return Check("Pango", "missing", reason[:200], _pango_help())
    version, _, pango = done.stdout.strip().partition(" ")
    number = int(pango)
    shown = f"{number // 10000}.{number // 100 % 100}.{number % 100} (WeasyPrint {version})"
    return Check("Pango", "ok", shown)


def _pango_help() -> str:
    return translate(PANGO_HELP.get(platform.system(), PANGO_HELP["Linux"]))


def _fonts() -> Check:
    from plangen.fonts import FAMILIES, FontError, prepare_fonts

    try:
        fonts = prepare_fonts(FAMILIES)
    except (FontError, OSError) as error:
        fix = translate("run: pip install --force-reinstall plangen; or set PLANGEN_CACHE to a folder you can write to")
        return Check(translate("Fonts"), "missing", str(error), fix)
    names = ", ".join(dict.fromkeys(f"{font.family} {font.weight}" for font in fonts))
    found = translate("{names} in {folder}").format(names=names, folder=fonts[0].path.parent)
    return Check(translate("Fonts"), "ok", found)


def _libreoffice() -> Check:
    from plangen.render.office import find_office

    path = find_office()
    if path:
        return Check("LibreOffice", "ok", str(path))
    fix = translate(
        "not needed to build; with it the contents of Word files name pages at once: apt-get install libreoffice-writer"
    )
    return Check("LibreOffice", "optional", translate("not found"), fix)


def _folders(root: Path | None) -> Iterator[Check]:
    if root is None:
        fix = translate("go into the folder that holds templates/ and content/, or name it with --workspace DIR")
        yield Check(translate("Workspace"), "optional", translate("not found from here"), fix)
        return
    yield Check(translate("Workspace"), "ok", str(root))
    checks: tuple[tuple[str, Path], ...] = (("content/", root / "content"), ("output/", root / "output"))
    for name, folder in checks:
        existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if existing.is_dir() and os.access(existing, os.W_OK):
            yield Check(name, "ok", translate("can be written to"))
        else:
            fix = translate("give yourself permission to write there: {folder}").format(folder=existing)
            yield Check(name, "missing", translate("cannot be written to"), fix)


def report(checks: Iterator[Check], write: Callable[[str], None]) -> bool:
    """Write one line for each check and its fix below; tell whether everything needed is there."""
    good = True
    marks: dict[State, str] = {"ok": "✓", "missing": "✗", "optional": "–"}
    for check in checks:
        good &= check.state != "missing"
        write(f"{marks[check.state]} {check.name}: {check.found}")
        if check.fix:
            write(f"    {check.fix}")
    return good
