"""Placeholder text: what must never reach a client, told from the like that may (XXL, X光, 5×8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Full-width Latin letters, digits and signs are read as their plain forms; the mapping keeps every offset.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("✕"): "×", ord("╳"): "×", ord("✖"): "×"}
_KEPT = "，。：；！？（）"  # full-width punctuation stays: it tells Chinese text from English
for _character in _KEPT:
    _PLAIN.pop(ord(_character), None)

_NAMES = "名称|姓名|填写|填入|插入|补充|数值|金额|日期|公司名|客户名"
# what an English writer leaves to be filled: as a whole text, in brackets, behind a colon or a dash; in a sentence
# "the migration is to be completed by June" says something
_TO_BE = (
    r"(?<![A-Za-z])to (?:be (?:completed|confirmed|determined|decided|defined|added|inserted|provided|supplied|advised|"
    r"agreed|filled in|written|updated)|follow|come)(?![A-Za-z])"
)
_ASKED = r"(?:insert|enter|your|add|type|fill)\b"
_NAMED = r"(?:client|company|customer|project|product|author|date|amount|figure|number|name|title|placeholder)\b"
_COUNTED = "(?:thousand|million|billion|trillion|per ?cent|percentage points|days|months|years|stores|people|FTEs?)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("run of X", re.compile(r"(?<![A-Za-z0-9])[X×]{2,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])x{3,}(?![A-Za-z0-9])")),
    ("run of X", re.compile(r"(?<![A-Za-z0-9])(?:[X×][\s\u200b-\u200d\u2060]{1,8}){2,}[X×](?![A-Za-z0-9])")),
    ("run of X", re.compile(r"(?<=\d)X{2,}(?=年)|(?<![A-Za-z0-9])X(?=[%‰万亿元]|年|月)")),
    ("filler word", re.compile(r"(?<![A-Za-z0-9_])(?:TODO|TBD|TBC|FIXME|T\.B\.D\.?)(?![A-Za-z0-9_])", re.IGNORECASE)),
    (
        "run of X",
        re.compile(
            rf"(?<=[$€£])X+(?=(?:m|bn?|k)?(?![A-Za-z0-9]))|(?<![A-Za-z0-9])(?<!Generation )(?<!Gen )X(?= ?{_COUNTED}\b)"
        ),
    ),
    (
        "filler word",
        re.compile(
            rf"[(\[]\s*{_TO_BE}\s*[)\]](?!\()|"
            rf"(?:(?<![\s\S])|(?<=\n\n)|(?<=[:*\u2013\u2014-] )){_TO_BE}(?=[\s.\u2026!?]*(?:\Z|\n[ \t]*(?:\n|[-*])))",
            re.IGNORECASE,
        ),
    ),
    (
        "此处填写",
        re.compile(
            r"(?<![A-Za-z])(?:click|tap)(?: or tap)? here to (?:enter|add|edit)\b|"
            r"(?<![A-Za-z])(?:insert|enter|add|type|write|fill in|your) (?:your |the )?"
            r"(?:text|content|figures?|data|numbers?|details) here\b|"
            r"(?<![A-Za-z])(?:dummy|placeholder) (?:text|content)\b",
            re.IGNORECASE,
        ),
    ),
    ("filler text", re.compile(r"lorem\s+ipsum|dolor\s+sit\s+amet", re.IGNORECASE)),
    ("待补充", re.compile(r"(?<!等)待(?:补充|填写|填入|录入|撰写|编写)|(?<!等)待补(?![偿贴给货])")),
    ("待定", re.compile(r"(?<![等期有对接招看善亟优款])待定(?![义制期位点向价性量额时岗编])")),
    (
        "此处填写",
        re.compile(r"(?:此处|在此|这里)请?(?:填写|填入|输入|插入|补充|添加)|(?<![邀申])请(?:填写|输入)(?:此|本|内容)"),
    ),
    ("暂无内容", re.compile(r"暂无(?:内容|数据|资料)|内容暂缺|点击此处|单击此处|[(（]略[)）]")),
    (
        "brackets",
        re.compile(rf"\[\s*(?:\.{{2,}}|…+|_{{2,}}|[^\[\]()\n]{{0,12}}(?:{_NAMES})[^\[\]()\n]{{0,12}})\s*\](?!\()"),
    ),
    ("brackets", re.compile(rf"\[\s*(?:{_ASKED}|{_NAMED})[^\[\]]{{0,40}}\](?!\()", re.IGNORECASE)),
    ("brackets", re.compile(rf"<\s*(?:{_ASKED}|{_NAMED})[^<>\n]{{0,40}}>", re.IGNORECASE)),
    ("brackets", re.compile(rf"【\s*(?:\.{{2,}}|…+|[^【】\n]{{0,12}}(?:{_NAMES})[^【】\n]{{0,12}})\s*】")),
    ("blank line to fill", re.compile(r"_{3,}|□{2,}")),
    ("spreadsheet error", re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!)")),
)
# Every pattern needs one of these; most texts have none and are passed over in one look.
_NEEDED = re.compile(
    r"[X×\[【#略<]|x{3}|_{3}|□{2}|待[补填录撰编定]|填写|填入|输入|插入|补充|添加|暂无|暂缺|击此处|"
    r"(?i:todo|tb[dc]|fixme|t\.b\.d|lorem|dolor|to be|to follow|to come| here|(?:dummy|placeholder) )"
)
_ONLY_PUNCTUATION = re.compile(r"[\s。.,，、;；:：!！?？…·*~_]+")
_BLANKS = re.compile(r"\s+")
MIN_GUIDE = 6


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One find: ``offset`` and ``text`` in the text as given, ``kind`` says what it looks like."""

    offset: int
    text: str
    kind: str


def find_placeholders(text: str) -> Iterator[Placeholder]:
    """Yield placeholder texts by their place; where two patterns meet, the first one counts."""
    plain = text.translate(_PLAIN)
    if not _NEEDED.search(plain):
        return
    taken: list[tuple[int, int]] = []
    finds: list[Placeholder] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            finds.append(Placeholder(match.start(), text[match.start() : match.end()], kind))
    yield from sorted(finds, key=lambda find: find.offset)


def only_punctuation(text: str) -> bool:
    """Tell whether a text is punctuation alone, such as ``。`` or ``……``; a dash means "none" and is content."""
    return bool(_ONLY_PUNCTUATION.fullmatch(text))


def repeats_guidance(text: str, guide: str) -> bool:
    """Tell whether a text still holds the template's guidance for it."""
    wanted = _BLANKS.sub("", guide)
    return len(wanted) >= MIN_GUIDE and wanted in _BLANKS.sub("", text)
