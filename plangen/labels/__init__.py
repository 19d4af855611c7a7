"""The words a document says of itself, in every language. No writer and no block spells such a word.

Each module holds the words of one family of blocks in all languages, side by side; no key stands in two of them.
"""

from __future__ import annotations

from plangen.labels import charts, common, delivery, document, finance, governance, market, performance, screen

_FAMILIES = (document, common, charts, performance, finance, delivery, market, governance, screen)

LABELS: dict[str, dict[str, str]] = {
    language: {key: text for family in _FAMILIES for key, text in family.LABELS[language].items()}
    for language in ("zh", "en")
}
LANGUAGES = tuple(LABELS)


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def label(language: str, key: str, **values: object) -> str:
    """Return one label in one language, its placeholders filled. Raises ``KeyError`` for an unknown label."""
    return LABELS[language][key].format(**values)


def localised_date(language: str, iso: str) -> str:
    """Write an ISO date, month or year the way a cover does: ``2026年3月1日``, ``1 March 2026``."""
    parts = [int(part) for part in iso.split("-")] if iso else []
    if language == "zh":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    match parts:
        case [year, month, day]:
            return f"{day} {MONTHS[month - 1]} {year}"
        case [year, month]:
            return f"{MONTHS[month - 1]} {year}"
        case _:
            return iso


def short_month(language: str, month: int) -> str:
    """Write a month the way an axis does: ``3月``, ``Mar``."""
    return f"{month}月" if language == "zh" else MONTHS[month - 1][:3]
