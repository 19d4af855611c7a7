"""A whole Word file from a resolved document."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from plangen.doctree import Block, Contents, Document, Heading, Meta
from plangen.fonts import FontFile
from plangen.labels import label
from plangen.languages import LANGUAGES
from plangen.render.docx.base.layout import (
    COVER,
    Layout,
    merge_font_table,
    merge_parts,
    used_fonts,
    with_base_faces,
)
from plangen.render.docx.base.pages import base_text_width
from plangen.render.docx.body import Place, blocks, close_table
from plangen.render.docx.colors import theme_xml
from plangen.render.docx.comments import comments_xml, footnotes_xml
from plangen.render.docx.contents import Pages
from plangen.render.docx.embedding import embedded_fonts, font_table_xml
from plangen.render.docx.front import cover
from plangen.render.docx.logo import inline_logo, media
from plangen.render.docx.markup import part, run
from plangen.render.docx.numbering import numbering_xml
from plangen.render.docx.package import PartSource, build_package
from plangen.render.docx.sections import (
    footer_xml,
    header_xml,
    running_title,
    section,
    section_end,
    settings_xml,
    text_width,
)
from plangen.render.docx.state import State, new_state
from plangen.render.docx.styles import styles_xml
from plangen.render.pictures import words_for
from plangen.render.stylesheet import LOGO_WIDEST, header_logo
from plangen.theme import Theme
from plangen.wordbase import Base

# The running title of each stretch of the document; appendices have a heading style of their own.
TITLES = {"body": "1", "appendix": '"Appendix Heading"'}
Stretch = tuple[str, tuple[Block, ...]]


def write_docx(
    document: Document, theme: Theme, fonts: tuple[FontFile, ...], pages: Pages = None, base: Base | None = None
) -> bytes:
    """Return a document as a .docx file.

    ``pages`` gives the page of each anchor where it is known; without it the contents name no pages. ``base`` is the
    client's file that the document is laid out on. The same arguments give the same bytes.
    """
    layout = Layout(base) if base else None
    theme = with_base_faces(theme, base) if base else theme
    state = new_state(document, theme)
    width = page_width(theme, base)
    stretches = _stretches(document.blocks)
    body = part("document", f"<w:body>{_body(stretches, state, Place(width, pages=pages), layout)}</w:body>")
    sources = _parts(document, theme, state, stretches, width)
    if layout:
        sources = merge_parts(layout, sources, theme, document.meta, width, state.next_drawing)
        fonts = used_fonts(fonts, sources)
    # Every part is scanned as it is written, so no character can be missed that a field or a label brings.
    drawn = (text for chart in state.charts for text in (chart.chart, chart.shapes))
    used = "".join((body, *(source.xml for source in sources), *drawn))
    stored = embedded_fonts(fonts, used, used)
    sources.append(
        PartSource(
            "fontTable.xml",
            CONTENT_TYPE.WML_FONT_TABLE,
            RELATIONSHIP_TYPE.FONT_TABLE,
            "rIdFonts",
            merge_font_table(base, font_table_xml(theme, stored)) if base else font_table_xml(theme, stored),
        )
    )
    pictures = media(theme.picture) if theme.picture else ()
    return build_package(document.meta, body, state.links.ids, sources, stored, state.charts, pictures)


def _stretches(content: tuple[Block, ...]) -> list[Stretch]:
    """Part a document into what stands before its first chapter, its chapters and its appendices."""
    chapters = [index for index, node in enumerate(content) if isinstance(node, Heading) and node.level == 1]
    first = chapters[0] if chapters else len(content)
    appendix = next((i for i in chapters if (node := content[i]) and isinstance(node, Heading) and node.appendix), None)
    last = len(content) if appendix is None else appendix
    parts = (("front", content[:first]), ("body", content[first:last]), ("appendix", content[last:]))
    return [(name, nodes) for name, nodes in parts if nodes]


def page_width(theme: Theme, base: Base | None) -> int:
    """Return the width between the margins in twips."""
    return base_text_width(base.page, theme, base.own_keys) if base else text_width(theme)


def _body(stretches: list[Stretch], state: State, place: Place, layout: Layout | None) -> str:
    result = [cover(state.meta, state, place.width)]
    state.after_table = not stretches and bool(state.meta.revisions)
    properties = layout.section(state.theme, COVER) if layout else section(state.theme)
    for name, nodes in stretches:
        result.append(section_end(properties))
        result.append(blocks(nodes, state, place))
        header = f"rIdHeader{name.title()}" if state.theme.header.show else ""
        properties = layout.section(state.theme, name) if layout else section(state.theme, header, "rIdFooter")
    result.append(close_table(state))
    result.append(properties)
    return "".join(result)


def _running_head(name: str, nodes: tuple[Block, ...], language: str) -> str:
    """Return the right half of a running header: the chapter's title, or what the pages before the first one are."""
    if name in TITLES:
        return running_title(TITLES[name])
    return run(label(language, "contents")) if any(isinstance(node, Contents) for node in nodes) else ""


