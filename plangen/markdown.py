"""Markdown as editors write it in slots, read into document nodes.

CommonMark with tables and footnotes through markdown-it-py. Three things are ours: a line break beside a Chinese
character joins without a space, ``**重点。**后文`` is strong although CommonMark's flanking rule says otherwise, and
what has no equal in Word and PDF (raw HTML, pictures, code blocks, rules) is reported instead of being lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from plangen.doctree import (
    Align,
    Block,
    Box,
    Cell,
    Code,
    Column,
    Emphasis,
    Footnote,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Origin,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Text,
    plain_text,
)

MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

_ADDRESS = re.compile(r"(?:https?://[^\s]+|mailto:[^\s@]+@[^\s@]+)\Z", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_NOTE = re.compile(r"[\s>]*(\[\^[^\]\s]+\]):")
_UNMARKED = re.compile(f"[^{MARK_OPEN}{MARK_CLOSE}]{{1,8}}")
_LEFTOVER = re.compile(r"\*\*|\[\^[^\]\s]*\]|\]\([^)\s]*\)")
_LEFTOVER_WORDS = {
    "**": ("two asterisks do not find their partner", "write **text** without spaces inside the asterisks"),
    "[^": ("the footnote has no text", "add a line such as [^1]: text of the note"),
    "](": ("the link's address cannot be used", "write a full address that begins with https:// or mailto:"),
}
_TO_WORD = {
    "html_block": ("raw HTML is not supported", "write the text with Markdown: **strong**, lists, tables"),
    "html_inline": ("raw HTML is not supported", "write the text with Markdown: **strong**, lists, tables"),
    "image": ("pictures are not supported in text", "describe it, or use a table"),
    "fence": ("code blocks are not supported", "write the text as a paragraph or a list"),
    "hr": ("a horizontal rule is not supported", "delete the line; headings and boxes divide the text"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: ``line`` counts from 0 within the text; ``text`` is what to look for in it, if known."""

    line: int
    message: str
    hint: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    origin: Callable[[int], Origin | None]
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: dict[int, tuple[Inline, ...]] = field(default_factory=dict)
    line: int = 0
    in_note: bool = False


def is_wide(character: str) -> bool:
    """Tell whether a character is East Asian wide or full-width (UAX #11)."""
    return unicodedata.east_asian_width(character) in "WF"


def parse_markdown(text: str, origin: Callable[[int], Origin | None] = lambda line: None) -> Parsed:
    """Read a text into blocks. ``origin`` gives the place of a line, counted from 0."""
    environment: dict[str, Any] = {}
    tokens = _parser().parse(text, environment)
    reading = _Reading(origin, text.splitlines())
    reading.problems.extend(_lost_notes(text, environment))
    body, notes = _split_notes(tokens)
    _read_notes(notes, reading)
    blocks = tuple(_blocks(iter(body), "", reading))
    return Parsed(blocks, tuple(reading.problems))


