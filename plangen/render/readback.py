"""The text a reader finds in a finished file, read back from its bytes."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n"}


def docx_text(content: bytes) -> str:
    """Return the text of body, headers, footers, notes and comments of a Word file, a line for each paragraph."""
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            part = name.removeprefix("word/")
            if part == name or "/" in part or not part.startswith(_TEXT_PARTS):
                continue
            root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            for paragraph in root.iter(f"{_W}p"):
                lines.append("".join(_paragraph_text(paragraph)))
    return "\n".join(lines)


def _paragraph_text(paragraph: etree._Element) -> list[str]:
    parts: list[str] = []
    for element in paragraph.iter(f"{_W}t", *_BREAKS):
        # a text box holds paragraphs of its own, which are read by themselves
        owner = next(element.iterancestors(f"{_W}p"))
        if owner is paragraph:
            parts.append(_BREAKS.get(str(element.tag), element.text or ""))
    return parts


class _Reader(HTMLParser):
    BLOCKS = frozenset(
        (
            *("p", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"),
            *("div", "section", "aside", "caption", "figcaption", "br", "dt", "dd"),
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
