"""Cutting fonts down to the glyphs that were set, with HarfBuzz as it comes with Python.

WeasyPrint cuts with a system library, or without it with fontTools, which takes half a second for a plan of fifty pages
and writes the time of day into the font.
"""

from __future__ import annotations

from typing import Any

from plangen.fonts import subset_glyphs


def cutting(original: Any) -> Any:
    def cut(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        """Leave only the glyphs that were set, under their numbers."""
        if to_unicode:
            font.file_content = subset_glyphs(font.file_content, to_unicode)

    return cut
