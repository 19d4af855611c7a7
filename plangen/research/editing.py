"""Changed values put into the text of the ledger, which stays as it is everywhere else: to the byte.

The values are replaced where the reader of our YAML found them, since writing a file anew, even with a library that
keeps comments, changes indentation, line endings and the columns of comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plangen.ledger import FactSpec, SourceSpec
from plangen.research.changes import Change
from plangen.yamltree import Mapping, Node, Scalar, Sequence, parse_yaml

ORDER = tuple(FactSpec.model_fields)
SOURCE_ORDER = tuple(SourceSpec.model_fields)

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMA = re.compile(r"\s*,")
_COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x85": "\\N"}


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """A piece of the text to be replaced; ``rank`` orders what is put in at one place."""

    start: int
    end: int
    rank: int
    text: str


def edited(text: str, root: Mapping, changes: Iterable[Change]) -> str:
    """Return the text of a ledger with some changes made. ``root`` is the tree of this text."""
    by_fact: dict[str, dict[str, str]] = {}
    for change in changes:
        by_fact.setdefault(change.fact, {})[change.field] = change.new
    splices: list[_Splice] = []
    for identifier, fields in by_fact.items():
        fact = root.entries[identifier][1]
        if isinstance(fact, Mapping):
            splices.extend(_fact_splices(text, fact, fields))
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def _fact_splices(text: str, fact: Mapping, fields: dict[str, str]) -> Iterator[_Splice]:
    own = {name: value for name, value in fields.items() if "." not in name}
    parts = {name.partition(".")[2]: value for name, value in fields.items() if "." in name}
    source = fact.get("source")
    if isinstance(source, Mapping):
        if parts.get("name") == "":
            own["source"] = ""
        else:
            yield from _splices(text, source, parts, SOURCE_ORDER)
    elif told := {name: parts[name] for name in SOURCE_ORDER if parts.get(name)}:
        pairs = ", ".join(f"{name}: {_scalar(value, '', flow=True)}" for name, value in told.items())
        yield from _splices(text, fact, {"source": f"{{{pairs}}}"}, ORDER, ready=True)
    yield from _splices(text, fact, own, ORDER)


def _splices(
    text: str, node: Mapping, fields: dict[str, str], order: tuple[str, ...], *, ready: bool = False
) -> Iterator[_Splice]:
    """Yield what sets some keys of a mapping; an empty value takes its key away. ``ready`` values are YAML already."""
    flow = text[node.start : node.start + 1] == "{"
    staying = [key for key in node.entries if fields.get(key) != ""]
    for name, value in fields.items():
        old = node.get(name)
        if old is not None and value:
            yield _replaced(text, old, value, flow=flow)
        elif old is not None:
            yield _removed_from_braces(node, name) if flow else _removed_line(text, node, name)
        elif value:
            written = value if ready else _scalar(value, "", flow=flow)
            before = [key for key in staying if key in order and order.index(key) < order.index(name)]
            yield _added(text, node, name, written, before, order.index(name), flow=flow)


def _replaced(text: str, old: Node, value: str, *, flow: bool) -> _Splice:
    start, end = old.start, _end(text, old)
    style = old.style if isinstance(old, Scalar) else ""
    lead = " " if text[start - 1 : start] == ":" else ""  # an empty value begins right behind its colon
    return _Splice(start, end, 0, lead + _scalar(value, style, flow=flow))


def _added(text: str, node: Mapping, name: str, written: str, before: list[str], rank: int, *, flow: bool) -> _Splice:
    """Put a key behind the last of those that usually stand before it, in the style of its neighbours."""
    key, value = node.entries[max(before, key=lambda key: node.entries[key][0].start)]
    if flow:
        end = _end(text, value)
        return _Splice(end, end, rank, f", {name}: {written}")
    match = _LINE_END.search(text, _end(text, value))
    newline = _newline(text)
    indent = _indent(text, key)
    if match is None:
        return _Splice(len(text), len(text), rank, f"{newline}{indent}{name}: {written}")
    return _Splice(match.end(), match.end(), rank, f"{indent}{name}: {written}{newline}")


def _removed_line(text: str, node: Mapping, name: str) -> _Splice:
    """Take a key away with its line, but leave a comment that stands behind its value."""
    key, value = node.entries[name]
    end = max(_end(text, value), key.end)
    comment = _COMMENT.match(text, end)
    if comment and comment[1]:
        return _Splice(key.start, comment.start(1), -1, "")
    line = text.rfind("\n", 0, key.start) + 1 or text.rfind("\r", 0, key.start) + 1
    match = _LINE_END.search(text, end)
    return _Splice(line, match.end() if match else len(text), -1, "")


def _removed_from_braces(node: Mapping, name: str) -> _Splice:
    names = list(node.entries)
    place = names.index(name)
    text = node.source.text
    key, value = node.entries[name]
    if place:
        before = _end(text, node.entries[names[place - 1]][1])
        if "\n" not in text[before : key.start] and "\r" not in text[before : key.start]:
            return _Splice(before, _end(text, value), -1, "")
        # a comment may stand behind the comma before it; a comma at the end is allowed
        comma = _COMMA.match(text, _end(text, value))
        return _Splice(key.start, comma.end() if comma else _end(text, value), -1, "")
    following = node.entries[names[1]][0].start if len(names) > 1 else _end(text, value)
    return _Splice(key.start, following, -1, "")


def _end(text: str, node: Node) -> int:
    """Return where a value ends, without the white space that YAML counts to it."""
    match node:
        case Scalar():
            return node.start + len(text[node.start : node.end].rstrip())
        case Mapping():
            end = max((_end(text, value) for _, value in node.entries.values()), default=node.start)
        case Sequence():
            end = max((_end(text, item) for item in node.items), default=node.start)
    opening = text[node.start : node.start + 1]
    if opening in ("{", "["):
        end = text.index("}" if opening == "{" else "]", max(end, node.start + 1)) + 1
    return end


def _indent(text: str, key: Scalar) -> str:
    line = max(text.rfind("\n", 0, key.start), text.rfind("\r", 0, key.start)) + 1
    before = text[line : key.start]
    return before if not before.strip() else " " * len(before)


def _newline(text: str) -> str:
    match = _LINE_END.search(text)
    return match.group() if match else "\n"


def _scalar(value: str, style: str, *, flow: bool) -> str:
    """Write a text as YAML on one line, quoted as before, or where it has to be."""
    if style == '"':
        return _quoted(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    probe = f"{{k: {value}, l: m}}" if flow else f"k: {value}"
    node, found = parse_yaml(probe, "")
    read = node.get("k") if isinstance(node, Mapping) and not found else None
    plain = isinstance(read, Scalar) and not read.style and not read.null and read.written == value
    return value if plain and isinstance(node, Mapping) and len(node.entries) == 1 + flow else _quoted(value)


def _quoted(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'
