"""What a reader sees of a drawing: where each text stands, measured with the font's own widths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import uharfbuzz

from plangen.fonts import prepare_fonts

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.86, 0.12  # of a Chinese glyph, in ems
NUMBER = re.compile(r"[-+]?[\d.]+(?:e[-+]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and the box its glyphs take."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    def meets(self, other: Line, tolerance: float = 0.25) -> bool:
        """Tell whether two lines lie on each other by more than a tolerance."""
        return (
            self.left + tolerance < other.right
            and other.left + tolerance < self.right
            and self.top + tolerance < other.bottom
            and other.top + tolerance < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """``texts`` are the whole texts, ``lines`` what stands on the sheet, ``numbers`` every number of every shape."""

    width: float
    height: float
    texts: tuple[str, ...]
    lines: tuple[Line, ...]
    numbers: tuple[str, ...]
    colors: frozenset[str]
    title: str
    tags: frozenset[str]

    def outside(self) -> list[Line]:
        """Return the lines that reach beyond the sheet."""
        return [
            line
            for line in self.lines
            if line.left < -0.1 or line.top < -0.1 or line.right > self.width + 0.1 or line.bottom > self.height + 0.1
        ]

    def overlapping(self) -> list[tuple[str, str]]:
        """Return the pairs of lines that lie on each other."""
        return [
            (one.text, other.text)
            for index, one in enumerate(self.lines)
            for other in self.lines[:index]
            if one.meets(other)
        ]

    def says(self, words: str) -> bool:
        """Tell whether one text says some words, wherever its lines are broken."""
        wanted = "".join(words.split())
        return any(wanted in "".join(text.split()) for text in self.texts)


def read(svg: str) -> Drawing:
    """Read a drawing; what is not well-formed raises ``ParseError``."""
    root = ElementTree.fromstring(svg)
    texts: list[str] = []
    lines: list[Line] = []
    numbers: list[str] = []
    colors: set[str] = set()

    def walk(node: Any, inherited: dict[str, str]) -> None:
        known = {**inherited, **{key: node.attrib[key] for key in STYLE if key in node.attrib}}
        colors.update(node.attrib[key] for key in ("fill", "stroke") if key in node.attrib)
        if node.tag == f"{SVG}text":
            texts.append("".join(node.itertext()))
            lines.extend(_lines(node, known))
            return
        for key in ("d", "x", "y", "width", "height", "viewBox", "stroke-width"):
            numbers.extend(part for part in re.split(r"[\s,A-Za-z]+", node.attrib.get(key, "")) if part)
        for child in node:
            walk(child, known)

    walk(root, {"font-size": root.attrib["font-size"]})
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    title = root.findtext(f"{SVG}title") or ""
    tags = frozenset(node.tag.removeprefix(SVG) for node in root.iter())
    return Drawing(width, height, tuple(texts), tuple(lines), tuple(numbers), frozenset(colors), title, tags)


STYLE = ("text-anchor", "font-size", "font-weight")


def _lines(node: Any, style: dict[str, str]) -> list[Line]:
    turn = re.fullmatch(r"rotate\(-90 (\S+) (\S+)\)", node.attrib.get("transform", ""))
    assert ("transform" in node.attrib) == bool(turn)
    pieces = [(node.attrib, node.text or "")]
    for child in node:
        assert child.tag == f"{SVG}tspan"
        assert not (child.tail or "").strip()
        pieces.append((child.attrib, child.text or ""))
    return [_line(text, float(at["x"]), float(at["y"]), style, turn) for at, text in pieces if text.strip()]


def _line(text: str, x: float, y: float, style: dict[str, str], turn: re.Match[str] | None) -> Line:
    size = float(style["font-size"])
    width = advance(text, style.get("font-weight") == "700") * size
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[style.get("text-anchor", "start")] * width
    top, bottom = y - ASCENT * size, y + DESCENT * size
    if turn is None:
        return Line(text, left, top, left + width, bottom, size)
    # a quarter of a turn to the left about a point: to the right becomes upwards
    cx, cy = map(float, turn.groups())
    return Line(text, cx + top - cy, cy - (left + width - cx), cx + bottom - cy, cy - (left - cx), size)


@lru_cache(2)
def _font(bold: bool) -> tuple[Any, float]:
    path = next(font.path for font in prepare_fonts(["Noto Sans SC"]) if font.weight == (700 if bold else 400))
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return uharfbuzz.Font(face), float(face.upem)


@lru_cache(100_000)
def advance(text: str, bold: bool) -> float:
    """Return the width of a line in ems, as the font sets it."""
    font, upem = _font(bold)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {})
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / upem
