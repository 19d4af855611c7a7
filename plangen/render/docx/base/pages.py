"""Sections with the page of a base: its paper, margins, headers and footers."""

from __future__ import annotations

from lxml import etree

from plangen.render.docx.markup import R, millimetres
from plangen.theme import Theme
from plangen.wordbase.pages import PageSetup

References = tuple[tuple[str, str, str], ...]  # header or footer, its kind, and its relationship id
_SIDES = ("top", "right", "bottom", "left", "header", "footer")


def base_margins(page: PageSetup, theme: Theme, own_keys: frozenset[str]) -> dict[str, int]:
    """Return the margins in twips: the base's, or the theme's where the plan sets them itself."""
    margins = {side: int(getattr(page, side)) for side in _SIDES}
    for side in _SIDES:
        if f"page.{side}" in own_keys:
            margins[side] = millimetres(getattr(theme.page, side))
    return margins


def base_text_width(page: PageSetup, theme: Theme, own_keys: frozenset[str]) -> int:
    """Return the width between the margins in twips."""
    margins = base_margins(page, theme, own_keys)
    gutter = 0 if "page.left" in own_keys else page.gutter
    return page.width - margins["left"] - margins["right"] - gutter


def base_section(
    page: PageSetup,
    theme: Theme,
    own_keys: frozenset[str],
    references: References,
    *,
    title_page: bool = False,
    kind: str = "nextPage",
) -> str:
    """Return the properties of a section laid out as the base's main one."""
    margins = base_margins(page, theme, own_keys)
    gutter = 0 if "page.left" in own_keys else page.gutter
    listed = "".join(f'<w:{what}Reference w:type="{which}" r:id="{own}"/>' for what, which, own in references)
    turned = ' w:orient="landscape"' if page.landscape else ""
    sides = " ".join(f'w:{side}="{margins[side]}"' for side in _SIDES)
    return (
        f'<w:sectPr>{listed}<w:type w:val="{kind}"/><w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar {sides} w:gutter="{gutter}"/>{_written(page.borders)}<w:cols w:space="425"/>'
        f"{'<w:titlePg/>' if title_page else ''}{_written(page.grid)}</w:sectPr>"
    )


def _written(element: etree._Element | None) -> str:
    """Return an element as text, without what leads out of its part."""
    if element is None or any(str(name).startswith(f"{{{R}}}") for one in element.iter() for name in one.attrib):
        return ""
    return etree.tostring(element, encoding="unicode", with_tail=False)
