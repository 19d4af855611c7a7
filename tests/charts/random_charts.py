"""Random charts of every kind, as wild as a plan that validated can make them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from plangen.doctree import Cell, Chart, ChartKind, Row, Series, Span, Text

LETTERS = "增长率现金流渠道客户一二三四五，、（）：“”%·&<>\"'ABWmil 01259.-/"
NAMES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=6),
    st.text(LETTERS, min_size=1, max_size=30),
    st.sampled_from(("2026年", "2026年12月", "第一季度", "Customer lifetime value", "https://example.com/a-long-path")),
).map(lambda text: text.strip() or "名")
UNITS = st.sampled_from(("", "%", "元", "万元", "亿元", "人", "分", "CNY million", "kg", "元/单"))


@st.composite
def values(draw: st.DrawFn, count: int) -> list[Decimal | None]:
    """Make figures of about one size, of all sizes, all equal, or with one that towers over the rest."""
    size = draw(st.integers(-3, 12))
    mood = draw(st.sampled_from(("level", "level", "wild", "equal", "outlier", "gaps", "zeros", "positive")))
    digits = st.integers(-999, 999) if mood != "positive" else st.integers(0, 999)
    row: list[Decimal | None] = []
    for _ in range(count):
        exponent = draw(st.integers(-3, 12)) if mood == "wild" else size
        row.append(Decimal(draw(digits)).scaleb(exponent - 2))
    if mood == "equal":
        row = [row[0]] * count
    elif mood == "zeros":
        row = [Decimal(0)] * count
    elif mood == "outlier":
        row[draw(st.integers(0, count - 1))] = Decimal(10) ** 12
    elif mood == "gaps":
        row = [value if draw(st.booleans()) else None for value in row]
    return row


@st.composite
def figures(draw: st.DrawFn, kind: ChartKind) -> Chart:
    """Make a chart of figures: 1 to 24 categories, 1 to 8 series."""
    count = draw(st.integers(1, 24))
    rows = 1 if kind in ("doughnut", "waterfall") else 2 if kind in ("tornado", "bullet") else draw(st.integers(1, 8))
    if kind == "doughnut":
        count = min(count, 10)
    return Chart(
        kind,
        tuple(draw(NAMES) for _ in range(count)),
        tuple(Series(draw(NAMES), tuple(draw(values(count)))) for _ in range(rows)),
        draw(UNITS),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        tuple(draw(st.sets(st.integers(0, count - 1), max_size=3))),
        caption="图",
        alt="说明",
    )


@st.composite
def gantts(draw: st.DrawFn) -> Chart:
    """Make a chart of tasks and milestones; some wait for others that end after they begin."""
    begin = date(draw(st.integers(1990, 2060)), draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    reach = draw(st.sampled_from((10, 80, 400, 1500, 9000)))
    groups = draw(st.lists(NAMES, max_size=3))
    spans = []
    count = draw(st.integers(1, 24))
    for index in range(count):
        start = begin + timedelta(days=draw(st.integers(0, reach)))
        milestone = draw(st.integers(0, 4)) == 0
        end = start if milestone else start + timedelta(days=draw(st.integers(0, reach)))
        spans.append(
            Span(
                draw(NAMES),
                start.isoformat(),
                end.isoformat(),
                draw(st.sampled_from(groups)) if groups else "",
                draw(st.booleans()),
                milestone,
                tuple(draw(st.sets(st.integers(0, count), max_size=2)) - {index}),
            )
        )
    marker = (begin + timedelta(days=draw(st.integers(0, reach)))).isoformat() if draw(st.booleans()) else ""
    return Chart("gantt", spans=tuple(spans), marker=marker, caption="图", alt="说明")


@st.composite
def heatmaps(draw: st.DrawFn) -> Chart:
    """Make a grid of up to seven by seven cells."""
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    tones = st.sampled_from(("", "good", "warn", "bad", "severe", "muted", "strong"))

    def cell(text: str) -> Cell:
        return Cell((Text(text),) if text else (), draw(tones))

    return Chart(
        "heatmap",
        tuple(draw(NAMES) for _ in range(columns + 1)),
        rows=tuple(
            Row((cell(draw(NAMES)), *(cell(draw(st.just("") | NAMES)) for _ in range(columns)))) for _ in range(rows)
        ),
        caption="图",
        alt="说明",
    )


def charts(kind: ChartKind) -> st.SearchStrategy[Any]:
    """Return random charts of a kind."""
    match kind:
        case "gantt":
            return gantts()
        case "heatmap":
            return heatmaps()
        case _:
            return figures(kind)
