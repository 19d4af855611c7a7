"""Slots in a Word file: how each is marked, and how its text is read back.

A slot stands in a content control whose tag is its path. LibreOffice drops tags when it saves a file, and bookmarks
that stand between paragraphs or reach over a table. So each slot has two bookmarks, each inside one paragraph: one
around its first paragraph, and one that is only a point, at the end of its last.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from plangen.render.docx.markup import W, bookmark
from plangen.render.readback import paragraph_text

BOOKMARK_LIMIT = 40
TAG_LIMIT = 64
MOST_BYTES = 64_000_000  # of the body's XML, about thirty times a long plan's
_P, _SDT, _TAG, _START = (f"{{{W}}}{name}" for name in ("p", "sdt", "tag", "bookmarkStart"))
_VALUE, _NAME = f"{{{W}}}val", f"{{{W}}}name"


class UnreadableError(Exception):
    """A file is no Word document, or larger than any that is read."""


@dataclass(frozen=True, slots=True)
class SlotTexts:
    """The texts of the slots that a file still marks: by the tag of a control, and by the name of a bookmark."""

    by_control: Mapping[str, str]
    by_bookmark: Mapping[str, str]

    def text(self, path: str) -> str | None:
        """Return the text of a slot, a line for each paragraph, or None where neither of its marks is left."""
        found = self.by_control.get(slot_tag(path))
        return self.by_bookmark.get(slot_bookmark(path)) if found is None else found


def slots_of(content: bytes) -> SlotTexts:
    """Read the text of every slot out of a Word file, as plangen wrote it or as an editor saved it.

    Raises ``UnreadableError``. A slot whose last paragraph is no longer marked is left out rather than given in part.
    """
    root = _body(content)
    paragraphs: list[etree._Element] = []
    marks: dict[str, int] = {}
    for element in root.iter(_P, _START):
        if element.tag == _P:
            paragraphs.append(element)
            continue
        # a bookmark that an editor moved out of its paragraph stands before the one it begins with
        inside = next(element.iterancestors(_P), None) is not None
        marks.setdefault(element.get(_NAME, ""), len(paragraphs) - inside)
    texts = {id(paragraph): "".join(paragraph_text(paragraph)) for paragraph in paragraphs}
    by_bookmark = {
        name: _lines(paragraphs[first : marks[end] + 1], texts)
        for name, first in marks.items()
        if name.startswith(_BEGINS) and (end := _end_of(name)) in marks
    }
    by_control: dict[str, str] = {}
    for control in root.iter(_SDT):
        tag = control.find(f"{{{W}}}sdtPr/{_TAG}")
        if tag is not None:
            by_control.setdefault(tag.get(_VALUE, ""), _lines(list(control.iter(_P)), texts))
    return SlotTexts(by_control, by_bookmark)


def _lines(paragraphs: list[etree._Element], texts: dict[int, str]) -> str:
    return "\n".join(texts[id(paragraph)] for paragraph in paragraphs)


def _body(content: bytes) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("word/document.xml") as file:
            xml = file.read(MOST_BYTES + 1)
        if len(xml) > MOST_BYTES:
            raise UnreadableError("the document is larger than any plan")
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, etree.XMLSyntaxError) as error:
        raise UnreadableError("the file is no Word document") from error


# --- marks ---------------------------------------------------------------------------------------------------------

_BEGINS, _ENDS = "_slot_", "_ends_"


def slot_bookmark(path: str) -> str:
    """Return the hidden bookmark of a slot: readable, and told apart from every other path by a hash."""
    readable = "".join(c if c.isascii() and c.isalnum() else "_" for c in path)
    end = f"_{digest(path)[:8]}"
    return f"{_BEGINS}{readable}"[: BOOKMARK_LIMIT - len(end)] + end


def _end_of(name: str) -> str:
    """Return the bookmark at the end of a slot from the one at its beginning."""
    return _ENDS + name.removeprefix(_BEGINS)


def slot_tag(path: str) -> str:
    """Return the tag of a slot's content control: its path, cut and marked by a hash where it is too long."""
    if len(path) <= TAG_LIMIT:
        return path
    end = f"~{digest(path)[:8]}"
    return path[: TAG_LIMIT - len(end)] + end


def marked(blocks: str, path: str, first: int, last: int) -> str:
    """Return a slot's blocks with their two bookmarks; ``first`` and ``last`` are the ids that these get."""
    name = slot_bookmark(path)
    begin = blocks.index("</w:pPr>") + len("</w:pPr>")
    end = blocks.index("</w:p>", begin)
    blocks = blocks[:begin] + bookmark(first, name, blocks[begin:end]) + blocks[end:]
    end = blocks.rindex("</w:p>")
    return blocks[:end] + bookmark(last, _end_of(name), "") + blocks[end:]


def digest(text: str) -> str:
    """Return a hash of any text, also of one that UTF-8 cannot hold."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
