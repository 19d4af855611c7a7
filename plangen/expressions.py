"""What content may say in double braces: a fact, a value, a reference, or a literal text. Nothing is ever executed.

Each expression becomes a mark in private-use characters that Markdown and blocks carry along untouched; ``restore``
puts the node in its place once the text has become a tree. The loader refuses private-use characters in content, so a
mark cannot be forged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Citation, CrossRef, Inline, Origin, Text, Value
from plangen.markdown import MARK_CLOSE, MARK_OPEN

_OPEN = re.compile(r"\{\{|\{%|\{#")
_BODY = re.compile(r"(?P<body>(?:\"[^\"]*\"|'[^']*'|[^\"'{]|\{(?!\{))*?)\}\}")
_FACT = re.compile(r"\s*fact\.(?P<id>[A-Za-z_][A-Za-z0-9_]*)\s*")
_CALL = re.compile(r"\s*(?P<name>ref|value)\(\s*(?P<quote>[\"'])(?P<path>[^\"']*)(?P=quote)\s*\)\s*")
_LITERAL = re.compile(r"\s*(?P<quote>[\"'])(?P<text>[^\"']*)(?P=quote)\s*")
_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)")
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")
_ALLOWED = 'content may say {{{{ fact.id }}}}, {{{{ ref("section.slot") }}}} or {{{{ value("slot.id.target") }}}}'


@dataclass(slots=True)
class Marks:
    """The nodes that stand for the expressions of one plan, by the number in their mark, and how each was written.

    ``refused`` tells whether some expression could not be read: it may have meant anything.
    """

    nodes: list[Inline] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    refused: bool = False

    def add(self, node: Inline, source: str) -> str:
        """Keep a node and return its mark."""
        self.nodes.append(node)
        self.sources.append(source)
        return f"{MARK_OPEN}{len(self.nodes) - 1}{MARK_CLOSE}"


def mark_expressions(
    text: str, locate: Callable[[int], Position], facts: Mapping[str, str | None] | None, marks: Marks
) -> tuple[str, list[Diagnostic]]:
    """Put a mark in the place of each expression; ``locate`` gives a character's place.

    ``facts`` gives the text of each fact, nothing for one that has a fault of its own, and is nothing itself where the
    ledger could not be read: what is wrong is reported once, not again wherever it is cited.
    """
    if "{" not in text:
        return text, []
    pieces: list[str] = []
    found: list[Diagnostic] = []
    end = 0
    while match := _OPEN.search(text, end):
        pieces.append(text[end : match.start()])
        at = locate(match.start())
        closed = _BODY.match(text, match.end()) if match.group() == "{{" else None
        if closed is None:
            found.append(_refusal(text, match.start(), match.group(), at))
            end = match.end()
            continue
        node = _node(closed["body"], at, facts)
        source = text[match.start() : closed.end()]
        if isinstance(node, Diagnostic):
            found.append(node)
            node = Text(source)
        pieces.append(marks.add(node, source))
        end = closed.end()
    pieces.append(text[end:])
    marks.refused = marks.refused or bool(found)
    return "".join(pieces), found


def _refusal(text: str, start: int, opening: str, at: Position) -> Diagnostic:
    if opening == "{{":
        hint = 'close it with }}}}, or write {{{{ "{{{{" }}}} for two braces'
        return finding("PG009", at, "an expression is opened and not closed", hint)
    shown = text[start : start + 30].splitlines()[0]
    if opening == "{%":
        return finding("PG009", at, "a template statement stands in content: {shown}", _ALLOWED, shown=shown)
    return finding("PG009", at, "a template comment stands in content: {shown}", _ALLOWED, shown=shown)


def _node(body: str, at: Position, facts: Mapping[str, str | None] | None) -> Inline | Diagnostic:
    origin = Origin(at.file, at.line, at.column)
    if match := _FACT.fullmatch(body):
        identifier = match["id"]
        if facts is None or identifier in facts:
            text = facts[identifier] if facts else None
            return Text(identifier) if text is None else Citation(identifier, text, origin=origin)
        near = get_close_matches(identifier, facts, 1)
        hint = "did you mean fact.{near}?" if near else "add {identifier} to facts.yaml"
        message = "facts.yaml has no fact {identifier}"
        return finding("PG302", at, message, hint, identifier=identifier, near=near[0] if near else "")
    if match := _CALL.fullmatch(body):
        path = match["path"].strip()
        return CrossRef(path, origin=origin) if match["name"] == "ref" else Value(path, origin=origin)
    if match := _LITERAL.fullmatch(body):
        return Text(match["text"])
    name = _NAME.match(body)
    shown = " ".join(body.split())[:60]
    if name and name[1] not in ("fact", "ref", "value"):
        return finding("PG009", at, "{name} is not defined in {{{{ {shown} }}}}", _ALLOWED, name=name[1], shown=shown)
    return finding("PG009", at, "this expression is not allowed: {{{{ {shown} }}}}", _ALLOWED, shown=shown)


def restore(children: Iterable[Inline], marks: Marks) -> Iterator[Inline]:
    """Yield inline nodes with every mark in their texts replaced by the node it stands for."""
    for child in children:
        if not isinstance(child, Text) or MARK_OPEN not in child.text:
            yield child
            continue
        end = 0
        for match in _MARK.finditer(child.text):
            if match.start() > end:
                yield Text(child.text[end : match.start()])
            yield marks.nodes[int(match[1])]
            end = match.end()
        if end < len(child.text):
            yield Text(child.text[end:])


def as_written(text: str, marks: Marks) -> str:
    """Return a text with each mark as the author wrote it, for messages."""
    return _MARK.sub(lambda match: marks.sources[int(match[1])], text)


def without_marks(text: str, instead: str = "") -> str:
    """Return a text with something plain in the place of each mark, or with the marks taken out."""
    return _MARK.sub(instead, text)
