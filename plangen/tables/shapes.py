"""What the fields of a block are made of, as far as a sheet has to know: single values, lists, groups, rows."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator

from plangen.model import Part, Reader
from plangen.quantities import parse_day, parse_money, parse_percent, parse_quantity, parse_score, parse_whole

LeafKind = Literal["text", "figure", "money", "percent", "day", "whole", "score", "choice", "yes_no"]
_READERS: dict[Any, LeafKind] = {
    parse_quantity: "figure",
    parse_money: "money",
    parse_percent: "percent",
    parse_day: "day",
    parse_whole: "whole",
    parse_score: "score",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value. ``choices`` gives each allowed one with its spellings, its own name first."""

    kind: LeafKind
    choices: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Many:
    """A list of equal things; ``alone`` is what may stand in the place of the whole list."""

    item: Shape
    alone: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """Things by names that the plan gives them."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Group:
    """A group of named fields."""

    model: type[Part]

    def field(self, name: str) -> Shape:
        return fields_of(self.model)[name]


Shape = Leaf | Many | Keyed | Group


@cache
def fields_of(model: type[Part]) -> dict[str, Shape]:
    """Return the fields of a model with their shapes."""
    return {name: _shape(spec.annotation, tuple(spec.metadata)) for name, spec in model.model_fields.items()}


def required(model: type[Part], name: str) -> bool:
    return model.model_fields[name].is_required()


def row_lists(model: type[Part]) -> dict[str, Group]:
    """Return the fields of a model that hold rows, each with the shape of a row."""
    shapes = fields_of(model).items()
    return {name: shape.item for name, shape in shapes if isinstance(shape, Many) and isinstance(shape.item, Group)}


def own_rows(model: type[Part]) -> str:
    """Return the field that a sheet in the place of a whole block fills: its only list of rows, or the only required.

    The text is empty where a block has none, or several.
    """
    lists = row_lists(model)
    needed = [name for name in lists if required(model, name)]
    names = list(lists) if len(lists) == 1 else needed
    return names[0] if len(names) == 1 else ""


def row_places(model: type[Part], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Group]]:
    """Yield every list of rows of a block by the path of fields that leads to it, those inside of rows left out."""
    for name, shape in fields_of(model).items():
        match shape:
            case Many(item=Group() as rows):
                yield (*path, name), rows
            case Group():
                yield from row_places(shape.model, (*path, name))
            case _:
                pass


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        metadata = (*metadata, *more)
    reader = next((each for each in metadata if isinstance(each, Reader)), None)
    if reader:
        return _leaf(annotation, reader)
    if any(isinstance(each, BeforeValidator) for each in metadata):
        return Leaf("text")
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        shapes = [_shape(each, ()) for each in arguments if each is not types.NoneType]
        lists = [shape for shape in shapes if isinstance(shape, Many)]
        leaves = [shape for shape in shapes if isinstance(shape, Leaf)]
        return Many(lists[0].item, leaves[0]) if lists and leaves else shapes[0]
    if origin is tuple:
        return Many(_shape(arguments[0], ()))
    if origin is dict:
        return Keyed(_shape(arguments[1], ()))
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Group(annotation)
    if annotation is bool:
        return Leaf("yes_no", (("true", "是"), ("false", "否")))
    return Leaf("text")


def _leaf(annotation: Any, reader: Reader) -> Leaf:
    spellings = reader.schema.get("enum")
    if spellings is None:
        return Leaf(_READERS.get(reader.parse, "text"))
    names = [str(name) for name in get_args(annotation)]
    choices: list[tuple[str, ...]] = []
    for spelling in spellings:
        if spelling in names or not choices or (not names and spelling.isascii()):
            choices.append((spelling,))
        else:
            choices[-1] = (*choices[-1], spelling)
    return Leaf("choice", tuple(choices))
