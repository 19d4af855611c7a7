"""CSV files as Excel, WPS, other systems and people write them."""

from __future__ import annotations

import pytest

from tests.sheets.making import only, read, table

FILE = "content/acme/kpis.csv"
TEXT = "名称,值\n毛利率,25%\n"
ROWS = [{"名称": "毛利率", "值": "25%"}]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.rstrip().encode(),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        ("sep=|\n" + TEXT.replace(",", "|")).encode("utf-8-sig"),
        ("\n,\n" + TEXT + ",\n\n").encode(),
        '"名称","值"\n"毛利率", "25%" \n'.encode(),
        '"名称","值"\n毛利率,\u00a025%\u3000\n'.encode(),
    ],
)
def test_the_same_table_is_read_however_it_was_saved(data: bytes) -> None:
    assert read(data, FILE) == ROWS


def test_a_delimiter_inside_quotes_decides_nothing() -> None:
    assert read('"a,b,c";值\n甲;1\n'.encode(), FILE) == [{"a,b,c": "甲", "值": "1"}]


def test_quotes_commas_and_line_breaks_inside_a_field() -> None:
    data = '名称,值\n"一 ""二"", 三\r\n四",5\n'.encode()
    assert read(data, FILE) == [{"名称": '一 "二", 三\n四', "值": "5"}]


def test_gb18030_is_read_and_said_to_be_guessed() -> None:
    got, found = table(TEXT.encode("gb18030"), FILE)
    assert got is not None
    assert [(each.code, each.severity, str(each.at)) for each in found] == [("PG017", "warning", f"{FILE}:1:1")]
    assert got.heads[1].text == "名称"


def test_a_field_is_placed_by_line_and_column_of_the_file() -> None:
    got, _ = table('\ufeff名称,值\n"甲\n乙",  1\n丙,2\n'.encode(), FILE)
    assert got is not None
    places = [[str(cell.at).removeprefix(FILE) for cell in line.cells.values()] for line in got.rows]
    assert places == [[":2:2", ":3:6"], [":4:1", ":4:3"]]
    assert [got.grid.text[cell.start : cell.end] for cell in got.rows[0].cells.values()] == ["甲\n乙", "1"]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ("名称,值\n甲,1,200\n".encode(), "PG016", f"{FILE}:2:5"),
        ("名称,值\n甲\n".encode(), "PG016", f"{FILE}:2:2"),
        ('名称,值\n甲,"1\n乙,2\n'.encode(), "PG001", f"{FILE}:2:3"),
        ('名称,值\n甲,"1"2\n'.encode(), "PG001", f"{FILE}:2:3"),
        ("名称,值\n甲,1\n\n乙,2\n".encode(), "PG016", f"{FILE}:3:1"),
        (b"\xff\xfe" + "名称,值\n".encode("utf-16-le"), "PG012", "content/acme/01-strategy.yaml:3:7"),
        (b"a,b\n1,\x00\n", "PG012", "content/acme/01-strategy.yaml:3:7"),
        (b"a,b\n1,\xff\xff\xff\n", "PG012", "content/acme/01-strategy.yaml:3:7"),
        (b"PK\x03\x04....", "PG012", "content/acme/01-strategy.yaml:3:7"),
        (b"", "PG016", f"{FILE}:1:1"),
        (b"a,b\n" + b"1,2\n" * 1_250_000, "PG012", "content/acme/01-strategy.yaml:3:7"),
    ],
)
def test_what_cannot_be_read_without_doubt_is_refused(data: bytes, code: str, place: str) -> None:
    found = only(data, FILE)
    assert (found.code, str(found.at)) == (code, place)
    assert found.message
    assert found.hint


def test_a_csv_file_has_no_sheets() -> None:
    assert only(TEXT.encode(), FILE, sheet="Sheet1").message == "a CSV file has no sheets"
    assert read(("注\n" + TEXT).encode(), FILE, range="A2:B3") == ROWS
