from __future__ import annotations

from plangen.charts.tables import chart_table
from plangen.doctree import Chart, plain_text
from tests.charts.kinds import KINDS, series


def texts(chart: Chart, language: str = "zh") -> list[list[str]]:
    table = chart_table(chart, language)
    return [[column.title for column in table.columns], *([plain_text(c) for c in row.cells] for row in table.rows)]


def test_figures_are_written_as_the_drawing_writes_them() -> None:
    chart = Chart("bars", ("甲", "乙"), (series("收入", 1.5e8, None), series("成本", 1e8)), "元")
    assert texts(chart) == [["单位：亿元", "收入", "成本"], ["甲", "1.5", "1.0"], ["乙", "—", "—"]]
    percent = Chart("bars", ("甲",), (series("占比", 2.5),), "%", 0)
    assert texts(percent) == [["", "占比"], ["甲", "3%"]]


def test_a_gantt_chart_is_a_list_of_spans_and_a_heat_map_its_grid() -> None:
    assert texts(KINDS["gantt"])[:2] == [["任务", "开始", "结束"], ["现状诊断", "2026-01-05", "2026-03-31"]]
    assert texts(KINDS["heatmap"])[1] == ["5 致命", "", "R2", "R1"]
    assert chart_table(KINDS["heatmap"], "zh").rows == KINDS["heatmap"].rows
