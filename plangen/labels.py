"""The words a document says of itself, in every language. No writer and no block spells such a word."""

from __future__ import annotations

from plangen.languages import LANGUAGES as _SPOKEN

LABELS = {code: language.labels for code, language in _SPOKEN.items()}
LANGUAGES = tuple(LABELS)


def label(language: str, key: str, **values: object) -> str:
    """Return one label in one language, its placeholders filled. Raises ``KeyError`` for an unknown label."""
    return LABELS[language][key].format(**values)


def localised_date(language: str, iso: str) -> str:
    """Write an ISO date, month or year the way a cover does: ``2026年3月1日``, ``1 March 2026``."""
    return _SPOKEN[language].date(iso)


def short_month(language: str, month: int) -> str:
    """Write a month the way an axis does: ``3月``, ``Mar``."""
    return _SPOKEN[language].month(month)
