"""Blocks of the market take whatever an editor may write, and a great deal of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks import BLOCKS
from plangen.doctree import Chart, query
from plangen.model import BlockPlace, StrategyBlock
from tests.blocks.reading import AROUND

PERCENT = st.sampled_from(["0%", "15%", "-3%", "100%", "33.333333333%", "999999999999999%", "-100%", "0.000000001%"])
MONEY = st.sampled_from(
    ["0元", "-1亿元", "1亿元", "0.000000001元", "999999999999999万亿元", "USD 1", "USD 999999999999999 billion"]
)
FIGURE = st.one_of(PERCENT, MONEY, st.sampled_from(["0", "12天", "-5分", "999999999999999", "0.000000001件"]))
NAME = st.sampled_from(["甲", "乙", "丙", "丁"])
ID = st.sampled_from(["a", "b", "c", "own"])
SCORE = st.sampled_from(["1", "3", "5"])
SCORES = st.dictionaries(NAME, SCORE, max_size=4)
LINES = st.lists(st.sampled_from(["甲", "乙。", "丙（S1、O9）", "丁（S）", "（T0）"]), min_size=1, max_size=4)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def entries(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=5)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.one_of(st.just([]), entries(**fields))


WEIGHT = st.sampled_from(["15%", "100%", "33.333333333%", "0.000000001%"])
CRITERIA = some(name=NAME, weight=WEIGHT)
MEASURED = {"measure": maybe(NAME), "baseline": maybe(FIGURE), "target": maybe(FIGURE)}
DECISION = st.sampled_from(["主攻", "培育", "维持", "退出"])
YESNO = st.sampled_from(["是", "否"])
BLOCK: dict[str, st.SearchStrategy[Any]] = {
    "segments": st.fixed_dictionaries(
        {
            "screen": PERCENT,
            "criteria": CRITERIA,
            "indicator": maybe(st.fixed_dictionaries({"id": ID, "name": NAME})),
            "items": entries(
                id=ID,
                name=NAME,
                size=MONEY,
                growth=PERCENT,
                score=maybe(FIGURE),
                scores=SCORES,
                decision=maybe(DECISION),
                sales=maybe(MONEY),
            ),
        }
    ),
    "advantages": st.fixed_dictionaries(
        {
            "items": entries(
                id=ID,
                dimension=NAME,
                advantage=NAME,
                evidence=NAME,
                owner=NAME,
                imitability=st.sampled_from(["低", "中", "高"]),
                vrio=maybe(
                    st.fixed_dictionaries(
                        dict.fromkeys(("value", "rarity", "inimitability", "organisation"), YESNO),
                    )
                ),
                **MEASURED,
            )
        }
    ),
    "channels": st.fixed_dictionaries(
        {
            "groups": some(id=ID, name=NAME),
            "items": entries(
                id=ID,
                name=NAME,
                group=maybe(ID),
                role=NAME,
                owner=NAME,
                **dict.fromkeys(("baseline", "target"), st.sampled_from(["0%", "50%", "100%", "33.333333333%"])),
                **dict.fromkeys(("margin", "cost_ratio"), maybe(PERCENT)),
            ),
            "revenue": maybe(st.fixed_dictionaries({"baseline": MONEY, "target": MONEY})),
        }
    ),
    "swot": st.fixed_dictionaries(
        {
            **dict.fromkeys(("strengths", "weaknesses", "opportunities", "threats"), LINES),
            "strategies": maybe(st.fixed_dictionaries(dict.fromkeys(("so", "wo", "st", "wt"), LINES))),
        }
    ),
    "competitors": st.fixed_dictionaries(
        {
            "criteria": entries(id=ID, name=NAME, weight=WEIGHT),
            "own": st.fixed_dictionaries({"name": NAME, "scores": st.dictionaries(ID, SCORE)}),
            "items": entries(id=ID, name=NAME, scores=st.dictionaries(ID, SCORE), note=maybe(NAME)),
        }
    ),
    "brand_assets": st.fixed_dictionaries(
        {
            "items": entries(
                id=ID,
                asset=NAME,
                status=NAME,
                action=NAME,
                owner=maybe(NAME),
                **MEASURED | {"measure": NAME, "rating": maybe(SCORE), "target_rating": maybe(SCORE)},
            )
        }
    ),
}


@pytest.mark.parametrize("name", BLOCK)
@given(data=st.data())
def test_whatever_an_editor_writes_is_a_finding_at_worst(name: str, data: st.DataObject) -> None:
    written = data.draw(BLOCK[name])
    try:
        block = BLOCKS[name].model_validate(written)
    except ValidationError:
        return
    for fault in block.check(AROUND):
        fault.message.format(**fault.values)
        fault.hint.format(**fault.values)
    for language in ("zh", "en"):
        assert block.values(language)
        for node in block.lower(BlockPlace("a.b.c", language)):
            for chart in query(node, Chart):
                assert len(chart.categories) <= 24
                assert len(chart.series) <= 8
                assert all(len(series.values) == len(chart.categories) for series in chart.series)
    list(block.measures())


def many(name: str, count: int) -> StrategyBlock:
    """Make a block of many entries."""
    each = range(count)
    criteria = [{"id": f"k{n}", "name": f"准则{n}", "weight": "10%"} for n in range(10)]
    scores = {f"k{n}": str(1 + n % 5) for n in range(10)}
    groups = [{"id": f"g{n}", "name": f"组{n}"} for n in range(count // 2)]
    written: dict[str, Any] = {
        "segments": {
            "criteria": [{"name": c["name"], "weight": "10%"} for c in criteria],
            "items": [
                {"id": f"s{n}", "name": f"细分{n}", "size": f"{n + 1}亿元", "growth": f"{n % 40}%"}
                | {"scores": {f"准则{k}": str(1 + (n + k) % 5) for k in range(10)}, "sales": "1万元"}
                | {"decision": "主攻" if n % 40 >= 15 else "维持"}
                for n in each
            ],
        },
        "advantages": {
            "items": [
                {"id": f"a{n}", "dimension": f"维度{n}", "advantage": f"优势{n}", "evidence": "依据", "owner": "甲"}
                | {"imitability": "中", "measure": f"率{n}", "baseline": "1%", "target": "2%"}
                for n in each
            ]
        },
        "channels": {
            "groups": groups,
            "items": [
                {"id": f"c{n}", "name": f"渠道{n}", "role": "成交", "owner": "甲", "group": f"g{n // 2}"}
                | {"baseline": f"{100 / count}%", "target": f"{100 / count}%", "margin": "50%", "cost_ratio": "20%"}
                for n in each
            ],
            "revenue": {"baseline": "1亿元", "target": "2亿元"},
        },
        "competitors": {
            "criteria": criteria,
            "own": {"name": "我方", "scores": scores},
            "items": [{"id": f"c{n}", "name": f"对手{n}", "scores": scores} for n in each],
        },
        "brand_assets": {
            "items": [
                {"id": f"b{n}", "asset": f"资产{n}", "status": "现状", "action": "举措", "measure": f"率{n}"}
                | {"baseline": "1%", "target": "2%", "rating": "3", "target_rating": "4"}
                for n in each
            ]
        },
    }
    return BLOCKS[name].model_validate(written[name])


@pytest.mark.parametrize("name", [name for name in BLOCK if name != "swot"])
def test_five_hundred_entries_are_without_fault(name: str) -> None:
    block = many(name, 500)
    assert list(block.check(AROUND)) == []
    assert block.lower(BlockPlace("a.b.c", "zh"))
    assert len(block.values("zh")) > 500
