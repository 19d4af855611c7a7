"""What a finished file holds: its pages, how much of the plan's text, its contents as they stand on opening, charts."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from pypdf import PdfReader

from plangen.doctree import Cell, Citation, Code, CrossRef, Document, Heading, Paragraph, Text, Value, plain_text, query
from plangen.render.readback import docx_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One file. ``text`` is the share of the plan's paragraphs and cells found in it, from 0 to 1."""

    bytes: int
    pages: int | None
    text: float
    contents: str
    charts: str


def judge(path: Path, document: Document, pages_of: Callable[[Path], int | None]) -> Judgement:
    """Judge a .docx or .pdf file; ``pages_of`` counts the pages of a Word file, if it can."""
    content = path.read_bytes()
    titles = [_squeezed(plain_text(heading)) for heading in query(document, Heading) if heading.level == 1]
    if path.suffix == ".pdf":
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        pages = [[_squeezed(line) for line in text.splitlines()] for text in texts]
        share = _share("".join(line for lines in pages for line in lines), document)
        return Judgement(len(content), len(pages), share, _printed(pages, titles), "")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        charts = sum(bool(re.fullmatch(r"word/charts/chart\d+\.xml", name)) for name in archive.namelist())
    return Judgement(
        len(content),
        pages_of(path),
        _share(_squeezed(docx_text(content)), document),
        _cached(body, titles),
        f"{charts} native" if charts else "none, tables instead",
    )


def _share(text: str, document: Document) -> float:
    wanted = [piece for node in query(document, Paragraph, Cell) for piece in _pieces(node)]
    return sum(piece in text for piece in wanted) / len(wanted)


def _pieces(node: Paragraph | Cell) -> list[str]:
    """Return the texts of a node; source marks between them are written differently by each program."""
    parts = query(node, Text, Code, Citation, CrossRef, Value)
    return [piece for part in parts if (piece := _squeezed(plain_text(part)))]


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _printed(pages: list[list[str]], titles: list[str]) -> str:
    """Say whether a PDF's contents name the pages on which its chapters begin; ``pages`` are squeezed lines."""
    shifts = set()
    for title in titles:
        entry = re.compile(rf".{{0,9}}{re.escape(title)}[.·]*(\d+)")
        heading = re.compile(rf".{{0,9}}{re.escape(title)}")
        named = next((int(found[1]) for lines in pages[:9] for line in lines if (found := entry.fullmatch(line))), None)
        begins = next((n for n, lines in enumerate(pages, 1) if any(map(heading.fullmatch, lines))), None)
        shifts.add(None if named is None or begins is None else begins - named)
    if None in shifts:
        return "none"
    return "right" if len(shifts) == 1 else "wrong page numbers"


def _cached(body: etree._Element, titles: list[str]) -> str:
    """Say what a Word file's contents show before anybody updates them."""
    depth, inside, shown, numbers, found = 0, False, "", 0, False
    for element in body.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            inside = inside and depth > 0
        elif element.tag == f"{W}instrText":
            words = (element.text or "").split()
            if words[:1] == ["TOC"] and not found:
                inside = found = True
        elif inside:
            shown += element.text or ""
            numbers += bool(re.fullmatch(r"\d+", element.text or ""))
    if not found:
        return "none"
    if sum(title in _squeezed(shown) for title in titles) < len(titles):
        return "empty until updated"
    return "entries and page numbers" if numbers >= len(titles) else "entries, no page numbers"
