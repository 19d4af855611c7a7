"""Values put into the text of a ledger: whatever its layout, only they change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.diagnostics import Position
from plangen.research.changes import FIELDS, Change
from plangen.research.editing import edited
from plangen.yamltree import Mapping, parse_yaml, plain

LAYOUTS = (
    "x:\n  statement: 一\n  value: 5\n  source: {name: 甲}\n  status: unverified\n",
    "x:\n    statement: 一   # 注\n    value: 5\n    source:\n        name: 甲 # 乙\n        publisher: '丙'\n\n"
    "    # 丁\n    status: unverified\n    note: >-\n      一\n      二\n# 尾\ny: {statement: 二}\n",
    "x: {statement: 一, value: 5, source: {name: 甲, date: 2025}, status: unverified, note: '旧'}",
    'x:\n  value: 5\n  note: "旧" # 甲\n  status: unverified # 乙\n  statement: 一',
    "# 头\nx:\n  statement: 一\n  value: 5\n  status: unverified\n"
    "  source: {\n    name: 甲,  # 乙\n    publisher: 丙 }\n",
    "x:\n  statement: 一\n  value: 5\n  status: unverified\n  note: |+\n    一\n\n\n  checked_on: 2025-01-01\n",
)
# what a researcher might type: whatever does not begin or end with space stands on one line
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" :#{}[],'\"\\|>&*!%@-?"),
    min_size=1,
).filter(lambda text: text == " ".join(text.split()))


def tree(text: str) -> Mapping:
    root, found = parse_yaml(text, "facts.yaml")
    assert found == []
    assert isinstance(root, Mapping)
    return root


def fields(text: str) -> dict[str, Any]:
    read: dict[str, Any] = plain(tree(text), lambda scalar: scalar.value)
    return read


def expected(before: dict[str, Any], wanted: dict[str, str]) -> dict[str, Any]:
    fact = {**before["x"], **{name: value for name, value in wanted.items() if "." not in name}}
    parts = {name.partition(".")[2]: value for name, value in wanted.items() if "." in name}
    source = {**fact.get("source", {}), **parts}
    if any(source.values()):
        fact["source"] = {name: value for name, value in source.items() if value}
    return {**before, "x": {name: value for name, value in fact.items() if value}}


FREE = [name for name in FIELDS if name not in ("source.name", "status")]


@given(
    st.sampled_from(LAYOUTS),
    st.sampled_from(["\n", "\r\n"]),
    st.dictionaries(st.sampled_from(FREE), TEXTS | st.just("")),
)
def test_only_the_values_change(layout: str, newline: str, wanted: dict[str, str]) -> None:
    text = layout.replace("\n", newline)
    before = fields(text)
    changes = [Change("x", name, "", value, Position("s")) for name, value in wanted.items()]
    after = edited(text, tree(text), changes)
    has_source = "source" in before["x"]
    if not has_source and any("." in name and value for name, value in wanted.items()):
        return  # a source needs a name; the reader of the sheet sees to that
    assert fields(after) == expected(before, wanted)
    assert [part for part in text.split() if part.startswith("#")] == [
        part for part in after.split() if part.startswith("#") and part in text.split()
    ]
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" and "\r\n" in text else 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_changes_the_text_is_the_same(layout: str) -> None:
    assert edited(layout, tree(layout), []) == layout


def test_a_new_field_stands_behind_the_one_it_follows() -> None:
    changes = [
        Change("x", name, "", value, Position("s")) for name, value in (("note", "三"), ("checked_on", "2025-01-01"))
    ]
    after = edited(LAYOUTS[0], tree(LAYOUTS[0]), changes)
    assert after.endswith("  status: unverified\n  checked_on: 2025-01-01\n  note: 三\n")
