"""A logo file: whether it is a whole PNG or a harmless SVG, and how large it is.

A file comes from whoever sends it. Nothing in it may run, fetch, or grow beyond measure where it is drawn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree

MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000  # on each side of a PNG
MOST_ELEMENTS = 20_000  # of an SVG, once everything that is used has been put in its place
DEEPEST = 60
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = {".png": "png", ".svg": "svg"}
# Bits of a pixel by colour type, and the bit depths each allows (ISO/IEC 15948, table 11.1).
_CHANNELS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|)\s*")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_RUNS = frozenset(("script", "handler", "listener"))
_FOREIGN = frozenset(("foreignobject", "iframe", "object", "embed", "audio", "video", "canvas"))
_CALL = re.compile(r"(?:url|src|image|image-set)\s*\(\s*[\"']?\s*(?P<target>[^\"')]*)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?svg(?=[\s>/])")


@dataclass(frozen=True, slots=True)
class Logo:
    """A checked picture: its bytes, and its size in its own units, of which only the proportion counts.

    ``owner`` says whose it is: that of a plan's own file is the client's, that of a template the company's.
    """

    kind: Literal["png", "svg"]
    content: bytes
    width: float
    height: float
    owner: Literal["client", "company"] = "client"

    def size(self, height: float, widest: float) -> tuple[float, float]:
        """Return width and height of the picture so high, or less high where it would be wider than ``widest``."""
        width = height * self.width / self.height
        return (width, height) if width <= widest else (widest, widest * self.height / self.width)

    def text(self) -> str:
        """Return the words that a drawing shows."""
        if self.kind == "png":
            return ""
        return "".join(ElementTree.fromstring(self.content).itertext())  # noqa: S314  # checked when it was read


@dataclass(frozen=True, slots=True)
class LogoFault:
    """What is wrong with a file, as templates over ``values``."""

    message: str
    hint: str = ""
    values: dict[str, object] = field(default_factory=dict)


def _fault(message: str, hint: str = "", **values: object) -> LogoFault:
    return LogoFault(message, hint, values)


def read_logo(content: bytes, suffix: str) -> tuple[Logo | None, list[LogoFault]]:
    """Check a file's bytes by its suffix. There is no logo where there are faults."""
    if len(content) > MOST_BYTES:
        hint = "save it smaller: a logo is drawn a few centimetres wide"
        return None, [_fault("the logo has {size:.1f} MB; it may have 2 MB", hint, size=len(content) / 1e6)]
    if not content:
        return None, [_fault("the logo is an empty file", "copy it again from where it comes from")]
    if suffix == ".png":
        size = _png_size(content)
        return (None, [size]) if isinstance(size, LogoFault) else (Logo("png", content, *size), [])
    return _read_svg(content)


# --- PNG -----------------------------------------------------------------------------------------------------------


def _png_size(content: bytes) -> tuple[int, int] | LogoFault:
    """Return width and height of a PNG that is whole, or what is wrong with it."""
    if not content.startswith(SIGNATURE):
        return _fault("the logo is no PNG file, though it is called so", "open it in a picture program, save it as PNG")
    chunks: dict[bytes, list[bytes]] = {}
    at = len(SIGNATURE)
    hint = "copy the file again from where it comes from"
    while True:
        if at + 12 > len(content):
            return _fault("the logo is cut off: the PNG file ends too early", hint)
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if len(data) < length or len(checksum) < 4:
            return _fault("the logo is cut off: the PNG file ends too early", hint)
        if not kind.isalpha() or zlib.crc32(kind + data) != int.from_bytes(checksum, "big"):
            return _fault("the logo is damaged: a checksum in the PNG file is wrong", hint)
        if not chunks and (kind != b"IHDR" or length != 13):
            return _fault("the logo is damaged: the PNG file does not say its size", hint)
        chunks.setdefault(kind, []).append(data)
        at += 12 + length
        if kind == b"IEND":
            break
    return _checked_image(chunks, hint)


def _checked_image(chunks: dict[bytes, list[bytes]], hint: str) -> tuple[int, int] | LogoFault:
    header = chunks[b"IHDR"][0]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, color, compression, filters, interlace = header[8:]
    if not width or not height or len(chunks[b"IHDR"]) > 1 or compression or filters or interlace > 1:
        return _fault("the logo is damaged: the PNG file does not say its size", hint)
    if max(width, height) > MOST_PIXELS:
        message = "the logo is {width} × {height} pixels large; each side may have {most}"
        hint = "save it smaller: 1,000 pixels are more than print shows"
        return _fault(message, hint, width=width, height=height, most=MOST_PIXELS)
    channels, depths = _CHANNELS.get(color, (0, ()))
    if depth not in depths or (color == 3 and b"PLTE" not in chunks):
        return _fault("the logo is damaged: the PNG file has no colours that can be read", hint)
    wanted = _data_size(width, height, channels * depth, interlaced=bool(interlace))
    if _inflated(chunks.get(b"IDAT", []), wanted) != wanted:
        return _fault("the logo is damaged: the PNG file holds less of the picture than it says", hint)
    return width, height


