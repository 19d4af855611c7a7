"""The workbook of a chart: its cells, what the chart caches of them, and the content say the same."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plangen.charts.drawable import drawable
from plangen.charts.drawingml import ChartParts, chart_parts
from plangen.charts.drawingml.sheet import DAY_ZERO, serial
from plangen.doctree import Chart, Span
from plangen.theme import Theme
from tests.charts import random_charts
from tests.charts.kinds import KINDS, series
from tests.charts.test_drawingml import ANY_KIND, NATIVE, WIDTH, A, C

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
RANGE = re.compile(r"Sheet1!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")
ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib
from plangen.charts.drawingml import chart_parts
from plangen.theme import Theme
from tests.charts.kinds import KINDS
made = [chart_parts(chart, Theme(), "zh", 441.0) for chart in KINDS.values()]
whole = b"".join(part.workbook + part.chart.encode() + part.shapes.encode() for part in made if part)
print(hashlib.sha256(whole).hexdigest())
"""


def parts_of(chart: Chart, language: str = "zh") -> ChartParts:
    parts = chart_parts(chart, Theme(), language, WIDTH)
    assert parts is not None
    return parts


def cells_of(workbook: bytes) -> Any:
    """Open a workbook as a reader without a calculator sees it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
    assert book.sheetnames == ["Sheet1"]
    return book["Sheet1"]


def column(sheet: Any, reference: str) -> list[Any]:
    found = RANGE.fullmatch(reference)
    assert found is not None, reference
    name, first, other, last = found.groups()
    assert other in (None, name)
    return [plain(sheet[f"{name}{row}"].value) for row in range(int(first), int(last or first) + 1)]


def plain(value: Any) -> Any:
    """Return a cell's value; days as they are counted, and an empty text as no text."""
    if isinstance(value, datetime):
        return float((value.date() - DAY_ZERO).days)
    return None if value in ("", None) else value if isinstance(value, str) else float(value)


def cached(node: Any, kind: type) -> list[Any]:
    """Return the points that a chart caches, ``None`` where there is none."""
    count = int(next(child for child in node if child.tag.endswith("ptCount")).get("val"))
    points = {int(point.get("idx")): point.findtext(f"{C}v") for point in node if point.tag.endswith("pt")}
    return [plain(kind(points[index])) if points.get(index) else None for index in range(count)]


@pytest.mark.parametrize("kind", ANY_KIND)
@settings(max_examples=25)
@given(data=st.data())
def test_cells_caches_and_content_agree(kind: Any, data: st.DataObject) -> None:
    chart = data.draw(random_charts.charts(kind))
    found = drawable(chart)
    if found is None:
        return
    parts = chart_parts(chart, Theme(), "zh", WIDTH)
    if parts is None:  # more rows than a page holds
        return
    sheet = cells_of(parts.workbook)
    root = etree.fromstring(parts.chart.encode())
    checked = 0
    for reference, cache, form in (
        *((node, node.find(f"{C}numCache"), float) for node in root.iter(f"{C}numRef")),
        *((node, node.find(f"{C}strCache"), str) for node in root.iter(f"{C}strRef")),
        *((node, node.find(f"{C15}dlblRangeCache"), str) for node in root.iter(f"{C15}datalabelsRange")),
    ):
        formula = reference.findtext(f"{C}f") or reference.findtext(f"{C15}f")
        assert column(sheet, formula) == cached(cache, form)
        checked += 1
    assert checked >= 3
    for given_cells, wanted in zip(sheet.iter_cols(values_only=True), content(found), strict=False):
        assert list(map(plain, given_cells)) == wanted


def content(chart: Chart) -> list[list[Any]]:
    """Return the columns that hold what the plan says, titles first; what follows them is worked out."""
    if chart.kind == "gantt":
        rows: list[Span | str] = []
        group = ""
        for span in chart.spans:
            rows += [span.group] if span.group and span.group != group else []
            rows.append(span)
            group = span.group
        begins = [row and (row.end if row.milestone else row.start) if isinstance(row, Span) else None for row in rows]
        ends = [row.end if isinstance(row, Span) else None for row in rows]
        return [
            [None, *(row.name if isinstance(row, Span) else f"【{row}】" for row in rows)],
            ["开始", *(float(serial(day)) if day else None for day in begins)],
            ["结束", *(float(serial(day)) if day else None for day in ends)],
        ]
    return [
        [None, *map(plain, chart.categories)],
        *([plain(one.name), *map(plain, one.values)] for one in chart.series),
    ]


HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '="x"&A1', "https://example.com", "mailto:a@b.cn", "0012")


