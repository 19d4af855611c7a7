"""The look of a document: one theme feeds the page's CSS and Word's styles alike.

Each key has its meaning beside its type; ``docs/themes.md`` is written from both. How theme files are read and laid
over each other is in ``plangen.themefiles``.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, PrivateAttr, model_validator

from plangen.color import VISIBLE, contrast, distance, luminance, mixed, set_apart
from plangen.languages import LANGUAGES
from plangen.logo import Logo
from plangen.numbering import SCHEMES
from plangen.refusals import fault

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_FACE = re.compile(r"[^\s,;\"'<>&\\][^,;\"'<>&\\\n]{0,30}")
_BARE_COLOR = re.compile(r"[0-9A-Fa-f]{6}")
PAGE_WIDTH, PAGE_HEIGHT = Decimal(210), Decimal(297)  # A4, in millimetres
POINTS_PER_MM = Decimal(72) / Decimal("25.4")
SOFT = 10  # per cent of the accent on paper: the tint of table heads and boxes
ALIKE = 20.0  # nearer to each other than this, two colours of a chart are not told apart


def _color(value: object) -> str:
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value.upper()
    if isinstance(value, str) and _BARE_COLOR.fullmatch(value):
        raise fault("{value} is not a colour", 'write it as "{meant}", in quotes', value=value, meant=f"#{value}")
    raise fault("{value} is not a colour", 'write it as "#12395B", in quotes', value=value)


def _scheme(value: object) -> str:
    if value in SCHEMES:
        return str(value)
    raise fault("there is no numbering scheme {value}", "use one of: {names}", value=value, names=", ".join(SCHEMES))


def _flag(value: object) -> bool:
    if value in ("true", "false", True, False):
        return value in ("true", True)
    raise fault("{value} is neither true nor false", "write true or false", value=value)


def _names(value: object) -> tuple[str, ...]:
    """Read one face or a list of them; a name that Word would read as a list or a field is refused."""
    found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    if not found or len(found) > 4 or not all(isinstance(name, str) and _FACE.fullmatch(name) for name in found):
        hint = "write one name, or up to four in brackets, the best first: [仿宋_GB2312, 仿宋]"
        raise fault("{value} is no name of a font", hint, value=value)
    return found


Color = Annotated[str, PlainValidator(_color)]
Family = Literal["Noto Sans SC", "Noto Serif SC"]  # what plangen.fonts can prepare; a test holds the two together
Faces = Annotated[tuple[str, ...], PlainValidator(_names)]
Switch = Annotated[bool, PlainValidator(_flag)]
TextSize = Annotated[Decimal, Field(ge=5, le=36)]
TitleSize = Annotated[Decimal, Field(ge=5, le=96)]
Margin = Annotated[Decimal, Field(ge=0, le=120)]
Paper = Annotated[Decimal, Field(ge=100, le=600)]
Gap = Annotated[Decimal, Field(ge=0, le=200)]
Role = Literal["body", "heading1", "heading2", "heading3", "heading4", "title", "page_number"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A text in the languages of messages."""

    zh: Annotated[str, Field(max_length=200), "in Chinese"] = ""
    en: Annotated[str, Field(max_length=200), "in English"] = ""


class WordFaces(_Part):
    """What Word names for Chinese text in place of the family, where its machine has better; the best first."""

    body: Annotated[Faces | None, "running text"] = None
    heading1: Annotated[Faces | None, "headings of level 1"] = None
    heading2: Annotated[Faces | None, "headings of level 2"] = None
    heading3: Annotated[Faces | None, "headings of level 3"] = None
    heading4: Annotated[Faces | None, "headings of level 4"] = None
    title: Annotated[Faces | None, "the title on the cover"] = None
    page_number: Annotated[Faces | None, "page numbers"] = None


