"""Competitive advantages: at least two dimensions, figures that fit, and the verdict of VRIO."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from plangen.blocks.market.advantages import Advantages, Vrio
from plangen.doctree import plain_text
from tests.blocks.reading import cells, faults, found, heads, tables, texts


def advantage(name: str, dimension: str = "服务", **changes: Any) -> dict[str, Any]:
    base = {"id": name, "dimension": dimension, "advantage": f"优势{name}", "evidence": "依据", "imitability": "中"}
    return base | {"owner": "供应链中心"} | changes


def advantages(*items: dict[str, Any], **fields: Any) -> Advantages:
    return Advantages.model_validate({"items": list(items)} | fields)


def vrio(answers: str) -> dict[str, str]:
    """Spell the answers of ``yyny`` out."""
    names = ("value", "rarity", "inimitability", "organisation")
    return {name: "是" if answer == "y" else "否" for name, answer in zip(names, answers, strict=True)}


def test_two_advantages_by_hand() -> None:
    figures = {"measure": "48小时发货率", "baseline": "82.0%", "target": "97.0%"}
    block = advantages(advantage("a", **figures, vrio=vrio("yyny")), advantage("b", "数据", imitability="高"))
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["维度", "竞争优势", "依据", "衡量指标", "模仿难度", "VRIO结论", "负责人"]
    assert cells(table) == [
        [
            *("服务", "优势a", "依据", "48小时发货率\n82.0% → 97.0%\n+15.0个百分点", "中", "暂时优势\nVR–O"),
            "供应链中心",
        ],
        ["数据", "优势b", "依据", "", "高", "—", "供应链中心"],
    ]
    assert [[cell.tone for cell in row.cells[4:6]] for row in table.rows] == [["warn", "warn"], ["good", ""]]
    assert texts(block) == {
        "count": "2",
        "dimensions": "2",
        "a.baseline": "82.0%",
        "a.target": "97.0%",
        "a.change": "+15.0个百分点",
        "a.imitability": "中",
        "a.verdict": "暂时优势",
        "b.imitability": "高",
    }
    (measure,) = block.measures()
    assert (measure.name, measure.words[0]) == ("48小时发货率", "+15.0个百分点")
    assert [figure.text for figure, _ in measure.figures.values()] == ["82.0%", "97.0%"]
    assert "." in measure.id  # never the id of an indicator


def test_columns_that_nobody_fills_are_left_out() -> None:
    block = advantages(advantage("a"), advantage("b", "数据"), note="说明。")
    (table,) = tables(block)
    assert heads(table) == ["维度", "竞争优势", "依据", "模仿难度", "负责人"]
    assert plain_text(table.note[0]) == "说明。"


# Barney, "Gaining and Sustaining Competitive Advantage" (2nd ed. 2002), the VRIO table: value, rarity, imitability.
PUBLISHED = {"n---": "disadvantage", "yn--": "parity", "yyny": "temporary", "yyyy": "sustained"}


@pytest.mark.parametrize("answers", ["".join(four) for four in product("yn", repeat=4)])
def test_the_verdict_is_that_of_the_published_table(answers: str) -> None:
    made = Vrio.model_validate(vrio(answers))
    for pattern, verdict in PUBLISHED.items():
        if all(mask in ("-", answer) for mask, answer in zip(pattern, answers, strict=True)):
            assert made.verdict == verdict
    if answers == "yyyn":  # not organised to use it
        assert made.verdict == "temporary"
    assert made.letters == "".join(
        letter if answer == "y" else "–" for letter, answer in zip("VRIO", answers, strict=True)
    )


def test_one_dimension_is_not_enough_and_named() -> None:
    (fault,) = found(advantages(advantage("a"), advantage("b"), advantage("c")))
    assert (fault.code, fault.path) == ("PG006", ("items",))
    assert fault.values["dimension"] == "服务"
    assert "{dimension}" in fault.message
    assert faults(advantages(advantage("a"), advantage("b", "成本"))) == []


@pytest.mark.parametrize(
    ("changes", "code", "path", "told"),
    [
        ({"baseline": "1%", "measure": "率"}, "PG007", ("items", 0), {"field": "target"}),
        ({"target": "1%", "measure": "率"}, "PG007", ("items", 0), {"field": "baseline"}),
        ({"baseline": "1%", "target": "2%"}, "PG007", ("items", 0), {"field": "measure"}),
        (
            {"baseline": "1%", "target": "2天", "measure": "率"},
            "PG006",
            ("items", 0, "target"),
            {"one": "1%", "other": "2天"},
        ),
        ({"baseline": "1%", "target": "1.0%", "measure": "率"}, "PG006", ("items", 0, "target"), {"one": "1%"}),
        (
            {"imitability": "低", "vrio": vrio("yyyy")},
            "PG006",
            ("items", 0, "vrio", "inimitability"),
            {"name": "优势a"},
        ),
        (
            {"imitability": "高", "vrio": vrio("yyny")},
            "PG006",
            ("items", 0, "vrio", "inimitability"),
            {"name": "优势a"},
        ),
        ({"id": "b"}, "PG202", ("items", 1, "id"), {"identifier": "b"}),
    ],
)
def test_what_cannot_be_true(
    changes: dict[str, Any], code: str, path: tuple[str | int, ...], told: dict[str, str]
) -> None:
    (fault,) = found(advantages(advantage("a") | changes, advantage("b", "数据")))
    assert (fault.code, fault.path) == (code, path)
    assert {key: str(fault.values[key]) for key in told} == told
    assert all(f"{{{key}}}" in fault.message + fault.hint for key in told)


@pytest.mark.parametrize(("imitability", "answers"), [("低", "yyny"), ("高", "yyyy"), ("中", "yyyy"), ("中", "yyny")])
def test_what_agrees(imitability: str, answers: str) -> None:
    block = advantages(advantage("a", imitability=imitability, vrio=vrio(answers)), advantage("b", "数据"))
    assert faults(block) == []
