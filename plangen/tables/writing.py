"""A ready sheet as an .xlsx file: headers, guidance as comments, drop-downs, formats, and what a slot has already."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from plangen.messages import translated
from plangen.sheets.reading import NOTES_SHEETS
from plangen.tables.layout import SheetColumn
from plangen.tables.shapes import Leaf
from plangen.xmltext import holdable

_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # the first moment an archive's entries can name
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Microsoft YaHei", "font_size": 10},
}
_SPARE = 60  # rows below the filled ones that have formats and drop-downs
_LONGEST_LIST = 255  # characters of a drop-down's choices
_PERCENT = re.compile(r"-?\d{1,6}(?:\.(\d{1,6}))?%")
_FIGURE = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?( ?)([^\d\s\".,%+-][^\d\"\\]{0,15})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

WORDS = {
    "zh": {
        "required": "必填",
        "optional": "选填",
        "choices": "可填：{choices}",
        "example": "示例：{example}",
        "many": "多项之间用分号“；”隔开",
        "text": "文字",
        "figure": "数值，连同单位；整列单位相同的，也可把单位写在表头的括号中",
        "money": "金额，连同单位，如 1.2亿元；整列单位相同的，也可把单位写在表头的括号中，如“金额（万元）”",
        "percent": "百分比，如 25%；单元格设为百分比格式",
        "day": "日期，如 2026-03-31",
        "whole": "整数",
        "score": "评分，1 至 5 的整数",
        "choice": "从下拉列表中选择",
        "yes_no": "是或否",
        "yes": "是",
        "no": "否",
        "notes": NOTES_SHEETS[0],
        "heads": ("列", "必填", "内容", "填法", "示例"),
        "how": (
            "本工作簿是方案中“{slot}”的数据表。填写后保存，再在 {file} 中这样引用：",
            "表头不要改名，列的次序可以调整；不用的选填列可以删去。",
            "不要合并单元格，中间不要留空行；公式须在 Excel 或 WPS 中算出结果并保存。",
            '单元格中可以写 {{ value("…") }} 和 {{ fact.编号 }}，与正文相同。',
        ),
    },
    "en": {
        "required": "required",
        "optional": "optional",
        "choices": "one of: {choices}",
        "example": "for example: {example}",
        "many": "several are divided by semicolons",
        "text": "text",
        "figure": "a number with its unit; a unit common to the column may stand in brackets in the header",
        "money": "an amount with its unit, such as 5 USD million, or the unit in the header: Amount (USD million)",
        "percent": "a percentage such as 25%, in a cell with the percentage format",
        "day": "a date such as 2026-03-31",
        "whole": "a whole number",
        "score": "a rating, a whole number from 1 to 5",
        "choice": "chosen from the list",
        "yes_no": "yes or no",
        "yes": "yes",
        "no": "no",
        "notes": NOTES_SHEETS[1],
        "heads": ("Column", "Required", "What belongs in it", "How", "Example"),
        "how": (
            "This workbook holds the data of {slot}. Fill it in, save it, and refer to it in {file}:",
            "Keep the headers; columns may change places, and optional ones that are not used may go.",
            "Merge no cells and leave no row empty; formulas need a result, calculated and saved by Excel or WPS.",
            'A cell may hold {{ value("…") }} and {{ fact.id }}, as texts do.',
        ),
    },
}


@dataclass(frozen=True, slots=True)
class ReadySheet:
    """What is to be written: the sheet's name, its columns, filled rows as texts, an example row, lines of YAML."""

    name: str
    slot: str
    file: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    example: tuple[str, ...]
    usage: tuple[str, ...]
    language: str


def ready_workbook(sheets: tuple[ReadySheet, ...]) -> bytes:
    """Return the .xlsx file; the same sheets give the same bytes."""
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _EPOCH})
        formats = _Formats(book, {})
        for sheet in sheets:
            _write_sheet(book, sheet, formats)
        _write_notes(book, sheets, formats)
    return out.getvalue()


