"""Documents that no plan should be and some will be: each is small and has one thing out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plangen.doctree import (
    Block,
    Box,
    Cell,
    Chart,
    Code,
    Column,
    Document,
    Entry,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Quote,
    Revision,
    Row,
    Slot,
    Strong,
    Table,
    Text,
)
from plangen.doctree import Contents as ContentsList
from tests.charts.kinds import KINDS

ENGLISH = (
    "The company sells in four hundred shops and on three platforms, and keeps two sets of books for stock and for "
    "members. It has to bring both together before it spends more on reach, since nothing else makes the channels "
    "work as one. "
)


def words(*parts: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def paragraph(*parts: str | Inline) -> Paragraph:
    return Paragraph(words(*parts))


def row(*cells: str) -> Row:
    return Row(tuple(Cell(words(cell) if cell else ()) for cell in cells))


def heading(level: int, title: str) -> Heading:
    return Heading(level, words(title), f"h.{title}", f"{level}.")


def nested(depth: int, ordered: bool = True) -> ListBlock:
    """Make a list in a list in a list, numbered and not in turn."""
    inner: tuple[Block, ...] = (nested(depth - 1, not ordered),) if depth else ()
    item = ListItem((paragraph(f"第{depth}层"), *inner, paragraph("其后一段。")))
    return ListBlock(ordered, (item, ListItem((paragraph("另一项。"),))))


def document(*blocks: Block, language: str = "zh", **more: object) -> Document:
    meta = Meta("标题", "客户", language=language, date="2026-03-01")
    return Document(replace(meta, **more), blocks)  # type: ignore[arg-type]


PLAIN = Table((Column("甲"), Column("乙", "right")), (row("一", "1"), row("二", "2")), "两列", "t.plain", 1)

ODD: dict[str, Document] = {
    "nothing": document(),
    "no date": document(paragraph("正文。"), date=""),
    "title only": Document(Meta("标题", ""), ()),
    "a table without rows": document(replace(PLAIN, rows=())),
    "a table without anything": document(Table((Column(""), Column("")), (), "空表")),
    "a table without a header": document(replace(PLAIN, columns=(Column(""), Column("")))),
    "a table without a header and a caption": document(Table((Column(""),), (row("一"), row("二"), row("")))),
    "a table of empty cells": document(replace(PLAIN, rows=(row("", ""), row("", "")))),
    "a table with heads both ways": document(
        Table(
            (Column(""), Column("有利"), Column("不利")), (row("内", "a", "b"), row("外", "c", "d")), header_column=True
        )
    ),
    "a table over pages": document(replace(PLAIN, rows=tuple(row(f"第{n}项", f"{n}") for n in range(120)))),
    "a table of groups": document(
        replace(
            PLAIN, rows=(Row((Cell(words("组"), span=2),), "group"), *PLAIN.rows, replace(PLAIN.rows[0], kind="total"))
        )
    ),
    "a table with a row cut short": document(replace(PLAIN, rows=(row("一"), *PLAIN.rows))),
    "a footnote in a cell": document(
        replace(PLAIN, rows=(Row((Cell(words("一", Footnote(words("脚注之一。"), 1))), Cell(words("1")))), *PLAIN.rows))
    ),
    "footnotes everywhere": document(
        Heading(1, words("标题", Footnote(words("标题的脚注。"), 1)), "h", "一、"),
        paragraph("甲", Footnote(words("段落的脚注，", Link("https://example.com/a", words("链接")), "。"), 2), "乙。"),
        ListBlock(False, (ListItem((paragraph("项", Footnote(words("列表的脚注。"), 3)),)),)),
        replace(PLAIN, note=words("注", Footnote(words("表注的脚注。"), 4))),
    ),
    "a chart without words": document(replace(KINDS["bars"], alt="", caption="")),
    "a chart that is a table": document(Chart("bars", ("甲",), caption="无数据", id="c", number=1, alt="无数据。")),
    "lists in lists": document(nested(5)),
    "a list that begins with a list": document(
        ListBlock(True, (ListItem((nested(1),)), ListItem((PLAIN,)))),
    ),
    "a list that starts at nine": document(ListBlock(True, (ListItem((paragraph("项。"),)),), start=9)),
    "an item over two pages": document(
        ListBlock(True, tuple(ListItem((paragraph("很长的一项。" * 150),)) for _ in range(8)))
    ),
    "a level left out": document(
        heading(1, "甲"), heading(3, "乙"), heading(4, "丙"), heading(2, "丁"), heading(4, "戊")
    ),
    "a deep heading first": document(heading(4, "甲"), paragraph("正文。"), heading(1, "乙")),
    "a heading of two words": document(heading(1, f"{'a' * 30} {'b' * 30}")),
    "a long heading": document(heading(1, "很长的标题" * 40)),
    "a flag and a gap": document(
        Slot("a.b", "flagged", (Flag("a.b", "待定", "等待确认", "赵祎", "2099-12-31"),)),
        Slot("a.c", "missing", (Gap("a.c", "缺失"),)),
        draft=True,
    ),
    "long words": document(
        paragraph("https://example.com/" + "a" * 400, Code("b" * 300)), replace(PLAIN, rows=(row("c" * 90, "1"),))
    ),
    "links": document(
        paragraph(Link("https://example.com/?a=(1)&b=2", words("资料", Strong(words("要点")), Code("x"))), "。"),
        paragraph(Link("mailto:a@example.com", words("很长的链接文字" * 12)), Link("https://example.com", ())),
    ),
    "boxes and quotes": document(
        Box("", (nested(1), PLAIN, KINDS["line"])),
        Quote((paragraph("引文。"), nested(1), Quote((paragraph("引中引。"),)))),
        Box("空", ()),
        paragraph(),
        paragraph("甲", LineBreak(), "乙"),
    ),
    "English": document(
        ContentsList("headings", (Entry(1, "1.", "Stock", "h.Stock"),)),
        heading(1, "Stock"),
        paragraph(ENGLISH * 4),
        ListBlock(False, (ListItem((paragraph(ENGLISH),)),)),
        Table((Column("Shop"), Column("Reason")), (row("North", ENGLISH), row("South", ENGLISH)), "Shops", "t", 1),
        language="en",
        title="Plan",
        client="Acme",
        revisions=(Revision("0.1", "2026-02-01", "Ann", "First"),),
    ),
}

# every document that the tests of finished files look at, and how one asks for it and its file
PLANS = ("ecommerce-demo", "ecommerce-draft")
NAMES = ("sample", *PLANS, *ODD)
Files = Callable[[str], tuple[Document, bytes]]
