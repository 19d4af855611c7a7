"""What a file says of itself: its claim to be PDF/UA beside the one to be PDF/A that WeasyPrint makes, its colours."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

# PDF/A wants every name it does not know to be explained in the file itself (ISO 19005-3, 6.6.2.3.3).
CLAIM = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""
PREFIXES = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def declaring(original: Any) -> Any:
    for prefix, address in PREFIXES.items():
        ElementTree.register_namespace(prefix, address)

    def generate_rdf_metadata(metadata: Any, *more: Any) -> bytes:
        """Add the claim to what the file says of itself."""
        said = ElementTree.fromstring(original(metadata, *more))  # noqa: S314  # it is our own
        said.extend(ElementTree.fromstring(CLAIM))  # noqa: S314
        content: bytes = ElementTree.tostring(said, "utf-8")
        return content

    return generate_rdf_metadata


def closing(original: Any) -> Any:
    def profile(file: Any, *more: Any) -> Any:
        """Read a colour profile and close its file, which WeasyPrint leaves open."""
        with file:
            return original(file, *more)

    return profile
