"""One render of each sample document for all tests that look at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from plangen.doctree import Document
from plangen.fonts import FontFile, prepare_fonts
from plangen.pipeline import examine
from plangen.render.pdf import Pdf, write_pdf
from plangen.render.screen import write_html
from plangen.theme import Theme
from plangen.workspace import Workspace
from tests.render import sample
from tests.render.odd import ODD, PLANS, Files


@pytest.fixture(scope="session")
def fonts() -> tuple[FontFile, ...]:
    return prepare_fonts(["Noto Sans SC"])


@pytest.fixture(scope="session")
def document() -> Document:
    return sample.sample()


@pytest.fixture(scope="session")
def pdf(document: Document, fonts: tuple[FontFile, ...]) -> Pdf:
    return write_pdf(document, Theme(), fonts)


@pytest.fixture(scope="session")
def html(document: Document, fonts: tuple[FontFile, ...]) -> str:
    return write_html(document, Theme(), fonts).decode()


@pytest.fixture(scope="session")
def plans(fonts: tuple[FontFile, ...]) -> Callable[[str], tuple[Document, Pdf]]:
    """Give a demo plan by its name, and its PDF file, set once."""

    @cache
    def plan(name: str) -> tuple[Document, Pdf]:
        workspace = Workspace(Path(__file__).parents[2])
        examination = examine(workspace, name, date(2026, 1, 10), release=name == "ecommerce-demo")
        assert examination.plan
        assert examination.document
        return examination.document, write_pdf(examination.document, examination.plan.pack.theme, fonts)

    return plan


@pytest.fixture(scope="session")
def files(
    document: Document, pdf: Pdf, plans: Callable[[str], tuple[Document, Pdf]], fonts: tuple[FontFile, ...]
) -> Files:
    """Give each document by its name, and its file; a file is made once."""

    @cache
    def file(name: str) -> tuple[Document, bytes]:
        if name == "sample":
            return document, pdf.content
        if name in PLANS:
            content, made = plans(name)
            return content, made.content
        return ODD[name], write_pdf(ODD[name], Theme(), fonts).content

    return file
