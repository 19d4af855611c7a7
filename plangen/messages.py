"""The language of findings and command-line messages: English templates, and a Chinese catalogue keyed by them.

The catalogue is one JSON file beside this module, as with gettext: a template without an entry stays English.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")

_language = "en"


def set_language(language: str) -> None:
    """Choose the language of all messages made from now on. Raises ``ValueError`` for a language there is none of."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"messages come in {', '.join(LANGUAGES)}, not {language!r}")
    _language = language


def language() -> str:
    """Return the language messages are made in."""
    return _language


@cache
def catalogue() -> dict[str, str]:
    """Read the Chinese catalogue: English template -> Chinese template."""
    text = files("plangen").joinpath("messages.zh.json").read_text(encoding="utf-8")
    entries: dict[str, str] = json.loads(text)
    return entries


def translate(template: str) -> str:
    """Return a message template in the chosen language."""
    return translated(template, _language)


def listed(names: Iterable[str]) -> str:
    """Return several names as a message lists them."""
    return ("、" if _language == "zh" else ", ").join(names)


def translated(template: str, language: str) -> str:
    """Return a message template in a language."""
    return template if language == "en" else catalogue().get(template, template)
