"""Styles of what stands between paragraphs: the texts of tables, captions, boxes, open and missing items."""

from __future__ import annotations

from plangen.render.docx.looks import BOLD, TIGHT, color, edge, fill, fonts, line_ends, size, spacing, style
from plangen.render.docx.markup import twips
from plangen.theme import Theme

# The gap between Chinese and Latin is not in the widths of columns: a figure with its unit would no longer fit.
NO_GAPS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
ALIGNMENTS = (("Center", "center"), ("Right", "right"))


def table_text_styles(theme: Theme, language: str) -> str:
    """Return the texts of tables: plain, head, strong and so on, each in three alignments."""
    colors, sizes = theme.colors, theme.sizes
    rows = (
        ("TableText", "Table Text", "Normal", f"{NO_GAPS}{spacing(0, 0, TIGHT)}", size(sizes.table)),
        ("TableHead", "Table Head", "TableText", "<w:keepNext/>", f"{BOLD}{color(colors.accent)}"),
        ("TableStrong", "Table Strong", "TableText", "", BOLD),
        ("TableGroup", "Table Group", "TableText", "<w:keepNext/>", f"{BOLD}{color(colors.accent)}"),
        ("TableMuted", "Table Muted", "TableText", "", color(colors.muted)),
    )
    result: list[str] = []
    for style_id, name, based, ppr, rpr in rows:
        result.append(style(style_id, name, ppr, rpr, based=based))
        result.extend(
            style(f"{style_id}{suffix}", f"{name} {suffix}", f'<w:jc w:val="{side}"/>', based=style_id)
            for suffix, side in ALIGNMENTS
        )
    place = '<w:jc w:val="center"/>' if theme.tables.caption == "center" else ""
    figure = style("Figure", "Figure", f'<w:keepNext/>{spacing(12, 0, TIGHT)}<w:jc w:val="center"/>', shown=False)
    below = style(
        "FigureCaption",
        "Figure Caption",
        f'<w:keepNext w:val="0"/>{spacing(5, 12, TIGHT)}',
        based="Caption",
        following="BodyText",
    ) + style(
        "FigureCaptionNoted", "Figure Caption Noted", f"<w:keepNext/>{spacing(5, 0, TIGHT)}", based="FigureCaption"
    )
    caption = style(
        "Caption",
        "caption",
        f"<w:keepNext/><w:keepLines/>{spacing(12, 5, TIGHT)}{place}",
        f"{BOLD}{size(sizes.caption)}",
        following="BodyText",
        priority=35,
    )
    note = style(
        "TableNote",
        "Table Note",
        f"{spacing(4, 10, TIGHT)}{line_ends(language)}",
        f"{color(colors.muted)}{size(sizes.small)}",
        following="BodyText",
    )
    # Word joins tables that touch, and wants a paragraph at the end of a cell and of a section. These are a point high;
    # one of them also keeps tables apart.
    between = "".join(
        style(
            style_id,
            name,
            f'{keep}<w:spacing w:before="{before}" w:after="0" w:line="20" w:lineRule="exact"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
            shown=False,
            priority=99,
        )
        for style_id, name, keep, before in (
            ("TableBreak", "Table Break", "", 0),
            ("BlockGap", "Block Gap", "<w:keepNext/>", 220),
        )
    )
    return "".join(result) + caption + figure + below + note + between


def block_styles(theme: Theme, language: str) -> str:
    colors = theme.colors
    result = [
        style(
            "BoxTitle",
            "Box Title",
            f"<w:keepNext/>{spacing(2, 4)}",
            f"{fonts(theme, 'heading1')}{BOLD}{color(colors.accent)}",
            following="BoxText",
        ),
        style("BoxText", "Box Text", f"{spacing(0, 3)}{line_ends(language)}"),
    ]
    inset, tab = twips(9), twips(theme.sizes.body * 6)
    for style_id, name, tint, bar in (
        ("OpenItem", "Open Item", colors.flag, colors.flag_edge),
        ("MissingItem", "Missing Item", colors.gap, colors.gap_edge),
    ):
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{inset + tab}"/></w:tabs>'
        indent = f'<w:ind w:left="{inset + tab}" w:right="{inset}" w:hanging="{tab}"/>'
        result.append(
            style(
                style_id,
                name,
                f"<w:keepNext/><w:keepLines/>{_shade(tint, bar)}{tabs}{spacing(14, 0)}{indent}<w:contextualSpacing/>",
                following=style_id,
            )
        )
        # Programs join paragraphs of one look into one block: every second item has a tint that no eye tells apart.
        result.append(style(f"{style_id}2", f"{name} 2", _shade(_beside(tint), bar), based=style_id, shown=False))
        result.extend(
            style(
                f"{base}End",
                f"{of} End",
                f'<w:keepNext w:val="0"/>{spacing(0, 16)}<w:contextualSpacing w:val="0"/>',
                based=base,
                following="BodyText",
                shown=False,
            )
            for base, of in ((style_id, name), (f"{style_id}2", f"{name} 2"))
        )
    return "".join(result)


def _shade(tint: str, bar: str) -> str:
    """Return borders and shading of an item. Borders in its colour widen it: Word shades as far as they stand."""
    sides = (("top", tint, 4, 6), ("left", bar, 36, 7), ("bottom", tint, 4, 6), ("right", tint, 4, 7))
    return f"<w:pBdr>{''.join(edge(*side) for side in sides)}</w:pBdr>{fill(tint)}"


def _beside(tint: str) -> str:
    """Return the colour next to one: its blue is one step of 255 off."""
    return f"{tint[:-2]}{int(tint[-2:], 16) ^ 1:02X}"
