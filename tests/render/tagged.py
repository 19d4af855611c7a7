"""The structure tree of a PDF file as a screen reader meets it, and what stands on its pages outside of the tree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTING = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI", "INLINE IMAGE"])
SHOWING = frozenset(["Tj", "TJ", "'", '"'])


@dataclass(slots=True)
class Tag:
    """An element; its ``words`` are all text in it as drawn, in reading order."""

    role: str
    pages: set[int] = field(default_factory=set)
    entries: dict[str, Any] = field(default_factory=dict)
    kids: list[Tag | str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.words for kid in self.kids)

    def tags(self) -> list[Tag]:
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    def find(self, *roles: str) -> Iterator[Tag]:
        """Yield every element of some roles in and below this one, in reading order."""
        if self.role in roles:
            yield self
        for kid in self.tags():
            yield from kid.find(*roles)


@dataclass(slots=True)
class Page:
    """A page's content: text by the numbers of its marks, artifacts, what no mark holds, and how deep states nest."""

    words: dict[int, str] = field(default_factory=dict)
    artifacts: list[tuple[str, str]] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    depth: int = 0


@dataclass(slots=True)
class Tagged:
    tree: Tag
    pages: list[Page]
    lost: set[tuple[int, int]]  # page and number of marks that no element holds


def read(content: bytes) -> Tagged:
    """Read a file; its streams must nest their marks properly, and its parent tree must lead back."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts: dict[Any, dict[int, str]] = {}
        pages = [_page(page, fonts) for page in pdf.pages]
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        root = pdf.Root.StructTreeRoot
        parents = _parents(root)
        told: set[tuple[int, int]] = set()

        def tag(node: Any) -> Tag:
            made = Tag(str(node.S)[1:])
            made.entries = {str(key)[1:]: value for key, value in node.items() if key in ("/Alt", "/ID")}
            made.entries |= {key[1:]: _plain(value) for key, value in node.get("/A", {}).items()}
            held = node.get("/K", [])
            for kid in held if isinstance(held, pikepdf.Array) else [held]:
                if isinstance(kid, int):
                    content(made, node, numbers[node.Pg.objgen], kid)
                elif kid.get("/Type") == "/MCR":
                    content(made, node, numbers[kid.Pg.objgen], int(kid.MCID))
                elif kid.get("/Type") == "/OBJR":
                    assert parents[int(kid.Obj.StructParent)].objgen == node.objgen
                    made.entries.setdefault("Contents", []).append(str(kid.Obj.Contents))
                else:
                    assert kid.P.objgen == node.objgen
                    made.kids.append(tag(kid))
                    made.pages |= made.tags()[-1].pages
            return made

        def content(made: Tag, node: Any, page: int, number: int) -> None:
            assert parents[int(pdf.pages[page].StructParents)][number].objgen == node.objgen
            assert (page, number) not in told
            told.add((page, number))
            made.kids.append(pages[page].words[number])
            made.pages.add(page)

        tree = tag(root.K)
    marks = {(index, number) for index, page in enumerate(pages) for number in page.words}
    return Tagged(tree, pages, marks - told)


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Array):
        return [float(item) for item in value]
    return str(value).lstrip("/") if isinstance(value, pikepdf.Name) else value


def _parents(root: Any) -> dict[int, Any]:
    numbers = list(root.ParentTree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def _page(page: Any, fonts: dict[Any, dict[int, str]]) -> Page:
    found = Page()
    marks: list[tuple[str, int]] = []
    states = 0
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            entries = operands[1] if name == "BDC" else {}
            if marks:
                assert (operands[0], len(marks)) == ("/Span", 1), "a mark within a mark"
                found.words[marks[0][1]] += str(entries["/ActualText"])
                marks.append(("instead", marks[0][1]))
                continue
            number = int(entries.get("/MCID", -1))
            marks.append((str(entries.get("/Subtype", entries.get("/Type", ""))), number))
            if number >= 0:
                assert number not in found.words
                found.words[number] = ""
            else:
                assert operands[0] == "/Artifact"
                found.artifacts.append((marks[-1][0][1:], ""))
        elif name == "EMC":
            marks.pop()
        elif name == "q":
            states += 1
            found.depth = max(found.depth, states)
        elif name == "Q":
            states -= 1
        elif name == "Tf":
            key = page.Resources.Font[str(operands[0])]
            font = fonts.setdefault(key.objgen, {}) or fonts.setdefault(key.objgen, {})
            if not font:
                font.update(_characters(key))
        elif name in SHOWING or name in PAINTING:
            words = _shown(operands, font) if name in SHOWING else ""
            if not marks:
                found.unmarked.append(words or name)
            elif marks[-1][0] == "instead":  # other words are told than are shown
                pass
            elif marks[-1][1] >= 0:
                found.words[marks[-1][1]] += words
            else:
                kind, before = found.artifacts[-1]
                found.artifacts[-1] = kind, before + words
    assert not marks
    assert states == 0
    return found


def _characters(font: Any) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>$", table, re.M)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs if glyph or text}


def _shown(operands: Any, font: dict[int, str]) -> str:
    pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
