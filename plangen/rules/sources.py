"""PG301: does every figure of the text say where it comes from?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plangen.diagnostics import Diagnostic, finding
from plangen.doctree import Heading, Table, plain_text, query
from plangen.quantities import Quantity
from plangen.rules.base import Examined
from plangen.rules.claims import Claim, Key, claims, counts, figures, key_of
from plangen.yamltree import scalars

_SENTENCE = re.compile(r"[^。！？；\n]+")
# a line of English prose may go on in the next one, and a stop inside 46.5 or behind e.g ends no sentence
_ENGLISH_SENTENCE = re.compile(
    r"(?:[^.!?\n]|[.!?](?!\s|$)|(?<=\be\.g)\.|(?<=\bi\.e)\.|(?<=\bvs)\.|(?<=\bNo)\.|\n(?![ \t]*(?:\n|[-*#|>]|\d+\.)))+"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_SOURCED = re.compile(r"\{\{|\[\^")

Keys = set[Key]


def figure_without_source(examined: Examined) -> Iterator[Diagnostic]:
    """PG301: running text states a figure that is no fact, stands in no block and no table near it, and cites nothing.

    A sentence that holds a fact, a value, a reference or a footnote says where its figures come from. Figures of blocks
    and facts are known in the whole plan, those of tables in their chapter: what stands in a table of another chapter
    may be another figure of the same size.
    """
    known: dict[str, Keys] | None = None
    for slot in examined.plan.slots.values():
        if slot.node is None or slot.place.spec.type not in ("prose", "list") or slot.flag:
            continue
        for scalar in scalars(slot.node):
            sentences = _SENTENCE if _HAN.search(scalar.value) else _ENGLISH_SENTENCE
            for sentence in sentences.finditer(scalar.value):
                if _SOURCED.search(sentence.group()):
                    continue
                for claim in claims(sentence.group()):
                    known = _known(examined) if known is None else known
                    if claim.key in known[""] or claim.key in known.get(slot.chapter.id, ()):
                        continue
                    at = scalar.locate(sentence.start() + claim.start)
                    message = "the figure {figure} has no source"
                    hint = (
                        "cite a fact ({{{{ fact.id }}}}) or a value, refer to the table it stands in, or add a footnote"
                    )
                    yield finding("PG301", at, message, hint, figure=claim.text)


def _known(examined: Examined) -> dict[str, Keys]:
    """Return the figures of facts and blocks, under an empty key, and those of tables by the id of their chapter."""
    values = examined.plan.values.values()
    stated = [value for value in values if isinstance(value, Quantity)]
    stated += [fact.quantity for fact in examined.plan.facts.values()]
    words = (value for value in values if isinstance(value, str))
    known: dict[str, Keys] = {"": _keys(words) | {key_of(figure) for figure in stated}}
    chapter = ""
    for node in query(examined.document, Heading, Table):
        if isinstance(node, Heading):
            chapter = node.id if node.level == 1 else chapter
            continue
        cells = (plain_text(cell) for row in node.rows for cell in row.cells)
        known.setdefault(chapter, set()).update(_keys((*cells, *(plain_text(child) for child in node.note))))
    return known


def _keys(texts: Iterable[str]) -> Keys:
    found: Keys = set()
    for text in texts:
        every: tuple[Claim, ...] = (*figures(text), *counts(text))
        found.update(claim.key for claim in every)
    return found
