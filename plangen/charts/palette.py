"""Colours of charts, from the theme: told apart in black-and-white print and by colour-blind readers.

The eight colours of ``theme.colors.series`` run from dark to light. A chart with fewer series takes those that lie far
apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangen.color import READABLE, contrast, luminance, set_apart
from plangen.theme import Theme

__all__ = ["READABLE", "Palette", "contrast", "luminance", "palette"]

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
        return set_apart(color, self.paper, READABLE)


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
