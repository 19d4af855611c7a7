"""LibreOffice as a program that sets Word files: started in a process group of its own, with a profile of its own.

It sees our fonts and no other, reads no file but the one it is given, and disturbs no LibreOffice that is open.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from plangen.messages import translate
from plangen.xmltext import escape

if TYPE_CHECKING:
    from plangen.fonts import FontFile

TIMEOUT = 180.0  # seconds; 70 pages take about 4
COMMANDS = ("soffice", "libreoffice")
# Where the installers put it without telling the search path.
PLACES: dict[str, tuple[str, ...]] = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
        "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.exe",
    ),
}
# Every bookmark becomes a named place of the PDF; an outline, which nobody reads, would cost a tenth more.
FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
FONTCONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


class OfficeError(RuntimeError):
    """LibreOffice gave no PDF; the text says why."""


def find_office() -> Path | None:
    """Return the program that starts LibreOffice, or nothing where there is none."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    return next((path for path in map(Path, PLACES.get(sys.platform, ())) if path.is_file()), None)


class Conversion:
    """One Word file on its way to PDF. It starts at once; leaving the ``with`` block ends it in any case."""

    def __init__(self, program: Path, docx: bytes, fonts: tuple[FontFile, ...]) -> None:
        """Start LibreOffice. Raises ``OfficeError`` where it cannot be started."""
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="plangen-", ignore_cleanup_errors=True)
        except OSError as error:
            raise _not_started(error) from error
        folder = Path(self._folder.name)
        self._pdf = folder / "contents.pdf"
        try:
            source = folder / "contents.docx"
            source.write_bytes(docx)
            arguments = (f"-env:UserInstallation={(folder / 'profile').as_uri()}", *OPTIONS)
            self._process = subprocess.Popen(  # noqa: S603
                [str(program), *arguments, "--convert-to", FILTER, "--outdir", str(folder), str(source)],
                cwd=folder,
                env=_environment(folder, fonts),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            self._end()
            raise _not_started(error) from error

    def __enter__(self) -> Conversion:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def result(self) -> bytes:
        """Wait for the PDF. Raises ``OfficeError`` with the reason where there is none."""
        assert self._process  # noqa: S101 -- there is no conversion without one
        try:
            code = self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired as error:
            template = translate("LibreOffice took longer than {seconds} seconds and was stopped")
            raise OfficeError(template.format(seconds=round(TIMEOUT))) from error
        # it ends with 0 where it could not read the file, too
        try:
            content = self._pdf.read_bytes()
        except OSError as error:
            raise OfficeError(translate("LibreOffice wrote no file (exit code {code})").format(code=code)) from error
        if code:
            raise OfficeError(translate("LibreOffice crashed (exit code {code})").format(code=code))
        return content

    def _end(self) -> None:
        """End whatever still runs, what LibreOffice started included, and remove its files."""
        if self._process:
            with suppress(OSError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._folder.cleanup()


def _not_started(error: OSError) -> OfficeError:
    reason = translate(error.strerror or str(error))
    return OfficeError(translate("LibreOffice cannot be started: {reason}").format(reason=reason))


def _environment(folder: Path, fonts: tuple[FontFile, ...]) -> dict[str, str]:
    """Return the environment of the program: our fonts alone, no screen, and one language whatever the user's is."""
    config = folder / "fonts.conf"
    folders = "".join(f"<dir>{escape(str(path))}</dir>" for path in _folders(fonts))
    config.write_text(FONTCONFIG.format(folders=folders, cache=escape(str(folder / "cache"))), "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FONTCONFIG_", "LC_"))}
    return {
        **kept,
        "FONTCONFIG_FILE": str(config),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _folders(fonts: tuple[FontFile, ...]) -> Iterator[Path]:
    yield from dict.fromkeys(font.path.parent for font in fonts)
