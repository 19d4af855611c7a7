"""What the tests of Word templates share: bases read, documents laid out on them, and what is seen in the files."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from plangen.diagnostics import Diagnostic, Position
from plangen.fonts import prepare_fonts
from plangen.render.docx.document import write_docx
from plangen.theme import Theme
from plangen.wordbase import Base, Numbering, read_base
from tests.render import sample
from tests.render.word.reader import Word
from tests.wordbase.bases import GOOD, W

AT = Position("content/acme/plan.yaml", 2, 9)
V = f"{{{W}}}val"


def read(
    content: bytes, numbering: Numbering = "replace", keys: frozenset[str] = frozenset(), language: str = "zh"
) -> tuple[Base | None, list[Diagnostic]]:
    """Read a base from its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "client.docx").write_bytes(content)
        return read_base("client.docx", Path(folder), AT, language, numbering, keys)


def usable(content: bytes, numbering: Numbering = "replace", keys: frozenset[str] = frozenset()) -> Base:
    base, _ = read(content, numbering, keys)
    assert base is not None
    return base


def laid_out(base: Base | None, theme: Theme | None = None, **values: Any) -> Word:
    """Return the sample document on a base."""
    return Word(write_docx(sample.sample(**values), theme or Theme(), prepare_fonts(["Noto Sans SC"]), None, base))


@cache
def plain() -> Word:
    """Return the sample document without a base, made once."""
    return laid_out(None)


def brief(base: Base) -> Word:
    """Return the beginning of the sample document on a base: it has all that a validator looks at, but less of it."""
    document = sample.sample()
    blocks = document.blocks[:18]
    return Word(write_docx(replace(document, blocks=blocks), Theme(), prepare_fonts(["Noto Sans SC"]), None, base))


@cache
def on(name: str, numbering: Numbering = "replace") -> Word:
    """Return the sample document on one of the good bases, made once."""
    return laid_out(usable(GOOD[name](), numbering))


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def styles(word: Word) -> dict[str, Any]:
    """Return the styles of a file by their names."""
    return {style.find(w("name")).get(V): style for style in word.tree("word/styles.xml").iter(w("style"))}


def said(style: Any, path: str, attribute: str = "val") -> str | None:
    """Return what a style says itself, such as ``rPr/color``."""
    found = style.find("/".join(w(step) for step in path.split("/")))
    return None if found is None else found.get(w(attribute))


def stories(word: Word, kind: str) -> dict[str, Any]:
    """Return headers or footers by their name."""
    return {name: word.tree(name) for name in word.names if name.startswith(f"word/{kind}")}


def text(tree: Any) -> str:
    return "".join(one.text or "" for one in tree.iter(w("t")))
