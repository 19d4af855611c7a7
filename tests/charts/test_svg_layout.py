"""Whatever the data, a drawing holds: every text inside the sheet, none on another, every name on it."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.charts.drawable import drawable
from plangen.charts.svg import draw
from plangen.doctree import Chart, ChartKind, plain_text
from plangen.theme import Theme
from tests.charts import random_charts
from tests.charts.reading import Drawing, read

WIDTH = 441.0
TALLEST = 600.0
KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
THEME = Theme()


def assert_sound(chart: Chart, drawing: Drawing) -> None:
    assert drawing.outside() == []
    assert drawing.overlapping() == []
    assert all(math.isfinite(float(part)) for part in drawing.numbers)
    assert drawing.width == WIDTH
    assert drawing.height <= TALLEST
    assert drawing.title == "说明"
    assert drawing.tags <= {"svg", "title", "path", "g", "text", "tspan"}
    shown = drawable(chart)
    assert shown is not None
    missing = [name for name in names(shown) if name.strip() and not drawing.says(name)]
    assert missing == []


def names(chart: Chart) -> list[str]:
    """Return what a chart has to name: its categories and its series, or its spans and groups, or its cells."""
    found = [*chart.categories, *(series.name for series in chart.series)]
    found += [text for span in chart.spans for text in (span.name, span.group)]
    return found + [plain_text(cell) for row in chart.rows for cell in row.cells]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=300)
@given(data=st.data(), language=st.sampled_from(("zh", "en")))
def test_any_chart(kind: ChartKind, data: st.DataObject, language: str) -> None:
    chart = data.draw(random_charts.charts(kind))
    svg = draw(chart, THEME, language, WIDTH, TALLEST)
    if svg is None:  # nothing to draw, or more than a page holds: 24 names of 30 characters over three lines each
        assert drawable(chart) is None or max(map(len, names(chart))) > 20
        return
    assert_sound(chart, read(svg))
    assert draw(chart, THEME, language, WIDTH, TALLEST) == svg
