"""The whole document tree of the small plan, as it was last read and approved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plangen.treejson import to_json
from tests.workshop import Workshop

GOLDEN = Path(__file__).parent / "golden" / "small-tree.json"


def test_the_tree_of_the_small_plan(workshop: Workshop, request: pytest.FixtureRequest) -> None:
    examination = workshop.examine()
    assert examination.diagnostics == ()
    made = json.dumps(to_json(examination.document), ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(made, "utf-8")
    assert made == GOLDEN.read_text("utf-8")
