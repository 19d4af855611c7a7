"""Colours as ``#RRGGBB``: how they contrast, and how others are made of them.

Contrast is that of WCAG 2.2 (success criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

READABLE = 4.5  # the least contrast of text against what it stands on
VISIBLE = 3.0  # the least contrast of lines, areas and large bold letters


@lru_cache(1024)
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, each from 0 to 255."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def mixed(color: str, other: str, per_cent: int) -> str:
    """Return ``per_cent`` of a colour on another."""
    pairs = zip(channels(color), channels(other), strict=True)
    return _written((one * per_cent + two * (100 - per_cent)) // 100 for one, two in pairs)


@lru_cache(256)
def set_apart(color: str, paper: str, least: float) -> str:
    """Return a colour as it is, or moved away from paper, in steps of its own hue, until it contrasts enough."""
    end = "#000000" if luminance(paper) > 0.18 else "#FFFFFF"
    for per_cent in range(100, 0, -4):
        found = mixed(color, end, per_cent)
        if contrast(found, paper) >= least:
            return found
    return end


def distance(one: str, other: str) -> float:
    """Return how far two colours look apart: the Euclidean distance in CIELAB, about 2 being just seen."""
    pairs = zip(_lab(one), _lab(other), strict=True)
    return float(sum((first - second) ** 2 for first, second in pairs) ** 0.5)


def _written(parts: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02X}" for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _lab(color: str) -> tuple[float, float, float]:
    """Return CIELAB of a colour under D65 (IEC 61966-2-1, CIE 15)."""
    red, green, blue = (_linear(part / 255) for part in channels(color))
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
