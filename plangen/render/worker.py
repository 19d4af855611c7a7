"""WeasyPrint in a process of its own: it can crash, hang or grow, and only its own file fails then.

Where there is a second core, a second process sets half of a long plan. If it fails, the first one does it all.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
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

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux: a process is to get a signal when the one that forked it ends
TIMEOUT = 300  # seconds; a plan of 300 pages takes about 20


class PdfWorker:
    """Starts at once and imports WeasyPrint while its parent reads the plan; ends with the ``with`` block."""

    def __init__(self, *, helped: bool | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        is_helped = _has_cores() if helped is None else helped
        self._heres: list[Connection] = []
        theres: list[Connection] = []
        for _ in range(1 + is_helped):
            here, there = context.Pipe()
            self._heres.append(here)
            theres.append(there)
        ends = context.Pipe() if is_helped else ()  # between the two processes
        self._process = context.Process(target=_start, args=(theres, ends), daemon=True, name="plangen-pdf")
        self._process.start()
        for connection in (*theres, *ends):
            connection.close()

    def __enter__(self) -> PdfWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for here in self._heres:
            here.close()
        self._process.kill()
        self._process.join()

    @property
    def pid(self) -> int | None:
        """Return the number of the process."""
        return self._process.pid

    def begin(self, document: Document, theme: Theme, fonts: tuple[FontFile, ...]) -> None:
        """Hand over a document. Raises ``RenderError`` if the process is gone."""
        work = pickle.dumps((document, theme, fonts), pickle.HIGHEST_PROTOCOL)
        first, *others = self._heres
        try:
            first.send_bytes(work)
        except OSError as error:
            raise RenderError(translate("the process that sets PDF files ended before its work began")) from error
        for other in others:
            with suppress(OSError):  # the first process does without it
                other.send_bytes(work)

    def result(self, timeout: float = TIMEOUT) -> Pdf:
        """Wait for the file. Raises ``RenderError`` with the reason where there is none."""
        try:
            if not self._heres[0].poll(timeout):
                template = translate("setting the PDF took longer than {seconds} seconds and was stopped")
                raise RenderError(template.format(seconds=round(timeout)))
            answer: Pdf | str = self._heres[0].recv()
        except (EOFError, OSError) as error:
            self._process.join(5)
            template = translate("the process that sets PDF files crashed (exit code {code})")
            raise RenderError(template.format(code=self._process.exitcode)) from error
        if isinstance(answer, str):
            raise RenderError(answer)
        return answer


def _has_cores() -> bool:
    """Tell whether there is a core for a second process, which is forked: elsewhere that is not safe."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _start(connections: Sequence[Connection], ends: Sequence[Connection]) -> None:
    """Import what is needed, and do it once for both processes: the second one is a copy of the first.

    Nothing has been set yet, so no library has threads or locks of its own that would be missing in the copy.
    """
    gc.disable()  # a collection during a render costs a fifth of it; there is one after each file instead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    importlib.import_module("plangen.render.pdf").warm_up()
    if not ends:
        _serve(connections[0], None, leads=True)
        return
    first = os.getpid()
    leads = os.fork() != 0
    for connection in (connections[leads], ends[leads]):
        connection.close()
    if leads:
        _serve(connections[0], ends[0], leads=True)
        return
    try:
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)  # the copy ends with the first process, however that ends
        if os.getppid() == first:
            _serve(connections[1], ends[1], leads=False)
    finally:
        os._exit(0)


def _serve(connection: Connection, partner: Connection | None, *, leads: bool) -> None:
    """Set one document after another until the parent goes away. A fault is answered in words."""
    pdf = importlib.import_module("plangen.render.pdf")
    job = 0
    while True:
        try:
            document, theme, fonts = connection.recv()
        except (EOFError, OSError):
            return
        job += 1
        share = pdf.Share(partner, leads, job) if partner else None
        try:
            answer = pdf.write_pdf(document, theme, fonts, share)
        except RenderError as error:
            answer = str(error)
        except Exception as error:  # whatever a library raises, the parent has to hear of it
            answer = f"{type(error).__name__}: {error}"
        if leads:
            connection.send(answer)
        if share and isinstance(answer, str):
            share.give_up()
        gc.collect()
