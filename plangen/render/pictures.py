"""A theme's logo in pages: as an address that holds the file itself, and in words."""

from __future__ import annotations

from base64 import b64encode

from plangen.doctree import Meta
from plangen.logo import Logo
from plangen.render.markup import attribute

MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def data_address(logo: Logo) -> str:
    """Return a ``data:`` address, the same for the same file."""
    return f"data:{MEDIA_TYPES[logo.kind]};base64,{b64encode(logo.content).decode()}"


def image(logo: Logo, meta: Meta) -> str:
    """Return an element that shows a logo, and what it says to those who do not see it."""
    words = attribute(words_for(logo, meta))
    return f'<img src="{data_address(logo)}" alt="{words}" aria-label="{words}">'


def words_for(logo: Logo, meta: Meta) -> str:
    """Return what a logo says to those who do not see it: whose it is."""
    names = (meta.client, meta.company) if logo.owner == "client" else (meta.company, meta.client)
    return next((name for name in names if name), meta.title)
