"""Styles of what stands between paragraphs: the texts of tables, captions, boxes, open and missing items."""

from __future__ import annotations

from plangen.render.docx.looks import BOLD, TIGHT, color, edge, fill, fonts, size, spacing, style
from plangen.render.docx.markup import twips
from plangen.theme import Theme

# The gap between Chinese and Latin is not in the widths of columns: a figure with its unit would no longer fit.
NO_GAPS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
ALIGNMENTS = (("Center", "center"), ("Right", "right"))


def table_text_styles(theme: Theme) -> str:
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
        f"<w:keepNext/><w:keepLines/>{spacing(12, 5, TIGHT)}",
        f"{BOLD}{size(sizes.caption)}",
        following="BodyText",
        priority=35,
    )
    note = style(
        "TableNote",
        "Table Note",
        f'{spacing(4, 10, TIGHT)}<w:jc w:val="both"/>',
        f"{color(colors.muted)}{size(sizes.small)}",
        following="BodyText",
    )
    # Word joins tables that touch, and wants text at the end of a cell and of a section: lines without text, one of
    # a single point and one that keeps two tables apart.
    between = "".join(
        style(
            style_id,
            name,
            f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
            shown=False,
            priority=99,
        )
        for style_id, name, height in (
            ("TableBreak", "Table Break", 20),
            ("BlockGap", "Block Gap", 240),
        )
    )
    return "".join(result) + caption + figure + below + note + between


def block_styles(theme: Theme) -> str:
    colors = theme.colors
    result = [
        style(
            "BoxTitle",
            "Box Title",
            f"<w:keepNext/>{spacing(2, 4)}",
            f"{fonts(theme.fonts.heading)}{BOLD}{color(colors.accent)}",
            following="BoxText",
        ),
        style("BoxText", "Box Text", f'{spacing(0, 3)}<w:jc w:val="both"/>'),
    ]
    inset, tab = twips(9), twips(theme.sizes.body * 6)
    for style_id, name, tint, bar in (
        ("OpenItem", "Open Item", colors.flag, colors.flag_edge),
        ("MissingItem", "Missing Item", colors.gap, colors.gap_edge),
    ):
        # Borders in the colour of the shading widen it: Word shades as far as a paragraph's borders.
        borders = (
            edge("top", tint, 4, 6) + edge("left", bar, 36, 7) + edge("bottom", tint, 4, 6) + edge("right", tint, 4, 7)
        )
        shape = (
            f"<w:keepLines/><w:pBdr>{borders}</w:pBdr>{fill(tint)}"
            f'<w:tabs><w:tab w:val="left" w:pos="{inset + tab}"/></w:tabs>'
        )
        indent = f'<w:ind w:left="{inset + tab}" w:right="{inset}" w:hanging="{tab}"/>'
        result.append(
            style(
                style_id,
                name,
                f"<w:keepNext/>{shape}{spacing(14, 0)}{indent}<w:contextualSpacing/>",
                following=style_id,
            )
        )
        result.append(
            style(
                f"{style_id}End",
                f"{name} End",
                f'<w:keepNext w:val="0"/>{spacing(0, 16)}<w:contextualSpacing w:val="0"/>',
                based=style_id,
                following="BodyText",
            )
        )
    return "".join(result)
