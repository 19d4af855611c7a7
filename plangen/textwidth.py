"""How wide text is, and where it may be broken: reckoned in ems from the kinds of its characters, without the font.

No character of Noto Sans SC is wider than it is taken for, so that what is given this room fits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

BOLD = 1.06
SLACK = 1e-6
INSIDE = 6.0  # how bad it is to end a line inside of a phrase, in square ems of unevenness
# The widths of Latin characters by their kinds; a small letter or a digit is 0.57, a capital 0.66.
_KINDS = (
    (0.32, " .,:;|'ijlI"),
    (0.36, "!()[]"),
    (0.62, "`bdhnopqu"),
    (0.75, "DGHNOQU"),
    (0.93, "%mwMW&"),
    (0.95, "@"),
    (1.02, "№Ю"),
    (1.7, "⸺"),
    (2.5, "⸻"),
)
_WIDTHS = {character: width for width, characters in _KINDS for character in characters}
# What is not broken: a Latin word or a number with its sign and its percent sign.
_WORD = re.compile(r"\s+|[^\W\u2e80-\uffef]+(?:[.,:/%‰×÷=\-−–~～&@#'’]+[^\W\u2e80-\uffef]*)*|.", re.DOTALL)
_NO_START = frozenset("、。，．；：！？）】》〉」』”’…—～·%‰,.;:!?)]}>")
_NO_END = frozenset("（【《〈「『“‘([{<￥¥$")
_PHRASE_END = _NO_START | frozenset("与和及或并的：")


def text_width(text: str, bold: bool = False) -> float:
    """Return the width of one line of text in ems of its font."""
    width = sum(map(_character_width, text))
    return width * BOLD if bold else width


def clip(text: str, ems: float) -> str:
    """Return text cut to a width in ems, with an ellipsis where something is left out."""
    if text_width(text) <= ems:
        return text
    room = ems - 1
    for index, character in enumerate(text):
        room -= _character_width(character)
        if room < 0:
            return text[:index] + "…"
    return text


@lru_cache(2048)
def wrap(text: str, ems: float, bold: bool = False) -> tuple[str, ...]:
    """Break text into the fewest lines of a width in ems, about as long as each other and broken between phrases.

    No line starts with a closing mark or ends with an opening one. A word that is wider than a line is broken.
    """
    room = ems / BOLD if bold else ems
    return tuple(line for part in text.split("\n") for line in _lines(part.strip(), room))


def longest_word(text: str, bold: bool = False) -> float:
    """Return the width in ems below which a word or a number of the text breaks."""
    return max((text_width(piece, bold) for piece in _pieces(text)), default=0.0)


def _lines(text: str, ems: float) -> list[str]:
    if text_width(text) <= ems + SLACK:
        return [text]
    pieces = [part for piece in _pieces(text) for part in _parts(piece, ems)]
    ends = [0.0]  # where each piece ends on one long line
    for piece in pieces:
        ends.append(ends[-1] + text_width(piece))
    spaces = [0.0, *(text_width(piece) - text_width(piece.rstrip()) for piece in pieces)]
    breaks = _even_breaks(pieces, ends, spaces, ems)
    return ["".join(pieces[start:end]).strip() for start, end in pairwise(breaks)]


def _parts(piece: str, ems: float) -> list[str]:
    """Break a piece that is wider than a line."""
    parts: list[str] = []
    while text_width(piece.rstrip()) > ems + SLACK and len(piece) > 1:
        cut = len(piece) - 1
        while cut > 1 and text_width(piece[:cut]) > ems + SLACK:
            cut -= 1
        parts.append(piece[:cut])
        piece = piece[cut:]
    return [*parts, piece]


def _even_breaks(pieces: list[str], ends: list[float], spaces: list[float], ems: float) -> list[int]:
    """Return before which pieces lines begin, in the fewest lines, so that the sum of what is bad is least."""
    count = len(pieces)
    fewest = 1
    start = 0
    for end in range(1, count + 1):
        if ends[end] - spaces[end] - ends[start] > ems + SLACK and end - 1 > start:
            fewest, start = fewest + 1, end - 1
    even = (ends[-1] - spaces[-1]) / fewest
    best: list[tuple[float, list[int]] | None] = [(0.0, [0]), *[None] * count]
    for line in range(fewest):
        following: list[tuple[float, list[int]] | None] = [None] * (count + 1)
        for end in range(count, 0, -1) if line < fewest - 1 else (count,):
            for start in range(end - 1, -1, -1):
                width = ends[end] - spaces[end] - ends[start]
                if width > ems + SLACK and end - start > 1:
                    break
                before = best[start]
                if before is None:
                    continue
                cost = before[0] + (width - even) ** 2 + (0.0 if end == count else _badness(pieces, end))
                known = following[end]
                if known is None or cost < known[0]:
                    following[end] = (cost, [*before[1], end])
        best = following
    found = best[count]
    return found[1] if found else [0, count]


def _badness(pieces: list[str], end: int) -> float:
    """Weigh a line's end: between phrases it is good, inside of one it is not, least of all inside of a word.

    Most Chinese words have two characters, so that an even number of them since the phrase began rather ends a word.
    """
    last = pieces[end - 1][-1]
    if pieces[end][0] in _NO_END or last.isspace() or last in _PHRASE_END:
        return 0.0
    since = 0
    while since < end and not _ends_run(pieces[end - 1 - since]):
        since += 1
    return INSIDE / 2 if since and since % 2 == 0 else INSIDE


def _ends_run(piece: str) -> bool:
    """Tell whether Chinese characters in a row begin anew after a piece."""
    return piece[-1].isspace() or piece[-1].isascii() or piece[-1] in _PHRASE_END


@lru_cache(4096)
def _pieces(text: str) -> tuple[str, ...]:
    """Return the pieces between which a line may end, spaces at their ends."""
    pieces: list[str] = []
    for token in _WORD.findall(text):
        joined = pieces and (token.isspace() or token[0] in _NO_START or pieces[-1][-1] in _NO_END)
        if joined:
            pieces[-1] += token
        else:
            pieces.append(token)
    return tuple(pieces)


@lru_cache(4096)
def _character_width(character: str) -> float:
    if (known := _WIDTHS.get(character)) is not None:
        return known
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    letter = unicodedata.normalize("NFD", character)[0]
    if not letter.isascii():
        return 1.0
    return _WIDTHS.get(letter, 0.66 if letter.isupper() else 0.57)
