"""What each kind of drawing shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from plangen.charts.palette import palette
from plangen.charts.svg import draw
from plangen.doctree import Chart, Span
from plangen.theme import Colors, Theme
from tests.charts.kinds import KINDS, series
from tests.charts.reading import Drawing, Line, read

GOLDEN = Path(__file__).parents[1] / "golden" / "charts"
THEME = Theme()
COLORS = palette(THEME)
WIDTH = 441.0
YEARS = ("2026年", "2027年", "2028年")


def drawing(chart: Chart, language: str = "zh", theme: Theme = THEME) -> Drawing:
    svg = draw(chart, theme, language, WIDTH)
    assert svg is not None
    return read(svg)


def line(found: Drawing, text: str) -> Line:
    lines = [one for one in found.lines if one.text == text]
    assert len(lines) == 1, (text, [one.text for one in found.lines])
    return lines[0]


def shapes(chart: Chart, color: str, attribute: str = "fill") -> list[list[tuple[float, float, float, float]]]:
    """Return the rectangles (left, top, width, height) of each path of a colour."""
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    paths = re.findall(rf'<path d="([^"]*)"[^>]* ?{attribute}="{color}"', svg)
    number = r"(-?[\d.]+)"
    return [
        [tuple(map(float, one)) for one in re.findall(rf"M{number} {number}h{number}v{number}h-?[\d.]+z", path)]  # type: ignore[misc]
        for path in paths
    ]


def bars(chart: Chart, color: str) -> list[tuple[float, float, float, float]]:
    """Return the bars of a colour, without the sample of the legend."""
    return [box for path in shapes(chart, color) for box in path if box[2:] != (7.2, 7.2)]


# --- every kind ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_as_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    svg = draw(replace(KINDS[name], caption=name, alt=f"说明：{name}"), THEME, "zh", WIDTH)
    golden = GOLDEN / f"{name}.svg"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(f"{svg}\n", "utf-8")
    assert f"{svg}\n" == golden.read_text("utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_says_what_it_is_and_holds_nothing_foreign(name: str) -> None:
    svg = draw(replace(KINDS[name], alt='甲 < 乙 & “丙"'), THEME, "zh", WIDTH)
    assert svg is not None
    assert 'role="img"' in svg
    assert 'aria-label="甲 &lt; 乙 &amp; “丙&quot;"' in svg
    found = read(svg)
    assert found.title == '甲 < 乙 & “丙"'
    assert found.tags <= {"svg", "title", "path", "g", "text", "tspan"}
    assert not re.search(r"href|url\(|@|style|data:|on\w+=", svg)
    assert svg.count("http") == 1  # the namespace
    assert "font-family" not in svg
    assert 'font-family="Noto Sans SC"' in (draw(KINDS[name], THEME, "zh", WIDTH, family="Noto Sans SC") or "")


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_takes_its_colors_from_the_theme(name: str) -> None:
    assert drawing(KINDS[name]).colors <= {*COLORS.series, *COLORS.tones.values(), *_OTHERS}
    red = Colors(
        series=("#FF0000",) * 8, good="#00FF00", warn="#00FF01", bad="#00FF02", severe="#00FF03", ink="#0000FF"
    )
    found = drawing(KINDS[name], theme=THEME.model_copy(update={"colors": red}))
    own = {*COLORS.series, COLORS.ink, *COLORS.tones.values()} - {COLORS.accent}
    assert not own & found.colors
    assert {"#FF0000", "#00FF00"} & found.colors


_OTHERS = {
    *(COLORS.ink, COLORS.muted, COLORS.rule, COLORS.paper, COLORS.soft, COLORS.accent, "none"),
    *map(COLORS.word, COLORS.series),
}


@pytest.mark.parametrize("name", KINDS)
def test_markup_in_names_stays_text(name: str) -> None:
    attack = "<script>&amp;\"'</text>"
    chart = KINDS[name]
    found = drawing(
        replace(
            chart,
            categories=tuple(attack for _ in chart.categories),
            spans=tuple(replace(span, name=attack, group=attack) for span in chart.spans),
        )
    )
    assert "script" not in found.tags
    assert found.says(attack)


@pytest.mark.parametrize(
    "chart",
    [
        Chart("bars"),
        Chart("line", YEARS, (series("甲", None, None, None),)),
        Chart("gantt"),
        Chart("heatmap", ("一", "二")),
    ],
)
def test_without_figures_nothing_is_drawn(chart: Chart) -> None:
    assert draw(chart, THEME, "zh", WIDTH) is None


def test_what_no_page_holds_is_not_drawn() -> None:
    names = tuple(f"第{n}项" + "很长的名称" * 8 for n in range(24))
    tall = Chart("bars", names, (series("甲", *range(24)),), lying=True)
    assert draw(tall, THEME, "zh", WIDTH, 300) is None
    assert draw(tall, THEME, "zh", WIDTH, 3000) is not None


def test_a_series_without_figures_is_left_out() -> None:
    found = drawing(Chart("bars", YEARS, (series("收入", 1, 2, 3), series("成本", None, None, None)), "万元"))
    assert not found.says("成本")
    assert found.texts[0] == "收入（万元）"


def test_nothing_of_charts_is_imported_where_none_is_drawn() -> None:
    program = (
        "import sys\n"
        "from plangen.doctree import *\n"
        "from plangen.fonts import prepare_fonts\n"
        "from plangen.render.screen import write_html\n"
        "from plangen.render.pdf import write_pdf\n"
        "from plangen.theme import Theme\n"
        "document = Document(Meta('标题', '客户'), (Paragraph((Text('字'),)),))\n"
        "fonts = prepare_fonts(['Noto Sans SC'])\n"
        "write_html(document, Theme(), fonts), write_pdf(document, Theme(), fonts)\n"
        "print([name for name in sys.modules if name.startswith('plangen.charts.') and 'palette' not in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- bars ------------------------------------------------------------------------------------------------------------


def test_columns_are_as_tall_as_their_figures_and_say_them() -> None:
    chart = Chart("bars", YEARS, (series("收入", 100, 400, -220),), "万元")
    found = drawing(chart)
    first, second, third = bars(chart, COLORS.series[0])
    assert second[3] == pytest.approx(4 * first[3], abs=0.3)
    assert third[3] == pytest.approx(2.2 * first[3], abs=0.3)
    zero = first[1] + first[3]
    assert third[1] == pytest.approx(zero, abs=0.2)
    figures = [line(found, text) for text in ("100", "-220")]
    assert figures[0].bottom < first[1] + 1.5
    assert figures[1].top > third[1] + third[3] - 1.5
    assert found.texts[0] == "收入（万元）"
    # the line they stand on is drawn over the bars, in ink
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    (level,) = re.findall(rf'<path d="M[\d.]+ ([\d.]+)L{WIDTH:g} \1" fill="none" stroke="{COLORS.ink}"', svg)
    assert float(level) == pytest.approx(zero, abs=0.2)
    assert svg.index(COLORS.series[0]) < svg.index(f'stroke="{COLORS.ink}"')


def test_the_unit_is_said_once_and_large_figures_are_counted_in_it() -> None:
    chart = Chart("bars", YEARS, (series("收入", 1.2e8, 2.3e8, 3.4e8), series("成本", 1e8, 2e8, 3e8)), "元")
    found = drawing(chart)
    assert [text for text in found.texts if "元" in text] == ["单位：亿元"]
    assert {"1.2", "2.3", "3.4"} <= set(found.texts)
    assert {"0", "1", "2", "3", "4"} <= set(found.texts)


def test_long_names_lay_columns_down_and_are_broken_into_lines() -> None:
    names = (
        "通过会员积分与权益体系重构带动高价值客户复购",
        "供应链柔性快反",
        "下沉市场",
        "直播",
        "集采",
        "跨境",
        "门店",
    )
    found = drawing(Chart("bars", names, (series("得分", *range(7)),)))
    lines = [one for one in found.lines if one.text in "".join(names)]
    assert len(lines) > len(names)
    assert max(one.right for one in lines) - min(one.right for one in lines) < 1.5  # flush with their bars
    assert len({round(one.top) for one in lines}) == len(lines)


def test_many_short_names_are_turned() -> None:
    months = tuple(f"{year}年{month}月" for year in (2026, 2027) for month in range(1, 13))
    found = drawing(Chart("bars", months, (series("销售额", *range(24)),)))
    lines = [line(found, month) for month in months]
    assert all(one.bottom - one.top > one.right - one.left for one in lines)
    assert max(one.bottom - one.top for one in lines) < 60


def test_few_words_below_columns_are_broken_into_lines() -> None:
    found = drawing(Chart("bars", ("经营活动现金流入", *"一二三四五六七"), (series("甲", *range(8)),)))
    assert [one.text for one in found.lines if one.text in "经营活动现金流入"] == ["经营活动", "现金流入"]


def test_an_outlier_leaves_the_others_their_figures() -> None:
    found = drawing(Chart("bars", ("甲", "乙", "丙"), (series("收入", 12, 8, 10**6),), "元"))
    assert {"12", "8", "1,000,000"} <= set(found.texts)


def test_stacked_bars_carry_their_sums_and_shares_of_a_hundred_do_not() -> None:
    amounts = Chart("stacked", YEARS, (series("甲", 10, 20, 30), series("乙", 5, 7, None)), "万元")
    assert {"15", "27", "30"} <= set(drawing(amounts).texts)
    halves = Chart("stacked", YEARS, (series("甲", 40, 50, 60), series("乙", 60, 50, 40)), "%")
    assert Counter(drawing(halves).texts)["100%"] == 1  # the last tick


def test_stacked_bars_go_both_ways_from_zero() -> None:
    chart = Chart("stacked", ("甲",), (series("流入", 30), series("流出", -20), series("补助", 10)))
    taken = COLORS.take(3)
    (inflow,), (outflow,), (grant,) = (bars(chart, color) for color in taken)
    assert grant[1] + grant[3] == pytest.approx(inflow[1], abs=0.2)
    assert outflow[1] == pytest.approx(inflow[1] + inflow[3], abs=0.2)


def test_bars_of_a_hundred_per_cent_say_shares_that_add_up() -> None:
    found = drawing(Chart("percent", ("甲",), (series("一", 1), series("二", 1), series("三", 1)), "亿元"))
    assert [text for text in found.texts if text in ("33%", "34%")] == ["34%", "33%", "33%"]
    assert not any("亿元" in text for text in found.texts)


def test_lying_bars_read_from_the_top() -> None:
    found = drawing(Chart("bars", ("甲", "乙", "丙"), (series("得分", 3, 2, 1),), "分", lying=True))
    tops = [line(found, name).top for name in ("甲", "乙", "丙")]
    assert tops == sorted(tops)


# --- the other kinds -------------------------------------------------------------------------------------------------


def test_a_line_is_broken_where_a_figure_is_missing() -> None:
    chart = Chart("line", ("一", "二", "三", "四", "五"), (series("甲", 1, 2, None, 4, 5),))
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    course = re.search(rf'<path d="([^"]*)" fill="none" stroke="{COLORS.series[0]}" stroke-width="1.7"', svg)
    assert course
    assert [part.count("L") for part in course[1].split("M")[1:]] == [1, 1]


def test_each_line_has_markers_of_its_own_and_its_color_is_read_as_text() -> None:
    chart = Chart("line", YEARS, tuple(series(name, n, n + 5, n + 9) for n, name in enumerate("甲乙丙丁")))
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    shapes = set()
    for color in COLORS.take(4):
        courses = re.findall(rf'<path d="([^"]*)" fill="{color}" stroke="{COLORS.paper}"', svg)
        shapes.add(re.sub(r"[-\d. ]+", "", courses[0]))
        assert f'fill="{COLORS.word(color)}"' in svg
    assert len(shapes) == 3  # a circle, a square and a diamond of four corners each, a triangle


def test_a_radar_says_the_figures_of_each_axis() -> None:
    found = drawing(KINDS["radar"])
    assert {"2.1 / 4.0", "1.8 / 4.5"} <= set(found.texts)
    assert found.texts[-1] != "0"


def test_a_doughnut_says_amounts_shares_and_their_sum() -> None:
    found = drawing(KINDS["doughnut"])
    # 4200 / 11100 = 37.84 %, 3000 = 27.03, 2160 = 19.46, 1440 = 12.97, 300 = 2.70: 38 + 27 + 19 + 13 + 3 = 100
    shares = [text for text in found.texts if text.endswith("%")]
    assert Counter(shares) == Counter(["38%", "27%", "19%", "13%"] * 2 + ["3%"])
    assert {"4,200", "11,100", "投入（万元）", "占比"} <= set(found.texts)


def test_a_doughnut_of_shares_says_them_as_they_are() -> None:
    found = drawing(Chart("doughnut", ("甲", "乙"), (series("占比", 30, 60),), "%"))
    assert Counter(text for text in found.texts if text.endswith("%")) == Counter(["30%", "60%"] * 2 + ["90%"])


def test_a_waterfall_shows_changes_with_their_sign_and_levels_without() -> None:
    chart = Chart("waterfall", ("期初", "收", "支", "期末"), (series("现金", 800, 150, -300, None),), totals=(0, 3))
    found = drawing(chart)
    assert {"800", "+150", "-300", "650"} <= set(found.texts)
    assert found.texts[:4] == ("现金", "合计", "增加", "减少")
    (first, last), (rise,), (fall,) = (bars(chart, color) for color in (COLORS.total, COLORS.rise, COLORS.fall))
    assert rise[1] + rise[3] == pytest.approx(first[1], abs=0.2)
    assert fall[1] == pytest.approx(rise[1], abs=0.2)
    assert fall[1] + fall[3] == pytest.approx(last[1], abs=0.2)


def test_a_tornado_goes_both_ways_from_zero_and_splits_a_row_that_goes_one_way() -> None:
    chart = Chart("tornado", ("单价", "汇率"), (series("下降", -40, -10), series("上升", 30, -20)), "万元")
    found = drawing(chart)
    assert {"-40", "+30", "-10", "-20"} <= set(found.texts)
    low, high = (bars(chart, color) for color in COLORS.take(2))
    assert low[0][0] + low[0][2] == pytest.approx(high[0][0], abs=0.2)
    assert low[1][1] + low[1][3] == pytest.approx(high[1][1], abs=0.2)


def test_bullet_rows_name_both_figures() -> None:
    found = drawing(KINDS["bullet"])
    assert Counter(found.texts)["达成度"] == Counter(found.texts)["目标值"] == 2  # in the legend and above the figures
    assert {"82.5%", "100.0%", "—"} <= set(found.texts)
    marks = [box for box in bars(KINDS["bullet"], COLORS.fall) if box[2] == 2.4]
    assert len({box[0] for box in marks[1:]}) == 1


def test_a_heat_map_shades_its_cells_by_their_tone() -> None:
    chart = KINDS["heatmap"]
    tones = Counter(cell.tone for row in chart.rows for cell in row.cells[1:])
    for tone, count in tones.items():
        assert len(bars(chart, COLORS.tones[tone])) == count
    found = drawing(chart)
    assert line(found, "1 罕见").bottom < line(found, "5 致命").top < line(found, "1 轻微").top


# --- Gantt charts ----------------------------------------------------------------------------------------------------


def gantt(*spans: Span, marker: str = "") -> Chart:
    return Chart("gantt", spans=spans, marker=marker)


def test_tasks_lie_between_their_days() -> None:
    chart = gantt(Span("甲", "2026-01-01", "2026-01-31"), Span("乙", "2026-02-01", "2026-03-31"))
    first, second = bars(chart, COLORS.task)
    assert second[0] == pytest.approx(first[0] + first[2], abs=0.2)
    assert second[2] == pytest.approx(first[2] / 31 * 59, abs=0.3)
    assert second[1] > first[1]


def test_the_critical_path_has_its_color_its_edge_and_its_stripe() -> None:
    chart = gantt(
        Span("甲", "2026-01-01", "2026-06-30", critical=True),
        Span("乙", "2026-01-01", "2026-06-30"),
        Span("丙", "2026-07-01", "2026-12-31", critical=True, after=(0,)),
    )
    assert len([box for box in bars(chart, COLORS.critical) if box[2] > 20]) == 2
    edges = [box for path in shapes(chart, COLORS.ink, "stroke") for box in path if box[2] > 20]
    assert len(edges) == 2
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    assert f'stroke="{COLORS.paper}" stroke-width="1.2"' in svg
    assert drawing(chart).texts[:2] == ("任务", "关键路径上的任务")


def test_an_arrow_leads_to_each_task_that_waits() -> None:
    def arrows(chart: Chart) -> int:
        svg = draw(chart, THEME, "zh", WIDTH) or ""
        heads = re.findall(rf'<path d="([^"]*z)" fill="{COLORS.muted}"', svg)
        return sum(path.count("z") for path in heads)

    plain = (Span("甲", "2026-01-01", "2026-03-31"), Span("乙", "2026-02-01", "2026-05-31"))
    last = Span("丙", "2026-06-01", "2026-12-31", after=(0, 1))
    assert arrows(gantt(*plain, replace(last, after=()))) == 0
    assert arrows(gantt(*plain, last)) == 2
    # what does not exist, or waits for itself, has no arrow
    assert arrows(gantt(*plain, replace(last, after=(0, 2, 9)))) == 1


def test_milestones_are_dated_and_groups_named_once() -> None:
    found = drawing(KINDS["gantt"])
    assert {"02-28", "12-31", "2026-09-01"} <= set(found.texts)
    assert Counter(found.texts)["会员与库存"] == 1


@pytest.mark.parametrize(
    ("end", "language", "names"),
    [
        ("2026-02-20", "zh", ("12/29", "1/5", "2/16", "2026年")),
        ("2026-12-31", "zh", ("1月", "12月", "2026年")),
        ("2026-12-31", "en", ("Jan", "Dec", "2026")),
        ("2029-03-31", "zh", ("Q1", "Q4", "2026年", "2028年")),
        ("2038-03-31", "zh", ("2026", "2038")),
        ("2090-03-31", "zh", ("2025", "2090")),
    ],
)
def test_the_time_axis_counts_what_has_room(end: str, language: str, names: tuple[str, ...]) -> None:
    found = drawing(gantt(Span("任务", "2026-01-01", end)), language)
    assert set(names) <= set(found.texts)


def test_figures_keep_clear_of_the_grid() -> None:
    chart = Chart("bars", ("甲", "乙"), (series("收入", 99, 50),))
    svg = draw(chart, THEME, "zh", WIDTH) or ""
    grid, cleared, *_ = re.findall(r"<path d=\"([^\"]*)\"", svg)
    assert "h" not in grid
    assert cleared.count("z") == 2


def test_a_figure_is_a_decimal_to_the_last_digit() -> None:
    found = drawing(Chart("bars", ("甲",), (series("收入", Decimal("0.1") + Decimal("0.2")),), places=1))
    assert "0.3" in found.texts
