"""The demo plan as finished files: the same bytes anywhere, and the same words in Word, PDF and HTML."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from plangen.doctree import (
    Cell,
    Citation,
    Code,
    CrossRef,
    Document,
    Heading,
    LineBreak,
    Paragraph,
    Table,
    Text,
    Value,
    plain_text,
    query,
)
from plangen.placeholders import find_placeholders
from plangen.render.readback import docx_text, html_text
from plangen.treejson import from_json

ROOT = Path(__file__).parent.parent
FORMATS = ("docx", "pdf", "html")
NAME = "ecommerce-demo"
# Two users who share nothing but the input.
PLACES: dict[str, dict[str, str]] = {
    "here": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "there/某公司/in a folder, deeper": {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
}


@dataclass(frozen=True, slots=True)
class Finished:
    """What one user ended up with."""

    files: dict[str, bytes]
    tree: Document


def run(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "plangen", "--workspace", str(folder), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PLANGEN_LANG": "en", **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> list[Finished]:
    results = []
    for name, environment in PLACES.items():
        folder = tmp_path_factory.mktemp("plan") / name
        for part in ("templates", "content"):
            shutil.copytree(ROOT / part, folder / part)
        run(folder, environment, "build", NAME, "--release", "--to", ",".join(FORMATS))
        files = {form: (folder / "output" / NAME / f"{NAME}.{form}").read_bytes() for form in FORMATS}
        results.append(Finished(files, from_json(json.loads(run(folder, environment, "tree", NAME, "--release")))))
    return results


@pytest.mark.parametrize("form", FORMATS)
def test_same_input_same_bytes(finished: list[Finished], form: str) -> None:
    first, second = (result.files[form] for result in finished)
    assert first == second


def squeezed(text: str) -> str:
    """Drop white space, and write compatibility forms that fonts map back to as their plain characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def pdf_text(content: bytes, tree: Document) -> str:
    """Return the text of all pages in order, without running headers and page numbers."""
    chapters = [f"{h.number}{plain_text(h)}" for h in query(tree, Heading) if h.level == 1]
    running = re.compile("|".join(map(re.escape, map(squeezed, [tree.meta.title + c for c in ["目录", *chapters]]))))
    pages = []
    for page in PdfReader(BytesIO(content)).pages:
        text = squeezed(page.extract_text())
        text = re.sub(r"第\d+页,共\d+页", "", text)
        text = re.sub("[·•]{2,}", "", text)  # WeasyPrint draws the bullets of a page behind its text
        pages.append(running.sub("", text, count=1))
    whole = "".join(pages)
    for note in query(tree, Citation):
        if note.source:  # stands between the halves of a paragraph that runs over two pages
            words = squeezed(f"{note.number}{note.source}")
            assert words in whole
            whole = whole.replace(words, "", 1)
    return whole


@pytest.fixture(scope="session")
def texts(finished: list[Finished]) -> dict[str, str]:
    files, tree = finished[0].files, finished[0].tree
    return {
        "docx": squeezed(docx_text(files["docx"])),
        "pdf": pdf_text(files["pdf"], tree),
        "html": squeezed(html_text(files["html"])),
    }


def marked(node: Any, form: str) -> str:
    """Return a node's text with source marks as every writer shows them: the figure, then its number in brackets.

    Word counts its footnotes itself; tests/render/word compares what it counts.
    """
    parts = []
    for part in query(node, Text, Code, LineBreak, Citation, CrossRef, Value):
        parts.append(plain_text(part))
        if isinstance(part, Citation) and part.number:
            parts.append("[]" if part.source and form == "docx" else f"[{part.number}]")
    return squeezed("".join(parts))


@pytest.mark.parametrize("form", FORMATS)
def test_every_paragraph_cell_and_caption_is_there(finished: list[Finished], texts: dict[str, str], form: str) -> None:
    tree, text = finished[0].tree, texts[form]
    wanted = [marked(node, form) for node in query(tree, Paragraph, Cell)]
    wanted += [squeezed(table.caption) for table in query(tree, Table)]
    missing = [piece for piece in wanted if piece not in text]
    assert len(wanted) > 1000
    assert missing == []


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_headings_stand_with_their_numbers_in_order(finished: list[Finished], texts: dict[str, str], form: str) -> None:
    # Word computes its numbers from a native list; tests/render/word compares those
    at = texts[form].index(squeezed("一、战略运营方案概述"))
    for heading in query(finished[0].tree, Heading):
        at = texts[form].index(squeezed(heading.number + plain_text(heading)), at)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_in_a_finished_file_looks_like_a_placeholder(texts: dict[str, str], form: str) -> None:
    assert list(find_placeholders(texts[form])) == []
    assert "草稿" not in texts[form]
