"""Word's list definitions: one native multilevel list for headings, one for appendices, bullets and numbers."""

from __future__ import annotations

from plangen.languages import LANGUAGES
from plangen.numbering import Level, NumberStyle, Scheme
from plangen.render.docx.looks import indented
from plangen.render.docx.markup import part, rgb, twips
from plangen.theme import Theme

HEADINGS = 1
APPENDICES = 2
BULLETS = 3
NUMBERS = 4
UNNUMBERED = 5  # a list that writes nothing: list 0, which Word reads as none, is unknown to other programs
FIRST_LIST = 10  # every ordered list of the text counts from its own start, so each has a number of its own
DEPTH = 3  # levels of bullets and numbers; deeper lists stay on the last

FORMATS: dict[NumberStyle, str] = {
    "chinese": "chineseCountingThousand",
    "decimal": "decimal",
    "letter": "upperLetter",
    "small-letter": "lowerLetter",
    "roman": "upperRoman",
    "small-roman": "lowerRoman",
}
SUFFIXES = {"": "nothing", " ": "space"}
BULLET_MARKS = ("•", "–", "•")
HEADING_STYLES = ("Heading1", "Heading2", "Heading3", "Heading4")
APPENDIX_STYLES = ("AppendixHeading", "", "", "")


def numbering_xml(scheme: Scheme, theme: Theme, language: str, lists: list[tuple[int, int]]) -> str:
    """Return the numbering part; ``lists`` holds the level and the first number of each ordered list of the text."""
    definitions = (
        _definition(HEADINGS, _heading_levels(scheme.levels, HEADING_STYLES, theme)),
        _definition(APPENDICES, _heading_levels((scheme.appendix, *scheme.levels[1:]), APPENDIX_STYLES, theme)),
        _definition(BULLETS, _bullet_levels(theme)),
        _definition(NUMBERS, _number_levels(theme, language)),
        _definition(UNNUMBERED, "".join(_level(index, "none", "", after="nothing") for index in range(4))),
    )
    uses = "".join(_use(number, number) for number in (HEADINGS, APPENDICES, BULLETS, NUMBERS, UNNUMBERED))
    own = "".join(_use(FIRST_LIST + index, NUMBERS, level, start) for index, (level, start) in enumerate(lists))
    return part("numbering", "".join(definitions) + uses + own)


def list_indents(theme: Theme, level: int) -> tuple[int, int]:
    """Return where the text of a list level begins and how far its mark hangs out before it, in twips."""
    em = twips(theme.sizes.body)
    return 2 * em + level * 2 * em, round(1.5 * em)


def _definition(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x50A10000 + number:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _use(number: int, definition: int, level: int = 0, start: int | None = None) -> str:
    override = (
        "" if start is None else f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


def _heading_levels(levels: tuple[Level, ...], styles: tuple[str, ...], theme: Theme) -> str:
    return "".join(
        _level(
            index,
            FORMATS[level.style],
            _counters(level.pattern),
            style=styles[index],
            legal=level.legal,
            after=SUFFIXES[level.suffix],
            ppr=f"<w:pPr>{_heading_indent(theme, index)}</w:pPr>",
        )
        for index, level in enumerate(levels)
    )


def _heading_indent(theme: Theme, level: int) -> str:
    """Return where a heading begins; a list's own indent would push that of its style aside."""
    sizes = theme.sizes
    points = (sizes.heading1, sizes.heading2, sizes.heading3, sizes.heading4)[level]
    centred = level == 0 and theme.headings.align == "center"
    own = "" if centred else indented(theme, theme.headings.indent, points)
    return own.replace("<w:ind ", '<w:ind w:left="0" ') or '<w:ind w:left="0" w:firstLine="0"/>'


def _counters(pattern: str) -> str:
    """Turn ``{1}.{2}`` into Word's ``%1.%2``."""
    for number in range(1, 5):
        pattern = pattern.replace(f"{{{number}}}", f"%{number}")
    return pattern


def _bullet_levels(theme: Theme) -> str:
    color = f'<w:rPr><w:color w:val="{rgb(theme.colors.accent)}"/></w:rPr>'
    return "".join(
        _level(index, "bullet", mark, style=list_style("ListBullet", index), ppr=_indent(theme, index), rpr=color)
        for index, mark in enumerate(BULLET_MARKS)
    )


def _number_levels(theme: Theme, language: str) -> str:
    return "".join(
        _level(index, form, text, style=list_style("ListNumber", index), ppr=_indent(theme, index))
        for index, (form, text) in enumerate(LANGUAGES[language].lists)
    )


def list_style(name: str, level: int) -> str:
    """Return the style of one list level: ``ListBullet``, ``ListBullet2``, …"""
    return name if level == 0 else f"{name}{level + 1}"


def _indent(theme: Theme, level: int) -> str:
    left, hanging = list_indents(theme, level)
    return f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'


def _level(
    index: int,
    form: str,
    text: str,
    *,
    style: str = "",
    legal: bool = False,
    after: str = "tab",
    ppr: str = "",
    rpr: str = "",
) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:isLgl/>" if legal else "")
        + f'<w:suff w:val="{after}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{ppr}{rpr}</w:lvl>'
    )
