"""Text as HTML and as CSS: the one place where what content says is made harmless."""

from __future__ import annotations

import re
from html import escape

from plangen.doctree import Meta

LINK_SCHEMES = ("http://", "https://", "mailto:")
RANGE = re.compile(r"[0-9.,%‰]+[～~·][0-9.,%‰]+")
# Characters that HTML does not allow: controls other than tab and line feed, lone surrogates, two non-characters.
CONTROLS = dict.fromkeys((*range(9), *range(0xB, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), "")
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
FORBIDDEN = {**CONTROLS, **SURROGATES}


def text(content: str) -> str:
    """Write text as HTML; a range of numbers such as 12～15 is kept on one line."""
    safe = attribute(content)
    if "～" in safe or "·" in safe:
        return RANGE.sub(lambda found: f'<span class="n">{found[0]}</span>', safe)
    return safe


def attribute(content: str) -> str:
    """Write text as the value of a quoted attribute."""
    return escape(content.translate(FORBIDDEN))


def css_string(content: str) -> str:
    """Write text as a CSS string that can end neither itself nor the style element around it."""
    safe = content.translate(FORBIDDEN)
    return '"' + "".join(c if c.isalnum() or c == " " or ord(c) > 0x2000 else f"\\{ord(c):x} " for c in safe) + '"'


def is_allowed(address: str) -> bool:
    """Tell whether a link may be followed: http, https and mailto only."""
    return address.strip().lower().startswith(LINK_SCHEMES)


def properties(meta: Meta) -> str:
    """Write what a page's head says of the document, a line for each."""
    said = (
        ("author", meta.company or meta.author),
        ("description", meta.subject),
        ("keywords", ", ".join(meta.keywords)),
        ("dcterms.created", meta.created or meta.date),
        ("dcterms.modified", meta.created or meta.date),
    )
    return "".join(f'<meta name="{name}" content="{attribute(value)}">\n' for name, value in said if value)
