"""What of the cited figures is still to be verified, by chapter and by who has to do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from plangen.doctree import Block, Cell, Citation, Column, Document, Heading, Paragraph, Row, Table, Text, query
from plangen.labels import label
from plangen.plan import Plan

TABLE_ID = "unverified"


def unverified_list(document: Document, plan: Plan) -> tuple[Block, ...]:
    """Return a table with a row for each chapter and owner: how many figures, and their numbers in the source list.

    A figure counts in the chapter that cites it first. Without any there is a sentence that says so, and without
    any citation nothing.
    """
    language = document.meta.language
    owed: dict[tuple[str, str], list[int]] = {}
    seen: set[str] = set()
    chapter = ""
    for node in query(document, Heading, Citation):
        if isinstance(node, Heading):
            chapter = _title(node) if node.level == 1 else chapter
            continue
        fact = plan.facts[node.fact]
        if node.fact not in seen and fact.status == "unverified":
            owed.setdefault((chapter, plan.verifier(fact)), []).append(node.number)
        seen.add(node.fact)
    if not seen:
        return ()
    if not owed:
        return (Paragraph((Text(label(language, "none_unverified")),)),)

    def word(key: str) -> str:
        return label(language, key)

    columns = (
        Column(word("unverified_chapter")),
        Column(word("unverified_owner")),
        Column(word("unverified_count"), "right"),
        Column(word("unverified_numbers")),
    )
    rows = [
        Row(
            (
                _cell(chapter),
                _cell(owner or "—"),
                _cell(str(len(numbers))),
                _cell(word("joint").join(_ranges(numbers))),
            )
        )
        for (chapter, owner), numbers in owed.items()
    ]
    if len(rows) > 1:
        count = sum(map(len, owed.values()))
        rows.append(Row((_cell(word("total")), _cell("—"), _cell(str(count)), _cell("—")), "total"))
    return (Table(columns, tuple(rows), word("unverified_caption"), TABLE_ID),)


def _title(heading: Heading) -> str:
    gap = "" if heading.number.endswith("、") else " "
    text = "".join(node.text for node in query(heading, Text))
    return f"{heading.number}{gap}{text}".strip()


def _ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield numbers in order, three and more in a row as a range."""
    ordered = sorted(numbers)
    starts = [0, *(index for index, (a, b) in enumerate(pairwise(ordered), start=1) if b > a + 1), len(ordered)]
    for first, end in pairwise(starts):
        run = ordered[first:end]
        if len(run) > 2:
            yield f"[{run[0]}]—[{run[-1]}]"
        else:
            yield from (f"[{number}]" for number in run)


def _cell(text: str) -> Cell:
    return Cell((Text(text),))
