"""What makes WeasyPrint faster without changing a byte of what it writes.

Its functions are wrapped by others that remember what was worked out before. They rely on what the functions look at,
so they are left alone in any version that was not read for this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from plangen.render.engine import boxes, glyphs, parsing, shaping, styles
from plangen.render.engine.library import load, replaced, replaced_everywhere

KNOWN = ("70.0",)

METHODS: tuple[tuple[str, str, str, Callable[[Any], Any]], ...] = (
    ("weasyprint.css", "ComputedStyle", "__missing__", styles.looking_up),
    ("weasyprint.css", "StyleFor", "set_computed_styles", styles.working_out),
    ("weasyprint.css", "StyleFor", "__call__", styles.asking),
    ("weasyprint.text.line_break", "Layout", "setup", shaping.setting_up),
    ("weasyprint.text.line_break", "Layout", "deactivate", shaping.putting_away),
    ("weasyprint.text.line_break", "Layout", "reactivate", shaping.taking_up),
    ("weasyprint.formatting_structure.boxes", "Box", "is_in_normal_flow", boxes.flowing),
)
FUNCTIONS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("tinyhtml5", "parse", parsing.parsing),
    ("weasyprint.layout.percent", "resolve_percentages", boxes.resolving),
    ("weasyprint.layout.background", "layout_box_backgrounds", boxes.backing),
    ("weasyprint.text.line_break", "strut", shaping.strutting),
    ("weasyprint.draw.text", "draw_first_line", glyphs.drawing),
)


def is_known() -> bool:
    """Tell whether WeasyPrint is a version that was read for this."""
    return load("weasyprint").__version__ in KNOWN


@contextmanager
def quickened() -> Iterator[None]:
    """Let WeasyPrint remember what it worked out, if it is a version that is known."""
    with ExitStack() as stack:
        if is_known():
            for module, owner, name, make in METHODS:
                stack.enter_context(replaced(getattr(load(module), owner), name, make))
            for module, name, make in FUNCTIONS:
                stack.enter_context(replaced_everywhere(module, name, make))
        yield
