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
from plangen.languages import LANGUAGES
from plangen.render.docx.markup import bookmark, field, jump, paragraph, properties, run
from plangen.render.docx.state import Links, State, Target, note_bookmark, source_bookmark

NOTE_MARK = "FootnoteReference"
SCHEMES_OF_LINKS = ("http://", "https://", "mailto:")

# The character style for a set of traits; those of code and links are chosen in _rpr.
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
            return run(node.text, _rpr(traits)) + _source_mark(node, state, in_note)
        case CrossRef():
            return _cross_reference(node, state, traits)
        case _:
            assert_never(node)


def _rpr(traits: Traits) -> str:
    own = traits & {"code", "link"}
    if not own:
        return properties(_STYLES[traits])
    plain, strong = ("Hyperlink", "StrongLink") if "link" in own else ("InlineCode", "StrongCode")
    return properties(strong if "strong" in traits else plain)


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
        before, behind = LANGUAGES[state.language].brackets
        return run(before) + inlines(node.children, state, traits, in_note) + run(behind)
    number = len(state.notes) + 1
    state.notes.append("")  # keep the place: the note's own text may not take the number
    state.notes[number - 1] = _note(number, inlines(node.children, state, PLAIN, in_note=True))
    return _bracketed(_note_reference(number))


def _source_mark(node: Citation, state: State, in_note: bool) -> str:
    """Return the mark of a source: a footnote that names it, or after that a field that says the note's number."""
    if not node.number:
        return ""
    name = note_bookmark(node.number)
    if node.source and not in_note and state.claim(name):
        number = len(state.notes) + 1
        state.notes.append(_note(number, run(node.source)))
        return _bracketed(bookmark(state.next_bookmark(), name, _note_reference(number)))
    mark = _bracketed(source_number(node.number, state, properties(NOTE_MARK)))
    return jump(source_bookmark(node.number), mark) if node.number in state.listed else mark


def source_number(number: int, state: State, rpr: str = "") -> str:
    """Return the number of a source, which Word counts anew where a footnote before this place carries it."""
    cached = run(str(number), rpr)
    name = note_bookmark(number)
    return field(f"NOTEREF {name} \\h", cached, rpr) if name in state.placed else cached


def _note_reference(number: int) -> str:
    return f'<w:r>{properties(NOTE_MARK)}<w:footnoteReference w:id="{number}"/></w:r>'


def _note(number: int, text: str) -> str:
    # no brackets: programs put the number first, whatever stands before it
    own = f"<w:r>{properties(NOTE_MARK)}<w:footnoteRef/></w:r>"
    return f'<w:footnote w:id="{number}">{paragraph("FootnoteText", own + run(" ") + text)}</w:footnote>'


def _bracketed(runs: str) -> str:
    rpr = properties(NOTE_MARK)
    return run("[", rpr) + runs + run("]", rpr)


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