@dataclass(slots=True)
class _Formats:
    """Cell formats of one workbook, each made once."""

    book: Any
    made: dict[tuple[str, str], Any]

    def get(self, kind: str, code: str = "") -> Any:
        if (kind, code) not in self.made:
            looks: dict[str, dict[str, Any]] = {
                "head": {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
                "optional": {"bold": True, "bg_color": "#8EA9DB", "text_wrap": True, "border": 1},
                "cell": {"text_wrap": True, "border": 1, "border_color": "#BFBFBF"},
                "plain": {"text_wrap": True},
                "code": {"font_name": "Consolas", "bg_color": "#F2F2F2"},
            }
            look = looks[kind] | {"valign": "top" if kind == "plain" else "vcenter"}
            self.made[kind, code] = self.book.add_format(look | ({"num_format": code} if code else {}))
        return self.made[kind, code]


def _write_sheet(book: Any, sheet: ReadySheet, formats: _Formats) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    page.set_row(0, 30)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, max(len(sheet.rows), 10), len(sheet.columns) - 1)
    widths = [_width(column, [row[number] for row in sheet.rows]) for number, column in enumerate(sheet.columns)]
    for row, height in enumerate(_heights(sheet, widths), start=1):
        page.set_row(row, height)
    for number, column in enumerate(sheet.columns):
        texts = [row[number] for row in sheet.rows]
        page.set_column(number, number, widths[number])
        page.write_string(0, number, holdable(column.head), formats.get("head" if column.required else "optional"))
        page.write_comment(
            0, number, "\n".join(_guidance(column, sheet, number)), {"x_scale": 2, "y_scale": 1.4, "author": "plangen"}
        )
        code = _column_code(column, texts)
        for row, text in enumerate(texts, start=1):
            _write_cell(page, row, number, text, column, formats)
        for row in range(len(texts) + 1, len(texts) + 1 + _SPARE):
            page.write_blank(row, number, None, formats.get("cell", code))
        _validate(page, number, len(texts) + _SPARE, column, sheet.language)


