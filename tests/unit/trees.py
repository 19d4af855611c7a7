"""Random document trees for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from plangen.doctree import (
    Box,
    Cell,
    Chart,
    Citation,
    Code,
    Column,
    Contents,
    CrossRef,
    Document,
    Emphasis,
    Entry,
    Flag,
    Footnote,
    Gap,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Listing,
    ListItem,
    Meta,
    Origin,
    Paragraph,
    Quote,
    Revision,
    Row,
    Series,
    Slot,
    Span,
    Strong,
    Table,
    Text,
    Value,
)

WORDS = st.text("一二abc 。", max_size=4)
ORIGINS = st.none() | st.builds(Origin, st.just("f"), st.integers(1, 99), st.integers(1, 99))


def tuples(elements: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(elements, max_size=most).map(tuple)


LEAVES = st.one_of(
    st.builds(Text, WORDS),
    st.builds(Code, WORDS),
    st.just(LineBreak()),
    st.builds(Citation, WORDS, WORDS, st.integers(0, 9), WORDS, ORIGINS),
    st.builds(CrossRef, WORDS, WORDS, WORDS, ORIGINS),
    st.builds(Value, WORDS, WORDS, ORIGINS),
)
INLINES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Emphasis, tuples(inner)),
        st.builds(Strong, tuples(inner)),
        st.builds(Link, st.just("https://a.b"), tuples(inner)),
        st.builds(Footnote, tuples(inner), st.integers(0, 9)),
    ),
    max_leaves=4,
)
CELLS = st.builds(Cell, tuples(INLINES), st.sampled_from(["", "good", "bad"]), st.integers(1, 3))
ROWS = st.builds(Row, tuples(CELLS), st.sampled_from(["body", "total", "group"]))
TABLES = st.builds(
    Table,
    tuples(st.builds(Column, WORDS, st.sampled_from(["left", "right"]))),
    tuples(ROWS),
    WORDS,
    WORDS,
    st.integers(0, 9),
    tuples(INLINES),
    st.booleans(),
    ORIGINS,
)
FIGURES = st.none() | st.decimals(-1000, 1000, places=2)
CHARTS = st.builds(
    Chart,
    st.sampled_from(["bars", "line", "gantt", "heatmap"]),
    tuples(WORDS),
    tuples(st.builds(Series, WORDS, tuples(FIGURES))),
    WORDS,
    st.integers(0, 3),
    st.booleans(),
    tuples(st.integers(0, 3)),
    tuples(st.builds(Span, WORDS, WORDS, WORDS, WORDS, st.booleans(), st.booleans(), tuples(st.integers(0, 9)))),
    tuples(ROWS),
    WORDS,
    WORDS,
    WORDS,
    st.integers(0, 9),
    tuples(INLINES),
    WORDS,
    ORIGINS,
)
ENTRIES = st.builds(Entry, st.integers(1, 3), WORDS, WORDS, WORDS)
BLOCKS = st.recursive(
    st.one_of(
        st.builds(Heading, st.integers(1, 4), tuples(INLINES), WORDS, WORDS, st.booleans(), ORIGINS),
        st.builds(Paragraph, tuples(INLINES), ORIGINS),
        TABLES,
        CHARTS,
        st.builds(Flag, WORDS, WORDS, WORDS, WORDS, st.just("2026-12-31"), ORIGINS),
        st.builds(Gap, WORDS, WORDS, ORIGINS),
        st.builds(Contents, st.sampled_from(["headings", "tables", "figures"]), tuples(ENTRIES)),
        st.builds(Listing, st.sampled_from(["sources", "open_items"]), ORIGINS),
    ),
    lambda inner: st.one_of(
        st.builds(ListBlock, st.booleans(), tuples(st.builds(ListItem, tuples(inner))), st.integers(1, 9), ORIGINS),
        st.builds(Quote, tuples(inner), ORIGINS),
        st.builds(Box, WORDS, tuples(inner), WORDS, ORIGINS),
        st.builds(Slot, WORDS, st.sampled_from(["filled", "flagged", "missing"]), tuples(inner), ORIGINS),
    ),
    max_leaves=6,
)
METAS = st.builds(
    Meta,
    title=WORDS,
    client=WORDS,
    keywords=tuples(WORDS),
    draft=st.booleans(),
    revisions=tuples(st.builds(Revision, WORDS, WORDS, WORDS, WORDS), 2),
)
DOCUMENTS = st.builds(Document, METAS, tuples(BLOCKS, 4), st.sampled_from(["chinese", "decimal"]))