def _data_size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """Return how many bytes the rows of an image have, each with the byte that names its filter."""
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for x, y, step_x, step_y in passes:
        columns, rows = -(-(width - x) // step_x), -(-(height - y) // step_y)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


def _inflated(parts: list[bytes], most: int) -> int:
    """Return how many bytes come out of the compressed data; reading stops a little behind ``most``."""
    stream = zlib.decompressobj()
    count = 0
    try:
        for part in parts:
            waiting = part
            while waiting and count <= most:
                count += len(stream.decompress(waiting, 1 << 20))
                waiting = stream.unconsumed_tail
    except zlib.error:
        return -1
    return count if stream.eof else -1


# --- SVG -----------------------------------------------------------------------------------------------------------


def _read_svg(content: bytes) -> tuple[Logo | None, list[LogoFault]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [_fault("the logo is no SVG file in UTF-8", "save it again as SVG, as plain as the program can")]
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        hint = "delete the line that begins with <!DOCTYPE; nothing needs it"
        return None, [_fault("the logo has a DOCTYPE, which can bring in other files", hint)]
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # without a DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        line, column = getattr(error, "position", (1, 0))
        hint = "save it again as SVG; line {line}, column {column} of the file is no XML"
        return None, [_fault("the logo is no SVG file that can be read", hint, line=line, column=column + 1)]
    if root.tag != f"{SVG}svg":
        hint = 'it has to begin with <svg xmlns="http://www.w3.org/2000/svg" …>'
        return None, [_fault("the logo is XML, but no SVG drawing", hint)]
    faults = list(dict.fromkeys(_tuples(_svg_faults(root, text))))
    found = [LogoFault(message, hint, dict(values)) for message, hint, values in faults]
    size = _svg_size(root)
    if isinstance(size, LogoFault):
        found.append(size)
    if found or isinstance(size, LogoFault):
        return None, found
    if "viewBox" not in root.attrib:  # without one, a smaller picture would be a piece of it
        text = _ROOT.sub(lambda tag: f'{tag[0]} viewBox="0 0 {size[0]:g} {size[1]:g}"', text, count=1)
    return Logo("svg", text.encode(), *size), []


def _tuples(faults: Iterator[LogoFault]) -> Iterator[tuple[str, str, tuple[tuple[str, object], ...]]]:
    for fault in faults:
        yield fault.message, fault.hint, tuple(fault.values.items())


def _svg_faults(root: ElementTree.Element, text: str) -> Iterator[LogoFault]:
    if re.search(r"<\?(?!xml\s)", text):
        yield _fault("the logo names a style sheet or program outside it", "delete the lines that begin with <?")
    if _depth(root) > DEEPEST:
        yield _fault("the logo is nested too deeply", "save it again as a plain SVG")
        return
    for element in root.iter():
        name = _local(element.tag)
        if name.lower() in _RUNS:
            yield _fault("the logo holds a script", "delete the element {name}: a logo is a picture", name=name)
        elif name.lower() in _FOREIGN:
            hint = "save it again as a plain SVG of shapes"
            yield _fault("the logo holds {name}, which is no part of a picture", hint, name=name)
        for key, value in element.attrib.items():
            yield from _attribute_faults(_local(key), value)
        if name == "style":
            yield from _css_faults("".join(element.itertext()))
    yield from _growth_faults(root)


def _attribute_faults(name: str, value: str) -> Iterator[LogoFault]:
    lower = name.lower()
    if lower.startswith("on"):
        hint = "delete the attribute {name}: a logo is a picture"
        yield _fault("the logo holds a script in {name}", hint, name=name)
    elif lower in ("href", "src", "base", "data") and not value.strip().startswith("#"):
        yield _outside(value)
    else:
        yield from _css_faults(value)


def _css_faults(css: str) -> Iterator[LogoFault]:
    if re.search(r"@import", css, re.IGNORECASE):
        yield _outside("@import")
    if "\\" in css:  # an escape can write url( in other letters
        yield _fault("the logo has a backslash in its styles", "save it again as a plain SVG")
    for call in _CALL.finditer(css):
        if not call["target"].startswith("#"):
            yield _outside(call["target"])
    if re.search(r"javascript\s*:", css, re.IGNORECASE):
        yield _outside(css)


def _outside(target: str) -> LogoFault:
    hint = "save it again with everything drawn as shapes in the one file"
    return _fault("the logo refers to something outside it: {target}", hint, target=target.strip()[:60])


def _depth(root: ElementTree.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth += 1
        level = [child for element in level for child in element]
    return depth


def _growth_faults(root: ElementTree.Element) -> Iterator[LogoFault]:
    """Yield a fault where elements use others in a circle, or so often that drawing them would not end."""
    named = {element.get("id", ""): element for element in root.iter()}
    counts: dict[int, int] = {}
    way: set[int] = set()
    endless = MOST_ELEMENTS + 1

    def count(element: ElementTree.Element, depth: int) -> int:
        key = id(element)
        if key in counts:
            return counts[key]
        if key in way or depth > 4 * DEEPEST:
            return endless
        way.add(key)
        total = 1 + sum(count(child, depth + 1) for child in element)
        for value in element.attrib.values():
            for name in _used(value):
                if name in named:
                    total += count(named[name], depth + 1)
        way.discard(key)
        counts[key] = min(total, endless)
        return counts[key]

    if count(root, 0) > MOST_ELEMENTS:
        hint = "save it again as a plain SVG, with everything drawn where it stands"
        yield _fault("the logo uses parts of itself so often that drawing it would not end", hint)


def _used(value: str) -> Iterator[str]:
    if value.strip().startswith("#"):
        yield value.strip()[1:]
    for call in _CALL.finditer(value):
        if call["target"].startswith("#"):
            yield call["target"][1:].strip()


def _svg_size(root: ElementTree.Element) -> tuple[float, float] | LogoFault:
    """Return width and height of a drawing in pixels, or of its view box where it does not say them."""
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    sizes = [float(found[1]) * _UNITS[found[2]] for found in lengths if found]
    box = [part for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    if len(box) == 4 and all(re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", part) for part in box):
        sizes = [float(part) for part in box[2:]]
    if len(sizes) == 2 and all(0 < size < 1e7 for size in sizes):
        return sizes[0], sizes[1]
    return _fault("the logo does not say how large it is", 'give its svg element a viewBox="0 0 width height"')


def _local(name: str) -> str:
    return str(name).rpartition("}")[2]
