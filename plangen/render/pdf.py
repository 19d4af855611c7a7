"""The document tree as PDF, set by WeasyPrint from the same page as the HTML file.

Nothing is fetched: the page holds its own style, and the fonts come through a Fontconfig file of our own that knows no
other folder than the one of this run. Every warning of WeasyPrint is an error, since what it warns of is lost text.
"""

from __future__ import annotations

import gc
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from plangen.doctree import Document
from plangen.fonts import FontFile, missing_characters, subset
from plangen.labels import LABELS
from plangen.logo import Logo
from plangen.render.drawings import drawn, drawn_lines, lifted
from plangen.render.engine import fitted, load, warm_up
from plangen.render.engine.drawnpages import SharingError
from plangen.render.engine.halves import Share, halved
from plangen.render.errors import RenderError
from plangen.render.html import html_page
from plangen.render.pictures import data_address
from plangen.spacedglyphs import FEATURES
from plangen.theme import Theme

__all__ = ["Pdf", "Share", "print_page", "warm_up", "write_pdf"]

# What a page shows without its being in the text: digits of counters, list markers, the leader of the contents.
GENERATED = "".join(map(chr, range(0x20, 0x7F))) + "•◦▪…‐ \u00a0　"
FONTCONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
# What the environment holds during a render besides our Fontconfig file.
ENVIRONMENT = {"FONTCONFIG_PATH": None, "FONTCONFIG_SYSROOT": None}


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file, the number of its pages, and the text that stands on them, a line for each block."""

    content: bytes
    pages: int
    text: str = ""


def write_pdf(document: Document, theme: Theme, fonts: tuple[FontFile, ...], share: Share | None = None) -> Pdf:
    """Return the document as PDF. The work may be shared with another process, which then gets an empty one.

    Raises ``RenderError`` when a character has no glyph, a reference leads nowhere, or WeasyPrint warns of anything.
    """
    return print_page(html_page(document, theme, fonts), fonts, share, theme.picture)


def print_page(page: str, fonts: tuple[FontFile, ...], share: Share | None = None, logo: Logo | None = None) -> Pdf:
    """Set one HTML page with the given fonts and no other, fetching nothing; the logo stands in the page itself."""
    characters = set(unescape(page)) | set(GENERATED) | _label_characters() | set(logo.text() if logo else "")
    known = data_address(logo) if logo else ""
    if missing := missing_characters(fonts, unescape(page)):
        listed = "、".join(f"{character} (U+{ord(character):04X})" for character in missing[:10])
        raise RenderError(f"no font has the characters {listed}; write them another way or choose another font")
    with (
        tempfile.TemporaryDirectory(prefix="plangen-", ignore_cleanup_errors=True) as folder,
        _only_fonts(fonts, characters, Path(folder)),
        _collected_warnings() as found,
        _no_collector(),
    ):
        result = _set_shared(page, found, known, share) if share else _set(page, found, known)
    if found:
        raise RenderError("WeasyPrint: " + "; ".join(dict.fromkeys(found)))
    return result


def _set_shared(page: str, found: list[str], known: str, share: Share) -> Pdf:
    """Set a page together with another process, or alone if that fails."""
    try:
        return _set(page, found, known, share)
    except SharingError:
        share.give_up()
        found.clear()
        return _set(page, found, known) if share.leads else Pdf(b"", 0)


def _set(page: str, found: list[str], known: str, share: Share | None = None) -> Pdf:
    weasyprint = load("weasyprint")
    urls: Any = load("weasyprint.urls")
    fonts = load("weasyprint.text.fonts")

    class Refusal(urls.URLFetcher):  # type: ignore[misc]  # the base class has no types
        """Refuse every address but that of the logo, which holds what it names, at once and for good."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if known and url == known:  # it was checked when it was read
                return super().fetch(url)
            found.append(f"the page asks for {url[:200]}, and nothing may be fetched")
            raise urls.FatalURLFetchingError(url)

    try:
        rest, drawings = lifted(page)
        with fitted(), drawn(drawings), halved(share):
            document = weasyprint.HTML(string=rest, url_fetcher=Refusal()).render(font_config=fonts.FontConfiguration())
            text = _text_of(document.pages)
            if share and not share.leads:
                share.answer(document, text, found)
                return Pdf(b"", 0)
            if share:
                text += share.complete(document)
            return Pdf(document.write_pdf(pdf_variant="pdf/a-3a"), len(document.pages), text)
    except urls.FatalURLFetchingError:
        return Pdf(b"", 0)


def _text_of(pages: Iterable[Any]) -> str:
    """Return the text as it was set, generated text and page numbers included."""
    boxes: Any = load("weasyprint.formatting_structure.boxes")
    parts: list[str] = []

    def read(box: Any) -> None:
        if isinstance(box, boxes.TextBox):
            parts.append(box.text)
            return
        if isinstance(box, boxes.ReplacedBox):
            parts.extend(f"\n{words}\n" for words in drawn_lines(box.replacement))
        if isinstance(box, boxes.LineBox) and parts and parts[-1][-1:].isascii() and parts[-1][-1:].isalnum():
            parts.append(" ")  # a line ends at a word's end, and its space is gone
        for child in getattr(box, "children", ()):
            read(child)
        if isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox | boxes.MarginBox):
            parts.append("\n")

    for page in pages:
        read(page._page_box)
        parts.append("\n")
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def _drawn_lines(document: Any) -> Iterator[str]:
    """Yield the text of each line box of the laid-out pages: what is drawn, not what was asked for."""
    boxes: Any = load("weasyprint.formatting_structure.boxes")
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                yield "".join(part.text for part in box.descendants() if isinstance(part, boxes.TextBox))


def _label_characters() -> set[str]:
    return set("".join(words for table in LABELS.values() for words in table.values()))


@contextmanager
def _only_fonts(fonts: tuple[FontFile, ...], characters: set[str], folder: Path) -> Iterator[None]:
    """Let Pango see only the given fonts, cut down to the given characters."""
    for index, font in enumerate(fonts):
        (folder / f"{index}.ttf").write_bytes(subset(font, characters, FEATURES))
    config = folder / "fonts.conf"
    config.write_text(FONTCONFIG.format(folder=escape(str(folder))), "utf-8")
    with _environment({**ENVIRONMENT, "FONTCONFIG_FILE": str(config)}):
        yield


@contextmanager
def _environment(values: dict[str, str | None]) -> Iterator[None]:
    """Set environment variables for a while; ``None`` removes one."""
    before = {name: os.environ.get(name) for name in values}
    try:
        _set_environment(values)
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs at the level of a warning or above."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector = Collector(logging.WARNING)
    propagate = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector off: a render makes millions of objects that all live to its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
