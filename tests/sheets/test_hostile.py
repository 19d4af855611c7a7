"""Files made to exhaust, to deceive or to reach out: each ends in findings, quickly, and nothing else."""

from __future__ import annotations

import random
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.sheets import archive as limits
from plangen.sheets.reading import MAX_BYTES
from tests.sheets.making import FILE, HEAD, MAIN, RELS, archive, number, only, read, row, table, text, workbook

TWO = row(1, text("A1", "名称"), text("B1", "值")) + row(2, text("A2", "甲"), number("B2", "1"))
PLAIN = workbook(TWO)


def test_five_megabytes_and_a_byte_are_too_many() -> None:
    found = only(PLAIN + b"\0" * (MAX_BYTES + 1 - len(PLAIN)))
    assert found.code == "PG012"
    assert "5000001 bytes" in found.message


def test_a_bomb_is_not_unpacked() -> None:
    found = only(workbook(TWO + " " * 60_000_000))
    assert (found.code, "unpacks to more" in found.message) == ("PG012", True)


def test_a_part_that_lies_about_its_size_is_not_believed() -> None:
    data = workbook(TWO + " " * 60_000_000)
    sizes = struct.pack("<I", 60_000_000)[2:]  # the upper half of the size the archive states
    assert only(data.replace(sizes, b"\0\0")).code == "PG012"


def test_too_many_entries_are_refused() -> None:
    assert only(workbook(TWO, parts={f"x/{n}": "" for n in range(limits.MAX_ENTRIES)})).code == "PG012"


def test_shared_strings_that_grow_are_refused() -> None:
    long = "<t>" + "字" * 32_000 + "</t>"
    cells = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(2, 1500))
    found = only(workbook(row(1, text("A1", "名称")) + cells, strings=(long,)))
    assert (found.code, "too much text" in found.message) == ("PG012", True)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_document_types_and_entities_are_refused(doctype: str) -> None:
    found = only(workbook(TWO.replace("甲", "&b;") if "b" in doctype else TWO, head=HEAD + doctype))
    assert (found.code, "document type" in found.message) == ("PG012", True)


def test_a_sheet_outside_the_file_is_never_looked_for() -> None:
    for target in ("file:///etc/passwd", "../../../etc/passwd", "http://example.com/sheet.xml"):
        for mode in (' TargetMode="External"', ""):
            rels = (
                f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="{target}"{mode}/></Relationships>'
            )
            assert only(workbook(TWO, parts={"xl/_rels/workbook.xml.rels": rels})).code == "PG012"


def test_links_to_other_workbooks_stay_unread() -> None:
    parts = {"xl/externalLinks/externalLink1.xml": "<!DOCTYPE x>", "xl/externalLinks/_rels/externalLink1.xml.rels": "!"}
    cell = '<c r="B2"><f>[1]Sheet1!A1</f><v>5</v></c>'
    assert read(workbook(TWO.replace(number("B2", "1"), cell), parts=parts)) == [{"名称": "甲", "值": "5"}]


def test_macros_are_refused() -> None:
    assert "macros" in only(workbook(TWO, parts={"xl/vbaProject.bin": "x"})).message
    content = "<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"
    assert "macros" in only(workbook(TWO, parts={"[Content_Types].xml": content})).message


def test_locked_and_old_workbooks_say_how_to_save_them() -> None:
    found = only(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
    assert "locked with a password, or is an old .xls" in found.message
    assert only(b"<html>").message.endswith("the file is no .xlsx workbook")
    assert only(b"").code == "PG012"


def test_a_dimension_that_lies_costs_nothing() -> None:
    assert read(workbook(TWO, before='<dimension ref="A1:XFD1048576"/>')) == [{"名称": "甲", "值": "1"}]


def test_a_million_empty_rows_are_refused() -> None:
    data = workbook(TWO + '<row r="3"/>' * 700_000)
    assert only(data).code == "PG012"


def test_sixteen_thousand_columns_are_one_finding() -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>列{n}</t></is></c>' for n in range(16_384))
    found = only(workbook(f'<row r="1">{cells}</row>' + row(2, text("A2", "甲"))))
    assert (found.code, "16384 columns" in found.message) == ("PG016", True)
    beyond = "".join("<c><v>1</v></c>" for _ in range(16_385))
    assert only(workbook(f'<row r="1">{beyond}</row>')).code == "PG012"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E999999999", "9" * 5000, "٣", "1_000", "0x10"])
def test_a_number_that_is_none_is_refused_at_once(value: str) -> None:
    assert only(workbook(TWO.replace("<v>1</v>", f"<v>{value}</v>"))).code == "PG012"


def test_elements_of_other_namespaces_are_no_cells() -> None:
    other = '<extLst xmlns:x="urn:x"><x:row r="3"><x:c r="A3"><x:v>9</x:v></x:c></x:row></extLst>'
    assert read(workbook(TWO, after=other)) == [{"名称": "甲", "值": "1"}]


def test_the_strict_variant_is_read() -> None:
    def strict(data: str) -> str:
        data = data.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        return data.replace(RELS, "http://purl.oclc.org/ooxml/officeDocument/relationships")

    import io

    with zipfile.ZipFile(io.BytesIO(PLAIN)) as package:
        files = {name: strict(package.read(name).decode()) for name in package.namelist()}
    assert read(archive(files)) == [{"名称": "甲", "值": "1"}]


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_random_bytes_end_in_findings(data: bytes) -> None:
    for name in (FILE, "content/acme/kpis.csv"):
        got, found = table(data, name)
        assert got is not None or found
        got, found = table(b"PK\x03\x04" + data, name)
        assert got is None


@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_a_damaged_workbook_ends_in_findings(chance: random.Random) -> None:
    """Bytes are changed in the archive, or in the XML of one part."""
    import io

    data = bytearray(PLAIN)
    if chance.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(PLAIN)) as package:
            files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
        name = chance.choice(sorted(files))
        part = bytearray(files[name])  # type: ignore[arg-type]
        for _ in range(chance.randint(1, 4)):
            index = chance.randrange(len(part))
            part[index : index + chance.randint(0, 3)] = bytes(chance.choices(b"<>/\"'0199AZaz=& \xff", k=2))
        files[name] = bytes(part)
        data = bytearray(archive(files))
    else:
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    got, found = table(bytes(data))
    assert got is not None or found
