"""Word files as clients make them, each put together differently, and files that only look like one.

``libreoffice.docx`` beside this module was saved by LibreOffice 7.4 from ``libreoffice.fodt``:
``soffice --headless --convert-to docx libreoffice.fodt``. All others are made here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "header": "header",
    "footer": "footer",
    "fontTable": "fontTable",
}
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def png(width: int = 60, height: int = 20) -> bytes:
    """Return a small picture in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x8a\x1c\x2b" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(root: str, content: str) -> str:
    return f"{XML}<w:{root} {NS}>{content}</w:{root}>"


def docx(
    body: str,
    parts: dict[str, str] | None = None,
    *,
    main: str = MAIN,
    links: dict[str, str] | None = None,
    more: dict[str, str | bytes] | None = None,
    main_name: str = "word/document.xml",
) -> bytes:
    """Return a package: ``parts`` by file name below ``word/``, each related to the document by its name as the id.

    ``links`` are relationships of the document or, as ``part>id``, of another part: ``type target [External]``.
    """
    parts = parts or {}
    overrides = [f'<Override PartName="/{main_name}" ContentType="{main}"/>']
    relations = []
    files: dict[str, str | bytes] = {}
    for name, content in parts.items():
        kind = next((kind for kind in KINDS if name.startswith(kind)), "")
        files[f"word/{name}"] = content
        if name.startswith("theme"):
            overrides.append(
                f'<Override PartName="/word/{name}" '
                'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
            )
            relations.append(f'<Relationship Id="{name}" Type="{R}/theme" Target="{name}"/>')
        else:
            overrides.append(f'<Override PartName="/word/{name}" ContentType="{WML}.{KINDS[kind]}+xml"/>')
            relations.append(f'<Relationship Id="{name}" Type="{R}/{KINDS[kind]}" Target="{name}"/>')
    others: dict[str, list[str]] = {}
    for key, said in (links or {}).items():
        owner, _, own = key.rpartition(">")
        kind, target, *mode = said.split()
        external = ' TargetMode="External"' if mode else ""
        line = f'<Relationship Id="{own}" Type="{R}/{kind}" Target="{target}"{external}/>'
        (others.setdefault(owner, []) if owner else relations).append(line)
    folder, _, file = main_name.rpartition("/")
    files["[Content_Types].xml"] = (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="bin" ContentType="application/octet-stream"/>{"".join(overrides)}</Types>'
    )
    files["_rels/.rels"] = (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="{main_name}"/></Relationships>'
    )
    files[f"{folder}/_rels/{file}.rels"] = (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    )
    for owner, lines in others.items():
        files[f"word/_rels/{owner}.rels"] = (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'
        )
    files[main_name] = part("document", f"<w:body>{body}</w:body>")
    return zipped(files | (more or {}))


