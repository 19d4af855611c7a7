"""The text a reader finds in a finished file, read back from its bytes."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART_PARTS = ("charts/", "drawings/")
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n"}


def docx_text(content: bytes) -> str:
    """Return the text of a Word file, a line for each paragraph of body, headers, footers, notes and comments.

    After them come the texts of charts: names as the chart caches them, labels, and what stands on shapes.
    """
    lines: list[str] = []
    drawn: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            part = name.removeprefix("word/")
            in_chart = part.startswith(_CHART_PARTS) and part.endswith(".xml")
            if part == name or not (in_chart or ("/" not in part and part.startswith(_TEXT_PARTS))):
                continue
            root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            if in_chart:
                drawn.extend(_chart_texts(root))
                continue
            for paragraph in root.iter(f"{_W}p"):
                lines.append("".join(paragraph_text(paragraph)))
    return "\n".join((*lines, *drawn))


def _chart_texts(root: etree._Element) -> dict[str, None]:
    """Return every text of a chart or of the shapes over it once; figures are no texts."""
    cached = (value.text for cache in root.iter(f"{_CHART}strCache") for value in cache.iter(f"{_CHART}v"))
    written = (run.text for run in root.iter(f"{_MAIN}t"))
    return dict.fromkeys(text for text in (*cached, *written) if text)


def paragraph_text(paragraph: etree._Element) -> list[str]:
    """Return the pieces of a paragraph's text as it stands once every tracked change is accepted."""
    parts: list[str] = []
    for element in paragraph.iter(f"{_W}t", *_BREAKS):
        # a text box holds paragraphs of its own, which are read by themselves; moved text stands in two places
        owner = next(element.iterancestors(f"{_W}p", f"{_W}moveFrom"))
        if owner is paragraph:
            parts.append(_BREAKS.get(str(element.tag), element.text or ""))
    return parts


class _Reader(HTMLParser):
    BLOCKS = frozenset(
        (
            *("p", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"),
            *("div", "section", "aside", "caption", "figcaption", "br", "dt", "dd"),
            *("figure", "title", "text"),  # the last two are parts of a drawing
        )
    )
    SILENT = frozenset(("style", "script"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.parts.append("\n")
        elif tag == "tspan" and self.parts and self.parts[-1][-1:].isascii() and self.parts[-1][-1:].isalnum():
            self.parts.append(" ")  # a line of a drawing ends at a word's end, and its space is gone

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def html_text(content: bytes) -> str:
    """Return the text of an HTML file, a line for each block."""
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    return "".join(reader.parts)