@pytest.mark.parametrize("kind", ["bars", "radar", "doughnut", "bullet", "percent", "waterfall"])
def test_text_stays_text_whatever_it_begins_with(kind: Any) -> None:
    two = kind == "bullet"
    rows = (series("=A1*2", *range(1, 9)), *((series("@x", *range(2, 10)),) if two else ()))
    chart = Chart(kind, HOSTILE, rows, '元"&A1&"', caption="=1")
    book = openpyxl.load_workbook(io.BytesIO(parts_of(chart).workbook))["Sheet1"]
    assert [cell.data_type for cell in book["A"][1:]] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in book["A"][1:]] == list(HOSTILE)
    assert all(cell.quotePrefix for cell in book["A"][1:6])
    assert (book["B1"].data_type, book["B1"].value) == ("s", "=A1*2")
    assert not any(cell.hyperlink for row in book.iter_rows() for cell in row)
    for row in book.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                outside = re.sub(r'"(?:[^"]|"")*"', "", str(cell.value))  # what is not a text in quotes
                assert re.fullmatch(r"=[A-Z0-9$:+*/,()&<>=. -]*", outside)
                assert set(re.findall(r"[A-Z]{3,}", outside)) <= KNOWN
                assert not any(text in str(cell.value) for text in HOSTILE[:2])


KNOWN = {"TEXT", "SUM", "SUMPRODUCT", "ABS", "MAX", "MIN", "MID", "CHAR", "REPT"}


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the workbooks as LibreOffice works them out, without the results that stand beside the formulas."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("workbooks")
    for name, chart in NATIVE.items():
        (folder / f"{name}.xlsx").write_bytes(without_results(parts_of(chart).workbook))
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    files = [str(folder / f"{name}.xlsx") for name in NATIVE]
    subprocess.run([*command, "--outdir", str(folder / "out"), *files], capture_output=True, timeout=180, check=False)
    if not (folder / "out").exists():
        pytest.skip("LibreOffice Calc is not installed")
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in NATIVE}


def without_results(workbook: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                root = etree.fromstring(content)
                for formula in list(root.iter(f"{SHEET}f")):
                    cell = formula.getparent()
                    cell.remove(cell.find(f"{SHEET}v"))
                    cell.attrib.pop("t", None)
                content = etree.tostring(root)
            target.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize("name", NATIVE)
def test_formulas_say_what_stands_in_their_cells(name: str, worked_out: dict[str, bytes]) -> None:
    again, cells = cells_of(worked_out[name]), cells_of(parts_of(NATIVE[name]).workbook)
    assert again.dimensions == cells.dimensions
    for row, other in zip(cells.iter_rows(values_only=True), again.iter_rows(values_only=True), strict=True):
        for one, two in zip(map(plain, row), map(plain, other), strict=True):
            if isinstance(one, float):
                assert two == pytest.approx(one)
            elif one != two:  # shares are rounded so that they add up to 100 %, which no formula for one of them does
                assert abs(int(one.removesuffix("%")) - int(two.removesuffix("%"))) == 1


def test_an_edit_moves_what_follows_from_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(parts_of(NATIVE["gantt"]).workbook))["Sheet1"]
    assert book["E3"].value == "=C3-B3+1"  # the days of a critical task
    book = openpyxl.load_workbook(io.BytesIO(parts_of(NATIVE["stacked"]).workbook))["Sheet1"]
    assert [cell.value for cell in book["E"]] == ["合计", *(f"=SUM(B{n}:D{n})" for n in range(2, 6))]


def test_numbers_keep_their_digits() -> None:
    values = ("0.001", "1000000000000", "123456789.123456", "-0.0005", "0")
    chart = Chart("bars", tuple("abcde"), (series("x", *values),), "%", 3)
    parts = parts_of(chart)
    assert [cell.value for cell in cells_of(parts.workbook)["B"][1:]] == [float(value) for value in values]
    root = etree.fromstring(parts.chart.encode())
    assert [Decimal(node.text) for node in root.findall(f".//{C}val//{C}v")] == [Decimal(value) for value in values]


def test_more_digits_than_a_cell_holds_are_rounded_alike() -> None:
    parts = parts_of(Chart("bars", ("a",), (series("x", "0.12345678901234567"),), "%"))
    root = etree.fromstring(parts.chart.encode())
    assert root.findtext(f".//{C}val//{C}v") == "0.123456789012346"
    assert cells_of(parts.workbook)["B2"].value == 0.123456789012346


def test_what_xml_cannot_hold_is_shown() -> None:
    parts = parts_of(Chart("bars", ("a\x00b", "\ud800"), (series("x\x0b", 1, 2),)))
    sheet = cells_of(parts.workbook)
    assert [sheet["A2"].value, sheet["A3"].value, sheet["B1"].value] == ["a\ufffdb", "\ufffd", "x\ufffd"]


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("2", "America/New_York")])
def test_same_bytes_in_other_processes(seed: str, zone: str) -> None:
    made = [chart_parts(chart, Theme(), "zh", 441.0) for chart in KINDS.values()]
    whole = b"".join(part.workbook + part.chart.encode() + part.shapes.encode() for part in made if part)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == hashlib.sha256(whole).hexdigest()


def test_labels_from_cells_show_the_same_text_without_them() -> None:
    root = etree.fromstring(parts_of(NATIVE["waterfall"]).chart.encode())
    fields = [node for node in root.iter(f"{A}fld") if node.get("type") == "CELLRANGE"]
    assert [field.findtext(f"{A}t") for field in fields] == ["+800", "+260", "-1,250", "+130", "-60"]
    assert len({field.get("id") for field in fields}) == len(fields)
