"""YAML as a tree that remembers where every value stands and what was written, read from a refused-by-default subset.

Scalars stay text: ``no``, ``1.10`` and ``0777`` are what was written until a typed field asks for a number or a date.
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
from plangen.messages import translate

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 50_000

_BREAK = re.compile(r"\r\n|\r|\n")
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff"
    "\U000f0000-\U0010ffff]"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOO_DEEP = "the nesting is deeper than {limit} levels"
_DAMAGE = "damaged text: look the character up in the original document"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The text of one file and where its lines begin, or the text of one ``cell`` of a sheet."""

    file: str
    text: str
    line_starts: tuple[int, ...]
    cell: Position | None = None

    def position(self, index: int) -> Position:
        """Return the place of a character."""
        line = bisect_right(self.line_starts, index)
        return self.cell or Position(self.file, line, index - self.line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value as text; ``null`` tells an empty plain value. ``start`` and ``end`` index the source text.

    ``value`` is in Unicode's composed form (NFC), ``written`` as it stands in the file.
    """

    value: str
    null: bool
    style: str
    start: int
    end: int
    source: Source
    written: str

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


class _RefusedError(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """Decode a text file: UTF-8 with or without a byte order mark. Anything else is a finding, GB18030 by its name."""
    if len(data) > MAX_BYTES:
        message, hint = "the file has {size} bytes; at most {limit} are read", "split the file or shorten it"
        return "", [finding("PG012", Position(file), message, hint, size=len(data), limit=MAX_BYTES)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = _BREAK.split(data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff"))
        try:
            data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030")
            name = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "GB18030 (GBK)"
        except UnicodeDecodeError:
            name = ""
        message = "the file is not UTF-8; it reads as {name}" if name else "the file is not UTF-8 text"
        hint = "open it in an editor and save it with the encoding UTF-8"
        return "", [finding("PG003", Position(file, len(before), len(before[-1]) + 1), message, hint, name=name)]


def read_source(text: str, file: str) -> tuple[Source, list[Diagnostic]]:
    """Index the lines of a text and refuse characters that no document can show."""
    starts = (0, *(match.end() for match in _BREAK.finditer(text)))
    source = Source(file, text, starts)
    return source, [_refused(match.group(), source.position(match.start())) for match in _REFUSED.finditer(text)]


def _refused(character: str, at: Position) -> Diagnostic:
    name = unicodedata.name(character, "") or translate("control or private-use")
    message = "the character U+{point:04X} ({name}) cannot be shown"
    return finding("PG010", at, message, "delete it; it is often " + _DAMAGE, point=ord(character), name=name)


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
    except _RefusedError as refusal:
        return None, [refusal.diagnostic]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_error(error, source)]
    except yaml.YAMLError as error:
        return None, [finding("PG001", Position(file), "this is not YAML: {error}", error=str(error).splitlines()[0])]
    if root is None and not duplicates:
        hint = "fill in the chapter's content, or copy the chapter from a plan made with: plangen new"
        return None, [finding("PG002", Position(file), "the file is empty", hint)]
    return root, duplicates


# What libyaml's words for a problem mean to an editor: message and hint.
_PROBLEMS: dict[str, tuple[str, str]] = {
    "could not find expected ':'": (
        "this line is neither a key nor part of the text above",
        "indent the text deeper than its key; end a key with a colon and a space",
    ),
    "did not find expected key": (
        "the indentation fits no line above",
        "align the line with the keys of its group, with spaces only",
    ),
    "did not find expected '-' indicator": (
        "a list goes on without its hyphen",
        "begin the line with: - , or indent it below its entry",
    ),
    "block sequence entries are not allowed in this context": (
        "a list begins on the line of its key",
        "begin the list on the next line, indented by two spaces",
    ),
    "found unexpected end of stream": (
        "a quotation mark is opened and never closed",
        "close it with the same mark; inside the text write “ ”",
    ),
    "found unknown escape character": (
        "a backslash stands in a text in double quotes",
        "write the text in single quotes",
    ),
    "did not find expected comment or line break": (
        "text stands on the line of its | or >",
        "begin the text on the next line, indented deeper than its key",
    ),
}
_AT_BEGINNING = ("could not find expected ':'", "found unexpected end of stream")  # the place is where the piece began
_QUOTE_IT = "put the text in quotes, or begin it on the line below: key: |"
_SLIP = re.compile(r"\s*(?:- +)?(?P<key>[A-Za-z_][A-Za-z0-9_-]*)(?P<colon>：|:(?=[^\s:/]))")
_KEY_LINE = re.compile(r"\s*(?:- +)?[^\s#:][^:]*:(?:\s|\Z)")


def _syntax_error(error: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    """Say in an editor's words what libyaml could not read, at the place of the likely cause."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return finding("PG001", Position(source.file), "this is not YAML: {problem}", problem=error.problem)
    if "maximum nesting depth" in (error.problem or ""):  # libyaml's own limit, met while it reads ahead of ours
        deep = Position(source.file, mark.line + 1, mark.column + 1)
        return finding("PG004", deep, _TOO_DEEP, "flatten the content", limit=MAX_DEPTH)
    began = error.context_mark or mark
    lines = _BREAK.split(source.text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    problem = error.problem or ""

    def report(row: int, column: int, message: str, hint: str, **values: object) -> Diagnostic:
        if row >= len(lines):  # libyaml's end lies on a line of its own
            row, column = len(lines) - 1, len(lines[-1])
        return finding("PG001", Position(source.file, row + 1, column + 1), message, hint, **values)

    if "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t":
        hint = "replace the tab by spaces, two for each level"
        return report(mark.line, line.index("\t"), "a tab is used for indentation", hint)
    if problem.startswith("did not find expected ','"):
        comma = line.find("，", 0, mark.column)
        if comma >= 0:
            return report(mark.line, comma, "a full-width comma divides entries in brackets", "write , and a space")
        at = mark if mark.line == began.line else began
        hint = "close the bracket, divide entries by half-width commas, and put text with , or : in quotes"
        return report(at.line, at.column, "the entries in brackets are not as they should be", hint)
    if error.context != "while scanning a quoted scalar" and (slip := _slip(lines, mark.line)):
        row, match = slip
        return _colon(match, Position(source.file, row + 1, match.start("colon") + 1))
    if problem.startswith("mapping values are not allowed"):
        if ":" in line[: mark.column]:
            return report(mark.line, mark.column, "a second colon stands in the line", _QUOTE_IT)
        message = "the line is indented too far, or the line above is not finished"
        return report(mark.line, mark.column, message, "align it with the keys of its group, with spaces only")
    character = lines[began.line][began.column : began.column + 1] if began.line < len(lines) else ""
    if character and character in "*&!%@`" and error.context != "while scanning a quoted scalar":
        message = "a text cannot begin with {character} here"
        return report(began.line, began.column, message, _QUOTE_IT, character=character)
    if problem == "did not find expected key" and line[: mark.column].rstrip()[-1:] in ('"', "'", "]", "}"):
        return report(mark.line, mark.column, "text follows a closing quotation mark or bracket", _QUOTE_IT)
    if problem in _PROBLEMS:
        at = began if problem in _AT_BEGINNING else mark
        return report(at.line, at.column, *_PROBLEMS[problem])
    hint = "look at this line and the one before: indentation, a missing quote, or a colon in the text"
    return report(mark.line, mark.column, "this is not YAML: {problem}", hint, problem=translate(problem))


def slipped_colon(scalar: Scalar) -> Diagnostic | None:
    """Find a key with a full-width colon, or without a space after it, that made a text of what should be fields."""
    match = _SLIP.match(scalar.value) if not scalar.style else None
    return _colon(match, scalar.locate(match.start("colon"))) if match else None


def _colon(match: re.Match[str], at: Position) -> Diagnostic:
    wide = match["colon"] == "："
    message = "a full-width colon stands after {key}" if wide else "no space stands after {key}:"
    return finding("PG001", at, message, "write {key}: with a half-width colon and a space", key=match["key"])


def _slip(lines: list[str], row: int) -> tuple[int, re.Match[str]] | None:
    """Find a key without a proper colon in a line or right above it, up to the next line that has a proper key."""
    for number in range(min(row, len(lines) - 1), max(-1, row - 6), -1):
        if match := _SLIP.match(lines[number]):
            return number, match
        if number != row and _KEY_LINE.match(lines[number]):
            return None
    return None


def _compose(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    stack: list[_Open] = []
    root: Node | None = None
    count = documents = 0

    def refuse(event: Any, message: str, hint: str, **values: object) -> _RefusedError:
        return _RefusedError(finding("PG004", source.position(_start(event)), message, hint, **values))

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
                    raise refuse(
                        event, "an anchor (&{name}) is used", "delete it and write values out", name=event.anchor
                    )
                if event.tag not in (None, "!"):
                    hint = "quote the text if it begins with an exclamation mark"
                    raise refuse(event, "a tag ({tag}) is used", hint, tag=event.tag)
            case _:
                pass
        node: Node
        match event:
            case yaml.ScalarEvent():
                node = _scalar(event, source)
                if node.style == '"' and (match := _REFUSED.search(node.value)):  # written as an escape such as \\u0000
                    raise _RefusedError(_refused(match.group(), node.locate(match.start())))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(stack) >= MAX_DEPTH:
                    raise refuse(event, _TOO_DEEP, "flatten the content", limit=MAX_DEPTH)
                keys: list[tuple[Scalar, Node]] | None = [] if isinstance(event, yaml.MappingStartEvent) else None
                if stack and stack[-1].keys is not None and stack[-1].key is None:
                    if source.text[max(0, _start(event) - 1) :].startswith("{{"):
                        hint = 'write "{{{{ … }}}}" in quotes, or begin the text on the line below: key: |'
                        raise refuse(event, "a text that begins with {{{{ needs quotes", hint)
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
    written: str = event.value
    style = event.style or ""
    null = style == "" and written in ("", "~", "null", "Null", "NULL")
    value = unicodedata.normalize("NFC", written)
    return Scalar(value, null, style, event.start_mark.index, event.end_mark.index, source, written)


def _raw_index(scalar: Scalar, offset: int) -> int:
    """Return where a character of a value stands in the source text."""
    raw = scalar.source.text
    written = scalar.written
    if written != scalar.value:
        lengths = (len(unicodedata.normalize("NFC", written[: n + 1])) for n in range(len(written)))
        offset = next((n for n, length in enumerate(lengths) if length > offset), offset)
    if scalar.style == "|":
        return _literal_index(scalar, offset)
    quotes = len(scalar.style)
    if raw.startswith(written, scalar.start + quotes) and "\n" not in written:
        return min(scalar.start + quotes + offset, scalar.end - 1)
    return _walked_index(scalar, offset)


def _literal_index(scalar: Scalar, offset: int) -> int:
    """Lines of a literal block stand in the source one by one, each behind the same indentation."""
    starts = scalar.source.line_starts
    first = scalar.source.position(scalar.start).line  # line_starts counts from 0, so this is the line below the |
    before = scalar.written[:offset]
    number = before.count("\n")
    column = offset - (before.rfind("\n") + 1)
    line = min(first + number, len(starts) - 1)
    return min(starts[line] + _indentation(scalar, first) + column, max(scalar.start, scalar.end - 1))


def _indentation(scalar: Scalar, first: int) -> int:
    """Count the spaces that a literal block's lines begin with, from its first line that holds text."""
    text, starts = scalar.source.text, scalar.source.line_starts
    for number, content in enumerate(scalar.written.split("\n")):
        if content.strip():
            line = min(first + number, len(starts) - 1)
            return max(0, text.find(content, starts[line]) - starts[line])
    return 0


def _walked_index(scalar: Scalar, offset: int) -> int:
    """Walk value and source text together, ignoring white space, up to the character wanted."""
    raw = scalar.source.text
    index = scalar.start
    if scalar.style == ">":
        index = raw.find("\n", index, scalar.end) + 1 or index
    elif scalar.style in ("'", '"'):
        index += 1
    place = index
    for character in scalar.written[: offset + 1]:
        if character.isspace():
            continue
        index, width = _next_visible(raw, index, scalar)
        place = index
        index += width
    return min(place, max(scalar.start, scalar.end - 1))


_SPACE_ESCAPES = frozenset("ntr\t \n\rNLP_vfe0ab")
_HEX_ESCAPES = {"x": 4, "u": 6, "U": 10}


def _next_visible(raw: str, index: int, scalar: Scalar) -> tuple[int, int]:
    """Return the index of the next visible source character at or after ``index`` and how many characters it takes."""
    while index < scalar.end:
        if raw[index].isspace():
            index += 1
        elif scalar.style == '"' and raw[index] == "\\":
            kind = raw[index + 1 : index + 2]
            width = _HEX_ESCAPES.get(kind, 2)
            blank = kind in _HEX_ESCAPES and chr(int(raw[index + 2 : index + width], 16)).isspace()
            if kind not in _SPACE_ESCAPES and not blank:
                return index, width
            index += width
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

    Steps that begin with ``~`` are tags of pydantic's unions, not content, and are passed over. With ``key`` the place
    of the last key itself is returned.
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
