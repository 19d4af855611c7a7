"""Widths of table columns, computed once from the cells' text so that every writer sets the same table.

A word processor and a browser measure every cell to find widths, which costs more than all the rest of a table; both
take given widths as they are. Widths are reckoned in ems of the table's font.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from plangen.doctree import Citation, Footnote, Inline, Table, children, plain_text
from plangen.spacedglyphs import CHINESE, GAP, WESTERN
from plangen.textwidth import text_width

PADDING = 1.3  # both sides of a cell together; writers give their cells about this much
AFTER_NUMBERS = 0.9  # what text to the right of numbers keeps as well, lest the two touch
HEAD = 4.4  # a head of up to four Chinese characters stays on one line while there is room
HEAD_WEIGHT = 3  # a broken head is as bad as this many rows grown by a line
SYLLABLES = 2.2  # two characters, the least that is still a line
READABLE = 4.4  # longer text is not squeezed into lines shorter than this
READABLE_WORDS = 7.0  # nor are words of letters, which need about that for two of them
NARROW, ROOMY = 7.4, 11.4  # what longer and what long text gets where a table is as narrow as can be read
LONG = 24.0  # from which on text is long
SHORT = (4.4, 6.4, 8.4)  # up to which width cells are kept on one line: the best of these is taken
BROKEN = 1.0  # a short cell that is broken is as bad as this many lines
BROKEN_HEAD = 4.0  # and a short head as this many
LONGEST_WORD = 14.0  # what is longer (an address) is broken rather than starving its neighbours
LOST = 0.4  # how much of a line is empty on average where text is broken
STEP = 0.5  # how much width is given away at a time
SEVERAL = 3  # lines of text, from which on it begins at the top of its cell
SAMPLE = 120  # rows looked at when lines are counted; every row counts for the narrowest width

# A number, a word, a date or a range, with up to four characters of a unit or before a date: none of them is broken.
# Nor are up to three numbers of sections, which a word processor would break after a point.
UNBROKEN = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"|\d{4}-\d\d-\d\d 至"
    r"|[\u4e00-\u9fff]{1,4}：\d{4}-\d\d-\d\d"
    r"|\d+(?:\.\d+)+(?:、\d+(?:\.\d+)+){1,2}"
    r"|[A-Z]{3} \d[\d.,]*"
    r"|[^\W\d_\u2e80-\uffef]*[≥≤<>=±+\-−–~～≈¥￥$€]*"
    r"[0-9A-Za-z\u00c0-\u024f][0-9A-Za-z\u00a0\u00c0-\u024f.,:/%‰+×÷=\-−–~～&_@#]*(?:[\u4e00-\u9fff]{1,4}(?![\u4e00-\u9fff]))?"
)
_BREAKS = re.compile(r"(?<=[^\W\d_][-–/])(?=[^\W\d_])|(?<=://)")  # in a word, where it may end a line
_CHINESE = re.compile(f"[{CHINESE}]")
_BEFORE_LATIN = re.compile(f"[{CHINESE}](?=[{WESTERN}])")
_AFTER_LATIN = re.compile(f"[{WESTERN}](?=[{CHINESE}])")


@dataclass(frozen=True, slots=True)
class _Measure:
    """What one cell asks for: the width that breaks no word, the width of its longest line, the width of all of it."""

    word: float
    line: float
    whole: float


@dataclass(slots=True)
class _Column:
    floor: float  # below this a number or a word breaks
    modest: float  # below this the head takes more than three lines
    head: float  # below this the head breaks where it should not
    line: float  # the longest line
    title: float  # the whole head
    cells: set[float] = field(default_factory=set)  # the widths of its cells
    readable: float = READABLE  # longer text is not squeezed into lines shorter than this

    def least(self) -> float:
        """Return the width below which text can hardly be read; a head may take three lines."""
        return max(self.floor, self.modest, min(max(self.cells, default=0.0), self.readable))

    def narrow(self) -> float:
        """Return the width where there is little room: short cells stay whole, running text gets a few characters."""
        longest = max(self.cells, default=0.0)
        return max(self.least(), min(self.title, NARROW), min(longest, NARROW if longest <= LONG else ROOMY))

    def wish(self, limit: float) -> float:
        """Return the width that keeps cells of up to ``limit`` on one line and lets longer ones be read."""
        kept = max((cell for cell in self.cells if cell <= limit), default=0.0)
        longer = min(max(self.cells, default=0.0), self.readable)
        return max(self.floor, self.head, kept, longer)


def column_widths(table: Table, total_em: float) -> tuple[int, ...]:
    """Return the width of each column in permille, together exactly 1000, for a table ``total_em`` wide."""
    return placement(table, total_em).widths


@dataclass(frozen=True, slots=True)
class Placement:
    """How columns share a table's width, in permille together exactly 1000, and how they do where there is no room.

    ``narrow`` is for a table of ``least`` ems: there no number breaks, and running text has a few characters a line.
    """

    widths: tuple[int, ...]
    narrow: tuple[int, ...]
    least: float


def placement(table: Table, total_em: float) -> Placement:
    """Return how columns share the width of a table ``total_em`` wide, and of one that is as narrow as can be read."""
    count = len(table.columns)
    if count == 0:
        return Placement((), (), 0.0)
    columns, rows, longest = _measure_table(table)
    padding = [PADDING + (AFTER_NUMBERS if is_after_numbers(table, index) else 0.0) for index in range(count)]
    room = max(total_em - sum(padding), 0.5 * count)
    filled = _fill(columns, rows, longest, room)
    widths = _permille([width + around for width, around in zip(filled, padding, strict=True)])
    needs = [column.narrow() + around for column, around in zip(columns, padding, strict=True)]
    return Placement(widths, _permille(needs), sum(needs))


def cell_lines(table: Table, widths: tuple[int, ...], total_em: float) -> list[list[int]]:
    """Return about how many lines each cell of each row takes at given column widths (permille)."""
    rooms = [
        max(width * total_em / 1000 - PADDING - (AFTER_NUMBERS if is_after_numbers(table, index) else 0.0), 1.0)
        for index, width in enumerate(widths)
    ]
    found = []
    for row in table.rows:
        taken = []
        at = 0
        for cell in row.cells:
            room = sum(rooms[at : at + max(cell.span, 1)]) or 1.0
            lines = _cell_text(cell.children).split("\n")
            taken.append(sum(_height(_width(line), room) for line in lines))
            at += max(cell.span, 1)
        found.append(taken)
    return found


def is_at_top(lines: int, tallest: int) -> bool:
    """Tell whether a cell of some lines begins at the top of its row rather than standing in the middle of it."""
    return SEVERAL <= lines < tallest


def is_after_numbers(table: Table, index: int) -> bool:
    """Tell whether a column of text follows one of right-aligned numbers, from which it should keep its distance."""
    return 0 < index < len(table.columns) and [c.align for c in table.columns[index - 1 : index + 1]] == [
        "right",
        "left",
    ]


def _cell_text(inlines: tuple[Inline, ...]) -> str:
    """Return a cell's text with the marks a writer adds to it, which take room too."""
    return "".join(map(_inline_text, inlines))


