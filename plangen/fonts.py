"""Fonts without system fonts: static files made once from Python dependencies, kept in the user's cache.

One dependency ships a variable font. Neither Word nor WeasyPrint deals well with one (hard bold in Word, slow and large
PDFs), so a regular and a bold instance are cut from it the first time they are needed. The other has a regular weight
alone, with PostScript outlines, which Word does not embed: its curves become those of TrueType, and its bold is
that of the sans family, as Chinese typesetting has always set bold Song.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from plangen.messages import translate
from plangen.spacedglyphs import add_spaced_glyphs

Weight = Literal[400, 700]

WEIGHTS: tuple[tuple[Weight, str], ...] = ((400, "Regular"), (700, "Bold"))
RECIPE = 4  # raise it when the files made from the same font change
COVERAGE = "coverage.txt"
MANIFEST = "manifest.json"
KEPT_NAMES = frozenset({0, 5, 7, 8, 9, 10, 11, 12, 13, 14})
LAYOUT_FEATURES = ("ccmp", "halt", "kern", "liga", "locl", "mark", "mkmk")
LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB")  # of no use once the glyphs are chosen
UNUSED_TABLES = ("BASE", "STAT", "VORG", "vhea", "vmtx")


class FontError(ValueError):
    """A font family is unknown, or its files cannot be found or made."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One static TrueType file."""

    family: str
    weight: Weight
    path: Path


@dataclass(frozen=True, slots=True)
class Family:
    """Where the font of a family lies: a Python package and a path inside it.

    It is variable, or else a regular weight; then ``bold`` names the family whose bold stands in for its own.
    """

    package: str
    distribution: str
    path: str
    postscript: str
    bold: str = ""


FAMILIES: dict[str, Family] = {
    "Noto Sans SC": Family(
        "justmytype_intl_cjk", "justmytype-intl-cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf", "NotoSansSC"
    ),
    "Noto Serif SC": Family(
        "pylopdf_fonts_zh_cn", "pylopdf-fonts-zh-cn", "NotoSerifSC-Regular.otf", "NotoSerifSC", bold="Noto Sans SC"
    ),
}


def prepare_fonts(families: Iterable[str], cache: Path | None = None) -> tuple[FontFile, ...]:
    """Return the regular and bold file of each family, making them where the cache has none or a broken one.

    Raises ``FontError`` for an unknown family, a missing dependency or a cache that cannot be written.
    """
    wanted = tuple(dict.fromkeys(families))
    for name in wanted:
        if name not in FAMILIES:
            message = translate("unknown font family {name!r}; known: {names}")
            raise FontError(message.format(name=name, names=", ".join(FAMILIES)))
    root = (cache or cache_folder()) / "fonts"
    return tuple(font for name in wanted for font in _prepare(name, FAMILIES[name], root))


def cache_folder() -> Path:
    """Return the user's cache folder for plangen; ``PLANGEN_CACHE`` overrides it."""
    if own := os.environ.get("PLANGEN_CACHE"):
        return Path(own)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "plangen" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "plangen"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "plangen"


def missing_characters(fonts: tuple[FontFile, ...], text: str) -> list[str]:
    """Return the characters of ``text`` that no font has, in order of appearance; spaces and controls do not count."""
    covered = frozenset[str]().union(*(_coverage(folder) for folder in {font.path.parent for font in fonts}))
    return [character for character in dict.fromkeys(text) if character not in covered and _is_visible(character)]


def subset(font: FontFile, characters: Set[str], more_features: Iterable[str] = ()) -> bytes:
    """Return a copy of a font that holds only ``characters``. The same set gives the same bytes.

    ``more_features`` are OpenType features to keep besides those that every text needs.
    """
    hb = _harfbuzz()
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(sorted(map(ord, characters)))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(map(_tag, (*LAYOUT_FEATURES, *more_features)))
    wanted.drop_table_tag_set.update(map(_tag, UNUSED_TABLES))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    result = hb.subset(hb.Face(hb.Blob.from_file_path(str(font.path))), wanted)
    return bytes(result.blob.data)


def subset_glyphs(content: bytes, glyphs: Iterable[int]) -> bytes:
    """Return a copy of a font file that holds only the glyphs of these numbers and what draws them, numbers kept."""
    hb = _harfbuzz()
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(sorted(glyphs))
    wanted.drop_table_tag_set.update(map(_tag, (*UNUSED_TABLES, *LAYOUT_TABLES)))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.RETAIN_GIDS
    return bytes(hb.subset(hb.Face(hb.Blob(content)), wanted).blob.data)


def _harfbuzz() -> Any:
    """Import HarfBuzz only where a file is made: commands that render nothing must start fast. It has no types."""
    return importlib.import_module("uharfbuzz")


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _is_visible(character: str) -> bool:
    if character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}:
        return False
    return not ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef")  # variation selectors


@lru_cache(8)
def _coverage(folder: Path) -> frozenset[str]:
    return frozenset((folder / COVERAGE).read_text("utf-8"))


