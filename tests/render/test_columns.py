from __future__ import annotations

import re

import pytest

from plangen.doctree import Cell, Citation, Column, Row, Table, Text
from plangen.render.columns import PADDING, cell_lines, column_widths
from plangen.textwidth import clip, text_width

PROSE = "按月统计会员复购，剔除退货订单，口径与财务一致，每季度复盘一次并据此调整预算与投放节奏。"


def table(heads: list[str], rows: list[list[str]]) -> Table:
    return Table(
        tuple(Column(head) for head in heads),
        tuple(Row(tuple(Cell((Text(text),)) for text in row)) for row in rows),
    )


def room(widths: tuple[int, ...], column: int, total: float) -> float:
    """Return the room for text in a column, in ems."""
    return widths[column] * total / 1000 - PADDING


@pytest.mark.parametrize("count", range(1, 31))
def test_widths_add_up_to_a_thousand(count: int) -> None:
    widths = column_widths(table([f"列{n}" for n in range(count)], [[PROSE] * count, ["3"] * count]), 48)
    assert len(widths) == count
    assert sum(widths) == 1000
    assert min(widths) > 0


def test_tables_without_columns_or_rows() -> None:
    assert column_widths(table([], []), 48) == ()
    assert column_widths(table(["一"], []), 48) == (1000,)
    assert sum(column_widths(table(["", "", ""], []), 48)) == 1000


@pytest.mark.parametrize(
    "word",
    ["25%", "12,000", "2026-12-31", "2026年12月31日", "12%～15%", "1.2亿元", "3×4=12", "+6.0个百分点", "CRM", "≥15%"],
)
@pytest.mark.parametrize("others", [1, 3])
def test_words_numbers_and_dates_stay_whole(word: str, others: int) -> None:
    widths = column_widths(table(["值", *["说明"] * others], [[word, *[PROSE * 3] * others]] * 6), 48)
    assert room(widths, 0, 48) >= text_width(word) - 0.05


@pytest.mark.parametrize("head", ["责任", "负责人", "完成日期"])
def test_short_heads_stay_whole(head: str) -> None:
    widths = column_widths(table([head, "说明", "备注"], [["甲", PROSE * 2, PROSE]] * 4), 48)
    assert room(widths, 0, 48) >= text_width(head, bold=True) - 0.05


def test_long_text_gets_the_room() -> None:
    widths = column_widths(table(["序号", "说明", "状态"], [["1", PROSE * 2, "按期"]] * 4), 48)
    assert widths[1] > 700


def test_a_word_too_long_for_any_column_does_not_starve_the_others() -> None:
    widths = column_widths(table(["网址", "说明"], [["https://example.com/" + "x" * 200, PROSE]]), 48)
    assert widths[1] > 250


def test_spanning_cells_and_ragged_rows() -> None:
    wide = Row((Cell((Text("投入期"),), span=3),), "group")
    over = Row((Cell((Text("甲"),)), Cell((Text("2026年12月31日"),), span=9)))
    base = table(["甲", "乙", "丙"], [["1", "2", "3"], ["1"]])
    widths = column_widths(Table(base.columns, (*base.rows, wide, over)), 48)
    assert sum(widths) == 1000


def test_a_source_mark_takes_room() -> None:
    plain = Table((Column("值"), Column("说")), (Row((Cell((Text("13.79"),)), Cell((Text(PROSE * 3),)))),))
    cited = Table((Column("值"), Column("说")), (Row((Cell((Citation("f", "13.79", 12),)), Cell((Text(PROSE * 3),)))),))
    assert column_widths(cited, 48)[0] > column_widths(plain, 48)[0]


def test_a_longer_head_stays_whole_where_that_costs_no_row_a_line() -> None:
    found = table(["序号", "做法", "预算（元）"], [["1", PROSE + PROSE[:20], "148"]] * 5)
    assert room(column_widths(found, 48), 2, 48) >= text_width("预算（元）", bold=True) - 0.05


def test_clipped_text_fits() -> None:
    assert clip("短标题", 10) == "短标题"
    assert clip("一二三四五六七八九十", 6) == "一二三四五…"


