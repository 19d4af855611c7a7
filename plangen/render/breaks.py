"""Where a table may be broken over two pages, the same for every writer that sets pages."""

from __future__ import annotations

from decimal import Decimal

from plangen.doctree import Row, Table
from plangen.render.columns import row_lines
from plangen.render.stylesheet import text_height
from plangen.theme import Theme

MOST_WHOLE = 16  # rows of one line fill that much of a page
TABLE_LINE = Decimal("1.45")  # the height of a line in ems
LAST = 3  # rows at least that a table ends with on a new page
WHOLE = Decimal("0.3")  # a table of up to so much of a page is not broken over two


def is_short(table: Table, widths: tuple[int, ...], total_em: float, theme: Theme) -> bool:
    """Tell whether a table is short enough to be moved as a whole rather than to leave a page half empty.

    ``widths`` are those of its columns in permille of ``total_em``.
    """
    if len(table.rows) > MOST_WHOLE:
        return False
    lines = row_lines(table, widths, total_em)
    height = sum(lines) * theme.sizes.table * TABLE_LINE + len(lines) * 2 * theme.spacing.table_cell
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
