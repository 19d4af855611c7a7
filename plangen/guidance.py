"""What a new plan says beside each slot: the template's guide, the fields of a block, an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from plangen.blocks import BLOCKS
from plangen.examples import example
from plangen.messages import translated
from plangen.model import Part
from plangen.pack import SlotSpec

# The words of guidance, in the language of the pack.
WORDS = {
    "zh": {
        "plan": "方案的基本信息：封面、页眉和文件属性都取自这里。",
        "horizon": "计划期：目标、阶段、任务和里程碑的日期都须落在其间。",
        "facts": "数据台账：每个外部数字只登记一次，正文用 {{ fact.编号 }} 引用。示例（去掉行首的 # 即可使用）：",
        "required": "必填",
        "optional": "选填",
        "least": "不少于{count}字",
        "items": "至少{count}条",
        "columns": "列：{columns}",
        "flag": "尚不能填写的内容用 flag 标记：  flag: {reason: 原因, owner: 负责人, due: 2027-12-31}",
        "fields": "字段（*为必填）：",
        "example": "示例：",
        "kind": {"prose": "正文，Markdown", "table": "表格", "list": "列表"},
        "cells": ["单元格"],
    },
    "en": {
        "plan": "The plan itself: cover, headers and file properties are made from this.",
        "horizon": "The plan's first and last day; goals, stages, tasks and milestones have to lie between them.",
        "facts": "The ledger: each external figure stands here once and is cited as {{ fact.id }}. For example:",
        "required": "required",
        "optional": "optional",
        "least": "at least {count} words",
        "items": "at least {count} entries",
        "columns": "columns: {columns}",
        "flag": "Flag what cannot be filled yet:  flag: {reason: why, owner: who, due: 2027-12-31}",
        "fields": "Fields (* is required):",
        "example": "For example:",
        "kind": {"prose": "text, Markdown", "table": "table", "list": "list"},
        "cells": ["cell"],
    },
}


def guidance(spec: SlotSpec, language: str) -> Iterator[str]:
    """Yield the lines of comment above a slot: what it asks for, the fields of its block, an example."""
    words = WORDS[language]
    kinds = words["kind"]
    assert isinstance(kinds, dict)  # noqa: S101 -- the table above
    parts = [kinds.get(spec.type, spec.type), str(words["required" if spec.required else "optional"])]
    if spec.min_chars:
        parts.append(str(words["least"]).format(count=spec.min_chars))
    if spec.min_items:
        parts.append(str(words["items"]).format(count=spec.min_items))
    note = "（" + "，".join(parts) + "）" if language == "zh" else f" ({', '.join(parts)})"
    yield f"{spec.guide or spec.caption}{note}"
    if spec.type == "table":
        if spec.columns:
            joint = "、" if language == "zh" else ", "
            yield str(words["columns"]).format(columns=joint.join(spec.columns))
        yield f"{words['example']}"
        yield "  rows:"
        yield "    - [" + ", ".join(["…"] * max(2, len(spec.columns))) + "]"
    if spec.type == "list":
        yield f"{words['example']}"
        yield "  - …"
    if spec.type in BLOCKS:
        yield f"{words['fields']}"
        yield from (f"  {line}" for line in _fields(BLOCKS[spec.type], language))
        yield f"{words['example']}"
        yield from (f"  {line}" for line in example(spec.type, language).splitlines())


def _fields(model: type[Part], language: str, depth: int = 0) -> Iterator[str]:
    """Yield a line for each field of a block and, indented, for the fields of its entries."""
    for name, spec in model.model_fields.items():
        mark = "*" if spec.is_required() else ""
        text = translated(spec.description or "", language)
        yield f"{'  ' * depth}{name}{mark} {text}".rstrip()
        for inner in _parts(spec.annotation):
            yield from _fields(inner, language, depth + 1)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """Yield the models inside a field's type: of a list's entries, of an optional group of fields."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)
