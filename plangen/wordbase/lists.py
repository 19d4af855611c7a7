"""The numbers of a Word file's headings, read as a scheme that every format can number by.

A list definition can say more than a scheme: what cannot be said in one is refused with its reason, so that Word and
PDF never show different numbers.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from plangen.numbering import SCHEMES, Level, NumberStyle, Scheme
from plangen.wordbase.styletable import StyleTable, local, value, w

LEVELS = 4
# Up to 99, which no plan's headings pass, these count alike: 一, 十, 十一, 二十, 九十九.
FORMATS: dict[str, NumberStyle] = {
    "decimal": "decimal",
    "chineseCountingThousand": "chinese",
    "chineseCounting": "chinese",
    "japaneseCounting": "chinese",
    "taiwaneseCountingThousand": "chinese",
    "upperLetter": "letter",
    "lowerLetter": "small-letter",
    "upperRoman": "roman",
    "lowerRoman": "small-roman",
}
_PLACE = re.compile(r"%([1-9])")


class UnsayableError(Exception):
    """A list numbers in a way that no scheme says; the reason is a template with its values."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True, slots=True)
class HeadingList:
    """The list that numbers a file's headings: its definition, cleaned, and the scheme it is."""

    definition: etree._Element
    scheme: Scheme


class Lists:
    """The list definitions of a numbering part."""

    def __init__(self, root: etree._Element | None) -> None:
        self.definitions: dict[str, etree._Element] = {}
        self.uses: dict[str, etree._Element] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self.definitions.setdefault(element.get(w("abstractNumId"), ""), element)
            elif local(element) == "num":
                self.uses.setdefault(element.get(w("numId"), ""), element)
        self.styles = {
            value(definition, "styleLink"): definition
            for definition in self.definitions.values()
            if value(definition, "styleLink")
        }

    def definition(self, number: str) -> etree._Element | None:
        """Return a copy of what a list is defined by, with what the list changes of it in place."""
        use = self.uses.get(number)
        definition = self.definitions.get(value(use, "abstractNumId"))
        if use is None or definition is None:
            return None
        definition = deepcopy(self.styles.get(value(definition, "numStyleLink"), definition))
        for override in use.findall(w("lvlOverride")):
            own = override.get(w("ilvl"), "")
            level, start = override.find(w("lvl")), value(override, "startOverride")
            old = _level(definition, own)
            if level is not None and old is not None:
                definition.replace(old, deepcopy(level))
            elif start and old is not None and (begins := old.find(w("start"))) is not None:
                begins.set(w("val"), start)
        return definition


def heading_list(table: StyleTable, lists: Lists, language: str) -> HeadingList | None:
    """Return the list that numbers the headings, or None where the first heading has none.

    Raises ``UnsayableError`` where its numbers cannot be written by every format.
    """
    linked: dict[int, int] = {}
    numbers: dict[int, str] = {}
    for level in range(LEVELS):
        found = _linked(table, level)
        if found is not None and found[0] not in ("", "0"):
            numbers[level], linked[level] = found
    if 0 not in numbers:
        return None
    definition = lists.definition(numbers[0])
    if definition is None:
        return None
    own = value(lists.uses[numbers[0]], "abstractNumId")
    for level, number in numbers.items():
        if value(lists.uses.get(number), "abstractNumId") != own:
            raise UnsayableError("heading {level} belongs to another list than heading 1", level=level + 1)
        if linked[level] != level:
            raise UnsayableError(
                "heading {level} is on level {other} of its list", level=level + 1, other=linked[level] + 1
            )
    levels = tuple(_read_level(definition, level, level in numbers) for level in range(LEVELS))
    for index, one in enumerate(levels[1:], start=1):
        # Word counts what is in the list: below a heading that is not, numbers would run on
        if one.pattern and not levels[index - 1].pattern:
            raise UnsayableError(
                "heading {level} has a number and heading {other} above it has none", level=index + 1, other=index
            )
    if not levels[0].pattern:
        return None
    first, second, third, fourth = levels
    appendix = SCHEMES["chinese" if language == "zh" else "decimal"].appendix
    return HeadingList(definition, Scheme((first, second, third, fourth), appendix))


def _linked(table: StyleTable, level: int) -> tuple[str, int] | None:
    """Return the list and the level that a heading's style puts it on, from itself or what it is based on."""
    style = table.meaning(f"heading {level + 1}")
    number, place = "", ""
    for one in table.chain(style) if style else ():
        properties = one.element.find(w("pPr"))
        numbering = properties.find(w("numPr")) if properties is not None else None
        number = number or value(numbering, "numId")
        place = place or value(numbering, "ilvl")
    if not number:
        return None
    return number, int(place) if place.isdigit() else 0


def _level(definition: etree._Element, own: str) -> etree._Element | None:
    return next((one for one in definition.findall(w("lvl")) if one.get(w("ilvl")) == own), None)


def _read_level(definition: etree._Element, index: int, linked: bool) -> Level:
    """Return one level as a scheme has it; a level that no heading is on writes no number."""
    element = _level(definition, str(index))
    if element is None or not linked:
        return Level("", suffix="")
    form, text = value(element, "numFmt") or "decimal", value(element, "lvlText")
    if form == "none" and not _PLACE.search(text):
        if text.strip():
            raise UnsayableError("heading {level} begins with fixed text instead of a number", level=index + 1)
        return Level("", suffix="")
    if form not in FORMATS:
        raise UnsayableError("the numbers of heading {level} are of the kind {kind}", level=index + 1, kind=form)
    if (start := value(element, "start") or "1") != "1":
        raise UnsayableError("heading {level} begins to count at {start}", level=index + 1, start=start)
    if value(element, "lvlRestart") not in ("", str(index)):
        raise UnsayableError("heading {level} does not begin anew below each heading above it", level=index + 1)
    if element.find(w("lvlPicBulletId")) is not None:
        raise UnsayableError("heading {level} begins with a picture", level=index + 1)
    if not text.strip():
        return Level("", suffix="")
    if "{" in text or "}" in text or "\t" in text or "\n" in text:
        raise UnsayableError("heading {level} begins with fixed text instead of a number", level=index + 1)
    places = [int(place) for place in _PLACE.findall(text)]
    if not places:
        raise UnsayableError("heading {level} begins with fixed text instead of a number", level=index + 1)
    if max(places) > index + 1 or len(set(places)) < len(places):
        raise UnsayableError("the number of heading {level} repeats numbers out of order", level=index + 1)
    legal = element.find(w("isLgl"))
    is_legal = legal is not None and legal.get(w("val"), "1") in ("1", "true", "on")
    style = "decimal" if is_legal else FORMATS[form]
    return Level(_PLACE.sub(r"{\1}", text), style, is_legal, "" if value(element, "suff") == "nothing" else " ")
