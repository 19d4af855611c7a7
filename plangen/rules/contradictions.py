"""PG411: does the text state other figures than the blocks it speaks of?

A sentence is held against a block where it names one of the block's entries or measures and states a figure of it:
毛利率目标为50%, 复购率由29%升至40%, 会员中台预算3,000万元. The words between name and number decide whether the
number is a value of the measure (为, 达到, 升至 …), a change of it (提高, 下降 …), or something else, which is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from plangen.blocks.finance.staged_budget import StagedBudget
from plangen.diagnostics import Diagnostic, finding
from plangen.labels import label
from plangen.model import Part, StrategyBlock
from plangen.plan import LoadedSlot, Plan
from plangen.quantities import POINTS, Quantity, Stated, rounded
from plangen.rules.base import Examined
from plangen.rules.blocks import all_blocks, blocks_of, place_in, shown_place
from plangen.yamltree import Scalar, scalars

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_NUMBER = re.compile(
    r"(?<![\d.,A-Za-z])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?"
    r"(个百分点|percentage points|%|％|万亿元|亿元|千万元|百万元|千元|万元|元|倍|天|小时|分|家|人|次|"
    r"(?:CNY|USD)(?: (?:thousand|million|billion))?)?"
)
# What may stand between a measure and a value of it. Anything conditional or comparing is no statement.
_LEVEL = re.compile(
    r"[的在（(：:，,\s]*"
    r"(?:(?:\d{4}年?末?|基期|期末|规划期末|年度|当前|目前|目标|现值|基准|预算|总额|金额|占比|份额|比例|规模|投入)[的值为是：:，,\s]*)*"
    r"(?:(?:设定|确定|预计|计划|力争|将|要|须|应)?(?:由|从|为|是|达到?|占|约|共|计|合计|即|：|:|＝|=|"
    r"升至|降至|增至|减至|提高到|提升到|提升至|提高至|降到|降低到|降低至|压到|压缩到|压至|缩至|缩短到|缩短至|扩大到|扩大至|增加到|增长到|"
    r"上升到|下降到|定为|至|到)[约近]?\s*)+"
)
_BARE_LEVEL = re.compile(r"\s*(?:目标|基期|现值|占比|占|预算|投入|金额|总额)?[值为]?[约：:]?\s*")
_ENGLISH_LEVEL = re.compile(
    r"(?: (?:of|in|the|target|baseline|share|budget|rate|ratio|by|is|at|to|from|reaches|rises|falls|grows|will|be|was)"
    r"|[:,])* ",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"[的将须应要，,\s]*(?:提高|提升|上升|增加|增长|下降|降低|减少|缩短|压缩|扩大)了?约?\s*"
    r"| (?:rises|falls|grows|increases|decreases|improves) by ",
    re.IGNORECASE,
)
# A sentence about another case than the plan's own may state other figures.
_SUPPOSED = re.compile(r"若|如果|假如|假设|假定|情景|情形|即使|scenario|suppos|assum|\bif\b", re.IGNORECASE)
_SHORTEST = 2  # names of one character stand in too many words


@dataclass(slots=True)
class _Subject:
    """A measure or entry that text may name, and every figure that blocks give of it."""

    name: str
    place: str
    figures: list[Quantity] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


def number_contradicts_block(examined: Examined) -> Iterator[Diagnostic]:
    """PG411: running text states a figure of a measure or entry that no block gives of it."""
    plan = examined.plan
    subjects: dict[str, _Subject] | None = None
    pattern: re.Pattern[str] | None = None
    for slot in plan.slots.values():
        if slot.node is None or slot.place.spec.type not in ("prose", "list") or slot.flag:
            continue
        for scalar in scalars(slot.node):
            if not _NUMBER.search(_EXPRESSION.sub("", scalar.value)):
                continue
            if subjects is None:
                subjects = _subjects(plan)
                names = sorted(subjects, key=len, reverse=True)
                pattern = re.compile("|".join(map(re.escape, names))) if names else None
            if pattern is not None:
                yield from _contradictions(scalar, subjects, pattern)


def _contradictions(scalar: Scalar, subjects: dict[str, _Subject], pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    # what an expression prints is right by itself, so it only keeps its place
    text = _EXPRESSION.sub(lambda match: "\0" * len(match.group()), scalar.value).replace("**", "\1\1")
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        if _SUPPOSED.search(words):
            continue
        named = list(pattern.finditer(words))
        for number, match in enumerate(named):
            end = named[number + 1].start() if number + 1 < len(named) else len(words)
            subject = subjects[match.group()]
            for found in _stated(words, match.end(), end):
                if _is_known(found, subject):
                    continue
                at = scalar.locate(sentence.start() + found.start)
                message = "the text says {figure} of {name}; the block in {place} says {known}"
                hint = 'correct the text, or take the figure from the block: {{{{ value("…") }}}}'
                known = "、".join(dict.fromkeys(figure.text for figure in _comparable(found, subject))) or "—"
                values = {"figure": found.text, "name": subject.name, "place": subject.place, "known": known}
                yield finding("PG411", at, message, hint, **values)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number in the text, as a value of the measure before it or as a change of it."""

    start: int
    text: str
    figure: Quantity
    change: bool


