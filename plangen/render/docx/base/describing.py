"""What a document took from its base, as the build reports it."""

from __future__ import annotations

from plangen.render.docx.base.layout import has_stories, with_base_faces
from plangen.render.docx.base.merging import merge_styles
from plangen.render.docx.base.pages import base_text_width
from plangen.render.docx.styles import styles_xml
from plangen.theme import Theme
from plangen.wordbase import Base
from plangen.wordbase.report import WordTemplate


def describe(base: Base, theme: Theme, language: str) -> WordTemplate:
    """Return which styles of a base are ours, which were added, and where pages and numbers come from."""
    width = base_text_width(base.page, theme, base.own_keys)
    theme = with_base_faces(theme, base)
    merged = merge_styles(base, styles_xml(theme, language, width), theme, language, width, base.own_keys)
    return WordTemplate(
        base.file,
        tuple(merged.mapped),
        tuple(merged.added),
        has_stories(base.headers),
        has_stories(base.footers),
        base.page.number,
        base.page.sections,
        (base.page.width, base.page.height),
        base.headings is not None,
        base.page.columns,
        base.left.paragraphs,
        base.left.pages,
    )
