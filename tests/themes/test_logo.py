"""Logos: what is refused and why, and where one stands in every format."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace

import pytest
from lxml import etree

from plangen.doctree import Document
from plangen.fonts import FontFile, prepare_fonts
from plangen.logo import Logo, read_logo
from plangen.render.docx import write_docx
from plangen.render.pdf import write_pdf
from plangen.render.screen import write_html
from plangen.theme import Theme
from plangen.themefiles import shipped
from tests.render import sample, tagged
from tests.render.word.reader import Word
from tests.themes.pictures import SVG, chunk, png
from tests.workshop import Workshop, places

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
BOMB = (
    HEAD
    + '<g id="a"><path d="M0 0h1"/></g>'
    + "".join(
        f'<g id="{name}">{f"<use href=&quot;#{before}&quot;/>".replace("&quot;", chr(34)) * 10}</g>'
        for before, name in zip("abcdef", "bcdefg", strict=True)
    )
    + "</svg>"
)

SVG_FAULTS = {
    "script": (HEAD + "<script>alert(1)</script></svg>", "holds a script"),
    "event": (HEAD + '<rect onclick="x()"/></svg>', "script in onclick"),
    "event on the root": (HEAD.replace("viewBox", 'onload="x()" viewBox') + "</svg>", "script in onload"),
    "image": (HEAD + '<image href="https://example.com/a.png"/></svg>', "outside it: https://example.com"),
    "file": (HEAD + '<image xlink:href="../secret.png"/></svg>', "outside it"),
    "data": (HEAD + '<image href="data:image/png;base64,AAAA"/></svg>', "outside it"),
    "use of another file": (HEAD + '<use href="other.svg#a"/></svg>', "outside it"),
    "link": (HEAD + '<a href="javascript:alert(1)"><path d="M0 0"/></a></svg>', "outside it"),
    "style": (HEAD + "<style>rect{fill:url(http://x.example/y)}</style></svg>", "outside it: http://x.example/y"),
    "import": (HEAD + "<style>@import 'x.css';</style></svg>", "outside it: @import"),
    "escaped": (HEAD + r"<style>rect{fill:\75rl(http://x)}</style></svg>", "backslash"),
    "attribute": (HEAD + "<rect style=\"fill:URL( 'http://x' )\"/></svg>", "outside it"),
    "style sheet": ('<?xml-stylesheet href="x.css"?>' + SVG, "style sheet"),
    "foreign": (HEAD + "<foreignObject><p/></foreignObject></svg>", "foreignObject"),
    "doctype": ("<!DOCTYPE svg>" + SVG, "DOCTYPE"),
    "entities": ('<!doctype svg [<!ENTITY a "b">]>' + SVG, "DOCTYPE"),
    "use bomb": (BOMB, "would not end"),
    "circle": (HEAD + '<g id="a"><use href="#a"/></g></svg>', "would not end"),
    "pattern circle": (HEAD + '<pattern id="p"><rect fill="url(#p)"/></pattern></svg>', "would not end"),
    "deep": (HEAD + "<g>" * 80 + "</g>" * 80 + "</svg>", "nested too deeply"),
    "broken": (HEAD + "<g></svg>", "no SVG file that can be read"),
    "html": ("<html/>", "no SVG drawing"),
    "no namespace": ('<svg viewBox="0 0 9 9"/>', "no SVG drawing"),
    "no size": ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "how large it is"),
    "empty box": ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "how large it is"),
}


@pytest.mark.parametrize("case", SVG_FAULTS)
def test_an_svg_that_is_no_harmless_drawing_is_refused(case: str) -> None:
    text, words = SVG_FAULTS[case]
    logo, faults = read_logo(text.encode(), ".svg")
    assert logo is None
    said = [fault.message.format(**fault.values) + fault.hint.format(**fault.values) for fault in faults]
    assert len(said) == 1
    assert words in said[0]


def test_every_fault_of_an_svg_is_told() -> None:
    text = HEAD + '<script/><rect onclick="x"/><image href="http://x"/></svg>'
    assert len(read_logo(text.encode(), ".svg")[1]) == 3


def test_a_plain_svg_may_use_its_own_parts() -> None:
    text = HEAD + '<defs><linearGradient id="g"/><g id="a"/></defs><use href="#a"/><rect fill="url(#g)"/></svg>'
    logo, faults = read_logo(text.encode("utf-8-sig"), ".svg")
    assert faults == []
    assert logo is not None
    assert (logo.width, logo.height) == (9, 9)


def test_an_svg_with_a_size_alone_gets_a_view_box() -> None:
    logo, _ = read_logo(b'<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm"/>', ".svg")
    assert logo is not None
    assert logo.size(10, 100) == pytest.approx((20, 10))
    assert b'viewBox="0 0 75.5906 37.7953"' in logo.content


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


WHOLE = png()
PNG_FAULTS = {
    "other": (b"GIF89a" + WHOLE, "no PNG file"),
    "empty": (b"", "empty file"),
    "cut": (WHOLE[:-20], "cut off"),
    "no end": (WHOLE[:-12], "cut off"),
    "checksum": (damaged(WHOLE, 20), "checksum"),
    "pixels": (damaged(WHOLE, 45), "checksum"),
    "short": (png(rows=39), "less of the picture"),
    "wide": (png(4001, 1), "4001 × 1 pixels"),
    "tall": (png(1, 4001), "1 × 4001 pixels"),
    "nothing": (png(0, 9), "does not say its size"),
    "no pixels": (WHOLE[:33] + chunk(b"IEND", b""), "less of the picture"),
    "large": (WHOLE[:33] + chunk(b"teXt", bytes(2_000_001)) + WHOLE[33:], "2 MB"),
    "broken stream": (WHOLE[:33] + chunk(b"IDAT", b"abc") + chunk(b"IEND", b""), "less of the picture"),
}


@pytest.mark.parametrize("case", PNG_FAULTS)
def test_a_png_that_is_not_whole_is_refused(case: str) -> None:
    content, words = PNG_FAULTS[case]
    logo, faults = read_logo(content, ".png")
    assert logo is None
    assert words in "".join(fault.message.format(**fault.values) for fault in faults)


def test_a_picture_that_grows_when_unpacked_is_left_early() -> None:
    data = zlib.compress(bytes(50_000_000))
    content = WHOLE[:33] + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    assert read_logo(content, ".png")[0] is None


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("logo.svg", SVG_FAULTS["script"][0].encode(), "PG014 plan.yaml:1:15"),
        ("logo.png", WHOLE[:-20], "PG014 plan.yaml:1:15"),
        ("logo.jpg", b"x", "PG006 plan.yaml:1:15"),
        ("logo", b"x", "PG006 plan.yaml:1:15"),
        ("missing.svg", None, "PG012 plan.yaml:1:15"),
        ("../../outside.svg", SVG.encode(), "PG012 plan.yaml:1:15"),
        ("/etc/logo.svg", None, "PG012 plan.yaml:1:15"),
        ("huge.png", WHOLE + bytes(2_000_001), "PG012 plan.yaml:1:15"),
    ],
)
def test_a_logo_that_cannot_be_had_is_found_where_it_is_named(
    workshop: Workshop, name: str, content: bytes | None, found: str
) -> None:
    if content is not None:
        (workshop.path("plan.yaml").parent / name).write_bytes(content)
    path = workshop.path("plan.yaml")
    path.write_text(f"theme: {{logo: {name}}}\n" + path.read_text("utf-8"), "utf-8")
    assert places(workshop.examine().diagnostics) == [found]


def test_a_link_out_of_the_folder_is_not_followed(workshop: Workshop) -> None:
    (workshop.root / "outside.svg").write_text(SVG, "utf-8")
    workshop.path("logo.svg").symlink_to(workshop.root / "outside.svg")
    path = workshop.path("plan.yaml")
    path.write_text("theme: {logo: logo.svg}\n" + path.read_text("utf-8"), "utf-8")
    (found,) = workshop.examine().diagnostics
    assert "outside the folder" in found.message


# --- in every format -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fonts() -> tuple[FontFile, ...]:
    return prepare_fonts(["Noto Sans SC"])


@pytest.fixture(scope="module")
def document() -> Document:
    return sample.sample(draft=False)


def themed(kind: str, theme: Theme | None = None) -> Theme:
    content = SVG.encode() if kind == "svg" else png()
    logo, _ = read_logo(content, f".{kind}")
    assert logo is not None
    return (theme or Theme()).with_picture(logo)


@pytest.fixture(scope="module", params=["svg", "png"])
def logo_pdf(request: pytest.FixtureRequest, document: Document, fonts: tuple[FontFile, ...]) -> bytes:
    return write_pdf(document, themed(request.param), fonts).content


def test_a_pdf_tells_of_the_logo_once_and_draws_it_on_every_page(logo_pdf: bytes, document: Document) -> None:
    read = tagged.read(logo_pdf)
    figures = [tag for tag in read.tree.find("Figure") if tag.entries.get("Alt") == document.meta.client]
    assert len(figures) == 1
    assert figures[0].pages == {0}
    assert not any(page.unmarked for page in read.pages)


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("cover", ["band", "plain"])
def test_word_has_the_logo_on_the_cover_and_in_every_header(
    kind: str, cover: str, document: Document, fonts: tuple[FontFile, ...]
) -> None:
    theme = themed(kind)
    theme = theme.model_copy(update={"cover": theme.cover.model_copy(update={"kind": cover})})
    content = write_docx(document, theme, fonts)
    assert content == write_docx(document, theme, fonts)
    word = Word(content)
    headers = [name for name in word.names if re.fullmatch(r"word/header\d\.xml", name)]
    assert headers
    for name in ("word/document.xml", *headers):
        text = word.archive.read(name).decode()
        alone = [f'descr="{document.meta.client}"'] == re.findall(rf'descr="{document.meta.client}"', text)
        assert alone, name
        assert text.count("svgBlip") == (1 if kind == "svg" else 0)
        related = word.relationships(name)
        for identity in re.findall(r'r:embed="([^"]+)"', text):
            assert related[identity][:2][0] == "image"
            assert related[identity][1] in word.names
    drawn = word.archive.read("word/media/logo.png")
    assert read_logo(drawn, ".png")[0] is not None
    if kind == "svg":
        assert word.archive.read("word/media/logo.svg") == SVG.encode()
        assert etree.fromstring(word.archive.read("[Content_Types].xml")).xpath("//*[@Extension='svg']")


def test_html_holds_the_logo_itself(document: Document, fonts: tuple[FontFile, ...]) -> None:
    html = write_html(document, themed("svg"), fonts).decode()
    address = "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()
    assert html.count(f'<img src="{address}" alt="{document.meta.client}"') == 2
    assert "img-src data:" in html


def test_a_packs_logo_is_called_by_the_company(document: Document, fonts: tuple[FontFile, ...]) -> None:
    logo = replace(themed("png").picture or Logo("png", b"", 1, 1), owner="company")
    named = replace(document, meta=replace(document.meta, company="衡策咨询"))
    assert b'alt="\xe8\xa1\xa1\xe7\xad\x96' in write_html(named, Theme().with_picture(logo), fonts)


def test_the_official_header_shows_no_logo(document: Document) -> None:
    official = themed("png", shipped("official").theme)
    word = Word(write_docx(document, official, ()))
    assert not [name for name in word.names if "header" in name]
    assert "word/media/logo.png" in word.names
