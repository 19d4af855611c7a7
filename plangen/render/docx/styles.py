"""Word styles from the theme: every look is a style, so that changing one in Word changes the whole document."""

from __future__ import annotations

from decimal import Decimal

from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.render.docx.blockstyles import block_styles, table_text_styles
from plangen.render.docx.frontstyles import cover_styles
from plangen.render.docx.looks import (
    BOLD,
    TIGHT,
    after_table,
    bold,
    color,
    edge,
    fill,
    fonts,
    in_cells,
    indented,
    line,
    line_ends,
    on_grid,
    size,
    spacing,
    style,
)
from plangen.render.docx.markup import part, rgb, twips
from plangen.render.docx.numbering import APPENDICES, BULLETS, DEPTH, HEADINGS, NUMBERS, list_indents, list_style
from plangen.render.docx.tablestyles import table_styles
from plangen.textwidth import text_width
from plangen.theme import Role, Theme

LATIN, ASIAN = "en-US", "zh-CN"  # what the other script of a document is in
CONTENTS_LINE = line(Decimal("1.7"))
ASIAN_BREAKS = "<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/>"


def styles_xml(theme: Theme, language: str, width: int) -> str:
    """Return the styles part; ``width`` is the width between the margins in twips."""
    groups = (
        _defaults(theme, language),
        _text_styles(theme, language),
        _heading_styles(theme),
        cover_styles(theme, language, width),
        _contents_styles(theme, language, width),
        _list_styles(theme, language),
        table_text_styles(theme, language),
        block_styles(theme, language),
        _edge_styles(theme, language, width),
        _character_styles(theme),
        table_styles(theme),
    )
    return part("styles", "".join(groups))


def _defaults(theme: Theme, language: str) -> str:
    spoken = LANGUAGES[language]
    latin, asian = (LATIN, spoken.office) if spoken.wide else (spoken.office, ASIAN)
    hint = ' w:hint="eastAsia"' if spoken.wide else ""
    off_grid = '<w:snapToGrid w:val="0"/>' if theme.page.grid else ""  # tables, captions, covers
    # programs reckon the grid from this style, and some of them from nothing but what it says itself
    grid_base = f"<w:rPr>{size(theme.sizes.body)}</w:rPr>" if theme.page.grid else ""
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(theme, 'body', hint)}{color(theme.colors.ink)}"
        f'<w:kern w:val="0"/>{size(theme.sizes.body)}<w:lang w:val="{latin}" w:eastAsia="{asian}" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>{ASIAN_BREAKS}{off_grid}"
        f'<w:spacing w:before="0" w:after="0" {line(theme.spacing.line)}/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
        'w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority w:val="0"/>'
        f"<w:qFormat/>{grid_base}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _text_styles(theme: Theme, language: str) -> str:
    gap = theme.spacing.paragraph
    first = indented(theme, theme.first_indent(language), theme.sizes.body)
    ends = line_ends(language)
    quote = twips(theme.sizes.body * 2)
    return (
        style("BodyText", "Body Text", f"{on_grid(theme, 0, gap)}{first}{ends}", in_cells(theme), priority=1)
        + style(
            "TextBeforeBox", "Text Before Box", f"<w:keepNext/>{spacing(0, 12)}", based="BodyText", following="BodyText"
        )
        + _after_table("BodyText", "Body Text", gap)
        + _after_table("TextBeforeBox", "Text Before Box", 12)
        + style(
            "Quote",
            "Quote",
            f"<w:pBdr>{edge('left', theme.colors.rule, 18, 10)}</w:pBdr>{spacing(gap, gap)}"
            f'<w:ind w:left="{quote}" w:right="{quote}"/>{ends}',
            color(theme.colors.muted),
            following="BodyText",
        )
        + _after_table("Quote", "Quote", gap)
        + _after_table("BoxText", "Box Text", 3)
    )


def _after_table(style_id: str, name: str, after: Decimal | int) -> str:
    """Return the style of such text behind a table, ``after`` points before the next."""
    return style(
        after_table(style_id),
        f"{name} After Table",
        spacing(12, after),
        based=style_id,
        following=style_id,
        shown=False,
    )


