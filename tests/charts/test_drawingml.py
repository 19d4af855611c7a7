"""Chart parts of Word: the XML of every kind as it was reviewed, and the traps that Word and its kin lay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plangen.charts.drawable import drawable
from plangen.charts.drawingml import ChartParts, chart_parts
from plangen.charts.palette import palette
from plangen.doctree import Chart, ChartKind, Span
from plangen.theme import Theme
from tests.charts import random_charts
from tests.charts.kinds import KINDS, series

GOLDEN = Path(__file__).parents[1] / "golden" / "charts"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WIDTH = 441.0
NATIVE = {name: chart for name, chart in KINDS.items() if chart.kind != "heatmap"}
ANY_KIND: tuple[ChartKind, ...] = tuple(kind for kind in get_args(ChartKind) if kind != "heatmap")


PLACES = {
    "bar": {"ctr", "inEnd", "inBase", "outEnd"},
    "line": {"t", "b"},
    "radar": set(),
    "doughnut": set(),
}


def rows_of(chart: Chart) -> list[str]:
    return [*chart.categories, *(span.name for span in chart.spans), *(span.group for span in chart.spans)]


def parts_of(chart: Chart, language: str = "zh", theme: Theme | None = None) -> ChartParts:
    parts = chart_parts(chart, theme or Theme(), language, WIDTH)
    assert parts is not None
    return parts


def tree_of(chart: Chart, language: str = "zh", theme: Theme | None = None) -> Any:
    return etree.fromstring(parts_of(chart, language, theme).chart.encode())


def values(node: Any, tag: str) -> list[str]:
    return [found.get("val") for found in node.iter(f"{C}{tag}")]


def points(series_node: Any, part: str) -> list[str]:
    return [point.findtext(f"{C}v") for point in series_node.find(f"{C}{part}").iter(f"{C}pt")]


@pytest.mark.parametrize("name", NATIVE)
def test_xml_is_as_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    parts = parts_of(NATIVE[name])
    found = etree.tostring(etree.fromstring(parts.chart.encode()), pretty_print=True, encoding="unicode")
    if parts.shapes:
        found += etree.tostring(etree.fromstring(parts.shapes.encode()), pretty_print=True, encoding="unicode")
    golden = GOLDEN / f"{name}.xml"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_every_kind_is_drawn() -> None:
    assert {chart.kind for chart in KINDS.values()} == set(get_args(ChartKind))


@pytest.mark.parametrize("kind", ANY_KIND)
@settings(max_examples=60)
@given(data=st.data(), language=st.sampled_from(("zh", "en")))
def test_any_chart_is_well_formed_and_avoids_the_traps(kind: ChartKind, data: st.DataObject, language: str) -> None:
    chart = data.draw(random_charts.charts(kind))
    parts = chart_parts(chart, Theme(), language, WIDTH)
    if parts is None:  # nothing to draw, or more rows than a page holds
        assert drawable(chart) is None or max(map(len, rows_of(chart))) > 20
        return
    root = etree.fromstring(parts.chart.encode())
    ids = values(root, "axId") + values(root, "crossAx")
    assert all(0 < int(found) < 2**31 for found in ids)
    assert values(root, "roundedCorners") == ["0"]
    assert values(root, "dispBlanksAs") == ["gap"]
    assert values(root, "lang") == [{"zh": "zh-CN", "en": "en-GB"}[language]]
    assert not [node for radar in root.iter(f"{C}radarChart") for node in radar.iter(f"{C}smooth")]
    assert all(found == "0" for found in values(root, "smooth"))
    title = root.find(f"{C}chart/{C}title")
    assert values(root, "autoTitleDeleted") == ["1" if title is None else "0"]
    for form in (*root.iter(f"{A}defRPr"), *root.iter(f"{A}rPr")):
        assert {node.get("typeface") for node in form if node.tag != f"{A}solidFill"} == {Theme().fonts.body}
        assert [node.tag for node in form] == [f"{A}solidFill", f"{A}latin", f"{A}ea", f"{A}cs"]
    numbers = [int(found) for plot in root.iter(f"{C}ser") for found in (plot.find(f"{C}idx").get("val"),)]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) == len({int(found.get("val")) for found in root.iter(f"{C}order")})
    for plot in root.iter(*(f"{C}{name}Chart" for name in PLACES)):
        kind_of = plot.tag.removeprefix(C).removesuffix("Chart")
        allowed = PLACES[kind_of] - ({"outEnd"} if values(plot, "grouping") != ["clustered"] else set())
        assert set(values(plot, "dLblPos")) <= allowed  # anything else, and Word refuses the file
    external = root.find(f"{C}externalData")
    assert values(external, "autoUpdate") == ["0"]
    assert 0 < parts.height <= 600
    for layout in root.iter(f"{C}manualLayout"):
        places = {node.tag.removeprefix(C): node.get("val") for node in layout}
        if "xMode" not in places:  # a label that is moved a little from where it would stand
            assert abs(float(places["y"])) * parts.height <= 12
            continue
        assert all(-0.001 <= float(places[key]) <= 1.001 for key in ("x", "y", "w", "h") if key in places)
        assert float(places["x"]) + float(places.get("w", 0)) <= 1.001
        assert float(places["y"]) + float(places.get("h", 0)) <= 1.001
    assert chart_parts(chart, Theme(), language, WIDTH) == parts


def test_legend_only_where_there_is_something_to_tell_apart() -> None:
    one = Chart("bars", ("甲", "乙"), (series("收入", 1, 2),))
    assert tree_of(one).find(f".//{C}legend") is None
    two = replace(one, series=(*one.series, series("成本", 1, 1)))
    assert tree_of(two).find(f".//{C}legend/{C}legendPos").get("val") == "b"


@pytest.mark.parametrize("name", ["stacked-lying", "waterfall", "bullet", "gantt"])
def test_legend_leaves_out_helpers_from_whichever_end_one_counts(name: str) -> None:
    root = tree_of(replace(NATIVE[name], lying=True))
    hidden = {int(entry.find(f"{C}idx").get("val")) for entry in root.iter(f"{C}legendEntry")}
    count = len(list(root.iter(f"{C}ser")))
    assert hidden == {count - 1 - index for index in hidden}
    unseen = {number for number, one in enumerate(root.iter(f"{C}ser")) if one.find(f"{C}spPr/{A}noFill") is not None}
    assert unseen <= hidden


def test_series_take_the_colours_of_the_theme() -> None:
    chart = NATIVE["stacked"]
    custom = Theme.model_validate({"colors": {"series": ["#111111"] * 7 + ["#EEEEEE"]}})
    for theme in (Theme(), custom):
        fills = [
            f"#{one.find(f'{C}spPr/{A}solidFill/{A}srgbClr').get('val')}"
            for one in tree_of(chart, theme=theme).find(f".//{C}barChart").iter(f"{C}ser")
        ]
        assert tuple(fills) == palette(theme).take(3)


def test_lines_are_told_apart_by_their_marks() -> None:
    many = Chart("line", ("甲", "乙"), tuple(series(f"s{n}", n, n + 1) for n in range(8)))
    looks = [
        (
            one.find(f"{C}marker/{C}symbol").get("val"),
            one.find(f"{C}spPr/{A}ln/{A}prstDash").get("val"),
        )
        for one in tree_of(many).iter(f"{C}ser")
    ]
    assert len(set(looks)) == 8


def test_axis_of_bars_begins_at_zero_and_is_free_above() -> None:
    root = tree_of(Chart("bars", ("甲", "乙"), (series("收入", 95, 98),)))
    assert values(root.find(f".//{C}valAx"), "min") == ["0"]
    assert values(root.find(f".//{C}valAx"), "max") == []


def test_long_figures_are_divided_in_a_column_of_their_own() -> None:
    root = tree_of(Chart("bars", ("甲", "乙"), (series("收入", 123456789, 300000000),), "元"))
    one = next(root.iter(f"{C}ser"))
    assert one.findtext(f".//{C}val//{C}f") == "Sheet1!$C$2:$C$3"
    assert points(one, "val") == ["1.23456789", "3"]
    assert root.findtext(f".//{C}valAx/{C}title//{A}t") == "收入（亿元）"


def test_waterfall_stands_on_its_base_and_crosses_zero() -> None:
    # 800, then +260 = 1060, then -1250 = -190, then +130 = -60
    root = tree_of(NATIVE["waterfall"])
    found = {
        one.findtext(f".//{C}tx//{C}f"): [Decimal(value) for value in points(one, "val")]
        for one in root.find(f".//{C}barChart").iter(f"{C}ser")
    }
    columns = [one.findtext(f".//{C}val//{C}f") for one in root.find(f".//{C}barChart").iter(f"{C}ser")]
    by_column = dict(
        zip(columns, [list(map(Decimal, points(one, "val"))) for one in root.iter(f"{C}ser")], strict=False)
    )
    assert by_column["Sheet1!$D$2:$D$6"] == [0, 800, 0, -60]  # base
    assert by_column["Sheet1!$F$2:$F$6"] == [800, 260, 0, 0]  # rise above zero
    assert by_column["Sheet1!$G$2:$G$6"] == [0, 0, 0, -130]  # rise below it
    assert by_column["Sheet1!$H$2:$H$6"] == [0, 0, 1060, 0]  # fall above
    assert by_column["Sheet1!$I$2:$I$6"] == [0, 0, -190, 0]  # fall below
    assert by_column["Sheet1!$E$2:$E$6"] == [-60]  # total
    assert len(found) == 4  # the base, and what rises, falls and is the total


def test_tornado_bars_of_one_side_stand_side_by_side() -> None:
    chart = NATIVE["tornado"]
    assert values(tree_of(chart), "overlap") == ["100"]
    same = Chart("tornado", ("甲", "乙"), (series("低", 10, -5), series("高", 30, 8)), "万元")
    assert values(tree_of(same), "overlap") == ["0"]


def test_gantt_counts_days_and_reads_downwards() -> None:
    spans = (
        Span("甲", "2026-01-01", "2026-01-31"),
        Span("乙", "2026-02-01", "2026-02-01", critical=True),
        Span("丙", "2026-02-10", "2026-02-10", milestone=True),
    )
    root = tree_of(Chart("gantt", spans=spans))
    rows = list(root.iter(f"{C}ser"))
    assert points(rows[0], "val") == ["46023", "46054", "46063"]  # Excel's number of 2026-01-01 is 46023
    assert [points(one, "val") for one in rows[1:4]] == [["31"], ["1"], ["0"]]
    assert values(root.find(f".//{C}catAx"), "orientation") == ["maxMin"]
    colors = [one.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val") for one in rows[1:4]]
    shown = palette(Theme())
    assert [f"#{color}" for color in colors] == [shown.task, shown.critical, shown.milestone]


def test_months_of_a_gantt_axis_are_the_ones_it_names() -> None:
    """Ticks an average month apart never show one month twice, wherever the chart begins."""
    for month in range(1, 13):
        spans = (Span("甲", f"2026-{month:02d}-03", f"2026-{month:02d}-20"), Span("乙", "2027-11-03", "2027-12-20"))
        axis = tree_of(Chart("gantt", spans=spans)).find(f".//{C}valAx")
        low, high = (Decimal(values(axis, tag)[0]) for tag in ("min", "max"))
        step = Decimal(values(axis, "majorUnit")[0])
        ticks = [low + step * index for index in range(int((high - low) / step) + 1)]
        shown = [date(1899, 12, 30) + timedelta(days=int(tick)) for tick in ticks if tick < high]
        months = [day.year * 12 + day.month for day in shown]
        assert len({after - before for before, after in pairwise(months)}) == 1


def test_arrows_and_the_marked_day_are_shapes() -> None:
    parts = parts_of(NATIVE["gantt"])
    root = etree.fromstring(parts.shapes.encode())
    names = [node.get("name").split()[0] for node in root.iter("{*}cNvPr")]
    waits = sum(len(span.after) for span in NATIVE["gantt"].spans)
    assert names.count("Arrow") == waits
    assert names[-2:] == ["Day", "Date"]
    ids = [node.get("id") for node in root.iter("{*}cNvPr")]
    assert len(set(ids)) == len(ids)
    assert parts_of(NATIVE["bars"]).shapes == ""


def test_shares_add_up_to_a_hundred() -> None:
    root = tree_of(Chart("percent", ("甲",), (series("a", 1), series("b", 1), series("c", 1))))
    texts = [node.text for node in root.iter(f"{A}t")]
    assert sorted(texts) == ["33%", "33%", "34%"]


def test_dates_of_milestones_keep_clear_of_arrows() -> None:
    spans = (
        Span("甲", "2026-08-12", "2026-08-12", milestone=True),
        Span("乙", "2026-08-01", "2026-08-01", milestone=True),
        Span("丙", "2026-12-30", "2026-12-30", milestone=True, after=(0,)),
        Span("丁", "2026-02-01", "2026-02-01", milestone=True),
    )
    texts = {node.text for node in tree_of(Chart("gantt", spans=spans)).iter(f"{A}t")}
    # the arrow runs down from the first, just to the right of the second, whose date stands on its left
    assert texts == {"08-01\u3000", "\u300008-12", "\u300012-30", "\u300002-01"}


def test_labels_of_a_tornado_have_room_at_both_ends() -> None:
    chart = Chart("tornado", ("甲", "乙"), (series("低", -400, -1), series("高", 400, 1)), "万元")
    axis = tree_of(chart).find(f".//{C}valAx")
    assert (values(axis, "min"), values(axis, "max")) == (["-600"], ["600"])


def test_a_mark_at_the_end_of_the_axis_is_seen() -> None:
    axis = tree_of(Chart("bullet", ("甲",), (series("现值", 5), series("目标", 20)))).find(f".//{C}valAx")
    assert Decimal(values(axis, "max")[0]) > 20


def test_more_rows_than_a_page_holds_are_not_drawn() -> None:
    chart = Chart("bars", ("很长的名称" * 8,) * 24, (series("收入", *range(24)),), lying=True)
    assert chart_parts(chart, Theme(), "zh", WIDTH, 300) is None
    assert chart_parts(replace(chart, categories=("短",) * 24), Theme(), "zh", WIDTH, 400) is not None


def test_nothing_is_made_of_a_chart_without_figures() -> None:
    assert chart_parts(Chart("bars", ("甲",), (series("a", None),)), Theme(), "zh", WIDTH) is None
    assert chart_parts(KINDS["heatmap"], Theme(), "zh", WIDTH) is None