def _heights(sheet: ReadySheet, widths: list[float]) -> list[int]:
    """Return the height of each row in points, by the lines of its fullest cell."""
    heights = []
    for row in sheet.rows:
        counts = (
            sum(-(-max(_wide(line), 1) // int(width - 2)) for line in text.split("\n"))
            for text, width in zip(row, widths, strict=True)
        )
        heights.append(4 + 15 * max(counts, default=1))
    return heights


def _width(column: SheetColumn, texts: list[str]) -> float:
    longest = max((_wide(line) for text in (column.head, *texts) for line in text.split("\n")), default=0)
    return min(max(longest + 3, 10), 42)


def _wide(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _column_code(column: SheetColumn, texts: list[str]) -> str:
    """Return the number format of a column's empty cells."""
    match column.leaf.kind:
        case "percent":
            places = max((len(match[1] or "") for text in texts if (match := _PERCENT.fullmatch(text))), default=0)
            return "0." + "0" * places + "%" if places else "0%"
        case "day":
            return "yyyy-mm-dd"
        case _:
            return ""


def _write_cell(page: Any, row: int, number: int, text: str, column: SheetColumn, formats: _Formats) -> None:
    plain = formats.get("cell")
    if not text:
        page.write_blank(row, number, None, formats.get("cell", _column_code(column, [])))
        return
    kind = column.leaf.kind
    if column.many:
        kind = "text"
    match kind:
        case "percent" | "figure" | "money" if match := _PERCENT.fullmatch(text):
            code = "0." + "0" * len(match[1]) + "%" if match[1] else "0%"
            page.write_number(row, number, float(Decimal(text[:-1]) / 100), formats.get("cell", code))
        case "figure" | "money" if (match := _FIGURE.fullmatch(text)) and _whole(match[2]):
            places = f".{'0' * len(match[3])}" if match[3] else ""
            unit = f'"{match[4]}{match[5]}"' if match[5] else ""
            code = ("#,##0" if "," in match[2] else "0") + places + unit
            value = float(Decimal(f"{match[1]}{match[2].replace(',', '')}.{match[3] or '0'}"))
            page.write_number(row, number, value, formats.get("cell", code))
        case "day" if _DAY.fullmatch(text) and (day := _day(text)):
            page.write_datetime(row, number, day, formats.get("cell", "yyyy-mm-dd"))
        case "whole" | "score" if text.isascii() and text.isdigit() and _whole(text):
            page.write_number(row, number, int(text), plain)
        case "yes_no" if text in ("true", "false"):
            page.write_string(row, number, text, plain)
        case _:
            page.write_string(row, number, holdable(text), plain)


def _whole(digits: str) -> bool:
    """Tell whether a number's digits are written as a spreadsheet would write them."""
    return digits == "0" or not digits.startswith("0")


def _day(text: str) -> datetime.datetime | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.datetime(day.year, day.month, day.day) if day.year > 1900 else None  # noqa: DTZ001


def choices_of(leaf: Leaf, language: str) -> list[str]:
    """Return what may be chosen, in the language of the plan."""
    match leaf.kind:
        case "score":
            return ["1", "2", "3", "4", "5"]
        case "yes_no":
            return [str(WORDS[language]["yes"]), str(WORDS[language]["no"])]
        case _:
            return [_spelling(names, language) for names in leaf.choices]


def _spelling(names: tuple[str, ...], language: str) -> str:
    return next((name for name in names if not name.isascii()), names[0]) if language == "zh" else names[0]


def _validate(page: Any, number: int, last: int, column: SheetColumn, language: str) -> None:
    choices = choices_of(column.leaf, language)
    if not choices or column.many or len(",".join(choices)) > _LONGEST_LIST or any("," in each for each in choices):
        return
    page.data_validation(
        1,
        number,
        last,
        number,
        # a text such as {{ value("…") }} may stand here, too, so that the list only warns
        {"validate": "list", "source": choices, "error_type": "warning"},
    )


def _guidance(column: SheetColumn, sheet: ReadySheet, number: int) -> list[str]:
    words = WORDS[sheet.language]
    lines = [str(words["required" if column.required else "optional"])]
    about = translated(column.about, sheet.language)
    lines += [about] if about else []
    lines.append(_how(column, sheet.language))
    if sheet.example[number]:
        lines.append(str(words["example"]).format(example=sheet.example[number]))
    return lines


def _how(column: SheetColumn, language: str) -> str:
    words = WORDS[language]
    choices = choices_of(column.leaf, language)
    how = str(words["choices"]).format(choices="、".join(choices)) if choices else str(words[column.leaf.kind])
    many = str(words["many"])
    return f"{how}{'；' if language == 'zh' else '; '}{many}" if column.many else how


def _write_notes(book: Any, sheets: tuple[ReadySheet, ...], formats: _Formats) -> None:
    words = WORDS[sheets[0].language]
    page = book.add_worksheet(str(words["notes"]))
    page.hide_gridlines(2)
    for number, width in enumerate((22, 10, 46, 46, 28)):
        page.set_column(number, number, width)
    row = 0
    for sheet in sheets:
        first, *rest = words["how"]
        page.write_string(row, 0, first.format(slot=sheet.slot, file=sheet.file))
        for line in sheet.usage:
            row += 1
            page.write_string(row, 0, line, formats.get("code"))
        for line in rest:
            row += 1
            page.write_string(row, 0, line)
        row += 2
        for number, head in enumerate(words["heads"]):
            page.write_string(row, number, head, formats.get("head"))
        for index, column in enumerate(sheet.columns):
            row += 1
            needed = str(words["required" if column.required else "optional"])
            about = translated(column.about, sheet.language)
            for number, text in enumerate(
                (column.head, needed, about, _how(column, sheet.language), sheet.example[index])
            ):
                page.write_string(row, number, holdable(text), formats.get("plain"))
        row += 3
