"""SWOT and the strategies that follow from it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from plangen.blocks.market.swot import Swot
from plangen.model import BlockPlace
from tests.blocks.reading import cells, faults, found, heads, tables, texts

FOUR: dict[str, Any] = {
    "strengths": ["门店网络", "版型口碑"],
    "weaknesses": ["库存不通"],
    "opportunities": ["通勤增速高", "内容渠道兴起", "供应商余量"],
    "threats": ["流量涨价"],
}


def swot(**changes: Any) -> Swot:
    return Swot.model_validate(FOUR | changes)


def test_the_four_fields_by_hand() -> None:
    block = swot(note="依据访谈。")
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["", "有利因素", "不利因素"]
    assert table.header_column
    assert cells(table) == [
        ["内部", "优势（S）\nS1　门店网络\nS2　版型口碑", "劣势（W）\nW1　库存不通"],
        ["外部", "机会（O）\nO1　通勤增速高\nO2　内容渠道兴起\nO3　供应商余量", "威胁（T）\nT1　流量涨价"],
    ]
    assert [[cell.tone for cell in row.cells[1:]] for row in table.rows] == [["good", "warn"], ["good", "bad"]]
    assert texts(block) == {
        "count_strengths": "2",
        "count_weaknesses": "1",
        "count_opportunities": "3",
        "count_threats": "1",
    }


def test_strategies_stand_in_a_table_of_their_own() -> None:
    block = swot(strategies={"so": ["门店直播（S1、O2）", "专款"], "wt": ["先打通再投放（W1+T1）"]})
    assert faults(block) == []
    _, tows = tables(block, BlockPlace("c.s.swot", "zh", "态势分析"))
    assert (tows.id, tows.caption) == ("c.s.swot.strategies", "TOWS策略矩阵")
    assert heads(tows) == ["", "优势（S）", "劣势（W）"]
    assert cells(tows) == [
        ["机会（O）", "以优势取机会\nSO1　门店直播（S1、O2）\nSO2　专款", "补劣势取机会\n—"],
        ["威胁（T）", "以优势御威胁\n—", "补劣势避威胁\nWT1　先打通再投放（W1+T1）"],
    ]
    assert texts(block)["count_strategies"] == "3"


@pytest.mark.parametrize(
    ("changes", "code", "path", "told"),
    [
        (
            {"threats": ["流量涨价", "库存 不通。"]},
            "PG202",
            ("threats", 1),
            {"entry": "库存 不通。", "first": "weaknesses", "second": "threats"},
        ),
        (
            {"strengths": ["门店网络", "门店网络"]},
            "PG202",
            ("strengths", 1),
            {"entry": "门店网络", "first": "strengths"},
        ),
        (
            {"strategies": {"so": ["甲", "乙（S1、O4）"]}},
            "PG201",
            ("strategies", "so", 1),
            {"named": "O4", "letter": "O", "count": 3},
        ),
        ({"strategies": {"wt": ["甲（W0）"]}}, "PG201", ("strategies", "wt", 0), {"named": "W0", "count": 1}),
        ({"strategies": {"so": []}}, "PG007", ("strategies",), {}),
    ],
)
def test_what_cannot_be_true(
    changes: dict[str, Any], code: str, path: tuple[str | int, ...], told: dict[str, Any]
) -> None:
    (fault,) = found(swot(**changes))
    assert (fault.code, fault.path) == (code, path)
    assert {key: fault.values[key] for key in told} == told
    assert all(f"{{{key}}}" in fault.message for key in told)


def test_letters_and_numbers_in_a_sentence_are_no_references() -> None:
    block = swot(strategies={"so": ["O2O与T9航站楼门店（约W8米）", "三季（S9前后）上线"]})
    assert faults(block) == []


@pytest.mark.parametrize("name", ["strengths", "weaknesses", "opportunities", "threats"])
def test_one_to_eight_entries_in_each_field(name: str) -> None:
    assert faults(swot(**{name: [f"{name}{n}" for n in range(8)]})) == []
    for entries in ([], [f"{name}{n}" for n in range(9)]):
        with pytest.raises(ValidationError):
            swot(**{name: entries})
