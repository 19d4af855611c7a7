"""The risk register against values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plangen.blocks.governance.risk_register import RiskRegister, grade
from plangen.doctree import Chart, plain_text
from tests.blocks.reading import HERE, cells, charts, faults, found, heads, said, tables, texts


def test_grades_change_at_their_limits() -> None:
    assert [grade(score)[0] for score in (1, 4, 5, 9, 10, 14, 15, 25)] == [
        *("low", "low", "medium", "medium", "high", "high", "severe", "severe")
    ]


def risk(number: int, likely: int, grave: int, **changes: str | None) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": f"r{number}",
        "name": f"风险{number}",
        "owner": "甲",
        "trigger": "触发",
        "mitigation": "应对",
    }
    made = base | {"likelihood": str(likely), "impact": str(grave)} | changes
    return {key: value for key, value in made.items() if value is not None}


def grid(chart: Chart) -> list[list[str]]:
    return [[plain_text(cell) for cell in row.cells] for row in chart.rows]


def test_a_risk_register_by_hand() -> None:
    block = RiskRegister.model_validate(
        {
            "items": [
                risk(1, 2, 3),
                risk(2, 4, 4, category="市场", contingency="冻结", backup="替代"),
                risk(3, 3, 2),
                risk(4, 5, 2),
                risk(5, 1, 4),
            ]
        }
    )
    (register,) = tables(block)
    (matrix,) = charts(block)
    assert [row[:3] for row in cells(register)] == [
        ["R1", "风险2\n（市场）", "4×4=16\n极高"],
        ["R2", "风险4", "5×2=10\n高"],
        ["R3", "风险1", "2×3=6\n中"],
        ["R4", "风险3", "3×2=6\n中"],
        ["R5", "风险5", "1×4=4\n低"],
    ]
    assert cells(register)[0][3:] == ["触发", "应对\n应急：冻结\n后备：替代", "甲"]
    assert [row.cells[2].tone for row in register.rows] == ["severe", "bad", "warn", "warn", "good"]
    assert (matrix.kind, matrix.id) == ("heatmap", f"{HERE.path}.matrix")
    assert matrix.categories == ("影响＼可能性", "1 罕见", "2 较少", "3 可能", "4 较可能", "5 几乎必然")
    assert grid(matrix) == [
        ["5 致命", "", "", "", "", ""],
        ["4 重大", "R5", "", "", "R1", ""],
        ["3 中等", "", "R3", "", "", ""],
        ["2 较小", "", "", "R4", "", "R2"],
        ["1 轻微", "", "", "", "", ""],
    ]
    tones = [[cell.tone for cell in row.cells[1:]] for row in matrix.rows]
    assert tones[0] == ["warn", "bad", "severe", "severe", "severe"]
    assert tones[4] == ["good", "good", "good", "good", "warn"]
    values = texts(block)
    assert (values["count"], values["count_severe"], values["count_medium"]) == ("5", "1", "2")
    assert (values["r2.score"], values["r2.grade"]) == ("16", "极高")
    assert "r2.residual" not in values


def test_what_is_left_after_the_response() -> None:
    block = RiskRegister.model_validate(
        {
            "items": [
                risk(1, 4, 4, residual_likelihood="2"),  # 2 x 4 = 8, medium: the impact stays
                risk(2, 3, 5, residual_likelihood="1", residual_impact="4"),  # 1 x 4 = 4, low
                risk(3, 2, 2),
            ]
        }
    )
    assert faults(block) == []
    (register,) = tables(block)
    assert [row[2] for row in cells(register)] == [
        "4×4=16\n极高\n剩余8\n中",
        "3×5=15\n极高\n剩余4\n低",
        "2×2=4\n低",
    ]
    assert register.rows[0].cells[2].tone == "severe"
    assert "剩余" in plain_text(register.note[0])
    values = texts(block)
    assert (values["r1.residual"], values["r1.residual_grade"]) == ("8", "中")
    assert (values["r2.residual"], values["r2.residual_grade"]) == ("4", "低")
    assert "r3.residual" not in values


@pytest.mark.parametrize("field", ["residual_likelihood", "residual_impact"])
def test_a_response_cannot_make_a_risk_greater(field: str) -> None:
    block = RiskRegister.model_validate({"items": [risk(1, 3, 3), risk(2, 3, 3, **{field: "4"})]})
    (fault,) = found(block)
    assert (fault.code, fault.path) == ("PG006", ("items", 1, field))
    assert said(fault) == (
        f"风险2: {field} is 4, higher than 3 before the response / "
        "write 3 or less, or correct the rating before the response"
    )
    assert texts(block)["r2.residual"] == "12"  # shown as written until it is mended


@pytest.mark.parametrize("rating", ["-1", "0", "6", "999"])
def test_a_rating_off_the_scale_is_told_plainly(rating: str) -> None:
    with pytest.raises(ValidationError) as raised:
        RiskRegister.model_validate({"items": [risk(1, 3, 3, likelihood=rating)]})
    error = raised.value.errors()[0]  # pydantic adds that no entry without fault is left
    assert error["loc"] == ("items", 0, "likelihood")
    message = error["ctx"]["message"].format(**error["ctx"]["values"])
    assert message == f"{rating} lies off the scale; a rating has to be between 1 and 5"


def test_what_is_left_open_shows_as_such() -> None:
    """A rule over the whole plan reports the absence; the table must not look finished."""
    block = RiskRegister.model_validate(
        {
            "items": [
                risk(1, 3, 3, owner=None, trigger=None, mitigation=None),
                risk(2, 3, 3, trigger=None, warning="cac"),
                risk(3, 3, 3, mitigation=None, contingency="冻结"),
                risk(4, 3, 3, warning="cac"),
            ]
        }
    )
    assert faults(block) == []
    rows = cells(tables(block)[0])
    assert rows[0][3:] == ["—", "—", "—"]
    assert rows[1][3] == "早期预警指标触发"
    assert rows[2][4] == "应急：冻结"
    assert rows[3][3] == "触发"  # in the editor's own words, where there are some


def test_a_cell_of_the_matrix_lists_some_and_counts_the_others() -> None:
    block = RiskRegister.model_validate({"items": [risk(n, 2, 2) for n in range(1, 10)] + [risk(10, 5, 5)]})
    matrix = grid(charts(block)[0])
    assert matrix[0][5] == "R1"
    assert matrix[3][2] == "R2、R3、R4、R5、R6、R7、R8、R9、+1"
    full = RiskRegister.model_validate({"items": [risk(n, 2, 2) for n in range(8)]})
    assert grid(charts(full)[0])[3][2] == "R1、R2、R3、R4、R5、R6、R7、R8"


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=60))
def test_every_risk_stands_in_the_matrix_once(ratings: list[tuple[int, int]]) -> None:
    block = RiskRegister.model_validate({"items": [risk(n, *pair) for n, pair in enumerate(ratings)]})
    (register,), (matrix,) = tables(block), charts(block)
    scores = [int(row[2].split("=")[1].split("\n")[0]) for row in cells(register)]
    assert scores == sorted((one * other for one, other in ratings), reverse=True)
    shown = [entry for row in grid(matrix) for text in row[1:] for entry in text.split("、") if entry]
    listed = [entry for entry in shown if entry.startswith("R")]
    assert len(set(listed)) == len(listed)
    assert len(listed) + sum(int(entry) for entry in shown if entry.startswith("+")) == len(ratings)
    counts = texts(block)
    assert sum(int(counts[f"count_{name}"]) for name in ("severe", "high", "medium", "low")) == len(ratings)


def test_heads_of_the_register() -> None:
    block = RiskRegister.model_validate({"items": [risk(1, 1, 1)]})
    assert heads(tables(block)[0]) == ["序号", "风险", "评分与等级", "触发条件", "应对措施", "负责人"]
