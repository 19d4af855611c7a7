"""What a language has to say of itself before a plan can be written in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a document says of itself in a language, and how figures, money and dates are written and may be spelt.

    ``scales`` are the words of large numbers by what they stand for; ``counted`` are those that figures are written
    with, from the smallest: 万 and 亿 but not 百万, million but not thousand. ``currencies`` says what stands for each
    ISO code in an amount, ``money_unit`` how word and currency make a unit: ``万`` and ``元`` are 万元, ``million`` and
    ``USD`` are USD million. A ``currency_first`` stands before the number.

    ``units`` gives the spellings of units that every language knows, by a name common to all; the first is written,
    with ``singular`` for exactly one, and ``brief`` in cells and labels of charts. ``per`` joins an amount and what it
    is for: 元/件, USD per item; ``one`` stands for what the language has no noun for.

    ``date`` writes a day, month or year given as ISO for the cover and for prose, ``short_date`` for cells and notes.

    ``tag`` names the language in HTML and PDF, ``office`` in Word, where it needs a country. Its text is ``wide`` where
    it is set in full-width characters. ``gap`` stands behind the number of a caption or another label, ``brackets``
    around a note that cannot be one, and ``lists`` are the numbers of Word's lists by level.

    Running text begins ``indent`` characters in, where no theme says otherwise, and is ``justified`` in paragraphs and
    notes, which English would need hyphens for.

    ``accounts`` is the word that a whole set of accounts is kept in, by the unit they were kept in elsewhere.
    ``numbering`` is the scheme of headings that readers expect, ``appendix`` the pattern of an appendix's number.
    """

    code: str
    labels: Mapping[str, str]
    tag: str
    office: str
    wide: bool
    indent: int
    justified: bool
    scales: Mapping[str, Decimal]
    counted: tuple[str, ...]
    currencies: Mapping[str, str]
    currency_first: bool
    money_unit: Callable[[str, str], str]
    count_unit: Callable[[str, str], str]
    units: Mapping[str, tuple[str, ...]]
    singular: Mapping[str, str]
    brief: Mapping[str, str]
    per: str
    one: str
    date: Callable[[str], str]
    short_date: Callable[[str], str]
    month: Callable[[int], str]
    accounts: Callable[[Decimal], str]
    numbering: str
    gap: str
    brackets: tuple[str, str]
    lists: tuple[tuple[str, str], ...]
    appendix: str
