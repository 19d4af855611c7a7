"""What is generated is up to date, and what the documents say is so."""

from __future__ import annotations

import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from plangen.blocks import BLOCKS
from plangen.cli import commands
from plangen.numbering import SCHEMES
from plangen.slots import PLAIN_TYPES
from plangen.theme import Theme
from plangen.themefiles import SHIPPED

ROOT = Path(__file__).parent.parent


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_page_of_findings_is_up_to_date() -> None:
    write = runpy.run_path(str(ROOT / "scripts" / "write_findings.py"))
    assert write["findings_page"]() == page("docs/findings.md"), "run scripts/write_findings.py"


def test_the_list_of_column_names_is_up_to_date() -> None:
    write = runpy.run_path(str(ROOT / "scripts" / "write_tables.py"))
    assert write["tables_page"]() == page("docs/tables.md"), "run scripts/write_tables.py"


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`plangen {name}" in page("README.md")


def test_every_slot_type_and_numbering_scheme_is_documented() -> None:
    assert [name for name in BLOCKS if f"| `{name}` |" not in page("docs/blocks.md")] == []
    assert [name for name in (*PLAIN_TYPES, *SCHEMES) if f"`{name}`" not in page("docs/templates.md")] == []


def test_the_keys_of_a_theme_are_up_to_date() -> None:
    write = runpy.run_path(str(ROOT / "scripts" / "write_themes.py"))
    assert write["themes_page"]() == page("docs/themes.md"), "run scripts/write_themes.py"


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        parts = [kind for kind in inner if issubclass(kind, BaseModel)]
        yield from (key for part in parts for key in _keys(part))
        if not parts:
            yield name
            assert any(isinstance(text, str) and text for text in field.metadata), f"{name} says nothing of itself"


def test_every_key_of_a_theme_is_documented() -> None:
    keys = list(_keys(Theme))
    assert len(keys) > 60
    assert [key for key in keys if f"| `{key}` |" not in page("docs/themes.md")] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_theme_has_a_small_picture(name: str) -> None:
    assert f"]({name}.png)" in page("docs/themes.md")
    picture = (ROOT / "docs" / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 80_000


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    names = [re.split(r"[<>=]", entry)[0] for entry in project["dependencies"]]
    reasons = page("docs/architecture.md").split("## Dependencies")[1]
    assert [name for name in names if name not in reasons] == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/content.md",
        "docs/blocks.md",
        "docs/facts.md",
        "docs/tables.md",
        "docs/templates.md",
        "docs/themes.md",
        "docs/architecture.md",
        "docs/screen.md",
    ],
)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page(name))
    assert [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()] == []
