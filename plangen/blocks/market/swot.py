"""Strengths, weaknesses, opportunities and threats, and the strategies that follow from pairing them."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.doctree import Block, Cell, Column, LineBreak, Row, Strong, Table, Text, Tone
from plangen.labels import label
from plangen.messages import listed
from plangen.model import BlockPlace, Fault, Line, Part, StrategyBlock, Surroundings
from plangen.quantities import Stated, counted

Quadrant = Literal["strengths", "weaknesses", "opportunities", "threats"]
QUADRANTS: tuple[Quadrant, ...] = ("strengths", "weaknesses", "opportunities", "threats")
LETTERS: dict[Quadrant, str] = {"strengths": "S", "weaknesses": "W", "opportunities": "O", "threats": "T"}
TONES: dict[Quadrant, Tone] = {"strengths": "good", "weaknesses": "warn", "opportunities": "good", "threats": "bad"}
PAIRS = ("so", "wo", "st", "wt")

Entries = Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]
Strategies = Annotated[tuple[Line, ...], Field(max_length=8)]

# Entries that a strategy names in brackets, as in （S1、O2）; O2O and T3 in a sentence are words.
_NAMED = re.compile(r"[(（]\s*([SWOT]\d{1,6}(?:\s*[、,，+＋/]\s*[SWOT]\d{1,6})*)\s*[)）]", re.IGNORECASE)
_ONE = re.compile(r"([SWOT])(\d+)", re.IGNORECASE)


class Tows(Part):
    """What is done about it, by the pair of entries each strategy rests on."""

    so: Strategies = Field(default=(), description="strengths used to take opportunities, such as … (S1, O2)")
    wo: Strategies = Field(default=(), description="weaknesses mended to take opportunities")
    st: Strategies = Field(default=(), description="strengths used against threats")
    wt: Strategies = Field(default=(), description="weaknesses mended to escape threats")


class Swot(StrategyBlock):
    """Strengths and weaknesses inside, opportunities and threats outside, each numbered (S1, W1, O1, T1).

    The strategies of each pair are the TOWS matrix (Weihrich, "The TOWS Matrix: A Tool for Situational Analysis", Long
    Range Planning 15(2), 1982).
    """

    example: ClassVar[str] = """\
strengths: [门店网络可就近发货与试穿, 版型口碑稳定]
weaknesses: [会员与库存分散在多套系统]
opportunities: [通勤女装增速高于大众休闲]
threats: [平台流量成本持续上涨]
strategies:
  so: [以门店试穿带动通勤女装的内容获客（S1、O1）]
  wo: [先统一会员与库存，再放大通勤女装投放（W1、O1）]
  st: [以门店与会员触达替代部分付费流量（S1、T1）]
  wt: [库存未打通前不增加平台投放（W1、T1）]
