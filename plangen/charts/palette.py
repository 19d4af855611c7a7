"""Colours of charts, from the theme: told apart in black-and-white print and by colour-blind readers.

The eight colours of ``theme.colors.series`` run from dark to light. A chart with fewer series takes those that lie far
apart. Contrast is that of WCAG 2.2 (success criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from plangen.theme import Theme

READABLE = 4.5  # the least contrast of text against what it stands on
BLACK = "#000000"

# Which of the eight colours a chart takes, by the number of its series.
_SPREAD: Mapping[int, tuple[int, ...]] = {
    0: (),
    1: (0,),
    2: (0, 7),
    3: (0, 4, 7),
    4: (0, 2, 4, 7),
    5: (0, 2, 4, 5, 7),
    6: (0, 2, 3, 4, 6, 7),
    7: (0, 1, 2, 3, 4, 6, 7),
    8: (0, 1, 2, 3, 4, 5, 6, 7),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """What the parts of a chart are coloured with, each as ``#RRGGBB``.

    ``total``, ``rise`` and ``fall`` are for a waterfall's columns and a tornado's two sides; ``task``, ``critical`` and
    ``milestone`` for a Gantt chart; ``tones`` for the cells of a heat map.
    """

    series: tuple[str, ...]
    ink: str
    muted: str
    rule: str
    paper: str
    soft: str
    accent: str
    tones: Mapping[str, str]

    @property
    def total(self) -> str:
        return self.series[0]

    @property
    def rise(self) -> str:
        return self.series[7]

    @property
    def fall(self) -> str:
        return self.series[4]

    @property
    def task(self) -> str:
        return self.series[7]

    @property
    def critical(self) -> str:
        return self.series[4]

    @property
    def milestone(self) -> str:
        return self.series[0]

    def take(self, count: int) -> tuple[str, ...]:
        """Return the colours of a chart's series in their order; beyond eight they begin again."""
        if count <= len(self.series):
            return tuple(self.series[index] for index in _SPREAD[count])
        return tuple(self.series[index % len(self.series)] for index in range(count))

    def on(self, fill: str) -> str:
        """Return the colour of text that stands on ``fill``: paper or ink, whichever is read well, else black."""
        best = max((self.paper, self.ink), key=lambda color: contrast(color, fill))
        return best if contrast(best, fill) >= READABLE else max(best, BLACK, key=lambda color: contrast(color, fill))

    def word(self, color: str) -> str:
        """Return a colour for words on paper: as it is, or darkened until it is read well."""
        return _darkened(color, self.paper)


def palette(theme: Theme) -> Palette:
    """Return the colours of a theme's charts."""
    colors = theme.colors
    tones = {"good": colors.good, "warn": colors.warn, "bad": colors.bad, "severe": colors.severe}
    return Palette(
        colors.series,
        colors.ink,
        colors.muted,
        colors.rule,
        colors.paper,
        colors.accent_soft,
        colors.accent,
        tones,
    )


@lru_cache(1024)
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(256)
def _darkened(color: str, paper: str) -> str:
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    for per_cent in range(100, 0, -4):
        found = "#" + "".join(f"{part * per_cent // 100:02X}" for part in parts)
        if contrast(found, paper) >= READABLE:
            return found
    return color


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
