"""What holds for every tree: walking, asking, and JSON both ways."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given

import plangen.doctree as module
from plangen.doctree import (
    NODE_TYPES,
    Block,
    Cell,
    Document,
    Emphasis,
    Footnote,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    ListItem,
    Meta,
    Node,
    Paragraph,
    Row,
    Slot,
    Strong,
    Table,
    Text,
    plain_text,
    query,
    visible_text,
    walk,
)
from plangen.treejson import from_json, to_json
from tests.unit.trees import DOCUMENTS


def everything(value: Any) -> Iterator[Any]:
    """Yield every node of a tree in the order of fields, without knowing which fields hold children."""
    if isinstance(value, tuple):
        for item in value:
            yield from everything(item)
    elif dataclasses.is_dataclass(value):
        yield value
        for spec in dataclasses.fields(value):
            yield from everything(getattr(value, spec.name))


@given(DOCUMENTS)
def test_walking_without_a_change_changes_nothing(document: Document) -> None:
    assert walk(lambda node: node, document) == document


@given(DOCUMENTS)
def test_json_goes_both_ways(document: Document) -> None:
    data = json.loads(json.dumps(to_json(document), ensure_ascii=False))
    assert from_json(data) == document
    assert to_json(from_json(data)) == data


@given(DOCUMENTS)
def test_a_query_finds_every_node_once_in_reading_order(document: Document) -> None:
    kinds = (Text, Emphasis, Strong, Footnote, Paragraph, Heading, Table, Row, Cell, ListBlock, ListItem, Slot)
    expected = [node for node in everything(document) if isinstance(node, kinds)]
    found = list(query(document, *kinds))
    assert len(found) == len(expected)
    assert all(a is b for a, b in zip(found, expected, strict=True))


@given(DOCUMENTS)
def test_walking_meets_every_node_that_a_query_finds(document: Document) -> None:
    met: list[int] = []

    def note(node: Any) -> Any:
        met.append(id(node))
        return node

    walk(note, document)
    assert sorted(met) == sorted(id(node) for node in query(document, *NODE_TYPES.values()))


@given(DOCUMENTS)
def test_a_change_reaches_every_text_and_nothing_else(document: Document) -> None:
    louder = walk(lambda node: Text(node.text + "！") if isinstance(node, Text) else node, document)
    assert [text.text for text in query(louder, Text)] == [text.text + "！" for text in query(document, Text)]
    quieter = walk(lambda node: Text(node.text[:-1]) if isinstance(node, Text) else node, louder)
    assert quieter == document


@given(DOCUMENTS)
def test_nodes_can_be_doubled_and_dropped(document: Document) -> None:
    texts = len(list(query(document, Text)))
    assert len(list(query(walk(lambda n: (n, n) if isinstance(n, Text) else n, document), Text))) == 2 * texts
    assert not list(query(walk(lambda n: () if isinstance(n, Text) else n, document), Text))


@given(DOCUMENTS)
def test_what_a_reader_sees_of_a_node_is_visible_in_the_document(document: Document) -> None:
    visible = visible_text(document)
    for node in query(document, Text, Heading, Table):
        match node:
            case Text():
                assert node.text in visible
            case Heading():
                assert node.number in visible
            case Table():
                assert node.caption in visible
                assert all(column.title in visible for column in node.columns)


def test_a_walk_without_change_makes_no_new_node() -> None:
    document = Document(Meta("一", "二"), (Paragraph((Text("三"), Strong((Text("四"),)))),))
    assert walk(lambda node: node, document) is document
    changed = walk(lambda node: Text("五") if node == Text("三") else node, document)
    assert changed.blocks[0].children[1] is document.blocks[0].children[1]  # type: ignore[union-attr]


def test_the_root_stays_one_node() -> None:
    document = Document(Meta("一", "二"), ())
    for change in (lambda node: (), lambda node: (node, node), lambda node: Text("x")):
        with pytest.raises(ValueError, match="root of a tree must stay"):
            walk(change, document)


def test_children_are_changed_before_their_parent() -> None:
    order: list[str] = []

    def note(node: Any) -> Any:
        order.append(type(node).__name__)
        return node

    walk(note, Document(Meta("", ""), (Paragraph((Strong((Text("一"),)), Text("二"))),)))
    assert order == ["Text", "Strong", "Text", "Paragraph", "Document"]


def test_plain_text_is_what_is_read() -> None:
    cell = Cell((Text("一"), LineBreak(), Strong((Text("二"),)), Footnote((Text("注"),))))
    assert plain_text(cell) == "一\n二"


@pytest.mark.parametrize(
    "data",
    [
        {"type": "Nonsense"},
        {"text": "一"},
        {"type": ["Text"]},
        {"type": "Text", "text": "一", "colour": "red"},
        {"type": "Paragraph", "children": [{"type": "Img"}]},
    ],
)
def test_json_of_something_else_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"unknown node type|has no field"):
        from_json(data)


def test_defaults_are_left_out_of_json() -> None:
    assert to_json(Paragraph((Text("一"),))) == {"type": "Paragraph", "children": [{"type": "Text", "text": "一"}]}


def test_every_node_type_is_known_and_frozen() -> None:
    union = {*get_args(Inline), *get_args(Block), *get_args(Node)}
    assert union == set(NODE_TYPES.values())
    defined = {value for value in vars(module).values() if isinstance(value, type) and dataclasses.is_dataclass(value)}
    assert defined == union
    for node in union:
        assert node.__dataclass_params__.frozen  # type: ignore[attr-defined]