def _inline_text(node: Inline) -> str:
    match node:
        case Citation():
            return f"{node.text}[{node.number}"  # the mark is small: half its characters stand for it
        case Footnote():
            return str(node.number)
        case _:
            below = tuple(children(node))
            return "".join(map(_inline_text, below)) if below else plain_text(node)


def _width(text: str, bold: bool = False) -> float:
    """Return the width of one line of text in ems, with the thin gaps between Chinese and Latin characters."""
    gaps = 0 if text.isascii() else len(_BEFORE_LATIN.findall(text)) + len(_AFTER_LATIN.findall(text))
    return text_width(text, bold) + GAP * gaps


def _measure(text: str, bold: bool) -> _Measure:
    lines = [_width(line, bold) for line in text.split("\n")]
    words = [_width(part, bold) for word in UNBROKEN.findall(text) for part in _BREAKS.split(word)]
    return _Measure(min(max(words, default=1.0), LONGEST_WORD), max(lines), sum(lines))


def _measure_table(table: Table) -> tuple[list[_Column], list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Return what each column asks for, and of the cells of sampled rows the whole width and that of the longest line.

    Heads come first. Where a cell is spanned, both widths are 0.
    """
    columns = [_head_column(spec.title) for spec in table.columns]
    rows: list[tuple[float, ...]] = []
    longest: list[tuple[float, ...]] = []
    spanning: list[tuple[int, int, float]] = []
    for row in table.rows:
        whole = [0.0] * len(columns)
        line = [0.0] * len(columns)
        at = 0
        for cell in row.cells[: len(columns)]:
            bold = row.kind != "body" or (table.header_column and at == 0) or cell.tone == "strong"
            text = _cell_text(cell.children)
            found = _measure(text, bold)
            end = min(at + max(cell.span, 1), len(columns))
            if end == at + 1:
                whole[at], line[at] = found.whole, found.line
                _widen(columns[at], found)
                if " " in text and not _CHINESE.search(text):
                    columns[at].readable = READABLE_WORDS
            elif end > at:
                spanning.append((at, end, found.word))
            at = end
        rows.append(tuple(whole))
        longest.append(tuple(line))
    for start, end, word in spanning:
        _widen_together(columns[start:end], word)
    heads = tuple(_width(spec.title, bold=True) for spec in table.columns)
    every = max(1, math.ceil(len(rows) / SAMPLE))
    return columns, [heads] * HEAD_WEIGHT + rows[::every], [heads, *longest[::every]]


def _head_column(title: str) -> _Column:
    """Start a column from its head: a short head stays whole, a longer one may take two lines."""
    head = _measure(title, bold=True)
    short = head.line if head.line <= HEAD else max(HEAD / 4 * 3, head.line / 2 + 0.6)
    modest = min(short, max(SYLLABLES, head.line / 3 + LOST))
    return _Column(floor=max(1.0, head.word), modest=modest, head=short, line=max(1.0, head.line), title=head.line)


def _widen_together(columns: list[_Column], word: float) -> None:
    """Give columns that one cell spans the room its longest word needs."""
    short = word - sum(column.floor for column in columns) - PADDING * (len(columns) - 1)
    for column in columns:
        column.floor += max(short, 0.0) / len(columns)
        column.line = max(column.line, column.floor)


def _widen(column: _Column, cell: _Measure) -> None:
    column.floor = max(column.floor, cell.word)
    column.line = max(column.line, cell.line, column.floor)
    column.cells.add(cell.line)


def _fill(
    columns: list[_Column], rows: list[tuple[float, ...]], longest: list[tuple[float, ...]], room: float
) -> list[float]:
    """Share out the room: first what breaks no word, then short cells, then whatever shortens the tallest rows."""
    floors = [column.floor for column in columns]
    lines = [column.line for column in columns]
    if sum(floors) >= room:
        return _cut_down(floors, room)
    if sum(lines) <= room:
        # Everything fits on one line: the rest goes to the long columns first, so that no number drifts off.
        weights = [line**1.5 for line in lines]
        return [line + (room - sum(lines)) * weight / sum(weights) for line, weight in zip(lines, weights, strict=True)]
    least = _grant(floors, [column.least() for column in columns], room)
    starts = [least, *(_grant(least, [column.wish(limit) for column in columns], room) for limit in SHORT)]
    tried = [_mend_heads(_shorten(start, lines, rows, room), floors, rows) for start in starts]
    return min(tried, key=lambda widths: _cost(widths, rows, longest))


def _cut_down(floors: list[float], room: float) -> list[float]:
    """Cut the widest floors to one width, so that only the longest words are broken where not all can stay whole."""
    left = room
    for kept, floor in enumerate(sorted(floors)):
        cap = left / (len(floors) - kept)
        if floor > cap:
            return [min(each, cap) for each in floors]
        left -= floor
    return floors


def _cost(widths: list[float], rows: list[tuple[float, ...]], longest: list[tuple[float, ...]]) -> float:
    """Weigh a set of widths: the lines of all rows, and every cell with a short line that is broken."""
    lines = sum(max(map(_height, row, widths)) for row in rows)
    broken = sum(_is_broken(row, widths, SHORT[-1]) for row in longest[1:])
    return lines + BROKEN * broken + BROKEN_HEAD * _is_broken(longest[0], widths, HEAD)


def _is_broken(row: tuple[float, ...], widths: list[float], limit: float) -> int:
    """Count the cells of a row whose longest line is short and does not fit all the same."""
    return sum(width + 1e-6 < cell <= limit for cell, width in zip(row, widths, strict=True))


def _grant(floors: list[float], wishes: list[float], room: float) -> list[float]:
    """Fulfil wishes whole, the smallest first: one column that breaks its text is better than all of them."""
    widths = list(floors)
    free = room - sum(floors)
    for index in sorted(range(len(widths)), key=lambda index: (wishes[index] - floors[index], index)):
        need = max(wishes[index] - floors[index], 0.0)
        if need <= free:
            widths[index] += need
            free -= need
    return widths


def _shorten(start: list[float], lines: list[float], rows: list[tuple[float, ...]], room: float) -> list[float]:
    """Give the room left, a step at a time, to the column that makes most rows tall."""
    widths = list(start)
    order = range(len(widths))
    heights = [[_height(row[index], widths[index]) for row in rows] for index in order]
    free = room - sum(widths)
    while free > 1e-9:
        scores = [0.0] * len(widths)
        for row in zip(*heights, strict=True):
            tallest = max(row)
            if tallest > 1:
                holders = [index for index in order if row[index] == tallest]
                for index in holders:
                    scores[index] += (tallest - 1) / len(holders)
        chosen = max(order, key=lambda index: (scores[index], lines[index] / widths[index], -index))
        step = min(STEP, free)
        widths[chosen] += step
        free -= step
        heights[chosen] = [_height(row[chosen], widths[chosen]) for row in rows]
    return widths


def _mend_heads(widths: list[float], floors: list[float], rows: list[tuple[float, ...]]) -> list[float]:
    """Give heads that would break the room that columns can spare without a taller row or a broken short cell."""
    heads, body = rows[0], rows[HEAD_WEIGHT:]
    needs = [max(head - width, 0.0) for head, width in zip(heads, widths, strict=True)]
    if not any(needs) or not body:
        return widths
    tallest = [max(map(_height, row, widths)) for row in body]
    spare = [0.0] * len(widths)
    for index, width in enumerate(widths):
        least = max(floors[index], min(heads[index], width))
        while width - STEP >= least and all(
            _height(row[index], width - STEP) <= top and not width - STEP < row[index] <= min(width, SHORT[-1])
            for row, top in zip(body, tallest, strict=True)
        ):
            width -= STEP
        spare[index] = widths[index] - width
    pool = sum(spare)
    granted = [0.0] * len(widths)
    for index in sorted(range(len(widths)), key=lambda index: (needs[index], index)):
        if 0 < needs[index] <= pool:
            granted[index] = needs[index]
            pool -= needs[index]
    kept = pool / sum(spare) if pool else 0.0
    return [width - extra * (1 - kept) + grant for width, extra, grant in zip(widths, spare, granted, strict=True)]


def _height(whole: float, width: float) -> int:
    """Count the lines of a cell; every full line but the last loses about half a character to its break."""
    return 1 if whole <= width + 1e-6 else max(2, math.ceil(whole / max(width - LOST, 1.0) - 1e-6))


def _permille(widths: list[float]) -> tuple[int, ...]:
    """Round shares to integers that add up to 1000, the largest remainders first."""
    total = sum(widths)
    exact = [1000 * width / total for width in widths]
    whole = [math.floor(share) for share in exact]
    by_remainder = sorted(range(len(widths)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_remainder[: 1000 - sum(whole)]:
        whole[index] += 1
    return tuple(whole)
