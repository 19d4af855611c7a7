"""Drawings: the names of their languages, and plain rectangles behind the text."""

from __future__ import annotations

from plangen.render.docx.markup import rgb

EMU = 635  # English Metric Units in a twip
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PLACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def rectangle(number: int, top: int, width: int, height: int, color: str, left: int = 0, behind: int = 1) -> str:
    """Return a run with a filled rectangle, at the left edge of the paper or off it; lengths are in twips.

    It lies behind the text, or else in front of what stands on shaded ground.

    Assistive programs pass over it: it says nothing.
    """
    size = f'cx="{width * EMU}" cy="{height * EMU}"'
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice xmlns:wps="{SHAPE}" Requires="wps">'
        f'<w:drawing><wp:anchor xmlns:wp="{PLACE}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page">'
        f"<wp:posOffset>{left * EMU}</wp:posOffset></wp:positionH>"
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="Band {number}" descr=""><a:extLst xmlns:a="{DRAWING}">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst></wp:docPr><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{rgb(color)}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