def paragraph(text: str, ppr: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def style(own: str, name: str, inner: str = "", kind: str = "paragraph", default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{first} w:styleId="{own}"><w:name w:val="{name}"/>{inner}</w:style>'


def picture(relationship: str, number: int = 1, descr: str = "") -> str:
    said = f' descr="{descr}"' if descr else ""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1080000" cy="360000"/>'
        f'<wp:docPr id="{number}" name="logo"{said}/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" '
        f'name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1080000" '
        'cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def field(instruction: str, result: str = "1") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def section(references: str = "", width: int = 11906, height: int = 16838, more: str = "", margin: int = 1440) -> str:
    turned = ' w:orient="landscape"' if width > height else ""
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{margin}" '
        f'w:right="{margin}" w:bottom="{margin}" w:left="{margin}" w:header="720" w:footer="720" w:gutter="0"/>'
        f"{more}</w:sectPr>"
    )


# --- the bases -----------------------------------------------------------------------------------------------------


@cache
def python_docx() -> bytes:
    """Return python-docx's own template with text, a table, and a picture in its header."""
    import docx as library
    from docx.shared import Cm

    document = library.Document()
    document.core_properties.author = "Secret Author"
    document.add_heading("Confidential sample", 1)
    document.add_paragraph("Body of the sample that must not go anywhere.")
    header = document.sections[0].header.paragraphs[0]
    header.text = "ACME Corporation"
    header.add_run().add_picture(io.BytesIO(png()), Cm(3))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WPS_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" '
    'w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
    + style(
        "1",
        "正文",
        '<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" '
        'w:firstLine="480"/><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr>',
        default=True,
    )
    + style(
        "2",
        "标题 1",
        '<w:basedOn w:val="1"/><w:next w:val="1"/><w:link w:val="10"/><w:pPr><w:keepNext/><w:spacing w:before="340" '
        'w:after="330"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr>'
        '<w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="8A1C2B"/><w:sz w:val="44"/></w:rPr>',
    )
    + style(
        "3", "标题2", '<w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr>'
    )
    + style("a3", "一级正文", '<w:basedOn w:val="1"/><w:rPr><w:color w:val="00AA00"/></w:rPr>')
    + style("a4", "集团三级标题", '<w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    + style(
        "a5",
        "页眉",
        '<w:basedOn w:val="1"/><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" '
        'w:color="8A1C2B"/></w:pBdr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>',
    )
    + style("TableText", "客户专用样式", '<w:basedOn w:val="1"/><w:rPr><w:color w:val="FF00FF"/></w:rPr>')
    + style(
        "4",
        "目录 1",
        '<w:basedOn w:val="1"/><w:pPr><w:tabs><w:tab w:val="right" w:leader="middleDot" '
        'w:pos="8296"/></w:tabs><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>',
    )
    + style("10", "标题 1 字符", '<w:link w:val="2"/><w:rPr><w:b/></w:rPr>', "character")
    + style("Heading1", "强调文字", '<w:rPr><w:color w:val="0000FF"/></w:rPr>', "character")
    + style("5", "默认段落字体", kind="character", default=True)
)


def wps() -> bytes:
    """Return hand-written XML as WPS leaves it: Chinese names, numbers for ids, one of our ids with another meaning."""
    body = "".join(paragraph("样例正文，不得出现在方案之中，" * 4) for _ in range(4)) + section(
        '<w:headerReference w:type="default" r:id="header1.xml"/>'
        '<w:footerReference w:type="default" r:id="footer1.xml"/>',
        more='<w:cols w:space="425" w:num="2"/><w:docGrid w:type="lines" w:linePitch="312"/>',
    )
    header = part("hdr", '<w:p><w:pPr><w:pStyle w:val="a5"/></w:pPr><w:r><w:t>宏达集团</w:t></w:r></w:p>')
    footer = part("ftr", f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field("PAGE")}</w:p>')
    return docx(body, {"styles.xml": part("styles", WPS_STYLES), "header1.xml": header, "footer1.xml": footer})


def landscape() -> bytes:
    """Return a file on Letter paper with a landscape section, a first page of its own, and odd and even pages."""
    wide = paragraph("wide " * 400) + f"<w:p><w:pPr>{section(width=15840, height=12240)}</w:pPr></w:p>"
    references = "".join(
        f'<w:{what}Reference w:type="{kind}" r:id="{what}{kind}.xml"/>'
        for what in ("header", "footer")
        for kind in ("default", "first", "even")
    )
    first = paragraph("long text of the first section " * 20) + (
        f"<w:p><w:pPr>{section(references, 12240, 15840, '<w:titlePg/>', margin=1800)}</w:pPr></w:p>"
    )
    repeated = field('STYLEREF "Heading 1"', "Old chapter")
    parts = {
        f"{what}{kind}.xml": part(
            "hdr" if what == "header" else "ftr",
            f'<w:p><w:r><w:t xml:space="preserve">{kind} {what} </w:t></w:r>{repeated}</w:p>',
        )
        for what in ("header", "footer")
        for kind in ("default", "first", "even")
    }
    styles = style("Standard", "Normal", '<w:rPr><w:sz w:val="20"/></w:rPr>', default=True) + style(
        "berschrift1", "Überschrift 1", '<w:rPr><w:color w:val="1F7A4D"/></w:rPr>'
    )
    settings = part("settings", "<w:evenAndOddHeaders/>")
    return docx(
        first + wide + section(width=15840, height=12240),
        {"styles.xml": part("styles", styles), "settings.xml": settings, **parts},
    )


