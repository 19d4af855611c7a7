"""The words a Chinese document says of itself, by family of blocks; no key stands in two of them."""

from __future__ import annotations

from plangen.languages.zh.labels import (
    charts,
    common,
    delivery,
    document,
    facts,
    finance,
    governance,
    market,
    performance,
    screen,
)

LABELS: dict[str, str] = {
    **charts.LABELS,
    **common.LABELS,
    **delivery.LABELS,
    **document.LABELS,
    **facts.LABELS,
    **finance.LABELS,
    **governance.LABELS,
    **market.LABELS,
    **performance.LABELS,
    **screen.LABELS,
}
