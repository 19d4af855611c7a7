"""The logo in Word: a PNG file, or an SVG file beside a PNG drawn from it for programs that show none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plangen.logo import Logo
from plangen.render.docx.drawing import DRAWING, EMU, PLACE
from plangen.render.docx.markup import R, millimetres
from plangen.render.errors import RenderError
from plangen.xmltext import escape

PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
PNG_ID, SVG_ID = "rIdLogo", "rIdLogoSvg"
DOTS = 900  # pixels of the drawn picture's longer side: 300 to the inch at 76 mm


@dataclass(frozen=True, slots=True)
class Media:
    """One picture part: its name below ``word/``, what it is, the id it is referred to by, and its bytes."""

    name: str
    content_type: str
    relationship: str
    content: bytes


def media(logo: Logo) -> tuple[Media, ...]:
    """Return the parts that hold a logo. Raises ``RenderError`` where it cannot be drawn."""
    if logo.kind == "png":
        return (Media("media/logo.png", "image/png", PNG_ID, logo.content),)
    return (
        Media("media/logo.png", "image/png", PNG_ID, _drawn(logo)),
        Media("media/logo.svg", "image/svg+xml", SVG_ID, logo.content),
    )


def _drawn(logo: Logo) -> bytes:
    """Draw an SVG with plangen's own fonts and nothing else of the machine."""
    import resvg_py

    from plangen.fonts import FAMILIES, prepare_fonts

    name = next(iter(FAMILIES))
    files = [str(font.path) for font in prepare_fonts([name])] if logo.text().strip() else []
    is_wide = logo.width >= logo.height
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=logo.content.decode(),
            skip_system_fonts=True,
            font_files=files,
            font_family=name,
            sans_serif_family=name,
            serif_family=name,
            width=DOTS if is_wide else None,
            height=None if is_wide else DOTS,
        )
    except ValueError as error:
        raise RenderError(f"the logo cannot be drawn: {error}") from error
    return bytes(drawn)


def inline_logo(logo: Logo, number: int, height: Decimal, widest: Decimal, words: str) -> str:
    """Return a run with the logo in the line; ``height`` and ``widest`` are in millimetres."""
    width, tall = _size(logo, height, widest)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{PLACE}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{tall}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"{_named(number, words)}{_graphic(logo, number, width, tall)}</wp:inline></w:drawing></w:r>"
    )


def placed_logo(
    logo: Logo, number: int, left: Decimal, top: Decimal, height: Decimal, widest: Decimal, words: str
) -> str:
    """Return a run with the logo at a place of the page, in front of shaded ground; lengths are in millimetres."""
    width, tall = _size(logo, height, widest)
    x, y = (millimetres(length) * EMU for length in (left, top))
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{PLACE}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{tall}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f"{_named(number, words)}{_graphic(logo, number, width, tall)}</wp:anchor></w:drawing></w:r>"
    )


def _size(logo: Logo, height: Decimal, widest: Decimal) -> tuple[int, int]:
    width, tall = logo.size(float(height), float(widest))
    return round(width * 36_000), round(tall * 36_000)


def _named(number: int, words: str) -> str:
    return (
        f'<wp:docPr id="{number}" name="Logo {number}" descr="{escape(words)}"/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{DRAWING}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    )


def _graphic(logo: Logo, number: int, width: int, height: int) -> str:
    svg = ""
    if logo.kind == "svg":
        svg = (
            f'<a:extLst><a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{SVG_ID}"/>'
            "</a:ext></a:extLst>"
        )
    return (
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}" xmlns:r="{R}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="logo.{logo.kind}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{PNG_ID}">{svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
