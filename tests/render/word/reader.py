"""A small reader of .docx files that shares no code with the writer."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CHINESE = "零一二三四五六七八九"


@dataclass
class Word:
    """An opened file: its parts by name and the trees of those that are XML."""

    content: bytes

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    @cached_property
    def names(self) -> list[str]:
        return self.archive.namelist()

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.archive.read(name))

    @cached_property
    def body(self) -> Any:
        return self.tree("word/document.xml").find(f"{W}body")

    @cached_property
    def paragraphs(self) -> list[Any]:
        return list(self.body.iter(f"{W}p"))

    def relationships(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return the relationships of a part: id -> (kind, target, is external)."""
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self.names:
            return {}
        result = {}
        for item in self.tree(path).iter(RELATIONSHIP):
            external = item.get("TargetMode") == "External"
            target = item.get("Target")
            if not external:
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            result[item.get("Id")] = (item.get("Type").rsplit("/", 1)[1], target, external)
        return result

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {style.get(f"{W}styleId"): style for style in self.tree("word/styles.xml").iter(f"{W}style")}

    def style_value(self, style_id: str | None, path: str) -> str | None:
        """Return the value of an element of a style or of the styles it is based on."""
        while style_id:
            style = self.styles[style_id]
            found = style.find("/".join(f"{W}{step}" for step in path.split("/")))
            if found is not None:
                return str(found.get(f"{W}val"))
            based = style.find(f"{W}basedOn")
            style_id = None if based is None else based.get(f"{W}val")
        return None

    def heading_numbers(self) -> Iterator[tuple[str, str]]:
        """Yield number and text of every heading, counted as Word counts."""
        levels = self._levels()
        counters: dict[str, list[int]] = {}
        for paragraph in self.paragraphs:
            style = style_of(paragraph)
            outline = self.style_value(style, "pPr/outlineLvl")
            if outline is None:
                continue
            number = value(paragraph, "pPr/numPr/numId") or self.style_value(style, "pPr/numPr/numId")
            own = value(paragraph, "pPr/numPr/ilvl") or self.style_value(style, "pPr/numPr/ilvl")
            definition, depth = levels[str(number)], int(own or 0)
            count = counters.setdefault(str(number), [0] * 9)
            count[depth] += 1
            count[depth + 1 :] = [0] * (8 - depth)
            yield _number(definition, depth, count), text_of(paragraph)

    def _levels(self) -> dict[str, list[Any]]:
        tree = self.tree("word/numbering.xml")
        abstract = {item.get(f"{W}abstractNumId"): item.findall(f"{W}lvl") for item in tree.iter(f"{W}abstractNum")}
        return {
            item.get(f"{W}numId"): abstract[item.find(f"{W}abstractNumId").get(f"{W}val")]
            for item in tree.iter(f"{W}num")
        }


def _number(levels: list[Any], depth: int, count: list[int]) -> str:
    own = levels[depth]
    text = str(value(own, "lvlText"))
    legal = own.find(f"{W}isLgl") is not None
    for index in range(depth + 1):
        form = "decimal" if legal else value(levels[index], "numFmt")
        text = text.replace(f"%{index + 1}", _counter(count[index], str(form)))
    return text


def _counter(n: int, form: str) -> str:
    match form:
        case "decimal":
            return str(n)
        case "upperLetter":
            return chr(64 + n)
        case "none":
            return ""
        case "chineseCountingThousand":
            tens, ones = divmod(n, 10)
            return ("" if tens == 0 else ("" if tens == 1 else CHINESE[tens]) + "十") + (CHINESE[ones] if ones else "")
    raise AssertionError(form)


def value(node: Any, path: str) -> str | None:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else str(found.get(f"{W}val"))


def style_of(paragraph: Any) -> str | None:
    return value(paragraph, "pPr/pStyle")


def text_of(node: Any) -> str:
    """Return the visible text below a node: no field instructions, line breaks and tabs as such."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    parts = []
    for item in node.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if item.getparent().tag == f"{W}r":
            parts.append(marks.get(item.tag, item.text or ""))
    return "".join(parts)
