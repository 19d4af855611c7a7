"""The space at which a line was broken: it ends the line, unseen.

WeasyPrint drops it, and a program that takes its words from the text of a tagged file reads the last word of a line and
the first of the next as one (ISO 32000-1, 14.8.2.5).
"""

from __future__ import annotations

from typing import Any

from plangen.render.engine.library import load


def noting(original: Any) -> Any:
    def split_text_box(context: Any, box: Any, width: Any, skip: int | None, *more: Any, **named: Any) -> Any:
        """Note on a line's box of text whether a space came after it."""
        found = original(context, box, width, skip, *more, **named)
        line, resume, _ = found
        if line and resume:
            line.ends_word = box.text.encode()[(skip or 0) + len(line.text.encode()) : resume] == b" "
        return found

    return split_text_box


def end_word(stream: Any, box: Any) -> None:
    """Set the space after a box of text that was just drawn, if one was dropped there."""
    if not getattr(box, "ends_word", False) or stream.stream[-1] != b"ET" or stream._old_font is None:
        return
    name, _ = stream._old_font
    font = next(font for font in stream._fonts.values() if font.hash == name)
    glyph = _space(font)
    stream.begin_text()
    stream.show_text(f"<{glyph:04x}>")
    stream.end_text()


def _space(font: Any) -> int:
    """Return the glyph of a space, and see to it that the font is embedded with it."""
    if not hasattr(font, "space"):
        uharfbuzz = load("uharfbuzz")
        face = uharfbuzz.Face(font.file_content)
        known = uharfbuzz.Font(face)
        font.space = known.get_nominal_glyph(0x20)
        font.to_unicode.setdefault(font.space, " ")
        font.widths.setdefault(font.space, round(known.get_glyph_h_advance(font.space) * 1000 / face.upem))
    return int(font.space)
