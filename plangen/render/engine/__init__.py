"""WeasyPrint, fitted to Chinese plans for the time of a render.

Some of its inner functions are replaced, each by a module of this folder that says why. Where another version has no
such function, its own way stays. While it is imported on Linux, libraries are opened by their names alone: asking the
linker and the compiler for each of twenty spellings takes a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from plangen.render.engine.breaking import binding, breaking
from plangen.render.engine.fontcutting import cutting
from plangen.render.engine.justification import justification, saying, widening
from plangen.render.engine.library import load, replaced
from plangen.render.engine.spacing import spaced
from plangen.render.engine.speed import quickened
from plangen.render.engine.tags import tagging
from plangen.render.engine.wordends import noting
from plangen.render.engine.writing import writing

__all__ = ["fitted", "load", "replaced", "warm_up"]

MODULES = ("weasyprint", "weasyprint.urls", "weasyprint.text.fonts", "weasyprint.layout.inline", "uharfbuzz")


def warm_up() -> None:
    """Import what a render needs, which takes half a second that a waiting process can spend beforehand."""
    for name in MODULES:
        load(name)


@contextmanager
def fitted() -> Iterator[None]:
    """Let WeasyPrint justify, cut fonts and tag our way."""
    with ExitStack() as stack:
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "justify_line", justification))
        stack.enter_context(replaced(load("weasyprint.pdf.fonts").Font, "subset", cutting))
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "split_text_box", noting))
        stack.enter_context(replaced(load("weasyprint.document"), "generate_pdf", tagging))
        stack.enter_context(replaced(load("pydyf").PDF, "write", writing))
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "split_first_line", breaking))
        stack.enter_context(replaced(load("weasyprint.layout.inline"), "can_break_text", binding))
        stack.enter_context(replaced(load("weasyprint.draw"), "draw_text", saying))
        stack.enter_context(spaced())
        stack.enter_context(quickened())
        stack.enter_context(replaced(load("weasyprint.text.line_break").Layout, "reactivate", widening))
        yield
