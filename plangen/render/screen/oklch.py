"""Colours by lightness, chroma and hue, so that one can be made lighter and keeps its hue.

The space is Oklch (B. Ottosson, "A perceptual color space for image processing", 2020; CSS Color Module Level 4).
Lightness runs from 0 to 1, chroma from 0 to about 0.37, hue is an angle in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from plangen.charts.palette import contrast

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size
SEEN = 3.0  # success criterion 1.4.11, for edges and marks that carry meaning
STEP = 0.01
WITHIN = 1e-4


def lightness_chroma_hue(color: str) -> tuple[float, float, float]:
    """Return the place of a colour ``#RRGGBB`` in Oklch."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def color_at(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour at a place in Oklch; where a screen has none, the nearest of less chroma."""
    lightness = min(max(lightness, 0.0), 1.0)
    if _is_shown(lightness, chroma, hue):
        return _hex(lightness, chroma, hue)
    low, high = 0.0, chroma
    while high - low > WITHIN:
        middle = (low + high) / 2
        low, high = (middle, high) if _is_shown(lightness, middle, hue) else (low, middle)
    return _hex(lightness, low, hue)


def readable(color: str, grounds: Iterable[str], least: float = READABLE) -> str:
    """Return a colour made darker or lighter until it has a contrast of ``least`` on every ground.

    Where no colour has, because some grounds are dark and others light, black or white is returned, whichever is
    read better on the worst of them.
    """
    return _readable(color, tuple(dict.fromkeys(grounds)), least)


@lru_cache(1024)
def _readable(color: str, grounds: tuple[str, ...], least: float) -> str:
    if _worst(color, grounds) >= least:
        return color
    end = max(("#FFFFFF", "#000000"), key=lambda extreme: _worst(extreme, grounds))
    lightness, chroma, hue = lightness_chroma_hue(color)
    step = STEP if end == "#FFFFFF" else -STEP
    while 0 < lightness + step < 1:
        lightness += step
        found = color_at(lightness, chroma, hue)
        if _worst(found, grounds) >= least:
            return found
    return end


def _worst(color: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(color, ground) for ground in grounds)


def _channels(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return red, green and blue as light, not as a screen encodes it; some are outside 0 to 1 where it has none."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(lightness: float, chroma: float, hue: float) -> bool:
    return all(-WITHIN <= channel <= 1 + WITHIN for channel in _channels(lightness, chroma, hue))


def _hex(lightness: float, chroma: float, hue: float) -> str:
    channels = (_encoded(min(max(channel, 0.0), 1.0)) for channel in _channels(lightness, chroma, hue))
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)