def _header_logo(meta: Meta, theme: Theme, state: State) -> str:
    """Return the run of the logo in a running header, where there is one."""
    if theme.picture is None or header_logo(theme) is None:
        return ""
    return inline_logo(
        theme.picture, state.next_drawing(), theme.header.logo, LOGO_WIDEST, words_for(theme.picture, meta)
    )


def _parts(document: Document, theme: Theme, state: State, stretches: list[Stretch], width: int) -> list[PartSource]:
    """Return the parts beside the body. They come after it, since writing it collects notes, comments and lists."""
    meta, kind, content = document.meta, RELATIONSHIP_TYPE, CONTENT_TYPE
    styles = styles_xml(theme, meta.language, width)
    numbering = numbering_xml(state.scheme, theme, meta.language, state.lists)
    sides = theme.page_number.place == "outside"
    settings = settings_xml(
        bool(state.notes), sides=sides and bool(stretches), hyphens=not LANGUAGES[meta.language].justified
    )
    parts = [
        PartSource("styles.xml", content.WML_STYLES, kind.STYLES, "rIdStyles", styles),
        PartSource("numbering.xml", content.WML_NUMBERING, kind.NUMBERING, "rIdNumbering", numbering),
        PartSource("theme/theme1.xml", content.OFC_THEME, kind.THEME, "rIdTheme", theme_xml(theme)),
        PartSource("settings.xml", content.WML_SETTINGS, kind.SETTINGS, "rIdSettings", settings),
    ]
    for index, (name, nodes) in enumerate(stretches if theme.header.show else (), start=1):
        logo = _header_logo(meta, theme, state)
        header = header_xml(meta, _running_head(name, nodes, meta.language), logo)
        identity = f"rIdHeader{name.title()}"
        parts.append(
            PartSource(f"header{index}.xml", content.WML_HEADER, kind.HEADER, identity, header, has_logo=bool(logo))
        )
    if stretches:
        parts.append(PartSource("footer1.xml", content.WML_FOOTER, kind.FOOTER, "rIdFooter", footer_xml(meta, theme)))
    if stretches and sides:
        even = footer_xml(meta, theme, even=True)
        parts.append(PartSource("footer2.xml", content.WML_FOOTER, kind.FOOTER, "rIdFooterEven", even))
    if state.notes:
        notes = footnotes_xml(state)
        parts.append(
            PartSource(
                "footnotes.xml", content.WML_FOOTNOTES, kind.FOOTNOTES, "rIdFootnotes", notes, state.note_links.ids
            )
        )
    if state.comments:
        parts.append(
            PartSource("comments.xml", content.WML_COMMENTS, kind.COMMENTS, "rIdComments", comments_xml(state))
        )
    return parts
