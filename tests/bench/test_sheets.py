"""How long sheets take to read. 20,000 cells belong into less than a second, imports included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from plangen.diagnostics import Position
from plangen.sheets.reading import Request, open_file, table_of
path = Path(sys.argv[1])
opened, found = open_file(path.read_bytes(), path.name, Position("a.yaml"))
table, more = table_of(opened, Request(Position("a.yaml")))
assert not found and not more and len(table.rows) == 2000
"""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 2,000 rows of ten cells, as .xlsx and as CSV."""
    folder = tmp_path_factory.mktemp("sheets")
    rows = [[f"文本{n}", n, n * 0.1, "2026-03-31", f"名称 {n % 50}", 0.25, n, 1.5, "每月", "财务"] for n in range(2000)]
    heads = [f"列{n}" for n in range(10)]
    with xlsxwriter.Workbook(folder / "t.xlsx") as book:
        page = book.add_worksheet()
        percent = book.add_format({"num_format": "0.0%"})
        page.write_row(0, 0, heads)
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, row)
            page.write_number(number, 5, 0.25, percent)
    lines = [",".join(map(str, row)) for row in (heads, *rows)]
    (folder / "t.csv").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_twenty_thousand_cells_cold(benchmark: Any, sheets: Path, suffix: str) -> None:
    def read() -> None:
        subprocess.run([sys.executable, "-c", PROGRAM, str(sheets / f"t.{suffix}")], cwd=ROOT, check=True)

    benchmark.pedantic(read, rounds=3, warmup_rounds=1)
