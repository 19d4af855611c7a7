from __future__ import annotations

from decimal import Decimal

import pytest

from plangen.charts.drawable import drawable, sums, waterfall_steps
from plangen.doctree import Chart, ChartKind, Row, Series


def chart(kind: ChartKind, *rows: list[int | None], names: str = "一二三四五六七八九", **more: object) -> Chart:
    series = tuple(
        Series(f"系列{n}", tuple(None if value is None else Decimal(value) for value in row))
        for n, row in enumerate(rows)
    )
    count = max((len(row) for row in rows), default=0)
    return Chart(kind, tuple(names[:count]), series, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (chart("radar", [1, 2, 3]), "radar"),
        (chart("radar", [1, 2]), "bars"),
        (chart("radar", [1, -2, 3]), "bars"),
        (chart("doughnut", [1, 2]), "doughnut"),
        (chart("doughnut", [1, -2]), "bars"),
        (chart("doughnut", [0, 0]), "bars"),
        (chart("doughnut", [1] * 9), "bars"),
        (chart("doughnut", [1, 2], [3, 4]), "bars"),
        (chart("percent", [1, 2], [3, 4]), "percent"),
        (chart("percent", [0, 0], [0, 0]), "stacked"),
        (chart("waterfall", [1, 2]), "waterfall"),
        (chart("waterfall", [1, 2], [3, 4]), "bars"),
        (chart("tornado", [1, 2], [3, 4]), "tornado"),
        (chart("tornado", [1, 2]), "bars"),
        (chart("bullet", [1, 2], [3, 4]), "bullet"),
        (chart("bullet", [1, 2], [None, None]), "bars"),
        (chart("line", [-1, None]), "line"),
    ],
)
def test_a_kind_that_cannot_show_the_data_gives_way_to_lying_bars(given: Chart, kind: str) -> None:
    found = drawable(given)
    assert found is not None
    assert found.kind == kind
    assert found.lying == (kind != given.kind)


@pytest.mark.parametrize(
    "given",
    [
        chart("bars"),
        chart("bars", [None, None], [None, None]),
        chart("line", []),
        Chart("gantt"),
        Chart("heatmap"),
        Chart("heatmap", ("一",), rows=(Row(()),)),
        Chart("bars", ("一",), (Series("甲", (Decimal("NaN"),)),)),
    ],
)
def test_a_chart_without_figures_is_not_drawn(given: Chart) -> None:
    assert drawable(given) is None


def test_series_without_figures_are_left_out_and_others_fitted_to_the_categories() -> None:
    found = drawable(chart("bars", [1, 2, 3], [None, None], [4], names="一二三"))
    assert found is not None
    assert [series.name for series in found.series] == ["系列0", "系列2"]
    assert found.series[1].values == (4, None, None)


def test_steps_of_a_waterfall() -> None:
    # 800 at first; +150 → 950; −300 → 650; nothing; the total shows its own 660, and +40 goes on from there
    given = chart("waterfall", [800, 150, -300, None, 660, 40, None], totals=(0, 4, 6))
    assert waterfall_steps(given) == ((0, 800), (800, 950), (950, 650), None, (0, 660), (660, 700), (0, 700))


def test_sums() -> None:
    assert sums(chart("stacked", [1, None, 3], [4, 5, None])) == [5, 5, 3]
    assert sums(chart("doughnut", [1, None, 3])) == [4]