"""
    strengths: Entries = Field(description="what the company does better than others, 1 to 8 lines")
    weaknesses: Entries = Field(description="what it does worse, 1 to 8 lines")
    opportunities: Entries = Field(description="what the market offers, 1 to 8 lines")
    threats: Entries = Field(description="what the market threatens with, 1 to 8 lines")
    strategies: Tows | None = Field(default=None, description="what follows from pairing them, optional")
    note: Line | None = Field(default=None, description="a remark below the table, optional")

    def entries(self, quadrant: Quadrant) -> tuple[str, ...]:
        """Return the entries of a quadrant in order."""
        found: tuple[str, ...] = getattr(self, quadrant)
        return found

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        seen: dict[str, Quadrant] = {}
        for quadrant in QUADRANTS:
            for index, entry in enumerate(self.entries(quadrant)):
                if (first := seen.get(_bare(entry))) is None:
                    seen[_bare(entry)] = quadrant
                    continue
                message, hint = "{entry} stands under {first}: twice", "delete one"
                if first != quadrant:
                    message = "{entry} stands under {first}: and under {second}:"
                    hint = "keep it in one of the two, or say what differs"
                values = {"entry": entry, "first": first, "second": quadrant}
                yield Fault("PG202", (quadrant, index), message, hint, values)
        yield from self._check_strategies()

    def _check_strategies(self) -> Iterator[Fault]:
        if self.strategies is None:
            return
        counts = {LETTERS[quadrant]: len(self.entries(quadrant)) for quadrant in QUADRANTS}
        given = False
        for pair in PAIRS:
            for index, strategy in enumerate(getattr(self.strategies, pair)):
                given = True
                path = ("strategies", pair, index)
                named = [
                    (letter.upper(), int(number))
                    for brackets in _NAMED.finditer(strategy)
                    for letter, number in _ONE.findall(brackets[1])
                ]
                for letter, number in named:
                    if not 1 <= number <= counts[letter]:
                        message = "there is no {named}: {letter} goes from 1 to {count}"
                        hint = "correct the number in the brackets"
                        values = {"named": f"{letter}{number}", "letter": letter, "count": counts[letter]}
                        yield Fault("PG201", path, message, hint, values)
                yield from _misplaced(strategy, pair, {letter for letter, _ in named}, path)
        if not given:
            message = "there are no strategies"
            hint = "write at least one below so:, wo:, st: or wt:, or delete strategies:"
            yield Fault("PG007", ("strategies",), message, hint)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {f"count_{name}": counted(len(self.entries(name))) for name in QUADRANTS}
        if self.strategies:
            found["count_strategies"] = counted(sum(len(getattr(self.strategies, pair)) for pair in PAIRS))
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        def entries(quadrant: Quadrant) -> Cell:
            head = word(f"swot_{quadrant}")
            return _numbered(head, LETTERS[quadrant], self.entries(quadrant), place.language, TONES[quadrant])

        rows = (
            Row((cell(word("swot_inside"), "strong"), entries("strengths"), entries("weaknesses"))),
            Row((cell(word("swot_outside"), "strong"), entries("opportunities"), entries("threats"))),
        )
        columns = (Column(""), Column(word("swot_helpful")), Column(word("swot_harmful")))
        caption = place.caption or word("swot_caption")
        note = (Text(self.note),) if self.note else ()
        table = Table(columns, rows, caption, place.path, note=note, header_column=True, origin=place.origin)
        return [table, *self._tows(place)]

    def _tows(self, place: BlockPlace) -> Iterator[Table]:
        def word(key: str) -> str:
            return label(place.language, key)

        strategies = self.strategies
        if strategies is None or not any(getattr(strategies, pair) for pair in PAIRS):
            return

        def entries(pair: str) -> Cell:
            return _numbered(word(f"tows_{pair}"), pair.upper(), getattr(strategies, pair), place.language)

        rows = (
            Row((cell(word("swot_opportunities"), "strong"), entries("so"), entries("wo"))),
            Row((cell(word("swot_threats"), "strong"), entries("st"), entries("wt"))),
        )
        columns = (Column(""), Column(word("swot_strengths")), Column(word("swot_weaknesses")))
        note = (Text(word("tows_note")),)
        path = f"{place.path}.strategies"
        yield Table(columns, rows, word("tows_caption"), path, note=note, header_column=True, origin=place.origin)


def _misplaced(strategy: str, pair: str, letters: set[str], path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Yield PG006 for a strategy that rests on entries of another pair than the one it stands under."""
    lacking = [letter for letter in pair.upper() if letter not in letters]
    if not lacking or letters <= set(pair.upper()):
        return
    right = next((other for other in PAIRS if set(other.upper()) <= letters), "")
    message = "{strategy} stands under {pair}:, but names no {lacking}"
    hint = "move it to {right}:, or correct the brackets" if right else "correct the brackets, or move it"
    values = {"strategy": strategy, "pair": pair, "lacking": listed(lacking), "right": right}
    yield Fault("PG006", path, message, hint, values)


def _bare(entry: str) -> str:
    """Return an entry as it is compared: without case, blanks and its stop."""
    return "".join(entry.split()).rstrip("。.；;").casefold()


def _numbered(head: str, letter: str, entries: Sequence[str], language: str, tone: Tone = "") -> Cell:
    """Make a cell of a head in bold and numbered entries below it."""
    texts = [
        label(language, "swot_entry", number=f"{letter}{number}", entry=entry)
        for number, entry in enumerate(entries, start=1)
    ]
    numbered = lines(*texts or "—")
    return Cell((Strong((Text(head),)), LineBreak(), *numbered.children), tone)