THEME = (
    f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Client"><a:themeElements>'
    '<a:clrScheme name="Client"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr '
    'val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="1B3A2F"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/>'
    '</a:lt2><a:accent1><a:srgbClr val="0B6E4F"/></a:accent1><a:accent2><a:srgbClr val="C9A227"/></a:accent2>'
    '<a:accent3><a:srgbClr val="A5A5A5"/></a:accent3><a:accent4><a:srgbClr val="FFC000"/></a:accent4><a:accent5>'
    '<a:srgbClr val="5B9BD5"/></a:accent5><a:accent6><a:srgbClr val="70AD47"/></a:accent6><a:hlink><a:srgbClr '
    'val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink></a:clrScheme><a:fontScheme '
    'name="Client"><a:majorFont><a:latin typeface="Georgia"/><a:ea typeface=""/><a:cs typeface=""/><a:font '
    'script="Hans" typeface="微软雅黑"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
    '<a:cs typeface=""/><a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme><a:fmtScheme '
    'name="Client"><a:fillStyleLst>'
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:fillStyleLst><a:lnStyleLst>"
    + '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + "</a:effectStyleLst><a:bgFillStyleLst>"
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
LEVELS = (
    ("upperRoman", "%1.", "Heading1"),
    ("decimal", "%1.%2", "Heading2"),
    ("lowerLetter", "(%3)", "Heading3"),
)


def word_styles() -> str:
    heading = "".join(
        style(
            f"Heading{n}",
            f"heading {n}",
            f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
            "<w:pPr><w:keepNext/>"
            f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="7"/></w:numPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>'
            '<w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia" w:hAnsiTheme="majorHAnsi"/>'
            f'<w:color w:val="0B6E4F" w:themeColor="accent1"/><w:sz w:val="{40 - 4 * n}"/></w:rPr>',
        )
        for n in (1, 2, 3)
    )
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts "
        'w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/>'
        '<w:lang w:val="de-DE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:latentStyles w:defLockedState="0" '
        'w:count="376"><w:lsdException w:name="Normal" w:uiPriority="0" w:qFormat="1"/></w:latentStyles>'
        + style("Normal", "Normal", "<w:qFormat/>", default=True)
        + heading
        + style("TOCHeading", "TOC Heading", '<w:basedOn w:val="Heading1"/><w:next w:val="Normal"/>')
        + style(
            "ListBullet",
            "List Bullet",
            '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>',
        )
        + style("ClientList", "Client List", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>')
        + style("Title", "Title", '<w:rPr><w:color w:val="0B6E4F"/><w:sz w:val="64"/></w:rPr>')
        + style(
            "ClientTable",
            "Client Table",
            '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="0B6E4F"/></w:tblBorders>'
            "</w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" '
            'w:color="auto" w:fill="0B6E4F"/></w:tcPr></w:tblStylePr>',
            "table",
        )
    )


def word_numbering(levels: tuple[tuple[str, str, str], ...] = LEVELS) -> str:
    listed = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{own}"/><w:suff '
        f'w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="432" '
        'w:hanging="432"/></w:pPr></w:lvl>'
        for index, (form, text, own) in enumerate(levels)
    )
    return part(
        "numbering",
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start '
        'w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="★"/><w:lvlJc '
        'w:val="left"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="4"><w:multiLevelType '
        f'w:val="multilevel"/>{listed}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>',
    )


