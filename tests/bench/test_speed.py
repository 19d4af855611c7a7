"""How long the main jobs take. Run with ``make bench``; nothing is asserted about time.

Cold figures start a process of their own each time, as an editor's shell does.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from plangen.doctree import Contents, Document, Heading, Table, walk
from plangen.fonts import FontFile, prepare_fonts
from plangen.pipeline import examine
from plangen.resolve import build_contents, number_captions, number_headings
from plangen.theme import Theme
from plangen.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fonts() -> tuple[FontFile, ...]:
    return prepare_fonts([Theme().fonts.body])


@pytest.fixture(scope="module")
def document() -> Document:
    examination = examine(Workspace(ROOT), "ecommerce-demo", date(2026, 1, 10))
    assert examination.document is not None
    return examination.document


def repeated(document: Document, times: int) -> Document:
    """Return a document with all but its contents several times over; references lead to the first of equal places."""

    def renamed(node: Any, number: int) -> Any:
        known = isinstance(node, Heading | Table) and node.id and number
        return dataclasses.replace(node, id=f"{node.id}-{number}") if known else node

    contents = tuple(block for block in document.blocks if isinstance(block, Contents))
    rest = [block for block in document.blocks if not isinstance(block, Contents)]
    blocks = tuple(walk(partial(renamed, number=n), block) for n in range(times) for block in rest)
    longer = dataclasses.replace(document, blocks=contents + blocks)
    return build_contents(number_captions(number_headings(longer)))


def plangen(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "plangen", *arguments], cwd=ROOT, check=True, capture_output=True)


def test_check_cold(benchmark: Any) -> None:
    benchmark.pedantic(plangen, ("check", "ecommerce-demo"), rounds=5, warmup_rounds=1)


def test_status_cold(benchmark: Any) -> None:
    benchmark.pedantic(plangen, ("status", "ecommerce-demo"), rounds=5, warmup_rounds=1)


def test_build_word_and_pdf_cold(benchmark: Any, tmp_path: Path) -> None:
    arguments = ("build", "ecommerce-demo", "--to", "docx,pdf", "--out", str(tmp_path))
    benchmark.pedantic(plangen, arguments, rounds=3, warmup_rounds=1)


def test_examine_warm(benchmark: Any) -> None:
    benchmark(examine, Workspace(ROOT), "ecommerce-demo", date(2026, 1, 10))


def test_word(benchmark: Any, document: Document, fonts: tuple[FontFile, ...]) -> None:
    from plangen.render.docx import write_docx

    benchmark(write_docx, document, Theme(), fonts)


def test_html(benchmark: Any, document: Document, fonts: tuple[FontFile, ...]) -> None:
    from plangen.render.screen import write_html

    benchmark(write_html, document, Theme(), fonts)


@pytest.mark.parametrize("times", [1, 5])
def test_pdf_layout(benchmark: Any, document: Document, fonts: tuple[FontFile, ...], times: int) -> None:
    """Compare the two: five times the plan should take at most 5.5 times as long."""
    from plangen.render.pdf import write_pdf

    longer = repeated(document, times)
    pdf = benchmark.pedantic(write_pdf, (longer, Theme(), fonts), rounds=2, warmup_rounds=1)
    assert pdf.pages > 20 * times


@pytest.mark.parametrize("helped", [False, True])
def test_pdf_worker(benchmark: Any, document: Document, fonts: tuple[FontFile, ...], helped: bool) -> None:
    """Compare the two: with a second process, a plan should take little more than half as long on two idle cores."""
    from plangen.render.pdf import Pdf
    from plangen.render.worker import PdfWorker

    def work(worker: PdfWorker) -> Pdf:
        worker.begin(document, Theme(), fonts)
        return worker.result()

    with PdfWorker(helped=helped) as worker:
        pdf = benchmark.pedantic(work, (worker,), rounds=3, warmup_rounds=1)
    assert pdf.pages > 20
