"""A chart without figures is a finding, not an empty box."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plangen.doctree import Cell, Chart, Document, Origin, Row, Series, Span, Text
from plangen.rules.base import Examined
from plangen.rules.charts import series_without_figures
from tests.workshop import TODAY, Workshop

AT = Origin("content/acme/02-delivery.yaml", 7, 5)
FULL = Series("投入", (Decimal(1), None))
EMPTY = Series("产出", (None, None))
GRID = (Row((Cell((Text("高"),)), Cell(()))),)


@pytest.mark.parametrize(
    ("chart", "messages"),
    [
        (Chart("bars", ("一", "二"), (FULL,)), []),
        (Chart("gantt", spans=(Span("任务", "2026-01-01", "2026-02-01"),)), []),
        (Chart("heatmap", ("影响", "低"), rows=GRID), []),
        (Chart("bars", ("一", "二"), (FULL, EMPTY)), ["the chart 对比 has no figure of 产出"]),
        (Chart("line", ("一", "二"), (EMPTY,)), ["the chart 对比 has no figure of 产出"]),
        (Chart("doughnut", ("一", "二")), ["the chart 对比 has nothing to draw"]),
    ],
)
def test_a_chart_without_figures_is_found(workshop: Workshop, chart: Chart, messages: list[str]) -> None:
    examination = workshop.examine()
    assert examination.plan is not None
    assert examination.document is not None
    document = Document(examination.document.meta, (replace(chart, caption="对比", origin=AT),))
    found = list(series_without_figures(Examined(examination.plan, document, TODAY)))
    assert [finding.message for finding in found] == messages
    assert {(finding.code, finding.file, finding.line, finding.column) for finding in found} <= {
        ("PG412", AT.file, 7, 5)
    }
