"""Styles: what a property is where no rule says so, and those of pseudo-elements, worked out when they are asked for.

WeasyPrint's own style sheet gives every element six pseudo-elements, of which a plan uses a few hundred in 30,000. It
shares styles among brothers only, while the cells of all tables are alike. Of the properties it looks up, nine in ten
are inherited or have their initial value, which is soon found out where nothing else is looked at before. Saves an
eighth of a render.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from plangen.render.engine.library import load

SPECIAL = ("float", "position", "display", "page")  # one depends on another, or on the place in the document


def looking_up(original: Any) -> Any:
    values: Any = load("weasyprint.css.properties")
    logical = _logical_names()
    plain = [name for name in values.INITIAL_VALUES if name not in SPECIAL and not name.startswith("text_decoration_")]
    inherited = {name for name in plain if name in values.INHERITED}
    initial = {
        name: (values.INITIAL_VALUES[name], logical(name))
        for name in plain
        if name not in values.INHERITED and name not in values.INITIAL_NOT_COMPUTED
    }

    def look_up(style: Any, name: str) -> Any:
        cascaded = style.cascaded
        if name not in cascaded:
            if name in initial:
                value, others = initial[name]
                if not others or cascaded.keys().isdisjoint(others):
                    style[name] = value
                    return value
            elif name in inherited and style.parent_style is not None:
                value = style[name] = style.parent_style[name]
                return value
        return original(style, name)

    return look_up


def _logical_names() -> Callable[[str], frozenset[str]]:
    """Return what tells the logical names of a property, such as margin-inline-start for margin-left."""
    functions: Any = load("weasyprint.css.computed_values").PHYSICAL_FUNCTIONS

    def names(name: str) -> frozenset[str]:
        function = functions.get(name)
        return frozenset(function(block="ttb", inline=inline) for inline in ("ltr", "rtl")) if function else frozenset()

    return names


def working_out(original: Any) -> Any:
    """Share the style of elements that are alike, and keep what the style of a pseudo-element is worked out from."""

    def set_computed_styles(styles: Any, element: Any, parent: Any, **named: Any) -> None:
        pseudo_type = named.get("pseudo_type")
        cascaded = styles.get_cascaded_styles().get((element, pseudo_type), {})
        if pseudo_type and not pseudo_type.startswith("@") and "anchor" not in cascaded:
            waiting = styles.__dict__.setdefault("waiting", {})
            waiting[element, pseudo_type] = cascaded, partial(original, styles, element, parent, **named)
        elif parent is None:
            original(styles, element, parent, **named)
        else:
            known = styles.get_computed_styles()
            above = known[parent, None]
            shared, likes = styles.__dict__.setdefault("shared", ({}, {}))
            # An anchor is of one element alone, and nothing below depends on it.
            rules = frozenset(
                (name, id(value), origin, layer, *specificity)
                for name, (value, (origin, layer, specificity)) in cascaded.items()
                if name != "anchor"
            )
            key = (pseudo_type, hasattr(element, "tag"), id(above.__dict__.get("like", above)), rules)
            if "anchor" not in cascaded and key in shared:
                known[element, pseudo_type] = shared[key]
                return
            original(styles, element, parent, **named)
            made = known[element, pseudo_type]
            made.like = likes.setdefault(key, made)
            if "anchor" not in cascaded:
                shared[key] = made

    return set_computed_styles


def asking(original: Any) -> Any:
    """Work out the style of a pseudo-element when it is asked for."""

    def ask(styles: Any, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type and (found := styles.__dict__.get("waiting", {}).pop((element, pseudo_type), None)):
            cascaded, work_out = found
            known = styles.get_cascaded_styles()
            known[element, pseudo_type] = cascaded
            work_out()
            del known[element, pseudo_type]
        return original(styles, element, pseudo_type)

    return ask