def _stated(words: str, start: int, end: int) -> Iterator[_Stated]:
    """Yield the numbers after a name that the words in between tie to it; the first loose one ends the search."""
    at = start
    while match := _NUMBER.search(words, at, end):
        between = words[at : match.start()].replace("\1", "")
        printed = between.rpartition("\0")  # a figure printed by an expression stands in for a number
        between = printed[2]
        change = bool(_CHANGE.fullmatch(between))
        level = any(rule.fullmatch(between) for rule in (_LEVEL, _BARE_LEVEL, _ENGLISH_LEVEL))
        if not change and not level:
            return
        number = Decimal(match[1].replace(",", "") + (match[2] or ""))
        unit = (match[3] or "").replace("％", "%").replace("percentage points", POINTS["en"])
        if unit:
            yield _Stated(match.start(), match.group().strip(), Quantity(number, unit), change)
        at = match.end()


def _comparable(stated: _Stated, subject: _Subject) -> list[Quantity]:
    """Return the subject's figures that a stated one can be held against: those of its kind of unit."""
    unit = "%" if stated.figure.unit in POINTS.values() else stated.figure.dimension
    return [figure for figure in subject.figures if figure.dimension == unit]


def _is_known(stated: _Stated, subject: _Subject) -> bool:
    """Tell whether a block says so too, or says nothing that could be compared."""
    known = _comparable(stated, subject)
    if stated.change:
        changes = {word.lstrip("+-−").replace(",", "") for word in subject.words}
        if not known or not changes:
            return True
        shown = f"{stated.figure.number:f}{stated.figure.unit}"
        gaps = {abs(one.base - other.base) for one in known for other in known}
        of_same_kind = stated.figure.unit not in POINTS.values() and stated.figure.unit != "%"
        return shown in changes or (of_same_kind and stated.figure.base in gaps)
    if stated.figure.unit in POINTS.values():
        return not known  # a value in points of a measure in per cent
    return not known or any(_same(stated.figure, figure) for figure in known)


def _same(written: Quantity, figure: Quantity) -> bool:
    if figure.base == written.base:
        return True
    exponent = written.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    # a text may round what a block computes or states more exactly, but not to a whole per cent
    return places > 0 and rounded(figure.base / written.scale, places) == written.number


# --- what text may name ----------------------------------------------------------------------------------------------


def _subjects(plan: Plan) -> dict[str, _Subject]:
    """Return everything with a name and figures: measures, entries of blocks, stages and the budget as a whole."""
    subjects: dict[str, _Subject] = {}

    def add(name: str, slot: LoadedSlot, path: tuple[str | int, ...]) -> _Subject:
        return subjects.setdefault(name, _Subject(name, shown_place(place_in(slot, path))))

    held = _values_by_slot(plan)
    for slot, block in all_blocks(plan):
        measured: set[str] = set()
        for measure in block.measures():
            measured.add(measure.id)
            for figure, path in measure.figures.values():
                add(measure.name, slot, path).figures.append(figure)
            if measure.name in subjects:
                subjects[measure.name].words.update(measure.words)
        entries = {key: (name, path) for key, name, path in _entries(block)}
        for path_text, value in held.get(slot.name, ()):
            key = path_text.partition(".")[0]
            if key not in entries:
                continue
            name, path = entries[key]
            subject = add(name, slot, path)
            if isinstance(value, Quantity) and key not in measured:  # how far a KPI has come is no value of it
                subject.figures.append(value)
            elif isinstance(value, str):
                subject.words.add(value)
    for slot, budget in blocks_of(plan, StagedBudget):
        for word in label(plan.language, "budget_words").split("|"):
            add(word, slot, ("total",)).figures.append(budget.total)
    return {name: subject for name, subject in subjects.items() if len(name) >= _SHORTEST and subject.figures}


def _entries(block: StrategyBlock) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield key, name and path of the entries of a block's lists: what ``value()`` paths begin with."""
    for field_name in type(block).model_fields:
        held = getattr(block, field_name)
        for index, entry in enumerate(held if isinstance(held, tuple) else ()):
            if not isinstance(entry, Part):
                continue
            name = getattr(entry, "name", None)
            if isinstance(name, str):
                yield getattr(entry, "id", None) or name, name, (field_name, index)


def _values_by_slot(plan: Plan) -> dict[str, list[tuple[str, Stated]]]:
    """Return what ``value()`` may refer to by the slot it belongs to, each by its path below the block."""
    found: dict[str, list[tuple[str, Stated]]] = {}
    for path, value in plan.values.items():
        name = path
        while name and name not in plan.slots:
            name = name.rpartition(".")[0]
        found.setdefault(name, []).append((path.removeprefix(name + "."), value))
    return found
