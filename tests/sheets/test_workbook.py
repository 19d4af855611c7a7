"""What the cells of a workbook mean: number formats, dates, texts, formulas, and the places they are reported at."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from tests.sheets.making import archive, cell_of, number, only, read, row, text, value, workbook

TWO = row(1, text("A1", "名称"), text("B1", "值")) + row(2, text("A2", "甲"), number("B2", "1"))


@pytest.mark.parametrize(
    ("stored", "code", "meant"),
    [
        ("0.25", "0%", "25%"),
        ("0.465", "0.0%", "46.5%"),
        ("0.49", "0.0%", "49.0%"),
        ("0.465", "0%", "46.5%"),  # what was typed is taken whole
        ("0.28999999999999998", "0%", "29%"),
        ("1.2", "0%", "120%"),
        ("-0.05", "0.0%;[Red]-0.0%", "-5.0%"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "General", "0.001"),
        ("1.5E+3", "General", "1500"),
        ("33.333333333333336", "0.0", "33.3"),  # more decimals than anybody types
        ("33.333333333333336", "General", "33.333333333"),
        ("-0", "General", "0"),
        ("1200", "#,##0", "1,200"),
        ("18.6", "0.00", "18.60"),
        ("1200", "#,##0&quot;万元&quot;", "1,200万元"),
        ("18.6", "0.00&quot;亿元&quot;", "18.60亿元"),
        ("72", "0&quot; 天&quot;", "72 天"),
        ("1200", "&quot;¥&quot;#,##0.00", "1,200.00元"),
        ("1200", "_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* &quot;-&quot;_ ;_ @_ ", "1,200元"),
        ("1200", "[$$-409]#,##0", "1,200 USD"),
        ("1200", "[$¥-804]#,##0", "1,200元"),
        ("1200000", "#,##0,&quot;千元&quot;", "1,200千元"),
        ("46082", "yyyy-mm-dd", "2026-03-01"),
        ("46082", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "2026-03-01"),
        ("46082.5", "yyyy/m/d h:mm", "2026-03-01 12:00"),
        ("46082", "[$-F800]dddd\\, mmmm dd\\, yyyy", "2026-03-01"),
        ("0.5", "h:mm", "12:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.0006944444444444445", "mm:ss", "00:01"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("0.5", "# ?/?", "0.5"),
        ("1200", "0.00E+00", "1200"),
        ("12", "@", "12"),
        ("12", "[Red]0", "12"),
    ],
)
def test_a_number_means_what_its_format_shows(stored: str, code: str, meant: str) -> None:
    assert value(number("B2", stored, 1), formats=(code,)) == meant


def test_the_result_of_a_formula_is_taken_as_shown() -> None:
    cell = '<c r="B2" s="1"><f>1/3</f><v>0.33333333333333331</v></c>'
    assert value(cell, formats=("0.0%",)) == "33.3%"


@pytest.mark.parametrize(
    ("stored", "code", "words"),
    [
        ("60", "yyyy-mm-dd", "no day there is"),  # 29 February 1900
        ("-3", "yyyy-mm-dd", "no day there is"),
        ("9999999", "yyyy-mm-dd", "no day there is"),
        ("12345", "0!.0,&quot;万元&quot;", "shows something else"),
        ("12345", "[>=10000]0.0,;0", "shows something else"),
        ("12345", "&quot;约&quot;0", "shows something else"),
        ("1E300", "General", "out of all bounds"),
    ],
)
def test_a_number_whose_meaning_is_in_doubt_is_refused(stored: str, code: str, words: str) -> None:
    meant, problem = cell_of(number("B2", stored, 1), formats=(code,))
    assert meant == ""
    assert problem is not None
    assert words in problem.message
    assert str(problem.at) == "content/acme/kpis.xlsx!Sheet1!B2"


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    for flag, meant in (("1", "2026-03-01"), ("0", "2022-02-28")):
        book = f'<workbookPr date1904="{flag}"/>'
        assert value(number("B2", "44620", 1), formats=("yyyy-mm-dd",), book=book) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('<c r="B2" t="s"><v>0</v></c>', "共享 文本"),
        ('<c r="B2" t="s"><v>1</v></c>', "一二"),
        ('<c r="B2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
        ('<c r="B2" t="b"><v>1</v></c>', "true"),
        ('<c r="B2" t="b"><v>0</v></c>', "false"),
        ('<c r="B2" t="str"><f>A2</f><v>甲</v></c>', "甲"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="d"><v>2026-03-01T00:00:00</v></c>', "2026-03-01"),
        ('<c r="B2" s="0"/>', ""),
        ('<c t="inlineStr"><is><t>没有坐标</t></is></c>', "没有坐标"),
        ('<c r="B2" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\nb"),
        ('<c r="B2" t="inlineStr"><is><t>=cmd|calc</t></is></c>', "=cmd|calc"),
        ('<c r="B2" t="inlineStr"><is><t>１２３</t></is></c>', "１２３"),
        ('<c r="B2" t="inlineStr"><is><t>\u00a0 甲\u3000</t></is></c>', "甲"),
        ('<c r="B2" t="inlineStr"><is><t> \u00a0\u3000</t></is></c>', ""),
    ],
)
def test_a_cell_is_read_as_written(cell: str, meant: str) -> None:
    strings = ("<t>共享\u00a0文本</t>", "<r><t>一</t></r><r><t>二</t></r><rPh sb='0' eb='1'><t>yi</t></rPh>")
    assert value(cell, strings=strings) == meant


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_in_a_cell_is_named(error: str) -> None:
    _, problem = cell_of(f'<c r="B2" t="e"><f>A9</f><v>{error}</v></c>')
    assert problem is not None
    assert error in problem.message


@pytest.mark.parametrize("cell", ['<c r="B2"><f>1+1</f><v></v></c>', '<c r="B2"><f>1+1</f></c>'])
def test_a_formula_without_result_says_how_to_mend_it(cell: str) -> None:
    _, problem = cell_of(cell)
    assert problem is not None
    assert "no result" in problem.message
    assert problem.hint.startswith("open the workbook in Excel")


def test_formulas_of_openpyxl_and_xlsxwriter_have_no_result_until_a_program_calculates_them() -> None:
    book = openpyxl.Workbook()
    for line in (["名称", "值"], ["甲", "=1+1"]):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as other:
        page = other.add_worksheet()
        page.write_row(0, 0, ["名称", "值"])
        page.write_string(1, 0, "甲")
        page.write_formula(1, 1, "=1+1")
    for data in (out.getvalue(), written.getvalue()):
        from tests.sheets.making import table

        got, found = table(data)
        assert found == []
        assert got is not None
        problem = got.rows[0].cells[2].problem
        assert problem is not None
        assert "no result" in problem.message


def test_a_sheet_of_openpyxl_is_read() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["名称", "值"])
    page.append(["甲", 0.25])
    page["B2"].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()) == [{"名称": "甲", "值": "25.00%"}]


# --- which sheet, which range ----------------------------------------------------------------------------------------


def several(*sheets: tuple[str, int], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with sheets by name and count of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        if name in hidden:
            page.sheet_state = "hidden"
        if rows:
            page.append(["名称", name])
        for count in range(1, rows):
            page.append([f"甲{count}", count])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_only_sheet_with_something_in_it_is_taken() -> None:
    assert read(several(("2026", 2), ("Sheet2", 0), ("说明", 3), ("旧", 3), hidden=("旧",)))[0] == {
        "名称": "甲1",
        "2026": "1",
    }


def test_of_several_sheets_one_has_to_be_named() -> None:
    data = several(("指标", 2), ("风险", 2))
    found = only(data)
    assert (found.code, found.at) == ("PG016", found.at)
    assert "指标, 风险" in found.message
    assert read(data, sheet="风险") == [{"名称": "甲1", "风险": "1"}]
    assert read(data, sheet="风险 ") == [{"名称": "甲1", "风险": "1"}]


def test_a_sheet_that_is_not_there_is_found_by_a_near_name() -> None:
    found = only(several(("KPI 2026", 2), ("风险", 2)), sheet="KPI2026")
    assert found.hint == "did you mean KPI 2026?"


def test_a_hidden_sheet_is_read_with_a_warning_where_it_is_named() -> None:
    found = only(several(("甲", 2), ("旧", 2), hidden=("旧",)), sheet="旧")
    assert (found.code, found.severity) == ("PG017", "warning")


def test_a_range_leaves_out_what_stands_around_it() -> None:
    rows = row(1, text("B1", "标题")) + row(3, text("B3", "名称"), text("C3", "值"), text("E3", "别的"))
    rows += row(4, text("B4", "甲"), number("C4", "1")) + row(6, text("B6", "注：口径"))
    names = "<definedNames><definedName name='指标'>Sheet1!$B$3:$C$4</definedName></definedNames>"
    for area in ("B3:C4", "$b$3:$c$4", "C4:B3", "指标"):
        assert read(workbook(rows, book=names), range=area) == [{"名称": "甲", "值": "1"}]
    assert only(workbook(rows, book=names), range="B3-C4").message == "B3-C4 is no range of cells"


# --- the shape of the table ------------------------------------------------------------------------------------------


def test_trailing_blanks_are_no_part_of_the_table() -> None:
    rows = TWO + row(3, text("A3", "  ")) + row(4, '<c r="A4" s="0"/>') + row(9, '<c r="C9" s="0"/>')
    assert read(workbook(rows)) == [{"名称": "甲", "值": "1"}]


def test_an_empty_row_in_the_middle_is_refused() -> None:
    found = only(workbook(TWO + row(4, text("A4", "乙"), number("B4", "2"))))
    assert (found.code, str(found.at)) == ("PG016", "content/acme/kpis.xlsx!Sheet1!A3")


def test_values_without_header_are_refused() -> None:
    found = only(workbook(TWO + row(3, text("A3", "乙"), number("C3", "2"))))
    assert (found.code, str(found.at)) == ("PG016", "content/acme/kpis.xlsx!Sheet1!C3")


@pytest.mark.parametrize(
    ("rows", "merges", "place"),
    [
        (TWO + row(3, text("A3", "乙"), number("B3", "2")), ("B2:B3",), "B2"),
        (TWO, ("A2:B2",), "A2"),
        (
            row(1, text("A1", "名称"), text("B1", "年份")) + row(2, text("B2", "2026"), text("C2", "2027")),
            ("A1:A2", "B1:C1"),
            "B1",
        ),
        (row(1, text("A1", "名称"), text("B1", "值")) + row(2, text("B2", "万元")), ("A1:A2",), "B1"),
        (row(1, text("A1", "标题")) + TWO.replace('r="2"', 'r="3"').replace('r="1"', 'r="2"'), (), "A1"),
    ],
)
def test_what_hides_which_column_or_row_a_value_belongs_to_is_refused(
    rows: str, merges: tuple[str, ...], place: str
) -> None:
    if not merges:  # a title above the table
        rows = row(1, text("A1", "标题")) + row(2, text("A2", "名称"), text("B2", "值"))
    after = "<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in merges) + "</mergeCells>"
    found = only(workbook(rows, after=after))
    assert (found.code, str(found.at)) == ("PG016", f"content/acme/kpis.xlsx!Sheet1!{place}")


def test_a_merged_title_and_a_header_merged_over_two_rows_are_understood() -> None:
    rows = row(1, text("A1", "关键指标")) + row(2, text("A2", "名称"), text("B2", "值"))
    rows += row(4, text("A4", "甲"), number("B4", "1"))
    after = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>'
    assert read(workbook(rows, after=after)) == [{"名称": "甲", "值": "1"}]


def test_a_header_merged_over_empty_columns_is_understood() -> None:
    after = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    assert read(workbook(TWO, after=after)) == [{"名称": "甲", "值": "1"}]


def test_hidden_rows_and_columns_are_read_with_a_warning() -> None:
    rows = TWO + row(3, text("A3", "乙"), number("B3", "2"), more=' hidden="1"')
    found = only(workbook(rows))
    assert (found.code, str(found.at)) == ("PG017", "content/acme/kpis.xlsx!Sheet1!A3")
    found = only(workbook(TWO, before='<cols><col min="2" max="2" hidden="1"/></cols>'))
    assert (found.code, str(found.at)) == ("PG017", "content/acme/kpis.xlsx!Sheet1!B1")


def test_a_sheet_without_rows_says_so() -> None:
    assert only(workbook()).message == "no filled cell stands here"
    assert only(workbook(row(1, text("A1", "名称"), text("B1", "值")))).message == "the table has a header and no rows"


def test_an_archive_of_something_else_is_no_workbook() -> None:
    found = only(archive({"word/document.xml": "<x/>"}))
    assert (found.code, str(found.at)) == ("PG012", "content/acme/01-strategy.yaml:3:7")
    assert "no .xlsx workbook" in found.message
