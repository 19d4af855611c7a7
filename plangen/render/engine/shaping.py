"""Pango's layouts: made after the pattern of an earlier one, and kept until they are drawn.

For each stretch of text WeasyPrint tells Pango the font and all its settings, lets it shape the text, throws the result
away, and does the same again to draw it. Here the settings are taken over from the first layout that had them, and a
layout that was shaped is drawn as it is. Saves an eighth of a render, and costs memory for the layouts kept.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from plangen.render.engine.library import load

# The properties that decide what a layout without text is like.
SETTINGS = itemgetter(
    "direction",
    "lang",
    "text_decoration_line",
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_kerning",
    "font_language_override",
    "font_feature_settings",
    "font_variation_settings",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
)


def setting_up(original: Any) -> Any:
    library: Any = load("weasyprint.text.ffi")
    ffi, pango, free = library.ffi, library.pango, library.gobject.g_object_unref
    if not hasattr(pango, "pango_layout_copy"):
        ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *src);")
    patterns: dict[Any, dict[str, Any]] = {}

    def copied(layout: Any) -> Any:
        return ffi.gc(pango.pango_layout_copy(layout), free)

    def setup(layout: Any, style: Any) -> None:
        settings = SETTINGS(style)
        try:
            pattern = patterns.get((style.font_config, settings))
        except TypeError:  # a list among them
            original(layout, style)
            return
        if pattern is None:
            before = layout.__dict__.copy()
            original(layout, style)
            pattern = {name: value for name, value in layout.__dict__.items() if name not in before}
            patterns[style.font_config, settings] = pattern | {"layout": copied(layout.layout)}
        else:
            layout.__dict__.update(pattern, style=style, layout=copied(pattern["layout"]))

    return setup


def putting_away(original: Any) -> Any:
    """Keep a layout that was measured or drawn: leaders and the heads of tables are drawn more than once."""

    def deactivate(layout: Any) -> None:
        pass

    return deactivate


def taking_up(original: Any) -> Any:
    """Draw a layout as it was measured, unless its line is to be spaced out, was broken, or was widened before."""

    def reactivate(layout: Any, style: Any) -> None:
        known = layout.__dict__
        is_widened = "spread" in known and "is_drawn" in known
        known["is_drawn"] = True
        if is_widened or layout.style is not style or layout.justification_spacing or layout.get_first_line()[1]:
            original(layout, style)

    return reactivate


def strutting(original: Any) -> Any:
    """Remember the height of a line of a style."""

    def strut(style: Any) -> Any:
        known = style.__dict__
        if "strut" not in known:
            known["strut"] = original(style)
        return known["strut"]

    return strut