def _heading_styles(theme: Theme) -> str:
    sizes, gaps, colors = theme.sizes, theme.spacing, theme.colors
    roles: tuple[Role, ...] = ("heading1", "heading2", "heading3", "heading4")
    shape = theme.headings
    keep = "<w:keepNext/><w:keepLines/>"
    looks = (
        (sizes.heading1, gaps.heading1_before, gaps.heading1_after, colors.accent),
        (sizes.heading2, gaps.heading2_before, gaps.heading2_after, colors.accent),
        (sizes.heading3, gaps.heading3_before, gaps.heading3_after, colors.ink),
        (sizes.heading4, gaps.heading3_before, gaps.heading3_after, colors.ink),
    )
    result: list[str] = []
    for level, (points, before, after, ink) in enumerate(looks):
        page = "<w:pageBreakBefore/>" if level == 0 and shape.new_page else ""
        rule = f"<w:pBdr>{edge('bottom', colors.accent, 12, 7)}</w:pBdr>" if level == 0 and shape.rule else ""
        centred = level == 0 and shape.align == "center"
        place = '<w:jc w:val="center"/>' if centred else ""
        indent = "" if centred else indented(theme, shape.indent, points)
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
        result.append(
            style(
                f"Heading{level + 1}",
                f"heading {level + 1}",
                f"{keep}{page}{number}{rule}{on_grid(theme, before, after, TIGHT)}{indent}{place}"
                f'<w:outlineLvl w:val="{level}"/>',
                f"{fonts(theme, roles[level])}{bold(shape.bold[level])}{color(ink)}{in_cells(theme)}{size(points)}",
                following="BodyText",
                priority=9,
            )
        )
    result.append(
        style(
            "AppendixHeading",
            "Appendix Heading",
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{APPENDICES}"/></w:numPr><w:outlineLvl w:val="0"/>',
            based="Heading1",
            following="BodyText",
            priority=9,
        )
    )
    return "".join(result)


def _contents_styles(theme: Theme, language: str, width: int) -> str:
    sizes, colors = theme.sizes, theme.colors
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    em = twips(sizes.body)
    heading = style(
        "TOCHeading",
        "TOC Heading",
        f"<w:keepNext/><w:keepLines/>{spacing(0, 14, TIGHT)}",
        f"{fonts(theme, 'heading1')}{BOLD}{color(colors.accent)}{size(sizes.heading1)}",
        following="BodyText",
        priority=39,
    )
    words = max(text_width(label(language, key)) for key in ("table", "figure"))
    numbers = Decimal(words + text_width(" 88")) + 1
    # In ems: where an entry begins, and how far its further lines stand in. For headings that is less than the shortest
    # entry, since it is a tab stop, too, and a page number belongs to the one at the margin.
    looks = (
        ("TOC1", "toc 1", 0, Decimal("1.5"), 7, 2, "<w:keepNext/>", f"{BOLD}{color(colors.accent)}"),
        ("TOC2", "toc 2", 2, Decimal("1.5"), 0, 1, "", ""),
        ("TOC3", "toc 3", 4, Decimal(2), 0, 1, "", color(colors.muted)),
        ("TableofFigures", "table of figures", 0, numbers, 0, 2, "", ""),
    )
    second = style(
        "ListHeading",
        "List Heading",
        f"<w:keepNext/><w:keepLines/>{spacing(24, 8, TIGHT)}",
        f"{fonts(theme, 'heading1')}{BOLD}{color(colors.accent)}{size(sizes.heading2)}",
        following="TableofFigures",
        priority=39,
    )
    return (
        heading
        + second
        + "".join(
            style(
                style_id,
                name,
                f"{keep}{tab}{spacing(before, after, CONTENTS_LINE)}"
                f'<w:ind w:left="{round((left + further) * em)}" w:hanging="{round(further * em)}"/>',
                rpr,
                shown=False,
                priority=39,
            )
            for style_id, name, left, further, before, after, keep, rpr in looks
        )
    )


def _list_styles(theme: Theme, language: str) -> str:
    result: list[str] = []
    for base, name, number in (
        ("ListBullet", "List Bullet", BULLETS),
        ("ListNumber", "List Number", NUMBERS),
        ("ListContinue", "List Continue", 0),
    ):
        for level in range(DEPTH):
            left, _ = list_indents(theme, level)
            mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
            indent = "" if number else f'<w:ind w:left="{left}"/>'
            own, shown = list_style(base, level), name if level == 0 else f"{name} {level + 1}"
            result.append(
                style(
                    own,
                    shown,
                    f"{mark}{on_grid(theme, 0, 0 if theme.page.grid else 3)}{indent}{line_ends(language)}",
                    in_cells(theme),
                )
            )
            result.append(_after_table(own, shown, 3))
    return "".join(result)


