"""The demo's workbook: a changed cell is seen in Word and PDF, and wherever a text cites it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from plangen.pipeline import build
from plangen.render.readback import docx_text
from plangen.workspace import Workspace

ROOT = Path(__file__).parent.parent
BOOK = "content/ecommerce-demo/指标与风险.xlsx"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo's files, built after two cells of its workbook were changed."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "templates", root / "templates")
    shutil.copytree(ROOT / "content/ecommerce-demo", root / "content/ecommerce-demo")
    book = openpyxl.load_workbook(root / BOOK)
    kpis = {row[0].value: row for row in book["平衡计分卡"].iter_rows()}
    assert kpis["return_rate"][4].value == 0.32
    kpis["return_rate"][4].value = 0.317
    risks = {row[0].value: row for row in book["风险登记册"].iter_rows()}
    risks["price_war"][1].value = "竞品换季清仓引发价格战"
    book.save(root / BOOK)
    build(Workspace(root), "ecommerce-demo", ("docx", "pdf"), date(2026, 1, 10), release=True, toc="plain")
    return root / "output/ecommerce-demo"


def pdf_text(path: Path) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_changed_cell_is_seen_in_the_document(changed: Path, suffix: str) -> None:
    path = changed / f"ecommerce-demo.{suffix}"
    text = docx_text(path.read_bytes()) if suffix == "docx" else pdf_text(path)
    text = "".join(text.split())
    assert text.count("31.7%") >= 3  # the scorecard, the control table, the text of chapter 7
    assert "目标为31.7%" in text
    assert "竞品换季清仓引发价格战" in text
    assert "竞品降价引发同质款价格战" not in text
