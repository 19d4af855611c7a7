"""Contents of Word files that name pages: LibreOffice sets the file and says on which page each entry's place is.

A file is set with stand-ins first, of the width that most numbers have. Digits are equally wide, so the real numbers
move a line only where another count of digits meets an entry that fills its line; then the file is set once more.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from plangen.doctree import Contents, Document, Entry, query
from plangen.fonts import FontFile
from plangen.messages import translate
from plangen.render.docx.document import page_width, write_docx
from plangen.render.docx.state import targets
from plangen.render.office import Conversion, OfficeError
from plangen.textwidth import text_width
from plangen.theme import Theme
from plangen.wordbase import Base

STAND_IN = 88
PASSES = 4
# What an entry may need besides its characters, in ems: its indentation, the number and the leader before it.
AROUND = 8
AUTOMATIC_SPACE = 4 / 3  # at most: a quarter em at each change between Chinese and Latin
CHART = re.compile(r"word/charts/[^/]+\.xml")
EMPTY_CHART = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    b"<c:chart><c:plotArea/></c:chart></c:chartSpace>"
)
BOOKMARK = re.compile(r"(?:_|5F)((?:Toc|Ref)[0-9]{9})")  # LibreOffice writes the underscore as its code


@dataclass(frozen=True, slots=True)
class Paging:
    """The page of each anchor, counted from 1 as the footer does, and the program that set the pages."""

    pages: Mapping[str, int]
    program: str


def has_entries(document: Document) -> bool:
    """Tell whether a document lists anything whose page could be named."""
    return next(_entries(document), None) is not None


def write_paged(
    document: Document, theme: Theme, fonts: tuple[FontFile, ...], office: Path, base: Base | None = None
) -> tuple[bytes, str]:
    """Return a .docx file whose contents name the pages, and the program that set them.

    ``office`` starts LibreOffice. Raises ``OfficeError`` with the reason where it does not give every page.
    """
    pages: Mapping[str, int] = {entry.anchor: STAND_IN for entry in _entries(document)}
    for _ in range(PASSES):
        docx = write_docx(document, theme, fonts, pages, base)
        with Conversion(office, without_drawings(docx), fonts) as conversion:
            import_module("pypdf")  # a quarter of a second, in which LibreOffice is at work
            paging = read_pages(conversion.result(), document)
        if paging.pages == pages:
            return docx, paging.program
        if not _may_move(document, theme, base, pages, paging.pages):
            return write_docx(document, theme, fonts, paging.pages, base), paging.program
        pages = paging.pages
    raise OfficeError(translate("the pages of its contents change with the numbers in them"))


def without_drawings(docx: bytes) -> bytes:
    """Return a Word file in which every chart is an empty box of its size.

    Drawing the charts takes LibreOffice as long as all the rest, and moves nothing.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, EMPTY_CHART if CHART.fullmatch(name) else source.read(name))
    return out.getvalue()


def read_pages(pdf: bytes, document: Document) -> Paging:
    """Return where LibreOffice put the entries of the contents. Raises ``OfficeError`` where one is not to be found."""
    import pypdf
    import pypdf.errors

    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
        places = {
            found[1]: page + 1
            for name, place in reader.named_destinations.items()
            if (found := BOOKMARK.fullmatch(name.lstrip("/")))
            and (page := reader.get_destination_page_number(place)) is not None
        }
        producer = reader.metadata.producer if reader.metadata else None
    except (pypdf.errors.PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise OfficeError(translate("LibreOffice wrote a PDF that cannot be read")) from error
    known = targets(document)
    wanted = {entry.anchor: known[entry.anchor].bookmark for entry in _entries(document) if entry.anchor in known}
    pages = {anchor: places.get(bookmark.lstrip("_"), 0) for anchor, bookmark in wanted.items()}
    if lost := sum(page == 0 for page in pages.values()):
        template = translate("LibreOffice does not say where {count} entries of the contents are")
        raise OfficeError(template.format(count=lost))
    return Paging(pages, producer or "LibreOffice")


def _entries(document: Document) -> Iterator[Entry]:
    for contents in query(document, Contents):
        yield from contents.entries


def _may_move(
    document: Document, theme: Theme, base: Base | None, old: Mapping[str, int], new: Mapping[str, int]
) -> bool:
    """Tell whether other page numbers can break a line of the contents elsewhere."""
    room = page_width(theme, base) / 20 / float(theme.sizes.body) - AROUND
    return any(
        len(str(old[entry.anchor])) != len(str(new[entry.anchor]))
        and text_width(f"{entry.number}　{entry.title}", bold=True) * AUTOMATIC_SPACE > room
        for entry in _entries(document)
        if entry.anchor in new
    )