def _edge_styles(theme: Theme, language: str, width: int) -> str:
    """Return what stands at the edges of a page: header, footer, notes, comments."""
    colors, sizes = theme.colors, theme.sizes
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    small = f"{color(colors.muted)}{size(sizes.header)}"
    return (
        style(
            "Header",
            "header",
            f"<w:pBdr>{edge('bottom', colors.rule, 6, 5)}</w:pBdr>{tab}{spacing(0, 0, TIGHT)}",
            small,
            shown=False,
        )
        + _number_styles(theme)
        + style(
            "FootnoteText",
            "footnote text",
            f'<w:snapToGrid w:val="0"/>{spacing(0, 2, TIGHT)}{line_ends(language)}',
            size(sizes.small),
            shown=False,
        )
        + style("CommentText", "annotation text", spacing(0, 0, TIGHT), size(sizes.table), shown=False)
    )


def _number_styles(theme: Theme) -> str:
    """Return the line of the page number, and where it changes sides, that of even pages."""
    number, points = theme.page_number, theme.sizes.page_number
    lines = TIGHT if number.below is None else f'w:line="{twips(points)}" w:lineRule="exact"'
    inset = twips(number.inset * points)
    chars = round(number.inset * 100)
    tint = theme.colors.muted if number.below is None else theme.colors.ink
    named = theme.fonts.faces("page_number") != theme.fonts.faces("body")
    look = f"{fonts(theme, 'page_number') if named else ''}{color(tint)}{size(points)}"

    def ppr(side: str) -> str:
        ind = f'<w:ind w:{side}Chars="{chars}" w:{side}="{inset}"/>' if inset and side != "center" else ""
        return f'{spacing(0, 0, lines)}{ind}<w:jc w:val="{side}"/>'

    odd = style("Footer", "footer", ppr("center" if number.place == "center" else "right"), look, shown=False)
    if number.place != "outside":
        return odd
    return odd + style("FooterEven", "Footer Even", ppr("left"), look, shown=False)


def _character_styles(theme: Theme) -> str:
    colors = theme.colors
    # Slanted Chinese is hard to read: emphasis is a coloured line below, in both languages alike.
    line_below = f'<w:u w:val="single" w:color="{rgb(colors.highlight)}"/>'
    frame = f'<w:bdr w:val="single" w:sz="36" w:space="0" w:color="{rgb(colors.highlight)}"/>'
    raised = '<w:vertAlign w:val="superscript"/>'
    looks = (
        ("Strong", "Strong", BOLD),
        ("Emphasis", "Emphasis", line_below),
        ("IntenseEmphasis", "Intense Emphasis", f"{BOLD}{line_below}"),
        ("InlineCode", "Inline Code", f"{color(colors.accent)}{fill(colors.accent_soft)}"),
        ("StrongCode", "Strong Code", f"{BOLD}{color(colors.accent)}{fill(colors.accent_soft)}"),
        ("Hyperlink", "Hyperlink", f'{color(colors.accent)}<w:u w:val="single"/>'),
        ("StrongLink", "Strong Link", f'{BOLD}{color(colors.accent)}<w:u w:val="single"/>'),
        ("FootnoteReference", "footnote reference", f"{color(colors.accent)}{raised}"),
        ("CommentReference", "annotation reference", size(Decimal(8))),
        ("BlockLabel", "Block Label", color(colors.muted)),
        ("OpenLabel", "Open Label", f"{BOLD}{color(colors.flag_edge)}"),
        ("MissingLabel", "Missing Label", f"{BOLD}{color(colors.gap_edge)}"),
        ("CoverLabel", "Cover Label", color(colors.muted)),
        ("CoverStamp", "Cover Stamp", f'<w:spacing w:val="60"/>{frame}{fill(colors.highlight)}'),
        ("CaptionLabel", "Caption Label", color(colors.accent)),
    )
    return "".join(
        style(style_id, name, rpr=rpr, based="DefaultParagraphFont", kind="character", priority=22)
        for style_id, name, rpr in looks
    )
