"""What running text states: a name, a number that the words around tie to it, and of when it is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plangen.quantities import Quantity
from plangen.rules.grammar import Grammar, grammar_of
from plangen.rules.numbers import PRINTED, Number, Numbers, numbers

_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"(?:[^。！？!?.]|\.(?!\s|$))+")  # a full stop inside 46.5 ends no sentence
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# a cross-reference in brackets, with or without 见, says nothing of the number behind it
_REFERENCE = re.compile(r"[（(]\s*(?:详?见|参见|see)?\s*\{\{\s*ref\(.*?\)\s*\}\}[^（()）]{0,20}[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"\d{4}年?\s*[—–~～至到-]+\s*\d{4}")
# a clause that only says when: 2026年，
_WHEN = re.compile(
    r"\W*(?:到|至|于|在|截至|截止|by|in|for)?\W*(?:the end of )?(?:19|20)\d\d\W*年?(?:末|底|度)?\W*", re.I
)
_SAID_BEFORE = re.compile("(目标|target|goal)|基期|baseline", re.IGNORECASE)
_BOLD = "\1"  # stands for the marks of bold print
# 50%的毛利率目标 is a statement, 50%的毛利率改善 is none
_ENDS_BEHIND = re.compile(f"{_BOLD}*(?:目标| target)?{_BOLD}*(?:[，。；、）)]|$| by | in )")
_ONWARD = re.compile("[至到]")
_LONGEST = 1000  # what is longer is no sentence that states anything, and reading it would take long
_MOVES = ("up", "down", "move")
_TIMES = ("year", "target", "baseline")

Words = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number in a text, as a value of the named subject or as a change of it.

    ``role`` is a year, ``target``, ``baseline``, or empty where the text does not say; ``surely`` tells whether it says
    so beside the number. ``change`` is 1 for more, -1 for less, 0 for either, and None for a value.
    """

    name: str
    offset: int
    text: str
    figure: Quantity
    role: str
    surely: bool
    change: int | None
    about: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What text is searched for: names, each of the kind of its subject, numbers, and the plan's client."""

    names: re.Pattern[str]
    kinds: Mapping[str, str]
    numbers: Numbers
    client: re.Pattern[str]

    def kind(self, name: re.Match[str]) -> str:
        return self.kinds[name.group().casefold()]


