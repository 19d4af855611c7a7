"""The colour theme that Word's own menus offer: the plan's colours instead of Office's."""

from __future__ import annotations

from plangen.render.docx.drawing import DRAWING
from plangen.render.docx.markup import HEADER, rgb
from plangen.theme import Theme
from plangen.xmltext import escape


def theme_xml(theme: Theme) -> str:
    """Return the theme part. Styles name fonts and colours themselves; the theme only feeds the menus."""
    colors = theme.colors
    slots = (
        ("dk1", colors.ink),
        ("lt1", colors.paper),
        ("dk2", colors.accent),
        ("lt2", colors.accent_soft),
        ("accent1", colors.accent),
        ("accent2", colors.highlight),
        ("accent3", colors.muted),
        ("accent4", colors.rule),
        ("accent5", colors.flag_edge),
        ("accent6", colors.gap_edge),
        ("hlink", colors.accent),
        ("folHlink", colors.muted),
    )
    palette = "".join(f'<a:{name}><a:srgbClr val="{rgb(value)}"/></a:{name}>' for name, value in slots)
    faces = "".join(
        f'<a:{kind}Font><a:latin typeface="{escape(family)}"/><a:ea typeface="{escape(asian)}"/>'
        f'<a:cs typeface="{escape(family)}"/></a:{kind}Font>'
        for kind, family, asian in (
            ("major", theme.fonts.family("heading1"), theme.fonts.faces("heading1")[0]),
            ("minor", theme.fonts.body, theme.fonts.faces("body")[0]),
        )
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    stroke = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEADER}<a:theme xmlns:a="{DRAWING}" name="{escape(theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{escape(theme.name)}">{palette}</a:clrScheme>'
        f'<a:fontScheme name="{escape(theme.name)}">{faces}</a:fontScheme><a:fmtScheme name="{escape(theme.name)}">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{stroke}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
