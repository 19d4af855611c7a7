"""The parts of an .xlsx file, read as if an attacker had written it.

Only parts that hold the sheet are opened, and each is read piece by piece up to a limit, whatever the archive says of
its size. Document types and entities are refused, links to other files are never followed, macros are never looked at.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from plangen.sheets.cells import SheetError

MAX_ENTRIES = 2_000
MAX_PART = 40_000_000  # bytes of one part unpacked
MAX_WHOLE = 120_000_000  # bytes of all parts that are read
MAX_RATIO = 400  # unpacked to packed, of parts above a megabyte; sheets of repeated rows reach 100
MAX_ELEMENTS = 600_000
_PIECE = 65_536
_BOMB = "{name} unpacks to more than a sheet of this size can hold"
_BOMB_HINT = "copy the table into a new workbook and save that"
_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES: dict[str, str] = {}

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
Named = Callable[[str], None]


class Archive:
    """An opened .xlsx file. Raises ``SheetError`` where it is none, is locked, or unpacks to too much."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            message = "the file is locked with a password, or is an old .xls workbook"
            raise SheetError(message, "take the password off and save it as .xlsx in Excel or WPS")
        if not data.startswith(b"PK"):
            raise SheetError("the file is no .xlsx workbook", "save it as .xlsx in Excel or WPS")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.entries = {entry.filename: entry for entry in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, OverflowError) as error:
            raise damaged() from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise SheetError(_BOMB, _BOMB_HINT, name="xlsx")
        if "EncryptedPackage" in self.entries or any(entry.flag_bits & 1 for entry in self.entries.values()):
            raise SheetError("the file is locked with a password", "take the password off and save it again")
        self._left = MAX_WHOLE

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part's bytes piece by piece. Raises ``SheetError`` where they grow past the limits."""
        entry = self.entries[name]
        size = 0
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    many = size > 1_000_000 and size > MAX_RATIO * max(entry.compress_size, 1)
                    if size > MAX_PART or self._left < 0 or many:
                        raise SheetError(_BOMB, _BOMB_HINT, name=name)
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OverflowError,
        ) as error:
            raise damaged() from error

    def read(self, name: str, start: Start, end: Named | None = None, text: Named | None = None) -> None:
        """Read a part as XML: elements by their name without namespace; those of unknown namespaces have none.

        Raises ``SheetError`` where the part is missing, damaged or hostile.
        """
        if name not in self.entries:
            raise damaged()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = _PIECE
        parser.ordered_attributes = False
        counted = 0

        def opened(element: str, attributes: Attributes) -> None:
            nonlocal counted
            counted += 1
            if counted > MAX_ELEMENTS:
                raise SheetError("the workbook holds too many cells, most of them empty ones", _BOMB_HINT)
            start(_local(element), attributes)

        parser.StartElementHandler = opened
        if end:
            parser.EndElementHandler = lambda element: end(_local(element))
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _doctype
        parser.EntityDeclHandler = _doctype
        try:
            # at once, since older versions of expat begin a long token again with each piece
            parser.Parse(b"".join(self.pieces(name)), True)
        except (expat.ExpatError, UnicodeError, LookupError) as error:
            raise damaged() from error


def _doctype(*_: object) -> None:
    raise SheetError("the workbook holds a document type, as no spreadsheet program writes", _BOMB_HINT)


def damaged() -> SheetError:
    """Return the refusal of a file that cannot be read as a workbook."""
    return SheetError("the workbook is damaged", "open it in Excel or WPS and save it as .xlsx")


def _local(name: str) -> str:
    """Return the name of an element of a known namespace, of others nothing."""
    known = _NAMES.get(name)
    if known is None:
        space, _, local = name.rpartition(" ")
        known = local if space in _MAIN or space == _PACKAGE else ""
        if len(_NAMES) < 1000:
            _NAMES[name] = known
    return known


def link(attributes: Attributes) -> str:
    """Return the id of the relationship that an element names."""
    return next((attributes[f"{space} id"] for space in _LINKS if f"{space} id" in attributes), "")
