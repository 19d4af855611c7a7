"""WeasyPrint in a process of its own: it can crash, hang or grow, and only its own file fails then."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import signal
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING

from plangen.messages import translate
from plangen.render.errors import RenderError

if TYPE_CHECKING:  # the parent starts this process before it has loaded anything else
    from plangen.doctree import Document
    from plangen.fonts import FontFile
    from plangen.render.pdf import Pdf
    from plangen.theme import Theme

TIMEOUT = 300  # seconds; a plan of 300 pages takes about 20


class PdfWorker:
    """Starts at once and imports WeasyPrint while its parent reads the plan; ends with the ``with`` block."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True, name="plangen-pdf")
        self._process.start()
        there.close()

    def __enter__(self) -> PdfWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.kill()
        self._process.join()

    @property
    def pid(self) -> int | None:
        """Return the number of the process."""
        return self._process.pid

    def begin(self, document: Document, theme: Theme, fonts: tuple[FontFile, ...]) -> None:
        """Hand over a document. Raises ``RenderError`` if the process is gone."""
        try:
            self._here.send((document, theme, fonts))
        except OSError as error:
            raise RenderError(translate("the process that sets PDF files ended before its work began")) from error

    def result(self, timeout: float = TIMEOUT) -> Pdf:
        """Wait for the file. Raises ``RenderError`` with the reason where there is none."""
        try:
            if not self._here.poll(timeout):
                template = translate("setting the PDF took longer than {seconds} seconds and was stopped")
                raise RenderError(template.format(seconds=round(timeout)))
            answer: Pdf | str = self._here.recv()
        except (EOFError, OSError) as error:
            self._process.join(5)
            template = translate("the process that sets PDF files crashed (exit code {code})")
            raise RenderError(template.format(code=self._process.exitcode)) from error
        if isinstance(answer, str):
            raise RenderError(answer)
        return answer


def _serve(connection: Connection) -> None:
    """Set one document after another until the parent goes away. A fault is answered in words."""
    gc.disable()  # a collection during a render costs a fifth of it; there is one after each file instead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    pdf = importlib.import_module("plangen.render.pdf")
    pdf.warm_up()
    while True:
        try:
            document, theme, fonts = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(pdf.write_pdf(document, theme, fonts))
            gc.collect()
        except RenderError as error:
            connection.send(str(error))
        except Exception as error:  # whatever a library raises, the parent has to hear of it
            connection.send(f"{type(error).__name__}: {error}")
