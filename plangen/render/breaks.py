"""Where a table may be broken over two pages, the same for every writer that sets pages."""

from __future__ import annotations

from decimal import Decimal

from plangen.doctree import Row
from plangen.render.stylesheet import text_height
from plangen.theme import Theme

MOST_WHOLE = 16  # rows of one line fill that much of a page
TABLE_LINE = Decimal("1.45")  # the height of a line in ems
LAST = 3  # rows at least that a table ends with on a new page
WHOLE = Decimal("0.3")  # a table of up to so much of a page is not broken over two


def is_short(lines: list[list[int]], theme: Theme) -> bool:
    """Tell whether a table is short enough to be moved as a whole rather than to leave a page half empty.

    ``lines`` is how many lines each cell of each row takes.
    """
    if len(lines) > MOST_WHOLE:
        return False
    tallest = [max(row, default=1) for row in lines]
    height = sum(tallest) * theme.sizes.table * TABLE_LINE + len(lines) * 2 * theme.spacing.table_cell
    return height <= WHOLE * text_height(theme)


def stay_with_next(rows: tuple[Row, ...]) -> list[bool]:
    """Say of each row of a longer table whether it stays on a page with the next one.

    No page ends with a single row of figures under a head, and none begins with fewer than the last three rows.
    """
    kept = [False] * len(rows)
    bodies = [index for index, row in enumerate(rows) if row.kind == "body"]
    second = bodies[1] if len(bodies) > 1 else len(rows) - 1
    kept[:second] = [True] * second
    last = min(LAST, len(rows)) - 1
    kept[len(rows) - 1 - last : len(rows) - 1] = [True] * last
    return kept
