"""What holds for every strategy block."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from plangen.blocks import BLOCKS
from plangen.doctree import Chart, Table, query
from plangen.messages import catalogue
from plangen.model import BlockPlace, Part
from plangen.slots import slot_adapter
from tests.blocks.reading import example, faults, texts


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_of_a_block_is_without_fault(name: str) -> None:
    assert faults(example(name)) == []


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_block_lowers_itself_to_tables_and_charts_that_fit(name: str, language: str) -> None:
    lowered = example(name).lower(BlockPlace("a.b.c", language, "题名"))
    assert lowered
    nodes = [node for block in lowered for node in query(block, Table, Chart)]
    assert nodes[0].id == "a.b.c"
    assert nodes[0].caption == "题名"
    assert len({node.id for node in nodes}) == len(nodes)
    assert all(node.id == "a.b.c" or node.id.startswith("a.b.c.") for node in nodes)
    assert len({node.caption for node in nodes}) == len(nodes)
    for node in nodes:
        assert node.caption
        if isinstance(node, Table):
            for row in node.rows:
                assert sum(cell.span for cell in row.cells) == len(node.columns)
            continue
        assert node.alt.startswith(node.caption)
        assert all(len(series.values) == len(node.categories) for series in node.series)
        assert any(value is not None for series in node.series for value in series.values) or node.spans or node.rows


@pytest.mark.parametrize("name", BLOCKS)
def test_every_value_a_text_may_cite_is_a_filled_text(name: str) -> None:
    values = texts(example(name))
    assert values
    assert all(values.values())


@pytest.mark.parametrize("name", BLOCKS)
def test_every_path_that_a_block_names_leads_to_something_it_holds(name: str) -> None:
    """Findings about measures and outlays stand where the figure is written."""
    block = example(name)
    paths = [path for measure in block.measures() for _, path in measure.figures.values()]
    paths += [outlay.path for outlay in block.outlays()]
    for path in paths:
        held: Any = block
        for step in path:
            held = getattr(held, step) if isinstance(step, str) and hasattr(held, step) else held[step]
        assert held is not None, path


def parts(model: type[Part]) -> Iterator[type[Part]]:
    """Yield a model and every model inside it."""

    def inside(annotation: Any) -> Iterator[type[Part]]:
        if isinstance(annotation, type) and issubclass(annotation, Part):
            yield from parts(annotation)
        for argument in get_args(annotation):
            yield from inside(argument)

    yield model
    for spec in model.model_fields.values():
        yield from inside(spec.annotation)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_field_says_what_belongs_in_it_in_both_languages(name: str) -> None:
    for model in parts(BLOCKS[name]):
        for field, spec in model.model_fields.items():
            assert spec.description, f"{model.__name__}.{field}"
            assert spec.description in catalogue(), f"{model.__name__}.{field}: {spec.description}"
            assert not spec.description.endswith("."), f"{model.__name__}.{field}"


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_has_a_json_schema_that_explains_its_fields(name: str) -> None:
    schema = slot_adapter(name).json_schema()
    described = json.dumps(schema, ensure_ascii=False)
    for model in parts(BLOCKS[name]):
        for spec in model.model_fields.values():
            assert json.dumps(spec.description, ensure_ascii=False)[1:-1] in described
