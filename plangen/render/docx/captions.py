"""Captions: a number that Word counts, marked so that references find it."""

from __future__ import annotations

from plangen.doctree import Chart, Table
from plangen.languages import LANGUAGES
from plangen.render.docx.markup import bookmark, field, paragraph, properties, run
from plangen.render.docx.state import State


def caption(node: Table | Chart, state: State, word: str, style: str) -> str:
    """Return the caption of a table or chart, or nothing where it has none. ``word`` names what is counted."""
    if not node.caption:
        return ""
    if not node.number:
        return paragraph(style, run(node.caption))
    mark = properties("CaptionLabel")
    number = field(f"SEQ {word} \\* ARABIC", run(str(node.number), mark), mark)
    target = state.targets.get(node.id)
    if target is not None and state.claim(target.bookmark):
        # Only the number is marked: references say 表3 or table 3, with words of their own around it.
        number = bookmark(state.next_bookmark(), target.bookmark, number)
    return paragraph(style, run(f"{word} ", mark) + number + run(f"{LANGUAGES[state.language].gap}{node.caption}"))
