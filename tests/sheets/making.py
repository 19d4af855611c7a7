"""Workbooks to read, made part by part, so that each can hold what no spreadsheet program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from plangen.diagnostics import Diagnostic, Position
from plangen.sheets.cells import SheetTable
from plangen.sheets.reading import Request, open_file, table_of

AT = Position("content/acme/01-strategy.yaml", 3, 7)
FILE = "content/acme/kpis.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def workbook(
    rows: str = "",
    *,
    after: str = "",
    before: str = "",
    formats: tuple[str, ...] = (),
    strings: tuple[str, ...] = (),
    book: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    head: str = HEAD,
) -> bytes:
    """Return an .xlsx file with one sheet called Sheet1, from the XML inside its elements.

    Style 0 is General, style 1 and so on have the number formats given.
    """
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    xfs = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    files: dict[str, str | bytes] = {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{book}<sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs>{xfs}</cellXfs>'
        "</styleSheet>",
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>",
    }
    return archive(files | dict(parts or {}))


def archive(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def text(place: str, content: str, **attributes: str) -> str:
    """Return a cell of inline text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'


def number(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def table(data: bytes, file: str = FILE, **request: str) -> tuple[SheetTable | None, list[Diagnostic]]:
    """Read a file as a table."""
    opened, found = open_file(data, file, AT)
    return table_of(opened, Request(AT, **request)) if opened else (None, found)  # type: ignore[arg-type]


def read(data: bytes, file: str = FILE, **request: str) -> list[dict[str, str]]:
    """Return the rows of a table that has to be without findings, by header."""
    got, found = table(data, file, **request)
    assert found == []
    assert got is not None
    return [{got.heads[column].text: cell.text for column, cell in row.cells.items()} for row in got.rows]


def only(data: bytes, file: str = FILE, **request: str) -> Diagnostic:
    """Return the one finding there has to be, without a table unless it is a warning."""
    got, found = table(data, file, **request)
    assert len(found) == 1, found
    assert (got is None) == (found[0].severity == "error")
    return found[0]


def value(cell: str, *, formats: tuple[str, ...] = (), strings: tuple[str, ...] = (), book: str = "") -> str:
    """Return the text of one cell, B2, below a header."""
    return cell_of(cell, formats=formats, strings=strings, book=book)[0]


def cell_of(
    cell: str, *, formats: tuple[str, ...] = (), strings: tuple[str, ...] = (), book: str = ""
) -> tuple[str, Diagnostic | None]:
    """Return the text of one cell, B2, below a header, and what is wrong with it."""
    data = workbook(
        row(1, text("A1", "名称"), text("B1", "值")) + row(2, text("A2", "甲"), cell),
        formats=formats,
        strings=strings,
        book=book,
    )
    got, found = table(data)
    assert found == []
    assert got is not None
    read = got.rows[0].cells.get(2)
    return (read.text, read.problem) if read else ("", None)