def word(levels: tuple[tuple[str, str, str], ...] = LEVELS, header: str = "", **more: object) -> bytes:
    """Return a file as Word saves it: theme fonts, latent styles, headings in a list, a logo and bound data."""
    bound = (
        "<w:sdt><w:sdtPr><w:dataBinding w:prefixMappings=\"xmlns:ns0='http://purl.org/dc/elements/1.1/' "
        "xmlns:ns1='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'\" "
        'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'
        "</w:sdtPr><w:sdtContent><w:r><w:t>Old secret title</w:t></w:r></w:sdtContent></w:sdt>"
    )
    line = header or (
        f'<w:p><w:ins w:id="5" w:author="Somebody"><w:r><w:t>Client AG </w:t></w:r></w:ins><w:del w:id="6" '
        'w:author="Somebody"><w:r><w:delText>deleted words</w:delText></w:r></w:del><w:bookmarkStart w:id="1" '
        f'w:name="_Toc1"/>{picture("logo")}<w:bookmarkEnd w:id="1"/>{bound}'
        f"{field('REF _Toc1', 'words of the old body')}{field('DOCPROPERTY Project', 'Internal')}</w:p>"
    )
    body = (
        paragraph("Sample body", '<w:pStyle w:val="Heading1"/>')
        + '<w:tbl><w:tblPr><w:tblStyle w:val="ClientTable"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
        + section(
            '<w:headerReference w:type="default" r:id="header1.xml"/>',
            more='<w:docGrid w:linePitch="360"/>',
            margin=1134,
        )
    )
    return docx(
        body,
        {
            "styles.xml": part("styles", word_styles()),
            "numbering.xml": word_numbering(levels),
            "theme1.xml": THEME,
            "header1.xml": part("hdr", line),
            "settings.xml": part("settings", "<w:trackRevisions/>"),
            "fontTable.xml": part(
                "fonts", '<w:font w:name="Georgia"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
            ),
        },
        links={
            "header1.xml>logo": "image media/image1.png",
            "settings.xml>rId1": "attachedTemplate file:///C:/Users/somebody/Client.dotm External",
        },
        more={
            "word/media/image1.png": png(),
            "docProps/custom.xml": "<Properties>Client data</Properties>",
            "customXml/item1.xml": "<data>Client data</data>",
        },
        **more,  # type: ignore[arg-type]
    )


def libreoffice() -> bytes:
    return (FOLDER / "libreoffice.docx").read_bytes()


GOOD: dict[str, Callable[[], bytes]] = {
    "libreoffice": libreoffice,
    "python-docx": python_docx,
    "wps": wps,
    "landscape": landscape,
    "word": word,
}


# --- what is refused -----------------------------------------------------------------------------------------------


def hostile() -> dict[str, tuple[bytes, str]]:
    """Return files that are refused, by name, each with words of what is said of it."""
    plain = docx(section(), {"styles.xml": part("styles", "")})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    doctype = '<!DOCTYPE w:styles [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    return {
        "macros.docm": (docx(section(), main=MACROS), "macros"),
        "renamed.docx": (docx(section(), main=MACROS), "macros"),
        "project.docx": (docx(section(), more={"word/vbaProject.bin": b"x"}), "macros"),
        "encrypted.docx": (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        "old.doc": (ole, "97–2003"),
        "old.docx": (ole, "97–2003"),
        "empty.docx": (b"", "is empty"),
        "text.docx": (b"Just some text", "is no Word file"),
        "cut.docx": (plain[: len(plain) // 2], "cut off or damaged"),
        "noise.docx": (plain[:60] + bytes(200) + plain[260:], "damaged"),
        "archive.docx": (zipped({"readme.txt": "x"}), "no table of content types"),
        "sheet.docx": (
            docx(
                "",
                main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            ),
            "file of Excel",
        ),
        "strict.docx": (
            zipped(
                {
                    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
                    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
                    'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
                    'Target="word/document.xml"/></Relationships>',
                    "word/document.xml": "<x/>",
                }
            ),
            "Strict Open XML",
        ),
        "nothing.docx": (docx(section(), main_name="word/document.xml", main="text/xml"), "is no Word document"),
        "entities.docx": (
            docx(section(), {"styles.xml": XML + doctype + f'<w:styles xmlns:w="{W}">&c;</w:styles>'}),
            "declares a document type",
        ),
        "broken.docx": (docx(section(), {"styles.xml": "<w:styles"}), "is not well-formed XML"),
        "tags.docx": (
            docx(section(), {"styles.xml": f'{XML}<w:styles xmlns:w="{W}">' + "<a/>" * 1_300_000 + "</w:styles>"}),
            "more than 600,000 elements",
        ),
        "bomb.docx": (
            docx(section(), {"styles.xml": part("styles", " " * 25_000_000)}),
            "unpacks to more than 24 MB",
        ),
    }
