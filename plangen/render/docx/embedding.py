"""Fonts inside the file: Chinese shows on a machine that has no Chinese font."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import get_args

from plangen.fonts import FontFile, subset
from plangen.render.docx.markup import part
from plangen.theme import Role, Theme
from plangen.xmltext import escape

# Whoever edits the file types characters it did not hold: regular text brings the 3,755 most used ones along.
COMMON = frozenset(
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) <= (0xD7, 0xF9)
)
# Latin letters and the punctuation and signs that bullets, fields and ordinary typing need.
ALWAYS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset(
    "–—‘’“”…•·‰′″※℃→←↑↓≈≠≤≥×÷±√∞、。〃々〈〉《》「」『』【】〔〕　！（），－．／：；？［］｛｝～￥％"
    "一二三四五六七八九十百千零〇①②③④⑤⑥⑦⑧⑨⑩"
)
SLOTS = {400: "embedRegular", 700: "embedBold"}


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """One font part: its file name, its relationship id, the key that obscures it, and its bytes."""

    family: str
    slot: str
    name: str
    relationship: str
    key: str
    content: bytes


def embedded_fonts(fonts: tuple[FontFile, ...], used: str, bold: str) -> tuple[EmbeddedFont, ...]:
    """Return the fonts to store, cut down to the characters that are used in each weight and those always kept.

    The first of them is that of running text, in which somebody may go on writing.
    """
    return tuple(
        _embedded(font, index, _kept(font, fonts[0].family, used if font.weight == 400 else bold))
        for index, font in enumerate(sorted(fonts, key=lambda font: (font.family, font.weight)), start=1)
        if font.weight in SLOTS
    )


def _kept(font: FontFile, body: str, used: str) -> frozenset[str]:
    return frozenset(used) | ALWAYS | (COMMON if font.weight == 400 and font.family == body else frozenset())


def font_table_xml(theme: Theme, stored: tuple[EmbeddedFont, ...]) -> str:
    """Return the font table: every family of the theme, what stands in for it, and where its files are.

    Faces that the file does not hold are named with those to take in their place, the embedded family at last.
    """
    entries = {name: _entry(name, theme.fonts.fallback, stored) for name in theme.fonts.families()}
    for role in get_args(Role):
        name, *others = theme.fonts.faces(role)
        if others:
            entries.setdefault(name, _entry(name, ",".join(others), stored))
    return part("fonts", "".join(entries.values()))


def _entry(name: str, fallback: str, stored: tuple[EmbeddedFont, ...]) -> str:
    files = "".join(
        f'<w:{font.slot} r:id="{font.relationship}" w:fontKey="{font.key}" w:subsetted="1"/>'
        for font in stored
        if font.family == name
    )
    return (
        f'<w:font w:name="{escape(name)}"><w:altName w:val="{escape(fallback)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{files}</w:font>'
    )


def _embedded(font: FontFile, index: int, characters: frozenset[str]) -> EmbeddedFont:
    content = subset(font, set(characters))
    key = uuid.UUID(bytes=hashlib.sha256(content).digest()[:16])
    return EmbeddedFont(
        family=font.family,
        slot=SLOTS[font.weight],
        name=f"font{index}.odttf",
        relationship=f"rIdFont{index}",
        key=f"{{{str(key).upper()}}}",
        content=_obscured(content, key),
    )


def _obscured(content: bytes, key: uuid.UUID) -> bytes:
    """Return a font as Office stores it (ECMA-376, 17.8.1): its first 32 bytes mixed with the key, read backwards."""
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(content[:32], mask, strict=True)) + content[32:]
