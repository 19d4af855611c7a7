"""What is generated is up to date, and what the documents say is so."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from plangen.blocks import BLOCKS
from plangen.cli import commands
from plangen.numbering import SCHEMES
from plangen.slots import PLAIN_TYPES
from plangen.theme import Theme

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


@pytest.mark.parametrize("part", sorted(set(Theme.model_fields) - {"name"}))
def test_every_key_of_a_theme_is_documented(part: str) -> None:
    row = next(line for line in page("docs/templates.md").splitlines() if line.startswith(f"| `{part}` |"))
    keys = type(getattr(Theme(), part)).model_fields
    unranged = re.sub(r"`(\w+)` … `(\w+)`", "", row)
    ranges = re.findall(r"`(\w+?)\d?(?:_\w+)?` … `", row)
    assert [k for k in keys if f"`{k}`" not in unranged and not k.startswith(tuple(ranges) or ("-",))] == []


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
        "docs/tables.md",
        "docs/templates.md",
        "docs/architecture.md",
        "docs/screen.md",
    ],
)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page(name))
    assert [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()] == []
