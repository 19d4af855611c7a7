"""A client's .docx file as a package of parts, read as what it is: a file from outside.

Only parts that are asked for are read, each up to a limit, without entities and without the network. What a file
links to outside itself is seen and never followed.
"""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
# Spreadsheets and the like are zip archives, too.
FAMILIES = {"spreadsheetml": "Excel", "presentationml": "PowerPoint"}

MOST_FILE = 32_000_000  # bytes of the file
MOST_ENTRIES = 4_000
MOST_XML = 24_000_000  # bytes of one part of XML, and
MOST_ELEMENTS = 600_000  # tags in it: small tags take far more memory than their bytes
MOST_PICTURE = 8_000_000
MOST_TOTAL = 96_000_000  # bytes read out of one file
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class UnusableError(Exception):
    """A file cannot be a Word template: why, and what to do, as templates with their values."""

    def __init__(self, message: str, hint: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.hint, self.values = message, hint, values


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part leads to; ``target`` is a part's name, or an address where ``external`` is set."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of a file by their names in lower case, as package names are compared."""

    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    main: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    taken: int = 0

    def has(self, name: str) -> bool:
        return name.lower() in self.entries

    def content_type(self, name: str) -> str:
        """Return the content type of a part in lower case, or nothing where the file does not say it."""
        own = self.overrides.get(name.lower())
        return own or self.defaults.get(posixpath.splitext(name)[1].lstrip(".").lower(), "")

    def read(self, name: str, most: int = MOST_XML) -> bytes:
        """Return a part's bytes. Raises ``UnusableError`` where they are damaged or too many."""
        info = self.entries[name.lower()]
        try:
            with self.archive.open(info) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise UnusableError(
                "the Word template is damaged: its part {part} cannot be read",
                "open it in Word, save it again, and use the new file",
                part=name,
            ) from error
        self.taken += len(content)
        if len(content) > most or self.taken > MOST_TOTAL:
            raise UnusableError(
                "the Word template is too large: its part {part} unpacks to more than {size} MB",
                "delete the sample text and large pictures from it and save it again",
                part=name,
                size=(most if len(content) > most else MOST_TOTAL) // 1_000_000,
            )
        return content

    def xml(self, name: str) -> etree._Element:
        """Return a part's root element. Raises ``UnusableError``."""
        return parse(self.read(name), name)

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part leads to by relationship id; the package itself is the part without a name."""
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(path):
            return {}
        found: dict[str, Relation] = {}
        for element in self.xml(path).iter(RELATIONS):
            own, kind, target = (element.get(key, "") for key in ("Id", "Type", "Target"))
            external = element.get("TargetMode", "").lower() == "external"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
            found.setdefault(own, Relation(own, kind, target, external))
        return found

    def related(self, name: str, kind: str) -> str:
        """Return the first part of a kind that a part leads to, or nothing where there is none."""
        for relation in self.relations(name).values():
            if relation.kind == f"{OFFICE}/{kind}" and not relation.external and self.has(relation.target):
                return relation.target
        return ""


def parse(content: bytes, name: str) -> etree._Element:
    """Return the root element of a part. Raises ``UnusableError`` for XML that is broken, too large or has a DTD."""
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        raise UnusableError(
            "the Word template is too large: its part {part} has more than {count} elements",
            "delete the sample text from it and save it again",
            part=name,
            count=f"{MOST_ELEMENTS:,}",
        )
    parser: Any = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root: etree._Element = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnusableError(
            "the Word template is damaged: its part {part} is not well-formed XML",
            "open it in Word, save it again, and use the new file",
            part=name,
        ) from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise UnusableError(
            "the Word template is refused: its part {part} declares a document type, which no Word file needs",
            "open it in Word, save it again, and use the new file",
            part=name,
        )
    return root


def open_package(path: Path) -> Package:
    """Return the package in a file with its main part found. Raises ``UnusableError`` for anything but a Word file."""
    content = _bytes(path)
    if content.startswith(OLE):
        raise _old_format(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        damaged = content.startswith(b"PK")
        raise UnusableError(
            "the Word template is cut off or damaged" if damaged else "the Word template is no Word file",
            "ask for the file again" if damaged else "save it from Word as a Word document (*.docx)",
        ) from error
    if len(infos) > MOST_ENTRIES:
        raise UnusableError(
            "the Word template is too large: it has {count} parts",
            "delete the sample text from it and save it again",
            count=len(infos),
        )
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        entries.setdefault(info.filename.replace("\\", "/").lstrip("/").lower(), info)
    if any(info.flag_bits & 1 for info in infos):
        raise UnusableError("the Word template is encrypted", "save it without a password")
    package = Package(archive, entries)
    _find_main(package)
    return package


def _bytes(path: Path) -> bytes:
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise UnusableError("the Word template {file} is a folder", "name the .docx file", file=path.name)
        if not stat.S_ISREG(kind.st_mode):
            raise UnusableError("the Word template {file} is no file", "name the .docx file", file=path.name)
        if not kind.st_size:
            raise UnusableError("the Word template {file} is empty", "ask for the file again", file=path.name)
        if kind.st_size > MOST_FILE:
            raise UnusableError(
                "the Word template is too large: {size} MB, at most {most}",
                "delete the sample text and large pictures from it and save it again",
                size=kind.st_size // 1_000_000,
                most=MOST_FILE // 1_000_000,
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableError(
            "there is no Word template {file}", "put it into the folder of the plan, beside plan.yaml", file=path.name
        ) from error
    except OSError as error:
        raise UnusableError(
            "the Word template {file} cannot be read", "look at the permissions of the file", file=path.name
        ) from error


def _old_format(content: bytes) -> UnusableError:
    if ENCRYPTED in content:
        return UnusableError("the Word template is encrypted", "save it without a password")
    return UnusableError(
        "the Word template is in the format of Word 97–2003 (.doc)", "save it from Word as a Word document (*.docx)"
    )


def _find_main(package: Package) -> None:
    """Find the main part and see that it is one of a document or a template without macros."""
    if not package.has("[Content_Types].xml"):
        raise UnusableError(
            "the Word template is no Word file: it has no table of content types",
            "save it from Word as a Word document (*.docx)",
        )
    types = package.xml("[Content_Types].xml")
    package.overrides = {
        element.get("PartName", "").lstrip("/").lower(): element.get("ContentType", "").lower()
        for element in types.iter(f"{TYPES}Override")
    }
    package.defaults = {
        element.get("Extension", "").lower(): element.get("ContentType", "").lower()
        for element in types.iter(f"{TYPES}Default")
    }
    said = {*package.overrides.values(), *package.defaults.values()}
    macros = any("macroenabled" in kind or "vbaproject" in kind or "vbadata" in kind for kind in said)
    if macros or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in package.entries):
        raise UnusableError(
            "the Word template holds macros, which would go to everybody who gets the plan",
            "save it from Word as a Word document (*.docx), which has none",
        )
    relations = package.relations("").values()
    if any(relation.kind == f"{STRICT}/officeDocument" for relation in relations):
        raise UnusableError(
            "the Word template is saved as Strict Open XML, which few programs write and read whole",
            "save it from Word as a Word document (*.docx), not as Strict Open XML",
        )
    mains = [r.target for r in relations if r.kind == f"{OFFICE}/officeDocument" and not r.external]
    if not mains or not package.has(mains[0]):
        raise UnusableError(
            "the Word template is no Word file: it has no document in it",
            "save it from Word as a Word document (*.docx)",
        )
    kind = package.content_type(mains[0])
    if kind not in MAIN:
        other = next((program for family, program in FAMILIES.items() if family in kind), "")
        raise UnusableError(
            "the Word template is a file of {program}" if other else "the Word template is no Word document",
            "save it from Word as a Word document (*.docx)",
            program=other,
        )
    package.main = mains[0]
