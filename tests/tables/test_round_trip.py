"""Every block's example, written as a ready sheet and read back through ``from:``, is the same block."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.blocks import BLOCKS
from plangen.examples import example
from plangen.loader import load_plan
from plangen.readysheet import write_sheet
from plangen.tables.columns import folded
from plangen.tables.headings import names_of
from plangen.tables.shapes import Group, Keyed, Many, Shape, fields_of, own_rows, row_places
from plangen.workspace import Workspace
from plangen.yamltree import Mapping, parse_yaml, plain

PLACES = [(name, path) for name, block in BLOCKS.items() for path, _ in row_places(block)]


def plan_of(folder: Path, name: str, text: str, language: str) -> Workspace:
    """Return a workspace with one plan whose only slot holds a block."""
    files = {
        "templates/t/pack.yaml": f"id: t\ntitle: 方案\nlanguage: {language}\n",
        "templates/t/chapters/01-a.md.j2": f"---\nid: a\ntitle: 甲\nslots:\n  s: {{type: {name}}}\n---\n{{{{ s }}}}\n",
        "content/acme/plan.yaml": "template: t\ntitle: 方案\nclient: 客户\n"
        "horizon: {start: 2026-01-01, end: 2028-12-31}\n",
        "content/acme/01-a.yaml": "s:\n" + "".join(f"  {line}\n" for line in text.splitlines()),
    }
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content, "utf-8")
    return Workspace(folder)


def without(text: str, path: tuple[str, ...], instead: str) -> str:
    """Return YAML with something else in the place of one list of rows."""
    root, _ = parse_yaml(text, "")
    assert root is not None
    data = plain(root, lambda scalar: scalar.value)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "HERE"
    import json

    return json.dumps(data, ensure_ascii=False).replace('"HERE"', instead)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "path"), PLACES, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_a_sheet_of_the_example_reads_back_as_the_example(
    tmp_path: Path, name: str, path: tuple[str, ...], language: str
) -> None:
    text = example(name, language)
    root, _ = parse_yaml(text, "")
    node = root
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    if node is None:
        pytest.skip("the example leaves these rows out")
    workspace = plan_of(tmp_path, name, text, language)
    original, _ = load_plan(workspace, "acme")
    assert original is not None
    target = tmp_path / "content/acme/rows.xlsx"
    written = write_sheet(workspace, "acme", ".".join(("a.s", *path)), target)
    assert written.rows > 0
    whole = path == (own_rows(BLOCKS[name]),)
    asked = f"{{from: rows.xlsx, sheet: {written.usage[-1].split('sheet: ')[1]}"
    plan_of(tmp_path, name, without(text, path, asked), language)
    plan, found = load_plan(workspace, "acme")
    assert found == []
    assert plan is not None
    assert plan.slots["a.s"].content == original.slots["a.s"].content
    assert plan.placeholders, "the example is still the example, though it stands in a sheet"
    if whole and set(plain(root, str) or {}) == {path[0]}:  # type: ignore[arg-type]
        plan_of(tmp_path, name, "from: rows.xlsx", language)
        plan, found = load_plan(workspace, "acme")
        assert found == []
        assert plan is not None
        assert plan.slots["a.s"].content == original.slots["a.s"].content


def groups(shape: Shape) -> list[Group]:
    match shape:
        case Group():
            return [shape, *(each for inner in fields_of(shape.model).values() for each in groups(inner))]
        case Many() | Keyed():
            return groups(shape.item)
        case _:
            return []


ROWS = sorted(
    {group.model for block in BLOCKS.values() for _, row in row_places(block) for group in groups(row)}, key=str
)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_field_has_headings_of_its_own(model: type) -> None:
    heads: dict[str, str] = {}
    for field in fields_of(model):
        names = names_of(model.__name__, field)
        assert names[0] != field, f"{model.__name__}.{field} has no heading in headings.py"
        for name in {folded(each) for each in names[:2]}:
            assert heads.setdefault(name, field) == field, f"{name} means {heads[name]} and {field}"