def _prepare(name: str, family: Family, root: Path) -> tuple[FontFile, ...]:
    sources = (_source(family), *((_source(FAMILIES[family.bold]),) if family.bold else ()))
    folder = root / f"{family.postscript}-{_stamp(sources)}"
    fonts = tuple(FontFile(name, weight, folder / f"{family.postscript}-{style}.ttf") for weight, style in WEIGHTS)
    try:
        if not _is_sound(folder):
            _make(name, family, sources, folder)
    except OSError as error:
        message = translate(
            "cannot prepare the font {name} in {folder}: {reason}; set PLANGEN_CACHE to a folder that can be written"
        )
        reason = translate(error.strerror or str(error))
        raise FontError(message.format(name=name, folder=folder, reason=reason)) from error
    return fonts


def _source(family: Family) -> Path:
    found = importlib.util.find_spec(family.package)
    if found and found.origin and (path := Path(found.origin).parent / family.path).is_file():
        return path
    message = translate("the font package {name} is not installed; install it with pip")
    raise FontError(message.format(name=family.distribution))


def _stamp(fonts: Iterable[Path]) -> str:
    """Hash fonts by their table directories, which hold a checksum of every table: as good as hashing all 17 MB."""
    heads = b""
    for font in fonts:
        with font.open("rb") as file:
            head = file.read(12)
            heads += head + file.read(16 * int.from_bytes(head[4:6], "big"))
    return hashlib.sha256(heads + bytes([RECIPE])).hexdigest()[:16]


def _is_sound(folder: Path) -> bool:
    """Tell whether a prepared folder is complete. Files changed since they were prepared are read and hashed again."""
    manifest = folder / MANIFEST
    try:
        made = manifest.stat().st_mtime_ns
        listed: dict[str, list[str | int]] = json.loads(manifest.read_bytes())
        changed = False
        for name, (size, digest) in listed.items():
            found = (folder / name).stat()
            if found.st_size != size:
                return False
            if found.st_mtime_ns > made:
                changed = True
                if _digest((folder / name).read_bytes()) != digest:
                    return False
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return False
    if changed:
        os.utime(manifest)
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make(name: str, family: Family, sources: tuple[Path, ...], folder: Path) -> None:
    """Write the files of a family; each is complete when it appears, and the manifest comes last."""
    hb = _harfbuzz()
    faces = [hb.Face(hb.Blob.from_file_path(str(source))) for source in sources]
    contents: dict[str, bytes] = {}
    for weight, style in WEIGHTS:
        is_fixed = bool(family.bold) and weight == 400
        content = _with_quadratic_curves(sources[0]) if is_fixed else _instance(faces[-1], weight)
        contents[f"{family.postscript}-{style}.ttf"] = _rename(content, name, family.postscript, style)
    covered = set.intersection(*(set(face.unicodes) for face in faces))
    contents[COVERAGE] = "".join(chr(code) for code in sorted(covered) if not 0xD800 <= code < 0xE000).encode()
    listed = {file: [len(content), _digest(content)] for file, content in contents.items()}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for file, content in {**contents, MANIFEST: json.dumps(listed, indent=1).encode()}.items():
        _write(folder / file, content)


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _instance(face: Any, weight: Weight) -> bytes:
    """Fix the weight of a variable font."""
    hb = _harfbuzz()
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", weight)
    return bytes(hb.subset(face, wanted).blob.data)


def _with_quadratic_curves(source: Path) -> bytes:
    """Turn a font with PostScript outlines into a TrueType font; no curve moves by more than a thousandth of an em."""
    library: Any = importlib.import_module("fontTools.ttLib")
    pens: Any = importlib.import_module("fontTools.pens.ttGlyphPen")
    curves: Any = importlib.import_module("fontTools.pens.cu2quPen")
    font = library.TTFont(source, recalcTimestamp=False)
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    allowed = font["head"].unitsPerEm / 1000
    glyphs = {}
    for glyph in order:
        pen = pens.TTGlyphPen(outlines)
        outlines[glyph].draw(curves.Cu2QuPen(pen, allowed, reverse_direction=True))
        glyphs[glyph] = pen.glyph()
    for tag in ("CFF ", "VORG", "DSIG"):
        if tag in font:
            del font[tag]
    font["loca"] = library.newTable("loca")
    font["glyf"] = table = library.newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for glyph in order:
        glyphs[glyph].recalcBounds(table)
        font["hmtx"][glyph] = (font["hmtx"][glyph][0], getattr(glyphs[glyph], "xMin", 0))
    maximum = font["maxp"]
    maximum.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"):
        setattr(maximum, field, 0)
    maximum.maxZones, maximum.maxSizeOfInstructions = 1, 0
    maximum.maxComponentElements = maximum.maxComponentDepth = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _rename(content: bytes, name: str, postscript: str, style: str) -> bytes:
    """Name an instance after its family and weight: it still carries the names of the variable font's default, Thin."""
    tools: Any = importlib.import_module("fontTools.ttLib")
    font = tools.TTFont(BytesIO(content), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    table = font["name"]
    table.names = [record for record in table.names if record.platformID == 3 and record.nameID in KEPT_NAMES]
    full = f"{name} {style}" if style != "Regular" else name
    names = {1: name, 2: style, 3: f"{postscript}-{style};plangen", 4: full, 6: f"{postscript}-{style}"}
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["head"].macStyle = 1 if bold else 0
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | (0b100000 if bold else 0b1000000)
    if "STAT" in font:
        del font["STAT"]  # it describes the axis that is gone
    add_spaced_glyphs(font)
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()
