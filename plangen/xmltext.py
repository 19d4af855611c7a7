"""Text that is safe in XML."""

from __future__ import annotations

# What XML 1.0 cannot hold at all is shown as U+FFFD: visible in the output, never silently gone.
_FORBIDDEN = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_REPLACED = dict.fromkeys(_FORBIDDEN, "\ufffd")
_ESCAPES = {**_REPLACED, ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}


def holdable(text: str) -> str:
    """Return text without characters that XML cannot hold; U+FFFD stands in for each."""
    return text.translate(_REPLACED)


def escape(text: str) -> str:
    """Return text that is safe in an element and in an attribute."""
    return text.translate(_ESCAPES)
