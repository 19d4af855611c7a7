"""Filled examples of strategy blocks, as YAML text: what an editor may start from, and may not leave as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from plangen.blocks import BLOCKS
from plangen.languages import LANGUAGES
from plangen.yamltree import parse_yaml, plain


def example(block: str, language: str) -> str:
    """Return a filled block as an editor would write it: that of the language, or else the block's own."""
    return _examples(language).get(block, BLOCKS[block].example)


def examples(block: str) -> Iterator[str]:
    """Yield the example of a block in each language; nothing for other slot types."""
    if block in BLOCKS:
        yield from dict.fromkeys(example(block, language) for language in LANGUAGES)


@cache
def _examples(language: str) -> Mapping[str, str]:
    """Read the examples that a language brings, by the name of the block; it may bring none."""
    file = files("plangen.languages") / language / "examples.yaml"
    if not file.is_file():
        return {}
    root, _ = parse_yaml(file.read_text("utf-8"), file.name)
    return dict(plain(root, lambda scalar: scalar.value)) if root else {}