class Fonts(_Part):
    """Font families that ``plangen.fonts`` knows; ``fallback`` is what Word uses where a font is missing."""

    body: Annotated[Family, "running text, tables and charts"] = "Noto Sans SC"
    heading: Annotated[Family, "headings and titles, where none of the next keys says otherwise"] = "Noto Sans SC"
    heading1: Annotated[Family | None, "headings of level 1; else `heading`"] = None
    heading2: Annotated[Family | None, "headings of level 2; else `heading`"] = None
    heading3: Annotated[Family | None, "headings of level 3; else `heading`"] = None
    heading4: Annotated[Family | None, "headings of level 4; else `heading`"] = None
    title: Annotated[Family | None, "the title on the cover; else `heading`"] = None
    page_number: Annotated[Family | None, "page numbers; else `body`"] = None
    fallback: Annotated[str, Field(max_length=60), "what Word takes where an embedded font cannot be used"] = (
        "Microsoft YaHei"
    )
    word: WordFaces = WordFaces()

    def family(self, role: Role) -> str:
        """Return the prepared family of a role."""
        own: str | None = getattr(self, role)
        return own or (self.body if role == "page_number" else self.heading)

    def faces(self, role: Role) -> tuple[str, ...]:
        """Return what Word names for the Chinese text of a role, the best first; the prepared family comes last."""
        named: tuple[str, ...] | None = getattr(self.word, role)
        if named is None and role == "page_number" and self.page_number is None:
            named = self.word.body
        return (*(named or ()), self.family(role))

    def families(self) -> tuple[str, ...]:
        """Return the families to prepare, the one of running text first."""
        roles: tuple[Role, ...] = ("body", "heading1", "heading2", "heading3", "heading4", "title", "page_number")
        return tuple(dict.fromkeys(self.family(role) for role in roles))


class Colors(_Part):
    """Colours as ``#RRGGBB``. The four grades also shade table cells and are told apart in black and white.

    ``series`` are the colours of charts, from dark to light. Where ``accent`` is given and ``accent_soft`` or
    ``series`` is not, they follow from it.
    """

    accent: Annotated[Color, "the brand's colour: headings, heads and rules of tables, the cover's band, links"] = (
        "#12395B"
    )
    accent_soft: Annotated[Color, "the tint behind table heads, totals and boxes; else a tenth of `accent`"] = "#E8EEF4"
    highlight: Annotated[Color, "the strip of the cover's band, the mark of a draft, the line below emphasis"] = (
        "#C8792B"
    )
    ink: Annotated[Color, "text"] = "#1F2933"
    muted: Annotated[Color, "notes, labels, running headers"] = "#5B6773"
    rule: Annotated[Color, "thin lines"] = "#C9D2DB"
    paper: Annotated[Color, "what the text stands on, and text on the cover's band"] = "#FFFFFF"
    good: Annotated[Color, "a cell or area that is as it should be"] = "#D9EBDD"
    warn: Annotated[Color, "one to look at"] = "#FBEBC5"
    bad: Annotated[Color, "one that is not as it should be"] = "#F6D3C9"
    severe: Annotated[Color, "the worst grade"] = "#E3A79B"
    flag: Annotated[Color, "the ground of an open item"] = "#FFF4DB"
    flag_edge: Annotated[Color, "the edge of an open item"] = "#C8792B"
    gap: Annotated[Color, "the ground of a missing item"] = "#FBE3DF"
    gap_edge: Annotated[Color, "the edge of a missing item"] = "#B3402E"
    series: Annotated[
        tuple[Color, ...],
        Field(min_length=8, max_length=8),
        "the eight colours of charts, from dark to light; else the first follows `accent`",
    ] = (
        *("#12395B", "#7F1F1E", "#005C42", "#784D81"),
        *("#A35428", "#4379B1", "#C2711F", "#48A1A0"),
    )

    @model_validator(mode="before")
    @classmethod
    def _follow_the_accent(cls, data: Any) -> Any:
        """Give what is not set the colours that go with an accent that is."""
        if not isinstance(data, Mapping) or not isinstance(data.get("accent"), str):
            return data
        accent = data["accent"].upper()
        if not _COLOR.fullmatch(accent) or accent == cls.model_fields["accent"].default:
            return data
        own = data.get("paper")
        paper = own.upper() if isinstance(own, str) and _COLOR.fullmatch(own) else cls.model_fields["paper"].default
        series = series_of(accent, paper, cls.model_fields["series"].default)
        return {"accent_soft": mixed(accent, paper, SOFT), "series": list(series), **data}


