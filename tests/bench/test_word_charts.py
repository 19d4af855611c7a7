"""How long a native chart takes, workbook included. Run with ``make bench``; nothing is asserted about time."""

from __future__ import annotations

from typing import Any

import pytest

from plangen.charts.drawingml import chart_parts
from plangen.doctree import Chart
from plangen.theme import Theme
from tests.charts.kinds import KINDS, series

WIDTH = 441.0
MOST = Chart(
    "stacked",
    tuple(f"{number + 1}月" for number in range(24)),
    tuple(series(f"系列{row}", *(row * 10 + number for number in range(24))) for row in range(8)),
    "万元",
)


@pytest.mark.parametrize("name", [name for name, chart in KINDS.items() if chart.kind != "heatmap"])
def test_word_chart(benchmark: Any, name: str) -> None:
    benchmark(chart_parts, KINDS[name], Theme(), "zh", WIDTH)


def test_largest_word_chart(benchmark: Any) -> None:
    benchmark(chart_parts, MOST, Theme(), "zh", WIDTH)
