"""The file: parts and how they are related, put into a zip archive that is the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from plangen.doctree import Meta
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.render.docx.checks import faults
from plangen.render.docx.embedding import EmbeddedFont
from plangen.render.docx.logo import Media
from plangen.render.docx.markup import HEADER
from plangen.render.errors import RenderError
from plangen.render.moment import archived, made
from plangen.wordbase.stories import Media as BaseMedia
from plangen.xmltext import escape

if TYPE_CHECKING:
    from plangen.charts.drawingml import ChartParts

ODTTF = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
XLSX = CONTENT_TYPE.SML_SHEET
SHAPES = CONTENT_TYPE.DML_CHARTSHAPES
DEFAULTS = {
    "rels": CONTENT_TYPE.OPC_RELATIONSHIPS,
    "xml": CONTENT_TYPE.XML,
    "odttf": ODTTF,
    "xlsx": XLSX,
}
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}  # named only in a file that holds one


@dataclass(frozen=True, slots=True)
class PartSource:
    """A part beside the document: where it lies, what it is, and the id the document knows it by.

    ``has_logo`` tells whether it shows the logo. ``links`` gives the relationship id of each address, ``media`` the
    picture of each relationship id.
    """

    name: str
    content_type: str
    relationship_type: str
    relationship: str
    xml: str
    links: dict[str, str] = field(default_factory=dict)
    has_logo: bool = False
    media: dict[str, BaseMedia] = field(default_factory=dict)


def build_package(
    meta: Meta,
    body: str,
    links: dict[str, str],
    sources: list[PartSource],
    fonts: tuple[EmbeddedFont, ...],
    charts: Sequence[ChartParts] = (),
    pictures: Sequence[Media] = (),
) -> bytes:
    """Return the bytes of a .docx file. Raises ``RenderError`` where they are not what Word can read whole."""
    package = Package()
    document = DocumentPart(
        PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, parse_xml(body.encode()), package
    )
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    stored_pictures = [
        (picture.relationship, _part(package, f"/word/{picture.name}", picture.content_type, picture.content))
        for picture in pictures
    ]
    _show(document, stored_pictures)
    of_base: dict[BaseMedia, Part] = {}
    for source in sources:
        part = _part(package, f"/word/{source.name}", source.content_type, source.xml.encode())
        if source.has_logo:
            _show(part, stored_pictures)
        document.rels.add_relationship(source.relationship_type, part, source.relationship)
        _link(part, source.links)
        for relationship, media in source.media.items():
            if media not in of_base:
                name = f"/word/media/base{len(of_base) + 1}.{media.suffix}"
                of_base[media] = _part(package, name, media.content_type, media.content)
            part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, of_base[media], relationship)
        if source.relationship_type == RELATIONSHIP_TYPE.FONT_TABLE:
            for font in fonts:
                stored = _part(package, f"/word/fonts/{font.name}", ODTTF, font.content)
                part.rels.add_relationship(RELATIONSHIP_TYPE.FONT, stored, font.relationship)
    for number, chart in enumerate(charts, start=1):
        document.rels.add_relationship(RELATIONSHIP_TYPE.CHART, _chart(package, chart, number), f"rIdChart{number}")
    _link(document, links)
    package.relate_to(_core(meta, package), RELATIONSHIP_TYPE.CORE_PROPERTIES)
    application = _part(package, "/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _application(meta))
    package.relate_to(application, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    entries = _entries(package)
    if found := faults(entries, {"word/document.xml": document.element}):
        raise RenderError("the Word file would be damaged: " + "; ".join(found))
    return _zip(entries, archived(meta))


def _part(package: Package, name: str, content_type: str, content: bytes) -> Part:
    return Part(PackURI(name), content_type, content, package)


def _show(part: Part, pictures: list[tuple[str, Part]]) -> None:
    for relationship, picture in pictures:
        part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, picture, relationship)


def _chart(package: Package, chart: ChartParts, number: int) -> Part:
    """Return the part of a chart, which leads to the workbook it is edited in and to the shapes over it."""
    part = _part(package, f"/word/charts/chart{number}.xml", CONTENT_TYPE.DML_CHART, chart.chart.encode())
    book = _part(package, f"/word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx", XLSX, chart.workbook)
    part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, book, chart.workbook_id)
    if chart.shapes:
        shapes = _part(package, f"/word/drawings/drawing{number}.xml", SHAPES, chart.shapes.encode())
        part.rels.add_relationship(RELATIONSHIP_TYPE.CHART_USER_SHAPES, shapes, chart.shapes_id)
    return part


def _link(part: Part, links: dict[str, str]) -> None:
    for address, relationship in links.items():
        part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relationship, is_external=True)


def _core(meta: Meta, package: Package) -> CorePropertiesPart:
    part = CorePropertiesPart(
        PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package
    )
    author = meta.author or meta.company
    moment = made(meta)
    core = part.core_properties
    core.title = meta.title[:255]
    core.subject = (meta.subject or meta.subtitle)[:255]
    core.author = author[:255]
    core.keywords = "; ".join(meta.keywords)[:255]
    core.category = label(meta.language, "category")
    core.last_modified_by = author[:255]
    core.revision = 1
    core.created = moment
    core.modified = moment
    core.language = LANGUAGES[meta.language].office
    core.version = meta.version[:255]
    if meta.draft:
        core.content_status = "Draft"
    return part


def _application(meta: Meta) -> bytes:
    company = f"<Company>{escape(meta.company)}</Company>" if meta.company else ""
    return (
        f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>plangen</Application>{company}</Properties>"
    ).encode()


def _entries(package: Package) -> dict[str, bytes]:
    """Return every part of the package, its relationships and the table of content types by their names."""
    entries: dict[str, bytes] = {PACKAGE_URI.rels_uri.membername: _bytes(package.rels.xml)}
    types: Any = CT_Types.new()  # type: ignore[no-untyped-call]
    held = {part.partname.ext for part in package.iter_parts()}
    known = DEFAULTS | {extension: kind for extension, kind in PICTURES.items() if extension in held}
    for extension, content_type in sorted(known.items()):
        types.add_default(extension, content_type)
    for part in sorted(package.iter_parts(), key=lambda part: str(part.partname)):
        entries[part.partname.membername] = part.blob
        if part.rels:
            entries[part.partname.rels_uri.membername] = _bytes(part.rels.xml)
        if part.content_type != known.get(part.partname.ext):
            types.add_override(part.partname, part.content_type)
    entries[CONTENT_TYPES_URI.membername] = serialize_part_xml(types)
    return entries


def _zip(entries: dict[str, bytes], date: tuple[int, int, int, int, int, int]) -> bytes:
    """Return an archive with sorted entries, one date for all of them and fixed attributes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, entries[name])
    return out.getvalue()


def _bytes(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml
