"""Drawing a line of glyphs that were drawn before, from what was written for them then.

WeasyPrint asks Pango for each field of each glyph by itself. A line whose glyphs are all known, at their usual place,
is put together here from pieces; any other is left to WeasyPrint, which gets to know its glyphs. Saves a twentieth of a
render.
"""

from __future__ import annotations

from typing import Any

from plangen.render.engine.library import load

FIELDS = 5  # of a glyph in Pango's memory, each of four bytes: number, width, shift right, shift up, flags
SIZED = 14802  # the first version of Pango that knows the size of a font
BREAKS = frozenset("\n\r\u2029")


class _Pieces(dict[tuple[int, int], str]):
    """What is written for a glyph of a certain width in a font: its number, and how far the next one is moved."""

    def __init__(self, font: Any, size: float, unit: float) -> None:
        self.font, self.size, self.unit = font, size, unit

    def __missing__(self, glyph: tuple[int, int]) -> str:
        number, width = glyph
        shift = self.font.widths[number] - width * 1000 * self.unit / self.size
        piece = self[glyph] = f"{number:04x}" + (f">{int(shift)}<" if shift else "")
        return piece


def drawing(original: Any) -> Any:
    library: Any = load("weasyprint.text.ffi")
    ffi, unit = library.ffi, library.FROM_UNITS
    if library.pango.pango_version() < SIZED:
        return original
    known: dict[Any, _Pieces] = {}

    def runs(line: Any, stream: Any) -> list[tuple[_Pieces, list[tuple[int, int]]]] | None:
        """Return the glyphs of a line for each of its runs, unless there is something unusual about one."""
        found = []
        run = line.runs
        while run != ffi.NULL:
            item, run = run.data, run.next
            font, size = stream.add_font(item.item.analysis.font)
            if font.bitmap or font.png or font.svg or font.colr:
                return None
            numbers = memoryview(ffi.buffer(item.glyphs.glyphs, item.glyphs.num_glyphs * FIELDS * 4)).cast("i").tolist()
            if (
                any(numbers[2::FIELDS])
                or any(numbers[3::FIELDS])
                or not font.to_unicode.keys() >= {*numbers[0::FIELDS]}
            ):
                return None
            if (font.hash, size) not in known:
                known[font.hash, size] = _Pieces(font, size, unit)
            found.append((known[font.hash, size], list(zip(numbers[0::FIELDS], numbers[1::FIELDS], strict=True))))
        return found

    def draw_first_line(stream: Any, textbox: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
        layout = textbox.pango_layout
        if overflow == "ellipsis" or ellipsis != "none" or not BREAKS.isdisjoint(layout.text):
            return original(stream, textbox, overflow, ellipsis, matrix)
        if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
            return []
        found = runs(layout.get_first_line()[0], stream)
        if found is None:
            return original(stream, textbox, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        text, last = "", None
        for pieces, glyphs in found:
            if pieces is not last:
                if text:
                    stream.show_text(text)
                text, last = "", pieces
                stream.set_font_size(pieces.font.hash, pieces.size)
            text += "<" + "".join(map(pieces.__getitem__, glyphs)) + ">"
            text = text.removesuffix("<>")
        stream.show_text(text)
        return []

    return draw_first_line
