"""The style sheet of a page on the screen: what the theme and the page decide, and the fixed rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from plangen.fonts import FontFile
from plangen.render.markup import css_string
from plangen.render.screen.look import by_day, by_night, custom_properties
from plangen.render.screen.page import Page

# What stands in for the theme's fonts, which a page does not carry: two weights cut down to its characters would double
# the file and take four seconds, and every system that reads Chinese has a good face.
SANS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif'
SERIF = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif'
DAY = "--day: block; --night: none; --shade: #0002;"
NIGHT = "--day: none; --night: block; --shade: #0009;"


def stylesheet(page: Page, fonts: tuple[FontFile, ...]) -> str:
    """Return the style sheet of a page whose text is written."""
    day = " ".join((*custom_properties(by_day(page.theme)), DAY, *_drawn(page, 0)))
    night = " ".join((*custom_properties(by_night(page.theme)), NIGHT, *_drawn(page, 1)))
    shares = "".join(f".w{width} {{ width: {width / 10:g}%; }}\n" for width in sorted(page.shares))
    narrow = "".join(f".n{width} {{ width: {width / 10:g}%; }}\n" for width in sorted(page.narrow))
    least = "".join(f".m{ems} {{ min-width: {ems}em; }}\n" for ems in sorted(page.least))
    return (
        f":root {{ {_families(page, fonts)} {day} color-scheme: light; }}\n"
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-look="light"]) {{ {night} '
        f"color-scheme: dark; }} }}\n"
        f'@media screen {{ :root[data-look="dark"] {{ {night} color-scheme: dark; }} }}\n'
        f"{_written('style.css')}{shares}@media screen and (max-width: 47.99rem) {{\n{narrow}{least}}}\n"
    )


def behaviour() -> str:
    """Return the script of a page."""
    return _written("behaviour.js")


def _families(page: Page, fonts: tuple[FontFile, ...]) -> str:
    known = {font.family for font in fonts}
    families = page.theme.fonts.body, page.theme.fonts.heading
    body, heading = (family if family in known or not known else families[0] for family in families)
    return f"--body: {_stack(body)}; --heading: {_stack(heading)};"


def _stack(family: str) -> str:
    return f"{css_string(family)}, {SERIF if 'Serif' in family else SANS}"


def _drawn(page: Page, which: int) -> list[str]:
    """Return the declarations of the colours of charts, by day or by night."""
    return [f"--x{number}: {pair[which]};" for pair, number in page.drawn.items()]


@cache
def _written(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")