def vocabulary(kinds: Mapping[str, str], figures: Iterator[Quantity], client: str) -> Vocabulary:
    """Make the patterns for a plan's names (by name the kind of its subject), its figures' units, and its client."""
    names = "|".join(
        rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)
        for name in sorted(kinds, key=len, reverse=True)
    )
    # a company is called by the beginning of its name: 安可, 安可公司
    words = client.split() if client.isascii() else []
    short = [client[:length] for length in range(len(client), 1, -1)] if not words else []
    short += [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    return Vocabulary(
        re.compile(names or "(?!)", re.IGNORECASE),
        {name.casefold(): kind for name, kind in kinds.items()},
        numbers({figure.dimension for figure in figures}),
        re.compile("|".join(map(re.escape, short)) or "(?!)", re.IGNORECASE),
    )


def statements(text: str, known: Vocabulary) -> Iterator[Statement]:
    """Yield what a text states of the subjects it names."""
    masked = _EXPRESSION.sub("", text) if "{{" in text else text
    if not known.numbers.any(masked):
        return
    masked = _REFERENCE.sub(lambda match: " " * len(match.group()), text)
    masked = _EXPRESSION.sub(lambda match: PRINTED * len(match.group()), masked).replace("**", _BOLD * 2)
    for paragraph in _PARAGRAPH.finditer(masked):
        others = False  # do the sentences so far speak of somebody else?
        for match in _SENTENCE.finditer(paragraph.group()):
            if not known.numbers.any(paragraph.group()[match.start() :]):
                break
            sentence = _Sentence(match.group(), paragraph.start() + match.start(), known, others)
            yield from sentence.statements()
            others = sentence.ends_with_others()


class _Sentence:
    """One sentence, read from name to name."""

    def __init__(self, words: str, start: int, known: Vocabulary, others: bool) -> None:
        self.words = words
        self.start = start
        self.known = known
        self.others = others
        self.grammar: Grammar = grammar_of(words)

    def statements(self) -> Iterator[Statement]:
        """Yield what the sentence states; a supposition states nothing."""
        if len(self.words) > _LONGEST or not self.known.numbers.any(self.words):
            return
        if self.grammar.supposed.search(self.words):
            return
        named = list(self.known.names.finditer(self.words))
        group: list[re.Match[str]] = []
        stated = 0  # where the last number that belongs to a name ends
        for index, name in enumerate(named):
            end = named[index + 1].start() if index + 1 < len(named) else len(self.words)
            if not group and not self._is_told_of(name, stated):
                continue
            if index + 1 < len(named) and self.grammar.joined.fullmatch(self.words, name.end(), end):
                group.append(name)  # 毛利率和净利率…
                continue
            found = list(self._shared([*group, name], end) if group else self._stated(name, end))
            group = []
            if found:
                stated = found[-1].offset - self.start + len(found[-1].text)
            yield from found

    def ends_with_others(self) -> bool:
        """Tell whether a following sentence still speaks of somebody else than the plan's own company."""
        if self._own(self.words) is not None:
            return False
        return self.others or self.grammar.foreign.search(self.words) is not None

    # --- before the name ---------------------------------------------------------------------------------------------

    def _own(self, text: str) -> int | None:
        """Return where the last mention of the plan's own company in a text ends."""
        found = [m.end() for pattern in (self.grammar.own, self.known.client) for m in pattern.finditer(text)]
        return max(found) if found else None

    def _is_told_of(self, name: re.Match[str], stated: int) -> bool:
        """Tell whether the words before a name let it be the plan's own, and nothing but this name.

        ``stated`` is where a number of an earlier name ends: behind it a name needs no new clause.
        """
        before = self.words[: name.start()]
        kind = self.known.kind(name)
        if number := self._number_before(before):
            before = before[: number.start]
        own = self._own(before)
        told = before[own:] if own else before
        if (self.others and own is None) or self.grammar.foreign.search(told):
            return False
        if kind == "measure" and self.grammar.other_time.search(told):
            return False
        clauses = [match.end() for match in self.grammar.clause.finditer(before)]
        start = max(stated, clauses[-1] if clauses else 0)
        lead = before[start:] if own is None or own <= start else told.removeprefix("的").removeprefix("'s")
        if not self.grammar.leads(lead) or self._in_brackets_of_another(before):
            return False
        earlier = [part for part in self.grammar.clause.split(told[: len(told) - len(lead)]) if part]
        if not (kind == "entry" and stated) and any(self._is_of_a_part(part) for part in earlier):
            return False
        return kind != "stage" or not earlier or stated > 0 or any(self._names_money(part) for part in earlier)

    def _in_brackets_of_another(self, before: str) -> bool:
        """Tell whether the name stands in brackets behind something that is no subject: 内容渠道（毛利率60%）."""
        open_at = max(before.rfind("（"), before.rfind("("))
        if open_at <= max(before.rfind("）"), before.rfind(")")):
            return False
        return not self.grammar.leads(self.grammar.clause.split(before[:open_at])[-1])

    def _is_of_a_part(self, clause: str) -> bool:
        """Tell whether a clause makes a part of the company, or an entry of a block, the topic of what follows."""
        if self.grammar.by_means.match(clause):
            return False
        entry = any(self.known.kind(match) == "entry" for match in self.known.names.finditer(clause))
        return entry or self.grammar.unit_of_it.search(clause) is not None

    def _names_money(self, clause: str) -> bool:
        kinds = {self.known.kind(match) for match in self.known.names.finditer(clause)}
        return bool(kinds & {"total", "stage"}) or any(word in clause.lower() for word in ("投入", "预算", "budget"))

    def _number_before(self, before: str) -> Number | None:
        """Return a number of which the name is the noun: 50%的毛利率."""
        link = self.grammar.before_name.search(before)
        if link is None:
            return None
        found = list(self.known.numbers.within(before, max(0, link.start() - 20), link.start()))
        last = found[-1] if found else None
        return last if last and last.end == link.start() and last.figure and last.figure.unit else None

    # --- the numbers behind it ---------------------------------------------------------------------------------------

    def _stated(self, name: re.Match[str], end: int) -> Iterator[Statement]:
        """Yield the numbers that the words in between tie to a name; the first loose one ends the search."""
        number = self._number_before(self.words[: name.start()])
        if number and _ENDS_BEHIND.match(self.words, name.end()):
            yield from self._statement(name, number, [])
            return
        at, first, changed = name.end(), True, False
        for number in self.known.numbers.within(self.words, at, end):
            words = self.grammar.kinds(self.words[at : number.start])
            if words is None or not self._ties(words, name, number, first=first, changed=changed):
                return
            changed = _is_change(words)
            if number.figure and self._is_no_statement(number, changed):
                return
            yield from self._statement(name, number, words)
            at, first = number.end, False

    def _shared(self, names: list[re.Match[str]], end: int) -> Iterator[Statement]:
        """Yield what is said of several names in a row: 毛利率和净利率分别达到50%和8%."""
        found = list(self.known.numbers.within(self.words, names[-1].end(), end))[: len(names)]
        if len(found) < len(names):
            return
        words = self.grammar.kinds(self.words[names[-1].end() : found[0].start])
        if words is None or _is_change(words) or self._is_no_statement(found[-1], changed=False):
            return
        each = any(kind == "each" for kind, _ in words) or "respectively" in self.words[found[-1].end : end]
        gaps = itertools.pairwise(found)
        if each and all(self.grammar.joined.fullmatch(self.words, one.end, two.start) for one, two in gaps):
            for name, number in zip(names, found, strict=True):
                yield from self._statement(name, number, words)

    def _is_no_statement(self, number: Number, changed: bool) -> bool:
        """Tell whether the words behind a number make it a limit, a range, a condition, or somebody else's."""
        if self.grammar.foreign.search(self.grammar.clause.split(self.words[number.end :], maxsplit=1)[0]):
            return True
        if changed and number.figure and (match := _ONWARD.match(self.words, number.end)):
            onward = next(self.known.numbers.within(self.words, match.end(), len(self.words)), None)
            alike = onward is None or onward.figure is None or onward.figure.unit == number.figure.unit
            return alike or onward is None or onward.start != match.end()  # 提升2.2个百分点至7.0% is no range
        return self.grammar.otherwise.match(self.words, number.end) is not None

    def _ties(self, words: Words, name: re.Match[str], number: Number, *, first: bool, changed: bool) -> bool:
        """Tell whether words between a name and a number, or two numbers, make the number one of the name."""
        telling = _telling(words)
        kind = self.known.kind(name)
        if _is_change(words):
            return kind == "measure"
        if kind == "entry" and number.text[-1:] in ("%", "％") and "share" not in telling:
            return False
        if "to" not in telling and "from" not in telling and any(each in _MOVES for each in telling):
            return False
        if number.text[-1:] in ("%", "％") and words[-1:] == [("filler", "的")] and not self._has_it(words, name):
            return False  # a share of it: 投入的50%
        if "than" in telling and not {"year", "baseline"} & set(telling):
            return False
        last = set(telling[len(telling) - telling[::-1].index("comma") :] if "comma" in telling else telling)
        if not first:
            return bool({"to", "share", "spent", *_TIMES, *(("is",) if changed else ())} & last)
        if "comma" in telling:
            return bool({"is", "to", "from", "share", *_TIMES} & last)
        if kind == "stage":
            return bool({"share", "spent"} & last)
        return bool(telling) or not any("的" in word for _, word in words) or self._has_it(words, name)

    def _has_it(self, words: Words, name: re.Match[str]) -> bool:
        """Tell whether a percentage behind 的 is the name's own: 2025年的46.5%, 由毛利率的46.5%, 占预算的25%."""
        if [kind for kind, _ in words[-2:-1]] in (["year"], ["baseline"]):
            return True
        if self.known.kind(name) == "stage":
            return any(kind == "share" or word == "使用" for kind, word in words)
        return self.words[: name.start()].endswith(("由", "从")) and len(words) == 1

    def _statement(self, name: re.Match[str], number: Number, words: Words) -> Iterator[Statement]:
        if number.figure is None:
            return
        telling = _telling(words)
        change = (1 if "up" in telling else -1 if "down" in telling else 0) if _is_change(words) else None
        role, surely = self._role(name, words)
        about = any(kind == "about" for kind, _ in words)
        about = about or self.grammar.rounded.match(self.words, number.end) is not None
        yield Statement(
            name.group(), self.start + number.start, number.text, number.figure, role, surely, change, about
        )

    def _role(self, name: re.Match[str], words: Words) -> tuple[str, bool]:
        """Return of when a number is, and whether that is said beside it rather than somewhere before."""
        before = self.words[: name.start()]
        clauses = self.grammar.clause.split(before)
        beside = _YEAR.findall(clauses[-1])
        breaks = [index + 1 for index, (kind, _) in enumerate(words) if kind in ("comma", "from")]
        said = dict(words[breaks[-1] if breaks else 0 :])  # the last word of each kind
        if "year" in said:
            return _YEAR.findall(said["year"])[-1], True
        if "target" in said or "baseline" in said:
            return (beside[-1] if beside else "target" if "target" in said else "baseline"), True
        if any(kind == "from" for kind, _ in words):
            return "", False
        if not beside and (match := _SAID_BEFORE.search(clauses[-1])):
            return ("target" if match[1] else "baseline"), True
        years = _YEAR.findall(before)
        if not years or _YEARS.search(before):
            return "", False
        return years[-1], bool(beside or (len(clauses) > 1 and _WHEN.fullmatch(clauses[-2])))


def _telling(words: Words) -> list[str]:
    """Return the kinds of the words that say something."""
    return [kind for kind, _ in words if kind not in ("filler", "about", "each")]


def _is_change(words: Words) -> bool:
    """Tell whether the last word before a number makes it a change."""
    rest = [kind for kind in _telling(words) if kind != "span"]
    return bool(rest) and rest[-1] in _MOVES
