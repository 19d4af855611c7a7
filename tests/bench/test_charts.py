"""How long a chart takes as SVG, and what it adds to a page and to a PDF. Run with ``make bench``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plangen.doctree import Chart, Document, Meta
from plangen.fonts import FontFile, prepare_fonts
from plangen.theme import Theme
from tests.charts.kinds import KINDS

PAGES_OF_CHARTS = 4  # times one of every kind


@pytest.fixture(scope="module")
def fonts() -> tuple[FontFile, ...]:
    return prepare_fonts([Theme().fonts.body])


def document(times: int) -> Document:
    charts: tuple[Chart, ...] = tuple(
        replace(chart, id=f"{name}-{number}", number=number * len(KINDS) + index, caption=name, alt=name)
        for number in range(times)
        for index, (name, chart) in enumerate(KINDS.items(), start=1)
    )
    return Document(Meta("标题", "客户"), charts)


@pytest.mark.parametrize("name", KINDS)
def test_svg(benchmark: Any, name: str) -> None:
    """Compare with 10 ms."""
    from plangen.charts.svg import draw

    assert benchmark(draw, KINDS[name], Theme(), "zh", 441.0)


@pytest.mark.parametrize("times", [0, 1, PAGES_OF_CHARTS])
def test_html_of_charts(benchmark: Any, fonts: tuple[FontFile, ...], times: int) -> None:
    from plangen.render.screen import write_html

    benchmark(write_html, document(times), Theme(), fonts)


@pytest.mark.parametrize("times", [0, 1, PAGES_OF_CHARTS])
def test_pdf_of_charts(benchmark: Any, fonts: tuple[FontFile, ...], times: int) -> None:
    """What a chart adds to a PDF is the difference over the number of charts: 14 of every kind, or 56."""
    from plangen.render.pdf import write_pdf

    benchmark.pedantic(write_pdf, (document(times), Theme(), fonts), rounds=3, warmup_rounds=1)
