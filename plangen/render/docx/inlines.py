"""Runs: what stands inside a paragraph."""

from __future__ import annotations

from typing import assert_never

from plangen.doctree import (
    Citation,
    Code,
    CrossRef,
    Emphasis,
    Footnote,
    Heading,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
    Value,
)
from plangen.render.docx.markup import field, jump, paragraph, properties, run
from plangen.render.docx.state import Links, State, Target, source_bookmark

SCHEMES_OF_LINKS = ("http://", "https://", "mailto:")

# The character style for a set of traits; what a style does not carry itself is added beside it.
_STYLES: dict[frozenset[str], str] = {
    frozenset(): "",
    frozenset({"strong"}): "Strong",
    frozenset({"emphasis"}): "Emphasis",
    frozenset({"strong", "emphasis"}): "IntenseEmphasis",
}
Traits = frozenset[str]
PLAIN: Traits = frozenset()


def inlines(children: tuple[Inline, ...], state: State, traits: Traits = PLAIN, in_note: bool = False) -> str:
    """Return the runs of some inline nodes."""
    return "".join(_inline(child, state, traits, in_note) for child in children)


def _inline(node: Inline, state: State, traits: Traits, in_note: bool) -> str:
    match node:
        case Text() | Value():
            return run(node.text, _rpr(traits))
        case Emphasis():
            return inlines(node.children, state, traits | {"emphasis"}, in_note)
        case Strong():
            return inlines(node.children, state, traits | {"strong"}, in_note)
        case Code():
            return run(node.text, _rpr(traits | {"code"}))
        case LineBreak():
            return "<w:r><w:br/></w:r>"
        case Link():
            return _link(node, state, traits, in_note)
        case Footnote():
            return _footnote(node, state, traits, in_note)
        case Citation():
            return run(node.text, _rpr(traits)) + _source_mark(node, state)
        case CrossRef():
            return _cross_reference(node, state, traits)
        case _:
            assert_never(node)


def _rpr(traits: Traits) -> str:
    own = traits & {"code", "link"}
    if not own:
        return properties(_STYLES[traits])
    style = "Hyperlink" if "link" in own else "InlineCode"
    bold = "<w:b/><w:bCs/>" if "strong" in traits else ""
    return f'<w:rPr><w:rStyle w:val="{style}"/>{bold}</w:rPr>'


def _link(node: Link, state: State, traits: Traits, in_note: bool) -> str:
    if not node.target.lower().startswith(SCHEMES_OF_LINKS):
        return inlines(node.children, state, traits, in_note)
    links: Links = state.note_links if in_note else state.links
    # Word allows no link inside a link, so what stands inside keeps its text and gives up its own target.
    runs = inlines(_unlinked(node.children), state, traits | {"link"}, in_note)
    return f'<w:hyperlink r:id="{links.id_of(node.target)}" w:history="1">{runs}</w:hyperlink>'


def _unlinked(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inline nodes with links, references and marks turned into their text."""
    result: list[Inline] = []
    for child in children:
        match child:
            case Link():
                result.extend(_unlinked(child.children))
            case Emphasis():
                result.append(Emphasis(_unlinked(child.children)))
            case Strong():
                result.append(Strong(_unlinked(child.children)))
            case Citation() | CrossRef():
                result.append(Text(child.text))
            case Footnote() | Text() | Code() | LineBreak() | Value():
                result.append(child)
            case _:
                assert_never(child)
    return tuple(result)


def _footnote(node: Footnote, state: State, traits: Traits, in_note: bool) -> str:
    if in_note:  # Word has no notes on notes
        return run("（") + inlines(node.children, state, traits, in_note) + run("）")
    number = len(state.notes) + 1
    state.notes.append("")  # keep the place: the note's own text may not take the number
    rpr = properties("FootnoteReference")
    text = inlines(node.children, state, PLAIN, in_note=True)
    own = paragraph("FootnoteText", f"<w:r>{rpr}<w:footnoteRef/></w:r>" + run(" ") + text)
    state.notes[number - 1] = f'<w:footnote w:id="{number}">{own}</w:footnote>'
    return f'<w:r>{rpr}<w:footnoteReference w:id="{number}"/></w:r>'


def _source_mark(node: Citation, state: State) -> str:
    if not node.number:
        return ""
    mark = run(f"[{node.number}]", properties("SourceMark"))
    return jump(source_bookmark(node.number), mark) if node.number <= state.sources else mark


def _cross_reference(node: CrossRef, state: State, traits: Traits) -> str:
    """Return a reference that Word keeps up to date where its own fields can say the same words."""
    rpr = _rpr(traits)
    target = state.targets.get(node.anchor)
    if target is None or not node.text:
        return run(node.text, rpr)
    number = _field_number(target)
    before, found, after = node.text.rpartition(number) if number else ("", "", "")
    if not found:
        return jump(target.bookmark, run(node.text, rpr))
    switches = "\\n \\h" if isinstance(target.node, Heading) else "\\h"
    reference = field(f"REF {target.bookmark} {switches}", run(number, rpr), rpr)
    return run(before, rpr) + reference + run(after, rpr)


def _field_number(target: Target) -> str:
    """Return the number that a REF field to a target would give, or nothing where Word would give another.

    The bookmark of a table or chart holds the number of its caption. A heading's field gives the heading's number, but
    Word drops the marks at the end of some (一、), so only plain ones such as 5.1 are left to it.
    """
    number = str(target.node.number)
    if isinstance(target.node, Heading) and not (number.isascii() and number.replace(".", "").isalnum()):
        return ""
    return number
