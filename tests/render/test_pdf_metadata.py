"""What a PDF file says of itself: properties, claims, catalogue and fonts."""

from __future__ import annotations

import io

import pikepdf
import pytest
from lxml import etree

from tests.render.odd import NAMES, Files

ALLOWED_FONTS = {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def said(content: bytes) -> dict[str, str]:
    """Return the properties in a file's XMP metadata, the texts of lists put together."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    found: dict[str, str] = {}
    for description in packet.findall("rdf:RDF/rdf:Description", NAMESPACES):
        found |= {etree.QName(key).localname: value for key, value in description.attrib.items()}
        found |= {etree.QName(item).localname: "".join(item.itertext()).strip() for item in description}
    return found


def test_metadata_claims_pdf_a_3a_and_pdf_ua_1_and_says_what_the_properties_say(files: Files) -> None:
    content, file = files("sample")
    meta = said(file)
    assert (meta["part"], meta["conformance"]) == ("1", "A")
    with pikepdf.open(io.BytesIO(file)) as pdf:
        packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
        parts = {
            prefix: packet.xpath(f"string(//@{prefix}:part)", namespaces=NAMESPACES) for prefix in ("pdfaid", "pdfuaid")
        }
        assert parts == {"pdfaid": "3", "pdfuaid": "1"}
        assert len(packet.findall("rdf:RDF", NAMESPACES)) == 1
        explained = packet.xpath("string(//pdfaSchema:namespaceURI)", namespaces=NAMESPACES)
        assert explained == NAMESPACES["pdfuaid"]
        assert packet.xpath("string(//pdfaProperty:name)", namespaces=NAMESPACES) == "part"
        info = {str(key)[1:]: str(value) for key, value in pdf.docinfo.items()}
    assert info == {
        "Title": meta["title"],
        "Author": meta["creator"],
        "Subject": meta["description"],
        "Keywords": meta["Keywords"],
        "Producer": meta["Producer"],
        "CreationDate": f"D:{meta['CreateDate'].replace('-', '')}",
        "ModDate": f"D:{meta['ModifyDate'].replace('-', '')}",
    }
    assert (meta["title"], meta["CreateDate"]) == (content.meta.title, content.meta.date)
    assert meta["Keywords"] == ", ".join(content.meta.keywords)


def test_a_document_without_a_date_says_none(files: Files) -> None:
    assert not {"CreateDate", "ModifyDate"} & said(files("no date")[1]).keys()


@pytest.mark.parametrize(("name", "language"), [("sample", "zh-CN"), ("English", "en"), ("nothing", "zh-CN")])
def test_the_catalogue_of_a_tagged_file(name: str, language: str, files: Files) -> None:
    with pikepdf.open(io.BytesIO(files(name)[1])) as pdf:
        root = pdf.Root
        assert root.Lang == language
        assert root.MarkInfo.Marked is True
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert not pdf.is_encrypted
        assert len(pdf.trailer.ID) == 2
        (intent,) = root.OutputIntents
        assert (intent.S, int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
        assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties"} & set(root.keys())
        assert all(not {"/AA", "/PresSteps"} & set(page.keys()) for page in pdf.pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_allowed_embedded_and_says_its_characters(name: str, files: Files) -> None:
    with pikepdf.open(io.BytesIO(files(name)[1])) as pdf:
        fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}.values()
        for font in fonts:
            (inner,) = font.DescendantFonts
            assert str(inner.BaseFont).partition("+")[2] in ALLOWED_FONTS
            assert "/FontFile2" in inner.FontDescriptor
            assert (font.Encoding, inner.CIDToGIDMap) == ("/Identity-H", "/Identity")
            assert len(font.ToUnicode.read_bytes()) > 200
        names = [str(font.BaseFont) for font in fonts]
    assert len(set(names)) == len(names) > 0
