"""Texts of cells without what only a spreadsheet or a copy from the web puts into them."""

from __future__ import annotations

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: " ", 0x200B: None, 0x2060: None, 0xFEFF: None, 0x00AD: None}


def tidy(text: str, *, escapes: bool = False) -> str:
    """Return a text with plain spaces, none at its ends, and no invisible characters.

    With ``escapes`` those of .xlsx files are read: ``_x000D_`` is a carriage return.
    """
    if escapes and "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if not text.isascii():
        text = text.translate(_SPACES)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
