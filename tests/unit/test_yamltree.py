"""Every character of a value knows where it stands, and only plain YAML is read."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plangen.diagnostics import Position
from plangen.yamltree import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Mapping,
    Scalar,
    Sequence,
    decode,
    parse_yaml,
    place,
    plain,
    scalars,
)

WORDS = st.text(
    "一二三的，。：；“”—…①é‐ＡabcXYZ019*_#-:'\"\\{}[]|>&%@!,.?`~/()\U0001f600\u200b", min_size=1, max_size=8
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5)
BREAKS = st.sampled_from(["\n", "\r\n"])
INDENT = st.sampled_from(["  ", "    "])


def literal(lines: list[str], indent: str) -> str:
    return "|-\n" + "\n".join(f"{indent}{line}" if line else "" for line in lines)


def folded(lines: list[str], indent: str) -> str:
    return ">-\n" + "\n".join(f"{indent}{line}" for line in lines)


def single(lines: list[str], indent: str) -> str:
    return "'" + f"\n{indent}".join(line.replace("'", "''") for line in lines) + "'"


def double(lines: list[str], indent: str, escape: re.Pattern[str] = re.compile(r"[\\\"é①\U0001f600]")) -> str:
    def escaped(match: re.Match[str]) -> str:
        character = match.group()
        if character in '\\"':
            return "\\" + character
        return {"é": "\\xE9", "①": "\\u2460"}.get(character, f"\\U{ord(character):08X}")

    return '"' + f"\n{indent}".join(escape.sub(escaped, line) for line in lines) + '"'


def continued(lines: list[str], indent: str) -> str:
    """Break lines by a backslash, which leaves no space behind, and write blanks as escapes."""
    broken = double(lines, indent).replace(f"\n{indent}", f"\\\n{indent}\\ \\x20\\t")
    return broken.replace("，", "\\u3000，")


def unquoted(lines: list[str], indent: str) -> str:
    return f"\n{indent}".join(lines)


def located(source: str, at: Position, *, escapes: bool) -> str:
    """Return the character of a source text at a place, decoded where escapes are read."""
    line = re.split(r"\r\n|\n", source)[at.line - 1]
    rest = line[at.column - 1 :]
    escape = re.match(r"\\(?:x..|u....|U........|.)", rest)
    if escape and escapes:
        code = escape.group()[1:]
        return chr(int(code[1:], 16)) if code[0] in "xuU" else code
    return rest[0]


def value_of(source: str) -> Scalar:
    root, found = parse_yaml(source, "f")
    assert found == []
    assert isinstance(root, Mapping)
    scalar = root.get("key")
    assert isinstance(scalar, Scalar)
    return scalar


def assert_located(source: str, expected: str | None = None) -> None:
    scalar = value_of(source)
    if expected is not None:
        assert re.sub(r"\s", "", scalar.value) == re.sub(r"\s", "", expected)
    previous = Position("f", 0, 0)
    for offset, character in enumerate(scalar.value):
        if character.isspace():
            scalar.locate(offset)
            continue
        at = scalar.locate(offset)
        assert located(source, at, escapes=scalar.style == '"') == character, (source, offset)
        assert at > previous
        previous = at


@given(LINES, st.sampled_from([literal, folded, single, double, continued]), BREAKS, INDENT)
def test_every_character_is_where_it_is_said_to_be(lines: list[str], style: object, newline: str, indent: str) -> None:
    assert callable(style)
    source = f"# 注\nother: 1\nkey: {style(lines, indent)}\nlast: 2\n".replace("\n", newline)
    assert_located(source, "".join(lines))


@given(LINES, BREAKS, INDENT)
def test_every_character_of_plain_text_is_found(lines: list[str], newline: str, indent: str) -> None:
    source = f"other: 1\nkey: {unquoted(['文' + line for line in lines], indent)}\n".replace("\n", newline)
    root, found = parse_yaml(source, "f")
    assume(root is not None and not found)
    assert_located(source)


@given(st.lists(st.text("一a \t", max_size=6), min_size=1, max_size=6), INDENT)
def test_literal_lines_keep_their_blanks(lines: list[str], indent: str) -> None:
    text = "\n".join(lines)
    assume(text.strip() and not lines[0].startswith((" ", "\t")) and lines[0].strip() and lines[-1].strip())
    source = f"key: |-\n{indent}" + text.replace("\n", f"\n{indent}") + "\n"
    assert value_of(source).value == text
    assert_located(source)


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        ("key: 文字\n", 1, (1, 7)),
        ("key: '文''字'\n", 2, (1, 10)),
        ('key: "文\\"字"\n', 1, (1, 8)),
        ("a: {key: 文字}\nkey: 字", 0, (2, 6)),
        ("key: |\n\n\n  文\n  字\n", 4, (5, 3)),
        ("key: |2\n    文\n  字\n", 4, (3, 3)),
        ("key: |+  # 注\n  文\n\n", 0, (2, 3)),
        ("key: >\n  文\n\n  字\n", 2, (4, 3)),
        ("key: 文\n  字\n", 2, (2, 3)),
    ],
)
def test_places_worked_out_by_hand(source: str, offset: int, place: tuple[int, int]) -> None:
    at = value_of(source).locate(offset)
    assert (at.line, at.column) == place


@pytest.mark.parametrize("style", ["{}", "'{}'", '"{}"', "|\n  {}", ">\n  {}"])
def test_decomposed_letters_are_composed_and_still_located(style: str) -> None:
    written = "cafe\u0301 e\u0301te\u0301 末"
    source = f"key: {style.format(written)}\n"
    scalar = value_of(source)
    assert scalar.value.rstrip() == unicodedata.normalize("NFC", written)
    line, start = (2, 3) if "\n" in style else (1, 6 + (style[0] in "'\""))
    assert scalar.locate(scalar.value.index("末")) == Position("f", line, start + written.index("末"))
    assert scalar.locate(3) == Position("f", line, start + 3)


# --- what is kept and what is refused --------------------------------------------------------------------------------


def test_scalars_stay_what_was_written() -> None:
    root, found = parse_yaml("a: no\nb: 1.10\nc: 0777\nd: 2026-01-01\ne: 1e3\nf: ''\ng:\nh: ~\ni: 'null'\n", "f")
    assert root is not None
    assert found == []
    assert plain(root, lambda scalar: scalar.value) == {
        "a": "no",
        "b": "1.10",
        "c": "0777",
        "d": "2026-01-01",
        "e": "1e3",
        "f": "",
        "g": None,
        "h": None,
        "i": "null",
    }


def test_the_first_of_two_equal_keys_is_kept() -> None:
    root, found = parse_yaml("a: 1\na: 2\n", "f")
    assert isinstance(root, Mapping)
    assert plain(root, lambda scalar: scalar.value) == {"a": "1"}
    assert [(d.code, d.line, d.hint) for d in found] == [
        ("PG005", 2, "keep one of the two; the first stands at line 1")
    ]


def test_nesting_is_limited() -> None:
    assert parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f")[1] == []
    (finding,) = parse_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "f")[1]
    assert (finding.code, finding.column) == ("PG004", MAX_DEPTH + 1)
    assert [d.code for d in parse_yaml("[" * 100_000, "f")[1]] == ["PG004"]


def test_the_number_of_values_is_limited() -> None:
    full = "- 1\n" * (MAX_NODES - 1)  # and the list itself
    assert parse_yaml(full, "f")[1] == []
    (finding,) = parse_yaml(full + "- 1\n", "f")[1]
    assert (finding.code, finding.line) == ("PG004", MAX_NODES)


def test_the_size_of_a_file_is_limited() -> None:
    assert decode(b"a" * MAX_BYTES, "f")[1] == []
    (finding,) = decode(b"a" * (MAX_BYTES + 1), "f")[1]
    assert (finding.code, f"at most {MAX_BYTES} are read" in finding.message) == ("PG012", True)


def test_alias_bombs_are_refused_where_they_begin() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    root, (finding,) = parse_yaml(bomb, "f")
    assert root is None
    assert (finding.code, finding.line, finding.column) == ("PG004", 1, 4)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    root, found = parse_yaml(text, "f")
    assert root is not None or found
    for finding in found:
        assert finding.line >= 1
        assert finding.column >= 1


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    text, found = decode(data, "f")
    assert bool(found) == (text == "" and data not in (b"", b"\xef\xbb\xbf"))
    parse_yaml(text, "f")


@given(st.text("一ab", min_size=1), st.text("一ab\n"))
def test_every_encoding_gives_the_text_or_a_finding(before: str, text: str) -> None:
    assert decode((before + text).encode(), "f") == (before + text, [])
    assert decode((before + text).encode("utf-8-sig"), "f") == (before + text, [])
    (finding,) = decode((before + text).encode("utf-16"), "f")[1]
    assert "UTF-16" in finding.message


# --- walking ---------------------------------------------------------------------------------------------------------

TREE = "a:\n  - x: 1\n    y: [2, 3]\nb: 文\n"


@pytest.mark.parametrize(
    ("path", "key", "at"),
    [
        ((), False, (1, 1)),
        (("a",), False, (2, 3)),
        (("a",), True, (1, 1)),
        (("a", 0, "x"), False, (2, 8)),
        (("a", 0, "x"), True, (2, 5)),
        (("a", 0, "y", 1), False, (3, 12)),
        (("~value", "a", 0, "~cells", "y", 0), False, (3, 9)),  # tags of pydantic's unions are passed over
        (("a", 0, "z"), False, (2, 5)),  # a missing step takes its parent's place
        (("a", 7), False, (2, 3)),
        (("b", "c", "d"), False, (4, 4)),
        (("c",), True, (1, 1)),
    ],
)
def test_the_place_of_a_path(path: tuple[str | int, ...], key: bool, at: tuple[int, int]) -> None:
    root, _ = parse_yaml(TREE, "f")
    assert root is not None
    assert place(root, path, key=key) == Position("f", *at)


def test_scalars_come_in_reading_order_without_keys() -> None:
    root, _ = parse_yaml(TREE, "f")
    assert isinstance(root, Mapping)
    assert [scalar.value for scalar in scalars(root)] == ["1", "2", "3", "文"]
    assert isinstance(root.get("a"), Sequence)
    assert root.get("none") is None
    assert root.key_at("none") == root.at
