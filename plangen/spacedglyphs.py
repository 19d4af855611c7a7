"""Glyphs with the space around them that Chinese typesetting wants, added to a font beside its own.

Where Chinese meets a Latin letter or a digit there is a thin gap, and of two punctuation marks in a row one stands on
half its width (CLREQ 3.1.6 and 3.2.2). Were glyphs only moved, a reader of the file would take the gap for a space and
the overlap for the end of a word. So a font gets second glyphs that are that wide in themselves. Features with names of
our own call for them, and no other program does: one looks at the neighbours of each glyph; the others are for the
neighbours that a font cannot see, since programs hand it Latin and Chinese one after the other.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

GAP = 0.125  # of an em, as browsers have it; CLREQ allows up to a quarter
SPACED = "SPAC"  # the feature that looks at neighbours
GAP_BEFORE, GAP_AFTER = "GAPB", "GAPA"
NARROW = "pwid"  # a feature of the font itself: quotation marks as wide as they are drawn, for text that is not Chinese
FEATURES = (SPACED, GAP_BEFORE, GAP_AFTER, NARROW)

CLOSING = "，。、；：！？）】》〉」』〕”’"  # the right half of these is empty
OPENING = "（【《〈「『〔“‘"  # the left half of these is
# Between a Chinese and a Western character there is a gap.
CHINESE = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WESTERN = "0-9A-Za-z%‰\u00c0-\u024f"

Mapping = dict[str, str]  # the glyph that takes the place of another


@dataclass(frozen=True, slots=True)
class _Context:
    """Glyphs that give way to others beside certain neighbours, and the number of the lookup that replaces them."""

    lookup: int
    glyphs: Collection[str]
    before: Collection[str] = ()
    after: Collection[str] = ()


def add_spaced_glyphs(font: Any) -> None:
    """Add the glyphs and their features to a TrueType font of fontTools."""
    em: int = font["head"].unitsPerEm
    named = {chr(code): name for code, name in font.getBestCmap().items()}
    table = font["GSUB"].table
    western = _with_local_forms(table, _glyphs(named, WESTERN))
    gap, half = round(GAP * em), em // 2
    before: Mapping = {}
    after: Mapping = {}
    for name in western:
        before[name] = _add_glyph(font, name, f"{name}.before", gap, gap)
        after[name] = _add_glyph(font, name, f"{name}.after", 0, gap)
        before[after[name]] = after[before[name]] = _add_glyph(font, name, f"{name}.both", gap, 2 * gap)
    opening, closing = (
        # elsewhere it is no full-width mark
        [named[mark] for mark in marks if mark in named and font["hmtx"][named[mark]][0] == em]
        for marks in (OPENING, CLOSING)
    )
    halved = {name: _add_glyph(font, name, f"{name}.half", -half, -half) for name in opening}
    narrow = [*opening, *halved.values()]
    halved |= {name: _add_glyph(font, name, f"{name}.half", 0, -half) for name in closing}
    chinese = _glyphs(named, CHINESE)
    font.getReverseGlyphMap(rebuild=True)
    first, second, third = (_add_lookup(table, 1, [_single(mapping)]) for mapping in (before, after, halved))
    contexts = (
        [_Context(first, before.keys(), before=chinese)],
        [_Context(second, after.keys(), after=chinese)],
        [_Context(third, closing, after=[*closing, *opening]), _Context(third, opening, before=narrow)],
    )
    looking = [_add_lookup(table, 6, [_chaining(font, context) for context in group]) for group in contexts]
    _add_features(table, {SPACED: looking, GAP_BEFORE: [first], GAP_AFTER: [second]})


def _glyphs(named: dict[str, str], characters: str) -> list[str]:
    """Return the glyphs of the characters in the ranges of a regular expression."""
    found = re.findall(f"[{characters}]", "".join(sorted(named)))
    return list(dict.fromkeys(named[character] for character in found))


def _with_local_forms(table: Any, glyphs: list[str]) -> list[str]:
    """Return glyphs and those that take their places in some languages: digits beside Latin letters, for one."""
    found = dict.fromkeys(glyphs)
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "locl":
            for number in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[number].SubTable:
                    mapping = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
                    found |= {mapping[name]: None for name in glyphs if name in mapping}
    return list(found)


def _add_glyph(font: Any, name: str, made: str, shift: int, wider: int) -> str:
    """Add a glyph that shows another, moved to the right and with another width; return its name."""
    glyf: Any = importlib.import_module("fontTools.ttLib.tables._g_l_y_f")
    shown = font["glyf"][name]
    part = glyf.GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, shift, 0, glyf.ROUND_XY_TO_GRID
    glyph = glyf.Glyph()
    glyph.numberOfContours, glyph.components = -1, [part]
    glyph.xMin, glyph.xMax, glyph.yMin, glyph.yMax = shown.xMin + shift, shown.xMax + shift, shown.yMin, shown.yMax
    font["glyf"][made] = glyph
    width, bearing = font["hmtx"][name]
    font["hmtx"][made] = (width + wider, bearing + shift)
    if "vmtx" in font:
        font["vmtx"][made] = font["vmtx"][name]
    maximum = font["maxp"]
    maximum.maxComponentElements = max(maximum.maxComponentElements, 1)
    maximum.maxComponentDepth = max(maximum.maxComponentDepth, 2 if shown.isComposite() else 1)
    return made


def _tables() -> Any:
    return importlib.import_module("fontTools.ttLib.tables.otTables")


def _single(mapping: Mapping) -> Any:
    made = _tables().SingleSubst()
    made.mapping = mapping
    return made


def _chaining(font: Any, context: _Context) -> Any:
    tables = _tables()

    def coverage(glyphs: Collection[str]) -> Any:
        made = tables.Coverage()
        made.glyphs = sorted(glyphs, key=font.getGlyphID)
        return made

    made = tables.ChainContextSubst()
    made.Format = 3
    made.BacktrackCoverage = [coverage(context.before)] if context.before else []
    made.InputCoverage = [coverage(context.glyphs)]
    made.LookAheadCoverage = [coverage(context.after)] if context.after else []
    record = tables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, context.lookup
    made.SubstLookupRecord = [record]
    return made


def _add_lookup(table: Any, kind: int, subtables: list[Any]) -> int:
    """Add a lookup of a kind of substitution; return its number."""
    lookup = _tables().Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = kind, 0, subtables
    table.LookupList.Lookup.append(lookup)
    return len(table.LookupList.Lookup) - 1


def _add_features(table: Any, features: dict[str, list[int]]) -> None:
    """Add features to every script and language."""
    records = table.FeatureList.FeatureRecord
    for tag, lookups in features.items():
        record = _tables().FeatureRecord()
        record.FeatureTag, record.Feature = tag, _tables().Feature()
        record.Feature.FeatureParams, record.Feature.LookupListIndex = None, lookups
        records.append(record)
    count = len(records)
    order = sorted(range(count), key=lambda index: records[index].FeatureTag)  # as the format has it
    places = {before: now for now, before in enumerate(order)}
    records[:] = [records[index] for index in order]
    for system in _language_systems(table):
        indices = [*system.FeatureIndex, *range(count - len(features), count)]
        system.FeatureIndex = sorted(places[index] for index in indices)


def _language_systems(table: Any) -> Iterator[Any]:
    for record in table.ScriptList.ScriptRecord:
        systems = [record.Script.DefaultLangSys, *(language.LangSys for language in record.Script.LangSysRecord)]
        yield from filter(None, systems)