def series_of(accent: str, paper: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return a theme's usual chart colours with the first one taken from the accent.

    It stays as dark as the first has to be; the usual first colour stands in for one that looks too much like it.
    """
    darkest = max(luminance(color) for color in usual[:3])
    least = max(VISIBLE, (1.05 if luminance(paper) > 0.18 else 1.0) / (darkest + 0.05))
    first = accent if luminance(accent) <= darkest else set_apart(accent, paper, least)
    rest = list(usual[1:])
    near = min(range(len(rest)), key=lambda index: distance(first, rest[index]))
    if distance(first, rest[near]) < ALIKE:
        rest[near] = usual[0]
    return (first, *rest)


class Sizes(_Part):
    """Font sizes in points."""

    body: Annotated[TextSize, "running text"] = Decimal("10.5")
    table: Annotated[TextSize, "text in tables"] = Decimal("9")
    caption: Annotated[TextSize, "captions of tables and figures"] = Decimal("9.5")
    small: Annotated[TextSize, "notes, footnotes, texts of charts"] = Decimal("8.5")
    header: Annotated[TextSize, "the running header"] = Decimal("8.5")
    page_number: Annotated[TextSize, "page numbers"] = Decimal("8.5")
    heading1: Annotated[TitleSize, "headings of level 1"] = Decimal("20")
    heading2: Annotated[TitleSize, "headings of level 2"] = Decimal("14")
    heading3: Annotated[TitleSize, "headings of level 3"] = Decimal("12")
    heading4: Annotated[TitleSize, "headings of level 4"] = Decimal("10.5")
    cover_title: Annotated[TitleSize, "the title on the cover"] = Decimal("28")
    cover_subtitle: Annotated[TitleSize, "the line below it"] = Decimal("15")


class Grid(_Part):
    """How many lines and characters a page of running text holds, as GB/T 9704 counts them."""

    lines: Annotated[int, Field(ge=10, le=60), "lines on a page"]
    characters: Annotated[int, Field(ge=10, le=60), "full-width characters on a line"]


class Page(_Part):
    """Paper and margins in millimetres; ``header`` and ``footer`` are their distance from the paper's edge."""

    width: Annotated[Paper, "of the paper; A4 is 210 × 297, Letter 215.9 × 279.4"] = PAGE_WIDTH
    height: Annotated[Paper, "of the paper"] = PAGE_HEIGHT
    top: Annotated[Margin, "from the paper's edge to the text"] = Decimal("28")
    bottom: Annotated[Margin, "from the text to the paper's edge"] = Decimal("25")
    left: Annotated[Margin, "left margin"] = Decimal("27")
    right: Annotated[
        Margin, "right margin; without a grid it grows by less than a character, so that lines are full"
    ] = Decimal("25")
    header: Annotated[Margin, "from the paper's edge to the running header"] = Decimal("14")
    footer: Annotated[Margin, "from the page number to the paper's edge"] = Decimal("12")
    grid: Annotated[Grid | None, "lines and characters of a page of running text; without it they follow the sizes"] = (
        None
    )

    @property
    def text_width(self) -> Decimal:
        """Return what lies between the margins, in millimetres."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> Decimal:
        """Return what lies between the margins, in millimetres."""
        return self.height - self.top - self.bottom


class Spacing(_Part):
    """``line`` is a multiple of the font size, ``indent`` counts characters, the rest are points."""

    line: Annotated[Decimal, Field(ge=1, le=3), "multiple of the font size; a grid says it in its place"] = Decimal(
        "1.65"
    )
    indent: Annotated[
        Annotated[Decimal, Field(ge=0, le=4)] | None,
        "characters before the first line of a paragraph; else 2 in Chinese and none in English",
    ] = None
    paragraph: Annotated[Decimal, Field(ge=0, le=40), "points between paragraphs"] = Decimal("5")
    heading1_before: Annotated[Gap, "points before a heading of level 1"] = Decimal("0")
    heading1_after: Annotated[Gap, "points after it"] = Decimal("20")
    heading2_before: Annotated[Gap, "points before a heading of level 2"] = Decimal("20")
    heading2_after: Annotated[Gap, "points after it"] = Decimal("8")
    heading3_before: Annotated[Gap, "points before a heading of level 3 or 4"] = Decimal("12")
    heading3_after: Annotated[Gap, "points after it"] = Decimal("5")
    table_cell: Annotated[Decimal, Field(ge=0, le=20), "points above and below the text of a cell"] = Decimal("3.5")


class Headings(_Part):
    """How headings stand."""

    new_page: Annotated[Switch, "whether each chapter begins on a new page"] = True
    rule: Annotated[Switch, "whether a line stands below headings of level 1"] = True
    align: Annotated[Literal["left", "center"], "where headings of level 1 stand"] = "left"
    indent: Annotated[Decimal, Field(ge=0, le=4), "characters before a heading; centred ones have none"] = Decimal("0")
    bold: Annotated[
        tuple[Switch, ...], Field(min_length=4, max_length=4), "for each of the four levels, whether it is bold"
    ] = (True, True, True, True)


class Cover(_Part):
    """The first page."""

    kind: Annotated[
        Literal["band", "plain"],
        "`band`: the title on a coloured band across the page; `plain`: everything centred in black on paper",
    ] = "band"
    logo: Annotated[Decimal, Field(ge=5, le=40), "height of the logo in millimetres"] = Decimal("16")


class Header(_Part):
    """What stands above the text."""

    show: Annotated[Switch, "whether title and chapter stand above the text"] = True
    logo: Annotated[Decimal, Field(ge=0, le=15), "height of the logo in millimetres; 0 for none"] = Decimal("6")


class PageNumber(_Part):
    """What stands below the text."""

    form: Annotated[
        Literal["total", "number", "dashes"], "第 1 页，共 9 页 (`total`), 1 (`number`) or — 1 — (`dashes`)"
    ] = "total"
    place: Annotated[
        Literal["right", "center", "outside"], "`outside`: on the right of odd pages, on the left of even ones"
    ] = "right"
    inset: Annotated[Decimal, Field(ge=0, le=10), "characters between it and the edge of the text"] = Decimal("0")
    below: Annotated[
        Annotated[Decimal, Field(ge=0, le=60)] | None,
        "millimetres from the text to the page number; without it `page.footer` says where it stands",
    ] = None


class Tables(_Part):
    """How tables and captions stand."""

    head: Annotated[Literal["tinted", "plain"], "whether the head has a tint"] = "tinted"
    caption: Annotated[Literal["left", "center"], "where captions of tables and figures stand"] = "left"


class Theme(_Part):
    """The whole of a theme. Every key may be left out and takes its default."""

    name: Annotated[str, Field(max_length=60), "what plans call it by"] = "consulting"
    title: Annotated[Words, "what `plangen themes` calls it"] = Words()
    purpose: Annotated[Words, "what it is for"] = Words()
    numbering: Annotated[
        Annotated[str, PlainValidator(_scheme)] | None, "numbering scheme of headings, where the plan takes the theme"
    ] = None
    logo: Annotated[
        str, Field(max_length=200), "an SVG or PNG file, by its path from the file that names it; on cover and header"
    ] = ""
    fonts: Fonts = Fonts()
    colors: Colors = Colors()
    sizes: Sizes = Sizes()
    page: Page = Page()
    spacing: Spacing = Spacing()
    headings: Headings = Headings()
    cover: Cover = Cover()
    header: Header = Header()
    page_number: PageNumber = PageNumber()
    tables: Tables = Tables()

    _picture: Logo | None = PrivateAttr(None)

    @property
    def picture(self) -> Logo | None:
        """Return the logo as read and checked, where there is one."""
        return self._picture

    def with_picture(self, picture: Logo | None) -> Self:
        """Return the theme with the file that ``logo`` names."""
        made = self.model_copy()
        made._picture = picture
        return made

    def first_indent(self, language: str) -> Decimal:
        """Return how many characters in a paragraph begins: as the theme says, or else as the language has it."""
        own = self.spacing.indent
        return Decimal(LANGUAGES[language].indent) if own is None else own

    @property
    def text_width(self) -> Decimal:
        """Return the width of the text in points: a whole number of characters, so that lines end flush right."""
        room = self.page.text_width * POINTS_PER_MM
        return room if self.page.grid else room // self.sizes.body * self.sizes.body

    @property
    def text_height(self) -> Decimal:
        """Return the height of a page between its margins in points."""
        return self.page.text_height * POINTS_PER_MM

    @property
    def line_pitch(self) -> Decimal:
        """Return how far lines of running text stand apart, in points."""
        grid = self.page.grid
        return self.text_height / grid.lines if grid else self.spacing.line * self.sizes.body

    @property
    def letter_spacing(self) -> Decimal:
        """Return what a grid adds to the width of each character of running text, in points; often it takes away."""
        grid = self.page.grid
        return self.text_width / grid.characters - self.sizes.body if grid else Decimal(0)


def contrasts(colors: Colors) -> tuple[tuple[str, str, str, float], ...]:
    """Return what has to be told from what: the colour's key, the key of its ground, where, and the least contrast."""
    return (
        ("accent", "paper", "headings and the title on the cover", 4.5),
        ("accent", "accent_soft", "the heads of tables", 4.5),
        ("ink", "paper", "text", 4.5),
        ("muted", "paper", "notes and running headers", 4.5),
        ("highlight", "paper", "the mark of a draft", VISIBLE),
        *(("ink", grade, "cells of that grade", 4.5) for grade in ("good", "warn", "bad", "severe")),
        *(("ink", ground, "open and missing items", 4.5) for ground in ("flag", "gap", "accent_soft")),
    )


def too_faint(colors: Colors) -> tuple[tuple[str, str, str, float, float], ...]:
    """Return those of ``contrasts`` that are too low, each with its contrast in the last place."""
    found = []
    for one, other, where, least in contrasts(colors):
        seen = contrast(getattr(colors, one), getattr(colors, other))
        if seen < least:
            found.append((one, other, where, least, seen))
    return tuple(found)
