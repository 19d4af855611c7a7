"""Running text, and the marks in it."""

from __future__ import annotations

from typing import assert_never

from plangen.doctree import (
    Citation,
    Code,
    CrossRef,
    Emphasis,
    Footnote,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
    Value,
)
from plangen.render import anchors
from plangen.render.markup import attribute, is_allowed, text
from plangen.render.screen.page import Page

SHORT = 12  # a cited figure of up to this many characters stays on one line with its mark


def inlines(page: Page, nodes: tuple[Inline, ...]) -> str:
    """Write running text."""
    return "".join(_inline(page, node) for node in nodes)


def _inline(page: Page, node: Inline) -> str:
    match node:
        case Text() | Value():
            return text(node.text)
        case Emphasis():
            return f"<em>{inlines(page, node.children)}</em>"
        case Strong():
            return f"<strong>{inlines(page, node.children)}</strong>"
        case Code():
            return f"<code>{text(node.text)}</code>"
        case LineBreak():
            return "<br>"
        case Link():
            inside = inlines(page, node.children)
            return f'<a href="{attribute(node.target)}">{inside}</a>' if inside and is_allowed(node.target) else inside
        case Footnote():
            return _footnote(page, node)
        case Citation():
            return _citation(page, node)
        case CrossRef():
            if not node.anchor:
                return text(node.text)
            where = page.href(anchors.target(node.anchor), f"the reference to {node.target}")
            kept = ' class="ref n"' if len(node.text) <= SHORT else ' class="ref"'
            return f'<a href="{where}"{kept}>{text(node.text)}</a>'
        case _:
            assert_never(node)


def _footnote(page: Page, node: Footnote) -> str:
    """Write a note's mark, and keep its text for the list at the end."""
    back = page.href(anchors.note_mark(node.number), "the way back from a footnote")
    page.notes.append(
        f'<li value="{node.number}"{page.id(anchors.note(node.number))}>{inlines(page, node.children)} '
        f'<a class="back" role="doc-backlink" href="{back}" '
        f'aria-label="{attribute(page.say("back_to_text", number=node.number))}">↩</a></li>'
    )
    where = page.href(anchors.note(node.number), f"footnote {node.number}")
    said = attribute(page.say("note_mark", number=node.number))
    return (
        f'<sup{page.id(anchors.note_mark(node.number))}><a href="{where}" role="doc-noteref" '
        f'aria-label="{said}">[{node.number}]</a></sup>'
    )


def _citation(page: Page, node: Citation) -> str:
    """Write a figure and its mark; the mark never starts a line. The first one is where the source list leads back."""
    if not node.number:
        return text(node.text)
    where = page.href(anchors.source(node.number), f"the source mark [{node.number}] of {node.fact}")
    named = f' title="{attribute(node.source)}"' if node.source else ""
    said = attribute(page.say("source_mark", number=node.number))
    mark = (
        f'<a class="mark" href="{where}"{page.id(anchors.citation(node.number))} role="doc-noteref"{named} '
        f'aria-label="{said}">[{node.number}]</a>'
    )
    kept = node.text if len(node.text) <= SHORT else node.text[-1:]
    free = node.text[: len(node.text) - len(kept)]
    return f'{text(free)}<span class="n">{text(kept)}{mark}</span>'
