"""How long a block of five hundred entries takes to check, to compute and to lower. Nothing is asserted about time."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from plangen.blocks import BLOCKS
from plangen.model import BlockPlace, StrategyBlock
from plangen.yamltree import parse_yaml, plain
from tests.blocks.reading import AROUND

MANY = 500


def enlarged(name: str) -> StrategyBlock:
    """Return a block's example with its longest list of entries made five hundred long; sums no longer add up."""
    root, _ = parse_yaml(BLOCKS[name].example, "f")
    assert root is not None
    data: Any = plain(root, lambda scalar: scalar.value)
    lists = [key for key, held in data.items() if isinstance(held, list) and isinstance(held[0], dict)]
    for key in lists[:1]:
        entries = data[key]
        copies = []
        for number in range(MANY):
            entry = copy.deepcopy(entries[number % len(entries)])
            entry.update({field: f"{entry[field]}{number}" for field in ("id", "name") if field in entry})
            copies.append(entry)
        data[key] = copies
    try:
        return BLOCKS[name].model_validate(data)
    except ValidationError:
        pytest.skip("takes fewer entries")


@pytest.mark.parametrize("name", BLOCKS)
def test_five_hundred_entries(benchmark: Any, name: str) -> None:
    block = enlarged(name)

    def work() -> None:
        list(block.check(AROUND))
        block.values("zh")
        list(block.measures())
        block.lower(BlockPlace("a.b.c", "zh"))

    benchmark.pedantic(work, rounds=3)
