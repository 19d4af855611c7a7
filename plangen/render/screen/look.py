"""The colours of a page on the screen, by day and by night, derived from the theme.

Both looks have the same roles, which the style sheet uses as custom properties. Whatever the brand's accent is, text
has a contrast of at least 4.5 to 1 on everything it stands on, and edges and marks that carry meaning 3 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from plangen.render.screen.oklch import SEEN, color_at, lightness_chroma_hue, readable
from plangen.theme import Colors, Theme

TONES = ("good", "warn", "bad", "severe")
# Which roles are text, and what each of them stands on. Tests hold every look against this table.
STANDS_ON: Mapping[str, tuple[str, ...]] = {
    "ink": ("paper", "ground", "soft", "flag", "gap", "target", *TONES),
    "muted": ("paper", "ground", "soft", "flag", "gap"),
    "accent": ("paper", "ground", "soft", "flag", "gap", "target"),
    "flag-name": ("flag",),
    "gap-name": ("gap",),
    "on-band": ("band",),
    "on-badge": ("badge",),
}
FIRST, LAST = 0.65, 0.83  # the lightness of the darkest and the lightest series of a chart by night
PASTEL = {"good": (0.3, 0.055), "warn": (0.365, 0.065), "bad": (0.42, 0.085), "severe": (0.5, 0.125)}
GREY = 0.004  # chroma below which a colour has no hue to speak of


def by_day(theme: Theme) -> dict[str, str]:
    """Return each role's colour on light paper: the theme's own, darkened only where it would not be read."""
    colors = theme.colors
    _, chroma, hue = lightness_chroma_hue(colors.accent)
    paper = lightness_chroma_hue(colors.paper)[0]
    return _readable(
        {
            "paper": colors.paper,
            "ground": color_at(paper - 0.03, min(chroma, 0.006), hue),
            "soft": colors.accent_soft,
            "rule": colors.rule,
            "ink": colors.ink,
            "muted": colors.muted,
            "accent": colors.accent,
            "highlight": colors.highlight,
            "good": colors.good,
            "warn": colors.warn,
            "bad": colors.bad,
            "severe": colors.severe,
            "flag": colors.flag,
            "flag-name": colors.flag_edge,
            "gap": colors.gap,
            "gap-name": colors.gap_edge,
            "target": _tinted(colors.highlight, paper - 0.06, 0.045),
            "band": colors.accent,
            "on-band": colors.paper,
            "badge": colors.highlight,
            "on-badge": colors.paper,
        }
    )


@lru_cache(16)
def _night(colors: Colors) -> dict[str, str]:
    accent, chroma, hue = lightness_chroma_hue(colors.accent)
    toned = {tone: _tinted(getattr(colors, tone), *PASTEL[tone]) for tone in TONES}
    return _readable(
        {
            "paper": color_at(0.215, min(chroma, 0.014), hue),
            "ground": color_at(0.175, min(chroma, 0.012), hue),
            "soft": color_at(0.275, min(chroma, 0.03), hue),
            "rule": color_at(0.4, min(chroma, 0.02), hue),
            "ink": color_at(0.92, min(chroma, 0.01), hue),
            "muted": color_at(0.75, min(chroma, 0.018), hue),
            "accent": color_at(max(accent, 0.8), min(chroma, 0.12), hue),
            "highlight": _tinted(colors.highlight, 0.74, 0.12),
            **toned,
            "flag": _tinted(colors.flag, 0.275, 0.035),
            "flag-name": _tinted(colors.flag_edge, 0.8, 0.12),
            "gap": _tinted(colors.gap, 0.28, 0.04),
            "gap-name": _tinted(colors.gap_edge, 0.76, 0.13),
            "target": _tinted(colors.highlight, 0.33, 0.045),
            "band": color_at(min(accent, 0.36), min(chroma, 0.12), hue),
            "on-band": color_at(0.97, min(chroma, 0.006), hue),
            "badge": _tinted(colors.highlight, 0.74, 0.12),
            "on-badge": color_at(0.2, 0.0, 0.0),
        }
    )


def by_night(theme: Theme) -> dict[str, str]:
    """Return each role's colour on dark paper: the hues of the theme at other lightness."""
    return dict(_night(theme.colors))


def night_theme(theme: Theme) -> Theme:
    """Return a theme whose charts are drawn for dark paper."""
    found = by_night(theme)
    places = [lightness_chroma_hue(color) for color in theme.colors.series]
    pitch = (LAST - FIRST) / (len(places) - 1)
    series = tuple(
        readable(color_at(FIRST + pitch * index, min(chroma, 0.105), hue), (found["paper"],))
        for index, (_, chroma, hue) in enumerate(places)
    )
    names = ("paper", "ink", "muted", "rule", "accent", "highlight", *TONES)
    changed = {name: found[name] for name in names} | {"accent_soft": found["soft"], "series": series}
    return theme.model_copy(update={"colors": theme.colors.model_copy(update=changed)})


def _tinted(color: str, lightness: float, chroma: float) -> str:
    """Return a colour's hue at a given lightness and chroma; grey stays grey."""
    _, own, hue = lightness_chroma_hue(color)
    return color_at(lightness, chroma if own > GREY else 0.0, hue)


def _readable(colors: dict[str, str]) -> dict[str, str]:
    """Mend the roles that are text, and add those of edges, which need less contrast."""
    mended = {role: readable(colors[role], [colors[on] for on in grounds]) for role, grounds in STANDS_ON.items()}
    edges = {
        "flag-edge": readable(colors["flag-name"], (colors["paper"], colors["flag"]), SEEN),
        "gap-edge": readable(colors["gap-name"], (colors["paper"], colors["gap"]), SEEN),
        "control": readable(colors["muted"], (colors["paper"], colors["ground"]), SEEN),
    }
    return colors | mended | edges


def custom_properties(colors: Mapping[str, str]) -> Iterator[str]:
    """Yield the declarations of a look."""
    return (f"--{role}: {color};" for role, color in colors.items())