def parse_inline(text: str) -> tuple[tuple[Inline, ...], tuple[Problem, ...]]:
    """Read the text of a cell or an entry: ``1. 某某`` is no list there. An empty line becomes a line break."""
    reading = _Reading(lambda line: None)
    parts: list[Inline] = []
    for paragraph in _EMPTY_LINE.split(text.strip()):
        if parts:
            parts.append(LineBreak())
        body, notes = _split_notes(_parser().parseInline(paragraph, {}))
        _read_notes(notes, reading)
        for token in body:
            parts.extend(_inlines(token.children or [], reading))
    return tuple(parts), tuple(reading.problems)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.disable(["code", "reference", "lheading"])  # each would swallow or recast lines that editors mean as text
    parser.use(footnote_plugin)
    parser.use(container_plugin, name="box", validate=lambda info, *rest: bool(info.strip()))
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Tokenize ``*`` and ``_`` runs; beside a wide character ``*`` opens and closes by white space alone.

    CommonMark 6.2 calls a run right-flanking only if the punctuation before it is followed by white space or
    punctuation, which Chinese text never has.
    """
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + scanned.length
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = scanned.can_open, scanned.can_close
    if before.isdigit() and after.isdigit():  # 120*80*60 is a product
        can_open = can_close = False
    if marker == "*" and any(is_wide(c) or c in MARK_OPEN + MARK_CLOSE for c in (before, after)):
        can_open = not after.isspace()
        can_close = not before.isspace()
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += scanned.length
    return True


def _split_notes(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    """Take the footnote block from the end of a text; the notes come keyed by their number."""
    body: list[Token] = []
    notes: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        match token.type:
            case "footnote_block_open" | "footnote_block_close":
                continue
            case "footnote_open":
                current = notes.setdefault(token.meta["id"], [])
            case "footnote_close":
                current = None
            case _:
                (body if current is None else current).append(token)
    return body, notes


def _lost_notes(text: str, environment: dict[str, Any]) -> Iterator[Problem]:
    """Report footnotes that the parser drops: no text refers to them, or another one has the same name."""
    seen: set[str] = set()
    for line, content in enumerate(text.splitlines()):
        if match := _NOTE.match(content):
            if match[1] in seen:
                hint = "give each note a name of its own, such as [^2]"
                yield Problem(line, "two footnotes have one name", hint, match[1])
            seen.add(match[1])
    for key, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            name = f"[^{key.removeprefix(':')}]"
            lines = text.splitlines()
            line = next((n for n, content in enumerate(lines) if content.lstrip().startswith(name)), 0)
            hint = "put its mark where the note belongs, or delete the note"
            yield Problem(line, "no text refers to the footnote", hint, name)


def _read_notes(notes: dict[int, list[Token]], reading: _Reading) -> None:
    reading.in_note = True
    for number, note in notes.items():
        reading.notes[number] = _note_text(note, reading)
    reading.in_note = False


def _note_text(tokens: list[Token], reading: _Reading) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for token in tokens:
        if token.type == "inline":
            if parts:
                parts.append(LineBreak())
            reading.line = token.map[0] if token.map else reading.line
            parts.extend(_inlines(token.children or [], reading))
        elif token.type in _TO_WORD:
            _refuse(token, reading)
    return tuple(parts)


def _blocks(tokens: Iterator[Token], until: str, reading: _Reading) -> Iterator[Block]:
    """Read blocks up to the closing token ``until``."""
    for token in tokens:
        if token.map:
            reading.line = token.map[0]
        origin = reading.origin(reading.line)
        match token.type:
            case closing if closing == until:
                return
            case "paragraph_open":
                children = _unindented(_one_inline(tokens, "paragraph_close", reading))
                if children:
                    yield Paragraph(children, origin)
            case "heading_open":
                level = int(token.tag[1:])
                yield Heading(level, _one_inline(tokens, "heading_close", reading), origin=origin)
            case "bullet_list_open" | "ordered_list_open":
                ordered = token.type.startswith("ordered")
                start = int(token.attrGet("start") or 1) if ordered else 1
                items = tuple(_items(tokens, token.type.replace("open", "close"), reading))
                yield ListBlock(ordered, items, start, origin)
            case "blockquote_open":
                yield Quote(tuple(_blocks(tokens, "blockquote_close", reading)), origin)
            case "container_box_open":
                kind, _, title = token.info.strip().partition(" ")
                yield Box(title.strip(), tuple(_blocks(tokens, "container_box_close", reading)), kind, origin)
            case "table_open":
                yield replace(_table(tokens, reading), origin=origin)
            case refused if refused in _TO_WORD:
                _refuse(token, reading)
            case other:  # pragma: no cover -- the parser's rules are the ones enabled above
                raise AssertionError(f"unexpected Markdown token {other}")


def _items(tokens: Iterator[Token], until: str, reading: _Reading) -> Iterator[ListItem]:
    for token in tokens:
        if token.type == until:
            return
        if token.map:
            reading.line = token.map[0]
        yield ListItem(tuple(_blocks(tokens, "list_item_close", reading)))


def _one_inline(tokens: Iterator[Token], until: str, reading: _Reading) -> tuple[Inline, ...]:
    children: tuple[Inline, ...] = ()
    for token in tokens:
        if token.type == until:
            break
        if token.type == "inline":
            if token.map:
                reading.line = token.map[0]
            children = _inlines(token.children or [], reading)
    return children


def _table(tokens: Iterator[Token], reading: _Reading) -> Table:
    columns: list[Column] = []
    rows: list[Row] = []
    cells: list[Cell] = []
    align: Align = "left"
    in_head = False
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "thead_open":
                in_head = True
            case "thead_close":
                in_head = False
            case "tr_open":
                cells = []
                if token.map:
                    reading.line = token.map[0]
                if not in_head and _written_cells(reading) > len(columns):
                    message = "a row has more cells than the table has columns"
                    hint = "add a column, or write \\| for a bar inside a cell"
                    reading.problems.append(Problem(reading.line, message, hint))
            case "tr_close":
                if not in_head:
                    rows.append(Row(tuple(cells)))
            case "th_open" | "td_open":
                style = str(token.attrGet("style") or "")
                align = "right" if "right" in style else "center" if "center" in style else "left"
            case "inline":
                children = _inlines(token.children or [], reading)
                if in_head:
                    if any(isinstance(child, Footnote) for child in children):
                        hint = "put the note's mark into a cell or into the text"
                        reading.problems.append(
                            Problem(reading.line, "a footnote stands in a column's title", hint, "[^")
                        )
                    columns.append(Column("".join(map(plain_text, children)), align))
                else:
                    cells.append(Cell(children))
            case _:
                pass
    return Table(tuple(columns), tuple(rows))


def _written_cells(reading: _Reading) -> int:
    """Count the cells of the table row in a line; the parser leaves out those beyond the last column."""
    line = reading.lines[reading.line].strip().lstrip("> ") if reading.line < len(reading.lines) else ""
    cells = escapedSplit(line)
    return len(cells) - (cells[0].strip() == "") - (len(cells) > 1 and cells[-1].strip() == "")


def _refuse(token: Token, reading: _Reading) -> None:
    message, hint = _TO_WORD[token.type]
    line = token.map[0] if token.map else reading.line
    lines = (token.markup or token.content).strip().splitlines()
    reading.problems.append(Problem(line, message, hint, lines[0] if lines else ""))


def _inlines(tokens: list[Token], reading: _Reading) -> tuple[Inline, ...]:
    stack: list[list[Inline]] = [[]]
    line = reading.line
    for index, token in enumerate(tokens):
        match token.type:
            case "text" | "text_special":
                _append_text(stack[-1], token.content)
            case "code_inline":
                stack[-1].append(Code(token.content))
            case "softbreak":
                line += 1
                _append_text(stack[-1], _joint(tokens, index))
            case "hardbreak":
                line += 1
                stack[-1].append(LineBreak())
            case "em_open" | "strong_open" | "link_open":
                stack.append([])
            case "em_close":
                inner = tuple(stack.pop())
                stack[-1].append(Emphasis(inner))
            case "strong_close":
                inner = tuple(stack.pop())
                stack[-1].append(Strong(inner))
            case "link_close":
                inner = tuple(stack.pop())
                address = next(str(t.attrGet("href")) for t in reversed(tokens[:index]) if t.type == "link_open")
                if not _ADDRESS.match(address):
                    hint = "write a full address that begins with https:// or mailto:"
                    reading.problems.append(Problem(line, "the link's address cannot be used", hint, unquote(address)))
                elif quote(MARK_OPEN) in address:
                    message = "an expression stands in a link's address"
                    reading.problems.append(Problem(line, message, "write the address out", address.partition("%")[0]))
                stack[-1].append(Link(address, inner))
            case "footnote_ref":
                if reading.in_note:
                    hint = "put what the inner note says into the outer one"
                    reading.problems.append(Problem(line, "a footnote stands inside a footnote", hint, "[^"))
                stack[-1].append(Footnote(reading.notes.get(token.meta["id"], ())))
            case "footnote_anchor":
                pass
            case refused if refused in _TO_WORD:
                message, hint = _TO_WORD[refused]
                reading.problems.append(Problem(line, message, hint, token.content))
            case other:  # pragma: no cover
                raise AssertionError(f"unexpected Markdown token {other}")
    result = tuple(stack[0])
    _report_leftovers(result, reading, reading.line)
    return result


def _unindented(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Drop the two full-width spaces that Chinese writers begin a paragraph with; the style indents."""
    match children:
        case (Text(text), *rest) if text.startswith("\u3000"):
            stripped = text.lstrip("\u3000")
            return (Text(stripped), *rest) if stripped else tuple(rest)
        case _:
            return children


def _append_text(parts: list[Inline], text: str) -> None:
    if not text:
        return
    if parts and isinstance(parts[-1], Text):
        parts[-1] = Text(parts[-1].text + text)
    else:
        parts.append(Text(text))


def _joint(tokens: list[Token], index: int) -> str:
    """Return what a line break inside a paragraph becomes: nothing beside a wide character, else a space."""
    before = next((t.content[-1] for t in reversed(tokens[:index]) if t.content), "")
    after = next((t.content[0] for t in tokens[index + 1 :] if t.content), "")
    sides = [side for side in (before, after) if side and side not in MARK_OPEN + MARK_CLOSE]
    return "" if not sides or any(is_wide(side) for side in sides) else " "


def _report_leftovers(children: tuple[Inline, ...], reading: _Reading, line: int) -> None:
    for child in children:
        if isinstance(child, Text) and (match := _LEFTOVER.search(child.text)):
            message, hint = _LEFTOVER_WORDS[match.group()[:2]]
            where = _UNMARKED.match(child.text, match.start())
            reading.problems.append(Problem(line, message, hint, where.group() if where else match.group()))
