"""The process that sets PDF files: whatever happens in it, its parent lives and says so."""

from __future__ import annotations

import dataclasses
import os
import signal

import pytest

from plangen.fonts import prepare_fonts
from plangen.pipeline import FORMATS
from plangen.render.errors import RenderError
from plangen.render.worker import PdfWorker
from plangen.theme import Theme
from tests.render.sample import sample
from tests.workshop import Workshop


def test_one_process_sets_document_after_document_and_reports_faults() -> None:
    fonts = prepare_fonts(["Noto Sans SC"])
    document = sample(chapters=3)
    unprintable = dataclasses.replace(document, meta=dataclasses.replace(document.meta, title="标题😀"))
    with PdfWorker() as worker:
        worker.begin(document, Theme(), fonts)
        first = worker.result()
        worker.begin(unprintable, Theme(), fonts)
        with pytest.raises(RenderError, match="U\\+1F600"):
            worker.result()
        worker.begin(document, Theme(), fonts)
        assert worker.result() == first
    assert first.content.startswith(b"%PDF-")
    assert document.meta.title in first.text


def test_a_crash_is_an_error_of_that_file_alone() -> None:
    with PdfWorker() as worker:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSEGV)
        with pytest.raises(RenderError, match="crashed"):
            worker.result()


def test_a_hang_is_ended() -> None:
    with PdfWorker() as worker:
        pid = worker.pid
        with pytest.raises(RenderError, match="took longer than 0 seconds"):
            worker.result(timeout=0)
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_crash_leaves_old_files_as_they_are(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    target = workshop.root / "output" / "acme"
    target.mkdir(parents=True)
    for form in FORMATS:
        (target / f"acme.{form}").write_bytes(b"old")
    before = workshop.files()

    def crash(worker: PdfWorker, *rest: object) -> None:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)

    monkeypatch.setattr(PdfWorker, "begin", crash)
    run = workshop.run("build", "acme", "--to", "docx,pdf")
    assert run.code == 1
    assert "PG603" in run.err
    assert "crashed" in run.err
    assert workshop.files() == before