def test_no_head_becomes_a_column_of_single_characters() -> None:
    heads = ["工作事项", "董事会战略委员会", *(f"{name}事业部" for name in "甲乙丙丁戊己庚辛壬")]
    matrix = table(heads, [["会员统一标识与数据标准", *"RACIRACIRA"]] * 14)
    widths = column_widths(matrix, 49)
    assert all(room(widths, column, 49) >= 2 for column in range(len(heads)))
    assert room(widths, 0, 49) >= 6


def test_a_head_takes_no_room_from_short_cells_that_would_break() -> None:
    heads = ["排序", "举措", "价值/难度", "评分", "预算", "负责人"]
    names = ("会员运营部", "供应链中心", "电商事业部", "零售运营部", "数字技术部", "人力资源部")
    rows = [
        [str(n), f"重点举措名称\n{PROSE[:34]}", "5/4", "4.1", "2,600万元", owner] for n, owner in enumerate(names, 1)
    ]
    found = table(heads, rows)
    assert room(column_widths(found, 49), 5, 49) >= text_width("会员运营部") - 0.05


@pytest.mark.parametrize("word", ["2026年12月31日", "3个AI助手"])
def test_thin_gaps_take_room(word: str) -> None:
    found = table(["值", "说明", "备注"], [[word, PROSE * 3, PROSE * 3]] * 6)
    gaps = len(re.findall(r"(?<=[\u4e00-\u9fff])[0-9A-Z]|[0-9A-Z](?=[\u4e00-\u9fff])", word))
    assert room(column_widths(found, 48), 0, 48) >= text_width(word) + 0.125 * gaps - 0.05


def test_a_period_is_broken_after_the_word_between_its_dates() -> None:
    found = table(["起止", "说明", "备注"], [["2026-01-01 至 2026-06-30", PROSE * 3, PROSE * 3]] * 6)
    assert room(column_widths(found, 48), 0, 48) >= text_width("2026-01-01 至") - 0.05


@pytest.mark.parametrize("whole", ["一期：2026-11-30", "1.2、3.1、10.1"])
def test_a_date_stays_with_what_it_dates_and_section_numbers_with_each_other(whole: str) -> None:
    found = table(["内容", "说明", "备注"], [[f"{whole}\n{whole}", PROSE * 3, PROSE * 3]] * 6)
    assert room(column_widths(found, 48), 0, 48) >= text_width(whole) - 0.05


@pytest.mark.parametrize("prose", [1, 3])
def test_short_lines_of_one_cell_stay_whole(prose: int) -> None:
    rows = [["风险名称较长的一项", "可能 3×4=12 高\n剩余 12 中", PROSE * prose, PROSE, "事业部"]] * 6
    found = table(["风险", "评分", "触发条件", "应对", "负责"], rows)
    assert room(column_widths(found, 48), 1, 48) >= text_width("可能 3×4=12 高") - 0.05


def test_lines_are_counted_for_each_cell() -> None:
    found = table(["甲", "乙"], [["一", "字" * 30 + "\n" + "字" * 3], ["3", ""]])
    assert cell_lines(found, (500, 500), 22.6) == [[1, 5], [1, 1]]


def test_an_address_asks_for_no_more_room_than_its_longest_part() -> None:
    text = "See https://monitor.example/coffee-equipment"
    widths = column_widths(table(["Where", "What"], [[text, PROSE * 3]] * 6), 36)
    longest = text_width("monitor.example/")
    assert longest - 0.05 <= room(widths, 0, 36) < longest + 1


def test_only_the_longest_words_are_broken_where_not_all_can_stay_whole() -> None:
    heads = ["Responsibilities", "Administration", "Service", "Sales", "HR"]
    total = 27.0
    widths = column_widths(table(heads, [["A", "R", "C", "I", "I"]] * 4), total)
    rooms = [room(widths, column, total) for column in range(len(heads))]
    needs = [text_width(head, bold=True) for head in heads]
    assert sum(needs) > sum(rooms)
    assert [has >= need - 0.05 for has, need in zip(rooms, needs, strict=True)] == [False, False, True, True, True]
    assert abs(rooms[0] - rooms[1]) < 0.1
