"""The words a document says of itself, in every language. No writer and no block spells such a word."""

from __future__ import annotations

import re

from plangen.languages import LANGUAGES as _SPOKEN

LABELS = {code: language.labels for code, language in _SPOKEN.items()}
LANGUAGES = tuple(LABELS)

_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_COUNTED = re.compile(r"\{(\w+):([^|{}]+)\|([^|{}]+)\}")


def label(language: str, key: str, **values: object) -> str:
    """Return one label in one language, its placeholders filled. Raises ``KeyError`` for an unknown label.

    ``{days:day|days}`` is a number with its noun: 1 day, 2 days.
    """
    template = LABELS[language][key]
    if ":" in template:
        template = _COUNTED.sub(lambda noun: f"{{{noun[1]}}} {noun[2 if str(values[noun[1]]) == '1' else 3]}", template)
    return template.format(**values)


def localised_date(language: str, iso: str) -> str:
    """Write an ISO date, month or year the way a cover does: ``2026年3月1日``, ``1 March 2026``."""
    return _SPOKEN[language].date(iso)


def short_date(language: str, iso: str) -> str:
    """Write an ISO date, month or year the way cells and notes do: ``2026-03-01``, ``1 Mar 2026``; else unchanged."""
    return _SPOKEN[language].short_date(iso) if _ISO.fullmatch(iso) else iso


def short_month(language: str, month: int) -> str:
    """Write a month the way an axis does: ``3月``, ``Mar``."""
    return _SPOKEN[language].month(month)
