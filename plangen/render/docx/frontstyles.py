"""Styles of the first page: with a band across it, or all in black on white."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from plangen.labels import label
from plangen.render.docx.looks import BOLD, TIGHT, color, fill, fonts, line, size, spacing, style
from plangen.render.docx.markup import twips
from plangen.textwidth import text_width
from plangen.theme import Theme

COVER_LABELS = ("client", "author", "version", "date", "confidentiality")
COVER_LINE = line(Decimal("1.9"))
PLAIN_LINE = line(Decimal("1.7"))


def cover_styles(theme: Theme, language: str, width: int) -> str:
    """Return the styles of the first page; ``width`` is that of the text in twips."""
    match theme.cover.kind:
        case "band":
            return _band_styles(theme, language)
        case "plain":
            return _plain_styles(theme, language, width)
        case _:
            assert_never(theme.cover.kind)


def _band_styles(theme: Theme, language: str) -> str:
    sizes, colors = theme.sizes, theme.colors
    face = fonts(theme, "heading1")
    # Title and subtitle stand on the cover's band. The shading is the band's own, so that they can be read without it.
    band = fill(colors.accent)
    tab = _tab(theme, language, sizes.body)
    return (
        style(
            "CoverMark",
            "Cover Mark",
            spacing(0, 18, TIGHT),
            f"{face}{BOLD}{color(colors.paper)}{size(sizes.heading2)}",
            following="Title",
        )
        + style(
            "Title",
            "Title",
            f"<w:keepNext/>{band}{spacing(0, 14, TIGHT)}",
            f"{fonts(theme, 'title')}{BOLD}{color(colors.paper)}{size(sizes.cover_title)}",
            following="Subtitle",
            priority=10,
        )
        + style(
            "Subtitle",
            "Subtitle",
            f"{band}{spacing(0, 0, TIGHT)}",
            f"{face}{color(colors.paper)}{size(sizes.cover_subtitle)}",
            priority=11,
        )
        + style(
            "CoverRow",
            "Cover Row",
            f'<w:tabs><w:tab w:val="left" w:pos="{tab}"/></w:tabs>{spacing(52, 0, COVER_LINE)}'
            f'<w:ind w:left="{tab}" w:hanging="{tab}"/><w:contextualSpacing/>',
        )
        + style(
            "CoverHead",
            "Cover Head",
            f"<w:keepNext/>{spacing(40, 5, TIGHT)}",
            f"{face}{BOLD}{color(colors.accent)}{size(sizes.heading4)}",
        )
    )


def _plain_styles(theme: Theme, language: str, width: int) -> str:
    """Return the same styles for a page where everything stands in the middle."""
    sizes, colors = theme.sizes, theme.colors
    middle = '<w:jc w:val="center"/>'
    tab = _tab(theme, language, sizes.table)
    left = width // 4
    return (
        style("CoverLogo", "Cover Logo", f"{spacing(0, 30, TIGHT)}{middle}", following="Title")
        + style(
            "CoverMark",
            "Cover Mark",
            f"{spacing(0, 0, TIGHT)}{middle}",
            f"{BOLD}{color(colors.paper)}{size(sizes.heading2)}",
            following="Title",
        )
        + style(
            "Title",
            "Title",
            f"<w:keepNext/>{spacing(60, 12, PLAIN_LINE)}{middle}",
            f"{fonts(theme, 'title')}{color(colors.ink)}{size(sizes.cover_title)}",
            following="Subtitle",
            priority=10,
        )
        + style(
            "Subtitle",
            "Subtitle",
            f"{spacing(0, 0, PLAIN_LINE)}{middle}",
            f"{color(colors.ink)}{size(sizes.cover_subtitle)}",
            priority=11,
        )
        + style(
            "CoverRow",
            "Cover Row",
            f'<w:tabs><w:tab w:val="left" w:pos="{left + tab}"/></w:tabs>{spacing(150, 0, COVER_LINE)}'
            f'<w:ind w:left="{left + tab}" w:hanging="{tab}"/><w:contextualSpacing/>',
            size(sizes.table),
        )
        + style(
            "CoverHead",
            "Cover Head",
            f"<w:keepNext/>{spacing(40, 5, TIGHT)}{middle}",
            f"{BOLD}{color(colors.ink)}{size(sizes.table)}",
        )
    )


def _tab(theme: Theme, language: str, points: Decimal) -> int:
    """Return where what stands beside the labels begins, in twips."""
    labels = max(text_width(label(language, key)) for key in COVER_LABELS)
    return round(max(labels + 1.5, 7.0) * twips(points))
