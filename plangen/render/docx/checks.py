"""Faults that no schema sees: Word repairs such a file, or opens it with something missing.

They are looked for in every file before it leaves the writer, since one of them is always a mistake of the writer's.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from plangen.render.docx.drawing import DECORATIVE, PLACE
from plangen.render.docx.markup import W

_STORIES = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"
_START, _END, _FIELD, _LINK, _INSTRUCTION = (
    f"{{{W}}}{name}" for name in ("bookmarkStart", "bookmarkEnd", "fldChar", "hyperlink", "instrText")
)
_ID, _NAME, _KIND, _ANCHOR = (f"{{{W}}}{name}" for name in ("id", "name", "fldCharType", "anchor"))
_DRAWN = f"{{{PLACE}}}docPr"
_REFERENCES = frozenset(("REF", "PAGEREF", "NOTEREF"))
_FIELD_STEPS = {("", "begin"), ("begin", "separate"), ("separate", "end"), ("begin", "end")}

Stories = Mapping[str, etree._Element]
Marks = Mapping[str, list[etree._Element]]  # what a check looks at in each story


def faults(parts: Mapping[str, bytes], parsed: Stories) -> list[str]:
    """Return what is wrong with a Word file, each fault in a few words; none where all is well.

    ``parts`` holds every part of the file by its name. Those in ``parsed`` have been read already.
    """
    stories = {
        name: parsed[name] if name in parsed else etree.fromstring(content)
        for name, content in parts.items()
        if name.startswith("word/") and name.removeprefix("word/").startswith(_STORIES) and name.endswith(".xml")
    }
    # a long document is walked through once, which takes most of the time
    every = {
        name: list(story.iter(_START, _END, _FIELD, _LINK, _INSTRUCTION, _DRAWN)) for name, story in stories.items()
    }

    def of(*tags: str) -> Marks:
        return {name: [element for element in found if element.tag in tags] for name, found in every.items()}

    return [
        *_unclosed_bookmarks(of(_START, _END)),
        *_unclosed_fields(of(_FIELD)),
        *_dangling_anchors(of(_START, _LINK, _INSTRUCTION)),
        *_drawings(of(_DRAWN)),
        *_orphans(parts),
    ]


def _unclosed_bookmarks(marks: Marks) -> Iterator[str]:
    """Yield bookmarks that are not closed in the story they begin in, and ids and names that are not unique."""
    ids: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for name, found in marks.items():
        open_ones: set[str] = set()
        for mark in found:
            own = mark.get(_ID, "")
            if mark.tag == _START:
                open_ones.add(own)
                ids[own] += 1
                names[mark.get(_NAME, "")] += 1
            elif own in open_ones:
                open_ones.remove(own)
            else:
                yield f"{name}: bookmark {own} ends before it begins"
        yield from (f"{name}: bookmark {own} is not closed" for own in sorted(open_ones))
    yield from (f"two bookmarks have the id {own}" for own in _repeated(ids))
    yield from (f"two bookmarks have the name {own}" for own in _repeated(names))


def _unclosed_fields(marks: Marks) -> Iterator[str]:
    """Yield stories with a field that is not closed; a field may stand inside another one's result."""
    for name, found in marks.items():
        open_ones: list[str] = []
        for mark in found:
            step = mark.get(_KIND, "")
            before = open_ones.pop() if open_ones and step != "begin" else ""
            if (before, step) not in _FIELD_STEPS:
                yield f"{name}: a field has {step} after {before or 'nothing'}"
            if step != "end":
                open_ones.append(step)
        if open_ones:
            yield f"{name}: a field is not closed"


def _dangling_anchors(marks: Marks) -> Iterator[str]:
    """Yield links and references to bookmarks that are not there."""
    known = {mark.get(_NAME) for found in marks.values() for mark in found if mark.tag == _START}
    for name, found in marks.items():
        for element in found:
            anchor = _referred(element.text or "") if element.tag == _INSTRUCTION else element.get(_ANCHOR)
            if anchor and anchor not in known:
                yield f"{name}: nothing has the bookmark {anchor}"


def _referred(instruction: str) -> str:
    words = instruction.split()
    return words[1] if len(words) > 1 and words[0] in _REFERENCES else ""


def _drawings(marks: Marks) -> Iterator[str]:
    """Yield drawings that share an id, and those that say nothing to people who do not see them."""
    drawings = [drawing for found in marks.values() for drawing in found]
    yield from (f"two drawings have the id {own}" for own in _repeated(Counter(d.get("id", "") for d in drawings)))
    for drawing in drawings:
        if not drawing.get("descr") and next(drawing.iter(f"{{{DECORATIVE}}}decorative"), None) is None:
            yield f"drawing {drawing.get('id')} has no alternative text"


def _repeated(counts: Counter[str]) -> Iterable[str]:
    return sorted(item for item, times in counts.items() if times > 1)


def _orphans(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield parts that nothing leads to, and relationships that lead to no part."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        name = waiting.pop()
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in parts:
            continue
        reached.add(relations)
        for relation in etree.fromstring(parts[relations]).iter(_RELATION):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if target not in parts:
                yield f"{name or 'the package'} leads to {target}, which is not there"
            elif target not in reached:
                reached.add(target)
                waiting.append(target)
    yield from (f"nothing leads to {name}" for name in sorted(parts) if name not in reached and name != _TYPES)
