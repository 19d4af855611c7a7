"""WeasyPrint, fitted to Chinese plans for the time of a render.

Some of its inner functions are replaced, each by a module of this folder that says why. Where another version has no
such function, its own way stays. While it is imported on Linux, libraries are opened by their names alone: asking the
linker and the compiler for each of twenty spellings takes a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from plangen.render.engine.fontcutting import cutting
from plangen.render.engine.justification import justification
from plangen.render.engine.library import load, replaced

__all__ = ["fitted", "load", "replaced", "warm_up"]

MODULES = ("weasyprint", "weasyprint.urls", "weasyprint.text.fonts", "weasyprint.layout.inline", "uharfbuzz")


def warm_up() -> None:
    """Import what a render needs, which takes half a second that a waiting process can spend beforehand."""
    for name in MODULES:
        load(name)


@contextmanager
def fitted() -> Iterator[None]:
    """Let WeasyPrint justify and cut fonts our way."""
    with ExitStack() as stack:
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "justify_line", justification))
        stack.enter_context(replaced(load("weasyprint.pdf.fonts").Font, "subset", cutting))
        yield
