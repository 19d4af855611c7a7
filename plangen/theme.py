"""The look of a document: one theme file feeds the page's CSS and Word's styles alike."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from plangen.refusals import fault

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def _color(value: object) -> str:
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value.upper()
    raise fault("{value} is not a colour", 'write it as "#12395B", in quotes', value=value)


Color = Annotated[str, PlainValidator(_color)]
Family = Literal["Noto Sans SC"]  # what plangen.fonts can prepare; a test holds the two together
Points = Annotated[Decimal, Field(gt=0, le=200)]
Millimetres = Annotated[Decimal, Field(ge=0, le=120)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fonts(_Part):
    """Font families that ``plangen.fonts`` knows; ``fallback`` is what Word uses where a font is missing."""

    body: Family = "Noto Sans SC"
    heading: Family = "Noto Sans SC"
    fallback: str = "Microsoft YaHei"


class Colors(_Part):
    """Colours as ``#RRGGBB``. The four grades also shade table cells and are told apart in black and white.

    ``series`` are the colours of charts, from dark to light.
    """

    accent: Color = "#12395B"
    accent_soft: Color = "#E8EEF4"
    highlight: Color = "#C8792B"
    ink: Color = "#1F2933"
    muted: Color = "#5B6773"
    rule: Color = "#C9D2DB"
    paper: Color = "#FFFFFF"
    good: Color = "#D9EBDD"
    warn: Color = "#FBEBC5"
    bad: Color = "#F6D3C9"
    severe: Color = "#E3A79B"
    flag: Color = "#FFF4DB"
    flag_edge: Color = "#C8792B"
    gap: Color = "#FBE3DF"
    gap_edge: Color = "#B3402E"
    series: Annotated[tuple[Color, ...], Field(min_length=8, max_length=8)] = (
        *("#12395B", "#7F1F1E", "#005C42", "#784D81"),
        *("#A35428", "#4379B1", "#C2711F", "#48A1A0"),
    )


class Sizes(_Part):
    """Font sizes in points."""

    body: Points = Decimal("10.5")
    table: Points = Decimal("9")
    caption: Points = Decimal("9.5")
    small: Points = Decimal("8.5")
    header: Points = Decimal("8.5")
    heading1: Points = Decimal("20")
    heading2: Points = Decimal("14")
    heading3: Points = Decimal("12")
    heading4: Points = Decimal("10.5")
    cover_title: Points = Decimal("30")
    cover_subtitle: Points = Decimal("15")


class Page(_Part):
    """A4 margins in millimetres; ``header`` and ``footer`` are their distance from the paper's edge."""

    top: Millimetres = Decimal("28")
    bottom: Millimetres = Decimal("25")
    left: Millimetres = Decimal("27")
    right: Millimetres = Decimal("25")
    header: Millimetres = Decimal("14")
    footer: Millimetres = Decimal("12")


class Spacing(_Part):
    """``line`` is a multiple of the font size, ``indent`` counts characters, the rest are points."""

    line: Annotated[Decimal, Field(ge=1, le=3)] = Decimal("1.65")
    indent: Annotated[Decimal, Field(ge=0, le=4)] = Decimal("2")
    paragraph: Annotated[Decimal, Field(ge=0, le=40)] = Decimal("5")
    heading1_before: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("0")
    heading1_after: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("20")
    heading2_before: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("20")
    heading2_after: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("8")
    heading3_before: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("12")
    heading3_after: Annotated[Decimal, Field(ge=0, le=200)] = Decimal("5")
    table_cell: Annotated[Decimal, Field(ge=0, le=20)] = Decimal("3.5")


class Theme(_Part):
    """The whole of a ``theme.yaml``. Every key may be left out and takes its default."""

    name: str = "consulting"
    fonts: Fonts = Fonts()
    colors: Colors = Colors()
    sizes: Sizes = Sizes()
    page: Page = Page()
    spacing: Spacing = Spacing()
