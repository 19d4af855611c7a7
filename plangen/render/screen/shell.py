"""The page around the text: head, bar, contents and notes, in one file that asks for nothing else."""

from __future__ import annotations

import base64
import hashlib

from plangen.doctree import Document
from plangen.fonts import FontFile
from plangen.languages import LANGUAGES
from plangen.render.errors import RenderError
from plangen.render.markup import attribute, properties, text
from plangen.render.pictures import image
from plangen.render.screen.blocks import blocks
from plangen.render.screen.front import cover, open_items, sidebar
from plangen.render.screen.look import night_theme
from plangen.render.screen.page import Page, new_page
from plangen.render.screen.style import behaviour, stylesheet
from plangen.theme import Theme

# Nothing is loaded, and nothing runs or colours the page but what this file was written with.
POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
BARS = (
    '<svg class="bars" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16M4 12h16M4 18h16"/></svg>'
    '<svg class="shut" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>'
)
MOON = (
    '<svg class="moon" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/></svg>'
)
SUN = (
    '<svg class="sun" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="4.5"/>'
    '<path d="M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5"/></svg>'
)


def write_html(document: Document, theme: Theme, fonts: tuple[FontFile, ...]) -> bytes:
    """Return the document as one self-contained HTML file for the screen.

    Raises ``RenderError`` when a reference leads nowhere or a generated list was not resolved.
    """
    page = new_page(document, theme, night_theme(theme))
    front = cover(page) + open_items(page)
    body = blocks(page, document.blocks)
    contents = sidebar(page)
    shell = _body(page, contents, f"{front}\n{body}{_end_notes(page)}")
    for name, what in page.references.items():
        if name not in page.ids:
            raise RenderError(f"{what} leads nowhere: the document has no place {name}")
    style, script = f"\n{stylesheet(page, fonts)}", f"\n{behaviour()}"
    meta = document.meta
    policy = POLICY.format(style=_digest(style), script=_digest(script))
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[meta.language].tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<title>{text(meta.title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n{properties(meta)}<style>{style}</style>\n'
        f"<script>{script}</script>\n</head>\n<body>\n{shell}</body>\n</html>\n"
    ).encode()


def _digest(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _body(page: Page, contents: str, inside: str) -> str:
    word = {name: attribute(page.say(name)) for name in ("contents", "open_contents", "close_contents", "page_top")}
    look = {name: attribute(page.say(name)) for name in ("dark_look", "light_look")}
    said = {name: attribute(page.say(name)) for name in ("swipe", "close", "go_to_list")}
    title = text(page.document.meta.title)
    picture = page.theme.picture
    logo = f'<span class="logo">{image(picture, page.document.meta)}</span>' if picture else ""
    return (
        f'<a class="skip" href="#ui-text">{text(page.say("skip"))}</a>\n'
        f'<header class="bar"><button id="ui-open" type="button" aria-controls="ui-contents" aria-expanded="false" '
        f'aria-label="{word["open_contents"]}" data-open="{word["open_contents"]}" '
        f'data-close="{word["close_contents"]}">{BARS}</button>'
        f'<a class="to-contents" href="#ui-contents">{word["contents"]}</a>'
        f'{logo}<a class="name" href="#ui-text" title="{word["page_top"]}">{title}</a>'
        f'<span class="where" aria-hidden="true"></span>'
        f'<button id="ui-look" type="button" aria-label="{look["dark_look"]}" data-dark="{look["dark_look"]}" '
        f'data-light="{look["light_look"]}">{MOON}{SUN}</button></header>\n'
        f'<div class="page">{contents}\n<main id="ui-text" tabindex="-1" data-swipe="{said["swipe"]}" '
        f'data-close="{said["close"]}" data-list="{said["go_to_list"]}">{inside}\n</main>'
        '<div id="ui-shade"></div></div>\n'
    )


def _end_notes(page: Page) -> str:
    if not page.notes:
        return ""
    title = text(page.say("footnotes"))
    return f'\n<section class="notes"><h2>{title}</h2><ol>{"".join(page.notes)}</ol></section>'
