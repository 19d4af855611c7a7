"""One render of each sample document for all tests that look at it."""

from __future__ import annotations

import pytest

from plangen.doctree import Document
from plangen.fonts import FontFile, prepare_fonts
from plangen.render.html import write_html
from plangen.render.pdf import Pdf, write_pdf
from plangen.theme import Theme
from tests.render import sample


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
