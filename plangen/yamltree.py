"""YAML as a tree that remembers where every value stands and what was written, read from a refused-by-default subset.

Scalars stay text: ``no``, ``1.10`` and ``0777`` are what the author wrote until a typed field asks for a number or a date.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from plangen.diagnostics import Diagnostic, Position, finding

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 50_000

_BREAK = re.compile(r"\r\n|\r|\n")
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff"
    "\U000f0000-\U0010ffff]"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAMAGE = "damaged text: look the character up in the original document"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The text of one file, and where its lines begin."""

    file: str
    text: str
    line_starts: tuple[int, ...]

    def position(self, index: int) -> Position:
        """Return line and column of a character."""
        line = bisect_right(self.line_starts, index)
        return Position(self.file, line, index - self.line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value as text; ``null`` tells an empty plain value. ``start`` and ``end`` index the source text."""

    value: str
    null: bool
    style: str
    start: int
    end: int
    source: Source

    @property
    def at(self) -> Position:
        return self.source.position(self.start)

    def locate(self, offset: int) -> Position:
        """Return the place of one character of ``value``, through indentation, folding, quotes and escapes."""
        return self.source.position(_raw_index(self, offset))


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    entries: dict[str, tuple[Scalar, Node]]
    start: int
    source: Source

    @property
    def at(self) -> Position:
        return self.source.position(self.start)

    def get(self, key: str) -> Node | None:
        """Return a value, or nothing where the key is absent."""
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def key_at(self, key: str) -> Position:
        """Return the place of a key, or of the mapping where the key is absent."""
        entry = self.entries.get(key)
        return entry[0].at if entry else self.at


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    items: tuple[Node, ...]
    start: int
    source: Source

    @property
    def at(self) -> Position:
        return self.source.position(self.start)


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen yet."""

    start: int
    keys: list[tuple[Scalar, Node]] | None  # None for a sequence
    items: list[Node] = field(default_factory=list)
    key: Scalar | None = None


class _Refusal(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """Decode a text file: UTF-8 with or without a byte order mark. Anything else is a finding, GB18030 by its name."""
    if len(data) > MAX_BYTES:
        message = "the file has {size} bytes; at most {limit} are read"
        return "", [finding("PG012", Position(file), message, "split the file or shorten it", size=len(data), limit=MAX_BYTES)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = len(data[: error.start].rsplit(b"\n", 1)[-1].decode("utf-8", "replace").lstrip("\ufeff")) + 1
        try:
            data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030")
            name = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "GB18030 (GBK)"
        except UnicodeDecodeError:
            name = ""
        message = "the file is not UTF-8; it reads as {name}" if name else "the file is not UTF-8 text"
        hint = "open it in an editor and save it with the encoding UTF-8"
        return "", [finding("PG003", Position(file, line, column), message, hint, name=name)]


def read_source(text: str, file: str) -> tuple[Source, list[Diagnostic]]:
    """Index the lines of a text and refuse characters that no document can show."""
    starts = (0, *(match.end() for match in _BREAK.finditer(text)))
    source = Source(file, text, starts)
    found = []
    for match in _REFUSED.finditer(text):
        character = match.group()
        name = unicodedata.name(character, "") or {"\ufffd": "REPLACEMENT CHARACTER"}.get(character, "control or private-use")
        at = source.position(match.start())
        message = "the character U+{point:04X} ({name}) cannot be shown"
        found.append(finding("PG010", at, message, "delete it; it is often " + _DAMAGE, point=ord(character), name=name))
    return source, found


def parse_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read one YAML document into a tree, with all findings that do not stop the reading.

    A tree is returned only where the whole file could be read. Refused: anchors, aliases, tags, merge keys, several
    documents, keys that are not text, depth over ``MAX_DEPTH``, more than ``MAX_NODES`` values.
    """
    source, found = read_source(text, file)
    if found:
        return None, found
    try:
        root, duplicates = _compose(source)
    except _Refusal as refusal:
        return None, [refusal.diagnostic]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_error(error, source)]
    except yaml.YAMLError as error:
        return None, [finding("PG001", Position(file), "this is not YAML: {error}", error=str(error).splitlines()[0])]
    if root is None and not duplicates:
        hint = "fill in the chapter's content, or copy the chapter from a plan made with: plangen new"
        return None, [finding("PG002", Position(file), "the file is empty", hint)]
    return root, duplicates


def _syntax_error(error: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    at = Position(source.file, mark.line + 1, mark.column + 1) if mark else Position(source.file)
    lines = _BREAK.split(source.text)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or line[at.column - 1 : at.column] == "\t":
        column = line.index("\t") + 1
        hint = "replace the tab by spaces, two for each level"
        return finding("PG001", Position(source.file, at.line, column), "a tab is used for indentation", hint)
    problem = error.problem or "the structure is broken"
    hint = "look at this line and the one before: indentation, a missing quote, or a colon in the text (quote the text then)"
    return finding("PG001", at, "this is not YAML: {problem}", hint, problem=problem)


def _compose(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    stack: list[_Open] = []
    root: Node | None = None
    count = documents = 0

    def refuse(event: Any, message: str, hint: str, **values: object) -> _Refusal:
        return _Refusal(finding("PG004", source.position(_start(event)), message, hint, **values))

    events: Iterator[Any] = yaml.parse(source.text, Loader=_LOADER)
    for event in events:
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise refuse(event, "the file holds several YAML documents", "delete the line ---")
                continue
            case yaml.AliasEvent():
                raise refuse(event, "an alias (*{name}) is used", "write the value out", name=event.anchor)
            case yaml.ScalarEvent() | yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                count += 1
                if count > MAX_NODES:
                    raise refuse(event, "the file has more than {limit} values", "split the file", limit=MAX_NODES)
                if event.anchor is not None:
                    raise refuse(event, "an anchor (&{name}) is used", "delete it and write values out", name=event.anchor)
                if event.tag not in (None, "!"):
                    hint = "quote the text if it begins with an exclamation mark"
                    raise refuse(event, "a tag ({tag}) is used", hint, tag=event.tag)
            case _:
                pass
        node: Node
        match event:
            case yaml.ScalarEvent():
                node = _scalar(event, source)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(stack) >= MAX_DEPTH:
                    raise refuse(event, "the nesting is deeper than {limit} levels", "flatten the content", limit=MAX_DEPTH)
                keys: list[tuple[Scalar, Node]] | None = [] if isinstance(event, yaml.MappingStartEvent) else None
                if stack and stack[-1].keys is not None and stack[-1].key is None:
                    raise refuse(event, "a key is not plain text", "quote text that begins with [ or {{")
                stack.append(_Open(_start(event), keys))
                continue
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                node = _close(stack.pop(), source, found)
            case _:
                continue
        if not stack:
            root = None if isinstance(node, Scalar) and node.null else node
        elif stack[-1].keys is None:
            stack[-1].items.append(node)
        elif stack[-1].key is None:
            assert isinstance(node, Scalar)  # noqa: S101 -- collections as keys were refused above
            if node.value == "<<" and node.style == "":
                raise refuse(event, "a merge key (<<) is used", "write the values out")
            stack[-1].key = node
        else:
            stack[-1].keys.append((stack[-1].key, node))
            stack[-1].key = None
    return root, found


def _start(event: Any) -> int:
    """Return where an event begins; parsers give every event a mark."""
    return int(event.start_mark.index)


def _close(opened: _Open, source: Source, found: list[Diagnostic]) -> Node:
    if opened.keys is None:
        return Sequence(tuple(opened.items), opened.start, source)
    entries: dict[str, tuple[Scalar, Node]] = {}
    for key, value in opened.keys:
        if key.value in entries:
            hint = "keep one of the two; the first stands at line {line}"
            first = entries[key.value][0].at.line
            found.append(finding("PG005", key.at, "the key {key} is used twice", hint, key=key.value, line=first))
        else:
            entries[key.value] = (key, value)
    return Mapping(entries, opened.start, source)


def _scalar(event: Any, source: Source) -> Scalar:
    value: str = event.value
    style = event.style or ""
    null = style == "" and value in ("", "~", "null", "Null", "NULL")
    if not unicodedata.is_normalized("NFC", value):
        value = unicodedata.normalize("NFC", value)
    return Scalar(value, null, style, event.start_mark.index, event.end_mark.index, source)


def _raw_index(scalar: Scalar, offset: int) -> int:
    """Walk value and source text together, ignoring white space, up to the character wanted."""
    raw = scalar.source.text
    index = scalar.start
    if scalar.style in ("|", ">"):
        index = raw.find("\n", index, scalar.end) + 1 or index
    elif scalar.style in ("'", '"'):
        index += 1
    place = index
    for character in scalar.value[: offset + 1]:
        if character.isspace():
            continue
        index, width = _next_visible(raw, index, scalar)
        place = index
        index += width
    return min(place, max(scalar.start, scalar.end - 1))


_SPACE_ESCAPES = frozenset("ntr\t \nNLP_vfe0ab")
_HEX_ESCAPES = {"x": 4, "u": 6, "U": 10}


def _next_visible(raw: str, index: int, scalar: Scalar) -> tuple[int, int]:
    """Return the index of the next visible source character at or after ``index`` and how many characters it takes."""
    while index < scalar.end:
        if raw[index].isspace():
            index += 1
        elif scalar.style == '"' and raw[index] == "\\":
            kind = raw[index + 1 : index + 2]
            if kind not in _SPACE_ESCAPES:
                return index, _HEX_ESCAPES.get(kind, 2)
            index += 2
        elif scalar.style == "'" and raw[index] == "'":
            return index, 2
        else:
            return index, 1
    return index, 1


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every value below a node in reading order; keys are left out."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for _, value in node.entries.values():
                yield from scalars(value)


def plain(node: Node, text: Callable[[Scalar], str]) -> Any:
    """Return lists, dicts, ``None`` and strings; ``text`` may rewrite each string on its way."""
    match node:
        case Scalar():
            return None if node.null else text(node)
        case Sequence():
            return [plain(item, text) for item in node.items]
        case Mapping():
            return {key: plain(value, text) for key, (_, value) in node.entries.items()}


def place(node: Node, path: tuple[str | int, ...], *, key: bool = False) -> Position:
    """Return the place of the value at a path of keys and indexes; a missing step takes its parent's place.

    Steps that begin with ``~`` are tags of pydantic's unions, not content, and are passed over. With ``key`` the place of
    the last key itself is returned.
    """
    steps = [step for step in path if not (isinstance(step, str) and step.startswith("~"))]
    for number, step in enumerate(steps):
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            if key and number == len(steps) - 1:
                return node.key_at(step)
            node = node.entries[step][1]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node.at
