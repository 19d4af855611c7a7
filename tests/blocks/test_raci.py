"""The responsibility matrix."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.delivery.raci import Raci
from plangen.doctree import plain_text
from plangen.model import BlockPlace
from tests.blocks.reading import cells, faults, found, heads, tables, texts


def test_a_raci_matrix_by_hand() -> None:
    rows = [{"activity": "建设", "assign": {"甲": "R、a", "丙": "i"}}, {"activity": "运营", "assign": {"乙": "A"}}]
    block = Raci.model_validate({"roles": ["甲", "乙", "丙"], "rows": rows})
    assert faults(block) == []
    (table,) = tables(block)
    assert heads(table) == ["工作事项", "甲", "乙", "丙"]
    assert cells(table) == [["建设", "R/A", "", "I"], ["运营", "", "A", ""]]
    assert [cell.tone for cell in table.rows[0].cells] == ["", "strong", "", ""]
    assert "未列R的由A执行" in plain_text(table.note[0])


def test_the_figures_count_what_each_role_has_to_do() -> None:
    rows = [
        {"activity": "一", "assign": {"甲": "A/R", "乙": "R", "丙": "I"}},
        {"activity": "二", "assign": {"乙": "A", "甲": "C"}},
        {"activity": "三", "assign": {"甲": "R", "丙": "A"}},
    ]
    values = texts(Raci.model_validate({"roles": ["甲", "乙", "丙"], "rows": rows}))
    assert (values["count"], values["roles"]) == ("3", "3")
    assert [values[f"甲.{letter}"] for letter in "RACI"] == ["2", "1", "1", "0"]
    # A and R of one row are one piece of work: the first role carries rows one and three, the second one and two
    assert [values[f"{role}.carries"] for role in "甲乙丙"] == ["2", "2", "1"]


def test_many_roles_stand_by_name_below_their_letter() -> None:
    roles = [f"部门{n}" for n in range(1, 12)]
    rows = [{"activity": "建设", "assign": {"部门11": "A/R", "部门2": "R", "部门1": "R", "部门3": "C", "部门10": "I"}}]
    block = Raci.model_validate({"roles": roles, "rows": rows})
    (table,) = tables(block)
    assert heads(table) == ["工作事项", "A 负最终责任", "R 执行", "C 咨询", "I 知会"]
    assert cells(table) == [["建设", "部门11", "部门1、部门2、部门11", "部门3", "部门10"]]
    assert table.rows[0].cells[1].tone == "strong"
    (english,) = tables(block, BlockPlace("a.b.c", "en"))
    assert cells(english)[0][2] == "部门1, 部门2, 部门11"
    (matrix,) = tables(
        Raci.model_validate({"roles": roles[:10], "rows": [{"activity": "事", "assign": {"部门1": "A"}}]})
    )
    assert len(matrix.columns) == 11


def test_a_piece_of_work_stands_once() -> None:
    rows = [{"activity": "建设", "assign": {"甲": "A"}}, {"activity": "建设", "assign": {"乙": "A"}}]
    (fault,) = found(Raci.model_validate({"roles": ["甲", "乙"], "rows": rows}))
    assert (fault.code, fault.path) == ("PG202", ("rows", 1, "activity"))
    assert fault.values["identifier"] == "建设"


def test_two_that_answer_are_named() -> None:
    rows = [{"activity": "建设", "assign": {"甲": "A", "乙": "A/R"}}]
    (fault,) = found(Raci.model_validate({"roles": ["甲", "乙"], "rows": rows}))
    assert (fault.code, fault.path) == ("PG404", ("rows", 0, "assign"))
    assert (fault.values["count"], fault.values["who"]) == (2, "甲, 乙")


@given(st.lists(st.sampled_from(["R", "A", "C", "I", "A/R", ""]), min_size=1, max_size=16))
def test_exactly_one_role_answers(letters: list[str]) -> None:
    roles = [f"角色{n}" for n in range(len(letters))]
    assign = {role: value for role, value in zip(roles, letters, strict=True) if value}
    block = Raci.model_validate({"roles": roles, "rows": [{"activity": "事", "assign": assign}]})
    answering = sum("A" in value for value in letters)
    assert (faults(block) == ["PG404"]) == (answering != 1)
    (table,) = tables(block)
    shown = "".join(cells(table)[0])
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert all(role in shown for role in assign) or len(letters) <= 10
